//! How far what a simulation gave lies from what a closed form says, in standard errors, and the two verdicts on it.
//!
//! Level: a check fails by luck with a chance of one in a million, so that a hundred checks in a file leave less than one in ten thousand
//! (Bonferroni). Seeds are fixed, so that a check that holds today holds always. Each closed form is also fed something wrong, which has to be
//! refused at the same level: a check that could not tell would prove nothing.

use foreshift::random::normal_quantile;

/// Chance of a check to fail by luck, both sides together.
const LEVEL: f64 = 1e-6;
/// Cells of a distribution are merged until so many are expected in each.
const LEAST_EXPECTED: f64 = 10.0;

/// Standard errors beyond which a check fails.
fn bound() -> f64 {
    normal_quantile(1.0 - LEVEL / 2.0)
}

/// What was found agrees with the closed form.
#[track_caller]
pub fn holds(what: &str, z: f64) {
    println!("holds: {what}: {z:.2} standard errors");
    assert!(z.abs() < bound(), "{what}: {z:.2} standard errors off, {:.2} allowed", bound());
}

/// What was found contradicts something wrong.
#[track_caller]
pub fn refuses(what: &str, z: f64) {
    println!("refuses: {what}: {z:.2} standard errors");
    assert!(z.abs() > bound(), "{what} cannot be told from what is right: {z:.2} standard errors, {:.2} needed", bound());
}

/// So many of so many, against a probability.
pub fn share(count: f64, of: f64, probability: f64) -> f64 {
    (count - of * probability) / libm::sqrt(of * probability * (1.0 - probability))
}

/// The mean of independent values, against an expectation; its error is that of the values.
pub fn mean(values: &[f64], expected: f64) -> f64 {
    let n = values.iter().map(|_| 1.0).sum::<f64>();
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean - expected) / libm::sqrt(squares / (n - 1.0) / n)
}

/// Counts in the cells of a distribution, against its probabilities, which sum to 1: chi-square.
pub fn cells(counts: &[f64], probabilities: &[f64]) -> f64 {
    assert_eq!(counts.len(), probabilities.len(), "a probability a cell");
    assert!((probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-6, "probabilities sum to {}", probabilities.iter().sum::<f64>());
    let of: f64 = counts.iter().sum();
    let (mut square, mut freedom) = (0.0, -1.0);
    let (mut count, mut expected, mut left) = (0.0, 0.0, of);
    for (here, probability) in counts.iter().zip(probabilities) {
        count += here;
        expected += of * probability;
        // The last cell takes all that is left.
        if expected >= LEAST_EXPECTED && left - expected >= LEAST_EXPECTED {
            square += (count - expected) * (count - expected) / expected;
            freedom += 1.0;
            left -= expected;
            (count, expected) = (0.0, 0.0);
        }
    }
    square += (count - expected) * (count - expected) / expected;
    freedom += 1.0;
    assert!(freedom >= 1.0, "too few for two cells");
    chi_square(square, freedom)
}

/// A sum of so many squared deviates, as a normal deviate (Wilson and Hilferty 1931).
pub fn chi_square(square: f64, freedom: f64) -> f64 {
    let spread = 2.0 / (9.0 * freedom);
    (libm::cbrt(square / freedom) - (1.0 - spread)) / libm::sqrt(spread)
}
