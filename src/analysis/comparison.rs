//! Everything that `compare` found, put together from reduced runs.

use super::answer::answer;
use super::frame::Frame;
use super::reduction::Reduction;
use super::results::Results;
use super::rows::Comparison;
use super::summary::{comparison_rows, summary_rows};
use super::tables::{LineTables, cost_rows, funnel_rows, gap_rows, horizon_rows, move_rows};
use super::warnings::warnings;
use crate::scenario::model::Policy;

/// What a comparison was run with, as far as its tables say so.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// The seed.
    pub seed: u64,
    /// Whether the table `gaps` is wanted.
    pub keep_gaps: bool,
    /// Seconds spent inside runs, summed over threads.
    pub run_seconds: f64,
}

/// How the lines of a comparison are gone through: makes something of each of so many, one after another or side by side, and returns it in their order.
pub type EachLine<'e> = dyn Fn(usize, &(dyn Fn(usize) -> LineTables + Sync)) -> Vec<LineTables> + 'e;

/// Makes every table. `replicates` holds, by replicate, the runs of `policies` in their order, then that of the twin.
#[must_use]
pub fn comparison(
    frame: &Frame<'_>,
    policies: &[&Policy],
    replicates: &[Vec<Reduction>],
    terms: Terms,
    each_line: &EachLine<'_>,
) -> Comparison {
    let names: Vec<String> = policies.iter().map(|policy| policy.name.clone()).collect();
    let results = Results::new(frame, &names, replicates);
    let lines: Vec<&str> = results.lines().map(|(_, policy)| policy).collect();
    let tables = each_line(lines.len(), &|line| LineTables::of(&results, line, lines[line]));
    let (mut weekly, mut time_to_fill, mut retention) = (Vec::new(), Vec::new(), Vec::new());
    for mut of_line in tables {
        weekly.append(&mut of_line.weekly);
        time_to_fill.append(&mut of_line.time_to_fill);
        retention.append(&mut of_line.retention);
    }
    Comparison {
        scenario: frame.scenario.clone(),
        seed: terms.seed,
        replicates: u32::try_from(replicates.len()).unwrap_or(u32::MAX),
        policies: names.clone(),
        measures: results.measures.clone(),
        runs: results.run_rows(),
        summary: summary_rows(&results),
        comparisons: comparison_rows(&results),
        weekly,
        costs: cost_rows(&results),
        gaps: terms.keep_gaps.then(|| gap_rows(&results)),
        time_to_fill,
        retention,
        moves: move_rows(&results),
        funnel: funnel_rows(&results),
        horizons: horizon_rows(&results),
        answer: answer(&results),
        stopping: None,
        warnings: warnings(&results, policies),
        worker_weeks: replicates.iter().flatten().map(|run| run.worker_weeks).sum(),
        run_seconds: terms.run_seconds,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fixture::{AGENT, DESIGNER, counted, exit, gap, policy, record, scenario, worker};
    use crate::analysis::reduction::{Trio, reduce};
    use crate::analysis::tally::Tally;
    use crate::ids::Origin;
    use crate::units::{Money, Week};
    use crate::workforce::record::{CostCategory, ExitReason, GapKind, GapOutcome, MoveRecord, RoleWeek, RunRecord};

    /// A run that costs so many units a week and leaves its one shock gap open for so many weeks.
    fn run(cost: i64, open: i32, quits: u32) -> RunRecord {
        let mut made = record(|week, role| {
            let mut state =
                RoleWeek { gaps: i32::from(role == DESIGNER && week < open), seats: 3, headcount: 2, ..RoleWeek::default() };
            state.costs[CostCategory::Payroll as usize] = Money::from_cents(100 * cost);
            state
        });
        made.gaps = vec![gap(DESIGNER, GapKind::Vacancy, 0, (open < 8).then_some((GapOutcome::Filled, open)))];
        made.exits = (0..quits).map(|number| exit(3, worker(AGENT, Origin::Incumbent, number), ExitReason::Quit)).collect();
        made.worker_weeks = 7;
        counted(made)
    }

    /// Compares policies by name, each with its runs by replicate; the twin is the same in each.
    fn compared(lines: &[(&str, &[RunRecord])]) -> Comparison {
        let scenario = scenario();
        let frame = Frame::new(&scenario);
        let twin = run(1, 0, 0);
        let policies: Vec<Policy> = lines.iter().map(|(name, _)| policy(name)).collect();
        let none = lines.iter().position(|(name, _)| *name == "none").unwrap();
        let replicates: Vec<Vec<Reduction>> = (0..lines[0].1.len())
            .map(|replicate| {
                let none = Tally::new(&frame, &lines[none].1[replicate]);
                let twin = Tally::new(&frame, &twin);
                let reduced = |run: &RunRecord, reference| {
                    reduce(&frame, Trio { run: &Tally::new(&frame, run), none: &none, twin: &twin, reference }, true)
                };
                let policies = lines.iter().map(|(name, runs)| reduced(&runs[replicate], *name == "none"));
                policies.chain([reduced(twin.record, true)]).collect()
            })
            .collect();
        let terms = Terms { seed: 1, keep_gaps: true, run_seconds: 0.0 };
        comparison(&frame, &policies.iter().collect::<Vec<_>>(), &replicates, terms, &|count, of| (0..count).map(of).collect())
    }

    #[test]
    fn tables_say_what_was_counted() {
        let mut blend = [run(10, 2, 1), run(11, 4, 2)];
        blend[0].moves =
            vec![MoveRecord { week: Week(1), worker: worker(AGENT, Origin::Incumbent, 0), from: AGENT, to: DESIGNER }];
        blend[1].funnel[3].offered = 4;
        let found = compared(&[("blend", &blend), ("none", &[run(20, 8, 0), run(22, 8, 0)])]);
        assert_eq!((found.replicates, found.worker_weeks, found.runs.len()), (2, 42, 6));
        assert_eq!(found.runs.last().unwrap().policy, "twin");

        let open = |weeks| {
            let row = found
                .time_to_fill
                .iter()
                .find(|row| (row.policy.as_str(), row.role.as_str(), row.kind, row.weeks) == ("blend", "all", "vacancy", weeks));
            let row = row.unwrap();
            assert!((row.share_open.mean + row.share_filled.mean + row.share_lapsed.mean - 1.0).abs() < 1e-12);
            (row.share_open.mean, row.at_risk)
        };
        assert_eq!([open(1), open(2), open(4)], [(1.0, 1.0), (0.5, 1.0), (0.0, 0.5)]);
        assert!(found.time_to_fill.iter().all(|row| row.kind != "capability" && row.role != "agent"));

        let kept = |role: &str, week| {
            found
                .retention
                .iter()
                .find(|row| row.policy == "blend" && row.role == role && row.week == week)
                .unwrap()
                .employed
                .mean
        };
        assert!((kept("hit", 3) - 0.85).abs() < 1e-12 && (kept("all", 7) - 10.5 / 12.0).abs() < 1e-12);
        assert_eq!((kept("hit", 2), kept("designer", 7)), (1.0, 1.0));

        assert_eq!(found.moves.len(), 1);
        assert_eq!((found.moves[0].to_role.as_str(), found.moves[0].people.mean), ("designer", 0.5));
        let offered =
            found.funnel.iter().find(|row| (row.policy.as_str(), row.channel, row.stage) == ("blend", "upskill", "offered"));
        assert!((offered.unwrap().count.mean - 2.0).abs() < 1e-12);
        assert_eq!(found.gaps.as_ref().unwrap().len(), 6);

        let full = found.horizons.iter().find(|row| row.policy == "blend" && row.measure == "transition_cost_vs_none").unwrap();
        // Two roles, eight weeks, 10 and 11 less.
        assert_eq!((full.horizon_weeks, full.value.mean, full.p_best), (8, -168.0, 1.0));

        let week = found
            .weekly
            .iter()
            .find(|row| row.measure == "cumulative_cost_against_none" && row.week == 1 && row.policy == "blend");
        assert!((week.unwrap().mean + 42.0).abs() < 1e-12);
        let payroll: Vec<f64> =
            found.costs.iter().filter(|row| row.policy == "none" && row.category == "payroll").map(|row| row.mean).collect();
        assert_eq!(payroll, [168.0, 168.0, 336.0]);
    }

    #[test]
    fn pairing_that_backfires_is_warned_of_with_its_measure_and_pair() {
        let cheap_then_dear = [run(10, 2, 0), run(12, 2, 0), run(14, 2, 0)];
        let dear_then_cheap = [run(24, 8, 0), run(22, 8, 0), run(20, 8, 0)];
        let found = compared(&[("blend", &cheap_then_dear), ("none", &dear_then_cheap)]);
        // Equal variances v, and 4v in the difference.
        let warned = |warning: &String| warning.contains("on transition_cost between `blend` and `none` (0.50) (variance");
        assert!(found.warnings.iter().any(warned), "{:?}", found.warnings);
        let row = found.comparisons.iter().find(|row| (row.measure, row.versus.as_str()) == ("transition_cost", "none")).unwrap();
        assert!((row.variance_reduction.unwrap() - 0.5).abs() < 1e-12);
        let along = [run(20, 8, 0), run(22, 8, 0), run(24, 8, 0)];
        let found = compared(&[("blend", &cheap_then_dear), ("none", &along)]);
        assert!(!found.warnings.iter().any(|warning| warning.contains("did not help")), "{:?}", found.warnings);
    }

    #[test]
    fn every_policy_meets_none_the_twin_and_the_others_once() {
        let runs = || [run(10, 2, 1), run(11, 4, 2), run(14, 4, 0)];
        let found = compared(&[("blend", &runs()), ("none", &runs()), ("zero", &runs())]);
        let pairs: Vec<(&str, &str)> = found
            .comparisons
            .iter()
            .filter(|row| row.measure == "gap_weeks")
            .map(|row| (row.policy.as_str(), row.versus.as_str()))
            .collect();
        assert_eq!(
            pairs,
            [("blend", "none"), ("blend", "twin"), ("blend", "zero"), ("none", "twin"), ("zero", "none"), ("zero", "twin")]
        );
        let same = found.comparisons.iter().find(|row| row.measure == "transition_cost" && row.versus == "none").unwrap();
        assert_eq!((same.difference, same.p_holm, same.variance_reduction), (Some(0.0), Some(1.0), None));
        // Equal policies split every win, and nobody is the winner.
        let best = found.summary.iter().find(|row| row.policy == "zero" && row.measure == "transition_cost").unwrap();
        assert!((best.p_best.unwrap() - 1.0 / 3.0).abs() < 1e-12);
        assert!(
            found.answer.sentence.starts_with("No clear winner: `blend`, `none` and `zero` cannot be told apart over 3 runs")
        );
        assert!(found.summary.iter().filter(|row| row.policy == "twin").all(|row| row.p_best.is_none()));
    }

    #[test]
    fn the_answer_says_what_it_saves_and_how_sure_it_is() {
        let costs = [20_000, 21_000, 20_500, 20_250];
        let good: Vec<RunRecord> = costs.iter().zip([2, 2, 3, 2]).map(|(cost, open)| run(cost / 2, open, 0)).collect();
        let none: Vec<RunRecord> = costs.iter().zip([1, 2, 1, 1]).map(|(cost, quits)| run(*cost, 8, quits)).collect();
        let found = compared(&[("blend", &good), ("none", &none)]);
        assert_eq!(
            found.answer.sentence,
            "Pick `blend`: it scores best in 4 of 4 runs (100%), ahead of `none` (0 of 4); against doing nothing new (`none`) it saves \
             $164k [158k, 169k], shortens each shock gap by 5.8 weeks [5.0, 6.5] and keeps 12.5 [4.5, 20.5] more of every 100 people \
             whom the shock hits."
        );
        assert_eq!(found.answer.standings[1].dominated_by, ["blend"]);
        assert_eq!((found.answer.pick.as_str(), found.answer.runner_up.as_deref()), ("blend", Some("none")));
        assert!(found.warnings.iter().any(|words| words.starts_with("Only 4 replicates")));
        assert!(found.warnings.iter().any(|words| words.starts_with("The horizon of 8 weeks")));
    }

    #[test]
    fn one_run_or_one_policy_is_answered_honestly() {
        let found = compared(&[("blend", &[run(10, 2, 0)]), ("none", &[run(20, 8, 0)])]);
        assert!(found.answer.sentence.starts_with("Too early to pick"), "{}", found.answer.sentence);
        let found = compared(&[("none", &[run(20, 8, 0), run(21, 8, 0)])]);
        assert_eq!(found.answer.sentence, "Only `none` was run: there is nothing to choose between.");
        assert_eq!(found.answer.runner_up, None);
    }

    #[test]
    fn what_cannot_be_told_apart_is_said_with_its_difference() {
        // 10 to 8 and 8 to 10 apart: the costs are level, and so are the people kept.
        let blend = [run(10_000, 2, 1), run(8_000, 2, 0), run(9_000, 3, 1)];
        let none = [run(8_000, 8, 0), run(10_000, 8, 1), run(9_000, 8, 1)];
        let found = compared(&[("blend", &blend), ("none", &none)]);
        assert!(
            found.answer.sentence.ends_with(
                "it cannot be told apart on cost (difference $0 [\u{2212}79.5k, 79.5k]), shortens each shock gap by 5.7 weeks [4.2, 7.1] and \
                 cannot be told apart on retention (difference 0.0 of 100 people [\u{2212}24.8, 24.8])."
            ),
            "{}",
            found.answer.sentence
        );
    }

    #[test]
    fn a_pick_that_is_best_less_often_is_not_called_ahead() {
        // A little dearer in 21 runs of 40, much cheaper in 19: less on average by far, best less often.
        let blend: Vec<RunRecord> = (0..40).map(|number| run(if number < 21 { 10_100 } else { 9_000 }, 8, 0)).collect();
        let none: Vec<RunRecord> = (0..40).map(|_| run(10_000, 8, 0)).collect();
        let found = compared(&[("blend", &blend), ("none", &none)]);
        assert!(
            found.answer.sentence.starts_with(
                "Pick `blend`: it has the best mean score, though it scores best in 19 of 40 runs (48%) and `none` in 21 of 40; against"
            ),
            "{}",
            found.answer.sentence
        );
    }

    #[test]
    fn doing_nothing_may_win() {
        // By hand: differences of 32000, 32000 and 32160, standard error 53.3, t(2) 4.303.
        let dear = [run(3000, 8, 2), run(3100, 8, 2), run(3050, 8, 2)];
        let cheap = [run(1000, 8, 0), run(1100, 8, 0), run(1040, 8, 0)];
        let found = compared(&[("blend", &dear), ("none", &cheap)]);
        assert_eq!(
            found.answer.sentence,
            "Pick `none`: it scores best in 3 of 3 runs (100%), ahead of `blend` (0 of 3); against it, the next best, `blend`, costs $32.1k \
             [31.8k, 32.3k] more, leaves gaps open as long and loses 20.0 [20.0, 20.0] more of every 100 people whom the shock hits."
        );
    }
}
