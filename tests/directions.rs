//! What moves which way: every mechanism switched off and every policy and process value changed moves what it should, on the bundled
//! scenarios, on common random numbers, by more than 3 standard errors of the paired difference.

#[path = "paired/bundled.rs"]
mod bundled;
#[path = "paired/mean.rs"]
mod mean;

use bundled::{bundled, policy};
use foreshift::Replicate;
use foreshift::ids::Origin;
use foreshift::scenario::model::Channel;
use foreshift::workforce::record::{Cause, CostCategory, CourseOutcome, CourseRecord, ExitReason, RunRecord};
use mean::Mean;

/// The contact centre.
const CENTRE: &str = "contact-centre";
/// The assembly plant.
const PLANT: &str = "assembly-plant";
/// Pairs of runs a case.
const REPLICATES: u32 = 40;
const SEED: u64 = 7;

/// Something counted in a run; none where there is nothing to count.
type Measure = fn(&RunRecord) -> Option<f64>;

/// Which way the change moves the measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goes {
    Up,
    Down,
}

use Goes::{Down, Up};

/// One change, and where it should lead.
struct Case {
    scenario: &'static str,
    policy: &'static str,
    /// Flags of both runs.
    given: &'static [&'static str],
    /// The flags of the changed run.
    change: &'static [&'static str],
    measure: (&'static str, Measure),
    goes: Goes,
}

/// A case from the scenario as it is bundled.
const fn case(
    scenario: &'static str,
    policy: &'static str,
    change: &'static [&'static str],
    goes: Goes,
    measure: (&'static str, Measure),
) -> Case {
    Case { scenario, policy, given: &[], change, measure, goes }
}

impl Case {
    /// The same, with flags of both runs.
    const fn given(self, given: &'static [&'static str]) -> Self {
        Self { given, ..self }
    }

    /// The paired difference of the measure.
    fn difference(&self) -> Mean {
        let base = bundled(self.scenario, self.given);
        let changed = bundled(self.scenario, &[self.given, self.change].concat());
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for replicate in 0..REPLICATES {
            let value = |scenario| {
                let run = Replicate::new(scenario, SEED, replicate).run(policy(scenario, self.policy));
                self.measure.1(&run)
            };
            if let (Some(old), Some(new)) = (value(&base), value(&changed)) {
                before.push(old);
                after.push(new);
            }
        }
        Mean::of_differences(&after, &before)
    }
}

/// Checks every case and fails with all that went the wrong way.
fn check(cases: &[Case]) {
    let mut wrong = Vec::new();
    for case in cases {
        let difference = case.difference();
        let says = format!(
            "{}, {} {:?}, {:?}: {} should go {:?}, differs by {difference}",
            case.scenario, case.policy, case.given, case.change, case.measure.0, case.goes
        );
        println!("{says}");
        let holds = if case.goes == Up { difference.is_positive() } else { difference.is_negative() };
        if !holds {
            wrong.push(says);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[expect(clippy::unnecessary_wraps, reason = "a measure may have nothing to count, a count always has")]
fn count<T>(list: &[T], meets: impl Fn(&T) -> bool) -> Option<f64> {
    Some(list.iter().filter(|item| meets(item)).map(|_| 1.0).sum())
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let values: Vec<f64> = values.collect();
    (values.len() > 1).then(|| Mean::of(&values).mean)
}

fn spread(values: impl Iterator<Item = f64>) -> Option<f64> {
    let values: Vec<f64> = values.collect();
    (values.len() > 1).then(|| Mean::of(&values).error * libm::sqrt(f64::from(u32::try_from(values.len()).expect("a few"))))
}

#[expect(clippy::unnecessary_wraps, reason = "a measure may have nothing to count, money always is")]
fn money(run: &RunRecord, category: CostCategory) -> Option<f64> {
    Some(run.weekly.iter().map(|week| week.costs[category as usize].units()).sum())
}

fn course_weeks(run: &RunRecord) -> impl Iterator<Item = f64> {
    run.courses
        .iter()
        .filter(|course| course.outcome == CourseOutcome::Qualified && !course.topped_up)
        .filter_map(|course| course.ended.map(|ended| f64::from(ended.0 - course.launched.0)))
}

/// Weeks from opening to acceptance of the policy's own hires.
fn search_weeks(run: &RunRecord) -> impl Iterator<Item = f64> {
    run.starts
        .iter()
        .filter(|start| start.worker.origin == Origin::Hire)
        .map(|start| f64::from(start.accepted.0 - start.opened.0))
}

/// Whether somebody quit in the 26 weeks after a course.
fn quit_after(run: &RunRecord, course: &CourseRecord) -> bool {
    let Some(ended) = course.ended else { return false };
    run.exits.iter().any(|exit| {
        exit.worker == course.worker && exit.reason == ExitReason::Quit && (1..=26).contains(&(exit.week.0 - ended.0))
    })
}

fn with_outcome(run: &RunRecord, outcome: CourseOutcome) -> Option<f64> {
    count(&run.courses, |course| course.outcome == outcome)
}

const QUITS: (&str, Measure) = ("quits", |run| count(&run.exits, |exit| exit.reason == ExitReason::Quit));
const LAYOFFS: (&str, Measure) = ("layoffs", |run| count(&run.exits, |exit| exit.reason == ExitReason::LaidOff));
const FIRST_LAYOFF: (&str, Measure) = ("week of the first layoff", |run| {
    run.exits.iter().find(|exit| exit.reason == ExitReason::LaidOff).map(|exit| f64::from(exit.week.0))
});
const FOUNDERS_LOST: (&str, Measure) =
    ("people of week 0 who left", |run| count(&run.exits, |exit| exit.worker.origin == Origin::Incumbent));
const NEWCOMER_QUITS: (&str, Measure) = ("newcomers who quit", |run| {
    count(&run.exits, |exit| exit.reason == ExitReason::Quit && exit.worker.origin != Origin::Incumbent)
});
const MOVER_QUITS: (&str, Measure) =
    ("movers who quit", |run| count(&run.exits, |exit| exit.reason == ExitReason::Quit && exit.worker.role != exit.role));
const LEARNER_QUITS: (&str, Measure) = ("learners who quit", |run| with_outcome(run, CourseOutcome::Quit));
const QUITS_AFTER_COURSES: (&str, Measure) =
    ("quits within 26 weeks of a course", |run| count(&run.courses, |course| quit_after(run, course)));
const DROPOUTS: (&str, Measure) = ("dropouts", |run| with_outcome(run, CourseOutcome::DroppedOut));
const TOP_UPS: (&str, Measure) = ("top-ups", |run| count(&run.courses, |course| course.topped_up));
const COURSES: (&str, Measure) = ("courses", |run| count(&run.courses, |_| true));
const COURSE_WEEKS: (&str, Measure) = ("weeks of a course", |run| mean(course_weeks(run)));
const COURSE_SPREAD: (&str, Measure) = ("spread of the weeks of courses", |run| spread(course_weeks(run)));
const SEARCH_WEEKS: (&str, Measure) = ("weeks of a search", |run| mean(search_weeks(run)));
const SEARCH_SPREAD: (&str, Measure) = ("spread of the weeks of searches", |run| spread(search_weeks(run)));
const NOTICE_WEEKS: (&str, Measure) =
    ("weeks from acceptance to start", |run| mean(run.starts.iter().map(|start| f64::from(start.week.0 - start.accepted.0))));
const DECLINED: (&str, Measure) =
    ("declined offers", |run| Some(run.funnel[..2].iter().map(|stages| f64::from(stages.offered - stages.accepted)).sum()));
const REFUSED: (&str, Measure) = ("share of refused courses", |run| {
    let stages = run.funnel[Channel::Reskill as usize];
    (stages.offered > 0).then(|| 1.0 - f64::from(stages.accepted) / f64::from(stages.offered))
});
const HIRES: (&str, Measure) = ("hires of the policy", |run| count(&run.starts, |start| start.worker.origin == Origin::Hire));
const BACKFILLS: (&str, Measure) = ("backfills", |run| count(&run.starts, |start| start.worker.origin == Origin::Backfill));
const GROWTH_GAPS: (&str, Measure) = ("gaps that growth opened", |run| count(&run.gaps, |gap| gap.cause == Cause::Growth));
const MOVES: (&str, Measure) = ("moves", |run| count(&run.moves, |_| true));
const GAP_WEEKS: (&str, Measure) = ("gap-weeks", |run| Some(run.weekly.iter().map(|week| f64::from(week.gaps)).sum()));
const VACANCY_WEEKS: (&str, Measure) =
    ("vacant weeks", |run| Some(run.weekly.iter().map(|week| f64::from(week.vacancies)).sum()));
const WAITS_FOR_BUDGET: (&str, Measure) = ("waits for budget", |run| Some(f64::from(run.waits.budget)));
const WAITS_FOR_TRAINING: (&str, Measure) = ("waits for training", |run| Some(f64::from(run.waits.training_capacity)));
const WAITS_FOR_SEARCHES: (&str, Measure) = ("waits for searches", |run| Some(f64::from(run.waits.requisition_capacity)));
const COURSE_DISTANCE: (&str, Measure) =
    ("mean distance of courses", |run| mean(run.courses.iter().map(|course| course.distance)));
const RAMP_AFTER_MOVE: (&str, Measure) = ("weeks from a reskilled close to productive", |run| {
    let reskilled = run.gaps.iter().filter(|gap| gap.channel == Some(Channel::Reskill));
    mean(reskilled.filter_map(|gap| Some(f64::from(gap.productive?.0 - gap.closed?.0))))
});
const PAYROLL: (&str, Measure) = ("payroll", |run| money(run, CostCategory::Payroll));
const HIRING: (&str, Measure) = ("cost of hiring", |run| money(run, CostCategory::Hiring));
const ONBOARDING: (&str, Measure) = ("cost of onboarding", |run| money(run, CostCategory::Onboarding));
const TUITION: (&str, Measure) = ("tuition", |run| money(run, CostCategory::Tuition));
const SEVERANCE: (&str, Measure) = ("severance", |run| money(run, CostCategory::Severance));
const LOST_OUTPUT: (&str, Measure) = ("lost output", |run| money(run, CostCategory::LostOutput));
const COST: (&str, Measure) = ("total cost", |run| CostCategory::ALL.iter().map(|&category| money(run, category)).sum());

#[test]
fn mechanisms_switched_off() {
    check(&[
        case(CENTRE, "hire", &["mechanisms.scarcity=false"], Down, SEARCH_WEEKS),
        case(CENTRE, "replace", &["mechanisms.scarcity=false"], Down, GAP_WEEKS),
        case(CENTRE, "upskill", &["mechanisms.mentoring=false"], Up, COURSE_WEEKS),
        case(CENTRE, "upskill", &["mechanisms.lock_in=false"], Up, LEARNER_QUITS),
        case(PLANT, "upskill", &["mechanisms.poaching=false"], Down, QUITS_AFTER_COURSES),
        case(CENTRE, "none", &["mechanisms.external_exit=false"], Down, QUITS),
        case(CENTRE, "replace", &["mechanisms.layoff_response=false"], Down, QUITS),
        case(CENTRE, "none", &["mechanisms.insecurity=false"], Down, QUITS),
        case(CENTRE, "none", &["mechanisms.workload=false"], Down, QUITS),
        case(PLANT, "none", &["mechanisms.workload=false"], Down, QUITS),
        case(CENTRE, "none", &["mechanisms.spread=false"], Down, QUITS),
    ]);
}

#[test]
fn policy_values_changed() {
    check(&[
        case(CENTRE, "blend", &["policies.blend.lead_weeks=13"], Down, GAP_WEEKS).given(&["policies.blend.lead_weeks=0"]),
        case(PLANT, "blend", &["policies.blend.lead_weeks=13"], Down, GAP_WEEKS).given(&["policies.blend.lead_weeks=0"]),
        case(PLANT, "blend", &["policies.blend.lead_weeks=26"], Down, GAP_WEEKS).given(&["policies.blend.lead_weeks=13"]),
        case(PLANT, "blend", &["policies.blend.lead_weeks=26"], Down, GAP_WEEKS)
            .given(&["shocks.cells.start_week=26", "policies.blend.lead_weeks=13"]),
        case(CENTRE, "blend", &["policies.blend.lead_weeks=26"], Down, GAP_WEEKS)
            .given(&["shocks.assistant.start_week=26", "policies.blend.lead_weeks=13"]),
        case(CENTRE, "upskill", &["policies.upskill.training_capacity=90"], Down, GAP_WEEKS),
        case(CENTRE, "upskill", &["policies.upskill.training_capacity=10"], Up, WAITS_FOR_TRAINING),
        case(CENTRE, "replace", &["policies.replace.requisition_capacity=10"], Up, GAP_WEEKS),
        case(CENTRE, "replace", &["policies.replace.requisition_capacity=10"], Up, WAITS_FOR_SEARCHES),
        case(PLANT, "hire", &["policies.hire.grace_weeks=52"], Down, LAYOFFS),
        case(PLANT, "hire", &["policies.hire.grace_weeks=26"], Up, FIRST_LAYOFF),
        case(PLANT, "hire", &["policies.hire.absorb_weeks=0"], Up, LAYOFFS),
        case(PLANT, "hire", &["policies.hire.surplus=retain"], Down, LAYOFFS),
        case(PLANT, "hire", &["policies.hire.surplus=retain"], Down, SEVERANCE),
        case(CENTRE, "upskill", &["policies.upskill.budget_per_year=100000"], Up, WAITS_FOR_BUDGET),
        case(CENTRE, "upskill", &["policies.upskill.budget_per_year=100000"], Up, GAP_WEEKS),
        case(PLANT, "upskill", &["policies.upskill.fallback=none"], Up, VACANCY_WEEKS),
        case(CENTRE, "hire", &["policies.hire.replaces=true"], Up, FOUNDERS_LOST),
        case(PLANT, "blend", &["policies.blend.mix.hire=0.8"], Up, HIRES),
        case(PLANT, "blend", &["policies.blend.mix.hire=0.8"], Down, MOVES),
        case(PLANT, "upskill", &["policies.upskill.mix.reskill=1"], Up, MOVES),
        case(PLANT, "reskill", &["policies.reskill.mix.upskill=1"], Down, GAP_WEEKS),
    ]);
}

#[test]
fn hiring_values_changed() {
    check(&[
        case(CENTRE, "hire", &["hiring.cost_per_hire=9400"], Up, HIRING),
        case(CENTRE, "hire", &["hiring.onboarding=2000"], Up, ONBOARDING),
        case(CENTRE, "hire", &["hiring.time_to_fill_weeks=10"], Up, SEARCH_WEEKS),
        case(CENTRE, "none", &["hiring.time_to_fill_weeks=10"], Up, VACANCY_WEEKS),
        case(CENTRE, "replace", &["hiring.time_to_fill_sigma=0.9"], Up, SEARCH_SPREAD),
        case(CENTRE, "none", &["hiring.decline=0.3"], Up, DECLINED),
        case(CENTRE, "none", &["hiring.notice_weeks=8"], Up, NOTICE_WEEKS),
        case(CENTRE, "hire", &["hiring.premium=0.25"], Up, PAYROLL),
        case(CENTRE, "none", &["hiring.backfill_premium=0.1"], Up, PAYROLL),
        case(CENTRE, "replace", &["hiring.ramp_weeks=52"], Up, LOST_OUTPUT),
        case(CENTRE, "replace", &["hiring.start_output=0.5"], Down, LOST_OUTPUT),
        case(PLANT, "reskill", &["hiring.internal_ramp_factor=1"], Up, RAMP_AFTER_MOVE),
        case(PLANT, "reskill", &["hiring.internal_ramp_factor=1"], Up, LOST_OUTPUT),
        case(CENTRE, "hire", &["hiring.pool=1000"], Down, SEARCH_WEEKS),
        case(CENTRE, "hire", &["hiring.scarcity=1.5"], Up, SEARCH_WEEKS),
    ]);
}

#[test]
fn learning_values_changed() {
    check(&[
        case(CENTRE, "none", &["learning.qualified_at=0.95"], Up, GAP_WEEKS),
        case(CENTRE, "upskill", &["learning.setup_weeks=4"], Up, COURSE_WEEKS),
        case(CENTRE, "upskill", &["learning.pace_weeks=70"], Up, COURSE_WEEKS),
        case(CENTRE, "upskill", &["learning.effort_exponent=2"], Down, COURSE_WEEKS),
        case(CENTRE, "upskill", &["learning.intensity=1"], Down, COURSE_WEEKS),
        case(CENTRE, "upskill", &["learning.tuition_per_week=2700"], Up, TUITION),
        case(CENTRE, "upskill", &["learning.tuition_per_week=2700"], Up, COST),
        case(PLANT, "reskill", &["learning.dropout=0.05"], Up, DROPOUTS),
        case(PLANT, "reskill", &["learning.support=1"], Down, DROPOUTS),
        case(PLANT, "reskill", &["learning.support=1"], Down, REFUSED),
        case(CENTRE, "upskill", &["learning.learning_rate_sd=0.4"], Up, COURSE_SPREAD),
        case(CENTRE, "upskill", &["learning.mentoring=0.5"], Down, COURSE_WEEKS),
        case(PLANT, "reskill", &["learning.max_distance=0.3"], Down, MOVES),
        case(CENTRE, "upskill", &["learning.aim_weeks=0"], Up, COURSES),
        case(CENTRE, "upskill", &["learning.aim_weeks=0"], Down, COURSE_DISTANCE),
        case(CENTRE, "upskill", &["learning.transfer=0.5"], Up, TOP_UPS),
        case(CENTRE, "upskill", &["learning.transfer_sd=0.3"], Up, TOP_UPS),
        case(PLANT, "reskill", &["learning.internal_discount=0.4"], Down, PAYROLL),
    ]);
}

#[test]
fn retention_and_severance_values_changed() {
    check(&[
        case(CENTRE, "none", &["roles.support_agent.turnover=0.3"], Up, QUITS),
        case(PLANT, "none", &["retention.turnover=0.2"], Up, QUITS),
        case(PLANT, "none", &["retention.turnover=0.2"], Up, BACKFILLS),
        case(CENTRE, "replace", &["retention.first_year=2.5"], Up, NEWCOMER_QUITS),
        case(CENTRE, "none", &["retention.engagement_effect=3"], Up, QUITS),
        case(PLANT, "reskill", &["retention.pay_effect=5"], Up, MOVER_QUITS).given(&["learning.internal_discount=0.2"]),
        case(CENTRE, "none", &["retention.insecurity_effect=0.5"], Down, QUITS),
        case(PLANT, "none", &["retention.insecurity_effect=2"], Up, QUITS),
        case(CENTRE, "upskill", &["retention.lock_in=0.3"], Down, LEARNER_QUITS),
        case(CENTRE, "upskill", &["retention.poaching=0.6"], Up, QUITS_AFTER_COURSES),
        case(CENTRE, "none", &["retention.external_exit=1.6"], Up, QUITS),
        case(CENTRE, "none", &["retention.workload=1.5"], Up, QUITS),
        case(CENTRE, "none", &["retention.spread=4"], Up, QUITS),
        case(PLANT, "hire", &["severance.weeks_per_year=2"], Up, SEVERANCE),
        case(PLANT, "hire", &["severance.floor_weeks=10"], Up, SEVERANCE),
        case(PLANT, "hire", &["severance.cap_weeks=5"], Down, SEVERANCE),
    ]);
}

#[test]
fn roles_and_shocks_changed() {
    check(&[
        case(CENTRE, "none", &["roles.support_agent.output_value=3"], Up, LOST_OUTPUT),
        case(CENTRE, "none", &["roles.escalation_specialist.growth=0.1"], Up, GROWTH_GAPS),
        case(CENTRE, "none", &["shocks.assistant.reach=1"], Up, VACANCY_WEEKS),
        case(CENTRE, "none", &["shocks.assistant.ramp_weeks=20"], Up, GAP_WEEKS),
        case(CENTRE, "none", &["shocks.assistant.start_week=52"], Down, GAP_WEEKS),
        case(CENTRE, "blend", &["shocks.assistant.announced_week=60"], Up, GAP_WEEKS).given(&["shocks.assistant.start_week=60"]),
        case(CENTRE, "none", &["shocks.assistant.creates.conversation_designer.seats=75"], Up, VACANCY_WEEKS),
        case(CENTRE, "upskill", &["shocks.assistant.raises.support_agent.programming.to=0.5"], Up, TUITION),
    ]);
}
