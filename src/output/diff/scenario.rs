//! What differs between two resolved scenarios, path by path.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::output::report::assumptions::full;

/// Something that differs: what it was and what it is; none where it is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where, as `--set` takes it.
    pub path: String,
    /// What it was.
    pub before: Option<String>,
    /// What it is.
    pub after: Option<String>,
}

/// What differs between two scenarios.
pub(super) struct Changes {
    /// Values, words and switches.
    pub(super) values: Vec<Change>,
    /// Ranges, sources and bases of values that are the same.
    pub(super) remarks: Vec<Change>,
}

/// A leaf: what it is, and what is said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Leaf {
    value: String,
    said: String,
}

/// Compares two resolved scenarios.
pub(super) fn changes(before: &Value, after: &Value) -> Changes {
    let (mut before, mut after) = (before.clone(), after.clone());
    let mut changes = Changes { values: whole(&mut before, &mut after), remarks: Vec::new() };
    let (before, after) = (leaves(&before), leaves(&after));
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for path in paths {
        let (one, other) = (before.get(path), after.get(path));
        let value = |leaf: Option<&Leaf>| leaf.map(|leaf| leaf.value.clone());
        let said = |leaf: Option<&Leaf>| leaf.map(|leaf| leaf.said.clone());
        let change = |before, after| Change { path: path.clone(), before, after };
        if value(one) != value(other) {
            changes.values.push(change(value(one), value(other)));
        } else if said(one) != said(other) {
            changes.remarks.push(change(said(one), said(other)));
        }
    }
    changes
}

/// Takes out what only one of them has as a whole: a role, a shock, a skill, a policy. Each is one change, not one for each of its numbers.
fn whole(before: &mut Value, after: &mut Value) -> Vec<Change> {
    let names = |scenario: &Value, section: &str| -> BTreeSet<String> {
        scenario[section].as_object().map(|table| table.keys().cloned().collect()).unwrap_or_default()
    };
    let mut changes = Vec::new();
    for section in ["policies", "roles", "shocks", "skills"] {
        let (one, other) = (names(before, section), names(after, section));
        for name in one.symmetric_difference(&other) {
            let path = joined(section, &key_text(name));
            let there = |side: &BTreeSet<String>| side.contains(name).then(|| "there".to_owned());
            changes.push(Change { path, before: there(&one), after: there(&other) });
            for scenario in [&mut *before, &mut *after] {
                if let Some(table) = scenario[section].as_object_mut() {
                    table.remove(name);
                }
            }
        }
    }
    changes
}

/// Every leaf of a scenario by its path.
fn leaves(scenario: &Value) -> BTreeMap<String, Leaf> {
    let mut found = BTreeMap::new();
    collect(scenario, "", &mut found);
    found
}

fn collect(value: &Value, path: &str, found: &mut BTreeMap<String, Leaf>) {
    match value {
        Value::Object(table) => match leaf(table) {
            Some(leaf) => {
                found.insert(path.to_owned(), leaf);
            }
            None => table.iter().for_each(|(key, value)| collect(value, &joined(path, key), found)),
        },
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                let (name, rest) = named(item, place);
                collect(&rest, &joined(path, &name), found);
            }
        }
        plain => {
            found.insert(path.to_owned(), Leaf { value: text(plain), said: String::new() });
        }
    }
}

/// A number with what is said of it, or one that is drawn.
fn leaf(table: &Map<String, Value>) -> Option<Leaf> {
    let part = |key: &str| table.get(key).map(text);
    let said: Vec<String> = ["source", "basis"].iter().filter_map(|key| part(key)).collect();
    if let Some(value) = part("value") {
        let range = match (part("low"), part("high")) {
            (Some(low), Some(high)) => format!("{low} to {high}; "),
            _ => String::new(),
        };
        return Some(Leaf { value, said: format!("{range}{}", said.join("; ")) });
    }
    let dist = part("dist")?;
    let ends: Vec<String> = ["low", "mode", "high"].iter().filter_map(|key| part(key)).collect();
    Some(Leaf { value: format!("{dist}: {}", ends.join(", ")), said: said.join("; ") })
}

/// What an item of a list is known by, and the rest of it.
fn named(item: &Value, place: usize) -> (String, Value) {
    let Value::Object(table) = item else { return (place.to_string(), item.clone()) };
    let mut rest = table.clone();
    let mut names: Vec<String> = Vec::new();
    for key in ["name", "role", "task", "skill"] {
        if let Some(Value::String(name)) = table.get(key) {
            rest.remove(key);
            names.push(key_text(name));
        }
    }
    if names.is_empty() { (place.to_string(), item.clone()) } else { (names.join("."), Value::Object(rest)) }
}

/// A key as TOML writes it.
fn key_text(key: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !key.is_empty() && key.chars().all(bare) { key.to_owned() } else { Value::String(key.to_owned()).to_string() }
}

/// A path and one key more. Names of lists' items are keys already.
fn joined(path: &str, key: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-.\"".contains(c);
    let key = if key.chars().all(plain) || key.contains('"') { key.to_owned() } else { key_text(key) };
    if path.is_empty() { key } else { format!("{path}.{key}") }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), full),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_come_before_what_is_said_of_them() {
        let before = json!({
            "name": "A",
            "hiring": { "cost": { "value": 4700, "low": 1, "high": 2, "source": "x", "basis": "assumed" }, "same": { "value": 1 } },
            "roles": { "an agent": { "tasks": [{ "name": "Take calls", "share": { "value": 0.5, "source": "x" } }] } },
            "shocks": { "bot": { "start": { "dist": "triangular", "low": 1, "mode": 2, "high": 3 } } },
            "mechanisms": { "spread": true },
        });
        let mut after = before.clone();
        after["hiring"]["cost"]["value"] = json!(9000);
        after["hiring"]["same"]["source"] = json!("y");
        after["roles"]["an agent"]["tasks"][0]["share"]["value"] = json!(0.6);
        after["shocks"]["bot"]["start"]["mode"] = json!(2.5);
        after["mechanisms"]["spread"] = json!(false);
        after["extra"] = json!(1);
        after["roles"]["a clerk"] = json!({ "headcount": { "value": 3 }, "salary": { "value": 1 } });
        let found = changes(&before, &after);
        let seen: Vec<(&str, Option<&str>, Option<&str>)> =
            found.values.iter().map(|change| (change.path.as_str(), change.before.as_deref(), change.after.as_deref())).collect();
        assert_eq!(
            seen,
            [
                ("roles.\"a clerk\"", None, Some("there")),
                ("extra", None, Some("1")),
                ("hiring.cost", Some("4,700"), Some("9,000")),
                ("mechanisms.spread", Some("true"), Some("false")),
                ("roles.\"an agent\".tasks.\"Take calls\".share", Some("0.5"), Some("0.6")),
                ("shocks.bot.start", Some("triangular: 1, 2, 3"), Some("triangular: 1, 2.5, 3")),
            ]
        );
        assert_eq!(found.remarks.len(), 1);
        assert_eq!(found.remarks[0].path, "hiring.same");
        assert!(changes(&before, &before).values.is_empty());
    }
}
