//! Joins the shards of a sweep.

use std::path::{Path, PathBuf};

use super::design::Points;
use super::header::Header;
use super::part::Note;
use super::store::Store;
use super::summary::Found;
use crate::output::Error;
use crate::output::manifest::Run;

/// What came of joining.
#[derive(Debug)]
pub enum Merged {
    /// All parts were there; the sweep is finished.
    Whole(Header, Found),
    /// Some are missing; nothing was written.
    Missing(Shortfall),
}

/// What is missing of a sweep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// Parts of the plan.
    pub parts: usize,
    /// Parts that no directory holds whole.
    pub missing: Vec<usize>,
    /// The command that makes the sweep.
    pub command: String,
    /// The directories with the shard that ran last in each.
    pub shards: Vec<(PathBuf, Option<String>)>,
}

/// Joins directories, each of which holds parts of one sweep, into another.
///
/// # Errors
///
/// A directory holds no sweep, or another one than the first; two hold different bytes of one part; the place of the whole is taken and `force` is
/// not given; or the system refuses.
pub fn merge(directories: &[PathBuf], out: &Path, force: bool, run: Run) -> Result<Merged, Error> {
    let headers: Vec<Header> = directories.iter().map(|root| Header::read(root)).collect::<Result<_, _>>()?;
    let Some(first) = headers.first() else {
        return Err(Error::NoSweep { path: out.to_owned(), cause: "no directory is given to join".to_owned() });
    };
    for (root, header) in directories.iter().zip(&headers) {
        let mut differences = first.differences(header);
        if header.replicates != first.replicates {
            differences.push(format!("it has {} replicates, not {}", header.replicates, first.replicates));
        }
        if !differences.is_empty() {
            return Err(Error::Unjoinable {
                path: root.clone(),
                first: directories[0].clone(),
                differences: differences.join("; "),
            });
        }
    }
    let plan = first.plan();
    let mut homes: Vec<Option<(&Path, Note)>> = vec![None; plan.parts()];
    for root in directories {
        for (number, home) in homes.iter_mut().enumerate() {
            let Some(note) = Note::valid(root, &plan.part(number), &first.formats) else { continue };
            match home {
                Some((other, known)) if *known != note => {
                    return Err(Error::Unjoinable {
                        path: root.clone(),
                        first: (*other).to_owned(),
                        differences: format!("its part {number} has other bytes"),
                    });
                }
                Some(_) => {}
                None => *home = Some((root, note)),
            }
        }
    }
    let missing: Vec<usize> = homes.iter().enumerate().filter(|(_, home)| home.is_none()).map(|(number, _)| number).collect();
    if !missing.is_empty() {
        let shards = directories.iter().cloned().zip(headers.iter().map(|header| header.shard.clone()));
        return Ok(Merged::Missing(Shortfall {
            parts: plan.parts(),
            missing,
            command: first.command.clone(),
            shards: shards.collect(),
        }));
    }
    let points = Points::read(&directories[0], &first.parameters)?;
    let header = Header { shard: None, ..first.clone() };
    if points.file(&header.parameters)?.1 != header.design_sha256 || points.values.len() != header.points {
        let cause = "its points are not those that it says".to_owned();
        return Err(Error::NoSweep { path: directories[0].clone(), cause });
    }
    let (store, _) = Store::open(out, header.clone(), points, force)?;
    for (from, note) in homes.iter().flatten() {
        // A directory may be joined into itself: what is there already stays.
        if Note::valid(store.root(), &plan.part(note.number), &header.formats).as_ref() != Some(note) {
            store.copy_part(from, note)?;
        }
    }
    Ok(Merged::Whole(header, store.finish(run)?))
}
