//! Skills: fit of the people in roles whose requirements moved this week. Levels themselves move only by courses.

use crate::process::world::{World, roles};
use crate::units::Fixed;
use crate::workforce::crowd::{CROWD, Marks};
use crate::workforce::gaps::Cover;
use crate::workforce::levels::ABREAST;
use crate::workforce::people::{People, Standing, Standings};
use crate::workforce::state::{RoleState, State};

pub use crate::workforce::bar::Bar;

use wide::i32x8;

/// Fits again whoever is in a role that asks something else since this week.
pub fn step(state: &mut State, world: &World) {
    for role in roles(world.scenario) {
        if !state.roles[role.index()].bar_moved {
            continue;
        }
        let passed = refit(&mut state.roles[role.index()], &state.people, world);
        // A learner whom the bar has passed can now cover a gap.
        for course in passed {
            state.mark_unattached(Cover::Course(course), world.qualified_at);
        }
    }
}

/// Fits everybody in a role again; returns the courses of learners whom the bar has passed.
fn refit(role: &mut RoleState, people: &People, world: &World) -> Vec<u32> {
    let mut passed = Vec::new();
    let (mut qualified, mut output) = (0, 0);
    // Qualified is whoever fits better than this.
    let below = i32x8::splat(world.qualified_at.0.cast_signed() - 1);
    let mut fitted = role.bar.fits_of(&role.levels);
    for (members, standings) in role.members.chunks(CROWD).zip(role.standing.chunks_mut(CROWD)) {
        let fits = fitted.next_crowd(members.len());
        let (mut newly, mut more, mut partial) = (i32x8::ZERO, i32x8::ZERO, Marks::default());
        Standings::each_block(standings, |block, before| {
            // A lane that is true is -1.
            newly += before.fits().simd_gt(below) - fits[block].simd_gt(below);
            // Nearly everybody gives what they fit.
            more += (fits[block] - before.fits()) & before.whole();
            partial.mark(block, !before.whole());
        });
        qualified += newly.reduce_add();
        output += i64::from(more.reduce_add());
        for place in partial.places().filter(|&place| place < members.len()) {
            let post = &people.posts[members[place] as usize];
            let fit = Fixed(fits[place / ABREAST].as_array()[place % ABREAST].cast_unsigned());
            let before = standings[place].fit();
            if post.is_ramping() {
                role.ramping[usize::from(post.moved)].set(post.ticket, fit, post.is_learning());
            } else {
                let [then, now] = [before, fit].map(|fit| i64::from(post.steady_output(fit, world.at_work).0));
                output += now - then;
            }
            if post.is_learning() && before >= world.qualified_at && fit < world.qualified_at {
                passed.push(post.course);
            }
        }
        Standing::refit(standings, fits);
    }
    role.qualified += qualified;
    role.steady_output += output;
    passed
}
