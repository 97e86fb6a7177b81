//! The environment: adoption of shocks, seats needed, levels required, and what people can foresee of them.
//!
//! Adoption is `a(t) = reach * L((t - start) / ramp)` with `L` the logistic of steepness 6 rescaled to `L(0) = 0`, `L(1) = 1`
//! (S-shaped diffusion, Griliches 1957). A shock displaces (`automates`), upgrades (`raises`) and reinstates (`creates`); the three effects are
//! those of Acemoglu and Restrepo (2019). Seats are rounded half up, and a turn of direction needs a full seat, so that rounding noise neither opens nor closes seats.
//!
//! Foresight: nothing before the announcement; from then on the announced central values (the mode; never a start earlier than next
//! week, since everybody sees that it has not begun); once begun, the realised values.

use std::cell::RefCell;
use std::sync::LazyLock;

use crate::ids::RoleId;
use crate::process::world::{World, roles};
use crate::random::{Entity, Luck, Process};
use crate::scenario::model::{Scenario, Shock, Task};
use crate::units::{WEEKS_PER_YEAR, Week, whole_weeks};
use crate::workforce::bar::Bar;
use crate::workforce::state::State;

/// Steepness of the adoption curve.
const STEEPNESS: f64 = 6.0;

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-STEEPNESS * (x - 0.5)))
}

/// The logistic at 0 and at 1.
static ENDS: LazyLock<[f64; 2]> = LazyLock::new(|| [logistic(0.0), logistic(1.0)]);

/// The logistic of steepness 6, rescaled to `L(0) = 0` and `L(1) = 1`, flat outside.
#[must_use]
pub fn adoption_curve(x: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x >= 1.0 {
        1.0
    } else {
        let [low, high] = *ENDS;
        (logistic(x) - low) / (high - low)
    }
}

/// A shock's start and reach in one replicate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Onset {
    /// First week of adoption; with a ramp of 0 adoption is full from here on.
    pub start: Week,
    /// Adoption in the end.
    pub reach: f64,
}

impl Onset {
    /// Draws a shock's start and reach: one stream a shock, the start first.
    #[must_use]
    pub fn draw(shock: &Shock, luck: Luck) -> Self {
        let mut stream = luck.stream(Process::Shock, Entity::named(&shock.name), 0);
        let start = Week(whole_weeks(shock.start_week.realise(&mut stream)));
        Self { start, reach: shock.reach.realise(&mut stream) }
    }

    /// Adoption in a week, by the share of it that is done so many weeks after its start.
    fn adopted(self, week: Week, share: impl FnOnce(i32) -> f64) -> f64 {
        let since = week - self.start;
        if since < 0 { 0.0 } else { self.reach * share(since) }
    }
}

/// Share of adoption that is done so many weeks after its start.
fn ramped(since: i32, ramp_weeks: f64) -> f64 {
    if ramp_weeks <= 0.0 { 1.0 } else { adoption_curve(f64::from(since) / ramp_weeks) }
}

/// A shock of a world.
#[derive(Clone, Debug)]
struct Underway<'a> {
    shock: &'a Shock,
    /// As it turns out.
    onset: Onset,
    /// As announced.
    central: Onset,
    /// Share of adoption that is done, by whole weeks after its start; of longer ramps only the beginning.
    shares: Vec<f64>,
}

/// Weeks of a ramp whose shares are worked out ahead, at most.
const RAMP_AHEAD: i32 = 1040;

impl<'a> Underway<'a> {
    fn new(shock: &'a Shock, onset: Onset) -> Self {
        let central = Onset { start: Week(whole_weeks(shock.start_week.central())), reach: shock.reach.central() };
        let ramp = |since: &i32| f64::from(*since) < shock.ramp_weeks;
        let shares = (0..RAMP_AHEAD).take_while(ramp).map(|since| ramped(since, shock.ramp_weeks)).collect();
        Self { shock, onset, central, shares }
    }

    /// Adoption at `week`, as known at `now`.
    fn foreseen(&self, now: Week, week: Week) -> f64 {
        let share = |since: i32| {
            let ahead = usize::try_from(since).ok().and_then(|since| self.shares.get(since));
            ahead.copied().unwrap_or_else(|| ramped(since, self.shock.ramp_weeks))
        };
        if self.onset.start <= now {
            return self.onset.adopted(week, share);
        }
        if now < self.shock.announced {
            return 0.0;
        }
        Onset { start: self.central.start.max(now + 1), ..self.central }.adopted(week, share)
    }
}

/// Seats of a role that move in whole seats, and in which direction they moved last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Seats {
    count: i32,
    direction: i32,
}

impl Seats {
    /// The next count: halves round up, and a turn of direction needs a full seat.
    #[expect(clippy::cast_possible_truncation, reason = "headcounts are checked to fit when a scenario is read")]
    fn toward(self, needed: f64) -> Self {
        let target = libm::floor(needed + 0.5) as i32;
        let direction = (target - self.count).signum();
        let turns = direction != 0 && self.direction != 0 && direction != self.direction;
        let full_seat = libm::fabs(needed - f64::from(self.count)) >= 1.0;
        if direction == 0 || (turns && !full_seat) { self } else { Self { count: target, direction } }
    }
}

/// Seats of a role that are foreseen so many weeks ahead.
#[derive(Clone, Debug)]
struct Foresight {
    ahead: i32,
    /// Less the ordinary growth by then.
    without_growth: bool,
    /// By week in which they are foreseen.
    seats: Vec<i32>,
}

/// What a world does to its roles, and what can be foreseen of it. One a replicate and world.
#[derive(Clone, Debug)]
pub struct Outlook<'a> {
    scenario: &'a Scenario,
    /// Shocks of this world; none in the twin.
    shocks: Vec<Underway<'a>>,
    /// Seats by role, then week.
    seats: Vec<Vec<Seats>>,
    /// Seats of ordinary growth alone, by role, then week.
    growth_seats: Vec<Vec<i32>>,
    /// Seats foreseen, by role: as far ahead as somebody has looked, which every policy does week after week.
    foreseen: Vec<RefCell<Vec<Foresight>>>,
    hit: Vec<bool>,
    raised: Vec<bool>,
}

impl<'a> Outlook<'a> {
    /// The world of a replicate with its shocks.
    #[must_use]
    pub fn shocked(scenario: &'a Scenario, luck: Luck) -> Self {
        let shocks = scenario.shocks.iter().map(|shock| Underway::new(shock, Onset::draw(shock, luck))).collect();
        Self::new(scenario, shocks)
    }

    /// The twin's world: no shock.
    #[must_use]
    pub fn unshocked(scenario: &'a Scenario) -> Self {
        Self::new(scenario, Vec::new())
    }

    fn new(scenario: &'a Scenario, shocks: Vec<Underway<'a>>) -> Self {
        let touches = |role: usize, raises_only: bool| {
            shocks.iter().any(|Underway { shock, .. }| {
                shock.raises.iter().any(|raise| raise.role.index() == role)
                    || (!raises_only
                        && (shock.automates.iter().any(|automated| automated.role.index() == role)
                            || shock.creates.iter().any(|created| created.role.index() == role)))
            })
        };
        let roles = scenario.roles.len();
        let mut outlook = Self {
            scenario,
            hit: (0..roles).map(|role| touches(role, false)).collect(),
            raised: (0..roles).map(|role| touches(role, true)).collect(),
            shocks,
            seats: Vec::with_capacity(roles),
            growth_seats: Vec::with_capacity(roles),
            foreseen: vec![RefCell::default(); roles],
        };
        for (index, role) in scenario.roles.iter().enumerate() {
            let path = |needed: &dyn Fn(Week) -> f64| -> Vec<Seats> {
                #[expect(clippy::cast_possible_wrap, reason = "headcounts are checked to fit when a scenario is read")]
                let mut seats = Seats { count: role.headcount as i32, direction: 0 };
                (0..scenario.horizon)
                    .map(|week| {
                        seats = seats.toward(needed(Week(week)));
                        seats
                    })
                    .collect()
            };
            let actual = path(&|week| outlook.needed(index, week, week, week));
            let ordinary = path(&|week| outlook.ordinary(index, week));
            outlook.seats.push(actual);
            outlook.growth_seats.push(ordinary.iter().map(|seats| seats.count).collect());
        }
        outlook
    }

    /// Demand of ordinary growth alone, in seats, not yet rounded.
    fn ordinary(&self, role: usize, week: Week) -> f64 {
        let role = &self.scenario.roles[role];
        if role.growth == 0.0 {
            return f64::from(role.headcount);
        }
        f64::from(role.headcount) * libm::pow(1.0 + role.growth, f64::from(week.0) / f64::from(WEEKS_PER_YEAR))
    }

    /// Seats needed at `week` as known at `now`, with ordinary growth until `grown`; not yet rounded.
    fn needed(&self, role: usize, now: Week, week: Week, grown: Week) -> f64 {
        if !self.hit[role] {
            return self.ordinary(role, grown);
        }
        let mut automated = 0.0;
        for (task, Task { share, .. }) in self.scenario.roles[role].tasks.iter().enumerate() {
            let mut left = 1.0;
            for underway in &self.shocks {
                for effect in &underway.shock.automates {
                    if effect.role.index() == role && effect.task == task {
                        left *= 1.0 - underway.foreseen(now, week) * effect.share;
                    }
                }
            }
            automated += share * (1.0 - left);
        }
        let mut created = 0.0;
        for underway in &self.shocks {
            for effect in &underway.shock.creates {
                if effect.role.index() == role {
                    created += underway.foreseen(now, week) * effect.seats;
                }
            }
        }
        self.ordinary(role, grown) * (1.0 - automated).max(0.0) + created
    }

    fn index(week: Week) -> usize {
        usize::try_from(week.0).unwrap_or(0)
    }

    /// D: seats needed in a week of the run.
    #[must_use]
    pub fn seats(&self, role: RoleId, week: Week) -> i32 {
        self.seats[role.index()][Self::index(week)].count
    }

    /// Seats that ordinary growth alone would need in a week of the run.
    #[must_use]
    pub fn growth_seats(&self, role: RoleId, week: Week) -> i32 {
        self.growth_seats[role.index()][Self::index(week)]
    }

    /// Seats needed at `week`, as known at `now`, a week of the run.
    #[must_use]
    pub fn seats_foreseen(&self, role: RoleId, now: Week, week: Week) -> i32 {
        self.look_ahead(role, now, week - now, false)
    }

    /// Seats needed at `week`, as known at `now`, less the ordinary growth between the two; ordinary decline is in.
    #[must_use]
    pub fn seats_foreseen_without_growth(&self, role: RoleId, now: Week, week: Week) -> i32 {
        self.look_ahead(role, now, week - now, self.scenario.roles[role.index()].growth > 0.0)
    }

    /// Seats needed so many weeks after a week of the run, as known in it.
    fn look_ahead(&self, role: RoleId, now: Week, ahead: i32, without_growth: bool) -> i32 {
        let mut known = self.foreseen[role.index()].borrow_mut();
        let looked = known.iter().find(|known| known.ahead == ahead && known.without_growth == without_growth);
        if let Some(Foresight { seats, .. }) = looked {
            return seats[Self::index(now)];
        }
        let foreseen = |now: Week| {
            let grown = if without_growth { now } else { now + ahead };
            let needed = self.needed(role.index(), now, now + ahead, grown);
            self.seats[role.index()][Self::index(now)].toward(needed).count
        };
        let seats: Vec<i32> = (0..self.scenario.horizon).map(|now| foreseen(Week(now))).collect();
        let count = seats[Self::index(now)];
        known.push(Foresight { ahead, without_growth, seats });
        count
    }

    /// Whether a shock of this world automates, raises or creates anything in a role.
    #[must_use]
    pub fn hit(&self, role: RoleId) -> bool {
        self.hit[role.index()]
    }

    /// Whether a shock of this world raises a level in a role: elsewhere levels never move.
    #[must_use]
    pub fn raised(&self, role: RoleId) -> bool {
        self.raised[role.index()]
    }

    /// Levels required at `week`, as known at `now`, in the order of the role's requirements, into `levels`.
    pub fn levels_foreseen(&self, role: RoleId, now: Week, week: Week, levels: &mut Vec<f64>) {
        let requires = &self.scenario.roles[role.index()].requires;
        levels.clear();
        levels.extend(requires.iter().map(|requirement| requirement.level));
        if !self.raised(role) {
            return;
        }
        for underway in &self.shocks {
            let mut raises = underway.shock.raises.iter().filter(|raise| raise.role == role).peekable();
            if raises.peek().is_none() {
                continue;
            }
            let adoption = underway.foreseen(now, week);
            for raise in raises {
                for (level, requirement) in levels.iter_mut().zip(requires) {
                    if requirement.skill == raise.skill {
                        *level = level.max(requirement.level + adoption * (raise.to - requirement.level));
                    }
                }
            }
        }
    }

    /// Whether a role asks the same at two weeks, each as known in another: what is foreseen of every shock that raises anything there is.
    #[must_use]
    pub fn asks_the_same(&self, role: RoleId, [one, other]: [(Week, Week); 2]) -> bool {
        let raising = self.shocks.iter().filter(|underway| underway.shock.raises.iter().any(|raise| raise.role == role));
        raising
            .map(|underway| [one, other].map(|(now, week)| underway.foreseen(now, week).to_bits()))
            .all(|[one, other]| one == other)
    }

    /// Levels required in a week of the run.
    pub fn levels(&self, role: RoleId, week: Week, levels: &mut Vec<f64>) {
        self.levels_foreseen(role, week, week, levels);
    }
}

/// Seats and requirements of the week; a new year's budget.
pub fn step(state: &mut State, world: &World) {
    if state.week.0 % WEEKS_PER_YEAR == 0 {
        state.budget.renew();
    }
    let mut levels = Vec::new();
    for role in roles(world.scenario) {
        let here = &mut state.roles[role.index()];
        here.seats = world.outlook.seats(role, state.week);
        here.bar_moved = false;
        if world.outlook.raised(role) {
            let requires = &world.scenario.roles[role.index()].requires;
            let mut moves = |bar: &mut Bar, ahead: i32| {
                let now = state.week;
                let last_week = now + -1;
                if now.0 > 0 && world.outlook.asks_the_same(role, [(last_week, last_week + ahead), (now, now + ahead)]) {
                    return false;
                }
                world.outlook.levels_foreseen(role, now, now + ahead, &mut levels);
                let moved = !bar.asks(&levels);
                if moved {
                    bar.set(requires, &levels);
                }
                moved
            };
            here.bar_moved = moves(&mut here.bar, 0);
            if moves(&mut here.aim, world.scenario.learning.aim_weeks) {
                here.aim_index = None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adoption_runs_from_nothing_to_all_and_is_half_way_in_the_middle() {
        assert_eq!(adoption_curve(-1.0).to_bits(), 0.0_f64.to_bits());
        assert_eq!(adoption_curve(2.0).to_bits(), 1.0_f64.to_bits());
        assert!((adoption_curve(0.5) - 0.5).abs() < 1e-15);
        // (1/(1+e^1.5) - 1/(1+e^3)) / (1/(1+e^-3) - 1/(1+e^3))
        assert!((adoption_curve(0.25) - 0.149_146).abs() < 1e-6, "{}", adoption_curve(0.25));
    }

    #[test]
    fn a_turn_of_direction_needs_a_full_seat() {
        let falling = Seats { count: 100, direction: 0 }.toward(98.4);
        assert_eq!(falling, Seats { count: 98, direction: -1 });
        assert_eq!(falling.toward(98.6), falling, "up by a rounding is no turn");
        assert_eq!(falling.toward(99.0), Seats { count: 99, direction: 1 });
        assert_eq!(falling.toward(97.5), falling, "halves round up");
        assert_eq!(falling.toward(97.4).count, 97);
    }
}
