//! Skills: fit of the people in roles whose requirements moved this week. Levels themselves move only by courses.

use crate::process::ledger;
use crate::process::world::{World, roles};
use crate::workforce::gaps::Cover;
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
        for (&slot, standing) in here.members.iter().zip(&mut here.standing) {
            let fit = here.bar.fit(people.skills_of(slot));
            let post = &mut people.posts[slot as usize];
            let before = std::mem::replace(&mut post.fit, fit);
            if fit == before {
                continue;
            }
            *standing = post.standing();
            let learning = post.is_learning().then_some(world.intensity);
            let produced = ledger::person_output(fit, post.ramp, learning);
            output += i64::from(produced.0) - i64::from(post.output.0);
            post.output = produced;
            let (was, is) = (before >= world.qualified_at, fit >= world.qualified_at);
            qualified += i32::from(is) - i32::from(was);
            if was && !is && post.is_learning() {
                passed.push(post.course);
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
