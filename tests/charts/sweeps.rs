//! Synthetic results of sweeps, of every kind by name, and what their charts must say.

use foreshift::analysis::flips::{FlipRow, Outcome};
use foreshift::analysis::rows::Interval;
use foreshift::output::charts::{
    Chart, MapAxis, MapCell, PolicyMap, Source, Switches, Tornado, TornadoEnd, TornadoRow, policy_map, switches, tornado,
};

use crate::synthetic::hostile_names;

const SOURCE: Source<'_> = Source { scenario: "Contact centre meets conversational AI", replicates: 60, seed: 42 };

fn end(input: f64, mean: f64, winner: &str, sure: bool) -> TornadoEnd {
    TornadoEnd { input, outcome: Interval { mean, low: mean - 0.1e6, high: mean + 0.1e6 }, winner: winner.to_owned(), sure }
}

fn row(input: &str, unit: &str, low: TornadoEnd, high: TornadoEnd) -> TornadoRow {
    TornadoRow { input: input.to_owned(), unit: unit.to_owned(), low, high }
}

/// Ten inputs about as a first sweep had them; two change the winner, one of them surely.
fn inputs() -> Vec<TornadoRow> {
    let plain = |input: &str, unit: &str, (low, high): (f64, f64), (at_low, at_high): (f64, f64)| {
        row(input, unit, end(low, at_low, "blend", true), end(high, at_high, "blend", true))
    };
    vec![
        plain("Notice", "weeks", (2.0, 8.0), (-3.3e6, -3.0e6)),
        plain("Time to fill", "weeks", (4.0, 10.0), (-2.9e6, -3.6e6)),
        row("Tuition a week", "USD", end(300.0, -4.1e6, "blend", true), end(2_700.0, -1.2e6, "hire", true)),
        row("Premium for hires", "", end(0.05, -2.6e6, "hire", false), end(0.25, -3.5e6, "blend", true)),
        plain("Pace of learning", "weeks", (30.0, 70.0), (-3.9e6, -2.2e6)),
        plain("Voluntary turnover", "a year", (0.05, 0.3), (-4.0e6, -2.0e6)),
        // Both ends on one side.
        plain("Scarcity of candidates", "", (0.0, 1.5), (-3.5e6, -3.4e6)),
        plain("Dropout", "a week", (0.007, 0.05), (-3.25e6, -3.1e6)),
        plain("Support for learners", "", (0.0, 1.0), (-3.0e6, -3.35e6)),
        plain("Severance", "weeks a year", (1.0, 2.0), (-3.2e6, -3.15e6)),
    ]
}

fn drawn(rows: Vec<TornadoRow>) -> Chart {
    tornado(&Tornado {
        source: SOURCE,
        measure: "Transition cost against none",
        unit: "USD",
        money: true,
        policy: "blend",
        base: -3.2e6,
        winner: "blend",
        rows,
    })
}

/// Cells of a grid, the winner by a function of place, the lead too.
fn cells(size: usize, of: impl Fn(usize, usize) -> (String, f64)) -> Vec<MapCell> {
    let value = |nth: usize| f64::from(u32::try_from(nth).unwrap());
    let cell = |x: usize, y: usize| {
        let (winner, lead) = of(x, y);
        let lead = Interval { mean: lead, low: lead - 1.0, high: lead + 1.0 };
        MapCell { x: 300.0 + 200.0 * value(x), y: 0.05 + 0.025 * value(y), winner, lead }
    };
    (0..size).flat_map(|x| (0..size).map(move |y| (x, y))).map(|(x, y)| cell(x, y)).collect()
}

fn map(cells: Vec<MapCell>, policies: &[String], today: Option<(f64, f64)>) -> Chart {
    policy_map(&PolicyMap {
        source: SOURCE,
        measure: "Transition cost against none",
        x: MapAxis { input: "Tuition a week", unit: "USD" },
        y: MapAxis { input: "Voluntary turnover", unit: "a year" },
        today,
        policies,
        cells,
    })
}

fn policies() -> Vec<String> {
    ["adaptive", "blend", "hire", "none", "replace", "reskill", "upskill"].map(str::to_owned).to_vec()
}

/// Blend where tuition is low, hire where it is high, noise between.
fn typical_cells(size: usize) -> Vec<MapCell> {
    cells(size, |x, y| {
        let side = i32::try_from(x * 2).unwrap() - i32::try_from(y + size / 2).unwrap();
        let winner = if side <= 0 { "blend" } else { "hire" };
        (winner.to_owned(), f64::from(side.abs()))
    })
}

/// A value that switches the pick at a place of its range, with its interval.
fn flips(path: &str, unit: &str, range: [f64; 3], value: f64, ends: [Option<f64>; 2], challenger: &str) -> FlipRow {
    let [low, today, high] = range;
    let outcome = Outcome::Switches {
        above: value > today,
        value,
        low: ends[0],
        high: ends[1],
        challenger: challenger.to_owned(),
        again: false,
    };
    let (path, unit) = (path.to_owned(), unit.to_owned());
    FlipRow { path, unit, low, high, today, whole: false, pick: "blend".to_owned(), outcome, note: String::new() }
}

/// Five switches about as a search has them, both sides and open ends among them, and a value that changes nothing.
fn switching() -> Vec<FlipRow> {
    let stays = FlipRow {
        outcome: Outcome::Stays { sure: true },
        ..flips("hiring.notice_weeks", "weeks", [2.0, 4.0, 8.0], 3.0, [None, None], "hire")
    };
    vec![
        flips("learning.intensity", "share of working time", [0.1, 0.5, 1.0], 0.47, [Some(0.41), None], "hire"),
        flips("learning.intensity", "share of working time", [0.1, 0.5, 1.0], 0.62, [Some(0.55), Some(0.71)], "upskill"),
        flips("retention.turnover", "a person-year", [0.05, 0.11, 0.3], 0.16, [None, Some(0.21)], "hire"),
        flips(
            "learning.tuition_per_week",
            "USD a full-time week",
            [300.0, 900.0, 1500.0],
            1310.4,
            [Some(1220.0), Some(1400.0)],
            "hire",
        ),
        flips("hiring.cost_per_hire", "USD", [1600.0, 4700.0, 9000.0], 1800.0, [None, Some(3100.0)], "none"),
        stays,
    ]
}

fn switched(rows: &[FlipRow], policies: &[String]) -> Chart {
    switches(&Switches { source: SOURCE, policies, pick: "blend", rows })
}

/// Every case by name.
pub fn cases() -> Vec<(&'static str, Chart)> {
    let names: Vec<String> = hostile_names().into_iter().map(|kind| kind.name).collect();
    let hostile_rows = || {
        let row = |name: &String| row(name, name, end(f64::MIN_POSITIVE, -9e9, name, true), end(1e300, 9e9, "blend", false));
        names.iter().map(row).collect()
    };
    let bad = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, 1e300]
        .map(|value| row("bad", "", end(value, value, "", true), end(1.0, 2.0, "hire", true)));
    let many: Vec<TornadoRow> = (0..6)
        .flat_map(|nth| inputs().into_iter().map(move |row| TornadoRow { input: format!("{} {nth}", row.input), ..row }))
        .collect();
    // As a scenario of the bundle has them: long paths, long units, both changes of one input.
    let long = vec![
        row("hiring.internal_ramp_factor", "of a newcomer's ramp", end(0.4, -4e6, "blend", true), end(1.0, -2e6, "blend", true)),
        row("learning.intensity", "share of working time", end(0.1, -2.9e6, "hire", false), end(1.0, -3e6, "blend", true)),
        row(
            "shocks.assistant.automates.support_agent.\"Answer enquiries and take orders\".share",
            "share of the task's time",
            end(0.5, -2.5e6, "reskill", false),
            end(1.0, -3.9e6, "hire", false),
        ),
    ];
    let flat = vec![row("Nothing", "", end(1.0, -3.2e6, "blend", true), end(1.0, -3.2e6, "blend", true))];
    let everywhere = |name: &str, lead: f64| cells(5, |_, _| (name.to_owned(), lead));
    let hostile_cells = cells(9, |x, _| (names[x].clone(), 3.0));
    let mut strange = typical_cells(4);
    for (cell, value) in strange.iter_mut().zip([f64::NAN, f64::INFINITY, -1e300, 1e300]) {
        cell.x = value;
        cell.lead.mean = f64::NAN;
    }
    let today = Some((950.0, 0.12));
    let more: Vec<FlipRow> = (0..5)
        .flat_map(|nth| switching().into_iter().map(move |row| FlipRow { path: format!("{}_{nth}", row.path), ..row }))
        .collect();
    let hostile_flips: Vec<FlipRow> =
        names.iter().map(|name| flips(name, name, [-1e300, 0.0, 1e300], 1e299, [Some(-1e300), None], name)).collect();
    let bad_flips: Vec<FlipRow> = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY]
        .into_iter()
        .map(|value| flips("bad", "", [0.0, 1.0, value], 0.5, [None, None], "hire"))
        .chain([flips("flat", "", [1.0, 1.0, 1.0], 1.0, [None, None], "hire")])
        .collect();
    let long_flips = [flips(
        "shocks.assistant.automates.support_agent.\"Answer enquiries and take orders\".share",
        "share of the task's time",
        [0.5, 0.8, 1.0],
        0.9,
        [Some(0.85), Some(0.95)],
        "reskill",
    )];
    vec![
        ("switches", switched(&switching(), &policies())),
        ("switches-many", switched(&more, &policies())),
        ("switches-one", switched(&switching()[3..4], &policies())),
        ("switches-none", switched(&switching()[5..], &policies())),
        ("switches-long", switched(&long_flips, &policies())),
        ("switches-hostile", switched(&hostile_flips, &names)),
        ("switches-bad", switched(&bad_flips, &policies())),
        ("tornado", drawn(inputs())),
        ("tornado-none", drawn(Vec::new())),
        ("tornado-one", drawn(inputs()[2..3].to_vec())),
        ("tornado-steady", drawn(inputs()[4..].to_vec())),
        ("tornado-unsure", drawn(inputs()[3..].to_vec())),
        ("tornado-many", drawn(many)),
        ("tornado-long", drawn(long)),
        ("tornado-flat", drawn(flat)),
        ("tornado-hostile", drawn(hostile_rows())),
        ("tornado-bad", drawn(bad.into())),
        ("map", map(typical_cells(7), &policies(), today)),
        ("map-large", map(typical_cells(40), &policies(), today)),
        ("map-too-large", map(typical_cells(90), &policies(), today)),
        ("map-empty", map(Vec::new(), &policies(), today)),
        ("map-one", map(typical_cells(1), &[], None)),
        ("map-everywhere", map(everywhere("blend", 3.0), &policies(), today)),
        ("map-noise", map(everywhere("hire", 0.5), &policies(), Some((f64::NAN, 1.0)))),
        ("map-hostile", map(hostile_cells, &names, Some((300.0, 0.05)))),
        ("map-strange", map(strange, &policies(), Some((1e9, 1e9)))),
    ]
}

fn chart(case: &str) -> Chart {
    cases().into_iter().find(|(name, _)| *name == case).unwrap().1
}

#[test]
fn switches_say_how_many_values_and_who_leads_then() {
    let shown = chart("switches");
    // A value with a switch on either side is one value; of another the interval has no outer end.
    assert_eq!(shown.title, "3 of 5 values surely change the pick");
    assert!(shown.svg.contains(">hire above 1,310<") && shown.svg.contains(">none below 1,800<"), "{}", shown.svg);
    assert_eq!(shown.data.rows.len(), 5);
    assert_eq!(shown.data.rows[2][5..], ["0.160", "… to 0.210", "hire"]);
    assert_eq!(chart("switches-one").title, "The value surely changes the pick");
    assert_eq!(chart("switches-none").title, "No value changes the pick within its range");
    assert_eq!(chart("switches-bad").title, "No value changes the pick within its range");
    let many = chart("switches-many");
    assert_eq!((many.title.as_str(), many.data.rows.len()), ("15 of 25 values surely change the pick", 25));
    assert!(many.svg.contains("The nearest 14 of 25 switches."));
}

#[test]
fn a_tornado_claims_what_surely_changes() {
    assert_eq!(chart("tornado").title, "Only Tuition a week surely changes the winner");
    assert_eq!(chart("tornado-steady").title, "Blend wins whichever input changes");
    assert_eq!(chart("tornado-unsure").title, "No single input surely changes the winner");
    assert_eq!(chart("tornado-many").title, "6 of 60 inputs change the winner");
    // Three of five are no numbers and left out.
    assert_eq!(chart("tornado-bad").title, "2 of 2 inputs change the winner");
    assert_eq!(chart("tornado-none").title, "No inputs to compare");
}

#[test]
fn a_tornado_shows_the_largest_swings_and_whatever_changes_the_winner() {
    let shown = chart("tornado");
    let order: Vec<&str> = shown.data.rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(order[..3], ["Tuition a week", "Voluntary turnover", "Pace of learning"]);
    assert!(
        shown.svg.contains(">hire wins at 2,700<") && shown.svg.contains(">hire may win at 0.05<"),
        "both changes are written"
    );
    assert!(shown.svg.contains(">300<") && shown.svg.contains(">2,700<") && shown.svg.contains(">USD<"), "ends carry inputs");
    let one = chart("tornado-one");
    assert!(one.svg.contains(">300 USD<") && one.svg.contains(">2,700 USD<"), "with their unit where there is room");
    // Sixty inputs, of which twelve change the winner; two of the others have room.
    let many = chart("tornado-many");
    let drawn = |words: &str| {
        many.data.rows.iter().filter(|row| row[0].starts_with(words) && many.svg.contains(&format!(">{}<", row[0]))).count()
    };
    assert_eq!((drawn("Tuition"), drawn("Premium"), drawn("Voluntary"), drawn("Severance")), (6, 6, 2, 0));
    assert!(many.svg.contains("14 of 60 inputs shown"));
}

#[test]
fn a_tornado_has_room_for_long_units_and_paths() {
    let svg = chart("tornado-long").svg;
    for words in [
        "hiring.internal_ramp_factor",
        "of a newcomer&#39;s ramp",
        "share of the task&#39;s time",
        "0.1 (inner: 1)",
        "reskill may win at 0.5, hire at 1",
        // The end of a path tells more than its middle.
        "shocks…and take orders&quot;.share",
    ] {
        assert!(svg.contains(&format!(">{words}<")), "{words}");
    }
    assert!(!svg.contains("…<") && svg.contains("in the unit after its name"), "{svg}");
}

#[test]
fn a_map_counts_only_leads_beyond_noise() {
    // By hand: at 7 by 7 the side is 2x - (y + 3), and a lead is sure beyond 1.
    let (mut blend, mut hire) = (0, 0);
    for (x, y) in (0..7_i32).flat_map(|x| (0..7_i32).map(move |y| (x, y))) {
        let side = 2 * x - y - 3;
        blend += i32::from(side < -1);
        hire += i32::from(side > 1);
    }
    assert_eq!(chart("map").title, format!("Blend surely wins {blend} of 49 settings, hire {hire}"));
    assert_eq!(chart("map-noise").title, "No clear winner anywhere on the map");
    assert_eq!(chart("map-everywhere").title, "Blend wins everywhere on the map");
    let map = chart("map");
    assert!(map.svg.contains(">B</text>") && map.svg.contains(">H</text>") && map.svg.contains("the scenario as it is"));
    assert!(!chart("map-noise").svg.contains("the scenario as it is"), "a place that is no number is not marked");
    assert_eq!(map.data.rows.len(), 49);
    assert!(map.svg.contains("opacity=\"0.22\"") && map.svg.contains("opacity=\"0.85\""), "noise is faint");
}
