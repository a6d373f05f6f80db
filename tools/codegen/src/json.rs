//! What pages and our own tools read at run time.

use edgeprint_edge::evidence::Family;
use edgeprint_edge::risk::RULES;
use edgeprint_signals::{Scope, SignalId};
use serde_json::{Value, json};

use crate::markdown::lower;

/// Every signal in catalogue order, with the flags of the rules that read it.
pub fn signals(readers: &[Vec<&str>]) -> String {
    let signals: Vec<Value> = SignalId::ALL
        .iter()
        .zip(readers)
        .map(|(id, flags)| {
            let info = id.info();
            json!({
                "name": info.name,
                "area": lower(info.area),
                "stability": lower(info.stability),
                "shape": lower(info.shape),
                "api": info.api,
                "about": info.about,
                "flags": flags,
            })
        })
        .collect();
    format!("{:#}\n", Value::from(signals))
}

/// Every statement of the edge that reads or drops many rows.
pub fn statements() -> String {
    format!("{:#}\n", Value::from(edgeprint_edge::store::statements()))
}

/// The name of every scope.
pub fn scopes() -> String {
    let names: Vec<&str> = Scope::ALL.iter().map(|scope| scope.name()).collect();
    format!("{:#}\n", Value::from(names))
}

/// The flags and scopes, for the operator's pages to explain, and the browsers, for them to offer.
pub fn backoffice() -> String {
    let flags = RULES.iter().map(|rule| {
        json!({
            "flag": rule.flag,
            "category": rule.category.name(),
            "weight": rule.weight,
            "about": rule.about,
            "advice": rule.advice,
        })
    });
    let scopes = Scope::ALL
        .iter()
        .map(|scope| json!({ "scope": scope.name(), "about": scope.description().trim() }));
    let all = json!({
        "flags": flags.collect::<Vec<_>>(),
        "scopes": scopes.collect::<Vec<_>>(),
        "browsers": Family::ALL.map(Family::name),
    });
    format!("{all:#}\n")
}
