//! `foreshift plan`: the work of a sweep as shards, and what each is expected to cost.

use std::fmt::Write as _;
use std::time::Duration;

use clap::Args;
use serde_json::{Value, json};

use super::progress::{Progress, Telling};
use super::shard::Shard;
use super::spelt::Spelt;
use super::terminal::{printable, wrapped};
use super::voice::Voice;
use super::{Failure, sweep};
use crate::analysis::format::{count, figure, number};
use crate::analysis::sample::float;
use crate::experiment::cost::{Cost, Expected, time};
use crate::experiment::sweep::{Plan, Study};
use crate::output::manifest::machine;

/// Which shape of document this program writes; it grows when a reader of the last shape would misread.
const SCHEMA_VERSION: u64 = 1;

/// How long units are timed.
const BUDGET: Duration = Duration::from_secs(3);

/// The most shards of a plan or a job: engines hold a record of each.
const MOST_SHARDS: u32 = 10_000;

/// Which sweep, and in how many shards: the flags of the sweep.
#[derive(Args, Debug)]
#[group(id = "plan")]
#[command(mut_arg("out", |out| out.required(false).default_value("sweep").hide(true)))]
#[command(mut_arg("force", |force| force.hide(true)), mut_arg("shard", |shard| shard.hide(true)))]
#[command(mut_arg("max_time", |time| time.hide(true)), mut_arg("shards", |shards| shards.help("How many shards")))]
pub struct Arguments {
    #[command(flatten)]
    sweep: Spelt<sweep::Arguments>,
}

impl Arguments {
    /// Whether errors go to standard output as JSON too.
    pub const fn json(&self) -> bool {
        self.sweep.meaning.json()
    }
}

/// The number of shards that `--shards` says, where nothing says which of them to run.
pub(super) fn shards(given: &Spelt<sweep::Arguments>) -> Result<u32, Failure> {
    if given.value("shard").is_some() {
        return Err(Failure::refused(
            "`--shard` runs one shard, and this is about all of them",
            "give their number with --shards N",
        ));
    }
    let Some(shards) = given.value("shards").and_then(|shards| shards.to_str()?.parse().ok()) else {
        return Err(Failure::refused("nothing says how many shards there are", "give their number with --shards N"));
    };
    if shards > MOST_SHARDS {
        let remedy = "give fewer: a shard that takes minutes is short enough to be run again";
        return Err(Failure::refused(format!("{shards} shards are more than the {MOST_SHARDS} that are planned"), remedy));
    }
    Ok(shards)
}

/// What a shard does.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Work {
    /// Parts of the plan.
    parts: usize,
    /// Points in a few replicates each.
    units: usize,
    /// Points in replicates.
    replicates: usize,
}

impl Work {
    /// The work of the parts that a shard has.
    fn of(plan: &Plan, shard: Shard) -> Self {
        let mut work = Self { parts: 0, units: 0, replicates: 0 };
        for part in (0..plan.parts()).filter(|number| shard.has(*number)).map(|number| plan.part(number)) {
            work.parts += 1;
            work.units += part.units();
            work.replicates += part.points.len() * part.replicates.len();
        }
        work
    }
}

/// A plan whose cost is known.
struct Planned<'s> {
    study: &'s Study,
    name: String,
    policies: Vec<String>,
    shards: Vec<Work>,
    whole: Work,
    cost: Cost,
}

/// Plans, times and tells.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let shards = shards(&arguments.sweep)?;
    let study = arguments.sweep.meaning.study()?;
    let (scenario, policies) = study.base()?;
    let plan = Plan::new(study.design.points.len(), study.settings.replicates, study.settings.seed);
    let cost = time(&study, &plan, BUDGET, &Progress::new(Telling::Nothing))?;
    let planned = Planned {
        study: &study,
        name: scenario.name,
        policies,
        shards: (1..=shards).map(|k| Work::of(&plan, Shard::Of { k, n: shards })).collect(),
        whole: Work::of(&plan, Shard::Whole),
        cost,
    };
    let text = if arguments.json() { format!("{}\n", planned.document()) } else { planned.page(Voice::width()) };
    Ok(Voice::put(&text)?)
}

impl Planned<'_> {
    /// Runs of some work: a twin counts as one.
    const fn runs(&self, work: Work) -> usize {
        work.replicates * self.policies.len()
    }

    fn expected(&self, work: Work) -> Expected {
        self.cost.of(work.units, work.replicates)
    }

    /// The plan for scripts.
    fn document(&self) -> Value {
        let work = |work: Work| {
            let expected = self.expected(work);
            json!({
                "parts": work.parts,
                "runs": self.runs(work),
                "core_seconds": expected.seconds,
                "ci_low": expected.low,
                "ci_high": expected.high.is_finite().then_some(expected.high),
            })
        };
        let shards = self.shards.iter().zip(1..).map(|(shard, k)| {
            let mut row = work(*shard);
            row["shard"] = json!(format!("{k}/{}", self.shards.len()));
            row
        });
        json!({
            "tool": "foreshift",
            "schema_version": SCHEMA_VERSION,
            "version": env!("CARGO_PKG_VERSION"),
            "scenario": self.name,
            "design": self.study.design.kind.name(),
            "points": self.study.design.points.len(),
            "replicates": self.study.settings.replicates,
            "policies": self.policies,
            "seed": self.study.settings.seed,
            "shards": shards.collect::<Vec<_>>(),
            "all": work(self.whole),
            "timed": { "units": self.cost.units(), "seconds_a_replicate": self.cost.mean(), "threads": 1, "confidence": 0.95, "machine": machine() },
        })
    }

    /// The plan for people: shards that do as much as their neighbours share a line.
    fn page(&self, width: usize) -> String {
        let settings = &self.study.settings;
        let head = format!(
            "{}: {} points ({}) in {} replicates under {} policies are {} runs, in {} parts.",
            printable(&self.name),
            figure(float(self.study.design.points.len()), 0),
            self.study.design.kind.name(),
            count(f64::from(settings.replicates)),
            self.policies.len(),
            figure(float(self.runs(self.whole)), 0),
            figure(float(self.whole.parts), 0),
        );
        let mut lines = wrapped(&head, width, 0);
        lines.push(String::new());
        lines.push(format!("{:<16}{:>8}{:>14}  {}", "Shards", "Parts", "Runs each", "Time of one core each, with 95 %"));
        let mut first = 0;
        while let Some(work) = self.shards.get(first) {
            let same = self.shards[first..].iter().take_while(|next| *next == work).count();
            let name = if same == 1 { (first + 1).to_string() } else { format!("{} to {}", first + 1, first + same) };
            lines.push(self.line(&name, *work));
            first += same;
        }
        lines.push(self.line("all", self.whole));
        lines.push(String::new());
        lines.extend(wrapped(&self.timed(), width, 0));
        lines.iter().fold(String::new(), |mut text, line| {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}", line.trim_end());
            text
        })
    }

    fn line(&self, name: &str, work: Work) -> String {
        let expected = self.expected(work);
        let high = if expected.high.is_finite() { duration(expected.high) } else { "unknown".to_owned() };
        format!(
            "{name:<16}{:>8}{:>14}  {} ({} to {high})",
            figure(float(work.parts), 0),
            figure(float(self.runs(work)), 0),
            duration(expected.seconds),
            duration(expected.low),
        )
    }

    /// Where the times are from.
    fn timed(&self) -> String {
        let machine = machine();
        let said = |key: &str| machine[key].as_str().map(printable).unwrap_or_default();
        let processor = match (said("processor"), said("arch")) {
            (processor, arch) if processor.is_empty() => arch,
            (processor, _) => processor,
        };
        format!(
            "Timed here: {} points of the design on one core of this machine ({}, {}). The interval is of the spread among points; other \
             machines, and shards that share memory and cores, differ by more.",
            self.cost.units(),
            processor,
            said("os"),
        )
    }
}

/// A duration as people say it, of two or three figures.
fn duration(seconds: f64) -> String {
    let (scale, unit) = match seconds {
        _ if seconds < 0.0995 => (1e-3, "ms"),
        _ if seconds < 119.5 => (1.0, "s"),
        _ if seconds < 119.5 * 60.0 => (60.0, "min"),
        _ => (3600.0, "h"),
    };
    let figure = seconds / scale;
    format!("{} {unit}", number(figure, usize::from(figure < 9.95)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_do_all_the_work_once() {
        let plan = Plan::new(100, 12, 3);
        let whole = Work::of(&plan, Shard::Whole);
        assert_eq!((whole.parts, whole.units, whole.replicates), (plan.parts(), 300, 1200));
        for n in [1, 3, 10, 60] {
            let shards: Vec<Work> = (1..=n).map(|k| Work::of(&plan, Shard::Of { k, n })).collect();
            assert_eq!(shards.iter().map(|work| work.replicates).sum::<usize>(), 1200);
            assert_eq!(shards.iter().map(|work| work.parts).sum::<usize>(), plan.parts());
        }
    }

    #[test]
    fn durations_read_as_people_say_them() {
        let said = [(0.0, "0.0 ms"), (0.0123, "12 ms"), (0.5, "0.5 s"), (44.2, "44 s"), (150.0, "2.5 min"), (8000.0, "2.2 h")];
        for (seconds, words) in said {
            assert_eq!(duration(seconds), words);
        }
    }
}
