//! Sensitivity indices and PRIM boxes against other people's: those of `SALib` and EMA Workbench, which `tests/reference/exploration.py` makes and
//! `tests/reference/exploration.csv` keeps, versions in its first line; and the values that theory gives.

use std::collections::BTreeMap;
use std::f64::consts::PI;

use foreshift::analysis::prim::{Patience, Prim, prim};
use foreshift::analysis::sensitivity::Outcomes;
use foreshift::analysis::sensitivity::morris::{Effects, morris};
use foreshift::analysis::sensitivity::sobol::{Sobol, sobol};
use foreshift::experiment::design::{Ask, Design, Kind, saltelli};
use foreshift::random::{Process, Stream};

/// The reference, by case, figure and key.
struct Reference(BTreeMap<(String, String, String), f64>);

impl Reference {
    fn read() -> Self {
        let text = include_str!("reference/exploration.csv");
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).has_headers(false).from_reader(text.as_bytes());
        let key = |line: &csv::StringRecord| (line[0].to_owned(), line[1].to_owned(), line[2].to_owned());
        let lines = reader.records().map(|line| line.expect("a line"));
        Self(lines.map(|line| (key(&line), line[3].parse().expect("a number"))).collect())
    }

    fn maybe(&self, case: &str, figure: &str, key: &str) -> Option<f64> {
        self.0.get(&(case.to_owned(), figure.to_owned(), key.to_owned())).copied()
    }

    fn one(&self, case: &str, figure: &str, key: &str) -> f64 {
        self.maybe(case, figure, key).unwrap_or_else(|| panic!("the reference has no {figure} {key} of {case}"))
    }
}

/// Ishigami and Homma's function with a = 7, b = 0.1 over (-pi, pi), of places in the unit cube.
fn ishigami(place: &[f64]) -> f64 {
    let x: Vec<f64> = place.iter().map(|place| -PI + 2.0 * PI * place).collect();
    x[0].sin() + 7.0 * x[1].sin().powi(2) + 0.1 * x[2].powi(4) * x[0].sin()
}

const G: [f64; 8] = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];

/// Sobol's G function.
fn sobol_g(place: &[f64]) -> f64 {
    place.iter().zip(G).map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a)).product()
}

fn exact(points: &[Vec<f64>], block: usize, function: fn(&[f64]) -> f64) -> Outcomes {
    let values: Vec<Option<Vec<Option<f64>>>> = points.iter().map(|point| Some(vec![Some(function(point))])).collect();
    Outcomes::new(&values, block).expect("outcomes")
}

fn indices(dimensions: usize, size: usize, second: bool, function: fn(&[f64]) -> f64) -> Sobol {
    let points = saltelli::points(dimensions, size, second).expect("a design");
    sobol(&exact(&points, saltelli::block(dimensions, second), function), dimensions, second, 1).expect("indices")
}

#[track_caller]
fn near(ours: f64, theirs: f64, tolerance: f64) {
    assert!((ours - theirs).abs() <= tolerance, "{ours} is not {theirs}");
}

#[test]
fn sobol_indices_are_those_of_salib() {
    let reference = Reference::read();
    for (case, dimensions, size, second, function) in [
        ("ishigami", 3, 1024, true, ishigami as fn(&[f64]) -> f64),
        ("sobol_g", 8, 512, true, sobol_g),
        ("sobol_g_first", 8, 300, false, sobol_g),
    ] {
        let found = indices(dimensions, size, second, function);
        for (parameter, indices) in found.parameters.iter().enumerate() {
            for (index, name) in [(indices.first, "S1"), (indices.total, "ST")] {
                let key = parameter.to_string();
                near(index.share.value, reference.one(case, name, &key), 1e-9);
                // Theirs is 1.96 standard deviations of the bootstrap, from other draws.
                let half = (index.share.high - index.share.low) / 2.0;
                let theirs = reference.one(case, &format!("{name}_conf"), &key);
                near(half, theirs, 0.15 * theirs);
                assert!(index.share.holds(index.share.value) && index.less_noise.is_none());
            }
        }
        assert_eq!(found.pairs.len(), if second { dimensions * (dimensions - 1) / 2 } else { 0 });
        for pair in &found.pairs {
            near(pair.second.share.value, reference.one(case, "S2", &format!("{}-{}", pair.one, pair.other)), 1e-9);
        }
    }
}

#[test]
fn sobol_indices_come_to_what_theory_gives() {
    // Ishigami and Homma (1990): variances of the parts for a = 7, b = 0.1.
    let (a, b) = (7.0, 0.1);
    let first = 0.5 * (1.0 + b * PI.powi(4) / 5.0).powi(2);
    let second = a * a / 8.0;
    let both = 8.0 * b * b * PI.powi(8) / 225.0;
    let all = first + second + both;
    let found = indices(3, 8192, true, ishigami);
    for (indices, (alone, total)) in found.parameters.iter().zip([(first, first + both), (second, second), (0.0, both)]) {
        near(indices.first.share.value, alone / all, 0.006);
        near(indices.total.share.value, total / all, 0.006);
    }
    for pair in &found.pairs {
        let theory = if (pair.one, pair.other) == (0, 2) { both / all } else { 0.0 };
        near(pair.second.share.value, theory, 0.012);
    }

    // Sobol's G: partial variances 1 / (3 (1 + a)^2).
    let parts = G.map(|a| 1.0 / (3.0 * (1.0 + a) * (1.0 + a)));
    let all: f64 = parts.iter().map(|part| 1.0 + part).product::<f64>() - 1.0;
    let found = indices(8, 8192, false, sobol_g);
    for (parameter, indices) in found.parameters.iter().enumerate() {
        let others: f64 = (0..8).filter(|other| *other != parameter).map(|other| 1.0 + parts[other]).product();
        near(indices.first.share.value, parts[parameter] / all, 0.01);
        near(indices.total.share.value, parts[parameter] * others / all, 0.01);
    }
}

#[test]
fn nine_intervals_of_ten_and_more_hold_the_truth() {
    // S1 of x2 in Ishigami's function, from independent random base samples, as the bootstrap supposes: 95% of 200 seeds, less 4 standard errors.
    let truth = 0.442_411_144_790_040_8;
    let held = (0..200).filter(|seed| {
        let mut stream = Stream::apart(*seed, Process::Design, "coverage", 0);
        let mut points = Vec::new();
        for _ in 0..150 {
            let base: Vec<f64> = (0..6).map(|_| stream.uniform()).collect();
            let (a, b) = base.split_at(3);
            points.push(a.to_vec());
            for parameter in 0..3 {
                let mut crossed = a.to_vec();
                crossed[parameter] = b[parameter];
                points.push(crossed);
            }
            points.push(b.to_vec());
        }
        let found = sobol(&exact(&points, 5, ishigami), 3, false, *seed).expect("indices");
        found.parameters[1].first.share.holds(truth)
    });
    let held = held.count();
    assert!(held >= 176, "{held} of 200");
}

#[test]
fn noise_swells_total_indices_and_is_taken_off_again() {
    // x0 + 0.5 x1 and an idle x2, with luck shared by all points, and luck of a point's own whose variance of 2 over 8 replicates is more than twice that of x0.
    let points = saltelli::points(3, 2048, true).expect("a design");
    let mut stream = Stream::apart(5, Process::Resample, "noise", 0);
    let shared: Vec<f64> = (0..8).map(|_| 10.0 * stream.normal()).collect();
    let values: Vec<Option<Vec<Option<f64>>>> = points
        .iter()
        .map(|point| {
            Some(shared.iter().map(|luck| Some(point[0] + 0.5 * point[1] + luck + 2f64.sqrt() * stream.normal())).collect())
        })
        .collect();
    let outcomes = Outcomes::new(&values, 8).expect("outcomes");
    let found = sobol(&outcomes, 3, true, 1).expect("indices");
    let parameters = 1.25 / 12.0;
    let share = found.noise.share().expect("replicates");
    near(share, 0.25 / (0.25 + parameters), 0.02);
    let totals: Vec<f64> = found.parameters.iter().map(|indices| indices.total.share.value).collect();
    let cleared: Vec<f64> = found.parameters.iter().map(|indices| indices.total.less_noise.expect("replicates")).collect();
    // The idle parameter's total index is the noise share; freed of noise it is 0.
    near(totals[2], share, 0.05);
    for (cleared, truth) in cleared.iter().zip([0.8, 0.2, 0.0]) {
        near(*cleared, truth, 0.12);
    }
    near(found.parameters[0].first.less_noise.expect("replicates"), 0.8, 0.15);

    // What all points share of luck is none: indices are those of the function.
    let values: Vec<Option<Vec<Option<f64>>>> =
        points.iter().map(|point| Some(shared.iter().map(|luck| Some(point[0] + 0.5 * point[1] + luck)).collect())).collect();
    let found = sobol(&Outcomes::new(&values, 8).expect("outcomes"), 3, true, 1).expect("indices");
    assert!(found.noise.share().expect("replicates") < 1e-12);
    near(found.parameters[2].total.share.value, 0.0, 1e-12);
    near(found.parameters[0].total.share.value, 0.8, 0.01);
}

#[test]
fn an_outcome_that_never_moves_has_no_indices() {
    let found = indices(2, 16, true, |_| 3.0);
    for indices in &found.parameters {
        assert!(indices.first.share.value == 0.0 && indices.total.share.value == 0.0);
    }
}

/// The points that `SALib` drew, from the digits of their levels.
fn drawn(reference: &Reference, case: &str) -> Vec<Vec<f64>> {
    let digits = |key: usize| {
        let text = format!("{:.0}", reference.maybe(case, "levels", &key.to_string())?);
        Some(text[1..].chars().map(|digit| f64::from(digit.to_digit(10).expect("a digit")) / 3.0).collect())
    };
    (0..).map_while(digits).collect()
}

#[test]
fn elementary_effects_are_those_of_salib() {
    let reference = Reference::read();
    for (case, function) in [("morris_ishigami", ishigami as fn(&[f64]) -> f64), ("morris_g", sobol_g)] {
        let points = drawn(&reference, case);
        let found = morris(&points, &exact(&points, points[0].len() + 1, function), 1).expect("effects");
        for (parameter, effects) in found.iter().enumerate() {
            let key = parameter.to_string();
            near(effects.mu.value, reference.one(case, "mu", &key), 1e-9);
            near(effects.mu_star.value, reference.one(case, "mu_star", &key), 1e-9);
            near(effects.sigma.value, reference.one(case, "sigma", &key), 1e-9);
            let theirs = reference.one(case, "mu_star_conf", &key);
            near((effects.mu_star.high - effects.mu_star.low) / 2.0, theirs, 0.3 * theirs + 1e-9);
        }
    }
}

#[test]
fn effects_of_a_straight_line_are_its_slopes() {
    let ask = Ask { dimensions: 3, size: 8, seed: 4, ..Ask::default() };
    let points = Design::make(Kind::Morris, &ask).expect("a design").points;
    let found = morris(&points, &exact(&points, 4, |x| 5.0 - 2.0 * x[0] + 3.0 * x[1]), 1).expect("effects");
    for (effects, slope) in found.iter().zip([-2.0, 3.0, 0.0]) {
        let Effects { mu, mu_star, sigma, trajectories, .. } = *effects;
        near(mu.value, slope, 1e-12);
        near(mu_star.value, slope.abs(), 1e-12);
        near(sigma.value, 0.0, 1e-12);
        assert_eq!((trajectories, effects.within_noise()), (8, slope == 0.0));
    }
}

#[test]
fn an_idle_parameter_is_told_as_noise() {
    let ask = Ask { dimensions: 2, size: 200, seed: 4, ..Ask::default() };
    let points = Design::make(Kind::Morris, &ask).expect("a design").points;
    let mut stream = Stream::apart(6, Process::Resample, "noise", 0);
    let values: Vec<Option<Vec<Option<f64>>>> =
        points.iter().map(|x| Some((0..5).map(|_| Some(20.0 * x[0] + stream.normal())).collect())).collect();
    let found = morris(&points, &Outcomes::new(&values, 3).expect("outcomes"), 1).expect("effects");
    // Two points of variance 1 / 5 each, over a step of 2 / 3.
    for effects in &found {
        near(effects.noise.expect("replicates"), 0.4f64.sqrt() * 1.5, 0.08);
        near(effects.sigma_less_noise.expect("replicates"), 0.0, 0.35);
    }
    near(found[1].mu_star.value, (2.0 / PI).sqrt() * found[1].noise.expect("replicates"), 0.1);
    assert!(!found[0].within_noise() && found[1].mu.holds(0.0));
}

fn flipped(place: usize, holds: bool, of_thousand: usize) -> bool {
    holds ^ (place * 7919 % 1000 < of_thousand)
}

/// A case of the reference: its name, its points, which of them are of interest, and the threshold.
type Case = (&'static str, Vec<Vec<f64>>, Vec<bool>, f64);

/// The cases of the reference.
fn cases() -> Vec<Case> {
    let ask = Ask { dimensions: 4, size: 512, ..Ask::default() };
    let x = Design::make(Kind::Sobol, &ask).expect("a design").points;
    let of = |points: &[Vec<f64>], of_thousand: usize, holds: &dyn Fn(&[f64]) -> bool| -> Vec<bool> {
        points.iter().enumerate().map(|(place, point)| flipped(place, holds(point), of_thousand)).collect()
    };
    let mut grid = Vec::new();
    for a in 0..9 {
        for b in 0..9 {
            grid.extend((0..5).map(|c| vec![f64::from(a), f64::from(b), f64::from(c)]));
        }
    }
    vec![
        ("corner", x.clone(), of(&x, 0, &|x| x[0] > 0.6 && x[1] < 0.4), 0.8),
        ("noisy", x.clone(), of(&x, 120, &|x| x[0] > 0.55 && x[2] < 0.5), 0.75),
        ("two", x.clone(), of(&x, 0, &|x| (x[0] > 0.7 && x[1] > 0.6) || (x[0] < 0.3 && x[3] < 0.5)), 0.3),
        ("inner", x.clone(), of(&x, 50, &|x| (x[1] - 0.5).abs() < 0.22 && (x[3] - 0.4).abs() < 0.25), 0.7),
        ("grid", grid.clone(), of(&grid, 80, &|x| x[0] >= 5.0 && x[1] <= 3.0), 0.7),
    ]
}

#[test]
fn boxes_are_those_of_ema_workbench() {
    let reference = Reference::read();
    for (case, points, holds, threshold) in cases() {
        let found: Prim = prim(&points, &holds, &Patience { threshold, ..Patience::default() }).expect("boxes");
        #[expect(clippy::cast_precision_loss, reason = "small counts")]
        let float = |count: usize| count as f64;
        near(float(found.boxes.len()), reference.one(case, "boxes", ""), 0.0);
        for (number, boxed) in found.boxes.iter().enumerate() {
            near(float(boxed.trajectory.len()), reference.one(case, "steps", &number.to_string()), 0.0);
            for (place, step) in boxed.trajectory.iter().enumerate() {
                let key = format!("{number}-{place}");
                for (ours, figure) in [
                    (float(step.cases), "n"),
                    (float(step.hits), "k"),
                    (step.coverage, "coverage"),
                    (step.density, "density"),
                    (step.mass, "mass"),
                    (float(step.restricted), "res_dim"),
                ] {
                    near(ours, reference.one(case, figure, &key), 1e-12);
                }
                for (parameter, (low, high)) in step.limits.iter().enumerate() {
                    near(*low, reference.one(case, "low", &format!("{key}-{parameter}")), 1e-12);
                    near(*high, reference.one(case, "high", &format!("{key}-{parameter}")), 1e-12);
                }
            }
            for restriction in &boxed.restrictions {
                let key = format!("{number}-{}", restriction.parameter);
                for (limit, figure) in [(restriction.low, "qp_low"), (restriction.high, "qp_high")] {
                    // Theirs is -1 where an end is free.
                    let theirs = reference.one(case, figure, &key);
                    near(limit.map_or(-1.0, |(_, p)| p), theirs, 1e-9 * theirs.abs());
                }
            }
        }
    }
}
