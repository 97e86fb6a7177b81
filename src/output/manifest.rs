//! `manifest.json`: what was run, what came of it, and a hash of every file.
//!
//! All but the `run` block is a function of the scenario, the seed and the program, the same on any machine and any number of threads;
//! what may differ between equal runs (times, threads, date, machine) is in `run` and nowhere else. The manifest is written last, so a
//! directory that has one is complete.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value, json};

use super::directory::Directory;
use super::pending::sha256;
use super::{Error, FileEntry};
use crate::analysis::rows::{Answer, Comparison, Interval, Standing};
use crate::analysis::stopping::Stopping;
use crate::scenario::model::Scenario;

/// The name of the file.
pub const FILE: &str = "manifest.json";

/// Which shape of manifest this program writes; it grows when a reader of the last shape would misread.
pub const SCHEMA_VERSION: u64 = 1;

/// The program's name, by which a manifest is known for one of ours.
const TOOL: &str = "foreshift";

/// The commit that this program is made of, as far as its build knew.
pub const COMMIT: &str = match option_env!("FORESHIFT_COMMIT") {
    Some(commit) => commit,
    None => "unknown",
};

/// What a manifest says that is not in the comparison.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// What was found.
    pub comparison: &'a Comparison,
    /// The scenario as it was resolved, complete.
    pub scenario: &'a Value,
    /// The command that makes the same results, without threads and paths.
    pub command: &'a str,
    /// How the run went.
    pub run: Run,
}

/// How a run went: what may differ between equal runs.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// When it started.
    pub started: SystemTime,
    /// How long it took from then, by the clock.
    pub wall: Duration,
    /// Threads that simulated.
    pub threads: usize,
}

impl Run {
    /// A run that ends now, on as many threads as were asked for, or as the machine has cores.
    #[must_use]
    pub fn since(started: SystemTime, threads: Option<usize>) -> Self {
        let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
        Self { started, wall: started.elapsed().unwrap_or_default(), threads: threads.unwrap_or_else(cores) }
    }
}

/// What a manifest says of results that are no comparison: a search over values, or over policies.
#[derive(Clone, Debug)]
pub struct Plain<'a> {
    /// The scenario as it was resolved, complete.
    pub scenario: &'a Value,
    /// The seed.
    pub seed: u64,
    /// Replicates of each point or candidate, the most of them.
    pub replicates: u32,
    /// The policies compared.
    pub policies: &'a [String],
    /// The command that makes the same results, without threads and paths.
    pub command: &'a str,
    /// What was found, under the name of what looked for it.
    pub answer: (&'static str, Value),
    /// How the run went.
    pub run: Run,
}

/// Writes the manifest of results that are no comparison, which finishes their directory.
///
/// # Errors
///
/// If the system refuses.
pub fn write_plain(directory: Directory, facts: &Plain<'_>) -> Result<(), Error> {
    let run = json!({
        "started": rfc3339(facts.run.started),
        "wall_seconds": facts.run.wall.as_secs_f64(),
        "threads": facts.run.threads,
        "machine": machine(),
    });
    let (name, answer) = &facts.answer;
    let manifest = json!({
        "tool": TOOL,
        "schema_version": SCHEMA_VERSION,
        "version": env!("CARGO_PKG_VERSION"),
        "commit": COMMIT,
        "command": facts.command,
        "seed": facts.seed,
        "replicates": facts.replicates,
        "policies": facts.policies,
        *name: answer,
        "scenario_sha256": scenario_sha256(facts.scenario),
        "scenario": facts.scenario,
        "files": entries(directory.files()),
        "run": run,
    });
    directory.finish(format!("{manifest:#}\n").as_bytes())
}

/// Writes the manifest of what was written to a directory, which finishes it.
///
/// # Errors
///
/// If the system refuses.
pub fn write(directory: Directory, facts: &Facts) -> Result<(), Error> {
    let manifest = compose(facts, directory.files());
    directory.finish(format!("{manifest:#}\n").as_bytes())
}

/// Makes a manifest of facts and files.
pub fn compose<'a>(facts: &Facts, files: impl IntoIterator<Item = &'a FileEntry>) -> Value {
    let comparison = facts.comparison;
    let mut files: Vec<&FileEntry> = files.into_iter().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    json!({
        "tool": TOOL,
        "schema_version": SCHEMA_VERSION,
        "version": env!("CARGO_PKG_VERSION"),
        "commit": COMMIT,
        "command": facts.command,
        "seed": comparison.seed,
        "replicates": comparison.replicates,
        "auto": stopping(comparison.stopping.as_ref()),
        "policies": comparison.policies,
        "answer": answer(&comparison.answer),
        "warnings": comparison.warnings,
        "scenario_sha256": scenario_sha256(facts.scenario),
        "scenario": facts.scenario,
        "files": entries(files.into_iter()),
        "run": run(comparison, &facts.run),
    })
}

/// The hash of a resolved scenario: SHA-256 of its JSON without white space, keys in their order.
#[must_use]
pub fn scenario_sha256(scenario: &Value) -> String {
    sha256(scenario.to_string().as_bytes())
}

/// The scenario that a file of results holds resolved, read as a scenario file is.
///
/// # Errors
///
/// It is none that this version reads; in words.
pub fn read_scenario(file: &str, resolved: &Value) -> Result<Scenario, String> {
    let text = toml::to_string(resolved).map_err(|error| format!("its scenario is not one: {error}"))?;
    Scenario::parse(file, &text, &[]).map_err(|errors| format!("its scenario is not one that this version reads: {errors}"))
}

/// Reads the manifest of a directory.
///
/// # Errors
///
/// If there is none, it is not JSON, it is not foreshift's, or it is of a shape that this program does not know.
pub fn read(root: &Path) -> Result<Value, Error> {
    let path = root.join(FILE);
    let text = fs::read(&path).map_err(Error::read(&path))?;
    let malformed = |cause: String| Error::Manifest { path: path.clone(), cause };
    let manifest: Value = serde_json::from_slice(&text).map_err(|error| malformed(error.to_string()))?;
    if manifest["tool"] != TOOL {
        return Err(malformed(format!("it does not say \"tool\": \"{TOOL}\"")));
    }
    if manifest["schema_version"] != SCHEMA_VERSION {
        return Err(malformed(format!(
            "its schema_version is {}, and this program knows {SCHEMA_VERSION}",
            manifest["schema_version"]
        )));
    }
    Ok(manifest)
}

/// The files that a manifest lists; none where the list is not as it should be.
#[must_use]
pub fn files(manifest: &Value) -> Option<Vec<FileEntry>> {
    let entry = |file: &Value| {
        Some(FileEntry {
            path: file["path"].as_str()?.to_owned(),
            sha256: file["sha256"].as_str()?.to_owned(),
            bytes: file["bytes"].as_u64()?,
        })
    };
    manifest["files"].as_array()?.iter().map(entry).collect()
}

/// What a manifest is of, in a few words.
pub(super) fn describe(manifest: &Value) -> String {
    let name = manifest["scenario"]["name"].as_str().unwrap_or("a scenario without a name");
    format!("\"{name}\", seed {}, {} replicates", manifest["seed"], manifest["replicates"])
}

/// The answer as JSON: the pick, the runner-up, the sentence, and where every policy stands.
#[must_use]
pub fn answer(answer: &Answer) -> Value {
    let standings: Vec<Value> = answer
        .standings
        .iter()
        .map(|standing| {
            json!({
                "policy": standing.policy,
                "score": standing.score.mean,
                "score_low": standing.score.low,
                "score_high": standing.score.high,
                "p_best": standing.p_best,
                "dominated_by": standing.dominated_by,
                "ties_with_pick": standing.ties_with_pick,
            })
        })
        .collect();
    json!({ "pick": answer.pick, "runner_up": answer.runner_up, "sentence": answer.sentence, "standings": standings })
}

/// How sampling ended as JSON; null where replicates were a number.
#[must_use]
pub fn stopping(stopping: Option<&Stopping>) -> Value {
    stopping.map_or(Value::Null, |stopping| {
        let rule = stopping.rule;
        let look = stopping.look.as_ref();
        json!({
            "measure": rule.watched.name(),
            "half_width_asked": rule.half_width,
            "first": rule.first,
            "batch": rule.batch,
            "most": rule.most,
            "replicates": stopping.replicates,
            "stopped": stopping.reason.name(),
            "policy": look.map(|look| look.runner_up.as_str()),
            "versus": look.map(|look| look.pick.as_str()),
            "difference": look.map(|look| look.difference),
            "half_width": look.map(|look| look.half_width),
        })
    })
}

/// An answer from its JSON; none where it is not as [`answer`] writes it.
#[must_use]
pub fn read_answer(answer: &Value) -> Option<Answer> {
    let standing = |standing: &Value| {
        let names = standing["dominated_by"].as_array()?.iter().map(|name| name.as_str().map(str::to_owned));
        Some(Standing {
            policy: standing["policy"].as_str()?.to_owned(),
            score: Interval {
                mean: standing["score"].as_f64()?,
                low: standing["score_low"].as_f64()?,
                high: standing["score_high"].as_f64()?,
            },
            p_best: standing["p_best"].as_f64()?,
            dominated_by: names.collect::<Option<_>>()?,
            ties_with_pick: standing["ties_with_pick"].as_bool()?,
        })
    };
    Some(Answer {
        pick: answer["pick"].as_str()?.to_owned(),
        runner_up: answer["runner_up"].as_str().map(str::to_owned),
        sentence: answer["sentence"].as_str()?.to_owned(),
        standings: answer["standings"].as_array()?.iter().map(standing).collect::<Option<_>>()?,
    })
}

/// Writes a manifest again after files of its directory were drawn again: entries of those are theirs of now, all else stays as it was.
///
/// # Errors
///
/// If the system refuses.
pub fn renew(mut directory: Directory, manifest: &Value) -> Result<(), Error> {
    let mut files: Vec<FileEntry> = files(manifest).unwrap_or_default();
    files.retain(|file| directory.files().all(|written| written.path != file.path));
    files.extend(directory.files().cloned());
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut manifest = manifest.clone();
    manifest["files"] = entries(files.iter());
    directory.write(FILE, format!("{manifest:#}\n").as_bytes())
}

/// Files as a manifest lists them.
pub(super) fn entries<'a>(files: impl Iterator<Item = &'a FileEntry>) -> Value {
    files.map(|file| json!({ "path": file.path, "sha256": file.sha256, "bytes": file.bytes })).collect()
}

fn run(comparison: &Comparison, run: &Run) -> Value {
    #[expect(clippy::cast_precision_loss, reason = "a speed for readers; 2^53 worker-weeks are 50 years of computing")]
    let speed = (comparison.run_seconds > 0.0).then(|| comparison.worker_weeks as f64 / comparison.run_seconds);
    json!({
        "started": rfc3339(run.started),
        "wall_seconds": run.wall.as_secs_f64(),
        "run_seconds": comparison.run_seconds,
        "worker_weeks": comparison.worker_weeks,
        "worker_weeks_per_second": speed,
        "threads": run.threads,
        "machine": machine(),
    })
}

/// How a run went that is no comparison's: when, how long, on what.
pub(super) fn circumstances(run: &Run) -> Value {
    json!({
        "started": rfc3339(run.started),
        "wall_seconds": run.wall.as_secs_f64(),
        "threads": run.threads,
        "machine": machine(),
    })
}

/// The machine this runs on: system, architecture, cores and processor.
#[must_use]
pub fn machine() -> Value {
    let mut machine = Map::new();
    machine.insert("os".to_owned(), std::env::consts::OS.into());
    machine.insert("arch".to_owned(), std::env::consts::ARCH.into());
    machine.insert("cores".to_owned(), std::thread::available_parallelism().map_or(Value::Null, |cores| cores.get().into()));
    if let Some(processor) = fs::read_to_string("/proc/cpuinfo").ok().as_deref().and_then(processor) {
        machine.insert("processor".to_owned(), processor.into());
    }
    Value::Object(machine)
}

/// The processor's name as Linux tells it.
fn processor(cpuinfo: &str) -> Option<&str> {
    cpuinfo.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':').map(|(_, name)| name.trim()))
}

/// A time as RFC 3339 writes it, in UTC and whole seconds.
fn rfc3339(time: SystemTime) -> String {
    const DAY: u64 = 86_400;
    let seconds = time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let (year, month, day) = civil(seconds / DAY);
    let (hour, minute, second) = (seconds % DAY / 3600, seconds % 3600 / 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// The Gregorian date of a count of days since 1970-01-01, in years that begin in March
/// (Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`, for days not before 1970).
const fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468; // from 0000-03-01
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = era * 400 + year_of_era + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_known_seconds() {
        let at = |seconds| rfc3339(UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(at(0), "1970-01-01T00:00:00Z");
        assert_eq!(at(951_782_399), "2000-02-28T23:59:59Z");
        assert_eq!(at(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(at(1_000_000_000), "2001-09-09T01:46:40Z");
        assert_eq!(at(4_107_542_400), "2100-03-01T00:00:00Z");
    }

    #[test]
    fn every_day_follows_the_day_before() {
        let mut expected = (1970, 1, 1);
        for days in 0..200_000 {
            assert_eq!(civil(days), expected);
            let (year, month, day) = expected;
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let length = match month {
                2 => 28 + u64::from(leap),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            expected = match (month, day == length) {
                (12, true) => (year + 1, 1, 1),
                (_, true) => (year, month + 1, 1),
                (_, false) => (year, month, day + 1),
            };
        }
    }

    #[test]
    fn the_processor_is_named() {
        assert_eq!(processor("processor\t: 0\nmodel name\t: Some CPU @ 2 GHz\n"), Some("Some CPU @ 2 GHz"));
        assert_eq!(processor("processor\t: 0\n"), None);
    }
}
