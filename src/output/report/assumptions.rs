//! The assumptions: every number of the scenario with its range, source and basis, and what was changed from the default.

use std::fmt::Write as _;

use super::words::shown;
use crate::analysis::rows::Comparison;
use crate::scenario::model::Assumption;

/// A number of the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its path, as `--set` takes it.
    pub path: String,
    /// Its value with its unit.
    pub value: String,
    /// Its unit.
    pub unit: String,
    /// Its range.
    pub range: String,
    /// Where it comes from.
    pub source: String,
    /// Measured, estimated or assumed.
    pub basis: String,
    /// The default, where it differs from that.
    pub default: String,
}

/// Numbers that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What they are of.
    pub title: String,
    /// The numbers.
    pub lines: Vec<Line>,
    /// How many were changed from their default.
    pub changed: usize,
}

/// A number in full, thousands apart.
pub fn full(value: f64) -> String {
    let text = format!("{}", value.abs());
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut out = String::new();
    if value < 0.0 {
        out.push('\u{2212}');
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) && digit.is_ascii_digit() {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

/// A number's range.
fn range(assumption: &Assumption) -> String {
    match (assumption.low, assumption.high) {
        (Some(low), Some(high)) => format!("{} to {}", full(low), full(high)),
        (Some(low), None) => format!("from {}", full(low)),
        (None, Some(high)) => format!("up to {}", full(high)),
        (None, None) => String::new(),
    }
}

/// A number as a line.
pub fn line(assumption: &Assumption) -> Line {
    Line {
        path: shown(&assumption.path),
        value: full(assumption.value),
        unit: shown(&assumption.unit),
        range: range(assumption),
        source: shown(&assumption.source),
        basis: shown(&assumption.basis),
        default: assumption.changed_from.map(full).unwrap_or_default(),
    }
}

/// The section that a path belongs to.
fn section(path: &str) -> &str {
    match path.split('.').next().unwrap_or_default() {
        "roles" if path.contains(".requires.") || path.contains(".weights.") => "levels",
        known @ ("roles" | "shocks" | "hiring" | "learning" | "retention" | "severance" | "decision" | "policies") => known,
        _ => "scenario",
    }
}

/// Every number, in groups.
pub fn groups(found: &Comparison) -> Vec<Group> {
    const GROUPS: [(&str, &str); 10] = [
        ("scenario", "The whole scenario"),
        ("shocks", "The shock"),
        ("roles", "The roles: people, pay, turnover, tasks"),
        ("decision", "What the pick weighs"),
        ("policies", "The policies"),
        ("hiring", "Hiring"),
        ("learning", "Learning"),
        ("retention", "Staying and leaving"),
        ("severance", "Severance"),
        ("levels", "The roles: levels and weights of skills"),
    ];
    let of = |wanted: &str| -> Vec<&Assumption> {
        let ran = |assumption: &&Assumption| wanted != "policies" || concerns(found, &assumption.path);
        found.scenario.assumptions.iter().filter(|known| section(&known.path) == wanted).filter(ran).collect()
    };
    GROUPS
        .iter()
        .map(|(wanted, title)| {
            let numbers = of(wanted);
            let changed = numbers.iter().filter(|known| known.changed_from.is_some()).count();
            Group { title: (*title).to_owned(), lines: numbers.into_iter().map(line).collect(), changed }
        })
        .filter(|group| !group.lines.is_empty())
        .collect()
}

/// Whether a path of a policy is of one that was compared.
fn concerns(found: &Comparison, path: &str) -> bool {
    found.policies.iter().any(|name| {
        let bare = format!("policies.{name}.");
        let quoted = format!("policies.\"{name}\".");
        path.starts_with(&bare) || path.starts_with(&quoted)
    })
}

/// The numbers that were changed from their default.
pub fn changed(found: &Comparison) -> Vec<Line> {
    let numbers = found.scenario.assumptions.iter().filter(|known| known.changed_from.is_some());
    numbers.filter(|known| section(&known.path) != "policies" || concerns(found, &known.path)).map(line).collect()
}

/// How many numbers there are of each basis, in words.
pub fn bases(found: &Comparison) -> String {
    let all = &found.scenario.assumptions;
    let count = |basis: &str| all.iter().filter(|known| known.basis == basis).count();
    let mut text = format!("Of the {} numbers behind this, ", full(crate::analysis::sample::float(all.len())));
    // Writing to a string cannot fail.
    let _ =
        write!(text, "{} are measured, {} estimated and {} assumed.", count("measured"), count("estimated"), count("assumed"));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_in_full() {
        assert_eq!(
            [full(36_920.0), full(0.05), full(-1_234.5), full(2_000_000.0)],
            ["36,920", "0.05", "\u{2212}1,234.5", "2,000,000"]
        );
    }

    #[test]
    fn paths_find_their_section() {
        assert_eq!(section("roles.agent.requires.listening"), "levels");
        assert_eq!(section("roles.agent.salary"), "roles");
        assert_eq!(section("horizon_weeks"), "scenario");
    }
}
