//! Sweeps: every policy at every point of a design, on the same replicates.
//!
//! [`Plan`] says in which order, [`run`] does it part by part in constant memory, [`run_in_memory`] does it all and keeps it.

mod plan;
mod run;
mod study;
mod table;

use super::watch::Watch;

pub use plan::{Part, Plan};
pub use run::{Ended, PartRuns, PointRuns, Runs, run};
pub use study::{Study, SweepError, SweepSettings};
pub use table::{Layout, SweepTable};

/// Which results this engine gives: the number of lines in `tests/golden/history.txt`, which has one more with every change of any result.
/// Parts of a sweep made by one engine are never joined with those of another.
pub const ENGINE: u32 = 10;

/// The engine's version: that of the program, then [`ENGINE`].
#[must_use]
pub fn engine() -> String {
    format!("{}+{ENGINE}", env!("CARGO_PKG_VERSION"))
}

/// Runs a whole sweep and keeps every value: for sweeps of up to a few million values (points x replicates x policies x measures).
///
/// # Errors
///
/// A policy is unknown, no replicate is asked for, the watch says stop, or threads cannot be started.
pub fn run_in_memory(study: &Study, watch: &dyn Watch) -> Result<SweepTable, SweepError> {
    let mut table = SweepTable::empty(study)?;
    let plan = Plan::new(study.design.points.len(), study.settings.replicates, study.settings.seed);
    let parts: Vec<usize> = (0..plan.parts()).collect();
    let mut take = |part: PartRuns| {
        table.take(part);
        Ok::<(), SweepError>(())
    };
    let ended = run(study, &plan, &parts, watch, &|| true, &mut take)?;
    if ended.interrupted {
        let (done, total) = (ended.done as u64, parts.len() as u64);
        return Err(super::compare::CompareError::Interrupted { done, total }.into());
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::super::design::{Ask, Design, Kind};
    use super::super::parameter::{Parameter, Vary};
    use super::super::point::measure;
    use super::super::watch::Unwatched;
    use super::*;
    use crate::scenario::Draft;

    const TEXT: &str = "horizon_weeks = 20\n[skills]\ncare = {}\n[roles.nurse]\nheadcount = 6\nsalary = 50_000\nrequires = { care = 0.5 }\n\
        [shocks.bot]\nstart_week = 3\nraises = [ { role = \"nurse\", skill = \"care\", to = 0.9 } ]\n";

    fn study(vary: &[&str], size: usize, threads: usize) -> Study {
        let draft = Draft::parse("a.toml", TEXT, &[]).unwrap();
        let vary: Vec<Vary> = vary.iter().map(|flag| flag.parse().unwrap()).collect();
        let parameters = Parameter::asked(&draft, &draft.scenario().unwrap(), &vary).unwrap();
        let ask = Ask { dimensions: parameters.len(), size, seed: 5, ..Ask::default() };
        let settings =
            SweepSettings { seed: 5, replicates: 7, threads: Some(threads), policies: vec!["hire".into(), "upskill".into()] };
        Study { draft, parameters, design: Design::make(Kind::Lhs, &ask).unwrap(), settings }
    }

    #[test]
    fn the_engine_is_of_the_history_of_results() {
        let history = include_str!("../../../tests/golden/history.txt");
        assert_eq!(history.lines().count(), ENGINE as usize, "set ENGINE to the number of lines");
    }

    #[test]
    fn a_sweep_measures_its_points_on_any_number_of_threads() {
        let vary = ["hiring.cost_per_hire=1600..9000", "learning.pace_weeks=20..60"];
        let found = run_in_memory(&study(&vary, 21, 1), &Unwatched).unwrap();
        assert_eq!(found, run_in_memory(&study(&vary, 21, 3), &Unwatched).unwrap());
        assert_eq!(found.layout.policies, ["hire", "none", "upskill", "twin"]);
        let asked = study(&vary, 21, 1);
        for point in [0, 7, 20] {
            let sets = asked.sets(point);
            assert!(sets[0].starts_with("hiring.cost_per_hire="), "{sets:?}");
            let scenario = asked.draft.with(&sets).scenario().unwrap();
            let alone = measure(&scenario, &asked.settings.policies, 5, 0..7, &Unwatched).unwrap();
            assert_eq!(found.values[point], alone.values);
        }
        assert!(found.layout.failures.iter().all(Option::is_none));
        assert_eq!(found.layout.points[3][0].to_bits(), asked.parameters[0].value(found.layout.places[3][0]).to_bits());
    }

    #[test]
    fn a_point_that_fails_is_recorded() {
        // From 2 on, a turnover is refused.
        let found = run_in_memory(&study(&["retention.turnover=0.1..4"], 10, 2), &Unwatched).unwrap();
        let failed = found.layout.failures.iter().filter(|failure| failure.is_some()).count();
        assert!((4..=6).contains(&failed), "{:?}", found.layout.failures);
        for (failure, values) in found.layout.failures.iter().zip(&found.values) {
            assert_eq!(failure.is_some(), values.is_empty());
            assert!(failure.as_ref().is_none_or(|cause| cause.contains("retention.turnover")), "{failure:?}");
        }
    }

    #[test]
    fn a_sweep_may_stop_between_parts() {
        let asked = study(&["hiring.cost_per_hire=1600..9000"], 30, 2);
        let plan = Plan::new(30, 7, 5);
        let parts: Vec<usize> = (0..plan.parts()).collect();
        let begun = std::sync::atomic::AtomicUsize::new(0);
        let more = || begun.fetch_add(1, std::sync::atomic::Ordering::Relaxed) < 3;
        let mut numbers = Vec::new();
        let mut take = |part: PartRuns| {
            numbers.push(part.number);
            Ok::<(), SweepError>(())
        };
        let ended = run(&asked, &plan, &parts, &Unwatched, &more, &mut take).unwrap();
        numbers.sort_unstable();
        assert_eq!((ended, numbers), (Ended { done: 3, interrupted: false }, vec![0, 1, 2]));
    }
}
