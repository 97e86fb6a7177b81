//! A value of the scenario that varies over an experiment, and its range.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::scenario::defaults::{PARAMETERS, Parameter as Known};
use crate::scenario::model::{Assumption, Scenario};
use crate::scenario::range::{Range, RangeError};
use crate::scenario::{Draft, ScenarioErrors};

/// A number of the scenario that varies between a low and a high end.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its path, as `--set` takes it: `hiring.cost_per_hire`.
    pub path: String,
    /// The low end of its range.
    pub low: f64,
    /// The high end of its range.
    pub high: f64,
    /// How many evenly spaced values a grid takes of it, where that was said.
    pub steps: Option<usize>,
    /// Its value in the scenario (the mode, where it is drawn).
    pub today: f64,
    /// Its unit in words.
    pub unit: String,
    /// Whether it comes in whole numbers.
    pub whole: bool,
}

impl Parameter {
    /// Whether it weighs the pick: runs do not hang on it.
    #[must_use]
    pub fn is_weight(&self) -> bool {
        self.path.starts_with("decision.")
    }

    /// The value at a place of the unit interval: the low end at 0, the high end at 1, rounded where it comes in whole numbers. The place of
    /// today's value gives today's value, to the last bit.
    #[must_use]
    pub fn value(&self, place: f64) -> f64 {
        #[expect(clippy::float_cmp, reason = "the very place of today's value, as `place` gives it")]
        if place == self.place(self.today) {
            return self.today;
        }
        // At the ends exactly the ends.
        let value = self.low * (1.0 - place) + self.high * place;
        if self.whole { libm::round(value) } else { value }
    }

    /// The place of a value in the unit interval, which lies outside of it where the value lies outside of the range; 0 where the range has no width.
    #[must_use]
    pub fn place(&self, value: f64) -> f64 {
        if self.high > self.low { (value - self.low) / (self.high - self.low) } else { 0.0 }
    }

    /// What sets it to a value, as `--set` takes it. The value reads back as the same number.
    #[must_use]
    pub fn set(&self, value: f64) -> String {
        // The shortest text that reads back.
        format!("{}={value}", self.path)
    }

    /// Its column in tables: the path with the unit at its end, unless the path says it. ASCII other than letters and digits is an underscore in
    /// the unit.
    #[must_use]
    pub fn column(&self) -> String {
        let plain = |c: char| if c.is_ascii() && !c.is_ascii_alphanumeric() { '_' } else { c };
        let unit: String = self.unit.chars().map(plain).collect();
        let weeks = self.path.ends_with("_weeks") && unit.contains("weeks");
        if unit.is_empty() || weeks || self.path.ends_with(&unit) { self.path.clone() } else { format!("{}_{unit}", self.path) }
    }

    /// Every number of a scenario that has a range of some width, in the order of paths.
    #[must_use]
    pub fn ranged(scenario: &Scenario) -> Vec<Self> {
        let ranged = |known: &Assumption| {
            let range = Range { low: known.low?, high: known.high?, steps: None };
            (range.low < range.high).then(|| Self::of(scenario, known, &known.path, range, known.value))
        };
        scenario.assumptions.iter().filter_map(ranged).collect()
    }

    /// The parameters of a scenario that are to vary over given ranges, in the order given.
    ///
    /// # Errors
    ///
    /// A path is there twice, names no number of the scenario, or can take neither end of its range.
    pub fn asked(draft: &Draft, scenario: &Scenario, vary: &[Vary]) -> Result<Vec<Self>, ParameterError> {
        let mut found: Vec<Self> = Vec::with_capacity(vary.len());
        for Vary { path, range } in vary {
            let here = keys(path);
            if found.iter().any(|other| keys(&other.path) == here) {
                return Err(RangeError::new(format!("`{path}` is to vary twice"), "Give one range for it.").into());
            }
            let end = |value: f64| draft.with(&[format!("{path}={value}")]).scenario();
            // A point that the checks refuse is a point of the sweep; a path or unit that is wrong everywhere is a mistake.
            let tried = match end(range.low).or_else(|wrong| end(range.high).map_err(|_| wrong)) {
                Ok(tried) => tried,
                Err(wrong) => return Err(refused(scenario, path, wrong)),
            };
            let of = |scenario: &Scenario| scenario.assumptions.iter().find(|known| keys(&known.path) == here).cloned();
            let Some(known) = of(&tried) else { return Err(unknown(path)) };
            // Where the scenario states none (no limit of a budget), the high end stands for it.
            let today = of(scenario).map_or(range.high, |known| known.value);
            found.push(Self::of(scenario, &known, path, *range, today));
        }
        Ok(found)
    }

    /// The parameters that the columns of a table of points are, each between its least and its greatest value.
    ///
    /// # Errors
    ///
    /// As [`Parameter::asked`].
    pub fn listed(
        draft: &Draft,
        scenario: &Scenario,
        paths: &[String],
        points: &[Vec<f64>],
    ) -> Result<Vec<Self>, ParameterError> {
        let range = |at: usize| {
            let column = || points.iter().filter_map(|point| point.get(at).copied());
            Range { low: column().fold(f64::INFINITY, f64::min), high: column().fold(f64::NEG_INFINITY, f64::max), steps: None }
        };
        let vary = |(at, path): (usize, &String)| Vary { path: path.clone(), range: range(at) };
        Self::asked(draft, scenario, &paths.iter().enumerate().map(vary).collect::<Vec<_>>())
    }

    /// A number of a scenario over a range.
    fn of(scenario: &Scenario, known: &Assumption, path: &str, range: Range, today: f64) -> Self {
        Self {
            path: path.to_owned(),
            low: range.low,
            high: range.high,
            steps: range.steps,
            today,
            unit: known.unit.replace("currency", &scenario.currency),
            whole: PARAMETERS.iter().any(|parameter| parameter.whole && matches(parameter, path)),
        }
    }
}

/// A path and the range over which its value is to vary.
#[derive(Clone, Debug, PartialEq)]
pub struct Vary {
    /// The path, as `--set` takes it.
    pub path: String,
    /// The range.
    pub range: Range,
}

impl FromStr for Vary {
    type Err = RangeError;

    /// Reads `path=low..high[:steps]`.
    fn from_str(text: &str) -> Result<Self, RangeError> {
        let mut quote = None;
        let equals = text.char_indices().find(|(_, c)| {
            if let Some(open) = quote {
                quote = quote.filter(|_| *c != open);
                return false;
            }
            quote = Some(*c).filter(|c| matches!(c, '"' | '\''));
            *c == '='
        });
        let form = "Write --vary path=low..high, as in --vary hiring.cost_per_hire=1600..9000, and :steps after it for a grid.";
        let Some((equals, _)) = equals else { return Err(RangeError::new("there is no `=` after the path", form)) };
        let path = text[..equals].trim();
        if path.is_empty() {
            return Err(RangeError::new("there is no path before the `=`", form));
        }
        Ok(Self { path: path.to_owned(), range: Range::parse(&text[equals + 1..])? })
    }
}

/// Why something cannot vary.
#[derive(Debug, Error)]
pub enum ParameterError {
    /// The range, or the path by itself.
    #[error("{0}")]
    Range(#[from] RangeError),
    /// The scenario can take neither end.
    #[error("{0}")]
    Scenario(ScenarioErrors),
}

/// Why neither end can be set: what the reader says, unless the path names something that the scenario has under a name close by.
fn refused(scenario: &Scenario, path: &str, wrong: ScenarioErrors) -> ParameterError {
    let known = scenario.assumptions.iter().map(|known| known.path.as_str());
    let helped = wrong.problems().iter().any(|problem| problem.suggestion.is_some());
    let alike = |known: &&str| strsim::normalized_damerau_levenshtein(known, path) >= 0.8;
    let distance = |known: &&str| strsim::damerau_levenshtein(known, path);
    match known.clone().filter(alike).min_by_key(distance) {
        Some(near) if !helped && near != path => {
            RangeError::new(format!("`{path}` is not a number of the scenario"), format!("Did you mean `{near}`?")).into()
        }
        _ => ParameterError::Scenario(wrong),
    }
}

fn unknown(path: &str) -> ParameterError {
    RangeError::new(format!("`{path}` is not a number of the scenario"), "`foreshift defaults` lists what can vary.").into()
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}..{}", self.path, self.low, self.high)?;
        self.steps.map_or(Ok(()), |steps| write!(f, ":{steps}"))
    }
}

/// The keys of a path: what is between dots that are in no quotes, without the quotes.
fn keys(path: &str) -> Vec<String> {
    let mut keys = vec![String::new()];
    let mut quote = None;
    for c in path.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if c == '.' => keys.push(String::new()),
            None if c == ' ' => {}
            _ => keys.iter_mut().next_back().into_iter().for_each(|key| key.push(c)),
        }
    }
    keys
}

/// Whether a path is of a known number, whose path has `*` for names. What a policy says for one role is what it says for all.
fn matches(known: &Known, path: &str) -> bool {
    let mut keys = keys(path);
    if keys.len() > 4 && keys[0] == "policies" && keys[2] == "roles" {
        keys.drain(2..4);
    }
    let pattern: Vec<&str> = known.path.split('.').collect();
    pattern.len() == keys.len() && pattern.iter().zip(&keys).all(|(pattern, key)| *pattern == "*" || pattern == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "horizon_weeks = 30\n[skills]\ncare = {}\n[roles.nurse]\nheadcount = 3\nsalary = 50_000\nrequires = { care = 0.5 }\n";

    fn asked(flags: &[&str]) -> Result<Vec<Parameter>, ParameterError> {
        let draft = Draft::parse("a.toml", TEXT, &[]).unwrap();
        let scenario = draft.scenario().unwrap();
        let vary: Vec<Vary> = flags.iter().map(|flag| flag.parse().unwrap()).collect();
        Parameter::asked(&draft, &scenario, &vary)
    }

    #[test]
    fn values_read_back_and_ends_are_the_ends() {
        let found =
            asked(&["hiring.cost_per_hire=1600..9000", "roles.nurse.headcount=2..9:3", "policies.blend.lead_weeks=0..26"])
                .unwrap();
        let [cost, heads, lead] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((cost.value(0.0), cost.value(1.0), cost.today), (1600.0, 9000.0, 4700.0));
        assert_eq!(cost.value(cost.place(4700.0)).to_bits(), 4700.0_f64.to_bits());
        assert!(!cost.whole && heads.whole && lead.whole);
        assert_eq!((heads.value(0.5), heads.steps), (6.0, Some(3)));
        assert_eq!(heads.set(6.0), "roles.nurse.headcount=6");
        for place in [0.1, 1.0 / 3.0, 0.777_777_7] {
            let value = cost.value(place);
            assert_eq!(cost.set(value).split_once('=').unwrap().1.parse::<f64>().unwrap().to_bits(), value.to_bits());
        }
        assert_eq!(cost.column(), "hiring.cost_per_hire_USD");
        assert_eq!(cost.to_string(), "hiring.cost_per_hire=1600..9000");
    }

    #[test]
    fn what_cannot_vary_is_told() {
        for (flags, words) in [
            (vec!["hiring.cost_per_hire=1..2", "hiring.\"cost_per_hire\"=1..3"], "to vary twice"),
            (vec!["hiring.cost_per_hre=1..2"], "unknown key `cost_per_hre`"),
            (vec!["retention.turnover=20..30"], "looks like a percentage"),
            (vec!["name=1..2"], "`name` must be a text"),
        ] {
            let told = asked(&flags).unwrap_err().to_string();
            assert!(told.contains(words), "{flags:?}: {told}");
        }
        // One end that the checks refuse is a matter of points.
        assert!(asked(&["retention.turnover=0.1..30"]).is_ok());
        assert!("hiring.cost_per_hire".parse::<Vary>().is_err() && "=1..2".parse::<Vary>().is_err());
    }

    #[test]
    fn every_ranged_value_is_found() {
        let scenario = Draft::parse("a.toml", TEXT, &[]).unwrap().scenario().unwrap();
        let ranged = Parameter::ranged(&scenario);
        assert!(ranged.iter().any(|parameter| parameter.path == "hiring.cost_per_hire"));
        assert!(ranged.iter().all(|parameter| parameter.low < parameter.high));
    }
}
