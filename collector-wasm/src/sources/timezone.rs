//! Time zone by name and by its offsets in January and July.
//!
//! Value, a map: `name` text (IANA, `Europe/Berlin`) or null, `offset` number
//! (minutes now, as `getTimezoneOffset()` counts: UTC+2 is -120), `january` and
//! `july` numbers (the same on the first of these months of this year), and
//! `named` number or null: the offset now that the *named* zone implies;
//! genuine: equals `offset`.
