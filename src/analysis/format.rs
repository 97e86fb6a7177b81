//! Figures in words, the same in the terminal, on charts and in the report: `$3.2M`, `EUR 950k`, `94%`, with a true minus.

/// The minus sign.
pub const MINUS: char = '\u{2212}';

/// An amount of money: `$3.2M` where the currency is USD, else `EUR 3.2M`; `−$3.2M` and `EUR −3.2M` below 0.
#[must_use]
pub fn money(currency: &str, units: f64) -> String {
    let figure = amount(units);
    if currency != "USD" {
        return format!("{currency} {figure}");
    }
    figure.strip_prefix(MINUS).map_or_else(|| format!("${figure}"), |plain| format!("{MINUS}${plain}"))
}

/// A large figure with a letter for its size: `3.2M`, `24.8k`, `950`. One decimal below a hundred of a letter, none from there and below a thousand.
#[must_use]
pub fn amount(figure: f64) -> String {
    const SIZES: [(f64, &str); 4] = [(1.0, ""), (1e3, "k"), (1e6, "M"), (1e9, "B")];
    let size = figure.abs();
    let mut text = String::new();
    for (position, (unit, letter)) in SIZES.iter().enumerate() {
        let scaled = size / unit;
        let decimals = usize::from(position > 0 && scaled < 99.95);
        text = format!("{scaled:.decimals$}");
        // What rounds to a thousand of one letter is one of the next.
        if text.len() < 4 || text.contains('.') || position + 1 == SIZES.len() {
            text.push_str(letter);
            break;
        }
    }
    signed(figure, text)
}

/// A figure with so many decimals and a true minus.
#[must_use]
pub fn number(figure: f64, decimals: usize) -> String {
    signed(figure, format!("{:.decimals$}", figure.abs()))
}

/// A figure as tables show it: so many decimals, thousands apart, a true minus: `−1,234.5`.
#[must_use]
pub fn figure(figure: f64, decimals: usize) -> String {
    let size = format!("{:.decimals$}", figure.abs());
    let (whole, rest) = size.split_at(size.find('.').unwrap_or(size.len()));
    let mut text = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text.push_str(rest);
    signed(figure, text)
}

/// Puts the minus before the text of a size, unless it rounded to nothing.
fn signed(figure: f64, size: String) -> String {
    let nothing = size.chars().all(|character| !character.is_ascii_digit() || character == '0');
    if figure < 0.0 && !nothing { format!("{MINUS}{size}") } else { size }
}

/// A share as a whole percentage; `<1%` and `>99%` where rounding would claim none or all.
#[must_use]
pub fn percent(share: f64) -> String {
    if share > 0.0 && share < 0.005 {
        return "<1%".to_owned();
    }
    if (0.995..1.0).contains(&share) {
        return ">99%".to_owned();
    }
    format!("{}%", number(share * 100.0, 0))
}

/// A count that ties may have split: whole where it is, else with one decimal.
#[must_use]
pub fn count(figure: f64) -> String {
    if (figure - libm::round(figure)).abs() < 0.05 { number(figure, 0) } else { number(figure, 1) }
}

/// Names in a sentence, each in backticks: "`a`, `b` and `c`".
#[must_use]
pub fn names(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    listed(&quoted)
}

/// Words in a sentence: "a, b and c".
#[must_use]
pub fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_reads_as_people_write_it() {
        for (units, text) in [
            (3_200_000.0, "$3.2M"),
            (-3_240_000.0, "\u{2212}$3.2M"),
            (950_000.0, "$950k"),
            (24_800.0, "$24.8k"),
            (999_960.0, "$1.0M"),
            (99_960.0, "$100k"),
            (999.6, "$1.0k"),
            (999.4, "$999"),
            (0.0, "$0"),
            (-0.2, "$0"),
            (12_300_000_000_000.0, "$12300B"),
        ] {
            assert_eq!(money("USD", units), text);
        }
        assert_eq!(money("EUR", 3_200_000.0), "EUR 3.2M");
        assert_eq!(money("EUR", -24_800.0), "EUR \u{2212}24.8k");
    }

    #[test]
    fn figures_of_tables_keep_thousands_apart() {
        for (value, decimals, text) in [
            (1_234_567.0, 0, "1,234,567"),
            (-1_234.56, 1, "\u{2212}1,234.6"),
            (999.0, 0, "999"),
            (999.96, 1, "1,000.0"),
            (-0.04, 1, "0.0"),
            (0.0, 2, "0.00"),
        ] {
            assert_eq!(figure(value, decimals), text);
        }
    }

    #[test]
    fn shares_and_lists_do_not_overclaim() {
        assert_eq!(
            [percent(0.935), percent(0.001), percent(0.999), percent(1.0), percent(0.0)],
            ["94%", "<1%", ">99%", "100%", "0%"]
        );
        assert_eq!([count(187.0), count(99.5)], ["187", "99.5"]);
        assert_eq!(names(&["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(names(&["a"]), "`a`");
    }
}
