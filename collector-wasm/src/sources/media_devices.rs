//! How many microphones, cameras and speakers; never their names.
//!
//! Value, a map: `audioinput`, `audiooutput`, `videoinput` numbers, `labelled`
//! flag (names are visible: the person granted access before).
//! Without that grant browsers show at most one of each kind.
//! Unsupported on plain http.
