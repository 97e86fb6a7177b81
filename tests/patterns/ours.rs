//! What runs give for each published pattern, one value a replicate. Everything is at its default and every mechanism on, but for what a pattern names.

use std::collections::{BTreeMap, BTreeSet};

use foreshift::analysis::sample::{ascending, mean, quantile};
use foreshift::ids::{RoleId, WorkerKey};
use foreshift::process::learning;
use foreshift::scenario::model::{Learning, Scenario};
use foreshift::units::Fixed;
use foreshift::workforce::record::{CourseOutcome, ExitReason, GapOutcome, RunRecord};
use foreshift::{Replicate, simulate};

/// Median pay of all occupations in the United States (BLS OEWS May 2021, national, 00-0000), at which money is turned into weeks of pay.
const MEDIAN_PAY: f64 = 45_760.0;
const SEED: u64 = 17;

/// A firm of one role, without a shock.
const FIRM: &str = r#"
name = "A firm"
horizon_weeks = 624
[skills]
care = {}
[roles.clerk]
headcount = 1000
salary = 45760
requires = { care = 0.7 }
tasks = [{ name = "all", share = 1.0 }]
"#;
const CLERK: RoleId = RoleId(0);

fn read(text: &str, sets: &[&str]) -> Scenario {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    Scenario::parse("pattern.toml", text, &sets).unwrap_or_else(|errors| panic!("{errors}"))
}

fn share<'a, T: 'a>(of: impl IntoIterator<Item = &'a T>, meets: impl Fn(&T) -> bool) -> f64 {
    let (met, all) = of.into_iter().fold((0.0, 0.0), |(met, all), item| (met + f64::from(u8::from(meets(item))), all + 1.0));
    met / all
}

/// What twelve years of the firm show, a value a replicate.
#[derive(Default)]
pub struct Firm {
    /// Quits a person-year, from the third year on.
    pub turnover: Vec<f64>,
    /// Share of quits, from the third year on, within the first year of tenure.
    pub first_year_share: Vec<f64>,
    /// Share of newcomers of the first seven years who outlast 52 weeks, and 260.
    pub stays: [Vec<f64>; 2],
    /// Days from opening a search to acceptance: mean and quartiles.
    pub days: [Vec<f64>; 3],
    /// Weeks of pay that a hire costs: search; and onboarding and output lost in the ramp, valued at pay.
    pub search_weeks: Vec<f64>,
    pub adaptation_weeks: Vec<f64>,
    /// Share of the output lost in the ramp, at the seat's worth, in all that a replacement costs.
    pub lost_output_share: Vec<f64>,
    /// Weeks from the start of a newcomer to full output.
    pub weeks_to_full: Vec<f64>,
}

impl Firm {
    pub fn observe(sets: &[&str]) -> Self {
        let scenario = read(FIRM, sets);
        let none = scenario.policies.iter().find(|policy| policy.name == "none").expect("a built-in");
        let mut firm = Self::default();
        for replicate in 0..24 {
            firm.add(&scenario, &simulate(&scenario, none, SEED, replicate));
        }
        firm
    }

    fn add(&mut self, scenario: &Scenario, record: &RunRecord) {
        let late: Vec<_> = record.exits.iter().filter(|exit| exit.week.0 >= 104).collect();
        let people: f64 = record.weekly[104..].iter().map(|week| f64::from(week.headcount)).sum();
        self.turnover.push(late.iter().map(|_| 52.0).sum::<f64>() / people);
        self.first_year_share.push(share(late, |exit| exit.tenure <= 52));

        let left: BTreeMap<WorkerKey, i32> = record.exits.iter().map(|exit| (exit.worker, exit.tenure)).collect();
        let stayed = |worker: &WorkerKey| left.get(worker).copied().unwrap_or(i32::MAX);
        let early: Vec<_> = record.starts.iter().filter(|start| start.week.0 < 624 - 260).collect();
        for (stays, weeks) in self.stays.iter_mut().zip([52, 260]) {
            stays.push(share(early.iter().copied(), |start| stayed(&start.worker) > weeks));
        }

        let days: Vec<f64> = early.iter().map(|start| 7.0 * f64::from(start.accepted - start.opened)).collect();
        let count: f64 = days.iter().map(|_| 1.0).sum();
        self.days[0].push(days.iter().sum::<f64>() / count);
        let days = ascending(&days);
        self.days[1].push(quantile(&days, 0.25).expect("searches"));
        self.days[2].push(quantile(&days, 0.75).expect("searches"));

        let (hiring, pay) = (&scenario.hiring, MEDIAN_PAY / 52.0);
        // Person-weeks that a newcomer's ramp costs, for as long as they stay.
        let lost_by = |weeks: i32| -> f64 {
            let steps = (0..weeks.min(28)).map(|week| 1.0 - f64::from(week) / hiring.ramp_weeks);
            (1.0 - hiring.start_output) * steps.filter(|left| *left > 0.0).sum::<f64>()
        };
        let lost = early.iter().map(|start| lost_by(stayed(&start.worker))).sum::<f64>() / count;
        let (search, onboarding) = (hiring.cost_per_hire.units() / pay, hiring.onboarding.units() / pay);
        self.search_weeks.push(search);
        self.adaptation_weeks.push(onboarding + lost);
        let worth = scenario.roles[0].output_value * lost;
        self.lost_output_share.push(worth / (worth + search + onboarding));
        let to_full = record.gaps.iter().filter(|gap| gap.outcome == GapOutcome::Filled);
        let to_full: Vec<f64> = to_full.filter_map(|gap| Some(f64::from(gap.productive? - gap.closed?))).collect();
        self.weeks_to_full.push(to_full.iter().sum::<f64>() / to_full.iter().map(|_| 1.0).sum::<f64>());
    }
}

/// Tuition, and pay for the hours of learning, of a course over a distance of 0.45 at the average speed.
pub fn planned_course() -> f64 {
    let (learning, distance) = (Learning::default(), Fixed::nearest(0.45));
    learning::tuition(distance, &learning).units() + learning::effort(distance, 1.0, &learning) * MEDIAN_PAY / 52.0
}

/// Clerks of whom half are not needed any more, technicians of whom more are, at a distance of 0.45: of what both ask people of week 0 have enough.
const RESKILLING: &str = r#"
name = "A firm that reskills"
[skills]
care = {}
tools = {}
[roles.clerk]
headcount = 400
salary = 45760
requires = { care = 1.0 }
tasks = [{ name = "all", share = 1.0 }]
[roles.technician]
headcount = 20
salary = 45760
requires = { care = 0.9, tools = 0.9 }
weights = { care = 0.55, tools = 0.45 }
[shocks.machines]
start_week = 10
ramp_weeks = 0
automates = [{ role = "clerk", task = "all", share = 0.5 }]
creates = [{ role = "technician", seats = 100 }]
[policies.move]
mix = { reskill = 1 }
training_capacity = 400
surplus = "retain"
fallback = "none"
"#;

/// Tuition and pay for the hours of learning of all courses that ended, over those who began one, and over those who qualified: who failed, dropped out or quit is paid
/// for as well, and so are top-ups and a second try.
pub fn cost_of_reskilling() -> [Vec<f64>; 2] {
    let scenario = read(RESKILLING, &[]);
    let policy = scenario.policies.iter().find(|policy| policy.name == "move").expect("the file's own");
    let mut found = [Vec::new(), Vec::new()];
    for replicate in 0..40 {
        let record = simulate(&scenario, policy, SEED, replicate);
        let (mut cost, mut begun, mut successes) = (0.0, 0.0, 0.0);
        let mut seen = BTreeSet::new();
        for course in &record.courses {
            let Some(ended) = course.ended else { continue };
            let first = seen.insert(course.worker);
            // Who failed may try again over what is left.
            assert!(!first || (course.distance - 0.45).abs() < 1e-5, "distance {}", course.distance);
            let weeks = f64::from(ended - course.launched);
            cost += course.tuition.units() + weeks * scenario.learning.intensity * MEDIAN_PAY / 52.0;
            begun += f64::from(u8::from(first));
            successes += f64::from(u8::from(course.outcome == CourseOutcome::Qualified));
        }
        found[0].push(cost / begun);
        found[1].push(cost / successes);
    }
    found
}

/// Quits a person-week over those of the twin, in the year after seats went at once so that about one person in two hundred was laid off.
pub fn after_layoffs(sets: &[&str]) -> Vec<f64> {
    let cut = "
[shocks.cut]
announced_week = 104
start_week = 104
ramp_weeks = 0
automates = [{ role = \"clerk\", task = \"all\", share = 0.0264 }]
";
    let cut_at_once =
        ["roles.clerk.headcount=20000", "horizon_weeks=158", "policies.none.grace_weeks=0", "policies.none.absorb_weeks=0"];
    let scenario = read(&format!("{FIRM}{cut}"), &[&cut_at_once[..], sets].concat());
    let none = scenario.policies.iter().find(|policy| policy.name == "none").expect("a built-in");
    let (mut shares, mut ratios) = (Vec::new(), Vec::new());
    for number in 0..24 {
        let replicate = Replicate::new(&scenario, SEED, number);
        let (record, twin) = (replicate.run(none), replicate.twin());
        let laid_off = record.exits.iter().filter(|exit| exit.reason == ExitReason::LaidOff).map(|_| 1.0).sum::<f64>();
        let rate = |record: &RunRecord| {
            let weeks = || (106..158).map(|week| record.role_week(week, CLERK));
            weeks().map(|week| f64::from(week.quits)).sum::<f64>() / weeks().map(|week| f64::from(week.headcount)).sum::<f64>()
        };
        shares.push(laid_off / f64::from(record.role_week(103, CLERK).headcount));
        ratios.push(rate(&record) / rate(&twin));
    }
    let share = mean(&shares).expect("replicates");
    assert!((share - 0.005).abs() < 0.000_25, "the cut is chosen for half a percent, and {share} are laid off");
    ratios
}
