//! Scores of submissions recorded from real browsers (Chromium 156, Firefox
//! 153 ESR, WebKitGTK 2 on Debian 12): started as people start them, and as
//! programs do. `cargo run --example assess < tests/recordings/….ndjson` says
//! which rules made each score.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use edgeprint_edge::evidence::{Agent, Connection, Evidence, RequestHeaders, Traffic};
use edgeprint_edge::risk::assess;
use edgeprint_signals::{Components, RiskLevel};
use serde::Deserialize;

#[derive(Deserialize)]
struct Recorded {
    client: String,
    components: Components,
    headers: BTreeMap<String, String>,
    trustworthy: Option<bool>,
}

fn scores(recordings: &str) -> Result<Vec<(String, u8)>, serde_json::Error> {
    recordings.lines().map(|line| serde_json::from_str(line).map(score)).collect()
}

fn score(recorded: Recorded) -> (String, u8) {
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
    (recorded.client, found.score)
}

#[test]
fn people_are_of_minimal_risk() -> Result<(), serde_json::Error> {
    let scores = scores(include_str!("recordings/people.ndjson"))?;
    assert!(scores.len() >= 12);
    for (client, score) in scores {
        assert_eq!(RiskLevel::of_score(score), RiskLevel::Minimal, "{client}: {score}");
    }
    Ok(())
}

#[test]
fn programs_are_of_high_risk_or_more() -> Result<(), serde_json::Error> {
    let scores = scores(include_str!("recordings/automation.ndjson"))?;
    assert!(scores.len() >= 10);
    for (client, score) in scores {
        assert!(RiskLevel::of_score(score) >= RiskLevel::High, "{client}: {score}");
    }
    Ok(())
}
