//! What a policy has to do in a role this week: gaps foreseen at `t + lead`, less what is under way.

use crate::ids::RoleId;
use crate::process::adaptive::{self, Shortfall};
use crate::process::world::World;
use crate::scenario::model::{Channel, Choice, SurplusRule};
use crate::units::Fixed;
use crate::workforce::bar::Bar;
use crate::workforce::crowd::{CROWD, Marks};
use crate::workforce::gaps::Class;
use crate::workforce::people::Standings;
use crate::workforce::state::State;

use wide::i32x8;

/// What is to be done in a role this week.
#[derive(Clone, Debug)]
pub struct Need {
    /// Vacancies foreseen that nothing is under way for.
    pub vacancies: i32,
    /// How many of them the forecast within `aim_weeks` still needs: those that reskilling may serve.
    pub lasting_vacancies: i32,
    /// Capability gaps foreseen that nothing is under way for, and that the forecast within `aim_weeks` still needs.
    pub capability: i32,
    /// What the role will ask at `t + lead`, where that is not what it asks today.
    pub other_bar: Option<Bar>,
    /// How many will not be up to that, on no course to it and not about to leave the role.
    pub unqualified: u32,
    /// Who they are, by crowds in the order of members; empty where nobody was looked at.
    pub lacking: Vec<Marks>,
    /// Their mean distance to it, in 2^-20.
    pub mean_shortfall: i64,
    /// Output that the role is forecast to be short of.
    pub short: Shortfall,
}

impl Need {
    /// What the role will ask at `t + lead`.
    pub fn bar<'a>(&'a self, state: &'a State, role: RoleId) -> &'a Bar {
        self.other_bar.as_ref().unwrap_or(&state.roles[role.index()].bar)
    }
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

    let other_bar = world.bar_foreseen(role, now, then, &here.bar);
    let is_adaptive = terms.choice == Choice::Adaptive;
    let most = lasting.min(staying) - replacing;
    // With the bar as it is, the unqualified can be counted without looking at everybody; who is short of what matters only where there is something to do.
    let few = other_bar.is_none() && (!is_adaptive || vacancies == 0) && most <= qualified_today(state, world, role);
    let seen = if few { Seen::default() } else { look(state, world, role, other_bar.as_ref()) };
    let Seen { unqualified, lacking, fits, shortfalls } = seen;
    let qualified = staying - unqualified.cast_signed();
    let capability = (most - qualified).max(0);
    let mean_shortfall = if unqualified > 0 { shortfalls / i64::from(unqualified) } else { 0 };
    let per_head = i64::from(here.per_head.0);
    let output = fits + per_head * i64::from(under_way + replacing);
    let surplus = (staying + under_way - seats).max(0);
    let mean = if staying > 0 { fits / i64::from(staying) } else { per_head };
    let now = i64::from(seats) * per_head - output;
    let laid_off_after = (terms.surplus == SurplusRule::LayOff).then(|| f64::from(terms.grace_weeks.max(terms.absorb_weeks)));
    let window = f64::from(adaptive::WINDOW_WEEKS.min(world.scenario.horizon - state.week.0));
    let covered = adaptive::covered(surplus, here.expected_quits, laid_off_after, window);
    let short = Shortfall { now, after: now + i64::from(surplus) * mean, covered };
    Need { vacancies, lasting_vacancies, capability, other_bar, unqualified, lacking, mean_shortfall, short }
}

/// Who stays in a role, against a bar.
#[derive(Default)]
struct Seen {
    unqualified: u32,
    /// Who they are, by crowds.
    lacking: Vec<Marks>,
    /// Sum of fits; people on an upskill course count as qualified.
    fits: i64,
    /// Sum of what the unqualified lack.
    shortfalls: i64,
}

/// Looks at everybody in a role who is neither on their way to another nor about to be laid off; against today's bar if none is given.
fn look(state: &State, world: &World, role: RoleId, bar: Option<&Bar>) -> Seen {
    let here = &state.roles[role.index()];
    let mut seen = Seen { lacking: Vec::with_capacity(here.members.len().div_ceil(CROWD)), ..Seen::default() };
    let mut fitted = bar.map(|bar| bar.fits_of(&here.levels));
    let (qualified_at, one) = (i32x8::splat(world.qualified_at.0.cast_signed()), i32x8::splat(Fixed::ONE.0.cast_signed()));
    for (members, standings) in here.members.chunks(CROWD).zip(here.standing.chunks(CROWD)) {
        let fits = fitted.as_mut().map(|fitted| fitted.next_crowd(members.len()));
        let (mut sum, mut shortfalls) = (i32x8::ZERO, i32x8::ZERO);
        let (mut lacking, mut busy) = (Marks::default(), Marks::default());
        Standings::each_block(standings, |block, standings| {
            let fits = fits.map_or_else(|| standings.fits(), |fits| fits[block]);
            let free = standings.free();
            let lacks = free & fits.simd_lt(qualified_at);
            sum += fits & free;
            shortfalls += (one - fits) & lacks;
            lacking.mark(block, lacks);
            busy.mark(block, !free);
        });
        seen.fits += i64::from(sum.reduce_add());
        seen.shortfalls += i64::from(shortfalls.reduce_add());
        seen.unqualified += lacking.count();
        seen.lacking.push(lacking);
        for place in busy.places().filter(|&place| place < members.len()) {
            if is_upskilling(state, members[place]) {
                seen.fits += i64::from(here.per_head.0);
            }
        }
    }
    seen
}

fn is_upskilling(state: &State, slot: u32) -> bool {
    let post = &state.people.posts[slot as usize];
    post.is_learning() && state.courses[post.course as usize].channel == Channel::Upskill
}

/// People who stay in a role and are qualified for it today, or on an upskill course; at least so many.
fn qualified_today(state: &State, world: &World, role: RoleId) -> i32 {
    let here = &state.roles[role.index()];
    // Whoever is about to be laid off may be qualified: taking all of them off errs on the side of looking.
    let mut qualified = here.qualified - here.leaving.cast_signed();
    for course in state.under_way() {
        if state.people.posts[course.slot as usize].role == role {
            let counted = state.fit(course.slot) >= world.qualified_at;
            qualified += i32::from(course.channel == Channel::Upskill) - i32::from(counted);
        }
    }
    qualified
}
