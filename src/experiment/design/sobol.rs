//! Sobol sequences by the direction numbers of Joe and Kuo (2008, "Constructing Sobol sequences with better two-dimensional projections", SIAM
//! Journal on Scientific Computing 30), their file new-joe-kuo-6; points in Gray code order (Antonov and Saleev 1979), as `SciPy` gives them
//! unscrambled. The first point, the origin, is kept: without it a power of 2 points is no net any more (Owen 2020, "On dropping the first
//! Sobol' point").

use super::{DesignError, bounded};

/// The table: a line a dimension from the second on, `d s a m_1 ... m_s`.
const TABLE: &str = include_str!("new-joe-kuo-6.1024.txt");

/// The most dimensions that the table serves.
pub(super) const MOST: usize = 1024;

/// Bits of a place; a sequence repeats after 2 to this power, which [`super::MOST_POINTS`] does not reach.
const BITS: usize = 32;

/// Points `skip` to `skip + size` of the sequence.
pub(super) fn points(dimensions: usize, skip: usize, size: usize) -> Result<Vec<Vec<f64>>, DesignError> {
    if dimensions > MOST {
        return Err(DesignError::TooManyDimensions { most: MOST, needed: dimensions });
    }
    bounded(&[size])?;
    bounded(&[skip])?;
    let directions = directions(dimensions);
    let mut state = vec![0_u32; dimensions];
    let mut made = Vec::with_capacity(size);
    for number in 0..skip + size {
        if number >= skip {
            made.push(state.iter().map(|place| f64::from(*place) / 4_294_967_296.0).collect());
        }
        let changed = number.trailing_ones() as usize;
        for (place, of_dimension) in state.iter_mut().zip(&directions) {
            *place ^= of_dimension[changed];
        }
    }
    Ok(made)
}

/// The direction numbers of the first dimensions, as fractions of 2 to the power 32.
fn directions(dimensions: usize) -> Vec<[u32; BITS]> {
    let first = std::array::from_fn(|bit| 1 << (BITS - 1 - bit));
    let lines = TABLE.lines().filter(|line| line.starts_with(|letter: char| letter.is_ascii_digit()));
    std::iter::once(first).chain(lines.map(of_line)).take(dimensions).collect()
}

/// The direction numbers of a line: the given ones, then by the recurrence of the primitive polynomial of degree `s` and inner coefficients `a`.
fn of_line(line: &str) -> [u32; BITS] {
    let numbers: Vec<u32> = line.split_ascii_whitespace().filter_map(|word| word.parse().ok()).collect();
    let (inner, initial) = (numbers[2], &numbers[3..]);
    let degree = initial.len();
    let mut found = [0; BITS];
    for bit in 0..BITS {
        found[bit] = if bit < degree {
            initial[bit] << (BITS - 1 - bit)
        } else {
            let mut number = found[bit - degree] ^ (found[bit - degree] >> degree);
            for back in 1..degree {
                if inner >> (degree - 1 - back) & 1 == 1 {
                    number ^= found[bit - back];
                }
            }
            number
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::float_cmp, reason = "places are binary fractions, which floats hold")]
    fn points_are_those_of_scipy() {
        // SciPy 1.17.1: scipy.stats.qmc.Sobol(d=1024, scramble=False).random(64), rows and columns counted from 0.
        let found = points(1024, 0, 64).unwrap();
        let columns = [0, 1, 2, 3, 9, 99, 255, 511, 1023];
        for (row, places) in [
            (0, [0.0; 9]),
            (1, [0.5; 9]),
            (2, [0.75, 0.25, 0.25, 0.25, 0.75, 0.75, 0.75, 0.75, 0.75]),
            (37, [0.921_875, 0.640_625, 0.578_125, 0.921_875, 0.171_875, 0.171_875, 0.453_125, 0.046_875, 0.734_375]),
            (63, [0.015_625, 0.796_875, 0.359_375, 0.453_125, 0.578_125, 0.078_125, 0.046_875, 0.140_625, 0.515_625]),
        ] {
            assert_eq!(columns.map(|column| found[row][column]), places);
        }
    }

    #[test]
    fn all_dimensions_and_many_points_are_those_of_scipy() {
        // SciPy 1.17.1: p = scipy.stats.qmc.Sobol(d=1024, scramble=False).random(8192); p[k] @ np.arange(1, 1025); the sum over all k.
        let found = points(1024, 0, 8192).unwrap();
        let weigh = |point: &Vec<f64>| point.iter().zip(1_u32..).map(|(place, weight)| place * f64::from(weight)).sum::<f64>();
        assert!((weigh(&found[5000]) - 271_677.124_755_859_4).abs() < 1e-7);
        assert!((weigh(&found[8191]) - 270_772.736_572_265_6).abs() < 1e-7);
        let total: f64 = found.iter().map(weigh).sum();
        assert!((total - 2_149_318_400.0).abs() < 1e-2, "{total}");
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "places are binary fractions, which floats hold")]
    fn every_dimension_is_stratified() {
        let found = points(MOST, 0, 256).unwrap();
        for dimension in 0..MOST {
            let mut places: Vec<f64> = found.iter().map(|point| point[dimension] * 256.0).collect();
            places.sort_unstable_by(f64::total_cmp);
            assert!(places.iter().zip(0_u32..).all(|(place, slice)| *place == f64::from(slice)), "dimension {dimension}");
        }
    }

    #[test]
    fn a_later_part_is_a_part() {
        assert_eq!(points(5, 12, 9).unwrap(), points(5, 0, 21).unwrap()[12..]);
    }
}
