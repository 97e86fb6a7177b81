//! What is expected of a candidate, and how surely: kriging over what was seen of all.
//!
//! A Gaussian process with Matérn's covariance of order 5/2 and a length a dimension (Rasmussen and Williams 2006, chapters 2, 4 and 5; for simulations, Ankenman, Nelson and
//! Staum 2010). What was seen on one stretch of replicates shares its luck, near candidates more of it than distant ones (Chen, Ankenman and Nelson 2012); the nugget is what is left.
//! Lengths, luck and nugget go up the likelihood a step at a time from where they were. Figures far worse than the best are brought nearer by a logarithm: where the best
//! lies is asked, not how bad the worst is. Chance draws nothing here, and sums are made in one order: the same figures give the same surface everywhere.

use crate::analysis::sample;

/// Of what was seen, the share that a surface is drawn through: the best, near which the worst say little.
const NEAR: f64 = 0.6;

/// The fewest and the most that it is drawn through, where there are as many.
const COUNT: (usize, usize) = (40, 400);

/// Standard deviations that what is counted on allows for: or what was seen once, and lucky, would be held for the best.
const CAUTION: f64 = 1.0;

/// Lengths, as shares of a range, from the least to the greatest by doubling. Shorter ones would follow the luck of the runs.
const LENGTHS: [f64; 2] = [0.4, 6.4];

/// Nuggets, as shares of the variance, from the least to the greatest by steps of ten.
const NUGGETS: [f64; 2] = [3e-3, 1.0];

/// Variance of a stretch's luck, as a share of the variance, from the least to the greatest by steps of four.
const LUCKS: [f64; 2] = [1.0 / 4096.0, 4.0];

/// How a surface bends: a length a dimension, and the nugget.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    lengths: Vec<f64>,
    nugget: f64,
    luck: f64,
}

impl Shape {
    /// Where a search of so many dimensions begins.
    pub fn new(dimensions: usize) -> Self {
        Self { lengths: vec![0.8; dimensions], nugget: 1e-2, luck: 1.0 / 16.0 }
    }

    /// The correlation at two points.
    fn correlation(&self, one: &[f64], other: &[f64]) -> f64 {
        let squares: f64 = one
            .iter()
            .zip(other)
            .zip(&self.lengths)
            .map(|((one, other), length)| {
                let away = (one - other) / length;
                away * away
            })
            .sum();
        let far = (5.0 * squares).sqrt();
        (1.0 + far + 5.0 * squares / 3.0) * libm::exp(-far)
    }

    /// The shapes a step away.
    fn neighbours(&self, dimension: usize) -> Vec<Self> {
        let mut found = Vec::new();
        for by in [0.5, 2.0] {
            let mut shape = self.clone();
            if let Some(length) = shape.lengths.get_mut(dimension) {
                *length = (*length * by).clamp(LENGTHS[0], LENGTHS[1]);
            } else if dimension == shape.lengths.len() {
                let by = if by < 1.0 { 0.25 } else { 4.0 };
                shape.luck = (shape.luck * by).clamp(LUCKS[0], LUCKS[1]);
            } else {
                shape.nugget = (shape.nugget * if by < 1.0 { 0.1 } else { 10.0 }).clamp(NUGGETS[0], NUGGETS[1]);
            }
            if shape != *self {
                found.push(shape);
            }
        }
        found
    }
}

/// A surface through what was tried.
#[derive(Clone, Debug)]
pub struct Surface {
    shape: Shape,
    points: Vec<(u32, Vec<f64>)>,
    /// Rows of the upper triangle, from the diagonal on, whose transpose multiplied by it gives the correlations.
    rows: Vec<Vec<f64>>,
    /// What each point counts in the mean.
    weights: Vec<f64>,
    level: f64,
    deviation: f64,
    /// Log likelihood but for a constant.
    likelihood: f64,
    /// Points looked at, and what is expected there.
    looked: Vec<Look>,
}

/// What is expected at a point.
#[derive(Clone, Debug)]
struct Look {
    point: Vec<f64>,
    mean: f64,
    /// Its correlations with what was tried, in terms of the rows.
    parts: Vec<f64>,
    /// What of the variance is left.
    left: f64,
}

impl Surface {
    /// A surface through points and their values, of which less is better; none where no two values differ.
    pub fn new(shape: &Shape, points: &[(u32, Vec<f64>)], values: &[f64]) -> Option<Self> {
        let mut order: Vec<usize> = (0..points.len()).filter(|place| values[*place].is_finite()).collect();
        order.sort_by(|a, b| values[*a].total_cmp(&values[*b]).then(a.cmp(b)));
        let least = values[*order.first()?];
        let middle = values[order[order.len() / 2]];
        let unit = if middle > least { middle - least } else { values[*order.last()?] - least };
        if unit <= 0.0 {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a count")]
        let near = (sample::float(order.len()) * NEAR) as usize;
        order.truncate(near.clamp(COUNT.0, COUNT.1));
        let points: Vec<(u32, Vec<f64>)> = order.iter().map(|place| points[*place].clone()).collect();
        let values: Vec<f64> = order.iter().map(|place| libm::log1p((values[*place] - least) / unit)).collect();
        let mut best = Self::drawn(shape.clone(), &points, &values)?;
        for dimension in 0..shape.lengths.len() + 2 {
            for shape in best.shape.neighbours(dimension) {
                let other = Self::drawn(shape, &points, &values);
                if let Some(other) = other.filter(|other| other.likelihood > best.likelihood) {
                    best = other;
                }
            }
        }
        Some(best)
    }

    /// How it bends.
    pub const fn shape(&self) -> &Shape {
        &self.shape
    }

    /// A surface of a shape.
    fn drawn(shape: Shape, points: &[(u32, Vec<f64>)], values: &[f64]) -> Option<Self> {
        let correlated = |(place, (stretch, point)): (usize, &(u32, Vec<f64>))| {
            let with = |(other, at): &(u32, Vec<f64>)| {
                let correlation = shape.correlation(point, at);
                if other == stretch { correlation + shape.luck * (1.0 + correlation) } else { correlation }
            };
            let mut row: Vec<f64> = points[place..].iter().map(with).collect();
            row[0] += shape.nugget;
            row
        };
        let mut rows: Vec<Vec<f64>> = points.iter().enumerate().map(correlated).collect();
        for place in 0..rows.len() {
            let (row, others) = rows[place..].split_first_mut()?;
            if row[0] <= 0.0 {
                return None;
            }
            let root = row[0].sqrt();
            row[0] = root;
            for part in &mut row[1..] {
                *part /= root;
            }
            // Whole rows at a time, which a processor does abreast.
            for (number, other) in others.iter_mut().enumerate() {
                less(other, row[1 + number], &row[1 + number..]);
            }
        }
        // The level is what the points say together, near ones counting less each.
        let (ones, parts) = (solved(&rows, &vec![1.0; rows.len()]), solved(&rows, values));
        let product = |one: &[f64], other: &[f64]| one.iter().zip(other).map(|(one, other)| one * other).sum::<f64>();
        let level = product(&ones, &parts) / product(&ones, &ones);
        let rest: Vec<f64> = parts.iter().zip(&ones).map(|(part, one)| part - level * one).collect();
        let count = sample::float(rows.len());
        let variance = product(&rest, &rest) / count;
        let determinant: f64 = rows.iter().map(|row| libm::log(row[0])).sum();
        let likelihood = -0.5 * count * libm::log(variance.max(f64::MIN_POSITIVE)) - determinant;
        // Back through the triangle.
        let mut weights = rest;
        for place in (0..rows.len()).rev() {
            let (row, (known, after)) = (&rows[place], weights.split_at_mut(place + 1));
            known[place] = (known[place] - product(&row[1..], after)) / row[0];
        }
        let points = points.to_vec();
        Some(Self { shape, points, rows, weights, level, deviation: variance.sqrt(), likelihood, looked: Vec::new() })
    }

    /// Looks at points: which of them are promising is asked next.
    pub fn look(&mut self, points: &[Vec<f64>]) {
        let look = |point: &Vec<f64>| {
            let correlations: Vec<f64> = self.points.iter().map(|(_, other)| self.shape.correlation(point, other)).collect();
            let mean = self.level + correlations.iter().zip(&self.weights).map(|(one, other)| one * other).sum::<f64>();
            let parts = solved(&self.rows, &correlations);
            let left = 1.0 - parts.iter().map(|part| part * part).sum::<f64>();
            Look { point: point.clone(), mean, parts, left: left.max(0.0) }
        };
        self.looked = points.iter().map(look).collect();
    }

    /// What can be counted on at each of the points looked at, in order: the mean and a standard deviation on top, less is better. Of a surface's own only the order counts.
    pub fn counted_on(&self) -> Vec<f64> {
        self.looked.iter().map(|look| look.mean + CAUTION * self.deviation * look.left.sqrt()).collect()
    }

    /// The most promising of the points looked at that are still free: the least mean less so many standard deviations.
    pub fn promising(&self, hope: f64, free: &[bool]) -> Option<usize> {
        let bound = |look: &Look| look.mean - hope * self.deviation * look.left.sqrt();
        (0..self.looked.len())
            .filter(|place| free[*place])
            .min_by(|a, b| bound(&self.looked[*a]).total_cmp(&bound(&self.looked[*b])).then(a.cmp(b)))
    }

    /// Takes a point looked at for tried, with what was expected of it: what lies near is less uncertain then.
    pub fn believe(&mut self, place: usize) {
        let Some(taken) = self.looked.get(place).cloned() else { return };
        let last = (taken.left + 2.0 * self.shape.luck + self.shape.nugget).max(f64::MIN_POSITIVE).sqrt();
        for look in &mut self.looked {
            let correlation = self.shape.correlation(&look.point, &taken.point);
            let shared: f64 = look.parts.iter().zip(&taken.parts).map(|(one, other)| one * other).sum();
            let part = (correlation - shared) / last;
            look.left = (look.left - part * part).max(0.0);
            look.parts.push(part);
        }
    }
}

/// What, multiplied by the transpose of an upper triangle, gives some values.
fn solved(rows: &[Vec<f64>], values: &[f64]) -> Vec<f64> {
    let mut found = values.to_vec();
    for (place, row) in rows.iter().enumerate() {
        let (known, after) = found.split_at_mut(place + 1);
        known[place] /= row[0];
        less(after, known[place], &row[1..]);
    }
    found
}

/// Takes a multiple of values off others.
fn less(values: &mut [f64], times: f64, others: &[f64]) {
    for (value, other) in values.iter_mut().zip(others) {
        *value -= times * other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bowl with its bottom at 0.3 and 0.7, each stretch with a luck of its own that leans.
    fn bowl() -> (Vec<(u32, Vec<f64>)>, Vec<f64>) {
        let mut points = Vec::new();
        let mut values = Vec::new();
        for number in 0..36 {
            let at = [f64::from(number % 6) / 5.0, f64::from(number / 6) / 5.0];
            let stretch = number * 7 % 4;
            let luck = 0.3 * (f64::from(stretch) - 1.5) * (1.0 + 0.3 * at[0]);
            values.push((at[0] - 0.3) * (at[0] - 0.3) + 2.0 * (at[1] - 0.7) * (at[1] - 0.7) + luck);
            points.push((stretch, at.to_vec()));
        }
        (points, values)
    }

    #[test]
    fn the_bottom_is_found_through_the_luck_of_stretches() {
        let (points, values) = bowl();
        let mut shape = Shape::new(2);
        let mut surface = Surface::new(&shape, &points, &values).unwrap();
        for _ in 0..8 {
            shape = surface.shape().clone();
            let next = Surface::new(&shape, &points, &values).unwrap();
            assert!(next.likelihood >= surface.likelihood);
            surface = next;
        }
        let fine: Vec<Vec<f64>> =
            (0..441).map(|number| vec![f64::from(number % 21) / 20.0, f64::from(number / 21) / 20.0]).collect();
        surface.look(&fine);
        let expected = surface.counted_on();
        let least = (0..fine.len()).min_by(|a, b| expected[*a].total_cmp(&expected[*b])).unwrap();
        assert!((fine[least][0] - 0.3).abs() <= 0.15 && (fine[least][1] - 0.7).abs() <= 0.15, "{:?}", fine[least]);
    }

    #[test]
    fn what_is_taken_for_tried_is_less_uncertain_and_so_is_what_lies_near() {
        let (points, values) = bowl();
        let mut surface = Surface::new(&Shape::new(2), &points, &values).unwrap();
        surface.look(&[vec![0.5, 1.6], vec![0.52, 1.6], vec![0.5, -0.6]]);
        let before: Vec<f64> = surface.looked.iter().map(|look| look.left).collect();
        surface.believe(0);
        let after: Vec<f64> = surface.looked.iter().map(|look| look.left).collect();
        assert!(after[0] < 0.9 * before[0] && after[1] < 0.9 * before[1] && after[2] > 0.9 * before[2], "{before:?} {after:?}");
        let means = surface.counted_on();
        assert_eq!(surface.promising(0.0, &[false, true, true]), Some(if means[1] <= means[2] { 1 } else { 2 }));
        assert_eq!(surface.promising(0.0, &[false; 3]), None);
        assert!(Surface::new(&Shape::new(2), &points, &[1.0; 36]).is_none() && Surface::new(&Shape::new(2), &[], &[]).is_none());
    }
}
