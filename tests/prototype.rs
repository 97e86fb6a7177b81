//! The prototype's figures, met in kind by the bundled scenarios at default values: order and sign, and rough size with room.
//!
//! Differences are paired on common random numbers and hold by more than 3 standard errors. What the prototype said and the
//! bundled scenarios do not show is said where it would stand.

#[path = "paired/bundled.rs"]
mod bundled;
#[path = "paired/compared.rs"]
mod compared;
#[path = "paired/mean.rs"]
mod mean;

use bundled::{bundled, policy};
use compared::{compared, values};
use foreshift::Replicate;
use foreshift::analysis::rows::Comparison;
use foreshift::scenario::model::Scenario;
use foreshift::workforce::record::{CourseOutcome, CourseRecord};
use mean::Mean;

/// The contact centre.
const CENTRE: &str = "contact-centre";
/// The assembly plant.
const PLANT: &str = "assembly-plant";
/// Both bundled scenarios.
const BUNDLED: [&str; 2] = [CENTRE, PLANT];
const REPLICATES: u32 = 20;
const SEED: u64 = 42;
const COST: &str = "transition_cost";
const AGAINST_NONE: &str = "transition_cost_vs_none";
const KEPT: &str = "retention_horizon";

/// What every policy but `none` is called.
const POLICIES: [&str; 6] = ["adaptive", "blend", "hire", "replace", "reskill", "upskill"];

fn over(name: &str, sets: &[&str], policies: &[&str]) -> Comparison {
    compared(&bundled(name, sets), SEED, REPLICATES, 2, policies)
}

/// A policy less another.
fn difference(found: &Comparison, measure: &str, policy: &str, versus: &str) -> Mean {
    Mean::of_differences(&values(found, policy, measure), &values(found, versus, measure))
}

fn mean(found: &Comparison, policy: &str, measure: &str) -> Mean {
    Mean::of(&values(found, policy, measure))
}

/// The policy whose mean cost is least.
fn cheapest(found: &Comparison) -> &str {
    let cost = |policy: &&String| mean(found, policy, COST).mean;
    found.policies.iter().min_by(|a, b| cost(a).total_cmp(&cost(b))).expect("policies")
}

#[test]
fn replacing_is_dearest_and_keeps_fewest_and_hiring_saves_least_of_the_rest() {
    for name in BUNDLED {
        let found = over(name, &[], &[]);
        for policy in &found.policies {
            println!("{name}, {policy}: {}, keeps {}", mean(&found, policy, AGAINST_NONE), mean(&found, policy, KEPT));
        }
        // The prototype's plant had replacing save a little (-0.3M); here it costs more than doing nothing new in both.
        for other in found.policies.iter().filter(|other| *other != "replace") {
            assert!(difference(&found, COST, "replace", other).is_positive(), "{name}: replace is dearer than {other}");
            assert!(difference(&found, KEPT, "replace", other).is_negative(), "{name}: replace keeps fewer than {other}");
        }
        assert!(mean(&found, "replace", KEPT).mean < 0.06, "{name}: replace keeps a few");
        for saver in ["adaptive", "blend", "hire", "reskill", "upskill"] {
            let saved = mean(&found, saver, AGAINST_NONE);
            assert!(saved.is_negative(), "{name}: {saver} saves: {saved}");
            assert!((-9e6..-1e6).contains(&saved.mean), "{name}: {saver} saves millions: {saved}");
            assert!(saved.error < 0.4e6, "{name}: {saver}: {saved}");
            if saver != "hire" {
                let less = difference(&found, COST, "hire", saver);
                assert!(less.is_positive(), "{name}: hire saves less than {saver}: {less}");
            }
        }
        for other in ["hire", "upskill"] {
            let dearer = difference(&found, COST, other, "blend");
            assert!(dearer.is_positive(), "{name}: {other} costs more than blend: {dearer}");
        }
        // The prototype had `adaptive` cost what `blend` does; it costs more here, as much as `reskill`, and this test does not say by how much.
    }
}

#[test]
fn reskilling_loses_fewest() {
    for name in BUNDLED {
        let found = over(name, &[], &[]);
        for other in ["hire", "none", "replace", "upskill"] {
            let more = difference(&found, KEPT, "reskill", other);
            assert!(more.is_positive(), "{name}: reskill keeps more than {other}: {more}");
        }
        // Those that reskill too come close.
        for other in ["adaptive", "blend"] {
            let more = difference(&found, KEPT, "reskill", other);
            assert!(more.mean > -0.01, "{name}: reskill keeps no fewer than {other}: {more}");
        }
    }
}

/// Distance, weeks a success, tuition of all over successes, share that succeeds, of the courses that ended.
fn courses(scenario: &Scenario, name: &str, wanted: impl Fn(&CourseRecord) -> bool) -> [f64; 4] {
    let (mut ended, mut distance, mut successes, mut weeks, mut tuition) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for number in 0..REPLICATES {
        let run = Replicate::new(scenario, SEED, number).run(policy(scenario, name));
        for course in run.courses.iter().filter(|course| wanted(course)) {
            let Some(end) = course.ended else { continue };
            ended += 1.0;
            distance += course.distance;
            tuition += course.tuition.units();
            if course.outcome == CourseOutcome::Qualified {
                successes += 1.0;
                weeks += f64::from(end.0 - course.launched.0);
            }
        }
    }
    assert!(ended > 100.0, "{name}: {ended} courses");
    let found = [distance / ended, weeks / successes, tuition / successes, successes / ended];
    println!("{}, {name}: distance, weeks, tuition, success {found:.3?}", scenario.name);
    found
}

/// Asserts that each figure lies in its range.
fn within(found: [f64; 4], low: [f64; 4], high: [f64; 4], what: &str) {
    for place in 0..4 {
        assert!((low[place]..high[place]).contains(&found[place]), "{what}: {found:?}");
    }
}

/// Upskilling at 0.15: 7 weeks, $3.4k a success, 97% succeed. Reskilling at 0.40: 22 weeks, $15k, 76%.
#[test]
fn courses_take_cost_and_succeed_as_they_did() {
    for name in BUNDLED {
        let scenario = bundled(name, &[]);
        let own = courses(&scenario, "upskill", |_| true);
        within(own, [0.13, 5.0, 2700.0, 0.94], [0.17, 8.0, 4000.0, 0.99], name);
        let other = courses(&scenario, "reskill", |_| true);
        within(other, [0.22, 10.0, 6000.0, 0.82], [0.36, 20.0, 12000.0, 0.92], name);
    }
    // Nearest first, so that few go as far as 0.40; who does, needs what the prototype's did.
    let far = courses(&bundled(CENTRE, &[]), "reskill", |course| course.distance >= 0.38);
    within(far, [0.38, 19.0, 12_000.0, 0.70], [0.45, 25.0, 17_000.0, 0.85], "far");
}

/// From 0 to 13 in both. From 13 to 26 in the plant where the start is known: where it is drawn, acting on its mode is as likely too early,
/// and the two cannot be told apart. In the contact centre a lead of 26 costs more than one of 13 either way: 26 weeks ahead nobody is
/// surplus yet, so that designers are hired (the fallback) who would have been reskilled.
#[test]
fn a_longer_lead_makes_blend_cheaper() {
    let costs = |name, given: &[&str], lead: &str| {
        let found = compared(&bundled(name, &[given, &[lead]].concat()), SEED, 3 * REPLICATES, 2, &["blend"]);
        println!("{name} {given:?} {lead}: {}", mean(&found, "blend", AGAINST_NONE));
        values(&found, "blend", COST)
    };
    let [reactive, quarter, half] =
        ["policies.blend.lead_weeks=0", "policies.blend.lead_weeks=13", "policies.blend.lead_weeks=26"];
    for name in BUNDLED {
        let fall = Mean::of_differences(&costs(name, &[], quarter), &costs(name, &[], reactive));
        assert!(fall.is_negative(), "{name}: 13 against 0: {fall}");
    }
    let known = ["shocks.cells.start_week=26"];
    let (at_0, at_13, at_26) = (costs(PLANT, &known, reactive), costs(PLANT, &known, quarter), costs(PLANT, &known, half));
    assert!(Mean::of_differences(&at_13, &at_0).is_negative());
    assert!(Mean::of_differences(&at_26, &at_13).is_negative());
}

#[test]
fn dear_tuition_changes_the_winner() {
    for name in BUNDLED {
        let (plain, dear) = (over(name, &[], &[]), over(name, &["learning.tuition_per_week=2700"], &[]));
        println!("{name}: {} at list price, {} at three times", cheapest(&plain), cheapest(&dear));
        assert_eq!(cheapest(&plain), "blend", "{name}");
        assert_ne!(cheapest(&dear), "blend", "{name}");
        assert!(difference(&plain, COST, "upskill", "hire").is_negative(), "{name}: upskilling is cheaper than hiring");
        let turned = difference(&dear, COST, "upskill", "hire");
        assert!(turned.is_positive(), "{name}: at three times the tuition hiring is cheaper: {turned}");
    }
    // Hiring wins in the plant. In the contact centre, where it won in the prototype, `adaptive` does, which buys fewer courses.
    assert_eq!(cheapest(&over(PLANT, &["learning.tuition_per_week=2700"], &[])), "hire");
}

#[test]
fn the_winner_changes_with_the_horizon_as_training_pays_late() {
    for name in BUNDLED {
        let short = over(name, &["horizon_weeks=52"], &[]);
        let middle = over(name, &["horizon_weeks=104"], &[]);
        let long = over(name, &[], &[]);
        println!("{name}: {}, {}, {}", cheapest(&short), cheapest(&middle), cheapest(&long));
        assert_eq!([cheapest(&short), cheapest(&middle), cheapest(&long)], ["none", "adaptive", "blend"], "{name}");
        for trained in ["blend", "upskill", "reskill"] {
            assert!(mean(&short, trained, AGAINST_NONE).is_positive(), "{name}: {trained} has not paid after a year");
            assert!(mean(&long, trained, AGAINST_NONE).is_negative(), "{name}: {trained} has paid after three");
        }
        // Against hiring, too.
        assert!(difference(&short, COST, "upskill", "hire").is_positive(), "{name}");
        assert!(difference(&long, COST, "upskill", "hire").is_negative(), "{name}");
    }
}

/// Cost and weeks open a head at 400 and 4,000 heads: the prototype's agreed within 6%.
#[test]
fn a_large_firm_is_a_small_one_a_head() {
    for name in BUNDLED {
        let mut large = bundled(name, &[]);
        for role in &mut large.roles {
            role.headcount *= 10;
        }
        for creates in large.shocks.iter_mut().flat_map(|shock| &mut shock.creates) {
            creates.seats *= 10.0;
        }
        for policy in &mut large.policies {
            policy.training_capacity *= 10;
            policy.requisition_capacity *= 10;
        }
        let (small, large) = (over(name, &[], &[]), compared(&large, SEED, REPLICATES, 2, &[]));
        for policy in POLICIES.into_iter().chain(["none"]) {
            for (measure, room) in [("total_cost", 0.015), (COST, 0.10), ("gap_weeks", 0.10)] {
                let ratio = mean(&large, policy, measure).mean / 10.0 / mean(&small, policy, measure).mean;
                println!("{name}, {policy}: {measure} {ratio:.3}");
                assert!((ratio - 1.0).abs() < room, "{name}, {policy}: {measure} a head is {ratio:.3} of the small firm's");
            }
        }
    }
}

#[test]
fn the_loop_of_leaving_and_overload_stays_bounded() {
    let extreme =
        ["retention.workload=20", "retention.spread=20", "retention.engagement_effect=3", "retention.insecurity_effect=2"];
    for name in BUNDLED {
        let scenario = bundled(name, &extreme);
        let people: f64 = scenario.roles.iter().map(|role| f64::from(role.headcount)).sum();
        for choice in ["none", "replace", "blend"] {
            for number in 0..4 {
                let run = Replicate::new(&scenario, SEED, number).run(policy(&scenario, choice));
                let lowest = run.weekly.iter().map(|week| week.climate).fold(0.0, f64::min);
                let quits: f64 = run.weekly.iter().map(|week| f64::from(week.quits)).sum();
                let last: f64 =
                    run.weekly[run.weekly.len() - run.role_count..].iter().map(|week| f64::from(week.headcount)).sum();
                println!("{name}, {choice}: climate {lowest}, {quits} quits of {people}, {last} at the end");
                assert!((-0.5..-0.4).contains(&lowest), "{name}, {choice}: the climate is as bad as it gets: {lowest}");
                assert!(quits < 1.2 * people * 3.0, "{name}, {choice}: {quits} quits of {people}");
                assert!(last > 0.4 * people, "{name}, {choice}: {last} of {people} at the end");
            }
        }
    }
}
