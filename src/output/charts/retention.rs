//! Retention of the people whom a shock hits: who quit and who was laid off, apart, on one scale, all starting together.

use super::Chart;
use super::cast::{LISTED, Player, foremost, left_out};
use super::data::{Data, is_listed, named, share_within};
use super::fill::sound;
use super::finding::{Verdict, lead, mean, tied, verdict};
use super::labels::{End, label_ends};
use super::marks::{Point, Stroke};
use super::number::{count, plain, share};
use super::palette::GRID;
use super::scale::Axis;
use super::sheet::{BOTTOM, LEFT, Panel, RIGHT, SMALL, Sheet, TOP, Words};
use super::table::{Column, ROW, Table};
use super::text::{Anchor, Text};
use crate::analysis::rows::{Better, Comparison, Interval, RetentionRow};

/// A share of the people in a week.
type Fate = fn(&RetentionRow) -> Interval;

/// The chart's name.
const NAME: &str = "retention";

/// A policy's weeks in order, of a group of people.
fn weeks<'a>(comparison: &'a Comparison, policy: &str, group: &str) -> Vec<&'a RetentionRow> {
    let wanted = |row: &&RetentionRow| {
        row.policy == policy && row.role == group && sound(&row.employed) && sound(&row.quit) && sound(&row.laid_off)
    };
    let mut rows: Vec<_> = comparison.retention.iter().filter(wanted).collect();
    rows.sort_by_key(|row| row.week);
    rows
}

/// A curve from 0 at the start through the end of each week.
fn curve(panel: &Panel, rows: &[&RetentionRow], value: impl Fn(&RetentionRow) -> f64) -> Vec<Point> {
    let later = rows.iter().map(|row| panel.at(f64::from(row.week.saturating_add(1)), value(row)));
    std::iter::once(panel.at(0.0, 0.0)).chain(later).collect()
}

/// The finding, and whether it rests on pairs: by paired differences where the measure is there, else by the intervals of the table.
fn titles(comparison: &Comparison, series: &[(&Player, Vec<&RetentionRow>)]) -> (Vec<String>, bool) {
    let players: Vec<Player> = series.iter().map(|(player, _)| (*player).clone()).collect();
    let employed = |player: &Player| {
        let rows = &series.iter().find(|(other, _)| other.key == player.key)?.1;
        rows.last().map(|row| row.employed)
    };
    // One run has no interval, whatever its rows say.
    let several = comparison.replicates > 1;
    let apart = |a: &Player, b: &Player| several && employed(a).zip(employed(b)).is_some_and(|(a, b)| a.low > b.high);
    let by_eye = lead(&players, Better::Higher, |player| employed(player).map(|share| share.mean), apart);
    let paired = players.iter().all(|player| mean(comparison, &player.key, "retention_horizon").is_some());
    let best_by_eye = match &by_eye {
        Verdict::Leads(best) | Verdict::Alone(best) => Some(best.key.clone()),
        Verdict::Tied(close) => close.first().map(|best| best.key.clone()),
        Verdict::Nothing => None,
    };
    let found = if paired { verdict(comparison, &players, "retention_horizon", Better::Higher) } else { by_eye };
    let mut by_pairs = false;
    let titles = match found {
        // The measure may be about more people than the chart; a title must hold for what is drawn.
        Verdict::Leads(best) if best_by_eye.as_deref() == Some(best.key.as_str()) => {
            by_pairs = paired;
            let kept = employed(best).map_or(0.0, |employed| employed.mean);
            vec![
                format!("{} keeps the most people: {} still employed", best.spoken(), share(kept)),
                format!("{} keeps the most people", best.spoken()),
                format!("The best policy keeps {} of people", share(kept)),
            ]
        }
        Verdict::Leads(_) | Verdict::Nothing => vec!["No clear winner on retention".to_owned()],
        Verdict::Tied(close) => tied("retention", &close),
        Verdict::Alone(only) => {
            let kept =
                employed(only).map(|kept| format!("{} of people still employed under {}", share(kept.mean), only.spoken()));
            kept.into_iter().chain(["Who stays, quits and is laid off".to_owned()]).collect()
        }
    };
    (titles, by_pairs)
}

/// Draws retention.
pub(super) fn draw(comparison: &Comparison, players: &[Player]) -> Chart {
    let shown = foremost(players.to_vec(), LISTED);
    let of = |group: &str| -> Vec<(&Player, Vec<&RetentionRow>)> {
        shown.iter().map(|player| (player, weeks(comparison, &player.key, group))).filter(|(_, rows)| !rows.is_empty()).collect()
    };
    let (series, who) = match of("hit") {
        hit if hit.is_empty() => (of("all"), "people of week 0"),
        hit => (hit, "people of week 0 in roles that a shock hits"),
    };
    if series.is_empty() {
        return Sheet::empty(NAME, comparison, "No people to follow", "There is nothing to draw: no retention was recorded.");
    }
    let last = series.iter().flat_map(|(_, rows)| rows.iter()).map(|row| row.week.saturating_add(1)).max().unwrap_or(1);
    let highs = series.iter().flat_map(|(_, rows)| rows.iter()).flat_map(|row| {
        [row.quit.mean, row.laid_off.mean, row.quit.high.min(row.quit.mean + 0.1), row.laid_off.high.min(row.laid_off.mean + 0.1)]
    });
    let shares: Vec<f64> = highs.chain([0.0, 0.05]).map(|value| value.min(1.0)).collect();
    let most = shares.iter().copied().fold(0.0, f64::max);
    let (x, y) = (Axis::weeks(last, 4), Axis::nice(shares, 4.0).up_to(most));
    let mut sheet = Sheet::new();
    let table_top = BOTTOM - ROW * count(series.len() + 1) - 16.0 + 22.0;
    let (top, bottom) = (TOP + 62.0, table_top - 100.0);
    let kinds: [(&str, Fate, f64); 2] =
        [("Quit", |row| row.quit, LEFT + 70.0), ("Laid off", |row| row.laid_off, f64::midpoint(LEFT + 70.0, RIGHT) + 20.0)];
    let wide = (RIGHT - LEFT - 70.0) / 2.0 - 20.0;
    let column = 285.0;
    for (kind, value, left) in kinds {
        let panel = Panel::new((&x, &y), (left, left + wide - column), (top, bottom));
        sheet.text(Text::new(left, top - 28.0, 28.0, kind).bold(true));
        panel.up(&mut sheet, &y, (left < 960.0).then_some(&share as &dyn Fn(f64) -> String));
        for (player, rows) in series.iter().filter(|(player, _)| player.front) {
            let (low, high) = (curve(&panel, rows, |row| value(row).low), curve(&panel, rows, |row| value(row).high));
            sheet.band(&low, &high, player.look.colour, 0.13);
        }
        let mut drawn: Vec<_> = series.iter().collect();
        drawn.sort_by_key(|(player, _)| (player.front, player.pick));
        for (player, rows) in drawn {
            sheet.line(curve(&panel, rows, |row| value(row).mean), player.stroke());
        }
        let figure = |rows: &[&RetentionRow]| rows.last().map_or(0.0, |row| value(row).mean);
        let ends: Vec<End<'_>> = series
            .iter()
            .map(|(player, rows)| End { player, at: (panel.x.end(), panel.y.at(figure(rows))), figure: share(figure(rows)) })
            .collect();
        label_ends(&mut sheet, &ends, column, (top, bottom - 8.0));
        let week = |tick| plain(tick, 0);
        panel.across(&mut sheet, &x, Some(&week));
        sheet.text(
            Text::new(left + wide, bottom + 34.0, SMALL, "weeks from the start")
                .anchored(Anchor::End)
                .coloured(super::palette::MUTED),
        );
    }
    let told = table(&mut sheet, &series, last, table_top);
    let (titles, paired) = titles(comparison, &series);
    let paired = if paired { " The lead is by paired differences, run by run." } else { "" };
    let left_out = left_out(players.len(), series.len());
    let subtitle = format!(
        "Share of the {who} who have quit or were laid off. Bands: error of the mean (95% interval), not the spread of outcomes.{paired}{left_out}"
    );
    let description = format!("After {last} weeks by policy: {}.", told.join("; "));
    let data = data(&series, last);
    sheet.finish(NAME, comparison, Words { titles, subtitle, description, data })
}

/// The curves as a table.
fn data(series: &[(&Player, Vec<&RetentionRow>)], last: i32) -> Data {
    let heads = ["Policy", "After weeks", "Still employed (95% interval)", "Quit (95% interval)", "Laid off (95% interval)"];
    let mut data = Data::new("What has become of the people, by policy, every thirteenth week and the last.", &heads);
    for (player, rows) in series {
        for row in rows.iter().filter(|row| is_listed(row.week.saturating_add(1), last)) {
            let shares = [row.employed, row.quit, row.laid_off].map(share_within);
            data.row([named(&player.key), row.week.saturating_add(1).to_string()].into_iter().chain(shares));
        }
    }
    data
}

/// Draws who is still employed; returns it in words.
fn table(sheet: &mut Sheet, series: &[(&Player, Vec<&RetentionRow>)], last: i32, top: f64) -> Vec<String> {
    let mut moments: Vec<i32> = [26, 52, 104].into_iter().filter(|&week| week < last).collect();
    moments.push(last);
    let span = RIGHT - LEFT - 420.0;
    let place = |nth: usize| LEFT + 420.0 + span * count(nth + 1) / count(moments.len());
    let columns = moments.iter().enumerate().map(|(nth, week)| Column { head: format!("week {week}"), x: place(nth) }).collect();
    let table = Table {
        left: LEFT,
        right: RIGHT,
        top,
        names: 420.0,
        anchor: Anchor::End,
        head: "Still employed, 95% interval".to_owned(),
        columns,
    };
    let bare = |value: f64| share(value).trim_end_matches('%').to_owned();
    // One run has no interval.
    let cell = |interval: Interval| match interval {
        Interval { mean, low, high } if high > low => format!("{} ({}–{})", share(mean), bare(low), bare(high)),
        Interval { mean, .. } => share(mean),
    };
    let employed = |rows: &[&RetentionRow], week: i32| rows.iter().find(|row| row.week + 1 == week).map(|row| row.employed);
    let rows: Vec<(&Player, Vec<String>)> = series
        .iter()
        .map(|(player, rows)| (*player, moments.iter().map(|&week| employed(rows, week).map_or("–".to_owned(), cell)).collect()))
        .collect();
    table.draw(sheet, &rows);
    sheet.line(vec![(LEFT, top - 30.0), (RIGHT, top - 30.0)], Stroke::solid(GRID, 1.0));
    let words = |(player, rows): &(&Player, Vec<&RetentionRow>)| {
        let row = rows.last()?;
        let (stay, quit, laid_off) = (share(row.employed.mean), share(row.quit.mean), share(row.laid_off.mean));
        Some(format!("{} {stay} employed, {quit} quit, {laid_off} laid off", player.name))
    };
    series.iter().filter_map(words).collect()
}
