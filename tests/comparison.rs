//! What a comparison may depend on: the scenario and the seed; and what it may not: other policies, names, order in the file, threads.

#[path = "paired/bundled.rs"]
mod bundled;
#[path = "paired/compared.rs"]
mod compared;

use std::collections::BTreeMap;
use std::path::Path;

use bundled::{bundled, policy};
use compared::{compared, values};
use foreshift::Replicate;
use foreshift::analysis::rows::Comparison;
use foreshift::ids::{Origin, RoleId};
use foreshift::scenario::model::Scenario;
use foreshift::workforce::record::RunRecord;
use toml::{Table, Value};

/// Both bundled scenarios.
const BUNDLED: [&str; 2] = ["contact-centre", "assembly-plant"];
const SEED: u64 = 3;

/// Apart from the time it took, which is no result.
fn timeless(comparison: Comparison) -> Comparison {
    Comparison { run_seconds: 0.0, ..comparison }
}

/// The text of a bundled scenario as a tree.
fn tree(name: &str) -> Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name).with_extension("toml");
    std::fs::read_to_string(path).expect("a file").parse().expect("TOML")
}

/// A scenario of a tree.
fn parsed(tree: &Table) -> Scenario {
    let text = toml::to_string(tree).expect("TOML");
    Scenario::parse("scenario.toml", &text, &[]).unwrap_or_else(|errors| panic!("{errors}\n{text}"))
}

/// Policies of one's own, so that the file orders some; and a second shock.
fn with_more(mut tree: Table) -> Table {
    let more: Table = r#"
        [policies.careful]
        mix = { hire = 0.5, upskill = 1, reskill = 1 }
        budget_per_year = 400_000
        surplus = "retain"
        [policies.bold]
        mix = { hire = 2, upskill = 1 }
        replaces = true
        lead_weeks = 20
    "#
    .parse()
    .expect("TOML");
    tree.extend(more);
    let shocks = tree["shocks"].as_table_mut().expect("shocks");
    let (_, first) = shocks.iter().next().expect("a shock");
    let mut second = first.clone();
    second.as_table_mut().expect("a shock").insert("start_week".into(), Value::Integer(80));
    shocks.insert("aftershock".into(), second);
    tree
}

/// Every table and list the other way round.
fn reversed(value: Value) -> Value {
    match value {
        Value::Table(table) => Value::Table(table.into_iter().rev().map(|(key, value)| (key, reversed(value))).collect()),
        Value::Array(list) => Value::Array(list.into_iter().rev().map(reversed).collect()),
        other => other,
    }
}

#[test]
fn the_order_of_a_file_changes_nothing() {
    for name in BUNDLED {
        let forward = with_more(tree(name));
        let Value::Table(backward) = reversed(Value::Table(forward.clone())) else { unreachable!("a table stays one") };
        let (there, back) = (toml::to_string(&forward).expect("TOML"), toml::to_string(&backward).expect("TOML"));
        let places = |text: &str| {
            ["escalation", "operator", "[roles.", "[shocks.aftershock", "[policies.bold"].map(|part| text.find(part))
        };
        assert_ne!(places(&there), places(&back), "the texts should differ in order");
        let (forward, backward) = (parsed(&forward), parsed(&backward));
        let found = timeless(compared(&forward, SEED, 4, 2, &[]));
        assert_eq!(found.policies.len(), 9);
        assert!(found == timeless(compared(&backward, SEED, 4, 2, &[])), "{name}");
    }
}

#[test]
fn the_order_in_which_policies_are_asked_for_changes_nothing() {
    let scenario = bundled(BUNDLED[0], &[]);
    let one = timeless(compared(&scenario, SEED, 3, 2, &["hire", "blend", "reskill"]));
    assert!(one == timeless(compared(&scenario, SEED, 3, 2, &["reskill", "hire", "none", "blend", "hire"])));
}

#[test]
fn the_same_seed_gives_the_same_on_one_thread_or_two_and_twice_and_another_does_not() {
    for name in BUNDLED {
        let scenario = bundled(name, &[]);
        let run = |seed, threads| timeless(compared(&scenario, seed, 6, threads, &[]));
        let one = run(SEED, 1);
        assert!(one == run(SEED, 2), "{name}: threads");
        assert!(one == run(SEED, 1), "{name}: twice");
        let other = run(SEED + 1, 1);
        for policy in one.policies.iter().map(String::as_str).chain(["twin"]) {
            for measure in ["transition_cost", "quits", "gap_weeks"] {
                let (mine, theirs) = (values(&one, policy, measure), values(&other, policy, measure));
                assert!(mine.iter().all(|value| !theirs.contains(value)) || measure == "quits", "{name}, {policy}: {measure}");
                assert_ne!(mine, theirs, "{name}, {policy}: {measure}");
                assert!(mine.iter().any(|value| (value - mine[0]).abs() > 0.0), "{name}, {policy}: {measure} varies");
            }
        }
    }
}

#[test]
fn fewer_replicates_are_the_first_of_more() {
    let scenario = bundled(BUNDLED[1], &[]);
    let (three, five) = (compared(&scenario, SEED, 3, 2, &[]), compared(&scenario, SEED, 5, 2, &[]));
    let first: Vec<_> = five.runs.into_iter().filter(|row| row.replicate < 3).collect();
    assert_eq!(three.runs, first);
}

#[test]
fn another_policy_changes_no_other_ones_runs() {
    for name in BUNDLED {
        let plain = tree(name);
        let (alone, joined) = (
            parsed(&plain),
            parsed(&{
                let mut more = plain.clone();
                more.insert("policies".into(), with_more(plain.clone())["policies"].clone());
                more
            }),
        );
        let few = compared(&alone, SEED, 4, 2, &["hire", "upskill"]);
        let many = compared(&joined, SEED, 4, 2, &[]);
        assert_eq!((few.policies.len(), many.policies.len()), (3, 9));
        let kept = |policy: &str| few.policies.iter().any(|known| known == policy) || policy == "twin";
        assert_eq!(few.runs.len(), 16);
        assert_eq!(few.runs, many.runs.into_iter().filter(|row| kept(&row.policy)).collect::<Vec<_>>());
        assert_eq!(few.weekly, many.weekly.into_iter().filter(|row| kept(&row.policy)).collect::<Vec<_>>());
        assert_eq!(few.costs, many.costs.into_iter().filter(|row| kept(&row.policy)).collect::<Vec<_>>());
        assert_eq!(few.retention, many.retention.into_iter().filter(|row| kept(&row.policy)).collect::<Vec<_>>());
        let gaps = |rows: Option<Vec<_>>| rows.expect("gaps were asked for");
        assert_eq!(gaps(few.gaps), gaps(many.gaps).into_iter().filter(|row| kept(&row.policy)).collect::<Vec<_>>());
    }
}

/// The rows of one policy, under another name.
macro_rules! renamed {
    ($rows:expr, $from:expr, $to:expr) => {
        $rows
            .iter()
            .filter(|row| row.policy == $from)
            .map(|row| {
                let mut row = row.clone();
                row.policy = $to.into();
                row
            })
            .collect::<Vec<_>>()
    };
}

#[test]
fn a_name_favours_no_policy() {
    for name in BUNDLED {
        let mut tree = tree(name);
        // One name before all others, two after.
        let more: Table = "
            [policies.aardvark]
            mix = { hire = 0.2, upskill = 0.4, reskill = 0.4 }
            [policies.zebra]
            mix = { hire = 1 }
            replaces = true
            [policies.yak]
            adaptive = true
        "
        .parse()
        .expect("TOML");
        tree.insert("policies".into(), Value::Table(more["policies"].as_table().expect("policies").clone()));
        let found = compared(&parsed(&tree), SEED, 5, 2, &[]);
        for (copy, original) in [("aardvark", "blend"), ("zebra", "replace"), ("yak", "adaptive")] {
            let what = format!("{name}: {copy} is {original}");
            assert_eq!(renamed!(found.runs, copy, original), renamed!(found.runs, original, original), "{what}");
            assert_eq!(renamed!(found.summary, copy, original), renamed!(found.summary, original, original), "{what}");
            assert_eq!(renamed!(found.weekly, copy, original), renamed!(found.weekly, original, original), "{what}");
            assert_eq!(renamed!(found.costs, copy, original), renamed!(found.costs, original, original), "{what}");
            assert_eq!(renamed!(found.time_to_fill, copy, original), renamed!(found.time_to_fill, original, original), "{what}");
            assert_eq!(renamed!(found.retention, copy, original), renamed!(found.retention, original, original), "{what}");
            assert_eq!(renamed!(found.moves, copy, original), renamed!(found.moves, original, original), "{what}");
            assert_eq!(renamed!(found.funnel, copy, original), renamed!(found.funnel, original, original), "{what}");
            assert_eq!(renamed!(found.horizons, copy, original), renamed!(found.horizons, original, original), "{what}");
            let standing =
                |policy: &str| found.answer.standings.iter().find(|standing| standing.policy == policy).expect("standing");
            let (mine, theirs) = (standing(copy), standing(original));
            assert_eq!((mine.score, mine.p_best), (theirs.score, theirs.p_best), "{what}");
        }
        assert_ne!(renamed!(found.runs, "aardvark", "x"), renamed!(found.runs, "zebra", "x"));
    }
}

#[test]
fn none_and_the_twin_are_always_there() {
    for name in BUNDLED {
        let found = compared(&bundled(name, &[]), SEED, 2, 2, &["upskill"]);
        assert_eq!(found.policies, ["none", "upskill"]);
        let runs = |policy: &str| found.runs.iter().filter(|row| row.policy == policy).count();
        assert_eq!((runs("none"), runs("upskill"), runs("twin")), (2, 2, 2));
    }
}

#[test]
fn the_shock_opens_gaps_that_none_leaves_open() {
    for name in BUNDLED {
        let found = compared(&bundled(name, &[]), SEED, 8, 2, &["hire"]);
        assert!(values(&found, "none", "excess_gap_weeks").iter().all(|&excess| excess > 5000.0), "{name}");
        assert!(values(&found, "none", "shock_gaps").iter().all(|&gaps| gaps > 100.0), "{name}");
        assert!(values(&found, "twin", "excess_gap_weeks").iter().all(|&excess| excess.abs() < f64::EPSILON), "{name}");
        assert!(values(&found, "twin", "shock_gaps").iter().all(|&gaps| gaps.abs() < f64::EPSILON), "{name}");
    }
}

/// Starts of people of an origin.
fn starts(run: &RunRecord, origin: Origin) -> usize {
    run.starts.iter().filter(|start| start.worker.origin == origin).count()
}

#[test]
fn none_goes_on_replacing_leavers() {
    for name in BUNDLED {
        let scenario = bundled(name, &[]);
        for number in 0..5 {
            let run = Replicate::new(&scenario, SEED, number).run(policy(&scenario, "none"));
            assert_eq!(
                (starts(&run, Origin::Hire), run.moves.len(), run.courses.len()),
                (0, 0, 0),
                "{name}: none does nothing new"
            );
            // Of the roles that the shock only adds to, every leaver but those of the last weeks is replaced.
            let grown: Vec<RoleId> = scenario.shocks[0].creates.iter().map(|creates| creates.role).collect();
            let until = scenario.horizon - 30;
            let leavers = run.exits.iter().filter(|exit| grown.contains(&exit.role) && exit.week.0 < until).count();
            let backfills = run.starts.iter().filter(|start| grown.contains(&start.worker.role)).count();
            println!("{name}: {leavers} leavers, {backfills} backfills");
            assert!(leavers > 5 && backfills * 10 >= leavers * 9, "{name}: {leavers} leavers, {backfills} backfills");
        }
    }
}

#[test]
fn business_as_usual_does_not_drift() {
    for name in BUNDLED {
        let scenario = bundled(name, &["horizon_weeks=312"]);
        let (replicates, years) = (64, 6);
        let mut headcount = vec![0.0; years];
        let mut quits = vec![0.0; years];
        for number in 0..replicates {
            let run = Replicate::new(&scenario, SEED, number).twin();
            assert!(starts(&run, Origin::Backfill) > 20);
            for week in 0..run.weeks() {
                for role in (0..).take(run.role_count).map(RoleId) {
                    let found = run.role_week(week, role);
                    headcount[week / 52] += f64::from(found.headcount) / 52.0 / f64::from(replicates);
                    quits[week / 52] += f64::from(found.quits) / f64::from(replicates);
                }
            }
        }
        println!("{name}: headcount by year {headcount:.1?}, quits by year {quits:.1?}");
        let people: f64 = scenario.roles.iter().map(|role| f64::from(role.headcount)).sum();
        for year in 1..years {
            assert!((headcount[year] / headcount[1] - 1.0).abs() < 0.004, "{name}: {headcount:?}");
            // Vacant is what leaves, for as long as a search and a notice take.
            let vacant = quits[year] * (scenario.hiring.time_to_fill_weeks + scenario.hiring.notice_weeks) / 52.0;
            assert!(
                (headcount[year] + vacant - people).abs() < 0.005 * people,
                "{name}: {headcount:?}, {vacant} vacant of {people}"
            );
            assert!((quits[year] / quits[1] - 1.0).abs() < 0.1, "{name}: {quits:?}");
        }
    }
}

/// The table of moves against the runs: who went from where to where, a run.
#[test]
fn moves_are_told_from_where_to_where() {
    let scenario = bundled(BUNDLED[0], &[]);
    let found = compared(&scenario, SEED, 2, 2, &["reskill"]);
    let mut counted: BTreeMap<(&str, &str, &str), f64> = BTreeMap::new();
    for number in 0..2 {
        let world = Replicate::new(&scenario, SEED, number);
        for name in &found.policies {
            for row in &world.run(policy(&scenario, name)).moves {
                let role = |id: RoleId| scenario.roles[id.index()].name.as_str();
                *counted.entry((name, role(row.from), role(row.to))).or_default() += 0.5;
            }
        }
    }
    let told: BTreeMap<(&str, &str, &str), f64> = found
        .moves
        .iter()
        .map(|row| ((row.policy.as_str(), row.from_role.as_str(), row.to_role.as_str()), row.people.mean))
        .collect();
    assert!(!counted.is_empty() && counted == told, "{counted:?} are not {told:?}");
}
