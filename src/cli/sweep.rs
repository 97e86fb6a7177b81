//! `foreshift sweep`: every policy at every point of a design.

use std::fmt::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime};

use clap::Args;
use serde_json::json;

use super::again::{Again, bare};
use super::asked::{self, DesignFlags};
use super::duration::duration;
use super::progress::Progress;
use super::shard::{Shard, ShardFlags};
use super::shared::{RunFlags, SEED, ScenarioFlags, replicates};
use super::voice::Voice;
use super::{Failure, interrupt};
use crate::analysis::format;
use crate::analysis::sample::float;
use crate::experiment::sweep::{PartRuns, Study, SweepError, SweepSettings, run as run_parts};
use crate::output::Format;
use crate::output::manifest::{Run, scenario_sha256};
use crate::output::sweep::{Found, Header, Opened, Points, Store, here};

/// Replicates of a point unless somebody says otherwise.
const REPLICATES: u32 = 20;

/// What to sweep and how.
#[derive(Args, Debug)]
pub struct Arguments {
    /// The scenario file, as in scenarios/contact-centre.toml; `-` reads standard input
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    #[command(flatten)]
    design: DesignFlags,
    /// Runs of each policy at each point [default: 20]; a larger number later adds to what is there
    #[arg(long, value_name = "N", value_parser = replicates, allow_negative_numbers = true)]
    replicates: Option<u32>,
    #[command(flatten)]
    run: RunFlags,
    /// Policies to run [default: all]; `none` and the twin always run
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    policies: Vec<String>,
    #[command(flatten)]
    premises: ScenarioFlags,
    /// The directory of the sweep, for its parts, its tables and, once it is finished, its page: the same command again goes on with what is there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Formats of the parts and tables: parquet, csv [default: parquet]
    #[arg(long, value_name = "FORMAT", value_delimiter = ',')]
    format: Vec<Format>,
    #[command(flatten)]
    shard: ShardFlags,
    /// Stops at the next part after this time, as in 30m; the same command goes on
    #[arg(long, value_name = "TIME", value_parser = duration, allow_negative_numbers = true)]
    max_time: Option<Duration>,
    /// Replaces another sweep that the directory holds
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

    /// What is swept: the scenario, what varies, where and how.
    pub fn study(&self) -> Result<Study, Failure> {
        let draft = self.premises.draft(&self.scenario)?;
        let request = self.design.request()?;
        let seed = self.run.seed.or(request.seed).unwrap_or(SEED);
        let asked = asked::design(&draft, &request, seed)?;
        let policies = if self.policies.is_empty() { request.policies.clone() } else { self.policies.clone() };
        let settings = SweepSettings {
            seed,
            replicates: self.replicates.or(request.replicates).unwrap_or(REPLICATES),
            threads: self.run.threads,
            policies,
        };
        Ok(Study { draft, parameters: asked.parameters, design: asked.design, settings })
    }
}

/// A count with thousand separators.
fn thousands(count: usize) -> String {
    format::figure(float(count), 0)
}

/// What goes wrong in a sweep, whose parts are written as they come.
impl From<SweepError> for Failure {
    fn from(error: SweepError) -> Self {
        match error {
            SweepError::Compare(error) => error.into(),
            SweepError::Scenario(errors) => errors.into(),
        }
    }
}

/// Runs what is not done yet of a sweep, and finishes it once every part is there.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<(), Failure> {
    let (started, clock) = (SystemTime::now(), Instant::now());
    // Whatever is wrong is found here, before the disk is touched.
    let shard = arguments.shard.shard()?;
    let formats = formats(&arguments.format)?;
    let study = arguments.study()?;
    let (header, points) = header(&study, formats, shard, arguments)?;
    let (store, opened) = Store::open(&arguments.out, header, points, arguments.force)?;

    let plan = store.plan().clone();
    let missing = store.missing((0..plan.parts()).filter(|part| shard.has(*part)));
    let mine = (0..plan.parts()).filter(|part| shard.has(*part)).count();
    say_opened(&store, opened, (mine - missing.len(), mine), voice);
    let progress = Progress::of_points(voice.shows_progress());
    let deadline = arguments.max_time.map(|time| clock + time);
    let more = || deadline.is_none_or(|deadline| Instant::now() < deadline);
    let mut take = |part: PartRuns| store.write_part(&part).map_err(Failure::from);
    let ended = run_parts(&study, &plan, &missing, &progress, &more, &mut take)?;
    drop(progress);
    let left = missing.len() - ended.done;
    let root = arguments.out.display().to_string();
    if ended.interrupted || interrupt::asked() {
        return Err(Failure::Resumable { root, done: mine - left, parts: mine });
    }
    let header = store.header().clone();
    let whole = left == 0 && (shard == Shard::Whole || store.missing(0..plan.parts()).is_empty());
    let found = if whole {
        interrupt::files_are_written();
        // Its parts say how long they took.
        let run = Run { wall: Duration::ZERO, ..Run::since(started, arguments.run.threads) };
        Some(store.finish(run)?)
    } else {
        None
    };
    tell(&Told { header: &header, found: found.as_ref(), root: &root, shard, left, parts: mine }, arguments.json)
}

/// The formats of the parts.
fn formats(asked: &[Format]) -> Result<Vec<Format>, Failure> {
    if asked.contains(&Format::Xlsx) {
        return Err(Failure::refused("a sweep is not written as a workbook", "give --format parquet, csv or both"));
    }
    if cfg!(not(feature = "tables")) && asked.contains(&Format::Parquet) {
        return Err(Failure::refused("this program was built without Parquet", "give --format csv"));
    }
    let usual = if cfg!(feature = "tables") { Format::Parquet } else { Format::Csv };
    let asked = if asked.is_empty() { &[usual] } else { asked };
    Ok(Format::ALL.into_iter().filter(|format| asked.contains(format)).collect())
}

/// What the directory will hold a sweep of.
fn header(study: &Study, formats: Vec<Format>, shard: Shard, arguments: &Arguments) -> Result<(Header, Points), Failure> {
    let (scenario, policies) = study.base()?;
    let scenario = scenario.to_json();
    let numbers = 0..study.design.points.len();
    let points = Points {
        places: numbers.clone().map(|point| study.places(point)).collect(),
        values: numbers.map(|point| study.values(point)).collect(),
    };
    let (engine, commit) = here();
    let header = Header {
        scenario_sha256: scenario_sha256(&scenario),
        scenario,
        command: command(study, &formats, arguments),
        engine,
        commit,
        shard: shard.words(),
        seed: study.settings.seed,
        replicates: study.settings.replicates,
        policies,
        design: study.design.kind,
        points: study.design.points.len(),
        design_sha256: points.file(&study.parameters)?.1,
        parameters: study.parameters.clone(),
        formats,
    };
    Ok((header, points))
}

/// Says what was found in the directory.
fn say_opened(store: &Store, opened: Opened, (done, parts): (usize, usize), voice: Voice) {
    let root = store.root().display();
    match opened {
        Opened::Fewer(replicates) => {
            voice.say(&format!("{root} holds {replicates} replicates of this sweep; {done} of {parts} parts are done"));
        }
        Opened::Begun if done > 0 => voice.say(&format!("{root} holds this sweep; {done} of {parts} parts are done")),
        Opened::Fresh | Opened::Begun => {}
    }
}

/// What there is to tell at the end.
struct Told<'t> {
    header: &'t Header,
    found: Option<&'t Found>,
    root: &'t str,
    shard: Shard,
    left: usize,
    parts: usize,
}

/// Tells what was done.
fn tell(told: &Told<'_>, json: bool) -> Result<(), Failure> {
    let text = if json { format!("{:#}\n", document(told)) } else { page(told) };
    Ok(Voice::put(&super::failure::printable(&text))?)
}

/// The result for a script.
fn document(told: &Told<'_>) -> serde_json::Value {
    let header = told.header;
    let lowest: Option<serde_json::Map<_, _>> =
        told.found.map(|found| found.lowest.iter().map(|(policy, count)| (policy.clone(), json!(count))).collect());
    json!({
        "tool": "foreshift",
        "kind": "sweep",
        "schema_version": 1,
        "command": header.command,
        "directory": told.root,
        "complete": told.found.is_some(),
        "shard": told.shard.words(),
        "parts": told.parts,
        "parts_left": told.left,
        "points": header.points,
        "points_refused": told.found.map(|found| found.refused),
        "replicates": header.replicates,
        "policies": header.policies,
        "lowest_mean_transition_cost": lowest,
        "report": told.found.and_then(|found| found.page),
    })
}

/// The result for a reader.
fn page(told: &Told<'_>) -> String {
    let Told { header, root, .. } = told;
    let counted = |count: usize, one: &str| format!("{} {one}{}", thousands(count), if count == 1 { "" } else { "s" });
    let work = format!(
        "{} ({} over {}) x {} x {}",
        counted(header.points, "point"),
        header.design,
        counted(header.parameters.len(), "parameter"),
        counted(header.policies.len() - 1, "policy").replace("policys", "policies"),
        counted(header.replicates as usize, "replicate"),
    );
    let Some(found) = told.found else {
        let shard = told.shard.words();
        if told.left == 0 {
            let shard = shard.unwrap_or_default();
            return format!(
                "Shard {shard} of {work}: all {} done, in {root}.\n`foreshift merge` joins the shards once each is done.\n",
                counted(told.parts, "part")
            );
        }
        return format!("{work}: {} of {} left, in {root}. The same command goes on.\n", told.left, counted(told.parts, "part"));
    };
    finished(&work, found, root)
}

/// The page of a sweep that is whole.
pub fn finished(work: &str, found: &Found, root: &str) -> String {
    let mut text = format!("{work}: done, in {root}.\n");
    if found.refused > 0 {
        let refused = thousands(found.refused);
        let _ = writeln!(text, "The scenario's checks refuse {refused} of the points; table `points` says why.");
    }
    let ran = found.points - found.refused;
    let mut lowest: Vec<&(String, usize)> = found.lowest.iter().filter(|(_, count)| *count > 0).collect();
    lowest.sort_by(|(a, a_count), (b, b_count)| b_count.cmp(a_count).then(a.cmp(b)));
    if !lowest.is_empty() {
        let each: Vec<String> = lowest.iter().map(|(policy, count)| format!("{policy} at {}", thousands(*count))).collect();
        let _ = writeln!(text, "Lowest mean transition cost, of {} points: {}.", thousands(ran), each.join(", "));
    }
    if let Some(page) = found.page {
        let _ = writeln!(text, "Where each policy wins: {}", PathBuf::from(root).join(page).display());
    }
    text
}

/// The command that makes the same results, without threads, shards and directories.
fn command(study: &Study, formats: &[Format], arguments: &Arguments) -> String {
    let settings = &study.settings;
    let again = Again::new("sweep").word(&bare(&arguments.scenario)).flags(arguments.design.words());
    let again = again.flag("--replicates", settings.replicates).flag("--seed", settings.seed);
    again.list("--policies", &settings.policies).shared(&arguments.premises, formats).spelt()
}
