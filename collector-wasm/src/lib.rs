//! The collector: reads the browser.
