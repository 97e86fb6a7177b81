//! The policy: act on gaps and surplus, within capacity and budget.
//!
//! Vacancies that a leaving opened, and those of ordinary growth, are filled from outside under every policy (`usual`). A policy serves the gaps that shocks open and every
//! capability gap: `need` counts what is to be done, `mix` or `adaptive_choice` says by which channel, `launch` does it if capacity, budget and somebody to ask allow it.
//! `surplus` lays off whom demand no longer needs.

mod adaptive_choice;
mod candidates;
mod launch;
mod mix;
mod need;
mod surplus;
mod usual;

use crate::ids::RoleId;
use crate::process::world::{World, roles};
use crate::scenario::model::{Channel, Choice};
use crate::workforce::gaps::Class;
use crate::workforce::record::{GapKind, Waits};
use crate::workforce::state::State;
use launch::Limits;

/// Why an action is not launched this week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blocked {
    Training,
    Requisitions,
    Budget,
}

/// What came of trying a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Attempted {
    Launched,
    NoCandidate,
    Blocked(Blocked),
}

/// Acts on gaps and surplus.
pub fn step(state: &mut State, world: &World) {
    for role in roles(world.scenario) {
        usual::backfill(state, world, role);
    }
    let mut limits = Limits::new(state, world);
    for &role in &world.by_worth {
        serve(state, world, &mut limits, role);
    }
    for role in roles(world.scenario) {
        surplus::lay_off(state, world, role);
    }
}

/// Acts on a role's gaps: vacancies first, since an empty seat gives nothing.
fn serve(state: &mut State, world: &World, limits: &mut Limits, role: RoleId) {
    let terms = world.terms(role);
    if terms.choice == Choice::Nothing {
        let uncovered =
            [Class::Vacancy, Class::Capability].map(|class| state.gaps.uncovered_count(role, class)).iter().sum::<usize>();
        state.record.waits.not_served += u32::try_from(uncovered).unwrap_or(u32::MAX);
        return;
    }
    let need = need::count(state, world, role);
    let mut short = need.short;
    for kind in [GapKind::Vacancy, GapKind::Capability] {
        match terms.choice {
            Choice::Adaptive => adaptive_choice::serve(state, world, limits, role, kind, &need, &mut short),
            _ => mix::serve(state, world, limits, role, kind, &need),
        }
    }
}

/// Counts a wait.
fn wait(waits: &mut Waits, blocked: Blocked, gaps: i32) {
    let gaps = gaps.max(0).unsigned_abs();
    match blocked {
        Blocked::Training => waits.training_capacity += gaps,
        Blocked::Requisitions => waits.requisition_capacity += gaps,
        Blocked::Budget => waits.budget += gaps,
    }
}

/// The channels of a kind of gap with the mix's share of each: 0 where it does not serve.
fn serving(choice: Choice, replaces: bool, kind: GapKind) -> [(Channel, f64); 2] {
    let (hire, reskill, upskill) = match choice {
        Choice::Mix { hire, reskill, upskill } => (hire, reskill, upskill),
        _ => (0.0, 0.0, 0.0),
    };
    match kind {
        GapKind::Vacancy => [(Channel::Hire, hire), (Channel::Reskill, reskill)],
        GapKind::Capability => [(Channel::Hire, if replaces { hire } else { 0.0 }), (Channel::Upskill, upskill)],
    }
}
