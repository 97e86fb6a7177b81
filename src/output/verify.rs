//! Whether a directory still holds what its manifest says.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use super::directory::{LITTER, inside};
use super::manifest;
use super::{Error, pending};

/// Something that is not as the manifest says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// The file is gone.
    Missing(String),
    /// The file has other bytes.
    Changed(String),
    /// A file that the manifest does not list.
    Unlisted(String),
    /// The scenario in the manifest is not the one that its hash is of.
    Scenario,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(path) => write!(f, "`{path}` is missing"),
            Self::Changed(path) => write!(f, "`{path}` has been changed since it was written"),
            Self::Unlisted(path) => write!(f, "`{path}` is not in the manifest"),
            Self::Scenario => f.write_str("the scenario in the manifest is not the one that its hash is of"),
        }
    }
}

/// What a check of a directory came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// Files that the manifest lists, all of which were read and hashed.
    pub files: usize,
    /// What is not as it should be; nothing where all is well.
    pub findings: Vec<Finding>,
}

/// Checks every file of a directory against its manifest, and the scenario against its hash.
///
/// # Errors
///
/// If there is no manifest, if it lists files outside of the directory, or if a file is there but cannot be read.
pub fn verify(root: &Path) -> Result<Verification, Error> {
    let manifest = manifest::read(root)?;
    let malformed = |cause: &str| Error::Manifest { path: root.join(manifest::FILE), cause: cause.to_owned() };
    let listed = manifest::files(&manifest).ok_or_else(|| malformed("its list of files is not as it should be"))?;
    let mut findings = Vec::new();
    if manifest["scenario_sha256"] != manifest::scenario_sha256(&manifest["scenario"]) {
        findings.push(Finding::Scenario);
    }
    for file in &listed {
        let place = inside(root, &file.path).map_err(|_| malformed("it lists a file outside of its directory"))?;
        match pending::sha256_of(&place) {
            Ok(found) if found == file.sha256 => {}
            Ok(_) => findings.push(Finding::Changed(file.path.clone())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => findings.push(Finding::Missing(file.path.clone())),
            Err(error) => return Err(Error::read(&place)(error)),
        }
    }
    let known: BTreeSet<&str> = listed.iter().map(|file| file.path.as_str()).collect();
    let unlisted = |path: &String| !known.contains(path.as_str()) && path != manifest::FILE;
    findings.extend(files(root)?.into_iter().filter(unlisted).map(Finding::Unlisted));
    findings.sort();
    Ok(Verification { files: listed.len(), findings })
}

/// Every file under a directory by its path in it, but those whose names begin with a dot and what file managers leave behind.
fn files(root: &Path) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    let mut left = vec![String::new()];
    while let Some(folder) = left.pop() {
        let place = root.join(&folder);
        for entry in fs::read_dir(&place).map_err(Error::read(&place))? {
            let entry = entry.map_err(Error::read(&place))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            if name.starts_with('.') || LITTER.contains(&name.as_str()) {
                continue;
            }
            // A link is a file here: it is not followed.
            if entry.file_type().map_err(Error::read(&place))?.is_dir() {
                left.push(path);
            } else {
                found.push(path);
            }
        }
    }
    Ok(found)
}
