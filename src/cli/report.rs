//! `foreshift report`: the report, the brief and the charts of a comparison drawn again from stored tables, or the page of a sweep from its parts.

use std::path::{Path, PathBuf};

use clap::Args;

use super::voice::Voice;
use super::{Failure, interrupt};
use crate::analysis::rows::Comparison;
use crate::output::charts::{draw_all, pngs};
use crate::output::directory::Directory;
use crate::output::report::{Subject, brief, html};
use crate::output::stored::{Origin, Stored};
use crate::output::sweep::{self, HEADER, Header};
use crate::output::verify::{Finding, verify};
use crate::output::{self, manifest};

/// The report's file.
const REPORT: &str = "report.html";

/// The brief's file.
const BRIEF: &str = "brief.md";

/// What to draw again.
#[derive(Args, Debug)]
pub struct Arguments {
    /// A directory that `compare` has written, with tables as CSV or Parquet, or one of a finished `sweep`
    #[arg(value_name = "DIR")]
    directory: PathBuf,
    /// Draws even from files that were changed since they were written
    #[arg(long)]
    force: bool,
}

/// Draws the report, the brief and the charts of a directory again.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<(), Failure> {
    let root = &arguments.directory;
    if root.join(HEADER).exists() {
        return of_sweep(arguments, voice);
    }
    let stored = Stored::read(root)?;
    if !arguments.force {
        unaltered(root, |path| path.starts_with("tables/"))?;
    }
    say_version(&stored.origin.version, voice);
    interrupt::files_are_written();
    let mut directory = Directory::reopen(root)?;
    draw(&stored.comparison, &stored.origin, &mut directory)?;
    finish(directory, &stored.manifest, voice)
}

/// Draws the page of a sweep and its charts again.
fn of_sweep(arguments: &Arguments, voice: Voice) -> Result<(), Failure> {
    let root = &arguments.directory;
    let header = Header::read(root)?;
    // One that is not whole has no manifest, which is better said in words of sweeps.
    sweep::layout(root)?;
    let manifest = manifest::read(root)?;
    if !arguments.force {
        unaltered(root, |path| path != REPORT && !path.starts_with("charts/"))?;
    }
    say_version(header.version(), voice);
    interrupt::files_are_written();
    let mut directory = Directory::reopen(root)?;
    for (path, bytes) in sweep::draw(root)? {
        directory.write(&path, &bytes)?;
    }
    finish(directory, &manifest, voice)
}

/// Says that another version computed the results, where one did.
fn say_version(version: &str, voice: Voice) {
    let here = env!("CARGO_PKG_VERSION");
    if version != here {
        voice.say(&format!("These results are of foreshift {version}; this is {here}, which may draw and word them otherwise."));
    }
}

/// Writes the manifest again, and says what was drawn.
fn finish(directory: Directory, manifest: &serde_json::Value, voice: Voice) -> Result<(), Failure> {
    let (files, root) = (directory.files().count(), directory.root().display().to_string());
    manifest::renew(directory, manifest)?;
    voice.say(&format!("Drew {files} files again in {root}"));
    Ok(())
}

/// Refuses a directory whose files that a report is drawn from, or whose scenario, are not what its manifest says: a report would vouch for them. A
/// table that is missing in one format may be there in the other.
fn unaltered(root: &Path, drawn_from: impl Fn(&str) -> bool) -> Result<(), output::Error> {
    let found = verify(root)?;
    let matters = |finding: &&Finding| match finding {
        Finding::Changed(path) => drawn_from(path),
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
    for (chart, picture) in charts.iter().zip(pictures) {
        if interrupt::asked() {
            return Ok(());
        }
        for (path, bytes) in chart.files(picture) {
            directory.write(&path, &bytes)?;
        }
    }
    let subject = Subject { comparison: found, origin, charts: &charts };
    directory.write(REPORT, html(&subject).as_bytes())?;
    directory.write(BRIEF, brief::brief(&subject).as_bytes())?;
    Ok(())
}
