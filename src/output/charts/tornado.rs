//! Tornado: what an outcome comes to with each input at the low and the high end of its range, the others as they are.
//!
//! Inputs come by swing. The values at the ends of a bar are the input's; where a bar ends is the outcome. Marked are the inputs that
//! change which policy wins. Those are shown however small their swing, for they matter to the decision.

use super::Chart;
use super::cast::shortest;
use super::data::{Data, named, range_of};
use super::fill::sound;
use super::marks::Stroke;
use super::number::{Currency, brief, count, decimals, plain};
use super::palette::{GRID, INK, MUTED, Rgb};
use super::scale::{Axis, Scale, extent};
use super::sheet::{BOTTOM, LEFT, RIGHT, SMALL, Sheet, Swatch, TOP, Words};
use super::source::Source;
use super::text::{Anchor, Text, Weight, clean, fit, width};
use crate::analysis::rows::Interval;

/// The chart's name.
const NAME: &str = "tornado";
/// At most so many bars.
const BARS: usize = 14;
/// Bars of inputs at their low end.
const LOW: Rgb = Rgb(0x12, 0x43, 0x6d);
/// Bars of inputs at their high end.
const HIGH: Rgb = Rgb(0x28, 0xa1, 0x97);

/// One end of an input's range.
#[derive(Clone, Debug, PartialEq)]
pub struct TornadoEnd {
    /// The input.
    pub input: f64,
    /// The outcome there, with the error of its mean.
    pub outcome: Interval,
    /// Which policy wins there.
    pub winner: String,
    /// Whether it is told apart from the next best.
    pub sure: bool,
}

/// An input at both ends of its range.
#[derive(Clone, Debug, PartialEq)]
pub struct TornadoRow {
    /// What the input is called.
    pub input: String,
    /// Its unit; may be empty.
    pub unit: String,
    /// At its low end.
    pub low: TornadoEnd,
    /// At its high end.
    pub high: TornadoEnd,
}

impl TornadoRow {
    /// How far apart the ends take the outcome, from the base if that lies further.
    fn swing(&self, base: f64) -> f64 {
        let ends = [self.low.outcome.mean, self.high.outcome.mean, base];
        ends.into_iter().fold(f64::NEG_INFINITY, f64::max) - ends.into_iter().fold(f64::INFINITY, f64::min)
    }

    /// Whether every number that is drawn is one.
    fn is_sound(&self) -> bool {
        [&self.low, &self.high].iter().all(|end| end.input.is_finite() && sound(&end.outcome))
    }
}

/// Everything that a tornado shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Tornado<'a> {
    /// What was run.
    pub source: Source<'a>,
    /// What the outcome is, as in "Transition cost against none".
    pub measure: &'a str,
    /// Its unit: a currency's code where it is money.
    pub unit: &'a str,
    /// Whether it is money.
    pub money: bool,
    /// Whose outcome it is.
    pub policy: &'a str,
    /// The outcome with every input as it is.
    pub base: f64,
    /// Which policy wins with every input as it is.
    pub winner: &'a str,
    /// The inputs, in any order.
    pub rows: Vec<TornadoRow>,
}

impl Tornado<'_> {
    /// The ends of an input at which another policy wins.
    fn changes<'r>(&self, row: &'r TornadoRow) -> Vec<&'r TornadoEnd> {
        [&row.low, &row.high].into_iter().filter(|end| end.winner != self.winner && !end.winner.is_empty()).collect()
    }

    /// The inputs that are shown, largest swing first: those that change the winner and as many others as there is room for.
    fn shown(&self) -> Vec<&TornadoRow> {
        let mut rows: Vec<&TornadoRow> = self.rows.iter().filter(|row| row.is_sound()).collect();
        rows.sort_by(|a, b| b.swing(self.base).total_cmp(&a.swing(self.base)).then_with(|| a.input.cmp(&b.input)));
        let changing = rows.iter().filter(|row| !self.changes(row).is_empty()).count().min(BARS);
        let (mut changers, mut room) = (changing, BARS - changing);
        rows.retain(|row| {
            let place = if self.changes(row).is_empty() { &mut room } else { &mut changers };
            let kept = *place > 0;
            *place = place.saturating_sub(1);
            kept
        });
        rows
    }

    /// The finding.
    fn titles(&self) -> Vec<String> {
        let all: Vec<&TornadoRow> = self.rows.iter().filter(|row| row.is_sound()).collect();
        let changes = |sure: bool| -> Vec<&&TornadoRow> {
            all.iter().filter(|row| self.changes(row).iter().any(|end| end.sure || !sure)).collect()
        };
        let winner = shortest(&named(self.winner));
        let (surely, perhaps) = (changes(true), changes(false));
        match (surely.as_slice(), perhaps.len()) {
            ([], 0) => vec![format!("{winner} wins whichever input changes"), "No single input changes the winner".to_owned()],
            ([], _) => vec!["No single input surely changes the winner".to_owned()],
            ([one], _) => vec![
                format!("Only {} surely changes the winner", clean(&one.input)),
                "Only one input surely changes the winner".to_owned(),
            ],
            (several, _) => vec![format!("{} of {} inputs change the winner", several.len(), all.len())],
        }
    }

    /// An outcome in words.
    fn words(&self, value: f64) -> String {
        if self.money { Currency::new(self.unit).amount(value) } else { brief(value) }
    }

    /// An input in words, its unit where that stands beside the bars.
    fn input(row: &TornadoRow, end: &TornadoEnd, beside: bool) -> String {
        let unit = if row.unit.is_empty() || !beside { String::new() } else { format!(" {}", row.unit) };
        format!("{}{unit}", brief(end.input))
    }

    /// The ends of a bar, the outer first, and whether each is to the right of the base.
    fn ends<'r>(&self, row: &'r TornadoRow) -> [(&'r TornadoEnd, Rgb, bool); 2] {
        let end = |end: &'r TornadoEnd, colour| (end, colour, end_mean(end) >= self.base);
        let [low, high] = [end(&row.low, LOW), end(&row.high, HIGH)];
        let far = |of: &TornadoEnd| (end_mean(of) - self.base).abs();
        if far(high.0) > far(low.0) { [high, low] } else { [low, high] }
    }

    /// What stands beside a bar, and whether at the right of it. Where both its ends are on one side so are their inputs, the outer first:
    /// `0 (inner: 1.5)`.
    fn labels(&self, row: &TornadoRow, beside: bool) -> Vec<(String, bool)> {
        let [(outer, _, right), (inner, _, inner_right)] = self.ends(row);
        let words = |end| Self::input(row, end, beside);
        if right == inner_right {
            return vec![(format!("{} (inner: {})", words(outer), brief(inner.input)), right)];
        }
        vec![(words(outer), right), (words(inner), inner_right)]
    }

    /// What changes, in words: `hire wins at 2,700`.
    fn change(&self, row: &TornadoRow) -> String {
        let ends = self.changes(row);
        let verb = |end: &TornadoEnd| if end.sure { "wins" } else { "may win" };
        let one = |end: &TornadoEnd| format!("{} {} at {}", shortest(&named(&end.winner)), verb(end), brief(end.input));
        match ends.as_slice() {
            // Said once for both.
            [low, high] if low.sure == high.sure && low.winner == high.winner => {
                format!("{} and {}", one(low), brief(high.input))
            }
            [low, high] if low.sure == high.sure => {
                format!("{}, {} at {}", one(low), shortest(&named(&high.winner)), brief(high.input))
            }
            ends => ends.iter().map(|end| one(end)).collect::<Vec<_>>().join("; "),
        }
    }
}

/// The most that names take of the page's width, with units beside the bars and with units beside the names.
const NAMES: [f64; 2] = [420.0, 660.0];
/// The most of it that units take beside names.
const UNITS: f64 = 300.0;
/// The most that inputs take on either side of the bars.
const INPUTS: f64 = 260.0;
/// The most that words on what changes take.
const CHANGES: f64 = 470.0;

/// A path that fits: its first step and as many words of its end as there is room for, since the end tells more than the middle. Any other name is
/// cut at its end.
pub(super) fn short_path(path: &str, room: f64) -> String {
    let path = clean(path);
    let fits = |words: &String| width(words, SMALL, Weight::Semibold) <= room;
    if fits(&path) {
        return path;
    }
    let first = path.split('.').next().unwrap_or_default();
    let ends = path.match_indices(['.', '_', ' ']).filter(|(place, _)| *place > first.len());
    let mut shorter = ends.map(|(place, _)| format!("{first}…{}", &path[place + 1..]));
    shorter.find(fits).unwrap_or_else(|| fit(&path, SMALL, Weight::Semibold, room))
}

/// Draws a tornado.
#[must_use]
pub fn tornado(tornado: &Tornado<'_>) -> Chart {
    let rows = tornado.shown();
    if rows.is_empty() || !tornado.base.is_finite() {
        let why = "There is nothing to draw: no input was varied.";
        return Sheet::empty(NAME, tornado.source, "No inputs to compare", why);
    }
    let mut sheet = Sheet::new();
    sheet.keys(
        LEFT,
        TOP + 22.0,
        &[
            (Swatch::Block(LOW, 1.0), "input at its low end"),
            (Swatch::Block(HIGH, 1.0), "at its high end"),
            (Swatch::Line(Stroke::solid(INK, 3.0)), "95% interval of the mean"),
        ],
    );
    sheet.line(vec![(LEFT, TOP + 36.0), (RIGHT, TOP + 36.0)], Stroke::solid(GRID, 1.0));
    let wide = |words: &str| width(&clean(words), SMALL, Weight::Semibold);
    let widest = |words: &dyn Fn(&TornadoRow) -> f64| rows.iter().map(|row| words(row)).fold(0.0, f64::max);
    // Units stand beside bars where they fit there, else, once a row, beside names.
    let inputs = |beside: bool| {
        [false, true].map(|right| {
            let labels = |row: &TornadoRow| tornado.labels(row, beside).into_iter().filter(move |(_, at)| *at == right);
            widest(&|row| labels(row).map(|(words, _)| width(&clean(&words), SMALL, Weight::Regular)).fold(0.0, f64::max))
        })
    };
    let beside = inputs(true).into_iter().all(|wide| wide <= INPUTS);
    let inputs = inputs(beside).map(|wide| wide.min(INPUTS));
    let unit = |row: &TornadoRow| if beside { String::new() } else { fit(&row.unit, SMALL, Weight::Regular, UNITS) };
    let after = |row: &TornadoRow| {
        let unit = width(&unit(row), SMALL, Weight::Regular);
        if unit > 0.0 { unit + 12.0 } else { 0.0 }
    };
    let names = widest(&|row| wide(&row.input) + after(row)).min(NAMES[usize::from(!beside)]);
    let changes = widest(&|row| wide(&tornado.change(row))).min(CHANGES);
    let (left, right) = (LEFT + names + 24.0 + inputs[0] + 16.0, RIGHT - changes - inputs[1] - 48.0);
    let top = TOP + 92.0;
    let pitch = ((BOTTOM - 76.0 - top) / count(rows.len())).min(96.0);
    let bottom = top + pitch * count(rows.len());
    let ends = rows.iter().flat_map(|row| [row.low.outcome, row.high.outcome]).flat_map(|end| [end.mean, end.low, end.high]);
    let reach: Vec<f64> = ends.chain([tornado.base]).collect();
    let (least, most) = extent(reach.iter().copied()).unwrap_or((0.0, 1.0));
    let axis = Axis::nice(reach, 5.0).up_to(most).down_to(least);
    let scale = Scale::new(&axis, left, right);
    let largest = axis.low.abs().max(axis.high.abs());
    let money = Currency::new(tornado.unit);
    for &tick in &axis.ticks {
        let x = scale.at(tick);
        let words = if tornado.money { money.tick(tick, axis.step, largest) } else { plain(tick, decimals(axis.step)) };
        sheet.line(vec![(x, top), (x, bottom)], Stroke::solid(GRID, 1.5));
        sheet.text(Text::new(x, bottom + 32.0, SMALL, &words).anchored(Anchor::Middle).coloured(MUTED));
    }
    let base = scale.at(tornado.base);
    let as_is = format!("as it is: {}", tornado.words(tornado.base));
    let half = width(&as_is, SMALL, Weight::Semibold) / 2.0;
    let middle = base.clamp(left + half, (right - half).max(left + half));
    sheet.text(Text::new(middle, top - 14.0, SMALL, &as_is).anchored(Anchor::Middle).bold(true));
    if changes > 0.0 {
        sheet.text(Text::new(RIGHT, top - 14.0, SMALL, "winner changes").anchored(Anchor::End).coloured(MUTED));
    }
    let thick = (pitch * 0.56).min(46.0);
    for (nth, row) in rows.iter().enumerate() {
        let y = top + pitch * (count(nth) + 0.5);
        let strong = !tornado.changes(row).is_empty();
        let name = Text::new(LEFT, y + 8.0, SMALL, &short_path(&row.input, names - after(row))).bold(strong);
        let unit = Text::new(name.bounds().right + 12.0, y + 8.0, SMALL, &unit(row)).coloured(MUTED);
        sheet.text(name);
        sheet.text(unit);
        bar(&mut sheet, tornado, row, &scale, (y, thick), strong);
        label(&mut sheet, tornado, row, &scale, y, (beside, inputs));
        let change = fit(&tornado.change(row), SMALL, Weight::Semibold, changes);
        sheet.text(Text::new(RIGHT, y + 8.0, SMALL, &change).anchored(Anchor::End).bold(true));
    }
    sheet.line(vec![(base, top - 6.0), (base, bottom)], Stroke::solid(INK, 2.0));

    let all = tornado.rows.iter().filter(|row| row.is_sound()).count();
    let left_out = if all > rows.len() { format!(" {} of {all} inputs shown.", rows.len()) } else { String::new() };
    let subtitle = format!(
        "{} under {}, one input at a time at the ends of its range, mean of runs; the numbers beside bars are the input's{}. Outlined: the winner changes.{left_out}",
        clean(tornado.measure),
        fit(tornado.policy, SMALL, Weight::Regular, 240.0),
        if beside { "" } else { ", in the unit after its name" }
    );
    let told = |row: &&TornadoRow| {
        let at = |end| format!("{} at {}", tornado.words(end_mean(end)), Tornado::input(row, end, true));
        let change = tornado.change(row);
        let change = if change.is_empty() { change } else { format!(" ({change})") };
        format!("{} {} and {}{change}", clean(&row.input), at(&row.low), at(&row.high))
    };
    let description = format!("By swing: {}.", rows.iter().map(told).collect::<Vec<_>>().join("; "));
    sheet.finish(NAME, tornado.source, Words { titles: tornado.titles(), subtitle, description, data: data(tornado) })
}

/// The mean outcome at an end.
const fn end_mean(end: &TornadoEnd) -> f64 {
    end.outcome.mean
}

/// Draws an input's bar, its ends from the base outward.
fn bar(sheet: &mut Sheet, tornado: &Tornado<'_>, row: &TornadoRow, scale: &Scale, (y, thick): (f64, f64), strong: bool) {
    let base = scale.at(tornado.base);
    // Where both are on one side the further is drawn first, and the nearer over it, thinner.
    let ends = tornado.ends(row);
    let one_side = ends[0].2 == ends[1].2;
    for (nth, (end, colour, _)) in ends.into_iter().enumerate() {
        let tall = if nth == 1 && one_side { thick * 0.5 } else { thick };
        let x = scale.at(end_mean(end));
        sheet.block((base, y - tall / 2.0), (x, y + tall / 2.0), colour, 1.0);
        if strong {
            let corners = [(base, y - tall / 2.0), (x, y - tall / 2.0), (x, y + tall / 2.0), (base, y + tall / 2.0)];
            sheet.line(corners.into(), Stroke::solid(INK, 3.0));
        }
        let (low, high) = (scale.at(end.outcome.low), scale.at(end.outcome.high));
        sheet.line(vec![(low, y), (high, y)], Stroke::solid(super::palette::WHITE, 7.0));
        sheet.line(vec![(low - 1.0, y), (high + 1.0, y)], Stroke::solid(INK, 3.0));
    }
}

/// Writes an input's values beyond its bar and intervals.
fn label(sheet: &mut Sheet, tornado: &Tornado<'_>, row: &TornadoRow, scale: &Scale, y: f64, (beside, room): (bool, [f64; 2])) {
    let reach = |end: &TornadoEnd| [end.outcome.mean, end.outcome.low, end.outcome.high].map(|value| scale.at(value));
    let base = scale.at(tornado.base);
    let both = [&row.low, &row.high].into_iter().flat_map(reach).chain([base]);
    let (first, last) = extent(both).unwrap_or((base, base));
    for (words, right) in tornado.labels(row, beside) {
        let words = fit(&words, SMALL, Weight::Regular, room[usize::from(right)]);
        let (x, anchor) = if right { (last + 12.0, Anchor::Start) } else { (first - 12.0, Anchor::End) };
        sheet.text(Text::new(x, y + 8.0, SMALL, &words).anchored(anchor).rimmed());
    }
}

/// Every input as a table.
fn data(tornado: &Tornado<'_>) -> Data {
    let unit = if tornado.unit.is_empty() { String::new() } else { format!(" ({})", tornado.unit) };
    let at = ["low", "high"].map(|end| format!("{}{unit} at the {end} end", tornado.measure));
    let heads = ["Input", "Low", "High", &at[0], "95% interval", &at[1], "95% interval", "Winner at low", "Winner at high"];
    let mut data = Data::new("One input at a time at the ends of its range, the largest swing first.", &heads);
    let mut rows: Vec<&TornadoRow> = tornado.rows.iter().filter(|row| row.is_sound()).collect();
    rows.sort_by(|a, b| b.swing(tornado.base).total_cmp(&a.swing(tornado.base)).then_with(|| a.input.cmp(&b.input)));
    let decimals = if tornado.money { 0 } else { 3 };
    for row in rows {
        let outcome =
            |end: &TornadoEnd| [plain(end.outcome.mean, decimals), range_of(Some((end.outcome.low, end.outcome.high)), decimals)];
        let winner = |end: &TornadoEnd| {
            let name = named(&end.winner);
            if end.sure { name } else { format!("{name}, not surely") }
        };
        let first = [named(&row.input), Tornado::input(row, &row.low, true), Tornado::input(row, &row.high, true)];
        let last = [winner(&row.low), winner(&row.high)];
        data.row(first.into_iter().chain(outcome(&row.low)).chain(outcome(&row.high)).chain(last));
    }
    data
}
