//! Whether the replicates suffice: when `--replicates auto` stops.
//!
//! What is watched is the paired difference between the two policies that score best so far, runner-up less pick, in the score that the pick is
//! made by or in a measure of one's choice. Sampling stops once the half-width of its 95% interval is at most a given share of the difference
//! itself: the relative half-width of the sequential procedure of Law (2015, section 9.4.1). Looks are taken at fixed counts of
//! replicates, never by the clock or by thread, so where it stops is part of the result. Looking often costs coverage where samples are
//! small: the first look waits for 100 replicates, and `tests/coverage.rs` holds the coverage at the stop to its nominal 95%.

use super::decision::{Weighed, scores, stand};
use super::format::{amount, number};
use super::measures::{catalogue, position};
use super::paired::compare;

/// The name of the score among the measures that may be watched.
pub const SCORE: &str = "score";

/// What is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watched {
    /// The score by which the pick is made.
    Score,
    /// A measure, by its place in the catalogue.
    Measure(usize),
}

impl Watched {
    /// `score` or a measure, by name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        if name == SCORE { Some(Self::Score) } else { position(name).map(Self::Measure) }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Score => SCORE,
            Self::Measure(place) => catalogue().nth(place).map_or(SCORE, |definition| definition.name),
        }
    }
}

/// When to stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// What is watched.
    pub watched: Watched,
    /// The share of the difference that the half-width of its interval may be.
    pub half_width: f64,
    /// Replicates at the first look.
    pub first: u32,
    /// Replicates between looks.
    pub batch: u32,
    /// The most replicates.
    pub most: u32,
}

impl Default for Rule {
    /// The score to within a tenth of the difference, looked at after 100 replicates and every 50 from there, 1,000 at most.
    fn default() -> Self {
        Self { watched: Watched::Score, half_width: 0.1, first: 100, batch: 50, most: 1000 }
    }
}

impl Rule {
    /// How many replicates the next look is at, after so many: none after the last.
    #[must_use]
    pub fn next(&self, done: u32) -> Option<u32> {
        let next = if done < self.first { self.first } else { done.saturating_add(self.batch.max(1)) };
        (done < self.most).then(|| next.min(self.most))
    }
}

/// Why it stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The interval is narrow enough.
    Reached,
    /// The most replicates are made and it is not.
    Most,
    /// The two policies differ by the same in every replicate: more replicates would tell nothing.
    Settled,
    /// There are no two policies to tell apart, or the measure is not defined in two replicates of both.
    Nothing,
}

impl Reason {
    /// Its name in the manifest.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::Most => "most",
            Self::Settled => "settled",
            Self::Nothing => "nothing",
        }
    }
}

/// The two that score best so far, and how well their difference is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// The policy that scores best.
    pub pick: String,
    /// The next.
    pub runner_up: String,
    /// Mean paired difference of what is watched, runner-up less pick.
    pub difference: f64,
    /// Half the width of its 95% interval.
    pub half_width: f64,
}

/// Looks at the runs made so far. `weighed` are the measures that the pick weighs; `measure` holds what is watched by policy, absent where that
/// is the score. None where there are no two policies, or fewer than two replicates in which both are defined.
#[must_use]
pub fn look(policies: &[String], replicates: usize, weighed: &[Weighed<'_>], measure: Option<&[&[Option<f64>]]>) -> Option<Look> {
    let standings = stand(policies, replicates, weighed);
    let [pick, runner_up, ..] = standings.as_slice() else { return None };
    let place = |name: &str| policies.iter().position(|policy| policy == name);
    let (first, second) = (place(&pick.policy)?, place(&runner_up.policy)?);
    let paired = if let Some(values) = measure {
        compare(values.get(second)?, values.get(first)?)
    } else {
        let scores = scores(policies.len(), replicates, weighed);
        let some = |scores: &[f64]| scores.iter().copied().map(Some).collect::<Vec<_>>();
        compare(&some(&scores[second]), &some(&scores[first]))
    }?;
    let (low, high) = paired.interval?;
    Some(Look {
        pick: pick.policy.clone(),
        runner_up: runner_up.policy.clone(),
        difference: paired.difference,
        half_width: 0.5 * (high - low),
    })
}

/// How sampling ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Stopping {
    /// The rule.
    pub rule: Rule,
    /// Why it stopped.
    pub reason: Reason,
    /// The last look, where there is something to look at.
    pub look: Option<Look>,
    /// Replicates made.
    pub replicates: u32,
}

/// Whether to stop after so many replicates, and why.
#[must_use]
pub fn verdict(rule: Rule, replicates: u32, look: Option<Look>) -> Option<Stopping> {
    let reason = match &look {
        None => Some(Reason::Nothing),
        Some(look) if look.half_width <= 0.0 => Some(Reason::Settled),
        Some(look) if look.half_width <= rule.half_width * look.difference.abs() => Some(Reason::Reached),
        Some(_) => (replicates >= rule.most).then_some(Reason::Most),
    };
    reason.map(|reason| Stopping { rule, reason, look, replicates })
}

impl Stopping {
    /// In a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let Self { rule, reason, look, replicates } = self;
        let Some(look) = look else {
            return format!(
                "It stopped after {replicates} runs, the first look: there are no two policies to tell apart on {}.",
                rule.watched.name()
            );
        };
        let figure = |size: f64| if rule.watched == Watched::Score { number(size, 4) } else { amount_or_share(size) };
        let what = format!(
            "the {} of `{}` less that of `{}`, {} \u{b1}{}",
            rule.watched.name(),
            look.runner_up,
            look.pick,
            figure(look.difference),
            figure(look.half_width)
        );
        let wanted = format!("within {}% of itself", number(100.0 * rule.half_width, usize::from(rule.half_width < 0.01)));
        match reason {
            Reason::Settled => format!("It stopped after {replicates} runs: {what}, does not vary between runs."),
            Reason::Most => {
                format!("It stopped after {replicates} runs, the most allowed: {what}, is not yet known to {wanted}.")
            }
            Reason::Reached | Reason::Nothing => format!("It stopped after {replicates} runs: {what}, is known to {wanted}."),
        }
    }
}

/// A figure of a measure: small ones with their digits, large ones with a letter.
fn amount_or_share(figure: f64) -> String {
    if figure.abs() < 100.0 { number(figure, 3) } else { amount(figure) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rows::Better;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn some(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().copied().map(Some).collect()
    }

    /// A rule over ten replicates and two more at a time.
    const RULE: Rule = Rule { watched: Watched::Score, half_width: 0.5, first: 10, batch: 2, most: 15 };

    #[test]
    fn looks_are_at_fixed_counts_up_to_the_most() {
        let counts: Vec<u32> = std::iter::successors(RULE.next(0), |done| RULE.next(*done)).collect();
        assert_eq!(counts, [10, 12, 14, 15]);
        assert_eq!(Rule { most: 7, ..RULE }.next(0), Some(7));
        assert_eq!(Rule { batch: 0, ..RULE }.next(10), Some(11));
    }

    #[test]
    fn a_look_is_at_the_best_two_in_the_score_or_a_measure() {
        // Means 3, 1, 2 on a weight of 1: scores are regrets over the spread of 2. `b` is the pick, `c` the runner-up.
        let (a, b, c) = (some(&[3.0, 3.0]), some(&[1.0, 1.0]), some(&[1.8, 2.2]));
        let other = [some(&[0.0, 0.0]), some(&[10.0, 20.0]), some(&[7.0, 13.0])];
        let weighed = [Weighed { weight: 1.0, better: Better::Lower, values: vec![&a, &b, &c] }];
        let policies = names(&["a", "b", "c"]);
        let found = look(&policies, 2, &weighed, None).unwrap();
        assert_eq!((found.pick.as_str(), found.runner_up.as_str()), ("b", "c"));
        // Differences 0.4 and 0.6; t(0.975, 1) = 12.7062 times sd 0.1414 over the root of 2.
        assert!((found.difference - 0.5).abs() < 1e-12 && (found.half_width - 12.706_204_736_174_7 * 0.1).abs() < 1e-9);
        let values: Vec<&[Option<f64>]> = other.iter().map(Vec::as_slice).collect();
        let found = look(&policies, 2, &weighed, Some(&values)).unwrap();
        // 7 - 10 and 13 - 20.
        assert!((found.difference + 5.0).abs() < 1e-12 && (found.half_width - 12.706_204_736_174_7 * 2.0).abs() < 1e-9);
        let alone = [Weighed { weight: 1.0, better: Better::Lower, values: vec![&a] }];
        assert_eq!(look(&names(&["a"]), 2, &alone, None), None);
    }

    #[test]
    fn it_stops_where_the_interval_is_narrow_enough_and_not_before() {
        let seen =
            |difference: f64, half_width: f64| Some(Look { pick: "a".into(), runner_up: "b".into(), difference, half_width });
        let reason = |replicates, look| verdict(RULE, replicates, look).map(|stopping| stopping.reason);
        assert_eq!(reason(10, seen(1.0, 0.51)), None);
        assert_eq!(reason(10, seen(1.0, 0.5)), Some(Reason::Reached));
        assert_eq!(reason(10, seen(-1.0, 0.5)), Some(Reason::Reached));
        assert_eq!((reason(14, seen(1.0, 0.6)), reason(15, seen(1.0, 0.6))), (None, Some(Reason::Most)));
        assert_eq!(reason(10, seen(0.0, 0.0)), Some(Reason::Settled));
        assert_eq!(reason(10, None), Some(Reason::Nothing));
    }

    #[test]
    fn it_says_where_it_stopped_and_why() {
        let plain = Look { pick: "a".into(), runner_up: "b".into(), difference: 0.0512, half_width: 0.005 };
        let look = Some(plain.clone());
        let told = |replicates, look, rule| verdict(rule, replicates, look).unwrap().sentence();
        assert_eq!(
            told(10, look.clone(), RULE),
            "It stopped after 10 runs: the score of `b` less that of `a`, 0.0512 \u{b1}0.0050, is known to within 50% of itself."
        );
        assert!(told(15, look.clone(), Rule { half_width: 0.001, ..RULE }).contains("15 runs, the most allowed"));
        assert!(told(10, None, RULE).contains("no two policies to tell apart on score"));
        let cost = Rule { watched: Watched::named("transition_cost").unwrap(), ..RULE };
        let look = Look { difference: 1_234_567.0, half_width: 1000.0, ..plain };
        assert!(told(10, Some(look.clone()), cost).contains("the transition_cost of `b` less that of `a`, 1.2M \u{b1}1.0k"));
        assert!(told(10, Some(Look { half_width: 0.0, ..look }), cost).contains("does not vary"));
    }

    #[test]
    fn what_is_watched_has_a_name() {
        assert_eq!(Watched::named("score"), Some(Watched::Score));
        assert_eq!(Watched::named("gap_weeks").map(Watched::name), Some("gap_weeks"));
        assert_eq!((Watched::named("happiness"), Watched::Score.name()), (None, "score"));
    }
}
