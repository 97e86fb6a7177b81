//! The scenario that a command is given: a file, or standard input.

use std::io::{self, Read};
use std::path::Path;

use super::Failure;
use crate::scenario::model::Scenario;
use crate::scenario::{Draft, Reading};

/// What stands for standard input.
const STANDARD_INPUT: &str = "-";

/// One byte more than any scenario may have.
const ENOUGH: u64 = 16 * 1024 * 1024 + 1;

/// Reads a scenario from a file or, for `-`, from standard input as if it stood in the folder where the program runs.
pub fn read(path: &Path, sets: &[String], allow_outside: bool) -> Result<Scenario, Failure> {
    Ok(draft(path, sets, allow_outside)?.scenario()?)
}

/// Reads what will be many scenarios, as [`read`] does.
pub fn draft(path: &Path, sets: &[String], allow_outside: bool) -> Result<Draft, Failure> {
    let reading = Reading { sets, allow_outside };
    if path.as_os_str() != STANDARD_INPUT {
        return Ok(Draft::load_as(path, reading)?);
    }
    let mut bytes = Vec::new();
    io::stdin().lock().take(ENOUGH).read_to_end(&mut bytes).map_err(Failure::StandardInput)?;
    Ok(Draft::parse_in(Path::new("."), "standard input", &bytes, reading)?)
}
