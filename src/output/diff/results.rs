//! What differs between two comparisons' results: each measure of each policy that both have.

use super::Pairing;
use crate::analysis::paired;
use crate::analysis::ranking::{Figure, Mean, figure, summary};
use crate::analysis::results::TWIN;
use crate::analysis::rows::{Better, Comparison, Measure, SummaryRow};
use crate::analysis::student::two_sided_quantile;

/// How a result changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Not at all.
    Same,
    /// By no more than chance explains.
    Unclear,
    /// By more than chance explains.
    Clear,
    /// It cannot be said: one of them has no such result, or they are in other money.
    Unknown,
}

/// A measure of a policy, before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct ResultChange {
    /// Which policy.
    pub policy: String,
    /// Which measure, by name.
    pub measure: &'static str,
    /// What readers see.
    pub title: &'static str,
    /// Its unit, before and after.
    pub units: [String; 2],
    /// Which direction is better.
    pub better: Better,
    /// Means, before and after.
    pub means: [Option<f64>; 2],
    /// Weeks that a wait is longer than in most runs, before and after; there is no mean there.
    pub beyond: [Option<i32>; 2],
    /// Whether it is defined in some of the runs only, so that the difference is over those that have both.
    pub partial: bool,
    /// After less before; none where either is not there or the units differ.
    pub difference: Option<f64>,
    /// Its 95% interval.
    pub ends: Option<(f64, f64)>,
}

impl ResultChange {
    /// How it changed.
    #[must_use]
    pub fn size(&self) -> Size {
        match (self.difference, self.ends) {
            (None, _) if self.means == [None, None] && self.beyond[0] == self.beyond[1] => Size::Same,
            (None, _) => Size::Unknown,
            (Some(0.0), None) => Size::Same,
            (Some(_), None) => Size::Unclear,
            (Some(difference), Some((low, high))) => {
                match (difference == 0.0 && low == 0.0 && high == 0.0, low > 0.0 || high < 0.0) {
                    (true, _) => Size::Same,
                    (_, true) => Size::Clear,
                    (false, false) => Size::Unclear,
                }
            }
        }
    }
}

/// Every measure of every policy that both have, and of the twin.
pub(super) fn changes(before: &Comparison, after: &Comparison, pairing: &Pairing) -> Vec<ResultChange> {
    let both = before.policies.iter().filter(|name| after.policies.contains(name)).map(String::as_str).chain([TWIN]);
    both.flat_map(|policy| before.measures.iter().map(move |measure| (policy, measure)))
        .map(|(policy, measure)| change(before, after, pairing, policy, measure))
        .collect()
}

fn change(before: &Comparison, after: &Comparison, pairing: &Pairing, policy: &str, measure: &Measure) -> ResultChange {
    let rows = [summary(before, measure.name, policy), summary(after, measure.name, policy)];
    let units = rows.map(|row| row.map(|row| row.unit.clone()).unwrap_or_default());
    let figures = [figure(before, measure.name, policy), figure(after, measure.name, policy)];
    let beyond = |figure: &Figure, found: &Comparison| (figure.mean == Mean::BeyondHorizon).then_some(found.scenario.horizon);
    let beyond = [beyond(&figures[0], before), beyond(&figures[1], after)];
    let difference = match (pairing, rows) {
        _ if beyond != [None, None] => None,
        _ if units[0] != units[1] => None,
        (Pairing::Paired(runs), _) => paired_difference(before, after, *runs, policy, measure.name),
        (Pairing::Apart(_), [Some(before), Some(after)]) => apart(before, after),
        (Pairing::Apart(_), _) => None,
    };
    ResultChange {
        policy: policy.to_owned(),
        measure: measure.name,
        title: measure.title,
        units,
        better: measure.better,
        means: figures.map(|figure| if let Mean::Is(mean) = figure.mean { Some(mean) } else { None }),
        beyond,
        partial: figures.iter().any(|figure| figure.partial),
        difference: difference.map(|(difference, _)| difference),
        ends: difference.and_then(|(_, ends)| ends),
    }
}

/// A difference and its interval.
type Found = (f64, Option<(f64, f64)>);

/// Values of a policy's first runs, by replicate.
fn values(found: &Comparison, runs: u32, policy: &str, measure: &str) -> Option<Vec<Option<f64>>> {
    let place = found.measures.iter().position(|known| known.name == measure)?;
    let mut of: Vec<_> = found.runs.iter().filter(|run| run.policy == policy && run.replicate < runs).collect();
    of.sort_by_key(|run| run.replicate);
    Some(of.iter().map(|run| run.values.get(place).copied().flatten()).collect())
}

/// The difference run by run, over the runs where both are defined.
fn paired_difference(before: &Comparison, after: &Comparison, runs: u32, policy: &str, measure: &str) -> Option<Found> {
    let (one, other) = (values(before, runs, policy, measure)?, values(after, runs, policy, measure)?);
    paired::compare(&other, &one).map(|found| (found.difference, found.interval))
}

/// The difference of the means of independent samples, with the interval of Welch (1947).
fn apart(before: &SummaryRow, after: &SummaryRow) -> Option<Found> {
    let difference = after.mean? - before.mean?;
    let part = |row: &SummaryRow| {
        let n = f64::from(row.replicates);
        Some((row.sd? * row.sd? / n, n)).filter(|_| row.replicates > 1)
    };
    let ends = part(before).zip(part(after)).and_then(|((a, n), (b, m))| {
        let variance = a + b;
        if variance <= 0.0 {
            return Some((difference, difference));
        }
        let freedom = variance * variance / (a * a / (n - 1.0) + b * b / (m - 1.0));
        let half = two_sided_quantile(0.05, freedom) * variance.sqrt();
        half.is_finite().then_some((difference - half, difference + half))
    });
    Some((difference, ends))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(mean: f64, sd: f64, replicates: u32) -> SummaryRow {
        SummaryRow {
            policy: String::new(),
            measure: "layoffs",
            unit: String::new(),
            better: Better::Lower,
            mean: Some(mean),
            sd: Some(sd),
            ci_low: None,
            ci_high: None,
            p05: None,
            p50: None,
            p95: None,
            p_best: None,
            expected_regret: None,
            replicates,
        }
    }

    #[test]
    fn independent_samples_have_the_interval_of_welch() {
        // By SciPy 1.17.1: stats.t.ppf(0.975, 15.5909) * sqrt(2**2 / 8 + 3**2 / 10), 15.5909 being the freedom of Welch.
        let (difference, ends) = apart(&row(10.0, 2.0, 8), &row(12.0, 3.0, 10)).unwrap();
        let (low, high) = ends.unwrap();
        assert!((difference - 2.0).abs() < 1e-12);
        assert!((low - -0.513_665_435).abs() < 1e-8 && (high - 4.513_665_435).abs() < 1e-8, "{low} {high}");
    }

    #[test]
    fn what_did_not_move_is_the_same() {
        let mut change = ResultChange {
            policy: String::new(),
            measure: "layoffs",
            title: "",
            units: [String::new(), String::new()],
            better: Better::Lower,
            means: [Some(1.0), Some(1.0)],
            beyond: [None, None],
            partial: false,
            difference: Some(0.0),
            ends: Some((0.0, 0.0)),
        };
        assert_eq!(change.size(), Size::Same);
        change.ends = Some((-1.0, 1.0));
        assert_eq!(change.size(), Size::Unclear);
        (change.difference, change.ends) = (Some(2.0), Some((1.0, 3.0)));
        assert_eq!(change.size(), Size::Clear);
        change.difference = None;
        assert_eq!(change.size(), Size::Unknown);
    }
}
