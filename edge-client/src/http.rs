//! One way to ask the edge: with the key, within a time, again where that may help.

use std::thread::sleep;
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use ureq::Agent;
use ureq::http::Response;

use crate::clock::instant;
use crate::error::Error;

const FIRST_WAIT: Duration = Duration::from_millis(200);
const LONGEST_WAIT: Duration = Duration::from_secs(4);
/// An export of one device may be long; nothing else is.
const LONGEST_ANSWER: u64 = 256 * 1024 * 1024;

/// How the edge is asked.
#[derive(Debug)]
pub(crate) struct Connection {
    pub agent: Agent,
    /// Without a slash at its end.
    pub endpoint: String,
    pub secret_key: String,
    /// With all tries and waits.
    pub timeout: Duration,
    /// Tries after the first.
    pub retries: u32,
}

/// What is asked for.
pub(crate) struct Request<'a> {
    pub method: Method,
    pub path: String,
    pub query: &'a [(&'a str, &'a str)],
    pub if_none_match: Option<&'a str>,
    pub body: Option<serde_json::Value>,
    /// Asking twice may not be the same as asking once.
    pub once: bool,
}

#[derive(Clone, Copy)]
pub(crate) enum Method {
    Get,
    Post,
    Delete,
}

impl Request<'_> {
    pub fn get(path: impl Into<String>) -> Self {
        let path = path.into();
        Self { method: Method::Get, path, query: &[], if_none_match: None, body: None, once: false }
    }
}

/// What came: a status below 300, or 304.
pub(crate) struct Answer {
    pub status: u16,
    pub etag: Option<String>,
    text: String,
}

impl Answer {
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_str(&self.text).map_err(|_| Error::refusal(self.status, &self.text, None))
    }
}

impl Connection {
    /// Asks, and asks again as long as that may help and the time allows it.
    pub fn ask(&self, request: &Request<'_>) -> Result<Answer, Error> {
        let end = instant() + self.timeout;
        let mut tries = 0;
        loop {
            let left = end.saturating_duration_since(instant());
            let is_last = request.once || tries >= self.retries;
            // Half of the time at most, so that a connection that hangs leaves some for another.
            let failure = match self.attempt(request, if is_last { left } else { left / 2 }) {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            if tries >= self.retries {
                return Err(failure);
            }
            match wait_before(&failure, tries, request.once).filter(|wait| fits(*wait, end)) {
                Some(wait) => sleep(wait),
                None => return Err(failure),
            }
            tries += 1;
        }
    }

    fn attempt(&self, request: &Request<'_>, timeout: Duration) -> Result<Answer, Error> {
        let answer =
            self.send(request, timeout).map_err(|error| Error::Connection(error.to_string()))?;
        let (parts, mut body) = answer.into_parts();
        let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let text = body.with_config().limit(LONGEST_ANSWER).read_to_string();
        let text = text.map_err(|error| Error::Connection(error.to_string()))?;
        let status = parts.status.as_u16();
        if !parts.status.is_success() && status != 304 {
            // The edge writes seconds; a proxy's date is not waited for.
            let seconds = header("retry-after").and_then(|value| value.parse().ok());
            return Err(Error::refusal(status, &text, seconds.map(Duration::from_secs)));
        }
        Ok(Answer { status, etag: header("etag").map(Into::into), text })
    }

    fn send(
        &self,
        request: &Request<'_>,
        timeout: Duration,
    ) -> Result<Response<ureq::Body>, ureq::Error> {
        let url = format!("{}{}", self.endpoint, request.path);
        macro_rules! prepared {
            ($builder:expr) => {{
                let builder = $builder
                    .query_pairs(request.query.iter().copied())
                    .header("accept", "application/json");
                let builder = match request.if_none_match {
                    Some(tag) => builder.header("if-none-match", tag),
                    None => builder,
                };
                let builder = match self.secret_key.as_str() {
                    "" => builder,
                    key => builder.header("authorization", format!("Bearer {key}")),
                };
                builder.config().timeout_global(Some(timeout)).build()
            }};
        }
        match request.method {
            Method::Get => prepared!(self.agent.get(&url)).call(),
            Method::Delete => prepared!(self.agent.delete(&url)).call(),
            Method::Post => {
                let body = request.body.as_ref().map(ToString::to_string).unwrap_or_default();
                prepared!(self.agent.post(&url)).content_type("application/json").send(body)
            }
        }
    }
}

fn fits(wait: Duration, end: Instant) -> bool {
    instant() + wait < end
}

/// How long to wait before another try; `None` where it would be of no use.
fn wait_before(failure: &Error, tries: u32, once: bool) -> Option<Duration> {
    // Jitter, so that many callers that failed together do not come back together.
    let most = FIRST_WAIT.saturating_mul(1 << tries.min(10)).min(LONGEST_WAIT);
    let own = most.mul_f64(f64::from(getrandom::u32().unwrap_or(u32::MAX)) / f64::from(u32::MAX));
    match failure {
        Error::Connection(_) if !once => Some(own),
        Error::Api { status: 429, retry_after, .. } => Some(retry_after.unwrap_or_default() + own),
        Error::Api { status: 500 | 502..=504, retry_after, .. } if !once => {
            Some(retry_after.unwrap_or_default() + own)
        }
        _ => None,
    }
}
