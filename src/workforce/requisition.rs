//! Requisitions: searches, and hires on their way.

use crate::ids::{Origin, RoleId, WorkerKey};
use crate::units::{Money, Week};

/// How far a requisition has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Somebody is looked for.
    Searching,
    /// Somebody has accepted and serves notice.
    Accepted,
    /// They have started.
    Started,
    /// No longer needed.
    Cancelled,
}

/// A requisition.
#[derive(Clone, Copy, Debug)]
pub struct Requisition {
    /// Role, origin and number: also the key of whoever is hired.
    pub key: WorkerKey,
    /// Which attempt, from 0.
    pub attempt: u32,
    /// Whether the present attempt ends in a decline.
    pub declines: bool,
    /// Whether whoever starts displaces an unqualified incumbent.
    pub replaces: bool,
    /// The gap that it covers.
    pub gap: Option<u32>,
    /// When it was opened among all actions of the run.
    pub order: u32,
    /// When it was opened.
    pub opened: Week,
    /// When somebody accepted.
    pub accepted: Week,
    /// What it committed of the budget, which a cancellation frees.
    pub committed: Money,
    /// How far it has come.
    pub stage: Stage,
    /// Where the skills of whoever accepted begin in `hired_skills` of the state, where what the role asks moves; else `NONE`.
    pub skills: u32,
}

/// A search under way, beside others of its role: what a week asks of all of them, without going to each requisition.
#[derive(Clone, Copy, Debug)]
pub struct Search {
    /// Search clock of the role at which the present attempt is done.
    pub due: f64,
    /// The place of its requisition.
    pub index: u32,
    /// When that was opened among all actions of the run.
    pub order: u32,
}

impl Requisition {
    /// Whether it belongs to business as usual.
    #[must_use]
    pub fn is_backfill(&self) -> bool {
        self.key.origin == Origin::Backfill
    }

    /// The role that it is for.
    #[must_use]
    pub const fn role(&self) -> RoleId {
        self.key.role
    }
}
