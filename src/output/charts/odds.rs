//! Odds: fifty dots a policy, each an equally likely future of one shock gap: filled in time, lapsed, or still open.
//!
//! People read "in 43 of 50 futures" better than a percentage (Gigerenzer and Hoffrage 1995; for dots Fernandes et al. 2018). The shares
//! are those of the table `time_to_fill` at one duration, the same for all policies and chosen before any is looked at: a year, or the
//! longest usual span that the run can watch.

use super::Chart;
use super::cast::{Player, foremost, left_out};
use super::data::{Data, named, share_within};
use super::fill::sound;
use super::marks::Stroke;
use super::number::{count, plain, share};
use super::palette::{BACKGROUND, GRID, INK, Look, MUTED, Marker, Rgb};
use super::sheet::{BOTTOM, LEFT, RIGHT, SMALL, Sheet, TOP, Words};
use super::text::{Anchor, Text, Weight, fit, width};
use crate::analysis::rows::{Comparison, Interval, TimeToFillRow};

/// The chart's name.
const NAME: &str = "odds";
/// Dots a policy.
const DOTS: u32 = 50;
/// Room for names.
const NAMES: f64 = 240.0;
/// At most so many policies.
const PANELS: usize = 12;
/// Usual spans in weeks, the one wanted first.
const SPANS: [i32; 6] = [52, 26, 13, 8, 4, 1];

/// What has become of gaps by the span, of a policy.
struct Lot<'a> {
    player: &'a Player,
    row: &'a TimeToFillRow,
}

impl Lot<'_> {
    /// Dots that are filled, lapsed and open; together all.
    fn dots(&self) -> [u32; 3] {
        let Interval { mean: filled, .. } = self.row.share_filled;
        let (filled, lapsed) = (filled.clamp(0.0, 1.0), self.row.share_lapsed.mean.clamp(0.0, 1.0));
        let filled_dots = dots(filled);
        let gone = dots((filled + lapsed).min(1.0)).max(filled_dots);
        [filled_dots, gone - filled_dots, DOTS - gone]
    }
}

/// A share as dots.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the number of dots")]
fn dots(share: f64) -> u32 {
    libm::round(share.clamp(0.0, 1.0) * f64::from(DOTS)) as u32
}

/// A policy's gaps at a span.
fn at<'a>(comparison: &'a Comparison, policy: &str, span: i32) -> Option<&'a TimeToFillRow> {
    let sound = |row: &TimeToFillRow| sound(&row.share_filled) && sound(&row.share_lapsed);
    let wanted = |row: &&TimeToFillRow| row.policy == policy && row.role == "all" && row.kind == "all" && row.weeks == span;
    comparison.time_to_fill.iter().find(wanted).filter(|row| sound(row))
}

/// The span: the first of the usual ones up to which gaps are watched.
fn span(comparison: &Comparison) -> Option<i32> {
    let watched = comparison
        .time_to_fill
        .iter()
        .filter(|row| row.role == "all" && row.kind == "all" && row.at_risk > 0.0)
        .map(|row| row.weeks);
    let last = watched.max()?;
    SPANS.into_iter().find(|span| *span <= last)
}

/// The finding: the odds of the recommended policy, else of the best.
fn titles(comparison: &Comparison, lots: &[Lot<'_>], span: i32) -> Vec<String> {
    let Some(lot) = lots.iter().find(|lot| lot.player.pick).or(lots.first()) else { return Vec::new() };
    if comparison.replicates < 2 {
        return vec!["One run is too few to give odds".to_owned()];
    }
    let odds = format!("in {} futures filled within {span} weeks", said(lot.row.share_filled.mean));
    vec![format!("{}: {odds}", lot.player.spoken()), odds]
}

/// Draws odds.
pub(super) fn draw(comparison: &Comparison, players: &[Player]) -> Chart {
    let empty =
        || Sheet::empty(NAME, comparison, "No shock gaps to fill", "There is nothing to draw: the shocks opened no gaps.");
    let Some(span) = span(comparison) else { return empty() };
    let shown = foremost(players.to_vec(), PANELS);
    let mut lots: Vec<Lot<'_>> =
        shown.iter().filter_map(|player| Some(Lot { player, row: at(comparison, &player.key, span)? })).collect();
    // The best odds first; equals in the order of players.
    lots.sort_by(|a, b| b.row.share_filled.mean.total_cmp(&a.row.share_filled.mean));
    if lots.is_empty() {
        return empty();
    }
    let mut sheet = Sheet::new();
    sheet.picked = lots.iter().any(|lot| lot.player.pick);
    keys(&mut sheet, span);
    let names = lots.iter().map(|lot| width(&lot.player.name, SMALL, Weight::Semibold)).fold(0.0, f64::max).min(NAMES) + 44.0;
    let top = TOP + 56.0;
    let high = ((BOTTOM - top) / count(lots.len())).min(180.0);
    let (left, right) = (LEFT + names + 20.0, RIGHT - 230.0);
    // Two lines of dots, or one where the policies are so many that dots in one line are as large.
    let sized = |lines: u32| (lines, ((right - left) * f64::from(lines) / f64::from(DOTS)).min((high - 14.0) / f64::from(lines)));
    let (lines, pitch) = if sized(1).1 >= sized(2).1 { sized(1) } else { sized(2) };
    let across = f64::from(DOTS / lines);
    let beside = left + pitch * across + 30.0;
    for (head, x) in [("filled", beside), ("lapsed", beside + 260.0), ("open", beside + 370.0)] {
        if x <= RIGHT {
            let anchor = if head == "filled" { Anchor::Start } else { Anchor::End };
            sheet.text(Text::new(x, TOP + 22.0, SMALL, head).anchored(anchor).coloured(MUTED));
        }
    }
    let mut told = Vec::new();
    for (nth, lot) in lots.iter().enumerate() {
        let middle = top + high * (count(nth) + 0.5);
        let [filled, lapsed, open] = lot.dots();
        let player = lot.player;
        sheet.marker((LEFT + 10.0, middle), 9.0, player.drawn());
        let strong = if player.pick { Weight::Semibold } else { Weight::Regular };
        let name = fit(&player.name, SMALL, strong, names - 28.0);
        sheet.text(Text::new(LEFT + 28.0, middle + 8.0, SMALL, &name).bold(player.pick));
        let figure = said(lot.row.share_filled.mean);
        let between = interval(lot.row.share_filled).filter(|_| comparison.replicates > 1);
        // Beside the dots, wherever they end.
        let figure_y = if between.is_some() { middle - 4.0 } else { middle + 8.0 };
        sheet.text(Text::new(beside, figure_y, SMALL, &figure).bold(true));
        if let Some(between) = &between {
            sheet.text(Text::new(beside, middle + 26.0, SMALL, between).coloured(MUTED));
        }
        for dot in 0..DOTS {
            let line = f64::from(dot % lines) + 0.5 - f64::from(lines) / 2.0;
            let at = (left + pitch * (f64::from(dot / lines) + 0.5), middle + pitch * line);
            let fate = match dot {
                dot if dot < filled => Fate::Filled,
                dot if dot < filled + lapsed => Fate::Lapsed,
                _ => Fate::Open,
            };
            self::dot(&mut sheet, at, pitch * 0.36, fate, player.drawn().colour);
        }
        let between = between.map(|between| format!(" ({between})")).unwrap_or_default();
        // What the other dots are, in figures, where there is room.
        for (fate, x) in [(lapsed, beside + 260.0), (open, beside + 370.0)].into_iter().filter(|(_, x)| *x <= RIGHT) {
            sheet.text(Text::new(x, middle + 8.0, SMALL, &plain(f64::from(fate), 0)).anchored(Anchor::End).coloured(MUTED));
        }
        told.push(format!(
            "{} {} filled{between}, {lapsed} lapsed, {open} still open",
            player.name,
            said(lot.row.share_filled.mean)
        ));
    }
    let left_out = left_out(players.len(), shown.len());
    let range = if comparison.replicates > 1 {
        " Ranges are the error of the mean (95% interval), not the spread of outcomes."
    } else {
        ""
    };
    let subtitle = format!(
        "What becomes of a shock gap within {span} weeks of opening, as {DOTS} equally likely futures, mean of runs.{range}{left_out}"
    );
    let description = format!("Of {DOTS} futures of a shock gap within {span} weeks by policy: {}.", told.join("; "));
    let (titles, data) = (titles(comparison, &lots, span), data(comparison, &lots));
    sheet.finish(NAME, comparison, Words { titles, subtitle, description, data })
}

/// What a dot stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Filled,
    Lapsed,
    Open,
}

/// Draws a dot: full, a stroke across, or a ring.
fn dot(sheet: &mut Sheet, at: (f64, f64), radius: f64, fate: Fate, colour: Rgb) {
    match fate {
        Fate::Filled => sheet.marker(at, radius, Look { colour, dash: &[], marker: Marker::Circle }),
        Fate::Open => sheet.marker(at, radius, Look { colour: BACKGROUND, dash: &[], marker: Marker::Hollow }),
        Fate::Lapsed => {
            let half = radius * 0.55;
            sheet.line(vec![(at.0 - half, at.1), (at.0 + half, at.1)], Stroke::solid(BACKGROUND, (radius * 0.3).max(3.0)));
        }
    }
}

/// A share as so many of all dots; what is neither all nor none is not said to be.
fn said(share: f64) -> String {
    match dots(share) {
        DOTS if share < 0.9995 => format!("over {} of {DOTS}", DOTS - 1),
        0 if share > 0.0005 => format!("under 1 of {DOTS}"),
        filled => format!("{filled} of {DOTS}"),
    }
}

/// The ends of an interval in dots: `33 to 35`; none where there is none, or where it is within a dot.
fn interval(share: Interval) -> Option<String> {
    let Interval { low, high, .. } = share;
    if high <= low {
        return None;
    }
    let (low, high) = (dots(low), dots(high));
    (low < high).then(|| format!("{low} to {high}"))
}

/// Draws what the dots mean.
fn keys(sheet: &mut Sheet, span: i32) {
    let y = TOP + 22.0;
    let mut x = LEFT;
    let entries = [
        (Fate::Filled, format!("filled within {span} weeks")),
        (Fate::Lapsed, "lapsed: the seat was no longer needed".to_owned()),
        (Fate::Open, "still open".to_owned()),
    ];
    for (fate, words) in entries {
        dot(sheet, (x + 12.0, y - 0.35 * SMALL), 11.0, fate, INK);
        sheet.text(Text::new(x + 34.0, y, SMALL, &words).coloured(MUTED));
        x += 34.0 + width(&words, SMALL, Weight::Regular) + 40.0;
    }
    sheet.line(vec![(LEFT, TOP + 36.0), (RIGHT, TOP + 36.0)], Stroke::solid(GRID, 1.0));
}

/// The odds at every usual span as a table.
fn data(comparison: &Comparison, lots: &[Lot<'_>]) -> Data {
    let heads =
        ["Policy", "Within weeks", "Futures of 50 filled", "Filled (95% interval)", "Lapsed (95% interval)", "Still open"];
    let mut data = Data::new("What becomes of a shock gap, by policy and weeks since it opened.", &heads);
    for lot in lots {
        let key = &lot.player.key;
        for row in [104]
            .into_iter()
            .chain(SPANS)
            .rev()
            .filter_map(|span| at(comparison, key, span))
            .filter(|row| row.at_risk > 0.0 || row.weeks <= lot.row.weeks)
        {
            let filled = plain(f64::from(dots(row.share_filled.mean)), 0);
            let open = (1.0 - row.share_filled.mean - row.share_lapsed.mean).max(0.0);
            let shares = [share_within(row.share_filled), share_within(row.share_lapsed), share(open)];
            data.row([named(key), row.weeks.to_string(), filled].into_iter().chain(shares));
        }
    }
    data
}
