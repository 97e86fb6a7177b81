//! What is wrong with a scenario: every problem at once, each with its place, its cause and its remedy.

use std::error::Error;
use std::fmt::{self, Write};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan,
    SpanContents,
};

/// How many problems are shown; the others are counted.
pub const SHOWN: usize = 10;

/// Characters of a line that a code frame shows around the place.
const FRAME: usize = 110;

/// One thing that is wrong with a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file as it was named, or `command line` for a `--set` flag.
    pub file: String,
    /// Line from 1, where the problem has a place in a text.
    pub line: Option<usize>,
    /// Column in characters from 1, where the problem has a place in a text.
    pub column: Option<usize>,
    /// What is wrong.
    pub cause: String,
    /// What to do about it.
    pub remedy: String,
    frame: Frame,
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
    pub(super) fn whole(file: &str, cause: impl Into<String>, remedy: impl Into<String>) -> Self {
        let file = printable(file);
        Self { file, line: None, column: None, cause: cause.into(), remedy: remedy.into(), frame: Frame::default() }
    }

    /// A problem at some bytes of a text.
    pub(super) fn placed(file: &str, text: &str, start: usize, end: usize, cause: &str, remedy: &str) -> Self {
        let start = text.floor_char_boundary(start);
        let end = text.ceil_char_boundary(end.max(start));
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
        let line = text[..start].matches('\n').count() + 1;
        let column = text[line_start..start].chars().count() + 1;
        let file = printable(file);
        let frame = Frame::new(
            &file,
            line,
            column,
            &text[line_start..start],
            &text[start..line_end],
            &text[start..end.min(line_end).max(start)],
        );
        Self { file, line: Some(line), column: Some(column), cause: cause.to_owned(), remedy: remedy.to_owned(), frame }
    }
}

impl Frame {
    /// The frame of a line: what stands before the place, from the place on, and what of that is marked.
    fn new(name: &str, line: usize, column: usize, before: &str, after: &str, marked: &str) -> Self {
        let skipped = column.saturating_sub(1).saturating_sub(FRAME / 2);
        let mut text = if skipped > 0 { "…".to_owned() } else { String::new() };
        text.extend(before.chars().skip(skipped).map(plain));
        let start = text.len();
        let mut length = 0;
        let wanted = marked.trim_end().chars().count();
        for (position, c) in after.trim_end_matches('\r').chars().map(plain).enumerate() {
            if position >= FRAME / 2 {
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
