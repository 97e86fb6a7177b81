//! The best policies under limits: a search over mixes, leads and capacities for the front of cost, gaps and retention.
//!
//! A space-filling design (Sobol) is evaluated on few replicates; what stands best is given more replicates before others are bred around
//! it, generation after generation in narrower boxes; what stands best in the end is given all of them. A third of the places go by the score
//! that picks are made by, a third by layers and crowding of the front, a third by one aim alone, so that the best policy, the whole front and its
//! ends are looked for. All candidates meet the same luck, and stand by their mean paired difference from one policy of the
//! scenario, which takes out what a hard or an easy future adds to all.
//!
//! Why not NSGA-II: it takes a generation's figures for true, so that what was lucky once stays; with replicates enough to make that harmless, most
//! are spent on candidates that a few would have ruled out. The layers and the crowding are its own. Nothing here draws a random number
//! but the runs: children lie on the same Sobol sequence. The search is a heuristic, and its front is that of what it tried.

pub mod evaluate;
pub mod journal;
pub mod space;
mod standing;

use std::collections::BTreeSet;

use rayon::ThreadPoolBuilder;

use self::evaluate::{Evaluations, OptimizeError, cost};
use self::journal::{Entry, Journal};
use self::space::{Candidate, Space};
use self::standing::{Standing, Yardstick, choose};
use super::compare::CompareError;
use super::design::{Ask, Design, Kind};
use super::watch::Watch;
use crate::analysis::front::{confidence, layers};
use crate::analysis::rows::Interval;
use crate::scenario::model::{Policy, Scenario};

/// Generations of children.
const GENERATIONS: u32 = 4;

/// Parents of a generation, at most.
const PARENTS: usize = 12;

/// Half the side of the box in which the first generation's children lie around their parents, as a share of every range.
const REACH: f64 = 0.25;

/// What each generation's box is of the one before.
const NARROWER: f64 = 0.6;

/// Resamples behind the confidence of a member.
const RESAMPLES: u32 = 2000;

/// The most candidates of a stage; runs beyond what these take are not made.
const MOST_AT_ONCE: usize = 4000;

/// Shares of the runs: the design, the children, more replicates for parents. The rest goes to the last evaluation.
const SHARES: [f64; 3] = [0.3, 0.25, 0.25];

/// How to search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// The seed of all chance.
    pub seed: u64,
    /// Replicates on which the last candidates stand, at least 1.
    pub replicates: u32,
    /// Runs that the search may take, about: policies of the scenario, `none` and the twin included.
    pub runs: u64,
    /// Threads; as many as the machine has where absent. The result does not depend on it.
    pub threads: Option<usize>,
}

/// A policy of the scenario beside which candidates are seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// Its name.
    pub name: String,
    /// Cost against `none`, excess gap-weeks, retention; those that are no aim are absent.
    pub figures: [Option<Interval>; 3],
    /// Its score less that of the best-scoring policy of the scenario; below 0 is better.
    pub score: Interval,
}

/// A member of the front.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// What it chooses.
    pub candidate: Candidate,
    /// The policy that it is, under a name.
    pub policy: Policy,
    /// Cost against `none`, excess gap-weeks, retention; those that are no aim are absent.
    pub figures: [Option<Interval>; 3],
    /// Its score less that of the best-scoring policy of the scenario; below 0 is better.
    pub score: Interval,
    /// Share of resamples of the replicates in which no other candidate of the last evaluation dominates it.
    pub confidence: f64,
    /// Policies of the scenario that it beats on every aim.
    pub beats: Vec<String>,
    /// Those of them of which every paired 95% interval says so.
    pub surely: Vec<String>,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Optimum {
    /// The roles to which levers apply, each by itself, in the order of a candidate's parts; none where they apply to all.
    pub roles: Vec<usize>,
    /// Replicates on which members and references stand.
    pub replicates: u32,
    /// Runs that it took.
    pub runs: u64,
    /// Candidates that were tried.
    pub tried: usize,
    /// Those of the last evaluation.
    pub finalists: usize,
    /// Members of the front, the best score first.
    pub members: Vec<Member>,
    /// The scenario's own policies, the best score first.
    pub references: Vec<Reference>,
}

/// Searches a space for the front. A journal spares the evaluations that it holds.
///
/// # Errors
///
/// No replicate is asked for, there is nothing to aim at, the watch says stop, the journal cannot be written, or threads cannot be started.
pub fn optimize(
    scenario: &Scenario,
    space: &Space,
    search: &Search,
    journal: Option<(Journal, Vec<Entry>)>,
    watch: &dyn Watch,
) -> Result<Optimum, OptimizeError> {
    if search.replicates == 0 {
        return Err(CompareError::NoReplicates.into());
    }
    let pool = ThreadPoolBuilder::new().num_threads(search.threads.unwrap_or(0)).build().map_err(CompareError::from)?;
    let made = Evaluations::new((scenario, search.seed), (pool, watch), journal, search.runs);
    let mut hunt = Hunt { space, made, search, tried: BTreeSet::new() };
    let references: Vec<(String, Policy)> =
        scenario.policies.iter().map(|policy| (format!("policy {}", policy.name), policy.clone())).collect();
    hunt.made.evaluate(&references, 0..search.replicates)?;
    let keys: Vec<&str> = references.iter().map(|(key, _)| key.as_str()).collect();
    let yardstick = Yardstick::new(&scenario.decision, &keys, &hunt.made).ok_or(OptimizeError::NoAim)?;
    let finalists = hunt.finalists(scenario, &yardstick)?;
    Ok(hunt.optimum(&references, &yardstick, &finalists))
}

/// A search under way.
struct Hunt<'a> {
    space: &'a Space,
    made: Evaluations<'a>,
    search: &'a Search,
    /// Every candidate that was evaluated at all.
    tried: BTreeSet<Candidate>,
}

impl Hunt<'_> {
    /// Runs the stages and gives those that stand on all replicates.
    fn finalists(&mut self, scenario: &Scenario, yardstick: &Yardstick) -> Result<Vec<Candidate>, OptimizeError> {
        let all = self.search.replicates;
        let first = (all / 10).max(4).min(all);
        let middle = (3 * first).min(all);
        let left = self.search.runs.saturating_sub(self.made.runs());
        let [of_design, of_children, of_parents] = SHARES.map(|share| portion(left, share));
        let size = fitting(of_design, first).max(8);
        let brood = fitting(of_children / u64::from(GENERATIONS), first).max(4);
        let parents = fitting(of_parents / u64::from(GENERATIONS), middle - first).max(2);

        let dimensions = self.space.dimensions();
        let total = size + brood * GENERATIONS as usize;
        let ask = Ask { dimensions, size: total, ..Ask::default() };
        let points = Design::make(Kind::Sobol, &ask).map(|design| design.points).unwrap_or_default();
        let (design, rest) = points.split_at(size.min(points.len()));

        let own = scenario.policies.iter().filter_map(|policy| self.space.like(policy));
        let fresh: Vec<Candidate> = own.chain(design.iter().map(|places| self.space.candidate(places))).collect();
        self.evaluate(&fresh, 0..first)?;
        let mut reach = REACH;
        for brood in rest.chunks(brood) {
            let best = self.best(yardstick, parents, first);
            self.evaluate(&best, first..middle)?;
            let parents = self.best(yardstick, PARENTS, middle);
            let child = |(place, offset): (usize, &Vec<f64>)| {
                let at = self.space.places(parents.get(place % parents.len().max(1))?);
                let near = |(at, offset): (&f64, &f64)| reflected(at + reach * (2.0 * offset - 1.0));
                Some(self.space.candidate(&at.iter().zip(offset).map(near).collect::<Vec<_>>()))
            };
            let children: Vec<Candidate> = brood.iter().enumerate().filter_map(child).collect();
            self.evaluate(&children, 0..first)?;
            reach *= NARROWER;
        }
        let best = self.best(yardstick, parents, first);
        self.evaluate(&best, first..middle)?;
        let left = self.search.runs.saturating_sub(self.made.runs());
        let last = self.best(yardstick, fitting(left, all - middle).max(3), middle);
        self.evaluate(&last, middle..all)?;
        Ok(last)
    }

    /// Evaluates candidates that stand on as many replicates as the range begins with.
    fn evaluate(&mut self, candidates: &[Candidate], replicates: std::ops::Range<u32>) -> Result<(), OptimizeError> {
        let mut named: Vec<(String, Policy)> = Vec::with_capacity(candidates.len());
        for candidate in candidates {
            let key = candidate.to_string();
            // A child may be one that was tried already.
            if replicates.start == 0 && !self.tried.insert(candidate.clone()) {
                continue;
            }
            if !named.iter().any(|(other, _)| *other == key) {
                named.push((key, self.space.policy(candidate, "candidate")));
            }
        }
        // What stands on more replicates than the range begins with was among the best before.
        named.retain(|(key, _)| self.made.of(key).len() < replicates.end as usize);
        self.made.evaluate(&named, replicates)
    }

    /// The best so many of those that stand on at least so many replicates.
    fn best(&self, yardstick: &Yardstick, count: usize, least: u32) -> Vec<Candidate> {
        let enough = |candidate: &&Candidate| self.made.of(&candidate.to_string()).len() >= least as usize;
        let there: Vec<&Candidate> = self.tried.iter().filter(enough).collect();
        let stands: Vec<Standing> = there.iter().map(|candidate| yardstick.stand(self.made.of(&candidate.to_string()))).collect();
        choose(&stands, count).into_iter().map(|place| there[place].clone()).collect()
    }

    /// Puts together what was found.
    fn optimum(&self, references: &[(String, Policy)], yardstick: &Yardstick, finalists: &[Candidate]) -> Optimum {
        let mut sorted = finalists.to_vec();
        // Of candidates that do the same in every run the most modest comes first and stands for them.
        sorted.sort_by_key(|candidate| {
            let sum = |of: fn(&space::Levers) -> u32| candidate.0.iter().map(of).map(u64::from).sum::<u64>();
            (sum(|levers| levers.training), sum(|levers| levers.requisitions), sum(|levers| levers.lead), candidate.clone())
        });
        let mut distinct: Vec<(Candidate, Vec<Vec<f64>>)> = Vec::new();
        for candidate in sorted {
            let values = yardstick.values(self.made.of(&candidate.to_string()));
            if !distinct.iter().any(|(_, other)| *other == values) {
                distinct.push((candidate, values));
            }
        }
        let values: Vec<Vec<Vec<f64>>> = distinct.iter().map(|(_, values)| values.clone()).collect();
        let points: Vec<Vec<f64>> = values.iter().map(|values| standing::means(values)).collect();
        let shares = confidence(&values, self.search.seed, RESAMPLES);
        let of_references: Vec<(&str, Vec<Vec<f64>>)> =
            references.iter().map(|(key, policy)| (policy.name.as_str(), yardstick.values(self.made.of(key)))).collect();
        let best = of_references
            .iter()
            .map(|(_, values)| values)
            .min_by(|a, b| yardstick.score(&standing::means(a)).total_cmp(&yardstick.score(&standing::means(b))));
        let score = |values: &[Vec<f64>]| best.map_or_else(Interval::default, |best| yardstick.against(values, best));
        let mut members: Vec<Member> = distinct
            .iter()
            .zip(layers(&points))
            .zip(shares)
            .filter(|((_, layer), _)| *layer == 0)
            .map(|(((candidate, values), _), confidence)| {
                let beaten = |sure: bool| {
                    let beaten = of_references.iter().filter(|(_, other)| standing::beats(values, other, sure));
                    beaten.map(|(name, _)| (*name).to_owned()).collect()
                };
                Member {
                    candidate: candidate.clone(),
                    policy: self.space.policy(candidate, ""),
                    figures: yardstick.figures(self.made.of(&candidate.to_string())),
                    score: score(values),
                    confidence,
                    beats: beaten(false),
                    surely: beaten(true),
                }
            })
            .collect();
        members.sort_by(|a, b| a.score.mean.total_cmp(&b.score.mean).then_with(|| a.candidate.cmp(&b.candidate)));
        let mut number = 1;
        for member in &mut members {
            // No policy of the scenario has the name.
            while references.iter().any(|(_, policy)| policy.name == name(number)) {
                number += 1;
            }
            member.policy.name = name(number);
            number += 1;
        }
        let mut references: Vec<Reference> = references
            .iter()
            .zip(&of_references)
            .map(|((key, policy), (_, values))| Reference {
                name: policy.name.clone(),
                figures: yardstick.figures(self.made.of(key)),
                score: score(values),
            })
            .collect();
        references.sort_by(|a, b| a.score.mean.total_cmp(&b.score.mean).then_with(|| a.name.cmp(&b.name)));
        Optimum {
            roles: self.space.roles().to_vec(),
            replicates: self.search.replicates,
            runs: self.made.runs(),
            tried: self.tried.len(),
            finalists: finalists.len(),
            members,
            references,
        }
    }
}

/// The name of a member.
fn name(number: u32) -> String {
    format!("best_{number}")
}

/// A share of some runs.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "runs are far below 2^52"
)]
fn portion(runs: u64, share: f64) -> u64 {
    (runs as f64 * share) as u64
}

/// How many candidates can be evaluated on so many replicates in so many runs.
fn fitting(runs: u64, replicates: u32) -> usize {
    let each = u64::from(replicates.max(1));
    let mut count = usize::try_from(runs / each).unwrap_or(usize::MAX).min(MOST_AT_ONCE);
    while count > 0 && cost(count, &(0..replicates.max(1))) > runs {
        count -= 1;
    }
    count
}

/// A place brought back into the unit interval at its ends.
fn reflected(place: f64) -> f64 {
    let place = place.abs();
    (if place > 1.0 { 2.0 - place } else { place }).clamp(0.0, 1.0)
}
