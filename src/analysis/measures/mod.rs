//! The measures of a run: what each is called, what exactly it computes, its unit, and which direction is better.
//!
//! A measure sees its own run, and the runs of `none` and of the twin in the same replicate. Money reads in units of currency.
//! A measure that has no meaning in a run (the time to fill of no gaps) is absent there, never 0.

mod cost;
mod learning;
mod people;
#[cfg(test)]
mod tests;
mod time;

use super::frame::Frame;
use super::rows::{Better, Measure};
use super::tally::Tally;

/// What a measure may look at.
#[derive(Clone, Copy, Debug)]
pub struct Sight<'a> {
    /// The scenario.
    pub frame: &'a Frame<'a>,
    /// The run that is measured.
    pub run: &'a Tally<'a>,
    /// Doing nothing new, in the same replicate.
    pub none: &'a Tally<'a>,
    /// Business as usual without the shock, in the same replicate.
    pub twin: &'a Tally<'a>,
    /// Whether the run is that of `none` or the twin, with which the others are compared.
    pub reference: bool,
}

/// A unit, before the scenario's currency is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Money.
    Money,
    /// Money each week.
    MoneyAWeek,
    /// Money for each of something.
    MoneyPer(&'static str),
    /// Anything else.
    Plain(&'static str),
}

impl Unit {
    /// The unit in tables: `USD`, `USD a week`, `weeks`.
    #[must_use]
    pub fn text(self, currency: &str) -> String {
        match self {
            Self::Money => currency.to_owned(),
            Self::MoneyAWeek => format!("{currency} a week"),
            Self::MoneyPer(what) => format!("{currency} per {what}"),
            Self::Plain(name) => name.to_owned(),
        }
    }
}

/// A measure and how it is computed.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// Its name in tables.
    pub name: &'static str,
    /// What readers see.
    pub title: &'static str,
    /// Its unit.
    pub unit: Unit,
    /// Which direction is better.
    pub better: Better,
    /// What exactly is computed.
    pub doc: &'static str,
    /// The computation.
    pub of: fn(&Sight<'_>) -> Option<f64>,
}

/// Every measure, in the order of `RunRow::values`.
pub fn catalogue() -> impl Iterator<Item = &'static Definition> {
    [cost::MEASURES, time::MEASURES, people::MEASURES, learning::MEASURES].into_iter().flatten()
}

/// The measures with their units in a currency, in the order of `RunRow::values`.
#[must_use]
pub fn measures(currency: &str) -> Vec<Measure> {
    let measure = |definition: &Definition| Measure {
        name: definition.name,
        title: definition.title,
        unit: definition.unit.text(currency),
        better: definition.better,
    };
    catalogue().map(measure).collect()
}

/// Place of a measure in the catalogue.
#[must_use]
pub fn position(name: &str) -> Option<usize> {
    catalogue().position(|definition| definition.name == name)
}

/// The value of every measure of a run.
#[must_use]
pub fn values(sight: &Sight<'_>) -> Vec<Option<f64>> {
    catalogue().map(|definition| (definition.of)(sight).filter(|value| value.is_finite())).collect()
}

/// A share of a whole; none of nothing.
fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}
