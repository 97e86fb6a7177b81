//! Skills: fit of the people in roles whose requirements moved this week. Levels themselves move only by courses.

use crate::process::ledger;
use crate::process::world::{World, roles};
use crate::workforce::gaps::Cover;
use crate::workforce::people::NONE;
use crate::workforce::state::State;

pub use crate::workforce::bar::Bar;

/// Fits again whoever is in a role that asks something else since this week.
pub fn step(state: &mut State, world: &World) {
    for role in roles(world.scenario) {
        if !state.roles[role.index()].bar_moved {
            continue;
        }
        let here = &mut state.roles[role.index()];
        let people = &mut state.people;
        let (mut qualified, mut output) = (0, 0);
        let mut passed = Vec::new();
        for &slot in &here.members {
            let at = slot as usize;
            let fit = here.bar.fit(people.skills_of(slot));
            let before = std::mem::replace(&mut people.posts[at].fit, fit);
            if fit == before {
                continue;
            }
            let course = people.posts[at].course;
            let learning = (course != NONE).then_some(world.intensity);
            let produced = ledger::person_output(fit, people.posts[at].ramp, learning);
            output += i64::from(produced.0) - i64::from(people.posts[at].output.0);
            people.posts[at].output = produced;
            let (was, is) = (before >= world.qualified_at, fit >= world.qualified_at);
            qualified += i32::from(is) - i32::from(was);
            if was && !is && course != NONE {
                passed.push(course);
            }
        }
        here.qualified += qualified;
        here.output += output;
        // A learner whom the bar has passed can now cover a gap.
        for course in passed {
            state.mark_unattached(Cover::Course(course), world.qualified_at);
        }
    }
}
