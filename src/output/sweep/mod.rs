//! A sweep on disk.

use std::path::Path;

use super::Error;
use crate::experiment::sweep::SweepTable;

/// Reads a stored sweep, whole: for sweeps that fit into memory.
///
/// # Errors
///
/// The directory holds no sweep, one that is not complete, or one of another version.
pub fn read(root: &Path) -> Result<SweepTable, Error> {
    let _ = root;
    todo!()
}
