//! The answer, how sure it is, and what it comes to in plain words: each term is explained where it is first used.

use super::figures::{Kind, of_runs, runs};
use super::words::{Words, ours, policy, read, say, theirs};
use crate::analysis::format::{figure, money, number, percent};
use crate::analysis::ranking::{difference, summary};
use crate::analysis::results::{NONE, TWIN};
use crate::analysis::rows::{Comparison, Standing};
use crate::scenario::model::{Choice, Policy, SurplusRule, Terms};

/// The answer in a sentence, as the terminal says it.
pub fn answer(found: &Comparison) -> Words {
    read(&found.answer.sentence, names(found))
}

/// Every name that may stand in a sentence.
pub fn names(found: &Comparison) -> impl Iterator<Item = &str> {
    found.policies.iter().map(String::as_str).chain([TWIN, NONE])
}

/// How sure the answer is.
pub fn confidence(found: &Comparison) -> Words {
    let standings = &found.answer.standings;
    let [pick, rest @ ..] = standings.as_slice() else { return Words::default() };
    let Some(next) = rest.first() else {
        return say("There was only one policy, so there is nothing to be sure of.", []);
    };
    if found.replicates < 2 {
        return say("None yet: a single run is one future out of many. Run more.", []);
    }
    let said = |standing: &Standing| of_runs(standing.p_best, found.replicates);
    let tied: Vec<&Standing> = rest.iter().filter(|standing| standing.ties_with_pick).collect();
    let level = match (tied.is_empty(), pick.p_best) {
        (false, _) => "Low",
        (true, 0.9..) => "High",
        (true, 0.6..) => "Fair",
        (true, _) => "Moderate",
    };
    let ranked = if tied.is_empty() {
        let form = if pick.p_best >= 0.6 {
            "{}: {} has the best score in {}, {} (the runner-up) in {}, and its lead over every other policy is larger than chance explains."
        } else {
            "{}: {} leads on average by more than chance explains, yet has the best score in only {}; {} (the runner-up) has it in {}."
        };
        say(form, [ours(level), policy(&pick.policy), ours(said(pick)), policy(&next.policy), ours(said(next))])
    } else {
        say(
            "{}: the lead of {} over {} is within what chance explains; {} has the best score in {}, {} in {}.",
            [
                ours(level),
                policy(&pick.policy),
                if tied.len() == 1 { policy(&tied[0].policy) } else { ours(format!("{} other policies", tied.len())) },
                policy(&pick.policy),
                ours(said(pick)),
                policy(&next.policy),
                ours(said(next)),
            ],
        )
    };
    ranked.and(say(
        "The _score_ weighs cost, time and retention as the scenario asks; the lower, the better. Figures in brackets are \
         _95% intervals_: how far chance may have moved a mean. They do not say whether the assumptions are right.",
        [],
    ))
}

/// What the answer comes to: the pick against doing nothing new, or, where nothing new is the pick, the next best against it.
pub fn in_short(found: &Comparison) -> Vec<Words> {
    let pick = found.answer.pick.as_str();
    let subject = if pick == NONE { found.answer.runner_up.as_deref() } else { Some(pick) };
    let Some(subject) = subject else { return Vec::new() };
    let mut lines = Vec::new();
    if let Some(chosen) = found.scenario.policies.iter().find(|policy| policy.name == subject) {
        lines.push(say("What {} does: {}.", [policy(subject), ours(describe(chosen))]));
    }
    lines.extend(cost(found, subject));
    lines.extend(time(found, subject));
    lines.extend(people(found, subject));
    lines.extend(shock(found, subject));
    lines
}

fn mean(found: &Comparison, measure: &str, policy: &str) -> Option<f64> {
    summary(found, measure, policy)?.mean
}

/// The ends of an interval in words: " (95% interval $6.5M to $6.8M)"; nothing where there is none.
fn between(ends: Option<(f64, f64)>, text: &dyn Fn(f64) -> String) -> String {
    ends.map(|(low, high)| format!(" (95% interval {} to {})", text(low), text(high))).unwrap_or_default()
}

fn cost(found: &Comparison, subject: &str) -> Option<Words> {
    let currency = super::words::shown(&found.scenario.currency);
    let amount = |units: f64| money(&currency, units);
    let difference = difference(found, subject, NONE, "transition_cost")?;
    let size = difference.mean.abs();
    let ends = difference.ends.map(|(low, high)| if difference.mean < 0.0 { (-high, -low) } else { (low, high) });
    let form = match (difference.is_clear(), difference.mean < 0.0) {
        (true, true) => "Cost: it costs {} less{} than doing nothing new",
        (true, false) => "Cost: it costs {} more{} than doing nothing new",
        (false, _) => "Cost: it cannot be told from doing nothing new; the difference is {}{}",
    };
    let form = format!(
        "{form}, over {{}} weeks of _transition cost_: pay, hiring, onboarding, training, severance and output not produced, less the pay of the seats that are needed anyway."
    );
    let size = if difference.is_clear() { size } else { difference.mean };
    let ends = if difference.is_clear() { ends } else { difference.ends };
    Some(say(&form, [theirs(&amount(size)), theirs(&between(ends, &amount)), ours(found.scenario.horizon.to_string())]))
}

fn time(found: &Comparison, subject: &str) -> Option<Words> {
    let measure = "excess_gap_weeks_per_shock_gap";
    let (mine, none) = (mean(found, measure, subject)?, mean(found, measure, NONE)?);
    let weeks = |value: f64| number(value, 1);
    let difference = difference(found, subject, NONE, measure);
    let clear = difference.is_some_and(|difference| difference.is_clear());
    let apart = match (clear, mine < none) {
        (true, true) => "sooner",
        (true, false) => "later",
        (false, _) => "no sooner or later than chance explains",
    };
    Some(say(
        "Time: a _gap_ is a seat without a qualified person in it. For each gap that the shock opens, seats stand open {} weeks longer than \
         they would without the shock; {} weeks if nothing new is done. That is {}{}.",
        [
            ours(weeks(mine)),
            ours(weeks(none)),
            ours(if clear { format!("{} weeks {apart}", weeks((mine - none).abs())) } else { apart.to_owned() }),
            ours(if clear {
                let ends = difference.and_then(|difference| difference.ends);
                between(ends.map(|(low, high)| if mine < none { (-high, -low) } else { (low, high) }), &weeks)
            } else {
                String::new()
            }),
        ],
    ))
}

fn people(found: &Comparison, subject: &str) -> Option<Words> {
    let (mine, none) = (mean(found, "retention_horizon", subject)?, mean(found, "retention_horizon", NONE)?);
    let of_100 = |share: f64| number(100.0 * share, 0);
    let kept = say(
        "People: of every 100 people whose jobs the shock touches, {} are still employed after {} weeks; {} if nothing new is done.",
        [ours(of_100(mine)), ours(found.scenario.horizon.to_string()), ours(of_100(none))],
    );
    let laid_off = mean(found, "layoffs", subject).zip(mean(found, "layoffs", NONE));
    Some(match laid_off {
        Some((mine, none)) => kept.and(say(
            "It lays off {} of all people in an average run; doing nothing new {}.",
            [ours(figure(mine, 0)), ours(figure(none, 0))],
        )),
        None => kept,
    })
}

fn shock(found: &Comparison, subject: &str) -> Option<Words> {
    let currency = super::words::shown(&found.scenario.currency);
    let difference = difference(found, subject, TWIN, "transition_cost")?;
    let amount = theirs(&money(&currency, difference.mean.abs()));
    let twin = "the _twin_: the same company with the same luck, where the shock never happens.";
    Some(match (difference.is_clear(), difference.mean > 0.0) {
        (true, true) => say(
            &format!("What stays: with {{}} the shock still costs {{}} more than a business without it, {twin}"),
            [policy(subject), amount],
        ),
        (true, false) => say(
            &format!(
                "What stays: nothing to pay. With {{}} the company does {{}} better than a business without the shock, {twin}"
            ),
            [policy(subject), amount],
        ),
        (false, _) => say(
            &format!("What stays: with {{}} the cost cannot be told from that of a business without the shock, {twin}"),
            [policy(subject)],
        ),
    })
}

/// What a policy does, in words; the words of its first role, with a note where other roles have their own.
pub fn describe(policy: &Policy) -> String {
    let Some(first) = policy.roles.first() else { return "it has no roles".to_owned() };
    let text = terms(first);
    let same = policy.roles.iter().all(|role| terms(role) == text);
    if same { text } else { format!("{text}; in some roles otherwise, as the assumptions say") }
}

fn terms(terms: &Terms) -> String {
    let choice = match terms.choice {
        Choice::Nothing => return "replaces those who leave, as always, and does nothing new".to_owned(),
        Choice::Adaptive => "each week takes what is expected to cost least: hiring, training, or waiting".to_owned(),
        Choice::Mix { hire, reskill, upskill } => {
            let whole = hire + reskill + upskill;
            let ways = [
                (hire, "from outside"),
                (upskill, "by training people for their own changed job"),
                (reskill, "by training people for another job"),
            ];
            let used: Vec<&(f64, &str)> = ways.iter().filter(|(share, _)| *share > 0.0).collect();
            match used.as_slice() {
                [(_, way)] => format!("fills gaps {way}"),
                used => {
                    let ways: Vec<String> = used.iter().map(|(share, way)| format!("{} {way}", percent(share / whole))).collect();
                    format!("fills gaps {}", crate::analysis::format::listed(&ways))
                }
            }
        }
    };
    let replaces = if terms.replaces && matches!(terms.choice, Choice::Mix { .. }) {
        ", and lets a hire take the place of somebody who no longer meets the job's demands"
    } else {
        ""
    };
    let surplus = match terms.surplus {
        SurplusRule::Retain => "; nobody is laid off".to_owned(),
        SurplusRule::LayOff => format!("; people whose seats are gone are laid off after {} weeks", terms.grace_weeks),
    };
    format!("{choice}{replaces}{surplus}")
}

/// What was compared, in a line.
pub fn circumstances(found: &Comparison) -> String {
    let people: u32 = found.scenario.roles.iter().map(|role| role.headcount).sum();
    let plural = |count: usize, one: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") };
    let policies = match found.policies.len() {
        1 => "1 policy".to_owned(),
        count => format!("{count} policies"),
    };
    format!(
        "{} of {} weeks for each of {policies} · {} people in {} · money in {}",
        runs(found.replicates),
        found.scenario.horizon,
        Kind::Count.text(people.into(), ""),
        plural(found.scenario.roles.len(), "role"),
        super::words::shown(&found.scenario.currency)
    )
}
