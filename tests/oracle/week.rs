//! The steps of a week except gaps and policy: environment, skills, departures, arrivals, climate, ledger.

use foreshift::ids::{Origin, WorkerKey};
use foreshift::process::climate::{INSECURITY_WEEKS, LAYOFF_WINDOW, QUIT_WINDOW, Weather, insecurity, next};
use foreshift::process::departure::{AFTERGLOW_WEEKS, clock_step, layoff_factor, severance_pay};
use foreshift::process::dismissal::dismissal_order;
use foreshift::process::hiring::{HALF_WEEK, draw_attempt, search_rate};
use foreshift::process::learning::{dropout_hazard, effort, learnt, mentoring, pace, tuition};
use foreshift::process::ledger::{lost_output, mentoring_hours};
use foreshift::process::person::{draw_skills, numbered};
use foreshift::scenario::model::Channel;
use foreshift::units::{Money, WEEKS_PER_YEAR, Week, whole_weeks};
use foreshift::workforce::record::{
    CostCategory, CourseOutcome, ExitReason, ExitRecord, GapKind, MoveRecord, RoleWeek, StartRecord,
};

use super::person::{Filler, Person};
use super::{Accepted, Action, Requisition, World, id, number, unsigned};

impl World<'_> {
    /// Step 1: seats of the week.
    pub(super) fn step_1_environment(&mut self) {
        for role in 0..self.scenario.roles.len() {
            self.seats[role] = self.outlook.seats(id(role), self.week());
            self.costs[role] = [Money::ZERO; 6];
        }
    }

    /// Step 2: what roles ask this week. Fit is reckoned against it whenever it is asked for.
    pub(super) fn step_2_skills(&mut self) {
        for role in 0..self.scenario.roles.len() {
            self.bars[role] = self.bar_foreseen(role, self.now);
        }
    }

    /// Step 3: quits, then layoffs that fall due.
    pub(super) fn step_3_departures(&mut self) {
        let clock_steps: Vec<f64> = (0..self.scenario.roles.len())
            .map(|role| {
                clock_step(
                    self.role(role).turnover,
                    self.climate[role],
                    self.insecurity[role],
                    self.layoff_factor[role],
                    &self.scenario.retention,
                )
            })
            .collect();
        for person in &mut self.people {
            person.hazard += clock_steps[person.role] * person.multiplier(self.scenario, self.now);
        }
        let keys = |people: &[Person], goes: &dyn Fn(&Person) -> bool| -> Vec<WorkerKey> {
            people.iter().filter(|person| goes(person)).map(|person| person.key).collect()
        };
        for key in keys(&self.people, &|person| person.hazard >= person.temper.attrition_budget) {
            self.leave(key, ExitReason::Quit);
        }
        for key in keys(&self.people, &|person| person.layoff_due == Some(self.now)) {
            self.leave(key, ExitReason::LaidOff);
        }
    }

    /// Somebody leaves the company.
    fn leave(&mut self, key: WorkerKey, reason: ExitReason) {
        let place = self.people.iter().position(|person| person.key == key).expect("they are employed");
        if self.people[place].is_learning() {
            self.end_course(key, CourseOutcome::Quit);
        }
        let person = self.people.remove(place);
        let role = person.role;
        if self.is_qualified(&person) {
            self.qualified_leavers[role] += 1;
        }
        let tenure = person.tenure(self.now);
        if reason == ExitReason::LaidOff {
            self.charge(role, CostCategory::Severance, severance_pay(&self.scenario.severance, person.salary, tenure));
        }
        self.record.exits.push(ExitRecord { week: self.week(), worker: key, role: id(role), reason, tenure });
    }

    /// A course ends: the record says how, and the gap that it covers is handed back.
    fn end_course(&mut self, learner: WorkerKey, outcome: CourseOutcome) {
        self.hand_back(Action::Course(learner));
        let ended = Some(self.week());
        let course = self.person_mut(learner).course.take().expect("they are on a course");
        self.record.courses[course.record].outcome = outcome;
        self.record.courses[course.record].ended = ended;
    }

    /// Step 4: searches, starts, courses, and who became productive or stayed.
    pub(super) fn step_4_arrivals(&mut self) {
        if self.now > 0 {
            for role in 0..self.scenario.roles.len() {
                self.search_clock[role] += self.search_rate[role];
            }
        }
        self.advance_searches();
        self.start_hires();
        if self.now > 0 {
            for role in 0..self.scenario.roles.len() {
                self.course_clock[role] += pace(self.mentoring[role], &self.scenario.learning);
            }
        }
        self.advance_courses();
        self.watch_fillers();
    }

    /// Opens a requisition, which covers the oldest record of its class.
    pub(super) fn open_requisition(&mut self, role: usize, origin: Origin, replaces: bool) {
        let counter = self.requisitions_opened[role].entry(origin).or_insert(0);
        let key = WorkerKey { role: id(role), origin, number: *counter };
        *counter += 1;
        let entity = numbered(self.role_entity(role), origin, key.number);
        let attempt = draw_attempt(entity, 0, &self.scenario.hiring, self.luck);
        self.requisitions.push(Requisition {
            key,
            opened: self.now,
            launch_order: self.launches,
            attempt: 0,
            due: self.search_clock[role] + attempt.work - HALF_WEEK,
            replaces,
            declines: attempt.declines,
            accepted: None,
        });
        self.launches += 1;
        self.cover_oldest(role, Action::Requisition(key));
    }

    /// Searches whose work is done: offers, declines, acceptances.
    fn advance_searches(&mut self) {
        self.requisitions.sort_by_key(|requisition| requisition.key);
        for place in 0..self.requisitions.len() {
            let key = self.requisitions[place].key;
            let role = key.role.index();
            let channel = if key.origin == Origin::Backfill { Channel::Backfill } else { Channel::Hire };
            let entity = numbered(self.role_entity(role), key.origin, key.number);
            while self.requisitions[place].accepted.is_none() && self.search_clock[role] >= self.requisitions[place].due {
                self.funnel(channel).offered += 1;
                if self.requisitions[place].declines {
                    let requisition = &mut self.requisitions[place];
                    requisition.attempt += 1;
                    let attempt = draw_attempt(entity, requisition.attempt, &self.scenario.hiring, self.luck);
                    requisition.due += attempt.work;
                    requisition.declines = attempt.declines;
                } else {
                    self.funnel(channel).accepted += 1;
                    self.charge(role, CostCategory::Hiring, self.scenario.hiring.cost_per_hire);
                    let mut skills = vec![0.0; self.scenario.skills.len()];
                    draw_skills(entity, &self.aim(role), self.qualified_at, self.luck, &mut skills);
                    let start = self.now + whole_weeks(self.scenario.hiring.notice_weeks);
                    self.requisitions[place].accepted = Some(Accepted { week: self.now, start, skills });
                }
            }
        }
    }

    /// Hires whose first week this is.
    fn start_hires(&mut self) {
        let mut starting: Vec<WorkerKey> = self
            .requisitions
            .iter()
            .filter(|requisition| requisition.accepted.as_ref().is_some_and(|accepted| accepted.start == self.now))
            .map(|requisition| requisition.key)
            .collect();
        starting.sort();
        for key in starting {
            self.start(key);
        }
    }

    /// A hire starts.
    fn start(&mut self, key: WorkerKey) {
        let role = key.role.index();
        let hiring = &self.scenario.hiring;
        let place = self.requisitions.iter().position(|requisition| requisition.key == key).expect("it is under way");
        let requisition = self.requisitions[place].clone();
        let accepted = requisition.accepted.expect("they have accepted");
        let (channel, premium) = if key.origin == Origin::Backfill {
            (Channel::Backfill, hiring.backfill_premium)
        } else {
            (Channel::Hire, hiring.premium)
        };
        let salary = self.role(role).salary.scaled(1.0 + premium);
        let person = Person::new(key, self.scenario, self.luck, accepted.skills, self.now, salary);
        let qualified = self.is_qualified(&person);
        self.people.push(person);
        self.people.sort_by_key(|person| person.key);
        self.charge(role, CostCategory::Onboarding, hiring.onboarding);
        self.funnel(channel).completed += 1;
        let action = Action::Requisition(key);
        if qualified {
            self.funnel(channel).qualified += 1;
            let class = self.class_of(action).expect("every requisition is for something");
            let gap = self.fill(role, action, class, key);
            self.watch(key, role, self.now, hiring.ramp_weeks, channel, gap);
        } else {
            self.hand_back(action);
        }
        self.requisitions.retain(|requisition| requisition.key != key);
        self.record.starts.push(StartRecord {
            week: self.week(),
            worker: key,
            opened: Week(requisition.opened),
            accepted: Week(accepted.week),
        });
        if requisition.replaces && self.staying(role) > self.seats[role] {
            self.displace(role);
        }
    }

    /// The least fit unqualified incumbent of a role is told to go: nobody who started this week.
    fn displace(&mut self, role: usize) {
        let displaced = self
            .members(role)
            .filter(|person| person.joined < self.now && !person.is_learning() && !person.is_leaving())
            .filter(|person| !self.is_qualified(person))
            .min_by_key(|person| (dismissal_order(self.fit(person), person.joined), person.key))
            .map(|person| person.key);
        if let Some(key) = displaced {
            let due = self.now + self.terms(role).grace_weeks.max(1);
            self.person_mut(key).layoff_due = Some(due);
        }
    }

    /// Courses: another week of each, by learner.
    fn advance_courses(&mut self) {
        let learners: Vec<WorkerKey> =
            self.people.iter().filter(|person| person.is_learning()).map(|person| person.key).collect();
        for key in learners {
            let learning = &self.scenario.learning;
            let clocks = self.course_clock.clone();
            let course = self.person_mut(key).course.as_mut().expect("they are on a course");
            course.dropped += dropout_hazard(course.distance, learning);
            if clocks[course.to] >= course.due {
                self.complete_segment(key);
            } else if course.dropped >= course.dropout_budget {
                let (target, record, gained) = (course.to, course.record, course.gained);
                let now = self.now;
                let topped_up = self.record.courses[record].topped_up;
                let person = self.person_mut(key);
                person.last_no[target] = Some(now);
                if topped_up {
                    // What the first part brought is worth something elsewhere, although the rest was given up.
                    person.poached_until = now + AFTERGLOW_WEEKS;
                    person.poached = gained;
                }
                self.end_course(key, CourseOutcome::DroppedOut);
            }
        }
    }

    /// The work of a course, or of its top-up, is done.
    fn complete_segment(&mut self, key: WorkerKey) {
        let before = self.person(key).expect("learners are employed").clone();
        let course = before.course.clone().expect("they are on a course");
        let target = course.to;
        let action = Action::Course(key);
        let class = self.class_of(action);

        let mut skills = before.skills.clone();
        for &(skill, aim) in course.aim.asked() {
            skills[skill.index()] = learnt(skills[skill.index()], aim, course.transfer);
        }
        let gained = course.gained + course.aim.fit(&skills).value() - course.aim.fit(&before.skills).value();
        let success = self.bars[target].fit(&skills) >= self.qualified_at;
        self.person_mut(key).skills.clone_from(&skills);

        if !success && !self.record.courses[course.record].topped_up {
            self.top_up(key, gained);
            return;
        }

        let channel = self.channel(action);
        let now = self.now;
        self.funnel(channel).completed += 1;
        let person = self.person_mut(key);
        person.poached_until = now + AFTERGLOW_WEEKS;
        person.poached = gained;
        if !success {
            person.last_no[target] = Some(now);
            self.end_course(key, CourseOutcome::Failed);
            return;
        }
        self.funnel(channel).qualified += 1;
        if channel == Channel::Reskill {
            let class = class.expect("a reskill course is for a vacancy");
            let ramp_weeks = self.scenario.hiring.ramp_weeks * self.scenario.hiring.internal_ramp_factor;
            let gap = self.fill(target, action, class, key);
            self.watch(key, target, now, ramp_weeks, channel, gap);
            self.end_course(key, CourseOutcome::Qualified);
            self.transfer(key, target, ramp_weeks);
        } else {
            // Somebody ahead of the bar, qualified all along, has no class and fills nothing.
            let gap = class.and_then(|class| self.fill(target, action, class, key));
            self.watch(key, target, before.role_start, before.ramp_weeks, channel, gap);
            self.end_course(key, CourseOutcome::Qualified);
        }
    }

    /// Not there yet: one more segment, over what is left.
    fn top_up(&mut self, key: WorkerKey, gained: f64) {
        let learning = &self.scenario.learning;
        let person = self.person(key).expect("learners are employed");
        let course = person.course.as_ref().expect("they are on a course");
        let (target, record) = (course.to, course.record);
        let aim = self.aim(target);
        let distance = aim.distance(&person.skills);
        let due = self.course_clock[target] + effort(distance, person.temper.learning_rate, learning);
        let price = tuition(distance, learning);
        self.charge(target, CostCategory::Tuition, price);
        self.commit(target, price);
        self.record.courses[record].tuition += price;
        self.record.courses[record].topped_up = true;
        let course = self.person_mut(key).course.as_mut().expect("they are on a course");
        course.aim = aim;
        course.distance = distance;
        course.due = due;
        course.gained = gained;
    }

    /// A reskilled person moves to the role that they have learnt.
    fn transfer(&mut self, key: WorkerKey, to: usize, ramp_weeks: f64) {
        let person = self.person(key).expect("learners are employed");
        let from = person.role;
        if self.is_qualified(person) {
            self.qualified_leavers[from] += 1;
        }
        let offered = self.role(to).salary.scaled(1.0 - self.scenario.learning.internal_discount);
        let now = self.now;
        let person = self.person_mut(key);
        person.role = to;
        person.role_start = now;
        person.ramp_weeks = ramp_weeks;
        person.salary = person.salary.max(offered);
        person.landed_until = now + AFTERGLOW_WEEKS;
        self.record.moves.push(MoveRecord { week: self.week(), worker: key, from: id(from), to: id(to) });
    }

    /// Somebody has started or completed, qualified: whether they become productive, and stay, is watched.
    fn watch(&mut self, key: WorkerKey, role: usize, role_start: i32, ramp_weeks: f64, channel: Channel, gap: Option<usize>) {
        let week = self.now;
        if week + WEEKS_PER_YEAR < self.scenario.horizon {
            self.funnel(channel).could_stay += 1;
        }
        self.fillers.push(Filler { key, role, role_start, ramp_weeks, week, channel, gap, settled: false });
    }

    /// Who of those that filled a seat is fully ramped up this week, and who is still here after a year.
    fn watch_fillers(&mut self) {
        for place in 0..self.fillers.len() {
            let filler = self.fillers[place].clone();
            let person = self.person(filler.key);
            let employed = person.is_some();
            let in_role = person.is_some_and(|person| person.role == filler.role && person.role_start == filler.role_start);
            if !filler.settled && f64::from(self.now - filler.role_start) >= filler.ramp_weeks {
                self.fillers[place].settled = true;
                if in_role {
                    self.funnel(filler.channel).productive += 1;
                    if let Some(gap) = filler.gap {
                        self.gaps[gap].record.productive = Some(self.week());
                    }
                }
            }
            if self.now == filler.week + WEEKS_PER_YEAR && employed {
                self.funnel(filler.channel).stayed += 1;
            }
        }
    }

    /// Step 7: what next week will feel.
    pub(super) fn step_7_climate(&mut self) {
        for role in 0..self.scenario.roles.len() {
            let peers = self.members(role).filter(|person| !person.is_learning() && self.is_qualified(person)).count();
            let learners = self.courses_toward(role).count();
            let (learning, mechanisms) = (&self.scenario.learning, self.scenario.mechanisms);
            self.mentoring[role] = mentoring(unsigned(number(peers)), unsigned(number(learners)), learning, mechanisms);

            let headcount = self.headcount(role);
            let expected = self.expected_quits(role);
            let weather = Weather {
                needed: self.needed(role),
                output: self.role_output(role),
                headcount: unsigned(headcount),
                expected_quits: expected,
                quits: self.exits(role, ExitReason::Quit, QUIT_WINDOW),
                weeks: unsigned(QUIT_WINDOW.min(self.now + 1)),
            };
            let (hiring, retention) = (&self.scenario.hiring, &self.scenario.retention);
            self.climate[role] = next(self.climate[role], &weather, hiring, retention, mechanisms);

            let foreseen = self.seats_foreseen(role, self.now + INSECURITY_WEEKS);
            self.insecurity[role] = insecurity(self.seats[role], foreseen, mechanisms);

            let laid_off = f64::from(self.exits(role, ExitReason::LaidOff, LAYOFF_WINDOW));
            let share = if headcount == 0 { 0.0 } else { laid_off / f64::from(headcount) };
            self.layoff_factor[role] = layoff_factor(share, mechanisms);

            let size = f64::from(headcount.max(self.seats[role]));
            self.search_rate[role] = search_rate(unsigned(self.searches(role)), expected, size, hiring, mechanisms);
        }
    }

    /// Exits from a role over the last weeks, this one included.
    fn exits(&self, role: usize, reason: ExitReason, weeks: i32) -> u32 {
        let recent = |exit: &&ExitRecord| exit.week.0 > self.now - weeks && exit.role == id(role) && exit.reason == reason;
        unsigned(number(self.record.exits.iter().filter(recent).count()))
    }

    /// Output that a role needs.
    fn needed(&self, role: usize) -> i64 {
        i64::from(self.seats[role]) * i64::from(self.per_head[role].0)
    }

    /// Output of a role, the hours of mentors taken off.
    fn role_output(&self, role: usize) -> i64 {
        let gross: i64 = self.members(role).map(|person| i64::from(self.output(person).0)).sum();
        let learners = unsigned(number(self.courses_toward(role).count()));
        (gross - mentoring_hours(self.scenario.learning.intensity, self.mentoring[role], learners)).max(0)
    }

    /// Step 8: money and measures of the week.
    pub(super) fn step_8_ledger(&mut self) {
        for role in 0..self.scenario.roles.len() {
            let payroll: Money = self.members(role).map(|person| person.salary.per_week()).sum();
            self.charge(role, CostCategory::Payroll, payroll);
            let (needed, output) = (self.needed(role), self.role_output(role));
            self.charge(role, CostCategory::LostOutput, lost_output(needed, output, self.role(role)));
            let open: Vec<GapKind> =
                self.gaps.iter().filter(|gap| gap.is_open() && gap.record.role == id(role)).map(|gap| gap.kind).collect();
            let this_week = |week: Week| week == self.week();
            let moved = |goes: &dyn Fn(&MoveRecord) -> bool| {
                let moves = self.record.moves.iter().filter(|moved| this_week(moved.week) && goes(moved));
                unsigned(number(moves.count()))
            };
            let starts = self.record.starts.iter().filter(|start| this_week(start.week) && start.worker.role == id(role)).count();
            let role_week = RoleWeek {
                seats: self.seats[role],
                headcount: self.headcount(role),
                qualified: self.qualified(role),
                gaps: number(open.len()),
                vacancies: number(open.iter().filter(|&&kind| kind == GapKind::Vacancy).count()),
                surplus: self.surplus[role],
                learners: number(self.members(role).filter(|person| person.is_learning()).count()),
                searches: self.searches(role),
                output,
                needed,
                climate: self.climate[role],
                quits: self.exits(role, ExitReason::Quit, 1),
                layoffs: self.exits(role, ExitReason::LaidOff, 1),
                starts: unsigned(number(starts)),
                moves_in: moved(&|moved| moved.to == id(role)),
                moves_out: moved(&|moved| moved.from == id(role)),
                costs: self.costs[role],
                seat_pay: self.role(role).salary.per_week() * i64::from(self.seats[role]),
            };
            self.record.worker_weeks += u64::try_from(role_week.headcount).expect("a count");
            self.record.weekly.push(role_week);
        }
    }
}
