//! Step 6c: the adaptive policy launches whatever is expected to cost least.

use foreshift::ids::WorkerKey;
use foreshift::process::adaptive::{CourseOption, HireOption, Need, Shortfall, WINDOW_WEEKS, covered, score, seat_worth};
use foreshift::process::departure::severance_pay;
use foreshift::process::learning::{dropout_hazard, effort, pace, tuition};
use foreshift::scenario::model::{Channel, SurplusRule};
use foreshift::units::{Fixed, WEEKS_PER_YEAR};
use foreshift::workforce::record::GapKind;

use super::gaps::Class;
use super::policy::{Reason, Try};
use super::{World, number, unsigned};

/// What an adaptive role knows before anything is launched this week.
#[derive(Clone, Copy, Debug)]
struct Outset {
    /// Output that the role is forecast to be short of, less what this week's actions will bring.
    short: Shortfall,
    /// Stayers forecast unqualified and not upskilling.
    unqualified: i32,
    /// Their mean distance to the bar of the lead, in 2^-20.
    mean_distance: i64,
    /// Replacing requisitions under way.
    replacing: i32,
}

/// An option other than waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Launch {
    /// Open a requisition.
    Hire,
    /// Ask this person.
    Course(WorkerKey),
}

impl World<'_> {
    /// The adaptive policy in one role.
    pub(super) fn adapt(&mut self, role: usize) {
        let needs = self.needs(role);
        let mut outset = self.outset(role);
        self.adapt_to(role, GapKind::Vacancy, needs.vacancies, needs.for_courses, &mut outset);
        self.adapt_to(role, GapKind::Capability, needs.capability, 0, &mut outset);
    }

    /// What is known before anything is launched.
    fn outset(&self, role: usize) -> Outset {
        let week = self.acted_on(role);
        let bar = self.bar_foreseen(role, week);
        let per_head = i64::from(self.per_head[role].0);
        let inbound = self.inbound(role);
        let waiting = number(self.uncovered_of_class(role, Class::Bau).len());

        let mut output = per_head * i64::from(inbound.backfills + inbound.policy + inbound.replacing + waiting);
        let mut unqualified = 0;
        let mut distances = 0;
        let mut fits = 0;
        for person in self.stayers(role) {
            let fit = bar.fit(&person.skills);
            if person.is_upskilling() {
                output += per_head;
                fits += per_head;
                continue;
            }
            output += i64::from(fit.0);
            fits += i64::from(fit.0);
            if fit < self.qualified_at {
                unqualified += 1;
                distances += i64::from(fit.complement().0);
            }
        }
        let needed = i64::from(self.policy_seats_foreseen(role, week)) * per_head;
        let staying = number(self.stayers(role).count());
        let heads = staying + inbound.backfills + inbound.policy + waiting;
        let surplus = (heads - self.policy_seats_foreseen(role, week)).max(0);
        let mean = if staying == 0 { per_head } else { fits / i64::from(staying) };
        let terms = self.terms(role);
        let laid_off = terms.surplus == SurplusRule::LayOff;
        let laid_off_after = laid_off.then(|| f64::from(terms.grace_weeks.max(terms.absorb_weeks)));
        let window = f64::from(WINDOW_WEEKS.min(self.scenario.horizon - self.now));
        let covered = covered(surplus, self.expected_quits(role), laid_off_after, window);
        Outset {
            short: Shortfall { now: needed - output, after: needed - output + i64::from(surplus) * mean, covered },
            unqualified,
            mean_distance: if unqualified == 0 { 0 } else { distances / i64::from(unqualified) },
            replacing: inbound.replacing,
        }
    }

    /// Serves a need by whatever is cheapest, one action at a time.
    fn adapt_to(&mut self, role: usize, kind: GapKind, need: i32, for_courses: i32, outset: &mut Outset) {
        let mut launched = 0;
        let mut replaced = 0;
        while launched < need {
            let left = unsigned(need - launched);
            let may_replace = outset.unqualified > outset.replacing + replaced;
            let open = self.left_open(role, kind, *outset);
            let options = self.options(role, kind, *outset, launched < for_courses, may_replace);
            if options.is_empty() {
                self.record.waits.waiting_is_best += left;
                return;
            }
            let mut blocked = None;
            let mut settled = false;
            for option in options {
                match self.try_option(role, kind, option) {
                    Try::Launched => {
                        launched += 1;
                        outset.short.bring(open);
                        if kind == GapKind::Capability && option == Launch::Hire {
                            replaced += 1;
                        }
                        settled = true;
                    }
                    // Refused: scores are computed again with the next candidate.
                    Try::NoCandidate => settled = true,
                    Try::Blocked(reason) => blocked = blocked.or(Some(reason)),
                }
                if settled {
                    break;
                }
            }
            if !settled {
                self.wait(blocked.expect("options were tried and none launched"), left);
                return;
            }
        }
    }

    /// Tries an option; a refusal is `NoCandidate`.
    fn try_option(&mut self, role: usize, kind: GapKind, option: Launch) -> Try {
        match option {
            Launch::Hire => self.try_hire(role, kind == GapKind::Capability),
            Launch::Course(_) if !self.has_training_capacity(role) => Try::Blocked(Reason::Training),
            Launch::Course(key) if !self.can_afford(role, self.course_cost(role, key)) => Try::Blocked(Reason::Budget),
            Launch::Course(key) => {
                if self.ask(role, key) {
                    Try::Launched
                } else {
                    Try::NoCandidate
                }
            }
        }
    }

    /// The options that are expected to cost less than waiting, cheapest first; a hire before a course of the same cost.
    fn options(&self, role: usize, kind: GapKind, outset: Outset, course_may: bool, may_replace: bool) -> Vec<Launch> {
        let channel = if kind == GapKind::Vacancy { Channel::Reskill } else { Channel::Upskill };
        let candidate = if kind == GapKind::Vacancy && !course_may { None } else { self.first_candidate(role, channel) };
        let need = self.need(role, kind, outset);
        let hire = (kind == GapKind::Vacancy || may_replace).then(|| self.hire_option(role, kind));
        let course = candidate.map(|key| self.course_option(role, key, &need));
        let scores = score(&need, hire.as_ref(), course.as_ref());
        let mut options: Vec<(f64, Launch)> = Vec::new();
        if let Some(cost) = scores.hire {
            options.push((cost, Launch::Hire));
        }
        if let (Some(cost), Some(key)) = (scores.course, candidate) {
            options.push((cost, Launch::Course(key)));
        }
        options.retain(|&(cost, _)| cost < scores.wait);
        options.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        options.into_iter().map(|(_, option)| option).collect()
    }

    /// Output that the gap to be decided on leaves open: a seat's, or what the first candidate lacks, or the mean of the unqualified.
    fn left_open(&self, role: usize, kind: GapKind, outset: Outset) -> i64 {
        if kind == GapKind::Vacancy {
            return i64::from(self.per_head[role].0);
        }
        match self.first_candidate(role, Channel::Upskill) {
            Some(key) => {
                let bar = self.bar_foreseen(role, self.acted_on(role));
                i64::from(bar.distance(&self.person(key).expect("candidates are employed").skills).0)
            }
            None => outset.mean_distance,
        }
    }

    /// What is known of the gap.
    fn need(&self, role: usize, kind: GapKind, outset: Outset) -> Need {
        let salary = self.role(role).salary.per_week();
        let open = self.left_open(role, kind, outset);
        let open_share = match kind {
            GapKind::Vacancy => 1.0,
            GapKind::Capability => f64::from(i32::try_from(open).expect("a fraction")) / f64::from(Fixed::ONE.0),
        };
        let headcount = self.headcount(role);
        Need {
            vacancy: kind == GapKind::Vacancy,
            window: f64::from(WINDOW_WEEKS.min(self.scenario.horizon - self.now)),
            worth: seat_worth(self.role(role).output_value, salary, self.per_head[role]),
            relevance: outset.short.relevance(open),
            open_share,
            salary: salary.units(),
            hazard: if headcount == 0 { 0.0 } else { self.expected_quits(role) / f64::from(headcount) },
        }
    }

    /// What is known of hiring.
    fn hire_option(&self, role: usize, kind: GapKind) -> HireOption {
        let hiring = &self.scenario.hiring;
        let salary = self.role(role).salary;
        let displacement = if kind == GapKind::Vacancy {
            0.0
        } else {
            severance_pay(&self.scenario.severance, salary, 2 * WEEKS_PER_YEAR).units()
                + salary.per_week().units() * f64::from(self.terms(role).grace_weeks.max(1))
        };
        HireOption {
            weeks_to_start: hiring.time_to_fill_weeks / self.search_rate[role] + hiring.notice_weeks,
            direct: self.hire_cost().units(),
            premium: hiring.premium * salary.per_week().units(),
            ramp_weeks: hiring.ramp_weeks,
            start_output: hiring.start_output,
            displacement,
        }
    }

    /// What is known of a candidate's course.
    fn course_option(&self, role: usize, key: WorkerKey, need: &Need) -> CourseOption {
        let (hiring, learning) = (&self.scenario.hiring, &self.scenario.learning);
        let person = self.person(key).expect("candidates are employed");
        let distance = self.aim(role).distance(&person.skills);
        let weeks = effort(distance, 1.0, learning) / pace(self.mentoring[role], learning);
        let upskill = CourseOption {
            weeks,
            tuition: tuition(distance, learning).units(),
            failure: 1.0 - libm::exp(-dropout_hazard(distance, learning) * weeks),
            intensity: learning.intensity,
            source_worth: 0.0,
            ramp_weeks: 0.0,
            start_output: 1.0,
            pay: 0.0,
            kept_pay: 0.0,
            kept_after: 0.0,
            severance: 0.0,
        };
        if person.role == role {
            let fit = self.bar_foreseen(role, self.acted_on(role)).fit(&person.skills);
            return CourseOption { source_worth: need.worth * need.relevance * fit.value(), ..upskill };
        }
        let source = self.terms(person.role);
        let laid_off = source.surplus == SurplusRule::LayOff;
        let offered = self.role(role).salary.scaled(1.0 - learning.internal_discount);
        let severance = severance_pay(&self.scenario.severance, person.salary, person.tenure(self.now));
        CourseOption {
            ramp_weeks: hiring.ramp_weeks * hiring.internal_ramp_factor,
            start_output: hiring.start_output,
            pay: person.salary.max(offered).per_week().units(),
            kept_pay: person.salary.per_week().units(),
            kept_after: if laid_off { f64::from(source.grace_weeks) } else { need.window },
            severance: if laid_off { severance.units() } else { 0.0 },
            ..upskill
        }
    }
}
