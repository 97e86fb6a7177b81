//! A comparison that decides itself how many replicates it takes.
//!
//! Replicates are made in batches of fixed sizes and looked at between them, so that where it stops depends on the scenario, the seed and the rule,
//! never on threads; and what it gives is what as many replicates asked for by number give.

use super::compare::{CompareError, Runs, Settings, Team, check, chosen};
use super::watch::Watch;
use crate::analysis::decision::{HEADLINES, Weighed};
use crate::analysis::frame::Frame;
use crate::analysis::measures::{catalogue, position};
use crate::analysis::rows::{Better, Comparison};
use crate::analysis::stopping::{Look, Rule, Watched, look, verdict};
use crate::scenario::model::Scenario;

/// Runs every policy until a rule says that the replicates suffice, and makes the tables. `settings.replicates` is not looked at.
///
/// # Errors
///
/// A policy is unknown, the rule allows no replicate, the watch says stop, or threads cannot be started.
pub fn compare_auto(scenario: &Scenario, settings: &Settings, rule: Rule, watch: &dyn Watch) -> Result<Comparison, CompareError> {
    check(scenario, &Settings { replicates: rule.most, ..settings.clone() })?;
    let policies = chosen(scenario, &settings.policies)?;
    let names: Vec<String> = policies.iter().map(|policy| policy.name.clone()).collect();
    let frame = Frame::new(scenario);
    let team = Team::new(&frame, &policies, settings, watch)?;
    let mut made: Vec<Runs> = Vec::new();
    let mut stopping = None;
    let mut done = 0;
    while let (None, Some(next)) = (&stopping, rule.next(done)) {
        made.extend(team.batch(done, next)?);
        done = next;
        stopping = verdict(rule, done, seen(scenario, &names, &made, rule.watched));
    }
    let mut found = team.comparison(made);
    if let Some(stopping) = stopping {
        found.answer.sentence = format!("{} {}", found.answer.sentence, stopping.sentence());
        found.stopping = Some(stopping);
    }
    Ok(found)
}

/// Looks at the runs made so far.
fn seen(scenario: &Scenario, names: &[String], made: &[Runs], watched: Watched) -> Option<Look> {
    let of = |measure: usize| -> Vec<Vec<Option<f64>>> {
        (0..names.len()).map(|policy| made.iter().map(|(runs, _)| runs[policy].values[measure]).collect()).collect()
    };
    let headlines: Vec<(usize, Vec<Vec<Option<f64>>>)> =
        HEADLINES.iter().filter_map(|name| position(name)).map(|place| (place, of(place))).collect();
    let weights = [scenario.decision.cost, scenario.decision.time, scenario.decision.retention];
    let weighed: Vec<Weighed<'_>> = headlines
        .iter()
        .zip(weights)
        .map(|((place, values), weight)| Weighed {
            weight,
            better: catalogue().nth(*place).map_or(Better::Neither, |definition| definition.better),
            values: values.iter().map(Vec::as_slice).collect(),
        })
        .collect();
    let measure = match watched {
        Watched::Score => None,
        Watched::Measure(place) => Some(of(place)),
    };
    let measure: Option<Vec<&[Option<f64>]>> = measure.as_ref().map(|values| values.iter().map(Vec::as_slice).collect());
    look(names, made.len(), &weighed, measure.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fixture::scenario;
    use crate::analysis::stopping::Reason;
    use crate::experiment::compare::compare;
    use crate::experiment::watch::Unwatched;

    fn settings(threads: usize) -> Settings {
        Settings { seed: 5, replicates: 0, threads: Some(threads), policies: Vec::new(), keep_gaps: true }
    }

    const RULE: Rule = Rule { watched: Watched::Score, half_width: 0.5, first: 6, batch: 3, most: 30 };

    #[test]
    fn threads_change_nothing_and_it_gives_what_as_many_replicates_give() {
        let scenario = scenario();
        let run = |threads, rule| {
            let found = compare_auto(&scenario, &settings(threads), rule, &Unwatched).unwrap();
            Comparison { run_seconds: 0.0, ..found }
        };
        let one = run(1, RULE);
        assert_eq!(one, run(3, RULE));
        let stopping = one.stopping.clone().unwrap();
        assert_eq!((stopping.replicates, stopping.rule), (one.replicates, RULE));
        assert!(one.answer.sentence.ends_with(&stopping.sentence()), "{}", one.answer.sentence);

        let plain = compare(&scenario, &Settings { replicates: one.replicates, ..settings(1) }, &Unwatched).unwrap();
        assert_eq!((one.runs, one.summary, one.comparisons), (plain.runs, plain.summary, plain.comparisons));
        assert_eq!((plain.stopping, plain.answer.standings), (None, one.answer.standings));
    }

    #[test]
    fn a_narrower_rule_takes_more_and_the_most_ends_it() {
        let scenario = scenario();
        let run = |rule| compare_auto(&scenario, &settings(2), rule, &Unwatched).unwrap().stopping.unwrap();
        let (wide, never) = (run(Rule { half_width: 1e9, ..RULE }), run(Rule { half_width: 1e-9, ..RULE }));
        assert_eq!((wide.reason, wide.replicates), (Reason::Reached, 6));
        assert_eq!((never.reason, never.replicates), (Reason::Most, 30));
        let alone =
            compare_auto(&scenario, &Settings { policies: vec!["none".into()], ..settings(1) }, RULE, &Unwatched).unwrap();
        assert_eq!((alone.replicates, alone.stopping.unwrap().reason), (6, Reason::Nothing));
        let none = compare_auto(&scenario, &settings(1), Rule { most: 0, ..RULE }, &Unwatched);
        assert!(matches!(none, Err(CompareError::NoReplicates)));
    }
}
