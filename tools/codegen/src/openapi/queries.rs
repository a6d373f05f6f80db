//! What backends may ask lists for, as TypeScript: one type for each route of theirs with a query.

use serde_json::Value;

use super::route::{Access, Parameter, Route};
use super::routes::routes;
use crate::typescript::HEAD;

/// The whole of `queries.ts`.
pub fn queries() -> String {
    let mut text = HEAD.to_owned();
    for route in routes() {
        let asked = route.parameters.iter().filter(|parameter| parameter.place == "query");
        let members: String = asked.map(member).collect();
        if matches!(route.access, Access::Backend(_)) && !members.is_empty() {
            text.push_str(&declaration(&route, &members));
        }
    }
    text
}

fn declaration(route: &Route, members: &str) -> String {
    let (method, path) = (route.method.to_uppercase(), route.path);
    let (first, rest) = route.id.split_at(1);
    let name = first.to_uppercase() + rest;
    format!("\n/** What `{method} {path}` takes. */\nexport type {name}Query = {{\n{members}}};\n")
}

fn member(Parameter { name, about, schema, .. }: &Parameter) -> String {
    format!("  /** {about} */\n  {name}?: {} | undefined,\n", type_of(schema))
}

fn type_of(schema: &Value) -> String {
    if let Some(words) = schema["enum"].as_array() {
        let quoted: Vec<String> =
            words.iter().filter_map(Value::as_str).map(|word| format!("'{word}'")).collect();
        return quoted.join(" | ");
    }
    match schema["type"].as_str() {
        Some("integer") => "number".into(),
        // One needs no list.
        Some("array") => {
            let item = type_of(&schema["items"]);
            format!("{item} | ReadonlyArray<{item}>")
        }
        // Only times say how they are written.
        _ if schema["description"].is_string() => "string | Date".into(),
        _ => "string".into(),
    }
}
