//! `foreshift sensitivity`: which values move an outcome, or the pick, over their ranges.

use std::path::PathBuf;
use std::time::SystemTime;

use clap::{Args, ValueEnum};

use super::again::{Again, bare};
use super::asked::vary;
use super::exploring::{Common, Findings, measure, place, sweep, tell};
use super::voice::Voice;
use super::{Failure, asked};
use crate::analysis::results::{NONE, TWIN};
use crate::experiment::design::{Ask, Design, Kind, saltelli};
use crate::experiment::exploration::Outcome;
use crate::experiment::exploration::digest::Digests;
use crate::experiment::exploration::sensitivity::sensitivity;
use crate::experiment::parameter::{Parameter, Vary};
use crate::experiment::sweep::{Study, SweepSettings};
use crate::output::explored::{self, Background};
use crate::scenario::Draft;
use crate::scenario::model::Scenario;

/// Trajectories of Morris unless somebody says otherwise.
const TRAJECTORIES: usize = 20;

/// Base points of Sobol unless somebody says otherwise: a power of 2.
const BASE: usize = 128;

/// How to find out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Method {
    /// One value at a time, low and high: what a tornado shows, and what changes the pick
    #[default]
    Oat,
    /// Elementary effects over the whole ranges: screens many values
    Morris,
    /// Shares of variance, alone and with interactions
    Sobol,
}

impl Method {
    const fn name(self) -> &'static str {
        match self {
            Self::Oat => "oat",
            Self::Morris => "morris",
            Self::Sobol => "sobol",
        }
    }
}

/// What to ask.
#[derive(Args, Debug)]
pub struct Arguments {
    /// The scenario file, as in scenarios/contact-centre.toml; `-` reads standard input
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// How to find out
    #[arg(long, value_enum, default_value_t = Method::Oat)]
    method: Method,
    /// Varies a value over a range, as in `hiring.cost_per_hire=1600..9000`; may be given again [default: every value that has a range]
    #[arg(long, value_name = "PATH=LOW..HIGH", value_parser = vary)]
    vary: Vec<Vary>,
    /// Trajectories of morris, base points of sobol [default: 20, 128]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    points: Option<usize>,
    /// The measure that is looked at
    #[arg(long, value_name = "MEASURE", default_value = "transition_cost_vs_none")]
    measure: String,
    /// Whose measure [default: the policy that is picked today]
    #[arg(long, value_name = "POLICY")]
    policy: Option<String>,
    /// Looks at the difference from this policy on the same luck
    #[arg(long, value_name = "POLICY")]
    versus: Option<String>,
    /// Also finds interactions of two, which takes sobol nearly twice the points
    #[arg(long)]
    second_order: bool,
    #[command(flatten)]
    common: Common,
}

impl Arguments {
    /// Whether errors go to standard output as JSON too.
    pub const fn json(&self) -> bool {
        self.common.results.json
    }

    /// The command, with the flags that are of it alone.
    fn again(&self, policy: &str) -> Again {
        let again = Again::new("sensitivity").word(&bare(&self.scenario));
        let again = again.flag("--method", self.method.name()).flag("--measure", &self.measure);
        let again = again.flags(asked::words_of(&self.vary)).flags(self.points.map(|points| ("--points", points)));
        let again = again.flag("--policy", policy).flags(self.versus.iter().map(|versus| ("--versus", versus)));
        again.switch("--second-order", self.second_order)
    }
}

/// Finds out, tells, and writes what was asked for.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<(), Failure> {
    let started = SystemTime::now();
    let common = &arguments.common;
    let draft = common.premises.draft(&arguments.scenario)?;
    let scenario = draft.scenario()?;
    let parameters = asked::parameters(&draft, &scenario, &arguments.vary)?;
    let measure = measure(&arguments.measure)?;
    for name in arguments.policy.iter().chain(&arguments.versus) {
        known_policy(&scenario, name)?;
    }
    if arguments.points.is_some() && arguments.method == Method::Oat {
        return Err(Failure::refused(
            "--points says nothing to one at a time, which has two points a value",
            "leave it out, or give --method morris or sobol",
        ));
    }
    if arguments.second_order && arguments.method != Method::Sobol {
        return Err(Failure::refused("--second-order goes with --method sobol", "leave it out, or give --method sobol"));
    }
    no_weights(&parameters)?;
    let design = design(arguments, &parameters)?;
    let directory = common.directory()?;

    let settings = |policies: Vec<String>| SweepSettings {
        seed: common.run.seed(),
        replicates: common.replicates(),
        threads: common.run.threads,
        policies,
    };
    let policy = match &arguments.policy {
        Some(policy) => policy.clone(),
        None => picked(&draft, &scenario, &parameters, settings(Vec::new()), voice)?,
    };
    let policies = match arguments.method {
        // The pick is among all policies.
        Method::Oat => Vec::new(),
        Method::Morris | Method::Sobol => [&policy].into_iter().chain(&arguments.versus).cloned().collect(),
    };
    let study = Study { draft, parameters, design, settings: settings(policies) };
    let table = sweep(&study, voice)?;
    let at =
        |name: &str| place("policy", name, table.layout.policies.iter().map(String::as_str), "name a policy of the scenario");
    let outcome = Outcome { measure, policy: at(&policy)?, versus: arguments.versus.as_deref().map(at).transpose()? };
    let found = sensitivity(&table, outcome, arguments.second_order, &scenario.decision).map_err(|error| {
        Failure::refused(error.to_string(), "look at another measure, narrow the ranges, or give more points")
    })?;
    let background = Background { scenario: &scenario, layout: &table.layout };
    let findings = Findings {
        found: &explored::sensitivity::compose(&background, &found),
        background,
        command: &common.command(arguments.again(&policy), common.replicates(), common.run.seed()),
        #[cfg(feature = "charts")]
        charts: explored::charts::of_sensitivity(&background, &found).into_iter().collect(),
    };
    tell(&findings, common, directory, started, voice)
}

/// Refuses the weights of the decision as something to vary.
pub fn no_weights(parameters: &[Parameter]) -> Result<(), Failure> {
    match parameters.iter().find(|parameter| parameter.is_weight()) {
        None => Ok(()),
        Some(weight) => Err(Failure::refused(
            format!("`{}` weighs the pick and cannot vary here", weight.path),
            "compare's report says how far each weight may move; set others with --set",
        )),
    }
}

/// Refuses a policy that the scenario does not have.
pub fn known_policy(scenario: &Scenario, name: &str) -> Result<(), Failure> {
    let known = scenario.policies.iter().map(|policy| policy.name.as_str()).chain([TWIN]);
    place("policy", name, known, "name a policy of the scenario").map(|_| ())
}

/// The points.
fn design(arguments: &Arguments, parameters: &[Parameter]) -> Result<Design, Failure> {
    let (kind, usual) = match arguments.method {
        Method::Oat => (Kind::Oat, 0),
        Method::Morris => (Kind::Morris, TRAJECTORIES),
        Method::Sobol => (Kind::Saltelli, BASE),
    };
    let size = arguments.points.unwrap_or(usual);
    let ask = Ask {
        dimensions: parameters.len(),
        size,
        centre: parameters.iter().map(|parameter| parameter.place(parameter.today)).collect(),
        seed: arguments.common.run.seed(),
        ..Ask::default()
    };
    if kind != Kind::Oat && size < 2 {
        return Err(Failure::refused("a single trajectory or base point has no interval", "give --points of at least 2"));
    }
    let made = if kind == Kind::Saltelli {
        saltelli::points(ask.dimensions, size, arguments.second_order).map(|points| Design { kind, points })
    } else {
        Design::make(kind, &ask)
    };
    made.map_err(|error| Failure::refused(error.to_string(), "vary fewer values, or give fewer --points"))
}

/// The policy that is picked with every value as it is today.
fn picked(
    draft: &Draft,
    scenario: &Scenario,
    parameters: &[Parameter],
    settings: SweepSettings,
    voice: Voice,
) -> Result<String, Failure> {
    let today = parameters.iter().map(|parameter| parameter.place(parameter.today)).collect();
    let design = Design { kind: Kind::Oat, points: vec![today] };
    let table = sweep(&Study { draft: draft.clone(), parameters: parameters.to_vec(), design, settings }, voice)?;
    let verdict = Digests::of(&table, &scenario.decision, &[]).verdicts().into_iter().next().flatten();
    Ok(verdict.map_or_else(|| NONE.to_owned(), |verdict| table.layout.policies[verdict.best].clone()))
}
