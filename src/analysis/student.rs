//! Student's t over `libm`: its two-sided tail and its quantile.
//!
//! Written out here because results must have the same bytes on every platform. The tail is a regularised incomplete beta function
//! (Abramowitz and Stegun 1964, 26.7.1), computed by the continued fraction of Didonato and Morris (1992) in the form of Lentz
//! (1976). Known answers of `SciPy` hold it in place.

use crate::random::normal_quantile;

/// Probability that |T| with `df` degrees of freedom is at least `t`.
#[must_use]
pub fn two_sided_tail(t: f64, df: f64) -> f64 {
    if t.is_infinite() {
        return 0.0;
    }
    let square = t * t;
    incomplete_beta(df / 2.0, 0.5, df / (df + square), square / (df + square))
}

/// The value that |T| with `df` degrees of freedom exceeds with probability `alpha`, in (0, 1).
///
/// Newton's method from the normal quantile. The tail is convex and the start lies left of the answer, so each step
/// moves right and none overshoots.
#[must_use]
pub fn two_sided_quantile(alpha: f64, df: f64) -> f64 {
    let mut t = normal_quantile(1.0 - alpha / 2.0);
    for _ in 0..200 {
        let step = (two_sided_tail(t, df) - alpha) / (2.0 * density(t, df));
        t += step;
        if step.abs() <= 1e-14 * t.abs() {
            break;
        }
    }
    t
}

/// Probability of at least `hits` in `cases` tries of chance `p` each (Abramowitz and Stegun 1964, 26.5.24).
#[must_use]
pub fn binomial_tail(hits: usize, cases: usize, p: f64) -> f64 {
    if hits == 0 {
        return 1.0;
    }
    if hits > cases {
        return 0.0;
    }
    let (hits, cases) = (super::sample::float(hits), super::sample::float(cases));
    incomplete_beta(hits, cases - hits + 1.0, p, 1.0 - p)
}

/// Density of Student's t.
fn density(t: f64, df: f64) -> f64 {
    let log_scale = libm::lgamma(f64::midpoint(df, 1.0)) - libm::lgamma(df / 2.0) - 0.5 * libm::log(df * std::f64::consts::PI);
    libm::exp(log_scale - f64::midpoint(df, 1.0) * libm::log1p(t * t / df))
}

/// The regularised incomplete beta function `I_x(a, b)`; `y` is `1 - x`, given apart so that neither end loses digits.
fn incomplete_beta(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if y <= 0.0 {
        return 1.0;
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta_below(b, a, y, x);
    }
    incomplete_beta_below(a, b, x, y)
}

/// The continued fraction, where it converges fast.
fn incomplete_beta_below(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let log_x = if x > 0.5 { libm::log1p(-y) } else { libm::log(x) };
    let log_y = if y > 0.5 { libm::log1p(-x) } else { libm::log(y) };
    let log_front = libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * log_x + b * log_y;
    let away = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut numerator = 1.0;
    let mut denominator = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = denominator;
    for step in 1..1000_u16 {
        let step = f64::from(step);
        let place = a + 2.0 * step;
        let even = step * (b - step) * x / ((place - 1.0) * place);
        denominator = 1.0 / away(1.0 + even * denominator);
        numerator = away(1.0 + even / numerator);
        fraction *= denominator * numerator;
        let odd = -(a + step) * (a + b + step) * x / (place * (place + 1.0));
        denominator = 1.0 / away(1.0 + odd * denominator);
        numerator = away(1.0 + odd / numerator);
        let change = denominator * numerator;
        fraction *= change;
        if (change - 1.0).abs() < 1e-16 {
            break;
        }
    }
    libm::exp(log_front) * fraction / a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(ours: f64, theirs: f64) {
        assert!((ours - theirs).abs() <= 1e-11 * theirs.abs(), "{ours} is not {theirs}");
    }

    #[test]
    fn incomplete_beta_meets_scipy() {
        // SciPy 1.17.1, scipy.special.betainc(a, b, x).
        for (a, b, x, answer) in [
            (0.5, 0.5, 0.3, 0.369_010_119_565_545_36),
            (2.0, 3.0, 0.4, 0.524_8),
            (10.0, 0.5, 0.9, 0.151_640_909_634_709_94),
            (99.5, 0.5, 0.97, 0.013_936_174_825_177_852),
            (0.5, 5.0, 0.01, 0.242_841_890_898_437_47),
        ] {
            near(incomplete_beta(a, b, x, 1.0 - x), answer);
        }
    }

    #[test]
    fn quantiles_meet_scipy() {
        // SciPy 1.17.1, scipy.stats.t.ppf(0.975, df).
        for (df, answer) in [
            (1.0, 12.706_204_736_174_694),
            (2.0, 4.302_652_729_749_462),
            (5.0, 2.570_581_835_636_314_6),
            (29.0, 2.045_229_642_132_703),
            (199.0, 1.971_956_544_251_753_3),
            (1999.0, 1.961_151_420_170_561_3),
        ] {
            near(two_sided_quantile(0.05, df), answer);
        }
        // scipy.stats.t.ppf(0.9, 19)
        near(two_sided_quantile(0.2, 19.0), 1.327_728_209_026_798_6);
    }

    #[test]
    fn tails_meet_scipy() {
        // SciPy 1.17.1, 2 * scipy.stats.t.sf(t, df).
        for (t, df, answer) in [
            (2.5, 1.0, 0.242_237_883_181_686_82),
            (2.5, 19.0, 0.021_740_411_168_397_44),
            (12.0, 29.0, 9.060_708_333_137_183e-13),
            (12.0, 199.0, 2.579_960_674_793_177_6e-25),
            (2.5, 1999.0, 0.012_498_892_427_391_186),
        ] {
            near(two_sided_tail(t, df), answer);
        }
        near(two_sided_tail(0.0, 7.0), 1.0);
    }

    proptest::proptest! {
        #[test]
        fn the_quantile_inverts_the_tail(alpha in 1e-6..0.99_f64, df in 1.0..5000.0_f64) {
            let back = two_sided_tail(two_sided_quantile(alpha, df), df);
            assert!((back - alpha).abs() <= 1e-10 * alpha, "{back} is not {alpha}");
        }
    }
}
