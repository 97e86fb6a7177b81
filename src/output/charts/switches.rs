//! Switches: for each value that would change the pick within its range, where it stands now, where the pick changes, and how surely.
//!
//! A row is a value's range, drawn from end to end whatever its unit, so that what is near in the picture is near as a share of the range. The nearest
//! switches come first.

use std::collections::BTreeSet;

use super::Chart;
use super::cast::{NONE, shortest};
use super::data::{Data, named};
use super::marks::Stroke;
use super::number::count;
use super::palette::{GRID, INK, Look, MUTED, Marker};
use super::sheet::{BOTTOM, LEFT, RIGHT, SMALL, Sheet, Swatch, TOP, Words};
use super::source::Source;
use super::text::{Anchor, Text, Weight, clean, fit, width};
use super::tornado::short_path;
use crate::analysis::flips::{FlipRow, Outcome};

/// The chart's name.
const NAME: &str = "switches";
/// At most so many rows.
const ROWS: usize = 14;
/// The most that names and units take of the page's width.
const NAMES: f64 = 680.0;
/// The most of it that units take.
const UNITS: f64 = 340.0;
/// The most that a value at an end of a range takes.
const ENDS: f64 = 150.0;
/// The most that words on what leads then take.
const THEN: f64 = 400.0;

/// Everything that the chart shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Switches<'a> {
    /// What was run.
    pub source: Source<'a>,
    /// The policies that were chosen between, by name.
    pub policies: &'a [String],
    /// Today's pick.
    pub pick: &'a str,
    /// What became of the pick, value by value, the nearest switch first.
    pub rows: &'a [FlipRow],
}

/// A switch that is drawn.
struct Drawn<'r> {
    row: &'r FlipRow,
    above: bool,
    value: f64,
    ends: [Option<f64>; 2],
    challenger: &'r str,
}

impl<'r> Drawn<'r> {
    /// A row that switches and whose numbers can be drawn.
    fn of(row: &'r FlipRow) -> Option<Self> {
        let Outcome::Switches { above, value, low, high, challenger, .. } = &row.outcome else { return None };
        let sound = [row.low, row.high, row.today, *value].into_iter().chain(*low).chain(*high).all(f64::is_finite);
        (sound && row.high > row.low && (row.high - row.low).is_finite()).then_some(Self {
            row,
            above: *above,
            value: *value,
            ends: [*low, *high],
            challenger,
        })
    }

    /// Where a value lies in the range.
    fn share(&self, value: f64) -> f64 {
        ((value - self.row.low) / (self.row.high - self.row.low)).clamp(0.0, 1.0)
    }

    /// The ends of the interval. One that is open reaches to today's value on the inner side and to the end of the range on the outer.
    fn reach(&self) -> [f64; 2] {
        let open = if self.above { [self.row.today, self.row.high] } else { [self.row.low, self.row.today] };
        [self.ends[0].unwrap_or(open[0]), self.ends[1].unwrap_or(open[1])]
    }

    /// Whether the other policy is surely ahead somewhere within the range.
    const fn is_sure(&self) -> bool {
        if self.above { self.ends[1].is_some() } else { self.ends[0].is_some() }
    }

    /// What leads then, in words: `hire above 1,310`.
    fn then(&self) -> String {
        let way = match (self.above, self.row.whole) {
            (true, false) => "above",
            (false, false) => "below",
            (true, true) => "from",
            (false, true) => "up to",
        };
        format!("{} {way} {}", shortest(&named(self.challenger)), self.row.number(self.value))
    }
}

/// Draws the switches.
#[must_use]
pub fn switches(switches: &Switches<'_>) -> Chart {
    let all: Vec<Drawn<'_>> = switches.rows.iter().filter_map(Drawn::of).collect();
    let rows = &all[..all.len().min(ROWS)];
    if rows.is_empty() {
        let why = "There is nothing to draw: the pick is the same wherever each value lies in its range.";
        return Sheet::empty(NAME, switches.source, "No value changes the pick within its range", why);
    }
    let mut sheet = Sheet::new();
    let now = Look { colour: INK, dash: &[], marker: Marker::Hollow };
    let key = TOP + 22.0;
    sheet.marker((LEFT + 12.0, key - 0.35 * SMALL), 10.0, now);
    let ring = Text::new(LEFT + 34.0, key, SMALL, "the value now").coloured(MUTED);
    let interval = "95% interval of the switch, open where it has no cap";
    sheet.keys(ring.bounds().right + 36.0, key, &[(Swatch::Line(Stroke::solid(MUTED, 10.0)), interval)]);
    sheet.text(ring);
    let words = Text::new(RIGHT, key, SMALL, "in colour: the switch, in the look of who leads then");
    sheet.text(words.anchored(Anchor::End).coloured(MUTED));
    sheet.line(vec![(LEFT, TOP + 36.0), (RIGHT, TOP + 36.0)], Stroke::solid(GRID, 1.0));

    let widest = |words: &mut dyn Iterator<Item = String>, weight| {
        words.map(|words| width(&clean(&words), SMALL, weight)).fold(0.0, f64::max)
    };
    let unit = |row: &Drawn<'_>| fit(&row.row.unit, SMALL, Weight::Regular, UNITS);
    let after = |row: &Drawn<'_>| {
        let unit = width(&unit(row), SMALL, Weight::Regular);
        if unit > 0.0 { unit + 12.0 } else { 0.0 }
    };
    let names = rows.iter().map(|row| width(&clean(&row.row.path), SMALL, Weight::Semibold) + after(row));
    let names = names.fold(0.0, f64::max).min(NAMES);
    let low = widest(&mut rows.iter().map(|row| row.row.number(row.row.low)), Weight::Regular).min(ENDS);
    let high = widest(&mut rows.iter().map(|row| row.row.number(row.row.high)), Weight::Regular).min(ENDS);
    let then = widest(&mut rows.iter().map(Drawn::then), Weight::Semibold).min(THEN);
    let (left, right) = (LEFT + names + 28.0 + low + 20.0, RIGHT - then - 28.0 - high - 20.0);
    let top = TOP + 92.0;
    let pitch = ((BOTTOM - 30.0 - top) / count(rows.len())).min(96.0);
    let x = |share: f64| left + share * (right - left);
    for (words, at, anchor) in
        [("low", left - 20.0, Anchor::End), ("high", right + 20.0, Anchor::Start), ("then leads", RIGHT, Anchor::End)]
    {
        sheet.text(Text::new(at, top - 14.0, SMALL, words).anchored(anchor).coloured(MUTED));
    }
    for (nth, row) in rows.iter().enumerate() {
        let y = top + pitch * (count(nth) + 0.5);
        let name = Text::new(LEFT, y + 8.0, SMALL, &short_path(&row.row.path, names - after(row))).bold(true);
        let unit = Text::new(name.bounds().right + 12.0, y + 8.0, SMALL, &unit(row)).coloured(MUTED);
        sheet.text(name);
        sheet.text(unit);
        let end = |value| fit(&row.row.number(value), SMALL, Weight::Regular, ENDS);
        sheet.text(Text::new(left - 20.0, y + 8.0, SMALL, &end(row.row.low)).anchored(Anchor::End).coloured(MUTED));
        sheet.text(Text::new(right + 20.0, y + 8.0, SMALL, &end(row.row.high)).coloured(MUTED));
        range(&mut sheet, row, look(switches.policies, row.challenger), (y, pitch), &x);
        sheet.marker((x(row.share(row.row.today)), y), 10.0, now);
        let then = fit(&row.then(), SMALL, Weight::Semibold, then);
        sheet.text(Text::new(RIGHT, y + 8.0, SMALL, &then).anchored(Anchor::End).bold(true));
    }

    let paths = |rows: &mut dyn Iterator<Item = &FlipRow>| rows.map(|row| row.path.as_str()).collect::<BTreeSet<_>>().len();
    let sure = paths(&mut all.iter().filter(|row| row.is_sure()).map(|row| row.row));
    let looked = paths(&mut switches.rows.iter());
    let left_out =
        if all.len() > rows.len() { format!(" The nearest {} of {} switches.", rows.len(), all.len()) } else { String::new() };
    let pick = named(switches.pick);
    let subtitle = format!(
        "Pick today: {}. One value at a time over its range, the others as they are; each row is a range from end to end, the nearest switch first.{left_out}",
        fit(&pick, SMALL, Weight::Regular, 240.0)
    );
    let told = |row: &Drawn<'_>| format!("{} now {}, {}", clean(&row.row.path), row.row.number(row.row.today), row.then());
    let description = format!("The pick is {pick}. Nearest first: {}.", rows.iter().map(told).collect::<Vec<_>>().join("; "));
    let title = match (sure, looked) {
        (0, _) => "No value surely changes the pick within its range".to_owned(),
        (_, 1) => "The value surely changes the pick".to_owned(),
        (1, _) => format!("1 of {looked} values surely changes the pick"),
        _ => format!("{sure} of {looked} values surely change the pick"),
    };
    sheet.finish(NAME, switches.source, Words { titles: vec![title], subtitle, description, data: data(&all) })
}

/// How a policy looks.
fn look(policies: &[String], policy: &str) -> Look {
    let mut named = policies.iter().filter(|name| *name != NONE);
    named.position(|name| name == policy).map_or(Look::none(), Look::of)
}

/// Draws a range, the interval of its switch, and the switch.
fn range(sheet: &mut Sheet, row: &Drawn<'_>, look: Look, (y, pitch): (f64, f64), x: &dyn Fn(f64) -> f64) {
    sheet.line(vec![(x(0.0), y), (x(1.0), y)], Stroke::solid(GRID, 3.0));
    for share in [0.0, 1.0] {
        sheet.line(vec![(x(share), y - 8.0), (x(share), y + 8.0)], Stroke::solid(GRID, 3.0));
    }
    let [from, to] = row.reach().map(|end| x(row.share(end)));
    let tall = (pitch * 0.16).min(6.0);
    sheet.block((from, y - tall), (to, y + tall), look.colour, 0.45);
    for (end, place) in row.ends.into_iter().zip([from, to]) {
        if end.is_some() {
            sheet.line(vec![(place, y - 2.0 * tall), (place, y + 2.0 * tall)], Stroke::solid(look.colour, 3.0));
        }
    }
    sheet.marker((x(row.share(row.value)), y), 11.0, look);
}

/// Every switch as a table.
fn data(rows: &[Drawn<'_>]) -> Data {
    let heads = ["Value", "Unit", "Low", "High", "Now", "Switch", "95% interval", "Leads then"];
    let caption = "Where the pick changes as one value moves through its range, the nearest first; … where an interval has no end within the range or before the value of now.";
    let mut data = Data::new(caption, &heads);
    for row in rows {
        let number = |value: f64| row.row.number(value);
        let end = |end: Option<f64>| end.map_or_else(|| "…".to_owned(), number);
        let interval = format!("{} to {}", end(row.ends[0]), end(row.ends[1]));
        let numbers = [row.row.low, row.row.high, row.row.today, row.value].map(number);
        let unit = clean(&row.row.unit);
        let first = [named(&row.row.path), if unit.is_empty() { "–".to_owned() } else { unit }];
        data.row(first.into_iter().chain(numbers).chain([interval, named(row.challenger)]));
    }
    data
}
