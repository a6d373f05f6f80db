//! The platform the browser was built for.
//!
//! Value: text, `navigator.platform`. An iPad or iPhone that asks for desktop
//! sites says `MacIntel`; there it is `iPad` or `iPhone`.
