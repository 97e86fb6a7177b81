//! A sample over replicates: mean, spread, quantiles and the 95% interval of its mean.

use std::sync::OnceLock;

use super::rows::Interval;
use super::student::two_sided_quantile;

/// One less the confidence of every interval in the tables.
pub const ALPHA: f64 = 0.05;

/// A count as a float, for dividing by.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts of replicates, people and gaps are far below 2^53")]
pub const fn float(count: usize) -> f64 {
    count as f64
}

/// The mean, summed in the order given; none of an empty sample.
#[must_use]
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / float(values.len()))
}

/// The sample variance (over n - 1); none below two values.
#[must_use]
pub fn variance(values: &[f64]) -> Option<f64> {
    // From the first value, so that equal values have a variance of exactly 0.
    let first = *values.first()?;
    let centre = values.iter().map(|value| value - first).sum::<f64>() / float(values.len());
    let away = |value: &f64| value - first - centre;
    let squares: f64 = values.iter().map(|value| away(value) * away(value)).sum();
    (values.len() > 1).then(|| squares / float(values.len() - 1))
}

/// The sample standard deviation; none below two values.
#[must_use]
pub fn sd(values: &[f64]) -> Option<f64> {
    variance(values).map(f64::sqrt)
}

/// The t value of a 95% interval from n values, remembered for common n: tables ask for the same few a hundred thousand times.
fn critical(n: usize) -> f64 {
    static KNOWN: [OnceLock<f64>; 1024] = [const { OnceLock::new() }; 1024];
    let find = || two_sided_quantile(ALPHA, float(n) - 1.0);
    KNOWN.get(n).map_or_else(find, |known| *known.get_or_init(find))
}

/// Half the width of the 95% t-interval of the mean; none below two values.
#[must_use]
pub fn half_width(values: &[f64]) -> Option<f64> {
    sd(values).map(|deviation| half_width_from(deviation, values.len()))
}

/// The same where the sample standard deviation of so many values, at least two, is known.
#[must_use]
pub fn half_width_from(deviation: f64, count: usize) -> f64 {
    if deviation == 0.0 {
        return 0.0;
    }
    critical(count) * deviation / float(count).sqrt()
}

/// The 95% t-interval of the mean; none below two values.
#[must_use]
pub fn interval(values: &[f64]) -> Option<(f64, f64)> {
    let centre = mean(values)?;
    half_width(values).map(|half| (centre - half, centre + half))
}

/// Mean and 95% t-interval. Of one value, which has no interval, both ends are the value; of none, all are 0.
#[must_use]
pub fn spread(values: &[f64]) -> Interval {
    let centre = mean(values).unwrap_or_default();
    let half = half_width(values).unwrap_or_default();
    Interval { mean: centre, low: centre - half, high: centre + half }
}

/// As [`spread`], its ends held within what the quantity can be.
#[must_use]
pub fn spread_within(values: &[f64], least: f64, greatest: f64) -> Interval {
    let Interval { mean, low, high } = spread(values);
    Interval { mean, low: low.max(least), high: high.min(greatest) }
}

/// A quantile of values in ascending order, type 7 of Hyndman and Fan (1996): linear between order statistics. None of an empty sample.
#[must_use]
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = float(last) * share.clamp(0.0, 1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the last index")]
    let below = libm::floor(place) as usize;
    let above = (below + 1).min(last);
    let part = place - float(below);
    if part == 0.0 {
        return Some(sorted[below]);
    }
    Some(sorted[below] + part * (sorted[above] - sorted[below]))
}

/// A [`quantile`] of values in any order, which are left in another: for where only the one is wanted of many.
pub fn quantile_of(values: &mut [f64], share: f64) -> Option<f64> {
    let last = values.len().checked_sub(1)?;
    let place = float(last) * share.clamp(0.0, 1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the last index")]
    let below = libm::floor(place) as usize;
    let (_, low, above) = values.select_nth_unstable_by(below, f64::total_cmp);
    let (low, next) = (*low, above.iter().copied().min_by(f64::total_cmp));
    Some(next.map_or(low, |next| low + (place - float(below)) * (next - low)))
}

/// The values in ascending order.
#[must_use]
pub fn ascending(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: [f64; 6] = [12.1, 9.4, 15.2, 11.0, 8.7, 13.3];

    #[test]
    fn quantiles_meet_numpy() {
        // NumPy 2.4.6, numpy.quantile(a, p), whose default is type 7.
        let sorted = ascending(&A);
        for (share, answer) in [(0.05, 8.875), (0.25, 9.8), (0.5, 11.55), (0.95, 14.725), (0.0, 8.7), (1.0, 15.2)] {
            assert!((quantile(&sorted, share).unwrap() - answer).abs() < 1e-12);
        }
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[3.0], 0.95), Some(3.0));
        for share in [0.0, 0.05, 0.25, 0.5, 0.9, 0.95, 1.0] {
            assert_eq!(quantile_of(&mut A.clone(), share), quantile(&sorted, share));
        }
        assert_eq!(quantile_of(&mut [], 0.5), None);
    }

    #[test]
    fn small_samples_have_no_interval() {
        assert_eq!(mean(&[]), None);
        assert_eq!(interval(&[1.0]), None);
        assert_eq!(spread(&[4.0]), Interval { mean: 4.0, low: 4.0, high: 4.0 });
        assert_eq!(interval(&[2.0, 2.0]), Some((2.0, 2.0)));
    }

    #[test]
    fn shares_stay_shares() {
        let shares = spread_within(&[0.0, 0.0, 0.0, 1.0], 0.0, 1.0);
        assert_eq!((shares.low, shares.mean), (0.0, 0.25));
    }
}
