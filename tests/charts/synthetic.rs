//! Synthetic comparisons: tables about as a run makes them, of policies, replicates and roles as many as wanted.

use foreshift::analysis::rows::{
    Answer, Better, Comparison, ComparisonRow, CostRow, Interval, Measure, MoveRow, RetentionRow, RunRow, Standing, SummaryRow,
    TimeToFillRow, WeeklyRow,
};
use foreshift::scenario::model::{Decision, Drawn, Hiring, Learning, Mechanisms, Retention, Role, Scenario, Severance, Shock};
use foreshift::units::{AnnualRate, Money, Week};

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
pub struct Kind {
    pub name: String,
    pub cost: f64,
    pub gap: f64,
    pub speed: f64,
    pub quit: f64,
    pub laid_off: f64,
}

pub fn kind(name: &str, cost: f64, gap: f64, speed: f64, quit: f64, laid_off: f64) -> Kind {
    Kind { name: name.to_owned(), cost, gap, speed, quit, laid_off }
}

/// The seven built-ins, about as in the prototype.
pub fn built_ins() -> Vec<Kind> {
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

pub fn scenario() -> Scenario {
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

const MEASURES: [(&str, &str, Better); 7] = [
    ("transition_cost", "USD", Better::Lower),
    ("transition_cost_vs_none", "USD", Better::Lower),
    ("gap_weeks", "gap-weeks", Better::Lower),
    ("excess_gap_weeks_per_shock_gap", "weeks", Better::Lower),
    ("retention_horizon", "share", Better::Higher),
    ("median_time_to_fill", "weeks", Better::Lower),
    ("break_even_week", "week", Better::Lower),
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

/// A comparison of such policies in three roles; `noise` scales the luck that policies do not share.
pub fn comparison(kinds: &[Kind], replicates: u32, noise: f64) -> Comparison {
    of_roles(kinds, replicates, noise, 3)
}

/// A role by its number; names and titles differ, and some are long.
fn role(number: usize) -> Role {
    let title = ["Customer support agent", "Conversation designer", "Team lead", "Data and quality analyst, regional operations"];
    let title = title.get(number).map_or_else(|| format!("Specialist grade {number}"), |title| (*title).to_owned());
    Role {
        name: format!("role_{number:02}"),
        title,
        soc: None,
        headcount: 100,
        salary: Money::from_units(42_000.0),
        growth: 0.0,
        output_value: 2.0,
        turnover: AnnualRate(0.2),
        requires: Vec::new(),
        tasks: Vec::new(),
    }
}

/// A comparison of such policies in so many roles, the first hit hardest.
#[expect(clippy::too_many_lines, reason = "one table after another")]
pub fn of_roles(kinds: &[Kind], replicates: u32, noise: f64, roles: usize) -> Comparison {
    let roles: Vec<Role> = (0..roles).map(role).collect();
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
            // What costs at first is won back the earlier the more is saved; some runs never win it back.
            let pays = (against < -0.2e6).then(|| (60.0 - 20.0 * cost_luck - against / 1e6 * -8.0).round());
            let values = vec![Some(none + against), Some(against), Some(gap * 80.0), Some(gap), Some(stay), median, pays];
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
        weekly: weekly_rows(kinds, &roles, replicates),
        moves: kinds.iter().flat_map(|kind| moves(kind, &roles, half)).collect(),
        scenario: Scenario { roles, ..scenario() },
        seed: 42,
        replicates,
        policies: kinds.iter().map(|kind| kind.name.clone()).collect(),
        measures: MEASURES
            .into_iter()
            .map(|(name, unit, better)| Measure { name, title: name, unit: unit.to_owned(), better })
            .collect(),
        costs: kinds.iter().flat_map(|kind| costs(kind, base + if kind.name == "none" { 0.0 } else { kind.cost })).collect(),
        gaps: None,
        time_to_fill: kinds.iter().flat_map(|kind| time_to_fill(kind, half)).collect(),
        retention: kinds.iter().flat_map(|kind| retention(kind, half)).collect(),
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
        stopping: None,
        warnings: Vec::new(),
        worker_weeks: 0,
        run_seconds: 0.0,
    }
}

/// A series and its spread; one run has none.
fn series(policy: &str, role: &str, measure: &'static str, replicates: u32, of: impl Fn(i32) -> (f64, f64)) -> Vec<WeeklyRow> {
    let row = |week: i32| {
        let (mean, spread) = of(week);
        let spread = if replicates > 1 { spread } else { 0.0 };
        let least = if measure == "gaps" { 0.0 } else { f64::NEG_INFINITY };
        WeeklyRow {
            policy: policy.to_owned(),
            role: role.to_owned(),
            week,
            measure,
            unit: if measure == "gaps" { "gaps" } else { "USD" }.to_owned(),
            mean,
            p05: (mean - spread).max(least),
            p25: (mean - spread * 0.4).max(least),
            p50: mean,
            p75: mean + spread * 0.45,
            p95: mean + spread * 1.2,
        }
    };
    (0..156).map(row).collect()
}

/// Gaps by role and for all, and money so far; the twin has a few gaps of ordinary leaving.
fn weekly_rows(kinds: &[Kind], roles: &[Role], replicates: u32) -> Vec<WeeklyRow> {
    let gaps = |kind: &Kind, week: i32| {
        let since = f64::from(week - 26).max(0.0);
        let pressure = (since / 52.0).min(1.0);
        kind.gap * 3.2 * pressure * (-(since * kind.speed * 0.35)).exp()
    };
    // Each role has a third of what the one before has.
    let shares: Vec<f64> = (0..roles.len()).map(|place| 0.33_f64.powi(i32::try_from(place).unwrap())).collect();
    let whole: f64 = shares.iter().sum();
    let mut rows = Vec::new();
    for kind in kinds {
        for (role, share) in roles.iter().zip(&shares) {
            let of = |week| {
                let gaps = 1.0 + gaps(kind, week) * share / whole;
                (gaps, 0.5 + gaps * 0.3)
            };
            rows.extend(series(&kind.name, &role.name, "gaps", replicates, of));
        }
        let all = |week| {
            let gaps = 6.0 + gaps(kind, week);
            (gaps, 1.5 + gaps * 0.3)
        };
        rows.extend(series(&kind.name, "all", "gaps", replicates, all));
        let money = |week: i32| {
            let part = f64::from(week + 1) / 156.0;
            let spent = if kind.name == "none" { 0.0 } else { 0.9e6 * (part * 6.0).min(1.0) * (1.0 - part) };
            let mean = spent + kind.cost * part * part;
            (mean, mean.abs() * 0.25)
        };
        rows.extend(series(&kind.name, "all", "cumulative_cost_against_none", replicates, money));
    }
    for role in roles.iter().map(|role| role.name.as_str()).chain(["all"]) {
        rows.extend(series("twin", role, "gaps", replicates, |_| (1.0, 0.5)));
    }
    rows
}

/// Moves from each role to the next, more under policies that train.
fn moves(kind: &Kind, roles: &[Role], half: f64) -> Vec<MoveRow> {
    if ["none", "hire", "replace"].contains(&kind.name.as_str()) {
        return Vec::new();
    }
    let from_to = |from: usize, to: usize, people: f64| MoveRow {
        policy: kind.name.clone(),
        from_role: roles[from].name.clone(),
        to_role: roles[to].name.clone(),
        people: Interval { mean: people, low: (people - half * 20.0).max(0.0), high: people + half * 20.0 },
    };
    (1..roles.len())
        .flat_map(|to| {
            let people = 40.0 * 0.8_f64.powi(i32::try_from(to).unwrap()) * (1.0 - kind.quit);
            [from_to(to - 1, to, people), from_to(0, to, people * 0.6), from_to(to, 0, people * 0.1)]
        })
        .collect()
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

pub fn hostile_names() -> Vec<Kind> {
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

pub fn twelve() -> Vec<Kind> {
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
