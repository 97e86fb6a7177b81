//! People as columns, and the roles' lists of members.
//!
//! A person is a slot; slots are not reused. Each role keeps its members' exit clocks side by side, so that a quiet week reads one number a person. The hazard of
//! a person is the role's clock times a multiplier that is constant between events: the exit falls due when the clock passes `clock + budget left / multiplier`.

use crate::ids::{RoleId, WorkerKey};
use crate::units::{Fixed, Money};

/// Weeks of tenure, this one included, that count as the first year.
pub const FIRST_YEAR: i32 = 52;
/// Weeks of tenure, this one included, that count as the first two years.
pub const FIRST_TWO_YEARS: i32 = 104;

/// Which band of tenure: 0 the first year, 1 the second, 2 later.
#[must_use]
pub const fn tenure_band(tenure: i32) -> u8 {
    if tenure <= FIRST_YEAR {
        0
    } else if tenure <= FIRST_TWO_YEARS {
        1
    } else {
        2
    }
}

/// No slot, place or course.
pub const NONE: u32 = u32::MAX;
/// No layoff is due.
pub const NOT_DUE: i32 = i32::MAX;

/// Columns, one entry a slot.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// Skills of the scenario: the stride of `skills`.
    pub skill_count: usize,
    /// Who.
    pub key: Vec<WorkerKey>,
    /// In which role; stale once gone.
    pub role: Vec<RoleId>,
    /// Place in the role's members; `NONE` once gone.
    pub place: Vec<u32>,
    /// Levels in [0, 1], `skill_count` a slot.
    pub skills: Vec<f32>,
    /// Week they joined the company.
    pub joined: Vec<i32>,
    /// Week they entered the role.
    pub role_start: Vec<i32>,
    /// Whether they moved in from another role, and so ramp up faster.
    pub moved: Vec<bool>,
    /// Salary a year.
    pub salary: Vec<Money>,
    /// Salary a week, to the cent.
    pub weekly_pay: Vec<Money>,
    /// Engagement before climate and events.
    pub own_engagement: Vec<f64>,
    /// Learning rate; 1 is average.
    pub learning_rate: Vec<f64>,
    /// Attrition budget left when the multiplier last changed.
    pub budget_left: Vec<f64>,
    /// The role's clock when the multiplier last changed.
    pub since: Vec<f64>,
    /// The multiplier of the role's clock.
    pub multiplier: Vec<f64>,
    /// Which band of tenure: first year, second, later.
    pub band: Vec<u8>,
    /// Fit to the role as it is.
    pub fit: Vec<Fixed>,
    /// How far they are ramped up.
    pub ramp: Vec<Fixed>,
    /// Output a week.
    pub output: Vec<Fixed>,
    /// Course under way, or `NONE`.
    pub course: Vec<u32>,
    /// Last week in which landing in a new role lifts engagement.
    pub landed_until: Vec<i32>,
    /// Last week in which what was learnt raises the hazard.
    pub poached_until: Vec<i32>,
    /// Distance gained by the last course.
    pub gained: Vec<f64>,
    /// Week in which a layoff falls due; `NOT_DUE` where none.
    pub layoff_due: Vec<i32>,
}

/// A person about to enter the columns.
#[derive(Clone, Copy, Debug)]
pub struct Newcomer {
    /// Who.
    pub key: WorkerKey,
    /// Week they joined the company, and entered the role.
    pub joined: i32,
    /// Salary a year.
    pub salary: Money,
    /// Engagement before climate and events.
    pub own_engagement: f64,
    /// Learning rate.
    pub learning_rate: f64,
    /// Attrition budget.
    pub attrition_budget: f64,
    /// Fit to the role as it is.
    pub fit: Fixed,
}

impl People {
    /// Room for people of so many skills.
    #[must_use]
    pub fn new(skill_count: usize) -> Self {
        Self { skill_count, ..Self::default() }
    }

    /// Slots given so far, those of people gone included.
    #[must_use]
    pub fn slots(&self) -> usize {
        self.key.len()
    }

    /// A slot for a newcomer with these skills; not yet a member of any role.
    #[expect(clippy::cast_possible_truncation, reason = "headcounts are checked to fit when a scenario is read")]
    pub fn add(&mut self, newcomer: &Newcomer, skills: &[f32]) -> u32 {
        let slot = self.slots() as u32;
        self.key.push(newcomer.key);
        self.role.push(newcomer.key.role);
        self.place.push(NONE);
        self.skills.extend_from_slice(skills);
        self.joined.push(newcomer.joined);
        self.role_start.push(newcomer.joined);
        self.moved.push(false);
        self.salary.push(newcomer.salary);
        self.weekly_pay.push(newcomer.salary.per_week());
        self.own_engagement.push(newcomer.own_engagement);
        self.learning_rate.push(newcomer.learning_rate);
        self.budget_left.push(newcomer.attrition_budget);
        self.since.push(0.0);
        self.multiplier.push(0.0);
        self.band.push(0);
        self.fit.push(newcomer.fit);
        self.ramp.push(Fixed::ONE);
        self.output.push(Fixed::ZERO);
        self.course.push(NONE);
        self.landed_until.push(i32::MIN);
        self.poached_until.push(i32::MIN);
        self.gained.push(0.0);
        self.layoff_due.push(NOT_DUE);
        slot
    }

    /// A person's levels.
    #[must_use]
    pub fn skills_of(&self, slot: u32) -> &[f32] {
        let start = slot as usize * self.skill_count;
        &self.skills[start..start + self.skill_count]
    }

    /// A person's levels, to change.
    pub fn skills_of_mut(&mut self, slot: u32) -> &mut [f32] {
        let start = slot as usize * self.skill_count;
        &mut self.skills[start..start + self.skill_count]
    }

    /// Whether somebody is on a course.
    #[must_use]
    pub fn is_learning(&self, slot: u32) -> bool {
        self.course[slot as usize] != NONE
    }

    /// Whether somebody's layoff is set.
    #[must_use]
    pub fn is_leaving(&self, slot: u32) -> bool {
        self.layoff_due[slot as usize] != NOT_DUE
    }

    /// Whether somebody has left the company.
    #[must_use]
    pub fn is_gone(&self, slot: u32) -> bool {
        self.place[slot as usize] == NONE
    }

    /// Neither learning nor about to be laid off.
    #[must_use]
    pub fn is_free(&self, slot: u32) -> bool {
        !self.is_learning(slot) && !self.is_leaving(slot)
    }

    /// Sets the multiplier of the hazard from now on, by the role's clock; returns the clock at which the exit falls due.
    pub fn set_multiplier(&mut self, slot: u32, multiplier: f64, clock: f64) -> f64 {
        let at = slot as usize;
        self.budget_left[at] -= (clock - self.since[at]) * self.multiplier[at];
        self.since[at] = clock;
        self.multiplier[at] = multiplier;
        if multiplier > 0.0 { clock + self.budget_left[at] / multiplier } else { f64::INFINITY }
    }
}
