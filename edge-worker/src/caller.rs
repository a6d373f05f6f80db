//! Who is asking, and since when: read once per request, before routing.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, header};
use edgeprint_signals::wire::Network;

use crate::address::Address;
use crate::auth::{Bearer, Origin};
use crate::automation::Word;
use crate::clock::Timestamp;
use crate::evidence::{Connection, RequestHeaders};
use crate::ids::RequestId;
use crate::tenant::Tenant;

/// The sender of a request. Handlers take it as an argument.
#[derive(Clone, Debug)]
pub struct Caller {
    inner: Arc<Inner>,
    acts_for: Option<Tenant>,
}

#[derive(Debug)]
struct Inner {
    request_id: RequestId,
    at: Timestamp,
    address: Address,
    origin: Origin,
    bearer: Option<Bearer>,
    gpc: bool,
    headers: RequestHeaders,
    connection: Connection,
    word: Option<Word>,
}

impl Caller {
    /// Reads a request's headers; `connection` is what the network saw.
    #[must_use]
    pub fn new(
        request_id: RequestId,
        at: Timestamp,
        uri: &Uri,
        headers: &HeaderMap,
        connection: Connection,
    ) -> Self {
        let text = |name: header::HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
        let address = header::HeaderName::from_static("cf-connecting-ip");
        let inner = Arc::new(Inner {
            request_id,
            at,
            address: Address::from_header(text(address)),
            origin: Origin::from_header(text(header::ORIGIN)),
            bearer: Bearer::from_header(text(header::AUTHORIZATION)),
            gpc: text(header::HeaderName::from_static("sec-gpc")).is_some_and(|v| v.trim() == "1"),
            headers: RequestHeaders::of(uri, headers),
            connection,
            word: Word::of(uri, headers),
        });
        Self { inner, acts_for: None }
    }

    /// The same sender, as the operator who acts for a tenant.
    #[must_use]
    pub fn on_behalf_of(self, tenant: Tenant) -> Self {
        Self { acts_for: Some(tenant), ..self }
    }

    /// The tenant that an operator acts for; `None` for everybody else.
    #[must_use]
    pub const fn acts_for(&self) -> Option<&Tenant> {
        self.acts_for.as_ref()
    }

    /// Names the request.
    #[must_use]
    pub fn request_id(&self) -> &RequestId {
        &self.inner.request_id
    }

    /// When the request came.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.inner.at
    }

    /// Where it came from.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.inner.address
    }

    /// Which page sent it.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.inner.origin
    }

    /// The credential it carries.
    #[must_use]
    pub fn bearer(&self) -> Option<&Bearer> {
        self.inner.bearer.as_ref()
    }

    /// Whether the browser sends Global Privacy Control.
    #[must_use]
    pub fn asks_for_privacy(&self) -> bool {
        self.inner.gpc
    }

    /// The headers that rules look at.
    #[must_use]
    pub fn headers(&self) -> &RequestHeaders {
        &self.inner.headers
    }

    /// What the network saw.
    #[must_use]
    pub fn connection(&self) -> &Connection {
        &self.inner.connection
    }

    /// What it says of automation that a site may welcome.
    #[must_use]
    pub fn word(&self) -> Option<&Word> {
        self.inner.word.as_ref()
    }

    /// What is kept of the connection.
    #[must_use]
    pub fn network(&self) -> Network {
        let connection = self.connection().clone();
        Network {
            ip_prefix: self.address().prefix(),
            asn: connection.asn,
            as_organization: connection.as_organization,
            http_protocol: connection.http_protocol,
            tls_version: connection.tls_version,
            tls_cipher: connection.tls_cipher,
            ja4: connection.ja4,
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        if let Some(caller) = parts.extensions.get::<Self>() {
            return Ok(caller.clone());
        }
        // `crate::fetch` puts one into every request; without it nothing is known.
        let nameless = Self::new(
            RequestId::unknown(),
            Timestamp::from_ms(0),
            &parts.uri,
            &parts.headers,
            Connection::default(),
        );
        Ok(nameless)
    }
}
