//! The rows of the result tables as plain data. Statistics make them; tables, charts and the terminal read them and nothing else.

use super::stopping::Stopping;
use crate::scenario::model::Scenario;

/// Which direction of a measure is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither; the measure only describes.
    Neither,
}

impl Better {
    /// The word in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::Neither => "neither",
        }
    }
}

/// A measure of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Its name in tables, as in `transition_cost`.
    pub name: &'static str,
    /// What readers see, as in "Transition cost".
    pub title: &'static str,
    /// Its unit: the scenario's currency, `weeks`, `share`, `people`, `gap-weeks`...
    pub unit: String,
    /// Which direction is better.
    pub better: Better,
}

/// Table `runs`: a policy in a replicate, one value a measure (none where it is not defined, as the time to fill of no gaps).
#[derive(Clone, Debug, PartialEq)]
pub struct RunRow {
    /// Which policy; `twin` is business as usual without the shock.
    pub policy: String,
    /// Which replicate, from 0.
    pub replicate: u32,
    /// Values in the order of measures.
    pub values: Vec<Option<f64>>,
}

/// Table `summary`: a measure of a policy over replicates.
#[derive(Clone, Debug, PartialEq)]
pub struct SummaryRow {
    /// Which policy.
    pub policy: String,
    /// Which measure, by name.
    pub measure: &'static str,
    /// Its unit.
    pub unit: String,
    /// Which direction is better.
    pub better: Better,
    /// Mean over the replicates where the measure is defined.
    pub mean: Option<f64>,
    /// Standard deviation between replicates.
    pub sd: Option<f64>,
    /// Low end of the 95% interval of the mean.
    pub ci_low: Option<f64>,
    /// High end of the 95% interval of the mean.
    pub ci_high: Option<f64>,
    /// 5% of runs lie below.
    pub p05: Option<f64>,
    /// Half of the runs lie below.
    pub p50: Option<f64>,
    /// 95% of runs lie below.
    pub p95: Option<f64>,
    /// Share of replicates in which the policy is best on the measure; ties split. None for the twin and for measures without a better direction.
    pub p_best: Option<f64>,
    /// Mean over replicates of what the policy falls short of the best by.
    pub expected_regret: Option<f64>,
    /// Replicates where the measure is defined.
    pub replicates: u32,
}

/// Table `comparisons`: paired difference of a measure between two policies.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonRow {
    /// Which policy.
    pub policy: String,
    /// Less which other policy, or the twin.
    pub versus: String,
    /// Which measure, by name.
    pub measure: &'static str,
    /// Its unit.
    pub unit: String,
    /// Mean over replicates of policy less versus.
    pub difference: Option<f64>,
    /// Low end of its 95% interval.
    pub ci_low: Option<f64>,
    /// High end of its 95% interval.
    pub ci_high: Option<f64>,
    /// P value of no difference (paired t), multiplicity held by Holm within measure.
    pub p_holm: Option<f64>,
    /// Variance of an unpaired difference over that of the paired one.
    pub variance_reduction: Option<f64>,
}

/// Table `weekly`: a series over weeks and its spread over replicates (not the error of the mean).
#[derive(Clone, Debug, PartialEq)]
pub struct WeeklyRow {
    /// Which policy.
    pub policy: String,
    /// Which role by name, or `all`.
    pub role: String,
    /// Which week, from 0.
    pub week: i32,
    /// Which series: `seats`, `headcount`, `qualified`, `gaps`, `vacancies`, `capability_gaps`, `surplus`, `learners`, `searches`, `output_ratio`, `cost`;
    /// with role `all` also `cumulative_transition_cost` and `cumulative_cost_against_none`.
    pub measure: &'static str,
    /// Its unit.
    pub unit: String,
    /// Mean over replicates.
    pub mean: f64,
    /// 5th percentile of replicates.
    pub p05: f64,
    /// 25th percentile.
    pub p25: f64,
    /// Median.
    pub p50: f64,
    /// 75th percentile.
    pub p75: f64,
    /// 95th percentile.
    pub p95: f64,
}

/// Table `costs`: money by category and role.
#[derive(Clone, Debug, PartialEq)]
pub struct CostRow {
    /// Which policy.
    pub policy: String,
    /// `payroll`, `hiring`, `onboarding`, `tuition`, `severance`, `lost_output`.
    pub category: &'static str,
    /// Which role by name, or `all`.
    pub role: String,
    /// The currency.
    pub unit: String,
    /// Mean over replicates.
    pub mean: f64,
    /// Low end of the 95% interval of the mean.
    pub ci_low: f64,
    /// High end.
    pub ci_high: f64,
    /// 5th percentile of replicates.
    pub p05: f64,
    /// 95th percentile of replicates.
    pub p95: f64,
}

/// Table `gaps`: one gap.
#[derive(Clone, Debug, PartialEq)]
pub struct GapRow {
    /// Which policy.
    pub policy: String,
    /// Which replicate.
    pub replicate: u32,
    /// Which role by name.
    pub role: String,
    /// `vacancy` or `capability`, at opening.
    pub kind: &'static str,
    /// `initial`, `departure`, `growth`, `shock`.
    pub cause: &'static str,
    /// Week it opened.
    pub opened_week: i32,
    /// What covered it at its end.
    pub channel: Option<&'static str>,
    /// Week it ended.
    pub closed_week: Option<i32>,
    /// Week its filler was productive.
    pub productive_week: Option<i32>,
    /// `filled`, `lapsed`, `open`.
    pub outcome: &'static str,
}

/// A share and its 95% interval over replicates.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Interval {
    /// Mean over replicates.
    pub mean: f64,
    /// Low end.
    pub low: f64,
    /// High end.
    pub high: f64,
}

/// Table `time_to_fill`: what has become of shock gaps so many weeks after opening (Aalen-Johansen).
#[derive(Clone, Debug, PartialEq)]
pub struct TimeToFillRow {
    /// Which policy.
    pub policy: String,
    /// Which role by name, or `all`.
    pub role: String,
    /// `all`, `vacancy` or `capability`.
    pub kind: &'static str,
    /// Weeks since the gap opened.
    pub weeks: i32,
    /// Share still open.
    pub share_open: Interval,
    /// Share filled.
    pub share_filled: Interval,
    /// Share lapsed.
    pub share_lapsed: Interval,
    /// Gaps still watched at that duration, mean a replicate: the risk table.
    pub at_risk: f64,
}

/// Table `retention`: what has become of the people of week 0.
#[derive(Clone, Debug, PartialEq)]
pub struct RetentionRow {
    /// Which policy.
    pub policy: String,
    /// Role at week 0 by name, `hit` (the roles that a shock hits) or `all`.
    pub role: String,
    /// End of which week, from 0.
    pub week: i32,
    /// Share still employed, in any role.
    pub employed: Interval,
    /// Share that has quit.
    pub quit: Interval,
    /// Share that was laid off.
    pub laid_off: Interval,
}

/// Table `moves`: people who moved between roles.
#[derive(Clone, Debug, PartialEq)]
pub struct MoveRow {
    /// Which policy.
    pub policy: String,
    /// From which role by name.
    pub from_role: String,
    /// To which role by name.
    pub to_role: String,
    /// People a run.
    pub people: Interval,
}

/// Table `funnel`: how far actions got, and waits by reason.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelRow {
    /// Which policy.
    pub policy: String,
    /// `backfill`, `hire`, `reskill`, `upskill`; `wait` for waits.
    pub channel: &'static str,
    /// `offered`, `accepted`, `completed`, `qualified`, `productive`, `stayed`; for waits the reason.
    pub stage: &'static str,
    /// `people`, or `gap-weeks` for waits.
    pub unit: &'static str,
    /// A run.
    pub count: Interval,
}

/// Table `horizons`: a measure were the run to end earlier.
#[derive(Clone, Debug, PartialEq)]
pub struct HorizonRow {
    /// Which policy.
    pub policy: String,
    /// Weeks counted.
    pub horizon_weeks: i32,
    /// Which measure, by name.
    pub measure: &'static str,
    /// Its unit.
    pub unit: String,
    /// Over replicates.
    pub value: Interval,
    /// Share of replicates in which the policy is best; ties split.
    pub p_best: f64,
}

/// A policy's line in the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Which policy.
    pub policy: String,
    /// Its score under the `[decision]` weights, mean over replicates; lower is better.
    pub score: Interval,
    /// Share of replicates in which its score is best; ties split.
    pub p_best: f64,
    /// Policies that are better on cost, time and retention alike.
    pub dominated_by: Vec<String>,
    /// Whether its score cannot be told from the pick's: the paired 95% interval holds 0.
    pub ties_with_pick: bool,
}

/// The answer: which policy, how sure, and what it beats.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The policy with the best mean score.
    pub pick: String,
    /// The next, if more than one policy ran.
    pub runner_up: Option<String>,
    /// In one sentence, with its confidence.
    pub sentence: String,
    /// Every policy, best first.
    pub standings: Vec<Standing>,
}

/// Everything that `compare` found.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// What was compared.
    pub scenario: Scenario,
    /// The seed.
    pub seed: u64,
    /// Replicates.
    pub replicates: u32,
    /// Policies in the order of their names, `twin` not among them.
    pub policies: Vec<String>,
    /// Measures in the order of `RunRow::values`.
    pub measures: Vec<Measure>,
    /// Table `runs`, by policy (the twin last) and replicate.
    pub runs: Vec<RunRow>,
    /// Table `summary`.
    pub summary: Vec<SummaryRow>,
    /// Table `comparisons`.
    pub comparisons: Vec<ComparisonRow>,
    /// Table `weekly`.
    pub weekly: Vec<WeeklyRow>,
    /// Table `costs`.
    pub costs: Vec<CostRow>,
    /// Table `gaps`, where it was asked for.
    pub gaps: Option<Vec<GapRow>>,
    /// Table `time_to_fill`.
    pub time_to_fill: Vec<TimeToFillRow>,
    /// Table `retention`.
    pub retention: Vec<RetentionRow>,
    /// Table `moves`.
    pub moves: Vec<MoveRow>,
    /// Table `funnel`.
    pub funnel: Vec<FunnelRow>,
    /// Table `horizons`.
    pub horizons: Vec<HorizonRow>,
    /// The answer.
    pub answer: Answer,
    /// How sampling ended, where it was to end by itself.
    pub stopping: Option<Stopping>,
    /// What a reader should know before trusting it, each a sentence.
    pub warnings: Vec<String>,
    /// Worker-weeks simulated, policies and twin together.
    pub worker_weeks: u64,
    /// Seconds spent inside runs, set-up included, summed over threads; not part of the result.
    pub run_seconds: f64,
}
