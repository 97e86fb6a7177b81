//! What every bundled scenario gives, to the last digit, under every policy and the twin: nothing changes a result unseen.
//!
//! `tests/golden/NAME.csv` holds the measures of a few replicates as shortest decimals that read back to the same bits, digests of every event
//! behind them, and digests of the tables (words of the answer and of warnings are no results). `tests/golden/history.txt` holds the digest of each such file, one line a change, with the beginning of
//! the entry of CHANGELOG.md that tells it. So a result cannot change without an entry marked `[results]`, and this can be seen
//! offline, without git. The same files are met by the dev and the release build, and on any number of threads.
//!
//! After a change that is meant, write its entry, then
//!
//! ```sh
//! FORESHIFT_BLESS="The beginning of the entry" cargo test --no-default-features --test golden
//! ```

#[path = "golden/changes.rs"]
mod changes;
#[path = "golden/scenarios.rs"]
mod scenarios;

use std::fmt::{Debug, Write};

use changes::{bless, told};
use foreshift::analysis::rows::Comparison;
use foreshift::scenario::model::Scenario;
use foreshift::workforce::record::RunRecord;
use foreshift::{Replicate, Settings, Unwatched, compare};
use scenarios::{bundled, here};
use sha2::{Digest, Sha256};

const SEED: u64 = 42;
const REPLICATES: u32 = 3;

/// One line a change: the scenario, the digest of its golden table, and the beginning of the entry that tells it.
const HISTORY: &str = "tests/golden/history.txt";

/// The beginning of the entry that tells a change, where results are to be written anew.
const BLESS: &str = "FORESHIFT_BLESS";

/// SHA-256 of a text, its first 16 hexadecimal digits.
fn digest(text: &str) -> String {
    Sha256::digest(text).iter().take(8).fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes all");
        text
    })
}

/// The digest of a list, item by item as written for debugging: floats in it read back to the same bits.
fn digest_of<T: Debug>(items: &[T]) -> String {
    let lines: Vec<String> = items.iter().map(|item| format!("{item:?}")).collect();
    digest(&lines.join("\n"))
}

/// What happened in a run, by list.
fn events(run: &RunRecord) -> [(&'static str, String); 7] {
    [
        ("weekly", digest_of(&run.weekly)),
        ("gaps", digest_of(&run.gaps)),
        ("exits", digest_of(&run.exits)),
        ("starts", digest_of(&run.starts)),
        ("moves", digest_of(&run.moves)),
        ("courses", digest_of(&run.courses)),
        ("funnel and waits", digest(&format!("{:?} {:?} {}", run.funnel, run.waits, run.worker_weeks))),
    ]
}

/// The tables beside `runs`, by name.
fn tables(found: &Comparison) -> [(&'static str, String); 11] {
    [
        ("summary", digest_of(&found.summary)),
        ("comparisons", digest_of(&found.comparisons)),
        ("weekly", digest_of(&found.weekly)),
        ("costs", digest_of(&found.costs)),
        ("gaps", digest_of(found.gaps.as_ref().expect("gaps were asked for"))),
        ("time_to_fill", digest_of(&found.time_to_fill)),
        ("retention", digest_of(&found.retention)),
        ("moves", digest_of(&found.moves)),
        ("funnel", digest_of(&found.funnel)),
        ("horizons", digest_of(&found.horizons)),
        ("answer", digest(&format!("{} {:?}", found.answer.pick, found.answer.standings))),
    ]
}

/// The golden table of a scenario: a line a measure, a column a policy and replicate; then digests.
fn golden(scenario: &Scenario) -> String {
    let settings = Settings { seed: SEED, replicates: REPLICATES, threads: Some(2), policies: Vec::new(), keep_gaps: true };
    let found = compare(scenario, &settings, &Unwatched).expect("a comparison");

    let mut lines = vec![format!("measure,{}", joined(found.runs.iter().map(|row| format!("{} {}", row.policy, row.replicate))))];
    for (place, measure) in found.measures.iter().enumerate() {
        let values = found.runs.iter().map(|row| row.values[place].map(|value| value.to_string()).unwrap_or_default());
        lines.push(format!("{},{}", measure.name, joined(values)));
    }
    let runs: Vec<_> = found
        .runs
        .iter()
        .map(|row| {
            let world = Replicate::new(scenario, SEED, row.replicate);
            let policy = scenario.policies.iter().find(|policy| policy.name == row.policy);
            events(&policy.map_or_else(|| world.twin(), |policy| world.run(policy)))
        })
        .collect();
    for place in 0..runs[0].len() {
        lines.push(format!("events: {},{}", runs[0][place].0, joined(runs.iter().map(|run| run[place].1.clone()))));
    }
    lines.extend(tables(&found).map(|(table, digest)| format!("table: {table},{digest}")));
    lines.join("\n") + "\n"
}

fn joined(cells: impl Iterator<Item = String>) -> String {
    cells.collect::<Vec<_>>().join(",")
}

/// The first few cells in which two tables differ, in words.
fn differences(was: &str, is: &str) -> String {
    let mut words = Vec::new();
    let columns: Vec<&str> = is.lines().next().unwrap_or_default().split(',').collect();
    if was.lines().next() != is.lines().next() || was.lines().count() != is.lines().count() {
        words.push(format!(
            "lines or columns differ: there were {} lines, there are {}",
            was.lines().count(),
            is.lines().count()
        ));
    }
    for (was, is) in was.lines().zip(is.lines()) {
        let line = is.split(',').next().unwrap_or_default();
        for (place, (was, is)) in was.split(',').zip(is.split(',')).enumerate().filter(|(_, (was, is))| was != is) {
            let column = if line.starts_with("table: ") { "all" } else { columns.get(place).copied().unwrap_or("?") };
            words.push(format!("{line}, {column}: was {was}, is {is}"));
        }
    }
    let more = words.len().saturating_sub(10);
    words.truncate(10);
    if more > 0 {
        words.push(format!("and {more} more"));
    }
    words.join("\n  ")
}

#[test]
fn every_bundled_scenario_gives_what_it_gave() {
    let read = |path: &str| std::fs::read_to_string(here(path)).unwrap_or_default();
    let (mut history, changelog) = (read(HISTORY), read("CHANGELOG.md"));
    let entry = std::env::var(BLESS).ok();
    let mut problems = Vec::new();
    for (name, scenario) in bundled() {
        let path = format!("tests/golden/{name}.csv");
        let (was, is) = (read(&path), golden(&scenario));
        match &entry {
            Some(entry) if was != is => match bless(&history, &changelog, &name, &digest(&is), entry) {
                Ok(longer) => {
                    std::fs::write(here(&path), &is).expect("a golden table is written");
                    std::fs::write(here(HISTORY), &longer).expect("the history is written");
                    history = longer;
                }
                Err(problem) => problems.push(problem),
            },
            _ if was != is => {
                problems.push(format!("{name} gives other results than {path} says:\n  {}", differences(&was, &is)));
            }
            _ => problems.extend(told(&history, &changelog, &name, &digest(&is)).err()),
        }
    }
    let how = format!(
        "If a change is meant, write its entry in CHANGELOG.md, then {BLESS}=\"The beginning of the entry\" cargo test --no-default-features --test golden"
    );
    assert!(problems.is_empty(), "{}\n{how}", problems.join("\n"));
}

#[test]
fn golden_tables_are_of_bundled_scenarios_and_small() {
    let bundled = bundled();
    let mut bytes = 0;
    for entry in std::fs::read_dir(here("tests/golden")).expect("golden tables") {
        let path = entry.expect("an entry").path();
        bytes += std::fs::metadata(&path).expect("a size").len();
        if path.extension().is_some_and(|extension| extension == "csv") {
            let name = path.file_stem().expect("a name").to_str().expect("UTF-8");
            assert!(bundled.iter().any(|(known, _)| known == name), "there is no scenario of {}", path.display());
        }
    }
    assert!(bytes < 300_000, "{bytes} bytes");
}
