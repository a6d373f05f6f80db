//! `GET /v1/exports/fingerprints`: devices with their fingerprints, any number
//! of them, streamed page by page.
//!
//! Each row carries the cursor that leads behind it, so an export that broke
//! off goes on where it ended. One answer has a bounded number of rows (see
//! [`MOST_ROWS`]): D1 allows a request a bounded number of queries. Where more
//! is to come, the end says so: `nextCursor` in JSON, a last line with
//! nothing but `nextCursor` in NDJSON, a last row with nothing but a cursor in CSV.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{Uri, header};
use axum::response::Response;
use edgeprint_signals::Scope;
use edgeprint_signals::wire::ExportedFingerprint;

use super::backend::{Asked, answered, ask};
use super::export_format::Format;
use super::stream::{Chunks, streamed};
use crate::app::App;
use crate::caller::Caller;
use crate::clock::Timestamp;
use crate::error::{AppError, Fatal};
use crate::query::{CursorKey, DeviceFilter, Position};
use crate::store::{DeviceRecord, Page, Slice};
use crate::tenant::Tenant;

/// Rows of one answer, unless the query asks for fewer.
pub const MOST_ROWS: u32 = 200_000;

/// Rows read at once.
const ROWS_AT_ONCE: u32 = 1000;

/// Pages of one answer: with filters each takes two queries, of the 1,000 that D1 allows.
const MOST_PAGES: u32 = 400;

/// Exports devices with their fingerprints. Scope `read:exports`.
#[worker::send]
pub async fn fingerprints(State(app): State<App>, caller: Caller, uri: Uri) -> Response {
    let exported = export(&app, &caller, &uri).await;
    answered(&app, exported.map(|(format, body)| ([(header::CONTENT_TYPE, format.mime())], body)))
}

async fn export(app: &App, caller: &Caller, uri: &Uri) -> Result<(Format, Body), AppError> {
    let Asked { tenant, mut query, cursors } = ask(app, caller, uri, Scope::ReadExports).await?;
    let format = query.one("format", "csv, json or ndjson", Format::of_name)?.unwrap_or_default();
    let filter = DeviceFilter::read(&mut query)?;
    let limit = query.limit(MOST_ROWS, MOST_ROWS)?;
    let after = query.cursor(&cursors)?;
    query.finish()?;
    let mut export = Export {
        app: app.clone(),
        at: caller.at(),
        tenant,
        filter,
        cursors,
        format,
        after,
        rows_left: limit,
        pages_left: MOST_PAGES,
        written: false,
        page: None,
        ended: false,
    };
    // The first page decides between an answer and a refusal.
    export.page = Some(export.read().await?);
    Ok((format, streamed(export)))
}

struct Export {
    app: App,
    at: Timestamp,
    tenant: Tenant,
    filter: DeviceFilter,
    cursors: CursorKey,
    format: Format,
    after: Option<Position>,
    rows_left: u32,
    pages_left: u32,
    /// Whether a row was written.
    written: bool,
    /// The page that was read ahead.
    page: Option<Page<DeviceRecord>>,
    ended: bool,
}

impl Chunks for Export {
    async fn next(&mut self) -> Result<Option<Bytes>, Fatal> {
        if self.ended {
            return Ok(None);
        }
        let (page, mut text) = match self.page.take() {
            Some(first) => (first, self.format.head()),
            None => (self.read().await?, Vec::new()),
        };
        self.pages_left -= 1;
        let read = u32::try_from(page.rows.len()).unwrap_or(u32::MAX);
        self.rows_left = self.rows_left.saturating_sub(read);
        for device in page.rows.iter().filter(|device| device.is_kept(self.at)) {
            let first = !core::mem::replace(&mut self.written, true);
            self.format.row(&mut text, &self.exported(device)?, first)?;
        }
        self.after = page.next;
        self.ended = self.after.is_none() || self.rows_left == 0 || self.pages_left == 0;
        if self.ended {
            let next = self.after.as_ref().map(|place| self.cursors.seal(place));
            self.format.foot(&mut text, next)?;
        }
        Ok(Some(text.into()))
    }
}

impl Export {
    async fn read(&self) -> Result<Page<DeviceRecord>, Fatal> {
        let limit = self.rows_left.min(ROWS_AT_ONCE);
        let slice = Slice { after: self.after.as_ref(), limit };
        self.app
            .config()
            .store_of(&self.tenant)?
            .devices(&self.tenant.id, &self.filter, slice)
            .await
    }

    fn exported(&self, record: &DeviceRecord) -> Result<ExportedFingerprint, Fatal> {
        Ok(ExportedFingerprint {
            fingerprint: record.fingerprint().map(String::from),
            cursor: self.cursors.seal(&record.place(&self.filter)),
            device: record.to_device()?,
        })
    }
}
