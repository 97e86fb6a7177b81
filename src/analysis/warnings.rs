//! What a reader should know before trusting a comparison, each a sentence.

use super::decision::HEADLINES;
use super::format::{figure, listed, names, number};
use super::paired::compare;
use super::results::{NONE, Results};
use super::sample::mean;
use crate::scenario::model::{Policy, SurplusRule, Terms};

/// Replicates below which intervals are warned about.
const FEW: usize = 30;

/// Weeks below which the horizon is warned about: two years, for the restricted means over one.
const SHORT: usize = 104;

/// Measures or pairs named in one warning before it says how many more.
const NAMED: usize = 5;

/// Every warning of a comparison. `policies` are those compared, in the order of the results.
#[must_use]
pub fn warnings(results: &Results<'_>, policies: &[&Policy]) -> Vec<String> {
    let found = [different_terms(policies), short(results), few(results)];
    let mut all: Vec<String> = found.into_iter().flatten().collect();
    all.extend(weak_pairing(results));
    all.extend(not_served(results));
    all.extend(undefined(results));
    all
}

/// Policies that differ in more than their mix.
fn different_terms(policies: &[&Policy]) -> Option<String> {
    let acting: Vec<&&Policy> = policies.iter().filter(|policy| policy.name != NONE).collect();
    let differs = |same: &dyn Fn(&Policy, &Policy) -> bool| acting.windows(2).any(|pair| !same(pair[0], pair[1]));
    let terms = |same: fn(&Terms, &Terms) -> bool| {
        move |a: &Policy, b: &Policy| a.roles.len() == b.roles.len() && a.roles.iter().zip(&b.roles).all(|(a, b)| same(a, b))
    };
    let rule = |a: &Terms, b: &Terms| {
        a.surplus == b.surplus
            && (a.surplus == SurplusRule::Retain || (a.grace_weeks == b.grace_weeks && a.absorb_weeks == b.absorb_weeks))
    };
    let training = terms(|a, b| a.training_capacity == b.training_capacity);
    let searches = terms(|a, b| a.requisition_capacity == b.requisition_capacity);
    let budget = terms(|a, b| a.budget_per_year == b.budget_per_year);
    let checks: [(&str, bool); 5] = [
        ("lead", differs(&terms(|a, b| a.lead_weeks == b.lead_weeks))),
        ("surplus rule", differs(&terms(rule))),
        ("training capacity", differs(&|a, b| a.training_capacity == b.training_capacity && training(a, b))),
        ("requisition capacity", differs(&|a, b| a.requisition_capacity == b.requisition_capacity && searches(a, b))),
        ("budget", differs(&|a, b| a.budget_per_year == b.budget_per_year && budget(a, b))),
    ];
    let words: Vec<String> = checks.into_iter().filter(|(_, differs)| *differs).map(|(word, _)| word.to_owned()).collect();
    let what = listed(&words);
    (!words.is_empty())
        .then(|| format!("The compared policies differ in {what}: that, and not the mix, may decide between them."))
}

fn short(results: &Results<'_>) -> Option<String> {
    let weeks = results.frame.horizon;
    let window = results.frame.window;
    let unit = if weeks == 1 { "week" } else { "weeks" };
    (weeks < SHORT).then(|| {
        format!(
            "The horizon of {weeks} {unit} is under {SHORT}: measures over 52 weeks after an opening or a move are over {window} \
             instead, and training, which pays late, is judged early."
        )
    })
}

fn few(results: &Results<'_>) -> Option<String> {
    match results.replicates() {
        1 => Some("A single replicate has no interval: where a table gives one, its ends are the value itself.".to_owned()),
        count if count < FEW => {
            Some(format!("Only {count} replicates: intervals and shares of best are rough below {FEW}; raise --replicates."))
        }
        _ => None,
    }
}

/// Pairs of policies whose difference varies more than it would on luck of their own, by measure that the pick weighs.
fn weak_pairing(results: &Results<'_>) -> Option<String> {
    let mut found = Vec::new();
    for measure in HEADLINES {
        let (values, _) = results.named(measure);
        let weak = backfiring(results.policies, &values);
        if !weak.is_empty() {
            found.push(format!("on {measure} between {}", limited(weak, "; ")));
        }
    }
    (!found.is_empty()).then(|| {
        format!(
            "Common random numbers did not help {} (variance reduction below 1): there the interval of a difference is no narrower \
             than independent runs would make it, and narrows with --replicates only.",
            listed(&found)
        )
    })
}

/// The pairs of policies for which pairing widens the interval of a measure's difference, each with its variance reduction. `values` is by policy.
fn backfiring(policies: &[String], values: &[&[Option<f64>]]) -> Vec<String> {
    let mut weak = Vec::new();
    for first in 0..values.len() {
        for second in first + 1..values.len() {
            let reduction = compare(values[first], values[second]).and_then(|paired| paired.variance_reduction);
            // What reads as 1.00 is no news.
            if let Some(reduction) = reduction.filter(|reduction| *reduction < 0.995) {
                weak.push(format!("{} ({})", names(&[&policies[first], &policies[second]]), number(reduction, 2)));
            }
        }
    }
    weak
}

/// The first few of words, and how many more there are.
fn limited(mut words: Vec<String>, between: &str) -> String {
    let more = words.len().saturating_sub(NAMED);
    words.truncate(NAMED);
    if more > 0 {
        words.push(format!("{more} more"));
    }
    words.join(between)
}

/// Policies with no channel for some gaps.
fn not_served(results: &Results<'_>) -> Option<String> {
    let mut words = Vec::new();
    for (line, policy) in results.policies.iter().enumerate().filter(|(_, policy)| *policy != NONE) {
        let waits: Vec<f64> = results.runs(line).map(|run| f64::from(run.waits.not_served)).collect();
        let average = mean(&waits).unwrap_or_default();
        if average > 0.0 {
            words.push(format!("`{policy}` ({} gap-weeks a run)", figure(average, 0)));
        }
    }
    (!words.is_empty())
        .then(|| format!("Some gaps are not served by design, the policy having no channel for their kind: {}.", listed(&words)))
}

/// Measures that are absent in some replicates but not in all, and headline measures that are absent in all.
fn undefined(results: &Results<'_>) -> Vec<String> {
    let runs = results.replicates();
    let mut partly = Vec::new();
    let mut never = Vec::new();
    for (place, measure) in results.measures.iter().enumerate() {
        let counts: Vec<usize> = results.of_policies(place).iter().map(|values| values.iter().flatten().count()).collect();
        let least = counts.iter().copied().filter(|count| *count > 0 && *count < runs).min();
        if let Some(least) = least {
            partly.push(format!("{} (in as few as {least})", measure.name));
        }
        if counts.iter().all(|count| *count == 0) && HEADLINES.contains(&measure.name) {
            never.push(format!("{} is defined in no run and does not weigh in the pick.", measure.name));
        }
    }
    if !partly.is_empty() {
        let more = partly.len().saturating_sub(NAMED);
        partly.truncate(NAMED);
        if more > 0 {
            partly.push(format!("{more} more"));
        }
        never.push(format!(
            "Not every measure is defined in every one of the {runs} runs of a policy: {}. Their figures are over the runs where they are \
             (column `replicates` of the table `summary`), and a wait longer than the horizon is among the absent.",
            listed(&partly)
        ));
    }
    never
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fixture::policy;

    #[test]
    fn a_pair_that_moves_against_each_other_is_named() {
        let some = |values: &[f64]| values.iter().copied().map(Some).collect::<Vec<_>>();
        let (up, down, along) = (some(&[1.0, 2.0, 3.0]), some(&[3.0, 2.0, 1.0]), some(&[1.0, 2.0, 4.0]));
        let policies = ["a", "b", "c"].map(str::to_owned);
        // By hand: variances 1 and 1 over 4; 1 and 7/3 over 1/3; 1 and 7/3 over 19/3.
        assert_eq!(backfiring(&policies, &[&up, &down, &along]), ["`a` and `b` (0.50)", "`b` and `c` (0.53)"]);
        let words = (0..7).map(|number| number.to_string()).collect();
        assert_eq!(limited(words, "; "), "0; 1; 2; 3; 4; 2 more");
    }

    #[test]
    fn policies_that_differ_in_more_than_the_mix_are_named() {
        let (none, hire, mut blend) = (policy("none"), policy("hire"), policy("blend"));
        assert_eq!(different_terms(&[&none, &hire, &blend]), None);
        blend.roles[1].lead_weeks = 26;
        blend.budget_per_year = Some(crate::units::Money::from_units(1.0));
        assert_eq!(
            different_terms(&[&none, &hire, &blend]).unwrap(),
            "The compared policies differ in lead and budget: that, and not the mix, may decide between them."
        );
        // `none` is the reference, whatever its terms.
        assert_eq!(different_terms(&[&none, &blend]), None);
        let mut patient = policy("upskill");
        // Grace decides nothing where nobody is laid off.
        patient.roles[0].grace_weeks = 52;
        assert_eq!(different_terms(&[&hire, &patient]), None);
        patient.roles[0].surplus = SurplusRule::LayOff;
        patient.training_capacity = 9;
        assert_eq!(
            different_terms(&[&hire, &patient]).unwrap(),
            "The compared policies differ in surplus rule and training capacity: that, and not the mix, may decide between them."
        );
    }
}
