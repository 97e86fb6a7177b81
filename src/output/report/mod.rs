//! `report.html`: one file, answer first, that reads with scripts off and asks the network for nothing.
//!
//! Pure: a comparison, where it comes from and its charts in, a page out, the same bytes everywhere. What is said is decided here
//! (`short`, `change`, `drivers`, `limits`), as pieces of text (`words`) that the template escapes; what is shown in tables in `policies`
//! and `assumptions`; the numbers behind a chart come with it. Style and script stand in the page and are known to its security policy by their hashes (`security`).

pub(super) mod assumptions;
mod change;
mod drivers;
pub(super) mod figures;
pub(super) mod limits;
mod page;
mod picture;
pub(super) mod policies;
mod security;
pub(super) mod short;
pub(super) mod words;

pub mod brief;
pub mod sweep;

pub use page::html;
pub(super) use page::plain_page;
pub use words::{markdown, shown};

use super::charts::Chart;
use super::stored::Origin;
use crate::analysis::rows::Comparison;

/// What a report is of.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// What was found.
    pub comparison: &'a Comparison,
    /// Where it comes from.
    pub origin: &'a Origin,
    /// Its charts.
    pub charts: &'a [Chart],
}
