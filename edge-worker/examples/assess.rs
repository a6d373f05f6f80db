//! Judges recorded submissions: for trying rules on data of real browsers.
//!
//! Reads lines of JSON `{"client", "components", "headers", "trustworthy"?}`
//! from standard input, writes one line a submission: score, client, flags.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, BufRead as _, Write as _};

use edgeprint_edge::evidence::{Agent, Connection, Evidence, RequestHeaders, Traffic};
use edgeprint_edge::risk::assess;
use edgeprint_signals::Components;
use serde::Deserialize;

#[derive(Deserialize)]
struct Recorded {
    client: String,
    components: Components,
    headers: BTreeMap<String, String>,
    #[serde(default)]
    trustworthy: Option<bool>,
}

fn main() -> Result<(), Box<dyn Error>> {
    for line in io::stdin().lock().lines() {
        let recorded: Recorded = serde_json::from_str(&line?)?;
        let mut headers = RequestHeaders::read(|name| recorded.headers.get(name).cloned());
        headers.trustworthy = recorded.trustworthy;
        let connection = Connection::default();
        let components = &recorded.components;
        let found = assess(&Evidence {
            components,
            headers: &headers,
            connection: &connection,
            token_moved: false,
            copied: false,
            traffic: Traffic::default(),
            input: None,
            agent: &Agent::Nobody,
            claims: OnceCell::new(),
        });
        writeln!(io::stdout(), "{:3} {}", found.score, recorded.client)?;
        for reason in found.reasons {
            writeln!(io::stdout(), "      {:3} {}: {}", reason.weight, reason.flag, reason.reason)?;
        }
    }
    Ok(())
}
