//! What is expected of a candidate, and how surely: kriging over what was seen of all.
//!
//! A Gaussian process with Matérn's covariance of order 5/2 and a length a dimension (Rasmussen and Williams 2006, chapters 2, 4 and 5; for simulations, Ankenman, Nelson and
//! Staum 2010). What was seen on one stretch of replicates shares its luck: a level, and a rough surface of its own over the first, near candidates more of it than distant ones (Chen, Ankenman
//! and Nelson 2012). The nugget is what is left. Lengths, roughness, luck and nugget go up the likelihood a step at a time from where they were.
//!
//! A surface is drawn through everything that was seen of the better candidates, and which these are is said by a surface through all: to leave out what was seen on bad luck would make luck look
//! like worth. Chance draws nothing here, and sums are made in one order: the same figures give the same surface everywhere.

use crate::analysis::sample;

/// Of what was seen, the share that a surface is drawn through: that of the better candidates, near which the worst say little.
const NEAR: f64 = 0.6;

/// The fewest and the most that it is drawn through, where there are as many.
const COUNT: (usize, usize) = (40, 400);

/// Standard deviations that what is counted on allows for: or what was seen once, and lucky, would be held for the best.
const CAUTION: f64 = 1.0;

/// Lengths, as shares of a range, from the least to the greatest by doubling. Shorter ones would follow the luck of the runs.
const LENGTHS: [f64; 2] = [0.2, 6.4];

/// Lengths of luck, as shares of those of worth, from the least to the greatest by doubling.
const ROUGH: [f64; 2] = [0.0625, 1.0];

/// Nuggets, as shares of the variance, from the least to the greatest by steps of ten.
const NUGGETS: [f64; 2] = [3e-3, 1.0];

/// Variance of a stretch's luck, as a share of the variance, from the least to the greatest by steps of four.
const LUCKS: [f64; 2] = [1.0 / 4096.0, 4.0];

/// Variance of the level of a stretch's luck, in the same way.
const LEVELS: [f64; 2] = [1.0 / 4096.0, 64.0];

/// Rounds over all that a shape has, at most.
const ROUNDS: usize = 5;

/// Contenders by score and on each aim, each of another kind.
const CONTENDERS: usize = 4;

/// What was tried, and seen of it.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Where each candidate lies.
    pub places: Vec<Vec<f64>>,
    /// What was seen: on which stretch, and of which candidate.
    pub trials: Vec<(u32, usize)>,
}

/// How a surface bends: a length a dimension, and what luck and nugget are of its variance.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    lengths: Vec<f64>,
    nugget: f64,
    /// The rough surface that trials of a stretch share.
    luck: f64,
    /// Its lengths, as a share of the others.
    rough: f64,
    /// The level that they share.
    level: f64,
}

impl Shape {
    /// Where a search of so many dimensions begins.
    pub fn new(dimensions: usize) -> Self {
        Self { lengths: vec![0.8; dimensions], nugget: 1e-2, luck: 1.0 / 16.0, rough: 0.5, level: 1.0 }
    }

    /// The square of the distance between two points, in lengths.
    fn squares(&self, one: &[f64], other: &[f64]) -> f64 {
        one.iter()
            .zip(other)
            .zip(&self.lengths)
            .map(|((one, other), length)| {
                let away = (one - other) / length;
                away * away
            })
            .sum()
    }

    /// The correlation of worth at two points.
    fn correlation(&self, one: &[f64], other: &[f64]) -> f64 {
        smooth(self.squares(one, other))
    }

    /// The covariance of what two trials see.
    fn covariance(&self, one: (u32, &[f64]), other: (u32, &[f64])) -> f64 {
        let squares = self.squares(one.1, other.1);
        let worth = smooth(squares);
        // Rough: of order 1/2.
        if one.0 == other.0 { worth + self.luck * libm::exp(-squares.sqrt() / self.rough) + self.level } else { worth }
    }

    /// Things that can be changed about it.
    fn parts(&self) -> usize {
        self.lengths.len() + 4
    }

    /// The shapes a step away in one of them.
    fn neighbours(&self, part: usize) -> Vec<Self> {
        let mut found = Vec::new();
        for up in [false, true] {
            let mut shape = self.clone();
            let dimensions = shape.lengths.len();
            let (value, by, [low, high]) = match part.checked_sub(dimensions) {
                None => (&mut shape.lengths[part], 2.0, LENGTHS),
                Some(0) => (&mut shape.luck, 4.0, LUCKS),
                Some(1) => (&mut shape.nugget, 10.0, NUGGETS),
                Some(2) => (&mut shape.level, 4.0, LEVELS),
                Some(_) => (&mut shape.rough, 2.0, ROUGH),
            };
            *value = (if up { *value * by } else { *value / by }).clamp(low, high);
            if shape != *self {
                found.push(shape);
            }
        }
        found
    }
}

/// Matérn's correlation of order 5/2 at the square of a distance.
fn smooth(squares: f64) -> f64 {
    let far = (5.0 * squares).sqrt();
    (1.0 + far + 5.0 * squares / 3.0) * libm::exp(-far)
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
    /// A surface through trials and their values, of which less is better; none where no two values differ. Where it is to be refined, its shape is
    /// the likeliest that steps from the given one come to.
    pub fn new(shape: &Shape, seen: &Seen, values: &[f64], refined: bool) -> Option<Self> {
        let near = near(shape, seen, values)?;
        let mut sorted: Vec<f64> = near.iter().map(|trial| values[*trial]).collect();
        sorted.sort_by(f64::total_cmp);
        let (least, middle, most) = (*sorted.first()?, sorted[sorted.len() / 2], *sorted.last()?);
        let unit = if middle > least { middle - least } else { most - least };
        if unit <= 0.0 {
            return None;
        }
        let points = points(seen, &near);
        let values: Vec<f64> = near.iter().map(|trial| (values[*trial] - least) / unit).collect();
        let mut best = Self::drawn(shape.clone(), &points, &values)?;
        for _ in 0..if refined { ROUNDS } else { 0 } {
            let before = best.likelihood;
            for part in 0..shape.parts() {
                for shape in best.shape.neighbours(part) {
                    let other = Self::drawn(shape, &points, &values);
                    if let Some(other) = other.filter(|other| other.likelihood > best.likelihood) {
                        best = other;
                    }
                }
            }
            if best.likelihood <= before {
                break;
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
            let with = |(other, at): &(u32, Vec<f64>)| shape.covariance((*stretch, point), (*other, at));
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
        let last = (taken.left + self.shape.luck + self.shape.level + self.shape.nugget).max(f64::MIN_POSITIVE).sqrt();
        for look in &mut self.looked {
            let correlation = self.shape.correlation(&look.point, &taken.point);
            let shared: f64 = look.parts.iter().zip(&taken.parts).map(|(one, other)| one * other).sum();
            let part = (correlation - shared) / last;
            look.left = (look.left - part * part).max(0.0);
            look.parts.push(part);
        }
    }
}

/// Those of the candidates looked at, each of a kind, which may yet be the best of one: the most promising, and the most promising of other kinds.
///
/// A channel alone does what no mix does, so that there may be a best of each kind, apart from each other. Neighbours within a kind are told apart by the
/// surface, which all of them have drawn.
pub fn contenders<K: PartialEq>(surfaces: &[Surface], kinds: &[K], hope: f64) -> Vec<usize> {
    let mut found = Vec::new();
    for surface in surfaces {
        let mut free = vec![true; kinds.len()];
        for turn in 0..CONTENDERS {
            let Some(place) = surface.promising(hope, &free) else { break };
            free[place] = false;
            // Two of the first kind, one of the others.
            if turn > 0 {
                for (free, other) in free.iter_mut().zip(kinds) {
                    *free &= *other != kinds[place];
                }
            }
            if !found.contains(&place) {
                found.push(place);
            }
        }
    }
    found
}

/// Where trials were made, and on which stretch.
fn points(seen: &Seen, trials: &[usize]) -> Vec<(u32, Vec<f64>)> {
    let point = |trial: &usize| {
        let (stretch, candidate) = seen.trials[*trial];
        (stretch, seen.places[candidate].clone())
    };
    trials.iter().map(point).collect()
}

/// The trials of the better candidates, as a surface through all that was seen says.
fn near(shape: &Shape, seen: &Seen, values: &[f64]) -> Option<Vec<usize>> {
    let told: Vec<usize> = (0..values.len()).filter(|trial| values[*trial].is_finite()).collect();
    let mut rough =
        Surface::drawn(shape.clone(), &points(seen, &told), &told.iter().map(|trial| values[*trial]).collect::<Vec<_>>())?;
    rough.look(&seen.places);
    let mut count = vec![0_usize; seen.places.len()];
    for trial in &told {
        count[seen.trials[*trial].1] += 1;
    }
    let mut order: Vec<usize> = (0..count.len()).filter(|candidate| count[*candidate] > 0).collect();
    order.sort_by(|a, b| rough.looked[*a].mean.total_cmp(&rough.looked[*b].mean).then(a.cmp(b)));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a count")]
    let wanted = ((sample::float(told.len()) * NEAR) as usize).clamp(COUNT.0, COUNT.1);
    let mut kept = vec![false; count.len()];
    let mut trials = 0;
    for candidate in order {
        if trials >= wanted {
            break;
        }
        kept[candidate] = true;
        trials += count[candidate];
    }
    Some(told.into_iter().filter(|trial| kept[seen.trials[*trial].1]).collect())
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
    fn bowl() -> (Seen, Vec<f64>) {
        let mut seen = Seen::default();
        let mut values = Vec::new();
        for number in 0..36_u32 {
            let at = [f64::from(number % 6) / 5.0, f64::from(number / 6) / 5.0];
            let stretch = number * 7 % 4;
            let luck = 0.3 * (f64::from(stretch) - 1.5) * (1.0 + 0.3 * at[0]);
            values.push((at[0] - 0.3) * (at[0] - 0.3) + 2.0 * (at[1] - 0.7) * (at[1] - 0.7) + luck);
            seen.trials.push((stretch, seen.places.len()));
            seen.places.push(at.to_vec());
        }
        (seen, values)
    }

    #[test]
    fn the_bottom_is_found_through_the_luck_of_stretches() {
        let (seen, values) = bowl();
        let plain = Surface::new(&Shape::new(2), &seen, &values, false).unwrap();
        let mut surface = Surface::new(&Shape::new(2), &seen, &values, true).unwrap();
        assert!(surface.likelihood > plain.likelihood);
        let fine: Vec<Vec<f64>> =
            (0..441).map(|number| vec![f64::from(number % 21) / 20.0, f64::from(number / 21) / 20.0]).collect();
        surface.look(&fine);
        let expected = surface.counted_on();
        let least = (0..fine.len()).min_by(|a, b| expected[*a].total_cmp(&expected[*b])).unwrap();
        assert!((fine[least][0] - 0.3).abs() <= 0.15 && (fine[least][1] - 0.7).abs() <= 0.15, "{:?}", fine[least]);
    }

    #[test]
    fn what_is_taken_for_tried_is_less_uncertain_and_so_is_what_lies_near() {
        let (seen, values) = bowl();
        let mut surface = Surface::new(&Shape::new(2), &seen, &values, false).unwrap();
        surface.look(&[vec![0.5, 1.6], vec![0.52, 1.6], vec![0.5, -0.6]]);
        let before: Vec<f64> = surface.looked.iter().map(|look| look.left).collect();
        surface.believe(0);
        let after: Vec<f64> = surface.looked.iter().map(|look| look.left).collect();
        assert!(after[0] < 0.9 * before[0] && after[1] < 0.9 * before[1] && after[2] > 0.9 * before[2], "{before:?} {after:?}");
        let means = surface.counted_on();
        assert_eq!(surface.promising(0.0, &[false, true, true]), Some(if means[1] <= means[2] { 1 } else { 2 }));
        assert_eq!(surface.promising(0.0, &[false; 3]), None);
        assert!(Surface::new(&Shape::new(2), &seen, &[1.0; 36], true).is_none());
        assert!(Surface::new(&Shape::new(2), &Seen::default(), &[], true).is_none());
    }

    #[test]
    fn a_candidate_is_kept_with_all_that_was_seen_of_it_or_not_at_all() {
        // Forty candidates on a line, each seen on two stretches, of which the second is bad luck.
        let seen = Seen {
            places: (0..40).map(|number| vec![f64::from(number) / 39.0]).collect(),
            trials: (0..80).map(|number| (number % 2, number as usize / 2)).collect(),
        };
        let values: Vec<f64> =
            seen.trials.iter().map(|(stretch, candidate)| seen.places[*candidate][0] + 3.0 * f64::from(*stretch)).collect();
        let kept = near(&Shape::new(1), &seen, &values).unwrap();
        // The better 24, lucky or not: by what was seen alone the first 40 would be the lucky ones.
        assert_eq!(kept, (0..48).collect::<Vec<_>>());
    }
}
