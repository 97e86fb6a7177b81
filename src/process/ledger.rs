//! The ledger: output of the week and what it is worth, in integers, so that sums are exact in any order.

use crate::scenario::model::{Hiring, Role};
use crate::units::{Fixed, Money};

/// Output of somebody `weeks` into a role, over that of somebody fully ramped up: linear from `start_output` to 1 over `ramp_weeks`.
#[must_use]
pub fn ramp(weeks: i32, ramp_weeks: f64, hiring: &Hiring) -> Fixed {
    let weeks = f64::from(weeks.max(0));
    if weeks >= ramp_weeks {
        return Fixed::ONE;
    }
    Fixed::nearest(hiring.start_output + (1.0 - hiring.start_output) * weeks / ramp_weeks)
}

/// Output of a person in a week: fit, times ramp, times the time not spent learning.
#[must_use]
pub fn person_output(fit: Fixed, ramp: Fixed, learning_intensity: Option<Fixed>) -> Fixed {
    let at_work = fit.times(ramp);
    learning_intensity.map_or(at_work, |intensity| at_work.times(intensity.complement()))
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

    #[test]
    fn a_learner_at_half_time_gives_half() {
        let half = Fixed::nearest(0.5);
        assert_eq!(person_output(Fixed::ONE, Fixed::ONE, Some(half)), half);
        assert_eq!(person_output(half, half, None), Fixed::nearest(0.25));
    }
}
