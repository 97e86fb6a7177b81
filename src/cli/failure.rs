//! What can go wrong, as a user reads it, and the exit code that scripts read.

use std::error::Error as _;
use std::fmt::Write;
use std::io;

use miette::Diagnostic;
use serde_json::{Value, json};
use thiserror::Error;

use crate::experiment::compare::CompareError;
use crate::experiment::journal::EvaluationError;
use crate::experiment::optimize::evaluate::OptimizeError;
use crate::output;
use crate::scenario::ScenarioErrors;

/// The exit code of a run that failed.
pub const FAILED: u8 = 1;

/// The exit code of wrong input.
pub const WRONG_INPUT: u8 = 2;

/// The exit code of a run that was interrupted.
pub const INTERRUPTED: u8 = 130;

/// Which shape of document tells errors to scripts; it grows when a reader of the last shape would misread.
const SCHEMA_VERSION: u64 = 1;

/// Why the program did not do what it was asked.
#[derive(Debug, Error)]
pub enum Failure {
    /// The scenario is wrong.
    #[error("{0}")]
    Scenario(#[from] ScenarioErrors),
    /// The comparison was not made.
    #[error("{0}")]
    Compare(#[from] CompareError),
    /// A search has nothing to aim at.
    #[error("{}", OptimizeError::NoAim)]
    NoAim,
    /// The journal of a search cannot be written.
    #[error("the journal of what was evaluated cannot be written")]
    Journal(#[source] io::Error),
    /// A flag was given that says nothing where replicates are a number.
    #[error("`{0}` goes with `--replicates auto`")]
    WithoutAuto(&'static str),
    /// Results could not be written.
    #[error("{0}")]
    Output(#[from] output::Error),
    /// A chart could not be made a picture.
    #[cfg(feature = "charts")]
    #[error("cannot draw a chart: {0}")]
    Picture(#[from] output::charts::PngError),
    /// Standard input does not give a scenario.
    #[error("cannot read standard input")]
    StandardInput(#[source] io::Error),
    /// Standard output does not take the results.
    #[error("cannot write to standard output")]
    StandardOutput(#[from] io::Error),
    /// What was asked for is not there, or is not to be done.
    #[error("{cause}")]
    Refused {
        /// Why.
        cause: String,
        /// What to do.
        remedy: String,
    },
    /// Somebody stopped it while files were written.
    #[error("interrupted: `{0}` has no manifest, so its results are not complete")]
    HalfWritten(String),
    /// Somebody stopped a sweep.
    #[error("interrupted: {done} of {parts} parts are done, in `{root}`")]
    Resumable {
        /// The directory.
        root: String,
        /// Parts that are done.
        done: usize,
        /// Parts that are to be done here.
        parts: usize,
    },
    /// Shards do not make a whole.
    #[error("{missing} of {parts} parts are missing")]
    Incomplete {
        /// Parts that are missing.
        missing: usize,
        /// Parts of the whole.
        parts: usize,
    },
    /// A file is where another should be written.
    #[cfg(feature = "report")]
    #[error("`{0}` is there already")]
    InTheWay(String),
    /// A directory does not hold what its manifest says.
    #[error("`{root}` is not as its manifest says: {}", things(*.count))]
    NotAsWritten {
        /// Which directory.
        root: String,
        /// How many things are not.
        count: usize,
    },
}

fn things(count: usize) -> String {
    if count == 1 { "1 thing differs".to_owned() } else { format!("{count} things differ") }
}

/// A text without control characters but line feeds and the escapes of colour.
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' && c != '\u{1b}' { '\u{fffd}' } else { c }).collect()
}

impl From<OptimizeError> for Failure {
    fn from(error: OptimizeError) -> Self {
        match error {
            OptimizeError::Evaluation(error) => error.into(),
            OptimizeError::NoAim => Self::NoAim,
        }
    }
}

impl From<EvaluationError> for Failure {
    /// What a comparison would be refused for is said as a comparison says it.
    fn from(error: EvaluationError) -> Self {
        match error {
            EvaluationError::Compare(error) => Self::Compare(error),
            EvaluationError::Journal(error) => Self::Journal(error),
        }
    }
}

impl Failure {
    /// Something that is not to be done.
    pub fn refused(cause: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Refused { cause: cause.into(), remedy: remedy.into() }
    }

    /// The exit code.
    pub const fn code(&self) -> u8 {
        match self {
            Self::Scenario(_)
            | Self::NoAim
            | Self::Refused { .. }
            | Self::WithoutAuto(_)
            | Self::Compare(CompareError::UnknownPolicy { .. } | CompareError::NoReplicates)
            | Self::Output(
                output::Error::NotADirectory { .. }
                | output::Error::HoldsResults { .. }
                | output::Error::Foreign { .. }
                | output::Error::Misplaced { .. }
                | output::Error::OtherSweep { .. }
                | output::Error::Unjoinable { .. }
                | output::Error::NoPage { .. }
                | output::Error::NoSweep { .. },
            ) => WRONG_INPUT,
            Self::Compare(CompareError::Interrupted { .. }) | Self::HalfWritten(_) | Self::Resumable { .. } => INTERRUPTED,
            #[cfg(feature = "report")]
            Self::InTheWay(_) => WRONG_INPUT,
            #[cfg(feature = "charts")]
            Self::Picture(_) => FAILED,
            Self::Compare(CompareError::Threads(_))
            | Self::Journal(_)
            | Self::Output(_)
            | Self::StandardInput(_)
            | Self::StandardOutput(_)
            | Self::Incomplete { .. }
            | Self::NotAsWritten { .. } => FAILED,
        }
    }

    /// What to say: the cause, and what to do about it.
    pub fn text(&self, colour: bool) -> String {
        if let Self::Scenario(errors) = self {
            return errors.rendered(colour);
        }
        let [red, bold, plain] = if colour { ["\u{1b}[1;31m", "\u{1b}[1m", "\u{1b}[0m"] } else { [""; 3] };
        let mut text = format!("{red}error:{plain} {self}");
        let cause = match self {
            Self::Output(error) => error.source().map(ToString::to_string),
            Self::StandardInput(error) | Self::StandardOutput(error) | Self::Journal(error) => Some(error.to_string()),
            _ => None,
        };
        if let Some(cause) = cause {
            let _ = write!(text, ": {cause}");
        }
        if let Some(remedy) = self.remedy() {
            let _ = write!(text, "\n{bold}help:{plain} {remedy}");
        }
        printable(&text)
    }

    /// What to tell a script that asked for JSON: what is wrong with its input.
    pub fn document(&self) -> Option<Value> {
        let Self::Scenario(errors) = self else { return None };
        let problems: Vec<Value> = errors
            .problems()
            .iter()
            .map(|problem| {
                json!({
                    "kind": problem.kind.name(),
                    "file": problem.file,
                    "line": problem.line,
                    "column": problem.column,
                    "end_line": problem.end_line,
                    "end_column": problem.end_column,
                    "cause": problem.cause,
                    "remedy": problem.remedy,
                    "suggestion": problem.suggestion,
                })
            })
            .collect();
        let more = errors.count() - problems.len();
        Some(json!({ "tool": "foreshift", "schema_version": SCHEMA_VERSION, "errors": problems, "more": more }))
    }

    fn remedy(&self) -> Option<String> {
        match self {
            Self::NoAim => Some("give the scenario a shock that opens gaps".to_owned()),
            Self::Output(error) => error.help().map(|help| help.to_string()),
            Self::Compare(CompareError::UnknownPolicy { .. }) => {
                Some("name policies with --policies a,b, or leave it out to compare all".to_owned())
            }
            Self::Compare(CompareError::NoReplicates) => Some("give --replicates 200".to_owned()),
            Self::Compare(CompareError::Threads(_)) => Some("give fewer with --threads".to_owned()),
            Self::Refused { remedy, .. } => Some(remedy.clone()),
            Self::WithoutAuto(_) => Some("leave it out, or let the program choose the number with --replicates auto".to_owned()),
            Self::HalfWritten(_) => Some("run it again with --force to replace what is there".to_owned()),
            Self::Resumable { .. } => Some("the same command goes on with it".to_owned()),
            Self::Incomplete { .. } => Some("run what is listed, then join again".to_owned()),
            #[cfg(feature = "report")]
            Self::InTheWay(_) => Some("name another file with --out, or give --force to replace it".to_owned()),
            _ => None,
        }
    }
}
