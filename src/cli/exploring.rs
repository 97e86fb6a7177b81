//! What `sensitivity` and `discover` have in common: flags, names looked up, and how findings are told and written.

use std::time::SystemTime;

use clap::Args;

use super::again::Again;
use super::progress::Progress;
use super::shared::{ResultFlags, RunFlags, ScenarioFlags, replicates};
use super::voice::Voice;
use super::{Failure, interrupt, shared};
use crate::analysis::format::names;
use crate::experiment::compare::CompareError;
use crate::experiment::sweep::{Study, SweepTable, run_in_memory};
use crate::output::directory::Directory;
use crate::output::explored::{Background, Explored, Listing, document, finish};
use crate::output::manifest::Run;
use crate::output::{self, Format};

/// Replicates of a point unless somebody says otherwise.
const REPLICATES: u32 = 20;

/// The flags.
#[derive(Args, Clone, Debug)]
pub struct Common {
    /// Runs of each policy at each point, the same luck at every point [default: 20]
    #[arg(long, value_name = "N", value_parser = replicates, allow_negative_numbers = true)]
    pub replicates: Option<u32>,
    #[command(flatten)]
    pub run: RunFlags,
    #[command(flatten)]
    pub premises: ScenarioFlags,
    #[command(flatten)]
    pub results: ResultFlags,
}

impl Common {
    /// The replicates.
    pub fn replicates(&self) -> u32 {
        self.replicates.unwrap_or(REPLICATES)
    }

    /// The directory to write to, opened before anything is run.
    pub fn directory(&self) -> Result<Option<Directory>, Failure> {
        if self.results.format.contains(&Format::Xlsx) {
            return Err(Failure::refused("there is no workbook of an exploration", "give --format csv, parquet or both"));
        }
        Ok(self.results.directory()?)
    }

    /// The command that makes the same results, without threads and directories: what is of the command alone, and so many replicates from a seed.
    pub fn command(&self, own: Again, replicates: u32, seed: u64) -> String {
        let again = own.flag("--replicates", replicates).flag("--seed", seed);
        again.shared(&self.premises, &self.results.unusual()).spelt()
    }
}

/// Runs a study with a bar.
pub fn sweep(study: &Study, voice: Voice) -> Result<SweepTable, Failure> {
    let progress = Progress::of_points(voice.shows_progress());
    let table = run_in_memory(study, &progress)?;
    if interrupt::asked() {
        let total = table.layout.points.len() as u64;
        return Err(CompareError::Interrupted { done: total, total }.into());
    }
    Ok(table)
}

/// The place of a name among those known.
pub fn place<'k>(what: &str, name: &str, known: impl Iterator<Item = &'k str> + Clone, remedy: &str) -> Result<usize, Failure> {
    if let Some(place) = known.clone().position(|known| known == name) {
        return Ok(place);
    }
    let near = known
        .clone()
        .filter(|known| strsim::damerau_levenshtein(known, name) <= 2 || strsim::jaro_winkler(known, name) > 0.85)
        .min_by_key(|known| strsim::damerau_levenshtein(known, name));
    let hint = near.map(|near| format!(" (did you mean `{near}`?)")).unwrap_or_default();
    let all: Vec<&str> = known.collect();
    let listed = if all.len() <= 12 { format!("; there is {}", names(&all)) } else { String::new() };
    Err(Failure::refused(format!("there is no {what} `{name}`{hint}{listed}"), remedy))
}

/// The place of a measure.
pub fn measure(name: &str) -> Result<usize, Failure> {
    let known = crate::analysis::measures::catalogue().map(|definition| definition.name).collect::<Vec<_>>();
    place("measure", name, known.iter().copied(), "name a measure of the table `summary`, as in transition_cost_vs_none")
}

/// What to tell and where to put it.
pub struct Findings<'f> {
    /// What was found.
    pub found: &'f Explored,
    /// Over what.
    pub background: Background<'f>,
    /// The command that finds it again.
    pub command: &'f str,
    /// The pictures.
    #[cfg(feature = "charts")]
    pub charts: Vec<output::charts::Chart>,
}

/// Tells what was found, and writes it where that was asked for.
pub fn tell(
    findings: &Findings<'_>,
    common: &Common,
    directory: Option<Directory>,
    started: SystemTime,
    voice: Voice,
) -> Result<(), Failure> {
    let Findings { found, background, command, .. } = findings;
    let result =
        if common.results.json { format!("{:#}\n", document(found, background, command)) } else { page(found, Voice::width()) };
    // Files are written even where standard output takes nothing.
    let told = Voice::put(&super::failure::printable(&result));
    if let Some(mut directory) = directory {
        interrupt::files_are_written();
        tables(found, &common.results.formats(), &mut directory)?;
        pictures(findings, &mut directory)?;
        let run = Run::since(started, common.run.threads);
        shared::finish(directory, |directory| finish(directory, found, background, command, &run), voice)?;
    }
    Ok(told?)
}

#[cfg(feature = "tables")]
fn tables(found: &Explored, formats: &[Format], directory: &mut Directory) -> Result<(), output::Error> {
    output::tables::write_sheets(&found.sheets, formats, directory)
}

/// A program built without tables writes none.
#[cfg(not(feature = "tables"))]
#[expect(clippy::unnecessary_wraps, reason = "the other build may fail here")]
const fn tables(_: &Explored, _: &[Format], _: &mut Directory) -> Result<(), output::Error> {
    Ok(())
}

/// Writes a chart as SVG and as PNG.
#[cfg(feature = "charts")]
pub fn picture(chart: &output::charts::Chart, directory: &mut Directory) -> Result<(), Failure> {
    for (path, bytes) in chart.files(output::charts::png(&chart.svg)?) {
        directory.write(&path, &bytes)?;
    }
    Ok(())
}

#[cfg(feature = "charts")]
fn pictures(findings: &Findings<'_>, directory: &mut Directory) -> Result<(), Failure> {
    for chart in &findings.charts {
        picture(chart, directory)?;
    }
    #[cfg(feature = "report")]
    {
        let origin = output::stored::Origin::here(findings.command, &findings.background.scenario.to_json());
        let page = output::report::sweep::html(findings.found, &findings.background, &findings.charts, &origin);
        directory.write("report.html", page.as_bytes())?;
    }
    Ok(())
}

/// A program built without charts draws none.
#[cfg(not(feature = "charts"))]
#[expect(clippy::unnecessary_wraps, reason = "the other build may fail here")]
const fn pictures(_: &Findings<'_>, _: &mut Directory) -> Result<(), Failure> {
    Ok(())
}

/// The findings as a page of text.
fn page(found: &Explored, width: usize) -> String {
    let mut text = wrapped(&found.answer, width, "");
    for sentence in &found.sentences {
        text.push('\n');
        text.push_str(&wrapped(sentence, width, ""));
    }
    for listing in &found.listings {
        text.push('\n');
        text.push_str(&wrapped(&listing.caption, width, ""));
        text.push_str(&columns(listing, width));
    }
    text.push_str("\nBefore you trust it\n");
    for limit in &found.limits {
        text.push_str(&wrapped(limit, width, "- "));
    }
    text
}

/// A paragraph in lines that fit.
fn wrapped(text: &str, width: usize, first: &str) -> String {
    let rest = " ".repeat(first.len());
    // Not after a minus: figures stay whole.
    let options = textwrap::Options::new(width)
        .initial_indent(first)
        .subsequent_indent(&rest)
        .word_separator(textwrap::WordSeparator::AsciiSpace);
    format!("{}\n", textwrap::fill(text, options))
}

/// A listing in columns; where they do not fit, a block a row.
fn columns(listing: &Listing, width: usize) -> String {
    use unicode_width::UnicodeWidthStr as _;
    let rows = || std::iter::once(&listing.headers).chain(&listing.rows);
    let wide = |column: usize| rows().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..listing.headers.len()).map(wide).collect();
    let mut text = String::new();
    if widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1) <= width {
        for row in rows() {
            let mut line = String::new();
            for (column, (cell, wide)) in row.iter().zip(&widths).enumerate() {
                let pad = " ".repeat(wide.saturating_sub(cell.width()));
                // Names stand at the left, figures at the right.
                let (first, second) = if column == 0 { (cell.as_str(), pad.as_str()) } else { (pad.as_str(), cell.as_str()) };
                line.extend([if column == 0 { "" } else { "  " }, first, second]);
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        return text;
    }
    let heads = listing.headers.iter().skip(1).map(|head| head.width()).max().unwrap_or(0);
    for row in &listing.rows {
        text.push_str(row.first().map_or("", String::as_str));
        text.push('\n');
        for (head, cell) in listing.headers.iter().zip(row).skip(1).filter(|(_, cell)| !cell.is_empty()) {
            let pad = " ".repeat(heads.saturating_sub(head.width()));
            text.extend(["  ", head.as_str(), &pad, "  ", cell, "\n"]);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fit_or_become_blocks() {
        let listing = Listing {
            caption: String::new(),
            headers: ["Policy", "Best at"].map(str::to_owned).to_vec(),
            rows: vec![["hire", "12"].map(str::to_owned).to_vec()],
        };
        assert_eq!(columns(&listing, 40), "Policy  Best at\nhire         12\n");
        assert_eq!(columns(&listing, 10), "hire\n  Best at  12\n");
    }

    #[test]
    fn names_are_looked_up_with_a_hint() {
        let known = ["hire", "blend"];
        assert_eq!(place("policy", "blend", known.into_iter(), "x").unwrap(), 1);
        let told = place("policy", "hier", known.into_iter(), "x").unwrap_err().to_string();
        assert!(told.contains("did you mean `hire`?") && told.contains("`blend`"), "{told}");
        assert!(measure("transition_cost_vs_non").unwrap_err().to_string().contains("`transition_cost_vs_none`"));
    }
}
