//! What would change the answer: more runs, other weights, another horizon. And what to type next.

use super::figures::of_runs;
use super::words::{Words, ours, policy, say};
use crate::analysis::format::{figure, percent};
use crate::analysis::ranking::summary;
use crate::analysis::rows::{Better, Comparison, HorizonRow};
use crate::analysis::weights::{Balance, Hold, runs_needed};

/// What the weights are of, in the order of `[decision]`.
pub const WEIGHED: [&str; 3] = ["Cost", "Time", "Retention"];

/// The measure by which each is judged alone.
const ALONE: [&str; 3] = ["transition_cost", "excess_gap_weeks_per_shock_gap", "retention_horizon"];

/// The most runs that a hint asks for.
const MOST_RUNS: f64 = 100_000.0;

/// A weight of the decision: what it is, how far it may move, and who would be picked were nothing else weighed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weight {
    /// What is weighed.
    pub of: &'static str,
    /// The weight as it is.
    pub now: String,
    /// How far it may move.
    pub holds: Words,
    /// Who would be picked on it alone.
    pub alone: Words,
}

/// Something to type, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// Why.
    pub why: Words,
    /// What.
    pub command: String,
}

/// Whether more runs would change the answer.
pub fn more_runs(found: &Comparison) -> Option<Words> {
    let pick = found.answer.standings.first()?;
    let Some(next) = found.answer.standings.get(1) else {
        return Some(say("Only another policy could, and there was none beside {}.", [policy(&pick.policy)]));
    };
    if found.replicates < 2 {
        return Some(say("More runs: one run shows one future. 200 are usual.", []));
    }
    let named = [policy(&pick.policy), policy(&next.policy)];
    if !next.ties_with_pick {
        return Some(say("More runs would not: the lead of {} over {}, the runner-up, is larger than chance explains.", named));
    }
    Some(match needed(found) {
        Some(needed) => {
            let [pick, next] = named;
            say(
                "More runs might: {} and {} cannot be told apart yet; about {} runs would do, if the difference stays as it is.",
                [pick, next, ours(figure(needed, 0))],
            )
        }
        None => say("More runs would hardly: {} and {} come out alike.", named),
    })
}

/// Runs that would tell the first two apart, rounded up to hundreds; none where there are too many.
fn needed(found: &Comparison) -> Option<f64> {
    let (pick, next) = (found.answer.standings.first()?, found.answer.standings.get(1)?);
    let needed = runs_needed(found, &pick.policy, &next.policy)?;
    let rounded = ((needed * 1.2).max(f64::from(found.replicates) * 2.0) / 100.0).ceil() * 100.0;
    (rounded <= MOST_RUNS).then_some(rounded)
}

/// The weights and how far each may move.
pub fn weights(found: &Comparison, balance: &Balance) -> Vec<Weight> {
    if found.answer.standings.len() < 2 {
        return Vec::new();
    }
    let weight = |place: usize| Weight {
        of: WEIGHED[place],
        now: percent(balance.weights[place]),
        holds: holds(&balance.hold(&found.answer.pick, place), &found.answer.pick),
        alone: alone(found, ALONE[place]),
    };
    (0..3).map(weight).collect()
}

/// A weight as a whole percentage, on the safe side of where the pick flips.
fn least(weight: f64) -> String {
    format!("{}%", figure((weight * 100.0).ceil(), 0))
}

fn most(weight: f64) -> String {
    format!("{}%", figure((weight * 100.0).floor(), 0))
}

fn holds(hold: &Hold, pick: &str) -> Words {
    match (&hold.below, &hold.above) {
        (None, None) => say("{} stays the pick at any weight", [policy(pick)]),
        (Some((low, other)), None) => say("{} from {} up; below, {}", [policy(pick), ours(least(*low)), policy(other)]),
        (None, Some((high, other))) => say("{} up to {}; above, {}", [policy(pick), ours(most(*high)), policy(other)]),
        (Some((low, under)), Some((high, over))) => say(
            "{} from {} to {}; below, {}; above, {}",
            [policy(pick), ours(least(*low)), ours(most(*high)), policy(under), policy(over)],
        ),
    }
}

/// Who has the best mean of a measure, and how often it is best.
fn alone(found: &Comparison, measure: &str) -> Words {
    let rows = found.policies.iter().filter_map(|name| summary(found, measure, name));
    let whole: Vec<_> = rows.filter(|row| row.replicates == found.replicates && row.mean.is_some()).collect();
    let sign = |better: Better| if better == Better::Higher { -1.0 } else { 1.0 };
    let order = |row: &&&crate::analysis::rows::SummaryRow| sign(row.better) * row.mean.unwrap_or_default();
    let Some(best) = whole.iter().min_by(|a, b| order(a).total_cmp(&order(b))) else {
        return say("not defined here", []);
    };
    let level = whole.iter().filter(|row| row.mean == best.mean).count();
    if level == whole.len() && level > 1 {
        return say("all alike", []);
    }
    say("{}, best in {}", [policy(&best.policy), ours(of_runs(best.p_best.unwrap_or_default(), found.replicates))])
}

/// Who is cheapest by when the result is looked at, in the order of horizons.
pub fn horizons(found: &Comparison) -> Vec<Words> {
    let mut weeks: Vec<i32> = found.horizons.iter().map(|row| row.horizon_weeks).collect();
    weeks.sort_unstable();
    weeks.dedup();
    if weeks.len() < 2 || found.policies.len() < 2 {
        return Vec::new();
    }
    let best = |weeks: i32| -> Option<&HorizonRow> {
        let rows = found.horizons.iter().filter(|row| row.horizon_weeks == weeks && row.measure == ALONE[0]);
        rows.min_by(|a, b| a.value.mean.total_cmp(&b.value.mean))
    };
    let winners: Vec<&HorizonRow> = weeks.iter().filter_map(|weeks| best(*weeks)).collect();
    let line = |row: &&HorizonRow| {
        say(
            "after {} weeks {} (in {})",
            [ours(row.horizon_weeks.to_string()), policy(&row.policy), ours(of_runs(row.p_best, found.replicates))],
        )
    };
    winners.iter().map(line).collect()
}

/// Whether the cheapest policy is another at another horizon.
pub fn horizon_matters(found: &Comparison) -> bool {
    let cheapest = |weeks: i32| {
        let rows = found.horizons.iter().filter(|row| row.horizon_weeks == weeks && row.measure == ALONE[0]);
        rows.min_by(|a, b| a.value.mean.total_cmp(&b.value.mean)).map(|row| row.policy.as_str())
    };
    let full = cheapest(found.scenario.horizon);
    found.horizons.iter().any(|row| cheapest(row.horizon_weeks) != full)
}

/// What to type next.
pub fn next(found: &Comparison, balance: &Balance, command: &str) -> Vec<Next> {
    let mut hints = Vec::new();
    let tie = found.answer.standings.get(1).is_some_and(|next| next.ties_with_pick);
    let wanted = if found.replicates < 2 { Some(200.0) } else { needed(found).filter(|_| tie) };
    if let Some(wanted) = wanted
        && let Some(command) = with_replicates(command, found.replicates, wanted)
    {
        let why = if found.replicates < 2 { "To see more than one future:" } else { "To tell the first two apart:" };
        hints.push(Next { why: say(why, []), command });
    }
    hints.extend(other_weights(found, balance, command));
    hints
}

/// The command with other replicates.
fn with_replicates(command: &str, now: u32, wanted: f64) -> Option<String> {
    let (before, after) = command.split_once(&format!("--replicates {now}"))?;
    Some(format!("{before}--replicates {wanted:.0}{after}"))
}

/// The command at the weight nearest to today's that flips the pick.
fn other_weights(found: &Comparison, balance: &Balance, command: &str) -> Option<Next> {
    let mut nearest: Option<(f64, usize, f64, String)> = None;
    for place in 0..3 {
        let hold = balance.hold(&found.answer.pick, place);
        // A step beyond the flip, so that it is one.
        let below = hold.below.map(|(at, other)| (((at * 100.0).floor() - 1.0) / 100.0, other));
        let above = hold.above.map(|(at, other)| (((at * 100.0).ceil() + 1.0) / 100.0, other));
        for (weight, other) in below.into_iter().chain(above).filter(|(weight, _)| (0.0..0.995).contains(weight)) {
            let distance = (weight - hold.now).abs();
            if nearest.as_ref().is_none_or(|(least, ..)| distance < *least) {
                nearest = Some((distance, place, weight, other));
            }
        }
    }
    let (_, place, weight, other) = nearest?;
    let key = ["cost", "time", "retention"][place];
    // Weights are scaled to sum to 1: to make one so large, it is set against what the others sum to as they were written.
    let others: f64 = (0..3).filter(|other| *other != place).map(|other| written(found, other)).sum();
    let set = weight / (1.0 - weight) * others;
    (others > 0.0).then(|| Next {
        why: say(
            "To see {} picked, with {} at {} of the weight:",
            [policy(&other), ours(key), ours(format!("{}%", figure(weight * 100.0, 0)))],
        ),
        command: format!("{command} --set decision.{key}={}", rounded(set)),
    })
}

/// A weight as the scenario states it.
fn written(found: &Comparison, place: usize) -> f64 {
    let path = ["decision.cost", "decision.time", "decision.retention"][place];
    found.scenario.assumptions.iter().find(|known| known.path == path).map_or(0.0, |known| known.value)
}

/// A number in few digits that a command takes.
fn rounded(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
