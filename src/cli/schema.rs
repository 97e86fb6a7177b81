//! `foreshift schema`: the JSON Schema of a scenario, by which editors check and complete what is typed.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Failure;
use super::init::put;
use super::voice::Voice;
use crate::scenario::schema;

/// Where to.
#[derive(Args, Debug)]
pub struct Arguments {
    /// Writes to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replaces what is there
    #[arg(long, requires = "out")]
    force: bool,
}

/// Prints or writes the schema.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<(), Failure> {
    let text = schema::text();
    let Some(path) = arguments.out.as_deref().filter(|path| *path != Path::new("-")) else { return Ok(Voice::put(&text)?) };
    let same = std::fs::read(path).is_ok_and(|found| found == text.as_bytes());
    if !arguments.force && !same && path.symlink_metadata().is_ok() {
        let cause = format!("`{}` is there already, and differs", path.display());
        return Err(Failure::refused(cause, "give --force to replace it"));
    }
    if !same {
        put(path, &text)?;
    }
    voice.say(&format!(
        "Wrote {}. Editors read it where a scenario's first line is  #:schema ./{}",
        path.display(),
        schema::FILE
    ));
    Ok(())
}
