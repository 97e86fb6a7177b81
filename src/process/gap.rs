//! Gaps: recount, open, close, lapse; surplus.
//!
//! `G = max(0, D - Q)` gaps are open in a role, of which `V = max(0, D - H)` are vacancies and the rest capability gaps. What is more than last week opens, with its cause:
//! first the gaps that leavers tore (beyond what surplus of the qualified absorbed), then ordinary growth, then the shock. What is less has lapsed, since whatever was filled
//! closed when somebody started or completed.

use crate::ids::{RoleId, WorkerKey};
use crate::process::world::{World, roles};
use crate::scenario::model::Channel;
use crate::workforce::gaps::{Class, Cover};
use crate::workforce::record::{Cause, GapKind};
use crate::workforce::requisition::Stage;
use crate::workforce::state::State;

/// Recounts every role.
pub fn step(state: &mut State, world: &World) {
    for role in roles(world.scenario) {
        recount(state, world, role);
        let here = &mut state.roles[role.index()];
        here.surplus_now = (here.headcount() - here.out.cast_signed() - here.seats).max(0);
        here.seats_before = here.seats;
        here.qualified_before = here.qualified;
        here.tally.qualified_leavers = 0;
        let turnover = world.scenario.roles[role.index()].turnover;
        here.expected_quits =
            super::departure::expected_quits(turnover, here.bands, &world.scenario.retention, world.scenario.mechanisms);
    }
}

#[expect(clippy::cast_sign_loss, reason = "clamped at 0 first")]
fn recount(state: &mut State, world: &World, role: RoleId) {
    let here = &state.roles[role.index()];
    let gaps = (here.seats - here.qualified).max(0) as usize;
    let vacancies = (here.seats - here.headcount()).max(0) as usize;
    let open = state.gaps.open_count(role);
    if gaps > open {
        open_gaps(state, world, role, gaps - open, vacancies);
    }
    for _ in gaps..open {
        lapse_one(state, world, role);
    }
    state.gaps.reconcile(role, vacancies);
}

#[expect(clippy::cast_sign_loss, reason = "clamped at 0 first")]
fn open_gaps(state: &mut State, world: &World, role: RoleId, count: usize, vacancies: usize) {
    let here = &state.roles[role.index()];
    let short_before = here.seats_before - here.qualified_before;
    let torn = (short_before + here.tally.qualified_leavers).max(0) - short_before.max(0);
    let grown = if state.week.0 == 0 {
        0
    } else {
        world.outlook.growth_seats(role, state.week) - world.outlook.growth_seats(role, state.week + -1)
    };
    let (torn, grown) = (torn.max(0) as usize, grown.max(0) as usize);
    let rest = if world.outlook.hit(role) { Cause::Shock } else { Cause::Growth };
    let new_vacancies = vacancies.saturating_sub(state.gaps.vacancy_count(role)).min(count);
    for number in 0..count {
        let cause = if number < torn {
            Cause::Departure
        } else if number < torn + grown {
            Cause::Growth
        } else {
            rest
        };
        let kind = if number < new_vacancies { GapKind::Vacancy } else { GapKind::Capability };
        let (gap, class) = state.gaps.open(role, kind, cause, state.week);
        if let Some(order) = state.roles[role.index()].unattached[class as usize].first() {
            state.attach(gap, state.launched(order), world.qualified_at);
        }
    }
}

fn lapse_one(state: &mut State, world: &World, role: RoleId) {
    let Some((gap, cover)) = next_to_lapse(state, role) else { return };
    let channel = cover.map(|cover| state.channel_of(cover));
    state.gaps.lapse(gap, channel, state.week);
    if let Some(cover) = cover {
        let_go(state, world, cover);
    }
}

/// The gap that lapsing takes next, and its cover.
fn next_to_lapse(state: &State, role: RoleId) -> Option<(u32, Option<Cover>)> {
    let requisitions = &state.requisitions;
    state.gaps.next_to_lapse(role, |index| requisitions[index as usize].stage == Stage::Searching)
}

/// An action's gap is gone: a search is cancelled and frees its budget; accepted hires and learners go on.
fn let_go(state: &mut State, world: &World, cover: Cover) {
    state.release(cover);
    match cover {
        Cover::Requisition(index) if state.requisitions[index as usize].stage == Stage::Searching => {
            state.set_stage(index, Stage::Cancelled);
            let requisition = &state.requisitions[index as usize];
            let (role, committed, opened) = (requisition.role(), requisition.committed, requisition.opened);
            if opened.0 / crate::units::WEEKS_PER_YEAR == state.week.0 / crate::units::WEEKS_PER_YEAR {
                *state.budget.spent(role) -= committed;
            }
            state.forget_requisition(index);
        }
        _ => state.mark_unattached(cover, world.qualified_at),
    }
}

/// Somebody qualified has started, moved in or completed: closes the gap that their action covers, or else the one that they fill unasked.
///
/// `qualified_before` is the role's qualified people before this one counts. Returns the record of the gap closed, if one was and its record is kept.
pub fn fill(
    state: &mut State,
    world: &World,
    role: RoleId,
    cover: Cover,
    filler: WorkerKey,
    qualified_before: i32,
    class: Class,
) -> Option<u32> {
    let channel: Channel = state.channel_of(cover);
    if let Some(gap) = state.release(cover) {
        return state.gaps.fill(gap, channel, filler, state.week);
    }
    if state.roles[role.index()].seats <= qualified_before {
        return None;
    }
    let uncovered = state.gaps.oldest_uncovered(role, class).or_else(|| state.gaps.oldest_uncovered_of_any(role));
    let (gap, other) = uncovered.map(|gap| (gap, None)).or_else(|| next_to_lapse(state, role))?;
    let record = state.gaps.fill(gap, channel, filler, state.week);
    if let Some(other) = other {
        let_go(state, world, other);
    }
    record
}

/// An action has ended without filling: its gap is handed back.
pub fn hand_back(state: &mut State, cover: Cover) {
    if let Some(gap) = state.release(cover) {
        state.gaps.uncover(gap);
    }
}
