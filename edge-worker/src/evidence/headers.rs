//! The request headers that rules look at.

use axum::http::{HeaderMap, Uri};
use edgeprint_signals::wire::HeaderSummary;

/// More of a header is not kept.
const MAX_KEPT: usize = 1024;

/// The request headers that rules look at, as sent; `None` where absent or not text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)] // each is the header of its name
pub struct RequestHeaders {
    pub user_agent: Option<String>,
    pub accept: Option<String>,
    pub accept_language: Option<String>,
    pub accept_encoding: Option<String>,
    pub sec_ch_ua: Option<String>,
    pub sec_ch_ua_mobile: Option<String>,
    pub sec_ch_ua_platform: Option<String>,
    pub sec_fetch_site: Option<String>,
    pub sec_fetch_mode: Option<String>,
    pub sec_fetch_dest: Option<String>,
    pub sec_fetch_user: Option<String>,
    pub upgrade_insecure_requests: Option<String>,
    pub origin: Option<String>,
    pub referer: Option<String>,
    pub priority: Option<String>,
    /// Whether browsers count the request's URL as trustworthy (https, or a
    /// loopback host). Only then do they send `Sec-CH-UA*` and `Sec-Fetch-*`.
    pub trustworthy: Option<bool>,
}

impl RequestHeaders {
    /// Reads each header through `get`; `trustworthy` stays unknown.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            user_agent: get("user-agent"),
            accept: get("accept"),
            accept_language: get("accept-language"),
            accept_encoding: get("accept-encoding"),
            sec_ch_ua: get("sec-ch-ua"),
            sec_ch_ua_mobile: get("sec-ch-ua-mobile"),
            sec_ch_ua_platform: get("sec-ch-ua-platform"),
            sec_fetch_site: get("sec-fetch-site"),
            sec_fetch_mode: get("sec-fetch-mode"),
            sec_fetch_dest: get("sec-fetch-dest"),
            sec_fetch_user: get("sec-fetch-user"),
            upgrade_insecure_requests: get("upgrade-insecure-requests"),
            origin: get("origin"),
            referer: get("referer"),
            priority: get("priority"),
            trustworthy: None,
        }
    }

    /// What is kept as evidence. Not the referrer, which names a page of its
    /// visitor's, and not what is the same for all.
    #[must_use]
    pub fn summary(&self) -> HeaderSummary {
        let kept = |header: &Option<String>| {
            header.as_ref().map(|text| text.chars().take(MAX_KEPT).collect::<String>())
        };
        HeaderSummary {
            user_agent: kept(&self.user_agent),
            accept: kept(&self.accept),
            accept_language: kept(&self.accept_language),
            accept_encoding: kept(&self.accept_encoding),
            sec_ch_ua: kept(&self.sec_ch_ua),
            sec_ch_ua_mobile: kept(&self.sec_ch_ua_mobile),
            sec_ch_ua_platform: kept(&self.sec_ch_ua_platform),
            sec_fetch_site: kept(&self.sec_fetch_site),
            sec_fetch_mode: kept(&self.sec_fetch_mode),
            sec_fetch_dest: kept(&self.sec_fetch_dest),
            browser: None,
        }
    }

    /// Reads the headers of a request to `uri`.
    #[must_use]
    pub fn of(uri: &Uri, headers: &HeaderMap) -> Self {
        let text = |name: &str| headers.get(name)?.to_str().ok().map(String::from);
        Self { trustworthy: is_trustworthy(uri), ..Self::read(text) }
    }
}

/// Follows "Is url potentially trustworthy?" of the W3C's Secure Contexts.
fn is_trustworthy(uri: &Uri) -> Option<bool> {
    match uri.scheme_str()? {
        "https" => Some(true),
        "http" => uri.host().map(is_loopback),
        _ => None,
    }
}

fn is_loopback(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    host == "localhost"
        || host.ends_with(".localhost")
        || host == "[::1]"
        || host.parse::<core::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderValue, header};

    fn trust(uri: &'static str) -> Option<bool> {
        RequestHeaders::of(&Uri::from_static(uri), &HeaderMap::new()).trustworthy
    }

    #[test]
    fn https_and_loopback_are_trustworthy_and_nothing_else_is() {
        assert_eq!(trust("https://edge.example/v1/collect"), Some(true));
        assert_eq!(trust("http://127.0.0.1:8787/v1/collect"), Some(true));
        assert_eq!(trust("http://[::1]:8787/"), Some(true));
        assert_eq!(trust("http://app.localhost/"), Some(true));
        assert_eq!(trust("http://192.168.1.7:8787/"), Some(false));
        assert_eq!(trust("http://127.0.0.1.example/"), Some(false));
        assert_eq!(trust("/v1/collect"), None);
    }

    #[test]
    fn a_header_that_is_not_text_counts_as_absent() {
        let mut map = HeaderMap::new();
        map.insert(header::ACCEPT, HeaderValue::from_static("*/*"));
        if let Ok(bytes) = HeaderValue::from_bytes(&[0xff, 0xfe]) {
            map.insert(header::USER_AGENT, bytes);
        }
        let headers = RequestHeaders::of(&Uri::from_static("/"), &map);
        assert_eq!(headers.accept.as_deref(), Some("*/*"));
        assert_eq!(headers.user_agent, None);
    }
}
