//! Learning: one process over one skill distance, whether to one's own role as it now is or to another.
//!
//! Effort to close distance `d` is `setup + pace * d^exponent / rate` full-time weeks, convex since prerequisites pile up; all of it is hours and
//! tuition. Dropout is a hazard a week `dropout * d * (1.5 - support)` against an Exp(1) budget. At the end each shortfall shrinks by `transfer` (Beta).
//! Offers are accepted where a latent uniform, one a (person, target), lies under the logistic of `2 - 3d + 2 (support - 0.5) + 2 (E - 0.6)`.

use crate::random::{Entity, Luck, Process};
use crate::scenario::model::{Learning, Mechanisms};
use crate::units::{Fixed, Money};

/// Weeks after which somebody who refused, failed or dropped out may be asked again.
pub const ASK_AGAIN_WEEKS: i32 = 26;

/// How steep a distance is, `d^exponent`: worked out once for whoever is asked, since the power is dear.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Steepness(f64);

impl Steepness {
    /// Of a distance.
    #[must_use]
    pub fn of(distance: Fixed, learning: &Learning) -> Self {
        Self(libm::pow(distance.value(), learning.effort_exponent))
    }

    /// Full-time weeks to close the distance at a learning rate (1 is average).
    #[must_use]
    pub fn effort(self, rate: f64, learning: &Learning) -> f64 {
        learning.setup_weeks + learning.pace_weeks * self.0 / rate
    }

    /// List price of a course: tuition for the effort at the average rate.
    #[must_use]
    pub fn tuition(self, learning: &Learning) -> Money {
        learning.tuition_per_week.scaled(self.effort(1.0, learning))
    }
}

/// Full-time weeks to close a distance at a learning rate (1 is average).
#[must_use]
pub fn effort(distance: Fixed, rate: f64, learning: &Learning) -> f64 {
    Steepness::of(distance, learning).effort(rate, learning)
}

/// List price of a course: tuition for the effort at the average rate.
#[must_use]
pub fn tuition(distance: Fixed, learning: &Learning) -> Money {
    Steepness::of(distance, learning).tuition(learning)
}

/// Hazard a week of dropping out.
#[must_use]
pub fn dropout_hazard(distance: Fixed, learning: &Learning) -> f64 {
    learning.dropout * distance.value() * (1.5 - learning.support)
}

/// Rise of a learner's pace through qualified peers: `m * min(1, peers / learners)`.
#[must_use]
pub fn mentoring(peers: u32, learners: u32, learning: &Learning, mechanisms: Mechanisms) -> f64 {
    if !mechanisms.mentoring || learners == 0 {
        return 0.0;
    }
    learning.mentoring * (f64::from(peers) / f64::from(learners)).min(1.0)
}

/// Full-time weeks of learning done in a week.
#[must_use]
pub fn pace(mentoring: f64, learning: &Learning) -> f64 {
    learning.intensity * (1.0 + mentoring)
}

/// Probability that an offer is accepted.
#[must_use]
pub fn acceptance(distance: Fixed, engagement: f64, learning: &Learning) -> f64 {
    let logit = 2.0 - 3.0 * distance.value() + 2.0 * (learning.support - 0.5) + 2.0 * (engagement - 0.6);
    1.0 / (1.0 + libm::exp(-logit))
}

/// The uniform with which a person meets every offer toward a role: accepted where it lies under the probability.
#[must_use]
pub fn offer_latent(person: Entity, target: Entity, luck: Luck) -> f64 {
    luck.stream(Process::Offer, person.with(target), 0).uniform()
}

/// What a course brings, drawn once a (person, target, attempt), its top-up included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CourseLuck {
    /// Accumulated dropout hazard at which the learner drops out.
    pub dropout_budget: f64,
    /// Share of every shortfall that the course closes.
    pub transfer: f64,
}

/// Draws what a course brings.
#[must_use]
pub fn draw_course(person: Entity, target: Entity, attempt: u32, learning: &Learning, luck: Luck) -> CourseLuck {
    let mut stream = luck.stream(Process::Course, person.with(target), attempt);
    CourseLuck { dropout_budget: stream.exponential(), transfer: stream.beta(learning.transfer, learning.transfer_sd) }
}

/// A level after a course with this transfer toward an aim.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "levels are kept in single precision")]
pub fn learnt(level: f32, aim: f64, transfer: f64) -> f32 {
    (f64::from(level) + transfer * (aim - f64::from(level)).max(0.0)) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effort_and_tuition_are_as_the_model_says() {
        let learning = Learning::default();
        let near = |d: f64, weeks: f64, money: f64| {
            assert!((effort(Fixed::nearest(d), 1.0, &learning) - weeks).abs() < 0.01, "{d}");
            assert!((tuition(Fixed::nearest(d), &learning).units() - money).abs() < 10.0, "{d}");
        };
        // 1 + 43 * 0.15^1.5 = 3.498; 1 + 43 * 0.45^1.5 = 13.98.
        near(0.15, 3.498, 3_148.0);
        near(0.45, 13.98, 12_583.0);
        assert!((effort(Fixed::nearest(0.45), 2.0, &learning) - 7.49).abs() < 0.01);
    }

    #[test]
    fn acceptance_at_the_centre_is_the_logistic_of_two() {
        let learning = Learning::default();
        assert!((acceptance(Fixed::ZERO, 0.6, &learning) - 0.880_797).abs() < 1e-6);
        assert!(acceptance(Fixed::nearest(0.5), 0.6, &learning) < acceptance(Fixed::nearest(0.1), 0.6, &learning));
    }

    #[test]
    fn mentoring_is_shared_between_learners() {
        let learning = Learning::default();
        let on = Mechanisms::all(true);
        assert!((mentoring(50, 10, &learning, on) - 0.25).abs() < 1e-15);
        assert!((mentoring(5, 10, &learning, on) - 0.125).abs() < 1e-15);
        assert!(mentoring(5, 0, &learning, on).abs() < 1e-15);
    }
}
