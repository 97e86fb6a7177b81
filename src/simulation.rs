//! One run: the week as an ordered list of calls.
//!
//! A run is pure: scenario, policy and replicate in, records out. Policies meet the same people, so that the workforce of week 0 is drawn once a replicate.

use std::cell::{OnceCell, RefCell};

use crate::ids::{Origin, WorkerKey};
use crate::process::cast::Cast;
use crate::process::environment::Outlook;
use crate::process::person::Tenures;
use crate::process::world::{World, roles};
use crate::process::{arrival, climate, departure, environment, gap, ledger, person, policy, skills};
use crate::random::{ABREAST, Entity, Luck};
use crate::scenario::model::{Policy, Scenario};
use crate::units::{Fixed, Money, Week};
use crate::workforce::gaps::Gaps;
use crate::workforce::levels::Levels;
use crate::workforce::people::Newcomer;
use crate::workforce::record::{Counts, Keep, RunRecord};
use crate::workforce::state::{Budget, Due, RoleState, State};

/// One replicate of a scenario: the luck that every policy meets, and the people of week 0.
#[derive(Clone, Debug)]
pub struct Replicate<'a> {
    scenario: &'a Scenario,
    luck: Luck,
    keep: Keep,
    shocked: Outlook<'a>,
    unshocked: Outlook<'a>,
    /// Before week 0, the same under every policy: made with the first run.
    founders: OnceCell<State>,
    /// Where the founders are made: the memory of an earlier replicate's, since fresh pages cost more than what is written to them.
    ground: RefCell<State>,
    /// The state of the run before: the next one is made in its memory.
    spare: RefCell<State>,
    /// Whom searches bring, as far as a run has met them.
    cast: RefCell<Cast>,
}

impl<'a> Replicate<'a> {
    /// Draws the shocks of a replicate; its people are drawn with the first run. Runs keep every event.
    #[must_use]
    pub fn new(scenario: &'a Scenario, seed: u64, replicate: u32) -> Self {
        let (ground, spare) = (State::default(), State::default());
        Self::within(scenario, seed, replicate, Keep::Events, ground, spare, Cast::default())
    }

    /// The same with runs that keep so much of what happens in them.
    #[must_use]
    pub fn keeping(self, keep: Keep) -> Self {
        Self { keep, ..self }
    }

    /// Another replicate of the same scenario, made in the memory of this one.
    #[must_use]
    pub fn another(self, seed: u64, replicate: u32) -> Self {
        let ground = self.founders.into_inner().unwrap_or_default();
        let (spare, cast) = (self.spare.into_inner(), self.cast.into_inner().forgotten());
        Self::within(self.scenario, seed, replicate, self.keep, ground, spare, cast)
    }

    fn within(scenario: &'a Scenario, seed: u64, replicate: u32, keep: Keep, ground: State, spare: State, cast: Cast) -> Self {
        let luck = Luck::new(seed, replicate);
        Self {
            scenario,
            luck,
            keep,
            shocked: Outlook::shocked(scenario, luck),
            unshocked: Outlook::unshocked(scenario),
            founders: OnceCell::new(),
            ground: RefCell::new(ground),
            spare: RefCell::new(spare),
            cast: RefCell::new(cast),
        }
    }

    /// A run under a policy.
    #[must_use]
    pub fn run(&self, policy: &Policy) -> RunRecord {
        self.simulate(policy, &self.shocked)
    }

    /// The twin: business as usual, the rules of `none`, the same luck, no shock.
    ///
    /// A scenario without a policy named `none`, which no file gives, has an empty twin.
    #[must_use]
    pub fn twin(&self) -> RunRecord {
        let none = self.scenario.policies.iter().find(|policy| policy.name == "none");
        none.map(|none| self.simulate(none, &self.unshocked)).unwrap_or_default()
    }

    fn simulate(&self, policy: &Policy, outlook: &Outlook) -> RunRecord {
        let world = World::new(self.scenario, policy, outlook, self.luck, &self.cast).keeping(self.keep);
        let mut state = self.spare.take();
        state.restart(self.founders.get_or_init(|| self.found(&world)));
        let record = run(&mut state, &world);
        self.spare.replace(state);
        record
    }

    /// Draws the people of week 0.
    fn found(&self, world: &World) -> State {
        let mut founders = founders(self.scenario, self.luck, self.ground.take());
        begin(&mut founders, world);
        founders
    }
}

/// Runs from the people of week 0 to the horizon.
fn run(state: &mut State, world: &World) -> RunRecord {
    state.at_work = world.at_work;
    state.lasts = !world.alone;
    state.gaps.keep(world.keep);
    let scenario = world.scenario;
    let (roles, weeks) = (scenario.roles.len(), usize::try_from(scenario.horizon).unwrap_or(0));
    state.record.role_count = roles;
    state.record.weekly.reserve(roles * weeks);
    state.record.counts = Counts::new(roles, weeks);
    state.budget.own = world.policy.roles.iter().map(|terms| terms.budget_per_year.is_some()).collect();
    for week in 0..scenario.horizon {
        state.week = Week(week);
        environment::step(state, world);
        skills::step(state, world);
        departure::step(state, world);
        arrival::step(state, world);
        gap::step(state, world);
        policy::step(state, world);
        climate::step(state, world);
        ledger::step(state, world);
    }
    finish(state)
}

/// A run of a scenario under one of its policies, by itself, that keeps every event. For many, make a `Replicate` once and run every policy on it; for one of millions of
/// people, see [`simulate_keeping`].
///
/// # Example
///
/// ```
/// # use foreshift::{Scenario, simulate};
/// let text = r#"
/// name = "Example"
/// horizon_weeks = 52
/// [skills]
/// care = {}
/// [roles.nurse]
/// headcount = 20
/// salary = 60000
/// requires = { care = 0.7 }
/// "#;
/// let scenario = Scenario::parse("example.toml", text, &[]).unwrap();
/// let none = scenario.policies.iter().find(|policy| policy.name == "none").unwrap();
/// let record = simulate(&scenario, none, 42, 0);
/// assert_eq!(record.weeks(), 52);
/// ```
#[must_use]
pub fn simulate(scenario: &Scenario, policy: &Policy, seed: u64, replicate: u32) -> RunRecord {
    simulate_keeping(scenario, policy, seed, replicate, Keep::Events)
}

/// As [`simulate`], keeping so much of what happens. With [`Keep::Measures`] ten million people without a shock take less than 2 GiB.
///
/// # Example
///
/// ```
/// # use foreshift::{Keep, Scenario, simulate, simulate_keeping};
/// # let text = "name = \"A\"\nhorizon_weeks = 52\n[skills]\ncare = {}\n[roles.nurse]\nheadcount = 20\nsalary = 60000\nrequires = { care = 0.7 }\n";
/// # let scenario = Scenario::parse("example.toml", text, &[]).unwrap();
/// # let none = scenario.policies.iter().find(|policy| policy.name == "none").unwrap();
/// let (all, lean) = (simulate(&scenario, none, 42, 0), simulate_keeping(&scenario, none, 42, 0, Keep::Measures));
/// assert_eq!((all.weekly, all.counts), (lean.weekly, lean.counts));
/// assert!(lean.starts.is_empty());
/// ```
#[must_use]
pub fn simulate_keeping(scenario: &Scenario, policy: &Policy, seed: u64, replicate: u32, keep: Keep) -> RunRecord {
    let replicate = Replicate::new(scenario, seed, replicate);
    let world = World::new(scenario, policy, &replicate.shocked, replicate.luck, &replicate.cast);
    let world = world.keeping(keep).alone();
    // The people of week 0 are not kept for another run: half of the memory.
    run(&mut replicate.found(&world), &world)
}

/// The people of week 0 in their roles; what depends on the policy comes with the run.
fn founders(scenario: &Scenario, luck: Luck, mut state: State) -> State {
    let qualified_at = Fixed::nearest(scenario.learning.qualified_at);
    let nobody = State {
        roles: vec![RoleState { levels: Levels::new(scenario.skills.len()), ..RoleState::default() }; scenario.roles.len()],
        gaps: Gaps::new(scenario.roles.len()),
        due: vec![Due::default(); usize::try_from(scenario.horizon).unwrap_or(0)],
        budget: Budget { by_role: vec![Money::ZERO; scenario.roles.len()], ..Budget::default() },
        mix_counts: vec![<[_; 2]>::default(); scenario.roles.len()],
        ..State::default()
    };
    state.restart(&nobody);
    let mut levels = Vec::new();
    for (id, role) in roles(scenario).zip(&scenario.roles) {
        levels.clear();
        levels.extend(role.requires.iter().map(|requirement| requirement.level));
        let here = &mut state.roles[id.index()];
        here.reserve(role.headcount as usize);
        here.bar.set(&role.requires, &levels);
        let bar = here.bar.clone();
        here.aim = bar.clone();
        let (name, tenures) = (Entity::named(&role.name), Tenures::of(role, scenario));
        // Eight people are drawn side by side; the last of them may be nobody.
        for first in (0..role.headcount).step_by(ABREAST) {
            let entities = person::eight(name, Origin::Incumbent, first);
            let incumbents = person::draw_incumbents(entities, &tenures, luck);
            let people = ABREAST.min((role.headcount - first) as usize);
            let block = state.roles[id.index()].levels.push_block(people);
            let fits = person::draw_skills_abreast(entities, &bar, qualified_at, luck, block);
            let engagement = incumbents.map(|(stay, _)| stay.own_engagement);
            let dispositions = departure::dispositions(engagement, role.salary, role.salary, &scenario.retention);
            let drawn = incumbents.into_iter().zip(dispositions).zip(fits);
            for (number, (((stay, age), disposition), fit)) in (first..role.headcount).zip(drawn) {
                let newcomer = Newcomer {
                    key: WorkerKey { role: id, origin: Origin::Incumbent, number },
                    joined: -(age + 1),
                    salary: role.salary,
                    disposition,
                    attrition_budget: stay.attrition_budget,
                    fit,
                };
                state.join(&newcomer, qualified_at);
            }
        }
    }
    state
}

/// What stands before week 0: hazards, output, and output per head, which makes what a seat needs.
fn begin(state: &mut State, world: &World) {
    let joined = |state: &State, slot: u32| state.people.posts[slot as usize].joined;
    for id in roles(world.scenario) {
        let members = state.roles[id.index()].members.clone();
        for &slot in &members {
            let multiplier = departure::multiplier_in(state, world, slot, 0);
            state.set_multiplier(slot, multiplier);
        }
        let mut ramping: Vec<u32> = members.into_iter().filter(|&slot| -joined(state, slot) < world.ramp_length(false)).collect();
        ramping.sort_by_key(|&slot| joined(state, slot));
        for slot in ramping {
            state.begin_ramp(slot);
        }
    }
    state.sum_output(world.ramps());
    for (here, role) in state.roles.iter_mut().zip(&world.scenario.roles) {
        let headcount = i64::from(here.headcount());
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a mean of fractions is at most one")]
        let per_head = if headcount == 0 { Fixed::ONE } else { Fixed((here.output / headcount) as u32) };
        here.per_head = per_head;
        here.clock_step = departure::clock_step(role.turnover, 0.0, 0.0, 1.0, &world.scenario.retention);
        here.search_rate = 1.0;
        here.seats_before = here.headcount();
        here.qualified_before = here.headcount();
    }
}

/// What the run leaves behind.
fn finish(state: &mut State) -> RunRecord {
    let (requisitions, courses) = (&state.requisitions, &state.courses);
    state.gaps.close_books(|cover| match cover {
        crate::workforce::gaps::Cover::Requisition(index) if requisitions[index as usize].is_backfill() => {
            crate::scenario::model::Channel::Backfill
        }
        crate::workforce::gaps::Cover::Requisition(_) => crate::scenario::model::Channel::Hire,
        crate::workforce::gaps::Cover::Course(index) => courses[index as usize].channel,
    });
    state.record.gaps = std::mem::take(&mut state.gaps.records);
    state.record.counts.filled = state.gaps.filled;
    std::mem::take(&mut state.record)
}
