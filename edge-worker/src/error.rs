//! What can go wrong, told twice: the inside to the log, the outside to the client.
//!
//! An [`Abort`] is the client's to mend and says how; a [`Fatal`] is ours, and
//! the client learns no more than that it happened. Handlers return either as
//! [`AppError`]; the problem document is written in one place, `crate::answer`,
//! where the request's id is known.

use std::borrow::Cow;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use edgeprint_signals::ErrorCode;
use thiserror::Error;

use crate::limits::Policy;

/// Seconds after which a failed store may be asked again.
const RETRY_AFTER_FAILURE: u32 = 5;

/// Why a request got no answer.
#[derive(Debug, Error)]
pub enum AppError {
    /// The client's.
    #[error(transparent)]
    Abort(#[from] Abort),
    /// Ours.
    #[error(transparent)]
    Fatal(#[from] Fatal),
}

/// A refusal that the client can do something about.
#[derive(Clone, Debug, Error)]
#[error("{}", code.code())]
pub struct Abort {
    code: ErrorCode,
    detail: Cow<'static, str>,
    retry_after: Option<u32>,
    policy: Option<Policy>,
}

/// A failure of ours. `Display` says where; causes are for the log alone.
#[derive(Debug, Error)]
pub enum Fatal {
    /// D1 or KV failed.
    #[error("store failed: {what}: {cause}")]
    Store {
        /// What was asked of it.
        what: &'static str,
        /// What it said.
        cause: String,
    },
    /// A binding, variable or secret is missing or unusable.
    #[error("not configured: {0}")]
    Configuration(&'static str),
    /// The platform has no randomness.
    #[error("no randomness")]
    Randomness,
    /// Something that this code rules out.
    #[error("broken promise: {0}")]
    Broken(&'static str),
}

impl Abort {
    /// A refusal whose detail is the code's own advice.
    #[must_use]
    pub fn new(code: ErrorCode) -> Self {
        Self::because(code, code.advice().trim_ascii())
    }

    /// A refusal that says what is particular to this request.
    #[must_use]
    pub fn because(code: ErrorCode, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { code, detail: detail.into(), retry_after: None, policy: None }
    }

    /// The site's quota is used up; the next day starts in `seconds`.
    #[must_use]
    pub fn quota_exceeded(policy: Policy, seconds: u32) -> Self {
        let refused = Self::new(ErrorCode::QuotaExceeded);
        Self { retry_after: Some(seconds), policy: Some(policy), ..refused }
    }

    /// Too many requests; the next period starts within the policy's.
    #[must_use]
    pub fn rate_limited(policy: Policy) -> Self {
        let refused = Self::new(ErrorCode::RateLimited);
        Self { retry_after: Some(policy.seconds()), policy: Some(policy), ..refused }
    }
}

impl AppError {
    /// The code that the client sees.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Abort(abort) => abort.code,
            Self::Fatal(Fatal::Store { .. }) => ErrorCode::Unavailable,
            Self::Fatal(_) => ErrorCode::Internal,
        }
    }

    /// The detail that the client sees.
    #[must_use]
    pub fn detail(&self) -> Cow<'static, str> {
        match self {
            Self::Abort(abort) => abort.detail.clone(),
            Self::Fatal(_) => Cow::Borrowed(self.code().advice().trim_ascii()),
        }
    }

    /// Seconds to wait before the next try, where waiting helps.
    #[must_use]
    pub fn retry_after(&self) -> Option<u32> {
        match self {
            Self::Abort(abort) => abort.retry_after,
            Self::Fatal(Fatal::Store { .. }) => Some(RETRY_AFTER_FAILURE),
            Self::Fatal(_) => None,
        }
    }
}

impl AppError {
    /// What was allowed, where more was asked for.
    #[must_use]
    pub fn policy(&self) -> Option<Policy> {
        match self {
            Self::Abort(abort) => abort.policy,
            Self::Fatal(_) => None,
        }
    }
}

impl From<ErrorCode> for AppError {
    fn from(code: ErrorCode) -> Self {
        Self::Abort(Abort::new(code))
    }
}

/// A failed answer on its way to `crate::answer`, which writes the document.
#[derive(Clone, Debug)]
pub struct Failure(pub Arc<AppError>);

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.code().status());
        let mut response = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response();
        response.extensions_mut().insert(Failure(Arc::new(self)));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_that_fails_is_unavailable_and_says_nothing_of_the_inside() {
        let error = AppError::from(Fatal::Store { what: "collect", cause: "secret table".into() });
        assert_eq!(error.code(), ErrorCode::Unavailable);
        assert_eq!(error.retry_after(), Some(RETRY_AFTER_FAILURE));
        assert!(!error.detail().contains("secret"));
        assert!(error.to_string().contains("secret"));
    }

    #[test]
    fn a_missing_secret_is_internal() {
        let error = AppError::from(Fatal::Configuration("EDGEPRINT_SECRET"));
        assert_eq!(error.code(), ErrorCode::Internal);
        assert!(!error.detail().contains("EDGEPRINT_SECRET"));
    }

    #[test]
    fn every_code_is_a_status_that_http_knows() {
        for code in ErrorCode::ALL {
            let response = AppError::from(*code).into_response();
            assert_eq!(response.status().as_u16(), code.status());
        }
    }

    #[test]
    fn a_refusal_advises() {
        let error = AppError::from(ErrorCode::TokenSpent);
        assert_eq!(error.detail(), ErrorCode::TokenSpent.advice().trim());
    }
}
