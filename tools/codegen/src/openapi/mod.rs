//! The OpenAPI 3.1 document, from the routes, the wire types, the error codes
//! and the scopes; and the reference that people read, from the same.

mod backoffice;
mod examples;
mod markdown;
mod operator;
mod queries;
mod route;
mod routes;
mod schemas;
mod settings;

use std::collections::BTreeMap;

use edgeprint_signals::{ErrorCode, Scope};
use serde_json::{Map, Value, json};

use examples::example;
pub use markdown::reference;
pub use queries::queries;
use route::{Answer, Route};
use schemas::Schemas;

const ABOUT: &str = "Which device is in front of a site, and how far to trust it.\n\n\
    Every failure is a problem document (RFC 9457) with a stable `code`; clients must take \
    members and codes that they do not know in their stride. Ids are scoped to a tenant.";

/// The document, as it is served.
pub fn document() -> String {
    let mut schemas = Schemas::new();
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for route in routes::routes() {
        let operation = operation(&route, &mut schemas);
        paths.entry(route.path).or_default().insert(route.method.into(), operation);
    }
    schemas.note::<edgeprint_signals::wire::Problem>();
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Edgeprint",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/", "description": "The deployment that serves this document." }],
        "tags": [
            { "name": "Pages", "description": "Called by the collector, from any allowed origin." },
            { "name": "Backends", "description": "Called with a secret key." },
            { "name": "Operator", "description": "Called with the operator's token." },
            { "name": "Everybody", "description": "Called without a credential." },
        ],
        "paths": paths,
        "components": {
            "schemas": schemas.finish(),
            "securitySchemes": security_schemes(),
            "headers": headers(),
            "examples": problems(),
        },
    });
    format!("{document:#}\n")
}

fn operation(route: &Route, schemas: &mut Schemas) -> Value {
    let mut operation = json!({
        "operationId": route.id,
        "tags": [route.tag()],
        "summary": route.summary,
        "security": route.security(),
        "responses": responses(route, schemas),
    });
    let mut set = |name: &str, value: Value| {
        if let Some(members) = operation.as_object_mut() {
            members.insert(name.into(), value);
        }
    };
    if !route.about.is_empty() {
        set("description", route.about.into());
    }
    let parameters = parameters(route);
    if !parameters.is_empty() {
        set("parameters", parameters.into());
    }
    if let Some(of) = &route.body {
        let schema = schemas.taken(of);
        let content = media(schema);
        // The content type says nothing to the Worker: pages send text/plain to be spared a preflight.
        set("requestBody", json!({ "required": true, "content": { "application/json": content } }));
    }
    operation
}

fn parameters(route: &Route) -> Vec<Value> {
    let open = route.path_parameters().map(|name| {
        json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
    });
    let others = route.parameters.iter().map(|parameter| {
        json!({
            "name": parameter.name,
            "in": parameter.place,
            "description": parameter.about,
            "schema": parameter.schema,
        })
    });
    open.chain(others).collect()
}

fn responses(route: &Route, schemas: &mut Schemas) -> Map<String, Value> {
    let answers = route.answers.iter().map(|it| (it.status.to_string(), success(it, schemas)));
    let mut responses: Map<String, Value> = answers.collect();
    let mut refusals: BTreeMap<u16, Vec<ErrorCode>> = BTreeMap::new();
    for code in route.refusals() {
        refusals.entry(code.status()).or_default().push(code);
    }
    for (status, codes) in refusals {
        responses.insert(status.to_string(), refusal(status, &codes));
    }
    responses
}

fn success(answer: &Answer, schemas: &mut Schemas) -> Value {
    let request_id = json!({ "X-Request-Id": pointer("headers", "RequestId") });
    let mut response = json!({ "description": answer.about, "headers": request_id });
    if let Some(members) = response.as_object_mut().filter(|_| !answer.content.is_empty()) {
        let contents = answer.content.iter().map(|(kind, of)| {
            let schema = of.as_ref().map_or_else(|| json!({}), |of| schemas.given(of));
            ((*kind).to_owned(), media(schema))
        });
        members.insert("content".into(), contents.collect::<Map<_, _>>().into());
    }
    response
}

/// A body of this schema, with the example of its type where there is one.
fn media(schema: Value) -> Value {
    let name = schema.get("$ref").and_then(Value::as_str).and_then(|it| it.rsplit('/').next());
    match name.and_then(example) {
        Some(example) => json!({ "schema": schema, "example": example }),
        None => json!({ "schema": schema }),
    }
}

fn refusal(status: u16, codes: &[ErrorCode]) -> Value {
    let names: Vec<&str> = codes.iter().map(|code| code.code()).collect();
    let list: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let examples: Map<String, Value> =
        names.iter().map(|name| ((*name).to_owned(), pointer("examples", name))).collect();
    let mut headers = json!({ "X-Request-Id": pointer("headers", "RequestId") });
    let more = match status {
        401 => Some(("WWW-Authenticate", "Authenticate")),
        429 | 503 => Some(("Retry-After", "RetryAfter")),
        _ => None,
    };
    if let (Some((name, header)), Some(members)) = (more, headers.as_object_mut()) {
        members.insert(name.into(), pointer("headers", header));
    }
    json!({
        "description": list.join(", "),
        "headers": headers,
        "content": { "application/problem+json": {
            "schema": {
                "$ref": "#/components/schemas/Problem",
                "properties": { "code": { "enum": names }, "status": { "const": status } },
            },
            "examples": examples,
        } },
    })
}

fn pointer(kind: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{kind}/{name}") })
}

/// Every problem document, by its code.
fn problems() -> Map<String, Value> {
    let codes = ErrorCode::ALL.iter();
    codes.map(|code| (code.code().into(), json!({ "value": problem(*code) }))).collect()
}

fn problem(code: ErrorCode) -> Value {
    json!({
        "ok": false,
        "type": format!("/problems/{}", code.code()),
        "title": code.title(),
        "status": code.status(),
        "detail": code.advice().trim(),
        "code": code.code(),
        "requestId": "req_4bDTKrGpVdEZ6QmJxWcYf1",
    })
}

fn headers() -> Value {
    let text = |about: &str| json!({ "description": about, "schema": { "type": "string" } });
    json!({
        "RequestId": {
            "description": "Names the request in the logs.",
            "schema": { "type": "string", "pattern": "^req_[0-9A-Za-z]{22}$" },
        },
        "RetryAfter": {
            "description": "Seconds to wait before the next try.",
            "schema": { "type": "integer", "minimum": 1 },
        },
        "Authenticate": text("The kind of credential that is asked for."),
    })
}

fn security_schemes() -> Value {
    let scopes: Vec<String> = Scope::ALL
        .iter()
        .map(|scope| format!("- `{}`: {}", scope.name(), scope.description().trim()))
        .collect();
    json!({
        "secretKey": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "sk_…",
            "description": format!("A tenant's secret key. Its scopes:\n\n{}", scopes.join("\n")),
        },
        "adminToken": {
            "type": "http",
            "scheme": "bearer",
            "description": "The operator's token: the Worker's secret `ADMIN_TOKEN`.",
        },
        "backofficeSession": {
            "type": "apiKey",
            "in": "cookie",
            "name": "__Host-edgeprint-session",
            "description": "The Backoffice's session, by `POST /v1/admin/session`. What changes \
                something needs the header `X-Edgeprint-Backoffice: 1` too. Over http, on this \
                machine alone, the cookie is called `edgeprint-session`.",
        },
    })
}
