//! What `check` warns of appears when it should, and only then.

use std::collections::BTreeSet;

use foreshift::analysis::advice::{Advice, KINDS, advice};
use foreshift::analysis::forecast::{Forecast, forecast};
use foreshift::scenario::model::Scenario;

/// 100 clerks of whom 40 seats go, 8 new designers within reach, over three years: nothing to warn of.
const GOOD: &str = r#"
horizon_weeks = 208
[skills]
care = {}
design = {}
[roles.clerk]
headcount = 100
salary = 40000
requires = { care = 0.6, design = 0.2 }
tasks = [ { name = "Forms", share = 0.5 }, { name = "People", share = 0.5 } ]
[roles.designer]
headcount = 6
salary = 60000
requires = { care = 0.4, design = 0.5 }
[shocks.robot]
start_week = 20
ramp_weeks = 52
automates = [ { role = "clerk", task = "Forms", share = 0.8 } ]
raises = [ { role = "clerk", skill = "design", to = 0.4 } ]
creates = [ { role = "designer", seats = 8 } ]
"#;

fn read(text: &str) -> Scenario {
    Scenario::parse("good.toml", text, &[]).unwrap_or_else(|errors| panic!("{errors}\n{text}"))
}

fn of(text: &str) -> (Scenario, Forecast, Vec<Advice>) {
    let scenario = read(text);
    let forecast = forecast(&scenario);
    let advice = advice(&scenario, &forecast);
    (scenario, forecast, advice)
}

fn kinds(text: &str) -> BTreeSet<&'static str> {
    of(text).2.iter().map(|advice| advice.kind).collect()
}

fn changed(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(GOOD.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from:?} is in the scenario");
        text.replacen(from, to, 1)
    })
}

/// The kind, the change that brings it, and a near miss that does not.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static [(&'static str, &'static str)]);

const CASES: &[Case] = &[
    (
        "shock-hits-nobody",
        &[("ramp_weeks = 52", "ramp_weeks = 52\nreach = 0.0")],
        &[("ramp_weeks = 52", "ramp_weeks = 52\nreach = 0.9")],
    ),
    ("shock-unfinished", &[("start_week = 20", "start_week = 157")], &[("start_week = 20", "start_week = 90")]),
    (
        "shock-unannounced",
        &[("ramp_weeks = 52", "ramp_weeks = 52\nannounced_week = 21")],
        &[("ramp_weeks = 52", "ramp_weeks = 52\nannounced_week = 20")],
    ),
    (
        "raise-changes-nothing",
        &[("to = 0.4 }", "to = 0.4 }, { role = \"clerk\", skill = \"care\", to = 0.6 }")],
        &[("to = 0.4 }", "to = 0.4 }, { role = \"clerk\", skill = \"care\", to = 0.61 }")],
    ),
    // 40 of 100 seats go within a year; a hazard of 0.6 takes 45 of 100 people, one of 0.3 takes 26.
    (
        "attrition-absorbs",
        &[("salary = 40000", "salary = 40000\nturnover = 0.6")],
        &[("salary = 40000", "salary = 40000\nturnover = 0.3")],
    ),
    (
        "nothing-grows",
        &[("creates = [ { role = \"designer\", seats = 8 } ]", "")],
        &[("creates = [ { role = \"designer\", seats = 8 } ]", "creates = [ { role = \"designer\", seats = 1 } ]")],
    ),
    (
        "skill-unused",
        &[("design = {}", "design = {}\nsinging = {}")],
        &[("design = {}", "design = {}\nsinging = {}"), ("design = 0.5 }", "design = 0.5, singing = 0.1 }")],
    ),
    // The shock is complete in week 72; a year later it is week 124.
    ("horizon-short", &[("horizon_weeks = 208", "horizon_weeks = 110")], &[("horizon_weeks = 208", "horizon_weeks = 160")]),
    (
        "training-capacity",
        &[("[shocks.robot]", "[policies.upskill]\ntraining_capacity = 1\n[shocks.robot]")],
        &[("[shocks.robot]", "[policies.upskill]\ntraining_capacity = 11\n[shocks.robot]")],
    ),
    // 8 seats, of 6.3 weeks each, are 50 weeks of search.
    (
        "requisition-capacity",
        &[("[shocks.robot]", "[policies.hire]\nrequisition_capacity = 0\n[shocks.robot]")],
        &[("[shocks.robot]", "[policies.hire]\nrequisition_capacity = 1\n[shocks.robot]")],
    ),
    (
        "budget-small",
        &[("[shocks.robot]", "[policies.blend]\nbudget_per_year = 500\n[shocks.robot]")],
        &[("[shocks.robot]", "[policies.blend]\nbudget_per_year = 50000\n[shocks.robot]")],
    ),
    (
        "policy-idle",
        &[("[shocks.robot]", "[policies.own]\nlead_weeks = 4\n[shocks.robot]")],
        &[("[shocks.robot]", "[policies.own]\nadaptive = true\n[shocks.robot]")],
    ),
];

#[test]
fn a_sound_scenario_is_warned_of_nothing() {
    assert_eq!(of(GOOD).2, []);
}

#[test]
fn every_warning_appears_when_it_should_and_not_when_it_nearly_should() {
    for (kind, there, absent) in CASES {
        let found = kinds(&changed(there));
        assert_eq!(found, BTreeSet::from([*kind]), "{there:?}");
        let near = of(&changed(absent)).2;
        assert!(!near.iter().any(|advice| advice.kind == *kind), "{absent:?}: {near:?}");
    }
}

/// Told from the side of who is left over; and of the role that waits, where others need not wait.
#[test]
fn roles_out_of_reach_are_told_from_one_side() {
    let far = changed(&[("[shocks.robot]", "[learning]\nmax_distance = 0.05\n[shocks.robot]")]);
    assert_eq!(kinds(&far), BTreeSet::from(["nobody-in-reach"]));
    // A second role within reach ends the first, and not the second.
    let two = far.replace("creates = [", "creates = [ { role = \"porter\", seats = 3 },")
        + "[roles.porter]\nheadcount = 2\nsalary = 30000\nrequires = { care = 0.6 }\n";
    assert_eq!(kinds(&two), BTreeSet::from(["nobody-fits"]));
}

#[test]
fn a_role_that_asks_nothing_is_told_where_anything_is_learnt() {
    let empty = changed(&[("requires = { care = 0.4, design = 0.5 }\n", "")]);
    assert_eq!(kinds(&empty), BTreeSet::from(["role-asks-nothing"]));
}

#[test]
fn a_scenario_without_a_shock_is_told() {
    let calm = GOOD.split("[shocks.robot]").next().unwrap();
    assert_eq!(kinds(calm), BTreeSet::from(["no-shock"]));
}

#[test]
fn every_kind_is_tried_here() {
    let mut tried: BTreeSet<&str> = CASES.iter().map(|(kind, ..)| *kind).collect();
    tried.extend(["nobody-in-reach", "nobody-fits", "role-asks-nothing", "no-shock"]);
    assert_eq!(tried, KINDS.into_iter().collect());
}

/// A budget that is the price of the cheapest course to the cent buys one a year; a cent less buys nothing.
#[test]
fn a_budget_for_exactly_one_course_is_no_small_one() {
    let moves = of(GOOD).1.moves;
    let cheapest = moves.iter().filter(|way| way.from.index() == 0).map(|way| way.tuition).min().unwrap();
    assert!(cheapest.units() < 5700.0, "cheaper than a hire: {}", cheapest.units());
    let with = |cents: i64| {
        let budget = format!("{}.{:02}", cents / 100, cents % 100);
        let policy = format!("[policies.upskill]\nbudget_per_year = {budget}\n[shocks.robot]");
        kinds(&changed(&[("[shocks.robot]", policy.as_str())])).contains("budget-small")
    };
    assert!(!with(cheapest.cents()));
    assert!(with(cheapest.cents() - 1));
}

/// Only what a policy can do counts as the cheapest thing that it could do: who trains nobody is not kept by a cheap course, and who never hires not
/// by a cheap search.
#[test]
fn a_budget_is_measured_by_what_the_policy_can_do() {
    let (scenario, forecast, _) = of(GOOD);
    let hire = (scenario.hiring.cost_per_hire + scenario.hiring.onboarding).units();
    let course = |to: usize| {
        let way = forecast.moves.iter().find(|way| way.from.index() == 0 && way.to.index() == to).unwrap();
        way.tuition.units()
    };
    // The raised bar of the clerks themselves, and the way to the designers.
    let (own, there) = (course(0), course(1));
    assert!(own < hire && hire < there, "{own} {hire} {there}");
    let small = |policy: &str, budget: f64| {
        let section = format!("[policies.{policy}\nbudget_per_year = {budget:.2}\n[shocks.robot]");
        kinds(&changed(&[("[shocks.robot]", section.as_str())])).contains("budget-small")
    };
    let cheapest = [
        ("hire]", hire),
        ("replace]", hire),
        ("upskill]", own),
        ("blend]", own),
        ("adaptive]", own),
        // Where nobody is found, it falls back on a search.
        ("reskill]", hire),
        ("own]\nmix = { reskill = 1.0 }\nfallback = \"none\"", there),
        ("own]\nmix = { upskill = 1.0 }\nfallback = \"reskill\"", own),
        ("own]\nmix = { hire = 1.0 }\nfallback = \"upskill\"", own),
        // A search can always be opened, so that its fallback never is.
        ("own]\nmix = { hire = 1.0 }\nfallback = \"reskill\"", hire),
    ];
    for (policy, price) in cheapest {
        assert!(small(policy, price - 0.02), "{policy}: {price} less two cents buys nothing");
        assert!(!small(policy, price + 0.02), "{policy}: {price} and two cents buys one");
    }
}

#[test]
fn a_warning_says_what_and_what_to_do() {
    for (_, there, _) in CASES {
        for advice in of(&changed(there)).2 {
            assert!(advice.text.ends_with('.') && advice.advice.ends_with('.') && !advice.path.is_empty(), "{advice:?}");
            assert!(!advice.text.contains("NaN") && !advice.text.contains("inf"), "{advice:?}");
        }
    }
}

/// Seats, quits and distances against closed forms.
#[test]
fn the_forecast_is_what_the_model_says() {
    let text = changed(&[("horizon_weeks = 208", "horizon_weeks = 208\n[retention]\nfirst_year = 1\nexternal_exit = 1\n[x]")])
        .replace("[x]", "");
    let (scenario, forecast, _) = of(&text);
    let [clerk, designer] = &forecast.roles[..] else { panic!("two roles") };
    assert_eq!((scenario.roles[0].name.as_str(), clerk.seats, clerk.fewest.0, clerk.ordinary), ("clerk", 60, 60, 100));
    assert_eq!((designer.seats, designer.added()), (14, 8));
    assert_eq!(clerk.fall(100), 40);
    // Half a seat is left to go when L(x) = 1 - 0.5 / 40, so that x = 1/2 + ln(0.94127 / 0.05873) / 6 = 0.9624 of 52 weeks: 51 weeks after week 20.
    assert_eq!(clerk.fewest.1.0, 71);
    // 100 (1 - exp(-0.11 * 51 / 52)).
    assert!((clerk.quits - 10.227).abs() < 0.01, "{}", clerk.quits);
    assert!((clerk.surplus - (40.0 - clerk.quits)).abs() < 1e-9);
    // Without spread the distance to the raised bar is 0.2 / 1.0, to the designer's 0.3 / 0.9. Spread adds to the first, where it can only cost;
    // of the second it moves one level to either side, which is drawn anew where it is too low.
    let way = |to: usize| forecast.moves.iter().find(|way| way.from.index() == 0 && way.to.index() == to).unwrap();
    assert!((0.2..0.23).contains(&way(0).distance), "{}", way(0).distance);
    assert!((0.32..0.34).contains(&way(1).distance), "{}", way(1).distance);
    for way in &forecast.moves {
        let weeks = (1.0 + 43.0 * way.distance.powf(1.5)) / 0.5;
        assert!((way.weeks - weeks).abs() < 0.01, "{way:?}");
        assert!((way.tuition.units() - weeks * 450.0).abs() < 10.0, "{way:?}");
    }
    assert!(clerk.raised && clerk.passed > 0.99 && !designer.raised && designer.passed == 0.0);
}

#[test]
fn bundled_scenarios_are_warned_of_little() {
    for text in [include_str!("../scenarios/contact-centre.toml"), include_str!("../scenarios/assembly-plant.toml")] {
        assert_eq!(of(text).2, []);
    }
}

/// The largest and the smallest scenarios are forecast in good time, without a panic.
#[test]
fn shapes_that_nobody_has_tried() {
    use std::fmt::Write as _;
    assert_eq!(
        kinds("[roles.a]\nheadcount = 1\nsalary = 1\n[shocks.s]\nstart_week = 0\n"),
        BTreeSet::from(["shock-hits-nobody"])
    );
    let mut text = String::from("horizon_weeks = 1040\n[skills]\n");
    for skill in 0..60 {
        let _ = writeln!(text, "s{skill} = {{}}");
    }
    for role in 0..40 {
        let _ = writeln!(
            text,
            "[roles.r{role}]\nheadcount = 25000\nsalary = 1\ngrowth = 0.01\nrequires = {{ s{role} = 0.5, s59 = 0.2 }}\ntasks = [ {{ name = 't', share = 1 }} ]"
        );
    }
    for shock in 0..12 {
        let _ = writeln!(
            text,
            "[shocks.k{shock}]\nstart_week = {shock}\nautomates = [ {{ role = 'r{shock}', task = 't', share = 0.5 }} ]\ncreates = [ {{ role = 'r{}', seats = 90 }} ]",
            shock + 20
        );
    }
    let (_, forecast, _) = of(&text);
    assert_eq!(forecast.roles.len(), 40);
    let mut text = String::new();
    for role in 0..20_000 {
        let _ = writeln!(text, "[roles.r{role}]\nheadcount = 1\nsalary = 1");
    }
    assert_eq!(of(&text).1.roles.len(), 20_000);
}
