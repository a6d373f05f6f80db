//! `/v1/admin/allowed-origins`: what entries mean, before they are saved.
//!
//! The rule is the one that admits pages, so what is told here is what will happen.

use edgeprint_signals::wire::{CheckedEntry, CheckedOrigin, OriginsCheck};
use serde::{Deserialize, Serialize};

use super::refused;
use crate::auth::{AllowedOrigins, Operator, Origin};
use crate::body::Json;
use crate::error::AppError;

const MAX_ENTRIES: usize = 100;
const MAX_ORIGINS: usize = 20;

/// Entries, and origins to try them on.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    allowed_origins: Vec<String>,
    #[serde(default)]
    origins: Vec<String>,
}

/// What was found.
#[derive(Debug, Serialize)]
pub struct Checked {
    ok: bool,
    #[serde(flatten)]
    check: OriginsCheck,
}

/// Tells which entries can be saved, and which origins they admit.
#[worker::send]
pub async fn check(_: Operator, Json(asked): Json<Check>) -> Result<Json<Checked>, AppError> {
    if asked.allowed_origins.len() > MAX_ENTRIES || asked.origins.len() > MAX_ORIGINS {
        let most = format!("at most {MAX_ENTRIES} allowedOrigins and {MAX_ORIGINS} origins");
        return Err(refused(most).into());
    }
    Ok(Json(Checked { ok: true, check: checked(asked) }))
}

fn checked(asked: Check) -> OriginsCheck {
    let entries: Vec<_> = asked.allowed_origins.into_iter().map(entry).collect();
    // The good ones alone: a bad one cannot be saved, and admits nobody.
    let good = entries.iter().filter(|it| it.problem.is_none()).map(|it| it.entry.clone());
    let allowed = AllowedOrigins::new(good.collect()).unwrap_or_default();
    let any_good = entries.is_empty() || entries.iter().any(|it| it.problem.is_none());
    let origins = asked.origins.into_iter().map(|origin| {
        let admitted = any_good && allowed.admits(&Origin::from_header(Some(&origin)));
        CheckedOrigin { origin, admitted }
    });
    OriginsCheck { origins: origins.collect(), entries }
}

fn entry(entry: String) -> CheckedEntry {
    let problem = AllowedOrigins::new(vec![entry.clone()]).err().map(|error| error.to_string());
    CheckedEntry { entry, problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admitted(entries: &[&str], origin: &str) -> bool {
        let allowed_origins = entries.iter().map(|it| (*it).into()).collect();
        let check = checked(Check { allowed_origins, origins: vec![origin.into()] });
        check.origins.iter().all(|origin| origin.admitted)
    }

    #[test]
    fn origins_are_tried_as_pages_will_be() {
        assert!(admitted(&[], "https://anything.example"));
        assert!(admitted(&["example.com"], "https://sub.example.com"));
        assert!(!admitted(&["example.com"], "https://evilexample.com"));
    }

    #[test]
    fn a_list_with_nothing_good_in_it_admits_nobody() {
        assert!(!admitted(&["https://example.com/"], "https://example.com"));
        assert!(admitted(&["https://example.com/", "example.com"], "https://example.com"));
    }
}
