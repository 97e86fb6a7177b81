//! The best policies under limits: a search over mixes, leads and capacities for the front of cost, gaps and retention.
//!
//! A space-filling design (Sobol) is tried a stretch of replicates at a time, then generations of what is most promising: by turns by the score that picks are made
//! by, and by each aim alone, so that the best policy and the ends of the front are looked for. What is promising is said by surfaces drawn through all that was
//! seen (`surface`): the least that may be expected, all over the space and near the best. So every run tells of all candidates near, none is tried
//! for its own luck, and each stretch is new luck. All candidates of a stretch meet the same luck, and stand by their mean paired difference from one policy of the
//! scenario. The space is that of what policies do (`space`): shares that do the same are one candidate.
//!
//! Who is on the front, and who is the best, is what the surfaces expect in the end. Figures are told of other replicates, those that `compare` would run, in which
//! nothing was chosen: so the best look no better than they are. Who they show to be beaten on everything in all but every resample is left out.
//!
//! Why not a genetic search that narrows around the best of raw means: this was one, and fell behind a grid with ten times its runs (`tests/optimize.rs`). A candidate's own few runs cannot tell its luck
//! from its worth, and shares of a mix were searched in which most steps change nothing. Nothing here draws a random number but the runs. The search is a heuristic, and its front is that of what it tried.

pub mod evaluate;
pub mod found;
pub mod space;
mod standing;
mod surface;

use std::collections::BTreeSet;

use rayon::ThreadPoolBuilder;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use self::evaluate::{Evaluations, OptimizeError, cost};
pub use self::found::{Member, Optimum, Reference};
use self::space::{Candidate, Space};
use self::standing::{Standing, Yardstick, best, choose, leaders};
use self::surface::{Seen, Shape, Surface, contenders};
use super::compare::CompareError;
use super::design::{Ask, Design, Kind};
use super::journal::{Entry, Journal};
use super::watch::Watch;
use crate::analysis::front::{confidence, layers};
use crate::analysis::rows::Interval;
use crate::analysis::sample;
use crate::scenario::model::{Policy, Scenario};

/// Candidates tried at once, at least and at most.
const BROOD: (usize, usize) = (8, 16);

/// Runs for each of them.
const PER_TRIAL: u64 = 100;

/// What is run beside them: `none`, the twin, the control, and up to four of before.
const ALSO: usize = 7;

/// Generations, about: with more runs each is seen in more replicates.
const GENERATIONS: u64 = 20;

/// How much more must have been seen before the shapes of the surfaces are looked for again.
const GROWTH: f64 = 1.3;

/// Share of the runs that the search takes. The rest tells of what it found.
const SEARCH: f64 = 0.85;

/// Share of the search's runs that tells the best apart.
const RACE: f64 = 0.15;

/// Share of the generations that are spread over the space.
const DESIGN: f64 = 0.3;

/// Points all over the space that are looked at each time.
const LOOKED: usize = 256;

/// How far from the best points are looked at too, as shares of a range.
const STEPS: [f64; 5] = [0.25, 0.12, 0.06, 0.03, 0.015];

/// Standard deviations that a place's promise counts on: at first, and in the end.
const HOPE: (f64, f64) = (1.5, 0.5);

/// How much of a place of the design stands for each end of a range: the best often lies there, and a pure channel does what no mix does.
const END: f64 = 0.1;

/// Below this share of resamples who was expected on the front is surely not on it: the runs told of have shown another to be better on everything.
const SURELY_NOT: f64 = 0.005;

/// Resamples behind the confidence of a member.
const RESAMPLES: u32 = 2000;

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
    let finalists = hunt.finalists(scenario, &references, &yardstick)?;
    Ok(hunt.optimum(&references, &yardstick, &finalists))
}

/// A candidate that is told of.
#[derive(Clone)]
struct Finalist {
    candidate: Candidate,
    /// Whether it is held for the best by score, on cost, on gaps, on retention.
    leads: [bool; 4],
    /// How it is expected to stand.
    expected: Standing,
}

/// What was tried where.
struct Trials {
    /// The policy that every stretch has.
    control: (String, Policy),
    /// First replicates, and who was tried there.
    stretches: Vec<(u32, Vec<Candidate>)>,
    /// Replicates of a stretch.
    width: u32,
}

/// How the surfaces bend, by score and by aim, and how many trials there were when that was looked for.
struct Shapes {
    of: Vec<Shape>,
    seen: usize,
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
    /// Searches, and gives those that are told of, the best score first.
    fn finalists(
        &mut self,
        scenario: &Scenario,
        references: &[(String, Policy)],
        yardstick: &Yardstick,
    ) -> Result<Vec<Finalist>, OptimizeError> {
        let all = self.search.replicates;
        let before = self.made.runs();
        let left = self.search.runs.saturating_sub(before);
        let search = portion(left, SEARCH);
        // Each generation has a stretch of its own, after what is told of: `none` and the twin, the control, the best of before, and new ones.
        let brood = natural(left / PER_TRIAL).clamp(BROOD.0, BROOD.1);
        let each = u64::try_from(brood + ALSO).unwrap_or(u64::MAX);
        let width = u32::try_from(search / (each * GENERATIONS)).unwrap_or(u32::MAX).max(4);
        let generations = portion(search / (each * u64::from(width)), 1.0 - RACE).max(2);
        let designed = portion(generations, DESIGN).max(1);

        let dimensions = self.space.dimensions();
        let size = natural(designed) * brood;
        let ask = Ask { dimensions, size: size + LOOKED * natural(generations - designed), ..Ask::default() };
        let mut points = Design::make(Kind::Sobol, &ask).map(|design| design.points).unwrap_or_default();
        for place in points.iter_mut().flatten() {
            *place = ((*place - END) / (1.0 - 2.0 * END)).clamp(0.0, 1.0);
        }
        let (design, rest) = points.split_at(size.min(points.len()));
        let mut from = all;
        let mut trials = Trials { control: references[yardstick.control()].clone(), stretches: Vec::new(), width };

        let own = scenario.policies.iter().filter_map(|policy| self.space.like(policy));
        let mut fresh: Vec<Candidate> = own.chain(design.iter().map(|places| self.space.candidate(places))).collect();
        fresh.truncate(size);
        for batch in fresh.chunks(brood) {
            self.try_out(&mut trials, batch, &mut from)?;
        }
        let mut shapes = Shapes { of: vec![Shape::new(self.space.features_count()); 4], seen: 0 };
        for (generation, looked) in rest.chunks(LOOKED).enumerate() {
            let gone = sample::float(generation) / sample::float((rest.len() / LOOKED).max(1));
            let hope = HOPE.0 + (HOPE.1 - HOPE.0) * gone;
            let (there, stands, surfaces) = self.stands(yardstick, &trials, &mut shapes);
            // The best so far, by score and on each aim, are tried again: or luck would make leaders for good.
            let (score, by_aim) = best(&stands);
            let mut batch: Vec<Candidate> = score.into_iter().chain(by_aim).map(|place| there[place].clone()).collect();
            let near: Vec<Candidate> = leaders(&stands).iter().map(|place| there[*place].clone()).collect();
            batch.extend(self.promising(&near, looked, surfaces, (brood, hope)));
            self.try_out(&mut trials, &batch, &mut from)?;
        }
        // What is left tells the best few apart, on new luck each time; who falls behind drops out.
        let end = before + search;
        loop {
            let (there, _, surfaces) = self.stands(yardstick, &trials, &mut shapes);
            let kinds: Vec<_> = there.iter().map(Candidate::kinds).collect();
            let batch: Vec<Candidate> =
                contenders(&surfaces, &kinds, HOPE.1).into_iter().map(|place| there[place].clone()).collect();
            if batch.is_empty() || self.made.runs() + cost(batch.len() + 1, &(0..width)) > end {
                break;
            }
            self.try_out(&mut trials, &batch, &mut from)?;
        }
        let (there, stands, _) = self.stands(yardstick, &trials, &mut shapes);
        let left = self.search.runs.saturating_sub(self.made.runs());
        let leading = leaders(&stands);
        let (score, aims) = best(&stands);
        let mut places = leading.clone();
        for place in choose(&stands, fitting(left, all)) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places.truncate(fitting(left, all).max(1));
        let leads = |place: usize| {
            let on = |aim: usize| yardstick.place(aim).and_then(|number| aims.get(number)) == Some(&place);
            [score == Some(place), on(0), on(1), on(2)]
        };
        let last: Vec<Finalist> = places
            .into_iter()
            .map(|place| Finalist { candidate: there[place].clone(), leads: leads(place), expected: stands[place].clone() })
            .collect();
        let named: Vec<(String, Policy)> = last.iter().map(|finalist| self.named(&finalist.candidate)).collect();
        self.made.evaluate(&named, 0..all)?;
        Ok(last)
    }

    /// A candidate under its key.
    fn named(&self, candidate: &Candidate) -> (String, Policy) {
        (candidate.to_string(), self.space.policy(candidate, "candidate"))
    }

    /// Tries candidates, each once, and the control on the next stretch of replicates.
    fn try_out(&mut self, trials: &mut Trials, batch: &[Candidate], from: &mut u32) -> Result<(), OptimizeError> {
        let mut named = vec![trials.control.clone()];
        let mut distinct: Vec<Candidate> = Vec::new();
        for candidate in batch {
            if !distinct.contains(candidate) {
                named.push(self.named(candidate));
                distinct.push(candidate.clone());
            }
        }
        let end = from.saturating_add(trials.width);
        self.made.evaluate(&named, *from..end)?;
        self.tried.extend(distinct.iter().cloned());
        trials.stretches.push((*from, distinct));
        *from = end;
        Ok(())
    }

    /// The candidates that were tried, how they stand by surfaces drawn through all that was seen of all, and those surfaces.
    fn stands(
        &self,
        yardstick: &Yardstick,
        trials: &Trials,
        shapes: &mut Shapes,
    ) -> (Vec<Candidate>, Vec<Standing>, Vec<Surface>) {
        let there: Vec<Candidate> = self.tried.iter().cloned().collect();
        let mut seen =
            Seen { places: there.iter().map(|candidate| self.space.features(candidate)).collect(), trials: Vec::new() };
        let mut told: Vec<Standing> = Vec::new();
        for (from, candidates) in &trials.stretches {
            let control = self.made.of(&trials.control.0, *from);
            for candidate in candidates {
                let standing = yardstick.stand(self.made.of(&candidate.to_string(), *from), control);
                if let (Some(standing), Ok(place)) = (standing, there.binary_search(candidate)) {
                    seen.trials.push((*from, place));
                    told.push(standing);
                }
            }
        }
        let aims = told.first().map_or(0, |standing| standing.point.len());
        let refined = sample::float(told.len()) >= GROWTH * sample::float(shapes.seen);
        let drawn: Vec<Option<Surface>> = self.made.pool().install(|| {
            (0..=aims)
                .into_par_iter()
                .map(|number| {
                    let of = |standing: &Standing| if number == 0 { standing.score } else { standing.point[number - 1] };
                    let values: Vec<f64> = told.iter().map(of).collect();
                    let mut surface = Surface::new(shapes.of.get(number)?, &seen, &values, refined)?;
                    surface.look(&seen.places);
                    Some(surface)
                })
                .collect()
        });
        if refined {
            shapes.seen = told.len();
        }
        let expected: Vec<Vec<f64>> =
            drawn.iter().map(|surface| surface.as_ref().map_or_else(|| vec![0.0; there.len()], Surface::counted_on)).collect();
        let stands = (0..there.len())
            .map(|place| Standing {
                score: expected[0][place],
                point: expected[1..].iter().map(|of_aim| of_aim[place]).collect(),
            })
            .collect();
        let mut surfaces = Vec::new();
        for (shape, surface) in shapes.of.iter_mut().zip(drawn) {
            if let Some(surface) = surface {
                surface.shape().clone_into(shape);
                surfaces.push(surface);
            }
        }
        (there, stands, surfaces)
    }

    /// The most promising candidates that were not tried, by turns: every second by score, between them by each aim.
    fn promising(
        &self,
        near: &[Candidate],
        looked: &[Vec<f64>],
        mut surfaces: Vec<Surface>,
        (count, hope): (usize, f64),
    ) -> Vec<Candidate> {
        let pool = self.around(near, looked);
        let places: Vec<Vec<f64>> = pool.iter().map(|candidate| self.space.features(candidate)).collect();
        for surface in &mut surfaces {
            surface.look(&places);
        }
        let mut free = vec![true; pool.len()];
        let mut chosen = Vec::new();
        for turn in 0..count {
            let others = surfaces.len().saturating_sub(1).max(1);
            let which = if turn % 2 == 0 { 0 } else { 1 + turn / 2 % others };
            let surface = surfaces.get(which).or_else(|| surfaces.first());
            let Some(place) = surface.and_then(|surface| surface.promising(hope, &free)) else { break };
            free[place] = false;
            for surface in &mut surfaces {
                surface.believe(place);
            }
            chosen.push(pool[place].clone());
        }
        chosen
    }

    /// Candidates that were not tried: at some points, and around others, one lever moved or all.
    fn around(&self, others: &[Candidate], points: &[Vec<f64>]) -> Vec<Candidate> {
        let mut found: BTreeSet<Candidate> = points.iter().map(|point| self.space.candidate(point)).collect();
        let within = |place: f64| place.clamp(0.0, 1.0);
        for (number, other) in others.iter().enumerate() {
            let at = self.space.places(other);
            for step in STEPS {
                for lever in 0..at.len() {
                    for by in [-step, step] {
                        let mut places = at.clone();
                        places[lever] = within(places[lever] + by);
                        found.insert(self.space.candidate(&places));
                    }
                }
            }
            for (offset, step) in points.iter().skip(number).step_by(others.len()).zip(STEPS.iter().cycle()) {
                let places: Vec<f64> = at.iter().zip(offset).map(|(at, by)| within(at + step * (2.0 * by - 1.0))).collect();
                found.insert(self.space.candidate(&places));
            }
        }
        found.into_iter().filter(|candidate| !self.tried.contains(candidate)).collect()
    }

    /// Puts together what was found.
    fn optimum(&self, references: &[(String, Policy)], yardstick: &Yardstick, finalists: &[Finalist]) -> Optimum {
        let mut sorted: Vec<&Finalist> = finalists.iter().collect();
        // Of candidates that do the same in every run the most modest comes first and stands for them.
        sorted.sort_by_key(|Finalist { candidate, .. }| {
            let sum = |of: fn(&space::Levers) -> u32| candidate.0.iter().map(of).map(u64::from).sum::<u64>();
            (sum(|levers| levers.training), sum(|levers| levers.requisitions), sum(|levers| levers.lead), candidate.clone())
        });
        let mut distinct: Vec<(Finalist, Vec<Vec<f64>>)> = Vec::new();
        for finalist in sorted {
            let values = yardstick.values(self.made.of(&finalist.candidate.to_string(), 0));
            if let Some((same, _)) = distinct.iter_mut().find(|(_, other)| *other == values) {
                for (leads, also) in same.leads.iter_mut().zip(finalist.leads) {
                    *leads |= also;
                }
            } else {
                distinct.push((finalist.clone(), values));
            }
        }
        let values: Vec<Vec<Vec<f64>>> = distinct.iter().map(|(_, values)| values.clone()).collect();
        // Who is on the front is what the search expects: figures tell of it, and choose nothing.
        let points: Vec<Vec<f64>> = distinct.iter().map(|(finalist, _)| finalist.expected.point.clone()).collect();
        let shares = confidence(&values, self.search.seed, RESAMPLES);
        let of_references: Vec<(&str, Vec<Vec<f64>>)> =
            references.iter().map(|(key, policy)| (policy.name.as_str(), yardstick.values(self.made.of(key, 0)))).collect();
        let best = of_references
            .iter()
            .map(|(_, values)| values)
            .min_by(|a, b| yardstick.score(&standing::means(a)).total_cmp(&yardstick.score(&standing::means(b))));
        let score = |values: &[Vec<f64>]| best.map_or_else(Interval::default, |best| yardstick.against(values, best));
        let (layers, leads) = (layers(&points), |place: usize| distinct[place].0.leads.contains(&true));
        let expected: Vec<usize> = (0..distinct.len()).filter(|place| layers[*place] == 0 || leads(*place)).collect();
        let stays = |place: &usize| leads(*place) || shares[*place] >= SURELY_NOT;
        let mut members: Vec<Member> = expected
            .iter()
            .copied()
            .filter(stays)
            .map(|place| {
                let (finalist, values) = &distinct[place];
                let candidate = &finalist.candidate;
                let beaten = |sure: bool| {
                    let beaten = of_references.iter().filter(|(_, other)| standing::beats(values, other, sure));
                    beaten.map(|(name, _)| (*name).to_owned()).collect()
                };
                Member {
                    candidate: candidate.clone(),
                    leads: finalist.leads,
                    policy: self.space.policy(candidate, ""),
                    figures: yardstick.figures(self.made.of(&candidate.to_string(), 0)),
                    score: score(values),
                    confidence: shares[place],
                    beats: beaten(false),
                    surely: beaten(true),
                }
            })
            .collect();
        // The best by score is the search's choice; the others come as they are told.
        members.sort_by(|a, b| {
            b.leads[0].cmp(&a.leads[0]).then(a.score.mean.total_cmp(&b.score.mean)).then_with(|| a.candidate.cmp(&b.candidate))
        });
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
                figures: yardstick.figures(self.made.of(key, 0)),
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
            fallen: expected.len() - members.len(),
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
    let mut count = usize::try_from(runs / each).unwrap_or(usize::MAX);
    while count > 0 && cost(count, &(0..replicates.max(1))) > runs {
        count -= 1;
    }
    count
}

/// A small number as a count.
fn natural(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
