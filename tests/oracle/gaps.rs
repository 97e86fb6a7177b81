//! Gap records: opening, covering, filling, lapsing.

use foreshift::ids::{Origin, WorkerKey};
use foreshift::scenario::model::Channel;
use foreshift::units::{Money, WEEKS_PER_YEAR};
use foreshift::workforce::record::{Cause, GapKind, GapOutcome, GapRecord};

use super::{Action, World, id, number};

/// A gap as it is: its record, and what the record does not say.
#[derive(Clone, Debug)]
pub(super) struct Gap {
    /// What the run will leave behind.
    pub record: GapRecord,
    /// Whether it is a vacancy or a capability gap now.
    pub kind: GapKind,
    /// What covers it.
    pub cover: Option<Action>,
}

/// Who serves a gap, and which gaps an action is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A vacancy of business as usual: backfilled.
    Bau,
    /// A vacancy left to the policy.
    PolicyVacancy,
    /// A capability gap.
    Capability,
}

impl Gap {
    /// Whether it is open.
    pub fn is_open(&self) -> bool {
        self.record.outcome == GapOutcome::Open
    }

    /// Who serves it.
    pub fn class(&self) -> Class {
        let ordinary = matches!(self.record.cause, Cause::Initial | Cause::Departure | Cause::Growth) || self.record.vacated;
        match self.kind {
            GapKind::Capability => Class::Capability,
            GapKind::Vacancy if ordinary => Class::Bau,
            GapKind::Vacancy => Class::PolicyVacancy,
        }
    }
}

impl World<'_> {
    /// Open records of a role, oldest first.
    fn open_gaps(&self, role: usize) -> Vec<usize> {
        (0..self.gaps.len()).filter(|&gap| self.gaps[gap].is_open() && self.gaps[gap].record.role == id(role)).collect()
    }

    /// Open records of a role that nothing covers, oldest first.
    fn uncovered_gaps(&self, role: usize) -> Vec<usize> {
        self.open_gaps(role).into_iter().filter(|&gap| self.gaps[gap].cover.is_none()).collect()
    }

    /// Open records of a role and class that nothing covers, oldest first.
    pub(super) fn uncovered_of_class(&self, role: usize, class: Class) -> Vec<usize> {
        self.uncovered_gaps(role).into_iter().filter(|&gap| self.gaps[gap].class() == class).collect()
    }

    /// The record that an action covers.
    fn covered_by(&self, action: Action) -> Option<usize> {
        (0..self.gaps.len()).find(|&gap| self.gaps[gap].is_open() && self.gaps[gap].cover == Some(action))
    }

    /// The channel of an action.
    pub(super) fn channel(&self, action: Action) -> Channel {
        match action {
            Action::Requisition(WorkerKey { origin: Origin::Backfill, .. }) => Channel::Backfill,
            Action::Requisition(_) => Channel::Hire,
            Action::Course(learner) => {
                if self.person(learner).expect("learners are employed").is_upskilling() {
                    Channel::Upskill
                } else {
                    Channel::Reskill
                }
            }
        }
    }

    /// Which gaps an action is for, as of today.
    pub(super) fn class_of(&self, action: Action) -> Option<Class> {
        match action {
            Action::Requisition(key) => {
                let requisition = self.requisitions.iter().find(|requisition| requisition.key == key).expect("it is under way");
                Some(if key.origin == Origin::Backfill {
                    Class::Bau
                } else if requisition.replaces {
                    Class::Capability
                } else {
                    Class::PolicyVacancy
                })
            }
            Action::Course(learner) => {
                let person = self.person(learner).expect("learners are employed");
                if person.is_out() {
                    Some(Class::PolicyVacancy)
                } else if self.is_qualified(person) {
                    None
                } else {
                    Some(Class::Capability)
                }
            }
        }
    }

    /// Actions toward a role that cover nothing, in launch order.
    fn unattached_actions(&self, role: usize) -> Vec<Action> {
        let mut actions: Vec<(u32, Action)> = Vec::new();
        for requisition in self.requisitions_of(role) {
            actions.push((requisition.launch_order, Action::Requisition(requisition.key)));
        }
        for person in self.courses_toward(role) {
            let course = person.course.as_ref().expect("they are on a course");
            actions.push((course.launch_order, Action::Course(person.key)));
        }
        actions.sort_by_key(|&(order, _)| order);
        actions.into_iter().map(|(_, action)| action).filter(|&action| self.covered_by(action).is_none()).collect()
    }

    /// An action covers the oldest uncovered record of its class, if there is one.
    pub(super) fn cover_oldest(&mut self, role: usize, action: Action) {
        let Some(class) = self.class_of(action) else { return };
        if let Some(&gap) = self.uncovered_of_class(role, class).first() {
            self.gaps[gap].cover = Some(action);
        }
    }

    /// Takes an action away from the record that it covers, if it covers one.
    pub(super) fn hand_back(&mut self, action: Action) {
        if let Some(gap) = self.covered_by(action) {
            self.gaps[gap].cover = None;
        }
    }

    /// Whether a record is covered by a requisition still searching.
    fn is_covered_by_a_search(&self, gap: usize) -> bool {
        matches!(self.gaps[gap].cover, Some(Action::Requisition(key)) if self.is_searching(key))
    }

    /// Whether a requisition is still searching.
    fn is_searching(&self, key: WorkerKey) -> bool {
        self.requisitions.iter().any(|requisition| requisition.key == key && requisition.accepted.is_none())
    }

    /// The record that lapses next: uncovered ones first, then those with a search, then the others; newest first.
    fn next_to_lapse(&self, role: usize) -> Option<usize> {
        let open = self.open_gaps(role);
        let uncovered = open.iter().copied().rfind(|&gap| self.gaps[gap].cover.is_none());
        let searched = open.iter().copied().rfind(|&gap| self.is_covered_by_a_search(gap));
        uncovered.or(searched).or(open.last().copied())
    }

    /// Frees a record of its cover: a search is cancelled, any other action goes on unattached.
    fn drop_cover(&mut self, gap: usize) {
        if let Some(Action::Requisition(key)) = self.gaps[gap].cover
            && self.is_searching(key)
        {
            self.cancel(key);
        }
        self.gaps[gap].cover = None;
    }

    /// Cancels a search and frees what it committed, if that was this year.
    fn cancel(&mut self, key: WorkerKey) {
        let place = self.requisitions.iter().position(|requisition| requisition.key == key).expect("it is searching");
        let requisition = self.requisitions.remove(place);
        let year = self.now / WEEKS_PER_YEAR;
        if key.origin == Origin::Hire && requisition.opened / WEEKS_PER_YEAR == year {
            let cost = self.hire_cost();
            self.commit(key.role.index(), -cost);
        }
    }

    /// Commits money of this year's budget of a role's pool.
    pub(super) fn commit(&mut self, role: usize, cost: Money) {
        let pool = self.terms(role).budget_per_year.is_some().then_some(role);
        *self.committed.entry((pool, self.now / WEEKS_PER_YEAR)).or_default() += cost;
    }

    /// Somebody who has just become qualified fills a seat through an action: which record closes, if one does. `class` is that of the
    /// action before its end.
    pub(super) fn fill(&mut self, role: usize, action: Action, class: Class, key: WorkerKey) -> Option<usize> {
        let channel = self.channel(action);
        let qualified_besides =
            number(self.members(role).filter(|person| person.key != key && self.is_qualified(person)).count());
        let gap = self.covered_by(action).or_else(|| {
            if self.seats[role] - qualified_besides <= 0 {
                return None;
            }
            let of_class = self.uncovered_of_class(role, class).first().copied();
            let uncovered = self.uncovered_gaps(role).first().copied();
            of_class.or(uncovered).or(self.next_to_lapse(role))
        });
        if let Some(gap) = gap {
            if self.gaps[gap].cover != Some(action) {
                self.drop_cover(gap);
            }
            self.close(gap, GapOutcome::Filled, Some(channel), Some(key));
        }
        gap
    }

    /// A record ends.
    fn close(&mut self, gap: usize, outcome: GapOutcome, channel: Option<Channel>, filler: Option<WorkerKey>) {
        let closed = Some(self.week());
        let gap = &mut self.gaps[gap];
        gap.record = GapRecord { outcome, channel, filler, closed, ..gap.record };
        gap.cover = None;
    }

    /// Step 5: recount; open, or lapse; set kinds right; surplus.
    pub(super) fn step_5_gaps(&mut self) {
        for role in 0..self.scenario.roles.len() {
            let (seats, headcount, qualified) = (self.seats[role], self.headcount(role), self.qualified(role));
            let needed = (seats - qualified).max(0);
            let vacancies = (seats - headcount).max(0);
            let open = number(self.open_gaps(role).len());
            if needed > open {
                self.open(role, needed - open, vacancies);
            }
            for _ in needed..open {
                self.lapse_one(role);
            }
            self.reconcile_kinds(role, vacancies);
            self.surplus[role] = (headcount - self.out(role) - seats).max(0);
            self.qualified_leavers[role] = 0;
        }
    }

    /// Open records of a role that are vacancies now.
    fn vacancy_records(&self, role: usize) -> i32 {
        number(self.open_gaps(role).into_iter().filter(|&gap| self.gaps[gap].kind == GapKind::Vacancy).count())
    }

    /// Opens records: causes in order of departures, growth, the rest; the first are vacancies.
    fn open(&mut self, role: usize, count: i32, vacancies: i32) {
        let (seats_before, qualified_before) = if self.now == 0 {
            let headcount = i32::try_from(self.role(role).headcount).expect("few people");
            (headcount, headcount)
        } else {
            let last = &self.record.weekly[(self.record.weekly.len() - self.record.role_count) + role];
            (last.seats, last.qualified)
        };
        let gaps_before = (seats_before - qualified_before).max(0);
        let by_departure = (seats_before - qualified_before + self.qualified_leavers[role]).max(0) - gaps_before;
        let by_growth = if self.now == 0 {
            0
        } else {
            let grown = |week| self.outlook.growth_seats(id(role), week);
            (grown(self.week()) - grown(self.week() + -1)).max(0)
        };
        let new_vacancies = (vacancies - self.vacancy_records(role)).clamp(0, count);
        for place in 0..count {
            let cause = if place < by_departure {
                Cause::Departure
            } else if place < by_departure + by_growth {
                Cause::Growth
            } else if self.outlook.hit(id(role)) {
                Cause::Shock
            } else {
                Cause::Growth
            };
            let kind = if place < new_vacancies { GapKind::Vacancy } else { GapKind::Capability };
            let record = GapRecord {
                role: id(role),
                kind,
                cause,
                opened: self.week(),
                vacated: false,
                channel: None,
                outcome: GapOutcome::Open,
                closed: None,
                filler: None,
                productive: None,
            };
            let mut gap = Gap { record, kind, cover: None };
            let class = gap.class();
            gap.cover = self.unattached_actions(role).into_iter().find(|&action| self.class_of(action) == Some(class));
            self.gaps.push(gap);
        }
    }

    /// One record of a role lapses.
    fn lapse_one(&mut self, role: usize) {
        let gap = self.next_to_lapse(role).expect("there is a record to lapse");
        let channel = self.gaps[gap].cover.map(|action| self.channel(action));
        self.drop_cover(gap);
        self.close(gap, GapOutcome::Lapsed, channel, None);
    }

    /// As many records are vacancies as there are vacancies.
    fn reconcile_kinds(&mut self, role: usize, vacancies: i32) {
        while self.vacancy_records(role) < vacancies {
            let holders: Vec<usize> =
                self.open_gaps(role).into_iter().filter(|&gap| self.gaps[gap].kind == GapKind::Capability).collect();
            let uncovered = holders.iter().copied().find(|&gap| self.gaps[gap].cover.is_none());
            let gap = uncovered.or(holders.first().copied()).expect("there are as many records as gaps");
            self.gaps[gap].kind = GapKind::Vacancy;
            self.gaps[gap].record.vacated = true;
        }
        while self.vacancy_records(role) > vacancies {
            let empty: Vec<usize> =
                self.open_gaps(role).into_iter().filter(|&gap| self.gaps[gap].kind == GapKind::Vacancy).collect();
            let uncovered = empty.iter().copied().rfind(|&gap| self.gaps[gap].cover.is_none());
            let gap = uncovered.or(empty.last().copied()).expect("there is a vacancy record");
            self.gaps[gap].kind = GapKind::Capability;
        }
    }
}
