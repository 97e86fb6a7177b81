//! Tests of a sequence that ought to be independent uniforms, each at a stated level.
//!
//! Every figure is turned into a standard normal score where the sequence is as it ought to be, and complains beyond [`LIMIT`]. Sequences are fixed by their
//! seeds, so a battery that holds once holds always.

/// The largest score that is put down to chance: 1 in 30,000 lies beyond, so that all scores of all batteries together would rarely exceed it by chance.
pub const LIMIT: f64 = 4.2;

/// A count as a float.
#[expect(clippy::cast_precision_loss, reason = "counts of draws")]
pub const fn float(count: usize) -> f64 {
    count as f64
}

/// The score of a chi-square figure (Wilson and Hilferty 1931).
fn chi_square_score(figure: f64, degrees: f64) -> f64 {
    let part = 2.0 / (9.0 * degrees);
    (libm::cbrt(figure / degrees) - (1.0 - part)) / libm::sqrt(part)
}

/// The chi-square figure of counts that ought to be equal, as a score.
pub fn evenness(counts: &[usize]) -> f64 {
    let expected = float(counts.iter().sum::<usize>()) / float(counts.len());
    let figure = counts.iter().map(|count| (float(*count) - expected) * (float(*count) - expected) / expected).sum();
    chi_square_score(figure, float(counts.len() - 1))
}

/// The largest distance between the shares of values and what a distribution says (Kolmogorov 1933), as a score: the normal quantile of its tail.
pub fn kolmogorov(values: &[f64], distribution: &dyn Fn(f64) -> f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = float(sorted.len());
    let mut distance: f64 = 0.0;
    for (place, value) in sorted.iter().enumerate() {
        let share = distribution(*value);
        distance = distance.max(share - float(place) / n).max(float(place + 1) / n - share);
    }
    // The first term of the tail, which is all of it where it matters.
    let scaled = (libm::sqrt(n) + 0.12 + 0.11 / libm::sqrt(n)) * distance;
    let tail = (2.0 * libm::exp(-2.0 * scaled * scaled)).min(1.0 - 1e-9);
    -foreshift::random::normal_quantile(tail.max(1e-300))
}

/// The correlation of two sequences of uniforms, as a score.
pub fn correlation(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len());
    let sum: f64 = a.iter().zip(b).map(|(a, b)| (a - 0.5) * (b - 0.5)).sum();
    sum * 12.0 / libm::sqrt(float(a.len()))
}

/// A uniform's cell among so many.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a uniform times a small count")]
fn cell(uniform: f64, cells: usize) -> usize {
    ((uniform * float(cells)) as usize).min(cells - 1)
}

/// Every score of a sequence, by name.
pub fn scores(sequence: &[f64]) -> Vec<(String, f64)> {
    let n = sequence.len();
    let mut found = vec![("Kolmogorov".to_owned(), kolmogorov(sequence, &|x| x))];

    let mut cells = vec![0; 256];
    for uniform in sequence {
        cells[cell(*uniform, 256)] += 1;
    }
    found.push(("256 cells".to_owned(), evenness(&cells)));

    for lag in [1, 2, 3, 7, 64] {
        found.push((format!("correlation at lag {lag}"), correlation(&sequence[..n - lag], &sequence[lag..])));
    }

    let mut pairs = vec![0; 32 * 32];
    for pair in sequence.chunks_exact(2) {
        pairs[32 * cell(pair[0], 32) + cell(pair[1], 32)] += 1;
    }
    found.push(("pairs".to_owned(), evenness(&pairs)));
    let mut triples = vec![0; 8 * 8 * 8];
    for triple in sequence.chunks_exact(3) {
        triples[64 * cell(triple[0], 8) + 8 * cell(triple[1], 8) + cell(triple[2], 8)] += 1;
    }
    found.push(("triples".to_owned(), evenness(&triples)));

    // Turning points of an independent sequence: 2 (n - 2) / 3, with variance (16 n - 29) / 90.
    let turns = sequence.windows(3).filter(|three| (three[1] > three[0]) == (three[1] > three[2])).count();
    let expected = 2.0 * float(n - 2) / 3.0;
    found.push(("turning points".to_owned(), (float(turns) - expected) / libm::sqrt((16.0 * float(n) - 29.0) / 90.0)));

    // Gaps between visits to the lowest tenth are geometric.
    let mut gaps = [0_usize; 21];
    let mut since = None;
    for uniform in sequence {
        if *uniform < 0.1 {
            if let Some(length) = since {
                gaps[usize::min(length, 20)] += 1;
            }
            since = Some(0);
        } else {
            since = since.map(|length| length + 1);
        }
    }
    let seen = float(gaps.iter().sum());
    let mut figure = 0.0;
    for (length, count) in gaps.iter().enumerate() {
        let share = libm::pow(0.9, float(length)) * if length < 20 { 0.1 } else { 1.0 };
        figure += (float(*count) - seen * share) * (float(*count) - seen * share) / (seen * share);
    }
    found.push(("gaps between the lowest tenth".to_owned(), chi_square_score(figure, 20.0)));

    // Of the 52 bits of a uniform each is set half of the time.
    for bit in 1..=52 {
        let scale = libm::exp2(f64::from(bit));
        let set = sequence.iter().filter(|uniform| libm::fmod(libm::floor(**uniform * scale), 2.0) > 0.5).count();
        found.push((format!("bit {bit}"), (float(set) - 0.5 * float(n)) / (0.5 * libm::sqrt(float(n)))));
    }
    found
}

/// What of a sequence cannot be put down to chance.
pub fn complaints(name: &str, sequence: &[f64]) -> Vec<String> {
    // A distribution met too well is none: only the distance of Kolmogorov has one side.
    let bad = |(test, score): &&(String, f64)| if test == "Kolmogorov" { *score > LIMIT } else { score.abs() > LIMIT };
    scores(sequence).iter().filter(bad).map(|(test, score)| format!("{name}: {test} scores {score:.1}")).collect()
}
