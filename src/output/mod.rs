//! What a comparison leaves behind: a directory with tables, pictures, a report and the manifest that vouches for them.
//!
//! The order of a run is: [`directory::Directory::open`] before anything is computed (it refuses what it must before touching it), then
//! tables, charts and report through that directory, and [`manifest::write`] last. Every file is written beside its place, synced and
//! renamed, so a reader never sees half of one; a directory without a manifest is a run that did not finish.
//!
//! Everything here runs on the calling thread, which must not be a worker of rayon: files wait, and workers should not. Only the pixels of
//! pictures are made on threads of their own (`charts::pngs`).

#[cfg(feature = "charts")]
pub mod charts;
pub mod cluster;
mod column;
#[cfg(feature = "report")]
pub mod diff;
pub mod directory;
mod error;
pub mod explored;
mod format;
mod guard;
pub mod manifest;
mod pending;
#[cfg(feature = "report")]
pub mod report;
pub mod shell;
#[cfg(feature = "tables")]
pub mod stored;
pub mod sweep;
#[cfg(feature = "tables")]
pub mod tables;
pub mod verify;
#[cfg(feature = "xlsx")]
pub mod workbook;

pub use error::Error;
pub use format::{Format, UnknownFormat};
pub use pending::{FileEntry, Pending};
