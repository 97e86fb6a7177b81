//! Scenario discovery by PRIM, the patient rule induction method (Friedman and Fisher 1999, "Bump hunting in high-dimensional data", Statistics and
//! Computing 9; for scenario discovery Bryant and Lempert 2010): boxes in parameter space in which a condition holds densely.
//!
//! From the box of all points the slice (5% of the points, at one end of one parameter) is peeled whose loss raises the share of hits most for each point
//! lost, until the box would be too small or no peel helps; then slices are pasted back while that helps. The points of a box are set aside and the
//! next one is sought, until a box falls short of the threshold of density. Objective, quantiles and order of candidates are those of EMA Workbench
//! (`ema_workbench.analysis.prim` with its defaults, numbers all real), so that boxes are the same.
//!
//! The box as found restricts whatever helped by a point or two. [`simplified`] drops the restrictions whose quasi-p-values are 0.05 and more, the
//! idlest first, as an analyst would; [`held_out`] seeks in one half of the points and counts in the other, which tells what such a box is worth.
//!
//! Restrictions come with quasi-p-values (Bryant and Lempert 2010): the chance of at least as many hits in the box if the share of hits were that of
//! the box without this one restriction. They are "quasi" for the box was sought, not given: a small one says that the restriction may matter, a large one
//! that it may as well not be there.

use thiserror::Error;

use super::sample::{ascending, float};
use super::student::binomial_tail;

/// How patient the method is, and what it is content with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Patience {
    /// Share of a box's points that a peel takes, in (0, 0.5).
    pub peel: f64,
    /// Share of the points beside a box that a paste adds, in (0, 0.5).
    pub paste: f64,
    /// The least share of all points that a box may hold.
    pub least_mass: f64,
    /// The density that a box must reach to count.
    pub threshold: f64,
    /// The most boxes to seek.
    pub boxes: usize,
}

impl Default for Patience {
    /// Those of EMA Workbench, with a threshold of 0.8 and at most 4 boxes.
    fn default() -> Self {
        Self { peel: 0.05, paste: 0.05, least_mass: 0.05, threshold: 0.8, boxes: 4 }
    }
}

/// A box on the way, and what is in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// By parameter: the least and the greatest value in it.
    pub limits: Vec<(f64, f64)>,
    /// Points in it.
    pub cases: usize,
    /// Points in it where the condition holds.
    pub hits: usize,
    /// Share of all hits that are in it.
    pub coverage: f64,
    /// Share of its points that are hits.
    pub density: f64,
    /// Share of all points that are in it.
    pub mass: f64,
    /// Parameters that it restricts.
    pub restricted: usize,
}

/// A parameter's restriction by a box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Restriction {
    /// Which parameter.
    pub parameter: usize,
    /// The lower limit and its quasi-p-value, where it restricts.
    pub low: Option<(f64, f64)>,
    /// The upper limit and its quasi-p-value, where it restricts.
    pub high: Option<(f64, f64)>,
}

impl Restriction {
    /// Whether an end of it has a quasi-p-value below 0.05.
    #[must_use]
    pub fn is_marked(&self) -> bool {
        [self.low, self.high].iter().flatten().any(|(_, p)| *p < 0.05)
    }
}

/// A box that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// From the box of all points by peels, then pastes, to the box itself, which is last. Never empty.
    pub trajectory: Vec<Step>,
    /// What the box restricts, in the order of parameters.
    pub restrictions: Vec<Restriction>,
    /// The points in it, in order.
    pub points: Vec<usize>,
}

impl Found {
    /// The box.
    #[must_use]
    pub fn last(&self) -> &Step {
        &self.trajectory[self.trajectory.len() - 1]
    }
}

/// All boxes of a condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Prim {
    /// Points.
    pub cases: usize,
    /// Points where the condition holds.
    pub hits: usize,
    /// Boxes that reach the threshold, in the order in which they were found.
    pub boxes: Vec<Found>,
    /// The first box that did not, where the search ended with one.
    pub short: Option<Found>,
}

/// Why there are no boxes.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum PrimError {
    /// There are as many conditions as points, or no points, or points of unequal length, or one that is no number.
    #[error("every point needs a number of each parameter and a condition that holds or does not")]
    Shape,
    /// The condition holds nowhere.
    #[error("the condition holds at none of {0} points")]
    Nowhere(usize),
}

/// Seeks boxes in which a condition holds. `points` is by point, then by parameter.
///
/// # Errors
///
/// The points are of no shape, or the condition holds nowhere.
pub fn prim(points: &[Vec<f64>], holds: &[bool], patience: &Patience) -> Result<Prim, PrimError> {
    let dimensions = points.first().map_or(0, Vec::len);
    let sound = |point: &Vec<f64>| point.len() == dimensions && point.iter().all(|value| value.is_finite());
    if dimensions == 0 || points.len() != holds.len() || !points.iter().all(sound) {
        return Err(PrimError::Shape);
    }
    let hits = holds.iter().filter(|holds| **holds).count();
    if hits == 0 {
        return Err(PrimError::Nowhere(points.len()));
    }
    let search = Search { points, holds, hits, all: whole(points), patience };
    let mut remaining: Vec<usize> = (0..points.len()).collect();
    let mut found = Prim { cases: points.len(), hits, boxes: Vec::new(), short: None };
    while found.boxes.len() < patience.boxes && remaining.iter().any(|point| holds[*point]) {
        let next = search.find(&remaining);
        if next.last().density < patience.threshold {
            found.short = Some(next);
            break;
        }
        remaining.retain(|point| next.points.binary_search(point).is_err());
        found.boxes.push(next);
    }
    Ok(found)
}

/// A box with few restrictions.
#[derive(Clone, Debug, PartialEq)]
pub struct Simple {
    /// What is in it.
    pub step: Step,
    /// What it still restricts, in the order of parameters.
    pub restrictions: Vec<Restriction>,
}

/// A box without the restrictions that may as well not be there: that with the largest quasi-p-value is dropped, the others counted anew, until all
/// are below 0.05. Counted over all points, those of earlier boxes too.
#[must_use]
pub fn simplified(found: &Found, points: &[Vec<f64>], holds: &[bool], patience: &Patience) -> Option<Simple> {
    let hits = holds.iter().filter(|holds| **holds).count();
    let all = whole(points);
    let search = Search { points, holds, hits, all, patience };
    let everything: Vec<usize> = (0..points.len()).collect();
    let mut limits = found.last().limits.clone();
    loop {
        let inside = search.within(&limits, &everything);
        let restrictions = search.restrictions(&limits, &inside, &everything);
        let ends = restrictions.iter().flat_map(|restriction| {
            let place = restriction.parameter;
            [restriction.low.map(|(_, p)| (p, place, false)), restriction.high.map(|(_, p)| (p, place, true))]
        });
        let idlest = ends.flatten().filter(|(p, ..)| *p >= 0.05).max_by(|a, b| a.0.total_cmp(&b.0));
        let Some((_, place, upper)) = idlest else {
            let step = search.step(&limits, &inside);
            return (step.cases > 0).then_some(Simple { step, restrictions });
        };
        let (least, most) = search.all[place];
        if upper {
            limits[place].1 = most;
        } else {
            limits[place].0 = least;
        }
    }
}

/// The first box, simplified, sought in every second point and counted in the others, both ways: hits and cases in the halves that did not seek. None
/// where the condition holds in one half only.
#[must_use]
pub fn held_out(points: &[Vec<f64>], holds: &[bool], patience: &Patience) -> Option<(usize, usize)> {
    let half = |odd: usize| -> (Vec<Vec<f64>>, Vec<bool>) {
        points
            .iter()
            .zip(holds)
            .enumerate()
            .filter(|(place, _)| place % 2 == odd)
            .map(|(_, (point, holds))| (point.clone(), *holds))
            .unzip()
    };
    let mut counted = (0, 0);
    for odd in [0, 1] {
        let ((points, holds), (others, truth)) = (half(odd), half(1 - odd));
        let patience = Patience { boxes: 1, threshold: 0.0, ..*patience };
        let found = prim(&points, &holds, &patience).ok()?;
        let simple = simplified(found.boxes.first()?, &points, &holds, &patience)?;
        let within = |point: &[f64]| {
            simple.restrictions.iter().all(|restriction| {
                let value = point[restriction.parameter];
                restriction.low.is_none_or(|(low, _)| low <= value) && restriction.high.is_none_or(|(high, _)| value <= high)
            })
        };
        for (point, holds) in others.iter().zip(truth) {
            if within(point) {
                counted.1 += 1;
                counted.0 += usize::from(holds);
            }
        }
    }
    Some(counted)
}

/// The limits of all points.
fn whole(points: &[Vec<f64>]) -> Limits {
    let dimensions = points.first().map_or(0, Vec::len);
    let ends = |dimension: usize| {
        let values = points.iter().map(|point| point[dimension]);
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
    };
    (0..dimensions).map(ends).collect()
}

/// Limits by parameter.
type Limits = Vec<(f64, f64)>;

/// A candidate for the next box.
struct Candidate {
    limits: Limits,
    points: Vec<usize>,
    /// Gain of density for each point lost or won.
    gain: f64,
    /// Parameters left free.
    free: usize,
}

/// What stays the same while boxes are sought.
struct Search<'s> {
    points: &'s [Vec<f64>],
    holds: &'s [bool],
    hits: usize,
    all: Limits,
    patience: &'s Patience,
}

impl Search<'_> {
    fn find(&self, remaining: &[usize]) -> Found {
        let mut limits = self.all.clone();
        let mut inside = remaining.to_vec();
        let mut trajectory = vec![self.step(&limits, &inside)];
        while let Some(next) = self.peel(&limits, &inside) {
            (limits, inside) = (next.limits, next.points);
            trajectory.push(self.step(&limits, &inside));
        }
        while let Some(next) = self.paste(&limits, &inside, remaining) {
            (limits, inside) = (next.limits, next.points);
            trajectory.push(self.step(&limits, &inside));
        }
        let restrictions = self.restrictions(&limits, &inside, remaining);
        Found { trajectory, restrictions, points: inside }
    }

    fn step(&self, limits: &Limits, inside: &[usize]) -> Step {
        let hits = self.count(inside);
        Step {
            limits: limits.clone(),
            cases: inside.len(),
            hits,
            coverage: float(hits) / float(self.hits),
            density: float(hits) / float(inside.len()),
            mass: float(inside.len()) / float(self.points.len()),
            restricted: limits.len() - self.free(limits),
        }
    }

    fn count(&self, points: &[usize]) -> usize {
        points.iter().filter(|point| self.holds[**point]).count()
    }

    /// The density of some points; 0 of none.
    fn density(&self, points: &[usize]) -> f64 {
        if points.is_empty() { 0.0 } else { float(self.count(points)) / float(points.len()) }
    }

    // A limit that was not moved has the same bits.
    fn free(&self, limits: &Limits) -> usize {
        limits.iter().zip(&self.all).filter(|(limit, all)| limit == all).count()
    }

    fn candidate(&self, limits: Limits, points: Vec<usize>, inside: &[usize]) -> Candidate {
        let moved = float(points.len().abs_diff(inside.len()));
        let gain = if moved > 0.0 { (self.density(&points) - self.density(inside)) / moved } else { 0.0 };
        Candidate { free: self.free(&limits), limits, points, gain }
    }

    fn peel(&self, limits: &Limits, inside: &[usize]) -> Option<Candidate> {
        let mut candidates = Vec::with_capacity(2 * limits.len());
        for dimension in 0..limits.len() {
            let place = |point: &&usize| self.points[**point][dimension];
            let sorted = ascending(&inside.iter().map(|point| self.points[*point][dimension]).collect::<Vec<_>>());
            let (high, low) = (midway(&sorted, 1.0 - self.patience.peel)?, midway(&sorted, self.patience.peel)?);
            let mut upper = limits.clone();
            upper[dimension].1 = high;
            candidates.push(self.candidate(upper, inside.iter().filter(|point| place(point) <= high).copied().collect(), inside));
            let mut lower = limits.clone();
            lower[dimension].0 = low;
            candidates.push(self.candidate(lower, inside.iter().filter(|point| place(point) >= low).copied().collect(), inside));
        }
        let best = best(candidates)?;
        let mass = float(best.points.len()) / float(self.points.len());
        (mass >= self.patience.least_mass && best.points.len() < inside.len() && best.gain > 0.0).then_some(best)
    }

    // A limit that was not moved has the same bits.
    fn paste(&self, limits: &Limits, inside: &[usize], remaining: &[usize]) -> Option<Candidate> {
        let mut candidates = Vec::new();
        for dimension in (0..limits.len()).filter(|dimension| limits[*dimension] != self.all[*dimension]) {
            for upper in [false, true] {
                let (mut beside, mut pasted) = (limits.clone(), limits.clone());
                let (least, most) = self.all[dimension];
                beside[dimension] = if upper { (limits[dimension].1, most) } else { (least, limits[dimension].0) };
                let beside = self.within(&beside, remaining);
                let sorted = ascending(&beside.iter().map(|point| self.points[*point][dimension]).collect::<Vec<_>>());
                if upper {
                    pasted[dimension].1 = midway(&sorted, self.patience.paste).unwrap_or(most);
                } else {
                    pasted[dimension].0 = midway(&sorted, 1.0 - self.patience.paste).unwrap_or(least);
                }
                let points = self.within(&pasted, remaining);
                candidates.push(self.candidate(pasted, points, inside));
            }
        }
        let best = best(candidates)?;
        let mass = float(best.points.len()) / float(self.points.len());
        let better = self.density(&best.points) > self.density(inside);
        (mass >= self.patience.least_mass && best.points.len() > inside.len() && best.gain > 0.0 && better).then_some(best)
    }

    /// The points within limits.
    fn within(&self, limits: &Limits, of: &[usize]) -> Vec<usize> {
        let holds =
            |point: &&usize| self.points[**point].iter().zip(limits).all(|(value, (low, high))| low <= value && value <= high);
        of.iter().filter(holds).copied().collect()
    }

    fn restrictions(&self, limits: &Limits, inside: &[usize], remaining: &[usize]) -> Vec<Restriction> {
        let (cases, hits) = (inside.len(), self.count(inside));
        let p_without = |wider: &Limits| binomial_tail(hits, cases, self.density(&self.within(wider, remaining)));
        let mut found = Vec::new();
        for dimension in 0..limits.len() {
            let ((low, high), (least, most)) = (limits[dimension], self.all[dimension]);
            let low = (low > least).then(|| {
                let mut wider = limits.clone();
                wider[dimension].0 = least;
                (low, p_without(&wider))
            });
            let high = (high < most).then(|| {
                let mut wider = limits.clone();
                wider[dimension].1 = most;
                (high, p_without(&wider))
            });
            if low.is_some() || high.is_some() {
                found.push(Restriction { parameter: dimension, low, high });
            }
        }
        found
    }
}

/// The candidate with the greatest gain, of those the one that leaves most parameters free, of those the first.
fn best(candidates: Vec<Candidate>) -> Option<Candidate> {
    candidates.into_iter().reduce(|best, next| {
        let order = next.gain.total_cmp(&best.gain).then(next.free.cmp(&best.free));
        if order.is_gt() { next } else { best }
    })
}

/// A limit at a share of sorted values, midway between two that differ: beyond the middle the search for a lower neighbour goes down, else that for a
/// higher one up (the quantile of sdtoolkit). None of no values.
#[expect(clippy::float_cmp, reason = "equal values are one value")]
fn midway(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = float(last) * share;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the last index")]
    let (mut below, mut above) = (libm::floor(place) as usize, (libm::ceil(place) as usize).min(last));
    if share > 0.5 {
        while sorted[below] == sorted[above] && below > 0 {
            below -= 1;
        }
    } else {
        while sorted[below] == sorted[above] && above < last {
            above += 1;
        }
    }
    Some(f64::midpoint(sorted[below], sorted[above]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_lie_between_values_that_differ() {
        let sorted = [1.0, 1.0, 1.0, 2.0, 3.0, 3.0];
        assert_eq!(midway(&sorted, 0.05), Some(1.5));
        assert_eq!(midway(&sorted, 0.3), Some(1.5));
        assert_eq!(midway(&sorted, 0.95), Some(2.5));
        assert_eq!(midway(&[4.0, 4.0], 0.95), Some(4.0));
        assert_eq!(midway(&[], 0.5), None);
    }

    #[test]
    fn a_planted_box_is_found_and_idle_parameters_left_free() {
        let mut points = Vec::new();
        for x in 0..20 {
            for y in 0..20 {
                points.push(vec![f64::from(x), f64::from(y), f64::from((x * 7 + y * 13) % 11)]);
            }
        }
        let holds: Vec<bool> = points.iter().map(|point| point[0] >= 12.0 && point[1] <= 5.0).collect();
        let found = prim(&points, &holds, &Patience::default()).unwrap();
        assert_eq!((found.cases, found.hits, found.boxes.len()), (400, 48, 1));
        let boxed = &found.boxes[0];
        assert_eq!((boxed.last().coverage, boxed.last().density, boxed.last().restricted), (1.0, 1.0, 2));
        assert_eq!(boxed.restrictions.iter().map(|restriction| restriction.parameter).collect::<Vec<_>>(), [0, 1]);
        assert!((boxed.restrictions[0].low.unwrap().0 - 11.5).abs() < 1e-12 && boxed.restrictions[0].high.is_none());
        assert!((boxed.restrictions[1].high.unwrap().0 - 5.5).abs() < 1e-12 && boxed.restrictions[1].is_marked());
        assert!(boxed.trajectory.windows(2).all(|pair| pair[0].density < pair[1].density));
    }

    #[test]
    fn idle_restrictions_are_dropped_and_halves_tell_luck() {
        let mut stream = crate::random::Stream::apart(3, crate::random::Process::Design, "prim", 0);
        let points: Vec<Vec<f64>> = (0..300).map(|_| (0..15).map(|_| stream.uniform()).collect()).collect();
        let real: Vec<bool> = points.iter().map(|point| point[4] > 0.6 && stream.uniform() < 0.9).collect();
        let found = prim(&points, &real, &Patience::default()).unwrap();
        assert!(found.boxes[0].restrictions.len() > 1, "the box as found has idle limits too");
        let simple = simplified(&found.boxes[0], &points, &real, &Patience::default()).unwrap();
        assert_eq!(simple.restrictions.iter().map(|restriction| restriction.parameter).collect::<Vec<_>>(), [4]);
        assert!(simple.step.coverage > 0.95 && simple.step.density > 0.8, "{simple:?}");
        let (hits, cases) = held_out(&points, &real, &Patience::default()).unwrap();
        assert!(float(hits) / float(cases) > 0.75, "{hits} of {cases}");
        // Coins: the box looks dense, and in the other half is no denser than all.
        let coins: Vec<bool> = points.iter().map(|_| stream.uniform() < 0.5).collect();
        let dense = prim(&points, &coins, &Patience { threshold: 0.7, ..Patience::default() }).unwrap();
        assert!(dense.boxes[0].last().density > 0.8);
        let (hits, cases) = held_out(&points, &coins, &Patience::default()).unwrap();
        let share = float(hits) / float(cases);
        assert!((share - 0.5).abs() < 4.0 * 0.5 / float(cases).sqrt(), "{hits} of {cases}");
    }

    #[test]
    fn a_condition_everywhere_is_the_whole_box_and_one_nowhere_an_error() {
        let points: Vec<Vec<f64>> = (0..30).map(|n| vec![f64::from(n)]).collect();
        let found = prim(&points, &[true; 30], &Patience::default()).unwrap();
        assert_eq!((found.boxes.len(), found.boxes[0].restrictions.len(), found.boxes[0].last().mass), (1, 0, 1.0));
        assert_eq!(prim(&points, &[false; 30], &Patience::default()).unwrap_err(), PrimError::Nowhere(30));
        assert_eq!(prim(&points, &[true; 3], &Patience::default()).unwrap_err(), PrimError::Shape);
        assert_eq!(prim(&[vec![f64::NAN]], &[true], &Patience::default()).unwrap_err(), PrimError::Shape);
    }
}
