//! A stored sweep read back: what was swept, and its runs, either whole in memory or a chunk of points at a time.

use std::path::Path;

use super::design::Points;
use super::header::Header;
use super::part::{self, Note, Run};
use crate::experiment::exploration::digest::{Digest, Digester, Digests};
use crate::experiment::sweep::{Layout, Plan, SweepTable};
use crate::output::Error;
use crate::scenario::model::Decision;

/// Reads what a stored sweep is of, and which of its points were refused. Every part must be there.
///
/// # Errors
///
/// The directory holds no sweep, one that is not complete, or one of another version; or a part is not as it was written.
pub fn layout(root: &Path) -> Result<Layout, Error> {
    let header = Header::read(root)?;
    let points = Points::read(root, &header.parameters)?;
    let not_whole = |cause: &str| Error::NoSweep { path: root.to_owned(), cause: cause.to_owned() };
    if points.values.len() != header.points {
        return Err(not_whole("its points are not as many as it says"));
    }
    let mut failures = vec![None; header.points];
    let plan = header.plan();
    for number in 0..plan.parts() {
        let Some(note) = Note::valid(root, &plan.part(number), &header.formats) else {
            return Err(not_whole("it is not complete: the same command that began it goes on"));
        };
        for (point, cause) in note.failures {
            failures[point] = Some(cause);
        }
    }
    Ok(Layout {
        measures: header.measures(),
        design: header.design,
        parameters: header.parameters,
        places: points.places,
        points: points.values,
        failures,
        policies: header.policies,
        replicates: header.replicates,
        seed: header.seed,
    })
}

/// Reads a stored sweep, whole: for sweeps that fit into memory.
///
/// # Errors
///
/// As [`layout`].
pub fn read(root: &Path) -> Result<SweepTable, Error> {
    let layout = layout(root)?;
    let header = Header::read(root)?;
    let nothing = vec![vec![Vec::new(); header.policies.len()]; header.replicates as usize];
    let mut values = vec![Vec::new(); header.points];
    for number in 0..header.plan().parts() {
        for run in part::read(root, &header, number)? {
            let values: &mut Vec<Vec<Vec<Option<f64>>>> = &mut values[run.point];
            if values.is_empty() {
                values.clone_from(&nothing);
            }
            values[run.replicate as usize][run.policy] = run.values;
        }
    }
    Ok(SweepTable { layout, values })
}

/// What exploration needs of the points of a stored sweep: the pick by the weights of a decision, and means of some measures by their places. In memory is a
/// part, however many points and replicates there are.
///
/// # Errors
///
/// As [`layout`].
pub fn digests(root: &Path, layout: &Layout, decision: &Decision, measures: &[usize]) -> Result<Digests, Error> {
    let header = Header::read(root)?;
    let mut found: Vec<Option<Digest>> = vec![None; layout.points.len()];
    let new = || Digester::new(layout, decision, measures);
    let plan = header.plan();
    for chunk in 0..plan.parts_of_a_block() {
        let gathered = gather(root, (&header, &plan), chunk, new, |digester, runs| {
            let values: Vec<Vec<Option<f64>>> = runs.iter().map(|run| run.values.clone()).collect();
            digester.add(&values);
        })?;
        for (point, digester) in gathered {
            if let Some(kept) = found.get_mut(point) {
                *kept = digester.digest();
            }
        }
    }
    Ok(Digests { measures: measures.to_vec(), points: found })
}

/// Goes through a chunk of points, a part of every block, and gathers of each what its runs come to: `add` gets the runs of a replicate, by policy. Points
/// come in ascending order, and of each the replicates too.
pub(super) fn gather<T>(
    root: &Path,
    (header, plan): (&Header, &Plan),
    chunk: usize,
    new: impl Fn() -> T,
    mut add: impl FnMut(&mut T, &[Run]),
) -> Result<Vec<(usize, T)>, Error> {
    let mut gathered: Vec<(usize, T)> = plan.part(chunk).ascending().into_iter().map(|point| (point, new())).collect();
    for block in 0..plan.blocks() {
        let number = block * plan.parts_of_a_block() + chunk;
        let runs = part::read(root, header, number)?;
        for of_replicate in runs.chunks(header.policies.len()) {
            // As they were written: all policies of a replicate, one after another.
            let first = &of_replicate[0];
            let together =
                |(place, run): (usize, &Run)| run.policy == place && run.point == first.point && run.replicate == first.replicate;
            let at = gathered.binary_search_by_key(&first.point, |(point, _)| *point);
            let sound = of_replicate.len() == header.policies.len() && of_replicate.iter().enumerate().all(together);
            let (true, Ok(at)) = (sound, at) else {
                let cause = "its rows are not in the order in which they were written".to_owned();
                return Err(Error::Unreadable { path: root.join(part::path(number, header.formats[0].name())), cause });
            };
            add(&mut gathered[at].1, of_replicate);
        }
    }
    Ok(gathered)
}
