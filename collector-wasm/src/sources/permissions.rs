//! States of permissions, without asking for any.
//!
//! Value, a map of text: `granted`, `denied`, `prompt`, or `unsupported` for
//! `accelerometer`, `background-sync`, `camera`, `clipboard-read`,
//! `geolocation`, `local-fonts`, `microphone`, `midi`, `notifications`,
//! `persistent-storage`, `screen-wake-lock`, `storage-access`; and
//! `notification_permission`: `Notification.permission` (`default` where
//! `notifications` is `prompt`) or null.
