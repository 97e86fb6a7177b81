//! Variance-based indices (Sobol 2001): the share of the outcome's variance that a parameter makes alone (first order, S1), with all its interactions
//! (total, ST), and that two make together beyond what each makes alone (second order, S2).
//!
//! The estimators are those of `SALib.analyze.sobol`: S1 of Saltelli et al. (2010, table 2, b), ST of Jansen (1999), S2 of Saltelli (2002), over outcomes
//! scaled to mean 0 and deviation 1, with the variance of A and B together. Estimates may fall below 0 or above 1 where the truth is near.
//!
//! Points are means over replicates. Common luck cancels in the differences that S1 and ST are made of; what does not cancel is noise (see
//! [`super::noise`]), which swells the variance that shares are taken of and ST besides. `less_noise` estimates the same index for the mean over all
//! luck: each product of two point means has the covariance of their errors taken off, and the variance the noise of a point.

use super::bootstrap::{DRAWS, Range, draws, range};
use super::noise::Noise;
use super::{Outcomes, SensitivityError, product};
use crate::analysis::sample::float;

/// An index with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    /// The estimate from point means, as `SALib` gives it, and its interval over base points.
    pub share: Range,
    /// The same with replicate noise taken off; none with one replicate, or where noise is all there is.
    pub less_noise: Option<f64>,
}

/// The indices of a parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Indices {
    /// First order: alone.
    pub first: Index,
    /// Total order: with all interactions.
    pub total: Index,
}

/// A pair of parameters by place, and their interaction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The first parameter.
    pub one: usize,
    /// The second.
    pub other: usize,
    /// Second order: together, beyond each alone.
    pub second: Index,
}

/// All indices of an outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Sobol {
    /// By parameter.
    pub parameters: Vec<Indices>,
    /// By pair, the first parameter's pairs first; empty where the design has no second order.
    pub pairs: Vec<Pair>,
    /// How much of the variance between points is noise.
    pub noise: Noise,
}

/// Outcomes of the base points and their crossings, each by base point.
struct Parts {
    a: Vec<f64>,
    b: Vec<f64>,
    /// By parameter, then by base point: A with a column of B.
    ab: Vec<Vec<f64>>,
    /// By parameter, then by base point: B with a column of A; empty without second order.
    ba: Vec<Vec<f64>>,
}

impl Parts {
    /// Splits rows in the layout of Saltelli's design.
    fn split(rows: &[f64], dimensions: usize, second: bool) -> Self {
        let block = if second { 2 * dimensions + 2 } else { dimensions + 2 };
        let column = |place: usize| rows.iter().skip(place).step_by(block).copied().collect::<Vec<f64>>();
        Self {
            a: column(0),
            b: column(block - 1),
            ab: (0..dimensions).map(|parameter| column(1 + parameter)).collect(),
            ba: if second { (0..dimensions).map(|parameter| column(1 + dimensions + parameter)).collect() } else { Vec::new() },
        }
    }

    /// What the indices sum over base points, each by base point: the numerators of S1 and ST by parameter, of S2 by pair.
    fn terms(&self) -> Terms {
        let rows = |of: &dyn Fn(usize) -> f64| (0..self.a.len()).map(of).collect::<Vec<f64>>();
        let dimensions = self.ab.len();
        let first = self.ab.iter().map(|ab| rows(&|i| self.b[i] * (ab[i] - self.a[i]))).collect();
        let total = self.ab.iter().map(|ab| rows(&|i| 0.5 * (self.a[i] - ab[i]) * (self.a[i] - ab[i]))).collect();
        let mut second = Vec::new();
        if !self.ba.is_empty() {
            for one in 0..dimensions {
                for other in one + 1..dimensions {
                    second.push(rows(&|i| self.ba[one][i] * self.ab[other][i] - self.a[i] * self.b[i]));
                }
            }
        }
        Terms {
            first,
            total,
            second,
            sums: rows(&|i| self.a[i] + self.b[i]),
            squares: rows(&|i| self.a[i] * self.a[i] + self.b[i] * self.b[i]),
        }
    }
}

/// What is summed over base points.
struct Terms {
    first: Vec<Vec<f64>>,
    total: Vec<Vec<f64>>,
    second: Vec<Vec<f64>>,
    sums: Vec<f64>,
    squares: Vec<f64>,
}

/// The estimates of all indices: first, total, second.
struct Estimates {
    first: Vec<f64>,
    total: Vec<f64>,
    second: Vec<f64>,
}

impl Terms {
    /// The estimates over some base points, each as often as it is drawn.
    fn estimates(&self, draw: &[usize]) -> Estimates {
        let count = float(draw.len());
        let average = |terms: &[f64]| draw.iter().map(|row| terms[*row]).sum::<f64>() / count;
        let centre = average(&self.sums) / 2.0;
        let variance = average(&self.squares) / 2.0 - centre * centre;
        let share = |terms: &[f64]| if variance > f64::EPSILON { average(terms) / variance } else { 0.0 };
        self.shares(share)
    }

    fn shares(&self, share: impl Fn(&[f64]) -> f64) -> Estimates {
        let first: Vec<f64> = self.first.iter().map(|terms| share(terms)).collect();
        let total = self.total.iter().map(|terms| share(terms)).collect();
        let both: Vec<f64> = self.second.iter().map(|terms| share(terms)).collect();
        let second = pairs(first.len()).zip(both).map(|((one, other), both)| both - first[one] - first[other]).collect();
        Estimates { first, total, second }
    }
}

/// Pairs of parameters, the first's first.
fn pairs(dimensions: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..dimensions).flat_map(move |one| (one + 1..dimensions).map(move |other| (one, other)))
}

/// The indices of every parameter, from outcomes of Saltelli's design with or without second order, whose blocks the outcomes are in.
///
/// # Errors
///
/// The outcomes are not of such a design over `dimensions` parameters.
pub fn sobol(outcomes: &Outcomes, dimensions: usize, second: bool, seed: u64) -> Result<Sobol, SensitivityError> {
    let block = if second { 2 * dimensions + 2 } else { dimensions + 2 };
    let points = outcomes.values().len();
    if points == 0 || dimensions == 0 || !points.is_multiple_of(block) {
        return Err(SensitivityError::Blocks { points, block });
    }
    let noise = Noise::of(outcomes.values());
    let means = outcomes.means();
    let centre = means.iter().sum::<f64>() / float(points);
    let deviation = (means.iter().map(|mean| (mean - centre) * (mean - centre)).sum::<f64>() / float(points)).sqrt();
    let scale = if deviation > 0.0 { deviation } else { 1.0 };
    let scaled: Vec<f64> = means.iter().map(|mean| (mean - centre) / scale).collect();
    let terms = Parts::split(&scaled, dimensions, second).terms();
    let base = points / block;
    let all: Vec<usize> = (0..base).collect();
    let found = terms.estimates(&all);
    let drawn: Vec<Estimates> = draws(seed, "sobol", base).iter().map(|draw| terms.estimates(draw)).collect();
    let cleared = less_noise(outcomes, (dimensions, second), (centre, scale), &noise);
    let index = |of: &dyn Fn(&Estimates) -> f64| {
        let mut values = Vec::with_capacity(DRAWS);
        values.extend(drawn.iter().map(of));
        Index { share: range(of(&found), &values), less_noise: cleared.as_ref().map(of) }
    };
    let parameters = (0..dimensions)
        .map(|parameter| Indices { first: index(&|all| all.first[parameter]), total: index(&|all| all.total[parameter]) })
        .collect();
    let of_pair = |(place, (one, other))| Pair { one, other, second: index(&|all| all.second[place]) };
    let pairs = if second { pairs(dimensions).enumerate().map(of_pair).collect() } else { Vec::new() };
    Ok(Sobol { parameters, pairs, noise })
}

/// The estimates with the noise of replicates taken off.
fn less_noise(
    outcomes: &Outcomes,
    (dimensions, second): (usize, bool),
    (centre, scale): (f64, f64),
    noise: &Noise,
) -> Option<Estimates> {
    let error = noise.error? / (scale * scale);
    let block = if second { 2 * dimensions + 2 } else { dimensions + 2 };
    let scaled: Vec<Vec<f64>> =
        outcomes.values().iter().map(|row| row.iter().map(|value| (value - centre) / scale).collect()).collect();
    let less = |u: &[f64], v: &[f64]| u.iter().zip(v).map(|(u, v)| u - v).collect::<Vec<f64>>();
    let (mut first, mut total) = (vec![Vec::new(); dimensions], vec![Vec::new(); dimensions]);
    let mut both = vec![Vec::new(); if second { pairs(dimensions).count() } else { 0 }];
    let (mut sums, mut squares) = (Vec::new(), Vec::new());
    for rows in scaled.chunks(block) {
        let (a, b) = (&rows[0], &rows[block - 1]);
        for parameter in 0..dimensions {
            let moved = less(&rows[1 + parameter], a);
            first[parameter].push(product(b, &moved));
            total[parameter].push(0.5 * product(&moved, &moved));
        }
        for (terms, (one, other)) in both.iter_mut().zip(pairs(dimensions)) {
            terms.push(product(&rows[1 + dimensions + one], &rows[1 + other]) - product(a, b));
        }
        let mean = |row: &[f64]| row.iter().sum::<f64>() / float(row.len());
        sums.push(mean(a) + mean(b));
        squares.push(mean(a) * mean(a) + mean(b) * mean(b));
    }
    let average = |terms: &[f64]| terms.iter().sum::<f64>() / float(terms.len());
    let centre = average(&sums) / 2.0;
    let variance = average(&squares) / 2.0 - centre * centre - error;
    let terms = Terms { first, total, second: both, sums, squares };
    (variance > 1e-12).then(|| terms.shares(|terms| average(terms) / variance))
}
