//! Numbers, parameters and outcomes in words.

use super::Background;
use crate::analysis::format::{figure, money, number};
use crate::analysis::sensitivity::Range;
use crate::experiment::exploration::Outcome;
use crate::experiment::parameter::Parameter;

/// A number in about three digits, thousands apart.
pub(super) fn plain(value: f64) -> String {
    let size = value.abs();
    let decimals = match size {
        _ if size >= 100.0 || value.fract() == 0.0 => 0,
        _ if size >= 10.0 => 1,
        _ if size >= 1.0 => 2,
        _ => 3,
    };
    figure(value, decimals)
}

/// A value in its unit: `$1.2M`, `83.1%`, `12.3 weeks`.
pub(super) fn value(value: f64, unit: &str, currency: &str) -> String {
    match unit {
        unit if unit == currency => money(currency, value),
        "share" => format!("{}%", number(100.0 * value, 1)),
        "share of points" => format!("{}% of points", number(100.0 * value, 0)),
        unit => format!("{} {unit}", plain(value)),
    }
}

/// As [`value`], without the unit where that is words.
pub(super) fn bare(of: f64, unit: &str, currency: &str) -> String {
    if unit == currency || unit.starts_with("share") { value(of, unit, currency).replace(" of points", "") } else { plain(of) }
}

/// An interval: `$1.0M to $1.4M`.
pub(super) fn range(range: &Range, unit: &str, currency: &str) -> String {
    format!("{} to {}", bare(range.low, unit, currency), bare(range.high, unit, currency))
}

/// A value of a parameter with its unit.
pub(super) fn input(parameter: &Parameter, value: f64) -> String {
    if parameter.unit.is_empty() { plain(value) } else { format!("{} {}", plain(value), parameter.unit) }
}

/// A parameter's range with its unit.
pub(super) fn span(parameter: &Parameter) -> String {
    let range = format!("{} to {}", plain(parameter.low), plain(parameter.high));
    if parameter.unit.is_empty() { range } else { format!("{range} {}", parameter.unit) }
}

/// An outcome: "Transition cost against none of `blend` less `hire`".
pub(super) fn outcome(background: &Background<'_>, outcome: Outcome) -> String {
    let layout = background.layout;
    let title = layout.measures[outcome.measure].title;
    let of = &layout.policies[outcome.policy];
    outcome.versus.map_or_else(
        || format!("{title} of `{of}`"),
        |versus| format!("{title} of `{of}` less that of `{}`", layout.policies[versus]),
    )
}

/// So many of something: "1 point", "12 points".
pub(in crate::output) fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{} {many}", thousands(count)) }
}

/// A count, thousands apart.
pub(super) fn thousands(count: usize) -> String {
    figure(crate::analysis::sample::float(count), 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_read_as_people_write_them() {
        assert_eq!(
            [plain(1310.4), plain(0.0123), plain(43.0), plain(4.567), plain(23.45), plain(-0.5)],
            ["1,310", "0.012", "43", "4.57", "23.4", "\u{2212}0.500"]
        );
        assert_eq!(
            [value(2.5e6, "EUR", "EUR"), value(0.831, "share", "EUR"), value(3.5, "weeks per gap", "EUR")],
            ["EUR 2.5M", "83.1%", "3.50 weeks per gap"]
        );
        assert_eq!([bare(0.5, "share of points", "USD"), bare(3.5, "weeks", "USD")], ["50%", "3.50"]);
        assert_eq!([counted(1, "point", "points"), counted(1200, "point", "points")], ["1 point", "1,200 points"]);
    }
}
