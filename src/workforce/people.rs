//! People, and the roles' lists of members.
//!
//! A person is a slot; slots are not reused. Each role keeps its members' exit clocks side by side, so that a quiet week reads one number a person. The hazard of
//! a person is the role's clock times a multiplier that is constant between events: the exit falls due when the clock passes `clock + budget left / multiplier`.

use crate::ids::{RoleId, WorkerKey};
use crate::units::{Fixed, Money};
use crate::workforce::state::refilled;

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

/// Somebody at work: what the weekly passes read, in one cache line.
#[derive(Clone, Copy, Debug)]
pub struct Post {
    /// Who.
    pub key: WorkerKey,
    /// In which role; stale once gone.
    pub role: RoleId,
    /// Which band of tenure: first year, second, later.
    pub band: u8,
    /// Whether they moved in from another role, and so ramp up faster.
    pub moved: bool,
    /// Place in the role's members; `NONE` once gone.
    pub place: u32,
    /// Fit to the role as it is.
    pub fit: Fixed,
    /// How far they are ramped up.
    pub ramp: Fixed,
    /// Output a week.
    pub output: Fixed,
    /// Course under way, or `NONE`.
    pub course: u32,
    /// Week in which a layoff falls due; `NOT_DUE` where none.
    pub layoff_due: i32,
    /// Week they joined the company.
    pub joined: i32,
    /// Week they entered the role.
    pub role_start: i32,
    /// Last week in which landing in a new role lifts engagement.
    pub landed_until: i32,
    /// Last week in which what was learnt raises the hazard.
    pub poached_until: i32,
    /// Salary a week, to the cent.
    pub weekly_pay: Money,
}

/// How a member stands in their role, in one word, so that a pass over a role reads four bytes a person: their fit, and whether they are on a course or leaving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing(u32);

impl Standing {
    /// A fit is at most 2^20, so that this bit is free; with it nobody counts as unfit.
    const BUSY: u32 = 1 << 31;

    /// Neither learning nor about to be laid off.
    #[must_use]
    #[inline]
    pub const fn is_free(self) -> bool {
        self.0 & Self::BUSY == 0
    }

    /// Fit to the role as it is.
    #[must_use]
    #[inline]
    pub const fn fit(self) -> Fixed {
        Fixed(self.0 & !Self::BUSY)
    }
}

impl Post {
    /// How they stand in their role.
    #[must_use]
    #[inline]
    pub const fn standing(&self) -> Standing {
        Standing(if self.is_free() { self.fit.0 } else { self.fit.0 | Standing::BUSY })
    }

    /// Whether somebody is on a course.
    #[must_use]
    pub const fn is_learning(&self) -> bool {
        self.course != NONE
    }

    /// Whether somebody's layoff is set.
    #[must_use]
    pub const fn is_leaving(&self) -> bool {
        self.layoff_due != NOT_DUE
    }

    /// Whether somebody has left the company.
    #[must_use]
    pub const fn is_gone(&self) -> bool {
        self.place == NONE
    }

    /// Neither learning nor about to be laid off.
    #[must_use]
    pub const fn is_free(&self) -> bool {
        !self.is_learning() && !self.is_leaving()
    }
}

/// What ties somebody to the company: read when something happens to them, in one cache line.
#[derive(Clone, Copy, Debug)]
pub struct Bond {
    /// Salary a year.
    pub salary: Money,
    /// Engagement before climate and events.
    pub own_engagement: f64,
    /// Learning rate; 1 is average.
    pub learning_rate: f64,
    /// Attrition budget left when the multiplier last changed.
    pub budget_left: f64,
    /// The role's clock when the multiplier last changed.
    pub since: f64,
    /// The multiplier of the role's clock.
    pub multiplier: f64,
    /// Distance gained by the last course.
    pub gained: f64,
}

/// Everybody, one entry a slot.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// Skills of the scenario: the stride of `skills`.
    pub skill_count: usize,
    /// Everybody at work.
    pub posts: Vec<Post>,
    /// What ties them to the company.
    pub bonds: Vec<Bond>,
    /// Levels in [0, 1], `skill_count` a slot.
    pub skills: Vec<f32>,
}

/// A person about to enter.
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

    /// Makes these the people of week 0, in the memory that is there.
    pub fn restart(&mut self, founders: &Self) {
        let used = std::mem::take(self);
        *self = Self {
            skill_count: founders.skill_count,
            posts: refilled(used.posts, &founders.posts),
            bonds: refilled(used.bonds, &founders.bonds),
            skills: refilled(used.skills, &founders.skills),
        };
    }

    /// Slots given so far, those of people gone included.
    #[must_use]
    pub fn slots(&self) -> usize {
        self.posts.len()
    }

    /// A slot for a newcomer with these skills; not yet a member of any role.
    #[expect(clippy::cast_possible_truncation, reason = "headcounts are checked to fit when a scenario is read")]
    pub fn add(&mut self, newcomer: &Newcomer, skills: &[f32]) -> u32 {
        let slot = self.slots() as u32;
        self.skills.extend_from_slice(skills);
        self.posts.push(Post {
            key: newcomer.key,
            role: newcomer.key.role,
            band: 0,
            moved: false,
            place: NONE,
            fit: newcomer.fit,
            ramp: Fixed::ONE,
            output: Fixed::ZERO,
            course: NONE,
            layoff_due: NOT_DUE,
            joined: newcomer.joined,
            role_start: newcomer.joined,
            landed_until: i32::MIN,
            poached_until: i32::MIN,
            weekly_pay: newcomer.salary.per_week(),
        });
        self.bonds.push(Bond {
            salary: newcomer.salary,
            own_engagement: newcomer.own_engagement,
            learning_rate: newcomer.learning_rate,
            budget_left: newcomer.attrition_budget,
            since: 0.0,
            multiplier: 0.0,
            gained: 0.0,
        });
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
        self.posts[slot as usize].is_learning()
    }

    /// Whether somebody's layoff is set.
    #[must_use]
    pub fn is_leaving(&self, slot: u32) -> bool {
        self.posts[slot as usize].is_leaving()
    }

    /// Whether somebody has left the company.
    #[must_use]
    pub fn is_gone(&self, slot: u32) -> bool {
        self.posts[slot as usize].is_gone()
    }

    /// Neither learning nor about to be laid off.
    #[must_use]
    pub fn is_free(&self, slot: u32) -> bool {
        self.posts[slot as usize].is_free()
    }

    /// Sets the multiplier of the hazard from now on, by the role's clock; returns the clock at which the exit falls due.
    pub fn set_multiplier(&mut self, slot: u32, multiplier: f64, clock: f64) -> f64 {
        let bond = &mut self.bonds[slot as usize];
        bond.budget_left -= (clock - bond.since) * bond.multiplier;
        bond.since = clock;
        bond.multiplier = multiplier;
        if multiplier > 0.0 { clock + bond.budget_left / multiplier } else { f64::INFINITY }
    }
}
