//! Flags that commands have in common, in groups: how a scenario is run, how it is read, and what is written of it.

use std::path::{Path, PathBuf};

use clap::Args;

use super::voice::Voice;
use super::{Failure, input, interrupt};
use crate::output::directory::Directory;
use crate::output::{self, Format};
use crate::scenario::Draft;
use crate::scenario::model::Scenario;

/// The seed unless somebody says otherwise.
pub const SEED: u64 = 42;

/// The most threads.
const MOST_THREADS: usize = 1024;

/// Where help lists the flags of results; a command's own may come between them, and [`LAST`] is for those of every command.
const OUT: usize = 100;
/// After `--out`.
pub const AFTER_OUT: usize = OUT + 1;
const FORMAT: usize = OUT + 2;
/// After `--format`.
pub const AFTER_FORMAT: usize = OUT + 3;
const FORCE: usize = OUT + 4;
const JSON: usize = OUT + 5;
/// After all others.
pub const LAST: usize = OUT + 100;

/// How a scenario is run.
#[derive(Args, Clone, Copy, Debug)]
pub struct RunFlags {
    /// The seed of all chance: the same seed gives the same bytes [default: 42]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub seed: Option<u64>,
    /// Threads [default: one a core]; results do not depend on them
    #[arg(long, value_name = "N", value_parser = threads, allow_negative_numbers = true)]
    pub threads: Option<usize>,
}

impl RunFlags {
    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed.unwrap_or(SEED)
    }
}

/// How a scenario is read.
#[derive(Args, Clone, Debug)]
pub struct ScenarioFlags {
    /// Sets a value of the scenario by its path, as in `hiring.cost_per_hire=9000`; may be given again
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Lets `extends` name files outside of the scenario's folder
    #[arg(long)]
    pub allow_outside: bool,
}

impl ScenarioFlags {
    /// Reads a scenario.
    pub fn read(&self, path: &Path) -> Result<Scenario, Failure> {
        input::read(path, &self.set, self.allow_outside)
    }

    /// Reads what will be many scenarios.
    pub fn draft(&self, path: &Path) -> Result<Draft, Failure> {
        input::draft(path, &self.set, self.allow_outside)
    }
}

/// What is written, and in which form. A command that writes something else than is said here says so in its own words.
#[derive(Args, Clone, Debug)]
pub struct ResultFlags {
    /// Writes tables, charts, the report and the manifest to this directory
    #[arg(long, value_name = "DIR", display_order = OUT)]
    pub out: Option<PathBuf>,
    /// Formats of the tables: csv, parquet [default: csv,parquet]
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', display_order = FORMAT)]
    pub format: Vec<Format>,
    /// Writes even where other results or files are
    #[arg(long, display_order = FORCE)]
    pub force: bool,
    /// Puts the result on standard output as JSON, for scripts
    #[arg(long, display_order = JSON)]
    pub json: bool,
}

impl ResultFlags {
    /// The formats asked for, each once; the usual ones where none is.
    pub fn formats(&self) -> Vec<Format> {
        let asked = if self.format.is_empty() { &Format::USUAL[..] } else { &self.format };
        Format::ALL.into_iter().filter(|format| asked.contains(format)).collect()
    }

    /// The formats, where they are not the usual ones.
    pub fn unusual(&self) -> Vec<Format> {
        let formats = self.formats();
        if formats == Format::USUAL { Vec::new() } else { formats }
    }

    /// The directory to write to, opened before anything is run.
    pub fn directory(&self) -> Result<Option<Directory>, output::Error> {
        self.out.as_deref().map(|out| Directory::open(out, self.force)).transpose()
    }
}

/// A number of threads.
fn threads(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number) if (1..=MOST_THREADS).contains(&number) => Ok(number),
        _ => Err(format!("give a whole number from 1 to {MOST_THREADS}, or leave it out for one a core")),
    }
}

/// A number of replicates of each point, none where a command has its own.
pub fn replicates(text: &str) -> Result<u32, String> {
    use crate::output::sweep::MOST_REPLICATES;
    match text.parse() {
        Ok(number) if (1..=MOST_REPLICATES).contains(&number) => Ok(number),
        _ => Err(format!("give a whole number from 1 to {MOST_REPLICATES}")),
    }
}

/// Finishes a directory with its manifest and says how many files there are, unless somebody interrupts.
pub fn finish(
    directory: Directory,
    manifest: impl FnOnce(Directory) -> Result<(), output::Error>,
    voice: Voice,
) -> Result<(), Failure> {
    let root = directory.root().display().to_string();
    if interrupt::asked() {
        return Err(Failure::HalfWritten(root));
    }
    let files = directory.files().count() + 1;
    manifest(directory)?;
    voice.say(&format!("Wrote {files} files to {root}"));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_refused_kindly() {
        assert_eq!(threads("2"), Ok(2));
        assert!(threads("0").is_err() && threads("-1").is_err());
        assert_eq!(replicates("2"), Ok(2));
        assert!(replicates("0").is_err() && replicates("100001").is_err());
    }
}
