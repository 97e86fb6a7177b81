//! The journal of evaluated candidates: a line a batch, so that a search that was cut off goes on where it was.
//!
//! The first line says what the evaluations are of; they are worth nothing to another scenario, seed or search. A line cut off by a crash has no line
//! feed at its end and is dropped. Numbers are written in the digits that read back as the same number, so that a search
//! that went on finds what one that never stopped finds, to the last bit.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::evaluate::Figures;

/// The name of the file.
pub const FILE: &str = "journal.jsonl";

/// A journal that lines are added to.
#[derive(Debug)]
pub struct Journal {
    file: File,
}

/// A line: what was evaluated, from which replicate on, and the figures of each.
pub type Entry = (String, u32, Vec<Figures>);

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
        let mut text = String::new();
        for (key, from, figures) in entries {
            text.push_str(&json!({ "key": key, "from": from, "figures": figures }).to_string());
            text.push('\n');
        }
        self.file.write_all(text.as_bytes())?;
        self.file.sync_data()
    }
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
        assert_eq!(Journal::open(&path, "a").unwrap().1.len(), 3);
        assert_eq!((Journal::is_of(&path, "a").unwrap(), Journal::is_of(&path, "b").unwrap()), (Some(true), Some(false)));
        assert!(Journal::open(&path, "b").is_err());
    }
}
