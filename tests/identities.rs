//! Identities that hold in every run: over scenarios at random, every policy, and the twin.

mod oracle;
mod support;

use std::collections::BTreeMap;

use foreshift::Replicate;
use foreshift::scenario::model::{Channel, Scenario};
use foreshift::workforce::record::{Cause, CourseOutcome, ExitReason, GapKind, GapOutcome, GapRecord, RunRecord};
use support::identities::check_identities;
use support::random::random_scenario;
use support::small;

/// Random scenarios that engine and oracle run through every policy.
const SCENARIOS: u64 = 240;

/// How often things happened that some scenario should make happen.
type Tally = BTreeMap<&'static str, usize>;

/// Runs every policy and the twin of a scenario, engine and oracle, checks each record, and counts what happened in the engine's.
fn check(scenario: &Scenario, seed: u64, tally: &mut Tally) {
    let engine = Replicate::new(scenario, seed, 0);
    for policy in &scenario.policies {
        let what = format!("{}, {}, seed {seed}", scenario.name, policy.name);
        let record = engine.run(policy);
        check_identities(scenario, &record, &what);
        check_identities(scenario, &oracle::run(scenario, policy, seed, 0), &format!("oracle, {what}"));
        count(&record, tally);
    }
    let what = format!("{}, twin, seed {seed}", scenario.name);
    check_identities(scenario, &engine.twin(), &what);
    check_identities(scenario, &oracle::twin(scenario, seed, 0), &format!("oracle, {what}"));
}

/// Adds what happened in a run.
fn count(record: &RunRecord, tally: &mut Tally) {
    let mut add = |what, times: usize| *tally.entry(what).or_default() += times;
    let gaps = |meets: &dyn Fn(&GapRecord) -> bool| record.gaps.iter().filter(|gap| meets(gap)).count();
    add("gaps that a departure opened", gaps(&|gap| gap.cause == Cause::Departure));
    add("gaps that growth opened", gaps(&|gap| gap.cause == Cause::Growth));
    add("vacancies that a shock opened", gaps(&|gap| gap.cause == Cause::Shock && gap.kind == GapKind::Vacancy));
    add("capability gaps that a shock opened", gaps(&|gap| gap.cause == Cause::Shock && gap.kind == GapKind::Capability));
    add("capability gaps that a departure opened", gaps(&|gap| gap.cause == Cause::Departure && gap.kind == GapKind::Capability));
    add("vacated gaps", gaps(&|gap| gap.vacated));
    add("gaps vacant, held and vacant again", gaps(&|gap| gap.vacated && gap.kind == GapKind::Vacancy));
    add("gaps that lapsed uncovered", gaps(&|gap| gap.outcome == GapOutcome::Lapsed && gap.channel.is_none()));
    add("gaps that lapsed covered", gaps(&|gap| gap.outcome == GapOutcome::Lapsed && gap.channel.is_some()));
    add("gaps covered at the horizon", gaps(&|gap| gap.outcome == GapOutcome::Open && gap.channel.is_some()));
    add("gaps filled by somebody who became productive", gaps(&|gap| gap.productive.is_some()));
    let filled =
        |kind, channel| gaps(&|gap| gap.outcome == GapOutcome::Filled && gap.kind == kind && gap.channel == Some(channel));
    add("vacancies backfilled", filled(GapKind::Vacancy, Channel::Backfill));
    add("vacancies filled by hiring", filled(GapKind::Vacancy, Channel::Hire));
    add("vacancies filled by reskilling", filled(GapKind::Vacancy, Channel::Reskill));
    add("capability gaps filled by upskilling", filled(GapKind::Capability, Channel::Upskill));
    add("capability gaps filled by hiring", filled(GapKind::Capability, Channel::Hire));
    let ended = |outcome| record.courses.iter().filter(|course| course.outcome == outcome).count();
    add("courses running at the horizon", ended(CourseOutcome::Running));
    add("courses that qualified", ended(CourseOutcome::Qualified));
    add("courses that failed", ended(CourseOutcome::Failed));
    add("courses dropped", ended(CourseOutcome::DroppedOut));
    add("courses ended by an exit", ended(CourseOutcome::Quit));
    add("courses topped up", record.courses.iter().filter(|course| course.topped_up).count());
    let again = record.courses.iter().enumerate().filter(|(place, course)| {
        record.courses[..*place].iter().any(|before| before.worker == course.worker && before.to == course.to)
    });
    add("second courses to the same role", again.count());
    add("layoffs", record.exits.iter().filter(|exit| exit.reason == ExitReason::LaidOff).count());
    add("hires started", record.starts.len());
    add("moves", record.moves.len());
    for (what, times) in [
        ("waits for training capacity", record.waits.training_capacity),
        ("waits for requisition capacity", record.waits.requisition_capacity),
        ("waits for budget", record.waits.budget),
        ("waits for a candidate", record.waits.no_candidate),
        ("gaps not served", record.waits.not_served),
        ("waits that are best", record.waits.waiting_is_best),
        ("people who stayed", record.funnel.iter().map(|stages| stages.stayed).sum()),
        ("people who could stay and left", record.funnel.iter().map(|stages| stages.could_stay - stages.stayed).sum()),
        ("hires who came unqualified", record.funnel[..2].iter().map(|stages| stages.completed - stages.qualified).sum()),
        ("candidates who declined", record.funnel[..2].iter().map(|stages| stages.offered - stages.accepted).sum()),
        ("people who would not learn", record.funnel[2..].iter().map(|stages| stages.offered - stages.accepted).sum()),
    ] {
        add(what, usize::try_from(times).expect("a count"));
    }
}

#[test]
fn identities_hold_in_a_small_scenario() {
    for seed in 0..4 {
        check(&small(), seed, &mut Tally::new());
    }
}

#[test]
fn identities_hold_in_random_scenarios() {
    let mut tally = Tally::new();
    for seed in 0..SCENARIOS {
        check(&random_scenario(seed), seed, &mut tally);
    }
    println!("{tally:#?}");
    let never: Vec<_> = tally.iter().filter(|&(_, &times)| times == 0).collect();
    assert!(never.is_empty(), "random scenarios should reach: {never:?}");
}
