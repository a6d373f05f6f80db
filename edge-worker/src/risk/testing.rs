//! Submissions of honest browsers, for tests.
