//! What one scenario says and another does not: values by path, defaults filled in.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::model::Scenario;
use super::tree::joined;

/// A value that two scenarios do not share.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Its path, as `--set` takes it.
    pub path: String,
    /// What the one says, if anything.
    pub old: Option<Value>,
    /// What the other says, if anything.
    pub new: Option<Value>,
    /// The path of the skill, role, shock or policy around it, where only one of the two has that.
    pub within: Option<String>,
}

/// Every value of `new` that `old` does not share, by path. Numbers come with what is known of them.
#[must_use]
pub fn differences(old: &Scenario, new: &Scenario) -> Vec<Difference> {
    let (old, new) = (old.to_json(), new.to_json());
    let lone = lone(&old, &new);
    let values = |scenario: Value| {
        let mut values = BTreeMap::new();
        flatten(String::new(), scenario, &mut values);
        values
    };
    let within =
        |path: &str| lone.iter().find(|lone| path.strip_prefix(lone.as_str()).is_some_and(|rest| rest.starts_with('.'))).cloned();
    let (mut before, after) = (values(old), values(new));
    let mut all: BTreeMap<String, Difference> = BTreeMap::new();
    for (path, new) in after {
        let old = before.remove(&path);
        if old.as_ref() != Some(&new) {
            let within = within(&path);
            all.insert(path.clone(), Difference { path, old, new: Some(new), within });
        }
    }
    for (path, old) in before {
        let within = within(&path);
        all.insert(path.clone(), Difference { path, old: Some(old), new: None, within });
    }
    all.into_values().collect()
}

/// The paths of what only one of two scenarios has.
fn lone(old: &Value, new: &Value) -> Vec<String> {
    let mut lone = Vec::new();
    for section in ["skills", "roles", "shocks", "policies"] {
        let names = |scenario: &Value| -> BTreeSet<String> {
            scenario.get(section).and_then(Value::as_object).map(|table| table.keys().cloned().collect()).unwrap_or_default()
        };
        lone.extend(names(old).symmetric_difference(&names(new)).map(|name| joined(section, name)));
    }
    lone
}

/// The number of a value, or the value itself.
#[must_use]
pub fn plain(value: &Value) -> &Value {
    value.get("value").or_else(|| value.get("mode")).filter(|_| is_number(value)).unwrap_or(value)
}

/// Whether an object is a number with what is known of it, and no section.
fn is_number(value: &Value) -> bool {
    value.get("basis").is_some_and(Value::is_string)
}

fn flatten(path: String, value: Value, values: &mut BTreeMap<String, Value>) {
    match value {
        Value::Object(ref table) if !is_number(&value) => {
            for (key, value) in table {
                flatten(joined(&path, key), value.clone(), values);
            }
        }
        Value::Array(items) => {
            for item in items {
                let named = |keys: [&str; 2]| keys.iter().find_map(|key| item.get(*key)?.as_str().map(str::to_owned));
                let names = [named(["name", "role"]), named(["task", "skill"])];
                let path = names.iter().flatten().fold(path.clone(), |path, name| joined(&path, name));
                let Value::Object(table) = item else { continue };
                for (key, value) in table.into_iter().filter(|(_, value)| !value.is_string()) {
                    flatten(joined(&path, &key), value, values);
                }
            }
        }
        other => {
            values.insert(path, other);
        }
    }
}
