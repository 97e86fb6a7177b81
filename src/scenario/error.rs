//! What is wrong with a scenario: every problem at once, each with its place, its cause and its remedy.

use std::error::Error;
use std::fmt::{self, Write};
use std::ops::Range;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan,
    SpanContents,
};

use super::kind::Kind;

/// How many problems are shown; the others are counted.
pub const SHOWN: usize = 10;

/// Characters of a line that a code frame shows around the place.
const FRAME: usize = 110;

/// One thing that is wrong with a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What sort of mistake it is.
    pub kind: Kind,
    /// The file as it was named, or `command line` for a `--set` flag.
    pub file: String,
    /// Line from 1, where the problem has a place in a text.
    pub line: Option<usize>,
    /// Column in characters from 1, where the problem has a place in a text.
    pub column: Option<usize>,
    /// Line on which the place ends.
    pub end_line: Option<usize>,
    /// Column after the place's last character.
    pub end_column: Option<usize>,
    /// What is wrong.
    pub cause: String,
    /// What to do about it.
    pub remedy: String,
    /// What to write at the place instead, where that is known.
    pub suggestion: Option<String>,
    frame: Frame,
}

/// What to do about a problem, and what to write instead where that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Remedy {
    /// In words.
    pub words: String,
    /// What to write at the place.
    pub instead: Option<String>,
}

impl Remedy {
    /// Words with what to write instead.
    pub fn instead(words: impl Into<String>, instead: impl Into<String>) -> Self {
        Self { words: words.into(), instead: Some(instead.into()) }
    }
}

impl From<&str> for Remedy {
    fn from(words: &str) -> Self {
        Self { words: words.to_owned(), instead: None }
    }
}

impl From<String> for Remedy {
    fn from(words: String) -> Self {
        Self { words, instead: None }
    }
}

/// The line that a problem stands on, cut to a readable width, and the bytes of it that are marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Frame {
    name: String,
    line: usize,
    column: usize,
    text: String,
    start: usize,
    length: usize,
}

impl Problem {
    /// A problem of a file as a whole.
    pub(super) fn whole(kind: Kind, file: &str, cause: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            kind,
            file: printable(file),
            line: None,
            column: None,
            end_line: None,
            end_column: None,
            cause: cause.into(),
            remedy: remedy.into(),
            suggestion: None,
            frame: Frame::default(),
        }
    }

    /// A problem at some bytes of a text.
    pub(super) fn placed(kind: Kind, (file, text): (&str, &str), place: Range<usize>, cause: &str, remedy: Remedy) -> Self {
        let start = text.floor_char_boundary(place.start);
        let end = text.ceil_char_boundary(place.end.max(start));
        let ((line, column), (end_line, end_column)) = (position(text, start), position(text, end));
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
        let file = printable(file);
        let frame = Frame::new(
            &file,
            line,
            column,
            &text[line_start..start],
            &text[start..line_end],
            &text[start..end.min(line_end).max(start)],
        );
        Self {
            kind,
            file,
            line: Some(line),
            column: Some(column),
            end_line: Some(end_line),
            end_column: Some(end_column),
            cause: cause.to_owned(),
            remedy: remedy.words,
            suggestion: remedy.instead,
            frame,
        }
    }
}

/// Line and column of a byte, from 1.
fn position(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

impl Frame {
    /// The frame of a line: what stands before the place, from the place on, and what of that is marked.
    fn new(name: &str, line: usize, column: usize, before: &str, after: &str, marked: &str) -> Self {
        let skipped = column.saturating_sub(1).saturating_sub(FRAME / 2);
        let mut text = if skipped > 0 { "…".to_owned() } else { String::new() };
        text.extend(before.chars().skip(skipped).map(plain));
        let start = text.len();
        let before_shown = text.chars().count();
        let mut length = 0;
        let wanted = marked.trim_end().chars().count();
        for (position, c) in after.trim_end_matches('\r').chars().map(plain).enumerate() {
            if position >= FRAME - before_shown {
                text.push('…');
                break;
            }
            text.push(c);
            if position < wanted {
                length += c.len_utf8();
            }
        }
        if text.len() == start {
            text.push(' ');
        }
        Self { name: name.to_owned(), line, column, text, start, length: length.max(1) }
    }
}

/// A character as a frame may show it: terminals obey control characters, so none is let through.
fn plain(c: char) -> char {
    if c == '\t' {
        ' '
    } else if c.is_control() {
        '\u{fffd}'
    } else {
        c
    }
}

/// A text without control characters.
fn printable(text: &str) -> String {
    text.chars().map(plain).collect()
}

impl SourceCode for Frame {
    fn read_span<'a>(&'a self, _: &SourceSpan, _: usize, _: usize) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            self.text.as_bytes(),
            SourceSpan::new(0.into(), self.text.len()),
            self.line.saturating_sub(1),
            self.column.saturating_sub(1),
            1,
        )))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line.is_none() { write!(f, "{}: {}", self.file, self.cause) } else { f.write_str(&self.cause) }
    }
}

impl Error for Problem {}

impl Diagnostic for Problem {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.remedy))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.line.is_some().then_some(&self.frame)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.line?;
        let label = LabeledSpan::new_primary_with_span(Some("here".into()), (self.frame.start, self.frame.length));
        Some(Box::new(std::iter::once(label)))
    }
}

/// Everything that is wrong with a scenario, in the order of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioErrors {
    problems: Vec<Problem>,
    more: usize,
}

impl ScenarioErrors {
    /// The problems to show, and how many more there are.
    pub(super) const fn new(problems: Vec<Problem>, more: usize) -> Self {
        Self { problems, more }
    }

    /// A problem alone.
    pub(super) fn one(problem: Problem) -> Self {
        Self::new(vec![problem], 0)
    }

    /// The first problems, at most [`SHOWN`].
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// How many problems there are in all.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.problems.len() + self.more
    }

    /// The full text for a reader, coloured or plain.
    #[must_use]
    pub fn rendered(&self, colour: bool) -> String {
        let theme = if colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme).with_width(110).with_links(false).with_context_lines(0);
        let mut text = String::new();
        for problem in &self.problems {
            if handler.render_report(&mut text, problem).is_err() {
                let _ = writeln!(text, "{problem}");
            }
            text.push('\n');
        }
        if self.more > 0 {
            let _ = writeln!(text, "and {} more", self.more);
        }
        text
    }
}

impl fmt::Display for ScenarioErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.rendered(false).trim_end_matches('\n'))
    }
}

impl Error for ScenarioErrors {}
