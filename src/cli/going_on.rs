//! Searches that go on where they were stopped: a directory with a journal, and a watch that looks at the clock.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::progress::Progress;
use super::{Failure, interrupt};
use crate::experiment::compare::CompareError;
use crate::experiment::journal::{self, Entry, EvaluationError, Journal};
use crate::experiment::watch::Watch;
use crate::output;
use crate::output::directory::Directory;
use crate::output::manifest::{COMMIT, scenario_sha256};
use crate::scenario::model::Scenario;

/// What a search is of, as its journal says it: scenario, program and command.
pub fn stamp(scenario: &Scenario, command: &str) -> String {
    [&scenario_sha256(&scenario.to_json()), COMMIT, env!("CARGO_PKG_VERSION"), command].join(" ")
}

/// Opens a directory for a search, where there is to be one: anew, or where the same search was stopped.
pub fn open(out: Option<&Path>, stamp: &str, force: bool) -> Result<Option<Directory>, Failure> {
    let Some(out) = out else { return Ok(None) };
    let path = out.join(journal::FILE);
    match Journal::is_of(&path, stamp).map_err(EvaluationError::Journal)? {
        Some(true) => Ok(Some(Directory::reopen(out)?)),
        None => Ok(Some(Directory::open(out, force)?)),
        Some(false) if force => {
            let directory = Directory::open(out, force)?;
            fs::remove_file(&path).map_err(EvaluationError::Journal)?;
            Ok(Some(directory))
        }
        Some(false) => Err(output::Error::HoldsResults {
            path: out.to_owned(),
            what: "those of another search, scenario or version".to_owned(),
        }
        .into()),
    }
}

/// Opens the journal of a directory.
pub fn journal(directory: Option<&Directory>, stamp: &str) -> Result<Option<(Journal, Vec<Entry>)>, Failure> {
    let open = |directory: &Directory| Journal::open(&directory.root().join(journal::FILE), stamp);
    Ok(directory.map(open).transpose().map_err(EvaluationError::Journal)?)
}

/// A watch that also looks at the clock.
pub struct Until<'a> {
    progress: &'a Progress,
    end: Option<Instant>,
}

impl<'a> Until<'a> {
    /// A watch that says stop after so long from now, if that is said.
    pub fn new(progress: &'a Progress, length: Option<Duration>) -> Self {
        Self { progress, end: length.and_then(|length| Instant::now().checked_add(length)) }
    }

    fn over(&self) -> bool {
        self.end.is_some_and(|end| Instant::now() >= end)
    }

    /// What there is to tell where it was the time that ended a search, which is no failure: what was evaluated is in the journal.
    pub fn left(&self, error: &EvaluationError, json: bool) -> Option<String> {
        let EvaluationError::Compare(CompareError::Interrupted { done, total }) = error else { return None };
        (self.over() && !interrupt::asked()).then(|| left(*done, *total, json))
    }
}

impl Watch for Until<'_> {
    fn progress(&self, done: u64, total: u64) {
        self.progress.progress(done, total);
    }

    fn stopped(&self) -> bool {
        self.progress.stopped() || self.over()
    }
}

fn left(done: u64, total: u64, json: bool) -> String {
    if json {
        let told: Value =
            json!({ "tool": "foreshift", "schema_version": 1, "finished": false, "runs": done, "runs_expected": total });
        return format!("{told}\n");
    }
    format!("The time was up after {done} of about {total} runs. The same command goes on.\n")
}
