//! A TOML document as a plain tree in which every key and value knows its place in the text.
//!
//! Tables are sorted by key, so whatever walks the tree meets names in order.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A place: which text (the file, then those that it extends, then `--set` flags) and the bytes in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At {
    /// Which text.
    pub text: usize,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// What it is.
    pub value: Value,
    /// Where it stands.
    pub at: At,
}

/// What a TOML value may be.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// A string.
    Text(String),
    /// An integer or a float; both are numbers to a reader.
    Number(f64),
    /// `true` or `false`.
    Flag(bool),
    /// A date or time, which no scenario needs.
    Date,
    /// A list.
    List(Vec<Node>),
    /// A table.
    Table(Table),
}

impl Value {
    /// What it is, in words that fit after "found".
    pub fn described(&self) -> String {
        match self {
            Self::Text(text) if text.chars().count() <= 40 => format!("the text {text:?}"),
            Self::Text(_) => "a long text".into(),
            Self::Number(number) => format!("the number {}", shown(*number)),
            Self::Flag(flag) => format!("`{flag}`"),
            Self::Date => "a date".into(),
            Self::List(_) => "a list".into(),
            Self::Table(_) => "a table".into(),
        }
    }
}

/// A key's value, and where the key stands.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Where the key stands.
    pub key_at: At,
    /// Its value.
    pub node: Node,
    /// What an overlay has put this in place of, where that is still of use: the `source` of the file beneath.
    pub under: Option<Box<Entry>>,
}

impl Entry {
    /// A key with its value.
    pub const fn new(key_at: At, node: Node) -> Self {
        Self { key_at, node, under: None }
    }

    /// Where to point: at the key of a table, whose text may be long, and at any other value itself.
    pub const fn at(&self) -> At {
        if matches!(self.node.value, Value::Table(_)) { self.key_at } else { self.node.at }
    }
}

/// A table by key.
pub(super) type Table = BTreeMap<String, Entry>;

/// A parsed table as a tree, its places moved by `shift` bytes into text number `text`.
pub(super) fn from_table(table: &DeTable<'_>, text: usize, shift: usize) -> Table {
    table
        .iter()
        .map(|(key, value)| {
            let entry = Entry::new(place(key, text, shift), from_value(value, text, shift));
            (key.get_ref().to_string(), entry)
        })
        .collect()
}

/// A parsed value as a tree.
pub(super) fn from_value(value: &Spanned<DeValue<'_>>, text: usize, shift: usize) -> Node {
    let at = place(value, text, shift);
    let value = match value.get_ref() {
        DeValue::String(string) => Value::Text(string.to_string()),
        DeValue::Integer(integer) => Value::Number(integer_value(integer.as_str(), integer.radix())),
        DeValue::Float(float) => Value::Number(float.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(_) => Value::Date,
        DeValue::Array(items) => Value::List(items.iter().map(|item| from_value(item, text, shift)).collect()),
        DeValue::Table(table) => Value::Table(from_table(table, text, shift)),
    };
    Node { value, at }
}

/// An integer of any length as a number; what no float holds is infinite, and is refused as such.
fn integer_value(digits: &str, radix: u32) -> f64 {
    if radix == 10 {
        return digits.parse().unwrap_or(f64::NAN);
    }
    let mut value = 0.0;
    for digit in digits.chars().filter_map(|digit| digit.to_digit(radix)) {
        value = value * f64::from(radix) + f64::from(digit);
    }
    value
}

/// Where a spanned thing stands.
fn place<T>(spanned: &Spanned<T>, text: usize, shift: usize) -> At {
    let span = spanned.span();
    At { text, start: span.start.saturating_add(shift), end: span.end.saturating_add(shift) }
}

/// A number as a person would write it.
pub(super) fn shown(number: f64) -> String {
    let size = number.abs();
    if number.is_finite() && size != 0.0 && !(1e-6..1e15).contains(&size) { format!("{number:e}") } else { format!("{number}") }
}

/// A key as a path spells it: bare where it may be, else in double quotes. Of TOML's ways to quote a text a key takes only those on one line,
/// and JSON's is among them.
pub(super) fn key_text(key: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !key.is_empty() && key.chars().all(bare) { key.to_owned() } else { serde_json::Value::from(key).to_string() }
}

/// A path with one more key.
pub(super) fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key_text(key) } else { format!("{path}.{}", key_text(key)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_reads_back() {
        for key in ["plain", "two words", "it's", "say \"so\"", "both ' and \" and \\", "]]>", "\u{1f680} \u{5e9}", ""] {
            let text = format!("{} = 1", key_text(key));
            let table = DeTable::parse(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
            let keys: Vec<String> = table.get_ref().keys().map(|key| key.get_ref().to_string()).collect();
            assert_eq!(keys, [key]);
        }
    }
}
