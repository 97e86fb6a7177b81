//! Morris trajectories (Morris 1991, Technometrics 33): from a random point of a grid of `p` levels each parameter moves once, in random order, by
//! `p / (2 (p - 1))`, up or down. As `SALib` draws them: a trajectory is `(J x* + delta/2 ((2B - J) D* + J)) P*`, so that a parameter that
//! moves up starts from the lower half of the grid and one that moves down from the upper.

use super::{Ask, DesignError, bounded, float};
use crate::random::{Process, Stream};

/// Levels where none are asked for.
const LEVELS: usize = 4;

/// The points of all trajectories, `dimensions + 1` each, one trajectory after the other.
pub(super) fn points(ask: &Ask) -> Result<Vec<Vec<f64>>, DesignError> {
    let levels = ask.levels.first().copied().unwrap_or(LEVELS);
    if levels < 2 || levels % 2 == 1 {
        return Err(DesignError::OddLevels(levels));
    }
    let total = bounded(&[ask.size, ask.dimensions + 1])?;
    let step = levels / 2;
    let place = |level: usize| float(level) / float(levels - 1);
    let mut made = Vec::with_capacity(total);
    for trajectory in 0..ask.size {
        let mut stream = Stream::apart(ask.seed, Process::Design, "morris", trajectory as u64);
        let mut ends = Vec::with_capacity(ask.dimensions);
        for _ in 0..ask.dimensions {
            let lower = stream.below(step);
            let up = stream.below(2) == 1;
            ends.push(if up { (lower, lower + step) } else { (lower + step, lower) });
        }
        let mut order: Vec<usize> = (0..ask.dimensions).collect();
        stream.shuffle(&mut order);
        let mut at: Vec<f64> = ends.iter().map(|(start, _)| place(*start)).collect();
        made.push(at.clone());
        for moved in order {
            at[moved] = place(ends[moved].1);
            made.push(at.clone());
        }
    }
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::float_cmp, reason = "a place that was not moved has the same bits")]
    fn each_step_moves_one_parameter_by_delta_and_each_moves_once() {
        for levels in [2_usize, 4, 6] {
            let ask = Ask { dimensions: 6, size: 50, levels: vec![levels], seed: 9, ..Ask::default() };
            let found = points(&ask).unwrap();
            assert_eq!(found.len(), 50 * 7);
            let delta = float(levels) / (2.0 * float(levels - 1));
            for trajectory in found.chunks(7) {
                let mut moved = Vec::new();
                for pair in trajectory.windows(2) {
                    let changed: Vec<usize> = (0..6).filter(|&d| pair[0][d] != pair[1][d]).collect();
                    assert_eq!(changed.len(), 1);
                    assert!(((pair[1][changed[0]] - pair[0][changed[0]]).abs() - delta).abs() < 1e-15);
                    moved.push(changed[0]);
                }
                moved.sort_unstable();
                assert_eq!(moved, (0..6).collect::<Vec<_>>());
            }
            for place in found.iter().flatten() {
                let level = place * float(levels - 1);
                assert!((level - level.round()).abs() < 1e-12, "{place} is on no level");
            }
        }
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "a place that was not moved has the same bits")]
    fn directions_orders_and_starts_are_drawn_evenly() {
        let ask = Ask { dimensions: 2, size: 2000, levels: vec![4], seed: 9, ..Ask::default() };
        let found = points(&ask).unwrap();
        let share = |holds: &dyn Fn(&[Vec<f64>]) -> bool| found.chunks(3).filter(|t| holds(t)).count();
        // 2000 coins: a standard error of 22.
        for count in [
            share(&|t| t[0][0] < t[2][0]),
            share(&|t| t[0][1] < t[2][1]),
            share(&|t| t[0][0] != t[1][0]),
            share(&|t| t[0][0].min(t[2][0]) == 0.0),
        ] {
            assert!((890..1110).contains(&count), "{count}");
        }
    }

    #[test]
    fn more_trajectories_begin_with_the_same() {
        let ask = |size| Ask { dimensions: 3, size, seed: 2, ..Ask::default() };
        assert_eq!(points(&ask(9)).unwrap()[..16], points(&ask(4)).unwrap());
    }
}
