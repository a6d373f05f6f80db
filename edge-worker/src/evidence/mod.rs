//! What the edge knows of one submission before it judges: what the page read,
//! what the request said, and what the network saw.
//!
//! Nothing here decides anything. Every member may be missing, since every one
//! of them comes from a client or from a platform that may not provide it.

mod accept_language;
mod agent;
mod brands;
mod connection;
mod handshakes;
mod headers;
mod offset;
mod pace;
mod traffic;
mod user_agent;

pub use accept_language::{accepted_languages, primary_subtag, quality_of};
pub use agent::Agent;
pub use brands::{Brand, brands_of_header, brands_of_value};
pub use connection::Connection;
pub use handshakes::Sender;
pub use headers::RequestHeaders;
pub use pace::pace;
pub use traffic::Traffic;
pub use user_agent::{Engine, Family, Os, UserAgent};

use std::cell::OnceCell;

use edgeprint_signals::{Components, SignalId, Value};

/// The component that a page's numbers on input come in.
pub const INPUT: &str = "edgeprint.input";

/// Everything that one assessment rests on.
#[derive(Clone, Debug)]
pub struct Evidence<'a> {
    /// What the page read.
    pub components: &'a Components,
    /// What the request's headers said.
    pub headers: &'a RequestHeaders,
    /// What the network saw.
    pub connection: &'a Connection,
    /// The page's device token names a device that this machine clearly is not.
    pub token_moved: bool,
    /// The readings are those of an earlier submission.
    pub copied: bool,
    /// How often things happened before.
    pub traffic: Traffic,
    /// What the page saw of input, where it watched: see [`INPUT`].
    pub input: Option<&'a Value>,
    /// Whose automation it is.
    pub agent: &'a Agent,
    /// What [`Self::user_agent`] found: most rules ask for it. Begins empty.
    pub claims: OnceCell<UserAgent>,
}

impl<'a> Evidence<'a> {
    /// A signal's value, where it can be relied on.
    #[must_use]
    pub fn value(&self, id: SignalId) -> Option<&'a Value> {
        self.components.value(id)
    }

    /// A signal's value even where its reading was called noisy or tampered with:
    /// what the page *claimed*.
    #[must_use]
    pub fn claimed(&self, id: SignalId) -> Option<&'a Value> {
        self.components.get(id).and_then(|component| component.value.as_ref())
    }

    /// A signal's value as text, where it can be relied on.
    #[must_use]
    pub fn text(&self, id: SignalId) -> Option<&'a str> {
        self.value(id).and_then(Value::as_str)
    }

    /// A member of a signal's value, where it can be relied on.
    #[must_use]
    pub fn member(&self, id: SignalId, key: &str) -> Option<&'a Value> {
        self.value(id).and_then(|value| value.get(key))
    }

    /// The user agent that the page reported.
    #[must_use]
    pub fn page_user_agent(&self) -> Option<&'a str> {
        self.claimed(SignalId::UserAgent).and_then(Value::as_str)
    }

    /// What the client claims to be: by the page if it said, else by the header.
    #[must_use]
    pub fn user_agent(&self) -> UserAgent {
        *self.claims.get_or_init(|| {
            let text = self.page_user_agent().or(self.headers.user_agent.as_deref());
            text.map(UserAgent::parse).unwrap_or_default()
        })
    }

    /// The encodings the client accepts, as it sent them: Workers rewrite the
    /// header and keep the original in `cf.clientAcceptEncoding`.
    #[must_use]
    pub fn accept_encoding(&self) -> Option<&'a str> {
        let original = self.connection.client_accept_encoding.as_deref();
        original.or(self.headers.accept_encoding.as_deref())
    }
}
