//! Saltelli's design (Saltelli 2002, Computer Physics Communications 145; Saltelli et al. 2010, 181): a Sobol sequence of twice as many dimensions as
//! there are parameters gives two samples A and B; crossed, with one column of the other each, they give what variance-based indices need.
//!
//! Layout and skip are those of `SALib.sample.saltelli.sample`: for each base point A, then A with the k-th column of B for each k, then (where
//! second order is wanted) B with the k-th column of A for each k, then B; the sequence starts at the first power of 2 that is at least the size and
//! at least 16.

use super::{DesignError, bounded, sobol};

/// How many points one base point makes.
#[must_use]
pub const fn block(dimensions: usize, second_order: bool) -> usize {
    if second_order { 2 * dimensions + 2 } else { dimensions + 2 }
}

/// The points, with or without what indices of second order need besides.
///
/// # Errors
///
/// More points than [`super::MOST_POINTS`], or more dimensions than Sobol sequences have here.
pub fn points(dimensions: usize, size: usize, second_order: bool) -> Result<Vec<Vec<f64>>, DesignError> {
    let total = bounded(&[block(dimensions, second_order), size])?;
    let skip = size.checked_next_power_of_two().ok_or(DesignError::TooMany)?.max(16);
    let mut made = Vec::with_capacity(total);
    for base in sobol::points(2 * dimensions, skip, size)? {
        let (a, b) = base.split_at(dimensions);
        let crossed = |of: &[f64], with: &[f64], column: usize| {
            let mut point = of.to_vec();
            point[column] = with[column];
            point
        };
        made.push(a.to_vec());
        made.extend((0..dimensions).map(|column| crossed(a, b, column)));
        if second_order {
            made.extend((0..dimensions).map(|column| crossed(b, a, column)));
        }
        made.push(b.to_vec());
    }
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_and_skip_are_those_of_salib() {
        // SALib 1.6.0: p = SALib.sample.saltelli.sample({"num_vars": 3, "names": list("abc"), "bounds": [[0, 1]] * 3}, 4), the last block of 8
        // rows; and of calc_second_order=False the last 5.
        let whole = points(3, 4, true).unwrap();
        assert_eq!(whole.len(), 32);
        assert_eq!(whole[24..], WHOLE);
        let first = points(3, 4, false).unwrap();
        assert_eq!(first.len(), 20);
        assert_eq!(first[15..], [WHOLE[0], WHOLE[1], WHOLE[2], WHOLE[3], WHOLE[7]]);
    }

    #[test]
    fn large_samples_are_those_of_salib() {
        // SALib 1.6.0, as above with 100 variables and N = 300: p @ np.arange(1, 101), summed, and of row 60000.
        let found = points(100, 300, true).unwrap();
        let weigh = |point: &Vec<f64>| point.iter().zip(1_u32..).map(|(place, weight)| place * f64::from(weight)).sum::<f64>();
        assert!((weigh(&found[60_000]) - ROW).abs() < 1e-9);
        assert!((found.iter().map(weigh).sum::<f64>() - SUM).abs() < 1e-4);
    }

    const WHOLE: [[f64; 3]; 8] = [
        [0.34375, 0.71875, 0.71875],
        [0.40625, 0.71875, 0.71875],
        [0.34375, 0.03125, 0.71875],
        [0.34375, 0.71875, 0.71875],
        [0.34375, 0.03125, 0.71875],
        [0.40625, 0.71875, 0.71875],
        [0.40625, 0.03125, 0.71875],
        [0.40625, 0.03125, 0.71875],
    ];
    const ROW: f64 = 2_589.001_953_125;
    const SUM: f64 = 152_982_884.367_187_5;
}
