//! Money and weeks by hand, to the cent, at the default prices: tuition, courses, lost output, severance, ramps.
//!
//! A clerk costs $1,000 a week; a seat is worth twice that. What is by hand is written out as a number; the wrong numbers that it is told from stand beside it.

use std::collections::BTreeMap;

use foreshift::ids::{Origin, WorkerKey};
use foreshift::process::person::{draw_temper, entity};
use foreshift::random::Luck;
use foreshift::units::Money;
use foreshift::workforce::record::{CostCategory, ExitReason, RunRecord};

use crate::world::{CLERK, index, over, quiet};

/// Money of a category over the run.
fn spent(record: &RunRecord, category: CostCategory) -> Money {
    record.weekly.iter().map(|week| week.costs[category as usize]).sum()
}

/// One clerk, of whom tools are asked from week 2 so that they are at a distance; without luck but in whether they take the offer, and in their speed.
fn course_at(to: &str, sets: &[&str], look: impl Fn(&RunRecord)) {
    let bar = format!(
        "
[shocks.bar]
start_week = 2
ramp_weeks = 0
raises = [{{ role = \"clerk\", skill = \"tools\", to = {to} }}]
[policies.learn]
mix = {{ upskill = 1 }}
lead_weeks = 0
"
    );
    let plain =
        ["roles.clerk.headcount=1", "retention.turnover=0", "horizon_weeks=27", "learning.transfer=1", "learning.transfer_sd=0"];
    let scenario = quiet(&bar, &[&plain[..], &["learning.dropout=0"], sets].concat());
    let mut launched = 0;
    over(&scenario, "learn", 20, |_, record| {
        if !record.courses.is_empty() {
            launched += 1;
            look(record);
        }
    });
    assert!(launched >= 3, "{launched} of 20 take the offer");
}

/// Effort is `1 + 43 d^1.5` full-time weeks at $900 each, half of every week.
#[test]
fn courses_cost_and_take_what_their_distance_says() {
    // Distance 1/16: 1 + 43/64 = 1.671875 weeks, $1,504.6875; 3.34 calendar weeks, so 4. Fit 15/16 at half time lacks 17/32 of $2,000.
    // Distance 1/4:  1 + 43/8 = 6.375 weeks, $5,737.50; 12.75 calendar weeks, so 13. Fit 3/4 at half time lacks 5/8.
    let cases = [("0.0666666667", 150_469, 4, 106_250), ("0.3333333333", 573_750, 13, 125_000)];
    for (to, tuition, weeks, lacking) in cases {
        course_at(to, &["learning.learning_rate_sd=0"], |record| {
            let course = record.courses[0];
            assert_eq!(course.tuition, Money::from_cents(tuition), "distance {}", course.distance);
            assert_eq!(spent(record, CostCategory::Tuition), Money::from_cents(tuition));
            assert_eq!(course.ended.map(|ended| ended - course.launched), Some(weeks));
            assert_eq!(spent(record, CostCategory::LostOutput), Money::from_cents(lacking) * i64::from(weeks));
            assert_ne!(spent(record, CostCategory::LostOutput), Money::from_cents(lacking) * i64::from(weeks + 1));
        });
    }
    // Distance 1/2: 1 + 43 * 0.3535533906 = 16.2027958 weeks, $14,582.516, whatever the learner's speed, which only the length knows.
    let lengths = std::cell::RefCell::new(std::collections::BTreeSet::new());
    course_at("1", &["horizon_weeks=90"], |record| {
        assert_eq!(record.courses[0].tuition, Money::from_cents(1_458_252));
        lengths.borrow_mut().insert(record.courses[0].ended);
    });
    assert!(lengths.borrow().len() > 1, "learners differ in speed");
    // With an exponent of 1, or without the set-up week, it would be another price.
    course_at("0.3333333333", &["learning.effort_exponent=1"], |record| {
        assert_eq!(record.courses[0].tuition, Money::from_cents(1_057_500));
    });
    course_at("0.3333333333", &["learning.setup_weeks=0"], |record| {
        assert_eq!(record.courses[0].tuition, Money::from_cents(483_750));
    });
}

/// A week's pay a year of tenure, 2 at least and 26 at most: $1,000 for 52 weeks of tenure, so $19.230769 a week of it.
#[test]
fn severance_is_a_weeks_pay_a_year_between_floor_and_cap() {
    let sets = ["roles.clerk.growth=-0.4", "retention.turnover=0", "roles.clerk.headcount=400", "severance.cap_weeks=20"];
    let scenario = quiet("", &sets);
    let mut met = [0, 0, 0];
    over(&scenario, "none", 4, |seed, record| {
        let mut by_week = BTreeMap::<i32, [Money; 2]>::new();
        for exit in &record.exits {
            assert_eq!(exit.reason, ExitReason::LaidOff);
            let temper = draw_temper(entity(&scenario, exit.worker), &scenario, Luck::new(seed, 0));
            let tenure = exit.week.0 + 1 + temper.incumbent_age(&scenario.roles[0], &scenario);
            let by_hand = |tenure: i32| Money::from_units((f64::from(tenure) * 1000.0 / 52.0).clamp(2_000.0, 20_000.0));
            met[if tenure < 104 { 0 } else { 1 + usize::from(tenure > 20 * 52) }] += 1;
            let sums = by_week.entry(exit.week.0).or_default();
            sums[0] += by_hand(tenure);
            sums[1] += by_hand(tenure + 1);
        }
        let paid: Vec<Money> =
            by_week.keys().map(|&week| record.role_week(index(week), CLERK).costs[CostCategory::Severance as usize]).collect();
        assert_eq!(paid, by_week.values().map(|sums| sums[0]).collect::<Vec<_>>());
        assert_ne!(paid, by_week.values().map(|sums| sums[1]).collect::<Vec<_>>(), "a week of tenure more");
        assert_eq!(spent(record, CostCategory::Severance), paid.into_iter().sum());
    });
    assert!(met.iter().all(|&times| times > 20), "floor, between and cap: {met:?}");
}

/// One seat more from week 5; nobody declines, and the search takes its mean.
const SEAT: &str = "
[shocks.seat]
start_week = 5
ramp_weeks = 0
creates = [{ role = \"clerk\", seats = 1 }]
[policies.staff]
mix = { hire = 1 }
lead_weeks = 0
";

/// A newcomer gives a quarter at first and all after the ramp, in a straight line: over `w` weeks `3/8 (w + 1)` person-weeks are lost, each worth $2,000.
#[test]
fn a_newcomers_ramp_loses_a_triangle_of_output() {
    let lost_in = |sets: &[&str]| {
        let sure = [
            "roles.clerk.headcount=1",
            "retention.turnover=0",
            "hiring.decline=0",
            "hiring.time_to_fill_sigma=0",
            "hiring.time_to_fill_weeks=6",
        ];
        let mut lost = Money::ZERO;
        over(&quiet(SEAT, &[&sure[..], sets].concat()), "staff", 1, |_, record| {
            // Six weeks of search, three of notice: weeks 5 to 13 without anybody.
            assert_eq!(record.starts[0].week.0, 14);
            let newcomer = WorkerKey { role: CLERK, origin: Origin::Hire, number: 0 };
            assert_eq!(record.starts[0].worker, newcomer);
            // 156 weeks of one, 142 of the other at 18% more; $4,700 and $1,000 for the hire.
            assert_eq!(spent(record, CostCategory::Payroll), Money::from_units(156_000.0 + 142.0 * 1_180.0));
            assert_eq!(spent(record, CostCategory::Hiring), Money::from_units(4_700.0));
            assert_eq!(spent(record, CostCategory::Onboarding), Money::from_units(1_000.0));
            lost = spent(record, CostCategory::LostOutput) - Money::from_units(18_000.0);
        });
        lost
    };
    // 3/8 * 17 = 6.375 person-weeks; every step is a multiple of 3/64, exact in the ledger.
    assert_eq!(lost_in(&["hiring.ramp_weeks=16"]), Money::from_units(12_750.0));
    assert_ne!(
        lost_in(&["hiring.ramp_weeks=16"]),
        Money::from_units(2_000.0 * 3.0 / 8.0 * 16.0),
        "not the half of it without the last step"
    );
    // From nothing: 1/2 (w + 1).
    assert_eq!(lost_in(&["hiring.ramp_weeks=16", "hiring.start_output=0"]), Money::from_units(17_000.0));
    // The default 28 weeks: 10.875 person-weeks. A step is no multiple of the grid: half a cent a week at most.
    let default = lost_in(&[]);
    assert!((default.cents() - 2_175_000).abs() <= 14, "{}", default.units());
}

/// Who moves in from another role ramps up in `internal_ramp_factor` of the time; until then the seat is empty, and the old one has people enough.
#[test]
fn a_movers_ramp_is_shorter() {
    let moves = "
[roles.technician]
headcount = 1
salary = 52000
requires = { care = 1.0, tools = 1.0 }
[shocks.machine]
start_week = 5
ramp_weeks = 0
automates = [{ role = \"clerk\", task = \"all\", share = 0.5 }]
creates = [{ role = \"technician\", seats = 1 }]
[policies.move]
mix = { reskill = 1 }
lead_weeks = 0
surplus = \"retain\"
fallback = \"none\"
";
    let sure = [
        "roles.clerk.headcount=2",
        "retention.turnover=0",
        "learning.transfer=1",
        "learning.transfer_sd=0",
        "learning.dropout=0",
    ];
    // 20 weeks for a newcomer, 12 for a mover: 3/8 * 13 = 4.875 person-weeks of $2,000; all 20 would be 7.875.
    for (factor, lost) in [("0.6", 9_750.0), ("1", 15_750.0)] {
        let factor = format!("hiring.internal_ramp_factor={factor}");
        let sets = ["hiring.ramp_weeks=20", "learning.learning_rate_sd=0", &factor];
        let mut moved = 0;
        over(&quiet(moves, &[&sure[..], &sets].concat()), "move", 12, |_, record| {
            // Whoever takes the offer at once: distance 1/2, 16.2 full-time weeks, so 33 at half time.
            if record.courses.first().is_some_and(|course| course.launched.0 == 5) {
                moved += 1;
                assert_eq!(record.moves[0].week.0, 38);
                assert_eq!(spent(record, CostCategory::LostOutput), Money::from_units(33.0 * 2_000.0 + lost));
            }
        });
        assert!(moved >= 3, "{moved} of 12 take the offer");
    }
}
