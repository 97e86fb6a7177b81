//! Our estimators against other people's: figures printed in papers and textbooks, and those of lifelines, scikit-survival, `SciPy`, `NumPy` and statsmodels,
//! which `tests/reference/estimators.py` makes and `tests/reference/estimators.csv` keeps, versions in its first line.

use foreshift::analysis::best::standings;
use foreshift::analysis::decision::{Weighed, scores, stand};
use foreshift::analysis::paired::{compare, holm};
use foreshift::analysis::rows::Better;
use foreshift::analysis::sample::{ascending, interval, mean, quantile};
use foreshift::analysis::student::{two_sided_quantile, two_sided_tail};
use foreshift::analysis::survival::{End, Incidence, Reading, Spell, aalen_johansen, kaplan_meier};
use foreshift::analysis::tally::{Until, spell};
use foreshift::ids::RoleId;
use foreshift::random::normal_quantile;
use foreshift::units::Week;
use foreshift::workforce::record::{Cause, GapKind, GapOutcome, GapRecord};

/// A line of the reference.
#[derive(Debug)]
struct Line {
    what: String,
    case: String,
    at: f64,
    value: f64,
}

/// The reference.
struct Reference(Vec<Line>);

impl Reference {
    fn read() -> Self {
        let text = include_str!("reference/estimators.csv");
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).has_headers(false).from_reader(text.as_bytes());
        let number = |text: &str| text.parse().unwrap_or_else(|_| panic!("{text} is no number"));
        let line = |line: csv::StringRecord| Line {
            what: line[0].to_owned(),
            case: line[1].to_owned(),
            at: number(&line[2]),
            value: number(&line[3]),
        };
        Self(reader.records().map(|record| line(record.expect("a line"))).collect())
    }

    /// The lines of something in a case, in their order: where and what.
    fn of(&self, what: &str, case: &str) -> Vec<(f64, f64)> {
        let found: Vec<_> =
            self.0.iter().filter(|line| line.what == what && line.case == case).map(|line| (line.at, line.value)).collect();
        assert!(!found.is_empty(), "the reference has no {what} of {case}");
        found
    }

    fn values(&self, what: &str, case: &str) -> Vec<f64> {
        self.of(what, case).into_iter().map(|(_, value)| value).collect()
    }

    fn one(&self, what: &str, case: &str) -> f64 {
        let found = self.of(what, case);
        assert_eq!(found.len(), 1, "{what} of {case}");
        found[0].1
    }

    fn spells(&self, case: &str) -> Vec<Spell> {
        self.of("spell", case).into_iter().map(|(weeks, end)| Spell { weeks: week(weeks), end: END[place(end)] }).collect()
    }
}

/// Ends as the reference counts them.
const END: [End; 3] = [End::Censored, End::Event, End::Competing];

#[expect(clippy::cast_possible_truncation, reason = "whole weeks, written as doubles")]
fn week(weeks: f64) -> i32 {
    assert!(weeks.fract() == 0.0, "{weeks} is not whole");
    weeks as i32
}

fn place(number: f64) -> usize {
    usize::try_from(week(number)).expect("not negative")
}

/// Equal to so many units of the last of 15 digits or so: the same sums in another order.
#[track_caller]
fn near(ours: f64, theirs: f64, what: &str) {
    assert!((ours - theirs).abs() <= 1e-12 * theirs.abs().max(1.0), "{what}: {ours} is not {theirs}");
}

/// Every week of an incidence, and its restricted means where the reference has them.
fn incidence_meets(reference: &Reference, case: &str, found: &Incidence) {
    for (what, ours) in [("event", &found.event), ("competing", &found.competing)] {
        for (at, theirs) in reference.of(what, case) {
            near(ours[place(at)], theirs, &format!("{case}, {what} by week {at}"));
        }
    }
}

fn means_meet(reference: &Reference, case: &str, found: &Incidence) {
    for (at, theirs) in reference.of("open", case) {
        near(found.open[place(at)], theirs, &format!("{case}, open after week {at}"));
    }
    for (what, reading) in [("mean_ended", Reading::Ended), ("mean_never", Reading::NeverComes)] {
        for (window, theirs) in reference.of(what, case) {
            near(found.restricted_mean(week(window), reading), theirs, &format!("{case}, {what} within {window} weeks"));
        }
    }
}

/// The cases with competing events and ties.
const COMPETING: [&str; 4] = ["transplants", "transplants 0", "transplants 1", "gaps"];

#[test]
fn incidence_and_restricted_means_meet_scikit_survival_and_lifelines() {
    let reference = Reference::read();
    for case in COMPETING {
        let found = aalen_johansen(&reference.spells(case), 80).expect("spells");
        incidence_meets(&reference, case, &found);
        means_meet(&reference, case, &found);
    }
    let found = aalen_johansen(&reference.spells("no ties"), 40).expect("spells");
    incidence_meets(&reference, "no ties", &found);
}

/// A gap that leaves such a spell in a run of so many weeks, opened as late as it may or a little earlier.
fn gap(spell: Spell, weeks: i32, earlier: i32) -> GapRecord {
    let (outcome, opened) = match spell.end {
        End::Censored => (GapOutcome::Open, weeks - 1 - spell.weeks),
        End::Event => (GapOutcome::Filled, weeks - 1 - spell.weeks - earlier),
        End::Competing => (GapOutcome::Lapsed, weeks - 1 - spell.weeks - earlier),
    };
    GapRecord {
        role: RoleId(0),
        kind: GapKind::Vacancy,
        cause: Cause::Shock,
        opened: Week(opened),
        vacated: false,
        channel: None,
        outcome,
        closed: (outcome != GapOutcome::Open).then_some(Week(opened + spell.weeks)),
        filler: None,
        productive: None,
    }
}

#[test]
fn gaps_of_a_run_give_the_same_as_their_waiting_times() {
    let reference = Reference::read();
    for case in COMPETING {
        let weeks = 100;
        let spells: Vec<Spell> = (0..)
            .zip(reference.spells(case))
            .map(|(number, was)| spell(&gap(was, weeks, number % 7), Until::Filled, usize::try_from(weeks).expect("few")))
            .collect();
        assert_eq!(spells, reference.spells(case), "{case}");
        // Nobody who filled a gap is productive yet: all but the lapsed wait on to the end of the run.
        let (_, waiting): (Vec<_>, Vec<_>) = reference.spells(case).into_iter().partition(|was| was.end == End::Competing);
        for was in waiting {
            let until = spell(&gap(was, weeks, 3), Until::Productive, usize::try_from(weeks).expect("few"));
            let longer = if was.end == End::Censored { 0 } else { 3 };
            assert_eq!(until, Spell { weeks: was.weeks + longer, end: End::Censored });
        }
    }
}

#[test]
fn survival_meets_lifelines_and_the_table_in_textbooks() {
    let reference = Reference::read();
    for case in ["mercaptopurine", "placebo"] {
        let spells = reference.spells(case);
        let found = kaplan_meier(&spells, 40).expect("spells");
        for (at, theirs) in reference.of("kaplan_meier", case) {
            near(found[place(at)], theirs, &format!("{case}, week {at}"));
        }
        let whole = aalen_johansen(&spells, 40).expect("spells").restricted_mean(20, Reading::Ended);
        near(whole, reference.one("restricted_mean", case), case);
    }
    // Kleinbaum and Klein (2012), Survival Analysis, table of the 6-MP group: weeks of relapse and S(t) to four decimals.
    let found = kaplan_meier(&reference.spells("mercaptopurine"), 40).expect("spells");
    for (week, share) in [(6, 0.8571), (7, 0.8067), (10, 0.7529), (13, 0.6902), (16, 0.6275), (22, 0.5378), (23, 0.4482)] {
        assert!((found[week] - share).abs() < 0.5e-4, "week {week}: {}", found[week]);
        assert!(found[week - 1] > found[week], "a step in week {week}");
    }
}

#[test]
fn incidence_meets_a_published_example() {
    // Satagopan, Ben-Porat, Berwick, Robson, Kutler and Auerbach (2004), British Journal of Cancer 91(7), table 2: of 305 patients the first nine,
    // month and how it ended; the others are watched for longer. Percentages are printed to one decimal.
    let first = [(7, 0), (10, 1), (14, 0), (16, 1), (18, 2), (23, 1), (24, 0), (26, 2), (27, 1)];
    let mut spells: Vec<Spell> = first.map(|(weeks, end)| Spell { weeks, end: END[end] }).to_vec();
    spells.resize(305, Spell { weeks: 60, end: End::Censored });
    let found = aalen_johansen(&spells, 30).expect("spells");
    for (month, at_risk, open, incidence) in [
        (0, 305, 100.0, 0.0),
        (10, 304, 99.7, 0.3),
        (16, 302, 99.3, 0.6),
        (18, 301, 99.0, 0.6),
        (23, 300, 98.7, 0.9),
        (26, 298, 98.3, 0.9),
        (27, 297, 98.0, 1.2),
    ] {
        assert_eq!(found.at_risk[month], at_risk, "month {month}");
        // Printed figures round what had been rounded before: the fourth is 1.32 and printed as 4 times 0.3.
        for (ours, theirs, slack) in [(100.0 * found.open[month], open, 0.051), (100.0 * found.event[month], incidence, 0.13)] {
            assert!((ours - theirs).abs() < slack, "month {month}: {ours:.3} is not {theirs}");
        }
    }
    near(found.event[10], 1.0 / 304.0, "month 10");
    near(found.event[16], 1.0 / 304.0 + 303.0 / 304.0 / 302.0, "month 16");
}

#[test]
fn kaplan_meier_would_overstate_what_competing_risks_leave() {
    // Reading lapse as censoring is the mistake that Aalen-Johansen is there to avoid.
    let reference = Reference::read();
    for case in COMPETING {
        let spells = reference.spells(case);
        let (found, lone) = (aalen_johansen(&spells, 40).expect("spells"), kaplan_meier(&spells, 40).expect("spells"));
        assert!(1.0 - lone[40] > found.event[40] + 0.02, "{case}: {} and {}", 1.0 - lone[40], found.event[40]);
    }
}

#[test]
fn paired_intervals_meet_scipy_and_student() {
    let reference = Reference::read();
    for case in ["sleep", "cost", "apart"] {
        let (a, b) = (reference.values("a", case), reference.values("b", case));
        let some = |values: &[f64]| values.iter().copied().map(Some).collect::<Vec<_>>();
        let found = compare(&some(&a), &some(&b)).expect("pairs");
        let (low, high) = found.interval.expect("an interval");
        for (what, ours) in [
            ("difference", found.difference),
            ("sd", found.sd.expect("a deviation")),
            ("low", low),
            ("high", high),
            ("variance_reduction", found.variance_reduction.expect("a reduction")),
        ] {
            let theirs = reference.one(what, case);
            assert!((ours - theirs).abs() <= 1e-9 * theirs.abs(), "{case}, {what}: {ours} is not {theirs}");
        }
        let (ours, theirs) = (found.p.expect("a p value"), reference.one("p", case));
        assert!((ours - theirs).abs() <= 1e-8 * theirs, "{case}: p {ours} is not {theirs}");
        // The other way round.
        let back = compare(&some(&b), &some(&a)).expect("pairs");
        assert_eq!((back.p, back.variance_reduction), (found.p, found.variance_reduction));
        near(back.difference, -found.difference, case);
    }
    // Student (1908), as in the help page of R's t.test: mean 1.58, interval 0.70 to 2.46, p 0.00283.
    let (a, b) = (reference.values("a", "sleep"), reference.values("b", "sleep"));
    let differences: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a - b).collect();
    let (low, high) = interval(&differences).expect("an interval");
    assert!((mean(&differences).expect("a mean") - 1.58).abs() < 0.5e-2);
    assert!((low - 0.700_114_2).abs() < 0.5e-7 && (high - 2.459_885_8).abs() < 0.5e-7, "{low} {high}");
}

#[test]
fn variance_reduction_is_one_over_one_less_correlation_where_variances_are_equal() {
    // Equal variances v and correlation r: (v + v) / (2v - 2rv) = 1 / (1 - r). Here v = 2.5.
    let a = [1.0, 2.0, 3.0, 4.0, 5.0];
    for (b, r) in [([2.0, 1.0, 4.0, 3.0, 5.0], 0.8), ([4.0, 1.0, 2.0, 5.0, 3.0], 0.2), ([5.0, 3.0, 4.0, 1.0, 2.0], -0.8)] {
        let some = |values: [f64; 5]| values.map(Some);
        let found = compare(&some(a), &some(b)).expect("pairs").variance_reduction.expect("a reduction");
        near(found, 1.0 / (1.0 - r), &format!("{b:?}"));
    }
}

#[test]
fn holm_meets_statsmodels_and_a_family_by_hand() {
    let reference = Reference::read();
    let plain: Vec<Option<f64>> = reference.values("p_plain", "holm").into_iter().map(Some).collect();
    for (ours, theirs) in holm(&plain).into_iter().zip(reference.values("p_held", "holm")) {
        near(ours.expect("a p value"), theirs, "Holm");
    }
    // A small family by hand: 3 * 0.01, 2 * 0.02, 1 * 0.03 lifted to the one before.
    let held = holm(&[Some(0.03), Some(0.01), Some(0.02)]);
    for (ours, theirs) in held.iter().zip([0.04, 0.03, 0.04]) {
        near(ours.expect("a p value"), theirs, "by hand");
    }
    assert_eq!(holm(&[Some(0.6), Some(0.7)]), [Some(1.0), Some(1.0)], "never above 1");
}

#[test]
fn quantiles_meet_numpy() {
    let reference = Reference::read();
    let sorted = ascending(&reference.values("value", "quantiles"));
    for (share, theirs) in reference.of("quantile", "quantiles") {
        let ours = quantile(&sorted, share).expect("values");
        assert!((ours - theirs).abs() < 1e-11, "{share}: {ours} is not {theirs}");
    }
}

#[test]
fn students_t_and_the_normal_meet_scipy_and_the_tables() {
    let reference = Reference::read();
    // Of the gamma functions of many degrees of freedom only a difference is wanted, which leaves fewer digits.
    let close = |ours: f64, theirs: f64, df: f64, what: String| {
        let slack = if df > 1e4 { 1e-9 } else { 1e-10 };
        assert!((ours - theirs).abs() <= slack * theirs.abs(), "{what}: {ours} is not {theirs}");
    };
    let mut counted = 0;
    for line in &reference.0 {
        match line.what.as_str() {
            "t_quantile" | "t_tail" => {
                let df = line.case.parse().expect("degrees");
                let ours = if line.what == "t_tail" { two_sided_tail(line.at, df) } else { two_sided_quantile(line.at, df) };
                close(ours, line.value, df, format!("{line:?}"));
            }
            "normal_quantile" => {
                assert!((normal_quantile(line.at) - line.value).abs() <= 1e-13 * line.value.abs().max(1e-3), "{line:?}");
            }
            _ => continue,
        }
        counted += 1;
    }
    assert!(counted > 200, "{counted}");
    // As printed in every table of the t distribution, two sides, 5%.
    for (df, t) in [(1.0, 12.706), (4.0, 2.776), (10.0, 2.228), (30.0, 2.042), (120.0, 1.980)] {
        assert!((two_sided_quantile(0.05, df) - t).abs() < 0.5e-3);
    }
}

/// Three policies in four futures, on a measure where less is better.
const FUTURES: [[f64; 4]; 3] = [[5.0, 2.0, 7.0, 4.0], [5.0, 3.0, 6.0, 4.0], [9.0, 2.0, 6.0, 4.0]];

fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

#[test]
fn ties_share_the_win_and_regret_is_what_is_lost_to_the_best() {
    // By hand. Future 1: a and b tie; 2: a and c; 3: b and c; 4: all three.
    let columns = FUTURES.map(|values| some(&values));
    let values: Vec<&[Option<f64>]> = columns.iter().map(Vec::as_slice).collect();
    let found = standings(&values, Better::Lower);
    let third = 1.0 / 3.0;
    for (standing, wins, regret) in
        [(found[0], 0.5 + 0.5 + third, 1.0), (found[1], 0.5 + 0.5 + third, 1.0), (found[2], 0.5 + 0.5 + third, 4.0)]
    {
        near(standing.p_best.expect("a share"), wins / 4.0, "share of best");
        near(standing.expected_regret.expect("a regret"), regret / 4.0, "regret");
    }
    // Where more is better: c, b, a, and all three again.
    let found = standings(&values, Better::Higher);
    for (standing, wins, regret) in
        [(found[0], 1.0 + third, 4.0 + 1.0), (found[1], 1.0 + third, 4.0 + 1.0), (found[2], 1.0 + third, 2.0)]
    {
        near(standing.p_best.expect("a share"), wins / 4.0, "share of best");
        near(standing.expected_regret.expect("a regret"), regret / 4.0, "regret");
    }
}

#[test]
fn a_policy_that_is_absent_in_a_future_neither_wins_nor_regrets_there() {
    // By hand: b is alone in the second future, nobody is in the third.
    let (a, b) = ([Some(4.0), None, None, Some(1.0)], [Some(6.0), Some(8.0), None, Some(1.0)]);
    let found = standings(&[&a, &b], Better::Lower);
    near(found[0].p_best.expect("a share"), 1.5 / 3.0, "a");
    near(found[1].p_best.expect("a share"), 1.5 / 3.0, "b");
    near(found[0].expected_regret.expect("a regret"), 0.0, "a");
    near(found[1].expected_regret.expect("a regret"), 2.0 / 3.0, "b");
}

fn slices(values: &[Vec<Option<f64>>]) -> Vec<&[Option<f64>]> {
    values.iter().map(Vec::as_slice).collect()
}

#[test]
fn a_policy_is_dominated_only_by_what_beats_it_on_every_measure() {
    // Means on cost: 10, 20, 30, 40; on gap time: 4, 8, 8, 2; on people kept: 0.9, 0.8, 0.7, 0.6 (more is better).
    let names: Vec<String> = ["a", "b", "c", "d"].map(str::to_owned).to_vec();
    let cost = [[9.0, 11.0], [19.0, 21.0], [29.0, 31.0], [39.0, 41.0]].map(|values| some(&values));
    let time = [[4.0, 4.0], [7.0, 9.0], [8.0, 8.0], [2.0, 2.0]].map(|values| some(&values));
    let kept = [[0.9, 0.9], [0.8, 0.8], [0.7, 0.7], [0.6, 0.6]].map(|values| some(&values));
    let measures = [
        Weighed { weight: 0.4, better: Better::Lower, values: slices(&cost) },
        Weighed { weight: 0.3, better: Better::Lower, values: slices(&time) },
        Weighed { weight: 0.3, better: Better::Higher, values: slices(&kept) },
    ];
    let found = stand(&names, 2, &measures);
    let dominated = |name: &str| found.iter().find(|standing| standing.policy == name).expect("standing").dominated_by.clone();
    assert_eq!(dominated("a"), Vec::<String>::new());
    assert_eq!(dominated("b"), ["a"]);
    // b is no slower than c, but no faster either: it does not dominate.
    assert_eq!(dominated("c"), ["a"]);
    assert_eq!(dominated("d"), Vec::<String>::new(), "nothing is faster than d");

    // Scores by hand: regret over the spread of means (30, 6, 0.3), weighed. In the first future the best cost is 9, the least time 2, the most kept 0.9.
    let scores = scores(4, 2, &measures);
    for (policy, ours) in [
        0.0 + 0.3 * 2.0 / 6.0 + 0.0,
        0.4 * 10.0 / 30.0 + 0.3 * 5.0 / 6.0 + 0.3 * 0.1 / 0.3,
        0.4 * 20.0 / 30.0 + 0.3 * 6.0 / 6.0 + 0.3 * 0.2 / 0.3,
        0.4 * 30.0 / 30.0 + 0.0 + 0.3 * 0.3 / 0.3,
    ]
    .into_iter()
    .enumerate()
    {
        near(scores[policy][0], ours, &names[policy]);
    }
    assert_eq!(found.iter().map(|standing| standing.policy.as_str()).collect::<Vec<_>>(), ["a", "b", "d", "c"]);
    near(found[0].p_best, 1.0, "a");
}
