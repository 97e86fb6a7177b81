//! `--set path=value`: changes to the parsed tree, whose places point at the flag.
//!
//! A path is dotted as in TOML, and goes through lists by what identifies an item: `roles.agent.tasks."Answer tickets".share`,
//! `shocks.bot.raises.agent.data_analysis.to`. A value that is no TOML is a text.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::builtin;
use super::fields::{Context, shortened};
use super::kind::Kind;
use super::model::Choice;
use super::source;
use super::tree::{At, Entry, Node, Table, Value, from_table, from_value};
use super::value::COMMAND_LINE;

/// What a flag's text begins with when it is shown.
const SHOWN_AS: &str = "--set ";

/// The longest path, in keys.
const LONGEST: usize = 12;

/// What a sourced number may state.
pub(super) const PARTS: [&str; 5] = ["value", "low", "high", "source", "basis"];

/// A key of a path and its place.
pub(super) type Key = (String, At);

/// A flag as problems show it.
pub(super) fn shown(flag: &str) -> String {
    format!("{SHOWN_AS}{flag}")
}

/// Applies flags in order; the later wins.
pub(super) fn apply(cx: &mut Context, root: &mut Table, flags: &[String]) {
    for (index, flag) in flags.iter().enumerate() {
        if let Some((path, value)) = parsed(cx, flag, cx.first_flag + index) {
            seed_mix(root, &path);
            choose(root, &path, &value);
            put(cx, root, &path, value);
        }
    }
}

/// A flag's path and value.
fn parsed(cx: &mut Context, flag: &str, text: usize) -> Option<(Vec<Key>, Node)> {
    const FORM: &str = "Write --set path=value, as in --set hiring.cost_per_hire=9000.";
    let whole = At { text, start: SHOWN_AS.len(), end: SHOWN_AS.len() + flag.len() };
    if flag.contains(char::is_control) || source::too_deep(flag).is_some() {
        cx.complain(Kind::FlagForm, whole, "this flag has line breaks, control characters or too many brackets", FORM);
        return None;
    }
    let Some(equals) = equals_sign(flag) else {
        cx.complain(Kind::FlagForm, whole, "this flag has no `=`", FORM);
        return None;
    };
    let Some(path) = keys(&flag[..equals], text, SHOWN_AS.len()) else {
        let place = At { end: SHOWN_AS.len() + equals, ..whole };
        cx.complain(Kind::FlagForm, place, "this is not a path of keys", FORM);
        return None;
    };
    if path.is_empty() || path.len() > LONGEST {
        cx.complain(Kind::FlagForm, whole, "no value of a scenario has a path of this length", FORM);
        return None;
    }
    let written = flag[equals + 1..].trim();
    let start = SHOWN_AS.len() + flag.len() - flag[equals + 1..].trim_start().len();
    let value = DeValue::parse(written).map_or_else(
        |_| Node { value: Value::Text(written.to_owned()), at: At { text, start, end: start + written.len() } },
        |value| from_value(&value, text, start),
    );
    Some((path, value))
}

/// The keys of a dotted path, placed in text number `text` from byte `shift` on.
pub(super) fn keys(path: &str, text: usize, shift: usize) -> Option<Vec<Key>> {
    let document = format!("{path}=0");
    let mut level = from_table(DeTable::parse(&document).ok()?.get_ref(), text, shift);
    let mut keys = Vec::new();
    while let Some((key, entry)) = level.pop_first() {
        keys.push((key, entry.key_at));
        level = if let Value::Table(table) = entry.node.value { table } else { Table::new() };
    }
    Some(keys)
}

/// A policy has a mix or is adaptive: a flag that says one takes the other out of what the file says.
fn choose(root: &mut Table, path: &[Key], value: &Node) {
    let keys: Vec<&str> = path.iter().map(|(key, _)| key.as_str()).collect();
    let (own, other) = match keys[..] {
        ["policies", _, "adaptive"] | ["policies", _, "roles", _, "adaptive"] if matches!(value.value, Value::Flag(true)) => {
            (path.len() - 1, "mix")
        }
        ["policies", _, "mix", ..] => (2, "adaptive"),
        ["policies", _, "roles", _, "mix", ..] => (4, "adaptive"),
        _ => return,
    };
    let mut table = root;
    for (key, _) in &path[..own] {
        let Some(Value::Table(next)) = table.get_mut(key).map(|entry| &mut entry.node.value) else { return };
        table = next;
    }
    table.remove(other);
}

/// The first `=` outside quotes.
fn equals_sign(flag: &str) -> Option<usize> {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in flag.char_indices() {
        match quote {
            _ if escaped => escaped = false,
            Some('"') if c == '\\' => escaped = true,
            Some(open) if c == open => quote = None,
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == '=' => return Some(at),
            _ => {}
        }
    }
    None
}

/// A share of a mix that the file leaves to the built-in changes that one share, not the whole mix.
fn seed_mix(root: &mut Table, path: &[Key]) {
    let keys: Vec<&str> = path.iter().map(|(key, _)| key.as_str()).collect();
    let (policy, own) = match keys[..] {
        ["policies", policy, "mix", _] => (policy, &path[..2]),
        ["policies", policy, "roles", _, "mix", _] => (policy, &path[..4]),
        _ => return,
    };
    if table_at(root, own).is_some_and(|table| table.contains_key("mix")) {
        return;
    }
    let at = path[path.len() - 1].1;
    let written = table_at(root, &path[..2]).and_then(|table| table.get("mix")).cloned();
    let mix = written.or_else(|| match builtin::terms(policy).choice {
        Choice::Mix { hire, reskill, upskill } => {
            let number = |value| Entry::new(at, Node { value: Value::Number(value), at });
            let shares = [("hire", hire), ("reskill", reskill), ("upskill", upskill)];
            let table = shares.into_iter().map(|(channel, share)| (channel.to_owned(), number(share))).collect();
            Some(Entry::new(at, Node { value: Value::Table(table), at }))
        }
        Choice::Nothing | Choice::Adaptive => None,
    });
    if let Some(mix) = mix {
        let mut table = root;
        for (key, key_at) in own {
            let fresh = || Entry::new(*key_at, Node { value: Value::Table(BTreeMap::new()), at: *key_at });
            let Value::Table(next) = &mut table.entry(key.clone()).or_insert_with(fresh).node.value else { return };
            table = next;
        }
        table.insert("mix".into(), mix);
    }
}

/// The table at a path, where there is one.
fn table_at<'t>(root: &'t Table, path: &[Key]) -> Option<&'t Table> {
    path.iter().try_fold(root, |table, (key, _)| match &table.get(key)?.node.value {
        Value::Table(next) => Some(next),
        _ => None,
    })
}

/// Puts a value at a path, creating tables on the way.
fn put(cx: &mut Context, table: &mut Table, path: &[Key], value: Node) {
    let Some(((key, at), rest)) = path.split_first() else { return };
    let fresh = Entry::new(*at, Node { value: Value::Table(BTreeMap::new()), at: *at });
    if rest.is_empty() {
        let entry = table.entry(key.clone()).or_insert(fresh);
        match &mut entry.node.value {
            Value::Table(sourced) if sourced.contains_key("value") && !matches!(value.value, Value::Table(_)) => {
                restate(sourced, value, *at);
            }
            _ => entry.node = value,
        }
        entry.key_at = *at;
        return;
    }
    let entry = table.entry(key.clone()).or_insert(fresh);
    if let Value::Number(_) = entry.node.value
        && matches!(rest, [(part, _)] if PARTS.contains(&part.as_str()))
    {
        let number = Entry::new(entry.key_at, entry.node.clone());
        entry.node.value = Value::Table(BTreeMap::from([("value".to_owned(), number)]));
    }
    match &mut entry.node.value {
        Value::Table(next) => put(cx, next, rest, value),
        Value::List(items) => put_in_list(cx, items, rest, value),
        other => {
            let cause =
                format!("`{}` is {}, which has nothing called `{}`", shortened(key), other.described(), shortened(&rest[0].0));
            cx.complain(
                Kind::PathTooLong,
                rest[0].1,
                cause,
                "Check the path: its parts are the names of sections and keys, from the top, with dots between.",
            );
        }
    }
}

/// Puts a value into the item of a list that the path's next one or two keys identify.
fn put_in_list(cx: &mut Context, items: &mut [Node], path: &[Key], value: Node) {
    let Some(((key, at), rest)) = path.split_first() else { return };
    let called = |item: &Node| identity(item, &["name", "role"]).map(str::to_owned);
    let matching: Vec<usize> = (0..items.len()).filter(|i| called(&items[*i]).as_ref() == Some(key)).collect();
    if matching.is_empty() {
        let names: Vec<String> = items.iter().filter_map(called).collect();
        let remedy = cx.suggestion(key, names.iter().map(String::as_str));
        cx.complain(Kind::UnknownItem, *at, format!("this list has no item for `{}`", shortened(key)), remedy);
        return;
    }
    let second = |item: &Node| identity(item, &["task", "skill"]).map(str::to_owned);
    let with_second = matching.iter().any(|i| second(&items[*i]).is_some());
    let (found, rest) = match rest.split_first() {
        Some(((wanted, wanted_at), rest)) if with_second => {
            let found = matching.iter().copied().find(|i| second(&items[*i]).as_ref() == Some(wanted));
            if found.is_none() {
                let names: Vec<String> = matching.iter().filter_map(|i| second(&items[*i])).collect();
                let remedy = cx.suggestion(wanted, names.iter().map(String::as_str));
                cx.complain(Kind::UnknownItem, *wanted_at, format!("this list has no item for `{}`", shortened(wanted)), remedy);
                return;
            }
            (found, rest)
        }
        _ => (matching.first().copied(), rest),
    };
    if rest.is_empty() {
        cx.complain(
            Kind::PathTooShort,
            *at,
            "this path ends at an item of a list",
            "Add the value's name, as in `.share`, `.to` or `.seats`.",
        );
    } else if let Some(Node { value: Value::Table(table), .. }) = found.and_then(|i| items.get_mut(i)) {
        put(cx, table, rest, value);
    }
}

/// The text that identifies an item of a list.
fn identity<'n>(item: &'n Node, keys: &[&str]) -> Option<&'n str> {
    let Value::Table(table) = &item.value else { return None };
    keys.iter().find_map(|key| match &table.get(*key)?.node.value {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    })
}

/// Replaces the value of a sourced number. What was said of the old value no longer holds; its range does, if the new one is within.
fn restate(sourced: &mut Table, value: Node, at: At) {
    if let Value::Number(number) = value.value {
        let bound = |sourced: &Table, key: &str| match sourced.get(key)?.node.value {
            Value::Number(bound) => Some(bound),
            _ => None,
        };
        if bound(sourced, "low").is_some_and(|low| number < low) || bound(sourced, "high").is_some_and(|high| number > high) {
            sourced.remove("low");
            sourced.remove("high");
        }
    }
    sourced.remove("basis");
    let said = Node { value: Value::Text(COMMAND_LINE.into()), at };
    sourced.insert("source".into(), Entry::new(at, said));
    sourced.insert("value".into(), Entry::new(at, value));
}
