//! A person and what happens to them.

use foreshift::ids::WorkerKey;
use foreshift::process::departure::{LANDING, LearningState, STRAIN, disposition, multiplier};
use foreshift::process::ledger::ramp;
use foreshift::process::person::{Temper, draw_skills, draw_temper, entity};
use foreshift::process::skills::Bar;
use foreshift::random::{Entity, Luck};
use foreshift::scenario::model::{Channel, Scenario};
use foreshift::units::{Fixed, Money};

use super::World;

/// Somebody employed.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// Who they are.
    pub key: WorkerKey,
    /// Whose luck they have.
    pub entity: Entity,
    /// What luck gave them.
    pub temper: Temper,
    /// Where they sit.
    pub role: usize,
    /// What they can do, by skill of the scenario.
    pub skills: Vec<f32>,
    /// The week they joined the company; negative for incumbents.
    pub joined: i32,
    /// The week they entered the role.
    pub role_start: i32,
    /// Weeks of ramp in this role.
    pub ramp_weeks: f64,
    /// Salary a year.
    pub salary: Money,
    /// Hazard accumulated so far.
    pub hazard: f64,
    /// The course they are on.
    pub course: Option<Course>,
    /// The last week in which landing in this role raises their engagement.
    pub landed_until: i32,
    /// The last week in which what they learnt raises their hazard.
    pub poached_until: i32,
    /// How much distance they gained by it.
    pub poached: f64,
    /// The week in which they will be laid off.
    pub layoff_due: Option<i32>,
    /// By target role, the week in which they last refused, failed or dropped out.
    pub last_no: Vec<Option<i32>>,
    /// By target role, courses launched.
    pub attempts: Vec<u32>,
}

/// A course under way.
#[derive(Clone, Debug)]
pub(super) struct Course {
    /// Toward which role.
    pub to: usize,
    /// The how-manieth action of the run it is.
    pub launch_order: u32,
    /// What this segment aims at.
    pub aim: Bar,
    /// Distance to it when the segment began.
    pub distance: Fixed,
    /// Where the target's course clock must stand when the segment is done.
    pub due: f64,
    /// Dropout hazard accumulated so far.
    pub dropped: f64,
    /// Dropout hazard at which they drop out.
    pub dropout_budget: f64,
    /// Share of a shortfall that the course closes.
    pub transfer: f64,
    /// Distance gained so far.
    pub gained: f64,
    /// Place in the record's courses.
    pub record: usize,
}

/// Somebody who filled a seat, whether or not that closed a record.
#[derive(Clone, Debug)]
pub(super) struct Filler {
    /// Who.
    pub key: WorkerKey,
    /// Where.
    pub role: usize,
    /// Since when in that role.
    pub role_start: i32,
    /// Weeks of ramp.
    pub ramp_weeks: f64,
    /// The week in which they filled it.
    pub week: i32,
    /// Through which channel.
    pub channel: Channel,
    /// The record closed, if one was.
    pub gap: Option<usize>,
    /// Whether it is settled if they became productive.
    pub settled: bool,
}

impl Person {
    /// Somebody of week 0.
    pub fn incumbent(key: WorkerKey, scenario: &Scenario, bar: &Bar, qualified_at: Fixed, luck: Luck) -> Self {
        let role = &scenario.roles[key.role.index()];
        let mut skills = vec![0.0; scenario.skills.len()];
        draw_skills(entity(scenario, key), bar, qualified_at, luck, &mut skills);
        let age = draw_temper(entity(scenario, key), scenario, luck).incumbent_age(role, scenario);
        Self::new(key, scenario, luck, skills, -(age + 1), role.salary)
    }

    /// Somebody who joins in a week, or joined before.
    pub fn new(key: WorkerKey, scenario: &Scenario, luck: Luck, skills: Vec<f32>, joined: i32, salary: Money) -> Self {
        let entity = entity(scenario, key);
        Self {
            key,
            entity,
            temper: draw_temper(entity, scenario, luck),
            role: key.role.index(),
            skills,
            joined,
            role_start: joined,
            ramp_weeks: scenario.hiring.ramp_weeks,
            salary,
            hazard: 0.0,
            course: None,
            landed_until: i32::MIN,
            poached_until: i32::MIN,
            poached: 0.0,
            layoff_due: None,
            last_no: vec![None; scenario.roles.len()],
            attempts: vec![0; scenario.roles.len()],
        }
    }

    /// Weeks since they joined the company.
    pub const fn tenure(&self, now: i32) -> i32 {
        now - self.joined
    }

    /// Whether a layoff is due.
    pub const fn is_leaving(&self) -> bool {
        self.layoff_due.is_some()
    }

    /// Whether they are on a course.
    pub const fn is_learning(&self) -> bool {
        self.course.is_some()
    }

    /// Whether they are on a course to another role.
    pub fn is_out(&self) -> bool {
        self.course.as_ref().is_some_and(|course| course.to != self.role)
    }

    /// Whether they are on a course to their own role.
    pub fn is_upskilling(&self) -> bool {
        self.course.as_ref().is_some_and(|course| course.to == self.role)
    }

    /// The personal term of engagement in a week.
    pub fn personal(&self, now: i32) -> f64 {
        let strain = self.course.as_ref().map_or(0.0, |course| -STRAIN * course.distance.value());
        let landing = if now <= self.landed_until { LANDING } else { 0.0 };
        strain + landing
    }

    /// The person's part of the hazard in a week.
    pub fn multiplier(&self, scenario: &Scenario, now: i32) -> f64 {
        let learning = if self.is_learning() {
            LearningState::Learning
        } else if now <= self.poached_until {
            LearningState::Learnt(self.poached)
        } else {
            LearningState::None
        };
        multiplier(
            self.tenure(now),
            disposition(
                self.temper.own_engagement + self.personal(now),
                self.salary,
                scenario.roles[self.role].salary,
                &scenario.retention,
            ),
            learning,
            &scenario.retention,
            scenario.mechanisms,
        )
    }
}

impl World<'_> {
    /// Output of a person this week.
    pub(super) fn output(&self, person: &Person) -> Fixed {
        let ramp = ramp(self.now - person.role_start, person.ramp_weeks, &self.scenario.hiring);
        let at_work = self.fit(person).times(ramp);
        let intensity = Fixed::nearest(self.scenario.learning.intensity);
        if person.is_learning() { at_work.times(intensity.complement()) } else { at_work }
    }
}
