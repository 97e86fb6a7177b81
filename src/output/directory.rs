//! The directory of results: who may write there, and what was written.
//!
//! A directory that holds anything is refused without force, before anything in it is touched. With force, files of the same name are
//! replaced one by one, and results that the old manifest lists and the new one does not are removed last, so that no table of an
//! earlier run stands beside those of a later one. What no manifest lists is never removed.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use super::pending::sha256_of;
use super::{Error, FileEntry, Pending, manifest};

/// What file managers leave behind; it makes no directory foreign.
pub(super) const LITTER: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// A directory that takes results: `tables/`, `charts/`, `report.html` and, last, `manifest.json`.
#[derive(Debug)]
pub struct Directory {
    root: PathBuf,
    written: BTreeMap<String, FileEntry>,
    /// What the manifest of earlier results lists.
    earlier: Vec<String>,
}

impl Directory {
    /// Opens a directory for results, makes it where there is none, and tries whether it can be written: call it before the work,
    /// so that nobody waits for results that have no place to go.
    ///
    /// # Errors
    ///
    /// If the path is no directory; if it holds results or anything foreign and `force` is not given; if the system refuses.
    pub fn open(root: &Path, force: bool) -> Result<Self, Error> {
        // The empty path means the working directory to most calls, but not to all.
        let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
        let earlier = match fs::metadata(root) {
            Ok(there) if !there.is_dir() => return Err(Error::NotADirectory { path: root.to_owned() }),
            Ok(_) => examine(root, force)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(Error::write(root)(error)),
        };
        fs::create_dir_all(root).map_err(Error::write(root))?;
        drop(Pending::create(&root.join(manifest::FILE))?);
        Ok(Self { root: root.to_owned(), written: BTreeMap::new(), earlier })
    }

    /// Opens a directory that holds results, to draw some of its files again. Nothing in it is removed.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn reopen(root: &Path) -> Result<Self, Error> {
        let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
        drop(Pending::create(&root.join(manifest::FILE))?);
        Ok(Self { root: root.to_owned(), written: BTreeMap::new(), earlier: Vec::new() })
    }

    /// Where it is.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Writes a file, as in `tables/runs.csv`, whole or not at all.
    ///
    /// # Errors
    ///
    /// If the path leads out of the directory, if `fill` fails, or if the system refuses.
    pub fn write_with(&mut self, path: &str, fill: impl FnOnce(&mut Pending) -> io::Result<()>) -> Result<(), Error> {
        let place = inside(&self.root, path)?;
        let mut pending = Pending::create(&place)?;
        fill(&mut pending).map_err(Error::write(&place))?;
        let entry = pending.finish(path)?;
        self.written.insert(path.to_owned(), entry);
        Ok(())
    }

    /// Writes bytes as a file, whole or not at all.
    ///
    /// # Errors
    ///
    /// As [`Directory::write_with`].
    pub fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        self.write_with(path, |file| file.write_all(bytes))
    }

    /// Takes in a file that was written into the directory by other means, as a journal is, line by line.
    ///
    /// # Errors
    ///
    /// If the path leads out of the directory, or the file cannot be read.
    pub fn adopt(&mut self, path: &str) -> Result<(), Error> {
        let place = inside(&self.root, path)?;
        let bytes = fs::metadata(&place).map_err(Error::read(&place))?.len();
        let sha256 = sha256_of(&place).map_err(Error::read(&place))?;
        self.written.insert(path.to_owned(), FileEntry { path: path.to_owned(), sha256, bytes });
        Ok(())
    }

    /// What was written so far, by path.
    pub fn files(&self) -> impl Iterator<Item = &FileEntry> {
        self.written.values()
    }

    /// Writes the manifest and removes the files of earlier results that it does not list.
    pub(super) fn finish(mut self, manifest: &[u8]) -> Result<(), Error> {
        self.write(manifest::FILE, manifest)?;
        for path in self.earlier.iter().filter(|path| !self.written.contains_key(path.as_str())) {
            // A manifest is a file like any other: what it lists may lie anywhere, and only what is inside is ours.
            let Ok(place) = inside(&self.root, path) else { continue };
            match fs::remove_file(&place) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Error::write(&place)(error)),
                _ => {}
            }
        }
        // Names are data of the directory; where directories cannot be synced the system does it in its own time.
        for directory in [self.root.clone(), self.root.join("tables"), self.root.join("charts")] {
            let _ = fs::File::open(directory).and_then(|directory| directory.sync_all());
        }
        Ok(())
    }
}

/// The place of a path in a directory, if it stays inside.
pub(super) fn inside(root: &Path, path: &str) -> Result<PathBuf, Error> {
    let relative = Path::new(path);
    let plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
    if path.is_empty() || !plain || path.contains('\\') || path.contains('\0') {
        return Err(Error::Misplaced { path: path.to_owned() });
    }
    Ok(root.join(relative))
}

/// Refuses a directory that holds anything, unless forced; then says which files earlier results have.
fn examine(root: &Path, force: bool) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    for entry in fs::read_dir(root).map_err(Error::read(root))? {
        let name = entry.map_err(Error::read(root))?.file_name().to_string_lossy().into_owned();
        if !LITTER.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names.sort();
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let earlier = manifest::read(root).ok();
    match earlier {
        Some(earlier) if force => {
            let files = manifest::files(&earlier).unwrap_or_default();
            Ok(files.into_iter().map(|file| file.path).collect())
        }
        None if force => Ok(Vec::new()),
        Some(earlier) => Err(Error::HoldsResults { path: root.to_owned(), what: manifest::describe(&earlier) }),
        None => {
            let shown = names.iter().take(3).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let more = names.len().saturating_sub(3);
            let found = if more == 0 { shown } else { format!("{shown} and {more} more") };
            Err(Error::Foreign { path: root.to_owned(), found })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        let root = Path::new("out");
        for path in ["", "../a", "/etc/passwd", "tables/../../a", "a\\b", "."] {
            assert!(matches!(inside(root, path), Err(Error::Misplaced { .. })), "{path}");
        }
        assert_eq!(inside(root, "tables/runs.csv").unwrap(), Path::new("out/tables/runs.csv"));
    }

    #[test]
    fn litter_makes_no_directory_foreign() {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join(".DS_Store"), "").unwrap();
        assert!(Directory::open(directory.path(), false).is_ok());
    }
}
