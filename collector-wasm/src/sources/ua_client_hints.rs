//! Brands, mobile and platform; should agree with the request's client hints.
//!
//! Value, a map: `brands` list of maps {`brand` text, `version` text} in the
//! browser's order, `mobile` flag, `platform` text.
//! Unsupported (`api_missing`) in Firefox and Safari, and on plain http.
