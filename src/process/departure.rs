//! Departures: quits and layoffs.
//!
//! The hazard of a person-year is `turnover * T * exp(b_E (0.6 - E)) * exp(b_P max(0, paygap)) * exp(b_J insecurity) * layoffs * external * learning`,
//! of which one part belongs to the role's week (`clock_step`) and one to the person (`multiplier`), constant between events. A person quits in the week
//! in which accumulated hazard passes their attrition budget, drawn once from Exp(1): luck belongs to the person.
//!
//! Sources: first-year turnover and its decline, Farber (1994); external hires leave more in their first two years, Bidwell (2011), 1.21; layoffs raise the quits of
//! those who stay, Trevor and Nyberg (2008): 0.5% laid off, quits times 1.25; what was learnt and is worth something elsewhere raises exits, Becker (1964).

use crate::ids::WorkerKey;
use crate::process::person::{self, Bent};
use crate::process::world::World;
use crate::random::{ABREAST, exponentials};
use crate::scenario::model::{Mechanisms, Retention, Severance};
use crate::units::{AnnualRate, Money, WEEKS_PER_YEAR};
use crate::workforce::gaps::Cover;
use crate::workforce::people::tenure_band;
pub use crate::workforce::people::{FIRST_TWO_YEARS, FIRST_YEAR};
use crate::workforce::record::{CostCategory, CourseOutcome, ExitReason, ExitRecord, Keep};
use crate::workforce::state::{AT_HAND, State};

/// Engagement at which it neither raises nor lowers the hazard.
pub const NEUTRAL_ENGAGEMENT: f64 = 0.6;
/// Weeks for which what was learnt raises the hazard, and for which landing in a new role raises engagement.
pub const AFTERGLOW_WEEKS: i32 = 26;
/// Rise of engagement on landing in a new role.
pub const LANDING: f64 = 0.1;
/// Fall of engagement while learning, at distance 1.
pub const STRAIN: f64 = 0.2;

/// Multiplier of the base hazard by tenure in weeks: the first year, the second, and later.
#[must_use]
pub fn tenure_factor(tenure: i32, retention: &Retention, mechanisms: Mechanisms) -> f64 {
    let external = if mechanisms.external_exit { retention.external_exit } else { 1.0 };
    if tenure <= FIRST_YEAR {
        retention.first_year * external
    } else if tenure <= FIRST_TWO_YEARS {
        external
    } else {
        1.0
    }
}

/// Expected quits a week at the base hazard, of people in their first year, their second, and later.
#[must_use]
pub fn expected_quits(turnover: AnnualRate, by_tenure: [u32; 3], retention: &Retention, mechanisms: Mechanisms) -> f64 {
    let [first, second, later] = by_tenure.map(f64::from);
    turnover.per_week()
        * (first * tenure_factor(FIRST_YEAR, retention, mechanisms)
            + second * tenure_factor(FIRST_TWO_YEARS, retention, mechanisms)
            + later)
}

/// The learner's part of the multiplier, and that of one who has just learnt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LearningState {
    /// Neither.
    None,
    /// On a course.
    Learning,
    /// Has learnt so much distance in the last 26 weeks.
    Learnt(f64),
}

/// The multiplier of learning: lock-in below 1 on a course, `1 + poaching * min(2, gained / 0.25)` for 26 weeks after.
#[must_use]
pub fn learning_factor(state: LearningState, retention: &Retention, mechanisms: Mechanisms) -> f64 {
    match state {
        LearningState::Learning if mechanisms.lock_in => retention.lock_in,
        LearningState::Learnt(gained) if mechanisms.poaching => 1.0 + retention.poaching * (gained / 0.25).clamp(0.0, 2.0),
        _ => 1.0,
    }
}

/// The person's part of the hazard: everything that stays constant between events.
///
/// `disposition` is what engagement and pay make of it.
#[must_use]
pub fn multiplier(tenure: i32, disposition: f64, learning: LearningState, retention: &Retention, mechanisms: Mechanisms) -> f64 {
    tenure_factor(tenure, retention, mechanisms) * disposition * learning_factor(learning, retention, mechanisms)
}

/// What engagement and pay make of the hazard: `exp(b_E (0.6 - E) + b_P max(0, paygap))`.
///
/// `own_and_personal` is engagement less the role's climate; `market` is the role's salary.
#[must_use]
pub fn disposition(own_and_personal: f64, salary: Money, market: Money, retention: &Retention) -> f64 {
    libm::exp(of_engagement(own_and_personal, retention) + of_pay(salary, market, retention))
}

/// The same of eight people of one salary.
#[must_use]
pub fn dispositions(own_and_personal: [f64; ABREAST], salary: Money, market: Money, retention: &Retention) -> [f64; ABREAST] {
    let of_pay = of_pay(salary, market, retention);
    exponentials(&own_and_personal.map(|own| of_engagement(own, retention) + of_pay))
}

/// Engagement's part of the exponent.
fn of_engagement(own_and_personal: f64, retention: &Retention) -> f64 {
    retention.engagement_effect * (NEUTRAL_ENGAGEMENT - own_and_personal)
}

/// Pay's part of the exponent.
fn of_pay(salary: Money, market: Money, retention: &Retention) -> f64 {
    let pay_gap = if market > Money::ZERO { ((market - salary).units() / market.units()).max(0.0) } else { 0.0 };
    retention.pay_effect * pay_gap
}

/// The role's part of the hazard in one week.
#[must_use]
pub fn clock_step(turnover: AnnualRate, climate: f64, insecurity: f64, layoff_factor: f64, retention: &Retention) -> f64 {
    turnover.per_week()
        * libm::exp(-retention.engagement_effect * climate + retention.insecurity_effect * insecurity)
        * layoff_factor
}

/// Rise of quits after layoffs: `1 + 0.5 (1 - exp(-x / 0.0072))`, `x` the layoffs of the last 52 weeks over headcount. Concave, so it cannot run away.
#[must_use]
pub fn layoff_factor(laid_off_share: f64, mechanisms: Mechanisms) -> f64 {
    if mechanisms.layoff_response && laid_off_share > 0.0 { 1.0 - 0.5 * libm::expm1(-laid_off_share / 0.0072) } else { 1.0 }
}

/// Severance: weeks' pay a year of tenure, between floor and cap, to the cent.
#[must_use]
pub fn severance_pay(terms: &Severance, salary: Money, tenure_weeks: i32) -> Money {
    let year = f64::from(WEEKS_PER_YEAR);
    let weeks = (terms.weeks_per_year * f64::from(tenure_weeks) / year)
        .max(terms.floor_weeks)
        .min(terms.cap_weeks.max(terms.floor_weeks));
    salary.scaled(weeks / year)
}

/// How a person learns.
#[must_use]
pub fn bent(key: WorkerKey, world: &World) -> Bent {
    person::draw_bent(world.entity(key), world.scenario, world.luck)
}

/// The multiplier of somebody's hazard in a week.
#[must_use]
pub fn multiplier_in(state: &State, world: &World, slot: u32, week: i32) -> f64 {
    let people = &state.people;
    let post = &people.posts[slot as usize];
    let course = post.is_learning().then(|| &state.courses[post.course as usize]);
    let mut personal = 0.0;
    let learning = if let Some(course) = course {
        personal -= STRAIN * course.distance.value();
        LearningState::Learning
    } else if week <= post.poached_until {
        LearningState::Learnt(post.gained)
    } else {
        LearningState::None
    };
    if week <= post.landed_until {
        personal += LANDING;
    }
    let (retention, mechanisms) = (&world.scenario.retention, world.scenario.mechanisms);
    // Mostly nothing personal is on: the exponential is known then.
    let disposition = if personal == 0.0 {
        people.bonds[slot as usize].disposition
    } else {
        let own_engagement = course.map_or_else(|| bent(post.key, world).own_engagement, |course| course.own_engagement);
        disposition(own_engagement + personal, post.salary, world.scenario.roles[post.role.index()].salary, retention)
    };
    multiplier(week - post.joined, disposition, learning, retention, mechanisms)
}

/// Something has happened to somebody this week: their hazard is another from next week on.
pub fn touch(state: &mut State, world: &World, slot: u32) {
    let multiplier = multiplier_in(state, world, slot, state.week.0 + 1);
    state.set_multiplier(slot, multiplier);
}

/// The week's quits, then the layoffs that fall due; each in the order of keys.
pub fn step(state: &mut State, world: &World) {
    let week = state.week.0;
    let touched = state.due_in(week).map(|due| std::mem::take(&mut due.touches)).unwrap_or_default();
    for (number, &tenant) in touched.iter().enumerate() {
        if number.is_multiple_of(AT_HAND) {
            state.glance(touched[number..].iter().take(AT_HAND).map(|tenant| tenant.slot), false);
        }
        let Some(slot) = state.people.still_here(tenant) else { continue };
        let at = slot as usize;
        let band = tenure_band(week - state.people.posts[at].joined);
        let bands = &mut state.roles[state.people.posts[at].role.index()].bands;
        bands[state.people.posts[at].band as usize] -= 1;
        bands[band as usize] += 1;
        state.people.posts[at].band = band;
        let multiplier = multiplier_in(state, world, slot, week);
        state.set_multiplier(slot, multiplier);
    }
    state.give_back(|due| &mut due.touches, touched);
    let mut quitting: Vec<(u64, u32)> = Vec::new();
    for role in &mut state.roles {
        role.clock += role.clock_step;
        let members = &role.members;
        role.exits.due(role.clock, |place| quitting.push((0, members[place])));
    }
    // Keys are read apart from the search: one after another, they are waited for together.
    let posts = &state.people.posts;
    for (rank, slot) in &mut quitting {
        *rank = posts[*slot as usize].key.rank();
    }
    quitting.sort_unstable();
    for some in quitting.chunks(AT_HAND) {
        state.glance(some.iter().map(|&(_, slot)| slot), true);
        for &(_, slot) in some {
            exit(state, world, slot, ExitReason::Quit);
        }
    }
    let mut laid_off = state.due_in(week).map(|due| std::mem::take(&mut due.layoffs)).unwrap_or_default();
    // Who has gone before has no layoff set any more, and whoever has their slot by now has one of their own.
    laid_off.retain(|&slot| state.people.posts[slot as usize].layoff_due == week);
    laid_off.sort_unstable_by_key(|&slot| (state.people.posts[slot as usize].key, slot));
    laid_off.dedup();
    for slot in laid_off {
        exit(state, world, slot, ExitReason::LaidOff);
    }
}

/// Somebody leaves the company.
fn exit(state: &mut State, world: &World, slot: u32, reason: ExitReason) {
    let at = slot as usize;
    let (role, week) = (state.people.posts[at].role, state.week);
    let tenure = week.0 - state.people.posts[at].joined;
    let post = &state.people.posts[at];
    let record = ExitRecord { week, worker: post.key, role, reason, tenure };
    state.record.counts.exit(&record, state.record.role_count);
    if world.keep == Keep::Events || post.has_learnt() {
        state.record.exits.push(record);
    }
    if state.people.is_learning(slot) {
        let course = state.people.posts[at].course;
        if let Some(gap) = state.release(Cover::Course(course)) {
            state.gaps.uncover(gap);
        }
        state.end_course(course);
        state.learning.retain(|&(_, other)| other != course);
        state.enrolled.retain(|&(_, other)| other != course);
        let record = &mut state.record.courses[course as usize];
        record.outcome = CourseOutcome::Quit;
        record.ended = Some(week);
    }
    let qualified = state.fit(slot) >= world.qualified_at;
    let tally = &mut state.roles[role.index()].tally;
    tally.qualified_leavers += i32::from(qualified);
    match reason {
        ExitReason::Quit => tally.quits += 1,
        ExitReason::LaidOff => {
            tally.layoffs += 1;
            let severance = severance_pay(&world.scenario.severance, state.people.posts[at].salary, tenure);
            state.roles[role.index()].charge(CostCategory::Severance, severance);
        }
    }
    state.depart(slot, world.qualified_at);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layoffs_of_half_a_percent_raise_quits_by_a_quarter() {
        let on = Mechanisms::all(true);
        assert!((layoff_factor(0.005, on) - 1.25).abs() < 0.001);
        assert!(layoff_factor(1.0, on) <= 1.5);
        assert!((layoff_factor(0.5, Mechanisms::all(false)) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn severance_keeps_between_floor_and_cap() {
        let terms = Severance { weeks_per_year: 1.0, floor_weeks: 2.0, cap_weeks: 26.0 };
        let salary = Money::from_units(52_000.0);
        assert_eq!(severance_pay(&terms, salary, 10), Money::from_units(2_000.0));
        assert_eq!(severance_pay(&terms, salary, 520), Money::from_units(10_000.0));
        assert_eq!(severance_pay(&terms, salary, 5_200), Money::from_units(26_000.0));
    }
}
