//! Architecture, bitness, model and full versions.
//!
//! Value, a map: `architecture`, `bitness`, `model`, `platform`,
//! `platform_version`, `ua_full_version` text; `wow64` flag;
//! `full_version_list` list of maps {`brand`, `version`}; `form_factors` list
//! of text. Null where the browser leaves a member out.
//! Unsupported (`api_missing`) in Firefox and Safari, and on plain http.
