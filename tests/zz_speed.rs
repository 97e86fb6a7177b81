use foreshift::{ids::*, scenario::model::*, simulation::*, units::*};
fn terms(choice: Choice) -> Terms {
    Terms {
        choice,
        replaces: false,
        lead_weeks: 13,
        surplus: SurplusRule::LayOff,
        grace_weeks: 12,
        absorb_weeks: 26,
        fallback: Some(Channel::Hire),
        training_capacity: None,
        requisition_capacity: None,
        budget_per_year: None,
    }
}
pub fn centre(n: u32, shocked: bool) -> Scenario {
    let f = n as f64 / 400.0;
    let req =
        |v: &[(u16, f64)]| v.iter().map(|&(s, l)| Requirement { skill: SkillId(s), level: l, weight: 1.0 }).collect::<Vec<_>>();
    let role = |name: &str, head: u32, sal: f64, r: Vec<Requirement>, tasks: Vec<Task>| Role {
        name: name.into(),
        title: name.into(),
        soc: None,
        headcount: head,
        salary: Money::from_units(sal),
        growth: 0.0,
        output_value: 2.0,
        turnover: AnnualRate(0.2),
        requires: r,
        tasks,
    };
    let roles = vec![
        role("conversation_designer", (5.0 * f) as u32, 68000., req(&[(0, 0.5), (1, 0.6), (2, 0.5), (3, 0.2), (4, 0.4)]), vec![]),
        role("escalation", (60.0 * f) as u32, 52000., req(&[(0, 0.7), (1, 0.35), (2, 0.4), (4, 0.4)]), vec![]),
        role(
            "support_agent",
            (400.0 * f) as u32,
            42000.,
            req(&[(0, 0.6), (1, 0.15), (2, 0.3), (3, 0.2), (4, 0.4), (5, 0.5)]),
            vec![Task { name: "a".into(), share: 0.5 }, Task { name: "b".into(), share: 0.5 }],
        ),
    ];
    let total: u32 = roles.iter().map(|r| r.headcount).sum();
    let mix = |h, r, u| Choice::Mix { hire: h, reskill: r, upskill: u };
    let pol = |name: &str, c: Choice, rep: bool| {
        let mut t = terms(c);
        t.replaces = rep;
        if name == "none" {
            t.fallback = None;
        }
        Policy {
            name: name.into(),
            roles: vec![t; 3],
            training_capacity: total.div_ceil(10),
            requisition_capacity: total.div_ceil(10),
            budget_per_year: None,
        }
    };
    Scenario {
        name: "c".into(),
        summary: "".into(),
        currency: "USD".into(),
        horizon: 156,
        discount_rate: 0.05,
        skills: (0..6).map(|i| Skill { name: format!("s{i}"), title: format!("s{i}") }).collect(),
        roles,
        shocks: if shocked {
            vec![Shock {
                name: "a".into(),
                title: "a".into(),
                announced: Week(0),
                start_week: Drawn::Triangular { low: 13., mode: 26., high: 52. },
                ramp_weeks: 52.,
                reach: Drawn::Plain(0.8),
                automates: vec![Automates { role: RoleId(2), task: 0, share: 0.9 }],
                raises: vec![Raises { role: RoleId(2), skill: SkillId(1), to: 0.6 }],
                creates: vec![Creates { role: RoleId(0), seats: 40.0 * f }],
            }]
        } else {
            vec![]
        },
        hiring: Hiring::default(),
        learning: Learning::default(),
        retention: Retention::default(),
        severance: Severance::default(),
        mechanisms: Mechanisms::all(true),
        decision: Decision { cost: 0.4, time: 0.3, retention: 0.3 },
        policies: vec![
            pol("adaptive", Choice::Adaptive, true),
            pol("blend", mix(0.2, 0.4, 0.4), false),
            pol("hire", mix(1., 0., 0.), false),
            pol("none", Choice::Nothing, false),
            pol("replace", mix(1., 0., 0.), true),
            pol("reskill", mix(0., 1., 0.), false),
            pol("upskill", mix(0., 0., 1.), false),
        ],
        assumptions: vec![],
    }
}
#[test]
fn only() {
    let Ok(which) = std::env::var("ONLY") else { return };
    let s = centre(8600, true);
    let r = Replicate::new(&s, 1, 0);
    let t = std::time::Instant::now();
    let mut ww = 0;
    for _ in 0..std::env::var("N").map_or(10, |n| n.parse().unwrap()) {
        let rec = if which == "twin" { r.twin() } else { r.run(s.policies.iter().find(|p| p.name == which).unwrap()) };
        ww += rec.worker_weeks;
    }
    println!("{which} {:.2} ns/ww", t.elapsed().as_secs_f64() * 1e9 / ww as f64);
}
#[test]
fn speed() {
    for (n, reps) in [(400u32, 20u32), (8600, 1)] {
        let s = centre(n, true);
        let mut total = 0u64;
        let mut secs = 0.0;
        let mut lines = std::collections::BTreeMap::new();
        for rep in 0..reps {
            let t = std::time::Instant::now();
            let r = Replicate::new(&s, 1, rep);
            let el = t.elapsed().as_secs_f64();
            secs += el;
            *lines.entry("setup".to_string()).or_insert((0.0, 0u64, 0.0, 0.0)) =
                (lines.get("setup").map_or(0.0, |x: &(f64, u64, f64, f64)| x.0) + el, 0, 0.0, 0.0);
            let mut one = |name: &str, f: &dyn Fn() -> foreshift::workforce::record::RunRecord, none: f64| {
                let t = std::time::Instant::now();
                let rec = f();
                let el = t.elapsed().as_secs_f64();
                secs += el;
                total += rec.worker_weeks;
                let cost: f64 =
                    rec.weekly.iter().map(|w| w.costs.iter().map(|c| c.units()).sum::<f64>() - w.seat_pay.units()).sum();
                let gw: f64 = rec.weekly.iter().map(|w| f64::from(w.gaps)).sum();
                let e = lines.entry(name.to_string()).or_insert((0.0, 0, 0.0, 0.0));
                e.0 += el;
                e.1 += rec.worker_weeks;
                e.2 += cost - none;
                e.3 += gw;
                if rep == 0 {
                    println!(
                        "{name}: courses {} moves {} exits {} layoffs {} gaps {} funnel {:?} waits {:?}",
                        rec.courses.len(),
                        rec.moves.len(),
                        rec.exits.len(),
                        rec.weekly.iter().map(|w| w.layoffs).sum::<u32>(),
                        rec.gaps.len(),
                        rec.funnel.map(|f| (f.offered, f.accepted, f.qualified)),
                        rec.waits
                    );
                }
                cost
            };
            let none = one("none", &|| r.run(&s.policies[3]), 0.0);
            one("twin", &|| r.twin(), none);
            for p in &s.policies {
                if p.name != "none" {
                    one(&p.name, &|| r.run(p), none);
                }
            }
        }
        println!("n {n}: {:.1} M ww/s", total as f64 / secs / 1e6);
        for (k, v) in &lines {
            println!(
                "  {k}: {:.2} ns/ww  cost vs none {:.2} M  gapweeks {:.0}",
                v.0 * 1e9 / (v.1 as f64),
                v.2 / f64::from(reps) / 1e6,
                v.3 / f64::from(reps)
            );
        }
    }
}
