//! A stored sweep, whole, in memory.

use std::path::Path;

use super::design::Points;
use super::header::Header;
use super::part::{self, Note};
use crate::experiment::sweep::SweepTable;
use crate::output::Error;

/// Reads a stored sweep, whole: for sweeps that fit into memory.
///
/// # Errors
///
/// The directory holds no sweep, one that is not complete, or one of another version; or a part is not as it was written.
pub fn read(root: &Path) -> Result<SweepTable, Error> {
    let header = Header::read(root)?;
    let plan = header.plan();
    let points = Points::read(root, &header.parameters)?;
    let not_whole = |cause: &str| Error::NoSweep { path: root.to_owned(), cause: cause.to_owned() };
    if points.values.len() != header.points {
        return Err(not_whole("its points are not as many as it says"));
    }
    let mut table = SweepTable {
        design: header.design,
        parameters: header.parameters.clone(),
        places: points.places,
        points: points.values,
        failures: vec![None; header.points],
        policies: header.policies.clone(),
        measures: header.measures(),
        values: vec![Vec::new(); header.points],
        replicates: header.replicates,
        seed: header.seed,
    };
    let nothing = vec![vec![Vec::new(); header.policies.len()]; header.replicates as usize];
    for number in 0..plan.parts() {
        let Some(note) = Note::valid(root, &plan.part(number), &header.formats) else {
            return Err(not_whole("it is not complete: the same command that began it goes on"));
        };
        for run in part::read(root, &header, number)? {
            let values = &mut table.values[run.point];
            if values.is_empty() {
                values.clone_from(&nothing);
            }
            values[run.replicate as usize][run.policy] = run.values;
        }
        for (point, cause) in note.failures {
            table.failures[point] = Some(cause);
        }
    }
    Ok(table)
}
