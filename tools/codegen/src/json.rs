//! What pages read at run time.

use edgeprint_signals::SignalId;
use serde_json::json;

use crate::markdown::lower;

/// Every signal in catalogue order, one a line, so that a new one changes one line.
pub fn signals() -> String {
    let lines: Vec<String> = SignalId::ALL
        .iter()
        .map(|id| {
            let info = id.info();
            json!({
                "name": info.name,
                "area": lower(info.area),
                "stability": lower(info.stability),
                "shape": lower(info.shape),
                "api": info.api,
                "about": info.about,
            })
            .to_string()
        })
        .collect();
    format!("[\n  {}\n]\n", lines.join(",\n  "))
}
