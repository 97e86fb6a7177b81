//! Scenarios of every shape load, run through a comparison and say something sensible: one role and forty, sixty skills, twelve shocks, thirty
//! policies, four weeks and twenty years, one person and a million.

#[path = "paired/compared.rs"]
mod compared;

use std::fmt::Write as _;

use compared::{compared, values};
use foreshift::analysis::rows::{Comparison, Interval};
use foreshift::scenario::model::Scenario;

/// How large a scenario is, in every direction.
#[derive(Clone, Copy, Debug)]
struct Shape {
    roles: usize,
    skills: usize,
    shocks: usize,
    /// Policies of the file's own, beside the seven built-ins.
    policies: usize,
    horizon: u32,
    /// People in each role.
    headcount: u32,
    /// The week in which the first shock starts; each later one starts a week after the one before.
    start: u32,
}

/// A shape in which nothing is unusual.
const PLAIN: Shape = Shape { roles: 3, skills: 4, shocks: 1, policies: 0, horizon: 104, headcount: 20, start: 13 };

/// A level that differs between roles and skills, between 0.2 and 0.8.
fn level(role: usize, skill: usize) -> f64 {
    let step = u32::try_from((role * 7 + skill * 3) % 13).expect("a few steps");
    0.2 + 0.05 * f64::from(step)
}

/// The scenario file of a shape. Each shock takes half of a role's work, raises the bar of the next role and creates seats in the one after.
fn file(shape: Shape) -> String {
    let mut text =
        format!("name = \"Shape\"\nsummary = \"Does this shape run?\"\nhorizon_weeks = {}\n\n[skills]\n", shape.horizon);
    for skill in 0..shape.skills {
        writeln!(text, "skill_{skill} = {{}}").expect("text");
    }
    for role in 0..shape.roles {
        let requires: Vec<_> = (0..shape.skills).map(|skill| format!("skill_{skill} = {:.2}", level(role, skill))).collect();
        write!(
            text,
            "\n[roles.role_{role}]\nheadcount = {}\nsalary = {}\nrequires = {{ {} }}\n\
             tasks = [{{ name = \"Routine\", share = 0.5 }}, {{ name = \"Rest\", share = 0.5 }}]\n",
            shape.headcount,
            30_000 + 1_000 * role,
            requires.join(", ")
        )
        .expect("text");
    }
    for shock in 0..shape.shocks {
        let (hit, raised, grown) = (shock % shape.roles, (shock + 1) % shape.roles, (shock + 2) % shape.roles);
        let skill = shock % shape.skills;
        write!(
            text,
            "\n[shocks.shock_{shock}]\nstart_week = {}\nramp_weeks = 2\n\
             automates = [{{ role = \"role_{hit}\", task = \"Routine\", share = 0.9 }}]\n\
             raises = [{{ role = \"role_{raised}\", skill = \"skill_{skill}\", to = {:.2} }}]\n\
             creates = [{{ role = \"role_{grown}\", seats = {} }}]\n",
            shape.start + u32::try_from(shock).expect("few shocks"),
            f64::min(1.0, level(raised, skill) + 0.4),
            shape.headcount.div_ceil(4)
        )
        .expect("text");
    }
    for policy in 0..shape.policies {
        let share = 0.9 - 0.02 * f64::from(u32::try_from(policy).expect("few policies"));
        write!(
            text,
            "\n[policies.own_{policy}]\nmix = {{ hire = {share:.2}, upskill = {:.2}, reskill = {:.2} }}\n",
            (1.0 - share) / 2.0,
            (1.0 - share) / 2.0
        )
        .expect("text");
    }
    text
}

/// Loads a shape, compares these policies (all where empty), and checks what every comparison must be.
fn run(shape: Shape, policies: &[&str]) -> Comparison {
    let text = file(shape);
    let scenario = Scenario::parse("shape.toml", &text, &[]).unwrap_or_else(|errors| panic!("{shape:?}: {errors}\n{text}"));
    assert_eq!((scenario.roles.len(), scenario.skills.len()), (shape.roles, shape.skills), "{shape:?}");
    assert_eq!((scenario.shocks.len(), scenario.policies.len()), (shape.shocks, 7 + shape.policies), "{shape:?}");
    let found = compared(&scenario, 11, 2, 2, policies);
    sensible(&found, shape);
    found
}

/// Every number is one, an answer is given, and no sentence shows what is no number.
fn sensible(found: &Comparison, shape: Shape) {
    let mut numbers: Vec<(String, f64)> = Vec::new();
    let mut add = |what: String, value: Option<f64>| numbers.extend(value.map(|value| (what, value)));
    for row in &found.runs {
        for (measure, value) in found.measures.iter().zip(&row.values) {
            add(format!("{} of {}", measure.name, row.policy), *value);
        }
    }
    for row in &found.summary {
        for value in [row.mean, row.sd, row.ci_low, row.ci_high, row.p05, row.p50, row.p95, row.p_best, row.expected_regret] {
            add(format!("summary of {}, {}", row.measure, row.policy), value);
        }
    }
    for row in &found.comparisons {
        for value in [row.difference, row.ci_low, row.ci_high, row.p_holm, row.variance_reduction] {
            add(format!("{} of {} less {}", row.measure, row.policy, row.versus), value);
        }
    }
    for row in &found.weekly {
        for value in [row.mean, row.p05, row.p25, row.p50, row.p75, row.p95] {
            add(format!("{} of {}, {}, week {}", row.measure, row.policy, row.role, row.week), Some(value));
        }
    }
    let mut interval = |what: String, interval: Interval| {
        for value in [interval.mean, interval.low, interval.high] {
            add(what.clone(), Some(value));
        }
    };
    for row in &found.time_to_fill {
        for share in [row.share_open, row.share_filled, row.share_lapsed] {
            interval(format!("time to fill of {}, {}", row.policy, row.role), share);
        }
    }
    for row in &found.retention {
        for share in [row.employed, row.quit, row.laid_off] {
            interval(format!("retention of {}, {}", row.policy, row.role), share);
        }
    }
    for row in &found.horizons {
        interval(format!("{} of {} at {}", row.measure, row.policy, row.horizon_weeks), row.value);
    }
    for standing in &found.answer.standings {
        interval(format!("score of {}", standing.policy), standing.score);
    }
    let wrong: Vec<_> = numbers.iter().filter(|(_, number)| !number.is_finite()).take(5).collect();
    assert!(wrong.is_empty(), "{shape:?}: {wrong:?}");
    assert!(numbers.len() > 100, "{shape:?}: {} numbers", numbers.len());

    let cost = found.measures.iter().position(|measure| measure.name == "transition_cost").expect("a measure");
    assert!(found.runs.iter().all(|row| row.values[cost].is_some()), "{shape:?}: a run has no cost");
    assert!(found.policies.contains(&found.answer.pick), "{shape:?}: {:?}", found.answer);
    assert_eq!(found.answer.standings.len(), found.policies.len(), "{shape:?}");
    let best: f64 = found.answer.standings.iter().map(|standing| standing.p_best).sum();
    assert!((best - 1.0).abs() < 1e-9, "{shape:?}: policies are best in {best} of the runs");
    for sentence in found.warnings.iter().chain([&found.answer.sentence]) {
        assert!(sentence.ends_with('.') && sentence.len() < 2_000, "{shape:?}: {sentence}");
        assert!(!sentence.contains("0.0 [0.0, 0.0]") && !sentence.contains("0.0 weeks [0.0, 0.0]"), "{shape:?}: {sentence}");
        assert!(!["NaN", "inf ", "inf,", "inf]", "-0 ", "−0 "].iter().any(|bad| sentence.contains(bad)), "{shape:?}: {sentence}");
    }
    assert!(found.warnings.iter().any(|warning| warning.starts_with("Only 2 replicates")), "{shape:?}: {:?}", found.warnings);
}

/// The mean of a measure of a policy.
fn mean(found: &Comparison, policy: &str, measure: &str) -> f64 {
    let values = values(found, policy, measure);
    assert!(!values.is_empty(), "{measure} of {policy} is never defined");
    values.iter().sum::<f64>() / f64::from(u32::try_from(values.len()).expect("few"))
}

#[test]
fn a_plain_one() {
    let found = run(PLAIN, &[]);
    assert!(mean(&found, "none", "shock_gaps") > 0.0);
}

#[test]
fn one_role() {
    let found = run(Shape { roles: 1, skills: 1, ..PLAIN }, &[]);
    // Half of the work less a tenth goes, five seats come: of twenty sixteen are needed, by people who know more.
    let mut weeks = found.weekly.iter().filter(|row| row.policy == "none" && row.role == "role_0" && row.measure == "seats");
    assert!((weeks.next_back().expect("weeks").mean - 16.0).abs() < f64::EPSILON);
    // Nobody can come from another role.
    assert!(mean(&found, "reskill", "internal_moves").abs() < f64::EPSILON);
    assert!(mean(&found, "upskill", "upskilled") > 0.0);
}

#[test]
fn forty_roles() {
    let found = run(Shape { roles: 40, shocks: 12, ..PLAIN }, &[]);
    assert!(mean(&found, "hire", "hired") > 0.0);
}

#[test]
fn sixty_skills() {
    let found = run(Shape { skills: 60, ..PLAIN }, &[]);
    assert!(mean(&found, "hire", "hired") > 0.0);
}

#[test]
fn twelve_shocks() {
    let (one, twelve) = (run(PLAIN, &[]), run(Shape { shocks: 12, ..PLAIN }, &[]));
    assert!(mean(&twelve, "none", "shock_gaps") > mean(&one, "none", "shock_gaps"));
}

#[test]
fn thirty_policies() {
    let found = run(Shape { policies: 30, ..PLAIN }, &[]);
    assert_eq!(found.policies.len(), 37);
    // A tie of so many names a few.
    assert!(found.answer.sentence.contains(" more cannot be told apart over 2 runs"), "{}", found.answer.sentence);
}

#[test]
fn everything_large_but_the_people() {
    let shape = Shape { roles: 40, skills: 60, shocks: 12, policies: 23, horizon: 156, headcount: 5, ..PLAIN };
    assert_eq!(run(shape, &[]).policies.len(), 30);
}

#[test]
fn four_weeks() {
    let found = run(Shape { horizon: 4, start: 1, ..PLAIN }, &[]);
    assert!(mean(&found, "none", "shock_gaps") > 0.0);
    assert!(found.warnings.iter().any(|warning| warning.starts_with("The horizon of 4 weeks is under 104")));
    // In its last week a shock has not taken a seat yet: there is nothing to tell policies apart by but what they did ahead of it.
    let late = run(Shape { horizon: 4, start: 3, ..PLAIN }, &[]);
    assert!(mean(&late, "none", "shock_gaps").abs() < f64::EPSILON);
    // One that starts after the end is refused, and the reason is told.
    let refused = Scenario::parse("shape.toml", &file(Shape { horizon: 4, start: 4, ..PLAIN }), &[]).expect_err("no shock");
    let told = refused.to_string();
    assert!(told.contains("starts in week 4 at the earliest, but the run ends after 4 weeks"), "{told}");
    assert!(told.contains("Start it earlier, or lengthen `horizon_weeks`."), "{told}");
    // One week is the least.
    run(Shape { horizon: 1, start: 0, ..PLAIN }, &[]);
}

#[test]
fn twenty_years() {
    let found = run(Shape { horizon: 1_040, ..PLAIN }, &[]);
    assert!(found.horizons.iter().any(|row| row.horizon_weeks == 1_040));
    // Of people who may leave at 0.11 a year, next to nobody of the first day is there after twenty years.
    assert!((0.0..0.25).contains(&mean(&found, "twin", "retention_horizon")));
}

#[test]
fn one_person() {
    let found = run(Shape { roles: 1, skills: 1, headcount: 1, ..PLAIN }, &[]);
    assert!(mean(&found, "none", "transition_cost").abs() < 1e6);
    // One in each of three roles, too; and twenty years of one.
    run(Shape { headcount: 1, ..PLAIN }, &[]);
    run(Shape { roles: 1, skills: 1, headcount: 1, horizon: 1_040, ..PLAIN }, &[]);
}

#[test]
fn a_million_people() {
    let shape = Shape { roles: 2, skills: 3, headcount: 500_000, horizon: 16, start: 2, ..PLAIN };
    let found = run(shape, &["hire"]);
    assert_eq!(found.policies, ["hire", "none"]);
    // Week 0 and what follows: sixteen million worker-weeks a run, less who left.
    assert!(found.worker_weeks > 60_000_000, "{}", found.worker_weeks);
    assert!(mean(&found, "none", "shock_gaps") > 100_000.0);
}
