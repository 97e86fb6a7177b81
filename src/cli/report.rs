//! `foreshift report`: the report, the brief and the charts drawn again from stored tables.

use std::path::{Path, PathBuf};

use clap::Args;

use super::voice::Voice;
use super::{Failure, interrupt};
use crate::analysis::rows::Comparison;
use crate::output::charts::{draw_all, pngs};
use crate::output::directory::Directory;
use crate::output::report::{Subject, brief, html};
use crate::output::stored::{Origin, Stored};
use crate::output::verify::{Finding, verify};
use crate::output::{self, manifest};

/// The report's file.
const REPORT: &str = "report.html";

/// The brief's file.
const BRIEF: &str = "brief.md";

/// What to draw again.
#[derive(Args, Debug)]
pub struct Arguments {
    /// A directory that `compare` has written, with tables as CSV or Parquet
    #[arg(value_name = "DIR")]
    directory: PathBuf,
    /// Draws even from tables that were changed since they were written
    #[arg(long)]
    force: bool,
}

/// Draws the report, the brief and the charts of a directory again.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<(), Failure> {
    let root = &arguments.directory;
    let stored = Stored::read(root)?;
    if !arguments.force {
        unaltered(root)?;
    }
    if stored.origin.version != env!("CARGO_PKG_VERSION") {
        voice.say(&format!(
            "These results are of foreshift {}; this is {}, which may draw and word them otherwise.",
            stored.origin.version,
            env!("CARGO_PKG_VERSION")
        ));
    }
    interrupt::files_are_written();
    let mut directory = Directory::reopen(root)?;
    draw(&stored.comparison, &stored.origin, &mut directory)?;
    let files = directory.files().count();
    manifest::renew(directory, &stored.manifest)?;
    voice.say(&format!("Drew {files} files again in {}", root.display()));
    Ok(())
}

/// Refuses a directory whose tables or scenario are not what its manifest says: a report would vouch for them. A table that is missing in
/// one format may be there in the other.
fn unaltered(root: &Path) -> Result<(), output::Error> {
    let found = verify(root)?;
    let matters = |finding: &&Finding| match finding {
        Finding::Changed(path) => path.starts_with("tables/"),
        Finding::Scenario => true,
        Finding::Missing(_) | Finding::Unlisted(_) => false,
    };
    match found.findings.iter().find(matters) {
        Some(finding) => Err(output::Error::Altered { path: root.to_owned(), finding: finding.to_string() }),
        None => Ok(()),
    }
}

/// Writes the charts, each as SVG and as PNG of the same picture, then the report and the brief; stops between two when somebody asks.
pub fn draw(found: &Comparison, origin: &Origin, directory: &mut Directory) -> Result<(), Failure> {
    let charts = draw_all(found);
    let pictures = pngs(&charts.iter().map(|chart| chart.svg.as_str()).collect::<Vec<_>>())?;
    for (chart, picture) in charts.iter().zip(&pictures) {
        if interrupt::asked() {
            return Ok(());
        }
        directory.write(&format!("charts/{}.svg", chart.name), chart.svg.as_bytes())?;
        directory.write(&format!("charts/{}.png", chart.name), picture)?;
    }
    let subject = Subject { comparison: found, origin, charts: &charts };
    directory.write(REPORT, html(&subject).as_bytes())?;
    directory.write(BRIEF, brief::brief(&subject).as_bytes())?;
    Ok(())
}
