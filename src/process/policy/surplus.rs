//! Surplus: whom demand no longer needs, now and at `t + lead`, over the whole grace, and beyond what quits will absorb.

use crate::ids::RoleId;
use crate::process::dismissal::Dismissals;
use crate::process::world::World;
use crate::scenario::model::SurplusRule;
use crate::workforce::state::State;

/// Sets the layoffs of a role: least fit first, then shortest tenure; no learner.
#[expect(clippy::cast_possible_truncation, reason = "expected quits are below the headcount times weeks")]
pub fn lay_off(state: &mut State, world: &World, role: RoleId) {
    let terms = world.terms(role);
    let foreseen = world.outlook.seats_foreseen(role, state.week, state.week + terms.lead_weeks);
    let here = &mut state.roles[role.index()];
    here.surplus.push(here.staying() - here.seats.max(foreseen));
    let grace = usize::try_from(terms.grace_weeks).unwrap_or(0);
    if terms.surplus == SurplusRule::Retain || here.surplus.len() <= grace {
        return;
    }
    let lasting = here.surplus.iter().rev().take(grace + 1).copied().min().unwrap_or(0);
    let absorbed = libm::floor(here.expected_quits * f64::from(terms.absorb_weeks)) as i32;
    let count = usize::try_from(lasting.saturating_sub(absorbed)).unwrap_or(0);
    if count == 0 {
        return;
    }
    let mut line = Dismissals::default();
    for (&slot, &standing) in here.members.iter().zip(&here.standing).filter(|(_, standing)| standing.is_free()) {
        line.join(standing, slot);
    }
    for _ in 0..count {
        let Some(slot) = line.next(state) else { return };
        state.set_layoff(slot, state.week.0 + 1);
    }
}
