//! What goes wrong, by kind.

use std::time::Duration;

use serde::Deserialize;

/// Why a call gave nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The edge refused, with a problem document.
    #[error("{code} ({status}): {detail}")]
    Api {
        /// HTTP status.
        status: u16,
        /// The problem's stable code; `unexpected_answer` where something else than the edge answered.
        code: String,
        /// What is particular to this occurrence.
        detail: String,
        /// Names the request in the edge's logs.
        request_id: Option<String>,
        /// How long to wait before the next try, where the edge says so.
        retry_after: Option<Duration>,
    },
    /// There was no answer: the network failed, or the time was over.
    #[error("no answer: {0}")]
    Connection(String),
    /// A sealed result is not to be relied on.
    #[error("sealed result: {0}")]
    Sealed(#[from] SealedError),
    /// What the caller gave cannot be used.
    #[error("{0}")]
    Usage(&'static str),
}

/// Why a sealed result is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SealedError {
    /// It is no sealed result.
    #[error("malformed")]
    Malformed,
    /// It names a key that the edge does not publish.
    #[error("unknown_key")]
    UnknownKey,
    /// It was changed, or somebody else signed it.
    #[error("signature_invalid")]
    SignatureInvalid,
    /// Another deployment signed it.
    #[error("wrong_issuer")]
    WrongIssuer,
    /// It is for another tenant.
    #[error("wrong_tenant")]
    WrongTenant,
    /// It was signed in the future: one of the clocks is wrong.
    #[error("not_yet_valid")]
    NotYetValid,
    /// Its time is over.
    #[error("expired")]
    Expired,
    /// It is not about what was expected: another action, linked id, origin or site.
    #[error("unexpected")]
    Unexpected,
}

/// Why a webhook's message is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WebhookError {
    /// The secret is not `whsec_` and base64.
    #[error("secret_invalid")]
    SecretInvalid,
    /// Its time is not now.
    #[error("timestamp_invalid")]
    TimestampInvalid,
    /// No signature is that of a known secret.
    #[error("signature_invalid")]
    SignatureInvalid,
    /// The body is no message.
    #[error("payload_malformed")]
    PayloadMalformed,
}

/// The members of a problem document that an error tells.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    code: String,
    detail: String,
    request_id: Option<String>,
}

impl Error {
    pub(crate) fn refusal(status: u16, text: &str, retry_after: Option<Duration>) -> Self {
        match serde_json::from_str(text) {
            Ok(Told { code, detail, request_id }) => {
                Self::Api { status, code, detail, request_id, retry_after }
            }
            Err(_) => Self::Api {
                status,
                code: "unexpected_answer".into(),
                detail: "something else than the edge answered".into(),
                request_id: None,
                retry_after,
            },
        }
    }

    pub(crate) fn is_not_found(&self) -> bool {
        matches!(self, Self::Api { code, .. } if code == "device_not_found" || code == "event_not_found")
    }
}
