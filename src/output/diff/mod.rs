//! What differs between two directories of results: assumptions first, then what came of them.
//!
//! Where both were run with the same seed by the same version, run n of the one met the same luck as run n of the other, and results are
//! compared run by run; else their means are compared as independent samples.

mod html;
mod json;
mod results;
mod scenario;
mod text;

pub use html::html;
pub use json::json;
pub use results::{ResultChange, Size};
pub use scenario::Change;
pub use text::text;

use super::stored::Stored;

/// What differs between two directories of results, the one `before` and the one `after`.
#[derive(Clone, Debug, PartialEq)]
pub struct Diff {
    /// What each is called: the path as it was given.
    pub names: [String; 2],
    /// What each answers.
    pub answers: [String; 2],
    /// Whether both pick the same policy.
    pub same_pick: bool,
    /// Names of all policies in either.
    pub policies: Vec<String>,
    /// What differs in how they were run: version, seed, replicates, policies.
    pub conditions: Vec<Change>,
    /// What differs in the scenario.
    pub assumptions: Vec<Change>,
    /// What differs only in what is said of a number: its range, source or basis.
    pub remarks: Vec<Change>,
    /// How the results were compared.
    pub pairing: Pairing,
    /// Every measure of every policy that both have.
    pub results: Vec<ResultChange>,
}

/// How results were compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pairing {
    /// Run by run, over so many runs.
    Paired(u32),
    /// As independent samples, and why.
    Apart(String),
}

impl Diff {
    /// Compares two directories of results.
    #[must_use]
    pub fn of(names: [&str; 2], before: &Stored, after: &Stored) -> Self {
        let (a, b) = (&before.comparison, &after.comparison);
        let mut policies = a.policies.clone();
        policies.extend(b.policies.iter().filter(|name| !a.policies.contains(name)).cloned());
        let scenarios = scenario::changes(&before.manifest["scenario"], &after.manifest["scenario"]);
        let pairing = pairing(before, after);
        Self {
            names: names.map(str::to_owned),
            answers: [a.answer.sentence.clone(), b.answer.sentence.clone()],
            same_pick: a.answer.pick == b.answer.pick,
            policies,
            conditions: conditions(before, after),
            assumptions: scenarios.values,
            remarks: scenarios.remarks,
            results: results::changes(a, b, &pairing),
            pairing,
        }
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.conditions.is_empty()
            && self.assumptions.is_empty()
            && self.remarks.is_empty()
            && self.results.iter().all(|change| change.size() == Size::Same)
    }
}

/// Whether runs can be compared one by one.
fn pairing(before: &Stored, after: &Stored) -> Pairing {
    let (a, b) = (&before.comparison, &after.comparison);
    if a.seed != b.seed {
        return Pairing::Apart(format!("the seeds differ ({} and {})", a.seed, b.seed));
    }
    if before.origin.version != after.origin.version {
        return Pairing::Apart(format!(
            "the versions of foreshift differ ({} and {})",
            before.origin.version, after.origin.version
        ));
    }
    Pairing::Paired(a.replicates.min(b.replicates))
}

/// What differs in how two comparisons were run.
fn conditions(before: &Stored, after: &Stored) -> Vec<Change> {
    let (a, b) = (&before.comparison, &after.comparison);
    let pairs = [
        ("version", before.origin.version.clone(), after.origin.version.clone()),
        ("commit", before.origin.commit.clone(), after.origin.commit.clone()),
        ("seed", a.seed.to_string(), b.seed.to_string()),
        ("replicates", a.replicates.to_string(), b.replicates.to_string()),
        ("policies", a.policies.join(", "), b.policies.join(", ")),
    ];
    pairs
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(what, before, after)| Change { path: what.to_owned(), before: Some(before), after: Some(after) })
        .collect()
}
