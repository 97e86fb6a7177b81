//! What is no TOML, in words for somebody who does not know TOML.
//!
//! The parser says what it expected; what was meant is told by what stands there. A text is read on after an error, so the first error of a line
//! stands for those that follow from it, and a bracket that is not closed stands for all the rest.

use std::ops::Range;

use toml::de::Error;

use super::error::{Problem, Remedy, SHOWN, ScenarioErrors};
use super::fields::shortened;
use super::kind::Kind;
use super::source::Text;
use super::tree::shown;
use super::value::{as_written, fraction};

/// The errors of a parser, as problems.
pub(super) fn errors(source: &Text, mut errors: Vec<Error>) -> ScenarioErrors {
    errors.sort_by_key(|error| error.span().map_or(0, |span| span.start));
    let mut problems = Vec::new();
    let mut more = 0;
    // Where the error before begins; there may be as many as bytes, so that the text is gone through once.
    let mut last: Option<usize> = None;
    for error in &errors {
        let start = source.text.floor_char_boundary(error.span().map_or(0, |span| span.start));
        let same_line = last.is_some_and(|last| !source.text[last..start].contains('\n'));
        last = Some(start);
        if same_line {
            continue;
        }
        if problems.len() == SHOWN {
            more += 1;
            continue;
        }
        let found = Found::new(error, &source.text);
        let (kind, at, cause, remedy) = found.explained();
        problems.push(Problem::placed(kind, source.as_pair(), at, &cause, remedy));
        if found.opened.is_some() {
            break;
        }
    }
    ScenarioErrors::new(problems, more)
}

/// An error and what stands around it.
struct Found<'e> {
    message: &'e str,
    at: Range<usize>,
    text: &'e str,
    /// The bracket that is open here, where this error comes of its not being closed.
    opened: Option<usize>,
}

/// What is wrong, where, and what to do.
type Explained = (Kind, Range<usize>, String, Remedy);

impl<'e> Found<'e> {
    fn new(error: &'e Error, text: &'e str) -> Self {
        let message = error.message();
        let span = error.span().unwrap_or(0..0);
        let start = text.floor_char_boundary(span.start);
        let at = start..text.ceil_char_boundary(span.end.max(start));
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line = text[line_start..].lines().next().unwrap_or_default();
        // A section's name or a new key inside of a list: it should have ended before. A table in braces may have keys on lines of their own.
        let open = open_bracket(&text[..line_start])
            .filter(|open| is_section(line) || (text.as_bytes()[*open] == b'[' && is_setting(line) && message.contains("array")));
        let closes_another = |open: &usize| {
            matches!((text.as_bytes()[*open], text.as_bytes().get(start)), (b'{', Some(b']')) | (b'[', Some(b'}')))
        };
        let opened = open.or_else(|| open_bracket(&text[..start]).filter(closes_another));
        Self { message, at, text, opened }
    }

    fn token(&self) -> &str {
        &self.text[self.at.clone()]
    }

    /// What stands before the place on its line, and from it on.
    fn line(&self) -> (&str, &str) {
        let start = self.text[..self.at.start].rfind('\n').map_or(0, |newline| newline + 1);
        let rest = &self.text[self.at.start..];
        (&self.text[start..self.at.start], rest.lines().next().unwrap_or_default())
    }

    fn explained(&self) -> Explained {
        let told = |cause: String, remedy: Remedy| (Kind::Syntax, self.at.clone(), cause, remedy);
        let message = self.message;
        if message.contains("duplicate key") {
            let name = shortened(self.token());
            let remedy = "State it once: merge the two, or rename one.";
            return (Kind::DuplicateKey, self.at.clone(), format!("`{name}` is there a second time"), remedy.into());
        }
        if let Some(open) = self.opened {
            let (what, closing) = if self.text.as_bytes()[open] == b'[' { ("list", "]") } else { ("table", "}") };
            let line = self.text[..open].matches('\n').count() + 1;
            let cause = format!("the {what} that begins in line {line} goes on here: its `{closing}` is missing");
            return (Kind::Syntax, open..open + 1, cause, format!("End the {what} with `{closing}`.").into());
        }
        let word = self.token().starts_with(char::is_alphabetic);
        if message.contains("string values must be quoted")
            || (word && ["float", "boolean"].iter().any(|of| message.contains(of)))
        {
            return self.bare_word();
        }
        let (line, after) = self.line();
        let before = line.trim_end();
        if message.contains("basic string") || message.contains("literal string") {
            let remedy = "End it with the quote it began with, on the same line; a longer text stands between \"\"\" and \"\"\".";
            return told("this text is not closed".to_owned(), remedy.into());
        }
        if message.contains("key or value") && after.starts_with(',') && before.ends_with(|c: char| c.is_ascii_digit()) {
            let digits = before.chars().rev().take_while(char::is_ascii_digit).count();
            let start = before.len() - digits;
            let end = after[1..].find(|c: char| !c.is_ascii_digit() && c != ',').map_or(after.len(), |place| place + 1);
            let written = format!("{}{}", &before[start..], &after[..end]);
            let number = as_written(&written).map_or_else(|| "60_000 or 0.5".to_owned(), shown);
            let from = self.at.start - line.len() + start;
            let remedy =
                Remedy::instead(format!("Write {number}: a point before decimals, and nothing between thousands."), &number);
            return (Kind::Syntax, from..self.at.start + end, format!("a number has no comma, found {written}"), remedy);
        }
        if message.contains("unclosed table") {
            let remedy = "End the section's name with `]`; a name of several words has `_` between them, or stands in quotes.";
            return told("the name of this section is not closed".to_owned(), remedy.into());
        }
        if message.contains("unquoted key") && self.token().is_empty() {
            return told("here a name is missing".to_owned(), "A line reads `key = value`.".into());
        }
        if message.contains("unquoted key") {
            let remedy: Remedy = match self.token().get(..1) {
                Some(":") => Remedy::instead("Between a key and its value stands `=`.", " ="),
                Some("/") => Remedy::instead("A remark begins with `#`.", "#"),
                _ => "A name is made of letters, digits, `_` and `-`; any other stands in quotes.".into(),
            };
            return told(format!("a name cannot hold {:?}", shortened(self.token())), remedy);
        }
        if message.contains("key with no value") {
            let remedy = "A line reads `key = value`; a remark begins with `#`.";
            return told("here `=` is missing".to_owned(), remedy.into());
        }
        if message.contains("missing comma") {
            return told("here a comma is missing".to_owned(), Remedy::instead("Put a comma between the two.", ", "));
        }
        if message.contains("mantissa") {
            return told("a number begins with a digit".to_owned(), "Write 0.5, not .5.".into());
        }
        let remedy = "Lines read `key = value`, sections `[name]`; text stands in quotes, numbers do not.";
        told(format!("not TOML: {message}"), remedy.into())
    }

    /// A value that is neither a number nor in quotes.
    fn bare_word(&self) -> Explained {
        let word = self.token().trim();
        let told = |cause: String, remedy: Remedy| (Kind::Syntax, self.at.clone(), cause, remedy);
        if word.is_empty() {
            return told("here a value is missing".to_owned(), "Write it on the same line, after `=`.".into());
        }
        let number = word.trim_start_matches(['$', '€', '£']);
        if let Some(percent) = number.strip_suffix('%').and_then(as_written) {
            let written = fraction(percent);
            let cause = format!("{} is no number: shares are written as fractions", shortened(word));
            return told(cause, Remedy::instead(format!("Write {written}."), written));
        }
        if let Some(value) = as_written(number).filter(|_| number == word) {
            let remedy = Remedy::instead(format!("Write {}.", shown(value)), shown(value));
            return told(format!("a number has nothing between its digits, found {}", shortened(word)), remedy);
        }
        if let Some(value) = as_written(number) {
            let remedy = Remedy::instead(format!("Write {}; `currency` says which money it is.", shown(value)), shown(value));
            return told(format!("{} is no number", shortened(word)), remedy);
        }
        let switch = match word.to_lowercase().as_str() {
            "yes" | "on" | "true" => Some("true"),
            "no" | "off" | "false" => Some("false"),
            _ => None,
        };
        if let Some(switch) = switch {
            let cause = format!("{} is neither a number nor a text in quotes", shortened(word));
            return told(cause, Remedy::instead(format!("Write `{switch}`."), switch));
        }
        let quoted = toml::Value::String(word.to_owned()).to_string();
        let cause = format!("{} is neither a number nor a text in quotes", shortened(word));
        told(cause, Remedy::instead(format!("If it is a text, write {}.", shortened(&quoted)), quoted))
    }
}

/// Whether a line names a section: nothing but a name in brackets, and perhaps a remark.
fn is_section(line: &str) -> bool {
    let line = line.split('#').next().unwrap_or_default().trim();
    let name = line.trim_start_matches('[').trim_end_matches(']');
    line.starts_with('[') && line.ends_with(']') && !name.is_empty() && !name.contains([',', '=', '[', ']', '{', '}'])
}

/// Whether a line begins as a setting does: a key and `=`.
fn is_setting(line: &str) -> bool {
    line.split_once('=').is_some_and(|(key, _)| {
        let key = key.trim();
        !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-.\"".contains(c))
    })
}

/// The innermost bracket of a value that is still open at the end of a text, quotes and remarks aside.
fn open_bracket(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    super::source::brackets(text, |at, byte| {
        if matches!(byte, b'[' | b'{') {
            open.push(at);
        } else {
            open.pop();
        }
        true
    });
    open.pop()
}
