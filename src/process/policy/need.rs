//! What a policy has to do in a role this week: gaps foreseen at `t + lead`, less what is under way.

use crate::ids::RoleId;
use crate::process::adaptive;
use crate::process::world::World;
use crate::scenario::model::{Channel, Choice};
use crate::units::Fixed;
use crate::workforce::bar::Bar;
use crate::workforce::gaps::Class;
use crate::workforce::people::NONE;
use crate::workforce::state::State;

/// What is to be done in a role this week.
#[derive(Clone, Debug)]
pub struct Need {
    /// Vacancies foreseen that nothing is under way for.
    pub vacancies: i32,
    /// How many of them the forecast within `aim_weeks` still needs: those that reskilling may serve.
    pub lasting_vacancies: i32,
    /// Capability gaps foreseen that nothing is under way for, and that the forecast within `aim_weeks` still needs.
    pub capability: i32,
    /// What the role will ask at `t + lead`.
    pub bar: Bar,
    /// People who will not be up to that, on no course to it and not about to leave the role.
    pub unqualified: Vec<u32>,
    /// Their mean distance to it, in 2^-20.
    pub mean_shortfall: i64,
    /// Share of the output left open that is forecast short.
    pub relevance: f64,
}

/// Counts what is to be done.
pub fn count(state: &State, world: &World, role: RoleId) -> Need {
    let terms = world.terms(role);
    let (now, then) = (state.week, state.week + terms.lead_weeks);
    let here = &state.roles[role.index()];
    let seats = world.outlook.seats_foreseen_without_growth(role, now, then);
    let lasting = seats.min(world.outlook.seats_foreseen_without_growth(role, now, now + world.scenario.learning.aim_weeks));
    let staying = here.staying();
    let usual = i32::try_from(state.gaps.uncovered_count(role, Class::Usual)).unwrap_or(i32::MAX);
    let under_way = usual + (here.backfills + here.hires + here.reskilling).cast_signed();
    let vacancies = (seats - staying - under_way).max(0);
    let lasting_vacancies = (lasting - staying - under_way).max(0);
    let replacing = here.replacements.cast_signed();

    let bar = if world.outlook.raised(role) { world.bar_foreseen(role, now, then) } else { here.bar.clone() };
    let same_bar = bar == here.bar;
    let adaptive = terms.choice == Choice::Adaptive;
    let (mut unqualified, mut fits, mut shortfalls) = (Vec::new(), 0, 0);
    let all_fit = same_bar && here.qualified == here.headcount();
    if adaptive || !all_fit {
        for &slot in &here.members {
            let at = slot as usize;
            let course = state.people.course[at];
            if course != NONE || state.people.is_leaving(slot) {
                // Leaving the role one way or the other, or seen to by an upskill course.
                if course != NONE && state.courses[course as usize].channel == Channel::Upskill {
                    fits += i64::from(here.per_head.0);
                }
                continue;
            }
            let fit = if same_bar { state.people.fit[at] } else { bar.fit(state.people.skills_of(slot)) };
            fits += i64::from(fit.0);
            if fit < world.qualified_at {
                unqualified.push(slot);
                shortfalls += i64::from(fit.complement().0);
            }
        }
    }
    let unqualified_count = i32::try_from(unqualified.len()).unwrap_or(i32::MAX);
    let qualified = staying - unqualified_count;
    let capability = (lasting.min(staying) - qualified - replacing).max(0);
    let unqualified_total = i64::from(unqualified_count);
    let mean_shortfall = if unqualified_total > 0 { shortfalls / unqualified_total } else { 0 };
    let per_head = i64::from(here.per_head.0);
    let output = fits + per_head * i64::from(under_way + replacing);
    let short_of = if unqualified_total > 0 { i64::from(capability) * shortfalls / unqualified_total } else { 0 };
    let open = i64::from(vacancies) * per_head + short_of;
    let relevance = if adaptive { adaptive::relevance(i64::from(seats) * per_head, output, open) } else { 0.0 };
    Need { vacancies, lasting_vacancies, capability, bar, unqualified, mean_shortfall, relevance }
}

impl Need {
    /// Mean distance of the unqualified, as a fraction.
    pub fn mean_distance(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a fixed-point fraction fits")]
        let shortfall = self.mean_shortfall as f64;
        shortfall / f64::from(Fixed::ONE.0)
    }
}
