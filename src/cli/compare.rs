//! `foreshift compare`: the main job.

use std::path::PathBuf;
use std::time::SystemTime;

use clap::Args;
use serde_json::Value;

use super::again::{Again, bare};
use super::progress::Progress;
use super::replicates::{AutoFlags, REPLICATES, Replicates, replicates};
use super::shared::{AFTER_FORMAT, ResultFlags, RunFlags, ScenarioFlags};
use super::terminal::{Page, page};
use super::voice::Voice;
use super::{Failure, interrupt, json};
use crate::analysis::rows::Comparison;
use crate::experiment::auto::compare_auto;
use crate::experiment::compare::{CompareError, Settings, check, compare};
use crate::output::directory::Directory;
use crate::output::manifest::{self, Facts, Run};
use crate::output::shell::quoted;
use crate::output::{self, Format};

/// What to compare and how.
#[derive(Args, Debug)]
#[command(mut_arg("format", |format| format.help("Formats of the tables: csv, parquet, xlsx [default: csv,parquet]")))]
pub struct Arguments {
    /// The scenario file, as in scenarios/contact-centre.toml; `-` reads standard input
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// Runs of each policy, each in a world of its own that all policies share; `auto` makes as many as it takes to tell the best two apart
    #[arg(long, value_name = "N|auto", default_value_t = Replicates::Number(REPLICATES), value_parser = replicates, allow_negative_numbers = true)]
    replicates: Replicates,
    #[command(flatten)]
    auto: AutoFlags,
    #[command(flatten)]
    run: RunFlags,
    /// Policies to compare [default: all]; `none` and the twin always run
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    policies: Vec<String>,
    #[command(flatten)]
    premises: ScenarioFlags,
    /// Also writes the table of every gap, which is large
    #[arg(long, display_order = AFTER_FORMAT)]
    gaps: bool,
    #[command(flatten)]
    results: ResultFlags,
}

impl Arguments {
    /// Whether errors go to standard output as JSON too.
    pub const fn json(&self) -> bool {
        self.results.json
    }
}

/// Compares, answers in the terminal, and writes what was asked for.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<(), Failure> {
    let started = SystemTime::now();
    // Whatever is wrong is found here, before the disk is touched.
    let rule = arguments.auto.rule(arguments.replicates)?;
    let scenario = arguments.premises.read(&arguments.scenario)?;
    let settings = Settings {
        seed: arguments.run.seed(),
        replicates: match (arguments.replicates, rule) {
            (Replicates::Number(number), _) => number,
            (Replicates::Auto, rule) => rule.unwrap_or_default().most,
        },
        threads: arguments.run.threads,
        policies: arguments.policies.clone(),
        keep_gaps: arguments.gaps && arguments.results.out.is_some(),
    };
    check(&scenario, &settings)?;
    let directory = arguments.results.directory()?;

    let progress = Progress::new(voice.shows_progress());
    let found = match rule {
        None => compare(&scenario, &settings, &progress)?,
        Some(rule) => compare_auto(&scenario, &settings, rule, &progress)?,
    };
    if interrupt::asked() {
        let total = u64::from(found.replicates) * (found.policies.len() as u64 + 1);
        return Err(CompareError::Interrupted { done: total, total }.into());
    }

    let command = command(arguments);
    let result = if arguments.results.json {
        format!("{}\n", json::document(&found, &command))
    } else {
        page(&found, Page { width: Voice::width(), colour: voice.colours_results() })
    };
    // Files are written even where standard output takes nothing.
    let told = Voice::put(&result);
    match directory {
        Some(directory) => write(directory, &found, arguments, &command, started, voice)?,
        None => voice.say(&next(arguments)),
    }
    Ok(told?)
}

/// Writes tables, charts and, last, the manifest.
fn write(
    mut directory: Directory,
    found: &Comparison,
    arguments: &Arguments,
    command: &str,
    started: SystemTime,
    voice: Voice,
) -> Result<(), Failure> {
    interrupt::files_are_written();
    let root = directory.root().display().to_string();
    let formats = arguments.results.formats();
    let resolved = found.scenario.to_json();
    tables(found, &formats, &mut directory)?;
    workbook(found, &formats, &resolved, command, &mut directory)?;
    pictures(found, &resolved, command, &mut directory)?;
    if interrupt::asked() {
        return Err(Failure::HalfWritten(root));
    }
    let run = Run::since(started, arguments.run.threads);
    let files = directory.files().count() + 1;
    manifest::write(directory, &Facts { comparison: found, scenario: &resolved, command, run })?;
    let shown = quoted(&root);
    let read = if cfg!(feature = "report") { format!("Read {shown}/report.html. ") } else { String::new() };
    voice.say(&format!("Wrote {files} files to {root}\n{read}Next: foreshift diff {shown} OTHER compares with other results."));
    Ok(())
}

/// What to type next where nothing was written: the same with a directory.
fn next(arguments: &Arguments) -> String {
    let path = arguments.scenario.to_string_lossy();
    let command = words(arguments, &path).replace(char::is_control, "\u{fffd}");
    format!(
        "Next: {command} --out results\nwrites the report, charts and tables to a directory. --json is for scripts, --help for the rest."
    )
}

/// Writes the tables.
#[cfg(feature = "tables")]
fn tables(found: &Comparison, formats: &[Format], directory: &mut Directory) -> Result<(), output::Error> {
    output::tables::write(found, formats, directory)
}

/// A program built without tables writes none.
#[cfg(not(feature = "tables"))]
#[expect(clippy::unnecessary_wraps, reason = "the other build may fail here")]
const fn tables(_: &Comparison, _: &[Format], _: &mut Directory) -> Result<(), output::Error> {
    Ok(())
}

/// Writes the workbook, where it was asked for.
#[cfg(feature = "xlsx")]
fn workbook(
    found: &Comparison,
    formats: &[Format],
    resolved: &Value,
    command: &str,
    directory: &mut Directory,
) -> Result<(), output::Error> {
    if !formats.contains(&Format::Xlsx) {
        return Ok(());
    }
    let origin = output::stored::Origin::here(command, resolved);
    directory.write(output::workbook::FILE, &output::workbook::workbook(found, &origin)?)
}

/// A program built without workbooks writes none.
#[cfg(not(feature = "xlsx"))]
#[expect(clippy::unnecessary_wraps, reason = "the other build may fail here")]
const fn workbook(_: &Comparison, _: &[Format], _: &Value, _: &str, _: &mut Directory) -> Result<(), output::Error> {
    Ok(())
}

/// Writes the charts, each as SVG and as PNG of the same picture, and the report.
#[cfg(feature = "report")]
fn pictures(found: &Comparison, resolved: &Value, command: &str, directory: &mut Directory) -> Result<(), Failure> {
    super::report::draw(found, &output::stored::Origin::here(command, resolved), directory)
}

/// A program built without the report writes the charts only, if it has those.
#[cfg(all(feature = "charts", not(feature = "report")))]
fn pictures(found: &Comparison, _: &Value, _: &str, directory: &mut Directory) -> Result<(), Failure> {
    for chart in output::charts::draw_all(found) {
        super::exploring::picture(&chart, directory)?;
    }
    Ok(())
}

/// A program built without charts draws none.
#[cfg(not(feature = "charts"))]
#[expect(clippy::unnecessary_wraps, reason = "the other build may fail here")]
const fn pictures(_: &Comparison, _: &Value, _: &str, _: &mut Directory) -> Result<(), Failure> {
    Ok(())
}

/// The command that makes the same results, without threads and directories.
fn command(arguments: &Arguments) -> String {
    words(arguments, &bare(&arguments.scenario))
}

/// The command with the scenario under a name.
fn words(arguments: &Arguments, file: &str) -> String {
    let again = Again::new("compare").word(file).flag("--replicates", arguments.replicates).flags(arguments.auto.words());
    let again = again.flag("--seed", arguments.run.seed()).list("--policies", &arguments.policies);
    again.shared(&arguments.premises, &arguments.results.unusual()).switch("--gaps", arguments.gaps).spelt()
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Alone {
        #[command(flatten)]
        arguments: Arguments,
    }

    #[test]
    fn the_command_leaves_out_threads_and_directories() {
        let given = [
            "compare",
            "/home/a b/centre.toml",
            "--threads",
            "2",
            "--out",
            "/tmp/x",
            "--set",
            "name=it's",
            "--format",
            "csv",
            "--gaps",
        ];
        assert_eq!(
            command(&Alone::parse_from(given).arguments),
            r"foreshift compare centre.toml --replicates 200 --seed 42 --set 'name=it'\''s' --format csv --gaps"
        );
        assert_eq!(
            command(
                &Alone::parse_from(["compare", "centre.toml", "--policies", "hire,blend", "--format", "parquet,csv"]).arguments
            ),
            "foreshift compare centre.toml --replicates 200 --seed 42 --policies hire,blend"
        );
        assert_eq!(
            command(
                &Alone::parse_from(["compare", "centre.toml", "--replicates", "auto", "--auto-half-width", "0.05"]).arguments
            ),
            "foreshift compare centre.toml --replicates auto --auto-half-width 0.05 --seed 42"
        );
    }
}
