//! Money over time: what each policy has cost so far beyond doing nothing new, and the week in which it has paid back.
//!
//! The line is the mean of runs, so that it ends at the headline figure; the band is the spread of outcomes. The week of payback is
//! read run by run from the measure `break_even_week` (runs that never pay back count as later than any week), and marked on the
//! line where the mean itself turns for good.

use super::Chart;
use super::cast::{LISTED, NONE, Player, foremost, left_out};
use super::data::{Data, is_listed, named, range_of};
use super::finding::difference;
use super::labels::{End, label_ends};
use super::marks::Stroke;
use super::number::{Currency, count, plain};
use super::palette::{GRID, INK, MUTED};
use super::scale::{Axis, extent};
use super::sheet::{BOTTOM, LEFT, Panel, RIGHT, SMALL, Sheet, Swatch, TOP, Words};
use super::table::{Column, ROW, Table};
use super::text::{Anchor, Text};
use crate::analysis::rows::{Comparison, WeeklyRow};

/// The chart's name.
const NAME: &str = "cost-over-time";
/// The series.
const SERIES: &str = "cumulative_cost_against_none";
/// The paired measure at the end.
const AT_END: &str = "transition_cost_vs_none";
/// The week of payback in a run.
const PAYBACK: &str = "break_even_week";
/// The share of outcomes between the ends of a band.
const ENDS: [f64; 2] = [0.05, 0.95];

/// A policy's weeks in order, those with numbers only.
fn weeks<'a>(comparison: &'a Comparison, policy: &str) -> Vec<&'a WeeklyRow> {
    let wanted = |row: &&WeeklyRow| row.policy == policy && row.role == "all" && row.measure == SERIES;
    let sound = |row: &&WeeklyRow| [row.mean, row.p05, row.p95].iter().all(|value| value.is_finite());
    let mut rows: Vec<_> = comparison.weekly.iter().filter(wanted).filter(sound).collect();
    rows.sort_by_key(|row| row.week);
    rows
}

/// The week from which a mean stays at or below zero to the end, if it is ever above and ends below.
fn turn(rows: &[&WeeklyRow]) -> Option<i32> {
    let last_above = rows.iter().rposition(|row| row.mean > 0.0)?;
    rows.get(last_above + 1).map(|row| row.week)
}

/// When a policy has paid back, over runs.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Payback {
    /// Runs that pay back before the end.
    paid: usize,
    /// Runs.
    runs: usize,
    /// The weeks by which 5%, half and 95% of runs have; none where so many never do.
    weeks: [Option<f64>; 3],
}

impl Payback {
    /// A policy's, if it has runs.
    fn of(comparison: &Comparison, policy: &str) -> Option<Self> {
        let column = comparison.measures.iter().position(|measure| measure.name == PAYBACK)?;
        let rows = comparison.runs.iter().filter(|row| row.policy == policy);
        let week = |value: Option<f64>| value.filter(|week| week.is_finite()).unwrap_or(f64::INFINITY);
        let mut weeks: Vec<f64> = rows.filter_map(|row| row.values.get(column)).map(|value| week(*value)).collect();
        weeks.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let wanted = libm::ceil(share * count(weeks.len()));
            weeks.iter().find(|week| count(weeks.partition_point(|other| other <= *week)) >= wanted).copied()
        };
        let of_runs = [ENDS[0], 0.5, ENDS[1]].map(|share| at(share).filter(|week| week.is_finite()));
        let paid = weeks.iter().filter(|week| week.is_finite()).count();
        (!weeks.is_empty()).then_some(Self { paid, runs: weeks.len(), weeks: of_runs })
    }

    /// The median and the 90% of runs in the middle: `week 61 (48 to 104)`.
    fn words(&self) -> String {
        let [low, middle, high] = self.weeks;
        let Some(middle) = middle else {
            return if self.paid == 0 { "never".to_owned() } else { "not in half of runs".to_owned() };
        };
        let end = |week: Option<f64>| week.map_or("never".to_owned(), |week| plain(week, 0));
        let range = if self.runs > 1 { format!(" ({} to {})", end(low), end(high)) } else { String::new() };
        format!("week {}{range}", plain(middle, 0))
    }
}

/// The finding: what the recommended policy, or the best there is beside `none`, has brought by the end.
fn titles(comparison: &Comparison, series: &[(&Player, Vec<&WeeklyRow>)], money: &Currency) -> Vec<String> {
    let ended = |rows: &[&WeeklyRow]| rows.last().map_or(0.0, |row| row.mean);
    let others = || series.iter().filter(|(player, _)| player.key != NONE);
    let Some((first, rows)) =
        others().find(|(player, _)| player.pick).or_else(|| others().min_by(|(_, a), (_, b)| ended(a).total_cmp(&ended(b))))
    else {
        return Vec::new();
    };
    let weeks = rows.last().map_or(0, |row| row.week.saturating_add(1));
    let who = first.spoken();
    match difference(comparison, &first.key, NONE, AT_END).filter(|_| comparison.replicates > 1) {
        None => vec!["Transition cost so far against doing nothing".to_owned()],
        Some((saved, _, high)) if high < 0.0 => {
            let saved = money.amount(-saved);
            let by = Payback::of(comparison, &first.key).and_then(|payback| payback.weeks[1]);
            let typical = by.map(|week| match plain(week, 0) {
                start if start == "0" => format!("{who} saves {saved}, ahead from the first week"),
                week => format!("{who} typically pays back by week {week}, saving {saved}"),
            });
            typical
                .into_iter()
                .chain([format!("{who} saves {saved} within {weeks} weeks"), "The recommended policy pays back".to_owned()])
                .collect()
        }
        Some((spent, low, _)) if low > 0.0 => {
            let spent = money.amount(spent);
            let all = others()
                .all(|(player, _)| difference(comparison, &player.key, NONE, AT_END).is_some_and(|(_, low, _)| low > 0.0));
            let none = all.then(|| format!("No policy pays back within {weeks} weeks"));
            let one = format!("{who} costs {spent} more than doing nothing");
            none.into_iter().chain([one, "The recommended policy does not pay back".to_owned()]).collect()
        }
        Some(_) => vec![format!("{who} neither saves nor costs for certain"), "No clear saving over doing nothing".to_owned()],
    }
}

/// Draws money over time.
pub(super) fn draw(comparison: &Comparison, players: &[Player]) -> Chart {
    let money = Currency::new(&comparison.scenario.currency);
    let shown = foremost(players.to_vec(), LISTED);
    let series: Vec<(&Player, Vec<&WeeklyRow>)> =
        shown.iter().map(|player| (player, weeks(comparison, &player.key))).filter(|(_, rows)| !rows.is_empty()).collect();
    if series.is_empty() {
        return Sheet::empty(NAME, comparison, "No money to follow", "There is nothing to draw: no weekly costs were recorded.");
    }
    if series.iter().all(|(player, _)| player.key == NONE) {
        let why = "There is nothing to draw: only doing nothing new (none) was run.";
        return Sheet::empty(NAME, comparison, "Nothing to weigh against doing nothing", why);
    }
    let last = series.iter().flat_map(|(_, rows)| rows.iter()).map(|row| row.week.saturating_add(1)).max().unwrap_or(1);
    let banded = |player: &Player| player.front && player.key != NONE;
    let reach = series.iter().flat_map(|(player, rows)| {
        let ends = |row: &&WeeklyRow| if banded(player) { [row.p05, row.p95, row.mean] } else { [row.mean; 3] };
        rows.iter().flat_map(ends).collect::<Vec<_>>()
    });
    let reach: Vec<f64> = reach.chain([0.0, 1.0]).collect();
    let (least, most) = extent(reach.iter().copied()).unwrap_or((0.0, 1.0));
    let (x, y) = (Axis::weeks(last, 7), Axis::nice(reach, 7.0).up_to(most).down_to(least));
    let mut sheet = Sheet::new();
    let table_top = BOTTOM - ROW * count(series.len() + 1) - 16.0 + 22.0;
    let (left, right, top, bottom) = (LEFT + 130.0, RIGHT - 400.0, TOP + 86.0, table_top - 100.0);
    let panel = Panel::new((&x, &y), (left, right), (top, bottom));
    keys(&mut sheet, series.iter().any(|(player, _)| banded(player)) && comparison.replicates > 1, &money.amount(0.0));
    let largest = y.low.abs().max(y.high.abs());
    let amount = |tick| money.tick(tick, y.step, largest);
    panel.up(&mut sheet, &y, Some(&amount));
    // A run starts with nothing spent; each row is the end of its week.
    let curve = |rows: &[&WeeklyRow], value: fn(&WeeklyRow) -> f64| -> Vec<_> {
        let later = rows.iter().map(|row| panel.at(f64::from(row.week.saturating_add(1)), value(row)));
        std::iter::once(panel.at(0.0, 0.0)).chain(later).collect()
    };
    for (player, rows) in series.iter().filter(|(player, _)| banded(player)) {
        sheet.band(&curve(rows, |row| row.p05), &curve(rows, |row| row.p95), player.look.colour, 0.13);
    }
    let zero = panel.y.at(0.0);
    sheet.line(vec![(left, zero), (right, zero)], Stroke::solid(INK, 2.0));
    let mut drawn: Vec<_> = series.iter().collect();
    drawn.sort_by_key(|(player, _)| (player.front, player.pick));
    for (player, rows) in drawn.iter().filter(|(player, _)| player.key != NONE) {
        sheet.line(curve(rows, |row| row.mean), player.stroke());
    }
    for (player, rows) in &drawn {
        if let Some(week) = turn(rows) {
            sheet.marker((panel.x.at(f64::from(week)), zero), 10.0, player.drawn());
        }
    }
    let figure = |rows: &[&WeeklyRow]| rows.last().map_or(0.0, |row| row.mean);
    let ends: Vec<End<'_>> = series
        .iter()
        .map(|(player, rows)| {
            let figure = if player.key == NONE { String::new() } else { money.signed(figure(rows)) };
            End { player, at: (right, panel.y.at(self::ended(rows))), figure }
        })
        .collect();
    label_ends(&mut sheet, &ends, RIGHT - right, (top, bottom - 8.0));
    let week = |tick| plain(tick, 0);
    panel.across(&mut sheet, &x, Some(&week));
    sheet.text(Text::new(RIGHT, bottom + 34.0, SMALL, "weeks from the start").anchored(Anchor::End).coloured(MUTED));
    let told = table(&mut sheet, comparison, &series, &money, table_top);

    let left_out = left_out(players.len(), series.len());
    let band = if comparison.replicates > 1 {
        " Bands are the spread of outcomes (5% to 95% of runs), not the error of the mean."
    } else {
        ""
    };
    let subtitle = format!(
        "Transition cost so far less that of doing nothing new (none), mean of runs; below the line is saved.{band}{left_out}"
    );
    let description = format!("After {last} weeks against none: {}.", told.join("; "));
    let (titles, data) = (titles(comparison, &series, &money), data(comparison, &series));
    sheet.finish(NAME, comparison, Words { titles, subtitle, description, data })
}

/// Where a mean ends.
fn ended(rows: &[&WeeklyRow]) -> f64 {
    rows.last().map_or(0.0, |row| row.mean)
}

/// Draws what the marks mean.
fn keys(sheet: &mut Sheet, banded: bool, zero: &str) {
    let mut keys = vec![(Swatch::Line(Stroke::solid(INK, 4.0)), "Mean of runs")];
    if banded {
        keys.push((Swatch::Block(INK, 0.13), "90% of runs"));
    }
    let after = sheet.keys(LEFT, TOP + 22.0, &keys);
    let words = format!("Marker on {zero}: from that week on, the mean has paid back");
    sheet.text(Text::new(after, TOP + 22.0, SMALL, &words).coloured(MUTED));
    sheet.line(vec![(LEFT, TOP + 36.0), (RIGHT, TOP + 36.0)], Stroke::solid(GRID, 1.0));
}

/// Draws what each has brought by the end and when it paid back; returns it in words.
fn table(
    sheet: &mut Sheet,
    comparison: &Comparison,
    series: &[(&Player, Vec<&WeeklyRow>)],
    money: &Currency,
    top: f64,
) -> Vec<String> {
    let several = comparison.replicates > 1;
    let at_end = if several { "at the end, ± half the 95% interval" } else { "at the end; one run has no interval" };
    let paid = if several { "paid back by (90% of runs)" } else { "paid back by" };
    let column = |head: &str, x: f64| Column { head: head.to_owned(), x };
    let table = Table {
        left: LEFT,
        right: RIGHT,
        top,
        names: 360.0,
        anchor: Anchor::End,
        head: "Against none".to_owned(),
        columns: vec![column(at_end, RIGHT - 870.0), column(paid, RIGHT - 400.0), column("runs that pay back", RIGHT)],
    };
    let cells = |player: &Player, rows: &[&WeeklyRow]| {
        if player.key == NONE {
            return vec!["–".to_owned(); 3];
        }
        let paired = difference(comparison, &player.key, NONE, AT_END).filter(|_| comparison.replicates > 1);
        let end =
            paired.map_or_else(|| money.signed(ended(rows)), |(mean, low, high)| money.with_error(mean, (high - low) / 2.0));
        let payback = Payback::of(comparison, &player.key);
        let when = payback.map_or("–".to_owned(), |payback| payback.words());
        let share = payback.map_or("–".to_owned(), |payback| format!("{} of {}", payback.paid, payback.runs));
        vec![end, when, share]
    };
    let rows: Vec<(&Player, Vec<String>)> = series.iter().map(|(player, rows)| (*player, cells(player, rows))).collect();
    table.draw(sheet, &rows);
    sheet.line(vec![(LEFT, top - 30.0), (RIGHT, top - 30.0)], Stroke::solid(GRID, 1.0));
    let words = |(player, cells): &(&Player, Vec<String>)| {
        format!("{} {}, paid back by {}, in {} runs", player.name, cells[0], cells[1], cells[2])
    };
    rows.iter().filter(|(player, _)| player.key != NONE).map(words).collect()
}

/// The curves as a table.
fn data(comparison: &Comparison, series: &[(&Player, Vec<&WeeklyRow>)]) -> Data {
    let mean = format!("Cost so far against none ({}), mean", comparison.scenario.currency);
    let heads = ["Policy", "After weeks", &mean, "90% of runs", "Paid back by (90% of runs)"];
    let mut data = Data::new("Transition cost so far less that of none, by policy, every thirteenth week and the last.", &heads);
    for (player, rows) in series {
        let last = rows.last().map_or(0, |row| row.week.saturating_add(1));
        let payback = Payback::of(comparison, &player.key).filter(|_| player.key != NONE);
        for row in rows.iter().filter(|row| is_listed(row.week.saturating_add(1), last)) {
            let after = row.week.saturating_add(1);
            let when = payback.filter(|_| after == last).map_or("–".to_owned(), |payback| payback.words());
            let cells = [after.to_string(), plain(row.mean, 0), range_of(Some((row.p05, row.p95)), 0), when];
            data.row([named(&player.key)].into_iter().chain(cells));
        }
    }
    data
}
