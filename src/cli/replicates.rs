//! How many replicates: a number, or `auto` with its rule.

use std::fmt;

use clap::Args;

use super::Failure;
use crate::analysis::measures::catalogue;
use crate::analysis::stopping::{Rule, SCORE, Watched};

/// Replicates unless somebody says otherwise.
pub const REPLICATES: u32 = 200;

/// The most replicates: reduced runs are kept until the end.
const MOST_REPLICATES: u32 = 100_000;

/// A number of replicates, or until they suffice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replicates {
    /// So many.
    Number(u32),
    /// Until the rule says that they suffice.
    Auto,
}

impl fmt::Display for Replicates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Auto => f.write_str("auto"),
        }
    }
}

/// A number of replicates, or `auto`.
pub fn replicates(text: &str) -> Result<Replicates, String> {
    if text == "auto" {
        return Ok(Replicates::Auto);
    }
    match text.parse() {
        Ok(0) => Err("at least one replicate is needed".to_owned()),
        Ok(number) if number <= MOST_REPLICATES => Ok(Replicates::Number(number)),
        _ => Err(format!("give a whole number from 1 to {MOST_REPLICATES}, or `auto`")),
    }
}

/// The rule of `auto`, as flags.
#[derive(Args, Clone, Debug, Default)]
pub struct AutoFlags {
    /// With `--replicates auto`: the measure to know, between the two policies that score best [default: score]
    #[arg(id = "auto_measure", long = "auto-measure", value_name = "MEASURE", value_parser = watched)]
    measure: Option<Watched>,
    /// With `--replicates auto`: stops once the 95% interval of that difference is plus or minus this share of it [default: 0.1]
    #[arg(id = "auto_half_width", long = "auto-half-width", value_name = "SHARE", value_parser = half_width, allow_negative_numbers = true)]
    half_width: Option<f64>,
    /// With `--replicates auto`: the most replicates [default: 1000]
    #[arg(id = "auto_most", long = "auto-most", value_name = "N", value_parser = most, allow_negative_numbers = true)]
    most: Option<u32>,
}

/// What to watch, by name.
fn watched(name: &str) -> Result<Watched, String> {
    Watched::named(name).ok_or_else(|| {
        let near = |known: &&str| strsim::damerau_levenshtein(known, name) <= 2 || strsim::jaro_winkler(known, name) > 0.85;
        let known = || catalogue().map(|definition| definition.name).chain([SCORE]);
        let suggestion = known().filter(near).min_by_key(|known| strsim::damerau_levenshtein(known, name));
        let hint = suggestion.map(|known| format!(" (did you mean `{known}`?)")).unwrap_or_default();
        format!("there is no measure `{name}`{hint}; give `{SCORE}` or a column of the table `runs`, as in transition_cost")
    })
}

/// A share of the difference.
fn half_width(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(share) if (0.001..=1.0).contains(&share) => Ok(share),
        _ => Err("give a share from 0.001 to 1, as in 0.1 for a tenth of the difference".to_owned()),
    }
}

/// The most replicates.
fn most(text: &str) -> Result<u32, String> {
    match replicates(text) {
        Ok(Replicates::Number(number)) if number > 1 => Ok(number),
        _ => Err(format!("give a whole number from 2 to {MOST_REPLICATES}")),
    }
}

impl AutoFlags {
    /// The rule, where replicates are `auto`.
    ///
    /// # Errors
    ///
    /// A flag of the rule is given and replicates are a number.
    pub fn rule(&self, replicates: Replicates) -> Result<Option<Rule>, Failure> {
        if let Replicates::Number(_) = replicates {
            let given = self.words().into_iter().next();
            return given.map_or(Ok(None), |(flag, _)| Err(Failure::WithoutAuto(flag)));
        }
        let plain = Rule::default();
        Ok(Some(Rule {
            watched: self.measure.unwrap_or(plain.watched),
            half_width: self.half_width.unwrap_or(plain.half_width),
            most: self.most.unwrap_or(plain.most),
            ..plain
        }))
    }

    /// The flags that were given, each with its value.
    pub fn words(&self) -> Vec<(&'static str, String)> {
        let measure = self.measure.map(|watched| ("--auto-measure", watched.name().to_owned()));
        let half_width = self.half_width.map(|share| ("--auto-half-width", share.to_string()));
        let most = self.most.map(|most| ("--auto-most", most.to_string()));
        [measure, half_width, most].into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_refused_kindly() {
        assert!(replicates("0").unwrap_err().contains("at least one"));
        assert!(replicates("-1").is_err() && replicates("2e3").is_err() && replicates("100001").unwrap_err().contains("auto"));
        assert_eq!((replicates("7"), replicates("auto")), (Ok(Replicates::Number(7)), Ok(Replicates::Auto)));
        assert!(half_width("0").is_err() && half_width("1.5").is_err() && half_width("nan").is_err());
        assert_eq!(half_width("0.05"), Ok(0.05));
        assert!(most("1").is_err() && most("auto").is_err() && most("2") == Ok(2));
    }

    #[test]
    fn a_measure_is_suggested() {
        assert!(watched("transition_cots").unwrap_err().contains("did you mean `transition_cost`?"));
        assert_eq!(watched("score"), Ok(Watched::Score));
    }

    #[test]
    fn flags_of_the_rule_go_with_auto_only() {
        let flags = AutoFlags { half_width: Some(0.05), most: Some(300), ..AutoFlags::default() };
        let rule = flags.rule(Replicates::Auto).unwrap().unwrap();
        assert_eq!(rule, Rule { half_width: 0.05, most: 300, ..Rule::default() });
        let error = flags.rule(Replicates::Number(5)).unwrap_err();
        assert_eq!(error.to_string(), "`--auto-half-width` goes with `--replicates auto`");
        assert!(AutoFlags::default().rule(Replicates::Number(5)).unwrap().is_none());
    }
}
