//! Identities that hold in every run, whoever computed it.

use std::collections::{BTreeMap, BTreeSet};

use foreshift::ids::{Origin, RoleId, WorkerKey};
use foreshift::process::ledger::lost_output;
use foreshift::scenario::model::{Channel, Scenario};
use foreshift::units::{Money, Week};
use foreshift::workforce::record::{CostCategory, CourseOutcome, ExitReason, GapOutcome, RoleWeek, RunRecord};

/// Panics unless every identity holds. `what` names the run in the message.
pub fn check_identities(scenario: &Scenario, record: &RunRecord, what: &str) {
    let roles = scenario.roles.len();
    let weeks = usize::try_from(scenario.horizon).expect("a horizon");
    assert_eq!(record.role_count, roles, "{what}: roles");
    assert_eq!(record.weekly.len(), weeks * roles, "{what}: an entry a role and week");
    check_headcounts(scenario, record, what);
    check_gaps(record, what);
    check_records_of_gaps(scenario, record, what);
    check_money(scenario, record, what);
    check_people(scenario, record, what);
    check_order(record, what);
    check_funnel(record, what);
}

/// Every role with its identity.
fn roles(record: &RunRecord) -> impl Iterator<Item = RoleId> {
    (0..record.role_count).map(|role| RoleId(u16::try_from(role).expect("few roles")))
}

/// Every week.
fn weeks(record: &RunRecord) -> impl Iterator<Item = (usize, Week)> {
    (0..record.weeks()).map(|week| (week, Week(i32::try_from(week).expect("few weeks"))))
}

/// How many of a list meet a condition.
fn tally<T>(list: &[T], meets: impl Fn(&T) -> bool) -> u32 {
    u32::try_from(list.iter().filter(|&item| meets(item)).count()).expect("few events")
}

/// Headcounts follow from the flows of the week, and the flows from the events.
fn check_headcounts(scenario: &Scenario, record: &RunRecord, what: &str) {
    let mut worker_weeks = 0;
    for role in roles(record) {
        let mut headcount = i64::from(scenario.roles[role.index()].headcount);
        for (index, week) in weeks(record) {
            let now = record.role_week(index, role);
            headcount += i64::from(now.starts) + i64::from(now.moves_in);
            headcount -= i64::from(now.moves_out) + i64::from(now.quits) + i64::from(now.layoffs);
            assert_eq!(i64::from(now.headcount), headcount, "{what}: headcount of {role:?} in {week:?}");
            worker_weeks += headcount;

            let exits = |reason| tally(&record.exits, |exit| exit.week == week && exit.role == role && exit.reason == reason);
            assert_eq!(now.quits, exits(ExitReason::Quit), "{what}: quits of {role:?} in {week:?}");
            assert_eq!(now.layoffs, exits(ExitReason::LaidOff), "{what}: layoffs of {role:?} in {week:?}");
            let starts = tally(&record.starts, |start| start.week == week && start.worker.role == role);
            assert_eq!(now.starts, starts, "{what}: starts of {role:?} in {week:?}");
            let moves_in = tally(&record.moves, |moved| moved.week == week && moved.to == role);
            let moves_out = tally(&record.moves, |moved| moved.week == week && moved.from == role);
            assert_eq!((now.moves_in, now.moves_out), (moves_in, moves_out), "{what}: moves of {role:?} in {week:?}");
        }
    }
    assert_eq!(i64::try_from(record.worker_weeks).expect("a count"), worker_weeks, "{what}: worker-weeks");
}

/// Gaps are seats less the qualified, vacancies seats less people; and the open records are as many.
fn check_gaps(record: &RunRecord, what: &str) {
    for role in roles(record) {
        for (index, week) in weeks(record) {
            let now = record.role_week(index, role);
            let place = format!("{what}: {role:?} in {week:?}: {now:?}");
            let open = tally(&record.gaps, |gap| {
                gap.role == role && gap.opened <= week && gap.closed.is_none_or(|closed| closed > week)
            });
            assert_eq!(now.gaps, i32::try_from(open).expect("few gaps"), "{place}: open records");
            assert_eq!(now.gaps, (now.seats - now.qualified).max(0), "{place}: gaps");
            assert_eq!(now.vacancies, (now.seats - now.headcount).max(0), "{place}: vacancies");
            assert!(0 <= now.qualified && now.qualified <= now.headcount, "{place}: qualified");
            assert!(0 <= now.learners && now.learners <= now.headcount, "{place}: learners");
            assert!(0 <= now.surplus && now.surplus <= (now.headcount - now.seats).max(0), "{place}: surplus");
            assert!(now.searches >= 0 && now.output >= 0 && now.needed >= 0 && now.seats >= 0, "{place}: signs");
            assert!((-0.5..=0.0).contains(&now.climate), "{place}: climate");
            let learners = tally(&record.courses, |course| {
                course.from == role && course.launched <= week && course.ended.is_none_or(|ended| ended > week)
            });
            assert_eq!(now.learners, i32::try_from(learners).expect("few courses"), "{place}: learners");
        }
    }
}

/// A gap record's parts fit each other.
fn check_records_of_gaps(scenario: &Scenario, record: &RunRecord, what: &str) {
    let horizon = Week(scenario.horizon);
    for gap in &record.gaps {
        let place = format!("{what}: {gap:?}");
        assert!(Week(0) <= gap.opened && gap.opened < horizon, "{place}: opened");
        assert_eq!(gap.closed.is_none(), gap.outcome == GapOutcome::Open, "{place}: closed when it ended");
        assert!(gap.closed.is_none_or(|closed| gap.opened < closed && closed < horizon), "{place}: closed after opening");
        assert_eq!(gap.filler.is_some(), gap.outcome == GapOutcome::Filled, "{place}: a filler when filled");
        assert!(gap.outcome != GapOutcome::Filled || gap.channel.is_some(), "{place}: a channel when filled");
        assert!(gap.productive.is_none_or(|week| gap.closed.is_some_and(|closed| closed <= week)), "{place}: productive");
        let Some(filler) = gap.filler else { continue };
        assert!(exists(scenario, record, filler), "{place}: who fills exists");
        let closed = gap.closed.expect("it is filled");
        let came = match gap.channel.expect("it is filled") {
            Channel::Backfill | Channel::Hire => {
                record.starts.iter().any(|start| start.worker == filler && start.week == closed && filler.role == gap.role)
            }
            Channel::Reskill => {
                record.moves.iter().any(|moved| moved.worker == filler && moved.week == closed && moved.to == gap.role)
            }
            Channel::Upskill => record.courses.iter().any(|course| {
                course.worker == filler
                    && course.to == gap.role
                    && course.from == gap.role
                    && course.ended == Some(closed)
                    && course.outcome == CourseOutcome::Qualified
            }),
        };
        assert!(came, "{place}: who fills arrives that week through the channel");
    }
    let closed: Vec<_> = record.gaps.iter().filter_map(|gap| Some((gap.filler?, gap.closed?, gap.role))).collect();
    let apart: BTreeSet<_> = closed.iter().collect();
    assert_eq!(apart.len(), closed.len(), "{what}: an arrival closes one record");
}

/// Whether a key is that of somebody of week 0 or of somebody who started.
fn exists(scenario: &Scenario, record: &RunRecord, key: WorkerKey) -> bool {
    match key.origin {
        Origin::Incumbent => key.number < scenario.roles[key.role.index()].headcount,
        Origin::Backfill | Origin::Hire => record.starts.iter().any(|start| start.worker == key),
    }
}

/// Totals are the same by weeks, roles and categories, and each category is what its events cost.
fn check_money(scenario: &Scenario, record: &RunRecord, what: &str) {
    let of = |entries: &mut dyn Iterator<Item = &RoleWeek>, category: CostCategory| -> Money {
        entries.map(|entry| entry.costs[category as usize]).sum()
    };
    let all = |entry: &RoleWeek| -> Money { entry.costs.iter().copied().sum() };
    let total: Money = record.weekly.iter().map(all).sum();
    let by_week: Money =
        weeks(record).map(|(week, _)| roles(record).map(|role| all(record.role_week(week, role))).sum::<Money>()).sum();
    let by_role: Money =
        roles(record).map(|role| weeks(record).map(|(week, _)| all(record.role_week(week, role))).sum::<Money>()).sum();
    let by_category: Money = CostCategory::ALL.into_iter().map(|category| of(&mut record.weekly.iter(), category)).sum();
    assert_eq!(total, by_week, "{what}: total by weeks");
    assert_eq!(total, by_role, "{what}: total by roles");
    assert_eq!(total, by_category, "{what}: total by categories");

    let accepted = record.funnel[Channel::Backfill as usize].accepted + record.funnel[Channel::Hire as usize].accepted;
    let hiring = of(&mut record.weekly.iter(), CostCategory::Hiring);
    assert_eq!(hiring, scenario.hiring.cost_per_hire * i64::from(accepted), "{what}: hiring is what acceptances cost");
    let starts = i64::try_from(record.starts.len()).expect("few starts");
    let onboarding = of(&mut record.weekly.iter(), CostCategory::Onboarding);
    assert_eq!(onboarding, scenario.hiring.onboarding * starts, "{what}: onboarding is what starts cost");
    let tuition: Money = record.courses.iter().map(|course| course.tuition).sum();
    assert_eq!(of(&mut record.weekly.iter(), CostCategory::Tuition), tuition, "{what}: tuition is that of courses");

    for (index, week) in weeks(record) {
        for role in roles(record) {
            let now = record.role_week(index, role);
            let place = format!("{what}: {role:?} in {week:?}: {now:?}");
            let cost = |category: CostCategory| now.costs[category as usize];
            assert!(now.costs.iter().all(|&cost| cost >= Money::ZERO), "{place}: signs");
            assert!(cost(CostCategory::Severance) == Money::ZERO || now.layoffs > 0, "{place}: severance without layoff");
            assert_eq!(
                cost(CostCategory::LostOutput),
                lost_output(now.needed, now.output, &scenario.roles[role.index()]),
                "{place}: lost output"
            );
            let seat_pay = scenario.roles[role.index()].salary.per_week() * i64::from(now.seats);
            assert_eq!(now.seat_pay, seat_pay, "{place}: seat pay");
            assert_eq!(now.headcount == 0, cost(CostCategory::Payroll) == Money::ZERO, "{place}: payroll");
        }
    }
}

/// Nobody is in two states: one exit a person and nothing after it, one start, moves that join up, courses one after another.
fn check_people(scenario: &Scenario, record: &RunRecord, what: &str) {
    let mut left: BTreeMap<WorkerKey, Week> = BTreeMap::new();
    let mut started: BTreeMap<WorkerKey, Week> = BTreeMap::new();
    for start in &record.starts {
        assert!(started.insert(start.worker, start.week).is_none(), "{what}: {start:?}: starts once");
        assert!(start.worker.origin != Origin::Incumbent, "{what}: {start:?}: incumbents are there");
        assert!(start.opened < start.accepted && start.accepted <= start.week, "{what}: {start:?}: in order");
    }
    for exit in &record.exits {
        assert!(left.insert(exit.worker, exit.week).is_none(), "{what}: {exit:?}: leaves once");
        assert!(exists(scenario, record, exit.worker), "{what}: {exit:?}: who leaves was there");
        if let Some(&start) = started.get(&exit.worker) {
            assert_eq!(exit.week - start, exit.tenure, "{what}: {exit:?}: tenure");
            assert!(exit.tenure > 0, "{what}: {exit:?}: nobody leaves in the week they start");
        }
    }
    let present = |worker: WorkerKey, week: Week| {
        exists(scenario, record, worker)
            && started.get(&worker).is_none_or(|&start| start <= week)
            && left.get(&worker).is_none_or(|&exit| week < exit)
    };
    let mut sits: BTreeMap<WorkerKey, RoleId> = BTreeMap::new();
    for moved in &record.moves {
        assert!(present(moved.worker, moved.week), "{what}: {moved:?}: who moves is there");
        assert_eq!(moved.from, *sits.get(&moved.worker).unwrap_or(&moved.worker.role), "{what}: {moved:?}: from their role");
        assert!(moved.from != moved.to, "{what}: {moved:?}: to another");
        sits.insert(moved.worker, moved.to);
        let learnt = record.courses.iter().any(|course| {
            course.worker == moved.worker
                && (course.from, course.to) == (moved.from, moved.to)
                && course.ended == Some(moved.week)
                && course.outcome == CourseOutcome::Qualified
        });
        assert!(learnt, "{what}: {moved:?}: after a course");
    }
    for exit in &record.exits {
        assert_eq!(exit.role, *sits.get(&exit.worker).unwrap_or(&exit.worker.role), "{what}: {exit:?}: from their role");
    }
    let mut busy_until: BTreeMap<WorkerKey, Option<Week>> = BTreeMap::new();
    for course in &record.courses {
        let place = format!("{what}: {course:?}");
        assert!(present(course.worker, course.launched), "{place}: the learner is there");
        let before = busy_until.insert(course.worker, course.ended);
        assert!(before.is_none_or(|ended| ended.is_some_and(|ended| ended <= course.launched)), "{place}: one at a time");
        assert_eq!(course.ended.is_none(), course.outcome == CourseOutcome::Running, "{place}: ended when over");
        match course.ended {
            None => assert!(!left.contains_key(&course.worker), "{place}: a course ends with the learner's exit"),
            Some(ended) => {
                assert!(course.launched < ended, "{place}: takes a week");
                let exit = left.get(&course.worker) == Some(&ended);
                assert_eq!(exit, course.outcome == CourseOutcome::Quit, "{place}: quit with the learner's exit");
            }
        }
        let moved = record.moves.iter().any(|moved| moved.worker == course.worker && Some(moved.week) == course.ended);
        let reskilled = course.from != course.to && course.outcome == CourseOutcome::Qualified;
        assert_eq!(moved, reskilled, "{place}: a reskilled person moves");
        assert!((0.0..=1.0).contains(&course.distance), "{place}: distance");
    }
}

/// Events come in their order.
fn check_order(record: &RunRecord, what: &str) {
    assert!(record.gaps.is_sorted_by_key(|gap| (gap.opened, gap.role)), "{what}: gaps in order");
    assert!(record.exits.is_sorted_by_key(|exit| (exit.week, exit.reason, exit.worker)), "{what}: exits in order");
    assert!(record.starts.is_sorted_by_key(|start| (start.week, start.worker)), "{what}: starts in order");
    assert!(record.moves.is_sorted_by_key(|moved| (moved.week, moved.worker)), "{what}: moves in order");
    assert!(record.courses.is_sorted_by_key(|course| course.launched), "{what}: courses in order");
}

/// No stage of the funnel holds more people than the one before, and stages are as many as their events.
fn check_funnel(record: &RunRecord, what: &str) {
    for channel in Channel::ALL {
        let stages = record.funnel[channel as usize];
        let place = format!("{what}: {}: {stages:?}", channel.name());
        assert!(stages.offered >= stages.accepted && stages.accepted >= stages.completed, "{place}");
        assert!(stages.completed >= stages.qualified && stages.qualified >= stages.productive, "{place}");
        assert!(stages.qualified >= stages.could_stay && stages.could_stay >= stages.stayed, "{place}");
        let (accepted, completed, qualified) = match channel {
            Channel::Backfill | Channel::Hire => {
                let origin = if channel == Channel::Hire { Origin::Hire } else { Origin::Backfill };
                let starts = tally(&record.starts, |start| start.worker.origin == origin);
                (stages.accepted, starts, stages.qualified)
            }
            Channel::Reskill | Channel::Upskill => {
                let courses: Vec<_> =
                    record.courses.iter().filter(|course| (course.from == course.to) == (channel == Channel::Upskill)).collect();
                let ended = |outcome| tally(&courses, |course| course.outcome == outcome);
                let qualified = ended(CourseOutcome::Qualified);
                (tally(&courses, |_| true), qualified + ended(CourseOutcome::Failed), qualified)
            }
        };
        assert_eq!((stages.accepted, stages.completed, stages.qualified), (accepted, completed, qualified), "{place}: events");
        let filled = tally(&record.gaps, |gap| gap.outcome == GapOutcome::Filled && gap.channel == Some(channel));
        assert!(filled <= stages.qualified, "{place}: {filled} filled");
    }
}
