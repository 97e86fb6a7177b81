//! A part on disk: its rows in each format, then the note that vouches for them, `part-000000.json`, written last.
//!
//! Rows are tidy: point, replicate, policy, a column a parameter, a column a measure. A point that the checks refuse has no rows; the note says why.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::columns::{Column, read_csv};
use super::design::{Points, values};
use super::header::Header;
use super::write;
use crate::experiment::sweep::{Part, PartRuns};
use crate::output::column::run_column;
use crate::output::pending::sha256_of;
use crate::output::{Error, FileEntry, Format};

/// The folder of parts.
pub const PARTS: &str = "parts";

/// The path of a part's file, or of its note, under the root.
#[must_use]
pub fn path(number: usize, ending: &str) -> String {
    format!("{PARTS}/part-{number:06}.{ending}")
}

/// What vouches for a part.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// The part's number.
    pub number: usize,
    /// The first and the last replicate but one.
    pub replicates: (u32, u32),
    /// Its points, in ascending order.
    pub points: Vec<usize>,
    /// Points that the scenario's checks refuse, and why.
    pub failures: Vec<(usize, String)>,
    /// Its files.
    pub files: Vec<FileEntry>,
}

impl Note {
    /// As it is stored.
    fn to_json(&self) -> Value {
        let failures: Vec<Value> = self.failures.iter().map(|(point, cause)| json!({ "point": point, "cause": cause })).collect();
        let files: Vec<Value> =
            self.files.iter().map(|file| json!({ "path": file.path, "sha256": file.sha256, "bytes": file.bytes })).collect();
        json!({
            "part": self.number,
            "replicates": [self.replicates.0, self.replicates.1],
            "points": self.points,
            "failures": failures,
            "files": files,
        })
    }

    fn from_json(value: &Value) -> Option<Self> {
        let number = |value: &Value| usize::try_from(value.as_u64()?).ok();
        let replicate = |value: &Value| u32::try_from(value.as_u64()?).ok();
        let failure = |value: &Value| Some((number(&value["point"])?, value["cause"].as_str()?.to_owned()));
        let file = |value: &Value| {
            Some(FileEntry {
                path: value["path"].as_str()?.to_owned(),
                sha256: value["sha256"].as_str()?.to_owned(),
                bytes: value["bytes"].as_u64()?,
            })
        };
        Some(Self {
            number: number(&value["part"])?,
            replicates: (replicate(&value["replicates"][0])?, replicate(&value["replicates"][1])?),
            points: value["points"].as_array()?.iter().map(number).collect::<Option<_>>()?,
            failures: value["failures"].as_array()?.iter().map(failure).collect::<Option<_>>()?,
            files: value["files"].as_array()?.iter().map(file).collect::<Option<_>>()?,
        })
    }

    /// Whether it is of a part of the plan in some formats.
    fn is_of(&self, part: &Part<'_>, formats: &[Format]) -> bool {
        self.number == part.number
            && self.replicates == (part.replicates.start, part.replicates.end)
            && self.points == part.ascending()
            && self.files.len() == formats.len()
            && formats.iter().zip(&self.files).all(|(format, file)| file.path == path(part.number, format.name()))
    }

    /// The note of a part whose files are as they were written; none where the part is to be done.
    #[must_use]
    pub fn valid(root: &Path, part: &Part<'_>, formats: &[Format]) -> Option<Self> {
        let text = fs::read(root.join(path(part.number, "json"))).ok()?;
        let note = Self::from_json(&serde_json::from_slice(&text).ok()?)?;
        let sound = |file: &FileEntry| {
            let place = root.join(&file.path);
            fs::metadata(&place).is_ok_and(|there| there.len() == file.bytes)
                && sha256_of(&place).is_ok_and(|hash| hash == file.sha256)
        };
        (note.is_of(part, formats) && note.files.iter().all(sound)).then_some(note)
    }

    /// Writes it, which makes the part one that is done.
    pub(super) fn write(&self, root: &Path) -> Result<FileEntry, Error> {
        write(root, &path(self.number, "json"), format!("{:#}\n", self.to_json()).as_bytes())
    }
}

/// The rows of a part.
#[must_use]
pub fn columns(header: &Header, points: &Points, part: &PartRuns) -> Vec<Column> {
    let (mut point, mut replicate, mut policy) = (Vec::new(), Vec::new(), Vec::new());
    let measures = header.measures();
    let mut cells: Vec<Vec<Option<f64>>> = vec![Vec::new(); measures.len()];
    for found in &part.points {
        let Ok(runs) = &found.runs else { continue };
        for (number, run) in part.replicates.clone().zip(runs) {
            for (name, values) in header.policies.iter().zip(run) {
                point.push(found.point);
                replicate.push(i64::from(number));
                policy.push(name.clone());
                for (cells, value) in cells.iter_mut().zip(values) {
                    cells.push(*value);
                }
            }
        }
    }
    let number = |point: &usize| i64::try_from(*point).unwrap_or(i64::MAX);
    let mut columns = vec![
        Column::whole("point", point.iter().map(number).collect()),
        Column::whole("replicate", replicate),
        Column::text("policy", policy),
    ];
    for (at, parameter) in header.parameters.iter().enumerate() {
        columns.push(values(parameter, point.iter().map(|point| points.values[*point][at])));
    }
    for (measure, cells) in measures.iter().zip(cells) {
        columns.push(Column::real(run_column(measure), cells));
    }
    columns
}

/// One run of a stored part.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Which point.
    pub point: usize,
    /// Which replicate.
    pub replicate: u32,
    /// Which policy, by its place in the header.
    pub policy: usize,
    /// By measure.
    pub values: Vec<Option<f64>>,
}

/// Reads the runs of a stored part.
///
/// # Errors
///
/// Its file is not there, or not as it was written.
pub fn read(root: &Path, header: &Header, number: usize) -> Result<Vec<Run>, Error> {
    let measures = header.measures();
    let mut wanted = vec![Column::whole("point", vec![]), Column::whole("replicate", vec![]), Column::text("policy", vec![])];
    wanted.extend(measures.iter().map(|measure| Column::real(run_column(measure), vec![])));
    // CSV where there is one: it is read by every build.
    let format = if header.formats.contains(&Format::Csv) { Format::Csv } else { Format::Parquet };
    let place = root.join(path(number, format.name()));
    let read = match format {
        Format::Csv => read_csv(&place, wanted),
        _ => read_parquet(&place, wanted),
    };
    let unreadable = |cause: String| Error::Unreadable { path: place.clone(), cause };
    let columns = read.map_err(unreadable)?;
    let malformed = || unreadable("a row is not as it was written".to_owned());
    let (points, replicates, policies) = (columns[0].wholes(), columns[1].wholes(), columns[2].texts());
    let (Some(points), Some(replicates), Some(policies)) = (points, replicates, policies) else { return Err(malformed()) };
    let mut runs = Vec::with_capacity(points.len());
    for row in 0..points.len() {
        let values = columns[3..].iter().map(|column| column.reals().and_then(|cells| cells.get(row)).copied());
        let run = || {
            Some(Run {
                point: usize::try_from(points[row]).ok().filter(|point| *point < header.points)?,
                replicate: u32::try_from(replicates[row]).ok().filter(|replicate| *replicate < header.replicates)?,
                policy: header.policies.iter().position(|policy| *policy == policies[row])?,
                values: values.collect::<Option<_>>()?,
            })
        };
        runs.push(run().ok_or_else(malformed)?);
    }
    Ok(runs)
}

#[cfg(feature = "tables")]
use crate::output::tables::read_columns as read_parquet;

/// A program built without tables reads none.
#[cfg(not(feature = "tables"))]
fn read_parquet(_: &Path, _: Vec<Column>) -> Result<Vec<Column>, String> {
    Err("this program was built without Parquet".to_owned())
}
