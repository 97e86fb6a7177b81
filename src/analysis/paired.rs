//! Comparing two policies on the same luck: paired differences, their interval and p value, and what pairing bought.
//!
//! Both policies meet the same replicates, so the difference is taken within each before anything is averaged (common random
//! numbers: Law 2015, chapter 11). Many comparisons of one measure hold their p values together by Holm (1979).

use super::sample::{float, half_width, mean, sd, variance};
use super::student::two_sided_tail;

/// A paired difference over replicates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paired {
    /// Pairs where both are defined.
    pub pairs: usize,
    /// Mean difference.
    pub difference: f64,
    /// Standard deviation of the differences; none below two pairs.
    pub sd: Option<f64>,
    /// 95% t-interval of the mean difference; none below two pairs.
    pub interval: Option<(f64, f64)>,
    /// Two-sided p value of no difference (paired t); none below two pairs. Differences that are all 0 give 1, all the same but not 0 give 0.
    pub p: Option<f64>,
    /// Variance of an unpaired difference over that of the paired one, `(var a + var b) / var(a - b)`; none where the differences do not vary.
    pub variance_reduction: Option<f64>,
}

/// Compares `a` less `b`, replicate by replicate, over the replicates in which both are defined. None where there are none.
#[must_use]
pub fn compare(a: &[Option<f64>], b: &[Option<f64>]) -> Option<Paired> {
    let (left, right): (Vec<f64>, Vec<f64>) = a.iter().zip(b).filter_map(|(a, b)| Some(((*a)?, (*b)?))).unzip();
    let differences: Vec<f64> = left.iter().zip(&right).map(|(a, b)| a - b).collect();
    let difference = mean(&differences)?;
    let deviation = sd(&differences);
    let p = deviation.map(|deviation| {
        if difference == 0.0 {
            return 1.0;
        }
        let n = float(differences.len());
        two_sided_tail(difference.abs() * n.sqrt() / deviation, n - 1.0)
    });
    let variance_reduction = match (variance(&left), variance(&right), variance(&differences)) {
        // Differences that vary by rounding only do not vary.
        (Some(left), Some(right), Some(paired)) if paired > 1e-20 * (left + right) => Some((left + right) / paired),
        _ => None,
    };
    Some(Paired {
        pairs: differences.len(),
        difference,
        sd: deviation,
        interval: half_width(&differences).map(|half| (difference - half, difference + half)),
        p,
        variance_reduction,
    })
}

/// P values adjusted by Holm's step-down procedure, which holds the chance of any false alarm in the family. Absent ones stay absent
/// and do not count.
#[must_use]
pub fn holm(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut order: Vec<(usize, f64)> = p_values.iter().enumerate().filter_map(|(index, p)| Some((index, (*p)?))).collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut adjusted = vec![None; p_values.len()];
    let mut greatest: f64 = 0.0;
    for (rank, (index, p)) in order.iter().enumerate() {
        greatest = greatest.max((float(order.len() - rank) * p).min(1.0));
        adjusted[*index] = Some(greatest);
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn defined(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().copied().map(Some).collect()
    }

    #[test]
    fn a_paired_difference_meets_scipy() {
        // SciPy 1.17.1 and NumPy 2.4.6: r = scipy.stats.ttest_rel(a, b); r.pvalue; r.confidence_interval(); d.std(ddof=1);
        // (a.var(ddof=1) + b.var(ddof=1)) / d.var(ddof=1).
        let a = defined(&[12.1, 9.4, 15.2, 11.0, 8.7, 13.3]);
        let b = defined(&[10.0, 9.9, 12.5, 10.1, 8.8, 11.1]);
        let found = compare(&a, &b).unwrap();
        let (low, high) = found.interval.unwrap();
        for (ours, theirs) in [
            (found.difference, 1.216_666_666_666_666_6),
            (found.sd.unwrap(), 1.321_236_794_320_634_7),
            (found.p.unwrap(), 0.073_755_117_398_999_45),
            (low, -0.169_886_314_035_327_72),
            (high, 2.603_219_647_368_661),
            (found.variance_reduction.unwrap(), 4.315_638_724_460_567),
        ] {
            assert!((ours - theirs).abs() < 1e-10, "{ours} is not {theirs}");
        }
    }

    #[test]
    fn only_complete_pairs_count() {
        let found = compare(&[Some(1.0), None, Some(4.0)], &[Some(0.0), Some(9.0), None]).unwrap();
        assert_eq!((found.pairs, found.difference, found.p, found.interval), (1, 1.0, None, None));
        assert_eq!(compare(&[None], &[Some(1.0)]), None);
    }

    #[test]
    fn differences_that_do_not_vary_are_settled() {
        let same = compare(&defined(&[1.0, 2.0]), &defined(&[1.0, 2.0])).unwrap();
        assert_eq!((same.p, same.variance_reduction, same.interval), (Some(1.0), None, Some((0.0, 0.0))));
        let shifted = compare(&defined(&[2.0, 3.0]), &defined(&[1.0, 2.0])).unwrap();
        assert_eq!(shifted.p, Some(0.0));
    }

    #[test]
    fn holm_steps_down() {
        // By hand: 4 * 0.005, 3 * 0.01, 2 * 0.03, and 0.04 lifted to 0.06.
        let found = holm(&[Some(0.01), Some(0.04), None, Some(0.03), Some(0.005)]);
        for (ours, theirs) in found.iter().zip([Some(0.03), Some(0.06), None, Some(0.06), Some(0.02)]) {
            match (ours, theirs) {
                (Some(ours), Some(theirs)) => assert!((ours - theirs).abs() < 1e-15),
                (None, None) => {}
                _ => panic!("{found:?}"),
            }
        }
    }
}
