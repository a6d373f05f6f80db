//! The three forms of an export: CSV (RFC 4180), JSON, and JSON line by line.

use csv_core::{Terminator, WriterBuilder};
use edgeprint_signals::wire::ExportedFingerprint;
use serde::Serialize;

use crate::error::Fatal;

/// The columns of a CSV export.
const COLUMNS: [&str; 24] = [
    "deviceId",
    "fingerprint",
    "domainId",
    "firstSeenDomainId",
    "score",
    "riskLevel",
    "confidence",
    "flags",
    "country",
    "city",
    "createdAt",
    "lastSubmittedAt",
    "lastSeenAt",
    "visitCount",
    "identityMethod",
    "identityConfidence",
    "ipPrefix",
    "asn",
    "asOrganization",
    "httpProtocol",
    "tlsVersion",
    "tlsCipher",
    "ja4",
    "cursor",
];

/// A form of export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// One table.
    Csv,
    /// One object.
    #[default]
    Json,
    /// An object a line.
    Ndjson,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct End {
    next_cursor: Option<String>,
}

impl Format {
    /// The form of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        match name {
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            "ndjson" => Some(Self::Ndjson),
            _ => None,
        }
    }

    /// Its media type.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Json => "application/json",
            Self::Ndjson => "application/x-ndjson",
        }
    }

    /// What comes before the first row.
    pub fn head(self) -> Vec<u8> {
        let mut text = Vec::new();
        match self {
            Self::Csv => record(&mut text, COLUMNS.map(String::from)),
            Self::Json => text.extend_from_slice(br#"{"ok":true,"fingerprints":["#),
            Self::Ndjson => {}
        }
        text
    }

    /// Writes a row.
    pub fn row(
        self,
        text: &mut Vec<u8>,
        row: &ExportedFingerprint,
        first: bool,
    ) -> Result<(), Fatal> {
        match self {
            Self::Csv => {
                record(text, cells(row));
                Ok(())
            }
            Self::Json => {
                text.extend_from_slice(if first { b"" } else { b"," });
                json(text, row)
            }
            Self::Ndjson => {
                json(text, row)?;
                text.push(b'\n');
                Ok(())
            }
        }
    }

    /// What comes behind the last row: where to go on, if that was not all.
    pub fn foot(self, text: &mut Vec<u8>, next_cursor: Option<String>) -> Result<(), Fatal> {
        match self {
            Self::Csv => {
                let Some(cursor) = next_cursor else { return Ok(()) };
                let mut cells: [String; 24] = Default::default();
                if let Some(last) = cells.last_mut() {
                    *last = cursor;
                }
                record(text, cells);
                Ok(())
            }
            Self::Json => {
                text.extend_from_slice(b"],\"nextCursor\":");
                json(text, &next_cursor)?;
                text.push(b'}');
                Ok(())
            }
            Self::Ndjson => {
                json(text, &End { next_cursor })?;
                text.push(b'\n');
                Ok(())
            }
        }
    }
}

fn json<T: Serialize>(text: &mut Vec<u8>, value: &T) -> Result<(), Fatal> {
    serde_json::to_writer(text, value).map_err(|_| Fatal::Broken("answers can be written"))
}

/// By the core of the `csv` crate: the rest of it is for files and types, of which there are none here.
fn record(text: &mut Vec<u8>, cells: [String; 24]) {
    let cells = cells.map(defused);
    // A cell takes twice its length at most, quoted, and what parts it from the next.
    let most: usize = cells.iter().map(|cell| 2 * cell.len() + 3).sum();
    let mut line = vec![0; most + 2];
    let mut end = 0;
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).build();
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            end += writer.delimiter(line.get_mut(end..).unwrap_or_default()).1;
        }
        end += writer.field(cell.as_bytes(), line.get_mut(end..).unwrap_or_default()).2;
    }
    end += writer.terminator(line.get_mut(end..).unwrap_or_default()).1;
    line.truncate(end);
    text.append(&mut line);
}

/// Spreadsheets run a cell that starts like a formula; with an apostrophe in
/// front it is a text. What visitors send gets into cells (the names of
/// networks and cities), so every cell is looked at.
fn defused(cell: String) -> String {
    let formula = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if cell.starts_with(formula) { format!("'{cell}") } else { cell }
}

fn cells(row: &ExportedFingerprint) -> [String; 24] {
    let device = &row.device;
    let network = &device.network;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        device.device_id.clone(),
        text(&row.fingerprint),
        device.domain_id.clone(),
        device.first_seen_domain_id.clone(),
        device.score.to_string(),
        device.risk_level.name().into(),
        device.confidence.to_string(),
        device.flags.join(" "),
        text(&device.country),
        text(&device.city),
        device.created_at.clone(),
        device.last_submitted_at.clone(),
        device.last_seen_at.clone(),
        device.visit_count.to_string(),
        device.identity.method.name().into(),
        device.identity.confidence.to_string(),
        text(&network.ip_prefix),
        network.asn.map(|asn| asn.to_string()).unwrap_or_default(),
        text(&network.as_organization),
        text(&network.http_protocol),
        text(&network.tls_version),
        text(&network.tls_cipher),
        text(&network.ja4),
        row.cursor.clone(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cell: &str) -> String {
        let mut cells: [String; 24] = Default::default();
        cells[0] = cell.into();
        let mut text = Vec::new();
        record(&mut text, cells);
        let text = String::from_utf8(text).unwrap();
        text.strip_suffix(&format!("{}\r\n", ",".repeat(23))).unwrap().into()
    }

    #[test]
    fn no_cell_is_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "＝1"] {
            assert_eq!(written(formula), format!("'{formula}"));
        }
        assert_eq!(written("\t=1"), "'\t=1");
        assert_eq!(written("=\"x\",1"), "\"'=\"\"x\"\",1\"");
        assert_eq!(written("Frankfurt (Oder)"), "Frankfurt (Oder)");
    }

    #[test]
    fn quotes_commas_and_line_ends_stay_within_their_cell() {
        assert_eq!(written("a,b"), "\"a,b\"");
        assert_eq!(written("a\"b"), "\"a\"\"b\"");
        assert_eq!(written("a\nb"), "\"a\nb\"");
        assert_eq!(written("a\r"), "\"a\r\"");
    }

    #[test]
    fn an_export_that_is_not_all_ends_with_a_cursor_in_each_form() {
        let foot = |format: Format, next: Option<&str>| {
            let mut text = Vec::new();
            format.foot(&mut text, next.map(String::from)).unwrap();
            String::from_utf8(text).unwrap()
        };
        assert_eq!(foot(Format::Csv, Some("c")), format!("{}c\r\n", ",".repeat(23)));
        assert_eq!(foot(Format::Csv, None), "");
        assert_eq!(foot(Format::Json, Some("c")), "],\"nextCursor\":\"c\"}");
        assert_eq!(foot(Format::Json, None), "],\"nextCursor\":null}");
        assert_eq!(foot(Format::Ndjson, Some("c")), "{\"nextCursor\":\"c\"}\n");
        assert_eq!(foot(Format::Ndjson, None), "{\"nextCursor\":null}\n");
    }
}
