//! The directory of a sweep: who may write there, what is done already, and how it is finished.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::columns::Column;
use super::design::{DESIGN, Points};
use super::header::{HEADER, Header};
#[cfg(feature = "report")]
use super::page;
use super::part::{self, Note, PARTS};
use super::summary::{self, Found};
use super::{write, write_table};
use crate::experiment::sweep::{PartRuns, Plan};
use crate::output::directory::LITTER;
use crate::output::manifest::{self, FILE as MANIFEST, Run};
use crate::output::{Error, FileEntry, Pending};

/// The tables of a finished sweep, without their endings.
const TABLES: [&str; 2] = ["tables/points", "tables/summary"];

/// The page of a finished sweep and its charts, where it has them.
const PAGE: [&str; 3] = ["report.html", "charts/policy-map.svg", "charts/policy-map.png"];

/// A directory that takes the parts of a sweep.
#[derive(Debug)]
pub struct Store {
    root: PathBuf,
    header: Header,
    points: Points,
    plan: Plan,
}

/// What was found in a directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    /// Nothing, or what was replaced.
    Fresh,
    /// The same sweep, begun.
    Begun,
    /// The same sweep with fewer replicates.
    Fewer(u32),
}

impl Store {
    /// Opens a directory for a sweep: a new one, or the same one that was begun there. With `force` another sweep that is there is removed.
    ///
    /// # Errors
    ///
    /// The path is no directory, it holds another sweep or anything foreign and `force` is not given, or the system refuses.
    pub fn open(root: &Path, header: Header, points: Points, force: bool) -> Result<(Self, Opened), Error> {
        let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
        let found = examine(root, &header, force)?;
        fs::create_dir_all(root).map_err(Error::write(root))?;
        match &found {
            Examined::Other(old) => remove(root, old)?,
            // A manifest vouches for a whole; from now on this is none, and a page would tell of it as if it were.
            Examined::Same(old) if old.replicates < header.replicates => {
                discard(&root.join(MANIFEST))?;
                remove_page(root)?;
            }
            _ => {}
        }
        let opened = match found {
            Examined::Same(old) if old.replicates < header.replicates => Opened::Fewer(old.replicates),
            Examined::Same(_) => Opened::Begun,
            Examined::Nothing | Examined::Other(_) => Opened::Fresh,
        };
        // The header first: it says whose the rest is.
        write(root, HEADER, &text(&header.to_json()))?;
        write(root, DESIGN, &points.file(&header.parameters)?.0)?;
        let plan = header.plan();
        Ok((Self { root: root.to_owned(), header, points, plan }, opened))
    }

    /// Where it is.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What it is a sweep of.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The work.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Which parts are to be done: of some, those that are not here whole.
    #[must_use]
    pub fn missing(&self, wanted: impl Iterator<Item = usize>) -> Vec<usize> {
        wanted.filter(|number| Note::valid(&self.root, &self.plan.part(*number), &self.header.formats).is_none()).collect()
    }

    /// Writes a part.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub fn write_part(&self, runs: &PartRuns) -> Result<(), Error> {
        let columns = part::columns(&self.header, &self.points, runs);
        let stem = part::path(runs.number, "");
        let stem = stem.trim_end_matches('.');
        let files = write_table(&self.root, stem, &self.header.formats, |take| {
            take(&columns).map_err(Error::write(&self.root.join(stem)))
        })?;
        let failures = runs.points.iter().filter_map(|found| Some((found.point, found.runs.as_ref().err()?.clone())));
        let note = Note {
            number: runs.number,
            replicates: (runs.replicates.start, runs.replicates.end),
            points: runs.points.iter().map(|found| found.point).collect(),
            failures: failures.collect(),
            files,
        };
        note.write(&self.root).map(|_| ())
    }

    /// Takes the files of a part from another directory of the same sweep.
    pub(super) fn copy_part(&self, from: &Path, note: &Note) -> Result<(), Error> {
        for file in &note.files {
            let source = from.join(&file.path);
            let mut reader = fs::File::open(&source).map_err(Error::read(&source))?;
            let place = self.root.join(&file.path);
            let mut pending = Pending::create(&place)?;
            io::copy(&mut reader, &mut pending).map_err(Error::write(&place))?;
            pending.finish(&file.path)?;
        }
        note.write(&self.root).map(|_| ())
    }

    /// Writes the tables over all points and, last, the manifest, which says how long it was since the run's start. Every part must be there.
    ///
    /// # Errors
    ///
    /// A part is not there or not as it was written, or the system refuses.
    pub fn finish(mut self, mut run: Run) -> Result<Found, Error> {
        let formats = self.header.formats.clone();
        let mut files: Vec<FileEntry> = Vec::new();
        let mut failures: BTreeMap<usize, String> = BTreeMap::new();
        for number in 0..self.plan.parts() {
            let place = self.root.join(part::path(number, "json"));
            let gone = || Error::Unreadable { path: place.clone(), cause: "the part is not as it was written".to_owned() };
            let note = Note::valid(&self.root, &self.plan.part(number), &formats).ok_or_else(gone)?;
            files.push(note.write(&self.root)?);
            failures.extend(note.failures);
            files.extend(note.files);
        }
        let causes = (0..self.header.points).map(|point| failures.get(&point).cloned().unwrap_or_default());
        let mut columns = self.points.columns(&self.header.parameters);
        columns.push(Column::text("failure", causes.collect()));
        files.extend(write_table(&self.root, TABLES[0], &formats, |take| {
            take(&columns).map_err(Error::write(&self.root.join(TABLES[0])))
        })?);
        let mut found = Found::new(&self.header, failures.len());
        files.extend(write_table(&self.root, TABLES[1], &formats, |take| {
            found = Found::new(&self.header, failures.len());
            summary::fill(&self.root, &self.header, &self.plan, &mut found, take)
        })?);
        self.header.shard = None;
        let header = self.header.to_json();
        files.push(write(&self.root, HEADER, &text(&header))?);
        files.push(write(&self.root, DESIGN, &self.points.file(&self.header.parameters)?.0)?);
        let drawn = self.page()?;
        found.page = (!drawn.is_empty()).then_some(PAGE[0]);
        files.extend(drawn);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        run.wall = run.started.elapsed().unwrap_or_default();
        write(&self.root, MANIFEST, &text(&compose(&header, &found, &files, run)))?;
        remove_surplus(&self.root, &self.plan)?;
        for folder in [self.root.clone(), self.root.join(PARTS), self.root.join("tables"), self.root.join("charts")] {
            let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
        }
        Ok(found)
    }

    /// Writes the page and its charts, where a sweep of its kind has one.
    #[cfg(feature = "report")]
    fn page(&self) -> Result<Vec<FileEntry>, Error> {
        match page::draw(&self.root) {
            Ok(drawn) => drawn.iter().map(|(path, bytes)| write(&self.root, path, bytes)).collect(),
            // What varies may leave nothing for a page to say.
            Err(Error::NoPage { .. }) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// A program built without reports writes none.
    #[cfg(not(feature = "report"))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "the other build needs it and may fail here")]
    const fn page(&self) -> Result<Vec<FileEntry>, Error> {
        Ok(Vec::new())
    }
}

/// The manifest of a finished sweep.
fn compose(header: &Value, found: &Found, files: &[FileEntry], run: Run) -> Value {
    let mut manifest = header.clone();
    if let Some(manifest) = manifest.as_object_mut() {
        manifest.remove("shard");
        manifest.insert("schema_version".to_owned(), json!(manifest::SCHEMA_VERSION));
        manifest.insert("points_refused".to_owned(), json!(found.refused));
        manifest.insert("files".to_owned(), manifest::entries(files.iter()));
        manifest.insert("run".to_owned(), manifest::circumstances(&run));
    }
    manifest
}

/// JSON as a file holds it.
fn text(value: &Value) -> Vec<u8> {
    format!("{value:#}\n").into_bytes()
}

/// What is in a directory.
enum Examined {
    Nothing,
    Same(Header),
    Other(Header),
}

/// Looks, without touching anything, whether a sweep may go there.
fn examine(root: &Path, header: &Header, force: bool) -> Result<Examined, Error> {
    match fs::metadata(root) {
        Ok(there) if !there.is_dir() => return Err(Error::NotADirectory { path: root.to_owned() }),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Examined::Nothing),
        Err(error) => return Err(Error::write(root)(error)),
    }
    // What a kill at the very start leaves.
    let begun = format!(".{HEADER}.tmp");
    let mut names = Vec::new();
    for entry in fs::read_dir(root).map_err(Error::read(root))? {
        let name = entry.map_err(Error::read(root))?.file_name().to_string_lossy().into_owned();
        if !LITTER.contains(&name.as_str()) && name != begun {
            names.push(name);
        }
    }
    names.sort();
    if names.is_empty() {
        return Ok(Examined::Nothing);
    }
    if !names.iter().any(|name| name == HEADER) {
        if force {
            return Ok(Examined::Nothing);
        }
        if let Ok(earlier) = manifest::read(root) {
            return Err(Error::HoldsResults { path: root.to_owned(), what: manifest::describe(&earlier) });
        }
        let shown = names.iter().take(3).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let more = names.len().saturating_sub(3);
        let found = if more == 0 { shown } else { format!("{shown} and {more} more") };
        return Err(Error::Foreign { path: root.to_owned(), found });
    }
    let old = match Header::read(root) {
        Ok(old) => old,
        Err(_) if force => return Ok(Examined::Other(header.clone())),
        Err(error) => return Err(error),
    };
    let mut differences = header.differences(&old);
    if old.replicates > header.replicates {
        differences.push(format!("it has {} replicates, more than {}", old.replicates, header.replicates));
    }
    if differences.is_empty() {
        Ok(Examined::Same(old))
    } else if force {
        Ok(Examined::Other(old))
    } else {
        Err(Error::OtherSweep { path: root.to_owned(), differences: differences.join("; ") })
    }
}

/// Removes a file, if it is there.
fn discard(place: &Path) -> Result<(), Error> {
    match fs::remove_file(place) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::write(place)(error)),
        _ => Ok(()),
    }
}

/// Removes what another sweep left: the manifest first, the header last.
fn remove(root: &Path, old: &Header) -> Result<(), Error> {
    discard(&root.join(MANIFEST))?;
    remove_page(root)?;
    for stem in TABLES {
        for format in &old.formats {
            discard(&root.join(format!("{stem}.{format}")))?;
        }
    }
    for number in numbers(root) {
        for ending in ["json", "csv", "parquet"] {
            discard(&root.join(part::path(number, ending)))?;
        }
    }
    discard(&root.join(HEADER))
}

/// Removes the page and its charts.
fn remove_page(root: &Path) -> Result<(), Error> {
    PAGE.iter().try_for_each(|path| discard(&root.join(path)))
}

/// Removes notes and files of parts beyond the plan, which a sweep of another size of the same directory left.
fn remove_surplus(root: &Path, plan: &Plan) -> Result<(), Error> {
    for number in numbers(root).into_iter().filter(|number| *number >= plan.parts()) {
        for ending in ["json", "csv", "parquet"] {
            discard(&root.join(part::path(number, ending)))?;
        }
    }
    Ok(())
}

/// The numbers of the parts of which any file is there.
fn numbers(root: &Path) -> Vec<usize> {
    let number = |name: &str| {
        let (stem, ending) = name.strip_prefix("part-")?.split_once('.')?;
        ["json", "csv", "parquet"].contains(&ending).then(|| stem.parse().ok())?
    };
    let Ok(entries) = fs::read_dir(root.join(PARTS)) else { return Vec::new() };
    let mut numbers: Vec<usize> = entries.filter_map(|entry| number(&entry.ok()?.file_name().to_string_lossy())).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}
