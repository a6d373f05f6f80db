//! Which origins may use a site key.
//!
//! An entry is the end of a host name, on label borders: `example.com` allows
//! `sub.example.com` and never `evilexample.com`. It may carry a port, which
//! then must match. No entry at all allows every origin, and also none.

use core::fmt;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::runtime::ascii_url;

/// The most entries a site may list, and the longest.
const MAX_ENTRIES: usize = 100;
const MAX_ENTRY_BYTES: usize = 300;

/// The `Origin` header of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(Option<String>);

impl Origin {
    /// Reads the header. Case does not matter in what browsers send (scheme,
    /// host, port), so it is evened out here.
    #[must_use]
    pub fn from_header(header: Option<&str>) -> Self {
        Self(header.map(|text| text.trim().to_ascii_lowercase()).filter(|text| !text.is_empty()))
    }

    /// The origin as text; `None` where none was sent.
    #[must_use]
    pub fn as_deref(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// Host and port of a web page's origin. `null` (sandboxed frames, local
    /// files) has none, nor have the origins of extensions.
    fn host_and_port(&self) -> Option<(Host, u16)> {
        // Browsers send hosts in ASCII, never percent-encoded.
        let text = self.0.as_deref().filter(|text| text.is_ascii() && !text.contains('%'))?;
        let url = Url::parse(text).ok()?;
        let is_web = matches!(url.scheme(), "http" | "https");
        let host = url.host()?.to_owned();
        is_web.then_some((without_trailing_dot(host), url.port_or_known_default()?))
    }
}

/// The origins that a site lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct AllowedOrigins(Vec<Entry>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    text: String,
    host: Host,
    port: Option<u16>,
}

/// An entry that can never match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidOrigin(String);

impl AllowedOrigins {
    /// Reads a list of entries.
    ///
    /// # Errors
    /// On the first entry that is not the end of a host name.
    pub fn new(entries: Vec<String>) -> Result<Self, InvalidOrigin> {
        if entries.len() > MAX_ENTRIES {
            return Err(InvalidOrigin(format!("more than {MAX_ENTRIES} entries")));
        }
        entries.into_iter().map(Entry::parse).collect::<Result<_, _>>().map(Self)
    }

    /// Whether a request from `origin` is admitted.
    #[must_use]
    pub fn admits(&self, origin: &Origin) -> bool {
        if self.0.is_empty() {
            return true;
        }
        let Some((host, port)) = origin.host_and_port() else { return false };
        self.0.iter().any(|entry| entry.admits(&host, port))
    }
}

impl Entry {
    fn parse(text: String) -> Result<Self, InvalidOrigin> {
        let invalid = || InvalidOrigin(text.chars().take(100).collect());
        if text.len() > MAX_ENTRY_BYTES || text.contains(['*', '@', '?', '#', '/', '\\', ' ', '%'])
        {
            return Err(invalid());
        }
        let (host, port) = split_port(&text).ok_or_else(invalid)?;
        let host = parse_host(host.trim_start_matches('.')).ok_or_else(invalid)?;
        Ok(Self { host: without_trailing_dot(host), port, text })
    }

    fn admits(&self, host: &Host, port: u16) -> bool {
        self.port.is_none_or(|wanted| wanted == port)
            && match (&self.host, host) {
                (Host::Domain(suffix), Host::Domain(name)) => ends_on_label(name, suffix),
                (ours, theirs) => ours == theirs,
            }
    }
}

/// A host as browsers name it, whatever form its international name was written in.
fn parse_host(text: &str) -> Option<Host> {
    if text.is_ascii() {
        return Host::parse(text).ok();
    }
    Url::parse(&ascii_url(&format!("https://{text}"))?).ok()?.host().map(|host| host.to_owned())
}

/// `example.com:8080` → host and port; the colons of an IPv6 address are in brackets.
fn split_port(text: &str) -> Option<(&str, Option<u16>)> {
    match text.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => {
            // Rust reads `+80` as a number, too.
            let port = port.bytes().all(|b| b.is_ascii_digit()).then(|| port.parse().ok())??;
            Some((host, Some(port)))
        }
        _ => Some((text, None)),
    }
}

fn without_trailing_dot(host: Host) -> Host {
    match host {
        Host::Domain(name) => Host::Domain(name.trim_end_matches('.').into()),
        address => address,
    }
}

fn ends_on_label(name: &str, suffix: &str) -> bool {
    name.strip_suffix(suffix).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

impl TryFrom<Vec<String>> for AllowedOrigins {
    type Error = InvalidOrigin;

    fn try_from(entries: Vec<String>) -> Result<Self, InvalidOrigin> {
        Self::new(entries)
    }
}

impl From<AllowedOrigins> for Vec<String> {
    fn from(origins: AllowedOrigins) -> Self {
        origins.0.into_iter().map(|entry| entry.text).collect()
    }
}

impl fmt::Display for InvalidOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not the end of a host name, such as example.com or localhost:3000: {}", self.0)
    }
}

#[cfg(test)]
#[path = "origins_tests.rs"]
mod tests;
