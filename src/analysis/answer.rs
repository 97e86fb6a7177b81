//! The answer in one sentence, with its confidence, in plain words.

use super::decision::{HEADLINES, stand, weighed};
use super::format::{amount, count, listed, money, names, number, percent};
use super::paired::{Paired, compare};
use super::results::{NONE, Results};
use super::rows::{Answer, Better, Standing};
use super::sample::float;

/// Policies that a tie names; of more it says how many more.
const NAMED: usize = 7;

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
    } else if tied.is_empty() && pick.p_best < next.p_best {
        format!(
            "Pick `{}`: it has the best mean score, though it scores best in {} ({}) and `{}` in {}",
            pick.policy,
            of_runs(pick),
            percent(pick.p_best),
            next.policy,
            count_of(next, runs)
        )
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
            tie(&all),
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

/// The names of a tie, the first of them where they are many.
fn tie(policies: &[&str]) -> String {
    if policies.len() <= NAMED {
        return names(policies);
    }
    let mut words: Vec<String> = policies.iter().take(NAMED - 2).map(|policy| format!("`{policy}`")).collect();
    words.push(format!("{} more", policies.len() + 2 - NAMED));
    listed(&words)
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
    let clauses: Vec<String> = [
        difference(HEADLINES[0]).map(|paired| {
            let voice = Voice {
                gain: "saves",
                gain_after: "",
                loss: "costs",
                loss_after: " more",
                same: "costs the same",
                subject: "cost",
            };
            words(paired, Better::Lower, &|size| money(currency, size), &amount, voice)
        }),
        difference(HEADLINES[1]).map(|paired| {
            let voice = Voice {
                gain: "shortens each shock gap by",
                gain_after: "",
                loss: "lengthens each shock gap by",
                loss_after: "",
                same: "leaves gaps open as long",
                subject: "gap time",
            };
            words(paired, Better::Lower, &|size| format!("{} weeks", number(size, 1)), &|size| number(size, 1), voice)
        }),
        difference(HEADLINES[2]).map(|paired| {
            let after = " more of every 100 people whom the shock hits";
            let voice = Voice {
                gain: "keeps",
                gain_after: after,
                loss: "loses",
                loss_after: after,
                same: "keeps as many people",
                subject: "retention",
            };
            let people = |share| number(100.0 * share, 1);
            words(paired, Better::Higher, &|share| format!("{} of 100 people", people(share)), &people, voice)
        }),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!clauses.is_empty()).then(|| listed(&clauses))
}

/// The words for a difference in one measure.
#[derive(Clone, Copy)]
struct Voice {
    gain: &'static str,
    gain_after: &'static str,
    loss: &'static str,
    loss_after: &'static str,
    same: &'static str,
    subject: &'static str,
}

/// A difference in words: what is gained or lost with its interval, or that the two cannot be told apart.
fn words(paired: Paired, better: Better, figure: &dyn Fn(f64) -> String, plain: &dyn Fn(f64) -> String, voice: Voice) -> String {
    let difference = paired.difference;
    // What is nothing at the decimals shown is nothing to a reader: "0.0 weeks [0.0, 0.0]" would claim a difference and show none.
    let nothing = |value: f64| plain(value) == plain(0.0);
    if nothing(difference) && paired.interval.is_none_or(|(low, high)| nothing(low) && nothing(high)) {
        return voice.same.to_owned();
    }
    if let Some((low, high)) = paired.interval.filter(|(low, high)| *low <= 0.0 && *high >= 0.0) {
        return format!(
            "cannot be told apart on {} (difference {} [{}, {}])",
            voice.subject,
            figure(difference),
            plain(low),
            plain(high)
        );
    }
    let ends = paired.interval.map(|(low, high)| if difference < 0.0 { (-high, -low) } else { (low, high) });
    let bracket = ends.map(|(low, high)| format!(" [{}, {}]", plain(low), plain(high))).unwrap_or_default();
    let size = if better == Better::Higher { plain(difference.abs()) } else { figure(difference.abs()) };
    let gains = (difference < 0.0) == (better == Better::Lower);
    let (verb, after) = if gains { (voice.gain, voice.gain_after) } else { (voice.loss, voice.loss_after) };
    format!("{verb} {size}{bracket}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gap time, as `against` says it.
    fn weeks(difference: f64, ends: (f64, f64)) -> String {
        let paired =
            Paired { difference, interval: Some(ends), ..compare(&[Some(1.0), Some(2.0)], &[Some(1.0), Some(1.0)]).unwrap() };
        let voice = Voice {
            gain: "shortens each shock gap by",
            gain_after: "",
            loss: "lengthens each shock gap by",
            loss_after: "",
            same: "leaves gaps open as long",
            subject: "gap time",
        };
        words(paired, Better::Lower, &|size| format!("{} weeks", number(size, 1)), &|size| number(size, 1), voice)
    }

    #[test]
    fn a_difference_that_reads_as_nothing_is_none() {
        assert_eq!(weeks(-0.01, (-0.02, -0.005)), "leaves gaps open as long");
        assert_eq!(weeks(0.01, (-0.02, 0.04)), "leaves gaps open as long");
        assert_eq!(weeks(-0.06, (-0.11, -0.01)), "shortens each shock gap by 0.1 weeks [0.0, 0.1]");
        assert_eq!(weeks(0.0, (-0.4, 0.4)), "cannot be told apart on gap time (difference 0.0 weeks [\u{2212}0.4, 0.4])");
    }

    #[test]
    fn a_tie_of_many_names_the_first() {
        let policies = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
        assert_eq!(tie(&policies[..7]), "`a`, `b`, `c`, `d`, `e`, `f` and `g`");
        assert_eq!(tie(&policies[..8]), "`a`, `b`, `c`, `d`, `e` and 3 more");
    }
}
