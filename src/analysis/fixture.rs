//! A small scenario and hand-made records whose measures can be counted by hand.

use crate::ids::{Origin, RoleId, SkillId, WorkerKey};
use crate::scenario::model::{
    Automates, Choice, Creates, Decision, Drawn, Hiring, Learning, Mechanisms, Policy, Requirement, Retention, Role, Scenario,
    Severance, Shock, Skill, SurplusRule, Task, Terms,
};
use crate::units::{AnnualRate, Money, Week};
use crate::workforce::record::{Cause, Counts, ExitReason, ExitRecord, GapKind, GapOutcome, GapRecord, RoleWeek, RunRecord};

/// Role of the fixture whose task is automated: 10 people at 1000 a week.
pub const AGENT: RoleId = RoleId(0);
/// Role of the fixture that the shock creates seats in: 2 people at 2000 a week.
pub const DESIGNER: RoleId = RoleId(1);

fn role(name: &str, headcount: u32, salary: f64, levels: [f64; 2]) -> Role {
    let requirement = |place: u16| Requirement { skill: SkillId(place), level: levels[usize::from(place)], weight: 1.0 };
    Role {
        name: name.to_owned(),
        title: name.to_owned(),
        soc: None,
        headcount,
        salary: Money::from_units(salary),
        growth: 0.0,
        output_value: 2.0,
        turnover: AnnualRate(0.2),
        requires: vec![requirement(0), requirement(1)],
        tasks: vec![Task { name: "Answer".to_owned(), share: 1.0 }],
    }
}

/// A policy that upskills, hires, or does nothing.
pub fn policy(name: &str) -> Policy {
    let choice = match name {
        "none" => Choice::Nothing,
        "hire" => Choice::Mix { hire: 1.0, reskill: 0.0, upskill: 0.0 },
        _ => Choice::Mix { hire: 0.0, reskill: 0.5, upskill: 0.5 },
    };
    let terms = Terms {
        choice,
        replaces: false,
        lead_weeks: 13,
        surplus: SurplusRule::Retain,
        grace_weeks: 12,
        absorb_weeks: 26,
        fallback: None,
        training_capacity: None,
        requisition_capacity: None,
        budget_per_year: None,
    };
    Policy { name: name.to_owned(), roles: vec![terms; 2], training_capacity: 2, requisition_capacity: 2, budget_per_year: None }
}

/// Two roles, one shock, eight weeks.
pub fn scenario() -> Scenario {
    let skill = |name: &str| Skill { name: name.to_owned(), title: name.to_owned() };
    Scenario {
        name: "Fixture".to_owned(),
        summary: "What is counted by hand?".to_owned(),
        currency: "USD".to_owned(),
        horizon: 8,
        discount_rate: 0.05,
        skills: vec![skill("data"), skill("service")],
        roles: vec![role("agent", 10, 52_000.0, [0.15, 0.6]), role("designer", 2, 104_000.0, [0.55, 0.5])],
        shocks: vec![Shock {
            name: "assistant".to_owned(),
            title: "Assistant".to_owned(),
            announced: Week(0),
            start_week: Drawn::Plain(1.0),
            ramp_weeks: 2.0,
            reach: Drawn::Plain(0.8),
            automates: vec![Automates { role: AGENT, task: 0, share: 0.5 }],
            raises: vec![],
            creates: vec![Creates { role: DESIGNER, seats: 2.0 }],
        }],
        hiring: Hiring {
            cost_per_hire: Money::from_units(4700.0),
            onboarding: Money::from_units(1000.0),
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
            tuition_per_week: Money::from_units(900.0),
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
        policies: vec![policy("blend"), policy("hire"), policy("none")],
        assumptions: vec![],
    }
}

/// A record of eight weeks in which a week of a role is as a function says.
pub fn record(week: impl Fn(i32, RoleId) -> RoleWeek) -> RunRecord {
    let weekly = (0..8).flat_map(|number| [AGENT, DESIGNER].map(|role| (number, role))).map(|(number, role)| week(number, role));
    RunRecord { role_count: 2, weekly: weekly.collect(), ..RunRecord::default() }
}

/// The record with its exits, starts and gaps counted, as a run counts them.
pub fn counted(mut record: RunRecord) -> RunRecord {
    let mut counts = Counts::new(record.role_count, record.weeks());
    record.exits.iter().for_each(|exit| counts.exit(exit, record.role_count));
    for start in &record.starts {
        counts.starts[start.worker.origin as usize] += 1;
    }
    let filled = record.gaps.iter().filter(|gap| gap.outcome == GapOutcome::Filled);
    filled.filter_map(|gap| gap.channel).for_each(|channel| counts.filled[channel as usize] += 1);
    record.counts = counts;
    record
}

/// A shock gap.
pub fn gap(role: RoleId, kind: GapKind, opened: i32, end: Option<(GapOutcome, i32)>) -> GapRecord {
    GapRecord {
        role,
        kind,
        cause: Cause::Shock,
        opened: Week(opened),
        vacated: false,
        channel: None,
        outcome: end.map_or(GapOutcome::Open, |end| end.0),
        closed: end.map(|end| Week(end.1)),
        filler: None,
        productive: None,
    }
}

/// A person.
pub fn worker(role: RoleId, origin: Origin, number: u32) -> WorkerKey {
    WorkerKey { role, origin, number }
}

/// An exit from the role first joined.
pub fn exit(week: i32, worker: WorkerKey, reason: ExitReason) -> ExitRecord {
    ExitRecord { week: Week(week), worker, role: worker.role, reason, tenure: 100 }
}
