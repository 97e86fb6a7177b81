//! What a run leaves behind: weekly series, gaps, moves, exits, courses and the funnel. Measures are made from these, never from
//! the state.

use crate::ids::{Origin, RoleId, WorkerKey};
use crate::scenario::model::Channel;
use crate::units::{Money, Week};

/// What money is spent on, or lost by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CostCategory {
    /// Pay of everybody employed.
    Payroll = 0,
    /// Cost of hires, at acceptance.
    Hiring = 1,
    /// Onboarding, at start.
    Onboarding = 2,
    /// Tuition, at launch of a course.
    Tuition = 3,
    /// Severance, at layoff.
    Severance = 4,
    /// Worth of the output that was needed and not produced.
    LostOutput = 5,
}

impl CostCategory {
    /// Every category in order.
    pub const ALL: [Self; 6] = [Self::Payroll, Self::Hiring, Self::Onboarding, Self::Tuition, Self::Severance, Self::LostOutput];

    /// The category's name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Payroll => "payroll",
            Self::Hiring => "hiring",
            Self::Onboarding => "onboarding",
            Self::Tuition => "tuition",
            Self::Severance => "severance",
            Self::LostOutput => "lost_output",
        }
    }
}

/// One role in one week, as the ledger of that week found it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RoleWeek {
    /// Seats needed, D.
    pub seats: i32,
    /// People in the role, H.
    pub headcount: i32,
    /// The qualified among them, Q.
    pub qualified: i32,
    /// Open gaps, G.
    pub gaps: i32,
    /// The vacancies among them, V.
    pub vacancies: i32,
    /// Surplus, X.
    pub surplus: i32,
    /// People of this role who are learning, toward any role.
    pub learners: i32,
    /// Searches open for this role, backfill included.
    pub searches: i32,
    /// Output, in 2^-20 of a full person-week, mentoring taken off.
    pub output: i64,
    /// Output needed, in the same unit.
    pub needed: i64,
    /// The role's climate at the end of the week.
    pub climate: f64,
    /// Quits of the week.
    pub quits: u32,
    /// Layoffs of the week.
    pub layoffs: u32,
    /// Hires who started this week.
    pub starts: u32,
    /// People who moved in from other roles this week.
    pub moves_in: u32,
    /// People who moved out to other roles this week.
    pub moves_out: u32,
    /// Money of the week by `CostCategory`.
    pub costs: [Money; 6],
    /// Pay at the role's salary for every seat needed: what no policy can change.
    pub seat_pay: Money,
}

/// What is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GapKind {
    /// A seat that nobody sits in.
    Vacancy = 0,
    /// A seat whose holder is not up to it.
    Capability = 1,
}

/// Why a gap opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// There from the start.
    Initial = 0,
    /// A qualified person left the role that week.
    Departure = 1,
    /// Ordinary demand grew.
    Growth = 2,
    /// A shock created the seat or raised the bar.
    Shock = 3,
}

impl Cause {
    /// The cause's name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Departure => "departure",
            Self::Growth => "growth",
            Self::Shock => "shock",
        }
    }
}

/// How a gap ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GapOutcome {
    /// Still open at the horizon: censored.
    Open = 0,
    /// Somebody started, or somebody completed.
    Filled = 1,
    /// No longer needed: a competing event.
    Lapsed = 2,
}

/// A gap from its opening to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GapRecord {
    /// In which role.
    pub role: RoleId,
    /// Kind at opening.
    pub kind: GapKind,
    /// Why it opened.
    pub cause: Cause,
    /// When it opened.
    pub opened: Week,
    /// Whether the unqualified holder of the seat has left since.
    pub vacated: bool,
    /// What covered it when it ended, if anything did.
    pub channel: Option<Channel>,
    /// How it ended.
    pub outcome: GapOutcome,
    /// When it ended; absent while open.
    pub closed: Option<Week>,
    /// Who filled it.
    pub filler: Option<WorkerKey>,
    /// When whoever filled it was fully ramped up, if they were still there.
    pub productive: Option<Week>,
}

/// Why somebody left the company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExitReason {
    /// They quit.
    Quit = 0,
    /// They were laid off.
    LaidOff = 1,
}

/// Somebody leaves the company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExitRecord {
    /// When.
    pub week: Week,
    /// Who.
    pub worker: WorkerKey,
    /// From which role.
    pub role: RoleId,
    /// Why.
    pub reason: ExitReason,
    /// Weeks since they joined the company.
    pub tenure: i32,
}

/// A hire starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StartRecord {
    /// When they started.
    pub week: Week,
    /// Who; the key tells the role and whether it is a backfill.
    pub worker: WorkerKey,
    /// When the requisition was opened.
    pub opened: Week,
    /// When they accepted.
    pub accepted: Week,
}

/// Somebody moves to another role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MoveRecord {
    /// When.
    pub week: Week,
    /// Who.
    pub worker: WorkerKey,
    /// From which role.
    pub from: RoleId,
    /// To which role.
    pub to: RoleId,
}

/// How a course ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CourseOutcome {
    /// Still under way at the horizon.
    Running = 0,
    /// Completed, and qualified.
    Qualified = 1,
    /// Completed, topped up once, and still not qualified.
    Failed = 2,
    /// Dropped out.
    DroppedOut = 3,
    /// The learner left the company.
    Quit = 4,
}

/// A course from launch to end, its top-up included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CourseRecord {
    /// Who learns.
    pub worker: WorkerKey,
    /// In which role they sit.
    pub from: RoleId,
    /// Toward which role; the same for upskilling.
    pub to: RoleId,
    /// When it was launched.
    pub launched: Week,
    /// Distance at launch.
    pub distance: f64,
    /// Tuition in all, with that of a top-up.
    pub tuition: Money,
    /// Whether there was a top-up.
    pub topped_up: bool,
    /// How it ended.
    pub outcome: CourseOutcome,
    /// When it ended; absent while running.
    pub ended: Option<Week>,
}

/// How far actions got; counts of people by channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FunnelStages {
    /// Offers made: to candidates, or to people to learn.
    pub offered: u32,
    /// Offers accepted.
    pub accepted: u32,
    /// Hires who started; courses that came to their end.
    pub completed: u32,
    /// Qualified for the role as it then is.
    pub qualified: u32,
    /// Fully ramped up.
    pub productive: u32,
    /// Still employed 52 weeks after start or completion.
    pub stayed: u32,
    /// Of the qualified, those whose 52 weeks lie within the run: what `stayed` is out of.
    pub could_stay: u32,
}

/// Why a gap was not acted on this week, in gap-weeks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    /// Training capacity used up.
    pub training_capacity: u32,
    /// Requisition capacity used up.
    pub requisition_capacity: u32,
    /// Budget of the year used up.
    pub budget: u32,
    /// No channel has a candidate, and no fallback serves.
    pub no_candidate: u32,
    /// No channel of the policy serves this kind of gap.
    pub not_served: u32,
    /// The adaptive policy expects waiting to cost least.
    pub waiting_is_best: u32,
}

/// How much of what happens a run leaves behind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// Every event: gap, exit, start, move and course.
    #[default]
    Events,
    /// What measures and tables are made of, which comes out the same: gaps that a shock opened, exits of people who have been on a course, moves and courses; the other
    /// gaps and exits and all starts only as counts.
    Measures,
}

/// What is counted of a run, whatever is kept of its events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Quits and layoffs of people of week 0, by the week of the exit and the role of week 0: index `week * role_count + role`.
    pub gone: Vec<[u32; 2]>,
    /// Starts by `Origin`.
    pub starts: [u32; 3],
    /// Gaps filled, by `Channel`.
    pub filled: [u32; 4],
}

impl Counts {
    /// Nothing yet, of so many roles and weeks.
    #[must_use]
    pub fn new(roles: usize, weeks: usize) -> Self {
        Self { gone: vec![[0; 2]; roles * weeks], ..Self::default() }
    }

    /// Counts an exit.
    pub fn exit(&mut self, exit: &ExitRecord, roles: usize) {
        let week = usize::try_from(exit.week.0).unwrap_or(0);
        if exit.worker.origin == Origin::Incumbent
            && let Some(gone) = self.gone.get_mut(week * roles + exit.worker.role.index())
        {
            gone[exit.reason as usize] += 1;
        }
    }
}

/// All that a run leaves behind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunRecord {
    /// Roles of the scenario.
    pub role_count: usize,
    /// One entry a role and week, week by week: index `week * role_count + role`.
    pub weekly: Vec<RoleWeek>,
    /// Every gap, in order of opening (week, then role, then order within the role); under `Keep::Measures` those that a shock opened.
    pub gaps: Vec<GapRecord>,
    /// Every exit, in order (week, quits before layoffs, then worker key); under `Keep::Measures` those of people who have been on a course.
    pub exits: Vec<ExitRecord>,
    /// Every start, in order (week, then worker key); under `Keep::Measures` none.
    pub starts: Vec<StartRecord>,
    /// Every move, in order (week, then worker key).
    pub moves: Vec<MoveRecord>,
    /// Every course, in order of launch.
    pub courses: Vec<CourseRecord>,
    /// The funnel by `Channel`.
    pub funnel: [FunnelStages; 4],
    /// Waits by reason.
    pub waits: Waits,
    /// What is counted of exits, starts and gaps, whatever is kept of them.
    pub counts: Counts,
    /// Worker-weeks simulated: headcount summed over roles and weeks.
    pub worker_weeks: u64,
}

impl RunRecord {
    /// A role in a week.
    #[must_use]
    pub fn role_week(&self, week: usize, role: RoleId) -> &RoleWeek {
        &self.weekly[week * self.role_count + role.index()]
    }

    /// Weeks of the run.
    #[must_use]
    pub const fn weeks(&self) -> usize {
        match self.weekly.len().checked_div(self.role_count) {
            Some(weeks) => weeks,
            None => 0,
        }
    }
}
