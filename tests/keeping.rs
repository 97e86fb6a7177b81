//! A run that keeps only what measures need is measured the same, whether alone or among others.

#[expect(dead_code, reason = "made for more tests than this one")]
mod support;

use foreshift::ids::Origin;
use foreshift::scenario::model::{Policy, Scenario};
use foreshift::workforce::record::{Cause, Counts, CourseOutcome, CourseRecord, ExitRecord, GapOutcome, GapRecord, RunRecord};
use foreshift::{Comparison, Keep, Replicate, Settings, Unwatched, compare, simulate, simulate_keeping};
use support::random::random_scenario;

/// Random scenarios, each under every policy.
const SCENARIOS: u64 = 40;

fn scenarios() -> impl Iterator<Item = (u64, Scenario)> {
    (0..SCENARIOS).map(|seed| (seed, random_scenario(seed)))
}

/// Every policy of every scenario, with words for what it is.
fn runs(mut check: impl FnMut(&Scenario, &Policy, u64, &str)) {
    for (seed, scenario) in scenarios() {
        for policy in &scenario.policies {
            check(&scenario, policy, seed, &format!("seed {seed}, {}", policy.name));
        }
    }
}

/// What a record counts, from its events.
fn counted(record: &RunRecord) -> Counts {
    let mut counts = Counts::new(record.role_count, record.weeks());
    for exit in record.exits.iter().filter(|exit| exit.worker.origin == Origin::Incumbent) {
        let week = usize::try_from(exit.week.0).unwrap();
        counts.gone[week * record.role_count + exit.worker.role.index()][exit.reason as usize] += 1;
    }
    record.starts.iter().for_each(|start| counts.starts[start.worker.origin as usize] += 1);
    for gap in record.gaps.iter().filter(|gap| gap.outcome == GapOutcome::Filled) {
        counts.filled[gap.channel.expect("whatever filled it") as usize] += 1;
    }
    counts
}

#[test]
fn counts_are_those_of_the_events() {
    let mut seen = Counts::default();
    runs(|scenario, policy, seed, what| {
        let record = simulate(scenario, policy, seed, 0);
        assert_eq!(record.counts, counted(&record), "{what}");
        seen.starts.iter_mut().zip(record.counts.starts).for_each(|(sum, count)| *sum += count);
        seen.filled.iter_mut().zip(record.counts.filled).for_each(|(sum, count)| *sum += count);
    });
    assert!(seen.filled.iter().all(|&count| count > 0) && seen.starts[1..].iter().all(|&count| count > 0), "{seen:?}");
}

#[test]
fn what_measures_need_is_what_a_run_that_keeps_everything_has_of_it() {
    let mut dropped = 0;
    runs(|scenario, policy, seed, what| {
        let all = simulate(scenario, policy, seed, 0);
        let lean = simulate_keeping(scenario, policy, seed, 0, Keep::Measures);
        let shock: Vec<GapRecord> = all.gaps.iter().filter(|gap| gap.cause == Cause::Shock).copied().collect();
        assert_eq!(lean.gaps, shock, "{what}");
        let redeployed = |exit: &&ExitRecord| {
            let qualified = |course: &CourseRecord| course.outcome == CourseOutcome::Qualified;
            all.courses.iter().any(|course| course.worker == exit.worker && qualified(course))
        };
        assert!(all.exits.iter().filter(redeployed).all(|exit| lean.exits.contains(exit)), "{what}");
        assert!(lean.exits.iter().all(|exit| all.exits.contains(exit)) && lean.starts.is_empty(), "{what}");
        dropped += all.exits.len() - lean.exits.len() + all.starts.len() + all.gaps.len() - lean.gaps.len();
        let kept = lean.clone();
        assert_eq!(lean, RunRecord { gaps: kept.gaps, exits: kept.exits, starts: kept.starts, ..all }, "{what}");
        assert_eq!(Replicate::new(scenario, seed, 0).keeping(Keep::Measures).run(policy), lean, "{what}, among others");
    });
    assert!(dropped > 1000, "only {dropped} events were dropped");
}

#[test]
fn tables_do_not_tell_what_was_kept() {
    for (seed, scenario) in scenarios().take(10) {
        let settings = Settings { seed, replicates: 2, threads: Some(1), ..Settings::default() };
        let made = |keep_gaps| {
            let settings = Settings { keep_gaps, ..settings.clone() };
            Comparison { gaps: None, run_seconds: 0.0, ..compare(&scenario, &settings, &Unwatched).unwrap() }
        };
        assert_eq!(made(false), made(true), "seed {seed}");
    }
}
