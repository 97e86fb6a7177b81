//! What drives the answer: what the lead in score is made of, which kinds of money make the difference, and how the pick fills its gaps.

use super::change::WEIGHED;
use super::figures::Kind;
use super::words::{Words, ours, policy, say, shown, theirs};
use crate::analysis::format::{figure, listed, money, percent};
use crate::analysis::ranking::{Difference, difference};
use crate::analysis::results::NONE;
use crate::analysis::rows::Comparison;
use crate::analysis::weights::Balance;

/// The kinds of money, as measures and in words; their differences sum to that of transition cost.
const MONEY: [(&str, &str); 6] = [
    ("cost_payroll", "Payroll"),
    ("cost_lost_output", "Output not produced"),
    ("cost_hiring", "Hiring"),
    ("cost_onboarding", "Onboarding"),
    ("cost_tuition", "Training fees"),
    ("cost_severance", "Severance"),
];

/// A kind of money and the difference it makes, in as many cells as there are policies to compare with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What for.
    pub what: &'static str,
    /// Differences with their intervals.
    pub cells: Vec<(String, String)>,
    /// Whether it is their sum.
    pub total: bool,
}

/// The table of what makes the difference in cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drivers {
    /// The pick.
    pub pick: String,
    /// What it is compared with.
    pub versus: Vec<String>,
    /// Kinds of money, then their sum.
    pub lines: Vec<Line>,
}

/// Whom the pick is compared with: the runner-up and doing nothing new, each once.
fn rivals(found: &Comparison) -> Vec<&str> {
    let mut rivals: Vec<&str> = found.answer.runner_up.iter().map(String::as_str).collect();
    if found.answer.pick != NONE && !rivals.contains(&NONE) && found.policies.iter().any(|name| name == NONE) {
        rivals.push(NONE);
    }
    rivals
}

/// What makes the difference in cost between the pick and its rivals.
pub fn drivers(found: &Comparison) -> Option<Drivers> {
    let versus = rivals(found);
    if versus.is_empty() {
        return None;
    }
    let cells = |measure: &str| -> Vec<(String, String)> {
        versus.iter().map(|rival| cell(found, difference(found, &found.answer.pick, rival, measure))).collect()
    };
    let mut lines: Vec<Line> = MONEY.iter().map(|(measure, what)| Line { what, cells: cells(measure), total: false }).collect();
    lines.push(Line { what: "All of it", cells: cells("transition_cost"), total: true });
    Some(Drivers { pick: shown(&found.answer.pick), versus: versus.into_iter().map(shown).collect(), lines })
}

fn cell(found: &Comparison, difference: Option<Difference>) -> (String, String) {
    let Some(difference) = difference else { return ("\u{2014}".to_owned(), String::new()) };
    let margin = difference.ends.map(|(low, high)| format!("\u{b1}{}", Kind::Money.margin(difference.mean, (high - low) / 2.0)));
    (Kind::Money.signed(difference.mean, &found.scenario.currency), margin.unwrap_or_default())
}

/// What drives the answer, in sentences.
pub fn sentences(found: &Comparison, balance: &Balance) -> Vec<Words> {
    let mut all = Vec::new();
    all.extend(lead(found, balance));
    all.extend(rivals(found).into_iter().filter_map(|rival| money_between(found, rival)));
    all.extend(where_it_falls(found));
    all.extend(channels(found));
    all
}

/// What the lead in score over the runner-up is made of.
fn lead(found: &Comparison, balance: &Balance) -> Option<Words> {
    let next = found.answer.runner_up.as_deref()?;
    let (mine, theirs) = (balance.parts_of(&found.answer.pick)?, balance.parts_of(next)?);
    let parts: Vec<(f64, &str)> =
        (0..3).map(|place| (balance.weights[place] * (theirs[place] - mine[place]), WEIGHED[place])).collect();
    let ahead: f64 = parts.iter().map(|(part, _)| part.max(0.0)).sum();
    if ahead <= 0.0 {
        return None;
    }
    let of = |wanted: fn(f64) -> bool| -> Vec<String> {
        let mut of: Vec<&(f64, &str)> = parts.iter().filter(|(part, _)| wanted(*part) && part.abs() / ahead >= 0.005).collect();
        of.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
        of.iter().map(|(part, what)| format!("{} ({})", what.to_lowercase(), percent(part.abs() / ahead))).collect()
    };
    let (gains, losses) = (of(|part| part > 0.0), of(|part| part < 0.0));
    let gained = say("Where {} is ahead of {}: {}.", [policy(&found.answer.pick), policy(next), ours(listed(&gains))]);
    Some(if losses.is_empty() {
        gained
    } else {
        gained.and(say(
            "It gives some of that back on {}. Percentages are of what it gains in weighted score.",
            [ours(listed(&losses))],
        ))
    })
}

/// Which kinds of money make the difference to a rival: those that pull the way of the sum, largest first.
fn money_between(found: &Comparison, rival: &str) -> Option<Words> {
    let pick = found.answer.pick.as_str();
    let total = difference(found, pick, rival, "transition_cost")?;
    let mut parts: Vec<(f64, &str)> = MONEY
        .iter()
        .filter_map(|(measure, what)| Some((difference(found, pick, rival, measure)?.mean, *what)))
        .filter(|(part, _)| *part != 0.0)
        .collect();
    parts.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    let currency = super::words::shown(&found.scenario.currency);
    let gross: f64 = parts.iter().map(|(part, _)| part.abs()).sum();
    if gross <= 0.0 {
        return None;
    }
    let side = |less: bool| -> Vec<String> {
        let of = parts.iter().filter(|(part, _)| (*part < 0.0) == less && part.abs() >= 0.03 * gross);
        of.map(|(part, what)| format!("{} ({})", what.to_lowercase(), money(&currency, part.abs()))).collect()
    };
    let (less, more) = (side(true), side(false));
    let sum = if total.is_clear() {
        format!("{} {} in all", money(&currency, total.mean.abs()), if total.mean < 0.0 { "less" } else { "more" })
    } else {
        "in all no more or less than chance explains".to_owned()
    };
    let form = match (less.is_empty(), more.is_empty()) {
        (false, false) => "Money against {}: less on {}; more on {}; {}.",
        (false, true) => "Money against {}: less on {}{}; {}.",
        (true, false) => "Money against {}: {}more on {}; {}.",
        (true, true) => return None,
    };
    Some(say(form, [policy(rival), theirs(&listed(&less)), theirs(&listed(&more)), theirs(&sum)]))
}

/// In which role most of the difference to doing nothing new falls.
fn where_it_falls(found: &Comparison) -> Option<Words> {
    let pick = found.answer.pick.as_str();
    if pick == NONE || found.scenario.roles.len() < 2 {
        return None;
    }
    let of = |name: &str, role: &str| -> f64 {
        found.costs.iter().filter(|row| row.policy == name && row.role == role).map(|row| row.mean).sum()
    };
    let mut roles: Vec<(f64, &str)> =
        found.scenario.roles.iter().map(|role| (of(pick, &role.name) - of(NONE, &role.name), role.title.as_str())).collect();
    let whole: f64 = roles.iter().map(|(part, _)| part).sum();
    roles.retain(|(part, _)| *part * whole > 0.0);
    roles.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    let (part, title) = *roles.first()?;
    let much = if part / whole > 0.5 { "Most" } else { "The largest part" };
    let currency = super::words::shown(&found.scenario.currency);
    Some(say(
        "{} of the difference to doing nothing new falls in the role {}: {} {}.",
        [ours(much), theirs(title), theirs(&money(&currency, part.abs())), ours(if part < 0.0 { "less" } else { "more" })],
    ))
}

/// How the pick makes people productive.
fn channels(found: &Comparison) -> Option<Words> {
    let pick = found.answer.pick.as_str();
    let of = |channel: &str| {
        let row =
            |row: &&crate::analysis::rows::FunnelRow| row.policy == pick && row.channel == channel && row.stage == "productive";
        found.funnel.iter().find(row).map_or(0.0, |row| row.count.mean)
    };
    let ways = [
        ("hire", "hired for it from outside"),
        ("upskill", "trained for their own changed job"),
        ("reskill", "trained for another job"),
    ];
    let used: Vec<String> = ways
        .iter()
        .map(|(channel, how)| (of(channel), how))
        .filter(|(count, _)| *count >= 0.5)
        .map(|(count, how)| format!("{} {how}", figure(count, 0)))
        .collect();
    (!used.is_empty()).then(|| {
        say("How {} fills gaps, in people who became productive in an average run: {}.", [policy(pick), ours(listed(&used))])
    })
}
