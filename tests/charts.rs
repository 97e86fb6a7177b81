//! Every chart of every kind of comparison: valid, legible, honest, the same bytes.
#![cfg(feature = "charts")]

use foreshift::analysis::rows::{
    Answer, Better, Comparison, ComparisonRow, CostRow, Interval, Measure, RetentionRow, RunRow, Standing, SummaryRow,
    TimeToFillRow, WeeklyRow,
};
use foreshift::output::charts::{Chart, draw_all, png, text_width};
use foreshift::scenario::model::{Decision, Drawn, Hiring, Learning, Mechanisms, Retention, Scenario, Severance, Shock};
use foreshift::units::{Money, Week};
use resvg::usvg::roxmltree::{Document, Node};

/// A deterministic stand-in for luck, in [-1, 1), about triangular.
struct Luck(u64);

impl Luck {
    fn next(&mut self) -> f64 {
        let mut uniform = || {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            f64::from(u32::try_from(self.0 >> 32).unwrap()) / f64::from(u32::MAX)
        };
        uniform() + uniform() - 1.0
    }
}

/// What a synthetic policy is like.
#[derive(Clone)]
struct Kind {
    name: String,
    cost: f64,
    gap: f64,
    speed: f64,
    quit: f64,
    laid_off: f64,
}

fn kind(name: &str, cost: f64, gap: f64, speed: f64, quit: f64, laid_off: f64) -> Kind {
    Kind { name: name.to_owned(), cost, gap, speed, quit, laid_off }
}

/// The seven built-ins, about as in the prototype.
fn built_ins() -> Vec<Kind> {
    vec![
        kind("adaptive", -3.1e6, 6.1, 0.085, 0.30, 0.05),
        kind("blend", -3.2e6, 6.6, 0.075, 0.31, 0.06),
        kind("hire", -1.8e6, 9.5, 0.060, 0.34, 0.16),
        kind("none", 0.0, 24.0, 0.008, 0.36, 0.18),
        kind("replace", 3.7e6, 8.1, 0.070, 0.22, 0.52),
        kind("reskill", -1.6e6, 11.0, 0.045, 0.29, 0.03),
        kind("upskill", -2.4e6, 13.0, 0.040, 0.32, 0.10),
    ]
}

fn scenario() -> Scenario {
    let usd = Money::from_units;
    Scenario {
        name: "Contact centre meets conversational AI".to_owned(),
        summary: "First-line tickets are automated over a year; who runs the new work?".to_owned(),
        currency: "USD".to_owned(),
        horizon: 156,
        discount_rate: 0.05,
        skills: Vec::new(),
        roles: Vec::new(),
        shocks: vec![Shock {
            name: "assistant".to_owned(),
            title: "Assistant goes live".to_owned(),
            announced: Week(0),
            start_week: Drawn::Triangular { low: 13.0, mode: 26.0, high: 52.0 },
            ramp_weeks: 52.0,
            reach: Drawn::Plain(0.8),
            automates: Vec::new(),
            raises: Vec::new(),
            creates: Vec::new(),
        }],
        hiring: Hiring {
            cost_per_hire: usd(4700.0),
            onboarding: usd(1000.0),
            time_to_fill_weeks: 6.3,
            time_to_fill_sigma: 0.6,
            decline: 0.15,
            notice_weeks: 3.0,
            premium: 0.18,
            backfill_premium: 0.0,
            ramp_weeks: 28.0,
            start_output: 0.25,
            internal_ramp_factor: 0.6,
            pool: 100.0,
            scarcity: 0.5,
        },
        learning: Learning {
            qualified_at: 0.9,
            setup_weeks: 1.0,
            pace_weeks: 43.0,
            effort_exponent: 1.5,
            intensity: 0.5,
            tuition_per_week: usd(900.0),
            dropout: 0.02,
            support: 0.5,
            learning_rate_sd: 0.25,
            mentoring: 0.25,
            max_distance: 0.6,
            aim_weeks: 52,
            transfer: 0.8,
            transfer_sd: 0.1,
            internal_discount: 0.1,
        },
        retention: Retention {
            first_year: 1.8,
            engagement_effect: 1.5,
            pay_effect: 1.0,
            insecurity_effect: 1.0,
            lock_in: 0.7,
            poaching: 0.2,
            external_exit: 1.21,
            workload: 0.5,
            spread: 1.0,
        },
        severance: Severance { weeks_per_year: 1.0, floor_weeks: 2.0, cap_weeks: 26.0 },
        mechanisms: Mechanisms {
            mentoring: true,
            spread: true,
            workload: true,
            layoff_response: true,
            poaching: true,
            lock_in: true,
            insecurity: true,
            scarcity: true,
            external_exit: true,
        },
        decision: Decision { cost: 0.4, time: 0.3, retention: 0.3 },
        policies: Vec::new(),
        assumptions: Vec::new(),
    }
}

const MEASURES: [(&str, &str, Better); 6] = [
    ("transition_cost", "USD", Better::Lower),
    ("transition_cost_vs_none", "USD", Better::Lower),
    ("gap_weeks", "gap-weeks", Better::Lower),
    ("excess_gap_weeks_per_shock_gap", "weeks", Better::Lower),
    ("retention_horizon", "share", Better::Higher),
    ("median_time_to_fill", "weeks", Better::Lower),
];

/// Mean and half a 95% interval.
fn error(values: &[f64]) -> (f64, Option<f64>) {
    let n = f64::from(u32::try_from(values.len()).unwrap());
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, (values.len() > 1).then(|| 1.97 * (variance / n).sqrt()))
}

fn around(mean: f64, half: f64) -> Interval {
    Interval { mean, low: (mean - half).max(0.0), high: (mean + half).min(1.0) }
}

/// A comparison of such policies; `noise` scales the luck that policies do not share.
#[expect(clippy::too_many_lines, reason = "one table after another")]
fn comparison(kinds: &[Kind], replicates: u32, noise: f64) -> Comparison {
    let mut luck = Luck(7);
    let shared: Vec<(f64, f64)> = (0..replicates).map(|_| (luck.next(), luck.next())).collect();
    let base = 6.0e6;
    let mut runs = Vec::new();
    for kind in kinds {
        for (replicate, (cost_luck, gap_luck)) in shared.iter().enumerate() {
            let own = |luck: &mut Luck| luck.next() * noise;
            let none = base * (1.0 + 0.35 * cost_luck);
            let against = if kind.name == "none" { 0.0 } else { kind.cost * (1.0 + 0.3 * cost_luck) + 0.9e6 * own(&mut luck) };
            let gap = (kind.gap * (1.0 + 0.25 * gap_luck - 0.1 * cost_luck) + 1.5 * own(&mut luck)).max(0.0);
            let stay = 1.0 - kind.quit - kind.laid_off + 0.03 * gap_luck + 0.01 * own(&mut luck);
            let median = (kind.speed > 0.02).then_some(0.7 / kind.speed.max(0.001));
            let values = vec![Some(none + against), Some(against), Some(gap * 80.0), Some(gap), Some(stay), median];
            runs.push(RunRow { policy: kind.name.clone(), replicate: u32::try_from(replicate).unwrap(), values });
        }
    }
    let values = |policy: &str, column: usize| -> Vec<f64> {
        runs.iter().filter(|row| row.policy == policy).filter_map(|row| row.values[column]).collect()
    };
    let mut summary = Vec::new();
    let mut comparisons = Vec::new();
    for (column, (measure, unit, better)) in MEASURES.into_iter().enumerate() {
        for kind in kinds {
            let mut sorted = values(&kind.name, column);
            sorted.sort_by(f64::total_cmp);
            let quantile = |share: usize| sorted.get((sorted.len().saturating_sub(1)) * share / 100).copied();
            let (mean, half) = error(&sorted);
            let mean = mean.is_finite().then_some(mean);
            summary.push(SummaryRow {
                policy: kind.name.clone(),
                measure,
                unit: unit.to_owned(),
                better,
                mean,
                sd: None,
                ci_low: mean.zip(half).map(|(mean, half)| mean - half),
                ci_high: mean.zip(half).map(|(mean, half)| mean + half),
                p05: quantile(5),
                p50: quantile(50),
                p95: quantile(95),
                p_best: None,
                expected_regret: None,
                replicates,
            });
            for other in kinds.iter().filter(|other| other.name != kind.name) {
                let theirs = values(&other.name, column);
                let mine = values(&kind.name, column);
                let paired: Vec<f64> = mine.iter().zip(&theirs).map(|(mine, theirs)| mine - theirs).collect();
                let (mean, half) = error(&paired);
                let mean = mean.is_finite().then_some(mean);
                comparisons.push(ComparisonRow {
                    policy: kind.name.clone(),
                    versus: other.name.clone(),
                    measure,
                    unit: unit.to_owned(),
                    difference: mean,
                    ci_low: mean.zip(half).map(|(mean, half)| mean - half),
                    ci_high: mean.zip(half).map(|(mean, half)| mean + half),
                    p_holm: None,
                    variance_reduction: None,
                });
            }
        }
    }
    let mut ranked: Vec<&Kind> = kinds.iter().collect();
    ranked.sort_by(|a, b| (a.cost / 1e6 + a.gap).total_cmp(&(b.cost / 1e6 + b.gap)));
    let half = if replicates > 1 { 0.4 / f64::from(replicates).sqrt() } else { 0.0 };
    Comparison {
        scenario: scenario(),
        seed: 42,
        replicates,
        policies: kinds.iter().map(|kind| kind.name.clone()).collect(),
        measures: MEASURES
            .into_iter()
            .map(|(name, unit, better)| Measure { name, title: name, unit: unit.to_owned(), better })
            .collect(),
        weekly: kinds.iter().flat_map(weekly).collect(),
        costs: kinds.iter().flat_map(|kind| costs(kind, base + if kind.name == "none" { 0.0 } else { kind.cost })).collect(),
        gaps: None,
        time_to_fill: kinds.iter().flat_map(|kind| time_to_fill(kind, half)).collect(),
        retention: kinds.iter().flat_map(|kind| retention(kind, half)).collect(),
        moves: Vec::new(),
        funnel: Vec::new(),
        horizons: Vec::new(),
        answer: Answer {
            pick: ranked[0].name.clone(),
            runner_up: ranked.get(1).map(|kind| kind.name.clone()),
            sentence: String::new(),
            standings: ranked
                .iter()
                .map(|kind| Standing {
                    policy: kind.name.clone(),
                    score: Interval::default(),
                    p_best: 0.5,
                    dominated_by: Vec::new(),
                    ties_with_pick: false,
                })
                .collect(),
        },
        runs,
        summary,
        comparisons,
        warnings: Vec::new(),
        worker_weeks: 0,
        run_seconds: 0.0,
    }
}

fn weekly(kind: &Kind) -> Vec<WeeklyRow> {
    let row = |week: i32| {
        let since = f64::from(week - 26).max(0.0);
        let pressure = (since / 52.0).min(1.0);
        let gaps = 6.0 + kind.gap * 3.2 * pressure * (-(since * kind.speed * 0.35)).exp();
        let spread = 1.5 + gaps * 0.3;
        WeeklyRow {
            policy: kind.name.clone(),
            role: "all".to_owned(),
            week,
            measure: "gaps",
            unit: "people".to_owned(),
            mean: gaps,
            p05: (gaps - spread).max(0.0),
            p25: (gaps - spread * 0.4).max(0.0),
            p50: gaps,
            p75: gaps + spread * 0.45,
            p95: gaps + spread * 1.2,
        }
    };
    (0..156).map(row).collect()
}

fn costs(kind: &Kind, transition: f64) -> Vec<CostRow> {
    let needed = 50.0e6;
    let lost = kind.gap * 0.16e6;
    let severance = kind.laid_off * 4.0e6;
    let hiring = if kind.name == "hire" || kind.name == "replace" { 1.1e6 } else { 0.35e6 };
    let tuition = if ["upskill", "reskill", "blend", "adaptive"].contains(&kind.name.as_str()) { 0.7e6 } else { 0.0 };
    let payroll = needed + transition - lost - severance - hiring - tuition;
    let parts = [
        ("payroll", payroll),
        ("hiring", hiring * 0.8),
        ("onboarding", hiring * 0.2),
        ("tuition", tuition),
        ("severance", severance),
        ("lost_output", lost),
    ];
    let row = |(category, mean): (&'static str, f64)| CostRow {
        policy: kind.name.clone(),
        category,
        role: "all".to_owned(),
        unit: "USD".to_owned(),
        mean,
        ci_low: mean * 0.98,
        ci_high: mean * 1.02,
        p05: mean * 0.8,
        p95: mean * 1.2,
    };
    parts.into_iter().map(row).collect()
}

fn time_to_fill(kind: &Kind, half: f64) -> Vec<TimeToFillRow> {
    let row = |weeks: i32| {
        let since = (f64::from(weeks) - 4.0).max(0.0);
        let filled = (1.0 - (-since * kind.speed).exp()) * 0.92;
        let lapsed = (1.0 - filled) * (1.0 - (-f64::from(weeks) * 0.002).exp());
        TimeToFillRow {
            policy: kind.name.clone(),
            role: "all".to_owned(),
            kind: "all",
            weeks,
            share_open: around(1.0 - filled - lapsed, half),
            share_filled: around(filled, half * (filled * 2.0).min(1.0)),
            share_lapsed: around(lapsed, half),
            at_risk: 80.0 * (1.0 - filled - lapsed) * (1.0 - f64::from(weeks) / 131.0),
        }
    };
    (0..131).map(row).collect()
}

fn retention(kind: &Kind, half: f64) -> Vec<RetentionRow> {
    let row = |week: i32| {
        let time = f64::from(week + 1) / 156.0;
        let quit = kind.quit * time.powf(0.85);
        let laid_off = kind.laid_off * ((time - 0.2) / 0.5).clamp(0.0, 1.0);
        RetentionRow {
            policy: kind.name.clone(),
            role: "hit".to_owned(),
            week,
            employed: around(1.0 - quit - laid_off, half),
            quit: around(quit, half * time),
            laid_off: around(laid_off, half * laid_off.min(0.2)),
        }
    };
    (0..156).map(row).collect()
}

fn hostile_names() -> Vec<Kind> {
    let names = [
        "<script>alert(1)</script>".to_owned(),
        "]]><x a=\"'&amp;".to_owned(),
        "שלום עולם \u{202e}txt".to_owned(),
        "🚀🔥 launch team 👩\u{200d}💻".to_owned(),
        "tab\tnew\nline\u{0}\u{1b}\u{7f}\u{fffe}".to_owned(),
        "x".repeat(200),
        "none".to_owned(),
        "\u{1}".to_owned(),
        "many words in a name that goes on and on and on and on and on".to_owned(),
    ];
    let mut kinds: Vec<Kind> =
        names.iter().zip(built_ins().iter().cycle()).map(|(name, kind)| Kind { name: name.clone(), ..kind.clone() }).collect();
    kinds.sort_by(|a, b| a.name.cmp(&b.name));
    kinds
}

fn twelve() -> Vec<Kind> {
    let mut kinds = built_ins();
    for (nth, twin) in built_ins().into_iter().take(5).enumerate() {
        let nudge = 1.0 + 0.02 * f64::from(u8::try_from(nth).unwrap());
        kinds.push(Kind {
            name: format!("{} with a long suffix", twin.name),
            cost: twin.cost * nudge,
            gap: twin.gap * nudge,
            ..twin
        });
    }
    kinds.sort_by(|a, b| a.name.cmp(&b.name));
    kinds
}

/// Turns every number of the tables into what a function makes of it.
fn alter(comparison: &mut Comparison, change: impl Fn(f64) -> Option<f64>) {
    let number = |value: &mut f64| *value = change(*value).unwrap_or(f64::NAN);
    let maybe = |value: &mut Option<f64>| *value = value.and_then(&change);
    let interval = |value: &mut Interval| [&mut value.mean, &mut value.low, &mut value.high].into_iter().for_each(number);
    for row in &mut comparison.runs {
        row.values.iter_mut().for_each(maybe);
    }
    for row in &mut comparison.summary {
        [&mut row.mean, &mut row.ci_low, &mut row.ci_high, &mut row.p05, &mut row.p50, &mut row.p95].into_iter().for_each(maybe);
    }
    for row in &mut comparison.comparisons {
        [&mut row.difference, &mut row.ci_low, &mut row.ci_high].into_iter().for_each(maybe);
    }
    for row in &mut comparison.weekly {
        [&mut row.mean, &mut row.p05, &mut row.p25, &mut row.p50, &mut row.p75, &mut row.p95].into_iter().for_each(number);
    }
    for row in &mut comparison.costs {
        [&mut row.mean, &mut row.ci_low, &mut row.ci_high, &mut row.p05, &mut row.p95].into_iter().for_each(number);
    }
    for row in &mut comparison.time_to_fill {
        [&mut row.share_open, &mut row.share_filled, &mut row.share_lapsed].into_iter().for_each(interval);
        number(&mut row.at_risk);
    }
    for row in &mut comparison.retention {
        [&mut row.employed, &mut row.quit, &mut row.laid_off].into_iter().for_each(interval);
    }
}

/// Every case by name.
fn cases() -> Vec<(&'static str, Comparison)> {
    let typical = comparison(&built_ins(), 60, 0.3);
    let with = |change: &dyn Fn(f64) -> Option<f64>| {
        let mut altered = typical.clone();
        alter(&mut altered, change);
        altered
    };
    let mut no_gaps = typical.clone();
    no_gaps.weekly.iter_mut().for_each(|row| {
        (row.p05, row.p25, row.p50, row.p75, row.p95) = (0.0, 0.0, 0.0, 0.0, 0.0);
    });
    no_gaps.time_to_fill.clear();
    let mut empty = typical.clone();
    (empty.runs, empty.summary, empty.comparisons) = (Vec::new(), Vec::new(), Vec::new());
    (empty.weekly, empty.costs, empty.time_to_fill, empty.retention) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    empty.answer.standings.clear();
    let mut hostile = comparison(&hostile_names(), 60, 0.3);
    hostile.scenario.name = "]]></svg><script>\u{0}\u{202e}".repeat(20);
    "<&\u{1}\">".clone_into(&mut hostile.scenario.currency);
    let mut shockless = comparison(&built_ins()[..4], 60, 0.3);
    shockless.scenario.shocks.clear();
    let mut many_shocks = typical.clone();
    let shock = many_shocks.scenario.shocks[0].clone();
    let strange = [f64::NAN, f64::INFINITY, -50.0, 300.0, 60.0].map(|start| Shock {
        start_week: Drawn::Plain(start),
        ramp_weeks: 0.0,
        ..shock.clone()
    });
    many_shocks.scenario.shocks.extend(strange);
    let mut short = typical.clone();
    short.weekly.retain(|row| row.week == 0);
    short.time_to_fill.retain(|row| row.weeks == 0);
    short.retention.retain(|row| row.week == 0);
    vec![
        ("four", comparison(&built_ins()[..4], 60, 0.3)),
        ("tied", comparison(&built_ins(), 60, 6.0)),
        ("one-policy", comparison(&built_ins()[3..4], 60, 0.3)),
        ("two", comparison(&built_ins()[2..4], 60, 0.3)),
        ("twelve", comparison(&twelve(), 60, 0.3)),
        ("one-replicate", comparison(&built_ins(), 1, 0.3)),
        ("two-replicates", comparison(&built_ins(), 2, 0.3)),
        ("no-gaps", no_gaps),
        ("empty", empty),
        ("hostile", hostile),
        ("nan", with(&|_| None)),
        ("infinite", with(&|value| Some(value * f64::INFINITY))),
        ("zero", with(&|_| Some(0.0))),
        ("negative", with(&|value| Some(-value))),
        ("enormous", with(&|value| Some(value * 1e200))),
        ("tiny", with(&|value| Some(value * 1e-12))),
        ("no-shocks", shockless),
        ("many-shocks", many_shocks),
        ("short", short),
        ("typical", typical),
    ]
}

/// Runs a check on every chart of every case.
fn each(check: impl Fn(&str, &Chart)) {
    for (case, comparison) in cases() {
        let charts = draw_all(&comparison);
        assert_eq!(charts.len(), 5, "{case}");
        for chart in &charts {
            check(&format!("{case}: {}", chart.name), chart);
        }
    }
}

/// Left, top, right and bottom of a text.
fn room(text: Node<'_, '_>) -> (f64, f64, f64, f64) {
    let number = |name| text.attribute(name).unwrap().parse::<f64>().unwrap();
    let (x, y, size) = (number("x"), number("y"), number("font-size"));
    let wide = text_width(text.text().unwrap_or_default(), size, text.attribute("font-weight") == Some("600"));
    let left = match text.attribute("text-anchor") {
        Some("middle") => x - wide / 2.0,
        Some("end") => x - wide,
        _ => x,
    };
    (left, y - 0.76 * size, left + wide, y + 0.22 * size)
}

#[test]
fn every_chart_is_sound() {
    each(|case, chart| {
        let document = Document::parse(&chart.svg).unwrap_or_else(|error| panic!("{case}: {error}"));
        let root = document.root_element();
        assert_eq!(root.attribute("viewBox"), Some("0 0 1920 1080"), "{case}");
        assert_eq!(root.attribute("role"), Some("img"), "{case}");
        let mut ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
        assert!(ids.iter().all(|id| id.starts_with(chart.name)), "{case}: {ids:?}");
        for named in root.attribute("aria-labelledby").unwrap().split(' ') {
            assert!(ids.contains(&named), "{case}: {named}");
        }
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(all, ids.len(), "{case}");
        for node in document.descendants().filter(Node::is_element) {
            let known = ["svg", "title", "desc", "g", "text", "rect", "polyline", "polygon", "circle", "line"];
            assert!(known.contains(&node.tag_name().name()), "{case}: <{}>", node.tag_name().name());
            assert!(node.attribute("style").is_none(), "{case}: a content security policy forbids style attributes");
            for attribute in node.attributes() {
                let value = attribute.value();
                assert!(!value.contains("NaN") && !value.contains("inf"), "{case}: {}={value}", attribute.name());
            }
        }
        assert!(!chart.svg.contains("NaN") && !chart.svg.contains("inf "), "{case}");
        assert!(chart.svg.len() < 400_000, "{case}: {} bytes", chart.svg.len());
    });
}

#[test]
fn text_is_legible_within_the_picture_and_apart() {
    each(|case, chart| {
        let document = Document::parse(&chart.svg).unwrap();
        let texts: Vec<_> = document.descendants().filter(|node| node.has_tag_name("text")).collect();
        for (nth, text) in texts.iter().enumerate() {
            let words = text.text().unwrap_or_default();
            let (left, top, right, bottom) = room(*text);
            let subtitle = text.attribute("font-size") == Some("26");
            assert!(case.starts_with("hostile") || !subtitle || !words.ends_with('…'), "{case}: {words} is cut");
            assert!(text.attribute("font-size").unwrap().parse::<f64>().unwrap() >= 24.0, "{case}: {words}");
            assert!(left >= 0.0 && top >= 0.0 && right <= 1920.0 && bottom <= 1080.0, "{case}: {words} leaves the picture");
            for other in &texts[nth + 1..] {
                let (l, t, r, b) = room(*other);
                let meets = left < r && l < right && top < b && t < bottom;
                assert!(!meets, "{case}: {words:?} meets {:?}", other.text());
            }
        }
    });
}

#[test]
fn titles_are_short_and_alike_in_the_picture() {
    each(|case, chart| {
        assert!(chart.title.split_whitespace().count() <= 10 && !chart.title.is_empty(), "{case}: {}", chart.title);
        let document = Document::parse(&chart.svg).unwrap();
        let inside = document.descendants().find(|node| node.has_tag_name("title")).and_then(|node| node.text());
        assert_eq!(inside.map(|title| title.replace('\u{200e}', "")).as_ref(), Some(&chart.title), "{case}");
        assert!(!chart.description.is_empty(), "{case}");
    });
}

#[test]
fn every_picture_has_its_numbers_as_a_table() {
    each(|case, chart| {
        let data = &chart.data;
        let columns = data.headers.len();
        assert!(data.rows.iter().all(|row| row.len() == columns), "{case}");
        assert!(data.rows.iter().flatten().chain(&data.headers).all(|cell| !cell.is_empty()), "{case}: {data:?}");
        assert!(data.rows.iter().flatten().all(|cell| !cell.chars().any(char::is_control)), "{case}");
        assert_eq!(data.rows.is_empty(), chart.svg.contains("There is nothing to draw"), "{case}: a picture has numbers");
        assert_eq!(data.caption.is_empty(), columns == 0, "{case}");
    });
    let (_, typical) = cases().into_iter().find(|(case, _)| *case == "typical").unwrap();
    let charts = draw_all(&typical);
    // Hire costs its mean of runs in full, and the last column is the range of the summary.
    let cost = typical.summary.iter().find(|row| row.policy == "hire" && row.measure == "transition_cost").unwrap();
    let row = charts[0].data.rows.iter().find(|row| row[0] == "hire").unwrap();
    let number = |words: &str| words.replace(',', "").replace('\u{2212}', "-").parse::<f64>().unwrap();
    assert!((number(&row[6]) - cost.mean.unwrap()).abs() <= 0.5, "{row:?}");
    let parts: f64 = row[1..6].iter().map(|part| number(part)).sum();
    assert!((parts - number(&row[6])).abs() <= 3.0, "{row:?}");
    let (low, high) = row[7].split_once(" to ").unwrap();
    assert!((number(low) - cost.p05.unwrap()).abs() <= 0.5 && (number(high) - cost.p95.unwrap()).abs() <= 0.5, "{row:?}");
    // Seven policies, twelve quarters, the last week.
    assert_eq!(charts[1].data.rows.len(), 7 * 13);
    assert_eq!(charts[1].data.rows[12][1], "155");
}

/// The titles of a case, in order.
fn titles(case: &str) -> Vec<String> {
    let (_, comparison) = cases().into_iter().find(|(name, _)| *name == case).unwrap();
    draw_all(&comparison).into_iter().map(|chart| chart.title).collect()
}

#[test]
fn titles_claim_no_more_than_intervals_allow() {
    for case in ["one-replicate", "nan", "zero", "empty", "infinite"] {
        for title in titles(case) {
            let claims = ["costs least", "fewest", "fastest", "keeps the most", "wins"].iter().any(|claim| title.contains(claim));
            assert!(!claims, "{case}: {title}");
        }
    }
    let tied = titles("tied");
    assert!(tied[0].starts_with("No clear winner on cost"), "{}", tied[0]);
    let four = titles("four");
    assert!(four[0].starts_with("No clear winner on cost: ") || four[0].contains("costs least"), "{}", four[0]);
    let two = titles("two");
    assert_eq!(two[0], "Hire costs least, $1.8M less than doing nothing");
    // The sign of every measure turned: the worst is now the best.
    assert!(titles("negative")[0].starts_with("Replace costs least"));
}

#[test]
fn the_same_comparison_gives_the_same_bytes() {
    for (case, comparison) in cases() {
        assert_eq!(draw_all(&comparison), draw_all(&comparison.clone()), "{case}");
    }
}

#[test]
fn pictures_are_slides() {
    for (case, comparison) in cases().into_iter().filter(|(case, _)| ["typical", "hostile"].contains(case)) {
        let charts = draw_all(&comparison);
        for chart in charts.iter().step_by(2) {
            let bytes = png(&chart.svg).unwrap();
            assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n", "{case}");
            assert_eq!(bytes[16..24], [0, 0, 7, 128, 0, 0, 4, 56], "{case}: 1920 by 1080");
        }
        assert_eq!(png(&charts[0].svg).unwrap(), png(&charts[0].svg).unwrap(), "{case}");
    }
    assert!(png("no picture").is_err());
}

/// Writes every case's pictures into a directory, to look at: `CHARTS=dir cargo test --test charts -- --ignored`.
#[test]
#[ignore = "for people who want to look"]
fn pictures_to_look_at() {
    let Ok(directory) = std::env::var("CHARTS") else { return };
    let wanted = std::env::var("CASES").unwrap_or_else(|_| "typical".to_owned());
    for (case, comparison) in cases().into_iter().filter(|(case, _)| wanted.split(',').any(|wanted| wanted == *case)) {
        for chart in draw_all(&comparison) {
            let path = std::path::Path::new(&directory).join(format!("{case}-{}", chart.name));
            std::fs::write(path.with_extension("svg"), &chart.svg).unwrap();
            std::fs::write(path.with_extension("png"), png(&chart.svg).unwrap()).unwrap();
        }
    }
}
