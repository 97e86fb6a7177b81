//! Numbers as readers see them: `−$1.2M`, `62%`, `1,204`.

use super::text::clean;

/// The true minus sign.
const MINUS: char = '\u{2212}';

/// Amounts from here on are only said to be beyond it.
const BEYOND: f64 = 999e12;

/// A length as a number.
pub(super) fn count(length: usize) -> f64 {
    f64::from(u32::try_from(length).unwrap_or(u32::MAX))
}

/// A number with so many decimals, thousands apart, a true minus and no minus on zero; by powers of ten where it is beyond reading.
pub(super) fn plain(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "n/a".to_owned();
    }
    if value.abs() >= 1e12 {
        return format!("{value:.1e}").replace('-', "\u{2212}");
    }
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = digits.split_once('.').map_or((digits.as_str(), None), |(whole, fraction)| (whole, Some(fraction)));
    let mut out = String::new();
    if value < 0.0 && digits.bytes().any(|digit| digit.is_ascii_digit() && digit != b'0') {
        out.push(MINUS);
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A count of people or gaps, thousands and more by their letter where digits would be many.
pub(super) fn tally(value: f64) -> String {
    let value = value.clamp(-BEYOND, BEYOND);
    if value.abs() < 99_999.5 {
        return plain(value, 0);
    }
    let (unit, letter) = thousands(value.abs());
    format!("{}{letter}", plain(value / unit, 0))
}

/// A count that may be a mean of few: with a decimal below ten.
pub(super) fn few(value: f64) -> String {
    match value {
        v if v < 0.05 => "0".to_owned(),
        v if v < 9.95 => plain(v, 1),
        v => tally(v),
    }
}

/// A number in at most four letters or so, thousands by their letter: for cells that must not touch.
pub(super) fn short(value: f64) -> String {
    let value = value.clamp(-BEYOND, BEYOND);
    if value.abs() < 0.05 {
        return "0".to_owned();
    }
    let (unit, letter) = thousands(value.abs());
    format!("{}{letter}", plain(value / unit, usize::from(value.abs() / unit < 9.95)))
}

/// A number to three figures without zeros behind: an input as in a scenario, `0.18`, `1,500`, `4,700`.
pub(super) fn brief(value: f64) -> String {
    if !value.is_finite() || value == 0.0 || value.abs() >= 100.0 {
        return plain(value, 0);
    }
    let size = libm::floor(libm::log10(value.abs()));
    if size < -6.0 {
        return format!("{value:.1e}").replace('-', "\u{2212}");
    }
    let places = (0..9).find(|places| f64::from(*places) >= 2.0 - size).unwrap_or(9);
    let words = plain(value, usize::try_from(places).unwrap_or(0));
    if words.contains('.') { words.trim_end_matches('0').trim_end_matches('.').to_owned() } else { words }
}

/// A share, between 0 and 1, as a whole percentage; a share above nothing that would round to it is said to be below 1%.
pub(super) fn share(value: f64) -> String {
    let value = value.clamp(0.0, 1.0);
    if value > 0.0 && value < 0.005 { "<1%".to_owned() } else { format!("{}%", plain(value * 100.0, 0)) }
}

/// The unit of thousands that suits an amount, and its letter.
fn thousands(largest: f64) -> (f64, &'static str) {
    match largest {
        v if v >= 999.5e9 => (1e12, "T"),
        v if v >= 999.5e6 => (1e9, "B"),
        v if v >= 999.5e3 => (1e6, "M"),
        v if v >= 999.5 => (1e3, "k"),
        _ => (1.0, ""),
    }
}

/// A currency by its code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Currency {
    sign: String,
}

impl Currency {
    /// The sign of a code where it has a well-known one, else the code itself before the amount.
    pub(super) fn new(code: &str) -> Self {
        let sign = match code {
            "USD" => "$".to_owned(),
            "EUR" => "€".to_owned(),
            "GBP" => "£".to_owned(),
            "JPY" => "¥".to_owned(),
            other => format!("{}\u{a0}", clean(other).chars().take(4).collect::<String>()),
        };
        Self { sign }
    }

    /// An amount with so many decimals in a unit of thousands.
    fn set(&self, value: f64, (unit, letter): (f64, &str), decimals: usize) -> String {
        let amount = plain(value / unit, decimals);
        match amount.strip_prefix(MINUS) {
            Some(bare) => format!("{MINUS}{}{bare}{letter}", self.sign),
            None => format!("{}{amount}{letter}", self.sign),
        }
    }

    /// An amount in few digits: `$1.2M`.
    pub(super) fn amount(&self, value: f64) -> String {
        if !value.is_finite() {
            return "n/a".to_owned();
        }
        if value.abs() >= BEYOND {
            return format!("{}{}", if value > 0.0 { ">" } else { "<" }, self.set(BEYOND * value.signum(), (1e12, "T"), 0));
        }
        let (unit, letter) = thousands(value.abs());
        let decimals = usize::from(unit > 1.0 && value.abs() / unit < 99.95);
        self.set(value, (unit, letter), decimals)
    }

    /// An amount with its sign, plus included.
    pub(super) fn signed(&self, value: f64) -> String {
        let amount = self.amount(value);
        if value > 0.0 { format!("+{amount}") } else { amount }
    }

    /// A difference and half its interval, to the same decimals of the same unit: `−$3.17M ±0.09M`.
    pub(super) fn with_error(&self, value: f64, error: f64) -> String {
        if value.abs().max(error.abs()) >= BEYOND {
            return self.signed(value);
        }
        let unit = thousands(value.abs().max(error.abs()));
        let size = value.abs().max(error.abs()) / unit.0;
        let fine = if unit.0 > 1.0 { [9.995, 99.95].into_iter().filter(|most| size < *most).count() } else { 0 };
        // An error that would round to nothing is given the decimals to be seen.
        let seen = |places: &usize| {
            error == 0.0 || plain(error.abs() / unit.0, *places).bytes().any(|digit| (b'1'..=b'9').contains(&digit))
        };
        let decimals = (fine..=2).find(seen).unwrap_or(2);
        let plus = if value > 0.0 { "+" } else { "" };
        format!("{plus}{} ±{}{}", self.set(value, unit, decimals), plain(error.abs() / unit.0, decimals), unit.1)
    }

    /// A tick of an axis: all ticks share a unit and as many decimals as their step needs.
    pub(super) fn tick(&self, value: f64, step: f64, largest: f64) -> String {
        let (unit, letter) = thousands(largest);
        if value == 0.0 { self.set(0.0, (1.0, ""), 0) } else { self.set(value, (unit, letter), decimals(step / unit)) }
    }
}

/// How many decimals the multiples of a step need.
pub(super) fn decimals(step: f64) -> usize {
    let exact = |scaled: f64| scaled >= 0.999 && (scaled - libm::round(scaled)).abs() < 1e-6 * scaled;
    (0..6).find(|&places| exact(step * [1.0, 10.0, 100.0, 1e3, 1e4, 1e5][places])).unwrap_or(6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        let usd = Currency::new("USD");
        assert_eq!(usd.amount(-1_234_567.0), "\u{2212}$1.2M");
        assert_eq!(usd.amount(999_960.0), "$1.0M");
        assert_eq!(usd.amount(-0.2), "$0");
        assert_eq!(usd.signed(4_200.0), "+$4.2k");
        assert_eq!(usd.with_error(-3_171_000.0, 91_900.0), "\u{2212}$3.17M ±0.09M");
        assert_eq!(usd.with_error(-988_130.0, 109_270.0), "\u{2212}$988k ±109k");
        assert_eq!(usd.with_error(10_550_000.0, 460_000.0), "+$10.6M ±0.5M");
        assert_eq!(usd.with_error(10_550_000.0, 46_000.0), "+$10.55M ±0.05M");
        assert_eq!(usd.with_error(12.0, 3.0), "+$12 ±3");
        assert_eq!((decimals(2.5), decimals(0.25), decimals(5.0), decimals(0.2)), (1, 2, 0, 1));
        assert_eq!(usd.tick(500_000.0, 500_000.0, 2e6), "$0.5M");
        assert_eq!(Currency::new("CHF").amount(12.0), "CHF\u{a0}12");
        assert_eq!(plain(1_234_567.89, 1), "1,234,567.9");
        assert_eq!(plain(f64::NAN, 1), "n/a");
        assert_eq!((tally(1_234.4), tally(2.6e6), tally(1e300)), ("1,234".to_owned(), "3M".to_owned(), "999T".to_owned()));
        assert_eq!(
            [0.0, 0.123, 12.0, 999.6, 1_234.0, 45_678.0, 4.5e9].map(short),
            ["0", "0.1", "12", "1.0k", "1.2k", "46k", "4.5B"]
        );
        assert_eq!(
            [0.18, 1_500.0, 0.05, 43.0, -2.5, 0.000_123_4].map(brief),
            ["0.18", "1,500", "0.05", "43", "\u{2212}2.5", "0.000123"]
        );
        assert_eq!(share(0.621), "62%");
        assert_eq!(share(0.001), "<1%");
    }
}
