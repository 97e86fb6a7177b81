//! `foreshift flip`: what would change the decision.

use std::fmt::Write;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use clap::Args;
use serde_json::{Value, json};

use super::again::{Again, bare};
use super::asked::{parameters, vary, words_of};
use super::columns::columns;
use super::duration::duration;
use super::going_on::{self, Until};
use super::init::lines;
use super::progress::Progress;
use super::shared::{AFTER_OUT, ResultFlags, RunFlags, ScenarioFlags, finish};
use super::voice::Voice;
use super::{Failure, interrupt};
use crate::analysis::flips::{FlipRow, Outcome};
use crate::analysis::format::{figure, names, percent};
use crate::experiment::compare::{CompareError, Settings, check};
use crate::experiment::flip::{Flips, flip};
use crate::experiment::journal::{self, EvaluationError, Journal};
use crate::experiment::parameter::Vary;
#[cfg(feature = "charts")]
use crate::output::charts::{Source, Switches, switches};
use crate::output::directory::Directory;
use crate::output::manifest::{self, Plain, Run};
use crate::output::{self, Format};
use crate::scenario::model::Scenario;

/// Replicates unless somebody says otherwise: the interval of a switch narrows with their root.
const REPLICATES: u32 = 100;

/// The most replicates of a point.
const MOST_REPLICATES: u32 = 100_000;

/// Steps of the scan unless somebody says otherwise.
const STEPS: u32 = 4;

/// The most steps of a scan.
const MOST_STEPS: u32 = 1000;

/// Columns of prose: longer lines are hard to read.
const PROSE: usize = 100;

/// What to look for and how.
#[derive(Args, Debug)]
#[command(mut_arg("out", |out| out.help("Writes the table `flip`, a chart of the switches and the manifest to this directory; the same command again goes on where it was stopped")))]
#[command(mut_arg("format", |format| format.help("Formats of the table: csv, parquet [default: csv,parquet]")))]
pub struct Arguments {
    /// The scenario file, as in scenarios/contact-centre.toml; `-` reads standard input
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// A value to move and its range, as in `hiring.cost_per_hire=1600..9000`; may be given again [default: every value that has a range]
    #[arg(long, value_name = "PATH=LOW..HIGH", value_parser = vary)]
    vary: Vec<Vary>,
    /// Equal steps in which each range is looked through before it is halved: more find switches that lie close together
    #[arg(long, value_name = "N", default_value_t = STEPS, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_STEPS)))]
    steps: u32,
    /// Runs of each policy at each point, the same luck at all of them
    #[arg(long, value_name = "N", default_value_t = REPLICATES, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_REPLICATES)))]
    replicates: u32,
    #[command(flatten)]
    run: RunFlags,
    /// Policies to choose between [default: all]; `none` always stands
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    policies: Vec<String>,
    #[command(flatten)]
    premises: ScenarioFlags,
    /// Stops after so long, as in 90s, 10m or 2h; the same command again goes on [needs --out]
    #[arg(long, value_name = "TIME", value_parser = duration, requires = "out", display_order = AFTER_OUT)]
    max_time: Option<Duration>,
    #[command(flatten)]
    results: ResultFlags,
}

impl Arguments {
    /// Whether errors go to standard output as JSON too.
    pub const fn json(&self) -> bool {
        self.results.json
    }
}

/// Looks for switches, answers in the terminal, and writes what was asked for.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<(), Failure> {
    let started = SystemTime::now();
    // Whatever is wrong is found here, before the disk is touched.
    let draft = arguments.premises.draft(&arguments.scenario)?;
    let scenario = draft.scenario()?;
    let settings = Settings {
        seed: arguments.run.seed(),
        replicates: arguments.replicates,
        threads: arguments.run.threads,
        policies: arguments.policies.clone(),
        keep_gaps: false,
    };
    check(&scenario, &settings)?;
    let parameters = parameters(&draft, &scenario, &arguments.vary)?;
    let formats = arguments.results.formats();
    super::tables_only(&formats)?;
    let stamp = going_on::stamp(&scenario, &command(arguments, &[]));
    let directory = going_on::open(arguments.results.out.as_deref(), &stamp, arguments.results.force)?;
    let journal = going_on::journal(directory.as_ref(), &stamp)?;

    let progress = Progress::new(voice.shows_progress());
    let watch = Until::new(&progress, arguments.max_time);
    let found = match flip(&draft, &scenario, &parameters, (&settings, arguments.steps), journal, &watch) {
        Ok(found) => found,
        Err(error) => match watch.left(&error, arguments.results.json) {
            Some(left) => return Ok(Voice::put(&left)?),
            None => return Err(error.into()),
        },
    };
    drop(progress);
    if interrupt::asked() {
        return Err(CompareError::Interrupted { done: found.runs, total: found.runs }.into());
    }
    let command = command(arguments, &arguments.results.unusual());
    let result = if arguments.results.json {
        format!("{}\n", document(&found, &scenario, arguments, &command))
    } else {
        page(&found, &scenario, arguments, Voice::width())
    };
    let told = Voice::put(&result);
    if let Some(mut directory) = directory {
        interrupt::files_are_written();
        table(&found.rows, &scenario, &formats, &mut directory)?;
        #[cfg(feature = "charts")]
        super::exploring::picture(&chart(&found, &scenario, &settings), &mut directory)?;
        // Threads wrote it in the order in which they were done.
        let journal = Journal::in_order(&directory.root().join(journal::FILE), &stamp).map_err(EvaluationError::Journal)?;
        directory.write(journal::FILE, &journal)?;
        let facts = Plain {
            scenario: &scenario.to_json(),
            seed: settings.seed,
            replicates: settings.replicates,
            policies: &found.policies,
            command: &command,
            answer: ("flip", json!({ "pick": found.pick, "tied": found.tied, "sentences": sentences(&found, &scenario) })),
            run: Run::since(started, settings.threads),
        };
        finish(directory, |directory| manifest::write_plain(directory, &facts), voice)?;
    }
    Ok(told?)
}

/// Draws the switches.
#[cfg(feature = "charts")]
fn chart(found: &Flips, scenario: &Scenario, settings: &Settings) -> output::charts::Chart {
    let source = Source { scenario: &scenario.name, replicates: settings.replicates, seed: settings.seed };
    switches(&Switches { source, policies: &found.policies, pick: &found.pick, rows: &found.rows })
}

/// Writes the table.
#[cfg(feature = "tables")]
fn table(rows: &[FlipRow], scenario: &Scenario, formats: &[Format], directory: &mut Directory) -> Result<(), output::Error> {
    output::tables::write_flips(rows, &scenario.currency, formats, directory)
}

/// A program built without tables writes none.
#[cfg(not(feature = "tables"))]
#[expect(clippy::unnecessary_wraps, reason = "the other build may fail here")]
const fn table(_: &[FlipRow], _: &Scenario, _: &[Format], _: &mut Directory) -> Result<(), output::Error> {
    Ok(())
}

/// The sentences of the switches, the nearest first.
fn sentences(found: &Flips, scenario: &Scenario) -> Vec<String> {
    let switches = found.rows.iter().filter(|row| matches!(row.outcome, Outcome::Switches { .. }));
    switches.map(|row| row.sentence(&scenario.currency)).collect()
}

/// The paths of values with an outcome, in backticks.
fn paths(found: &Flips, wanted: impl Fn(&Outcome) -> bool) -> Vec<&str> {
    found.rows.iter().filter(|row| wanted(&row.outcome)).map(|row| row.path.as_str()).collect()
}

/// The answer as a page of text.
fn page(found: &Flips, scenario: &Scenario, arguments: &Arguments, width: usize) -> String {
    let prose = width.min(PROSE);
    let values: Vec<&str> = paths(found, |_| true);
    let mut distinct = values.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let mut text = lines(&scenario.name, prose, "", 0);
    let circumstances = format!(
        "{} values, one at a time through their ranges; {} runs of each policy at each point, the same luck everywhere, seed {}; money in {}",
        distinct.len(),
        figure(arguments.replicates.into(), 0),
        arguments.run.seed(),
        scenario.currency
    );
    text.push_str(&lines(&circumstances, prose, "", 0));
    text.push('\n');
    let tied: Vec<&str> = found.tied.iter().map(String::as_str).collect();
    let today = if tied.is_empty() {
        format!("Today the pick is `{}`, told apart from every other policy.", found.pick)
    } else {
        format!("Today the pick is `{}`, not told apart from {}.", found.pick, names(&tied))
    };
    text.push_str(&lines(&today, prose, "", 0));
    let sentences = sentences(found, scenario);
    if sentences.is_empty() {
        text.push_str(&lines("No value changes it within its range.", prose, "", 0));
    } else {
        text.push_str("\nWhat would change it, the nearest first:\n");
        for sentence in &sentences {
            text.push_str(&lines(&format!("- {sentence}"), prose, "", 2));
        }
        text.push('\n');
        text.push_str(&drawn(&found.rows, scenario, width));
    }
    text.push('\n');
    let notes = [
        ("Surely ahead at every value looked at", paths(found, |outcome| matches!(outcome, Outcome::Stays { sure: true }))),
        (
            "Ahead at every value looked at, but somewhere not told apart from another",
            paths(found, |outcome| matches!(outcome, Outcome::Stays { sure: false })),
        ),
        ("Not known, since the scenario refuses other values", paths(found, |outcome| matches!(outcome, Outcome::Refused))),
    ];
    for (what, paths) in notes.iter().filter(|(_, paths)| !paths.is_empty()) {
        text.push_str(&lines(&format!("{what}: {}.", names(paths)), prose, "", 0));
    }
    if !sentences.is_empty() {
        text.push_str(&lines(
            "In brackets: the values at which the two policies cannot be told apart, a 95% interval of the switch; \u{2026} where it has no end within the range or before today's value. \
             The others stay as they are while one moves, and a switch is one between policies as they stand: neither is tuned to the new value.",
            prose,
            "",
            0,
        ));
    }
    text
}

/// The switches as a table.
fn drawn(rows: &[FlipRow], scenario: &Scenario, width: usize) -> String {
    let head = ["value", "now", "switch", "95% interval", "then", "distance"].map(str::to_owned);
    let cells = |row: &FlipRow| {
        let Outcome::Switches { value, low, high, challenger, .. } = &row.outcome else { return None };
        let end = |end: &Option<f64>| end.map_or_else(|| "\u{2026}".to_owned(), |end| row.number(end));
        Some([
            row.path.clone(),
            row.number(row.today),
            row.number(*value),
            format!("{} to {}", end(low), end(high)),
            challenger.clone(),
            percent(row.distance().unwrap_or_default()),
        ])
    };
    let table: Vec<[String; 6]> = [head].into_iter().chain(rows.iter().filter_map(cells)).collect();
    // Where the page is too narrow for columns, the sentences say all of it.
    let Some(mut text) = columns(&table, [false, true, true, false, false, true], width) else { return String::new() };
    let _ = writeln!(text, "Distance from today's value as a share of the range; money in {}.", scenario.currency);
    text
}

/// The result for scripts.
fn document(found: &Flips, scenario: &Scenario, arguments: &Arguments, command: &str) -> Value {
    let row = |row: &FlipRow| {
        let (value, low, high, challenger, again) = match &row.outcome {
            Outcome::Switches { value, low, high, challenger, again, .. } => {
                (Some(*value), *low, *high, Some(challenger.as_str()), Some(*again))
            }
            Outcome::Stays { .. } | Outcome::Refused => (None, None, None, None, None),
        };
        let sure = if let Outcome::Stays { sure } = row.outcome { Some(sure) } else { None };
        json!({
            "path": row.path,
            "unit": row.unit,
            "low": row.low,
            "high": row.high,
            "today": row.today,
            "pick": row.pick,
            "side": row.side(),
            "switch": value,
            "switch_low": low,
            "switch_high": high,
            "challenger": challenger,
            "distance": row.distance(),
            "changes_again": again,
            "surely_ahead": sure,
            "note": row.note,
            "sentence": row.sentence(&scenario.currency),
        })
    };
    json!({
        "tool": "foreshift",
        "schema_version": 1,
        "version": env!("CARGO_PKG_VERSION"),
        "command": command,
        "scenario": scenario.name,
        "currency": scenario.currency,
        "seed": arguments.run.seed(),
        "replicates": arguments.replicates,
        "policies": found.policies,
        "pick": found.pick,
        "tied": found.tied,
        "runs": found.runs,
        "flips": found.rows.iter().map(row).collect::<Vec<_>>(),
    })
}

/// The command that makes the same results, without threads, time and directories. Formats change nothing of the search.
fn command(arguments: &Arguments, formats: &[Format]) -> String {
    let again =
        Again::new("flip").word(&bare(&arguments.scenario)).flags(words_of(&arguments.vary)).flag("--steps", arguments.steps);
    let again = again.flag("--replicates", arguments.replicates).flag("--seed", arguments.run.seed());
    again.list("--policies", &arguments.policies).shared(&arguments.premises, formats).spelt()
}
