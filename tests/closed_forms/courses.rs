//! Courses: who takes an offer, how long a course takes, who drops out, who quits, and whom it makes good enough.

use foreshift::ids::SkillId;
use foreshift::scenario::model::{Channel, Scenario};
use foreshift::units::Week;
use foreshift::workforce::record::{CourseOutcome, CourseRecord};

use crate::search::normal;
use crate::verdict::{cells, holds, refuses, share};
use crate::world::{count, index, over, quiet};

/// From week 2 everybody's seat asks for tools as much as for care, of which nobody has any: distance 1/2. All are asked to learn at once.
const BAR_RISES: &str = "
[shocks.bar]
start_week = 2
ramp_weeks = 0
raises = [{ role = \"clerk\", skill = \"tools\", to = 1.0 }]
[policies.learn]
mix = { upskill = 1 }
lead_weeks = 0
training_capacity = 100000
";
/// The week in which courses are launched.
const LAUNCH: Week = Week(2);

/// Learning without differences between courses: what is learnt is learnt in full, at everybody's same speed; nobody quits.
fn learners(sets: &[&str]) -> Scenario {
    let plain =
        ["retention.turnover=0", "horizon_weeks=90", "learning.transfer=1", "learning.transfer_sd=0", "learning.pace_weeks=20"];
    quiet(BAR_RISES, &[&plain[..], sets].concat())
}

/// The first courses of a run, over all seeds.
fn first_courses(scenario: &Scenario, seeds: u64) -> Vec<CourseRecord> {
    let mut courses = Vec::new();
    over(scenario, "learn", seeds, |_, record| {
        courses.extend(record.courses.iter().filter(|course| course.launched == LAUNCH).copied());
    });
    courses
}

/// The chance that an offer is taken averages over own engagement, N(0.6, 0.1).
#[test]
fn offers_are_taken_as_often_as_the_logistic_says() {
    let chance = |slope: f64, spread: f64| {
        let at = |z: f64| 1.0 / (1.0 + libm::exp(-(2.0 - slope * 0.5 + 2.0 * (0.9 - 0.5) + 2.0 * spread * z)));
        (-400..400)
            .map(|step| {
                let z = (f64::from(step) + 0.5) * 0.02;
                0.02 * libm::exp(-z * z / 2.0) / libm::sqrt(2.0 * std::f64::consts::PI) * at(z)
            })
            .sum::<f64>()
    };
    let (mut asked, mut taken) = (0.0, 0.0);
    over(&learners(&["learning.support=0.9", "horizon_weeks=3"]), "learn", 40, |_, record| {
        let stages = record.funnel[Channel::Upskill as usize];
        asked += f64::from(stages.offered);
        taken += f64::from(stages.accepted);
    });
    holds("offers taken", share(taken, asked, chance(3.0, 0.1)));
    refuses("2.8 a unit of distance", share(taken, asked, chance(2.8, 0.1)));
    refuses("an average of engagements for everybody, which are ten times as spread", share(taken, asked, chance(3.0, 1.0)));
}

/// Probability of each length in whole weeks, from 0, where the learning rate is lognormal with mean 1: `effort = 1 + 20 d^1.5 / l`, half of each week.
fn lengths(pace: f64, sigma: f64, longest: usize) -> Vec<f64> {
    let work = pace * libm::pow(0.5, 1.5);
    let done = |weeks: usize| {
        let share = 0.5 * f64::from(u32::try_from(weeks).expect("weeks")) - 1.0;
        if share <= 0.0 {
            return 0.0;
        }
        // l >= work / share.
        if sigma > 0.0 {
            normal((libm::log(share / work) - sigma * sigma / 2.0) / sigma)
        } else {
            f64::from(u8::from(share >= work))
        }
    };
    let mut lengths: Vec<f64> = (0..longest).map(|week| done(week) - if week == 0 { 0.0 } else { done(week - 1) }).collect();
    lengths.push(1.0 - done(longest - 1));
    lengths
}

/// Probabilities of what becomes of a course, by week: completed, dropped out, quit; weeks from 1. `hazard` of quitting and `dropping` are a week's.
///
/// In a week people quit first; then who is done is done, whatever their budget; then the budget is looked at. So a course of `k` weeks is exposed to
/// `k - 1` weeks of dropping out and to `k` of quitting.
fn fates(lengths: &[f64], dropping: f64, hazard: f64) -> [Vec<f64>; 3] {
    let mut fates = [Vec::new(), Vec::new(), Vec::new()];
    let mut longer = 1.0;
    let mut here = 1.0;
    for length in &lengths[1..] {
        fates[2].push(longer * here * -libm::expm1(-hazard));
        here *= libm::exp(-hazard);
        fates[0].push(length * here);
        longer -= length;
        fates[1].push(longer * here * -libm::expm1(-dropping));
        here *= libm::exp(-dropping);
    }
    fates
}

/// What became of courses, by week, in the cells of `fates`.
fn found(courses: &[CourseRecord], longest: usize) -> [Vec<f64>; 3] {
    let mut found = [vec![0.0; longest], vec![0.0; longest], vec![0.0; longest]];
    for course in courses {
        let fate = match course.outcome {
            CourseOutcome::Qualified => 0,
            CourseOutcome::DroppedOut => 1,
            CourseOutcome::Quit => 2,
            other => panic!("a first course at the end is {other:?}"),
        };
        let week = index(course.ended.expect("ended") - course.launched) - 1;
        found[fate][week.min(longest - 1)] += 1.0;
    }
    found
}

const LONGEST: usize = 60;

/// Completion against dropping out: `exp(-(weeks - 1) * dropout * d * (1.5 - support))`.
#[test]
fn learners_drop_out_as_their_exponential_budget_says() {
    for sigma in [0.0, 0.25] {
        let sigma_set = format!("learning.learning_rate_sd={sigma}");
        let courses = first_courses(&learners(&["learning.dropout=0.08", "learning.support=0.25", &sigma_set]), 30);
        let all = count(&courses, |_| true);
        let completed = count(&courses, |course| course.outcome == CourseOutcome::Qualified);
        let dropping = 0.08 * 0.5 * 1.25;
        let lengths = lengths(20.0, sigma, LONGEST);
        let chance = |lengths: &[f64], dropping: f64| fates(lengths, dropping, 0.0)[0].iter().sum::<f64>();
        println!("sigma {sigma}: {completed} of {all} completed, {:.4} expected", chance(&lengths, dropping));
        holds("completed", share(completed, all, chance(&lengths, dropping)));
        let law = |dropping| fates(&lengths, dropping, 0.0).concat();
        holds("weeks of completion and of dropping out", cells(&found(&courses, LONGEST).concat(), &law(dropping)));
        refuses("dropping out 5% more often", share(completed, all, chance(&lengths, 1.05 * dropping)));
        refuses("another week of exposure", share(completed, all, chance(&lengths, dropping) * libm::exp(-dropping)));
        refuses("a support that does nothing", share(completed, all, chance(&lengths, 0.08 * 0.5)));
        refuses("dropping out 5% more often, by week", cells(&found(&courses, LONGEST).concat(), &law(1.05 * dropping)));
    }
}

/// Without dropping out a course is as long as its effort; the learning rate is lognormal with mean 1, and its spread lengthens courses on average.
#[test]
fn courses_are_as_long_as_their_effort() {
    let sure = first_courses(&learners(&["learning.dropout=0", "learning.learning_rate_sd=0"]), 2);
    // 1 + 20 * 0.5^1.5 = 8.07 full-time weeks: 17 at half time.
    assert!(!sure.is_empty() && sure.iter().all(|course| course.ended == Some(LAUNCH + 17)), "17 weeks for everybody");
    let courses = first_courses(&learners(&["learning.dropout=0"]), 20);
    let found = found(&courses, LONGEST);
    let law = |pace, sigma| lengths(pace, sigma, LONGEST)[1..].to_vec();
    holds("lengths", cells(&found[0], &law(20.0, 0.25)));
    refuses("a pace of 20.4", cells(&found[0], &law(20.4, 0.25)));
    refuses("a spread of 0.27", cells(&found[0], &law(20.0, 0.27)));
}

/// Quitting competes with dropping out and completing; learners are locked in from the week after the launch.
#[test]
fn quitting_dropping_out_and_completing_compete() {
    let sets = ["learning.dropout=0.04", "retention.turnover=1", "retention.first_year=1", "mechanisms.lock_in=true"];
    let courses = first_courses(&learners(&sets), 40);
    let law = |lock_in: f64, dropping: f64| fates(&lengths(20.0, 0.25, LONGEST), dropping, lock_in / 52.0);
    let right = law(0.7, 0.04 * 0.5);
    let all = count(&courses, |_| true);
    for (fate, outcome) in [CourseOutcome::Qualified, CourseOutcome::DroppedOut, CourseOutcome::Quit].into_iter().enumerate() {
        let number = count(&courses, |course| course.outcome == outcome);
        holds(&format!("{outcome:?}"), share(number, all, right[fate].iter().sum()));
    }
    let found = found(&courses, LONGEST).concat();
    holds("all fates by week", cells(&found, &right.concat()));
    refuses("no lock-in", cells(&found, &law(1.0, 0.04 * 0.5).concat()));
    refuses("a lock-in of 0.8", cells(&found, &law(0.8, 0.04 * 0.5).concat()));
    refuses("dropping out 10% more often", cells(&found, &law(0.7, 0.044 * 0.5).concat()));
}

/// Where all that is asked must be learnt, the fit after a course is its transfer, Beta with mean 0.8 and deviation 0.1, so with parameters 12 and 3; after the top-up it is
/// `1 - (1 - transfer)^2`. Qualified from 0.9.
#[test]
fn transfer_decides_who_is_topped_up_and_who_fails() {
    let bare = ["roles.clerk.requires={}", "learning.qualified_at=0.9", "learning.transfer=0.8", "learning.transfer_sd=0.1"];
    let scenario = learners(&[&bare[..], &["learning.dropout=0", "horizon_weeks=260", "learning.support=1"]].concat());
    assert_eq!(scenario.roles[0].requires[0].skill, SkillId(1), "tools alone");
    let courses = first_courses(&scenario, 30);
    // The density of Beta(12, 3) is a polynomial.
    let integral = |x: f64| libm::pow(x, 12.0) / 12.0 - 2.0 * libm::pow(x, 13.0) / 13.0 + libm::pow(x, 14.0) / 14.0;
    let below = |x: f64| integral(x) / integral(1.0);
    let all = count(&courses, |_| true);
    let again = count(&courses, |course| course.topped_up);
    let failed = count(&courses, |course| course.outcome == CourseOutcome::Failed);
    holds("topped up", share(again, all, below(0.9)));
    holds("failed", share(failed, all, below(1.0 - libm::sqrt(0.1))));
    refuses("a bar of 0.91", share(again, all, below(0.91)));
    refuses("a second course of half the effect", share(failed, all, below(0.75)));
    refuses("no second course", share(failed, all, below(0.9)));
}
