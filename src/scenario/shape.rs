//! What the reader asks of every table, noted while it reads: the schema is drawn from this, so that reader and schema know the same keys.
//!
//! A key is known because the reader asks for it ([`Fields::get`] and its like); strict checking refuses the others. Reading
//! [`EVERY_TABLE`], a scenario that has every table once, with `*` for every name, makes the reader ask for everything it knows.

use std::collections::BTreeMap;

use super::builtin;
use super::defaults::Parameter;
use super::fields::{Context, Fields, Sources};
use super::read::scenario;
use super::source::{self, Text};
use super::tree::At;

/// What a key may hold.
#[derive(Clone, Copy, Debug)]
pub(super) enum Holds {
    /// The reader has not said.
    Unsaid,
    /// A text of one line.
    Text,
    /// A text of any length.
    LongText,
    /// `true` or `false`.
    Flag,
    /// One of several words.
    Words(&'static [&'static str]),
    /// A number, plain or sourced.
    Number(&'static Parameter),
    /// A number, plain, sourced or drawn.
    Drawn(&'static Parameter),
    /// A plain number that is part of a sourced or drawn one, bounded as that is.
    Part,
    /// A table.
    Table,
    /// A list of tables.
    List,
    /// A list of texts.
    Texts,
}

/// A key that the reader asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it may hold.
    pub holds: Holds,
    /// Whether it must be there.
    pub required: bool,
}

/// Every table that was read, by path, with `*` for a name.
#[derive(Clone, Debug, Default)]
pub(super) struct Shapes {
    /// The keys of tables whose keys are fixed.
    pub tables: BTreeMap<String, Vec<Key>>,
    /// Numbers under a name that a file chooses, as a role's required levels.
    pub numbers: BTreeMap<String, &'static Parameter>,
}

impl Shapes {
    /// Notes a table that was read to its end.
    pub fn table(&mut self, path: &str, keys: &[Key]) {
        let path = pattern(path);
        // Built-in policies have the keys of any policy.
        if !builtin::NAMES.iter().any(|name| path == format!("policies.{name}")) {
            self.tables.insert(path, keys.to_vec());
        }
    }

    /// Notes a number.
    pub fn number(&mut self, path: &str, parameter: &'static Parameter) {
        self.numbers.insert(pattern(path), parameter);
    }
}

/// A path as the table of parameters spells it: the names of [`EVERY_TABLE`] need no quotes there.
fn pattern(path: &str) -> String {
    path.replace("\"*\"", "*")
}

/// A scenario with every table in it, and a number of each form. What it does not state, the reader asks for all the same.
const EVERY_TABLE: &str = r#"
[skills."*"]
[roles."*"]
headcount = { value = 1 }
salary = 1
requires = { "*" = 0.5 }
weights = { "*" = 1 }
tasks = [{ name = "*", share = 1 }]
[shocks."*"]
start_week = { dist = "triangular", low = 0, mode = 0, high = 0 }
automates = [{ role = "*", task = "*", share = 1 }]
raises = [{ role = "*", skill = "*", to = 1 }]
creates = [{ role = "*", seats = 1 }]
[policies."*"]
mix = { hire = 1 }
[policies."*".roles."*"]
mix = { hire = 1 }
"#;

/// What the reader knows.
pub(super) fn shapes() -> Shapes {
    let mut cx = Context::default();
    cx.shapes = Some(Shapes::default());
    if let Ok(table) = source::parse(&Text::new("every table", EVERY_TABLE), 0) {
        scenario(&mut cx, Fields::new(&table, At::default(), String::new(), Sources::default()), "every table");
    }
    cx.shapes.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::model::Scenario;

    #[test]
    fn the_scenario_with_every_table_is_a_good_one() {
        let read = Scenario::parse("every table", EVERY_TABLE, &[]);
        assert!(read.is_ok(), "{}", read.unwrap_err());
    }

    #[test]
    fn the_reader_says_of_every_key_what_it_may_hold() {
        let shapes = shapes();
        for (path, keys) in &shapes.tables {
            for key in keys {
                assert!(!matches!(key.holds, Holds::Unsaid), "`{}` of `{path}`", key.name);
            }
        }
        assert!(shapes.tables.len() > 15, "{:?}", shapes.tables.keys());
    }
}
