//! `foreshift verify`: whether a directory still holds what its manifest says.

use std::path::PathBuf;

use clap::Args;

use super::Failure;
use super::voice::Voice;
use crate::output::verify::verify;

/// What to check.
#[derive(Args, Debug)]
pub struct Arguments {
    /// A directory that `compare` has written
    #[arg(value_name = "DIR")]
    directory: PathBuf,
}

/// Checks every file, and lists what is not as it should be.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let checked = verify(&arguments.directory)?;
    let files = if checked.files == 1 { "1 file".to_owned() } else { format!("{} files", checked.files) };
    let root = arguments.directory.display();
    if checked.findings.is_empty() {
        Voice::put(&format!("{files} in {root}, every one as the manifest says\n"))?;
        return Ok(());
    }
    let lines: Vec<String> = checked.findings.iter().map(ToString::to_string).collect();
    Voice::put(&super::failure::printable(&(lines.join("\n") + "\n")))?;
    Err(Failure::NotAsWritten { root: root.to_string(), count: checked.findings.len() })
}
