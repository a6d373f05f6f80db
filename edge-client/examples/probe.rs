//! Asks an edge what its arguments say, and prints what came as JSON: `probe <call> [argument …]`, with
//! `EDGEPRINT_URL`, `EDGEPRINT_SECRET_KEY` and `EDGEPRINT_TENANT` in the environment.
#![allow(clippy::print_stdout, reason = "that is what it is for")]

use std::env::{args, var};

use edgeprint_client::webhook::{self, Headers};
use edgeprint_client::{Client, Error, Expected, Options};
use serde_json::{Value, json};

fn main() {
    let told = answer().unwrap_or_else(|error| match error {
        Error::Api { status, code, .. } => json!({ "error": code, "status": status }),
        other => json!({ "error": other.to_string() }),
    });
    println!("{told}");
}

fn answer() -> Result<Value, Error> {
    let client = Client::new(Options {
        endpoint: var("EDGEPRINT_URL").unwrap_or_default(),
        secret_key: var("EDGEPRINT_SECRET_KEY").unwrap_or_default(),
        tenant_id: var("EDGEPRINT_TENANT").unwrap_or_default(),
        ..Options::default()
    })?;
    let given: Vec<String> = args().skip(1).collect();
    let words: Vec<&str> = given.iter().map(String::as_str).collect();
    Ok(match words.as_slice() {
        // Twice: the second one is answered from memory.
        ["device", id] => json!([client.device(id)?, client.device(id)?]),
        ["devices"] => {
            let query = [("limit", "1"), ("sort", "createdAt")];
            let all: Result<Vec<_>, _> = client.each_device(&query).collect();
            json!(all?.into_iter().map(|device| device.device_id).collect::<Vec<_>>())
        }
        ["history", id] => json!({
            "events": client.each_event(&[("deviceId", id)]).count(),
            "visits": client.each_visit(&[("deviceId", id)]).count(),
            "days": client.stats(&[])?.days.len(),
        }),
        ["event", id] => json!(client.event(id)?.map(|detail| detail.event.device_id)),
        ["export", id] => json!(client.export(id)?.map(|held| held.events.len())),
        ["erase", id] => json!([client.erase(id)?, client.device(id)?]),
        ["sealed", text, action] => {
            json!(
                client.verify_sealed(
                    text,
                    Expected { action: Some(action), ..Expected::default() }
                )?
            )
        }
        ["verify", text] => json!(client.verify(text, true)?),
        ["webhook", id, timestamp, signature, body, secret] => {
            match webhook::verify(Headers { id, timestamp, signature }, body.as_bytes(), &[secret])
            {
                Ok(message) => json!(message),
                Err(error) => json!({ "error": error.to_string() }),
            }
        }
        _ => return Err(Error::Usage("unknown call")),
    })
}
