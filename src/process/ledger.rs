//! The ledger: output of the week and what it is worth, in integers, so that sums are exact in any order.

use crate::process::world::{World, roles};
use crate::scenario::model::{Hiring, Role};
use crate::units::{Fixed, Money};
use crate::workforce::record::{CostCategory, RoleWeek};
use crate::workforce::state::{RoleState, State};

/// Output of somebody `weeks` into a role, over that of somebody fully ramped up: linear from `start_output` to 1 over `ramp_weeks`.
#[must_use]
pub fn ramp(weeks: i32, ramp_weeks: f64, hiring: &Hiring) -> Fixed {
    let weeks = f64::from(weeks.max(0));
    if weeks >= ramp_weeks {
        return Fixed::ONE;
    }
    Fixed::nearest(hiring.start_output + (1.0 - hiring.start_output) * weeks / ramp_weeks)
}

/// Hours of qualified peers that learners of a role take up in a week, in 2^-20 of a person-week: an hour for an hour gained.
#[must_use]
pub fn mentoring_hours(intensity: f64, mentoring: f64, learners: u32) -> i64 {
    i64::from(Fixed::nearest(intensity * mentoring).0) * i64::from(learners)
}

/// Worth of the output that a role needed and lacked in a week: `max(0, needed - output) * output_value * salary / 52`.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "output of a role is far below 2^53")]
pub fn lost_output(needed: i64, output: i64, role: &Role) -> Money {
    let lacking = (needed - output).max(0) as f64 / f64::from(Fixed::ONE.0);
    Money::from_units(lacking * role.output_value * role.salary.units() / f64::from(crate::units::WEEKS_PER_YEAR))
}

/// Output of a role in a week, net of the hours that its people spend on learners.
#[must_use]
pub fn net_output(role: &RoleState, world: &World) -> i64 {
    (role.output - mentoring_hours(world.scenario.learning.intensity, role.mentoring, role.learners)).max(0)
}

/// Output that a role needs: seats times output per head at week 0.
#[must_use]
pub fn needed_output(role: &RoleState) -> i64 {
    i64::from(role.seats) * i64::from(role.per_head.0)
}

/// Books the week.
pub fn step(state: &mut State, world: &World) {
    for id in roles(world.scenario) {
        let role = &world.scenario.roles[id.index()];
        let gaps = state.gaps.open_count(id);
        let here = &mut state.roles[id.index()];
        let (needed, output) = (needed_output(here), net_output(here, world));
        let payroll = here.payroll;
        here.charge(CostCategory::Payroll, payroll);
        here.charge(CostCategory::LostOutput, lost_output(needed, output, role));
        let tally = std::mem::take(&mut here.tally);
        let headcount = here.headcount();
        state.record.worker_weeks += u64::from(headcount.unsigned_abs());
        #[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "fewer gaps and searches than people")]
        state.record.weekly.push(RoleWeek {
            seats: here.seats,
            headcount,
            qualified: here.qualified,
            gaps: gaps as i32,
            vacancies: (here.seats - headcount).max(0),
            surplus: here.surplus_now,
            learners: here.learning.cast_signed(),
            searches: (here.searching[0].len() + here.searching[1].len()) as i32,
            output,
            needed,
            climate: here.climate,
            quits: tally.quits,
            layoffs: tally.layoffs,
            starts: tally.starts,
            moves_in: tally.moves_in,
            moves_out: tally.moves_out,
            costs: tally.costs,
            seat_pay: role.salary.per_week() * i64::from(here.seats),
        });
        here.quits.push(tally.quits);
        here.layoffs.push(tally.layoffs);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ramp_is_linear() {
        let hiring = Hiring { start_output: 0.25, ..Hiring::default() };
        assert_eq!(ramp(0, 28.0, &hiring), Fixed::nearest(0.25));
        assert_eq!(ramp(14, 28.0, &hiring), Fixed::nearest(0.625));
        assert_eq!(ramp(28, 28.0, &hiring), Fixed::ONE);
        assert_eq!(ramp(0, 0.0, &hiring), Fixed::ONE);
    }
}
