//! A sweep file: a `[sweep]` table that says what flags can say, read as strictly as a scenario, with line and column.
//!
//! ```toml
//! [sweep]
//! design = "lhs"
//! points = 500
//! replicates = 20
//! policies = ["upskill", "reskill"]
//! vary = { "hiring.cost_per_hire" = "1600..9000", "learning.pace_weeks" = "30..70" }
//! ```

use std::fs;
use std::path::Path;

use super::error::{Problem, ScenarioErrors};
use super::fields::{Context, Fields, Sources, shortened};
use super::kind::Kind;
use super::range::Range;
use super::read::errors;
use super::source::{self, Text};
use super::tree::{At, Entry, Node, Table, Value, joined};

/// The designs that a file may name; another text that ends with `.csv` is a file of points.
pub const DESIGNS: [&str; 6] = ["grid", "lhs", "sobol", "morris", "saltelli", "oat"];

/// The largest whole number that a file can state exactly.
const MOST: u64 = 1 << 53;

const EXAMPLE: &str = "Write [sweep] with design, points, replicates, seed, policies and vary.";

/// What a sweep file says; none where it leaves something out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SweepFile {
    /// A design by name, or a file of points.
    pub design: Option<String>,
    /// Points, as the flag takes them.
    pub points: Option<usize>,
    /// Replicates of every point.
    pub replicates: Option<u32>,
    /// The seed.
    pub seed: Option<u64>,
    /// Policies by name.
    pub policies: Vec<String>,
    /// Paths with their ranges, in the order of paths.
    pub vary: Vec<(String, Range)>,
}

impl SweepFile {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn load(path: &Path) -> Result<Self, ScenarioErrors> {
        let name = path.display().to_string();
        let bytes = fs::read(path).map_err(|error| {
            let cause = format!("cannot be read: {error}");
            ScenarioErrors::one(Problem::whole(Kind::Unreadable, &name, cause, "Check the path that --design gives."))
        })?;
        Self::read(&source::decoded(&bytes, &name)?)
    }

    /// Reads a text. The name is what messages call it.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn parse(name_for_messages: &str, text: &str) -> Result<Self, ScenarioErrors> {
        Self::read(&Text::new(name_for_messages, text))
    }

    fn read(text: &Text) -> Result<Self, ScenarioErrors> {
        if text.text.trim().is_empty() {
            let problem = Problem::placed(Kind::Empty, text.as_pair(), 0..0, "the file is empty", EXAMPLE.into());
            return Err(ScenarioErrors::one(problem));
        }
        let tree = source::parse(text, 0)?;
        let mut cx = Context::default();
        cx.first_flag = 1;
        let file = whole(&mut cx, &tree);
        if cx.failed() { Err(errors(cx, std::slice::from_ref(text))) } else { Ok(file) }
    }
}

/// The whole file.
fn whole(cx: &mut Context, tree: &Table) -> SweepFile {
    for (key, entry) in tree.iter().filter(|(key, _)| *key != "sweep") {
        let cause = format!("unknown key `{}` at the top of a sweep file", shortened(key));
        cx.complain(Kind::UnknownKey, entry.key_at, cause, "Everything stands under [sweep].");
    }
    let Some(entry) = tree.get("sweep") else {
        if !cx.failed() {
            cx.complain(Kind::MissingKey, At::default(), "there is no [sweep]", EXAMPLE);
        }
        return SweepFile::default();
    };
    let Some(mut fields) = cx.table(entry, "sweep".to_owned(), &Sources::default()) else { return SweepFile::default() };
    let design = design(cx, &mut fields);
    let mut number = |key, most| number(cx, &mut fields, key, most);
    let points = number("points", super::range::MOST_STEPS as u64 * 10).and_then(|points| usize::try_from(points).ok());
    let replicates = number("replicates", 100_000).and_then(|replicates| u32::try_from(replicates).ok());
    let seed = number("seed", MOST);
    let policies = policies(cx, &mut fields);
    let mut vary = Vec::new();
    if let Some(entry) = fields.get("vary") {
        match &entry.node.value {
            Value::Table(table) => ranges(cx, table, "", &mut vary),
            other => {
                let cause = format!("`sweep.vary` must be a table, found {}", other.described());
                cx.complain(Kind::WrongType, entry.at(), cause, "Write vary = { \"path\" = \"low..high\" }.");
            }
        }
    }
    fields.finish(cx);
    SweepFile { design, points, replicates, seed, policies, vary }
}

/// A design by name, or a file of points.
fn design(cx: &mut Context, fields: &mut Fields<'_>) -> Option<String> {
    let design = fields.text(cx, "design")?;
    let file = Path::new(design).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    if !file && !DESIGNS.contains(&design) {
        let remedy = cx.suggestion(design, DESIGNS.into_iter());
        let cause = format!("there is no design {:?}", shortened(design));
        cx.complain(Kind::UnknownWord, fields.place("design"), cause, remedy);
        return None;
    }
    Some(design.to_owned())
}

/// A whole number from 1 (a seed from 0) to the most.
fn number(cx: &mut Context, fields: &mut Fields<'_>, key: &'static str, most: u64) -> Option<u64> {
    let entry: &Entry = fields.get(key)?;
    let least = u64::from(key != "seed");
    if let Value::Number(number) = entry.node.value {
        #[expect(clippy::cast_precision_loss, reason = "at most 2^53")]
        let fits = number.fract() == 0.0 && (least as f64..=most as f64).contains(&number);
        if fits {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and in range")]
            return Some(number as u64);
        }
    }
    let cause = format!("`sweep.{key}` must be a whole number from {least} to {most}");
    cx.complain(Kind::NotWhole, entry.at(), cause, "Write a whole number, without quotes.");
    None
}

/// A list of names.
fn policies(cx: &mut Context, fields: &mut Fields<'_>) -> Vec<String> {
    let Some(entry) = fields.get("policies") else { return Vec::new() };
    let name = |item: &Node| if let Value::Text(name) = &item.value { Some(name.clone()) } else { None };
    let names: Option<Vec<String>> =
        if let Value::List(items) = &entry.node.value { items.iter().map(name).collect() } else { None };
    names.filter(|names| !names.is_empty()).unwrap_or_else(|| {
        let cause = "`sweep.policies` must be a list of names";
        cx.complain(Kind::WrongType, entry.at(), cause, "Write it as [\"upskill\", \"reskill\"], or leave it out for all.");
        Vec::new()
    })
}

/// Ranges by path. A key with a dot in it is a path by itself; tables within are parts of a path.
fn ranges(cx: &mut Context, table: &Table, path: &str, found: &mut Vec<(String, Range)>) {
    for (key, entry) in table {
        let whole = path.is_empty() && key.contains('.');
        let here = if whole { key.clone() } else { joined(path, key) };
        match &entry.node.value {
            Value::Table(within) => ranges(cx, within, &here, found),
            Value::Text(text) => match Range::parse(text) {
                Ok(range) => found.push((here, range)),
                Err(error) => cx.complain(Kind::WrongType, entry.at(), error.cause, error.remedy),
            },
            other => {
                let cause = format!("`{}` varies over a range in quotes, found {}", shortened(&here), other.described());
                cx.complain(Kind::WrongType, entry.at(), cause, "Write it as \"low..high\", or \"low..high:steps\" for a grid.");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_what_flags_can_say() {
        let text = "[sweep]\ndesign = \"lhs\"\npoints = 500\nreplicates = 20\nseed = 0\npolicies = [\"upskill\"]\n\
            vary = { \"hiring.cost_per_hire\" = \"1600..9000\", learning.pace_weeks = \"30..70:5\" }\n";
        let file = SweepFile::parse("a.toml", text).unwrap();
        let range = |low, high, steps| Range { low, high, steps };
        assert_eq!(
            file,
            SweepFile {
                design: Some("lhs".into()),
                points: Some(500),
                replicates: Some(20),
                seed: Some(0),
                policies: vec!["upskill".into()],
                vary: vec![
                    ("hiring.cost_per_hire".into(), range(1600.0, 9000.0, None)),
                    ("learning.pace_weeks".into(), range(30.0, 70.0, Some(5))),
                ],
            }
        );
        assert_eq!(SweepFile::parse("a.toml", "[sweep]\n").unwrap(), SweepFile::default());
    }

    #[test]
    fn mistakes_have_their_place() {
        for (text, line, column, words) in [
            ("", 1, 1, "the file is empty"),
            ("a = 1\n", 1, 1, "unknown key `a` at the top of a sweep file"),
            ("# nothing\n", 1, 1, "there is no [sweep]"),
            ("[sweep]\ndesgin = \"lhs\"\n", 2, 1, "unknown key `desgin` in `sweep`"),
            ("[sweep]\ndesign = \"lsh\"\n", 2, 10, "there is no design \"lsh\""),
            ("[sweep]\npoints = 1.5\n", 2, 10, "`sweep.points` must be a whole number"),
            ("[sweep]\nreplicates = 0\n", 2, 14, "from 1 to 100000"),
            ("[sweep]\npolicies = \"hire\"\n", 2, 12, "must be a list of names"),
            ("[sweep]\nvary = 3\n", 2, 8, "must be a table"),
            ("[sweep]\nvary = { a = 3 }\n", 2, 14, "varies over a range in quotes"),
            ("[sweep]\nvary = { a = \"9..3\" }\n", 2, 14, "low end above its high end"),
            ("[sweep\n", 1, 7, ""),
        ] {
            let told = SweepFile::parse("a.toml", text).unwrap_err();
            let problem = &told.problems()[0];
            assert_eq!((problem.line, problem.column), (Some(line), Some(column)), "{text:?}: {problem}");
            assert!(problem.cause.contains(words) && !problem.remedy.is_empty(), "{text:?}: {problem}");
        }
    }
}
