//! What is said of a route, and how.

use edgeprint_signals::{ErrorCode, Scope};
use schemars::JsonSchema;
use serde_json::{Value, json};

use super::schemas::{Of, of};

/// Who may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Anybody,
    /// Pages: what admits them is in the body.
    Page,
    /// Backends, by a secret key with this scope.
    Backend(Scope),
    Operator,
}

/// A parameter outside of the path.
pub struct Parameter {
    /// `query` or `header`.
    pub place: &'static str,
    pub name: &'static str,
    pub about: &'static str,
    pub schema: Value,
}

/// A success.
pub struct Answer {
    pub status: u16,
    pub about: &'static str,
    /// The media type and the schema of the body; none where there is no body.
    pub content: Vec<(&'static str, Option<Of>)>,
}

/// A method of a path.
pub struct Route {
    pub method: &'static str,
    pub path: &'static str,
    pub id: &'static str,
    pub summary: &'static str,
    pub about: &'static str,
    pub access: Access,
    pub parameters: Vec<Parameter>,
    pub body: Option<Of>,
    pub answers: Vec<Answer>,
    refusals: Vec<ErrorCode>,
    storeless: bool,
}

/// A route, named by its `operationId`.
pub const fn route(
    method: &'static str,
    path: &'static str,
    id: &'static str,
    access: Access,
    summary: &'static str,
) -> Route {
    Route {
        method,
        path,
        id,
        summary,
        about: "",
        access,
        parameters: Vec::new(),
        body: None,
        answers: Vec::new(),
        refusals: Vec::new(),
        storeless: false,
    }
}

impl Route {
    /// What there is to know beyond the summary.
    pub const fn about(mut self, text: &'static str) -> Self {
        self.about = text;
        self
    }

    pub fn parameter(
        mut self,
        place: &'static str,
        name: &'static str,
        schema: Value,
        about: &'static str,
    ) -> Self {
        self.parameters.push(Parameter { place, name, about, schema });
        self
    }

    pub fn body<T: JsonSchema>(mut self) -> Self {
        self.body = Some(of::<T>());
        self
    }

    /// Takes a body of this schema.
    pub fn takes(mut self, of: Of) -> Self {
        self.body = Some(of);
        self
    }

    /// Answers 200 with JSON.
    pub fn answers<T: JsonSchema>(self, about: &'static str) -> Self {
        self.gives(of::<T>(), about)
    }

    /// Answers 200 with JSON of this schema.
    pub fn gives(self, of: Of, about: &'static str) -> Self {
        self.answers_with(200, about, vec![("application/json", Some(of))])
    }

    pub fn answers_with(
        mut self,
        status: u16,
        about: &'static str,
        content: Vec<(&'static str, Option<Of>)>,
    ) -> Self {
        self.answers.push(Answer { status, about, content });
        self
    }

    /// Answers 304 to whom knows the entity tag.
    pub fn tagged(self) -> Self {
        let about = "The `ETag` of an answer that the client has.";
        self.parameter("header", "If-None-Match", json!({ "type": "string" }), about).answers_with(
            304,
            "Not changed since the answer whose `ETag` was sent.",
            vec![],
        )
    }

    /// Asks no database, so none can fail it.
    pub const fn storeless(mut self) -> Self {
        self.storeless = true;
        self
    }

    /// What it refuses beyond what [`Self::refusals`] adds by itself.
    pub fn refuses(mut self, codes: &[ErrorCode]) -> Self {
        self.refusals.extend_from_slice(codes);
        self
    }

    /// Every error that it answers with, in the order of the list of codes.
    pub fn refusals(&self) -> Vec<ErrorCode> {
        let mut codes = self.refusals.clone();
        if self.body.is_some() {
            codes.extend([ErrorCode::PayloadMalformed, ErrorCode::PayloadTooLarge]);
        }
        match self.access {
            Access::Anybody => {}
            Access::Page => codes.extend(ANY_STORE),
            Access::Backend(_) => {
                codes.extend([ErrorCode::ApiKeyInvalid, ErrorCode::ScopeMissing]);
                codes.extend(ANY_STORE);
            }
            Access::Operator => {
                codes.push(ErrorCode::AdminTokenInvalid);
                if self.method != "get" {
                    codes.push(ErrorCode::SessionForged);
                }
                codes.extend(ANY_STORE);
            }
        }
        codes.retain(|code| !self.storeless || *code != ErrorCode::Unavailable);
        let listed = ErrorCode::ALL.iter().copied();
        listed.filter(|code| codes.contains(code)).collect()
    }

    /// The names that its path leaves open.
    pub fn path_parameters(&self) -> impl Iterator<Item = &'static str> {
        let open = self.path.split('/').filter_map(|part| part.strip_prefix('{'));
        open.filter_map(|part| part.strip_suffix('}'))
    }

    pub const fn tag(&self) -> &'static str {
        match self.access {
            Access::Anybody => "Everybody",
            Access::Page => "Pages",
            Access::Backend(_) => "Backends",
            Access::Operator => "Operator",
        }
    }

    pub fn security(&self) -> Value {
        match self.access {
            Access::Anybody | Access::Page => json!([]),
            // OpenAPI 3.1 takes roles for every kind of scheme: here, the key's scope.
            Access::Backend(scope) => json!([{ "secretKey": [scope.name()] }]),
            Access::Operator => json!([{ "adminToken": [] }, { "backofficeSession": [] }]),
        }
    }
}

/// Whatever asks a store is limited and may fail.
const ANY_STORE: [ErrorCode; 3] =
    [ErrorCode::RateLimited, ErrorCode::Unavailable, ErrorCode::Internal];
