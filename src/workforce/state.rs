//! The state of one run: people, roles, gaps, requisitions and courses, and what falls due when.
//!
//! The methods keep counts and lists true to the people; which of them a week calls, and when, is in `process`. They are in one place, since
//! a count that one method keeps is read by the next: apart, they could drift apart.

use std::hint::black_box;

use crate::ids::{Origin, RoleId, SkillId, WorkerKey};
use crate::scenario::model::Channel;
use crate::units::{Fixed, Money, Week};
use crate::workforce::bar::Bar;
use crate::workforce::course::Course;
use crate::workforce::exits::Exits;
use crate::workforce::gaps::{Class, Cover, Gaps};
use crate::workforce::levels::Levels;
use crate::workforce::numbers::Numbers;
use crate::workforce::people::{
    FIRST_TWO_YEARS, FIRST_YEAR, NONE, NOT_DUE, Newcomer, People, Post, Standing, Tenant, tenure_band,
};
use crate::workforce::ramping::Ramping;
use crate::workforce::record::{CostCategory, RunRecord};
use crate::workforce::requisition::{Requisition, Search, Stage};

/// What has happened in a role this week.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Quits.
    pub quits: u32,
    /// Layoffs.
    pub layoffs: u32,
    /// Hires who started.
    pub starts: u32,
    /// People who moved in.
    pub moves_in: u32,
    /// People who moved out.
    pub moves_out: u32,
    /// Qualified people who left the role.
    pub qualified_leavers: i32,
    /// Money spent, by category.
    pub costs: [Money; 6],
}

/// When somebody was last asked to learn for a role, and how often they have begun.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    last: Vec<i32>,
    attempts: Vec<u32>,
}

impl Asked {
    /// Week in which a person last refused, failed or dropped out, if they did.
    #[must_use]
    pub fn last(&self, slot: u32) -> Option<i32> {
        self.last.get(slot as usize).copied().filter(|&week| week != i32::MIN)
    }

    /// Forgets whoever had a slot before.
    fn forget(&mut self, slot: u32) {
        if let Some(last) = self.last.get_mut(slot as usize) {
            *last = i32::MIN;
        }
        if let Some(attempts) = self.attempts.get_mut(slot as usize) {
            *attempts = 0;
        }
    }

    /// Notes that a person refused, failed or dropped out.
    pub fn note(&mut self, slot: u32, week: Week) {
        if self.last.len() <= slot as usize {
            self.last.resize(slot as usize + 1, i32::MIN);
        }
        self.last[slot as usize] = week.0;
    }

    /// The number of a person's next attempt, from 0.
    pub fn next_attempt(&mut self, slot: u32) -> u32 {
        if self.attempts.len() <= slot as usize {
            self.attempts.resize(slot as usize + 1, 0);
        }
        self.attempts[slot as usize] += 1;
        self.attempts[slot as usize] - 1
    }
}

/// A role in a run.
#[derive(Clone, Debug, Default)]
pub struct RoleState {
    /// Slots of its members, in no order that matters.
    pub members: Vec<u32>,
    /// Role clock at which each member's exit falls due, beside `members`.
    pub exits: Exits,
    /// How each member stands, beside `members`.
    pub standing: Vec<Standing>,
    /// What each member can do, in the order of `members`.
    pub levels: Levels,
    /// Hazard accumulated so far by a person of multiplier 1.
    pub clock: f64,
    /// What the clock gains next week.
    pub clock_step: f64,
    /// The role's climate.
    pub climate: f64,
    /// Work done so far on a search open since week 0.
    pub search_clock: f64,
    /// Work to be done on each search next week.
    pub search_rate: f64,
    /// Full-time weeks done so far on a course toward this role running since week 0.
    pub course_clock: f64,
    /// Mentoring that learners toward this role will get next week.
    pub mentoring: f64,
    /// Seats needed this week.
    pub seats: i32,
    /// What the role asks this week.
    pub bar: Bar,
    /// What courses toward the role and hires for it aim at this week.
    pub aim: Bar,
    /// Its place in the state's aims, where a course of this week has it.
    pub aim_index: Option<u32>,
    /// Members who are ramping up: newcomers, and those who moved in.
    pub ramping: [Ramping; 2],
    /// Members whose fit qualifies them.
    pub qualified: i32,
    /// Members by band of tenure.
    pub bands: [u32; 3],
    /// Sum of the output of members who are ramped up.
    pub steady_output: i64,
    /// Sum of members' output, once the week's is summed.
    pub output: i64,
    /// Sum of members' weekly pay.
    pub payroll: Money,
    /// Members on a course to another role.
    pub out: u32,
    /// Members whose layoff is set.
    pub leaving: u32,
    /// Members on a course, to any role.
    pub learning: u32,
    /// Courses toward this role.
    pub learners: u32,
    /// Those of people of other roles.
    pub reskilling: u32,
    /// Searches under way: of business as usual, of the policy; in order of opening.
    pub searching: [Vec<Search>; 2],
    /// Requisitions searching or accepted: of business as usual.
    pub backfills: u32,
    /// Requisitions searching or accepted: of the policy, not replacing.
    pub hires: u32,
    /// Requisitions searching or accepted that replace.
    pub replacements: u32,
    /// Requisitions opened so far: of business as usual, of the policy.
    pub opened: [u32; 2],
    /// Actions that cover no gap, by class; in the order of launch.
    pub unattached: [Numbers; 3],
    /// Output per head at week 0, which makes a seat's needed output.
    pub per_head: Fixed,
    /// Expected quits a week at the base hazard.
    pub expected_quits: f64,
    /// Seats of the week before.
    pub seats_before: i32,
    /// Qualified members at the end of the week before.
    pub qualified_before: i32,
    /// Quits by week.
    pub quits: Vec<u32>,
    /// Layoffs by week.
    pub layoffs: Vec<u32>,
    /// Surplus of the week, before the policy acts.
    pub surplus_now: i32,
    /// Surplus under the policy's rule, by week.
    pub surplus: Vec<i32>,
    /// Who was asked to learn for this role.
    pub asked: Asked,
    /// Whether what the role asks moved this week.
    pub bar_moved: bool,
    /// What has happened this week.
    pub tally: Tally,
}

impl RoleState {
    /// Makes room for so many members, and as many newcomers.
    pub fn reserve(&mut self, people: usize) {
        self.members.reserve(2 * people);
        self.exits.reserve(2 * people);
        self.standing.reserve(2 * people);
    }

    /// People in the role.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        reason = "headcounts are checked when a scenario is read"
    )]
    pub fn headcount(&self) -> i32 {
        self.members.len() as i32
    }

    /// People in the role who are neither on their way to another nor about to be laid off.
    #[must_use]
    pub fn staying(&self) -> i32 {
        self.headcount() - self.out.cast_signed() - self.leaving.cast_signed()
    }

    /// Somebody stands otherwise by now, at a fit; `before` is what they gave until now, if ramped up. Output follows.
    fn restand(&mut self, post: &Post, fit: Fixed, before: Fixed, at_work: Fixed) {
        if post.is_ramping() {
            self.ramping[usize::from(post.moved)].set(post.ticket, fit, post.is_learning());
        } else {
            self.steady_output += i64::from(post.steady_output(fit, at_work).0) - i64::from(before.0);
        }
        self.standing[post.place as usize] = post.standing(fit);
    }

    /// Adds to the week's money.
    pub fn charge(&mut self, category: CostCategory, amount: Money) {
        self.tally.costs[category as usize] += amount;
    }
}

/// Somebody who filled a seat and whose ramp will be complete.
#[derive(Clone, Copy, Debug)]
pub struct Ramped {
    /// Who.
    pub slot: u32,
    /// The week they entered the role: if it differs by then, they have moved on, and perhaps somebody else has the slot.
    pub role_start: i32,
    /// The record of the gap that they filled, if one closed and its record is kept.
    pub gap: Option<u32>,
    /// How.
    pub channel: Channel,
}

/// People to whom something is about to happen who are read ahead of it: tens of kilobytes of memory.
pub const AT_HAND: usize = 64;
/// People of whom all that is kept fits into the near memory of a processor: nobody need be read ahead.
const NEAR: usize = 3_000;

/// Actions of the mix launched for a role and a kind of gap, by channel.
pub type MixCount = [u32; 4];

/// Money that the mix's actions have committed this year.
#[derive(Clone, Debug, Default)]
pub struct Budget {
    /// By roles without a limit of their own.
    pub shared: Money,
    /// By role, where the role has a limit of its own.
    pub by_role: Vec<Money>,
    /// Whether the role has a limit of its own.
    pub own: Vec<bool>,
}

impl Budget {
    /// What counts against the limit that a role is under.
    pub fn spent(&mut self, role: RoleId) -> &mut Money {
        if self.own[role.index()] { &mut self.by_role[role.index()] } else { &mut self.shared }
    }

    /// A new year: no carry-over.
    pub fn renew(&mut self) {
        self.shared = Money::ZERO;
        self.by_role.fill(Money::ZERO);
    }
}

/// What falls due in a week.
#[derive(Clone, Debug, Default)]
pub struct Due {
    /// People whose multiplier changes.
    pub touches: Vec<Tenant>,
    /// Requisitions whose hire starts.
    pub starts: Vec<u32>,
    /// People who are laid off.
    pub layoffs: Vec<u32>,
    /// People whose ramp is complete.
    pub ramped: Vec<Ramped>,
    /// People who filled a seat a year ago.
    pub anniversaries: Vec<(Tenant, Channel)>,
}

impl Due {
    /// The same as others, in the memory that is there.
    fn refilled((used, others): (Self, &Self)) -> Self {
        Self {
            touches: refilled(used.touches, &others.touches),
            starts: refilled(used.starts, &others.starts),
            layoffs: refilled(used.layoffs, &others.layoffs),
            ramped: refilled(used.ramped, &others.ramped),
            anniversaries: refilled(used.anniversaries, &others.anniversaries),
        }
    }
}

/// The state of one run.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// This week.
    pub week: Week,
    /// Everybody.
    pub people: People,
    /// Roles by id.
    pub roles: Vec<RoleState>,
    /// Gaps.
    pub gaps: Gaps,
    /// Whether another run is to be made in this memory: what this one is done with is then held on to.
    pub lasts: bool,
    /// Requisitions; the place of one that has ended is another's later.
    pub requisitions: Vec<Requisition>,
    /// Places of requisitions that have ended.
    pub ended_requisitions: Vec<u32>,
    /// Every course.
    pub courses: Vec<Course>,
    /// Courses under way since an earlier week, by the learner's key.
    pub learning: Vec<(WorkerKey, u32)>,
    /// Courses of this week, in order of launch.
    pub enrolled: Vec<(WorkerKey, u32)>,
    /// Bars that courses aim at.
    pub aims: Vec<Bar>,
    /// Share of a learner's time that is not spent learning.
    pub at_work: Fixed,
    /// Skills of whoever has accepted in a role whose requirements move, one after another, as many each as the scenario has.
    pub hired_skills: Vec<f32>,
    /// Where in `hired_skills` those of somebody who has started since begin.
    pub spare_skills: Vec<u32>,
    /// What falls due, by week.
    pub due: Vec<Due>,
    /// Money committed so far this year, shared and by role.
    pub budget: Budget,
    /// Actions launched of a policy's mix, by role.
    pub mix_counts: Vec<[MixCount; 2]>,
    /// Actions launched so far, in order.
    pub launched: Vec<Launched>,
    /// What the run leaves behind.
    pub record: RunRecord,
}

/// An action, in four bytes: a run launches more of them than it has people.
#[derive(Clone, Copy, Debug)]
pub struct Launched(u32);

impl Launched {
    /// A course; else a requisition.
    const COURSE: u32 = 1 << 31;

    const fn new(cover: Cover) -> Self {
        match cover {
            Cover::Requisition(index) => Self(index),
            Cover::Course(index) => Self(index | Self::COURSE),
        }
    }

    const fn cover(self) -> Cover {
        if self.0 & Self::COURSE == 0 { Cover::Requisition(self.0) } else { Cover::Course(self.0 & !Self::COURSE) }
    }
}

/// A list with other entries, in the memory that it has, and room for as many newcomers.
pub(super) fn refilled<T: Clone>(mut used: Vec<T>, entries: &[T]) -> Vec<T> {
    used.clear();
    used.reserve(2 * entries.len());
    used.extend_from_slice(entries);
    used
}

impl State {
    /// Makes this the state before week 0, in the memory that it has: fresh pages cost more than what is written to them.
    pub fn restart(&mut self, founders: &Self) {
        let used = std::mem::take(self);
        let mut people = used.people;
        people.restart(&founders.people);
        let mut roles = used.roles;
        roles.resize_with(founders.roles.len(), RoleState::default);
        for (role, founding) in roles.iter_mut().zip(&founders.roles) {
            let mut used = std::mem::take(role);
            *role = RoleState {
                members: refilled(used.members, &founding.members),
                exits: used.exits.refill(&founding.exits),
                standing: refilled(used.standing, &founding.standing),
                levels: used.levels.refill(&founding.levels),
                ramping: std::array::from_fn(|of| std::mem::take(&mut used.ramping[of]).refill(&founding.ramping[of])),
                quits: refilled(used.quits, &[]),
                layoffs: refilled(used.layoffs, &[]),
                surplus: refilled(used.surplus, &[]),
                searching: used.searching.map(|searching| refilled(searching, &[])),
                asked: Asked { last: refilled(used.asked.last, &[]), attempts: refilled(used.asked.attempts, &[]) },
                bar: founding.bar.clone(),
                aim: founding.aim.clone(),
                qualified: founding.qualified,
                bands: founding.bands,
                steady_output: founding.steady_output,
                payroll: founding.payroll,
                per_head: founding.per_head,
                clock_step: founding.clock_step,
                search_rate: founding.search_rate,
                seats_before: founding.seats_before,
                qualified_before: founding.qualified_before,
                ..RoleState::default()
            };
        }
        *self = Self {
            people,
            roles,
            gaps: founders.gaps.clone(),
            requisitions: refilled(used.requisitions, &[]),
            ended_requisitions: refilled(used.ended_requisitions, &[]),
            courses: refilled(used.courses, &[]),
            hired_skills: refilled(used.hired_skills, &[]),
            spare_skills: refilled(used.spare_skills, &[]),
            launched: refilled(used.launched, &[]),
            learning: refilled(used.learning, &[]),
            enrolled: refilled(used.enrolled, &[]),
            due: used.due.into_iter().chain(std::iter::repeat_with(Due::default)).zip(&founders.due).map(Due::refilled).collect(),
            budget: founders.budget.clone(),
            mix_counts: founders.mix_counts.clone(),
            ..Self::default()
        };
    }

    /// What falls due in a week of the run; none beyond the horizon.
    pub fn due_in(&mut self, week: i32) -> Option<&mut Due> {
        usize::try_from(week).ok().and_then(|week| self.due.get_mut(week))
    }

    /// Gives back the memory of a list of this week that has been seen to, for the next run if there is to be one.
    pub fn give_back<T>(&mut self, list: impl FnOnce(&mut Due) -> &mut Vec<T>, seen_to: Vec<T>) {
        if !self.lasts {
            return;
        }
        if let Some(due) = self.due_in(self.week.0) {
            *list(due) = seen_to;
        }
    }

    /// Adds somebody to the company and to their role, whose levels are there already.
    pub fn join(&mut self, newcomer: &Newcomer, qualified_at: Fixed) -> u32 {
        let slot = self.people.add(newcomer);
        self.settle(newcomer, slot, qualified_at);
        slot
    }

    fn settle(&mut self, newcomer: &Newcomer, slot: u32, qualified_at: Fixed) {
        self.people.posts[slot as usize].band = tenure_band(self.week.0 - newcomer.joined);
        self.people.bonds[slot as usize].since = self.roles[newcomer.key.role.index()].clock;
        self.enter(slot, newcomer.key.role, newcomer.fit, qualified_at);
        self.due_touch(slot, newcomer.joined + FIRST_YEAR + 1);
        self.due_touch(slot, newcomer.joined + FIRST_TWO_YEARS + 1);
    }

    /// Has somebody's multiplier looked at again in a week.
    pub fn due_touch(&mut self, slot: u32, week: i32) {
        let tenant = self.people.tenant(slot);
        if let Some(due) = self.due_in(week) {
            due.touches.push(tenant);
        }
    }

    /// Enters somebody whose levels are there already into a role's lists and counts, ramped up; the multiplier follows.
    #[expect(clippy::cast_possible_truncation, reason = "headcounts are checked to fit when a scenario is read")]
    fn enter(&mut self, slot: u32, role: RoleId, fit: Fixed, qualified_at: Fixed) {
        let at = slot as usize;
        let people = &mut self.people;
        let state = &mut self.roles[role.index()];
        people.posts[at].role = role;
        people.posts[at].place = state.members.len() as u32;
        state.members.push(slot);
        state.exits.push();
        let standing = people.posts[at].standing(fit);
        state.standing.push(standing);
        state.bands[people.posts[at].band as usize] += 1;
        state.qualified += i32::from(fit >= qualified_at);
        state.steady_output += i64::from(fit.0);
        state.payroll += people.posts[at].salary.per_week();
    }

    /// Somebody who has just entered a role, in the order of the weeks in which they did, ramps up from here.
    pub fn begin_ramp(&mut self, slot: u32) {
        let post = &mut self.people.posts[slot as usize];
        let state = &mut self.roles[post.role.index()];
        let standing = &mut state.standing[post.place as usize];
        let fit = standing.fit();
        state.steady_output -= i64::from(fit.0);
        post.ticket = state.ramping[usize::from(post.moved)].push(slot, fit, post.role_start);
        *standing = post.standing(fit);
    }

    /// Takes somebody on no course out of their role's lists and counts.
    fn leave(&mut self, slot: u32, qualified_at: Fixed) {
        let at = slot as usize;
        let people = &mut self.people;
        let state = &mut self.roles[people.posts[at].role.index()];
        let place = people.posts[at].place as usize;
        state.members.swap_remove(place);
        state.exits.swap_remove(place);
        let standing = state.standing.swap_remove(place);
        state.levels.swap_remove(place);
        if let Some(&moved) = state.members.get(place) {
            people.posts[moved as usize].place = people.posts[at].place;
        }
        people.posts[at].place = NONE;
        state.bands[people.posts[at].band as usize] -= 1;
        state.qualified -= i32::from(standing.fit() >= qualified_at);
        let post = &mut people.posts[at];
        debug_assert!(!post.is_learning(), "courses end before people go");
        if post.is_ramping() {
            state.ramping[usize::from(post.moved)].remove(post.ticket);
            post.ticket = NONE;
        } else {
            state.steady_output -= i64::from(standing.fit().0);
        }
        state.payroll -= people.posts[at].salary.per_week();
        if people.posts[at].layoff_due != NOT_DUE {
            people.posts[at].layoff_due = NOT_DUE;
            state.leaving -= 1;
        }
    }

    /// Somebody leaves the company: their slot is for others from now on.
    pub fn depart(&mut self, slot: u32, qualified_at: Fixed) {
        self.leave(slot, qualified_at);
        self.people.vacate(slot);
        for role in &mut self.roles {
            role.asked.forget(slot);
        }
    }

    /// Moves somebody to another role, with what they can do, where they ramp up; the multiplier follows.
    pub fn transfer(&mut self, slot: u32, to: RoleId, fit: Fixed, salary: Money, disposition: f64, qualified_at: Fixed) {
        let post = &self.people.posts[slot as usize];
        let (from, place) = (post.role, post.place as usize);
        let levels: Vec<f32> = self.roles[from.index()].levels.of(place).collect();
        self.leave(slot, qualified_at);
        self.roles[to.index()].levels.push(levels);
        let post = &mut self.people.posts[slot as usize];
        (post.moved, post.role_start) = (true, self.week.0);
        post.salary = salary;
        let bond = &mut self.people.bonds[slot as usize];
        bond.disposition = disposition;
        bond.since = self.roles[to.index()].clock;
        self.enter(slot, to, fit, qualified_at);
        self.begin_ramp(slot);
    }

    /// Reads what is kept of people to whom something is about to happen, and of those who are `leaving` what goes with them. They lie all over the memory: read one after
    /// another, with nothing to decide in between, they are waited for together. Of more than [`AT_HAND`] at once the first would be gone again when it is their turn.
    pub fn glance(&self, slots: impl Iterator<Item = u32> + Clone, leaving: bool) {
        if self.people.posts.len() < NEAR {
            return;
        }
        let mut seen = 0;
        for slot in slots.clone() {
            seen ^= u64::from(self.people.posts[slot as usize].place) ^ self.people.bonds[slot as usize].since.to_bits();
        }
        for slot in slots {
            let (role, place) = self.seat_of(slot);
            seen ^= role.exits.glance(place);
            if leaving {
                let list = |list: Option<u32>| u64::from(list.unwrap_or_default());
                seen ^= list(role.members.get(place).copied()) ^ list(role.standing.get(place).map(|standing| standing.fit().0));
                seen ^= role.levels.glance(place);
            }
        }
        // Whatever it is: a compiler drops what nobody asks for.
        black_box(seen);
    }

    /// The role that somebody is in, and their place among its members.
    #[must_use]
    #[inline]
    pub fn seat_of(&self, slot: u32) -> (&RoleState, usize) {
        let post = &self.people.posts[slot as usize];
        (&self.roles[post.role.index()], post.place as usize)
    }

    /// Somebody's fit to their role as it is.
    #[must_use]
    pub fn fit(&self, slot: u32) -> Fixed {
        let (role, place) = self.seat_of(slot);
        role.standing[place].fit()
    }

    /// Somebody's fit to a bar.
    #[must_use]
    pub fn fit_to(&self, bar: &Bar, slot: u32) -> Fixed {
        let (role, place) = self.seat_of(slot);
        bar.fit_of(&role.levels, place)
    }

    /// Changes somebody's level of a skill.
    pub fn set_level(&mut self, slot: u32, skill: SkillId, change: impl FnOnce(f32) -> f32) {
        let post = &self.people.posts[slot as usize];
        let (levels, place) = (&mut self.roles[post.role.index()].levels, post.place as usize);
        let level = change(levels.level(place, skill.index()));
        levels.set(place, skill.index(), level);
    }

    /// Sets somebody's course, or that they are on none; output follows.
    fn set_course(&mut self, slot: u32, course: u32) {
        let post = &mut self.people.posts[slot as usize];
        let state = &mut self.roles[post.role.index()];
        let fit = state.standing[post.place as usize].fit();
        let before = post.steady_output(fit, self.at_work);
        post.course = course;
        state.restand(post, fit, before, self.at_work);
    }

    /// Sets somebody's fit to their role and keeps its count; a learner whom the bar passes can now cover a gap. Output follows.
    pub fn set_fit(&mut self, slot: u32, fit: Fixed, qualified_at: Fixed) {
        let post = &mut self.people.posts[slot as usize];
        let state = &mut self.roles[post.role.index()];
        let before = state.standing[post.place as usize].fit();
        let (was, is) = (before >= qualified_at, fit >= qualified_at);
        state.restand(post, fit, post.steady_output(before, self.at_work), self.at_work);
        state.qualified += i32::from(is) - i32::from(was);
        if was && !is && post.course != NONE {
            let course = Cover::Course(post.course);
            self.mark_unattached(course, qualified_at);
        }
    }

    /// Sums the week's output of every role; `ramps` are those of newcomers and of movers, by weeks in the role.
    pub fn sum_output(&mut self, ramps: [&[Fixed]; 2]) {
        let (week, at_work, posts) = (self.week.0, self.at_work, &mut self.people.posts);
        for state in &mut self.roles {
            let (standing, steady) = (&mut state.standing, &mut state.steady_output);
            let mut ramping_up = 0;
            for (ramping, ramps) in state.ramping.iter_mut().zip(ramps) {
                ramping.complete(week, ramps, |slot| {
                    let post = &mut posts[slot as usize];
                    post.ticket = NONE;
                    let standing = &mut standing[post.place as usize];
                    *standing = post.standing(standing.fit());
                    *steady += i64::from(post.steady_output(standing.fit(), at_work).0);
                });
                ramping_up += ramping.output(week, ramps, at_work);
            }
            state.output = *steady + ramping_up;
        }
    }

    /// What a course launched toward a role this week aims at, kept once.
    #[expect(clippy::cast_possible_truncation, reason = "at most one a role and week")]
    pub fn aim_index(&mut self, role: RoleId) -> u32 {
        let state = &mut self.roles[role.index()];
        *state.aim_index.get_or_insert_with(|| {
            self.aims.push(state.aim.clone());
            self.aims.len() as u32 - 1
        })
    }

    /// Sets the multiplier of somebody's hazard from now on.
    pub fn set_multiplier(&mut self, slot: u32, multiplier: f64) {
        let at = slot as usize;
        let state = &mut self.roles[self.people.posts[at].role.index()];
        let exit = self.people.set_multiplier(slot, multiplier, state.clock);
        state.exits.set(self.people.posts[at].place as usize, exit);
    }

    /// The class of gaps that an action can cover, and the role; none for somebody on a course who is still up to their seat.
    #[must_use]
    pub fn class_of(&self, cover: Cover, qualified_at: Fixed) -> (RoleId, Option<Class>) {
        match cover {
            Cover::Requisition(index) => {
                let requisition = &self.requisitions[index as usize];
                let class = if requisition.is_backfill() {
                    Class::Usual
                } else if requisition.replaces {
                    Class::Capability
                } else {
                    Class::Vacancy
                };
                (requisition.role(), Some(class))
            }
            Cover::Course(index) => {
                let course = &self.courses[index as usize];
                let class = match course.channel {
                    Channel::Reskill => Some(Class::Vacancy),
                    _ if self.fit(course.slot) < qualified_at => Some(Class::Capability),
                    _ => None,
                };
                (course.to, class)
            }
        }
    }

    /// The channel of an action.
    #[must_use]
    pub fn channel_of(&self, cover: Cover) -> Channel {
        match cover {
            Cover::Requisition(index) if self.requisitions[index as usize].is_backfill() => Channel::Backfill,
            Cover::Requisition(_) => Channel::Hire,
            Cover::Course(index) => self.courses[index as usize].channel,
        }
    }

    fn gap_of(&mut self, cover: Cover) -> (&mut Option<u32>, u32) {
        match cover {
            Cover::Requisition(index) => {
                let requisition = &mut self.requisitions[index as usize];
                (&mut requisition.gap, requisition.order)
            }
            Cover::Course(index) => {
                let course = &mut self.courses[index as usize];
                (&mut course.gap, course.order)
            }
        }
    }

    /// Makes an action known as one that could cover a gap, if it can and covers none.
    pub fn mark_unattached(&mut self, cover: Cover, qualified_at: Fixed) {
        let (role, class) = self.class_of(cover, qualified_at);
        let (gap, order) = self.gap_of(cover);
        if gap.is_some() {
            return;
        }
        if let Some(class) = class {
            self.roles[role.index()].unattached[class as usize].insert(order);
        }
    }

    /// Covers a gap with an action that covers none.
    pub fn attach(&mut self, gap: u32, cover: Cover, qualified_at: Fixed) {
        let (role, class) = self.class_of(cover, qualified_at);
        let (slot, order) = self.gap_of(cover);
        *slot = Some(gap);
        if let Some(class) = class {
            self.roles[role.index()].unattached[class as usize].remove(order);
        }
        self.gaps.cover(gap, cover);
    }

    /// Ends an action's claim: it covers no gap any more, and cannot. Returns the gap that it covered.
    pub fn release(&mut self, cover: Cover) -> Option<u32> {
        let (role, _) = self.class_of(cover, Fixed::ZERO);
        let (slot, order) = self.gap_of(cover);
        let gap = slot.take();
        if gap.is_none() {
            for set in &mut self.roles[role.index()].unattached {
                set.remove(order);
            }
        }
        gap
    }

    /// Opens a requisition; its search begins with the first attempt ([`State::begin_search`]).
    #[expect(clippy::cast_possible_truncation, reason = "fewer requisitions than people and weeks")]
    pub fn open_requisition(&mut self, role: RoleId, origin: Origin, replaces: bool, committed: Money) -> u32 {
        let index = self.ended_requisitions.pop().unwrap_or(self.requisitions.len() as u32);
        let state = &mut self.roles[role.index()];
        let book = usize::from(origin == Origin::Hire);
        let key = WorkerKey { role, origin, number: state.opened[book] };
        state.opened[book] += 1;
        *Self::in_progress(state, origin, replaces) += 1;
        let requisition = Requisition {
            key,
            attempt: 0,
            declines: false,
            replaces,
            gap: None,
            order: self.launched.len() as u32,
            opened: self.week,
            accepted: self.week,
            committed,
            stage: Stage::Searching,
            skills: NONE,
        };
        match self.requisitions.get_mut(index as usize) {
            Some(ended) => *ended = requisition,
            None => self.requisitions.push(requisition),
        }
        self.launched.push(Launched::new(Cover::Requisition(index)));
        index
    }

    /// The search of the requisition that was opened last begins: when its first attempt is done.
    pub fn begin_search(&mut self, index: u32, due: f64) {
        let Requisition { key, order, .. } = self.requisitions[index as usize];
        self.roles[key.role.index()].searching[usize::from(key.origin == Origin::Hire)].push(Search { due, index, order });
    }

    /// A requisition has ended, and nothing is asked of it any more.
    pub fn forget_requisition(&mut self, index: u32) {
        let skills = self.requisitions[index as usize].skills;
        if skills != NONE {
            self.spare_skills.push(skills);
        }
        self.ended_requisitions.push(index);
    }

    /// Makes room for the skills of whoever has accepted, as many as the scenario has; returns where they begin.
    #[expect(clippy::cast_possible_truncation, reason = "four thousand million levels would be sixteen gigabytes")]
    pub fn place_for_skills(&mut self, skills: usize) -> u32 {
        self.spare_skills.pop().unwrap_or_else(|| {
            let at = self.hired_skills.len();
            self.hired_skills.resize(at + skills, 0.0);
            at as u32
        })
    }

    /// An action by its place among all that were launched.
    #[must_use]
    pub fn launched(&self, order: u32) -> Cover {
        self.launched[order as usize].cover()
    }

    /// The count of a role's requisitions in progress that a requisition belongs to.
    fn in_progress(state: &mut RoleState, origin: Origin, replaces: bool) -> &mut u32 {
        match (origin, replaces) {
            (Origin::Hire, true) => &mut state.replacements,
            (Origin::Hire, false) => &mut state.hires,
            _ => &mut state.backfills,
        }
    }

    /// Moves a requisition on, and keeps the role's lists and counts; whoever goes through the searches takes those out that end.
    pub fn set_stage(&mut self, index: u32, stage: Stage) {
        self.requisitions[index as usize].stage = stage;
        let requisition = &self.requisitions[index as usize];
        let (role, origin, replaces) = (requisition.key.role, requisition.key.origin, requisition.replaces);
        let state = &mut self.roles[role.index()];
        if stage == Stage::Cancelled {
            let (list, order) = (&mut state.searching[usize::from(origin == Origin::Hire)], requisition.order);
            if let Ok(place) = list.binary_search_by_key(&order, |search| search.order) {
                list.remove(place);
            }
        }
        if matches!(stage, Stage::Started | Stage::Cancelled) {
            *Self::in_progress(state, origin, replaces) -= 1;
        }
    }

    /// Begins a course: counts, lists, the learner's state.
    #[expect(clippy::cast_possible_truncation, reason = "fewer courses than people and weeks")]
    pub fn begin_course(&mut self, mut course: Course) -> u32 {
        let index = self.courses.len() as u32;
        course.order = self.launched.len() as u32;
        self.launched.push(Launched::new(Cover::Course(index)));
        let slot = course.slot as usize;
        let from = self.people.posts[slot].role;
        self.set_course(course.slot, index);
        self.roles[from.index()].learning += 1;
        self.roles[course.to.index()].learners += 1;
        if course.channel == Channel::Reskill {
            self.roles[from.index()].out += 1;
            self.roles[course.to.index()].reskilling += 1;
        }
        let key = self.people.posts[slot].key;
        self.enrolled.push((key, index));
        self.courses.push(course);
        index
    }

    /// Courses under way, in no order that matters.
    pub fn under_way(&self) -> impl Iterator<Item = &Course> {
        self.learning.iter().chain(&self.enrolled).map(|&(_, index)| &self.courses[index as usize])
    }

    /// Puts the courses of last week among the others.
    pub fn enrol(&mut self) {
        // Two runs in order, once the new ones are: the sort finds them and merges.
        self.enrolled.sort_unstable();
        self.learning.append(&mut self.enrolled);
        self.learning.sort();
    }

    /// Ends a course: counts and the learner's state. The caller takes it off `learning`, sees to its gap and writes the record.
    pub fn end_course(&mut self, index: u32) {
        let course = &self.courses[index as usize];
        let (slot, to, channel) = (course.slot, course.to, course.channel);
        let from = self.people.posts[slot as usize].role;
        self.set_course(slot, NONE);
        self.roles[from.index()].learning -= 1;
        self.roles[to.index()].learners -= 1;
        if channel == Channel::Reskill {
            self.roles[from.index()].out -= 1;
            self.roles[to.index()].reskilling -= 1;
        }
    }

    /// Sets somebody's layoff.
    pub fn set_layoff(&mut self, slot: u32, week: i32) {
        let post = &mut self.people.posts[slot as usize];
        post.layoff_due = week;
        let state = &mut self.roles[post.role.index()];
        let standing = &mut state.standing[post.place as usize];
        *standing = post.standing(standing.fit());
        state.leaving += 1;
        if let Some(due) = self.due_in(week) {
            due.layoffs.push(slot);
        }
    }
}
