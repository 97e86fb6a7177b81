//! Cases small enough to be worked by hand: weeks exact, costs to the cent. Every case runs on whatever runs scenarios.
//!
//! All luck is taken out: searches take exactly their mean, nobody declines, drops out or quits (but where a case says so), courses bring exactly what
//! they promise, offers are accepted (the seed is chosen so), nobody needs a ramp, every mechanism is off. A role pays $1,000 a week and a seat is worth
//! twice that. Whoever counts as qualified fits exactly: skill A is asked at 1, so everybody has it at exactly 1; skill B nobody has until it is learnt or hired.

mod oracle;
mod support;

use foreshift::ids::{Origin, RoleId, SkillId, WorkerKey};
use foreshift::process::learning::offer_latent;
use foreshift::process::person::{draw_temper, entity};
use foreshift::random::{Entity, Luck};
use foreshift::scenario::model::{
    Automates, Channel, Choice, Creates, Drawn, Hiring, Learning, Mechanisms, Policy, Raises, Requirement, Retention, Role,
    Scenario, Severance, Shock, SurplusRule, Terms,
};
use foreshift::units::{AnnualRate, Money, Week};
use foreshift::workforce::record::{
    Cause, CostCategory, CourseOutcome, ExitReason, FunnelStages, GapKind, GapOutcome, GapRecord, RunRecord, Waits,
};
use support::identities::check_identities;
use support::random::random_scenario;
use support::{built_in_terms, mix, policy, role, scenario, shock, small};

/// Runs a policy: the oracle, or the engine.
type Runner = fn(&Scenario, &Policy, u64, u32) -> RunRecord;
/// Runs the twin.
type TwinRunner = fn(&Scenario, u64, u32) -> RunRecord;

/// Whoever runs scenarios.
const RUNNERS: &[(Runner, TwinRunner)] = &[
    (oracle::run, oracle::twin),
    (
        |scenario, policy, seed, replicate| foreshift::simulation::Replicate::new(scenario, seed, replicate).run(policy),
        |scenario, seed, replicate| foreshift::simulation::Replicate::new(scenario, seed, replicate).twin(),
    ),
];

const A: SkillId = SkillId(0);
const B: SkillId = SkillId(1);
const FIRST: RoleId = RoleId(0);
const SECOND: RoleId = RoleId(1);

/// A role without turnover that asks A at 1, and B at a level of weight 1.
fn sure(name: &str, headcount: u32, b: f64) -> Role {
    let ask = |skill, level| Requirement { skill, level, weight: 1.0 };
    Role { turnover: AnnualRate(0.0), requires: vec![ask(A, 1.0), ask(B, b)], ..role(name, headcount, &[]) }
}

/// A scenario without luck.
fn exact(horizon: i32, roles: Vec<Role>, shocks: Vec<Shock>) -> Scenario {
    Scenario {
        horizon,
        hiring: Hiring {
            cost_per_hire: Money::from_units(4_700.0),
            onboarding: Money::from_units(1_000.0),
            time_to_fill_weeks: 6.0,
            time_to_fill_sigma: 0.0,
            decline: 0.0,
            notice_weeks: 3.0,
            premium: 0.2,
            backfill_premium: 0.1,
            ramp_weeks: 0.0,
            ..Hiring::default()
        },
        learning: Learning {
            qualified_at: 1.0,
            setup_weeks: 1.0,
            pace_weeks: 8.0,
            effort_exponent: 1.0,
            intensity: 0.5,
            tuition_per_week: Money::from_units(900.0),
            dropout: 0.0,
            support: 1.0,
            learning_rate_sd: 0.0,
            transfer: 1.0,
            transfer_sd: 0.0,
            internal_discount: 0.2,
            ..Learning::default()
        },
        retention: Retention { first_year: 1.0, engagement_effect: 0.0, ..Retention::default() },
        severance: Severance { weeks_per_year: 0.0, floor_weeks: 2.0, cap_weeks: 26.0 },
        mechanisms: Mechanisms::all(false),
        ..scenario(&["a", "b"], roles, shocks)
    }
}

/// Terms that act on what is, keep surplus, and know no fallback.
fn plain(choice: Choice) -> Terms {
    Terms {
        lead_weeks: 0,
        surplus: SurplusRule::Retain,
        grace_weeks: 0,
        absorb_weeks: 0,
        fallback: None,
        ..built_in_terms(choice)
    }
}

/// The policy of a case.
fn case(scenario: &Scenario, terms: Terms) -> Policy {
    policy("case", &scenario.roles, terms)
}

/// The n-th person of week 0 of a role.
const fn incumbent(role: RoleId, number: u32) -> WorkerKey {
    WorkerKey { role, origin: Origin::Incumbent, number }
}

/// The first seed under which a person takes every offer toward a role that is more likely than not.
fn willing_seed(scenario: &Scenario, worker: WorkerKey, target: RoleId) -> u64 {
    let target = Entity::named(&scenario.roles[target.index()].name);
    (0..100_000).find(|&seed| offer_latent(entity(scenario, worker), target, Luck::new(seed, 0)) < 0.5).expect("some seed")
}

/// A shock that raises B to 1 in the first role at once.
fn bar_rises(week: f64) -> Shock {
    Shock { raises: vec![Raises { role: FIRST, skill: B, to: 1.0 }], ..shock("bar", week) }
}

/// A shock that creates a seat at once, of which nobody knows before.
fn seat_comes(name: &str, week: f64, role: RoleId) -> Shock {
    Shock { announced: Week(1000), creates: vec![Creates { role, seats: 1.0 }], ..shock(name, week) }
}

/// A shock that automates half of the first role's time at once, of which nobody knows before.
fn half_goes(week: f64) -> Shock {
    Shock { announced: Week(1000), automates: vec![Automates { role: FIRST, task: 0, share: 0.5 }], ..shock("half", week) }
}

/// Money of a category over the run.
fn spent(record: &RunRecord, category: CostCategory) -> Money {
    record.weekly.iter().map(|week| week.costs[category as usize]).sum()
}

/// Payroll, hiring, onboarding, tuition, severance and lost output over the run are so many units of currency.
#[track_caller]
fn costs_are(record: &RunRecord, units: [f64; 6]) {
    let found = CostCategory::ALL.map(|category| spent(record, category));
    assert_eq!(found, units.map(Money::from_units), "payroll, hiring, onboarding, tuition, severance, lost output");
}

/// A record that the first gap of a case is compared with: opened by the shock, still open.
fn shock_gap(role: RoleId, kind: GapKind, opened: i32) -> GapRecord {
    GapRecord {
        role,
        kind,
        cause: Cause::Shock,
        opened: Week(opened),
        vacated: false,
        channel: None,
        outcome: GapOutcome::Open,
        closed: None,
        filler: None,
        productive: None,
    }
}

/// A gap once it is filled by somebody who needs no ramp.
fn filled(gap: GapRecord, channel: Channel, closed: i32, filler: WorkerKey) -> GapRecord {
    let week = Some(Week(closed));
    GapRecord { channel: Some(channel), outcome: GapOutcome::Filled, closed: week, filler: Some(filler), productive: week, ..gap }
}

/// Runs a case on every runner, checks identities, and hands the record to the checks.
fn on_every_runner(scenario: &Scenario, terms: Terms, seed: u64, check: impl Fn(&RunRecord)) {
    on_every_runner_with(scenario, &case(scenario, terms), seed, check);
}

/// The same for a policy.
fn on_every_runner_with(scenario: &Scenario, policy: &Policy, seed: u64, check: impl Fn(&RunRecord)) {
    for (run, _) in RUNNERS {
        let record = run(scenario, policy, seed, 0);
        check_identities(scenario, &record, "case");
        check(&record);
    }
}

#[test]
fn one_worker_learns_what_their_seat_asks() {
    let scenario = exact(30, vec![sure("clerk", 1, 0.0)], vec![bar_rises(10.0)]);
    let worker = incumbent(FIRST, 0);
    on_every_runner(&scenario, plain(mix(0.0, 0.0, 1.0)), willing_seed(&scenario, worker, FIRST), |record| {
        // Week 10: fit 1/2. Effort 1 + 8 * 1/2 = 5 full-time weeks at half time: week 20. Tuition 5 * 900.
        assert_eq!(record.gaps, [filled(shock_gap(FIRST, GapKind::Capability, 10), Channel::Upskill, 20, worker)]);
        assert_eq!(record.courses.len(), 1);
        let course = record.courses[0];
        assert_eq!((course.launched, course.ended, course.outcome), (Week(10), Some(Week(20)), CourseOutcome::Qualified));
        assert_eq!((course.distance.to_bits(), course.tuition), (0.5_f64.to_bits(), Money::from_units(4_500.0)));
        // Ten weeks at fit 1/2 and half time lack 3/4 of a seat worth 2,000.
        costs_are(record, [30_000.0, 0.0, 0.0, 4_500.0, 0.0, 15_000.0]);
        let stages =
            FunnelStages { offered: 1, accepted: 1, completed: 1, qualified: 1, productive: 1, ..FunnelStages::default() };
        assert_eq!(record.funnel[Channel::Upskill as usize], stages);
        assert_eq!(record.waits, Waits::default());
    });
}

#[test]
fn with_a_lead_the_course_is_over_before_the_bar_rises() {
    let scenario = exact(90, vec![sure("clerk", 1, 0.0)], vec![bar_rises(30.0)]);
    let terms = Terms { lead_weeks: 13, ..plain(mix(0.0, 0.0, 1.0)) };
    on_every_runner(&scenario, terms, willing_seed(&scenario, incumbent(FIRST, 0), FIRST), |record| {
        // Week 17 sees week 30. Ten weeks of course, to week 27: nobody is ever unqualified.
        assert_eq!(record.gaps, []);
        assert_eq!((record.courses[0].launched, record.courses[0].ended), (Week(17), Some(Week(27))));
        // Ten weeks at fit 1 and half time.
        costs_are(record, [90_000.0, 0.0, 0.0, 4_500.0, 0.0, 10_000.0]);
        // Week 27 + 52 = 79 lies within the run.
        let all = FunnelStages { offered: 1, accepted: 1, completed: 1, qualified: 1, productive: 1, stayed: 1, could_stay: 1 };
        assert_eq!(record.funnel[Channel::Upskill as usize], all);
    });
}

#[test]
fn a_course_that_brings_half_is_topped_up_once_and_fails() {
    let mut scenario = exact(52, vec![sure("clerk", 1, 0.0)], vec![bar_rises(10.0)]);
    scenario.learning.transfer = 0.5;
    on_every_runner(&scenario, plain(mix(0.0, 0.0, 1.0)), willing_seed(&scenario, incumbent(FIRST, 0), FIRST), |record| {
        // Week 20: B at 1/2, fit 3/4. Top-up over 1/4: 1 + 8/4 = 3 full-time weeks, week 26: B at 3/4, fit 7/8. Failed.
        let course = record.courses[0];
        assert!(course.topped_up);
        assert_eq!(
            (course.outcome, course.ended, course.tuition),
            (CourseOutcome::Failed, Some(Week(26)), Money::from_units(7_200.0))
        );
        assert_eq!(record.gaps, [shock_gap(FIRST, GapKind::Capability, 10)]);
        // Ten weeks lack 3/4; six lack 1 - 3/4 * 1/2 = 5/8; 26 lack 1/8; of 2,000.
        costs_are(record, [52_000.0, 0.0, 0.0, 7_200.0, 0.0, 15_000.0 + 7_500.0 + 6_500.0]);
        // They may be asked again from week 52; weeks 26 to 51 have nobody to ask.
        assert_eq!(record.courses.len(), 1);
        assert_eq!(record.waits, Waits { no_candidate: 26, ..Waits::default() });
    });
}

#[test]
fn a_seat_that_comes_is_filled_from_outside() {
    let scenario = exact(20, vec![sure("clerk", 1, 0.0)], vec![seat_comes("seat", 5.0, FIRST)]);
    let hire = WorkerKey { role: FIRST, origin: Origin::Hire, number: 0 };
    on_every_runner(&scenario, plain(mix(1.0, 0.0, 0.0)), 1, |record| {
        // Six weeks of search, half a week off: week 11. Three weeks' notice: week 14.
        assert_eq!(record.gaps, [filled(shock_gap(FIRST, GapKind::Vacancy, 5), Channel::Hire, 14, hire)]);
        assert_eq!((record.starts[0].opened, record.starts[0].accepted, record.starts[0].week), (Week(5), Week(11), Week(14)));
        let searches: Vec<i32> = record.weekly.iter().map(|week| week.searches).collect();
        assert_eq!(searches, [vec![0; 5], vec![1; 6], vec![0; 9]].concat());
        // 20 weeks of 1,000 and 6 of 1,200. Nine weeks (5 to 13) lack a seat.
        costs_are(record, [27_200.0, 4_700.0, 1_000.0, 0.0, 0.0, 18_000.0]);
        assert_eq!(record.role_week(11, FIRST).costs[CostCategory::Hiring as usize], Money::from_units(4_700.0));
        assert_eq!(record.role_week(14, FIRST).costs[CostCategory::Onboarding as usize], Money::from_units(1_000.0));
    });
}

#[test]
fn ordinary_growth_is_backfilled_under_every_policy() {
    // Demand doubles in a year: 2^(t/52) passes 1.5 in week 52 * log2(1.5) = 30.4, so in week 31.
    let scenario = exact(45, vec![Role { growth: 1.0, ..sure("clerk", 1, 0.0) }], Vec::new());
    let hire = WorkerKey { role: FIRST, origin: Origin::Backfill, number: 0 };
    let gap = GapRecord { cause: Cause::Growth, ..shock_gap(FIRST, GapKind::Vacancy, 31) };
    for policy in &scenario.policies {
        on_every_runner_with(&scenario, policy, 1, |record| {
            assert_eq!(record.gaps, [filled(gap, Channel::Backfill, 40, hire)], "{}", policy.name);
            // 45 weeks of 1,000 and 5 of 1,100. Nine weeks (31 to 39) lack a seat.
            costs_are(record, [50_500.0, 4_700.0, 1_000.0, 0.0, 0.0, 18_000.0]);
        });
    }
}

#[test]
fn whoever_quits_is_backfilled() {
    let scenario = exact(45, vec![Role { turnover: AnnualRate(1.0), ..sure("clerk", 1, 0.0) }], Vec::new());
    let hire = WorkerKey { role: FIRST, origin: Origin::Backfill, number: 0 };
    let budget = |worker, seed| draw_temper(entity(&scenario, worker), &scenario, Luck::new(seed, 0)).attrition_budget;
    // Hazard 1/52 a week; budget in (20/52, 21/52): week 20 is the 21st at risk. The newcomer has enough to stay.
    let lasts = |seed: &u64| (20.01..20.99).contains(&(budget(incumbent(FIRST, 0), *seed) * 52.0)) && budget(hire, *seed) > 1.0;
    let seed = (0..100_000).find(lasts).expect("some seed");
    let gap = GapRecord { cause: Cause::Departure, ..shock_gap(FIRST, GapKind::Vacancy, 20) };
    on_every_runner(&scenario, plain(Choice::Nothing), seed, |record| {
        assert_eq!(record.exits.len(), 1);
        assert_eq!((record.exits[0].week, record.exits[0].reason), (Week(20), ExitReason::Quit));
        assert_eq!(record.gaps, [filled(gap, Channel::Backfill, 29, hire)]);
        // 20 weeks of 1,000, 16 weeks (29 to 44) of 1,100, nine weeks without anybody.
        costs_are(record, [20_000.0 + 17_600.0, 4_700.0, 1_000.0, 0.0, 0.0, 18_000.0]);
    });
}

#[test]
fn a_search_is_cancelled_when_its_seat_goes_and_its_budget_is_free_again() {
    let shocks = vec![half_goes(8.0), seat_comes("seat one", 5.0, FIRST), seat_comes("seat two", 12.0, FIRST)];
    let scenario = exact(26, vec![sure("clerk", 2, 0.0)], shocks);
    let terms = Terms { budget_per_year: Some(Money::from_units(5_700.0)), ..plain(mix(1.0, 0.0, 0.0)) };
    let second = WorkerKey { role: FIRST, origin: Origin::Hire, number: 1 };
    on_every_runner(&scenario, terms, 1, |record| {
        // Seats: 2, from week 5 3, from week 8 2 * 1/2 + 1 = 2, from week 12 3.
        let first = GapRecord {
            outcome: GapOutcome::Lapsed,
            channel: Some(Channel::Hire),
            closed: Some(Week(8)),
            ..shock_gap(FIRST, GapKind::Vacancy, 5)
        };
        // The second search: week 12 + 6 + 3.
        assert_eq!(record.gaps, [first, filled(shock_gap(FIRST, GapKind::Vacancy, 12), Channel::Hire, 21, second)]);
        assert_eq!(record.funnel[Channel::Hire as usize].offered, 1);
        assert_eq!(record.waits, Waits::default());
        // 26 weeks of 2,000, 5 (21 to 25) of 1,200. Weeks 5 to 7 and 12 to 20 lack a seat.
        costs_are(record, [52_000.0 + 6_000.0, 4_700.0, 1_000.0, 0.0, 0.0, 12.0 * 2_000.0]);
    });
}

#[test]
fn without_budget_or_capacity_a_gap_waits() {
    let scenario = exact(20, vec![sure("clerk", 1, 0.0)], vec![seat_comes("seat", 5.0, FIRST)]);
    let cents_short = Terms { budget_per_year: Some(Money::from_cents(569_999)), ..plain(mix(1.0, 0.0, 0.0)) };
    on_every_runner(&scenario, cents_short, 1, |record| {
        // Weeks 5 to 19.
        assert_eq!(record.waits, Waits { budget: 15, ..Waits::default() });
        costs_are(record, [20_000.0, 0.0, 0.0, 0.0, 0.0, 30_000.0]);
    });
    let no_room = Terms { requisition_capacity: Some(0), ..plain(mix(1.0, 0.0, 0.0)) };
    on_every_runner(&scenario, no_room, 1, |record| {
        assert_eq!(record.waits, Waits { requisition_capacity: 15, ..Waits::default() });
    });
    on_every_runner(&scenario, plain(mix(0.0, 0.0, 1.0)), 1, |record| {
        assert_eq!(record.waits, Waits { not_served: 15, ..Waits::default() });
    });
    let falls_back = Terms { fallback: Some(Channel::Hire), ..plain(mix(0.0, 0.0, 1.0)) };
    on_every_runner(&scenario, falls_back, 1, |record| {
        assert_eq!((record.starts[0].week, record.waits), (Week(14), Waits::default()));
    });
}

#[test]
fn whoever_has_accepted_comes_and_covers_the_next_gap() {
    let shocks = vec![half_goes(12.0), seat_comes("seat one", 5.0, FIRST), seat_comes("seat two", 13.0, FIRST)];
    let scenario = exact(20, vec![sure("clerk", 2, 0.0)], shocks);
    let hire = WorkerKey { role: FIRST, origin: Origin::Hire, number: 0 };
    on_every_runner(&scenario, plain(mix(1.0, 0.0, 0.0)), 1, |record| {
        // Accepted in week 11; the seat goes in week 12 and another comes in week 13, for the start of week 14.
        let lapsed = GapRecord {
            outcome: GapOutcome::Lapsed,
            channel: Some(Channel::Hire),
            closed: Some(Week(12)),
            ..shock_gap(FIRST, GapKind::Vacancy, 5)
        };
        assert_eq!(record.gaps, [lapsed, filled(shock_gap(FIRST, GapKind::Vacancy, 13), Channel::Hire, 14, hire)]);
        assert_eq!(record.funnel[Channel::Hire as usize].accepted, 1);
        // Weeks 5 to 11 and week 13 lack a seat; 6 weeks of 1,200.
        costs_are(record, [40_000.0 + 7_200.0, 4_700.0, 1_000.0, 0.0, 0.0, 8.0 * 2_000.0]);
    });
}

#[test]
fn a_surplus_worker_learns_the_role_that_grows_and_moves() {
    let target = Role { salary: Money::from_units(78_000.0), ..sure("technician", 1, 1.0) };
    let scenario = exact(30, vec![sure("clerk", 2, 0.0), target], vec![half_goes(10.0), seat_comes("seat", 10.0, SECOND)]);
    let worker = incumbent(FIRST, 0);
    on_every_runner(&scenario, plain(mix(0.0, 1.0, 0.0)), willing_seed(&scenario, worker, SECOND), |record| {
        // Distance 1/2: week 20, as to one's own seat. Both clerks are as near; the first name is asked.
        assert_eq!(record.gaps, [filled(shock_gap(SECOND, GapKind::Vacancy, 10), Channel::Reskill, 20, worker)]);
        assert_eq!(record.moves.len(), 1);
        assert_eq!((record.moves[0].week, record.moves[0].from, record.moves[0].to), (Week(20), FIRST, SECOND));
        // One of two is surplus in week 10, until they accept.
        let surplus: Vec<i32> = (0..30).map(|week| record.role_week(week, FIRST).surplus).collect();
        assert_eq!(surplus, [vec![0; 10], vec![1], vec![0; 19]].concat());
        // Clerks: 20 weeks of 2,000, 10 of 1,000. Technicians: 30 weeks of 1,500, 10 of a mover's: 80% of 1,500 is above 1,000.
        let payroll = 50_000.0 + 45_000.0 + 12_000.0;
        // Technicians lack a seat worth 3,000 for ten weeks; clerks lack nothing.
        costs_are(record, [payroll, 0.0, 0.0, 4_500.0, 0.0, 30_000.0]);
        let tuition = |role| record.role_week(10, role).costs[CostCategory::Tuition as usize];
        assert_eq!((tuition(FIRST), tuition(SECOND)), (Money::ZERO, Money::from_units(4_500.0)), "the target pays");
    });
}

#[test]
fn a_qualified_peer_speeds_a_learner_up_and_gives_the_hours_for_it() {
    let target = Role { salary: Money::from_units(78_000.0), ..sure("technician", 1, 1.0) };
    let mut scenario = exact(30, vec![sure("clerk", 2, 0.0), target], vec![half_goes(10.0), seat_comes("seat", 10.0, SECOND)]);
    scenario.mechanisms.mentoring = true;
    scenario.learning.mentoring = 0.25;
    let worker = incumbent(FIRST, 0);
    on_every_runner(&scenario, plain(mix(0.0, 1.0, 0.0)), willing_seed(&scenario, worker, SECOND), |record| {
        // One learner, one peer: 1/2 * 1.25 = 5/8 of a full-time week a week; 5 / (5/8) = 8 weeks.
        assert_eq!(record.gaps, [filled(shock_gap(SECOND, GapKind::Vacancy, 10), Channel::Reskill, 18, worker)]);
        // For those eight weeks the peer gives 1/2 * 1/4 = 1/8: technicians lack 9/8 of a seat worth 3,000.
        let payroll = 18.0 * 2_000.0 + 12.0 * 1_000.0 + 45_000.0 + 12.0 * 1_200.0;
        costs_are(record, [payroll, 0.0, 0.0, 4_500.0, 0.0, 27_000.0]);
    });
}

#[test]
fn a_course_ahead_of_the_bar_is_judged_by_the_bar_of_the_day() {
    let mut scenario = exact(45, vec![sure("clerk", 1, 0.0)], vec![bar_rises(30.0)]);
    scenario.learning.transfer = 0.5;
    let terms = Terms { lead_weeks: 13, ..plain(mix(0.0, 0.0, 1.0)) };
    on_every_runner(&scenario, terms, willing_seed(&scenario, incumbent(FIRST, 0), FIRST), |record| {
        // Weeks 17 to 27: B at 1/2, qualified as the bar still stands; at once another course over 1/4, 6 weeks to week 33: B at 3/4, not
        // enough for the bar of week 30; top-up over 1/8, 4 weeks to week 37: B at 7/8, failed.
        let courses: Vec<_> = record.courses.iter().map(|course| (course.launched, course.ended, course.outcome)).collect();
        let (first, second) = (Some(Week(27)), Some(Week(37)));
        assert_eq!(courses, [(Week(17), first, CourseOutcome::Qualified), (Week(27), second, CourseOutcome::Failed)]);
        assert_eq!(record.gaps, [shock_gap(FIRST, GapKind::Capability, 30)]);
        // Lacking: 13 weeks 1/2; 3 weeks 1 - 3/4 * 1/2; 4 weeks 1 - 7/8 * 1/2; 8 weeks 1/16; of 2,000.
        let lost = 13_000.0 + 3_750.0 + 4_500.0 + 1_000.0;
        costs_are(record, [45_000.0, 0.0, 0.0, 4_500.0 + 2_700.0 + 1_800.0, 0.0, lost]);
    });
}

#[test]
fn a_replacement_starts_and_the_incumbent_goes_after_the_grace() {
    let scenario = exact(30, vec![sure("clerk", 1, 0.0)], vec![bar_rises(10.0)]);
    let terms = Terms { replaces: true, grace_weeks: 4, surplus: SurplusRule::LayOff, ..plain(mix(1.0, 0.0, 0.0)) };
    let hire = WorkerKey { role: FIRST, origin: Origin::Hire, number: 0 };
    on_every_runner(&scenario, terms, 1, |record| {
        // Week 10 + 6 + 3 = 19; grace of 4: week 23.
        assert_eq!(record.gaps, [filled(shock_gap(FIRST, GapKind::Capability, 10), Channel::Hire, 19, hire)]);
        assert_eq!(record.exits.len(), 1);
        let exit = record.exits[0];
        assert_eq!((exit.week, exit.worker, exit.reason), (Week(23), incumbent(FIRST, 0), ExitReason::LaidOff));
        // 23 weeks of 1,000, 11 of 1,200; nine weeks lack half a seat; two weeks' pay of severance.
        costs_are(record, [23_000.0 + 13_200.0, 4_700.0, 1_000.0, 0.0, 2_000.0, 9_000.0]);
    });
}

#[test]
fn surplus_that_lasts_beyond_the_grace_is_laid_off() {
    let scenario = exact(20, vec![sure("clerk", 2, 0.0)], vec![half_goes(10.0)]);
    let terms = Terms { surplus: SurplusRule::LayOff, grace_weeks: 2, ..plain(Choice::Nothing) };
    on_every_runner(&scenario, terms, 1, |record| {
        // Weeks 10, 11 and 12 have surplus: told in week 12, gone in week 13.
        assert_eq!(record.exits.len(), 1);
        assert_eq!((record.exits[0].week, record.exits[0].reason), (Week(13), ExitReason::LaidOff));
        let surplus: Vec<i32> = record.weekly.iter().map(|week| week.surplus).collect();
        assert_eq!(surplus, [vec![0; 10], vec![1; 3], vec![0; 7]].concat());
        assert_eq!(record.gaps, []);
        costs_are(record, [13.0 * 2_000.0 + 7.0 * 1_000.0, 0.0, 0.0, 0.0, 2_000.0, 0.0]);
    });
}

#[test]
fn the_adaptive_policy_takes_what_is_cheapest() {
    // One worker at fit 1/2 for the 40 weeks left: waiting lacks 1,000 a week. A course: 10 weeks, and tuition.
    let mut scenario = exact(50, vec![sure("clerk", 1, 0.0)], vec![bar_rises(10.0)]);
    let terms = Terms { replaces: true, grace_weeks: 4, ..plain(Choice::Adaptive) };
    let worker = incumbent(FIRST, 0);
    let seed = willing_seed(&scenario, worker, FIRST);
    // Wait: 40 * 1,000 = 40,000. Course: 4,500 + 10 * 1,000 + 10 * 1/2 * 1,000 = 19,500.
    // Replacement: 9 weeks of 1,000 + 5,700 + 31 weeks of the premium of 200 + 2,000 + 4 * 1,000 = 26,900.
    on_every_runner(&scenario, terms, seed, |record| {
        assert_eq!(record.gaps, [filled(shock_gap(FIRST, GapKind::Capability, 10), Channel::Upskill, 20, worker)]);
        assert_eq!((record.starts.len(), record.waits), (0, Waits::default()));
    });
    // Tuition three times as dear: the course costs 28,500.
    scenario.learning.tuition_per_week = Money::from_units(2_700.0);
    on_every_runner(&scenario, terms, seed, |record| {
        assert_eq!((record.starts[0].week, record.courses.len()), (Week(19), 0));
    });
    // Hiring dearer than waiting, too: 40 weeks of waiting, fewer each week, are best to the end.
    scenario.learning.tuition_per_week = Money::from_units(9_000.0);
    scenario.hiring.cost_per_hire = Money::from_units(47_000.0);
    on_every_runner(&scenario, terms, seed, |record| {
        assert_eq!(record.waits, Waits { waiting_is_best: 40, ..Waits::default() });
    });
}

#[test]
fn the_twin_knows_no_shock() {
    let scenario = exact(30, vec![sure("clerk", 2, 0.0)], vec![bar_rises(10.0), half_goes(12.0)]);
    for (_, twin) in RUNNERS {
        let record = twin(&scenario, 1, 0);
        check_identities(&scenario, &record, "twin");
        assert_eq!((record.gaps.len(), record.exits.len(), record.worker_weeks), (0, 0, 60));
        costs_are(&record, [60_000.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    }
}

#[test]
fn without_shocks_doing_nothing_is_the_twin() {
    for seed in 0..40 {
        let scenario = Scenario { shocks: Vec::new(), ..random_scenario(seed) };
        let none = scenario.policies.iter().find(|policy| policy.name == "none").expect("a built-in");
        for (run, twin) in RUNNERS {
            assert_eq!(run(&scenario, none, seed, 0), twin(&scenario, seed, 0), "{}", scenario.name);
        }
    }
}

#[test]
fn an_announced_start_that_is_drawn_is_met_by_its_mode() {
    // Whatever the start drawn, the course is launched 13 weeks before the mode, week 30, or when the shock shows itself before that.
    let start = Drawn::Triangular { low: 25.0, mode: 30.0, high: 40.0 };
    let scenario = exact(60, vec![sure("clerk", 1, 0.0)], vec![Shock { start_week: start, ..bar_rises(0.0) }]);
    let terms = Terms { lead_weeks: 13, ..plain(mix(0.0, 0.0, 1.0)) };
    on_every_runner(&scenario, terms, willing_seed(&scenario, incumbent(FIRST, 0), FIRST), |record| {
        assert_eq!((record.courses[0].launched, record.courses[0].ended), (Week(17), Some(Week(27))));
    });
    // A scenario with everything in it runs too.
    let scenario = small();
    on_every_runner(&scenario, built_in_terms(mix(0.2, 0.4, 0.4)), 3, |record| assert!(!record.gaps.is_empty()));
}

/// People of week 0 have been there as long as a role's people have in the long run: at one hazard exponential, with a worse first year in two pieces.
#[test]
fn tenure_at_week_0_is_that_of_the_long_run() {
    let ages = |turnover: f64, first_year: f64| -> Vec<f64> {
        let mut made = scenario(&["care"], vec![role("clerk", 4000, &[0.5])], Vec::new());
        made.retention.first_year = first_year;
        made.mechanisms.external_exit = false;
        made.roles[0].turnover = AnnualRate(turnover);
        let age = |number| {
            let key = WorkerKey { role: RoleId(0), origin: Origin::Incumbent, number };
            f64::from(draw_temper(entity(&made, key), &made, Luck::new(1, 0)).incumbent_age(&made.roles[0], &made))
        };
        (0..4000).map(age).collect()
    };
    // Whole weeks of an exponential are geometric: 1 / (exp(0.5 / 52) - 1) = 103.5 on average, with a standard error of 1.6.
    let mean = ages(0.5, 1.0).iter().sum::<f64>() / 4000.0;
    assert!((mean - 103.5).abs() < 8.0, "{mean} weeks");
    // Person-years in the first year (1 - exp(-1.5)) / 1.5 = 0.518, later exp(-1.5) / 0.5 = 0.446: 53.7% are in their first year, give or take 0.8%.
    let first = ages(0.5, 3.0).iter().filter(|age| **age < 52.0).map(|_| 1.0).sum::<f64>() / 4000.0;
    assert!((first - 0.537).abs() < 0.04, "{first}");
}
