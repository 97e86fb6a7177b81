//! Climate of a role: short staffing, overload, exits, shorter staffing - the loop that a spreadsheet misses.
//!
//! Climate moves toward `-(c_w * min(0.5, max(0, workload - 1)) + c_q * max(0, quit share of 13 weeks less that expected))` with a half-life of 26 weeks,
//! never below -0.5. Workload is needed output over output, net of the vacancy share that ordinary turnover brings. Half-life and bounds are assumed; that
//! overload and colleagues' exits raise quits is in Felps et al. (2009) and Bakker and Demerouti (2007).

use std::sync::LazyLock;

use crate::process::world::{World, roles};
use crate::process::{departure, hiring, learning, ledger};
use crate::scenario::model::{Hiring, Mechanisms, Retention};
use crate::workforce::state::State;

/// Weeks in which climate goes half way.
const HALF_LIFE: f64 = 26.0;
/// Share of the way to where it moves that climate goes in a week.
static WEEKLY_SHARE: LazyLock<f64> = LazyLock::new(|| 1.0 - libm::exp2(-1.0 / HALF_LIFE));
/// Climate never falls below.
const FLOOR: f64 = -0.5;
/// Overload beyond this counts no more.
const OVERLOAD_CAP: f64 = 0.5;
/// Weeks over which quits are watched.
pub const QUIT_WINDOW: i32 = 13;
/// Weeks over which layoffs are remembered.
pub const LAYOFF_WINDOW: i32 = 52;
/// Weeks ahead in which seats that are due to go make people insecure.
pub const INSECURITY_WEEKS: i32 = 26;

/// What a role's climate answers to, at the end of a week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weather {
    /// Output needed, in 2^-20 of a person-week.
    pub needed: i64,
    /// Output, in the same unit.
    pub output: i64,
    /// People in the role.
    pub headcount: u32,
    /// Expected quits a week at the base hazard.
    pub expected_quits: f64,
    /// Quits of the weeks watched.
    pub quits: u32,
    /// How many weeks were watched.
    pub weeks: u32,
}

/// Overload: workload above 1, net of ordinary vacancies, at most 0.5.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "output of a role is far below 2^53")]
pub fn overload(weather: &Weather, hiring: &Hiring) -> f64 {
    if weather.needed <= 0 {
        return 0.0;
    }
    if weather.output <= 0 {
        return OVERLOAD_CAP;
    }
    let vacant = if weather.headcount == 0 {
        0.0
    } else {
        (weather.expected_quits * (hiring.time_to_fill_weeks + hiring.notice_weeks) / f64::from(weather.headcount)).min(1.0)
    };
    let workload = weather.needed as f64 / weather.output as f64 * (1.0 - vacant);
    (workload - 1.0).clamp(0.0, OVERLOAD_CAP)
}

/// Quit share of the weeks watched beyond that expected at the base hazard.
#[must_use]
pub fn excess_quits(weather: &Weather) -> f64 {
    if weather.headcount == 0 {
        return 0.0;
    }
    ((f64::from(weather.quits) - weather.expected_quits * f64::from(weather.weeks)) / f64::from(weather.headcount)).max(0.0)
}

/// The climate of next week.
#[must_use]
pub fn next(climate: f64, weather: &Weather, hiring: &Hiring, retention: &Retention, mechanisms: Mechanisms) -> f64 {
    let mut target = 0.0;
    if mechanisms.workload {
        target -= retention.workload * overload(weather, hiring);
    }
    if mechanisms.spread {
        target -= retention.spread * excess_quits(weather);
    }
    (climate + (target - climate) * *WEEKLY_SHARE).max(FLOOR)
}

/// Share of a role's seats due to go within 26 weeks.
#[must_use]
pub fn insecurity(seats: i32, seats_foreseen: i32, mechanisms: Mechanisms) -> f64 {
    if !mechanisms.insecurity || seats <= 0 {
        return 0.0;
    }
    f64::from((seats - seats_foreseen).max(0)) / f64::from(seats)
}

/// Climate of the week's end, and the rates of next week that answer to how things stand now.
pub fn step(state: &mut State, world: &World) {
    let (hiring, learning) = (&world.scenario.hiring, &world.scenario.learning);
    let (retention, mechanisms) = (&world.scenario.retention, world.scenario.mechanisms);
    let week = state.week;
    state.sum_output(world.ramps());
    let mut qualified_learners = vec![0_i32; state.roles.len()];
    for course in state.under_way() {
        let slot = course.slot;
        if state.fit(slot) >= world.qualified_at {
            qualified_learners[state.people.posts[slot as usize].role.index()] += 1;
        }
    }
    for id in roles(world.scenario) {
        let role = &mut state.roles[id.index()];
        let peers = (role.qualified - qualified_learners[id.index()]).unsigned_abs();
        role.mentoring = learning::mentoring(peers, role.learners, learning, mechanisms);
        let watched = (week.0 + 1).min(QUIT_WINDOW);
        let recent = |counts: &[u32], weeks: i32, this_week: u32| {
            let earlier = usize::try_from(weeks - 1).unwrap_or(0);
            counts[counts.len().saturating_sub(earlier)..].iter().sum::<u32>() + this_week
        };
        let headcount = role.headcount().unsigned_abs();
        let weather = Weather {
            needed: ledger::needed_output(role),
            output: ledger::net_output(role, world),
            headcount,
            expected_quits: role.expected_quits,
            quits: recent(&role.quits, QUIT_WINDOW, role.tally.quits),
            weeks: watched.unsigned_abs(),
        };
        role.climate = next(role.climate, &weather, hiring, retention, mechanisms);
        let foreseen = world.outlook.seats_foreseen(id, week, week + INSECURITY_WEEKS);
        let insecurity = insecurity(role.seats, foreseen, mechanisms);
        let laid_off = recent(&role.layoffs, LAYOFF_WINDOW, role.tally.layoffs);
        let laid_off_share = if headcount == 0 { 0.0 } else { f64::from(laid_off) / f64::from(headcount) };
        let factor = departure::layoff_factor(laid_off_share, mechanisms);
        let turnover = world.scenario.roles[id.index()].turnover;
        role.clock_step = departure::clock_step(turnover, role.climate, insecurity, factor, retention);
        #[expect(clippy::cast_possible_truncation, reason = "fewer searches than people")]
        let open = (role.searching[0].len() + role.searching[1].len()) as u32;
        let size = f64::from(role.seats.max(role.headcount()));
        role.search_rate = hiring::search_rate(open, role.expected_quits, size, hiring, mechanisms);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALM: Weather = Weather { needed: 100, output: 100, headcount: 100, expected_quits: 0.0, quits: 0, weeks: 13 };

    #[test]
    fn climate_goes_half_way_in_26_weeks_and_stops_at_its_floor() {
        let (hiring, on) = (Hiring::default(), Mechanisms::all(true));
        let retention = Retention { workload: 0.5, ..Retention::default() };
        let overloaded = Weather { output: 50, ..CALM };
        let mut climate = 0.0;
        for _ in 0..26 {
            climate = next(climate, &overloaded, &hiring, &retention, on);
        }
        assert!((climate + 0.125).abs() < 1e-12, "half of 0.5 * 0.5");
        let harsh = Retention { workload: 10.0, ..retention };
        for _ in 0..1000 {
            climate = next(climate, &overloaded, &hiring, &harsh, on);
        }
        assert!((climate + 0.5).abs() < 1e-12);
    }

    #[test]
    fn ordinary_vacancies_are_no_overload() {
        let hiring = Hiring { time_to_fill_weeks: 6.0, notice_weeks: 4.0, ..Hiring::default() };
        // One quit a week of 100 people, each seat empty for 10 weeks: a tenth is vacant as a rule.
        let ordinary = Weather { needed: 1000, output: 900, expected_quits: 1.0, ..CALM };
        assert!(overload(&ordinary, &hiring) < 1e-12);
        assert!(overload(&Weather { output: 800, ..ordinary }, &hiring) > 0.1);
    }

    #[test]
    fn only_quits_beyond_the_expected_count() {
        assert!(excess_quits(&Weather { quits: 13, expected_quits: 1.0, ..CALM }) < 1e-15);
        assert!((excess_quits(&Weather { quits: 23, expected_quits: 1.0, ..CALM }) - 0.1).abs() < 1e-12);
    }
}
