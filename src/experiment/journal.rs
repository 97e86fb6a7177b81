//! The journal of what was evaluated, a line an evaluation: a search that was cut off goes on where it was.
//!
//! The first line says what the evaluations are of; they are worth nothing to another scenario, seed or search. A line cut off by a crash has no line
//! feed at its end and is dropped. Numbers are written in the digits that read back as the same number, so that a search
//! that went on finds what one that never stopped finds, to the last bit.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::ops::Range;
use std::path::Path;

use serde_json::{Value, json};
use thiserror::Error;

use super::compare::CompareError;
use super::point::Figures;

/// Why something was not evaluated.
#[derive(Debug, Error)]
pub enum EvaluationError {
    /// A run was not made.
    #[error("{0}")]
    Compare(#[from] CompareError),
    /// The journal cannot be written.
    #[error("the journal of what was evaluated cannot be written")]
    Journal(#[source] io::Error),
}

/// The name of the file.
pub const FILE: &str = "journal.jsonl";

/// A journal that lines are added to.
#[derive(Debug)]
pub struct Journal {
    file: File,
}

/// A line: what was evaluated, from which replicate on, and the figures of each.
pub type Entry = (String, u32, Vec<Figures>);

/// What was evaluated before, and where what is evaluated now goes.
#[derive(Debug, Default)]
pub struct Kept {
    /// None where nobody asked for one.
    journal: Option<Journal>,
    /// What the journal held when it was opened, by key and the replicate from which on.
    held: BTreeMap<(String, u32), Vec<Figures>>,
}

impl Kept {
    /// What a journal holds; nothing without one.
    #[must_use]
    pub fn new(journal: Option<(Journal, Vec<Entry>)>) -> Self {
        let (journal, entries) = journal.map_or((None, Vec::new()), |(journal, entries)| (Some(journal), entries));
        let held = entries.into_iter().map(|(key, from, figures)| ((key, from), figures)).collect();
        Self { journal, held }
    }

    /// What was evaluated before of a key in a stretch of replicates; none unless it is all of them.
    #[must_use]
    pub fn held(&self, key: &str, replicates: &Range<u32>) -> Option<&[Figures]> {
        let held = self.held.get(&(key.to_owned(), replicates.start))?;
        (held.len() == replicates.len()).then_some(held)
    }

    /// Adds what is evaluated now, which is on the disk when this returns.
    ///
    /// # Errors
    ///
    /// The system refuses.
    pub fn keep(&mut self, entries: &[Entry]) -> Result<(), EvaluationError> {
        self.journal.as_mut().map_or(Ok(()), |journal| journal.add(entries)).map_err(EvaluationError::Journal)
    }
}

/// What a journal's first line says.
fn head(stamp: &str) -> String {
    format!("{}\n", json!({ "tool": "foreshift", "journal": 1, "of": stamp }))
}

impl Journal {
    /// Whether a journal is of what a stamp stands for; none where there is no journal.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub fn is_of(path: &Path, stamp: &str) -> io::Result<Option<bool>> {
        match fs::read(path) {
            // One without a whole first line holds nothing.
            Ok(bytes) => Ok(Some(!bytes.contains(&b'\n') || bytes.starts_with(head(stamp).as_bytes()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Opens a journal, or begins one, and reads what it holds.
    ///
    /// # Errors
    ///
    /// If the system refuses, or a whole line is none of a journal of this stamp.
    pub fn open(path: &Path, stamp: &str) -> io::Result<(Self, Vec<Entry>)> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
        let text = std::str::from_utf8(&bytes[..whole]).map_err(|_| malformed(0))?;
        let mut entries = Vec::new();
        if whole > 0 {
            let rest = text.strip_prefix(head(stamp).as_str()).ok_or_else(|| malformed(1))?;
            for (number, line) in (2..).zip(rest.lines()) {
                entries.push(entry(line).ok_or_else(|| malformed(number))?);
            }
        }
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        file.set_len(whole as u64)?;
        if whole == 0 {
            file.write_all(head(stamp).as_bytes())?;
        }
        Ok((Self { file }, entries))
    }

    /// Adds lines, which are on the disk when this returns.
    ///
    /// # Errors
    ///
    /// If the system refuses.
    pub fn add(&mut self, entries: &[Entry]) -> io::Result<()> {
        self.file.write_all(lines(entries).as_bytes())?;
        self.file.sync_data()
    }

    /// A journal as it is where it was written in the order of keys and replicates: for one whose lines came from many threads.
    ///
    /// # Errors
    ///
    /// As [`Journal::open`].
    pub fn in_order(path: &Path, stamp: &str) -> io::Result<Vec<u8>> {
        let (_, mut entries) = Self::open(path, stamp)?;
        entries.sort_by(|(key, from, _), (other, other_from, _)| key.cmp(other).then(from.cmp(other_from)));
        Ok([head(stamp), lines(&entries)].concat().into_bytes())
    }
}

/// Entries as lines.
fn lines(entries: &[Entry]) -> String {
    let line = |(key, from, figures): &Entry| format!("{}\n", json!({ "key": key, "from": from, "figures": figures }));
    entries.iter().map(line).collect()
}

fn malformed(line: usize) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("line {line} is none of a journal of this search"))
}

/// A line read back.
fn entry(line: &str) -> Option<Entry> {
    let line: Value = serde_json::from_str(line).ok()?;
    let figures = |figures: &Value| {
        let figures: Vec<Option<f64>> = figures
            .as_array()?
            .iter()
            .map(|figure| if figure.is_null() { Some(None) } else { figure.as_f64().map(Some) })
            .collect::<Option<_>>()?;
        Figures::try_from(figures).ok()
    };
    let from = u32::try_from(line["from"].as_u64()?).ok()?;
    Some((line["key"].as_str()?.to_owned(), from, line["figures"].as_array()?.iter().map(figures).collect::<Option<_>>()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_reads_back_and_half_a_line_is_dropped() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join(FILE);
        let entries: Vec<Entry> = vec![
            ("h20 r40 u40".into(), 0, vec![[Some(0.1 + 0.2), None, Some(-1e-300)], [Some(1.0 / 3.0), Some(5e17), Some(0.0)]]),
            ("blend".into(), 7, vec![[None; 3]]),
        ];
        assert_eq!(Journal::is_of(&path, "a").unwrap(), None);
        let (mut journal, held) = Journal::open(&path, "a").unwrap();
        assert!(held.is_empty());
        journal.add(&entries).unwrap();
        let whole = fs::read(&path).unwrap();
        fs::write(&path, [whole.as_slice(), b"{\"key\":\"h1"].concat()).unwrap();
        let (mut journal, held) = Journal::open(&path, "a").unwrap();
        assert_eq!((held, fs::read(&path).unwrap()), (entries.clone(), whole));
        journal.add(&entries[1..]).unwrap();
        let (journal, held) = Journal::open(&path, "a").unwrap();
        assert_eq!(held.len(), 3);
        let kept = Kept::new(Some((journal, held)));
        assert_eq!(kept.held("blend", &(7..8)), Some(&[[None; 3]][..]));
        assert_eq!((kept.held("blend", &(7..9)), kept.held("blend", &(0..1)), kept.held("hire", &(7..8))), (None, None, None));
        // In order the name comes before the mix, whenever each was written.
        let sorted = String::from_utf8(Journal::in_order(&path, "a").unwrap()).unwrap();
        let keys: Vec<&str> = sorted.lines().skip(1).filter_map(|line| line.split('"').nth(3)).collect();
        assert_eq!(keys, ["blend", "blend", "h20 r40 u40"]);
        assert_eq!((Journal::is_of(&path, "a").unwrap(), Journal::is_of(&path, "b").unwrap()), (Some(true), Some(false)));
        assert!(Journal::open(&path, "b").is_err());
    }
}
