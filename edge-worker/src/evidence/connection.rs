//! What the network saw of a connection: Cloudflare's `request.cf`.

use std::sync::OnceLock;

use edgeprint_signals::Value;
use js_sys::Reflect;
use wasm_bindgen::JsValue;

use super::offset;

/// The members of `request.cf` that rules look at. Which of them exist depends
/// on the plan, the protocol and the runtime, so each may be missing.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)] // each is the member of its name, see Cloudflare's documentation of `cf`
pub struct Connection {
    pub tls_version: Option<String>,
    pub tls_cipher: Option<String>,
    pub tls_client_hello_length: Option<u32>,
    pub tls_client_extensions_sha1: Option<String>,
    pub tls_client_extensions_sha1_le: Option<String>,
    pub tls_client_ciphers_sha1: Option<String>,
    pub client_accept_encoding: Option<String>,
    pub http_protocol: Option<String>,
    pub asn: Option<u32>,
    pub as_organization: Option<String>,
    pub country: Option<String>,
    pub city: Option<String>,
    pub region: Option<String>,
    pub timezone: Option<String>,
    pub utc_offset: OnceLock<Option<i32>>,
    pub colo: Option<String>,
    pub client_tcp_rtt: Option<u32>,
    /// `botManagement.ja4`, on plans that have it.
    pub ja4: Option<String>,
}

impl Connection {
    /// Reads `request.cf`. Anything that is not an object gives a connection
    /// of which nothing is known; the worker crate's own getters panic on
    /// missing members, hence member by member.
    #[must_use]
    pub fn from_js(cf: &JsValue) -> Self {
        if !cf.is_object() {
            return Self::default();
        }
        let bot_management = property(cf, "botManagement");
        Self::read(|name| match name {
            "ja4" => member(bot_management.as_ref()?, "ja4"),
            _ => member(cf, name),
        })
    }

    /// What `timezone` is ahead or behind now, in minutes as JavaScript counts
    /// them (UTC+1 is -60). Not of `cf`: the runtime's own zone data tell, and
    /// to ask them costs more than the rest of most requests, so only who wants
    /// to know it does.
    #[must_use]
    pub fn utc_offset(&self) -> Option<i32> {
        *self.utc_offset.get_or_init(|| self.timezone.as_deref().and_then(offset::now))
    }

    /// Builds a connection from members by name (`ja4` for `botManagement.ja4`).
    pub fn read(get: impl Fn(&str) -> Option<Value>) -> Self {
        let any_text = |name: &str| get(name)?.as_str().map(str::to_owned);
        // Cloudflare sends "" for what it lacks.
        let text = |name: &str| any_text(name).filter(|text| !text.is_empty());
        let number = |name: &str| get(name).as_ref().and_then(whole_number);
        Self {
            tls_version: text("tlsVersion"),
            tls_cipher: text("tlsCipher"),
            tls_client_hello_length: number("tlsClientHelloLength"),
            tls_client_extensions_sha1: text("tlsClientExtensionsSha1"),
            tls_client_extensions_sha1_le: text("tlsClientExtensionsSha1Le"),
            tls_client_ciphers_sha1: text("tlsClientCiphersSha1"),
            // Here an empty text does say something: the client accepts no encoding.
            client_accept_encoding: any_text("clientAcceptEncoding"),
            http_protocol: text("httpProtocol"),
            asn: number("asn"),
            as_organization: text("asOrganization"),
            country: text("country"),
            city: text("city"),
            region: text("region"),
            timezone: text("timezone"),
            utc_offset: OnceLock::new(),
            colo: text("colo"),
            client_tcp_rtt: number("clientTcpRtt"),
            ja4: text("ja4"),
        }
    }
}

/// A whole number; `tlsClientHelloLength` comes as text.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // range checked before
fn whole_number(value: &Value) -> Option<u32> {
    match value {
        Value::Text(text) => text.trim().parse().ok(),
        Value::Number(n) if *n >= 0.0 && *n <= f64::from(u32::MAX) => Some(*n as u32),
        _ => None,
    }
}

/// A property, unless it is missing, null, or its getter throws.
fn property(object: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(object, &JsValue::from_str(name)).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// A member as a value; nothing where it is neither text nor a number.
fn member(object: &JsValue, name: &str) -> Option<Value> {
    let value = property(object, name)?;
    value.as_string().map(Value::Text).or_else(|| value.as_f64().map(Value::Number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_from_numbers_and_from_text() {
        let connection = Connection::read(|name| match name {
            "tlsClientHelloLength" => Some(Value::Text("1787".into())),
            "asn" => Some(Value::Number(13335.0)),
            "clientTcpRtt" => Some(Value::Number(f64::NAN)),
            _ => None,
        });
        assert_eq!(connection.tls_client_hello_length, Some(1787));
        assert_eq!(connection.asn, Some(13335));
        assert_eq!(connection.client_tcp_rtt, None);
    }

    #[test]
    fn a_client_that_accepts_no_encoding_is_known_to() {
        let connection = Connection::read(|name| match name {
            "clientAcceptEncoding" => Some(Value::Text(String::new())),
            _ => None,
        });
        assert_eq!(connection.client_accept_encoding.as_deref(), Some(""));
    }

    #[test]
    fn what_is_empty_or_of_the_wrong_type_is_missing() {
        let connection = Connection::read(|name| match name {
            "country" => Some(Value::Text(String::new())),
            "tlsVersion" => Some(Value::Number(1.3)),
            "asn" => Some(Value::Number(-1.0)),
            _ => None,
        });
        assert_eq!(connection, Connection::default());
    }
}
