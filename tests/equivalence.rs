//! The engine against the oracle, event for event: the fast columns and the plain loops leave the same records behind.

mod oracle;
mod support;

use foreshift::Replicate;
use foreshift::scenario::model::Scenario;
use foreshift::units::Money;
use foreshift::workforce::record::RunRecord;
use support::identities::check_identities;
use support::random::random_scenario;
use support::small;

/// Random scenarios, each under every policy and the twin.
const SCENARIOS: u64 = 240;

/// Both keep climate in floats that they add up in different orders.
const CLIMATE_TOLERANCE: f64 = 1e-9;

/// Fails on the first difference, with what and where.
fn compare(scenario: &Scenario, engine: &RunRecord, oracle: &RunRecord, what: &str) {
    assert_eq!(engine.weekly.len(), oracle.weekly.len(), "{what}: weeks");
    for (index, (mine, theirs)) in engine.weekly.iter().zip(&oracle.weekly).enumerate() {
        let (week, role) = (index / engine.role_count, &scenario.roles[index % engine.role_count].name);
        assert!((mine.climate - theirs.climate).abs() < CLIMATE_TOLERANCE, "{what}: climate of {role} in week {week}");
        let theirs = foreshift::workforce::record::RoleWeek { climate: mine.climate, ..*theirs };
        assert_eq!(*mine, theirs, "{what}: engine and oracle differ in {role}, week {week}");
    }
    let first = |name: &str, mine: &[String], theirs: &[String]| {
        for (mine, theirs) in mine.iter().zip(theirs) {
            assert_eq!(mine, theirs, "{what}: {name}");
        }
        assert_eq!(mine.len(), theirs.len(), "{what}: number of {name}");
    };
    let words = |record: &RunRecord| {
        [
            ("exits", record.exits.iter().map(|item| format!("{item:?}")).collect::<Vec<_>>()),
            ("starts", record.starts.iter().map(|item| format!("{item:?}")).collect()),
            ("moves", record.moves.iter().map(|item| format!("{item:?}")).collect()),
            ("courses", record.courses.iter().map(|item| format!("{item:?}")).collect()),
            ("gaps", record.gaps.iter().map(|item| format!("{item:?}")).collect()),
        ]
    };
    for ((name, mine), (_, theirs)) in words(engine).into_iter().zip(words(oracle)) {
        first(name, &mine, &theirs);
    }
    assert_eq!(engine.funnel, oracle.funnel, "{what}: funnel");
    assert_eq!(engine.waits, oracle.waits, "{what}: waits");
    assert_eq!(engine.worker_weeks, oracle.worker_weeks, "{what}: worker-weeks");
}

/// Every policy and the twin of a scenario.
fn check(scenario: &Scenario, seed: u64) {
    let replicate = Replicate::new(scenario, seed, 0);
    for policy in &scenario.policies {
        let what = format!("seed {seed}, {}", policy.name);
        compare(scenario, &replicate.run(policy), &oracle::run(scenario, policy, seed, 0), &what);
    }
    compare(scenario, &replicate.twin(), &oracle::twin(scenario, seed, 0), &format!("seed {seed}, twin"));
}

#[test]
fn engine_and_oracle_agree_event_for_event() {
    for seed in 0..SCENARIOS {
        check(&random_scenario(seed), seed);
    }
}

#[test]
fn they_agree_in_a_scenario_made_by_hand() {
    for seed in 0..4 {
        let scenario = small();
        check(&scenario, seed);
        check_identities(&scenario, &Replicate::new(&scenario, seed, 0).twin(), "twin");
    }
}

#[test]
fn they_agree_where_budgets_bind_and_top_ups_abound() {
    // A top-up in the first week of a year counts against that year: the budget begins anew before arrivals.
    for seed in 1000..1000 + SCENARIOS / 4 {
        let mut scenario = random_scenario(seed);
        scenario.horizon = scenario.horizon.max(120);
        scenario.learning.transfer = 0.3;
        scenario.learning.transfer_sd = 0.05;
        scenario.learning.dropout = 0.0;
        scenario.learning.intensity = 1.0;
        for policy in &mut scenario.policies {
            policy.budget_per_year = Some(Money::from_units(30_000.0));
        }
        let replicate = Replicate::new(&scenario, seed, 0);
        for policy in &scenario.policies {
            let what = format!("seed {seed} with budgets, {}", policy.name);
            compare(&scenario, &replicate.run(policy), &oracle::run(&scenario, policy, seed, 0), &what);
        }
    }
}
