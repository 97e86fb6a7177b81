//! How the program speaks: results on standard output, words on standard error, colour where it is wanted.

use std::env;
use std::io::{self, IsTerminal, Write};

use clap::ValueEnum;

use super::progress::Telling;

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On terminals, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Colour {
    /// Whether to colour what goes to a terminal or to something else.
    fn on(self, terminal: bool) -> bool {
        let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => terminal && !set("NO_COLOR") && env::var_os("TERM").is_none_or(|term| term != "dumb"),
        }
    }
}

/// Columns where nobody says how many there are.
const WIDTH: usize = 120;

/// The fewest columns that a page is laid out for.
const NARROWEST: usize = 40;

/// What is said, and where.
#[derive(Clone, Copy, Debug)]
pub struct Voice {
    colour: Colour,
    quiet: bool,
}

impl Voice {
    /// A voice as the flags want it.
    pub const fn new(colour: Colour, quiet: bool) -> Self {
        Self { colour, quiet }
    }

    /// Whether results are coloured.
    pub fn colours_results(self) -> bool {
        self.colour.on(io::stdout().is_terminal())
    }

    /// Whether words are coloured.
    pub fn colours_words(self) -> bool {
        self.colour.on(io::stderr().is_terminal())
    }

    /// How to show progress: a bar moves on terminals only.
    pub fn shows_progress(self) -> Telling {
        match (self.quiet, io::stderr().is_terminal()) {
            (true, _) => Telling::Nothing,
            (false, true) => Telling::Bar,
            (false, false) => Telling::Lines,
        }
    }

    /// Columns of a page of results: what `COLUMNS` says, else those of the terminal, at most 120.
    pub fn width() -> usize {
        let said = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let seen = || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
        said.or_else(seen).unwrap_or(WIDTH).clamp(NARROWEST, WIDTH)
    }

    /// Puts results on standard output. A reader who has closed the pipe has read enough: that is no error.
    pub fn put(text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            done => done,
        }
    }

    /// Says something that a reader of results need not know.
    pub fn say(self, words: &str) {
        if !self.quiet {
            Self::complain(words);
        }
    }

    /// Says what went wrong, quiet or not.
    pub fn complain(words: &str) {
        // Where nobody listens, nothing can be said.
        let _ = writeln!(io::stderr().lock(), "{}", words.trim_end());
    }
}
