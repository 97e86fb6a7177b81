//! Latin hypercubes (`McKay`, Beckman and Conover 1979, Technometrics 21): each dimension is cut into as many equal slices as there are points,
//! each slice holds one point, and the order of slices is drawn anew for every dimension. A dimension draws from a stream of its own, so that
//! one more parameter changes nothing of the others.

use super::{Ask, DesignError, bounded, float};
use crate::random::{Process, Stream};

/// The points of a Latin hypercube.
pub(super) fn points(ask: &Ask) -> Result<Vec<Vec<f64>>, DesignError> {
    bounded(&[ask.size])?;
    let mut points = vec![vec![0.0; ask.dimensions]; ask.size];
    for dimension in 0..ask.dimensions {
        let mut stream = Stream::apart(ask.seed, Process::Design, "latin hypercube", dimension as u64);
        let mut slices: Vec<usize> = (0..ask.size).collect();
        stream.shuffle(&mut slices);
        for (point, slice) in points.iter_mut().zip(slices) {
            point[dimension] = (float(slice) + stream.uniform()) / float(ask.size);
        }
    }
    Ok(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(dimensions: usize, size: usize, seed: u64) -> Ask {
        Ask { dimensions, size, seed, ..Ask::default() }
    }

    #[test]
    fn every_slice_of_every_dimension_holds_one_point() {
        let found = points(&ask(5, 40, 3)).unwrap();
        for dimension in 0..5 {
            let mut slices: Vec<usize> = found
                .iter()
                .map(|point| {
                    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in [0, 40)")]
                    let slice = (point[dimension] * 40.0) as usize;
                    slice
                })
                .collect();
            slices.sort_unstable();
            assert_eq!(slices, (0..40).collect::<Vec<_>>());
        }
    }

    #[test]
    fn dimensions_are_independent_and_the_seed_counts() {
        let few = points(&ask(2, 500, 3)).unwrap();
        let more = points(&ask(3, 500, 3)).unwrap();
        assert!(few.iter().zip(&more).all(|(few, more)| few[..] == more[..2]));
        assert_ne!(few, points(&ask(2, 500, 4)).unwrap());
        // The correlation of two dimensions has a standard error of 0.045.
        let product: f64 = few.iter().map(|point| (point[0] - 0.5) * (point[1] - 0.5)).sum::<f64>() / 500.0 * 12.0;
        assert!(product.abs() < 0.18, "{product}");
    }
}
