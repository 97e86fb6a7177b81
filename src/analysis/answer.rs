//! The answer in one sentence, with its confidence, in plain words.

use super::decision::{HEADLINES, stand, weighed};
use super::format::{amount, count, money, names, number, percent};
use super::paired::{Paired, compare};
use super::results::{NONE, Results};
use super::rows::{Answer, Standing};
use super::sample::float;

/// Picks a policy and says why.
#[must_use]
pub fn answer(results: &Results<'_>) -> Answer {
    let decision = &results.frame.scenario.decision;
    let standings = stand(results.policies, results.replicates(), &weighed(results, decision));
    let pick = standings.first().map(|standing| standing.policy.clone()).unwrap_or_default();
    let sentence = sentence(results, &standings);
    Answer { pick, runner_up: standings.get(1).map(|standing| standing.policy.clone()), sentence, standings }
}

fn sentence(results: &Results<'_>, standings: &[Standing]) -> String {
    let [pick, rest @ ..] = standings else { return "No policy was run.".to_owned() };
    let Some(next) = rest.first() else {
        return format!("Only `{}` was run: there is nothing to choose between.", pick.policy);
    };
    let runs = results.replicates();
    let of_runs = |standing: &Standing| format!("{} of {}", count(standing.p_best * float(runs)), plural(runs));
    let tied: Vec<&str> =
        rest.iter().filter(|standing| standing.ties_with_pick).map(|standing| standing.policy.as_str()).collect();
    let head = if runs < 2 {
        format!("Too early to pick: after a single run `{}` scores best, and one run has no interval", pick.policy)
    } else if tied.is_empty() {
        format!(
            "Pick `{}`: it scores best in {} ({}), ahead of `{}` ({})",
            pick.policy,
            of_runs(pick),
            percent(pick.p_best),
            next.policy,
            count_of(next, runs)
        )
    } else {
        let mut all = vec![pick.policy.as_str()];
        all.extend(tied);
        format!(
            "No clear winner: {} cannot be told apart over {}; `{}` has the best mean score and scores best in {} ({})",
            names(&all),
            plural(runs),
            pick.policy,
            count_of(pick, runs),
            percent(pick.p_best)
        )
    };
    let tail = if pick.policy == NONE {
        against(results, &next.policy, NONE).map(|words| format!("against it, the next best, `{}`, {words}", next.policy))
    } else {
        against(results, &pick.policy, NONE).map(|words| format!("against doing nothing new (`{NONE}`) it {words}"))
    };
    tail.map_or_else(|| format!("{head}."), |tail| format!("{head}; {tail}."))
}

fn count_of(standing: &Standing, runs: usize) -> String {
    format!("{} of {runs}", count(standing.p_best * float(runs)))
}

fn plural(runs: usize) -> String {
    if runs == 1 { "1 run".to_owned() } else { format!("{runs} runs") }
}

/// What a policy does against another on the three headline measures: "saves $3.2M [2.9M, 3.5M], ...". None where nothing is defined.
fn against(results: &Results<'_>, policy: &str, versus: &str) -> Option<String> {
    let place = |name: &str| results.policies.iter().position(|policy| policy == name);
    let (one, other) = (place(policy)?, place(versus)?);
    let difference = |measure: &str| {
        let (values, _) = results.named(measure);
        compare(values.get(one)?, values.get(other)?)
    };
    let currency = &results.frame.scenario.currency;
    let cost = difference(HEADLINES[0]).map(|paired| {
        let figure = |size| money(currency, size);
        words(paired, &figure, &amount, ["saves", "costs", "more"], "costs the same", "cost")
    });
    let time = difference(HEADLINES[1]).map(|paired| {
        let (figure, plain) = (|size| format!("{} weeks", number(size, 1)), |size| number(size, 1));
        let verbs = ["shortens each shock gap by", "lengthens each shock gap by", ""];
        words(paired, &figure, &plain, verbs, "leaves gaps open as long", "gap time")
    });
    let kept = difference(HEADLINES[2]).map(|paired| {
        let paired = paired.times(-100.0);
        let (figure, plain) = (|size| number(size, 1), |size| number(size, 1));
        let verbs = ["keeps", "loses", "more of every 100 people whom the shock hits"];
        words(paired, &figure, &plain, verbs, "keeps as many people", "retention")
    });
    let clauses: Vec<String> = [cost, time, kept].into_iter().flatten().collect();
    (!clauses.is_empty()).then(|| super::format::listed(&clauses))
}

/// A difference in words; below 0 is good. `verbs`: what a gain does, what a loss does, and what follows the figure of a loss (for people, of both).
fn words(
    paired: Paired,
    figure: &dyn Fn(f64) -> String,
    plain: &dyn Fn(f64) -> String,
    verbs: [&str; 3],
    same: &str,
    subject: &str,
) -> String {
    let [gain, loss, after] = verbs;
    let difference = paired.difference;
    let good = difference < 0.0;
    let ends = paired.interval.map(|(low, high)| if good { (-high, -low) } else { (low, high) });
    let bracket = ends.map(|(low, high)| format!(" [{}, {}]", plain(low), plain(high))).unwrap_or_default();
    if difference == 0.0 {
        return same.to_owned();
    }
    if paired.interval.is_some_and(|(low, high)| low <= 0.0 && high >= 0.0) {
        let (low, high) = paired.interval.unwrap_or_default();
        return format!(
            "cannot be told apart on {subject} (difference {} [{}, {}])",
            figure(difference),
            plain(low),
            plain(high)
        );
    }
    let after = if after.is_empty() || (good && after == "more") { String::new() } else { format!(" {after}") };
    format!("{} {}{bracket}{after}", if good { gain } else { loss }, figure(difference.abs()))
}

impl Paired {
    /// The difference in another unit, or the other way round.
    fn times(self, factor: f64) -> Self {
        let turn =
            |(low, high): (f64, f64)| if factor < 0.0 { (high * factor, low * factor) } else { (low * factor, high * factor) };
        Self { difference: self.difference * factor, interval: self.interval.map(turn), ..self }
    }
}
