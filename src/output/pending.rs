//! A file that takes its name only when it is whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::Error;

/// A file of the results: what the manifest says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEntry {
    /// Its path in the directory, with `/` between parts on every system.
    pub path: String,
    /// SHA-256 of its bytes, in lower-case hexadecimal digits.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
}

/// A file being written as `.NAME.tmp` beside its place; [`Pending::finish`] syncs it and renames it into place, and dropping it
/// unfinished removes it. Bytes are hashed as they pass.
#[derive(Debug)]
pub struct Pending {
    /// None once finished.
    file: Option<BufWriter<File>>,
    beside: PathBuf,
    place: PathBuf,
    hash: Sha256,
    bytes: u64,
}

impl Pending {
    /// Begins a file, making the directory that it is in.
    ///
    /// # Errors
    ///
    /// If the path has no file name, or the system refuses.
    pub fn create(place: &Path) -> Result<Self, Error> {
        let misplaced = || Error::Misplaced { path: place.display().to_string() };
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(place.file_name().ok_or_else(misplaced)?);
        hidden.push(".tmp");
        let directory = place.parent().ok_or_else(misplaced)?;
        fs::create_dir_all(directory).map_err(Error::write(directory))?;
        let beside = directory.join(hidden);
        let file = File::create(&beside).map_err(Error::write(place))?;
        Ok(Self { file: Some(BufWriter::new(file)), beside, place: place.to_owned(), hash: Sha256::new(), bytes: 0 })
    }

    /// Puts the file into its place, where it replaces what was there.
    ///
    /// # Errors
    ///
    /// If the system refuses; the place is then as it was.
    pub fn finish(mut self, path: &str) -> Result<FileEntry, Error> {
        self.settle().map_err(Error::write(&self.place))?;
        Ok(FileEntry { path: path.to_owned(), sha256: hexadecimal(&self.hash.clone().finalize()), bytes: self.bytes })
    }

    fn settle(&mut self) -> io::Result<()> {
        if let Some(mut file) = self.file.take() {
            let done = file.flush().and_then(|()| file.get_ref().sync_all());
            drop(file);
            if let Err(error) = done.and_then(|()| fs::rename(&self.beside, &self.place)) {
                let _ = fs::remove_file(&self.beside);
                return Err(error);
            }
        }
        Ok(())
    }
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(file) = &mut self.file else { return Err(io::Error::other("the file is finished")) };
        let written = file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), BufWriter::flush)
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            let _ = fs::remove_file(&self.beside);
        }
    }
}

/// SHA-256 of bytes, as manifests write it.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// SHA-256 of a file, read through a small buffer.
pub(super) fn sha256_of(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(hexadecimal(&hash.finalize())),
            Ok(read) => hash.update(&buffer[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    bytes.iter().flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sha256_of_the_standard_example() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn an_unfinished_file_leaves_nothing() {
        let directory = tempfile::tempdir().unwrap();
        let mut pending = Pending::create(&directory.path().join("a.csv")).unwrap();
        pending.write_all(b"half").unwrap();
        assert!(directory.path().join(".a.csv.tmp").exists());
        drop(pending);
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_finished_file_replaces_and_is_hashed() {
        let directory = tempfile::tempdir().unwrap();
        let place = directory.path().join("a.csv");
        fs::write(&place, "before").unwrap();
        let mut pending = Pending::create(&place).unwrap();
        pending.write_all(b"a").unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"before");
        pending.write_all(b"bc").unwrap();
        let entry = pending.finish("a.csv").unwrap();
        assert_eq!(entry, FileEntry { path: "a.csv".into(), sha256: sha256(b"abc"), bytes: 3 });
        assert_eq!(fs::read(&place).unwrap(), b"abc");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }
}
