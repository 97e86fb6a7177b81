//! Scenarios at random: small, valid, and often extreme.

use foreshift::ids::{RoleId, SkillId};
use foreshift::random::{Entity, Luck, Process, Stream};
use foreshift::scenario::model::{
    Automates, Channel, Choice, Creates, Drawn, Hiring, Learning, Mechanisms, Policy, Raises, Requirement, Retention, Role,
    Scenario, Severance, Shock, SurplusRule, Task, Terms,
};
use foreshift::units::{AnnualRate, Money, Week};

use super::{built_ins, scenario, shock};

/// A stream of choices.
struct Dice(Stream);

impl Dice {
    /// A uniform between two numbers.
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.0.uniform()
    }

    /// A whole number from `low` to `high`, both included.
    #[expect(clippy::cast_possible_truncation, reason = "the numbers are small")]
    fn whole(&mut self, low: i32, high: i32) -> i32 {
        libm::floor(self.between(f64::from(low), f64::from(high) + 1.0)) as i32
    }

    /// A whole number from 0 to `high`, both included.
    fn count(&mut self, high: u16) -> u16 {
        u16::try_from(self.whole(0, i32::from(high))).expect("not negative")
    }

    /// Whether something of this probability happens.
    fn chance(&mut self, probability: f64) -> bool {
        self.0.uniform() < probability
    }

    /// One of a few.
    fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[usize::from(self.count(u16::try_from(choices.len() - 1).expect("a few")))]
    }

    /// One of a few half of the time, else between two numbers.
    fn number(&mut self, special: &[f64], low: f64, high: f64) -> f64 {
        if self.chance(0.4) { self.one_of(special) } else { self.between(low, high) }
    }

    /// Money between two amounts.
    fn money(&mut self, low: f64, high: f64) -> Money {
        Money::from_units(self.between(low, high))
    }
}

/// A valid scenario; the same for the same seed.
pub fn random_scenario(seed: u64) -> Scenario {
    let stream = Luck::new(seed, 0).stream(Process::Resample, Entity::named("random scenario"), 0);
    let dice = &mut Dice(stream);
    let skills: Vec<String> = (0..=dice.count(5)).map(|skill| format!("skill{skill}")).collect();
    let skill_count = u16::try_from(skills.len()).expect("a few");
    let role_count = dice.count(4) + 1;
    let mut roles: Vec<Role> = (0..role_count).map(|role| random_role(dice, role, skill_count)).collect();
    if roles.iter().all(|role| role.headcount == 0) {
        roles[0].headcount = 12;
    }
    let shocks: Vec<Shock> = (0..dice.count(3)).map(|place| random_shock(dice, place, &mut roles, skill_count)).collect();
    let names: Vec<&str> = skills.iter().map(String::as_str).collect();
    let mut policies = built_ins(&roles);
    policies.extend((0..2).map(|place| random_policy(dice, place, &roles)));
    policies.sort_by(|one, other| one.name.cmp(&other.name));
    Scenario {
        name: format!("random {seed}"),
        horizon: dice.whole(4, 120),
        hiring: random_hiring(dice),
        learning: random_learning(dice),
        retention: random_retention(dice),
        severance: Severance {
            weeks_per_year: dice.number(&[0.0], 0.0, 4.0),
            floor_weeks: dice.number(&[0.0], 0.0, 6.0),
            cap_weeks: dice.number(&[0.0, 52.0], 0.0, 30.0),
        },
        mechanisms: random_mechanisms(dice),
        policies,
        ..scenario(&names, roles, shocks)
    }
}

/// A role: often empty, sometimes volatile, sometimes growing or shrinking fast.
fn random_role(dice: &mut Dice, place: u16, skill_count: u16) -> Role {
    let mut requires: Vec<Requirement> = Vec::new();
    for skill in 0..skill_count {
        if dice.chance(0.7) {
            let level = dice.number(&[0.5, 1.0], 0.1, 1.0);
            let weight = dice.number(&[1.0], 0.2, 3.0);
            requires.push(Requirement { skill: SkillId(skill), level, weight });
        }
    }
    let tasks = match dice.whole(0, 2) {
        0 => Vec::new(),
        1 => vec![Task { name: "all".into(), share: 1.0 }],
        _ => {
            let share = dice.between(0.1, 0.9);
            vec![Task { name: "first".into(), share }, Task { name: "second".into(), share: 1.0 - share }]
        }
    };
    Role {
        headcount: if dice.chance(0.15) { 0 } else { u32::from(dice.count(60)) },
        salary: dice.money(20_000.0, 200_000.0),
        growth: dice.number(&[0.0, 0.0, 0.3, -0.3], -0.1, 0.15),
        output_value: dice.number(&[1.0, 2.0], 1.0, 5.0),
        turnover: AnnualRate(dice.number(&[0.0, 0.11, 2.0], 0.02, 0.6)),
        requires,
        tasks,
        ..super::role(&format!("role{place}"), 0, &[])
    }
}

/// A number, or one to be drawn, between two ends.
fn random_drawn(dice: &mut Dice, low: f64, high: f64) -> Drawn {
    let mut ends = [dice.between(low, high), dice.between(low, high), dice.between(low, high)];
    ends.sort_by(f64::total_cmp);
    let [low, mode, high] = ends;
    if dice.chance(0.5) { Drawn::Plain(mode) } else { Drawn::Triangular { low, mode, high } }
}

/// A shock with any of the three effects; a skill that it raises is added to what the role requires.
fn random_shock(dice: &mut Dice, place: u16, roles: &mut [Role], skill_count: u16) -> Shock {
    let (mut automates, mut raises, mut creates) = (Vec::new(), Vec::new(), Vec::new());
    for (index, role) in (0..).map(RoleId).zip(roles) {
        for task in 0..role.tasks.len() {
            if dice.chance(0.5) {
                automates.push(Automates { role: index, task, share: dice.number(&[1.0], 0.1, 0.9) });
            }
        }
        for skill in (0..skill_count).map(SkillId) {
            if dice.chance(0.2) {
                if !role.requires.iter().any(|requirement| requirement.skill == skill) {
                    role.requires.push(Requirement { skill, level: 0.0, weight: dice.between(0.5, 2.0) });
                    role.requires.sort_by_key(|requirement| requirement.skill);
                }
                let requirement = role.requires.iter().find(|requirement| requirement.skill == skill);
                let level = requirement.expect("it was added").level;
                raises.push(Raises { role: index, skill, to: dice.number(&[level, 1.0], level, 1.0) });
            }
        }
        if dice.chance(0.45) {
            creates.push(Creates { role: index, seats: dice.number(&[1.0], 0.3, 20.0) });
        }
    }
    Shock {
        announced: Week(dice.one_of(&[0, 0, 10, 1000])),
        start_week: random_drawn(dice, 0.0, 80.0),
        ramp_weeks: dice.number(&[0.0], 0.0, 60.0),
        reach: random_drawn(dice, 0.0, 1.0),
        automates,
        raises,
        creates,
        ..shock(&format!("shock{place}"), 0.0)
    }
}

/// Terms of one role under a policy.
fn random_terms(dice: &mut Dice) -> Terms {
    let mut share = || if dice.chance(0.4) { 0.0 } else { dice.between(0.1, 1.0) };
    let (hire, reskill, upskill) = (share(), share(), share());
    let choice = match dice.whole(0, 5) {
        0 => Choice::Nothing,
        1 => Choice::Adaptive,
        _ if hire + reskill + upskill > 0.0 => Choice::Mix { hire, reskill, upskill },
        _ => Choice::Mix { hire: 0.2, reskill: 0.4, upskill: 0.4 },
    };
    let adaptive = choice == Choice::Adaptive;
    let fallback = dice.one_of(&[None, Some(Channel::Hire), Some(Channel::Reskill), Some(Channel::Upskill)]);
    let own = |dice: &mut Dice, high: u16| dice.chance(0.2).then(|| u32::from(dice.count(high)));
    Terms {
        choice,
        replaces: adaptive || dice.chance(0.4),
        lead_weeks: dice.one_of(&[0, 0, 1, 13, 26, 40]),
        surplus: dice.one_of(&[SurplusRule::Retain, SurplusRule::LayOff]),
        grace_weeks: dice.one_of(&[0, 0, 1, 4, 12, 20]),
        absorb_weeks: dice.one_of(&[0, 26, 52]),
        fallback: if adaptive { None } else { fallback },
        training_capacity: own(dice, 4),
        requisition_capacity: own(dice, 4),
        budget_per_year: dice.chance(0.2).then(|| dice.money(0.0, 150_000.0)),
    }
}

/// A policy: the same terms for every role, or each its own.
fn random_policy(dice: &mut Dice, place: u16, roles: &[Role]) -> Policy {
    let common = random_terms(dice);
    let each = dice.chance(0.5);
    Policy {
        name: format!("custom{place}"),
        roles: roles.iter().map(|_| if each { random_terms(dice) } else { common }).collect(),
        training_capacity: dice.one_of(&[0, 1, 3, 10, 1000]),
        requisition_capacity: dice.one_of(&[0, 1, 3, 10, 1000]),
        budget_per_year: dice.chance(0.4).then(|| dice.money(0.0, 400_000.0)),
    }
}

/// The labour market.
fn random_hiring(dice: &mut Dice) -> Hiring {
    Hiring {
        cost_per_hire: dice.money(0.0, 10_000.0),
        onboarding: dice.money(0.0, 3_000.0),
        time_to_fill_weeks: dice.number(&[0.5, 6.3], 1.0, 15.0),
        time_to_fill_sigma: dice.number(&[0.0, 0.6], 0.1, 1.0),
        decline: dice.number(&[0.0, 0.6], 0.0, 0.4),
        notice_weeks: dice.number(&[0.0, 3.0], 0.0, 9.0),
        premium: dice.number(&[0.0, 0.18], 0.0, 0.3),
        backfill_premium: dice.number(&[0.0], 0.0, 0.1),
        ramp_weeks: dice.number(&[0.0, 28.0], 0.0, 60.0),
        start_output: dice.number(&[0.0, 0.25, 1.0], 0.0, 1.0),
        internal_ramp_factor: dice.number(&[0.0, 0.6, 1.0], 0.0, 1.0),
        pool: dice.number(&[1.0, 100.0], 1.0, 20.0),
        scarcity: dice.number(&[0.0, 0.5], 0.0, 1.5),
    }
}

/// How people learn.
fn random_learning(dice: &mut Dice) -> Learning {
    Learning {
        qualified_at: dice.number(&[0.9, 0.9, 0.99, 0.5], 0.7, 0.98),
        setup_weeks: dice.number(&[0.0, 1.0], 0.0, 4.0),
        pace_weeks: dice.number(&[43.0], 5.0, 80.0),
        effort_exponent: dice.number(&[1.0, 1.5], 1.0, 2.0),
        intensity: dice.number(&[1.0, 0.5], 0.1, 1.0),
        tuition_per_week: dice.money(0.0, 2_000.0),
        dropout: dice.number(&[0.0, 0.02, 0.5], 0.0, 0.1),
        support: dice.number(&[0.0, 0.5, 1.0], 0.0, 1.0),
        learning_rate_sd: dice.number(&[0.0, 0.25], 0.0, 0.5),
        mentoring: dice.number(&[0.0, 0.25, 1.0], 0.0, 0.6),
        max_distance: dice.number(&[0.6, 1.0], 0.1, 1.0),
        aim_weeks: dice.one_of(&[0, 13, 52, 52, 80]),
        transfer: dice.number(&[0.8], 0.3, 0.85),
        transfer_sd: dice.number(&[0.0, 0.1, 0.3], 0.0, 0.2),
        internal_discount: dice.number(&[0.0, 0.1], 0.0, 0.3),
    }
}

/// Why people stay or leave.
fn random_retention(dice: &mut Dice) -> Retention {
    Retention {
        first_year: dice.number(&[1.0, 1.8], 1.0, 2.5),
        engagement_effect: dice.number(&[0.0, 1.5], 0.0, 3.0),
        pay_effect: dice.number(&[0.0, 1.0], 0.0, 2.0),
        insecurity_effect: dice.number(&[0.0, 1.0], 0.0, 2.0),
        lock_in: dice.number(&[0.7, 1.0], 0.3, 1.0),
        poaching: dice.number(&[0.0, 0.2], 0.0, 0.6),
        external_exit: dice.number(&[1.0, 1.21], 1.0, 1.5),
        workload: dice.number(&[0.0, 0.5], 0.0, 2.0),
        spread: dice.number(&[0.0, 1.0], 0.0, 2.0),
    }
}

/// All on, all off, or each by a coin.
fn random_mechanisms(dice: &mut Dice) -> Mechanisms {
    if dice.chance(0.5) {
        let on = dice.chance(0.7);
        return Mechanisms::all(on);
    }
    Mechanisms {
        mentoring: dice.chance(0.5),
        spread: dice.chance(0.5),
        workload: dice.chance(0.5),
        layoff_response: dice.chance(0.5),
        poaching: dice.chance(0.5),
        lock_in: dice.chance(0.5),
        insecurity: dice.chance(0.5),
        scarcity: dice.chance(0.5),
        external_exit: dice.chance(0.5),
    }
}
