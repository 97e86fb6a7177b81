//! One at a time: what the outcome comes to at both ends of a parameter's range while the others keep today's values, as paired differences from
//! today on the same replicates. It sees no interactions and only today's neighbourhood (Saltelli and Annoni 2010); it is what a tornado shows.

use super::{Outcomes, SensitivityError};
use crate::analysis::rows::Interval;
use crate::analysis::sample::spread;

/// A parameter at both ends of its range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ends {
    /// The outcome at the low end, a mean over replicates.
    pub low: Interval,
    /// The outcome at the high end.
    pub high: Interval,
    /// The low end less today, paired.
    pub low_change: Interval,
    /// The high end less today, paired.
    pub high_change: Interval,
    /// The high end less the low end, paired.
    pub swing: Interval,
}

/// Today's outcome and both ends of every parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct OneAtATime {
    /// With every parameter as it is today.
    pub today: Interval,
    /// By parameter; none where an end could not be run.
    pub parameters: Vec<Option<Ends>>,
}

/// Reads the outcomes of a one-at-a-time design over `dimensions` parameters: today's point, then the low and the high end of each. Outcomes are in
/// blocks of one point.
///
/// # Errors
///
/// Today's point failed.
pub fn one_at_a_time(outcomes: &Outcomes, dimensions: usize) -> Result<OneAtATime, SensitivityError> {
    let at = |point: usize| {
        let place = outcomes.kept().iter().position(|kept| *kept == point)?;
        Some(&outcomes.values()[place])
    };
    let today = at(0).ok_or(SensitivityError::TooFew { left: 0 })?;
    let change = |to: &[f64], from: &[f64]| spread(&to.iter().zip(from).map(|(to, from)| to - from).collect::<Vec<f64>>());
    let ends = |parameter: usize| {
        let (low, high) = (at(1 + 2 * parameter)?, at(2 + 2 * parameter)?);
        Some(Ends {
            low: spread(low),
            high: spread(high),
            low_change: change(low, today),
            high_change: change(high, today),
            swing: change(high, low),
        })
    };
    Ok(OneAtATime { today: spread(today), parameters: (0..dimensions).map(ends).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_compared_with_today_on_the_same_luck() {
        let rows = [Some([1.0, 3.0]), Some([2.0, 4.0]), Some([0.0, 6.0]), Some([1.0, 3.0]), None];
        let points: Vec<Option<Vec<Option<f64>>>> = rows.iter().map(|row| row.map(|row| row.map(Some).to_vec())).collect();
        let found = one_at_a_time(&Outcomes::new(&points, 1).unwrap(), 2).unwrap();
        let ends = found.parameters[0].unwrap();
        assert_eq!((found.today.mean, ends.low.mean, ends.high.mean), (2.0, 3.0, 3.0));
        // Luck that both share cancels: 1 more in both replicates.
        assert_eq!((ends.low_change.mean, ends.low_change.low, ends.low_change.high), (1.0, 1.0, 1.0));
        assert_eq!((ends.high_change.mean, ends.swing.mean), (1.0, 0.0));
        assert!(ends.high_change.low < 0.0);
        assert_eq!(found.parameters[1], None);
        let failed: Vec<Option<Vec<Option<f64>>>> = [None].into_iter().chain(points.into_iter().skip(1)).collect();
        assert!(one_at_a_time(&Outcomes::new(&failed, 1).unwrap(), 2).is_err());
    }
}
