#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod cache;
mod clock;
mod error;
mod es256;
mod http;
mod sealed;
pub mod webhook;

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use cache::Cache;
pub use edgeprint_signals::wire;
pub use error::{Error, SealedError, WebhookError};
use http::{Connection, Method, Request};
pub use sealed::Expected;
use sealed::KeySet;
use serde::de::DeserializeOwned;
use wire::{
    Device, DeviceAnswer, DeviceExport, DevicesAnswer, ErasedAnswer, Event, EventAnswer,
    EventDetail, EventsAnswer, SealedClaims, StatsAnswer, VerifyAnswer, Visit, VisitsAnswer,
};

/// A query's parameters, as `docs/guides/backend-data.md` lists them. A list repeats its name.
pub type Query<'a> = [(&'a str, &'a str)];

/// How a [`Client`] is to be.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the edge answers, such as `https://id.example.com`.
    pub endpoint: String,
    /// A secret key, `sk_…`. Not needed for sealed results.
    pub secret_key: String,
    /// The tenant that sealed results have to be for, `t_…`.
    pub tenant_id: String,
    /// Who signs them: the deployment's `ISSUER`.
    pub issuer: String,
    /// What a call may take, with all its tries and waits.
    pub timeout: Duration,
    /// Tries after the first.
    pub retries: u32,
    /// How long look-ups are answered without asking.
    pub cache_ttl: Duration,
    /// How many look-ups are remembered; 0 for none.
    pub cache_entries: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            endpoint: String::new(),
            secret_key: String::new(),
            tenant_id: String::new(),
            issuer: "edgeprint".into(),
            timeout: Duration::from_secs(10),
            retries: 2,
            cache_ttl: Duration::from_secs(60),
            cache_entries: 1000,
        }
    }
}

/// A backend's way to the edge. Blocking; share one between threads.
#[derive(Debug)]
pub struct Client {
    connection: Connection,
    tenant_id: String,
    issuer: String,
    cache: Mutex<Cache>,
    keys: Mutex<KeySet>,
}

impl Client {
    /// A client. Talks to nobody yet.
    ///
    /// # Errors
    /// [`Error::Usage`] if `endpoint` is no http address.
    pub fn new(options: Options) -> Result<Self, Error> {
        let endpoint = options.endpoint.trim_end_matches('/').to_owned();
        if !endpoint.starts_with("https://") && !endpoint.starts_with("http://") {
            return Err(Error::Usage("the endpoint is no http address"));
        }
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            // The key goes to the endpoint alone; what redirects is refused as an answer.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("edgeprint-client/", env!("CARGO_PKG_VERSION")));
        Ok(Self {
            connection: Connection {
                agent: config.build().new_agent(),
                endpoint,
                secret_key: options.secret_key,
                timeout: options.timeout,
                retries: options.retries,
            },
            tenant_id: options.tenant_id,
            issuer: options.issuer,
            cache: Mutex::new(Cache::new(options.cache_ttl, options.cache_entries)),
            keys: Mutex::default(),
        })
    }

    /// What is known of a device; `None` if nothing is. Answers from memory for a while, later
    /// asks with the tag of what it has. Scope `read:device`.
    ///
    /// # Errors
    /// [`Error`] says why there is no answer, here and in all methods.
    pub fn device(&self, device_id: &str) -> Result<Option<Device>, Error> {
        let known = locked(&self.cache).get(device_id);
        if let Some(entry) = known.as_ref().filter(|entry| locked(&self.cache).is_fresh(entry)) {
            return Ok(Some(entry.device.clone()));
        }
        let tag = known.as_ref().and_then(|entry| entry.etag.as_deref());
        let request = Request { if_none_match: tag, ..Request::get(device_path(device_id)?) };
        let Some(answer) = found(self.connection.ask(&request))? else {
            locked(&self.cache).remove(device_id);
            return Ok(None);
        };
        let device = match known.filter(|_| answer.status == 304) {
            Some(entry) => entry.device,
            None => answer.json::<DeviceAnswer>()?.device,
        };
        locked(&self.cache).set(device_id, device.clone(), answer.etag);
        Ok(Some(device))
    }

    /// One page of devices. Scope `read:devices`.
    pub fn devices(&self, query: &Query<'_>) -> Result<DevicesAnswer, Error> {
        self.list("/v1/devices", query)
    }

    /// All devices of a query, page by page. Scope `read:devices`.
    pub fn each_device(&self, query: &Query<'_>) -> impl Iterator<Item = Result<Device, Error>> {
        Pages::new(query, |query| {
            let DevicesAnswer { devices, next_cursor, .. } = self.devices(query)?;
            Ok((devices, next_cursor))
        })
    }

    /// Erases a device and all that was seen of it; `None` if nothing is known of it. Scope `write:device`.
    pub fn erase(&self, device_id: &str) -> Result<Option<ErasedAnswer>, Error> {
        let path = device_path(device_id)?;
        let answer = self.connection.ask(&Request { method: Method::Delete, ..Request::get(path) });
        locked(&self.cache).remove(device_id);
        found(answer)?.map(|answer| answer.json()).transpose()
    }

    /// All that is held on a device; `None` if nothing is. Scope `read:exports`.
    pub fn export(&self, device_id: &str) -> Result<Option<DeviceExport>, Error> {
        let path = format!("{}/export", device_path(device_id)?);
        found(self.connection.ask(&Request::get(path)))?.map(|answer| answer.json()).transpose()
    }

    /// One page of submissions. Scope `read:events`.
    pub fn events(&self, query: &Query<'_>) -> Result<EventsAnswer, Error> {
        self.list("/v1/events", query)
    }

    /// All submissions of a query, page by page. Scope `read:events`.
    pub fn each_event(&self, query: &Query<'_>) -> impl Iterator<Item = Result<Event, Error>> {
        Pages::new(query, |query| {
            let EventsAnswer { events, next_cursor, .. } = self.events(query)?;
            Ok((events, next_cursor))
        })
    }

    /// One submission with its evidence; `None` if there is none. Scope `read:events`.
    pub fn event(&self, request_id: &str) -> Result<Option<EventDetail>, Error> {
        let path = format!("/v1/events/{}", id_in_path(request_id)?);
        let answer = found(self.connection.ask(&Request::get(path)))?;
        answer.map(|answer| Ok(answer.json::<EventAnswer>()?.event)).transpose()
    }

    /// One page of visits. Scope `read:visits`.
    pub fn visits(&self, query: &Query<'_>) -> Result<VisitsAnswer, Error> {
        self.list("/v1/visits", query)
    }

    /// All visits of a query, page by page. Scope `read:visits`.
    pub fn each_visit(&self, query: &Query<'_>) -> impl Iterator<Item = Result<Visit, Error>> {
        Pages::new(query, |query| {
            let VisitsAnswer { visits, next_cursor, .. } = self.visits(query)?;
            Ok((visits, next_cursor))
        })
    }

    /// One dimension of the daily counters. Scope `read:stats`.
    pub fn stats(&self, query: &Query<'_>) -> Result<StatsAnswer, Error> {
        self.list("/v1/stats", query)
    }

    /// What a sealed result says, verified here by the edge's public keys, which are kept for five
    /// minutes. Says nothing of a second use: see [`Self::verify`].
    ///
    /// # Errors
    /// [`Error::Sealed`] if it is not to be relied on; others if the keys could not be had.
    pub fn verify_sealed(
        &self,
        sealed: &str,
        expected: Expected<'_>,
    ) -> Result<SealedClaims, Error> {
        if self.tenant_id.is_empty() {
            return Err(Error::Usage(
                "tenant_id is missing: results of other tenants have the same key",
            ));
        }
        let parties = (self.issuer.as_str(), self.tenant_id.as_str());
        sealed::verify(&self.connection, &self.keys, parties, sealed, expected)
    }

    /// Has the edge verify a sealed result; `single_use` uses it up. Scope `verify`.
    pub fn verify(&self, sealed: &str, single_use: bool) -> Result<VerifyAnswer, Error> {
        let body = serde_json::json!({ "sealed": sealed, "singleUse": single_use });
        let request = Request {
            method: Method::Post,
            body: Some(body),
            once: single_use,
            ..Request::get("/v1/verify")
        };
        self.connection.ask(&request)?.json()
    }

    fn list<T: DeserializeOwned>(&self, path: &str, query: &Query<'_>) -> Result<T, Error> {
        self.connection.ask(&Request { query, ..Request::get(path) })?.json()
    }
}

/// Every row of a query; a page is asked for when its first row is.
struct Pages<Row, Ask> {
    query: Vec<(String, String)>,
    ask: Ask,
    rows: VecDeque<Row>,
    is_over: bool,
}

impl<Row, Ask> Pages<Row, Ask>
where
    Ask: Fn(&Query<'_>) -> Result<(Vec<Row>, Option<String>), Error>,
{
    fn new(query: &Query<'_>, ask: Ask) -> Self {
        let query = query.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        Self { query, ask, rows: VecDeque::new(), is_over: false }
    }

    fn turn(&mut self) -> Result<(), Error> {
        let query: Vec<(&str, &str)> =
            self.query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let (rows, next) = (self.ask)(&query)?;
        self.rows.extend(rows);
        self.query.retain(|(name, _)| name != "cursor");
        match next {
            Some(cursor) => self.query.push(("cursor".into(), cursor)),
            None => self.is_over = true,
        }
        Ok(())
    }
}

impl<Row, Ask> Iterator for Pages<Row, Ask>
where
    Ask: Fn(&Query<'_>) -> Result<(Vec<Row>, Option<String>), Error>,
{
    type Item = Result<Row, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        // Pages before the end may be empty: only a null cursor is the end.
        while self.rows.is_empty() && !self.is_over {
            if let Err(error) = self.turn() {
                self.is_over = true;
                return Some(Err(error));
            }
        }
        self.rows.pop_front().map(Ok)
    }
}

/// A poisoned lock guards a cache: what is in it is whole, whoever panicked.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn device_path(device_id: &str) -> Result<String, Error> {
    Ok(format!("/v1/device/{}", id_in_path(device_id)?))
}

/// Ids are letters, digits and `_`: anything else would ask another route.
fn id_in_path(id: &str) -> Result<&str, Error> {
    let is_id =
        !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_id { Ok(id) } else { Err(Error::Usage("that is no id")) }
}

/// `None` where nothing is known of what was asked for: that is an answer, not a failure.
fn found<T>(answer: Result<T, Error>) -> Result<Option<T>, Error> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}
