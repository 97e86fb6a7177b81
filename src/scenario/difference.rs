//! What one scenario says and another does not: values by path, defaults filled in.

use std::collections::BTreeMap;

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
}

/// Every value of `new` that `old` does not share, by path. Numbers come with what is known of them.
#[must_use]
pub fn differences(old: &Scenario, new: &Scenario) -> Vec<Difference> {
    let values = |scenario: &Scenario| {
        let mut values = BTreeMap::new();
        flatten(String::new(), scenario.to_json(), &mut values);
        values
    };
    let (mut before, after) = (values(old), values(new));
    let mut all: BTreeMap<String, Difference> = BTreeMap::new();
    for (path, new) in after {
        let old = before.remove(&path);
        if old.as_ref() != Some(&new) {
            all.insert(path.clone(), Difference { path, old, new: Some(new) });
        }
    }
    all.extend(before.into_iter().map(|(path, old)| (path.clone(), Difference { path, old: Some(old), new: None })));
    all.into_values().collect()
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
