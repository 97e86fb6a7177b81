//! The order in which people are laid off or displaced: least fit first, then shortest tenure, then by name.

use std::cmp::Reverse;

use crate::process::line::Line;
use crate::units::Fixed;
use crate::workforce::people::Standing;
use crate::workforce::state::State;

/// The order in which people are laid off or displaced: least fit first, then shortest tenure; ties are the caller's, by key.
#[must_use]
pub const fn dismissal_order(fit: Fixed, joined: i32) -> (u32, i32) {
    (fit.0, -joined)
}

/// People in the order of dismissals.
#[derive(Clone, Debug, Default)]
pub struct Dismissals {
    line: Line,
    /// The least fit, in reverse order of tenure and name: the last is next.
    front: Vec<u32>,
}

impl Dismissals {
    /// Puts a member of a role in line, by how they stand.
    pub fn join(&mut self, standing: Standing, slot: u32) {
        self.line.join(standing.fit().0, slot);
    }

    /// The next, who leaves the line.
    pub fn next(&mut self, state: &State) -> Option<u32> {
        if self.front.is_empty() {
            let fit = Fixed(self.line.call(&mut self.front)?);
            self.front.sort_unstable_by_key(|&slot| {
                let post = &state.people.posts[slot as usize];
                Reverse((dismissal_order(fit, post.joined), post.key, slot))
            });
        }
        self.front.pop()
    }
}
