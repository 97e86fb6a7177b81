//! Skills: fit of the people in roles whose requirements moved this week. Levels themselves move only by courses.

use crate::process::ledger;
use crate::process::world::{World, roles};
use crate::workforce::state::State;

pub use crate::workforce::bar::Bar;

/// Fits again whoever is in a role that asks something else since this week.
pub fn step(state: &mut State, world: &World) {
    for role in roles(world.scenario) {
        if !state.roles[role.index()].bar_moved {
            continue;
        }
        let here = &mut state.roles[role.index()];
        let (bar, members) = (std::mem::take(&mut here.bar), std::mem::take(&mut here.members));
        for &slot in &members {
            let fit = bar.fit(state.people.skills_of(slot));
            if fit != state.people.fit[slot as usize] {
                state.set_fit(slot, fit, world.qualified_at);
                ledger::refresh_output(state, world, slot);
            }
        }
        let here = &mut state.roles[role.index()];
        (here.bar, here.members) = (bar, members);
    }
}
