//! `foreshift compare`: the main job.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::SystemTime;

use clap::Args;
use serde_json::Value;

use super::progress::Progress;
use super::replicates::{AutoFlags, REPLICATES, Replicates, replicates};
use super::terminal::{Page, page};
use super::voice::Voice;
use super::{Failure, input, interrupt, json};
use crate::analysis::rows::Comparison;
use crate::experiment::auto::compare_auto;
use crate::experiment::compare::{CompareError, Settings, check, compare};
use crate::output::directory::Directory;
use crate::output::manifest::{self, Facts, Run};
use crate::output::shell::quoted;
use crate::output::{self, Format};

/// The seed unless somebody says otherwise.
pub const SEED: u64 = 42;

/// The most threads.
const MOST_THREADS: usize = 1024;

/// What to compare and how.
#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "flags of a command line are independent of one another")]
pub struct Arguments {
    /// The scenario file, as in scenarios/contact-centre.toml; `-` reads standard input
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// Runs of each policy, each in a world of its own that all policies share; `auto` makes as many as it takes to tell the best two apart
    #[arg(long, value_name = "N|auto", default_value_t = Replicates::Number(REPLICATES), value_parser = replicates, allow_negative_numbers = true)]
    replicates: Replicates,
    #[command(flatten)]
    auto: AutoFlags,
    /// The seed of all chance: the same seed gives the same bytes
    #[arg(long, value_name = "N", default_value_t = SEED, allow_negative_numbers = true)]
    seed: u64,
    /// Threads [default: one a core]; results do not depend on them
    #[arg(long, value_name = "N", value_parser = threads, allow_negative_numbers = true)]
    threads: Option<usize>,
    /// Policies to compare [default: all]; `none` and the twin always run
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    policies: Vec<String>,
    /// Sets a value of the scenario by its path, as in `hiring.cost_per_hire=9000`; may be given again
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Lets `extends` name files outside of the scenario's folder
    #[arg(long)]
    allow_outside: bool,
    /// Writes tables, charts, the report and the manifest to this directory
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Formats of the tables: csv, parquet, xlsx [default: csv,parquet]
    #[arg(long, value_name = "FORMAT", value_delimiter = ',')]
    format: Vec<Format>,
    /// Also writes the table of every gap, which is large
    #[arg(long)]
    gaps: bool,
    /// Writes even where other results or files are
    #[arg(long)]
    force: bool,
    /// Puts the result on standard output as JSON, for scripts
    #[arg(long)]
    json: bool,
}

impl Arguments {
    /// Whether errors go to standard output as JSON too.
    pub const fn json(&self) -> bool {
        self.json
    }
}

/// A number of threads.
pub fn threads(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number) if (1..=MOST_THREADS).contains(&number) => Ok(number),
        _ => Err(format!("give a whole number from 1 to {MOST_THREADS}, or leave it out for one a core")),
    }
}

/// Compares, answers in the terminal, and writes what was asked for.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<(), Failure> {
    let started = SystemTime::now();
    // Whatever is wrong is found here, before the disk is touched.
    let rule = arguments.auto.rule(arguments.replicates)?;
    let scenario = input::read(&arguments.scenario, &arguments.set, arguments.allow_outside)?;
    let settings = Settings {
        seed: arguments.seed,
        replicates: match (arguments.replicates, rule) {
            (Replicates::Number(number), _) => number,
            (Replicates::Auto, rule) => rule.unwrap_or_default().most,
        },
        threads: arguments.threads,
        policies: arguments.policies.clone(),
        keep_gaps: arguments.gaps && arguments.out.is_some(),
    };
    check(&scenario, &settings)?;
    let directory = arguments.out.as_deref().map(|out| Directory::open(out, arguments.force)).transpose()?;

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
    let result = if arguments.json {
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
    let formats = formats(&arguments.format);
    let resolved = found.scenario.to_json();
    tables(found, &formats, &mut directory)?;
    workbook(found, &formats, &resolved, command, &mut directory)?;
    pictures(found, &resolved, command, &mut directory)?;
    if interrupt::asked() {
        return Err(Failure::HalfWritten(root));
    }
    let cores = || std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let run = Run { started, wall: started.elapsed().unwrap_or_default(), threads: arguments.threads.unwrap_or_else(cores) };
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

/// The formats asked for, each once; the usual ones where none is.
pub fn formats(asked: &[Format]) -> Vec<Format> {
    let asked = if asked.is_empty() { &Format::USUAL } else { asked };
    Format::ALL.into_iter().filter(|format| asked.contains(format)).collect()
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
        directory.write(&format!("charts/{}.svg", chart.name), chart.svg.as_bytes())?;
        directory.write(&format!("charts/{}.png", chart.name), &output::charts::png(&chart.svg)?)?;
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
    words(arguments, &arguments.scenario.file_name().unwrap_or(arguments.scenario.as_os_str()).to_string_lossy())
}

/// The command with the scenario under a name.
fn words(arguments: &Arguments, file: &str) -> String {
    let mut words = vec!["foreshift".to_owned(), "compare".to_owned(), quoted(file)];
    let mut flag = |name: &str, value: &str| words.extend([name.to_owned(), quoted(value)]);
    flag("--replicates", &arguments.replicates.to_string());
    for (name, value) in arguments.auto.words() {
        flag(name, &value);
    }
    flag("--seed", &arguments.seed.to_string());
    if !arguments.policies.is_empty() {
        flag("--policies", &arguments.policies.join(","));
    }
    for set in &arguments.set {
        flag("--set", set);
    }
    let formats = formats(&arguments.format);
    if formats != Format::USUAL {
        flag("--format", &formats.iter().map(ToString::to_string).collect::<Vec<_>>().join(","));
    }
    if arguments.allow_outside {
        words.push("--allow-outside".to_owned());
    }
    if arguments.gaps {
        words.push("--gaps".to_owned());
    }
    words.join(" ")
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

    #[test]
    fn numbers_are_refused_kindly() {
        assert_eq!(threads("2"), Ok(2));
        assert!(threads("0").is_err() && threads("-1").is_err());
    }
}
