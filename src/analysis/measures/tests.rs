//! Measures of hand-made records, counted by hand.

use super::*;
use crate::analysis::fixture::{AGENT, DESIGNER, counted, exit, gap, record, scenario, worker};
use crate::analysis::results::{NONE, TWIN};
use crate::ids::Origin::{Hire, Incumbent};
use crate::scenario::model::{Channel, Scenario};
use crate::units::{Money, Week};
use crate::workforce::record::GapKind::{Capability, Vacancy};
use crate::workforce::record::GapOutcome::{Filled, Lapsed};
use crate::workforce::record::{
    CostCategory, CourseOutcome, CourseRecord, ExitReason, GapRecord, MoveRecord, RoleWeek, RunRecord, StartRecord,
};

/// A measure of a run beside `none` and the twin.
fn measure(name: &str, scenario: &Scenario, [run, none, twin]: [&RunRecord; 3], whose: &str) -> Option<f64> {
    let frame = Frame::new(scenario);
    let records = [run, none, twin].map(|record| counted(record.clone()));
    let [run, none, twin] = records.each_ref().map(|record| Tally::new(&frame, record));
    let reference = whose == NONE || whose == TWIN;
    let sight = Sight { frame: &frame, run: &run, none: &none, twin: &twin, reference };
    values(&sight)[position(name).unwrap_or_else(|| panic!("no measure {name}"))]
}

/// Measures of a run alone.
#[track_caller]
fn expect(run: &RunRecord, answers: &[(&str, Option<f64>)]) {
    expect_beside([run, run, run], answers);
}

#[track_caller]
fn expect_beside(records: [&RunRecord; 3], answers: &[(&str, Option<f64>)]) {
    for (name, answer) in answers {
        let found = measure(name, &scenario(), records, "blend");
        match (found, answer) {
            (Some(found), Some(answer)) => assert!((found - answer).abs() < 1e-9, "{name} is {found}, not {answer}"),
            (found, answer) => assert_eq!(found, *answer, "{name}"),
        }
    }
}

fn spent(amounts: &[(CostCategory, f64)], seat_pay: f64) -> RoleWeek {
    let mut week = RoleWeek { seat_pay: Money::from_units(seat_pay), ..RoleWeek::default() };
    for (category, amount) in amounts {
        week.costs[*category as usize] += Money::from_units(*amount);
    }
    week
}

#[test]
fn costs_add_up_and_break_even() {
    use CostCategory::{LostOutput, Payroll};
    // Agents cost 20 a week more than their seats; designers lose 10 in week 3.
    let run = record(|week, role| match (week, role) {
        (_, AGENT) => spent(&[(Payroll, 100.0)], 80.0),
        (3, _) => spent(&[(LostOutput, 10.0)], 0.0),
        _ => spent(&[], 0.0),
    });
    // Under `none` 10 a week more, from week 4 on 50.
    let none = record(|week, role| match role {
        AGENT => spent(&[(Payroll, if week < 4 { 90.0 } else { 130.0 })], 80.0),
        _ => spent(&[], 0.0),
    });
    let twin = record(|_, _| spent(&[], 0.0));
    expect_beside(
        [&run, &none, &twin],
        &[
            ("total_cost", Some(810.0)),
            ("cost_payroll", Some(800.0)),
            ("cost_lost_output", Some(10.0)),
            ("cost_tuition", Some(0.0)),
            ("transition_cost", Some(170.0)),
            ("transition_cost_vs_none", Some(-70.0)),
            ("transition_cost_vs_twin", Some(170.0)),
            // Cumulative 20 40 60 90 110 130 150 170 against 10 20 30 40 90 140 190 240.
            ("break_even_week", Some(5.0)),
            // Python 3.11.7: sum(20*1.05**(-t/52) for t in range(8)) + 10*1.05**(-3/52).
            ("npv_transition_cost", Some(169.447_689_211_461_38)),
        ],
    );
    assert_eq!(measure("break_even_week", &scenario(), [&none, &none, &twin], NONE), None);
    assert_eq!(measure("break_even_week", &scenario(), [&none, &run, &twin], "blend"), None);
    assert_eq!(measure("break_even_week", &scenario(), [&run, &run, &twin], "blend"), Some(0.0));
}

#[test]
fn direct_spending_is_over_the_gaps_that_the_policy_closed() {
    use CostCategory::{Hiring, Payroll, Tuition};
    let mut run =
        record(
            |week, _| {
                if week == 1 { spent(&[(Hiring, 40.0), (Tuition, 20.0), (Payroll, 999.0)], 0.0) } else { RoleWeek::default() }
            },
        );
    let none = record(|week, _| if week == 1 { spent(&[(Hiring, 10.0)], 0.0) } else { RoleWeek::default() });
    expect_beside([&run, &none, &none], &[("cost_per_gap_closed", None)]);
    let by = |channel, gap: GapRecord| GapRecord { channel: Some(channel), ..gap };
    run.gaps = vec![
        by(Channel::Hire, gap(DESIGNER, Vacancy, 0, Some((Filled, 2)))),
        by(Channel::Upskill, gap(AGENT, Capability, 0, Some((Filled, 2)))),
        by(Channel::Backfill, gap(AGENT, Vacancy, 0, Some((Filled, 2)))),
        by(Channel::Reskill, gap(AGENT, Vacancy, 0, Some((Lapsed, 2)))),
    ];
    // Two roles: (60 - 10) * 2 over two.
    expect_beside([&run, &none, &none], &[("cost_per_gap_closed", Some(50.0))]);
}

#[test]
fn gaps_are_timed_with_lapse_competing() {
    let mut run = record(|week, role| RoleWeek { gaps: if role == AGENT { 2 } else { week }, ..RoleWeek::default() });
    let twin = record(|_, role| RoleWeek { gaps: if role == AGENT { 5 } else { 3 }, ..RoleWeek::default() });
    run.gaps = vec![
        GapRecord { productive: Some(Week(5)), ..gap(DESIGNER, Vacancy, 0, Some((Filled, 2))) },
        gap(DESIGNER, Vacancy, 1, Some((Lapsed, 3))),
        GapRecord { productive: Some(Week(3)), ..gap(AGENT, Capability, 2, Some((Filled, 3))) },
        gap(AGENT, Vacancy, 6, None),
        GapRecord { cause: crate::workforce::record::Cause::Departure, ..gap(AGENT, Vacancy, 0, Some((Filled, 4))) },
    ];
    expect_beside(
        [&run, &run, &twin],
        &[
            ("gap_weeks", Some(16.0 + 28.0)),
            // Agents never exceed the twin; designers by 1, 2, 3, 4 in weeks 4 to 7.
            ("excess_gap_weeks", Some(10.0)),
            ("excess_gap_weeks_per_shock_gap", Some(2.5)),
            ("shock_gaps", Some(4.0)),
            // Week 1: one of four filled, one censored; week 2: one of the last two filled, one lapsed. Filled 0.625.
            ("median_time_to_fill", Some(2.0)),
            ("p90_time_to_fill", None),
            ("median_time_to_fill_capability", Some(1.0)),
            ("p90_time_to_fill_capability", Some(1.0)),
            // Of the three opened by week 4: open 1, 2/3, 0, 0; not filled 1, 2/3, 1/3, 1/3.
            ("restricted_mean_open_52_lapse_ended", Some(5.0 / 3.0)),
            ("restricted_mean_open_52_lapse_unfilled", Some(7.0 / 3.0)),
            ("restricted_mean_open_52_vacancy_lapse_ended", Some(2.0)),
            // To productive 5, lapse 2, 1: waiting 1, 2/3, 1/3, 1/3.
            ("restricted_mean_unproductive_52_lapse_ended", Some(7.0 / 3.0)),
            ("median_time_to_productive_capability", Some(1.0)),
        ],
    );
    let calm = record(|_, _| RoleWeek::default());
    expect(
        &calm,
        &[
            ("excess_gap_weeks_per_shock_gap", None),
            ("median_time_to_fill", None),
            ("restricted_mean_open_52_lapse_ended", None),
            ("excess_gap_weeks", Some(0.0)),
        ],
    );
}

#[test]
fn a_filler_who_never_gets_productive_leaves_the_seat_unproductive() {
    let mut run = record(|_, _| RoleWeek::default());
    run.gaps = vec![gap(DESIGNER, Vacancy, 0, Some((Filled, 1)))];
    expect(&run, &[("median_time_to_productive", None), ("restricted_mean_unproductive_52_lapse_ended", Some(4.0))]);
}

#[test]
fn retention_counts_the_people_of_week_0_of_the_roles_hit() {
    let mut run = record(|week, role| RoleWeek {
        quits: u32::from(week == 0) + u32::from(week == 2 && role == DESIGNER),
        layoffs: u32::from(week == 4 && role == AGENT),
        output: 9,
        needed: 10,
        ..RoleWeek::default()
    });
    run.exits = vec![
        exit(0, worker(AGENT, Incumbent, 0), ExitReason::Quit),
        exit(2, worker(DESIGNER, Incumbent, 0), ExitReason::Quit),
        exit(3, worker(AGENT, Hire, 0), ExitReason::Quit),
        exit(4, worker(AGENT, Incumbent, 1), ExitReason::LaidOff),
    ];
    run.starts = vec![StartRecord { week: Week(1), worker: worker(AGENT, Hire, 0), opened: Week(0), accepted: Week(0) }];
    run.moves = vec![MoveRecord { week: Week(1), worker: worker(AGENT, Incumbent, 2), from: AGENT, to: DESIGNER }];
    expect(
        &run,
        &[
            ("retention_horizon", Some(0.8)),
            ("retention_52", None),
            ("quit_incidence", Some(0.1)),
            ("layoff_incidence", Some(0.1)),
            // Half a week, four and a half, and eight people for eight weeks.
            ("quit_rate", Some(52.0 / 69.0)),
            ("quits", Some(3.0)),
            ("layoffs", Some(1.0)),
            ("internal_moves", Some(1.0)),
            ("hired", Some(1.0)),
            ("backfilled", Some(0.0)),
            ("output_share", Some(0.9)),
        ],
    );
}

#[test]
fn courses_are_judged_once_they_end() {
    let course = |number, to, launched, ended: Option<i32>, tuition, outcome| CourseRecord {
        worker: worker(AGENT, Incumbent, number),
        from: AGENT,
        to,
        launched: Week(launched),
        distance: 0.2,
        tuition: Money::from_units(tuition),
        topped_up: false,
        outcome,
        ended: ended.map(Week),
    };
    let mut run = record(|_, _| RoleWeek::default());
    run.courses = vec![
        course(0, DESIGNER, 0, Some(2), 900.0, CourseOutcome::Qualified),
        course(1, DESIGNER, 0, Some(3), 450.0, CourseOutcome::DroppedOut),
        // Too late to be followed for half the horizon, and still running.
        course(2, DESIGNER, 1, Some(5), 300.0, CourseOutcome::Qualified),
        course(3, DESIGNER, 1, None, 5000.0, CourseOutcome::Running),
        course(4, AGENT, 0, Some(1), 100.0, CourseOutcome::Qualified),
    ];
    let reskill = [
        ("reskilled", Some(2.0)),
        ("reskill_success", Some(2.0 / 3.0)),
        ("reskill_weeks", Some(3.0)),
        ("reskill_cost_per_success", Some(825.0)),
        ("upskilled", Some(1.0)),
        ("upskill_weeks", Some(1.0)),
        ("upskill_success", Some(1.0)),
    ];
    expect(&run, &reskill);
    // Tuition 1350, and half of 2 and 3 weeks at 1000 a week, for one person.
    expect(&run, &[("cost_per_redeployed", Some(3850.0))]);
    run.exits = vec![exit(6, worker(AGENT, Incumbent, 0), ExitReason::Quit)];
    expect(&run, &[("cost_per_redeployed", None)]);
}

#[test]
fn names_are_unique_and_documented() {
    let mut names: Vec<&str> = catalogue().map(|definition| definition.name).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
    for definition in catalogue() {
        assert!(definition.doc.ends_with('.') && !definition.title.is_empty(), "{}", definition.name);
    }
}

#[test]
fn units_know_the_currency() {
    assert_eq!(Unit::MoneyAWeek.text("EUR"), "EUR a week");
    assert_eq!((position("transition_cost"), position("nothing")), (Some(0), None));
}

#[test]
fn the_first_year_is_weeks_0_to_51() {
    let exits = [51, 52].map(|week| exit(week, worker(AGENT, Incumbent, u32::from(week == 52)), ExitReason::Quit));
    let run = RunRecord { role_count: 2, weekly: vec![RoleWeek::default(); 120], exits: exits.to_vec(), ..RunRecord::default() };
    expect(&run, &[("retention_52", Some(0.9)), ("retention_horizon", Some(0.8))]);
}
