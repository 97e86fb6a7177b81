//! What does not change in a run: the scenario, the policy, the outlook and the luck, and what is worked out from them once.

use std::cell::RefCell;

use crate::ids::{RoleId, WorkerKey};
use crate::process::cast::Cast;
use crate::process::environment::Outlook;
use crate::process::ledger;
use crate::process::person;
use crate::random::{Entity, Luck};
use crate::scenario::model::{Policy, Scenario, Terms};
use crate::units::{Fixed, Week};
use crate::workforce::bar::Bar;
use crate::workforce::record::Keep;

/// Whole weeks after which nobody is still ramping up: the longest table that is kept.
const LONGEST_RAMP: i32 = 5200;

/// What does not change in a run.
#[derive(Clone, Debug)]
pub struct World<'a> {
    /// What is simulated.
    pub scenario: &'a Scenario,
    /// Under which policy.
    pub policy: &'a Policy,
    /// In which environment.
    pub outlook: &'a Outlook<'a>,
    /// With which luck.
    pub luck: Luck,
    /// Whom searches bring, as far as this replicate has met them.
    pub cast: &'a RefCell<Cast>,
    /// How much of what happens is kept.
    pub keep: Keep,
    /// Whether no other run of the replicate is to follow, which would meet the same people and want the same memory.
    pub alone: bool,
    /// Fit from which somebody counts as qualified.
    pub qualified_at: Fixed,
    /// Share of a learner's working time that is not spent learning.
    pub at_work: Fixed,
    /// Roles as entities.
    pub entities: Vec<Entity>,
    /// Roles by salary times output value, the dearest first; then by name. They compete for capacity and budget in this order.
    pub by_worth: Vec<RoleId>,
    /// Ramp by weeks in the role, of newcomers and of movers; complete beyond the end.
    ramps: [Vec<Fixed>; 2],
}

impl<'a> World<'a> {
    /// The world of a run among others, of which every event is kept.
    #[must_use]
    pub fn new(
        scenario: &'a Scenario,
        policy: &'a Policy,
        outlook: &'a Outlook<'a>,
        luck: Luck,
        cast: &'a RefCell<Cast>,
    ) -> Self {
        let ramp_weeks = scenario.hiring.ramp_weeks;
        let ramps = [ramp_weeks, ramp_weeks * scenario.hiring.internal_ramp_factor].map(|weeks| {
            (0..LONGEST_RAMP)
                .take_while(|&week| f64::from(week) < weeks)
                .map(|week| ledger::ramp(week, weeks, &scenario.hiring))
                .collect()
        });
        Self {
            scenario,
            policy,
            outlook,
            luck,
            cast,
            keep: Keep::Events,
            alone: false,
            qualified_at: Fixed::nearest(scenario.learning.qualified_at),
            at_work: Fixed::nearest(scenario.learning.intensity).complement(),
            entities: scenario.roles.iter().map(|role| Entity::named(&role.name)).collect(),
            by_worth: by_worth(scenario),
            ramps,
        }
    }

    /// The same, keeping so much of what happens.
    #[must_use]
    pub fn keeping(self, keep: Keep) -> Self {
        Self { keep, ..self }
    }

    /// The same for a run that no other of its replicate is to follow.
    #[must_use]
    pub fn alone(self) -> Self {
        Self { alone: true, ..self }
    }

    /// A person as an entity.
    #[must_use]
    pub fn entity(&self, person: WorkerKey) -> Entity {
        person::numbered(self.entities[person.role.index()], person.origin, person.number)
    }

    /// The policy's terms in a role.
    #[must_use]
    pub fn terms(&self, role: RoleId) -> &'a Terms {
        &self.policy.roles[role.index()]
    }

    /// Ramps by weeks in the role, of newcomers and of movers, until they are complete.
    #[must_use]
    pub fn ramps(&self) -> [&[Fixed]; 2] {
        self.ramps.each_ref().map(Vec::as_slice)
    }

    /// Whole weeks until the ramp of a newcomer or mover is complete.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "at most the longest ramp")]
    pub fn ramp_length(&self, moved: bool) -> i32 {
        self.ramps[usize::from(moved)].len() as i32
    }

    /// What a role will ask at `week`, as known at `now`; none if that is what it asks today.
    #[must_use]
    pub fn bar_foreseen(&self, role: RoleId, now: Week, week: Week, today: &Bar) -> Option<Bar> {
        if !self.outlook.raised(role) || self.outlook.asks_the_same(role, [(now, now), (now, week)]) {
            return None;
        }
        let mut levels = Vec::new();
        self.outlook.levels_foreseen(role, now, week, &mut levels);
        (!today.asks(&levels)).then(|| Bar::new(&self.scenario.roles[role.index()].requires, &levels))
    }
}

/// Roles by id.
pub fn roles(scenario: &Scenario) -> impl Iterator<Item = RoleId> + use<> {
    #[expect(clippy::cast_possible_truncation, reason = "the number of roles is checked when a scenario is read")]
    (0..scenario.roles.len() as u16).map(RoleId)
}

fn by_worth(scenario: &Scenario) -> Vec<RoleId> {
    let worth = |role: RoleId| {
        let role = &scenario.roles[role.index()];
        role.salary.units() * role.output_value
    };
    let mut order: Vec<RoleId> = roles(scenario).collect();
    order.sort_by(|&a, &b| worth(b).total_cmp(&worth(a)).then(a.cmp(&b)));
    order
}
