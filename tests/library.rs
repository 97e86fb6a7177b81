//! The library of bundled scenarios: all of them run, and what each says of itself holds.
//!
//! A sentence stands in its file as `# What it says: ...`, under the summary, and here beside the predicate that holds it to 200 replicates of
//! seed 42. Predicates ask whole 95% intervals of paired differences; where they ask a mean, the sentence says "about" or "some".

#[path = "paired/bundled.rs"]
mod bundled;
#[path = "paired/compared.rs"]
mod compared;
#[path = "library/found.rs"]
mod found;
#[path = "support/identities.rs"]
mod identities;
#[path = "support/small_telecom.rs"]
mod small_telecom;

use std::collections::BTreeSet;

use bundled::{bundled, policy};
use compared::compared;
use foreshift::Replicate;
use foreshift::ids::RoleId;
use foreshift::scenario::bundled::BUNDLED;
use foreshift::scenario::model::Scenario;
use foreshift::units::whole_weeks;
use foreshift::workforce::record::ExitRecord;
use found::{COST, Found, KEPT, TIME};
use identities::check_identities;
use small_telecom::SMALL_TELECOM;

const SEED: u64 = 42;
const REPLICATES: u32 = 200;

/// A bundled scenario, what its result says, and what must be found for that to be true.
struct Said {
    scenario: &'static str,
    sentence: &'static str,
    holds: fn(&Found) -> bool,
}

const SAID: [Said; 10] = [
    Said {
        scenario: "contact-centre",
        sentence: "Pick `blend`: it costs less than hiring, upskilling, reskilling or replacing and keeps more people than any of them; only \
                   upskilling and replacing close gaps sooner.",
        holds: |found| {
            let others = ["hire", "replace", "reskill", "upskill"];
            found.picks("blend", &[])
                && others.iter().all(|other| found.less(COST, "blend", other) && found.less(KEPT, other, "blend"))
                && ["replace", "upskill"].iter().all(|other| found.less(TIME, other, "blend"))
                && ["adaptive", "hire", "none", "reskill"].iter().all(|other| found.less(TIME, "blend", other))
        },
    },
    Said {
        scenario: "assembly-plant",
        sentence: "Pick `blend`, though `reskill` keeps more people and `upskill` closes gaps sooner; letting go whom the bar has passed \
                   (`replace`) costs more than doing nothing new.",
        holds: |found| {
            found.picks("blend", &[])
                && found.less(KEPT, "blend", "reskill")
                && found.less(TIME, "upskill", "blend")
                && found.less(COST, "none", "replace")
        },
    },
    Said {
        scenario: "stores-to-online",
        sentence: "They can: moving them (`reskill`) saves more than twice what hiring saves and keeps more of them, and gaps close as soon \
                   to within half a week; as no bar rises, `upskill` and `replace` are `hire` under other names.",
        holds: |found| {
            let saved = |policy: &str| found.mean(COST, "none") - found.mean(COST, policy);
            let (low, high) = found.interval(TIME, "reskill", "hire");
            found.picks("reskill", &[])
                && found.less(COST, "reskill", "hire")
                && saved("reskill") > 2.0 * saved("hire")
                && found.less(KEPT, "hire", "reskill")
                && -0.5 < low
                && high < 0.5
                && found.same("hire", "upskill")
                && found.same("hire", "replace")
        },
    },
    Said {
        scenario: "data-entry-office",
        sentence: "Three keyers in ten: `reskill` keeps about that many where hiring keeps none, and costs less, at the price of gaps that \
                   stay open three weeks longer.",
        holds: |found| {
            let (low, high) = found.interval(TIME, "reskill", "hire");
            found.picks("reskill", &[])
                && (0.25..0.35).contains(&found.mean(KEPT, "reskill"))
                && found.mean(KEPT, "hire").abs() < f64::EPSILON
                && found.less(COST, "reskill", "hire")
                && 2.5 < low
                && high < 3.5
        },
    },
    Said {
        scenario: "finance-team",
        sentence: "Learn: `upskill` costs least (with `blend`, which is the same where nobody has to move); replacing closes gaps sooner, \
                   keeps about one in seven and costs more than doing nothing new.",
        holds: |found| {
            let others = ["adaptive", "hire", "none", "replace", "reskill"];
            found.picks("blend", &["upskill"])
                && found.same("blend", "upskill")
                && others.iter().all(|other| found.less(COST, "upskill", other))
                && found.less(TIME, "replace", "upskill")
                && (0.12..0.16).contains(&found.mean(KEPT, "replace"))
                && found.less(COST, "none", "replace")
        },
    },
    Said {
        scenario: "claims-handling",
        sentence: "The clerks: `adaptive` costs less than `blend` and keeps more, though gaps stay open five weeks longer; `reskill` alone \
                   is cheaper still, but leaves the clerks who stay short of the raised bar.",
        holds: |found| {
            let (low, high) = found.interval(TIME, "adaptive", "blend");
            found.picks("adaptive", &[])
                && found.less(COST, "adaptive", "blend")
                && found.less(KEPT, "blend", "adaptive")
                && 4.5 < low
                && high < 5.5
                && found.less(COST, "reskill", "adaptive")
                && found.interval(TIME, "reskill", "adaptive").0 > 52.0
        },
    },
    Said {
        scenario: "software-team",
        sentence: "Turn them: every policy that moves programmers costs less than hiring and keeps more of them; but luck weighs much in a \
                   firm of 30, and no policy scores best in half of the runs.",
        holds: |found| {
            let moving = ["adaptive", "blend", "reskill"];
            moving.iter().all(|policy| found.less(COST, policy, "hire") && found.less(KEPT, "hire", policy))
                && found.0.policies.iter().all(|policy| found.best(policy) < 0.5)
        },
    },
    Said {
        scenario: "hospital-administration",
        sentence: "There is, for time alone: `blend` cannot be told from `hire` on cost or on whom it keeps and closes gaps some forty weeks \
                   sooner; replacing costs more than doing nothing new.",
        holds: |found| {
            let (low, high) = found.interval(TIME, "hire", "blend");
            found.picks("blend", &[])
                && found.alike(COST, "blend", "hire")
                && found.alike(KEPT, "blend", "hire")
                && 38.0 < low
                && high < 45.0
                && found.less(COST, "none", "replace")
        },
    },
    Said {
        scenario: "warehouse-robotics",
        sentence: "They can: `blend` costs less than hiring alone and keeps more pickers; `reskill` alone costs up to 2% less still, but \
                   leaves the pickers who stay short of the raised bar.",
        holds: |found| {
            let (low, high) = found.interval(COST, "blend", "reskill");
            found.picks("blend", &[])
                && found.less(COST, "blend", "hire")
                && found.less(KEPT, "hire", "blend")
                && low > 0.0
                && high < 0.02 * found.mean(COST, "reskill")
                && found.interval(TIME, "reskill", "blend").0 > 52.0
        },
    },
    Said {
        scenario: "telecom-retraining",
        sentence: "All the way, at list prices: the programme needs some 360 million of its billion for courses; `blend`, which hires as \
                   well, costs less in all and closes gaps sooner.",
        holds: |found| {
            found.picks("blend", &[])
                && (3.4e8..3.9e8).contains(&(found.mean("cost_tuition", "programme") * HUNDREDTH))
                && found.less(COST, "blend", "programme")
                && found.less(TIME, "blend", "programme")
        },
    },
];

/// What the telecom is divided by where 200 replicates of 100,000 people would take too long.
const HUNDREDTH: f64 = 100.0;

/// A bundled scenario of at most a thousand people or so.
fn handy(name: &str) -> Scenario {
    bundled(name, if name == "telecom-retraining" { &SMALL_TELECOM } else { &[] })
}

#[test]
fn what_each_scenario_says_holds() {
    let mut wrong = Vec::new();
    for (said, file) in SAID.iter().zip(BUNDLED) {
        assert_eq!(said.scenario, file.name);
        let line = format!("\n# What it says: {}\n", said.sentence);
        let after_summary =
            file.text.split_once("\nsummary = ").and_then(|(_, rest)| rest.split_once('\n')).expect("a summary").1;
        assert!(format!("\n{after_summary}").starts_with(&line), "{}: not under the summary: {line}", said.scenario);
        let found = Found(compared(&handy(said.scenario), SEED, REPLICATES, 2, &[]));
        if !(said.holds)(&found) {
            wrong.push(format!("{}: it says\n{}\nand found is\n{}", said.scenario, said.sentence, found.shown()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// A sentence that nothing could contradict would say nothing: where learning takes ten times as long and costs twenty times as much, none holds.
#[test]
fn each_sentence_can_stop_being_true() {
    for said in SAID {
        let mut sets = vec!["learning.pace_weeks=430", "learning.setup_weeks=10", "learning.tuition_per_week=18_000"];
        if said.scenario == "telecom-retraining" {
            sets.extend(SMALL_TELECOM);
        }
        let found = Found(compared(&bundled(said.scenario, &sets), SEED, 30, 2, &[]));
        assert!(!(said.holds)(&found), "{} says the same where nobody can learn:\n{}", said.scenario, found.shown());
    }
}

#[test]
fn each_asks_one_question() {
    for file in BUNDLED {
        let scenario = handy(file.name);
        assert_eq!(scenario.summary.matches('?').count(), 1, "{}: {}", file.name, scenario.summary);
        assert!(scenario.summary.ends_with('?'), "{}: {}", file.name, scenario.summary);
    }
    let people = |name: &str| bundled(name, &[]).roles.iter().map(|role| role.headcount).sum::<u32>();
    assert_eq!(["finance-team", "software-team", "telecom-retraining"].map(people), [30, 30, 100_000]);
}

#[test]
fn identities_hold_in_a_run_of_each() {
    for file in BUNDLED {
        let scenario = handy(file.name);
        let replicate = Replicate::new(&scenario, SEED, 0);
        for policy in &scenario.policies {
            check_identities(&scenario, &replicate.run(policy), &format!("{}, {}", file.name, policy.name));
        }
        check_identities(&scenario, &replicate.twin(), &format!("{}, twin", file.name));
    }
}

/// Seats that go when the shock has reached its end, and quits over its ramp were there no shock, of the roles that lose seats.
fn displacement_and_attrition(scenario: &Scenario) -> (f64, f64) {
    const RUNS: u32 = 10;
    let shock = &scenario.shocks[0];
    let gone = |role: RoleId| {
        let tasks = shock.automates.iter().filter(|automates| automates.role == role);
        let time: f64 = tasks.map(|automates| automates.share * scenario.roles[role.index()].tasks[automates.task].share).sum();
        time * shock.reach.central() * f64::from(scenario.roles[role.index()].headcount)
    };
    let shrinking: BTreeSet<RoleId> = shock.automates.iter().map(|automates| automates.role).collect();
    let start = whole_weeks(shock.start_week.central());
    let ramp = start..start + whole_weeks(shock.ramp_weeks);
    let quits: u32 = (0..RUNS)
        .map(|number| {
            let twin = Replicate::new(scenario, SEED, number).twin();
            let counts = |exit: &&ExitRecord| ramp.contains(&exit.week.0) && shrinking.contains(&exit.role);
            u32::try_from(twin.exits.iter().filter(counts).count()).expect("few people")
        })
        .sum();
    (shrinking.into_iter().map(gone).sum(), f64::from(quits) / f64::from(RUNS))
}

#[test]
fn displacement_outruns_attrition_where_the_story_is_about_surplus() {
    for file in BUNDLED {
        let (gone, quits) = displacement_and_attrition(&handy(file.name));
        println!("{}: {gone:.0} seats go, {quits:.0} quit", file.name);
        match file.name {
            "finance-team" => assert!(gone.abs() < f64::EPSILON, "{}: nothing is lost, but {gone} seats", file.name),
            "hospital-administration" => assert!(gone < 0.8 * quits, "{}: {gone} seats, {quits} quits", file.name),
            _ => assert!(gone > 1.25 * quits, "{}: {gone} seats, {quits} quits", file.name),
        }
    }
}

/// What AT&T's programme is reported to have cost a head: about a billion dollars for 100,000 people (CNBC, 13 March 2018).
const REPORTED_A_HEAD: f64 = 10_000.0;

/// An external check, and no calibration: nothing in the scenario or in the defaults was set by the figure that is compared with.
///
/// The two are not quite the same thing. Reported is what was announced over what was announced, for whatever the company counts; here it is
/// tuition at list price over people who began a course. The time that they learn in is the larger half of what courses cost here, and is
/// not in the tuition. Measured at seed 42: 5,600 dollars of tuition, so 44% below the report, and 11,800 with the pay of the time spent
/// learning. A factor of two is as much as figures so differently made can be held to.
#[test]
fn the_telecoms_cost_a_head_is_within_a_factor_of_two_of_what_is_reported() {
    let scenario = bundled("telecom-retraining", &[]);
    let record = Replicate::new(&scenario, SEED, 0).run(policy(&scenario, "programme"));
    check_identities(&scenario, &record, "telecom-retraining, programme, 100,000 people");
    let learners: BTreeSet<_> = record.courses.iter().map(|course| course.worker).collect();
    let people = f64::from(u32::try_from(learners.len()).expect("a hundred thousand at most"));
    let tuition: f64 = record.courses.iter().map(|course| course.tuition.units()).sum();
    let time: f64 = record
        .courses
        .iter()
        .map(|course| {
            let weeks = f64::from(course.ended.map_or(scenario.horizon, |week| week.0) - course.launched.0);
            weeks * scenario.learning.intensity * scenario.roles[course.from.index()].salary.units() / 52.0
        })
        .sum();
    let (alone, with_time) = (tuition / people, (tuition + time) / people);
    println!("{people} people, ${:.0}M of tuition: ${alone:.0} a head, ${with_time:.0} with the pay of the time", tuition / 1e6);
    assert!(people > 50_000.0, "{people} people began a course");
    for cost in [alone, with_time] {
        let ratio = cost / REPORTED_A_HEAD;
        assert!((0.5..2.0).contains(&ratio), "{cost:.0} a head is {ratio:.2} of what is reported");
    }
    // The miss is told, not hidden: where it changes, the words above and those at the head of the scenario do too.
    assert!((5_000.0..6_200.0).contains(&alone), "{alone:.0} a head");
}
