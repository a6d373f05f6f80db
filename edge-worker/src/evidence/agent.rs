//! Whose automation a submission is.

/// What is known of the program behind a submission, by the site's own list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Agent {
    /// None that says so.
    #[default]
    Nobody,
    /// It signed the request with a key of this agent, which the site lists.
    Verified(String),
    /// It signed the request as this agent, and the signature is not the agent's.
    Forged(String),
    /// It knows the site's secret.
    Allowed,
}

impl Agent {
    /// Whether the site welcomes it: what tells that it is a program is no news then.
    #[must_use]
    pub const fn is_welcome(&self) -> bool {
        matches!(self, Self::Verified(_) | Self::Allowed)
    }
}
