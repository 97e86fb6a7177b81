//! Policy map: which policy wins where two inputs vary, as hue and letter; faint where the lead is within noise.

use std::collections::BTreeMap;

use super::Chart;
use super::cast::{NONE, shortest};
use super::data::{Data, named, range_of};
use super::marks::Stroke;
use super::number::{brief, count, plain};
use super::palette::{GRID, INK, Look, MUTED, Marker, WHITE};
use super::sheet::{BOTTOM, LEFT, RIGHT, SMALL, Sheet, TOP, Words};
use super::source::Source;
use super::text::{Anchor, Bounds, Text, Weight, clean, fit, lower_first, width};
use crate::analysis::rows::Interval;

/// The chart's name.
const NAME: &str = "policy-map";
/// At most so many values an axis; further ones are left out.
const CELLS: usize = 60;
/// At most so many policies in the key.
const LISTED: usize = 14;

/// An axis of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MapAxis<'a> {
    /// What the input is called.
    pub input: &'a str,
    /// Its unit; may be empty.
    pub unit: &'a str,
}

impl MapAxis<'_> {
    /// What stands along the axis.
    fn words(&self) -> String {
        let (input, unit) = (clean(self.input), clean(self.unit));
        if unit.is_empty() { input } else { format!("{input} ({unit})") }
    }
}

/// What was found at a pair of values.
#[derive(Clone, Debug, PartialEq)]
pub struct MapCell {
    /// The input across.
    pub x: f64,
    /// The input up.
    pub y: f64,
    /// Which policy has the best mean there.
    pub winner: String,
    /// By how much it beats the next best, paired; above 0 is better. Within noise where the interval reaches 0.
    pub lead: Interval,
}

impl MapCell {
    /// Whether the winner is told apart from the next best.
    fn is_sure(&self) -> bool {
        self.lead.low > 0.0
    }
}

/// Everything that a map shows.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyMap<'a> {
    /// What was run.
    pub source: Source<'a>,
    /// What is won, as in "score" or "Transition cost against none".
    pub measure: &'a str,
    /// The input across.
    pub x: MapAxis<'a>,
    /// The input up.
    pub y: MapAxis<'a>,
    /// Both inputs as they are in the scenario.
    pub today: Option<(f64, f64)>,
    /// Every policy, in the order of the comparison, so that each looks as in other charts.
    pub policies: &'a [String],
    /// The cells, in any order; of two at one place the first counts.
    pub cells: Vec<MapCell>,
}

/// A policy that wins somewhere.
struct Winner<'a> {
    key: &'a str,
    name: String,
    letter: char,
    look: Look,
    cells: usize,
    sure: usize,
}

/// Distinct values in order.
fn distinct(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    values.truncate(CELLS);
    values
}

/// Values along both axes, and the cells by place.
type Grid<'a> = (Vec<f64>, Vec<f64>, BTreeMap<(usize, usize), &'a MapCell>);

impl PolicyMap<'_> {
    /// The cells that can be drawn, by place.
    fn grid(&self) -> Grid<'_> {
        let sound = |cell: &&MapCell| cell.x.is_finite() && cell.y.is_finite() && !cell.winner.is_empty();
        let cells: Vec<&MapCell> = self.cells.iter().filter(sound).collect();
        let (xs, ys) = (distinct(cells.iter().map(|cell| cell.x)), distinct(cells.iter().map(|cell| cell.y)));
        let mut grid = BTreeMap::new();
        for cell in cells {
            let place = |values: &[f64], value: f64| values.iter().position(|other| other.total_cmp(&value).is_eq());
            if let (Some(x), Some(y)) = (place(&xs, cell.x), place(&ys, cell.y)) {
                grid.entry((x, y)).or_insert(cell);
            }
        }
        (xs, ys, grid)
    }

    /// Who wins anywhere, the most cells first.
    fn winners<'w>(&self, grid: &BTreeMap<(usize, usize), &'w MapCell>) -> Vec<Winner<'w>> {
        let mut won: BTreeMap<&'w str, (usize, usize)> = BTreeMap::new();
        for cell in grid.values() {
            let (cells, sure) = won.entry(&cell.winner).or_default();
            *cells += 1;
            *sure += usize::from(cell.is_sure());
        }
        let others: Vec<&String> = self.policies.iter().filter(|policy| *policy != NONE).collect();
        let mut letters: Vec<char> = Vec::new();
        let mut winners: Vec<Winner<'w>> = won
            .into_iter()
            .enumerate()
            .map(|(nth, (key, (cells, sure)))| {
                let place = others.iter().position(|policy| *policy == key).unwrap_or(others.len() + nth);
                let look = if key == NONE { Look::none() } else { Look::of(place) };
                let letter = letter(key, &letters);
                letters.push(letter);
                Winner { key, name: named(key), letter, look, cells, sure }
            })
            .collect();
        winners.sort_by(|a, b| b.cells.cmp(&a.cells).then(a.key.cmp(b.key)));
        winners
    }
}

/// The letter of a policy: the first of its name that no other has taken.
fn letter(key: &str, taken: &[char]) -> char {
    let own = key.chars().filter(char::is_ascii_alphabetic).map(|letter| letter.to_ascii_uppercase());
    own.chain('A'..='Z').chain('1'..='9').find(|letter| !taken.contains(letter)).unwrap_or('?')
}

/// The finding: who surely wins how much of the map.
fn titles(winners: &[Winner<'_>], size: usize) -> Vec<String> {
    let (tally, all) = (|cells: usize| plain(count(cells), 0), plain(count(size), 0));
    let mut sure: Vec<&Winner<'_>> = winners.iter().filter(|winner| winner.sure > 0).collect();
    sure.sort_by(|a, b| b.sure.cmp(&a.sure).then(a.key.cmp(b.key)));
    let called = |winner: &Winner<'_>| if winner.key == NONE { "doing nothing".to_owned() } else { shortest(&winner.name) };
    match sure.as_slice() {
        [] => vec!["No clear winner anywhere on the map".to_owned()],
        [only] if only.sure == size => {
            vec![format!("{} wins everywhere on the map", called(only)), "One policy wins everywhere on the map".to_owned()]
        }
        [only] => vec![
            format!("{} surely wins {} of {all} settings, none other", called(only), tally(only.sure)),
            format!("One policy surely wins {} of {all} settings", tally(only.sure)),
        ],
        [first, second, ..] => vec![
            format!(
                "{} surely wins {} of {all} settings, {} {}",
                called(first),
                tally(first.sure),
                called(second),
                tally(second.sure)
            ),
            format!("{} surely wins {} of {all} settings", called(first), tally(first.sure)),
            "Which policy wins depends on both inputs".to_owned(),
        ],
    }
}

/// Where a value stands among the values of an axis, in cells from the first edge.
fn place(values: &[f64], value: f64) -> Option<f64> {
    let (first, last) = (*values.first()?, *values.last()?);
    if !value.is_finite() || value < first || value > last {
        return None;
    }
    let after = values.partition_point(|other| *other <= value);
    let before = after.checked_sub(1)?;
    let part = values.get(after).map_or(0.0, |next| (value - values[before]) / (next - values[before]));
    Some(count(before) + part + 0.5)
}

/// Draws a policy map.
#[must_use]
pub fn policy_map(map: &PolicyMap<'_>) -> Chart {
    let (xs, ys, grid) = map.grid();
    if grid.is_empty() {
        let why = "There is nothing to draw: no pair of inputs was run.";
        return Sheet::empty(NAME, map.source, "No settings to compare", why);
    }
    let winners = map.winners(&grid);
    let mut sheet = Sheet::new();
    let widest = ys.iter().map(|value| width(&brief(*value), SMALL, Weight::Regular)).fold(0.0, f64::max);
    let (left, right, top, bottom) = (LEFT + widest + 24.0, RIGHT - 620.0, TOP + 52.0, BOTTOM - 76.0);
    let (wide, high) = ((right - left) / count(xs.len()), (bottom - top) / count(ys.len()));
    let letters = wide.min(high) >= 36.0;
    // Where cells are small, every so many has its letter.
    let every = |size: f64| (1..64_usize).find(|n| size * count(*n) >= 44.0).unwrap_or(64);
    let (across, up) = (every(wide), every(high));
    let mark = map.today.and_then(|(x, y)| Some((left + wide * place(&xs, x)?, bottom - high * place(&ys, y)?)));
    let today = mark.map(|at| Bounds { left: at.0 - 18.0, top: at.1 - 18.0, right: at.0 + 18.0, bottom: at.1 + 18.0 });
    for (&(x, y), cell) in &grid {
        let Some(winner) = winners.iter().find(|winner| winner.key == cell.winner) else { continue };
        let from = (left + wide * count(x), bottom - high * count(y + 1));
        let gap = if wide.min(high) > 12.0 { 1.0 } else { 0.0 };
        let opacity = if cell.is_sure() { 0.85 } else { 0.22 };
        sheet.block((from.0 + gap, from.1 + gap), (from.0 + wide - gap, from.1 + high - gap), winner.look.colour, opacity);
        let middle = (from.0 + wide / 2.0, from.1 + high / 2.0 + 9.0);
        let lettered = letters || (x % across == across / 2 && y % up == up / 2);
        let text = Text::new(middle.0, middle.1, SMALL, &winner.letter.to_string())
            .anchored(Anchor::Middle)
            .bold(cell.is_sure())
            .rimmed();
        if lettered && !today.is_some_and(|today| today.meets(&text.bounds())) {
            sheet.text(text);
        }
    }
    ticks(&mut sheet, (&xs, &ys), (left, bottom), (wide, high));
    sheet.text(Text::new(LEFT, top - 20.0, SMALL, &fit(&map.y.words(), SMALL, Weight::Regular, right - LEFT)).coloured(MUTED));
    let across = fit(&map.x.words(), SMALL, Weight::Regular, right - LEFT);
    sheet.text(Text::new(right, bottom + 68.0, SMALL, &across).anchored(Anchor::End).coloured(MUTED));
    if let Some(at) = mark {
        for (radius, colour) in [(17.0, WHITE), (14.0, INK), (9.0, WHITE), (5.0, INK)] {
            sheet.marker(at, radius, Look { colour, dash: &[], marker: Marker::Dot });
        }
    }
    key(&mut sheet, &winners, grid.len(), mark.is_some());

    let subtitle = format!(
        "Which policy is best on {} at each pair of values, mean of runs. Faint: the lead over the next best is within noise (its 95% interval reaches 0).",
        lower_first(&clean(map.measure))
    );
    let told = |winner: &Winner<'_>| format!("{} best at {}, surely at {}", winner.name, winner.cells, winner.sure);
    let description = format!("Of {} settings: {}.", grid.len(), winners.iter().map(told).collect::<Vec<_>>().join("; "));
    let words = Words { titles: titles(&winners, grid.len()), subtitle, description, data: data(map, &grid) };
    sheet.finish(NAME, map.source, words)
}

/// Draws the values along both edges, as many as have room.
fn ticks(sheet: &mut Sheet, (xs, ys): (&[f64], &[f64]), (left, bottom): (f64, f64), (wide, high): (f64, f64)) {
    let widest = xs.iter().map(|value| width(&brief(*value), SMALL, Weight::Regular)).fold(24.0, f64::max);
    let every = |size: f64, room: f64| (1..=CELLS).find(|n| size * count(*n) >= room).unwrap_or(CELLS);
    for (nth, value) in xs.iter().enumerate().step_by(every(wide, widest + 24.0)) {
        let x = left + wide * (count(nth) + 0.5);
        sheet.line(vec![(x, bottom + 2.0), (x, bottom + 9.0)], Stroke::solid(INK, 2.0));
        sheet.text(Text::new(x, bottom + 36.0, SMALL, &brief(*value)).anchored(Anchor::Middle).coloured(MUTED));
    }
    for (nth, value) in ys.iter().enumerate().step_by(every(high, 36.0)) {
        let y = bottom - high * (count(nth) + 0.5);
        sheet.line(vec![(left - 9.0, y), (left - 2.0, y)], Stroke::solid(INK, 2.0));
        sheet.text(Text::new(left - 14.0, y + 8.0, SMALL, &brief(*value)).anchored(Anchor::End).coloured(MUTED));
    }
}

/// Draws what hues and letters mean, and what each wins.
fn key(sheet: &mut Sheet, winners: &[Winner<'_>], all: usize, today: bool) {
    let left = RIGHT - 560.0;
    let mut y = TOP + 64.0;
    sheet.text(Text::new(left, y, SMALL, "Best policy").coloured(MUTED));
    sheet.text(Text::new(RIGHT - 130.0, y, SMALL, "best at").anchored(Anchor::End).coloured(MUTED));
    sheet.text(Text::new(RIGHT, y, SMALL, "surely").anchored(Anchor::End).coloured(MUTED));
    sheet.line(vec![(left, y + 11.0), (RIGHT, y + 11.0)], Stroke::solid(INK, 1.5));
    for winner in winners.iter().take(LISTED) {
        y += 40.0;
        sheet.block((left, y - 24.0), (left + 40.0, y + 8.0), winner.look.colour, 0.85);
        sheet.text(Text::new(left + 20.0, y, SMALL, &winner.letter.to_string()).anchored(Anchor::Middle).bold(true).rimmed());
        let name = fit(&winner.name, SMALL, Weight::Regular, 240.0);
        sheet.text(Text::new(left + 54.0, y, SMALL, &name));
        sheet.text(Text::new(RIGHT - 130.0, y, SMALL, &plain(count(winner.cells), 0)).anchored(Anchor::End));
        sheet.text(Text::new(RIGHT, y, SMALL, &plain(count(winner.sure), 0)).anchored(Anchor::End));
        sheet.line(vec![(left, y + 13.0), (RIGHT, y + 13.0)], Stroke::solid(GRID, 1.0));
    }
    let note = format!("of {} settings", plain(count(all), 0));
    sheet.text(Text::new(RIGHT, y + 44.0, SMALL, &note).anchored(Anchor::End).coloured(MUTED));
    if today {
        for (radius, colour) in [(14.0, INK), (9.0, WHITE), (5.0, INK)] {
            sheet.marker((left + 20.0, y + 36.0), radius, Look { colour, dash: &[], marker: Marker::Dot });
        }
        sheet.text(Text::new(left + 54.0, y + 44.0, SMALL, "the scenario as it is"));
    }
}

/// Every cell as a table.
fn data(map: &PolicyMap<'_>, grid: &BTreeMap<(usize, usize), &MapCell>) -> Data {
    let (x, y) = (map.x.words(), map.y.words());
    let heads = [x.as_str(), &y, "Best policy", "Lead over the next best", "95% interval", "Told apart"];
    let mut data = Data::new("Which policy is best at each pair of values.", &heads);
    for cell in grid.values() {
        let Interval { mean, low, high } = cell.lead;
        let sure = if cell.is_sure() { "yes" } else { "no" };
        let lead = [plain(mean, 2), range_of(Some((low, high)), 2)];
        let first = [brief(cell.x), brief(cell.y), named(&cell.winner)];
        data.row(first.into_iter().chain(lead).chain([sure.to_owned()]));
    }
    data
}
