//! Business as usual, under every policy: vacancies that a leaving opened, and those of ordinary growth, are filled from outside if still needed at `t + lead`, outside the budget.

use crate::ids::{Origin, RoleId};
use crate::process::world::World;
use crate::units::Money;
use crate::workforce::gaps::Class;
use crate::workforce::state::State;

use super::launch;

/// Opens a search for each such vacancy that nothing covers, oldest first.
pub fn backfill(state: &mut State, world: &World, role: RoleId) {
    if state.gaps.uncovered_count(role, Class::Usual) == 0 {
        return;
    }
    let lead = world.terms(role).lead_weeks;
    let wanted = world.outlook.seats_foreseen(role, state.week, state.week + lead);
    let here = &state.roles[role.index()];
    let inbound = here.backfills + here.hires + here.reskilling;
    let mut allowed = wanted - here.staying() - inbound.cast_signed();
    while allowed > 0 {
        let Some(gap) = state.gaps.oldest_uncovered(role, Class::Usual) else { return };
        let cover = launch::open_search(state, world, role, Origin::Backfill, false, Money::ZERO);
        state.attach(gap, cover, world.qualified_at);
        allowed -= 1;
    }
}
