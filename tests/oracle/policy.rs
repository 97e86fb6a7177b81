//! Step 6: backfill, the policy's mix, layoffs.

use foreshift::ids::{Origin, WorkerKey};
use foreshift::process::dismissal::dismissal_order;
use foreshift::process::learning::{ASK_AGAIN_WEEKS, acceptance, draw_course, effort, offer_latent, tuition};
use foreshift::process::skills::Bar;
use foreshift::scenario::model::{Channel, Choice, SurplusRule};
use foreshift::units::{Fixed, Money, WEEKS_PER_YEAR};
use foreshift::workforce::record::{CostCategory, CourseOutcome, CourseRecord, GapKind};

use super::gaps::Class;
use super::person::{Course, Person};
use super::{Action, World, id, number, unsigned, whole_people};

/// Why an action could not be launched though somebody is there for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// Training capacity used up.
    Training,
    /// Requisition capacity used up.
    Requisition,
    /// Budget used up.
    Budget,
}

/// What came of trying a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Try {
    /// An action was launched.
    Launched,
    /// Something is used up.
    Blocked(Reason),
    /// Nobody to ask, or nobody who accepts.
    NoCandidate,
}

/// What a role needs of the policy this week.
#[derive(Clone, Copy, Debug)]
pub(super) struct Needs {
    /// Vacancies to act on.
    pub vacancies: i32,
    /// How many of them reskilling may serve: the first ones.
    pub for_courses: i32,
    /// Capability gaps to act on.
    pub capability: i32,
}

/// What is under way toward a role.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inbound {
    /// Backfill requisitions.
    pub backfills: i32,
    /// Requisitions of the policy that replace nobody, and reskill courses.
    pub policy: i32,
    /// Requisitions that replace.
    pub replacing: i32,
}

impl World<'_> {
    /// Step 6: backfill, the policy's actions, layoffs.
    pub(super) fn step_6_policy(&mut self) {
        for role in 0..self.scenario.roles.len() {
            self.backfill(role);
        }
        for role in self.roles_by_worth() {
            match self.terms(role).choice {
                Choice::Nothing => self.do_nothing(role),
                Choice::Mix { hire, reskill, upskill } => {
                    let mix = [0.0, hire, reskill, upskill];
                    let needs = self.needs(role);
                    self.serve(role, GapKind::Vacancy, needs.vacancies, needs.for_courses, mix);
                    self.serve(role, GapKind::Capability, needs.capability, 0, mix);
                }
                Choice::Adaptive => self.adapt(role),
            }
        }
        for role in 0..self.scenario.roles.len() {
            if self.terms(role).surplus == SurplusRule::LayOff {
                self.lay_off(role);
            }
        }
    }

    /// What is under way toward a role.
    pub(super) fn inbound(&self, role: usize) -> Inbound {
        let of = |origin: Origin, replaces: bool| {
            number(
                self.requisitions_of(role)
                    .filter(|requisition| requisition.key.origin == origin && requisition.replaces == replaces)
                    .count(),
            )
        };
        Inbound {
            backfills: of(Origin::Backfill, false),
            policy: of(Origin::Hire, false) + self.reskill_courses_toward(role),
            replacing: of(Origin::Hire, true),
        }
    }

    /// Business as usual: vacancies that a leaving or ordinary growth opened, if still needed at the lead.
    fn backfill(&mut self, role: usize) {
        let inbound = self.inbound(role);
        let seats = self.seats_foreseen(role, self.now + self.terms(role).lead_weeks);
        let allowed = seats - (self.staying(role) + inbound.backfills + inbound.policy);
        let waiting = number(self.uncovered_of_class(role, Class::Bau).len());
        for _ in 0..waiting.min(allowed) {
            self.open_requisition(role, Origin::Backfill, false);
        }
    }

    /// Roles by what a seat is worth, dearest first; then by id.
    fn roles_by_worth(&self) -> Vec<usize> {
        let worth = |role: usize| self.role(role).salary.units() * self.role(role).output_value;
        let mut roles: Vec<usize> = (0..self.scenario.roles.len()).collect();
        roles.sort_by(|&one, &other| worth(other).total_cmp(&worth(one)).then(one.cmp(&other)));
        roles
    }

    /// A policy that does nothing leaves what business as usual does not backfill.
    fn do_nothing(&mut self, role: usize) {
        for class in [Class::PolicyVacancy, Class::Capability] {
            self.record.waits.not_served += count(self.uncovered_of_class(role, class).len());
        }
    }

    /// Members who are neither out nor leaving.
    pub(super) fn stayers(&self, role: usize) -> impl Iterator<Item = &Person> {
        self.members(role).filter(|person| !person.is_out() && !person.is_leaving())
    }

    /// The week whose gaps are acted on.
    pub(super) fn acted_on(&self, role: usize) -> i32 {
        self.now + self.terms(role).lead_weeks
    }

    /// What a role needs of the policy.
    pub(super) fn needs(&self, role: usize) -> Needs {
        let week = self.acted_on(role);
        let seats = self.policy_seats_foreseen(role, week);
        let lasting = seats.min(self.policy_seats_foreseen(role, self.now + self.scenario.learning.aim_weeks));
        let staying = self.staying(role);
        let bar = self.bar_foreseen(role, week);
        let able = number(
            self.stayers(role).filter(|person| person.is_upskilling() || bar.fit(&person.skills) >= self.qualified_at).count(),
        );
        let inbound = self.inbound(role);
        let served = staying + number(self.uncovered_of_class(role, Class::Bau).len()) + inbound.backfills + inbound.policy;
        Needs {
            vacancies: (seats - served).max(0),
            for_courses: (lasting - served).max(0),
            capability: (lasting.min(staying) - able - inbound.replacing).max(0),
        }
    }

    /// Serves a need by the mix, one action at a time.
    fn serve(&mut self, role: usize, kind: GapKind, need: i32, for_courses: i32, mix: [f64; 4]) {
        for done in 0..need {
            let reskill_may = done < for_courses;
            let left = unsigned(need - done);
            let channels = self.channels_in_order(role, kind, mix);
            let mut blocked = None;
            let mut launched = false;
            for &channel in &channels {
                match self.try_channel(role, kind, channel, reskill_may) {
                    Try::Launched => {
                        self.mix_counts[role][kind as usize][channel as usize] += 1;
                        launched = true;
                        break;
                    }
                    Try::Blocked(reason) => blocked = blocked.or(Some(reason)),
                    Try::NoCandidate => {}
                }
            }
            if launched {
                continue;
            }
            if let Some(reason) = blocked {
                self.wait(reason, left);
                return;
            }
            let fallback =
                self.terms(role).fallback.filter(|&fallback| falls_back(fallback, kind) && !channels.contains(&fallback));
            match fallback.map(|fallback| self.try_channel(role, kind, fallback, reskill_may)) {
                Some(Try::Launched) => {}
                Some(Try::Blocked(reason)) => {
                    self.wait(reason, left);
                    return;
                }
                Some(Try::NoCandidate) | None => {
                    if channels.is_empty() && fallback.is_none() {
                        self.record.waits.not_served += left;
                    } else {
                        self.record.waits.no_candidate += left;
                    }
                    return;
                }
            }
        }
    }

    /// The channels of the mix that serve a kind of gap, in the order in which they are tried.
    fn channels_in_order(&self, role: usize, kind: GapKind, mix: [f64; 4]) -> Vec<Channel> {
        let mut serving: Vec<Channel> = match kind {
            GapKind::Vacancy => vec![Channel::Hire, Channel::Reskill],
            GapKind::Capability if self.terms(role).replaces => vec![Channel::Hire, Channel::Upskill],
            GapKind::Capability => vec![Channel::Upskill],
        };
        serving.retain(|&channel| mix[channel as usize] > 0.0);
        let shares: f64 = serving.iter().map(|&channel| mix[channel as usize]).sum();
        let counts = self.mix_counts[role][kind as usize];
        let all: u32 = counts.iter().sum();
        let score = |channel: Channel| mix[channel as usize] / shares * f64::from(all + 1) - f64::from(counts[channel as usize]);
        // A stable sort: ties stay in Channel order.
        serving.sort_by(|&one, &other| score(other).total_cmp(&score(one)));
        serving
    }

    /// Tries to launch one action of a channel.
    fn try_channel(&mut self, role: usize, kind: GapKind, channel: Channel, reskill_may: bool) -> Try {
        match channel {
            Channel::Backfill => unreachable!("backfill is not the policy's"),
            Channel::Hire => self.try_hire(role, kind == GapKind::Capability),
            Channel::Reskill if !reskill_may => Try::NoCandidate,
            Channel::Reskill | Channel::Upskill => self.try_course(role, channel),
        }
    }

    /// Tries to open a requisition.
    pub(super) fn try_hire(&mut self, role: usize, replaces: bool) -> Try {
        if !self.has_requisition_capacity(role) {
            return Try::Blocked(Reason::Requisition);
        }
        let cost = self.hire_cost();
        if !self.can_afford(role, cost) {
            return Try::Blocked(Reason::Budget);
        }
        self.commit(role, cost);
        self.open_requisition(role, Origin::Hire, replaces);
        Try::Launched
    }

    /// Tries to launch a course: asks in order until one accepts.
    fn try_course(&mut self, role: usize, channel: Channel) -> Try {
        if self.first_candidate(role, channel).is_none() {
            return Try::NoCandidate;
        }
        if !self.has_training_capacity(role) {
            return Try::Blocked(Reason::Training);
        }
        while let Some(key) = self.first_candidate(role, channel) {
            if !self.can_afford(role, self.course_cost(role, key)) {
                return Try::Blocked(Reason::Budget);
            }
            if self.ask(role, key) {
                return Try::Launched;
            }
        }
        Try::NoCandidate
    }

    /// What a hire commits.
    pub(super) fn hire_cost(&self) -> Money {
        self.scenario.hiring.cost_per_hire + self.scenario.hiring.onboarding
    }

    /// What a course of a person toward a role commits.
    pub(super) fn course_cost(&self, role: usize, key: WorkerKey) -> Money {
        let person = self.person(key).expect("candidates are employed");
        tuition(self.aim(role).distance(&person.skills), &self.scenario.learning)
    }

    /// Whether a role's pool has room for another learner.
    pub(super) fn has_training_capacity(&self, role: usize) -> bool {
        let own = |role: usize| self.terms(role).training_capacity;
        let learners = |role: usize| self.courses_toward(role).count();
        if let Some(limit) = own(role) {
            return learners(role) < limit as usize;
        }
        let pool = (0..self.scenario.roles.len()).filter(|&role| own(role).is_none());
        pool.map(learners).sum::<usize>() < self.policy.training_capacity as usize
    }

    /// Whether a role's pool has room for another search of the policy.
    pub(super) fn has_requisition_capacity(&self, role: usize) -> bool {
        let own = |role: usize| self.terms(role).requisition_capacity;
        let searches = |role: usize| {
            self.requisitions_of(role)
                .filter(|requisition| requisition.accepted.is_none() && requisition.key.origin == Origin::Hire)
                .count()
        };
        if let Some(limit) = own(role) {
            return searches(role) < limit as usize;
        }
        let pool = (0..self.scenario.roles.len()).filter(|&role| own(role).is_none());
        pool.map(searches).sum::<usize>() < self.policy.requisition_capacity as usize
    }

    /// Whether a role's pool has so much left of this year's budget.
    pub(super) fn can_afford(&self, role: usize, cost: Money) -> bool {
        let own = self.terms(role).budget_per_year;
        let pool = own.is_some().then_some(role);
        let spent = self.committed.get(&(pool, self.now / WEEKS_PER_YEAR)).copied().unwrap_or_default();
        own.or(self.policy.budget_per_year).is_none_or(|limit| spent + cost <= limit)
    }

    /// Whether a person may be asked to learn a role.
    fn may_be_asked(&self, person: &Person, target: usize) -> bool {
        !person.is_learning()
            && !person.is_leaving()
            && person.last_no[target].is_none_or(|week| self.now - week >= ASK_AGAIN_WEEKS)
    }

    /// Who is asked first to learn a role.
    pub(super) fn first_candidate(&self, role: usize, channel: Channel) -> Option<WorkerKey> {
        let aim = self.aim(role);
        let candidates: Vec<&Person> = if channel == Channel::Upskill {
            let bar = self.bar_foreseen(role, self.acted_on(role));
            self.members(role).filter(|person| bar.fit(&person.skills) < self.qualified_at).collect()
        } else {
            let furthest = Fixed::nearest(self.scenario.learning.max_distance);
            let sources = (0..self.scenario.roles.len()).filter(|&source| source != role && self.available(source) > 0);
            sources.flat_map(|source| self.members(source)).filter(|person| aim.distance(&person.skills) <= furthest).collect()
        };
        candidates
            .into_iter()
            .filter(|person| self.may_be_asked(person, role))
            .min_by_key(|person| (aim.distance(&person.skills), person.key))
            .map(|person| person.key)
    }

    /// Surplus of a role that others may draw on.
    fn available(&self, role: usize) -> i32 {
        let lead = self.terms(role).lead_weeks;
        let quits = whole_people(self.expected_quits(role) * f64::from(lead));
        self.staying(role) - self.seats_foreseen(role, self.now + lead) - quits
    }

    /// Asks somebody to learn a role; whether they accept.
    pub(super) fn ask(&mut self, role: usize, key: WorkerKey) -> bool {
        let learning = &self.scenario.learning;
        let aim: Bar = self.aim(role);
        let person = self.person(key).expect("candidates are employed").clone();
        let channel = if person.role == role { Channel::Upskill } else { Channel::Reskill };
        let distance = aim.distance(&person.skills);
        let engagement = person.temper.own_engagement + self.climate[person.role] + person.personal(self.now);
        let latent = offer_latent(person.entity, self.role_entity(role), self.luck);
        self.funnel(channel).offered += 1;
        if latent >= acceptance(distance, engagement, learning) {
            let now = self.now;
            self.person_mut(key).last_no[role] = Some(now);
            return false;
        }
        self.funnel(channel).accepted += 1;
        let luck = draw_course(person.entity, self.role_entity(role), person.attempts[role], learning, self.luck);
        let price = tuition(distance, learning);
        self.charge(role, CostCategory::Tuition, price);
        self.commit(role, price);
        let course = Course {
            to: role,
            launch_order: self.launches,
            aim,
            distance,
            due: self.course_clock[role] + effort(distance, person.temper.learning_rate, learning),
            dropped: 0.0,
            dropout_budget: luck.dropout_budget,
            transfer: luck.transfer,
            gained: 0.0,
            record: self.record.courses.len(),
        };
        self.launches += 1;
        self.record.courses.push(CourseRecord {
            worker: key,
            from: id(person.role),
            to: id(role),
            launched: self.week(),
            distance: distance.value(),
            tuition: price,
            topped_up: false,
            outcome: CourseOutcome::Running,
            ended: None,
        });
        let learner = self.person_mut(key);
        learner.attempts[role] += 1;
        learner.course = Some(course);
        self.cover_oldest(role, Action::Course(key));
        true
    }

    /// Counts gap-weeks for which something is used up.
    pub(super) fn wait(&mut self, reason: Reason, left: u32) {
        let waits = &mut self.record.waits;
        match reason {
            Reason::Training => waits.training_capacity += left,
            Reason::Requisition => waits.requisition_capacity += left,
            Reason::Budget => waits.budget += left,
        }
    }

    /// Surplus that has lasted, beyond what quits will absorb, is laid off next week.
    fn lay_off(&mut self, role: usize) {
        let terms = self.terms(role);
        let foreseen = self.seats_foreseen(role, self.now + terms.lead_weeks);
        let surplus = self.staying(role) - self.seats[role].max(foreseen);
        self.surplus_history[role].push(surplus);
        let weeks = usize::try_from(terms.grace_weeks + 1).expect("grace is not negative");
        let history = &self.surplus_history[role];
        if history.len() < weeks {
            return;
        }
        let lasting = *history[history.len() - weeks..].iter().min().expect("at least this week");
        let absorbed = whole_people(self.expected_quits(role) * f64::from(terms.absorb_weeks));
        let mut members: Vec<_> = self
            .members(role)
            .filter(|person| !person.is_learning() && !person.is_leaving())
            .map(|person| (dismissal_order(self.fit(person), person.joined), person.key))
            .collect();
        members.sort();
        let due = self.now + 1;
        for &(_, key) in members.iter().take(usize::try_from(lasting - absorbed).unwrap_or(0)) {
            self.person_mut(key).layoff_due = Some(due);
        }
    }
}

/// Whether a fallback serves a kind of gap. A fallback never replaces.
const fn falls_back(fallback: Channel, kind: GapKind) -> bool {
    match fallback {
        Channel::Backfill => false,
        Channel::Hire | Channel::Reskill => matches!(kind, GapKind::Vacancy),
        Channel::Upskill => matches!(kind, GapKind::Capability),
    }
}

/// A count of a list, as waits count.
fn count(length: usize) -> u32 {
    u32::try_from(length).expect("few records")
}
