//! Where messages may be sent: to public addresses, over https.

use core::net::{Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use crate::runtime::ascii_url;

const MAX_URL_BYTES: usize = 500;

/// Names that never lead to the public internet.
const PRIVATE_ENDINGS: [&str; 8] =
    ["localhost", "local", "internal", "intranet", "lan", "home.arpa", "corp", "test"];

/// What a deployment allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// Public addresses over https.
    Public,
    /// And this machine itself, over http too: for local use and tests.
    Loopback,
}

/// Reads a receiver's URL.
///
/// # Errors
/// What is wrong with it, in a few words.
pub fn check_url(text: &str, allowed: Allowed) -> Result<Url, &'static str> {
    if text.len() > MAX_URL_BYTES {
        return Err("is too long");
    }
    let url = ascii_url(text).and_then(|text| Url::parse(&text).ok()).ok_or("is no URL")?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must hold no credentials");
    }
    let host = url.host().ok_or("names no host")?;
    if allowed == Allowed::Loopback && is_loopback(&host) && is_web(&url) {
        return Ok(url);
    }
    if url.scheme() != "https" {
        return Err("must be https");
    }
    if !is_public(&host) {
        return Err("must be a public address");
    }
    Ok(url)
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => ip.is_loopback(),
    }
}

fn is_public(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => is_public_name(name),
        Host::Ipv4(ip) => is_public_v4(*ip),
        Host::Ipv6(ip) => is_public_v6(*ip),
    }
}

fn is_public_name(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let private = |ending: &&str| {
        name.strip_suffix(*ending).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    name.contains('.') && !PRIVATE_ENDINGS.iter().any(private)
}

/// Everything that the registries of special addresses (RFC 6890 and after)
/// give to something else than the public internet.
fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || a == 0
        || a >= 224
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19));
    !special
}

/// Global unicast is 2000::/3. Addresses that carry an IPv4 address in them
/// (6to4, Teredo, NAT64, mapped ones) are refused with the rest.
fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [first, second, ..] = ip.segments();
    let tunnelled = first == 0x2002 || (first == 0x2001 && second < 0x0200);
    let documentation = first == 0x2001 && second == 0x0db8;
    (first & 0xe000) == 0x2000 && !tunnelled && !documentation
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_addresses_over_https_are_allowed() {
        for url in [
            "https://example.com/hook",
            "https://example.com:8443/a?b=c",
            "https://93.184.216.34/",
            "https://[2606:2800:220:1::1]/",
        ] {
            assert!(check_url(url, Allowed::Public).is_ok(), "{url}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for url in [
            "http://example.com/",
            "ftp://example.com/",
            "example.com",
            "",
            "https://",
            "https://user:secret@example.com/",
            "https://localhost/",
            "https://app.localhost/",
            "https://printer.local/",
            "https://db.internal./",
            "https://intranet/",
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f.0.0.1/",
            "https://0.0.0.0/",
            "https://10.1.2.3/",
            "https://172.16.0.1/",
            "https://192.168.1.1/",
            "https://169.254.169.254/latest/meta-data",
            "https://100.64.0.1/",
            "https://192.0.0.8/",
            "https://198.18.0.1/",
            "https://203.0.113.1/",
            "https://224.0.0.1/",
            "https://255.255.255.255/",
            "https://[::]/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://[64:ff9b::a00:1]/",
            "https://[2002:a00:1::]/",
            "https://[2001::1]/",
            "https://[2001:db8::1]/",
            "https://[fe80::1]/",
            "https://[fc00::1]/",
            "https://[ff02::1]/",
            "https://XX%80",
            "https://127.0.0%2e1/",
        ] {
            assert!(check_url(url, Allowed::Public).is_err(), "{url}");
        }
        let long = format!("https://example.com/{}", "x".repeat(600));
        assert!(check_url(&long, Allowed::Public).is_err());
    }

    #[test]
    fn this_machine_is_allowed_where_that_is_configured_and_nothing_else_is() {
        for url in ["http://127.0.0.1:9000/", "http://localhost:9000/", "http://[::1]:9000/"] {
            assert!(check_url(url, Allowed::Loopback).is_ok(), "{url}");
        }
        for url in ["http://example.com/", "http://10.0.0.1/", "https://192.168.0.1/"] {
            assert!(check_url(url, Allowed::Loopback).is_err(), "{url}");
        }
    }
}
