//! People, and the roles' lists of members.
//!
//! A person is a slot, which somebody else gets once they have gone: the memory of a run does not grow with its turnover. What is noted of a slot for a later
//! week says whose, by the slot's generation. Each role keeps its members' exit clocks side by side, so that a quiet week reads one number a person. The hazard of
//! a person is the role's clock times a multiplier that is constant between events: the exit falls due when the clock passes `clock + budget left / multiplier`.

use crate::ids::{RoleId, WorkerKey};
use crate::units::{Fixed, Money};
use crate::workforce::levels::ABREAST;
use crate::workforce::state::refilled;

use wide::i32x8;

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
#[repr(align(64))]
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
    /// Ticket among those of the role who are ramping up; `NONE` once ramped up.
    pub ticket: u32,
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
    /// Salary a year.
    pub salary: Money,
    /// Distance gained by the last course.
    pub gained: f64,
    /// How many had the slot before.
    pub generation: u32,
}

/// Somebody, as long as they have not gone: a slot is given to others afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tenant {
    /// Their slot, then; perhaps that of others by now.
    pub slot: u32,
    generation: u32,
}

/// How a member stands in their role, in one word, so that a pass over a role reads four bytes a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing(u32);

impl Standing {
    /// On a course or about to be laid off. A fit is at most 2^20, so that the high bits are free.
    const BUSY: u32 = 1 << 31;
    /// Learning or ramping up: output is less than the fit.
    const PARTIAL: u32 = 1 << 30;
    const FLAGS: u32 = Self::BUSY | Self::PARTIAL;

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
        Fixed(self.0 & !Self::FLAGS)
    }

    /// Sets members' fits: of eight of them a vector.
    pub fn refit(members: &mut [Self], fits: &[i32x8]) {
        let set = |members: &mut [Self], fits: &i32x8| {
            for (member, fit) in members.iter_mut().zip(fits.as_array()) {
                member.0 = member.0 & Self::FLAGS | fit.cast_unsigned();
            }
        };
        let (eights, last) = members.as_chunks_mut::<ABREAST>();
        eights.iter_mut().zip(fits).for_each(|(eight, fits)| set(eight, fits));
        if let Some(fits) = fits.get(eights.len()) {
            set(last, fits);
        }
    }
}

/// How eight members stand: lanes beyond the last are nobody, who is neither free nor up to anything.
#[derive(Clone, Copy, Debug)]
pub struct Standings(i32x8);

impl Standings {
    /// Of up to eight members.
    #[must_use]
    #[inline]
    pub fn of(members: &[Standing]) -> Self {
        const NOBODY: i32 = Standing::FLAGS.cast_signed();
        if let Ok(eight) = <[Standing; ABREAST]>::try_from(members) {
            return Self(i32x8::new(eight.map(|standing| standing.0.cast_signed())));
        }
        Self(i32x8::new(std::array::from_fn(|lane| members.get(lane).map_or(NOBODY, |standing| standing.0.cast_signed()))))
    }

    /// Their fits to the role as it is; 0 for nobody.
    #[must_use]
    #[inline]
    pub fn fits(self) -> i32x8 {
        self.0 & i32x8::splat(!Standing::FLAGS.cast_signed())
    }

    /// All bits of a lane where somebody is neither learning nor about to be laid off.
    #[must_use]
    #[inline]
    pub fn free(self) -> i32x8 {
        // The flag is the sign.
        self.0.simd_gt(i32x8::splat(-1))
    }

    /// All bits of a lane where output is the fit.
    #[must_use]
    #[inline]
    pub fn whole(self) -> i32x8 {
        (self.0 & i32x8::splat(Standing::PARTIAL.cast_signed())).simd_eq(i32x8::ZERO)
    }

    /// Calls `each` with blocks of eight members, numbered, the last perhaps with nobody in some lanes.
    #[inline]
    pub fn each_block(members: &[Standing], mut each: impl FnMut(usize, Self)) {
        // Whole eights of a known length are read without a loop.
        let (eights, last) = members.as_chunks::<ABREAST>();
        for (block, eight) in eights.iter().enumerate() {
            each(block, Self::of(eight));
        }
        if !last.is_empty() {
            each(eights.len(), Self::of(last));
        }
    }
}

impl Post {
    /// How they stand in their role at a fit.
    #[must_use]
    #[inline]
    pub const fn standing(&self, fit: Fixed) -> Standing {
        let busy = if self.is_free() { 0 } else { Standing::BUSY };
        let partial = if self.is_learning() || self.is_ramping() { Standing::PARTIAL } else { 0 };
        Standing(fit.0 | busy | partial)
    }

    /// Whether somebody is ramping up.
    #[must_use]
    pub const fn is_ramping(&self) -> bool {
        self.ticket != NONE
    }

    /// Output a week of somebody ramped up at a fit; `at_work` is the share of a learner's time that is not spent learning.
    #[must_use]
    #[inline]
    pub const fn steady_output(&self, fit: Fixed, at_work: Fixed) -> Fixed {
        if self.is_learning() { fit.times(at_work) } else { fit }
    }

    /// Whether somebody is on a course.
    #[must_use]
    pub const fn is_learning(&self) -> bool {
        self.course != NONE
    }

    /// Whether somebody is on a course, or has come to the end of one.
    #[must_use]
    pub const fn has_learnt(&self) -> bool {
        self.is_learning() || self.poached_until != i32::MIN
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

/// What ties somebody to the company: read when something happens to them, two people a cache line. What else luck has given them is drawn again where it matters, which is
/// for learners.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
pub struct Bond {
    /// What engagement and pay make of the hazard while nothing personal is on.
    pub disposition: f64,
    /// Attrition budget left when the multiplier last changed.
    pub budget_left: f64,
    /// The role's clock when the multiplier last changed.
    pub since: f64,
    /// The multiplier of the role's clock.
    pub multiplier: f64,
}

/// Everybody, one entry a slot.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// Everybody at work.
    pub posts: Vec<Post>,
    /// What ties them to the company.
    pub bonds: Vec<Bond>,
    /// Slots of people gone.
    free: Vec<u32>,
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
    /// What engagement and pay make of the hazard.
    pub disposition: f64,
    /// Attrition budget.
    pub attrition_budget: f64,
    /// Fit to the role as it is.
    pub fit: Fixed,
}

impl People {
    /// Makes these the people of week 0, in the memory that is there.
    pub fn restart(&mut self, founders: &Self) {
        let used = std::mem::take(self);
        *self = Self {
            posts: refilled(used.posts, &founders.posts),
            bonds: refilled(used.bonds, &founders.bonds),
            free: refilled(used.free, &founders.free),
        };
    }

    /// A slot for a newcomer, not yet a member of any role.
    #[expect(clippy::cast_possible_truncation, reason = "headcounts are checked to fit when a scenario is read")]
    pub fn add(&mut self, newcomer: &Newcomer) -> u32 {
        let slot = self.free.pop().unwrap_or(self.posts.len() as u32);
        let post = Post {
            key: newcomer.key,
            role: newcomer.key.role,
            band: 0,
            moved: false,
            place: NONE,
            ticket: NONE,
            course: NONE,
            layoff_due: NOT_DUE,
            joined: newcomer.joined,
            role_start: newcomer.joined,
            landed_until: i32::MIN,
            poached_until: i32::MIN,
            salary: newcomer.salary,
            gained: 0.0,
            generation: 0,
        };
        let bond =
            Bond { disposition: newcomer.disposition, budget_left: newcomer.attrition_budget, since: 0.0, multiplier: 0.0 };
        if let Some(before) = self.posts.get_mut(slot as usize) {
            *before = Post { generation: before.generation + 1, ..post };
            self.bonds[slot as usize] = bond;
        } else {
            self.posts.push(post);
            self.bonds.push(bond);
        }
        slot
    }

    /// Reads the slots of the next few who join, for the sake of having them at hand.
    #[must_use]
    pub fn glance_at_free(&self, newcomers: usize) -> u64 {
        let slots = self.free.iter().rev().take(newcomers);
        let read = |slot: &u32| u64::from(self.posts[*slot as usize].generation) ^ self.bonds[*slot as usize].since.to_bits();
        slots.map(read).fold(0, u64::wrapping_add)
    }

    /// Somebody's slot is free for others.
    pub fn vacate(&mut self, slot: u32) {
        self.free.push(slot);
    }

    /// Whoever has a slot now.
    #[must_use]
    pub fn tenant(&self, slot: u32) -> Tenant {
        Tenant { slot, generation: self.posts[slot as usize].generation }
    }

    /// The slot of somebody noted in an earlier week, if they are still here.
    #[must_use]
    pub fn still_here(&self, tenant: Tenant) -> Option<u32> {
        let post = &self.posts[tenant.slot as usize];
        (post.generation == tenant.generation && !post.is_gone()).then_some(tenant.slot)
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
