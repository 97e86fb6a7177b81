//! Morris's elementary effects (Morris 1991; mu* of Campolongo, Cariboni and Saltelli 2007): how far the outcome moves when one parameter moves across
//! its whole range at the slope of one step, over trajectories. `mu` is the mean effect, `mu_star` the mean size, `sigma` the spread, which is large where
//! a parameter interacts or bends. The estimators are those of `SALib.analyze.morris`.
//!
//! An effect is a difference between two points on the same replicates, so its noise is known from the replicates. Noise lifts `mu_star` and `sigma`: with
//! an error of `noise` (a standard error) an idle parameter has a `mu_star` of about 0.8 of it, the mean of |N(0, 1)| (Leone, Nelson and Nottingham 1961). `sigma_less_noise` has it taken off.

use super::bootstrap::{Range, draws, range};
use super::{Outcomes, SensitivityError};
use crate::analysis::sample::{float, mean, sd, variance};

/// What is known of a parameter from its elementary effects, in the outcome's unit over the whole range of the parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effects {
    /// Mean effect: its sign is the direction.
    pub mu: Range,
    /// Mean size of an effect.
    pub mu_star: Range,
    /// Standard deviation of the effects; 0 of one trajectory.
    pub sigma: Range,
    /// As `sigma`, with the noise of replicates taken off; none with one replicate.
    pub sigma_less_noise: Option<f64>,
    /// Standard error of one effect from replicates; none with one replicate.
    pub noise: Option<f64>,
    /// Trajectories in which it moved.
    pub trajectories: usize,
}

impl Effects {
    /// Whether its size cannot be told from what noise alone would give.
    #[must_use]
    pub fn within_noise(&self) -> bool {
        self.mu_star.value == 0.0 || self.noise.is_some_and(|noise| self.mu_star.value <= 0.8 * noise)
    }
}

/// The elementary effects of every parameter.
///
/// `points` are the places in the unit cube that the design gave, all of them; outcomes are in blocks of `dimensions + 1`.
///
/// # Errors
///
/// The outcomes are not of trajectories of these points.
pub fn morris(points: &[Vec<f64>], outcomes: &Outcomes, seed: u64) -> Result<Vec<Effects>, SensitivityError> {
    let dimensions = points.first().map_or(0, Vec::len);
    let block = dimensions + 1;
    if !outcomes.kept().len().is_multiple_of(block) || outcomes.kept().iter().any(|point| *point >= points.len()) {
        return Err(SensitivityError::Blocks { points: outcomes.kept().len(), block });
    }
    let rows: Vec<(&Vec<f64>, &Vec<f64>)> =
        outcomes.kept().iter().zip(outcomes.values()).map(|(point, values)| (&points[*point], values)).collect();
    // By parameter, then trajectory: the effect in each replicate.
    let mut effects: Vec<Vec<Vec<f64>>> = vec![Vec::new(); dimensions];
    for trajectory in rows.chunks(block) {
        for pair in trajectory.windows(2) {
            let ((before, at_before), (after, at_after)) = (pair[0], pair[1]);
            for dimension in 0..dimensions {
                let step = after[dimension] - before[dimension];
                if step != 0.0 {
                    effects[dimension]
                        .push(at_before.iter().zip(at_after).map(|(before, after)| (after - before) / step).collect());
                }
            }
        }
    }
    Ok(effects.iter().map(|effects| summary(effects, seed)).collect())
}

/// Mean, mean size and spread of effects by trajectory, then by replicate.
fn summary(effects: &[Vec<f64>], seed: u64) -> Effects {
    let means: Vec<f64> = effects.iter().map(|effect| mean(effect).unwrap_or_default()).collect();
    let statistics = |means: &[f64]| {
        let sizes: Vec<f64> = means.iter().map(|effect| effect.abs()).collect();
        [mean(means).unwrap_or_default(), mean(&sizes).unwrap_or_default(), sd(means).unwrap_or_default()]
    };
    let found = statistics(&means);
    let drawn: Vec<[f64; 3]> = draws(seed, "morris", means.len())
        .iter()
        .map(|draw| statistics(&draw.iter().map(|place| means[*place]).collect::<Vec<_>>()))
        .collect();
    let of = |which: usize| range(found[which], &drawn.iter().map(|draw| draw[which]).collect::<Vec<_>>());
    let errors: Option<Vec<f64>> =
        effects.iter().map(|effect| variance(effect).map(|square| square / float(effect.len()))).collect();
    let error = errors.and_then(|errors| mean(&errors));
    Effects {
        mu: of(0),
        mu_star: of(1),
        sigma: of(2),
        sigma_less_noise: error.map(|error| (found[2] * found[2] - error).max(0.0).sqrt()),
        noise: error.map(f64::sqrt),
        trajectories: effects.len(),
    }
}
