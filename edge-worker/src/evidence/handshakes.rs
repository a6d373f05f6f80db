//! Whose TLS handshake is it? A small table of cipher lists, learnt from real ones.
//!
//! The key is `cf.tlsClientCiphersSha1`: what a client offers is compiled into
//! it, changes once in some years, and is had on every plan. Browsers permute
//! or vary their extensions, libraries do not, so those are looked at only
//! where a cipher list alone would not tell. A list that is not in the table
//! says nothing: a new browser must not look like a lie.
//!
//! Provenance: handshakes with the test front (`tests/lib/tls`), November 2026,
//! of Chromium 156, Firefox ESR 153, curl 7.88 with OpenSSL 3.0, Python 3.11 (as it
//! comes; Debian builds it to offer what OpenSSL does), Node 20, and Wget 1.21 with `GnuTLS` 3.7;
//! older Firefox and Safari as `curl_cffi` 0.16 imitates them.

use super::{Connection, Engine};

/// What sends a certain handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// Browsers of an engine, and whatever imitates them well.
    Browser(Engine),
    /// A library or a tool, by name: no browser and, as far as is known, no proxy.
    Library(&'static str),
    /// OpenSSL as it comes: tools, and proxies that open TLS on the way.
    OpenSsl,
    /// `GnuTLS` as it comes: tools, and browsers of GNOME's kind of `WebKit`.
    GnuTls,
}

const BROWSERS: [(&str, Engine); 5] = [
    ("ZxcxA5BufCXNhnBk/n02HY/qk6k=", Engine::Blink),
    ("Ycpx9ze2EIngjFvfLFng3z8MFzM=", Engine::Gecko), // Firefox ESR 153
    ("LnbVHP1R8ay/dUsahfiR53h8aw4=", Engine::Gecko), // Firefox 133 to 147
    ("1NWefnfyfJEwedDpHktVdy2UfbQ=", Engine::WebKit), // Safari 26 on macOS
    ("/1LTIJcEptH1cQTQ035AigP+Zl4=", Engine::WebKit), // Safari 15.5 to 18.4, and 26 on iOS
];

/// Lists that a browser has given up: the first version of it seen with another.
const GIVEN_UP: [(&str, u32); 1] = [("LnbVHP1R8ay/dUsahfiR53h8aw4=", 153)];

const LIBRARIES: [(&str, &str); 2] = [
    ("PPJlK7s0reMX4JkzHIaXBcX3W2k=", "Python"), // its ssl module's own list: requests, httpx, aiohttp
    ("JZtiTn8H/ntxORk+XXvU2EvNoz8=", "Node.js"),
];

/// The list that `GnuTLS` 3.7 offers where nobody chose one, as wget does. `WebKitGTK`'s
/// browsers use it, too; Chromium and Firefox bring their own.
const GNUTLS: &str = "IVHBdSQP4TqgFmYBzm/RkMJ30cY=";

/// The list that OpenSSL 3 offers where nobody chose one.
const OPENSSL: &str = "GXSPDLP4G3X+prK73a4wBuOaHRc=";

/// curl asks for authentication after the handshake and for ALPN, which no proxy does
/// on a browser's behalf; with and without the padding that the length calls for.
const CURL_EXTENSIONS: [&str; 2] = ["tlH5gnoC5Z1HF45J5OgHEi338V0=", "nZpkG03hs1m26XjGgUsoblFEPVU="];

impl Connection {
    /// Who sends such a handshake, as far as the table knows.
    #[must_use]
    pub fn handshake(&self) -> Option<Sender> {
        let ciphers = self.tls_client_ciphers_sha1.as_deref()?;
        if ciphers == OPENSSL {
            let extensions = self.tls_client_extensions_sha1.as_deref().unwrap_or_default();
            let curl = CURL_EXTENSIONS.contains(&extensions);
            return Some(if curl { Sender::Library("curl") } else { Sender::OpenSsl });
        }
        if ciphers == GNUTLS {
            return Some(Sender::GnuTls);
        }
        let library = LIBRARIES.iter().find(|(hash, _)| *hash == ciphers);
        let browser = BROWSERS.iter().find(|(hash, _)| *hash == ciphers);
        library
            .map(|(_, name)| Sender::Library(name))
            .or_else(|| browser.map(|(_, engine)| Sender::Browser(*engine)))
    }

    /// The version of the browser that no longer shakes hands like this, where one is known.
    #[must_use]
    pub fn handshake_given_up_in(&self) -> Option<u32> {
        let ciphers = self.tls_client_ciphers_sha1.as_deref()?;
        GIVEN_UP.iter().find(|(hash, _)| *hash == ciphers).map(|(_, version)| *version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sender(ciphers: &str, extensions: Option<&str>) -> Option<Sender> {
        let connection = Connection {
            tls_client_ciphers_sha1: Some(ciphers.into()),
            tls_client_extensions_sha1: extensions.map(Into::into),
            ..Connection::default()
        };
        connection.handshake()
    }

    #[test]
    fn a_list_tells_its_sender_and_an_unknown_one_tells_nothing() {
        let blink = Some(Sender::Browser(Engine::Blink));
        assert_eq!(sender("ZxcxA5BufCXNhnBk/n02HY/qk6k=", None), blink);
        assert_eq!(sender("PPJlK7s0reMX4JkzHIaXBcX3W2k=", None), Some(Sender::Library("Python")));
        assert_eq!(sender(GNUTLS, None), Some(Sender::GnuTls));
        assert_eq!(sender("AAAAAAAAAAAAAAAAAAAAAAAAAAA=", None), None);
        assert_eq!(Connection::default().handshake(), None);
    }

    #[test]
    fn curl_is_told_from_what_else_uses_openssl_by_its_extensions() {
        for extensions in CURL_EXTENSIONS {
            assert_eq!(sender(OPENSSL, Some(extensions)), Some(Sender::Library("curl")));
        }
        assert_eq!(sender(OPENSSL, Some("another")), Some(Sender::OpenSsl));
        assert_eq!(sender(OPENSSL, None), Some(Sender::OpenSsl));
    }

    #[test]
    fn no_list_has_two_senders() {
        let mut lists: Vec<&str> = BROWSERS.iter().map(|(hash, _)| *hash).collect();
        lists.extend(LIBRARIES.iter().map(|(hash, _)| *hash));
        lists.extend([OPENSSL, GNUTLS]);
        let count = lists.len();
        lists.sort_unstable();
        lists.dedup();
        assert_eq!(lists.len(), count);
    }
}
