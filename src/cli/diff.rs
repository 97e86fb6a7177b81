//! `foreshift diff`: what differs between two directories of results, assumptions first.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;

use super::Failure;
use super::voice::Voice;
use crate::output::diff::{Diff, html, json, text};
use crate::output::stored::Stored;
use crate::output::{Error, Pending};

/// What to compare.
#[derive(Args, Debug)]
pub struct Arguments {
    /// A directory that `compare` has written
    #[arg(value_name = "BEFORE")]
    before: PathBuf,
    /// Another
    #[arg(value_name = "AFTER")]
    after: PathBuf,
    /// Also writes a page to this file
    #[arg(long, value_name = "FILE.html")]
    out: Option<PathBuf>,
    /// Writes the page even where a file is
    #[arg(long)]
    force: bool,
    /// Puts what differs on standard output as JSON, for scripts
    #[arg(long)]
    json: bool,
}

/// Reads both, and says what differs.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<(), Failure> {
    let Arguments { before, after, out, .. } = arguments;
    if let Some(out) = out.as_ref().filter(|out| !arguments.force && out.exists()) {
        return Err(Failure::InTheWay(out.display().to_string()));
    }
    let [one, other] = [Stored::read(before)?, Stored::read(after)?];
    let names = [before.display().to_string(), after.display().to_string()];
    let diff = Diff::of([&names[0], &names[1]], &one, &other);
    let told = if arguments.json { Voice::put(&format!("{}\n", json(&diff))) } else { Voice::put(&text(&diff)) };
    if let Some(out) = out {
        let mut page = Pending::create(out)?;
        page.write_all(html(&diff).as_bytes()).map_err(|source| Error::Write { path: out.clone(), source })?;
        page.finish(&out.display().to_string())?;
        voice.say(&format!("Wrote {}", out.display()));
    }
    Ok(told?)
}
