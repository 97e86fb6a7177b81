//! What tests share: scenarios made by hand and at random, and the identities that hold in every run.

pub mod identities;
pub mod random;

use foreshift::ids::{RoleId, SkillId};
use foreshift::scenario::model::{
    Automates, Channel, Choice, Decision, Drawn, Hiring, Learning, Mechanisms, Policy, Raises, Requirement, Retention, Role,
    Scenario, Severance, Shock, Skill, SurplusRule, Task, Terms,
};
use foreshift::units::{AnnualRate, Money, Week};

/// A skill whose title is its name.
pub fn skill(name: &str) -> Skill {
    Skill { name: name.into(), title: name.into() }
}

/// A role that pays 52,000 a year, never grows, asks each skill at its level with weight 1, and has one task.
pub fn role(name: &str, headcount: u32, levels: &[f64]) -> Role {
    let requires = (0..).zip(levels).filter(|&(_, &level)| level > 0.0).map(|(skill, &level)| Requirement {
        skill: SkillId(skill),
        level,
        weight: 1.0,
    });
    Role {
        name: name.into(),
        title: name.into(),
        soc: None,
        headcount,
        salary: Money::from_units(52_000.0),
        growth: 0.0,
        output_value: 2.0,
        turnover: AnnualRate(0.11),
        requires: requires.collect(),
        tasks: vec![Task { name: "all".into(), share: 1.0 }],
    }
}

/// A shock announced at week 0 that is fully there from its first week, without effects yet.
pub fn shock(name: &str, start: f64) -> Shock {
    Shock {
        name: name.into(),
        title: name.into(),
        announced: Week(0),
        start_week: Drawn::Plain(start),
        ramp_weeks: 0.0,
        reach: Drawn::Plain(1.0),
        automates: Vec::new(),
        raises: Vec::new(),
        creates: Vec::new(),
    }
}

/// What the built-ins do in every role, but for the choice of channels.
pub fn built_in_terms(choice: Choice) -> Terms {
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

/// A policy with the same terms in every role, and capacities of a tenth of the headcount, at least 1.
pub fn policy(name: &str, roles: &[Role], terms: Terms) -> Policy {
    let headcount: u32 = roles.iter().map(|role| role.headcount).sum();
    let tenth = headcount.div_ceil(10).max(1);
    Policy {
        name: name.into(),
        roles: vec![terms; roles.len()],
        training_capacity: tenth,
        requisition_capacity: tenth,
        budget_per_year: None,
    }
}

/// A mix over the channels.
pub const fn mix(hire: f64, reskill: f64, upskill: f64) -> Choice {
    Choice::Mix { hire, reskill, upskill }
}

/// The seven built-ins, by name.
pub fn built_ins(roles: &[Role]) -> Vec<Policy> {
    let plain = |name: &str, choice| policy(name, roles, built_in_terms(choice));
    vec![
        policy("adaptive", roles, Terms { replaces: true, fallback: None, ..built_in_terms(Choice::Adaptive) }),
        plain("blend", mix(0.2, 0.4, 0.4)),
        plain("hire", mix(1.0, 0.0, 0.0)),
        policy("none", roles, Terms { fallback: None, ..built_in_terms(Choice::Nothing) }),
        policy("replace", roles, Terms { replaces: true, ..built_in_terms(mix(1.0, 0.0, 0.0)) }),
        plain("reskill", mix(0.0, 1.0, 0.0)),
        plain("upskill", mix(0.0, 0.0, 1.0)),
    ]
}

/// A scenario of these skills, roles and shocks with every default and the built-in policies.
pub fn scenario(skills: &[&str], roles: Vec<Role>, shocks: Vec<Shock>) -> Scenario {
    Scenario {
        name: "test".into(),
        summary: "Does it hold?".into(),
        currency: "USD".into(),
        horizon: 104,
        discount_rate: 0.03,
        skills: skills.iter().map(|name| skill(name)).collect(),
        policies: built_ins(&roles),
        roles,
        shocks,
        hiring: Hiring::default(),
        learning: Learning::default(),
        retention: Retention::default(),
        severance: Severance::default(),
        mechanisms: Mechanisms::all(true),
        decision: Decision { cost: 0.5, time: 0.25, retention: 0.25 },
        assumptions: Vec::new(),
    }
}

/// Clerks whom automation displaces, analysts of whom it asks more, technicians of whom it needs more.
pub fn small() -> Scenario {
    let roles =
        vec![role("analyst", 20, &[0.6, 0.5, 0.2]), role("clerk", 40, &[0.5, 0.0, 0.3]), role("technician", 6, &[0.3, 0.7, 0.3])];
    let automation = Shock {
        ramp_weeks: 26.0,
        start_week: Drawn::Triangular { low: 13.0, mode: 20.0, high: 30.0 },
        automates: vec![Automates { role: RoleId(1), task: 0, share: 0.5 }],
        raises: vec![Raises { role: RoleId(0), skill: SkillId(1), to: 0.8 }],
        creates: vec![foreshift::scenario::model::Creates { role: RoleId(2), seats: 8.0 }],
        ..shock("automation", 20.0)
    };
    scenario(&["judgement", "machines", "service"], roles, vec![automation])
}
