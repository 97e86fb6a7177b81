//! Reading a table key by key: what is asked for is known, what is left over is an unknown key, and every problem is kept.

use std::sync::LazyLock;

use super::defaults::PARAMETERS;
use super::error::Remedy;
use super::kind::Kind;
use super::model::Assumption;
use super::shape::{Holds, Key, Shapes};
use super::tree::{At, Entry, Node, Table, Value, joined};

/// The longest name, in characters.
const LONGEST_NAME: usize = 200;

/// The most problems that are kept; beyond, they are counted.
const MOST_PROBLEMS: usize = 1000;

/// The most names that a search for the nearest may look at, over a whole reading.
const MOST_COMPARISONS: usize = 300_000;

/// The most names that a message lists where none is near.
const LISTED: usize = 20;

/// A table for a section that a file leaves out.
static NOTHING: LazyLock<Table> = LazyLock::new(Table::new);

/// A problem at its place in the tree.
#[derive(Clone, Debug)]
pub(super) struct Complaint {
    /// What sort of mistake.
    pub kind: Kind,
    /// Where.
    pub at: At,
    /// What is wrong.
    pub cause: String,
    /// What to do.
    pub remedy: Remedy,
}

/// What a reading gathers: problems and assumptions.
#[derive(Clone, Debug, Default)]
pub(super) struct Context {
    /// Problems, in the order met.
    pub complaints: Vec<Complaint>,
    /// Problems that were counted but not kept.
    pub uncounted: usize,
    /// Numbers with what is known of them.
    pub assumptions: Vec<Assumption>,
    /// What is asked of every table, where somebody wants to know.
    pub shapes: Option<Shapes>,
    /// The number of the first text that is a `--set` flag; those before it are files.
    pub first_flag: usize,
    compared: usize,
}

impl Context {
    /// Keeps a problem.
    pub fn complain(&mut self, kind: Kind, at: At, cause: impl Into<String>, remedy: impl Into<Remedy>) {
        if self.complaints.len() < MOST_PROBLEMS {
            self.complaints.push(Complaint { kind, at, cause: cause.into(), remedy: remedy.into() });
        } else {
            self.uncounted += 1;
        }
    }

    /// Whether anything was wrong so far.
    pub const fn failed(&self) -> bool {
        !self.complaints.is_empty()
    }

    /// Whether a text is a `--set` flag.
    pub const fn is_flag(&self, text: usize) -> bool {
        text >= self.first_flag
    }

    /// "Did you mean ...?" where a candidate is near enough, else what there is.
    pub fn suggestion<'n>(&mut self, name: &str, candidates: impl Iterator<Item = &'n str> + Clone) -> Remedy {
        if self.complaints.len() >= MOST_PROBLEMS {
            return Remedy::default();
        }
        if name.chars().count() <= LONGEST_NAME {
            let mut best: Option<(f64, &str)> = None;
            for candidate in candidates.clone().filter(|candidate| candidate.len() <= 4 * LONGEST_NAME) {
                self.compared += 1;
                if self.compared > MOST_COMPARISONS {
                    break;
                }
                let score = likeness(name, candidate);
                if score >= 0.5 && best.is_none_or(|(least, _)| score > least) {
                    best = Some((score, candidate));
                }
            }
            if let Some((_, candidate)) = best {
                return Remedy::instead(format!("Did you mean `{candidate}`?"), candidate);
            }
        }
        let mut all: Vec<&str> = candidates.take(LISTED + 1).collect();
        let cut = all.len() > LISTED;
        all.truncate(LISTED);
        match all.len() {
            0 => "There is none.".into(),
            _ => format!("There is {}{}.", all.join(", "), if cut { " and more" } else { "" }).into(),
        }
    }

    /// Whether a name can be shown and typed.
    pub fn usable_name(&mut self, name: &str, at: At, what: &str) -> bool {
        let cause = if name.trim().is_empty() {
            "is empty"
        } else if name.chars().any(char::is_control) {
            "contains a control character"
        } else if name.chars().count() > LONGEST_NAME {
            "is longer than 200 characters"
        } else {
            return true;
        };
        self.complain(
            Kind::BadName,
            at,
            format!("the name of {what} {cause}"),
            "Use a short name of letters, digits and `_`; the title may say more.",
        );
        false
    }
}

/// What the tables around a number say of where their numbers come from, each with the file that says it (none: a flag, which speaks for
/// all): the numbers of an overlay do not come from where those of the file beneath it do.
#[derive(Clone, Debug, Default)]
pub(super) struct Sources<'a>(Vec<(Option<usize>, &'a str)>);

impl<'a> Sources<'a> {
    /// The source of a number that stands in a file.
    pub fn of(&self, text: usize) -> &'a str {
        self.0.iter().rev().find(|(of, _)| of.is_none_or(|of| of == text)).map_or("", |(_, source)| source)
    }
}

/// A table that is being read.
#[derive(Debug)]
pub(super) struct Fields<'a> {
    /// The table.
    pub table: &'a Table,
    /// Where its key stands.
    pub at: At,
    /// Its path.
    pub path: String,
    /// The sources that its numbers inherit where they state none.
    pub sources: Sources<'a>,
    asked: Vec<Key>,
}

impl<'a> Fields<'a> {
    /// A table to read.
    pub const fn new(table: &'a Table, at: At, path: String, sources: Sources<'a>) -> Self {
        Self { table, at, path, sources, asked: Vec::new() }
    }

    /// A section that the file leaves out.
    pub fn nothing(at: At, path: String) -> Self {
        Self::new(&NOTHING, at, path, Sources::default())
    }

    /// The path of a key of this table.
    pub fn path_of(&self, key: &str) -> String {
        joined(&self.path, key)
    }

    /// Whether the table has a key; asking makes it known.
    pub fn has(&mut self, key: &'static str) -> bool {
        self.get(key).is_some()
    }

    /// A key's entry; asking makes it known.
    pub fn get(&mut self, key: &'static str) -> Option<&'a Entry> {
        self.ask(key, Holds::Unsaid);
        self.table.get(key)
    }

    /// Makes a key known, and what it may hold; what was said first stands.
    pub fn ask(&mut self, key: &'static str, holds: Holds) {
        match self.asked.iter_mut().find(|asked| asked.name == key) {
            Some(asked) if matches!(asked.holds, Holds::Unsaid) => asked.holds = holds,
            Some(_) => {}
            None => self.asked.push(Key { name: key, holds, required: false }),
        }
    }

    /// Makes a key known that must be there.
    pub fn need(&mut self, key: &'static str, holds: Holds) {
        self.ask(key, holds);
        for asked in self.asked.iter_mut().filter(|asked| asked.name == key) {
            asked.required = true;
        }
    }

    /// Where a key points, or the table where it is left out.
    pub fn place(&self, key: &str) -> At {
        self.table.get(key).map_or(self.at, Entry::at)
    }

    /// A wrong type.
    fn mistyped(&self, cx: &mut Context, key: &str, wanted: &str, entry: &Entry) {
        self.mistyped_for(cx, key, wanted, entry, None);
    }

    /// A wrong type, where what was meant may be known.
    fn mistyped_for(&self, cx: &mut Context, key: &str, wanted: &str, entry: &Entry, meant: Option<&str>) {
        let found = entry.node.value.described();
        let remedy = meant.map_or_else(
            || Remedy::from(format!("Write {wanted}.")),
            |meant| Remedy::instead(format!("Write `{meant}`, without quotes."), meant),
        );
        cx.complain(Kind::WrongType, entry.at(), format!("`{}` must be {wanted}, found {found}", self.path_of(key)), remedy);
    }

    /// A text of one line.
    pub fn text(&mut self, cx: &mut Context, key: &'static str) -> Option<&'a str> {
        self.ask(key, Holds::Text);
        let entry = self.get(key)?;
        let text = self.long_text(cx, key)?;
        if text.chars().any(char::is_control) || text.chars().count() > 500 {
            let cause = format!("`{}` must be one line of at most 500 characters, without control characters", self.path_of(key));
            cx.complain(Kind::LongText, entry.at(), cause, "Shorten it; `notes` may be long.");
            return None;
        }
        Some(text)
    }

    /// A text of any length.
    pub fn long_text(&mut self, cx: &mut Context, key: &'static str) -> Option<&'a str> {
        self.ask(key, Holds::LongText);
        let entry = self.get(key)?;
        if let Value::Text(text) = &entry.node.value {
            return Some(text);
        }
        self.mistyped(cx, key, "a text in quotes", entry);
        None
    }

    /// `true` or `false`.
    pub fn flag(&mut self, cx: &mut Context, key: &'static str) -> Option<bool> {
        self.ask(key, Holds::Flag);
        let entry = self.get(key)?;
        if let Value::Flag(flag) = entry.node.value {
            return Some(flag);
        }
        let meant = match &entry.node.value {
            Value::Text(text) => match text.to_lowercase().as_str() {
                "true" | "yes" | "on" => Some("true"),
                "false" | "no" | "off" => Some("false"),
                _ => None,
            },
            _ => None,
        };
        self.mistyped_for(cx, key, "`true` or `false`", entry, meant);
        None
    }

    /// Reads `source` and `notes`, which any described thing may carry; the source is inherited by the numbers within.
    pub fn remarks(&mut self, cx: &mut Context) {
        self.text(cx, "source");
        let mut entry = self.table.get("source");
        let mut stated = Vec::new();
        while let Some(Entry { node, under, .. }) = entry {
            if let Value::Text(text) = &node.value {
                let of = if cx.is_flag(node.at.text) { None } else { Some(node.at.text) };
                stated.push((of, text.as_str()));
            }
            entry = under.as_deref();
        }
        self.sources.0.extend(stated.into_iter().rev());
        self.long_text(cx, "notes");
    }

    /// A table within; empty where it is left out.
    pub fn section(&mut self, cx: &mut Context, key: &'static str) -> Fields<'a> {
        let path = self.path_of(key);
        self.ask(key, Holds::Table);
        match self.get(key) {
            None => Fields::nothing(self.at, path),
            Some(entry) => cx.table(entry, path, &self.sources).unwrap_or_else(|| Fields::nothing(entry.at(), self.path_of(key))),
        }
    }

    /// A list of tables; empty where it is left out.
    pub fn list(&mut self, cx: &mut Context, key: &'static str) -> Vec<(&'a Node, &'a Table)> {
        self.ask(key, Holds::List);
        let Some(entry) = self.get(key) else { return Vec::new() };
        let Value::List(items) = &entry.node.value else {
            self.mistyped(cx, key, "a list of tables, as in [ { ... }, { ... } ]", entry);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            if let Value::Table(table) = &item.value {
                tables.push((item, table));
            } else {
                let cause = format!("`{}` lists tables, found {}", self.path_of(key), item.value.described());
                cx.complain(Kind::WrongType, item.at, cause, "Write it as { key = value, ... }.");
            }
        }
        tables
    }

    /// Every key that nobody asked for is unknown.
    pub fn finish(self, cx: &mut Context) {
        if let Some(shapes) = &mut cx.shapes {
            shapes.table(&self.path, &self.asked);
        }
        for (key, entry) in self.table {
            if self.asked.iter().any(|asked| asked.name == key) {
                continue;
            }
            let place = if self.path.is_empty() { "at the top of a scenario".into() } else { format!("in `{}`", self.path) };
            let suggestion = cx.suggestion(key, self.asked.iter().map(|asked| asked.name));
            let home = PARAMETERS.iter().find(|p| p.key() == key && !p.path.contains('*') && p.path.contains('.'));
            let remedy = match home.and_then(|p| p.path.split_once('.')) {
                Some((section, _)) if suggestion.instead.is_none() => format!("`{key}` belongs in [{section}].").into(),
                _ => suggestion,
            };
            cx.complain(Kind::UnknownKey, entry.key_at, format!("unknown key `{}` {place}", shortened(key)), remedy);
        }
    }
}

/// How alike two names are, from 0 to 1: by letters, or as one is a part of the other.
fn likeness(name: &str, candidate: &str) -> f64 {
    let (name, candidate) = (name.to_lowercase(), candidate.to_lowercase());
    let letters = strsim::normalized_damerau_levenshtein(&name, &candidate);
    let part = name.len() > 3 && candidate.contains(&name) || candidate.len() > 3 && name.contains(&candidate);
    if part { letters.max(0.7) } else { letters }
}

/// A name that may be of any length, as a message shows it.
pub(super) fn shortened(name: &str) -> String {
    let text: String = name.chars().take(80).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if name.chars().count() > 80 { format!("{text}…") } else { text }
}

impl Context {
    /// An entry as a table, or a problem.
    pub fn table<'a>(&mut self, entry: &'a Entry, path: String, sources: &Sources<'a>) -> Option<Fields<'a>> {
        if let Value::Table(table) = &entry.node.value {
            return Some(Fields::new(table, entry.key_at, path, sources.clone()));
        }
        let found = entry.node.value.described();
        let cause = format!("`{}` must be a table, found {found}", shortened(&path));
        self.complain(Kind::WrongType, entry.at(), cause, format!("Write it as a section, [{}].", shortened(&path)));
        None
    }
}
