//! What an operator may set: the members of requests, and their limits.

use edgeprint_signals::Scope;
use edgeprint_signals::wire::GpcPolicy;
use serde_json::{Value, json};

use super::schemas::{Of, is, object, of};

/// A site's settings, and what else a request must say.
pub fn with_settings<const N: usize>(required: [(&'static str, Of); N]) -> Of {
    object(
        required,
        [
            ("name", name()),
            ("allowedOrigins", origins()),
            ("checkIntervalSeconds", number(1, 31_622_400)),
            ("retentionDays", limit(3660)),
            ("reducedMode", flag()),
            ("gpcPolicy", of::<GpcPolicy>()),
            ("ruleWeights", weights()),
            ("suppressedFlags", is(json!({ "type": "array", "items": { "type": "string" } }))),
            ("shadowMode", flag()),
            ("dailyQuota", limit(1_000_000_000)),
            ("allowedAgents", agents()),
            ("automationSecret", secret()),
        ],
    )
}

pub fn id(prefix: &str) -> Of {
    is(json!({ "type": "string", "pattern": format!("^{prefix}_[0-9A-Za-z]{{22}}$") }))
}

pub fn text(about: &str) -> Of {
    is(json!({ "type": "string", "description": about }))
}

pub fn name() -> Of {
    is(json!({ "type": "string", "minLength": 1, "maxLength": 200 }))
}

pub fn flag() -> Of {
    is(json!({ "type": "boolean" }))
}

pub fn shard() -> Of {
    let about = "The database with the tenant's data: 0 is `DB`, 1 is `DB_1`, and so on.";
    is(json!({ "type": "integer", "minimum": 0, "maximum": 65535, "description": about }))
}

pub fn origins() -> Of {
    let about = "Ends of host names whose pages may use the site key; none admits every origin.";
    is(json!({
        "type": "array", "items": { "type": "string" }, "maxItems": 100, "description": about,
    }))
}

pub fn agents() -> Of {
    let about = "Origins (`https://` and a public host) of agents whose signatures are welcome.";
    is(json!({
        "type": "array", "items": { "type": "string" }, "maxItems": 20, "description": about,
    }))
}

pub fn secret() -> Of {
    let about = "What programs of the site's own send in `Edgeprint-Automation`; null ends it. It is \
                 kept as its digest, and no answer tells it.";
    is(json!({
        "type": ["string", "null"], "minLength": 24, "maxLength": 200, "description": about,
    }))
}

pub fn weights() -> Of {
    let weight = json!({ "type": "integer", "minimum": 0, "maximum": 100 });
    is(json!({ "type": "object", "additionalProperties": weight }))
}

pub fn number(least: u32, most: u32) -> Of {
    is(json!({ "type": "integer", "minimum": least, "maximum": most }))
}

pub fn seconds(most: u32) -> Of {
    number(0, most)
}

/// A limit that null ends.
pub fn limit(most: u32) -> Of {
    is(json!({ "type": ["integer", "null"], "minimum": 1, "maximum": most }))
}

pub fn end() -> Of {
    is(json!({ "type": ["string", "null"], "description": "A time to come; null for never." }))
}

pub fn scopes() -> Of {
    let names: Vec<Value> = Scope::ALL.iter().map(|scope| scope.name().into()).collect();
    is(json!({ "type": "array", "items": { "enum": names }, "minItems": 1 }))
}
