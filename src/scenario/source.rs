//! The text of a scenario: read from a file, checked for what no parser should be given, and parsed.

use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::path::Path;

use toml::de::DeTable;

use super::error::{Problem, ScenarioErrors};
use super::kind::Kind;
use super::syntax;
use super::tree::{Table, from_table};

/// The largest file that is read.
const LARGEST: usize = 16 * 1024 * 1024;

/// The largest text in which the parser looks for more than the first error: every byte may be one.
const LARGEST_RECOVERED: usize = 1024 * 1024;

/// The deepest nesting of brackets. A scenario needs five; a parser that recurses needs a limit.
const DEEPEST: usize = 16;

const START: &str = "Start from one that works: `foreshift init`.";

/// A text with the name that messages give it.
#[derive(Clone, Debug)]
pub(super) struct Text {
    /// What messages call it.
    pub name: String,
    /// What it says, without a byte order mark.
    pub text: String,
}

impl Text {
    /// A text with its name.
    pub fn new(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), text: text.strip_prefix('\u{feff}').unwrap_or(text).to_owned() }
    }

    /// As a problem takes it.
    pub fn as_pair(&self) -> (&str, &str) {
        (&self.name, &self.text)
    }
}

/// The text of a file, under the name that messages give it.
pub(super) fn read(path: &Path, name: &str) -> Result<Text, ScenarioErrors> {
    let unreadable = |error: std::io::Error| {
        let missing = error.kind() == std::io::ErrorKind::NotFound;
        let (cause, remedy) = if missing {
            let remedy = "Check the path; `foreshift init` lists scenarios to start from.";
            ("cannot be read: there is no such file".to_owned(), remedy)
        } else {
            (format!("cannot be read: {error}"), "Check the file and who may read it.")
        };
        ScenarioErrors::one(Problem::whole(Kind::Unreadable, name, cause, remedy))
    };
    let file = File::open(path).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.is_dir() {
        let remedy = "Name the .toml file in it.";
        let problem = Problem::whole(Kind::Directory, name, "is a directory, not a scenario file", remedy);
        return Err(ScenarioErrors::one(problem));
    }
    let mut bytes = Vec::new();
    file.take(LARGEST as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    decoded(&bytes, name)
}

/// Bytes as a text, under the name that messages give it.
pub(super) fn decoded(bytes: &[u8], name: &str) -> Result<Text, ScenarioErrors> {
    if bytes.len() > LARGEST {
        return Err(ScenarioErrors::one(too_large(name)));
    }
    let remedy = "Save the file as UTF-8. If it is a spreadsheet or a document, export it as text.";
    let no_text = |at: usize, why: &str| {
        let (text, cause) = (String::from_utf8_lossy(bytes), format!("{name} is not text: {why}"));
        ScenarioErrors::one(Problem::placed(Kind::NotText, (name, &text), at..at + 1, &cause, remedy.into()))
    };
    let text = std::str::from_utf8(bytes).map_err(|error| no_text(error.valid_up_to(), "a byte here is not UTF-8"))?;
    text.find('\0').map_or_else(|| Ok(Text::new(name, text)), |at| Err(no_text(at, "a byte here is 0")))
}

/// A file that is too large.
fn too_large(name: &str) -> Problem {
    Problem::whole(Kind::LargeFile, name, "is larger than 16 MB", "A scenario is a few pages of text; is this the right file?")
}

/// The parsed text, whose places are in text number `number`, or every syntax error in it.
pub(super) fn parse(source: &Text, number: usize) -> Result<Table, ScenarioErrors> {
    let refuse = |problem| Err(ScenarioErrors::one(problem));
    let text = source.text.as_str();
    if text.len() > LARGEST {
        return refuse(too_large(&source.name));
    }
    let place =
        |kind, at: Range<usize>, cause: &str, remedy: &str| Problem::placed(kind, source.as_pair(), at, cause, remedy.into());
    if text.trim().is_empty() {
        return refuse(place(Kind::Empty, 0..0, "the scenario is empty", START));
    }
    if let Some(at) = too_deep(text) {
        let remedy = "A scenario needs no more than five levels; close a bracket.";
        return refuse(place(Kind::Nested, at..at + 1, "brackets are nested more than sixteen deep", remedy));
    }
    match DeTable::parse(text) {
        Ok(table) => Ok(from_table(table.get_ref(), number, 0)),
        Err(first) if text.len() > LARGEST_RECOVERED => Err(syntax::errors(source, vec![first])),
        Err(_) => Err(syntax::errors(source, DeTable::parse_recoverable(text).1)),
    }
}

/// Where brackets outside texts and comments are nested too deeply, if anywhere.
pub(super) fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut place = None;
    brackets(text, |at, byte| {
        if matches!(byte, b'[' | b'{') {
            depth += 1;
            if depth > DEEPEST {
                place = Some(at);
            }
        } else {
            depth = depth.saturating_sub(1);
        }
        place.is_none()
    });
    place
}

/// Meets every bracket outside texts and comments, with its place, as long as it is wanted.
pub(super) fn brackets(text: &str, mut met: impl FnMut(usize, u8) -> bool) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'#' => at = line_end(bytes, at),
            b'"' | b'\'' => {
                at = text_end(bytes, at, byte);
                continue;
            }
            b'[' | b'{' | b']' | b'}' if !met(at, byte) => return,
            _ => {}
        }
        at += 1;
    }
}

/// The newline that ends a line, or the end.
fn line_end(bytes: &[u8], from: usize) -> usize {
    bytes[from..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| from + length)
}

/// The byte after a quoted text that begins at `from`. A text that is not closed ends with its line.
fn text_end(bytes: &[u8], from: usize, quote: u8) -> usize {
    let long = bytes[from..].starts_with(&[quote; 3]);
    let mut at = if long { from + 3 } else { from + 1 };
    while let Some(&byte) = bytes.get(at) {
        if byte == b'\\' && quote == b'"' {
            at += 2;
        } else if long && bytes[at..].starts_with(&[quote; 3]) {
            return at + 3;
        } else if !long && (byte == quote || byte == b'\n') {
            return at + 1;
        } else {
            at += 1;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_texts_and_comments_do_not_count() {
        let nested = "[".repeat(17);
        assert_eq!(too_deep(&format!("a = {nested}")), Some(20));
        assert_eq!(too_deep(&format!("a = \"{nested}\" # {nested}\nb = '{nested}'\nc = '''\n{nested}'''")), None);
        assert_eq!(too_deep(&format!("a = \"\\\"{nested}\"")), None);
        assert_eq!(too_deep(&"[a]\n".repeat(40)), None);
    }

    #[test]
    fn a_text_that_is_not_closed_ends_with_its_line_and_an_escape_at_the_end_is_safe() {
        assert_eq!(too_deep("a = \"x\nb = []"), None);
        assert_eq!(too_deep("a = \"x\\"), None);
        assert_eq!(too_deep(&format!("a = \"\n{}", "[".repeat(17))), Some(22));
    }
}
