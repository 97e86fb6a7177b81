//! How the report writes numbers: rounded for reading, each measure in one unit.

use super::words::shown;
use crate::analysis::format::{amount, figure, money, number};
use crate::analysis::ranking::MEDIAN;
use crate::analysis::rows::Comparison;

/// How a measure is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Money.
    Money,
    /// A share as a percentage.
    Percent,
    /// Weeks with a decimal.
    Weeks,
    /// People, gaps and the like, whole.
    Count,
    /// Anything else, with a decimal.
    Plain,
}

impl Kind {
    /// How a measure of a unit is written.
    #[must_use]
    pub fn of(unit: &str, currency: &str) -> Self {
        match unit {
            "share" => Self::Percent,
            "weeks" | "weeks per gap" => Self::Weeks,
            "people" | "gaps" | "gap-weeks" | "week" => Self::Count,
            unit if unit == currency => Self::Money,
            _ => Self::Plain,
        }
    }

    /// A value, rounded for reading.
    #[must_use]
    pub fn text(self, value: f64, currency: &str) -> String {
        match self {
            Self::Money => money(&shown(currency), value),
            Self::Percent => format!("{}%", number(100.0 * value, 1)),
            Self::Weeks | Self::Plain => figure(value, 1),
            Self::Count => figure(value, 0),
        }
    }

    /// Half an interval beside its mean, in the same unit, without its sign.
    #[must_use]
    pub fn margin(self, mean: f64, half: f64) -> String {
        match self {
            Self::Money => beside(mean, half),
            Self::Percent => number(100.0 * half, 1),
            Self::Weeks | Self::Plain => figure(half, 1),
            Self::Count => figure(half, 0),
        }
    }

    /// A difference with its sign, plus included.
    #[must_use]
    pub fn signed(self, value: f64, currency: &str) -> String {
        let text = match self {
            Self::Percent => format!("{} points", number(100.0 * value, 1)),
            other => other.text(value, currency),
        };
        let nothing = text.chars().all(|c| !c.is_ascii_digit() || c == '0');
        if value > 0.0 && !nothing { format!("+{text}") } else { text }
    }
}

/// Half an interval of money in the unit of its mean: `0.2M` beside `$6.6M`; a decimal more where it would be nothing.
fn beside(mean: f64, half: f64) -> String {
    let letter = amount(mean).chars().last().filter(char::is_ascii_alphabetic);
    let unit = match letter {
        Some('k') => 1e3,
        Some('M') => 1e6,
        Some('B') => 1e9,
        _ => return amount(half),
    };
    let scaled = half / unit;
    if scaled >= 1000.0 {
        return amount(half);
    }
    let text = number(scaled, if scaled < 0.095 { 2 } else { 1 });
    letter.map_or_else(|| text.clone(), |letter| format!("{text}{letter}"))
}

/// How a measure of a comparison is written, by its name.
#[must_use]
pub fn kind(found: &Comparison, measure: &str) -> Kind {
    let unit = found.measures.iter().find(|known| known.name == measure).map_or("", |known| known.unit.as_str());
    Kind::of(unit, &found.scenario.currency)
}

/// What a measure of the table of policies is called at the head of its column, and its unit.
#[must_use]
pub fn heading(measure: &str) -> (&'static str, &'static str) {
    match measure {
        "transition_cost_vs_none" => ("Cost against doing nothing new", "below 0 saves"),
        "transition_cost_vs_twin" => ("Cost of the shock", "against a business without it"),
        "excess_gap_weeks_per_shock_gap" => ("Extra weeks open", "for each gap of the shock"),
        MEDIAN => ("Time to fill", "weeks until half are filled"),
        "retention_52" => ("Still here after a year", "of the people hit"),
        "retention_horizon" => ("Still here at the end", "of the people hit"),
        "layoffs" => ("Laid off", "people"),
        _ => ("", ""),
    }
}

/// So many runs.
#[must_use]
pub fn runs(count: u32) -> String {
    if count == 1 { "1 run".to_owned() } else { format!("{} runs", figure(count.into(), 0)) }
}

/// In how many of the runs: "184 of 200 runs".
#[must_use]
pub fn of_runs(share: f64, replicates: u32) -> String {
    let count = crate::analysis::format::count(share * f64::from(replicates));
    let ties = if count.contains('.') { ", ties shared" } else { "" };
    if replicates == 1 {
        format!("{count} of 1 run{ties}")
    } else {
        format!("{count} of {} runs{ties}", figure(replicates.into(), 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_for_reading() {
        assert_eq!(Kind::Money.text(-6_634_211.0, "USD"), "\u{2212}$6.6M");
        let margin = |mean, half| Kind::Money.margin(mean, half);
        assert_eq!(
            [margin(-6.6e6, 168e3), margin(3.1e6, 88e3), margin(0.0, 0.0), margin(5e3, 120.0), margin(5e5, 2e6)],
            ["0.2M", "0.09M", "0", "0.1k", "2.0M"]
        );
        assert_eq!(Kind::Money.signed(1_000.0, "EUR"), "+EUR 1.0k");
        assert_eq!(
            (Kind::Percent.text(0.4912, "USD"), Kind::Percent.signed(0.091, "USD")),
            ("49.1%".into(), "+9.1 points".into())
        );
        assert_eq!(Kind::Count.signed(0.2, "USD"), "0");
        assert_eq!(Kind::of("gap-weeks", "USD"), Kind::Count);
        assert_eq!(of_runs(0.92, 200), "184 of 200 runs");
    }
}
