//! Comparisons of every kind by name: many and few of everything, nothing of it, and numbers and names as bad as they come.

use foreshift::analysis::rows::{Comparison, Interval};
use foreshift::scenario::model::{Drawn, Shock};

use crate::synthetic::{built_ins, comparison, hostile_names, of_roles, twelve};

/// Turns every number of the tables into what a function makes of it.
fn alter(comparison: &mut Comparison, change: impl Fn(f64) -> Option<f64>) {
    let number = |value: &mut f64| *value = change(*value).unwrap_or(f64::NAN);
    let maybe = |value: &mut Option<f64>| *value = value.and_then(&change);
    let interval = |value: &mut Interval| [&mut value.mean, &mut value.low, &mut value.high].into_iter().for_each(number);
    for row in &mut comparison.runs {
        row.values.iter_mut().for_each(maybe);
    }
    for row in &mut comparison.summary {
        [&mut row.mean, &mut row.ci_low, &mut row.ci_high, &mut row.p05, &mut row.p50, &mut row.p95].into_iter().for_each(maybe);
    }
    for row in &mut comparison.comparisons {
        [&mut row.difference, &mut row.ci_low, &mut row.ci_high].into_iter().for_each(maybe);
    }
    for row in &mut comparison.weekly {
        [&mut row.mean, &mut row.p05, &mut row.p25, &mut row.p50, &mut row.p75, &mut row.p95].into_iter().for_each(number);
    }
    for row in &mut comparison.costs {
        [&mut row.mean, &mut row.ci_low, &mut row.ci_high, &mut row.p05, &mut row.p95].into_iter().for_each(number);
    }
    for row in &mut comparison.time_to_fill {
        [&mut row.share_open, &mut row.share_filled, &mut row.share_lapsed].into_iter().for_each(interval);
        number(&mut row.at_risk);
    }
    for row in &mut comparison.moves {
        interval(&mut row.people);
    }
    for row in &mut comparison.retention {
        [&mut row.employed, &mut row.quit, &mut row.laid_off].into_iter().for_each(interval);
    }
}

/// Every case by name.
pub fn cases() -> Vec<(&'static str, Comparison)> {
    let typical = comparison(&built_ins(), 60, 0.3);
    let with = |change: &dyn Fn(f64) -> Option<f64>| {
        let mut altered = typical.clone();
        alter(&mut altered, change);
        altered
    };
    let mut no_gaps = typical.clone();
    no_gaps.weekly.iter_mut().filter(|row| row.measure == "gaps").for_each(|row| {
        (row.mean, row.p05, row.p25, row.p50, row.p75, row.p95) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    });
    no_gaps.time_to_fill.clear();
    let mut empty = typical.clone();
    (empty.runs, empty.summary, empty.comparisons) = (Vec::new(), Vec::new(), Vec::new());
    (empty.weekly, empty.costs, empty.time_to_fill, empty.retention) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    empty.moves.clear();
    empty.answer.standings.clear();
    let mut hostile = comparison(&hostile_names(), 60, 0.3);
    hostile.scenario.name = "]]></svg><script>\u{0}\u{202e}".repeat(20);
    "<&\u{1}\">".clone_into(&mut hostile.scenario.currency);
    for (role, kind) in hostile.scenario.roles.iter_mut().zip(hostile_names()) {
        role.title = kind.name;
    }
    let mut hostile_roles = of_roles(&hostile_names(), 60, 0.3, 9);
    for (role, kind) in hostile_roles.scenario.roles.iter_mut().zip(hostile_names()) {
        role.title = kind.name;
    }
    let mut shockless = comparison(&built_ins()[..4], 60, 0.3);
    shockless.scenario.shocks.clear();
    let mut many_shocks = typical.clone();
    let shock = many_shocks.scenario.shocks[0].clone();
    let strange = [f64::NAN, f64::INFINITY, -50.0, 300.0, 60.0].map(|start| Shock {
        start_week: Drawn::Plain(start),
        ramp_weeks: 0.0,
        ..shock.clone()
    });
    many_shocks.scenario.shocks.extend(strange);
    let mut short = typical.clone();
    short.weekly.retain(|row| row.week == 0);
    short.time_to_fill.retain(|row| row.weeks == 0);
    short.retention.retain(|row| row.week == 0);
    vec![
        ("four", comparison(&built_ins()[..4], 60, 0.3)),
        ("tied", comparison(&built_ins(), 60, 6.0)),
        ("one-policy", comparison(&built_ins()[3..4], 60, 0.3)),
        ("two", comparison(&built_ins()[2..4], 60, 0.3)),
        ("twelve", comparison(&twelve(), 60, 0.3)),
        ("one-replicate", comparison(&built_ins(), 1, 0.3)),
        ("two-replicates", comparison(&built_ins(), 2, 0.3)),
        ("no-gaps", no_gaps),
        ("empty", empty),
        ("hostile", hostile),
        ("nan", with(&|_| None)),
        ("infinite", with(&|value| Some(value * f64::INFINITY))),
        ("zero", with(&|_| Some(0.0))),
        ("negative", with(&|value| Some(-value))),
        ("enormous", with(&|value| Some(value * 1e200))),
        ("tiny", with(&|value| Some(value * 1e-12))),
        ("no-shocks", shockless),
        ("many-shocks", many_shocks),
        ("short", short),
        ("hostile-roles", hostile_roles),
        ("one-role", of_roles(&built_ins(), 60, 0.3, 1)),
        ("two-roles", of_roles(&built_ins(), 60, 0.3, 2)),
        ("six-roles", of_roles(&built_ins(), 60, 0.3, 6)),
        ("twenty-roles", of_roles(&twelve(), 60, 0.3, 20)),
        ("typical", typical),
    ]
}
