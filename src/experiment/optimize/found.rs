//! What a search found: the front, and the scenario's own policies beside it.

use super::space::Candidate;
use crate::analysis::rows::Interval;
use crate::scenario::model::Policy;

/// A policy of the scenario beside which candidates are seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// Its name.
    pub name: String,
    /// Cost against `none`, excess gap-weeks, retention; those that are no aim are absent.
    pub figures: [Option<Interval>; 3],
    /// Its score less that of the best-scoring policy of the scenario; below 0 is better.
    pub score: Interval,
}

/// A member of the front.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// What it chooses.
    pub candidate: Candidate,
    /// Whether the search holds it for the best by score, on cost, on gaps, on retention. It was not seen in the runs that its figures are of.
    pub leads: [bool; 4],
    /// The policy that it is, under a name.
    pub policy: Policy,
    /// Cost against `none`, excess gap-weeks, retention; those that are no aim are absent.
    pub figures: [Option<Interval>; 3],
    /// Its score less that of the best-scoring policy of the scenario; below 0 is better.
    pub score: Interval,
    /// Share of resamples of the replicates in which no other candidate of the last evaluation dominates it.
    pub confidence: f64,
    /// Policies of the scenario that it beats on every aim.
    pub beats: Vec<String>,
    /// Those of them of which every paired 95% interval says so.
    pub surely: Vec<String>,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Optimum {
    /// The roles to which levers apply, each by itself, in the order of a candidate's parts; none where they apply to all.
    pub roles: Vec<usize>,
    /// Replicates on which members and references stand.
    pub replicates: u32,
    /// Runs that it took.
    pub runs: u64,
    /// Candidates that were tried.
    pub tried: usize,
    /// Those of the last evaluation.
    pub finalists: usize,
    /// Those that were expected on the front, and that the last evaluation shows to be beaten on everything.
    pub fallen: usize,
    /// Members of the front: the one that the search holds for the best by score, then the best score first.
    pub members: Vec<Member>,
    /// The scenario's own policies, the best score first.
    pub references: Vec<Reference>,
}
