//! What can go wrong while results are written or read back: the cause in the message, the remedy in the help.

use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};

use miette::Diagnostic;

/// Results could not be written, or not be read back.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Something that is no directory is where results should go.
    #[error("`{}` is not a directory, and results need one", path.display())]
    NotADirectory {
        /// Where results should go.
        path: PathBuf,
    },
    /// The directory holds results already.
    #[error("`{}` holds other results: {what}", path.display())]
    HoldsResults {
        /// Where results should go.
        path: PathBuf,
        /// What is known of them.
        what: String,
    },
    /// The directory holds files that are not foreshift's.
    #[error("`{}` is not empty: it holds {found}", path.display())]
    Foreign {
        /// Where results should go.
        path: PathBuf,
        /// The first few names.
        found: String,
    },
    /// A name under which nothing may be written: it leads out of the directory.
    #[error("`{path}` is no place for a result: it must be a relative path that stays in the directory")]
    Misplaced {
        /// The name.
        path: String,
    },
    /// The system would not write.
    #[error("cannot write `{}`", path.display())]
    Write {
        /// What was being written.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The system would not read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// What was being read.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A manifest is not what a manifest looks like.
    #[error("`{}` is not a manifest of foreshift: {cause}", path.display())]
    Manifest {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
    /// A stored table is not what a table looks like.
    #[error("`{}` cannot be read back: {cause}", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
    /// A table is not stored in a format that can be read back.
    #[error("`{}` holds no table `{table}` as CSV or Parquet", path.display())]
    NoTable {
        /// Which directory.
        path: PathBuf,
        /// Which table.
        table: &'static str,
    },
    /// A file that a report is drawn from is not as it was written.
    #[error("`{}` is not as it was written: {finding}", path.display())]
    Altered {
        /// Which directory.
        path: PathBuf,
        /// What is not as it was.
        finding: String,
    },
    /// The directory holds another sweep.
    #[error("`{}` holds another sweep: {differences}", path.display())]
    OtherSweep {
        /// Which directory.
        path: PathBuf,
        /// In what it differs.
        differences: String,
    },
    /// Directories hold parts of different sweeps.
    #[error("`{}` cannot be joined with `{}`: {differences}", path.display(), first.display())]
    Unjoinable {
        /// Which directory.
        path: PathBuf,
        /// The one that it differs from.
        first: PathBuf,
        /// In what.
        differences: String,
    },
    /// A directory does not hold a sweep, or not a whole one.
    #[error("`{}` holds no sweep that can be read: {cause}", path.display())]
    NoSweep {
        /// Which file or directory.
        path: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
    /// A sweep cannot have a page.
    #[error("there is no page of the sweep in `{}`: {cause}", path.display())]
    NoPage {
        /// Which directory.
        path: PathBuf,
        /// Why not.
        cause: String,
    },
    /// A picture cannot be made.
    #[error("the picture `{name}` cannot be made: {cause}")]
    Picture {
        /// Which picture.
        name: &'static str,
        /// Why not.
        cause: String,
    },
    /// A workbook cannot be made.
    #[error("the workbook cannot be made: {cause}")]
    Workbook {
        /// Why not.
        cause: String,
    },
    /// Rows do not make a table.
    #[error("table `{table}` cannot be made: {cause}")]
    Table {
        /// Which table.
        table: &'static str,
        /// Why not.
        cause: String,
    },
}

impl Error {
    /// Something could not be written at a path.
    pub(super) fn write(path: &Path) -> impl FnOnce(io::Error) -> Self {
        |source| Self::Write { path: path.to_owned(), source }
    }

    /// Something could not be read at a path.
    pub(super) fn read(path: &Path) -> impl FnOnce(io::Error) -> Self {
        |source| Self::Read { path: path.to_owned(), source }
    }
}

impl Diagnostic for Error {
    fn help<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        let remedy = match self {
            Self::NotADirectory { .. } => "name another directory with --out, or move what is there",
            Self::HoldsResults { .. } => "name another directory with --out, or give --force to replace these results",
            Self::Foreign { .. } => {
                "name a new or empty directory with --out, or give --force to write beside what is there (only files of the same name are replaced)"
            }
            Self::Misplaced { .. } => "names of roles and policies become file names; choose ones without slashes",
            Self::Write { source, .. } => match source.kind() {
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    "choose a directory that you may write with --out, or change its permissions"
                }
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    "free some space or choose another disk with --out; one --format needs less than two"
                }
                io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
                    "a file stands where a directory is needed; name another directory with --out, or move the file"
                }
                _ => "choose another directory with --out",
            },
            Self::Read { .. } => "check that the path is right and that you may read it",
            Self::Manifest { .. } => "run `foreshift compare` again, or name a directory that it has written",
            Self::Unreadable { .. } => {
                "`foreshift verify` says whether it was changed; another version of foreshift may have written it (see the manifest)"
            }
            Self::NoTable { .. } => "run `foreshift compare` again with --format csv or parquet",
            Self::Altered { .. } => "`foreshift verify` lists every such file; give --force to go on with what is there now",
            Self::OtherSweep { .. } => {
                "give the command that began it to go on with it, name another directory with --out, or give --force to replace it"
            }
            Self::Unjoinable { .. } => {
                "join directories of one sweep only: of one scenario, design, seed and version of the program"
            }
            Self::NoSweep { .. } => "name a directory that `foreshift sweep` has written",
            Self::NoPage { .. } => "its tables `points` and `summary` hold what it found",
            Self::Table { .. } | Self::Picture { .. } | Self::Workbook { .. } => {
                "this is a fault of foreshift; please report it with the scenario"
            }
        };
        Some(Box::new(remedy))
    }
}
