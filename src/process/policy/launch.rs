//! Launching an action: a search, or a course if somebody accepts, within capacity and budget.

use crate::ids::{Origin, RoleId};
use crate::process::cast::Candidate;
use crate::process::departure::{self, LANDING};
use crate::process::hiring::HALF_WEEK;
use crate::process::learning;
use crate::process::world::{World, roles};
use crate::scenario::model::Channel;
use crate::units::{Fixed, Money};
use crate::workforce::course::Course;
use crate::workforce::gaps::Cover;
use crate::workforce::record::{CostCategory, CourseOutcome, CourseRecord};
use crate::workforce::state::State;

use super::candidates::Candidates;
use super::{Attempted, Blocked};

/// What a policy has left this week, shared and by role: training and requisition capacity. What roles with limits of their own use does not count against the shared ones.
#[derive(Clone, Debug)]
pub struct Limits {
    training: Limit,
    requisitions: Limit,
}

/// A capacity in use.
#[derive(Clone, Debug)]
struct Limit {
    shared_left: i64,
    own_left: Vec<Option<i64>>,
}

impl Limit {
    fn left(&mut self, role: RoleId) -> &mut i64 {
        self.own_left[role.index()].as_mut().unwrap_or(&mut self.shared_left)
    }
}

impl Limits {
    /// What is left at the start of the policy's week.
    pub fn new(state: &State, world: &World) -> Self {
        let policy = world.policy;
        let limit = |shared: u32, own: &dyn Fn(RoleId) -> Option<u32>, used: &dyn Fn(RoleId) -> i64| {
            let mut limit = Limit { shared_left: i64::from(shared), own_left: Vec::new() };
            for role in roles(world.scenario) {
                limit.own_left.push(own(role).map(i64::from));
                *limit.left(role) -= used(role);
            }
            limit
        };
        Self {
            training: limit(policy.training_capacity, &|role| world.terms(role).training_capacity, &|role| {
                i64::from(state.roles[role.index()].learners)
            }),
            requisitions: limit(policy.requisition_capacity, &|role| world.terms(role).requisition_capacity, &|role| {
                i64::try_from(state.roles[role.index()].searching[1].len()).unwrap_or(i64::MAX)
            }),
        }
    }
}

impl Limits {
    /// How many further courses toward a role can start.
    pub fn training_left(&mut self, role: RoleId) -> usize {
        usize::try_from(*self.training.left(role)).unwrap_or(0)
    }
}

/// Whether a role's budget of the year cannot take another cost.
fn over_budget(state: &mut State, world: &World, role: RoleId, cost: impl FnOnce() -> Money) -> bool {
    let limit = world.terms(role).budget_per_year.or(world.policy.budget_per_year);
    limit.is_some_and(|limit| *state.budget.spent(role) + cost() > limit)
}

/// Why a search cannot be opened, if it cannot.
pub fn hire_blocked(state: &mut State, world: &World, limits: &mut Limits, role: RoleId) -> Option<Blocked> {
    if *limits.requisitions.left(role) <= 0 {
        return Some(Blocked::Requisitions);
    }
    over_budget(state, world, role, || commitment(world)).then_some(Blocked::Budget)
}

/// What a search commits of the budget.
fn commitment(world: &World) -> Money {
    world.scenario.hiring.cost_per_hire + world.scenario.hiring.onboarding
}

/// Opens a search of the policy, and covers the oldest gap that it serves.
pub fn hire(state: &mut State, world: &World, limits: &mut Limits, role: RoleId, replaces: bool) -> Attempted {
    if let Some(blocked) = hire_blocked(state, world, limits, role) {
        return Attempted::Blocked(blocked);
    }
    *limits.requisitions.left(role) -= 1;
    let committed = commitment(world);
    *state.budget.spent(role) += committed;
    let cover = open_search(state, world, role, Origin::Hire, replaces, committed);
    cover_oldest(state, world, cover);
    Attempted::Launched
}

/// Opens a search and draws its first attempt.
pub fn open_search(state: &mut State, world: &World, role: RoleId, origin: Origin, replaces: bool, committed: Money) -> Cover {
    let index = state.open_requisition(role, origin, replaces, committed);
    let clock = state.roles[role.index()].search_clock;
    let requisition = &mut state.requisitions[index as usize];
    let attempt = world.cast.borrow_mut().first_attempt(requisition.key, world);
    requisition.declines = attempt.declines;
    state.begin_search(index, clock + attempt.work - HALF_WEEK);
    Cover::Requisition(index)
}

/// Covers the oldest gap that an action can, or notes that it covers none.
fn cover_oldest(state: &mut State, world: &World, cover: Cover) {
    let (role, class) = state.class_of(cover, world.qualified_at);
    let Some(class) = class else { return };
    match state.gaps.oldest_uncovered(role, class) {
        Some(gap) => state.attach(gap, cover, world.qualified_at),
        None => state.mark_unattached(cover, world.qualified_at),
    }
}

/// Why a course toward a role cannot be launched for the next candidate, if it cannot.
pub fn course_blocked(
    state: &mut State,
    world: &World,
    limits: &mut Limits,
    candidates: &mut Candidates,
    role: RoleId,
    distance: Fixed,
) -> Option<Blocked> {
    if *limits.training.left(role) <= 0 {
        return Some(Blocked::Training);
    }
    let tuition = || candidates.steepness(distance).tuition(&world.scenario.learning);
    over_budget(state, world, role, tuition).then_some(Blocked::Budget)
}

/// Asks candidates in order until one accepts.
pub fn course(
    state: &mut State,
    world: &World,
    limits: &mut Limits,
    candidates: &mut Candidates,
    role: RoleId,
    channel: Channel,
) -> Attempted {
    while let Some((distance, slot)) = candidates.next(state) {
        if let Some(blocked) = course_blocked(state, world, limits, candidates, role, distance) {
            return Attempted::Blocked(blocked);
        }
        candidates.take();
        if ask(state, world, limits, candidates, role, channel, distance, slot) {
            return Attempted::Launched;
        }
    }
    Attempted::NoCandidate
}

/// Asks one candidate; launches the course if they accept.
#[expect(clippy::too_many_arguments, reason = "an offer is all of these")]
pub fn ask(
    state: &mut State,
    world: &World,
    limits: &mut Limits,
    candidates: &mut Candidates,
    role: RoleId,
    channel: Channel,
    distance: Fixed,
    slot: u32,
) -> bool {
    let at = slot as usize;
    let learning = &world.scenario.learning;
    let home = state.people.posts[at].role;
    let landing = if state.week.0 <= state.people.posts[at].landed_until { LANDING } else { 0.0 };
    let key = state.people.posts[at].key;
    let Candidate { bent, latent } = world.cast.borrow_mut().candidate(key, role, world);
    let engagement = bent.own_engagement + state.roles[home.index()].climate + landing;
    let stages = &mut state.record.funnel[channel as usize];
    stages.offered += 1;
    if latent >= learning::acceptance(distance, engagement, learning) {
        state.roles[role.index()].asked.note(slot, state.week);
        return false;
    }
    stages.accepted += 1;
    *limits.training.left(role) -= 1;
    candidates.accepted(home);
    let steepness = candidates.steepness(distance);
    let tuition = steepness.tuition(learning);
    *state.budget.spent(role) += tuition;
    state.roles[role.index()].charge(CostCategory::Tuition, tuition);
    let attempt = state.roles[role.index()].asked.next_attempt(slot);
    let luck = if attempt == 0 {
        world.cast.borrow_mut().first_course(key, role, world)
    } else {
        learning::draw_course(world.entity(key), world.entities[role.index()], attempt, learning, world.luck)
    };
    let aim = state.aim_index(role);
    let course = Course {
        slot,
        to: role,
        channel,
        aim,
        due: state.roles[role.index()].course_clock + steepness.effort(bent.learning_rate, learning),
        distance,
        dropout_hazard: learning::dropout_hazard(distance, learning),
        dropped: 0.0,
        dropout_budget: luck.dropout_budget,
        own_engagement: bent.own_engagement,
        learning_rate: bent.learning_rate,
        transfer: luck.transfer,
        gained: 0.0,
        topped_up: false,
        gap: None,
        order: 0,
    };
    let index = state.begin_course(course);
    state.record.courses.push(CourseRecord {
        worker: state.people.posts[at].key,
        from: home,
        to: role,
        launched: state.week,
        distance: distance.value(),
        tuition,
        topped_up: false,
        outcome: CourseOutcome::Running,
        ended: None,
    });
    cover_oldest(state, world, Cover::Course(index));
    departure::touch(state, world, slot);
    true
}
