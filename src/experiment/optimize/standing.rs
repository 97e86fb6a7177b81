//! How candidates stand: by their paired difference from one policy, by score, and in layers.

use std::cmp::Ordering;

use super::evaluate::Evaluations;
use crate::analysis::front::{crowding, layers};
use crate::analysis::rows::Interval;
use crate::analysis::sample::{half_width, mean, spread};
use crate::experiment::point::Figures;
use crate::scenario::model::Decision;

/// What figures are turned by so that less is better: cost, gaps, retention.
const SIGNS: [f64; 3] = [1.0, 1.0, -1.0];

/// What candidates are held against.
#[derive(Clone, Debug)]
pub struct Yardstick {
    /// Which figures can be aimed at: those that some replicate defines.
    aims: Vec<usize>,
    /// Replicates that define all of them, of those that are told of.
    usable: Vec<bool>,
    /// The policy that others differ from, by its place among the keys.
    control: usize,
    /// Cost of `none` by replicate that is told of.
    none: Vec<Option<f64>>,
    /// What a difference in an aim counts in the score: its weight over the spread between the scenario's policies.
    weights: Vec<f64>,
}

/// How a candidate stands: by aim, and by score. Less is better.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// By aim.
    pub point: Vec<f64>,
    /// By score.
    pub score: f64,
}

impl Yardstick {
    /// Made of the scenario's own policies, by key; all of them stand on all replicates that are told of. None where nothing can be aimed at.
    pub fn new(decision: &Decision, keys: &[&str], made: &Evaluations<'_>) -> Option<Self> {
        let of = |key: &str| made.of(key, 0);
        let none = keys.iter().position(|key| *key == "policy none")?;
        let replicates = of(keys[none]).len();
        let defined = |replicate: usize, aim: usize| keys.iter().all(|key| of(key)[replicate][aim].is_some());
        let aims: Vec<usize> = (0..3).filter(|aim| (0..replicates).any(|replicate| defined(replicate, *aim))).collect();
        let usable: Vec<bool> = (0..replicates).map(|replicate| aims.iter().all(|aim| defined(replicate, *aim))).collect();
        let mut found = Self {
            aims,
            usable,
            control: 0,
            none: of(keys[none]).iter().map(|figures| figures[0]).collect(),
            weights: Vec::new(),
        };
        let all: Vec<Vec<f64>> = keys.iter().map(|key| means(&found.values(of(key)))).collect();
        let weights = [decision.cost, decision.time, decision.retention];
        found.weights = found
            .aims
            .iter()
            .enumerate()
            .map(|(place, aim)| {
                let of_aim = || all.iter().filter_map(|point| point.get(place).copied());
                let width = of_aim().fold(f64::NEG_INFINITY, f64::max) - of_aim().fold(f64::INFINITY, f64::min);
                if width > 0.0 { weights[*aim] / width } else { 0.0 }
            })
            .collect();
        if found.weights.iter().all(|weight| *weight <= 0.0) {
            return None;
        }
        // The policy with the best score is nearest to what is looked for.
        let score = |point: &Vec<f64>| found.score(point);
        found.control = (0..all.len()).min_by(|a, b| score(&all[*a]).total_cmp(&score(&all[*b])))?;
        Some(found)
    }

    /// The place of cost (0), gaps (1) or retention (2) among the aims.
    pub fn place(&self, figure: usize) -> Option<usize> {
        self.aims.iter().position(|aim| *aim == figure)
    }

    /// The policy that others differ from, by its place among the keys.
    pub const fn control(&self) -> usize {
        self.control
    }

    /// A run's aims, turned so that less is better; what it does not define is worse than anything.
    fn turned(&self, figures: &Figures) -> Vec<f64> {
        self.aims.iter().map(|aim| figures[*aim].map_or(f64::INFINITY, |figure| SIGNS[*aim] * figure)).collect()
    }

    /// The turned aims of the usable replicates that are told of, by replicate.
    pub fn values(&self, figures: &[Figures]) -> Vec<Vec<f64>> {
        figures.iter().zip(&self.usable).filter(|(_, usable)| **usable).map(|(figures, _)| self.turned(figures)).collect()
    }

    /// The score of a point: less is better.
    pub fn score(&self, point: &[f64]) -> f64 {
        // What is not told apart counts nothing, and nothing of what is without bound either.
        point.iter().zip(&self.weights).filter(|(_, weight)| **weight > 0.0).map(|(figure, weight)| weight * figure).sum()
    }

    /// How figures stand against those of the control on the same replicates; none where no replicate defines all aims.
    pub fn stand(&self, figures: &[Figures], control: &[Figures]) -> Option<Standing> {
        let differences: Vec<Vec<f64>> = figures
            .iter()
            .zip(control)
            .filter(|(figures, control)| self.aims.iter().all(|aim| figures[*aim].is_some() && control[*aim].is_some()))
            .map(|(figures, control)| {
                self.turned(figures).iter().zip(self.turned(control)).map(|(figure, control)| figure - control).collect()
            })
            .collect();
        let point = means(&differences);
        (!point.is_empty()).then(|| Standing { score: self.score(&point), point })
    }

    /// The score of one less that of another, paired.
    pub fn against(&self, one: &[Vec<f64>], other: &[Vec<f64>]) -> Interval {
        let differences: Vec<f64> = one.iter().zip(other).map(|(one, other)| self.score(one) - self.score(other)).collect();
        spread(&differences)
    }

    /// Cost against `none`, excess gap-weeks and retention over the usable replicates, unturned; absent what is no aim.
    pub fn figures(&self, figures: &[Figures]) -> [Option<Interval>; 3] {
        [0, 1, 2].map(|aim| {
            if !self.aims.contains(&aim) {
                return None;
            }
            let usable = figures.iter().zip(&self.none).zip(&self.usable).filter(|(_, usable)| **usable);
            let values: Vec<f64> =
                usable.filter_map(|((figures, none), _)| Some(figures[aim]? - if aim == 0 { (*none)? } else { 0.0 })).collect();
            Some(spread(&values))
        })
    }
}

/// Means by aim over replicates.
pub fn means(values: &[Vec<f64>]) -> Vec<f64> {
    let aims = values.first().map_or(0, Vec::len);
    (0..aims).filter_map(|aim| mean(&values.iter().map(|values| values[aim]).collect::<Vec<_>>())).collect()
}

/// Whether one candidate's means beat another's on every aim and, where it is to be sure, the paired 95% interval of each difference says so.
pub fn beats(one: &[Vec<f64>], other: &[Vec<f64>], sure: bool) -> bool {
    let aims = one.first().map_or(0, Vec::len);
    aims > 0
        && (0..aims).all(|aim| {
            let differences: Vec<f64> = one.iter().zip(other).map(|(one, other)| one[aim] - other[aim]).collect();
            let half = if sure { half_width(&differences).unwrap_or(f64::INFINITY) } else { 0.0 };
            mean(&differences).is_some_and(|mean| mean + half < 0.0)
        })
}

/// The best so many, by turns: the next by score; the next by layer and, within, by crowding; the next on one aim, each aim in its turn.
pub fn choose(stands: &[Standing], count: usize) -> Vec<usize> {
    let points: Vec<Vec<f64>> = stands.iter().map(|standing| standing.point.clone()).collect();
    let layers = layers(&points);
    let mut room = vec![0.0; stands.len()];
    for layer in 0..=layers.iter().copied().max().unwrap_or(0) {
        let members: Vec<usize> = (0..stands.len()).filter(|place| layers[*place] == layer).collect();
        let distances = crowding(&members.iter().map(|place| points[*place].as_slice()).collect::<Vec<_>>());
        for (place, distance) in members.into_iter().zip(distances) {
            room[place] = distance;
        }
    }
    let sorted = |less: &dyn Fn(usize, usize) -> Ordering| {
        let mut order: Vec<usize> = (0..stands.len()).collect();
        order.sort_by(|a, b| less(*a, *b).then(a.cmp(b)));
        order
    };
    let by_score = sorted(&|a, b| stands[a].score.total_cmp(&stands[b].score));
    let by_layer = sorted(&|a, b| layers[a].cmp(&layers[b]).then_with(|| room[b].total_cmp(&room[a])));
    let aims = points.first().map_or(0, Vec::len);
    let by_aim: Vec<Vec<usize>> = (0..aims).map(|aim| sorted(&|a, b| points[a][aim].total_cmp(&points[b][aim]))).collect();
    let mut chosen = Vec::with_capacity(count.min(stands.len()));
    for turn in 0.. {
        let list = match turn % 3 {
            0 => &by_score,
            1 => &by_layer,
            _ => by_aim.get(turn / 3 % aims.max(1)).unwrap_or(&by_score),
        };
        let Some(next) = list.iter().find(|place| !chosen.contains(*place)) else { break };
        if chosen.len() >= count {
            break;
        }
        chosen.push(*next);
    }
    chosen
}

/// The best by score, and the best on each aim.
pub fn best(stands: &[Standing]) -> (Option<usize>, Vec<usize>) {
    let first = |of: &dyn Fn(usize) -> f64| (0..stands.len()).min_by(|a, b| of(*a).total_cmp(&of(*b)).then(a.cmp(b)));
    let aims = stands.first().map_or(0, |standing| standing.point.len());
    let by_aim = (0..aims).filter_map(|aim| first(&|place| stands[place].point[aim])).collect();
    (first(&|place| stands[place].score), by_aim)
}

/// The best by score, the best on each aim, and the next as chosen: near them the next are looked for.
pub fn leaders(stands: &[Standing]) -> Vec<usize> {
    let (score, by_aim) = best(stands);
    let mut found: Vec<usize> = Vec::new();
    for place in score.into_iter().chain(by_aim).chain(choose(stands, 5)) {
        if !found.contains(&place) {
            found.push(place);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_are_those_of_the_score_and_of_the_front_by_turns() {
        let stand = |point: [f64; 2], score| Standing { point: point.to_vec(), score };
        // The second is dominated yet second by score; the last three are the front.
        let stands = [
            stand([9.0, 9.0], 18.0),
            stand([2.0, 2.1], 4.1),
            stand([2.0, 2.0], 4.0),
            stand([0.0, 8.0], 8.0),
            stand([8.0, 0.0], 8.0),
        ];
        // By score the third; by layer the fourth; on the first aim the fourth is taken, so the third, taken too, so the second; by score the last.
        assert_eq!(choose(&stands, 4), [2, 3, 1, 4]);
        assert_eq!(choose(&stands, 1), [2]);
        assert_eq!(choose(&stands, 9).len(), 5);
        assert!(crate::analysis::front::dominates(&stands[2].point, &stands[1].point));
        assert!(choose(&[], 3).is_empty());
    }

    #[test]
    fn beating_is_on_every_aim_and_surely_by_every_interval() {
        let (one, other) = (vec![vec![1.0, 5.0], vec![1.2, 5.1]], vec![vec![2.0, 6.0], vec![2.1, 5.2]]);
        assert!(beats(&one, &other, false) && !beats(&one, &other, true) && !beats(&other, &one, false));
        let far = vec![vec![2.0, 6.0], vec![2.2, 6.1]];
        assert!(beats(&one, &far, true));
        assert!(!beats(&[], &[], false));
    }
}
