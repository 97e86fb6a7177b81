//! Which policy is best in each replicate, how often, and what the others fall short by.

use super::rows::Better;
use super::sample::{float, mean};

/// How often a policy is best on a measure, and what it falls short of the best by.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Standing {
    /// Share of replicates in which it is best, ties split, of those where any policy is defined; none where there are none.
    pub p_best: Option<f64>,
    /// Mean shortfall from the best, over the replicates where the policy is defined; none where there are none.
    pub expected_regret: Option<f64>,
}

/// Stands every policy against the best of each replicate. `values` is by policy, then by replicate. A policy whose measure is absent
/// in a replicate cannot be best there. A measure without a better direction has no standings.
#[must_use]
pub fn standings(values: &[&[Option<f64>]], better: Better) -> Vec<Standing> {
    let sign = match better {
        Better::Lower => 1.0,
        Better::Higher => -1.0,
        Better::Neither => return vec![Standing::default(); values.len()],
    };
    let replicates = values.iter().map(|policy| policy.len()).max().unwrap_or(0);
    let mut wins = vec![0.0; values.len()];
    let mut regrets: Vec<Vec<f64>> = vec![Vec::with_capacity(replicates); values.len()];
    let mut contests = 0;
    for replicate in 0..replicates {
        let costs: Vec<Option<f64>> = values.iter().map(|policy| Some(policy.get(replicate).copied()?? * sign)).collect();
        let Some(best) = costs.iter().flatten().copied().min_by(f64::total_cmp) else { continue };
        contests += 1;
        // A tie is exactly equal: on common random numbers, policies that do the same get the same bits.
        let ties = costs.iter().filter(|cost| **cost == Some(best)).count();
        for (policy, cost) in costs.iter().enumerate() {
            let Some(cost) = cost else { continue };
            regrets[policy].push(cost - best);
            if cost - best == 0.0 {
                wins[policy] += 1.0 / float(ties);
            }
        }
    }
    let stand = |(wins, regrets): (f64, Vec<f64>)| Standing {
        p_best: (contests > 0).then(|| wins / float(contests)),
        expected_regret: mean(&regrets),
    };
    wins.into_iter().zip(regrets).map(stand).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_split_and_absence_loses() {
        let a = [Some(1.0), Some(2.0), None, None];
        let b = [Some(1.0), Some(5.0), Some(9.0), None];
        let found = standings(&[&a, &b], Better::Lower);
        assert_eq!(found[0], Standing { p_best: Some(1.5 / 3.0), expected_regret: Some(0.0) });
        assert_eq!(found[1], Standing { p_best: Some(1.5 / 3.0), expected_regret: Some(1.0) });
        let found = standings(&[&a, &b], Better::Higher);
        assert_eq!((found[0].p_best, found[0].expected_regret), (Some(0.5 / 3.0), Some(1.5)));
        assert_eq!(standings(&[&a, &b], Better::Neither), vec![Standing::default(); 2]);
    }
}
