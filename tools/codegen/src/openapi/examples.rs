//! Examples of what travels, each read and written once by the type that it is
//! an example of, so that none can be out of date.

use edgeprint_signals::wire;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// An example of the type of this name.
pub fn example(name: &str) -> Option<Value> {
    match name {
        "TokenRequest" => checked::<wire::TokenRequest>(json!({ "siteKey": SITE_KEY })),
        "TokenAnswer" => checked::<wire::TokenAnswer>(json!({
            "ok": true,
            "token": TOKEN,
            "expiresIn": 120,
            "checkIntervalSeconds": 604_800,
            "reduced": false,
        })),
        "CollectRequest" => checked::<wire::CollectRequest>(json!({
            "token": TOKEN,
            "collector": env!("CARGO_PKG_VERSION"),
            "components": {
                "math": { "status": "ok", "value": "1.9275814160560204e-50", "ms": 0.1 },
                "webdriver": { "status": "ok", "value": false, "ms": 0.0 },
            },
        })),
        "CollectAnswer" => checked::<wire::CollectAnswer>(collected()),
        "VisitRequest" => checked::<wire::VisitRequest>(json!({
            "siteKey": SITE_KEY,
            "deviceToken": TOKEN,
        })),
        "VisitAnswer" => checked::<wire::VisitAnswer>(json!({ "ok": true, "requestId": REQUEST })),
        "DeviceAnswer" => checked::<wire::DeviceAnswer>(json!({ "ok": true, "device": device() })),
        _ => None,
    }
}

const SITE_KEY: &str = "pk_prod_00000000000000000000004UKbQA";
const TOKEN: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.…";
const REQUEST: &str = "req_4bDTKrGpVdEZ6QmJxWcYf1";
const DEVICE: &str = "dv_5kJ9sQm2XvR8tYw3LpNc7b";
const DOMAIN: &str = "d_1a2B3c4D5e6F7g8H9i0JkL";

fn collected() -> Value {
    json!({
        "ok": true,
        "requestId": REQUEST,
        "fingerprintId": DEVICE,
        "fingerprint": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "score": 15,
        "risk_level": "minimal",
        "confidence": 0.95,
        "flags": ["timezone_mismatch"],
        "reasons": reasons(),
        "identity": { "method": "token", "confidence": 0.99, "candidates": 1 },
        "nextSubmitIn": 7.0,
        "deviceToken": TOKEN,
        "sealed": "eyJhbGciOiJFUzI1NiIsImtpZCI6InNpZ18….…",
    })
}

fn device() -> Value {
    json!({
        "deviceId": DEVICE,
        "domainId": DOMAIN,
        "score": 15,
        "riskLevel": "minimal",
        "confidence": 0.95,
        "flags": ["timezone_mismatch"],
        "country": "US",
        "city": "San Francisco",
        "createdAt": "2026-01-15T10:30:00.000Z",
        "lastSubmittedAt": "2026-01-20T14:22:00.000Z",
        "lastSeenAt": "2026-01-20T14:22:00.000Z",
        "identity": { "method": "token", "confidence": 0.99, "candidates": 1 },
        "reasons": reasons(),
        "network": {
            "ipPrefix": "203.0.113.0/24",
            "asn": 64_496,
            "asOrganization": "Example Net",
            "httpProtocol": "HTTP/2",
            "tlsVersion": "TLSv1.3",
            "tlsCipher": "AEAD-AES128-GCM-SHA256",
            "ja4": null,
        },
        "firstSeenDomainId": DOMAIN,
        "visitCount": 4,
    })
}

fn reasons() -> Value {
    json!([{
        "flag": "timezone_mismatch",
        "category": "network",
        "weight": 15,
        "reason": "The browser's clock is set for Europe/Berlin, the address is in America/Los_Angeles.",
    }])
}

/// The example, as its type writes it; none if the type cannot read it, which a test rules out.
fn checked<T: Serialize + DeserializeOwned>(example: Value) -> Option<Value> {
    let value: T = serde_json::from_value(example).ok()?;
    serde_json::to_value(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_one_of_its_type() {
        for name in [
            "TokenRequest",
            "TokenAnswer",
            "CollectRequest",
            "CollectAnswer",
            "VisitRequest",
            "VisitAnswer",
            "DeviceAnswer",
        ] {
            assert!(example(name).is_some(), "{name}");
        }
    }
}
