//! JSON Schemas of the wire types. OpenAPI 3.1 takes them as they are.

use std::collections::BTreeMap;

use schemars::generate::{Contract, SchemaSettings};
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

/// Makes a schema, and has the generator note the types that it uses.
pub type Of = Box<dyn Fn(&mut SchemaGenerator) -> Value>;

/// The schema of a type.
pub fn of<T: JsonSchema>() -> Of {
    Box::new(|generator| generator.subschema_for::<T>().to_value())
}

/// This schema.
pub fn is(schema: Value) -> Of {
    Box::new(move |_| schema.clone())
}

/// An object of these members, of which some need not be there.
pub fn object<const N: usize, const M: usize>(
    required: [(&'static str, Of); N],
    optional: [(&'static str, Of); M],
) -> Of {
    Box::new(move |generator| {
        let names: Vec<&str> = required.iter().map(|(name, _)| *name).collect();
        let members = required.iter().chain(&optional);
        let properties: Map<String, Value> =
            members.map(|(name, of)| ((*name).to_owned(), of(generator))).collect();
        json!({ "type": "object", "required": names, "properties": properties })
    })
}

/// An answer with `ok` and these members.
pub fn ok<const N: usize>(members: [(&'static str, Of); N]) -> Of {
    Box::new(move |generator| {
        let mut names = vec!["ok"];
        let mut properties = Map::new();
        properties.insert("ok".into(), json!({ "const": true, "type": "boolean" }));
        for (name, of) in &members {
            names.push(name);
            properties.insert((*name).to_owned(), of(generator));
        }
        json!({ "type": "object", "required": names, "properties": properties })
    })
}

/// The schemas that a document uses, by name. What is given and what is taken
/// may differ (a member that has a default need not be sent, and always comes),
/// so each has its generator.
pub struct Schemas {
    given: SchemaGenerator,
    taken: SchemaGenerator,
}

impl Schemas {
    pub fn new() -> Self {
        let generator = |contract| {
            let settings = SchemaSettings::draft2020_12().with(|settings| {
                settings.definitions_path = "/components/schemas".into();
                settings.contract = contract;
                settings.meta_schema = None;
            });
            settings.into_generator()
        };
        Self { given: generator(Contract::Serialize), taken: generator(Contract::Deserialize) }
    }

    /// The schema of an answer.
    pub fn given(&mut self, of: &Of) -> Value {
        of(&mut self.given)
    }

    /// The schema of a request.
    pub fn taken(&mut self, of: &Of) -> Value {
        of(&mut self.taken)
    }

    /// Adds a type of answers that no route names.
    pub fn note<T: JsonSchema>(&mut self) {
        self.given.subschema_for::<T>();
    }

    /// Every schema by its name.
    pub fn finish(mut self) -> BTreeMap<String, Value> {
        let taken = self.taken.take_definitions(true);
        let given = self.given.take_definitions(true);
        let mut all: BTreeMap<String, Value> = given.into_iter().collect();
        // What is taken is described as leniently as it is read.
        all.extend(taken);
        all.values_mut().for_each(plain);
        all
    }
}

/// Rustdoc's links as mere code.
fn plain(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            // Widths of numbers in Rust are no formats of JSON Schema.
            members.remove("format");
            for (name, value) in members {
                match value {
                    Value::String(text) if name == "description" => {
                        *text =
                            text.replace("[`crate::", "`").replace("[`", "`").replace("`]", "`");
                    }
                    other => plain(other),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(plain),
        _ => {}
    }
}
