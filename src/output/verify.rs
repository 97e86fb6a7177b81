//! Whether a directory still holds what its manifest says.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use super::directory::inside;
use super::manifest;
use super::{Error, pending};

/// Something that is not as the manifest says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// The file is gone.
    Missing(String),
    /// The file has other bytes.
    Changed(String),
    /// A table or chart that the manifest does not list.
    Unlisted(String),
    /// The scenario in the manifest is not the one that its hash is of.
    Scenario,
}

impl Finding {
    /// Whether it is of a file whose path begins so.
    #[must_use]
    pub fn is_of(&self, prefix: &str) -> bool {
        match self {
            Self::Missing(path) | Self::Changed(path) | Self::Unlisted(path) => path.starts_with(prefix),
            Self::Scenario => false,
        }
    }
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
    for directory in ["tables", "charts"] {
        let Ok(entries) = fs::read_dir(root.join(directory)) else { continue };
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        findings.extend(
            names
                .map(|name| format!("{directory}/{name}"))
                .filter(|path| !known.contains(path.as_str()) && !path.contains("/."))
                .map(Finding::Unlisted),
        );
    }
    findings.sort();
    Ok(Verification { files: listed.len(), findings })
}
