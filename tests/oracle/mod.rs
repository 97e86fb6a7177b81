//! The oracle: one run, plain and slow, written from the rules alone.
//!
//! People are a list of structs in key order; whatever can be counted is counted anew whenever it is asked for. The only things kept between weeks are
//! those that the rules say are kept: people, requisitions, gap records, clocks, the climate of last week, and what the record will say.
//! Pure functions of the processes and the draws of people are shared with the engine; state and bookkeeping are not.

mod adaptive;
mod gaps;
mod person;
mod policy;
mod week;

use std::collections::BTreeMap;

use foreshift::ids::{Origin, RoleId, WorkerKey};
use foreshift::process::departure::expected_quits;
use foreshift::process::environment::Outlook;
use foreshift::process::skills::Bar;
use foreshift::random::{Entity, Luck};
use foreshift::scenario::model::{Channel, Policy, Role, Scenario, Terms};
use foreshift::units::{Fixed, Money, WEEKS_PER_YEAR, Week};
use foreshift::workforce::record::{CostCategory, RunRecord};

use gaps::Gap;
use person::{Filler, Person};

/// A run of a policy in the world with its shocks.
pub fn run(scenario: &Scenario, policy: &Policy, seed: u64, replicate: u32) -> RunRecord {
    let luck = Luck::new(seed, replicate);
    World::new(scenario, policy, luck, Outlook::shocked(scenario, luck)).play()
}

/// Business as usual under the same luck, without a shock.
pub fn twin(scenario: &Scenario, seed: u64, replicate: u32) -> RunRecord {
    let none = scenario.policies.iter().find(|policy| policy.name == "none").expect("every scenario has `none`");
    World::new(scenario, none, Luck::new(seed, replicate), Outlook::unshocked(scenario)).play()
}

/// What may cover a gap: a requisition by its key, or a course by its learner's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// A requisition, searching or accepted.
    Requisition(WorkerKey),
    /// The course that this person is on.
    Course(WorkerKey),
}

/// A search for somebody, or somebody who has accepted and not yet started.
#[derive(Clone, Debug)]
struct Requisition {
    /// Whose key the person found will bear.
    key: WorkerKey,
    /// The week it was opened.
    opened: i32,
    /// The how-manieth action of the run it is.
    launch_order: u32,
    /// Which candidate is searched for, from 0.
    attempt: u32,
    /// Where the role's search clock must stand when they are found.
    due: f64,
    /// Whether somebody is to be displaced at the start.
    replaces: bool,
    /// Whether the candidate being searched for will decline.
    declines: bool,
    /// The candidate, once they have accepted.
    accepted: Option<Accepted>,
}

/// A candidate who has accepted.
#[derive(Clone, Debug)]
struct Accepted {
    /// When they accepted.
    week: i32,
    /// When they start.
    start: i32,
    /// Their skills.
    skills: Vec<f32>,
}

/// How many actions of the mix were launched in a role for a kind of gap, by `Channel`.
type MixCounts = [[u32; 4]; 2];

/// The state of one run.
struct World<'a> {
    scenario: &'a Scenario,
    policy: &'a Policy,
    luck: Luck,
    outlook: Outlook<'a>,
    /// From which fit a person counts as qualified.
    qualified_at: Fixed,
    /// The week.
    now: i32,
    /// Everybody employed, by key.
    people: Vec<Person>,
    /// Every requisition that is searching or accepted.
    requisitions: Vec<Requisition>,
    /// How many requisitions were ever opened, by role and origin.
    requisitions_opened: Vec<BTreeMap<Origin, u32>>,
    /// How many actions were launched.
    launches: u32,
    /// Every gap ever opened, in order.
    gaps: Vec<Gap>,
    /// Qualified people who left each role this week.
    qualified_leavers: Vec<i32>,
    /// People whose productivity and stay are watched.
    fillers: Vec<Filler>,
    /// Seats needed this week, by role.
    seats: Vec<i32>,
    /// What each role asks this week.
    bars: Vec<Bar>,
    /// Output a head at week 0, by role.
    per_head: Vec<Fixed>,
    /// Surplus as step 5 found it, by role.
    surplus: Vec<i32>,
    /// Every week's surplus as the layoff rule sees it, by role.
    surplus_history: Vec<Vec<i32>>,
    /// Search clock, by role.
    search_clock: Vec<f64>,
    /// Course clock, by target role.
    course_clock: Vec<f64>,
    /// Search rate at the end of last week, by role.
    search_rate: Vec<f64>,
    /// Mentoring at the end of last week, by role.
    mentoring: Vec<f64>,
    /// Climate at the end of last week, by role.
    climate: Vec<f64>,
    /// Insecurity at the end of last week, by role.
    insecurity: Vec<f64>,
    /// Layoff factor at the end of last week, by role.
    layoff_factor: Vec<f64>,
    /// Launches of the mix, by role.
    mix_counts: Vec<MixCounts>,
    /// Money committed, by pool (a role of its own, or the shared one) and year.
    committed: BTreeMap<(Option<usize>, i32), Money>,
    /// Money of this week, by role and category.
    costs: Vec<[Money; 6]>,
    /// What the run leaves behind.
    record: RunRecord,
}

impl<'a> World<'a> {
    /// The state before week 0.
    fn new(scenario: &'a Scenario, policy: &'a Policy, luck: Luck, outlook: Outlook<'a>) -> Self {
        let roles = scenario.roles.len();
        let mut world = Self {
            scenario,
            policy,
            luck,
            outlook,
            qualified_at: Fixed::nearest(scenario.learning.qualified_at),
            now: 0,
            people: Vec::new(),
            requisitions: Vec::new(),
            requisitions_opened: vec![BTreeMap::new(); roles],
            launches: 0,
            gaps: Vec::new(),
            qualified_leavers: vec![0; roles],
            fillers: Vec::new(),
            seats: vec![0; roles],
            bars: scenario.roles.iter().map(bar_at_the_start).collect(),
            per_head: vec![Fixed::ONE; roles],
            surplus: vec![0; roles],
            surplus_history: vec![Vec::new(); roles],
            search_clock: vec![0.0; roles],
            course_clock: vec![0.0; roles],
            search_rate: vec![1.0; roles],
            mentoring: vec![0.0; roles],
            climate: vec![0.0; roles],
            insecurity: vec![0.0; roles],
            layoff_factor: vec![1.0; roles],
            mix_counts: vec![MixCounts::default(); roles],
            committed: BTreeMap::new(),
            costs: vec![[Money::ZERO; 6]; roles],
            record: RunRecord { role_count: roles, ..RunRecord::default() },
        };
        for role in 0..roles {
            for number in 0..scenario.roles[role].headcount {
                let key = WorkerKey { role: id(role), origin: Origin::Incumbent, number };
                world.people.push(Person::incumbent(key, scenario, &world.bars[role], world.qualified_at, luck));
            }
            let headcount = u64::from(scenario.roles[role].headcount);
            let output: u64 = world.members(role).map(|person| u64::from(world.output(person).0)).sum();
            if let Some(per_head) = output.checked_div(headcount) {
                world.per_head[role] = Fixed(u32::try_from(per_head).expect("nobody produces more than one"));
            }
        }
        world
    }

    /// Plays every week to the horizon.
    fn play(mut self) -> RunRecord {
        for week in 0..self.scenario.horizon {
            self.now = week;
            self.step_1_environment();
            self.step_2_skills();
            self.step_3_departures();
            self.step_4_arrivals();
            self.step_5_gaps();
            self.step_6_policy();
            self.step_7_climate();
            self.step_8_ledger();
        }
        self.finish()
    }

    /// What is still open at the horizon stays open, under the channel that covers it.
    fn finish(mut self) -> RunRecord {
        for gap in 0..self.gaps.len() {
            if let Some(cover) = self.gaps[gap].cover {
                self.gaps[gap].record.channel = Some(self.channel(cover));
            }
        }
        self.record.gaps = self.gaps.iter().map(|gap| gap.record).collect();
        self.record
    }

    // Counting, always from the list.

    /// This week.
    fn week(&self) -> Week {
        Week(self.now)
    }

    /// What the policy does in a role.
    fn terms(&self, role: usize) -> &'a Terms {
        &self.policy.roles[role]
    }

    /// A role of the scenario.
    fn role(&self, role: usize) -> &'a Role {
        &self.scenario.roles[role]
    }

    /// The entity of a role.
    fn role_entity(&self, role: usize) -> Entity {
        Entity::named(&self.scenario.roles[role].name)
    }

    /// Somebody employed.
    fn person(&self, key: WorkerKey) -> Option<&Person> {
        self.people.iter().find(|person| person.key == key)
    }

    /// Somebody employed, to be changed.
    fn person_mut(&mut self, key: WorkerKey) -> &mut Person {
        self.people.iter_mut().find(|person| person.key == key).expect("they are employed")
    }

    /// People in a role, by key.
    fn members(&self, role: usize) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(move |person| person.role == role)
    }

    /// H: people in a role.
    fn headcount(&self, role: usize) -> i32 {
        number(self.members(role).count())
    }

    /// Fit of a person to their role as it is this week.
    fn fit(&self, person: &Person) -> Fixed {
        self.bars[person.role].fit(&person.skills)
    }

    /// Whether a person is qualified for their role this week.
    fn is_qualified(&self, person: &Person) -> bool {
        self.fit(person) >= self.qualified_at
    }

    /// Q: the qualified people of a role.
    fn qualified(&self, role: usize) -> i32 {
        number(self.members(role).filter(|person| self.is_qualified(person)).count())
    }

    /// People of a role on a course toward another role.
    fn out(&self, role: usize) -> i32 {
        number(self.members(role).filter(|person| person.is_out()).count())
    }

    /// People of a role whose layoff is due.
    fn leaving(&self, role: usize) -> i32 {
        number(self.members(role).filter(|person| person.is_leaving()).count())
    }

    /// People of a role who stay: neither out nor leaving.
    fn staying(&self, role: usize) -> i32 {
        self.headcount(role) - self.out(role) - self.leaving(role)
    }

    /// Courses running toward a role.
    fn courses_toward(&self, role: usize) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(move |person| person.course.as_ref().is_some_and(|course| course.to == role))
    }

    /// Courses running toward a role from other roles.
    fn reskill_courses_toward(&self, role: usize) -> i32 {
        number(self.courses_toward(role).filter(|person| person.role != role).count())
    }

    /// Requisitions of a role, searching or accepted.
    fn requisitions_of(&self, role: usize) -> impl Iterator<Item = &Requisition> {
        self.requisitions.iter().filter(move |requisition| requisition.key.role.index() == role)
    }

    /// Searches open in a role, backfill included.
    fn searches(&self, role: usize) -> i32 {
        number(self.requisitions_of(role).filter(|requisition| requisition.accepted.is_none()).count())
    }

    /// E: expected quits of a role a week at the base hazard.
    fn expected_quits(&self, role: usize) -> f64 {
        let mut by_tenure = [0; 3];
        for person in self.members(role) {
            let tenure = person.tenure(self.now);
            let band = if tenure <= WEEKS_PER_YEAR {
                0
            } else if tenure <= 2 * WEEKS_PER_YEAR {
                1
            } else {
                2
            };
            by_tenure[band] += 1;
        }
        expected_quits(self.role(role).turnover, by_tenure, &self.scenario.retention, self.scenario.mechanisms)
    }

    /// What a role is foreseen, this week, to ask in another.
    fn bar_foreseen(&self, role: usize, week: i32) -> Bar {
        let mut levels = Vec::new();
        self.outlook.levels_foreseen(id(role), self.week(), Week(week), &mut levels);
        Bar::new(&self.role(role).requires, &levels)
    }

    /// What a course or a hire that begins this week aims at.
    fn aim(&self, role: usize) -> Bar {
        self.bar_foreseen(role, self.now + self.scenario.learning.aim_weeks)
    }

    /// Seats foreseen at a week.
    fn seats_foreseen(&self, role: usize, week: i32) -> i32 {
        self.outlook.seats_foreseen(id(role), self.week(), Week(week))
    }

    /// Seats foreseen at a week, without ordinary growth until then.
    fn policy_seats_foreseen(&self, role: usize, week: i32) -> i32 {
        self.outlook.seats_foreseen_without_growth(id(role), self.week(), Week(week))
    }

    /// Charges money to a role.
    fn charge(&mut self, role: usize, category: CostCategory, amount: Money) {
        self.costs[role][category as usize] += amount;
    }

    /// The funnel of a channel.
    fn funnel(&mut self, channel: Channel) -> &mut foreshift::workforce::record::FunnelStages {
        &mut self.record.funnel[channel as usize]
    }
}

/// What a role asks before week 0.
fn bar_at_the_start(role: &Role) -> Bar {
    let levels: Vec<f64> = role.requires.iter().map(|requirement| requirement.level).collect();
    Bar::new(&role.requires, &levels)
}

/// A role's identity from its place.
fn id(role: usize) -> RoleId {
    RoleId(u16::try_from(role).expect("few roles"))
}

/// A count of a list.
fn number(count: usize) -> i32 {
    i32::try_from(count).expect("few people")
}

/// A count of people, never negative.
fn unsigned(count: i32) -> u32 {
    u32::try_from(count).expect("a count")
}

/// The whole part of a number of people, not negative.
#[expect(clippy::cast_possible_truncation, reason = "numbers of people are small")]
fn whole_people(people: f64) -> i32 {
    libm::floor(people) as i32
}
