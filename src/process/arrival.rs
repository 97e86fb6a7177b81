//! Arrivals: searches that end, hires who start, learners who finish or drop out.
//!
//! Searches and courses are work against a clock of their role: a search or a course is done when the clock passes what was due at its opening.

use std::hint::black_box;

use crate::ids::{Origin, RoleId};
use crate::process::departure::{self, AFTERGLOW_WEEKS};
use crate::process::dismissal::Dismissals;
use crate::process::world::{World, roles};
use crate::process::{gap, hiring, learning};
use crate::scenario::model::Channel;
use crate::units::{Fixed, WEEKS_PER_YEAR, whole_weeks};
use crate::workforce::gaps::{Class, Cover};
use crate::workforce::levels::ABREAST;
use crate::workforce::numbers::Bits;
use crate::workforce::people::{NONE, Newcomer, Standings};
use crate::workforce::record::{CostCategory, CourseOutcome, Keep, MoveRecord, StartRecord};
use crate::workforce::requisition::{Search, Stage};
use crate::workforce::state::{AT_HAND, Ramped, State};

use wide::i32x8;

/// Searches that end, hires who start, courses that end, and what has become of earlier arrivals.
pub fn step(state: &mut State, world: &World) {
    for role in roles(world.scenario) {
        let here = &mut state.roles[role.index()];
        here.search_clock += here.search_rate;
        here.course_clock += learning::pace(here.mentoring, &world.scenario.learning);
        for book in 0..2 {
            searches(state, world, role, book);
        }
    }
    starts(state, world);
    courses(state, world);
    follow_up(state);
}

/// Searches of a role that end this week: somebody declines and the search starts again, or somebody accepts.
fn searches(state: &mut State, world: &World, role: RoleId, book: usize) {
    // Gone through once: taking one after another out of a long list would move all others each time.
    let clock = state.roles[role.index()].search_clock;
    let mut searching = std::mem::take(&mut state.roles[role.index()].searching[book]);
    searching.retain_mut(|search| search.due > clock || !accepted(state, world, role, search));
    state.roles[role.index()].searching[book] = searching;
}

/// Whether a search whose attempt is done ends this week with somebody who accepts; sees to it.
fn accepted(state: &mut State, world: &World, role: RoleId, search: &mut Search) -> bool {
    let (clock, index) = (state.roles[role.index()].search_clock, search.index);
    let requisition = &mut state.requisitions[index as usize];
    let hiring = &world.scenario.hiring;
    let channel = if requisition.is_backfill() { Channel::Backfill } else { Channel::Hire };
    let entity = world.entity(requisition.key);
    let funnel = &mut state.record.funnel[channel as usize];
    loop {
        funnel.offered += 1;
        if !requisition.declines {
            break;
        }
        requisition.attempt += 1;
        let attempt = hiring::draw_attempt(entity, requisition.attempt, hiring, world.luck);
        search.due += attempt.work;
        requisition.declines = attempt.declines;
        if search.due > clock {
            return false;
        }
    }
    funnel.accepted += 1;
    requisition.accepted = state.week;
    // Elsewhere the role will ask then what it asks now, and everybody who is hired for it is drawn around the same.
    if world.outlook.raised(role) {
        let (key, count) = (requisition.key, world.scenario.skills.len());
        let at = state.place_for_skills(count);
        let (aim, skills) = (&state.roles[role.index()].aim, &mut state.hired_skills[at as usize..][..count]);
        world.cast.borrow_mut().skills_around(key, entity, aim, world, skills);
        state.requisitions[index as usize].skills = at;
    }
    state.set_stage(index, Stage::Accepted);
    state.roles[role.index()].charge(CostCategory::Hiring, hiring.cost_per_hire);
    let start = state.week.0 + whole_weeks(hiring.notice_weeks);
    if let Some(due) = state.due_in(start) {
        due.starts.push(index);
    }
    true
}

/// Hires whose notice is over.
fn starts(state: &mut State, world: &World) {
    let week = state.week;
    let mut starting = state.due_in(week.0).map(|due| std::mem::take(&mut due.starts)).unwrap_or_default();
    starting.sort_by_cached_key(|&index| state.requisitions[index as usize].key.rank());
    let hiring = &world.scenario.hiring;
    let mut displaceable = Displaceable::default();
    if world.alone {
        let keys = starting.iter().map(|&index| state.requisitions[index as usize].key);
        world.cast.borrow_mut().line_up(keys, |role| &state.roles[role.index()].aim, world);
    }
    for (turn, &index) in starting.iter().enumerate() {
        if turn.is_multiple_of(AT_HAND) {
            black_box(state.people.glance_at_free(AT_HAND.min(starting.len() - turn)));
        }
        state.set_stage(index, Stage::Started);
        let requisition = state.requisitions[index as usize];
        let (key, replaces) = (requisition.key, requisition.replaces);
        state.record.counts.starts[key.origin as usize] += 1;
        if world.keep == Keep::Events {
            let (opened, accepted) = (requisition.opened, requisition.accepted);
            state.record.starts.push(StartRecord { week, worker: key, opened, accepted });
        }
        let mut cast = world.cast.borrow_mut();
        let (attrition_budget, disposition) = cast.stay(turn, key, world);
        let channel = if key.origin == Origin::Hire { Channel::Hire } else { Channel::Backfill };
        let here = &mut state.roles[key.role.index()];
        let qualified_before = here.qualified;
        here.charge(CostCategory::Onboarding, hiring.onboarding);
        here.tally.starts += 1;
        let skills = match requisition.skills {
            NONE => cast.skills(turn, key, &here.aim, world),
            at => &state.hired_skills[at as usize..][..world.scenario.skills.len()],
        };
        let fit = here.bar.fit(skills);
        here.levels.push(skills.iter().copied());
        drop(cast);
        let newcomer =
            Newcomer { key, joined: week.0, salary: hiring::salary(key, world.scenario), disposition, attrition_budget, fit };
        let slot = state.join(&newcomer, world.qualified_at);
        departure::touch(state, world, slot);
        state.begin_ramp(slot);
        state.record.funnel[channel as usize].completed += 1;
        let cover = Cover::Requisition(index);
        if fit >= world.qualified_at {
            let class = if replaces {
                Class::Capability
            } else if channel == Channel::Backfill {
                Class::Usual
            } else {
                Class::Vacancy
            };
            let closed = gap::fill(state, world, key.role, cover, key, qualified_before, class);
            follow(state, world, slot, closed, channel);
        } else {
            gap::hand_back(state, cover);
        }
        if replaces {
            displace(state, world, key.role, &mut displaceable);
        }
        state.forget_requisition(index);
    }
    state.give_back(|due| &mut due.starts, starting);
}

/// Unqualified incumbents of a role, lined up once a role and week.
#[derive(Default)]
struct Displaceable {
    role: Option<RoleId>,
    line: Dismissals,
}

/// Sets the layoff of the least-fit unqualified incumbent, unless the role is short.
fn displace(state: &mut State, world: &World, role: RoleId, displaceable: &mut Displaceable) {
    let here = &state.roles[role.index()];
    if here.staying() <= here.seats {
        return;
    }
    if displaceable.role != Some(role) {
        *displaceable = Displaceable { role: Some(role), line: unqualified_incumbents(state, world, role) };
    }
    if let Some(slot) = displaceable.line.next(state) {
        state.set_layoff(slot, state.week.0 + world.terms(role).grace_weeks.max(1));
    }
}

/// Free members of a role who are not up to it and have not just started, in the order of dismissals.
fn unqualified_incumbents(state: &State, world: &World, role: RoleId) -> Dismissals {
    let here = &state.roles[role.index()];
    let qualified_at = i32x8::splat(world.qualified_at.0.cast_signed());
    let mut line = Dismissals::default();
    for (members, standings) in here.members.chunks(ABREAST).zip(here.standing.chunks(ABREAST)) {
        let these = Standings::of(standings);
        let lacking = (these.free() & these.fits().simd_lt(qualified_at)).to_bitmask();
        for lane in Bits(lacking.into()).map(|lane| lane as usize) {
            let slot = members[lane];
            if state.people.posts[slot as usize].role_start < state.week.0 {
                line.join(standings[lane], slot);
            }
        }
    }
    line
}

/// Courses: done, dropped out of, or one week on.
fn courses(state: &mut State, world: &World) {
    state.enrol();
    let under_way = std::mem::take(&mut state.learning);
    for &(_, index) in &under_way {
        let course = &mut state.courses[index as usize];
        course.dropped += course.dropout_hazard;
        if state.roles[course.to.index()].course_clock >= course.due {
            complete(state, world, index);
        } else if course.dropped >= course.dropout_budget {
            if course.topped_up {
                learnt(state, index);
            }
            end(state, world, index, CourseOutcome::DroppedOut);
            gap::hand_back(state, Cover::Course(index));
        }
    }
    state.learning = under_way;
    let (people, courses) = (&state.people, &state.courses);
    state.learning.retain(|&(_, index)| people.posts[courses[index as usize].slot as usize].course == index);
}

/// Ends a course for the learner; its gap is the caller's.
fn end(state: &mut State, world: &World, index: u32, outcome: CourseOutcome) {
    let (slot, to) = (state.courses[index as usize].slot, state.courses[index as usize].to);
    state.end_course(index);
    let record = &mut state.record.courses[index as usize];
    record.outcome = outcome;
    record.ended = Some(state.week);
    if outcome != CourseOutcome::Qualified {
        state.roles[to.index()].asked.note(slot, state.week);
    }
    departure::touch(state, world, slot);
}

/// A course comes to its end: what was learnt, and whether it is enough.
fn complete(state: &mut State, world: &World, index: u32) {
    let course = &state.courses[index as usize];
    let (slot, to, channel, topped_up) = (course.slot, course.to, course.channel, course.topped_up);
    let (at, transfer) = (slot as usize, course.transfer);
    let aim = &state.aims[course.aim as usize];
    let before = state.fit_to(aim, slot);
    let aims = aim.asked().to_vec();
    for (skill, level) in aims {
        state.set_level(slot, skill, |mine| learning::learnt(mine, level, transfer));
    }
    let gained = state.fit_to(&state.aims[state.courses[index as usize].aim as usize], slot).value() - before.value();
    state.courses[index as usize].gained += gained;
    let from = state.people.posts[at].role;
    let was_qualified = state.fit(slot) >= world.qualified_at;
    let target_fit = state.fit_to(&state.roles[to.index()].bar, slot);
    let qualified_before = state.roles[to.index()].qualified;
    let own_fit = state.fit_to(&state.roles[from.index()].bar, slot);
    state.set_fit(slot, own_fit, world.qualified_at);
    let success = target_fit >= world.qualified_at;
    if !success && !topped_up {
        top_up(state, world, index);
        departure::touch(state, world, slot);
        return;
    }
    state.record.funnel[channel as usize].completed += 1;
    learnt(state, index);
    let cover = Cover::Course(index);
    if !success {
        end(state, world, index, CourseOutcome::Failed);
        gap::hand_back(state, cover);
        return;
    }
    end(state, world, index, CourseOutcome::Qualified);
    if channel == Channel::Reskill {
        relocate(state, world, slot, to, target_fit, state.courses[index as usize].own_engagement);
    }
    let key = state.people.posts[at].key;
    let closed = if channel == Channel::Upskill && was_qualified {
        gap::hand_back(state, cover);
        None
    } else {
        let class = if channel == Channel::Upskill { Class::Capability } else { Class::Vacancy };
        gap::fill(state, world, to, cover, key, qualified_before, class)
    };
    follow(state, world, slot, closed, channel);
}

/// What was gained, whether or not it is enough, is worth something elsewhere for a while.
fn learnt(state: &mut State, index: u32) {
    let course = &state.courses[index as usize];
    let (slot, until) = (course.slot, state.week.0 + AFTERGLOW_WEEKS);
    state.people.posts[slot as usize].gained = course.gained;
    state.people.posts[slot as usize].poached_until = until;
    state.due_touch(slot, until + 1);
}

/// Not up to what is asked by now: one more course on what is left.
fn top_up(state: &mut State, world: &World, index: u32) {
    let (slot, to) = (state.courses[index as usize].slot, state.courses[index as usize].to);
    let learning = &world.scenario.learning;
    let distance = state.fit_to(&state.roles[to.index()].aim, slot).complement();
    let tuition = learning::tuition(distance, learning);
    let clock = state.roles[to.index()].course_clock;
    let aim = state.aim_index(to);
    let course = &mut state.courses[index as usize];
    course.topped_up = true;
    course.aim = aim;
    course.distance = distance;
    course.dropout_hazard = learning::dropout_hazard(distance, learning);
    course.due = clock + learning::effort(distance, course.learning_rate, learning);
    state.roles[to.index()].charge(CostCategory::Tuition, tuition);
    *state.budget.spent(to) += tuition;
    let record = &mut state.record.courses[index as usize];
    record.topped_up = true;
    record.tuition += tuition;
}

/// Somebody moves to the role that they have learnt.
fn relocate(state: &mut State, world: &World, slot: u32, to: RoleId, fit: Fixed, own_engagement: f64) {
    let at = slot as usize;
    let (from, week) = (state.people.posts[at].role, state.week);
    let qualified = state.fit(slot) >= world.qualified_at;
    let here = &mut state.roles[from.index()];
    here.tally.moves_out += 1;
    here.tally.qualified_leavers += i32::from(qualified);
    // Settle the hazard on the old role's clock before it is read on another.
    state.set_multiplier(slot, 0.0);
    let floor = world.scenario.roles[to.index()].salary.scaled(1.0 - world.scenario.learning.internal_discount);
    let post = &mut state.people.posts[at];
    let salary = post.salary.max(floor);
    post.landed_until = week.0 + AFTERGLOW_WEEKS;
    let market = world.scenario.roles[to.index()].salary;
    let disposition = departure::disposition(own_engagement, salary, market, &world.scenario.retention);
    state.transfer(slot, to, fit, salary, disposition, world.qualified_at);
    state.roles[to.index()].tally.moves_in += 1;
    state.record.moves.push(MoveRecord { week, worker: state.people.posts[at].key, from, to });
    departure::touch(state, world, slot);
}

/// Notes that somebody qualified holds a seat now, so that it is seen when they are ramped up and whether they stay.
fn follow(state: &mut State, world: &World, slot: u32, gap: Option<u32>, channel: Channel) {
    let at = slot as usize;
    let week = state.week.0;
    state.record.funnel[channel as usize].qualified += 1;
    let role_start = state.people.posts[at].role_start;
    let complete = week.max(role_start + world.ramp_length(state.people.posts[at].moved));
    if let Some(due) = state.due_in(complete) {
        due.ramped.push(Ramped { slot, role_start, gap, channel });
    }
    let tenant = state.people.tenant(slot);
    if let Some(due) = state.due_in(week + WEEKS_PER_YEAR) {
        due.anniversaries.push((tenant, channel));
        state.record.funnel[channel as usize].could_stay += 1;
    }
}

/// What has become of people who filled a seat.
fn follow_up(state: &mut State) {
    let week = state.week;
    let Some(due) = state.due_in(week.0) else { return };
    let (ramped, anniversaries) = (std::mem::take(&mut due.ramped), std::mem::take(&mut due.anniversaries));
    for &Ramped { slot, role_start, gap, channel } in &ramped {
        let post = &state.people.posts[slot as usize];
        if post.is_gone() || post.role_start != role_start {
            continue;
        }
        state.record.funnel[channel as usize].productive += 1;
        if let Some(gap) = gap {
            state.gaps.records[gap as usize].productive = Some(week);
        }
    }
    for &(tenant, channel) in &anniversaries {
        state.record.funnel[channel as usize].stayed += u32::from(state.people.still_here(tenant).is_some());
    }
    state.give_back(|due| &mut due.ramped, ramped);
    state.give_back(|due| &mut due.anniversaries, anniversaries);
}
