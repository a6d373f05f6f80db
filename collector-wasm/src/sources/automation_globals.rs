//! Marks that automation tools leave.
//!
//! Value, a list of text, empty in an ordinary browser, at most 16 items.
//! Each item is `place:mark:tool`, for example `window:__nightmare:nightmare`,
//! `document:__selenium_unwrapped:selenium`, `html:webdriver:webdriver`,
//! `window:cdc_adoQpoasnfa76pfcZLmcfl_Array:chromedriver`.
//! Places: `window`, `document`, `html` (attributes of the root element),
//! `navigator`, `external` (text of `window.external`), `bind`
//! (`Function.prototype.bind` is missing).
//! Tools: `selenium`, `chromedriver`, `webdriver`, `phantom`, `nightmare`,
//! `cef`, `playwright`, `puppeteer`, `rhino`, `awesomium`, `geb`, `cypress`,
//! `sequentum`, `electron`, `webio`, `slimer`, `jsdom`, `testcafe`,
//! `domautomation`.
