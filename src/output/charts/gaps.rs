//! Gaps over weeks: a panel a policy on one scale, the median with the bands that hold 50% and 90% of runs, and the shock.

use super::Chart;
use super::cast::{NONE, Player, foremost, left_out};
use super::data::{Data, is_listed, named, range_of};
use super::finding::{Verdict, difference, mean, tied, verdict};
use super::marks::Stroke;
use super::number::{count, plain, tally};
use super::palette::{BACKGROUND, GRID, INK, MUTED};
use super::scale::Axis;
use super::sheet::{BOTTOM, LEFT, Panel, RIGHT, SMALL, Sheet, Swatch, TOP, Words};
use super::text::{Text, Weight, fit};
use crate::analysis::rows::{Better, Comparison, WeeklyRow};

/// The chart's name.
const NAME: &str = "gaps-over-weeks";
/// At most so many panels.
const PANELS: usize = 12;

/// A policy's weeks, in order, those with numbers only.
fn weeks<'a>(comparison: &'a Comparison, policy: &str) -> Vec<&'a WeeklyRow> {
    let wanted = |row: &&WeeklyRow| row.policy == policy && row.role == "all" && row.measure == "gaps";
    let sound = |row: &&WeeklyRow| [row.p05, row.p25, row.p50, row.p75, row.p95].iter().all(|value| value.is_finite());
    let mut rows: Vec<_> = comparison.weekly.iter().filter(wanted).filter(sound).collect();
    rows.sort_by_key(|row| row.week);
    rows
}

/// Start and full adoption of each shock, as announced.
fn shocks(comparison: &Comparison) -> Vec<(f64, f64)> {
    let span = |shock: &crate::scenario::model::Shock| {
        (shock.start_week.central(), shock.start_week.central() + shock.ramp_weeks.max(0.0))
    };
    comparison.scenario.shocks.iter().map(span).filter(|(start, end)| start.is_finite() && end.is_finite()).collect()
}

/// The finding.
fn titles(comparison: &Comparison, players: &[Player], most: f64) -> Vec<String> {
    if most <= 0.0 {
        return vec!["No gaps open under any policy".to_owned()];
    }
    let known = |measure: &&str| players.iter().any(|player| mean(comparison, &player.key, measure).is_some());
    let measure = ["gap_weeks", "excess_gap_weeks_per_shock_gap"].into_iter().find(known).unwrap_or("gap_weeks");
    match verdict(comparison, players, measure, Better::Lower) {
        Verdict::Leads(best) if best.key == NONE => vec!["Doing nothing leaves the fewest gap-weeks".to_owned()],
        Verdict::Leads(best) => {
            let short = format!("{} leaves the fewest gap-weeks", best.spoken());
            let less = difference(comparison, &best.key, NONE, measure).filter(|(_, _, high)| *high < 0.0);
            let reference = mean(comparison, NONE, measure).filter(|reference| *reference > 0.0);
            let full = less.zip(reference).map(|((less, _, _), reference)| {
                format!("{short}, {}% below doing nothing", plain(-100.0 * less / reference, 0))
            });
            full.into_iter().chain([short, "One policy leaves the fewest gap-weeks".to_owned()]).collect()
        }
        Verdict::Tied(close) => tied("gaps", &close),
        Verdict::Alone(_) | Verdict::Nothing => vec!["Gaps over the weeks".to_owned()],
    }
}

/// Draws gaps over weeks.
pub(super) fn draw(comparison: &Comparison, players: &[Player]) -> Chart {
    let shown = foremost(players.to_vec(), PANELS);
    let series: Vec<(&Player, Vec<&WeeklyRow>)> =
        shown.iter().map(|player| (player, weeks(comparison, &player.key))).filter(|(_, rows)| !rows.is_empty()).collect();
    if series.is_empty() {
        return Sheet::empty(NAME, comparison, "No gaps to show", "There is nothing to draw: no weekly gaps were recorded.");
    }
    let rows = || series.iter().flat_map(|(_, rows)| rows.iter());
    let most = rows().map(|row| row.p95).fold(0.0, f64::max);
    let last = rows().map(|row| row.week.saturating_add(1)).max().unwrap_or(1);
    let columns = match series.len() {
        n @ 1..=3 => n,
        4 => 2,
        5 | 6 => 3,
        _ => 4,
    };
    let deep = series.len().div_ceil(columns);
    let (x, y) = (
        Axis::weeks(last, if columns > 2 { 4 } else { 8 }),
        Axis::counts(most, if deep > 2 { 2.0 } else { 4.0 }).up_to(most.max(1.0)),
    );
    let shocks = shocks(comparison);
    let reference = weeks(comparison, NONE);
    let mut sheet = Sheet::new();
    keys(&mut sheet, &shocks, !reference.is_empty() && series.len() > 1);

    let (gutter, header, foot) = (60.0, 44.0, 40.0);
    let left = LEFT + 60.0;
    let wide = (RIGHT - left - gutter * count(columns - 1)) / count(columns);
    let high = (BOTTOM - 30.0 - (TOP + 44.0)) / count(deep);
    let mut told = Vec::new();
    for (nth, (player, rows)) in series.iter().enumerate() {
        let (column, line) = (nth % columns, nth / columns);
        let x0 = left + (wide + gutter) * count(column);
        let y0 = TOP + 44.0 + high * count(line);
        let panel = Panel::new((&x, &y), (x0, x0 + wide), (y0 + header, y0 + high - foot));
        for &(start, end) in &shocks {
            let (from, to) = (panel.x.at(start), panel.x.at(end));
            sheet.block((from, panel.y.end()), (to, panel.y.start()), BACKGROUND, 0.16);
        }
        let value = |tick| tally(tick);
        panel.up(&mut sheet, &y, (column == 0).then_some(&value));
        for &(start, _) in shocks.iter().filter(|(start, _)| *start <= x.high) {
            let at = panel.x.at(start);
            sheet.line(vec![(at, panel.y.end()), (at, panel.y.start())], Stroke::solid(MUTED, 2.0));
        }
        bands(&mut sheet, &panel, player, rows, if player.key == NONE { &[] } else { &reference });
        let below = nth + columns >= series.len();
        let week = |tick| plain(tick, 0);
        panel.across(&mut sheet, &x, below.then_some(&week));
        let peak = rows.iter().map(|row| row.p50).fold(0.0, f64::max);
        let note = format!("peak {}", tally(peak));
        let room = wide - super::text::width(&note, SMALL, Weight::Regular) - 50.0;
        sheet.marker((x0 + 10.0, y0 + 20.0), 9.0, player.look);
        let name = fit(&player.name, SMALL, Weight::Semibold, room);
        sheet.text(Text::new(x0 + 28.0, y0 + 28.0, SMALL, &name).bold(true));
        sheet.text(Text::new(x0 + wide, y0 + 28.0, SMALL, &note).anchored(super::text::Anchor::End).coloured(MUTED));
        told.push(format!("{} {}", player.name, tally(peak)));
    }
    let left_out = left_out(players.len(), shown.len());
    let subtitle = format!(
        "Gaps open (seats without a qualified person), all roles, by week of the run. Bands are the spread of outcomes, 50% and 90% of runs in each week; peak is that of the median.{left_out}"
    );
    let description = format!("Highest weekly median of open gaps by policy: {}.", told.join("; "));
    let (titles, data) = (titles(comparison, players, most), data(&series));
    sheet.finish(NAME, comparison, Words { titles, subtitle, description, data })
}

/// The bands as a table.
fn data(series: &[(&Player, Vec<&WeeklyRow>)]) -> Data {
    let heads = ["Policy", "Week", "Median of open gaps", "50% of runs", "90% of runs"];
    let mut data = Data::new("Gaps open, all roles, by policy, every thirteenth week and the last.", &heads);
    for (player, rows) in series {
        let last = rows.last().map_or(0, |row| row.week);
        for row in rows.iter().filter(|row| is_listed(row.week, last)) {
            let ranges = [(row.p25, row.p75), (row.p05, row.p95)].map(|range| range_of(Some(range), 1));
            let numbers = [row.week.to_string(), plain(row.p50, 1)];
            data.row([named(&player.key)].into_iter().chain(numbers).chain(ranges));
        }
    }
    data
}

/// Draws what the marks mean.
fn keys(sheet: &mut Sheet, shocks: &[(f64, f64)], reference: bool) {
    let mut keys = vec![
        (Swatch::Line(Stroke::solid(INK, 4.0)), "Median"),
        (Swatch::Block(INK, 0.4), "50% of runs"),
        (Swatch::Block(INK, 0.2), "90% of runs"),
    ];
    if reference {
        keys.push((Swatch::Line(Stroke { colour: INK, width: 2.0, dash: &[4.0, 5.0] }), "Median of none"));
    }
    let when = match shocks {
        [] => String::new(),
        [(start, end)] if end > start => format!("Shock starts in week {}, full by week {}", plain(*start, 0), plain(*end, 0)),
        [(start, _)] => format!("Shock in week {}", plain(*start, 0)),
        many => format!("{} shocks, from start to full", many.len()),
    };
    let after = sheet.keys(LEFT, TOP + 22.0, &keys);
    if !when.is_empty() {
        let middle = TOP + 22.0 - 0.35 * SMALL;
        sheet.block((after, middle - 11.0), (after + 36.0, middle + 11.0), BACKGROUND, 0.16);
        sheet.line(vec![(after + 1.0, middle - 11.0), (after + 1.0, middle + 11.0)], Stroke::solid(MUTED, 2.0));
        sheet.text(Text::new(after + 46.0, TOP + 22.0, SMALL, &when).coloured(MUTED));
    }
    sheet.line(vec![(LEFT, TOP + 36.0), (RIGHT, TOP + 36.0)], Stroke::solid(GRID, 1.0));
}

/// Draws a policy's bands and median, and the median of `none` behind.
fn bands(sheet: &mut Sheet, panel: &Panel, player: &Player, rows: &[&WeeklyRow], reference: &[&WeeklyRow]) {
    let line = |rows: &[&WeeklyRow], value: fn(&WeeklyRow) -> f64| -> Vec<_> {
        rows.iter().map(|row| panel.at(f64::from(row.week), value(row))).collect()
    };
    let colour = player.look.colour;
    sheet.band(&line(rows, |row| row.p05), &line(rows, |row| row.p95), colour, 0.2);
    sheet.band(&line(rows, |row| row.p25), &line(rows, |row| row.p75), colour, 0.28);
    sheet.line(line(reference, |row| row.p50), Stroke { colour: INK, width: 2.0, dash: &[4.0, 5.0] });
    sheet.line(line(rows, |row| row.p50), Stroke::solid(colour, 4.0));
}
