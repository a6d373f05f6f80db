//! The reference of the API for people: `docs/reference/api.md`.

use std::fmt::Write as _;

use serde_json::Value;

use super::route::{Access, Route};
use super::routes::routes;
use super::schemas::Schemas;
use crate::markdown::{page, table};

/// The whole page.
pub fn reference() -> String {
    let mut schemas = Schemas::new();
    let routes = routes();
    let mut body = String::new();
    let mut tag = "";
    for route in &routes {
        if route.tag() != tag {
            tag = route.tag();
            let _ = write!(body, "\n## {tag}\n");
        }
        body.push_str(&section(route, &mut schemas));
    }
    schemas.note::<edgeprint_signals::wire::Problem>();
    body.push_str("\n## Types\n");
    for (name, schema) in schemas.finish() {
        body.push_str(&described(&name, &schema));
    }
    page(
        "API",
        "Every route, with what it takes, gives and refuses. The same as an OpenAPI 3.1 document: \
         `GET /v1/openapi.json`. What each refusal means is told in [errors](errors.md), what each \
         scope allows in [scopes](scopes.md). A path that is no route answers `route_not_found`, \
         another method `method_not_allowed`.",
        body.trim_start(),
    )
}

fn section(route: &Route, schemas: &mut Schemas) -> String {
    let mut text = format!(
        "\n### `{} {}`\n\n{}. {}\n\n",
        route.method.to_uppercase(),
        route.path,
        route.summary,
        route.about
    );
    let _ = writeln!(text, "- Access: {}", access(route.access));
    if let Some(of) = &route.body {
        let _ = writeln!(text, "- Body: {}", kind(&schemas.taken(of)));
    }
    for answer in &route.answers {
        let contents: Vec<String> = answer
            .content
            .iter()
            .map(|(media, of)| match of {
                Some(of) => kind(&schemas.given(of)),
                None => format!("`{media}`"),
            })
            .collect();
        let contents = if contents.is_empty() { "no body".into() } else { contents.join(", ") };
        let _ = writeln!(text, "- {}: {contents}. {}", answer.status, answer.about);
    }
    let refusals: Vec<String> = route
        .refusals()
        .iter()
        .map(|code| format!("{} `{}`", code.status(), code.code()))
        .collect();
    if !refusals.is_empty() {
        let _ = writeln!(text, "- Refusals: {}", refusals.join(", "));
    }
    if !route.parameters.is_empty() {
        let rows = route
            .parameters
            .iter()
            .map(|it| vec![format!("`{}`", it.name), kind(&it.schema), it.about.to_owned()]);
        let _ = write!(text, "\n{}", table(&["Parameter", "Type", "Meaning"], rows));
    }
    text
}

fn access(access: Access) -> String {
    match access {
        Access::Anybody => "anybody".into(),
        Access::Page => "pages, by what is in the body".into(),
        Access::Backend(scope) => format!("a secret key with `{}`", scope.name()),
        Access::Operator => "the operator".into(),
    }
}

fn described(name: &str, schema: &Value) -> String {
    let mut text = format!("\n### {name}\n\n");
    if let Some(about) = schema.get("description").and_then(Value::as_str) {
        let _ = writeln!(text, "{}\n", one_line(about));
    }
    let Some(members) = schema.get("properties").and_then(Value::as_object) else {
        let _ = writeln!(text, "{}", kind(schema));
        return text;
    };
    let required = schema.get("required").and_then(Value::as_array);
    let rows = members.iter().map(|(member, schema)| {
        let needed = required.is_some_and(|names| names.iter().any(|name| name == member));
        let about = schema.get("description").and_then(Value::as_str).unwrap_or_default();
        let optional = if needed { "" } else { " (optional)" };
        vec![format!("`{member}`{optional}"), kind(schema), one_line(about)]
    });
    text.push_str(&table(&["Member", "Type", "Meaning"], rows));
    text
}

/// A schema in a few words.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        let name = name.rsplit('/').next().unwrap_or_default();
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if let Some(value) = schema.get("const") {
        return format!("`{value}`");
    }
    for key in ["anyOf", "oneOf"] {
        if let Some(kinds) = schema.get(key).and_then(Value::as_array) {
            return kinds.iter().map(kind).collect::<Vec<_>>().join(" or ");
        }
    }
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        return words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    }
    match schema.get("type") {
        Some(Value::Array(types)) => {
            types.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or ")
        }
        Some(Value::String(kind)) if kind == "array" => {
            format!("list of {}", schema.get("items").map_or_else(|| "anything".into(), self::kind))
        }
        Some(Value::String(kind)) if kind == "object" => object(schema),
        Some(Value::String(kind)) => kind.clone(),
        _ => "anything".into(),
    }
}

fn object(schema: &Value) -> String {
    let Some(members) = schema.get("properties").and_then(Value::as_object) else {
        return "object".into();
    };
    let members: Vec<String> =
        members.iter().map(|(name, schema)| format!("`{name}`: {}", kind(schema))).collect();
    format!("{{ {} }}", members.join(", "))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
