//! The JSON Schema of a scenario, for editors: drawn from what the reader asks for, so that both know the same keys.
//!
//! It is draft-07, written with what draft 4 has where that is possible, because of who reads it. Taplo (Even Better TOML) documents draft
//! 4 and validates by a crate that follows `$schema`; to show a key's description it walks `properties`, `additionalProperties`, `items`,
//! `anyOf` and `$ref` under `definitions`, drops what stands beside a `$ref`, and hides a schema that has an `allOf`. Tombi reads draft-07
//! too. So descriptions stand at the keys, references stand alone, and a number that may be plain or sourced is one schema with two types
//! instead of a choice: the editor then says what is wrong with the number, not that no choice fits.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::builtin;
use super::defaults::Parameter;
use super::meanings;
use super::shape::{Holds, Key, Shapes, shapes};
use super::tree::shown;

/// The file that scenarios name in their first line.
pub const FILE: &str = "foreshift.schema.json";

/// Characters that no name and no line of text may have.
const ONE_LINE: &str = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$";

/// The schema of a scenario.
#[must_use]
pub fn schema() -> Value {
    Drawing::new(shapes()).scenario()
}

/// The schema as the text of a file.
#[must_use]
pub fn text() -> String {
    format!("{:#}\n", schema())
}

/// The switches, each on by default.
#[must_use]
pub fn switches() -> Vec<&'static str> {
    shapes().tables.get("mechanisms").map_or_else(Vec::new, |keys| keys.iter().map(|key| key.name).collect())
}

/// What a path of [`super::defaults::PARAMETERS`] means, in a sentence; nothing where there is no such path.
#[must_use]
pub fn meaning(path: &str) -> &'static str {
    meanings::meaning(path).unwrap_or_default()
}

/// A path with one more key.
fn within(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// What a schema is drawn from.
struct Drawing {
    shapes: Shapes,
    /// The keys of a sourced number, and of a drawn one.
    sourced: Vec<Key>,
    drawn: Vec<Key>,
}

impl Drawing {
    fn new(mut shapes: Shapes) -> Self {
        // The forms of a number are tables too, wherever a number stands.
        let mut form = |part: &str| {
            let found = shapes.tables.iter().find(|(_, keys)| {
                let has = |name: &str| keys.iter().any(|key| key.name == name && key.required);
                has(part) && keys.iter().any(|key| matches!(key.holds, Holds::Part))
            });
            let path = found.map(|(path, _)| path.clone());
            path.and_then(|path| shapes.tables.remove(&path)).unwrap_or_default()
        };
        let (sourced, drawn) = (form("value"), form("dist"));
        Self { shapes, sourced, drawn }
    }

    /// The whole file. What an overlay takes from the file that it extends need not be there.
    fn scenario(&self) -> Value {
        let mut root = self.table("", false);
        let object = json!({
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": "foreshift scenario",
            "description": "A company, what will change its work, and what it could do about it.",
        });
        let mut whole = object.as_object().cloned().unwrap_or_default();
        whole.append(&mut root);
        whole.insert("if".into(), json!({ "not": { "required": ["extends"] } }));
        whole.insert("then".into(), self.needed("").map_or(Value::Null, Value::Object));
        whole.insert("dependencies".into(), json!({ "remove": ["extends"] }));
        whole.insert("definitions".into(), self.definitions());
        Value::Object(whole)
    }

    /// What is referred to.
    fn definitions(&self) -> Value {
        json!({
            "line": { "type": "string", "maxLength": 500, "pattern": ONE_LINE },
            "name": { "type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]*[^\\s\\u0000-\\u001f\\u007f-\\u009f][^\\u0000-\\u001f\\u007f-\\u009f]*$" },
            "basis": { "enum": self.basis() },
        })
    }

    /// What a number may be based on, as the reader asks for it.
    fn basis(&self) -> Vec<&'static str> {
        let words = self.sourced.iter().find_map(|key| if let Holds::Words(words) = key.holds { Some(words) } else { None });
        words.unwrap_or_default().to_vec()
    }

    /// The keys that a file without `extends` must have, table within table.
    fn needed(&self, path: &str) -> Option<Map<String, Value>> {
        let mut needed = Map::new();
        if let Some(keys) = self.shapes.tables.get(path) {
            let required = required(keys);
            if !required.is_empty() {
                needed.insert("required".into(), json!(required));
            }
            let tables = keys.iter().filter(|key| matches!(key.holds, Holds::Table));
            let within: Map<String, Value> = tables
                .filter_map(|key| Some((key.name.to_owned(), Value::Object(self.needed(&within(path, key.name))?))))
                .collect();
            if !within.is_empty() {
                needed.insert("properties".into(), Value::Object(within));
            }
        } else if let Some(each) = self.needed_of_names(path) {
            needed.insert("additionalProperties".into(), Value::Object(each));
        }
        (!needed.is_empty()).then_some(needed)
    }

    fn needed_of_names(&self, path: &str) -> Option<Map<String, Value>> {
        let each = within(path, "*");
        if self.shapes.tables.contains_key(&each) { self.needed(&each) } else { None }
    }

    /// A table whose keys are fixed; an item of a list says what it needs, other tables leave that to [`Self::needed`].
    fn table(&self, path: &str, item: bool) -> Map<String, Value> {
        let keys = self.shapes.tables.get(path).map_or(&[][..], Vec::as_slice);
        let properties: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), self.value(path, key))).collect();
        let mut table = Map::new();
        table.insert("type".into(), json!("object"));
        if let Some(meaning) = meanings::meaning(path) {
            table.insert("description".into(), json!(meaning));
        }
        table.insert("properties".into(), Value::Object(properties));
        if item {
            table.insert("required".into(), json!(required(keys)));
        }
        table.insert("additionalProperties".into(), json!(false));
        table
    }

    /// A table whose keys a file chooses.
    fn names(&self, path: &str) -> Map<String, Value> {
        let each = within(path, "*");
        let mut table = Map::new();
        table.insert("type".into(), json!("object"));
        if let Some(meaning) = meanings::meaning(path) {
            table.insert("description".into(), json!(meaning));
        }
        let names = json!({ "$ref": "#/definitions/name" });
        let names = if path == "policies" { json!({ "allOf": [names, { "not": { "const": builtin::TWIN } }] }) } else { names };
        table.insert("propertyNames".into(), names);
        let value = match self.shapes.numbers.get(&each) {
            Some(parameter) => self.number(&each, parameter, false),
            None => Value::Object(self.table(&each, false)),
        };
        table.insert("additionalProperties".into(), value);
        table
    }

    /// What a key may hold.
    fn value(&self, table: &str, key: &Key) -> Value {
        let path = within(table, key.name);
        let mut value = match key.holds {
            Holds::Text => json!({ "type": "string", "maxLength": 500, "pattern": ONE_LINE }),
            Holds::LongText => json!({ "type": "string" }),
            Holds::Flag => json!({ "type": "boolean" }),
            Holds::Words(words) => json!({ "enum": words }),
            Holds::Number(parameter) => return self.number(&path, parameter, false),
            Holds::Drawn(parameter) => return self.number(&path, parameter, true),
            Holds::Table if self.shapes.tables.contains_key(&path) => return Value::Object(self.table(&path, false)),
            Holds::Table => return Value::Object(self.names(&path)),
            Holds::Texts => json!({ "type": "array", "items": { "type": "string" } }),
            Holds::List => json!({ "type": "array", "items": self.table(&self.item(&path), true) }),
            Holds::Part | Holds::Unsaid => json!({}),
        };
        if let (Some(meaning), Some(object)) = (meanings::meaning(&path), value.as_object_mut()) {
            object.insert("description".into(), json!(meaning));
        }
        value
    }

    /// The path of a list's items: the list's own and what identifies an item.
    fn item(&self, list: &str) -> String {
        let of_list = |path: &&String| {
            path.strip_prefix(list).is_some_and(|rest| !rest.is_empty() && rest.split('.').skip(1).all(|part| part == "*"))
        };
        self.shapes.tables.keys().find(of_list).cloned().unwrap_or_default()
    }

    /// A number: plain, or a table of one of its forms.
    fn number(&self, path: &str, parameter: &Parameter, drawn: bool) -> Value {
        let mut number = Map::new();
        number.insert("type".into(), json!([if parameter.whole { "integer" } else { "number" }, "object"]));
        number.insert("description".into(), json!(description(path, parameter)));
        if let Some(default) = parameter.default {
            number.insert("default".into(), exact(default));
        }
        number.insert("minimum".into(), exact(parameter.min));
        number.insert("maximum".into(), exact(parameter.max));
        let forms: &[&[Key]] = if drawn { &[&self.sourced, &self.drawn] } else { &[&self.sourced] };
        let mut properties = Map::new();
        for key in forms.iter().copied().flatten() {
            properties.entry(key.name).or_insert_with(|| part(key, parameter, drawn));
        }
        number.insert("properties".into(), Value::Object(properties));
        if drawn {
            number.insert("if".into(), json!({ "required": ["dist"] }));
            number.insert("then".into(), form(&self.drawn, &self.sourced));
            number.insert("else".into(), form(&self.sourced, &self.drawn));
        } else {
            number.insert("required".into(), json!(required(&self.sourced)));
        }
        number.insert("additionalProperties".into(), json!(false));
        Value::Object(number)
    }
}

/// The keys that must be there.
fn required(keys: &[Key]) -> Vec<&'static str> {
    keys.iter().filter(|key| key.required).map(|key| key.name).collect()
}

/// One form of a number, where another is possible too.
fn form(keys: &[Key], others: &[Key]) -> Value {
    let foreign = others.iter().filter(|other| !keys.iter().any(|key| key.name == other.name));
    let never: Map<String, Value> = foreign.map(|key| (key.name.to_owned(), json!(false))).collect();
    json!({ "required": required(keys), "properties": never })
}

/// A part of a sourced or drawn number.
fn part(key: &Key, parameter: &Parameter, drawn: bool) -> Value {
    match key.holds {
        // What is drawn need not be whole.
        Holds::Part => json!({
            "type": if parameter.whole && !drawn { "integer" } else { "number" },
            "minimum": exact(parameter.min),
            "maximum": exact(parameter.max),
        }),
        Holds::Words(words) if key.name == "dist" => json!({ "enum": words }),
        Holds::Words(_) => json!({ "$ref": "#/definitions/basis" }),
        _ => json!({ "$ref": "#/definitions/line" }),
    }
}

/// A number as JSON has it; a whole one without a point.
fn exact(number: f64) -> Value {
    shown(number).parse::<i64>().map_or_else(|_| json!(number), Value::from)
}

/// What an editor shows of a number: its meaning, unit and default with range and source.
fn description(path: &str, parameter: &Parameter) -> String {
    let mut text = meaning(path).to_owned();
    let _ = write!(text, "\n\nUnit: {}.", parameter.unit);
    if let Some(default) = parameter.default {
        let _ = write!(text, " Default: {}", shown(default));
        if let (Some(low), Some(high)) = (parameter.low, parameter.high) {
            let _ = write!(text, ", range {} to {}", shown(low), shown(high));
        }
        let basis = if parameter.source.starts_with(parameter.basis) { String::new() } else { format!("{}: ", parameter.basis) };
        let _ = write!(text, " ({basis}{}).", parameter.source);
    } else if !parameter.source.is_empty() {
        let _ = write!(text, " Default: {}.", parameter.source);
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every path that the reader knows: tables, keys and numbers under names.
    fn known() -> BTreeSet<String> {
        let shapes = Drawing::new(shapes()).shapes;
        let keys = shapes.tables.iter().flat_map(|(path, keys)| keys.iter().map(move |key| within(path, key.name)));
        let tables = shapes.tables.keys().filter(|path| !path.is_empty()).cloned();
        let numbers = shapes.numbers.keys().cloned();
        keys.chain(tables).chain(numbers).map(|path| path.replace("policies.*.roles.*.", "policies.*.")).collect()
    }

    #[test]
    fn every_key_that_the_reader_knows_has_a_meaning_and_no_other_has() {
        let known = known();
        let silent: Vec<_> = known.iter().filter(|path| meanings::meaning(path).is_none()).collect();
        assert!(silent.is_empty(), "{silent:?}");
        let unknown: Vec<_> = meanings::paths().filter(|path| !known.contains(*path)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
        let mut paths: Vec<_> = meanings::paths().collect();
        paths.sort_unstable();
        assert!(paths.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn every_parameter_is_a_number_that_the_reader_asks_for() {
        let known = known();
        let lost: Vec<_> =
            super::super::defaults::PARAMETERS.iter().filter(|parameter| !known.contains(parameter.path)).collect();
        assert!(lost.is_empty(), "{lost:?}");
    }

    #[test]
    fn no_table_was_missed() {
        let drawing = Drawing::new(shapes());
        let shapes = &drawing.shapes;
        for (path, keys) in &shapes.tables {
            for key in keys {
                let (own, each) = (within(path, key.name), within(path, &format!("{}.*", key.name)));
                let met = match key.holds {
                    Holds::Table => {
                        shapes.tables.contains_key(&own)
                            || shapes.tables.contains_key(&each)
                            || shapes.numbers.contains_key(&each)
                    }
                    Holds::List => !drawing.item(&own).is_empty(),
                    _ => true,
                };
                assert!(met, "the scenario with every table has no {own}");
            }
        }
    }

    #[test]
    fn both_forms_of_a_number_were_met() {
        let drawing = Drawing::new(shapes());
        assert_eq!(required(&drawing.sourced), ["value"]);
        assert_eq!(required(&drawing.drawn), ["dist", "low", "mode", "high"]);
        assert_eq!(drawing.basis(), ["measured", "estimated", "assumed"]);
    }
}
