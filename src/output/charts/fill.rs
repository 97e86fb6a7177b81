//! Time to fill: the share of shock gaps filled by weeks since they opened, and what has become of the rest.

use super::Chart;
use super::cast::{LISTED, Player, foremost, left_out};
use super::data::{Data, is_listed, named, share_within};
use super::finding::{Verdict, lead, tied};
use super::labels::{End, label_ends};
use super::marks::{Point, Stroke};
use super::number::{count, plain, share, tally};
use super::palette::{GRID, MUTED};
use super::scale::Axis;
use super::sheet::{BOTTOM, LEFT, Panel, RIGHT, SMALL, Sheet, TOP, Words};
use super::table::{Column, ROW, Table};
use super::text::{Anchor, Text, Weight, width};
use crate::analysis::rows::{Better, Comparison, Interval, TimeToFillRow};

/// The chart's name.
const NAME: &str = "time-to-fill";
/// Room for names in the risk table.
const NAMES: f64 = 250.0;

/// Whether all three are numbers.
pub(super) fn sound(interval: &Interval) -> bool {
    interval.mean.is_finite() && interval.low.is_finite() && interval.high.is_finite()
}

/// A policy's durations in order.
fn durations<'a>(comparison: &'a Comparison, policy: &str) -> Vec<&'a TimeToFillRow> {
    let wanted =
        |row: &&TimeToFillRow| row.policy == policy && row.role == "all" && row.kind == "all" && sound(&row.share_filled);
    let mut rows: Vec<_> = comparison.time_to_fill.iter().filter(wanted).collect();
    rows.sort_by_key(|row| row.weeks);
    rows
}

/// The row that holds at a duration: the last not after it.
fn at<'a>(rows: &[&'a TimeToFillRow], weeks: f64) -> Option<&'a TimeToFillRow> {
    rows.iter().take_while(|row| f64::from(row.weeks) <= weeks).last().copied()
}

/// When half are filled, in words.
fn half(rows: &[&TimeToFillRow]) -> String {
    let reached = rows.iter().find(|row| row.share_filled.mean >= 0.5);
    let weeks = |weeks: i32| if weeks == 1 { "1 week".to_owned() } else { format!("{weeks} weeks") };
    reached.map_or("half not reached".to_owned(), |row| format!("half in {}", weeks(row.weeks)))
}

/// A step curve through values at durations.
fn steps(panel: &Panel, rows: &[&TimeToFillRow], value: impl Fn(&TimeToFillRow) -> f64, last: f64) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::with_capacity(2 * rows.len() + 1);
    let inside = rows.iter().filter(|row| f64::from(row.weeks) <= last);
    for row in inside {
        let here = panel.at(f64::from(row.weeks), value(row));
        if let Some(&(_, before)) = points.last() {
            points.push((here.0, before));
        }
        points.push(here);
    }
    let end = points.last().map(|&(_, y)| (panel.x.at(last), y));
    points.into_iter().chain(end).collect()
}

/// The finding: who has filled most by a reference week, told apart by the intervals drawn.
fn titles(comparison: &Comparison, series: &[(&Player, Vec<&TimeToFillRow>)], last: f64) -> Vec<String> {
    let reference = if last >= 52.0 { 26.0 } else { libm::floor(last / 2.0) };
    let players: Vec<Player> = series.iter().map(|(player, _)| (*player).clone()).collect();
    let filled = |player: &Player| {
        let rows = &series.iter().find(|(other, _)| other.key == player.key)?.1;
        at(rows, reference).map(|row| row.share_filled)
    };
    // One run has no interval, whatever its rows say.
    let several = comparison.replicates > 1;
    let surely = |a: &Player, b: &Player| several && filled(a).zip(filled(b)).is_some_and(|(a, b)| a.low > b.high);
    match lead(&players, Better::Higher, |player| filled(player).map(|share| share.mean), surely) {
        Verdict::Leads(best) => {
            let mean = filled(best).map_or(0.0, |filled| filled.mean);
            let week = plain(reference, 0);
            vec![
                format!("{} fills gaps fastest: {} within {week} weeks", best.spoken(), share(mean)),
                format!("{} fills gaps fastest", best.spoken()),
                format!("The fastest policy fills {} within {week} weeks", share(mean)),
            ]
        }
        Verdict::Alone(only) => {
            let rows = series.iter().find(|(player, _)| player.key == only.key);
            let reached = rows.and_then(|(_, rows)| rows.iter().find(|row| row.share_filled.mean >= 0.5));
            vec![reached.map_or("Half of shock gaps are never filled".to_owned(), |row| {
                format!("Half of shock gaps are filled within {} weeks", row.weeks)
            })]
        }
        Verdict::Tied(close) => tied("speed of filling", &close),
        Verdict::Nothing => vec!["How fast gaps are filled".to_owned()],
    }
}

/// Draws time to fill.
pub(super) fn draw(comparison: &Comparison, players: &[Player]) -> Chart {
    let shown = foremost(players.to_vec(), LISTED);
    let series: Vec<(&Player, Vec<&TimeToFillRow>)> =
        shown.iter().map(|player| (player, durations(comparison, &player.key))).filter(|(_, rows)| !rows.is_empty()).collect();
    let watched = series.iter().flat_map(|(_, rows)| rows.iter()).filter(|row| row.at_risk > 0.0);
    let last = watched.map(|row| row.weeks).max();
    let Some(last) = last.filter(|_| comparison.time_to_fill.iter().any(|row| row.at_risk > 0.0)) else {
        return Sheet::empty(NAME, comparison, "No shock gaps to fill", "There is nothing to draw: the shocks opened no gaps.");
    };
    // So late that hardly a gap is still watched, shares say nothing.
    let crowded = series.iter().flat_map(|(_, rows)| rows.iter()).filter(|row| row.at_risk >= 0.5).map(|row| row.weeks).max();
    let last = crowded.unwrap_or(last).max(4).min(last.max(4));
    let (x, y) = (Axis::weeks(last, 7), Axis::nice([0.0, 1.0], 4.0));
    let mut sheet = Sheet::new();
    let tall = ROW * count(series.len() + 2) + 16.0;
    let table_top = BOTTOM - tall + 22.0 + ROW;
    let (left, right, top, bottom) = (LEFT + NAMES + 90.0, RIGHT - 400.0, TOP + 50.0, table_top - 98.0 - ROW);
    let panel = Panel::new((&x, &y), (left, right), (top, bottom));
    panel.up(&mut sheet, &y, Some(&share));
    let half_way = panel.y.at(0.5);
    sheet.line(vec![(left, half_way), (right, half_way)], Stroke { colour: MUTED, width: 1.5, dash: &[5.0, 5.0] });
    sheet.text(Text::new(left, top - 20.0, SMALL, "Share of gaps filled").coloured(MUTED));
    let end = f64::from(last);
    for (player, rows) in series.iter().filter(|(player, _)| player.front) {
        let (low, high) =
            (steps(&panel, rows, |row| row.share_filled.low, end), steps(&panel, rows, |row| row.share_filled.high, end));
        sheet.band(&low, &high, player.look.colour, 0.13);
    }
    // What stands in front is drawn last, the pick on top.
    let order = |player: &Player| (player.front, player.pick);
    let mut drawn: Vec<_> = series.iter().collect();
    drawn.sort_by_key(|(player, _)| order(player));
    for (player, rows) in drawn {
        sheet.line(steps(&panel, rows, |row| row.share_filled.mean, end), player.stroke());
    }
    let ends: Vec<End<'_>> = series
        .iter()
        .filter_map(|(player, rows)| {
            Some(End { player, at: (right, panel.y.at(at(rows, end)?.share_filled.mean)), figure: half(rows) })
        })
        .map(|end| End { figure: format!("· {}", end.figure), ..end })
        .collect();
    label_ends(&mut sheet, &ends, RIGHT - right, (top, bottom));
    let week = |tick| plain(tick, 0);
    panel.across(&mut sheet, &x, Some(&week));
    sheet.text(Text::new(RIGHT, bottom + 34.0, SMALL, "weeks since the gap opened").anchored(Anchor::End).coloured(MUTED));
    risk_table(&mut sheet, &series, &panel, &x, table_top);

    let told: Vec<String> = series
        .iter()
        .map(|(player, rows)| {
            let (filled, lapsed) = at(rows, end).map_or((0.0, 0.0), |row| (row.share_filled.mean, row.share_lapsed.mean));
            format!("{}: {}, {} filled and {} lapsed within {last} weeks", player.name, half(rows), share(filled), share(lapsed))
        })
        .collect();
    let left_out = left_out(players.len(), series.len());
    let subtitle = format!(
        "Share of shock gaps filled, by weeks since the gap opened; a gap may also lapse. Bands are the error of the mean (95% interval over replicates), not the spread of outcomes.{left_out}"
    );
    let description = format!("Shock gaps filled by policy: {}.", told.join("; "));
    let (titles, data) = (titles(comparison, &series, end), data(&series, last));
    sheet.finish(NAME, comparison, Words { titles, subtitle, description, data })
}

/// The curves as a table.
fn data(series: &[(&Player, Vec<&TimeToFillRow>)], last: i32) -> Data {
    let heads =
        ["Policy", "Weeks since opening", "Filled (95% interval)", "Lapsed (95% interval)", "Open and watched, mean a run"];
    let mut data = Data::new("What has become of shock gaps, by policy, every thirteenth week and the last.", &heads);
    for (player, rows) in series {
        for row in rows.iter().filter(|row| row.weeks <= last && is_listed(row.weeks, last)) {
            let shares = [row.share_filled, row.share_lapsed].map(share_within);
            let ends = [named(&player.key), row.weeks.to_string()];
            data.row(ends.into_iter().chain(shares).chain([plain(row.at_risk, 1)]));
        }
    }
    data
}

/// Between two figures of a moment.
const BESIDE: f64 = 20.0;

/// Draws what has become of gaps, below the ticks: how many opened, and after each moment how many are open, which share is filled and
/// which has lapsed.
fn risk_table(sheet: &mut Sheet, series: &[(&Player, Vec<&TimeToFillRow>)], panel: &Panel, x: &Axis, top: f64) {
    let left = panel.x.start();
    let heads = ["open", "filled", "lapsed"];
    let figures = |row: &TimeToFillRow| [tally(row.at_risk), share(row.share_filled.mean), share(row.share_lapsed.mean)];
    let all: Vec<[String; 3]> =
        series.iter().flat_map(|(_, rows)| x.ticks.iter().filter_map(|&tick| at(rows, tick))).map(figures).collect();
    let wide = |nth: usize| {
        let words = all.iter().map(|figures| figures[nth].as_str()).chain([heads[nth]]);
        words.map(|words| width(words, SMALL, Weight::Semibold)).fold(0.0, f64::max)
    };
    let widths = [wide(0), wide(1), wide(2)];
    let whole = widths.iter().sum::<f64>() + 2.0 * BESIDE;
    // Every n-th tick where figures at all of them would touch.
    let step = panel.x.at(x.step) - left;
    let every = (1..20_u8).find(|&n| step * f64::from(n) >= whole + 34.0).unwrap_or(20);
    let ticks: Vec<f64> = x.ticks.iter().copied().step_by(usize::from(every)).skip(1).collect();
    let mut columns = vec![Column { head: "opened".to_owned(), x: left }];
    for &tick in &ticks {
        let middle = panel.x.at(tick);
        let words = format!("after {} weeks", plain(tick, 0));
        sheet.text(Text::new(middle, top - ROW, SMALL, &words).anchored(Anchor::Middle).coloured(MUTED));
        let mut end = middle - whole / 2.0;
        for (head, wide) in heads.iter().zip(widths) {
            end += wide;
            columns.push(Column { head: (*head).to_owned(), x: end });
            end += BESIDE;
        }
    }
    let right = ticks.last().map_or(left, |&tick| panel.x.at(tick) + whole / 2.0).max(panel.x.end());
    let names = left - width("opened", SMALL, Weight::Semibold) - 24.0 - LEFT;
    let table = Table { left: LEFT, right, top, names, anchor: Anchor::End, head: String::new(), columns };
    let none = || std::array::from_fn(|_| "–".to_owned());
    let rows: Vec<(&Player, Vec<String>)> = series
        .iter()
        .map(|(player, rows)| {
            let opened = at(rows, 0.0).map_or("–".to_owned(), |row| tally(row.at_risk));
            let later = ticks.iter().flat_map(|&tick| at(rows, tick).map_or_else(none, &figures));
            (*player, std::iter::once(opened).chain(later).collect())
        })
        .collect();
    table.draw(sheet, &rows);
    sheet.text(Text::new(LEFT, top - ROW, SMALL, "Shock gaps a run").coloured(MUTED));
    sheet.line(vec![(LEFT, top - 30.0 - ROW), (RIGHT, top - 30.0 - ROW)], Stroke::solid(GRID, 1.0));
}
