//! What a scenario says before anything is run: seats to come, people to spare, distances between roles, what courses would take.
//!
//! Shocks are taken at their announced central values. The people are a sample of those of week 0, drawn as a run draws them. Nobody is hired, trained or
//! laid off here: it is what a reader should know of the premises, not a result.

use crate::ids::{Origin, RoleId, WorkerKey};
use crate::process::departure::tenure_factor;
use crate::process::environment::Outlook;
use crate::process::learning::{effort, tuition};
use crate::process::person;
use crate::process::world::roles;
use crate::random::Luck;
use crate::scenario::model::{Drawn, Role, Scenario, Shock};
use crate::units::{Fixed, Money, Week, whole_weeks};
use crate::workforce::bar::Bar;

/// The most people of a role that are drawn, and of all roles.
const SAMPLE: usize = 400;
const SAMPLE_OF_ALL: usize = 40_000;

/// The most roles from which distances are worked out.
const MOST_SOURCES: usize = 40;

/// What a scenario says before anything is run.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// Every role, in the order of the scenario.
    pub roles: Vec<RoleForecast>,
    /// From the roles that change, or from all where none does: nearest first.
    pub moves: Vec<Move>,
}

/// What becomes of a role's seats and of the people who hold them.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleForecast {
    /// Which role.
    pub role: RoleId,
    /// Seats in the last week.
    pub seats: i32,
    /// The first week from which seats stay as they are in the last.
    pub settled: Week,
    /// Seats of ordinary growth alone in the last week.
    pub ordinary: i32,
    /// The fewest seats of any week, and the first week of them.
    pub fewest: (i32, Week),
    /// The first week of a shock that hits the role.
    pub hit_from: Option<Week>,
    /// People of week 0 who quit of themselves between that week and the fewest seats, at the base hazard.
    pub quits: f64,
    /// People left over then: seats that go less those quits; 0 where none is.
    pub surplus: f64,
    /// Share of the people of week 0 whom the bar of the last week passes.
    pub passed: f64,
    /// Whether a shock raises the bar.
    pub raised: bool,
}

impl RoleForecast {
    /// Seats of week 0 that are gone at the fewest.
    #[must_use]
    pub fn fall(&self, headcount: u32) -> i32 {
        i32::try_from(headcount).unwrap_or(i32::MAX).saturating_sub(self.fewest.0).max(0)
    }

    /// Seats that shocks add to those of ordinary growth, in the last week.
    #[must_use]
    pub const fn added(&self) -> i32 {
        let added = self.seats - self.ordinary;
        if added > 0 { added } else { 0 }
    }
}

/// The way from one role to another, or to the raised bar of the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Move {
    /// Whose people.
    pub from: RoleId,
    /// Where to; the same role for its own bar of the last week.
    pub to: RoleId,
    /// Mean distance of a person of week 0.
    pub distance: f64,
    /// Weeks of a course at that distance, at the scenario's intensity.
    pub weeks: f64,
    /// Its list price.
    pub tuition: Money,
    /// Whether reskilling is offered so far.
    pub within: bool,
}

/// Works out what a scenario says.
#[must_use]
pub fn forecast(scenario: &Scenario) -> Forecast {
    let central = central(scenario);
    // Nothing of this reaches a run: the sample stands for whatever people a seed would give.
    let luck = Luck::new(0, 0);
    let outlook = Outlook::shocked(&central, luck);
    let last = Week(scenario.horizon - 1);
    let size = (SAMPLE_OF_ALL / scenario.roles.len().max(1)).clamp(10, SAMPLE);
    let bars: Vec<Bar> = roles(scenario).map(|role| bar(scenario, &outlook, role, last)).collect();
    let mut found = Forecast { roles: Vec::with_capacity(scenario.roles.len()), moves: Vec::new() };
    for (id, role) in roles(scenario).zip(&scenario.roles) {
        let people = Sample::draw(scenario, id, size, luck);
        found.roles.push(role_forecast(scenario, role, id, &outlook, &people, &bars[id.index()]));
    }
    let changes = |here: &RoleForecast| here.raised || here.fall(scenario.roles[here.role.index()].headcount) > 0;
    let some = found.roles.iter().any(changes);
    let sources = found.roles.iter().filter(|here| !some || changes(here)).map(|here| (here.role, here.raised));
    let mut moves = Vec::new();
    for (from, raised) in sources.take(MOST_SOURCES) {
        let people = Sample::draw(scenario, from, size, luck);
        let ways = roles(scenario)
            .filter(|to| *to != from || raised)
            .map(|to| way(scenario, from, to, people.distance(&bars[to.index()])));
        let mut ways: Vec<Move> = ways.collect();
        ways.sort_by(|a, b| (a.to != from).cmp(&(b.to != from)).then(a.distance.total_cmp(&b.distance)).then(a.to.cmp(&b.to)));
        moves.extend(ways);
    }
    found.moves = moves;
    found
}

/// The scenario with every shock at its announced central values.
fn central(scenario: &Scenario) -> Scenario {
    let settle = |shock: &Shock| Shock {
        start_week: Drawn::Plain(shock.start_week.central()),
        reach: Drawn::Plain(shock.reach.central()),
        ..shock.clone()
    };
    Scenario { shocks: scenario.shocks.iter().map(settle).collect(), ..scenario.clone() }
}

/// What a role asks in a week.
fn bar(scenario: &Scenario, outlook: &Outlook<'_>, role: RoleId, week: Week) -> Bar {
    let mut levels = Vec::new();
    outlook.levels(role, week, &mut levels);
    Bar::new(&scenario.roles[role.index()].requires, &levels)
}

fn way(scenario: &Scenario, from: RoleId, to: RoleId, distance: f64) -> Move {
    let learning = &scenario.learning;
    let fixed = Fixed::nearest(distance);
    let weeks = effort(fixed, 1.0, learning) / learning.intensity;
    Move { from, to, distance, weeks, tuition: tuition(fixed, learning), within: from == to || distance <= learning.max_distance }
}

/// People of a role as they are in week 0.
struct Sample {
    skills: Vec<f32>,
    stride: usize,
    /// Weeks since they joined.
    tenures: Vec<i32>,
}

impl Sample {
    /// Draws people as a run does. A role with nobody in it is stood for by somebody who has exactly what it asks.
    fn draw(scenario: &Scenario, role: RoleId, most: usize, luck: Luck) -> Self {
        let here = &scenario.roles[role.index()];
        let levels: Vec<f64> = here.requires.iter().map(|asks| asks.level).collect();
        let asked = Bar::new(&here.requires, &levels);
        let stride = scenario.skills.len();
        let count = here.headcount.min(u32::try_from(most).unwrap_or(u32::MAX));
        let entity = |number| person::entity(scenario, WorkerKey { role, origin: Origin::Incumbent, number });
        let qualified_at = Fixed::nearest(scenario.learning.qualified_at);
        let mut skills = Vec::new();
        for number in 0..count {
            let mut mine = vec![0.0; stride];
            person::draw_skills(entity(number), &asked, qualified_at, luck, &mut mine);
            skills.append(&mut mine);
        }
        if count == 0 {
            skills.resize(stride, 0.0);
            for &(skill, level) in asked.asked() {
                #[expect(clippy::cast_possible_truncation, reason = "levels are kept in single precision")]
                let level = level as f32;
                skills[skill.index()] = level;
            }
        }
        let age = |number| person::draw_temper(entity(number), scenario, luck).incumbent_age(here, scenario) + 1;
        Self { skills, stride, tenures: (0..count).map(age).collect() }
    }

    fn fits(&self, bar: &Bar) -> Vec<f64> {
        if self.stride == 0 {
            return vec![1.0];
        }
        self.skills.chunks(self.stride).map(|skills| bar.fit(skills).value()).collect()
    }

    /// Mean distance to a bar.
    fn distance(&self, bar: &Bar) -> f64 {
        let fits = self.fits(bar);
        let count = fits.len();
        1.0 - mean(fits.into_iter(), count)
    }

    /// Share who are not qualified for a bar.
    fn passed(&self, bar: &Bar, qualified_at: f64) -> f64 {
        let fits = self.fits(bar);
        let count = fits.len();
        mean(fits.into_iter().map(|fit| f64::from(u8::from(fit < qualified_at))), count)
    }

    /// Share who quit within so many weeks at the base hazard.
    fn quit(&self, role: &Role, scenario: &Scenario, weeks: i32) -> f64 {
        let of = |tenure: i32| {
            let weekly = |week| tenure_factor(tenure + week, &scenario.retention, scenario.mechanisms);
            -libm::expm1(-role.turnover.per_week() * (1..=weeks).map(weekly).sum::<f64>())
        };
        mean(self.tenures.iter().map(|tenure| of(*tenure)), self.tenures.len())
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of a sample")]
fn mean(values: impl Iterator<Item = f64>, count: usize) -> f64 {
    if count == 0 { 0.0 } else { values.sum::<f64>() / count as f64 }
}

fn role_forecast(
    scenario: &Scenario,
    role: &Role,
    id: RoleId,
    outlook: &Outlook<'_>,
    people: &Sample,
    bar: &Bar,
) -> RoleForecast {
    let weeks = || (0..scenario.horizon).map(Week);
    let last = Week(scenario.horizon - 1);
    let seats = outlook.seats(id, last);
    let settled = weeks().rev().take_while(|week| outlook.seats(id, *week) == seats).last().unwrap_or(last);
    let fewest = weeks().map(|week| (outlook.seats(id, week), week)).min().unwrap_or((seats, last));
    let hit_from = scenario.shocks.iter().filter(|shock| hits(shock, id)).map(start).min();
    let over = hit_from.map_or(0, |from| (fewest.1 - from).max(0));
    let headcount = f64::from(role.headcount);
    let quits = headcount * people.quit(role, scenario, over);
    let raised = outlook.raised(id);
    let qualified_at = scenario.learning.qualified_at;
    let passed = if raised && role.headcount > 0 { people.passed(bar, qualified_at) } else { 0.0 };
    let ordinary = outlook.growth_seats(id, last);
    let mut found = RoleForecast { role: id, seats, settled, ordinary, fewest, hit_from, quits, surplus: 0.0, passed, raised };
    let fall = f64::from(found.fall(role.headcount));
    found.surplus = if hit_from.is_some() { (fall - quits).max(0.0) } else { 0.0 };
    found
}

/// Whether a shock touches a role.
fn hits(shock: &Shock, role: RoleId) -> bool {
    shock.automates.iter().any(|effect| effect.role == role)
        || shock.raises.iter().any(|effect| effect.role == role)
        || shock.creates.iter().any(|effect| effect.role == role)
}

/// The week in which a shock is announced to start.
#[must_use]
pub fn start(shock: &Shock) -> Week {
    Week(whole_weeks(shock.start_week.central()))
}

/// The week in which a shock is announced to be complete.
#[must_use]
pub fn complete(shock: &Shock) -> Week {
    Week(whole_weeks(shock.start_week.central() + shock.ramp_weeks))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever reads a forecast was told the announced values, not one draw of them.
    #[test]
    fn shocks_are_taken_at_what_was_announced() {
        let mut scenario = crate::analysis::fixture::scenario();
        scenario.shocks[0].start_week = Drawn::Triangular { low: 1.0, mode: 3.0, high: 6.0 };
        scenario.shocks[0].reach = Drawn::Triangular { low: 0.2, mode: 0.5, high: 0.9 };
        let settled = central(&scenario);
        assert_eq!((settled.shocks[0].start_week, settled.shocks[0].reach), (Drawn::Plain(3.0), Drawn::Plain(0.5)));
        assert_eq!((settled.shocks.len(), settled.roles), (scenario.shocks.len(), scenario.roles));
    }
}
