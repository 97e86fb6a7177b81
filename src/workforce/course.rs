//! Courses under way: somebody learns what a role asks, their own or another.

use crate::ids::RoleId;
use crate::scenario::model::Channel;
use crate::units::Fixed;

/// A course.
#[derive(Clone, Debug)]
pub struct Course {
    /// The learner's slot.
    pub slot: u32,
    /// Toward which role.
    pub to: RoleId,
    /// `Upskill` or `Reskill`.
    pub channel: Channel,
    /// Which aim, an index into the state's aims.
    pub aim: u32,
    /// Course clock of the target role at which it is done.
    pub due: f64,
    /// Distance of the present segment: the course's, or its top-up's.
    pub distance: Fixed,
    /// Hazard of dropping out a week.
    pub dropout_hazard: f64,
    /// Hazard of dropping out accumulated so far.
    pub dropped: f64,
    /// Accumulated hazard at which the learner drops out.
    pub dropout_budget: f64,
    /// The learner's engagement before climate and events.
    pub own_engagement: f64,
    /// The learner's learning rate; 1 is average.
    pub learning_rate: f64,
    /// Share of each shortfall that is closed at the end.
    pub transfer: f64,
    /// Fit gained so far, as a fraction.
    pub gained: f64,
    /// Whether this is the top-up already.
    pub topped_up: bool,
    /// The gap that it covers.
    pub gap: Option<u32>,
    /// When it was launched among all actions of the run.
    pub order: u32,
}
