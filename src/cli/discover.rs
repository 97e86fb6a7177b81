//! `foreshift discover`: where in the ranges each policy wins or fails, and how robust it is.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use clap::Args;

use super::Failure;
use super::again::{Again, bare};
use super::asked::{self, DesignFlags};
use super::exploring::{Common, Findings, measure, place, sweep, tell};
use super::sensitivity::{known_policy, no_weights};
use super::shared::SEED;
use super::voice::Voice;
use crate::analysis::prim::Patience;
use crate::analysis::results::NONE;
use crate::analysis::robustness::Enough;
use crate::experiment::exploration::digest::Digests;
use crate::experiment::exploration::discovery::{Ask, Condition, MEASURE, OPTIMISM, Where, discover};
use crate::experiment::sweep::{Layout, Study, SweepSettings, SweepTable};
use crate::output::explored::{self, Background};
use crate::output::sweep::{self as stored, Header};
use crate::scenario::model::{Decision, Scenario};

/// What to ask.
#[derive(Args, Debug)]
pub struct Arguments {
    /// The scenario file, as in scenarios/contact-centre.toml; `-` reads standard input
    #[arg(value_name = "SCENARIO", required_unless_present = "from", conflicts_with = "from")]
    scenario: Option<PathBuf>,
    /// Takes a stored sweep instead of running one
    #[arg(long, value_name = "DIR", conflicts_with_all = ["vary", "design", "points", "replicates", "seed", "set", "policies", "allow_outside"])]
    from: Option<PathBuf>,
    #[command(flatten)]
    design: DesignFlags,
    /// Policies to run [default: all]; `none` and the twin always run
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    policies: Vec<String>,
    /// Seeks boxes for this policy [default: each that wins at one point in ten or more]
    #[arg(long, value_name = "POLICY")]
    policy: Option<String>,
    /// Seeks boxes where a measure of --policy is so, as in `transition_cost_vs_none<=0`, instead of where it has the best score
    #[arg(long = "where", value_name = "MEASURE<=X", requires = "policy")]
    condition: Option<Where>,
    /// The two values of the policy map [default: the two that tell most]
    #[arg(long, value_name = "PATH,PATH", value_delimiter = ',', num_args = 1)]
    map: Vec<String>,
    /// The measure that robustness is about
    #[arg(long, value_name = "MEASURE", default_value = MEASURE)]
    measure: String,
    /// What is good enough of the measure [default: as good as `none` at the same point]
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    enough: Option<f64>,
    /// Weight of the best point against the worst, from 0 to 1 (Hurwicz)
    #[arg(long, value_name = "SHARE", default_value_t = OPTIMISM, value_parser = share, allow_negative_numbers = true)]
    optimism: f64,
    /// The density that a box must reach
    #[arg(long, value_name = "SHARE", default_value_t = Patience::default().threshold, value_parser = share, allow_negative_numbers = true)]
    density: f64,
    #[command(flatten)]
    common: Common,
}

/// A share.
fn share(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("give a share from 0 to 1".to_owned()),
    }
}

impl Arguments {
    /// Whether errors go to standard output as JSON too.
    pub const fn json(&self) -> bool {
        self.common.results.json
    }

    /// A command with the flags that are of this one alone.
    fn words(&self, again: Again) -> Again {
        let again = again.flags(self.design.words()).list("--policies", &self.policies);
        let again = again.flags(self.policy.iter().map(|policy| ("--policy", policy)));
        let again = again.flags(self.condition.iter().map(|condition| ("--where", condition))).list("--map", &self.map);
        let again = again.flag("--measure", &self.measure).flags(self.enough.map(|enough| ("--enough", enough)));
        again.flag("--optimism", self.optimism).flag("--density", self.density)
    }
}

/// A sweep that was run now or before.
enum Swept {
    Now(Box<Study>),
    Before(PathBuf),
}

/// A sweep that is done.
enum Done<'d> {
    /// Its runs are in memory.
    Held(SweepTable),
    /// They are on the disk, and gone through there.
    Stored(&'d Path, Layout),
}

impl Done<'_> {
    const fn layout(&self) -> &Layout {
        match self {
            Self::Held(table) => &table.layout,
            Self::Stored(_, layout) => layout,
        }
    }

    /// What is asked of its points.
    fn digests(&self, decision: &Decision, measures: &[usize]) -> Result<Digests, Failure> {
        match self {
            Self::Held(table) => Ok(Digests::of(table, decision, measures)),
            Self::Stored(root, layout) => Ok(stored::digests(root, layout, decision, measures)?),
        }
    }
}

/// Finds out, tells, and writes what was asked for.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<(), Failure> {
    let started = SystemTime::now();
    let common = &arguments.common;
    let measure = measure(&arguments.measure)?;
    if arguments.enough.is_some_and(|enough| !enough.is_finite()) {
        return Err(Failure::refused("--enough is no number", "give a plain number in the measure's unit"));
    }
    let (swept, scenario, subject) = subject(arguments)?;
    if let Some(policy) = &arguments.policy {
        known_policy(&scenario, policy)?;
    }
    let parameters = match &swept {
        Swept::Now(study) => study.parameters.clone(),
        Swept::Before(root) => Header::read(root)?.parameters,
    };
    no_weights(&parameters)?;
    let paths = || parameters.iter().map(|parameter| parameter.path.as_str());
    let axis = |path: &String| {
        place("varied value", path, paths(), "name two that vary, as in --map learning.pace_weeks,hiring.premium")
    };
    let axes = match arguments.map.as_slice() {
        [] => None,
        [x, y] if x != y => Some((axis(x)?, axis(y)?)),
        _ => return Err(Failure::refused("a map is over two values", "give --map with two paths and a comma between them")),
    };
    let condition = arguments
        .condition
        .as_ref()
        .map(|condition| Ok::<_, Failure>((condition, super::exploring::measure(&condition.measure)?)));
    let condition = condition.transpose()?;
    let directory = common.directory()?;

    let done = match &swept {
        Swept::Now(study) => Done::Held(sweep(study, voice)?),
        Swept::Before(root) => Done::Stored(root, stored::layout(root)?),
    };
    let layout = done.layout();
    let at = |name: &str| place("policy", name, layout.policies.iter().map(String::as_str), "name a policy of the sweep");
    let conditions = match (&arguments.policy, condition) {
        (Some(policy), Some((condition, measure))) => {
            vec![Condition::Holds { policy: at(policy)?, measure, against: condition.against, bar: condition.bar }]
        }
        (Some(policy), None) => vec![Condition::Best(at(policy)?)],
        (None, _) => Vec::new(),
    };
    let ask = Ask {
        conditions,
        measure,
        enough: match arguments.enough {
            Some(enough) => Enough::Bar(enough),
            None => Enough::AsGoodAs(at(NONE)?),
        },
        optimism: arguments.optimism,
        axes,
        patience: Patience { threshold: arguments.density, ..Patience::default() },
    };
    let found = discover(layout, &done.digests(&scenario.decision, &ask.measures())?, &ask);
    let background = Background { scenario: &scenario, layout };
    let again = Again::new("discover");
    let command = match &swept {
        Swept::Now(_) => common.command(arguments.words(again.word(&bare(&subject))), layout.replicates, layout.seed),
        Swept::Before(_) => arguments.words(again.flag("--from", bare(&subject))).spelt(),
    };
    let findings = Findings {
        found: &explored::discovery::compose(&background, &found, &ask),
        background,
        command: &command,
        #[cfg(feature = "charts")]
        charts: explored::charts::of_discovery(&background, &found).into_iter().collect(),
    };
    tell(&findings, common, directory, started, voice)
}

/// What is swept or was, the scenario, and the path of either.
fn subject(arguments: &Arguments) -> Result<(Swept, Scenario, PathBuf), Failure> {
    if let Some(root) = &arguments.from {
        let scenario = Header::read(root)?.read_scenario(root)?;
        return Ok((Swept::Before(root.clone()), scenario, root.clone()));
    }
    let path = arguments.scenario.clone().unwrap_or_default();
    let common = &arguments.common;
    let draft = common.premises.draft(&path)?;
    let scenario = draft.scenario()?;
    for policy in &arguments.policies {
        known_policy(&scenario, policy)?;
    }
    let request = arguments.design.request()?;
    let seed = common.run.seed.or(request.seed).unwrap_or(SEED);
    let asked = asked::design(&draft, &request, seed)?;
    if !asked.design.kind.is_even() {
        return Err(Failure::refused(
            format!(
                "points of design {} do not fill the ranges evenly, so boxes and shares over them say little",
                asked.design.kind
            ),
            "give --design lhs, sobol or grid, or a table of points",
        ));
    }
    let settings = SweepSettings {
        seed,
        replicates: common.replicates.or(request.replicates).unwrap_or_else(|| common.replicates()),
        threads: common.run.threads,
        policies: if arguments.policies.is_empty() { request.policies } else { arguments.policies.clone() },
    };
    let study = Study { draft, parameters: asked.parameters, design: asked.design, settings };
    Ok((Swept::Now(Box::new(study)), scenario, path))
}
