//! The stance: that reskilling is longer and dearer than upskilling is asserted nowhere in the code, it comes out of the distances.
//! It holds over the bundled scenarios at default values, and turns round where a reskilling distance is the smaller one.

#[path = "paired/bundled.rs"]
mod bundled;
#[path = "paired/mean.rs"]
mod mean;

use bundled::{bundled, policy};
use foreshift::Replicate;
use foreshift::scenario::model::{Channel, Scenario};
use foreshift::workforce::record::{CourseOutcome, CourseRecord, GapOutcome, RunRecord};
use mean::Mean;

/// The contact centre.
const CENTRE: &str = "contact-centre";
/// Both bundled scenarios.
const BUNDLED: [&str; 2] = [CENTRE, "assembly-plant"];
const REPLICATES: u32 = 30;
const SEED: u64 = 11;

/// What courses of one kind were like in a run.
#[derive(Clone, Copy, Debug)]
struct Courses {
    /// Mean distance at launch.
    distance: f64,
    /// Tuition of all that ended, over those that succeeded.
    tuition: f64,
    /// Weeks in courses of all that ended, over those that succeeded.
    weeks: f64,
    /// Mean weeks from launch to the close of the gap.
    to_close: f64,
    /// Mean weeks from launch until whoever fills the gap is fully productive.
    to_productive: f64,
}

/// The mean; not a number where there are none.
fn average(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    sum / count
}

impl Courses {
    fn of(run: &RunRecord, channel: Channel) -> Self {
        let wanted = |course: &&CourseRecord| (course.from == course.to) == (channel == Channel::Upskill);
        let ended: Vec<&CourseRecord> = run.courses.iter().filter(wanted).filter(|course| course.ended.is_some()).collect();
        let successes: f64 = ended.iter().filter(|course| course.outcome == CourseOutcome::Qualified).map(|_| 1.0).sum();
        let length = |course: &CourseRecord| course.ended.map_or(0.0, |ended| f64::from(ended.0 - course.launched.0));
        let per_success = |sum: f64| sum / successes;
        let filled = run.gaps.iter().filter(|gap| gap.outcome == GapOutcome::Filled && gap.channel == Some(channel));
        let waits: Vec<(f64, Option<f64>)> = filled
            .filter_map(|gap| {
                let course = ended.iter().find(|course| Some(course.worker) == gap.filler && course.ended == gap.closed)?;
                let since = |week: i32| f64::from(week - course.launched.0);
                Some((since(gap.closed?.0), gap.productive.map(|week| since(week.0))))
            })
            .collect();
        Self {
            distance: average(ended.iter().map(|course| course.distance)),
            tuition: per_success(ended.iter().map(|course| course.tuition.units()).sum()),
            weeks: per_success(ended.iter().map(|course| length(course)).sum()),
            to_close: average(waits.iter().map(|wait| wait.0)),
            to_productive: average(waits.iter().filter_map(|wait| wait.1)),
        }
    }
}

/// A measure of reskilling and of upskilling, one pair a replicate: each by its own policy, on the same luck.
struct Pairs {
    what: &'static str,
    reskilled: Vec<f64>,
    upskilled: Vec<f64>,
}

impl Pairs {
    /// Reskilling less so many times upskilling.
    fn reskilling_less(&self, times: f64) -> Mean {
        Mean::of_differences(&self.reskilled, &self.upskilled.iter().map(|value| times * value).collect::<Vec<_>>())
    }
}

/// Distance, tuition, weeks, weeks to close, weeks to productive.
fn pairs(scenario: &Scenario) -> [Pairs; 5] {
    let found: Vec<(Courses, Courses)> = (0..REPLICATES)
        .map(|number| {
            let replicate = Replicate::new(scenario, SEED, number);
            let of = |name, channel| Courses::of(&replicate.run(policy(scenario, name)), channel);
            (of("reskill", Channel::Reskill), of("upskill", Channel::Upskill))
        })
        .collect();
    let pairs = |what, measure: fn(&Courses) -> f64| {
        let both = found.iter().map(|(re, up)| (measure(re), measure(up))).filter(|(re, up)| re.is_finite() && up.is_finite());
        let (reskilled, upskilled): (Vec<f64>, Vec<f64>) = both.unzip();
        assert!(reskilled.len() > found.len() / 2, "{what} in {} of {} replicates", reskilled.len(), found.len());
        println!("{}: {what}: reskill {}, upskill {}", scenario.name, Mean::of(&reskilled), Mean::of(&upskilled));
        Pairs { what, reskilled, upskilled }
    };
    [
        pairs("distance", |courses| courses.distance),
        pairs("tuition a success", |courses| courses.tuition),
        pairs("weeks a success", |courses| courses.weeks),
        pairs("weeks to close", |courses| courses.to_close),
        pairs("weeks to productive", |courses| courses.to_productive),
    ]
}

/// How many times the nearer the farther is, costs and takes, at least: more than dropout or scarce mentors alone would make of it.
const FAR: f64 = 1.5;

#[test]
fn an_upskilled_gap_is_cheaper_and_closes_sooner_because_it_is_nearer() {
    for name in BUNDLED {
        for pairs in pairs(&bundled(name, &[])) {
            let difference = pairs.reskilling_less(FAR);
            assert!(difference.is_positive(), "{name}: {} of reskilling less {FAR} times upskilling: {difference}", pairs.what);
        }
    }
}

/// The contact centre where agents are asked for much that is new, and escalation differs little from their job; nobody designs.
/// Policies wait for the gap to open, or the short courses end before there is one to close.
const TURNED: [&str; 16] = [
    "policies.reskill.lead_weeks=0",
    "policies.upskill.lead_weeks=0",
    "shocks.assistant.creates.escalation_specialist.seats=75",
    "shocks.assistant.raises.support_agent.management_of_personnel_resources.to=0.75",
    "shocks.assistant.raises.support_agent.negotiation.to=0.75",
    "shocks.assistant.raises.support_agent.operations_analysis.to=0.6",
    "shocks.assistant.raises.support_agent.programming.to=0.6",
    "shocks.assistant.raises.support_agent.social_perceptiveness.to=0.75",
    "shocks.assistant.raises.support_agent.troubleshooting.to=0.6",
    "shocks.assistant.creates.conversation_designer.seats=0",
    "roles.escalation_specialist.requires.management_of_personnel_resources=0.48",
    "roles.escalation_specialist.requires.negotiation=0.52",
    "roles.escalation_specialist.requires.operations_analysis=0.30",
    "roles.escalation_specialist.requires.programming=0.14",
    "roles.escalation_specialist.requires.social_perceptiveness=0.52",
    "roles.escalation_specialist.requires.troubleshooting=0.15",
];

#[test]
fn it_turns_round_where_another_role_is_nearer_than_ones_own() {
    let found = pairs(&bundled(CENTRE, &TURNED));
    // All but the last: who moves ramps up in the new role, however short the way there.
    for pairs in &found[..4] {
        let difference = pairs.reskilling_less(1.0 / FAR);
        assert!(difference.is_negative(), "{} of reskilling less upskilling over {FAR}: {difference}", pairs.what);
    }
}

/// Two courses of the same distance cost the same whichever way they lead.
#[test]
fn tuition_follows_from_the_distance_alone() {
    for name in BUNDLED {
        let scenario = bundled(name, &[]);
        let run = Replicate::new(&scenario, SEED, 0).run(policy(&scenario, "blend"));
        let once: Vec<&CourseRecord> = run.courses.iter().filter(|course| !course.topped_up).collect();
        assert!(once.iter().any(|course| course.from == course.to) && once.iter().any(|course| course.from != course.to));
        for course in once {
            let weeks = 1.0 + 43.0 * libm::pow(course.distance, 1.5);
            assert!((course.tuition.units() - 900.0 * weeks).abs() <= 0.011, "{name}: {course:?} at {weeks} weeks");
        }
    }
}
