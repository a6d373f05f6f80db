//! Global objects that only certain browsers have.
//!
//! Value: list of text, names found, in the order of the list below; for
//! members of `navigator` the name is `navigator.brave` and so on.
