//! From a benchmark's visit to an attribute vector.

use serde_json::Value as Json;

use crate::attribute::Attribute;
use crate::vector::AttributeVector;

/// Reads the attributes of a visit: `{"ua": "…", "fonts": ["…"], …}`.
#[must_use]
pub fn vector(shown: &Json) -> AttributeVector {
    let mut vector = AttributeVector::default();
    // Platform version; architecture; model. Client hints of Chromium alone.
    if let Some(hints) = shown.get("uaFull").and_then(Json::as_str) {
        let mut parts = hints.split(';');
        for attribute in [Attribute::SystemVersion, Attribute::Architecture, Attribute::Model] {
            if let Some(text) = parts.next().filter(|text| !text.is_empty()) {
                vector.set_text(attribute, text);
            }
        }
    }
    if let Some(agent) = shown.get("ua").and_then(Json::as_str) {
        vector.set_user_agent(agent);
    }
    for attribute in Attribute::ALL.iter().copied() {
        let field = attribute.info().field;
        if matches!(field, "ua" | "uaFull") {
            continue;
        }
        if let Some(text) = shown.get(field).and_then(text) {
            vector.set_text(attribute, &text);
        }
    }
    if vector.get(Attribute::Languages).is_none()
        && let Some(header) = shown.get("language").and_then(Json::as_str)
    {
        let names: Vec<&str> =
            header.split(',').filter_map(|part| part.split(';').next()).collect();
        vector.set_text(Attribute::Languages, &names.join(","));
    }
    vector
}

fn text(value: &Json) -> Option<String> {
    match value {
        Json::Null => None,
        Json::String(text) => Some(text.clone()),
        Json::Array(items) => Some(items.iter().filter_map(text).collect::<Vec<_>>().join(",")),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_is_absent_and_hints_are_taken_apart() {
        let shown = serde_json::json!({"uaFull": "19.0.0;x86;", "memory": null, "cores": 8});
        let vector = vector(&shown);
        assert!(vector.get(Attribute::Architecture).is_some());
        assert!(vector.get(Attribute::SystemVersion).is_some());
        assert!(vector.get(Attribute::Model).is_none() && vector.get(Attribute::Memory).is_none());
        assert!(vector.get(Attribute::Cores).is_some());
    }
}
