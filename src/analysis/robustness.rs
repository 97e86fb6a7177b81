//! Robustness: how policies fare over all points of a sweep when nobody knows which will come true.
//!
//! One number a policy and point goes in: its outcome there, a mean over replicates. The regret of a policy at a point is what it falls short of the
//! best policy there by (Savage 1951). Each criterion has its taste: none is right for everybody (`McPhail` et al. 2018, "Robustness metrics: how are they
//! calculated, when should they be used and why do they give different results?", Earth's Future 6).
//!
//! Intervals are of a bootstrap over points: how much the figure hangs on which points the design has. They say nothing of replicate noise, and that of a
//! maximum never reaches above what was seen; read it as a lower bound.

use super::rows::Better;
use super::sample::{ascending, float, quantile, quantile_of};
use super::sensitivity::Range;
use crate::random::{Process, Stream};

/// Draws of the bootstrap.
const DRAWS: usize = 1000;

/// A way to judge a policy over all points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criterion {
    /// The greatest regret at any point (minimax regret: Savage 1951). Lower is better.
    MaxRegret,
    /// The regret that is passed at one point of ten. Lower is better.
    Regret90,
    /// The share of points at which the outcome is good enough (satisficing: Simon 1956; the domain criterion of Starr 1963). Higher is better.
    Satisficing,
    /// The mean outcome, every point as likely as any other (Laplace's principle of insufficient reason). Better as the outcome is.
    Laplace,
    /// A weighing of the best and the worst outcome by optimism (Hurwicz 1951). Better as the outcome is.
    Hurwicz,
}

impl Criterion {
    /// Every criterion, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::MaxRegret, Self::Regret90, Self::Satisficing, Self::Laplace, Self::Hurwicz];

    /// Its name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MaxRegret => "max_regret",
            Self::Regret90 => "regret_p90",
            Self::Satisficing => "satisficing_share",
            Self::Laplace => "laplace_mean",
            Self::Hurwicz => "hurwicz",
        }
    }

    /// What readers see.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::MaxRegret => "Greatest regret",
            Self::Regret90 => "Regret passed at 1 point in 10",
            Self::Satisficing => "Good enough at",
            Self::Laplace => "Mean over points",
            Self::Hurwicz => "Between best and worst point",
        }
    }

    /// Its unit, of an outcome in the given unit.
    #[must_use]
    pub const fn unit(self, outcome: &str) -> &str {
        if matches!(self, Self::Satisficing) { "share of points" } else { outcome }
    }

    /// Which direction is better, of an outcome with the given one.
    #[must_use]
    pub const fn better(self, outcome: Better) -> Better {
        match self {
            Self::MaxRegret | Self::Regret90 => Better::Lower,
            Self::Satisficing => Better::Higher,
            Self::Laplace | Self::Hurwicz => outcome,
        }
    }
}

/// What makes an outcome good enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Enough {
    /// At least as good as this number.
    Bar(f64),
    /// At least as good as another policy at the same point, by its place.
    AsGoodAs(usize),
}

/// How to judge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Taste {
    /// Which direction of the outcome is better.
    pub better: Better,
    /// What is good enough.
    pub enough: Enough,
    /// Weight of the best point in Hurwicz's criterion, in [0, 1].
    pub optimism: f64,
    /// What the bootstrap draws from.
    pub seed: u64,
}

/// What a criterion says of a policy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// The criterion.
    pub criterion: Criterion,
    /// The figure with its interval over points.
    pub figure: Range,
    /// Whether no policy does better.
    pub best: bool,
}

/// Judges every policy by every criterion, by policy. `outcomes` is by policy, then by point; points where some policy has none are left out, and their
/// number given back. Empty where no point is left or the outcome has no better direction.
#[must_use]
pub fn robustness(outcomes: &[Vec<Option<f64>>], taste: &Taste) -> (Vec<Vec<Judged>>, usize) {
    let count = outcomes.first().map_or(0, Vec::len);
    let rows: Vec<Vec<f64>> =
        (0..count).filter_map(|point| outcomes.iter().map(|policy| policy.get(point).copied().flatten()).collect()).collect();
    let left_out = count - rows.len();
    if rows.is_empty() || taste.better == Better::Neither {
        return (Vec::new(), left_out);
    }
    let seen: Vec<Vec<Seen>> =
        (0..outcomes.len()).map(|policy| rows.iter().map(|row| Seen::of(row, policy, taste)).collect()).collect();
    // A draw at a time, so that there is room for any number of points.
    let mut drawn: Vec<Vec<[f64; 5]>> = vec![Vec::with_capacity(DRAWS); seen.len()];
    let mut sample: Vec<Seen> = Vec::with_capacity(rows.len());
    for draw in 0..DRAWS {
        let mut stream = Stream::apart(taste.seed, Process::Resample, "robustness", draw as u64);
        let points: Vec<usize> = (0..rows.len()).map(|_| stream.below(rows.len())).collect();
        for (seen, drawn) in seen.iter().zip(&mut drawn) {
            sample.clear();
            sample.extend(points.iter().map(|point| seen[*point]));
            drawn.push(figures(&sample, taste));
        }
    }
    let mut judged: Vec<Vec<Judged>> = seen.iter().zip(&drawn).map(|(seen, drawn)| judge(seen, drawn, taste)).collect();
    for place in 0..Criterion::ALL.len() {
        let sign = if Criterion::ALL[place].better(taste.better) == Better::Higher { -1.0 } else { 1.0 };
        let least = judged.iter().map(|policy| sign * policy[place].figure.value).fold(f64::INFINITY, f64::min);
        for policy in &mut judged {
            policy[place].best = sign * policy[place].figure.value <= least;
        }
    }
    (judged, left_out)
}

/// A policy at a point.
#[derive(Clone, Copy)]
struct Seen {
    outcome: f64,
    regret: f64,
    enough: bool,
}

impl Seen {
    fn of(row: &[f64], policy: usize, taste: &Taste) -> Self {
        let sign = if taste.better == Better::Higher { -1.0 } else { 1.0 };
        let best = row.iter().map(|outcome| sign * outcome).fold(f64::INFINITY, f64::min);
        let bar = match taste.enough {
            Enough::Bar(bar) => bar,
            Enough::AsGoodAs(other) => row.get(other).copied().unwrap_or(f64::NAN),
        };
        Self { outcome: row[policy], regret: sign * row[policy] - best, enough: sign * row[policy] <= sign * bar }
    }
}

fn judge(seen: &[Seen], drawn: &[[f64; 5]], taste: &Taste) -> Vec<Judged> {
    let all = figures(seen, taste);
    let judged = |(place, criterion)| {
        let sorted = ascending(&drawn.iter().map(|figures: &[f64; 5]| figures[place]).collect::<Vec<_>>());
        let end = |share| quantile(&sorted, share).unwrap_or(all[place]);
        Judged { criterion, figure: Range { value: all[place], low: end(0.025), high: end(0.975) }, best: false }
    };
    Criterion::ALL.into_iter().enumerate().map(judged).collect()
}

/// Every criterion's figure, in the order of [`Criterion::ALL`].
fn figures(seen: &[Seen], taste: &Taste) -> [f64; 5] {
    let mut regrets: Vec<f64> = seen.iter().map(|seen| seen.regret).collect();
    let outcomes = || seen.iter().map(|seen| seen.outcome);
    let (least, most) = (outcomes().fold(f64::INFINITY, f64::min), outcomes().fold(f64::NEG_INFINITY, f64::max));
    let (best, worst) = if taste.better == Better::Higher { (most, least) } else { (least, most) };
    [
        regrets.iter().copied().fold(0.0, f64::max),
        quantile_of(&mut regrets, 0.9).unwrap_or_default(),
        float(seen.iter().filter(|seen| seen.enough).count()) / float(seen.len()),
        outcomes().sum::<f64>() / float(seen.len()),
        taste.optimism * best + (1.0 - taste.optimism) * worst,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().copied().map(Some).collect()
    }

    /// Costs of three policies at five points, and the figures by hand.
    #[test]
    fn criteria_meet_hand_worked_figures() {
        let costs = [some(&[1.0, 4.0, 9.0, 2.0, 4.0]), some(&[3.0, 3.0, 3.0, 3.0, 3.0]), some(&[2.0, 8.0, 1.0, 2.0, 5.0])];
        let taste = Taste { better: Better::Lower, enough: Enough::Bar(3.0), optimism: 0.25, seed: 1 };
        let (found, left_out) = robustness(&costs, &taste);
        assert_eq!(left_out, 0);
        // Best: 1 3 1 2 3. Regrets: 0 1 8 0 1; 2 0 2 1 0; 1 5 0 0 2. Type 7 at 0.9 of five: 0.4 of the fourth and 0.6 of the fifth.
        let expected = [
            [8.0, 0.4 + 0.6 * 8.0, 0.4, 4.0, 0.25 + 0.75 * 9.0],
            [2.0, 2.0, 1.0, 3.0, 3.0],
            [5.0, 0.4 * 2.0 + 0.6 * 5.0, 0.6, 3.6, 0.25 + 0.75 * 8.0],
        ];
        for (policy, expected) in found.iter().zip(expected) {
            for (judged, expected) in policy.iter().zip(expected) {
                assert!((judged.figure.value - expected).abs() < 1e-12, "{judged:?} is not {expected}");
                assert!(judged.figure.low <= judged.figure.high);
            }
        }
        assert!(found[1].iter().all(|judged| judged.best) && found[0].iter().all(|judged| !judged.best));
        // A maximum never passes what was seen.
        assert!((found[0][0].figure.high - 8.0).abs() < 1e-12 && (found[1][3].figure.low - 3.0).abs() < 1e-12);
    }

    #[test]
    fn turned_round_everything_mirrors() {
        let kept = [some(&[-1.0, -4.0, -9.0]), some(&[-3.0, -3.0, -3.0])];
        let taste = Taste { better: Better::Higher, enough: Enough::AsGoodAs(1), optimism: 1.0, seed: 1 };
        let (found, _) = robustness(&kept, &taste);
        let values: Vec<f64> = found[0].iter().map(|judged| judged.figure.value).collect();
        // Regrets 0 1 6; p90 of three: 0.2 of the second and 0.8 of the third.
        for (value, expected) in values.iter().zip([6.0, 5.0, 1.0 / 3.0, -14.0 / 3.0, -1.0]) {
            assert!((value - expected).abs() < 1e-12, "{values:?}");
        }
        assert!((found[1][2].figure.value - 1.0).abs() < 1e-12, "a policy is as good as itself");
    }

    #[test]
    fn points_without_an_outcome_are_left_out() {
        let taste = Taste { better: Better::Lower, enough: Enough::Bar(0.0), optimism: 0.5, seed: 1 };
        let (found, left_out) = robustness(&[vec![Some(1.0), None], vec![Some(2.0), Some(0.0)]], &taste);
        assert_eq!((found[1][0].figure.value, left_out), (1.0, 1));
        assert!(robustness(&[vec![None]], &taste).0.is_empty());
        assert!(robustness(&[some(&[1.0])], &Taste { better: Better::Neither, ..taste }).0.is_empty());
    }
}
