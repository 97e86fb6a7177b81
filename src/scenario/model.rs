//! A scenario as the simulator takes it: checked, complete, in names' order, converted to units.
//!
//! `scenario::read` makes it from a file. Roles, skills, shocks and policies are sorted by name, so that the order of anything in a
//! file changes nothing.

use crate::ids::{RoleId, SkillId};
use crate::random::Stream;
use crate::units::{AnnualRate, Money, Week};

/// Everything one comparison is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// What the scenario is called.
    pub name: String,
    /// The question that it asks, in a sentence.
    pub summary: String,
    /// The currency's code, as in `USD`.
    pub currency: String,
    /// Weeks that a run lasts, at least 1.
    pub horizon: i32,
    /// Yearly rate at which measures whose name says NPV are discounted.
    pub discount_rate: f64,
    /// Skills by name.
    pub skills: Vec<Skill>,
    /// Roles by name.
    pub roles: Vec<Role>,
    /// Shocks by name.
    pub shocks: Vec<Shock>,
    /// How the labour market answers.
    pub hiring: Hiring,
    /// How people learn.
    pub learning: Learning,
    /// Why people stay or leave.
    pub retention: Retention,
    /// What a layoff costs.
    pub severance: Severance,
    /// Which mechanisms are on.
    pub mechanisms: Mechanisms,
    /// What the pick weighs.
    pub decision: Decision,
    /// Every policy that may be run, by name: the built-ins and the file's own.
    pub policies: Vec<Policy>,
    /// Every number of the scenario by its path, with range, source and basis: the assumptions that a report lists.
    pub assumptions: Vec<Assumption>,
}

/// A skill.
#[derive(Clone, Debug, PartialEq)]
pub struct Skill {
    /// Its key in the file.
    pub name: String,
    /// What readers see.
    pub title: String,
}

/// A role: a kind of job with seats.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// Its key in the file.
    pub name: String,
    /// What readers see.
    pub title: String,
    /// O*NET-SOC code, where it has one.
    pub soc: Option<String>,
    /// People at week 0.
    pub headcount: u32,
    /// Salary a year, which is also the market's, constant in a run.
    pub salary: Money,
    /// Ordinary growth of demand a year: 0.02 is 2%.
    pub growth: f64,
    /// Yearly worth of a productive seat in salaries, at least 1.
    pub output_value: f64,
    /// Voluntary turnover a person-year after the first year.
    pub turnover: AnnualRate,
    /// What the role asks at week 0, by skill in the order of skills; skills that a shock raises are here with level 0.
    pub requires: Vec<Requirement>,
    /// Tasks by name; shares of working time that sum to 1, or none.
    pub tasks: Vec<Task>,
}

/// A level of a skill that a role asks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Requirement {
    /// Which skill.
    pub skill: SkillId,
    /// The level in [0, 1].
    pub level: f64,
    /// Its weight in the fit, above 0.
    pub weight: f64,
}

/// A task and its share of the role's working time.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// What it is.
    pub name: String,
    /// Its share of working time.
    pub share: f64,
}

/// A number that is the same in every replicate, or is drawn once per replicate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Drawn {
    /// The same in every replicate.
    Plain(f64),
    /// Triangular between `low` and `high`.
    Triangular {
        /// Least value.
        low: f64,
        /// Most likely value, which is what is announced.
        mode: f64,
        /// Greatest value.
        high: f64,
    },
}

impl Drawn {
    /// The announced value: the number itself, or the mode.
    #[must_use]
    pub const fn central(self) -> f64 {
        match self {
            Self::Plain(value) | Self::Triangular { mode: value, .. } => value,
        }
    }

    /// The value of a replicate. Draws one uniform where the number is drawn, none where it is plain.
    pub fn realise(self, stream: &mut Stream) -> f64 {
        match self {
            Self::Plain(value) => value,
            Self::Triangular { low, mode, high } => stream.triangular(low, mode, high),
        }
    }
}

/// An automation shock.
#[derive(Clone, Debug, PartialEq)]
pub struct Shock {
    /// Its key in the file.
    pub name: String,
    /// What readers see.
    pub title: String,
    /// The week from which people know of it.
    pub announced: Week,
    /// The week it starts, rounded to whole weeks once drawn.
    pub start_week: Drawn,
    /// Weeks from start to full adoption; 0 is at once.
    pub ramp_weeks: f64,
    /// Adoption in the end, in [0, 1].
    pub reach: Drawn,
    /// Displacement: shares of tasks' time that are automated.
    pub automates: Vec<Automates>,
    /// Upgrading: levels that roles will ask.
    pub raises: Vec<Raises>,
    /// Reinstatement: seats that come to be.
    pub creates: Vec<Creates>,
}

/// A share of a task's time that a shock automates at full adoption.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Automates {
    /// Whose task.
    pub role: RoleId,
    /// Index into the role's tasks.
    pub task: usize,
    /// Share of that task's time, in [0, 1].
    pub share: f64,
}

/// A level that a role asks at full adoption.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Raises {
    /// Which role.
    pub role: RoleId,
    /// Which skill.
    pub skill: SkillId,
    /// The level at full adoption; not below the level at week 0.
    pub to: f64,
}

/// Seats that a shock creates at full adoption.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Creates {
    /// In which role.
    pub role: RoleId,
    /// How many.
    pub seats: f64,
}

/// `[hiring]`: how the labour market answers. Defaults and sources: `scenario::defaults`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hiring {
    /// Money a hire, at acceptance.
    pub cost_per_hire: Money,
    /// Money a hire, at start.
    pub onboarding: Money,
    /// Mean weeks from opening to acceptance, declines included.
    pub time_to_fill_weeks: f64,
    /// Standard deviation of the logarithm of a search's work.
    pub time_to_fill_sigma: f64,
    /// Share of offers that the candidate declines.
    pub decline: f64,
    /// Weeks from acceptance to start.
    pub notice_weeks: f64,
    /// Pay above the market of people whom the policy hires.
    pub premium: f64,
    /// Pay above the market of people whom business as usual hires.
    pub backfill_premium: f64,
    /// Weeks until a newcomer is fully productive.
    pub ramp_weeks: f64,
    /// Output of a newcomer at start.
    pub start_output: f64,
    /// Ramp of a mover from inside, over that of a newcomer.
    pub internal_ramp_factor: f64,
    /// Open searches beyond the normal at which scarcity bites, a role.
    pub pool: f64,
    /// Exponent of scarcity.
    pub scarcity: f64,
}

/// `[learning]`: how people learn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Learning {
    /// Fit from which a person counts as qualified.
    pub qualified_at: f64,
    /// Full-time weeks before a course proper begins.
    pub setup_weeks: f64,
    /// Full-time weeks at distance 1.
    pub pace_weeks: f64,
    /// Exponent of distance in the effort.
    pub effort_exponent: f64,
    /// Share of working time spent learning.
    pub intensity: f64,
    /// Tuition a full-time week, list price.
    pub tuition_per_week: Money,
    /// Hazard a week of dropping out at distance 1 and support 0.5.
    pub dropout: f64,
    /// How well learners are supported, in [0, 1].
    pub support: f64,
    /// Standard deviation of learning rates (lognormal, mean 1), as that of the logarithm.
    pub learning_rate_sd: f64,
    /// Speed-up with a qualified peer for each learner.
    pub mentoring: f64,
    /// The greatest distance at which reskilling is offered.
    pub max_distance: f64,
    /// Weeks ahead at whose requirements a course or a hire aims.
    pub aim_weeks: i32,
    /// Mean share of a shortfall that a course closes.
    pub transfer: f64,
    /// Its standard deviation between people.
    pub transfer_sd: f64,
    /// Pay of a mover below the target role's salary.
    pub internal_discount: f64,
}

/// `[retention]`: why people stay or leave. Turnover is kept in the roles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retention {
    /// Multiplier of the hazard in the first year of tenure.
    pub first_year: f64,
    /// Effect of engagement below 0.6, `b_E`.
    pub engagement_effect: f64,
    /// Effect of pay below the market, `b_P`.
    pub pay_effect: f64,
    /// Effect of the share of seats due to go within 26 weeks, `b_J`.
    pub insecurity_effect: f64,
    /// Multiplier of the hazard while learning.
    pub lock_in: f64,
    /// Rise of the hazard after learning, per 0.25 of distance gained.
    pub poaching: f64,
    /// Multiplier of the hazard in the first two years of people who came from outside.
    pub external_exit: f64,
    /// Climate lost per unit of overload, `c_w`.
    pub workload: f64,
    /// Climate lost per unit of excess quit share, `c_q`.
    pub spread: f64,
}

/// `[severance]`: what a layoff costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Severance {
    /// Weeks' pay a year of tenure.
    pub weeks_per_year: f64,
    /// At least so many weeks' pay.
    pub floor_weeks: f64,
    /// At most so many weeks' pay.
    pub cap_weeks: f64,
}

/// `[mechanisms]`: switches, each on by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "nine independent switches are nine bools")]
pub struct Mechanisms {
    /// Qualified peers speed learners up, at a cost of their time.
    pub mentoring: bool,
    /// Quits beyond the expected spoil the climate.
    pub spread: bool,
    /// Overload spoils the climate.
    pub workload: bool,
    /// Layoffs raise quits.
    pub layoff_response: bool,
    /// What was learnt is worth something elsewhere.
    pub poaching: bool,
    /// Learners stay for their course.
    pub lock_in: bool,
    /// Seats about to go raise quits.
    pub insecurity: bool,
    /// Many open searches slow each other.
    pub scarcity: bool,
    /// People from outside leave more in their first two years.
    pub external_exit: bool,
}

/// `[decision]`: what the pick weighs; weights sum to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decision {
    /// Weight of transition cost.
    pub cost: f64,
    /// Weight of excess gap-weeks.
    pub time: f64,
    /// Weight of retention.
    pub retention: f64,
}

/// A way to fill a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// From outside, under every policy: a leaver replaced, ordinary growth filled.
    Backfill = 0,
    /// From outside, by the policy.
    Hire = 1,
    /// A person of another role learns this one and moves.
    Reskill = 2,
    /// The person in the seat learns what it now asks.
    Upskill = 3,
}

impl Channel {
    /// Every channel in order.
    pub const ALL: [Self; 4] = [Self::Backfill, Self::Hire, Self::Reskill, Self::Upskill];

    /// The channel's name in files and tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Backfill => "backfill",
            Self::Hire => "hire",
            Self::Reskill => "reskill",
            Self::Upskill => "upskill",
        }
    }
}

/// How a policy chooses between channels in a role.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Choice {
    /// It does nothing new.
    Nothing,
    /// Fixed shares over `hire`, `reskill`, `upskill`; at least one is above 0.
    Mix {
        /// Share of the policy's hires.
        hire: f64,
        /// Share of reskilling.
        reskill: f64,
        /// Share of upskilling.
        upskill: f64,
    },
    /// Whatever is expected to cost least that week.
    Adaptive,
}

/// What happens to people whom demand no longer needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurplusRule {
    /// They stay.
    Retain,
    /// They are laid off, after the grace.
    LayOff,
}

/// What a policy does in one role.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// How channels are chosen.
    pub choice: Choice,
    /// May a hire displace an under-skilled incumbent?
    pub replaces: bool,
    /// Weeks ahead whose gaps are acted on.
    pub lead_weeks: i32,
    /// What happens to surplus.
    pub surplus: SurplusRule,
    /// Weeks that a surplus must last before anybody is laid off.
    pub grace_weeks: i32,
    /// Weeks of expected quits that may absorb a surplus.
    pub absorb_weeks: i32,
    /// The channel where the mix has none for a gap, or no candidate.
    pub fallback: Option<Channel>,
    /// Learners toward this role at once, where the role has a limit of its own.
    pub training_capacity: Option<u32>,
    /// Open searches of the mix in this role, where it has a limit of its own.
    pub requisition_capacity: Option<u32>,
    /// Money a year for this role, where it has a limit of its own.
    pub budget_per_year: Option<Money>,
}

/// A policy: its values for every role, and what its roles share.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Its key in the file.
    pub name: String,
    /// Terms by role, in the order of roles.
    pub roles: Vec<Terms>,
    /// Learners at once, shared by the roles without a limit of their own.
    pub training_capacity: u32,
    /// Open searches of the mix at once, shared likewise.
    pub requisition_capacity: u32,
    /// Money a year for the mix's actions, shared likewise; no limit where absent.
    pub budget_per_year: Option<Money>,
}

/// A number of the scenario with what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumption {
    /// Its path, as `--set` takes it: `hiring.cost_per_hire`.
    pub path: String,
    /// Its value, or the mode of what is drawn.
    pub value: f64,
    /// Its unit in words.
    pub unit: String,
    /// Low end of its range, where it has one.
    pub low: Option<f64>,
    /// High end of its range, where it has one.
    pub high: Option<f64>,
    /// Where it comes from; empty where nobody said.
    pub source: String,
    /// `measured`, `estimated` or `assumed`.
    pub basis: String,
    /// The default, where there is one and the value differs from it.
    pub changed_from: Option<f64>,
}
