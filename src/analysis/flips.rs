//! Table `flip`: each ranged value with where the pick changes, and each in a sentence.

use super::format::{figure, names};

/// What became of the pick as a value moved through its range.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It changes.
    Switches {
        /// Whether above today's value.
        above: bool,
        /// Where; of whole numbers, the first value at which the other is picked.
        value: f64,
        /// Low end of its 95% interval; none where the two are not told apart down to the end of the range or to today's value.
        low: Option<f64>,
        /// High end, likewise.
        high: Option<f64>,
        /// The policy picked from there on.
        challenger: String,
        /// Whether the scan saw the pick change again further out.
        again: bool,
    },
    /// It does not change within the range.
    Stays {
        /// Whether it was told apart from every other policy at every value that was looked at.
        sure: bool,
    },
    /// The scenario takes no other value of it, so that nothing is known.
    Refused,
}

/// A row of table `flip`. A value has one where the pick changes on one side or none, two where it changes on both.
#[derive(Clone, Debug, PartialEq)]
pub struct FlipRow {
    /// The value's path, as `--set` takes it.
    pub path: String,
    /// Its unit in words, as in `USD a full-time week`.
    pub unit: String,
    /// Low end of the range.
    pub low: f64,
    /// High end.
    pub high: f64,
    /// Today's value.
    pub today: f64,
    /// Whether only whole numbers are values.
    pub whole: bool,
    /// The policy picked today.
    pub pick: String,
    /// What became of it.
    pub outcome: Outcome,
    /// What else to know, as why a value was refused; else empty.
    pub note: String,
}

impl FlipRow {
    /// How far the switch lies from today's value, as a share of the range; none where there is none.
    #[must_use]
    pub fn distance(&self) -> Option<f64> {
        match self.outcome {
            Outcome::Switches { value, .. } => Some((value - self.today).abs() / (self.high - self.low)),
            Outcome::Stays { .. } | Outcome::Refused => None,
        }
    }

    /// `above`, `below`, `none` or `refused`, as the table says it.
    #[must_use]
    pub const fn side(&self) -> &'static str {
        match self.outcome {
            Outcome::Switches { above: true, .. } => "above",
            Outcome::Switches { above: false, .. } => "below",
            Outcome::Stays { .. } => "none",
            Outcome::Refused => "refused",
        }
    }

    /// In a sentence: "`reskill` stays ahead until tuition per week passes $1,310 a full-time week [1,220, 1,400] (now $900); then `hire` leads."
    #[must_use]
    pub fn sentence(&self, currency: &str) -> String {
        let (pick, what) = (format!("`{}`", self.pick), self.words());
        let amount = |value| self.amount(currency, value);
        let now = format!("(now {})", amount(self.today).0);
        match &self.outcome {
            Outcome::Switches { above, value, low, high, challenger, again } => {
                let verb = match (above, self.whole) {
                    (true, false) => "passes",
                    (false, false) => "falls below",
                    (true, true) => "reaches",
                    (false, true) => "falls to",
                };
                let end = |end: &Option<f64>| end.map_or_else(|| "\u{2026}".to_owned(), |end| figure(end, self.decimals()));
                let (size, unit) = amount(*value);
                let interval = format!("[{}, {}]", end(low), end(high));
                let more = if *again { " The pick changes again further out." } else { "" };
                format!("{pick} stays ahead until {what} {verb} {size}{unit} {interval} {now}; then `{challenger}` leads.{more}")
            }
            Outcome::Stays { sure } => {
                let unit = amount(self.high).1;
                let (low, high) = (amount(self.low).0, amount(self.high).0);
                let how = if *sure { "surely ahead" } else { "ahead" };
                format!("{pick} stays {how} wherever {what} lies from {low} to {high}{unit} {now}.")
            }
            Outcome::Refused => format!("Nothing is known of {what} {now}: {}.", self.note.trim_end_matches('.')),
        }
    }

    /// A value with its currency, and apart from it the rest of its unit, to stand behind it.
    fn amount(&self, currency: &str, value: f64) -> (String, String) {
        let number = figure(value, self.decimals());
        let spaced = |rest: &str| if rest.is_empty() { String::new() } else { format!(" {rest}") };
        match self.unit.strip_prefix(currency) {
            Some(rest) if currency == "USD" => (
                number.strip_prefix('\u{2212}').map_or_else(|| format!("${number}"), |size| format!("\u{2212}${size}")),
                spaced(rest.trim_start()),
            ),
            Some(rest) => (format!("{currency} {number}"), spaced(rest.trim_start())),
            None => (number, spaced(&self.unit)),
        }
    }

    /// A value as tables show it.
    #[must_use]
    pub fn number(&self, value: f64) -> String {
        figure(value, self.decimals())
    }

    /// Decimals that tell a two-hundredth of the range.
    fn decimals(&self) -> usize {
        if self.whole {
            return 0;
        }
        let step = (self.high - self.low) / 200.0;
        (0..9)
            .find(|decimals| step * libm::pow(10.0, f64::from(*decimals)) >= 1.0)
            .map_or(9, |decimals| usize::try_from(decimals).unwrap_or(9))
    }

    /// What the value is, in words: its key; with the role that it belongs to; its path where that says more.
    fn words(&self) -> String {
        let keys: Vec<&str> = self.path.split('.').collect();
        let plain = |key: &str| key.replace('_', " ");
        match keys[..] {
            ["hiring" | "learning" | "retention", key] | [key] => plain(key),
            [section, key] => format!("{} {}", plain(section), plain(key)),
            ["roles", role, key] => format!("{} of {}", plain(key), names(&[role])),
            _ => format!("`{}`", self.path),
        }
    }
}

/// Puts rows in the order in which they matter: switches first, the nearest to today's value as a share of its range before others, then by path.
pub fn sort(rows: &mut [FlipRow]) {
    let rank = |row: &FlipRow| match row.outcome {
        Outcome::Switches { .. } => 0,
        Outcome::Stays { sure: false } => 1,
        Outcome::Stays { sure: true } => 2,
        Outcome::Refused => 3,
    };
    rows.sort_by(|a, b| {
        let (near, far) = (a.distance().unwrap_or(0.0), b.distance().unwrap_or(0.0));
        rank(a).cmp(&rank(b)).then(near.total_cmp(&far)).then_with(|| a.path.cmp(&b.path))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(path: &str, unit: &str, (low, today, high): (f64, f64, f64), outcome: Outcome) -> FlipRow {
        let (path, unit, pick) = (path.to_owned(), unit.to_owned(), "reskill".to_owned());
        FlipRow { path, unit, low, high, today, whole: false, pick, outcome, note: String::new() }
    }

    fn switch(value: f64, low: Option<f64>, high: Option<f64>) -> Outcome {
        Outcome::Switches { above: true, value, low, high, challenger: "hire".into(), again: false }
    }

    #[test]
    fn a_switch_reads_as_people_say_it() {
        let tuition = |outcome, unit| row("learning.tuition_per_week", unit, (300.0, 900.0, 1500.0), outcome);
        let (usd, eur) = ("USD a full-time week", "EUR a full-time week");
        assert_eq!(
            tuition(switch(1310.4, Some(1220.0), Some(1400.0)), usd).sentence("USD"),
            "`reskill` stays ahead until tuition per week passes $1,310 a full-time week [1,220, 1,400] (now $900); then `hire` leads."
        );
        assert_eq!(
            tuition(switch(1310.4, None, Some(1400.0)), eur).sentence("EUR"),
            "`reskill` stays ahead until tuition per week passes EUR 1,310 a full-time week [\u{2026}, 1,400] (now EUR 900); then `hire` leads."
        );
        assert_eq!(
            tuition(Outcome::Stays { sure: true }, usd).sentence("USD"),
            "`reskill` stays surely ahead wherever tuition per week lies from $300 to $1,500 a full-time week (now $900)."
        );
        let whole = FlipRow {
            whole: true,
            ..row("roles.agent.headcount", "people", (200.0, 400.0, 800.0), switch(521.0, Some(500.0), None))
        };
        assert_eq!(
            whole.sentence("USD"),
            "`reskill` stays ahead until headcount of `agent` reaches 521 people [500, \u{2026}] (now 400); then `hire` leads."
        );
        let below = Outcome::Switches {
            above: false,
            value: 0.0712,
            low: Some(0.06),
            high: Some(0.083),
            challenger: "hire".into(),
            again: true,
        };
        assert_eq!(
            row("retention.turnover", "a person-year", (0.05, 0.11, 0.3), below).sentence("USD"),
            "`reskill` stays ahead until turnover falls below 0.071 a person-year [0.060, 0.083] (now 0.110); then `hire` leads. The pick changes again further out."
        );
        let refused = FlipRow {
            note: "shares sum to 1.2.".into(),
            ..row("roles.a.tasks.t.share", "share", (0.1, 0.4, 0.9), Outcome::Refused)
        };
        assert_eq!(refused.sentence("USD"), "Nothing is known of `roles.a.tasks.t.share` (now 0.400): shares sum to 1.2.");
    }

    #[test]
    fn the_nearest_switch_comes_first() {
        let at = |path, value| row(path, "weeks", (0.0, 4.0, 10.0), switch(value, None, None));
        let stays = |path, sure| row(path, "weeks", (0.0, 4.0, 10.0), Outcome::Stays { sure });
        let mut rows = [stays("a", true), at("b", 9.0), stays("c", false), at("d", 5.0), at("e", 3.5)];
        sort(&mut rows);
        let order: Vec<&str> = rows.iter().map(|row| row.path.as_str()).collect();
        assert_eq!(order, ["e", "d", "b", "c", "a"]);
        assert_eq!((rows[0].distance(), rows[3].distance()), (Some(0.05), None));
    }
}
