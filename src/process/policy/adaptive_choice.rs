//! The adaptive policy in a week: gathers what can be known, scores the options, takes the cheapest that is feasible.

use crate::ids::RoleId;
use crate::process::adaptive::{self, CourseOption, HireOption, Scores, Shortfall, WINDOW_WEEKS};
use crate::process::departure::{FIRST_TWO_YEARS, severance_pay};
use crate::process::learning::{self, Steepness};
use crate::process::world::World;
use crate::scenario::model::{Channel, SurplusRule};
use crate::units::Fixed;
use crate::workforce::record::GapKind;
use crate::workforce::state::State;

use super::candidates::Candidates;
use super::launch::{self, Limits};
use super::need::Need;
use super::wait;

/// Launches actions for a kind of gap while one is expected to cost less than waiting. `short` is what the role is still short of, and falls with every action.
pub fn serve(
    state: &mut State,
    world: &World,
    limits: &mut Limits,
    role: RoleId,
    kind: GapKind,
    need: &Need,
    short: &mut Shortfall,
) {
    let channel = if kind == GapKind::Vacancy { Channel::Reskill } else { Channel::Upskill };
    let (total, lasting) = match kind {
        GapKind::Vacancy => (need.vacancies, need.lasting_vacancies),
        GapKind::Capability => (need.capability, need.capability),
    };
    let mut served = 0;
    if total == 0 {
        return;
    }
    let likely = limits.training_left(role).min(total.unsigned_abs() as usize);
    let mut line = Candidates::of(state, world, role, channel, need, 1, likely);
    while served < total {
        let left = total - served;
        let candidate = if served < lasting { line.next(state) } else { None };
        let may_hire = kind == GapKind::Vacancy || need.unqualified > state.roles[role.index()].replacements;
        let open = match (kind, candidate) {
            (GapKind::Vacancy, _) => i64::from(state.roles[role.index()].per_head.0),
            (GapKind::Capability, Some((_, slot))) => i64::from(state.fit_to(need.bar(state, role), slot).complement().0),
            (GapKind::Capability, None) => need.mean_shortfall,
        };
        let known = Known { state, world, role, kind, need, open, relevance: short.relevance(open) };
        let scores = known.scores(may_hire, candidate.map(|(distance, slot)| (distance, line.steepness(distance), slot)));
        let mut options = [(scores.hire, Channel::Hire), (scores.course, channel)];
        options.sort_by(|a, b| a.0.unwrap_or(f64::INFINITY).total_cmp(&b.0.unwrap_or(f64::INFINITY)));
        let mut first_block = None;
        let mut acted = false;
        for (score, option) in options {
            if score.is_none_or(|score| score >= scores.wait) {
                continue;
            }
            if option == Channel::Hire {
                if let Some(blocked) = launch::hire_blocked(state, world, limits, role) {
                    first_block = first_block.or(Some(blocked));
                    continue;
                }
                launch::hire(state, world, limits, role, kind == GapKind::Capability);
                served += 1;
                short.bring(open);
            } else if let Some((distance, slot)) = candidate {
                if let Some(blocked) = launch::course_blocked(state, world, limits, &mut line, role, distance) {
                    first_block = first_block.or(Some(blocked));
                    continue;
                }
                line.take();
                if launch::ask(state, world, limits, &mut line, role, channel, distance, slot) {
                    served += 1;
                    short.bring(open);
                }
            }
            acted = true;
            break;
        }
        if !acted {
            match first_block {
                Some(blocked) => wait(&mut state.record.waits, blocked, left),
                None => state.record.waits.waiting_is_best += left.unsigned_abs(),
            }
            return;
        }
    }
}

/// What can be known of a role's gap this week.
struct Known<'a, 'w> {
    state: &'a State,
    world: &'a World<'w>,
    role: RoleId,
    kind: GapKind,
    need: &'a Need,
    /// Output that the gap leaves open, in 2^-20 of a person-week.
    open: i64,
    relevance: f64,
}

impl Known<'_, '_> {
    fn scores(&self, may_hire: bool, candidate: Option<(Fixed, Steepness, u32)>) -> Scores {
        let vacancy = self.kind == GapKind::Vacancy;
        let (state, scenario) = (self.state, self.world.scenario);
        let here = &state.roles[self.role.index()];
        let role = &scenario.roles[self.role.index()];
        #[expect(clippy::cast_precision_loss, reason = "a fixed-point fraction fits")]
        let open_share = if vacancy { 1.0 } else { self.open as f64 / f64::from(Fixed::ONE.0) };
        let headcount = here.headcount();
        let need = adaptive::Need {
            vacancy,
            window: f64::from(WINDOW_WEEKS.min(scenario.horizon - state.week.0)),
            worth: adaptive::seat_worth(role.output_value, role.salary.per_week(), here.per_head),
            relevance: self.relevance,
            open_share,
            salary: role.salary.per_week().units(),
            hazard: if headcount == 0 { 0.0 } else { here.expected_quits / f64::from(headcount) },
        };
        let hire = may_hire.then(|| self.hire_option(vacancy));
        let course = candidate.map(|candidate| self.course_option(vacancy, &need, candidate));
        adaptive::score(&need, hire.as_ref(), course.as_ref())
    }

    fn hire_option(&self, vacancy: bool) -> HireOption {
        let scenario = self.world.scenario;
        let hiring = &scenario.hiring;
        let role = &scenario.roles[self.role.index()];
        let weekly = role.salary.per_week().units();
        let grace = f64::from(self.world.terms(self.role).grace_weeks.max(1));
        let severance = severance_pay(&scenario.severance, role.salary, FIRST_TWO_YEARS).units();
        HireOption {
            weeks_to_start: hiring.time_to_fill_weeks / self.state.roles[self.role.index()].search_rate + hiring.notice_weeks,
            direct: (hiring.cost_per_hire + hiring.onboarding).units(),
            premium: hiring.premium * weekly,
            ramp_weeks: hiring.ramp_weeks,
            start_output: hiring.start_output,
            displacement: if vacancy { 0.0 } else { severance + weekly * grace },
        }
    }

    fn course_option(
        &self,
        vacancy: bool,
        need: &adaptive::Need,
        (distance, steepness, slot): (Fixed, Steepness, u32),
    ) -> CourseOption {
        let (state, scenario) = (self.state, self.world.scenario);
        let (learning, hiring) = (&scenario.learning, &scenario.hiring);
        let weeks = steepness.effort(1.0, learning) / learning::pace(state.roles[self.role.index()].mentoring, learning);
        let common = CourseOption {
            weeks,
            tuition: steepness.tuition(learning).units(),
            failure: -libm::expm1(-learning::dropout_hazard(distance, learning) * weeks),
            intensity: learning.intensity,
            source_worth: 0.0,
            ramp_weeks: 0.0,
            start_output: 1.0,
            pay: 0.0,
            kept_pay: 0.0,
            kept_after: 0.0,
            severance: 0.0,
        };
        if !vacancy {
            let fit = state.fit_to(self.need.bar(state, self.role), slot).value();
            return CourseOption { source_worth: need.worth * need.relevance * fit, ..common };
        }
        let at = slot as usize;
        let home = state.people.posts[at].role;
        let salary = state.people.posts[at].salary;
        let target = scenario.roles[self.role.index()].salary.scaled(1.0 - learning.internal_discount);
        let terms = self.world.terms(home);
        let laid_off = terms.surplus == SurplusRule::LayOff;
        let tenure = state.week.0 - state.people.posts[at].joined;
        CourseOption {
            ramp_weeks: hiring.ramp_weeks * hiring.internal_ramp_factor,
            start_output: hiring.start_output,
            pay: salary.max(target).per_week().units(),
            kept_pay: salary.per_week().units(),
            kept_after: if laid_off { f64::from(terms.grace_weeks) } else { need.window },
            severance: if laid_off { severance_pay(&scenario.severance, salary, tenure).units() } else { 0.0 },
            ..common
        }
    }
}
