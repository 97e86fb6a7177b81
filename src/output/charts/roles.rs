//! By role: a panel a role on one scale, the gaps of the recommended policy with their spread, the other policies behind.
//!
//! Roles come by impact: the most gap-weeks beyond business as usual that they have under any policy, `none` among them.

use std::collections::BTreeMap;

use super::Chart;
use super::cast::{NONE, Player, TWIN, foremost, left_out};
use super::data::{Data, named, range_of};
use super::marks::Stroke;
use super::number::{count, few, plain, tally};
use super::palette::{BACKGROUND, GRID, INK};
use super::scale::Axis;
use super::sheet::{BOTTOM, LEFT, Panel, RIGHT, SMALL, Sheet, Swatch, TOP, Words};
use super::text::{Anchor, Text, Weight, fit, width};
use crate::analysis::rows::{Comparison, WeeklyRow};

/// The chart's name.
const NAME: &str = "gaps-by-role";
/// At most so many panels.
const PANELS: usize = 12;
/// At most so many policies.
const LINES: usize = 12;
/// Gap-weeks below this are none.
const NOTHING: f64 = 0.5;

/// A policy's weeks in a role.
type Weeks<'a> = Vec<&'a WeeklyRow>;

/// A role and every policy's weeks in it, in the order of players.
struct Role<'a> {
    /// Its key.
    key: &'a str,
    /// What readers see.
    title: String,
    /// By player; empty where there are none.
    lines: Vec<Weeks<'a>>,
    /// Gap-weeks beyond business as usual.
    impact: f64,
}

/// Gap-weeks of a series.
fn area(rows: &[&WeeklyRow], value: fn(&WeeklyRow) -> f64) -> f64 {
    rows.iter().map(|row| value(row)).sum()
}

/// Every role with gaps, the hardest hit first.
fn roles<'a>(comparison: &'a Comparison, players: &[Player]) -> Vec<Role<'a>> {
    let sound = |row: &WeeklyRow| [row.mean, row.p05, row.p95].iter().all(|value| value.is_finite());
    // One pass over a table of hundreds of thousands of rows.
    let mut series: BTreeMap<(&str, &str), Weeks<'a>> = BTreeMap::new();
    for row in comparison.weekly.iter().filter(|row| row.measure == "gaps" && sound(row)) {
        series.entry((&row.role, &row.policy)).or_default().push(row);
    }
    for rows in series.values_mut() {
        rows.sort_by_key(|row| row.week);
    }
    let of = |role: &str, policy: &str| series.get(&(role, policy)).cloned().unwrap_or_default();
    let role = |role: &'a crate::scenario::model::Role| {
        let lines: Vec<Weeks<'a>> = players.iter().map(|player| of(&role.name, &player.key)).collect();
        let usual = area(&of(&role.name, TWIN), |row| row.mean);
        let most = lines.iter().map(|rows| area(rows, |row| row.mean)).fold(0.0, f64::max);
        let title = if role.title.trim().is_empty() { named(&role.name) } else { named(&role.title) };
        Role { key: &role.name, title, lines, impact: most - usual }
    };
    let gaps = |role: &Role<'_>| role.lines.iter().any(|rows| area(rows, |row| row.mean) >= NOTHING);
    let mut roles: Vec<Role<'a>> = comparison.scenario.roles.iter().map(role).filter(gaps).collect();
    roles.sort_by(|a, b| b.impact.total_cmp(&a.impact).then(a.key.cmp(b.key)));
    roles
}

/// The finding: which role is the bottleneck under the policy in front, so far that hardly a run differs.
fn titles(roles: &[Role<'_>], lead: Option<(usize, &Player)>, replicates: u32) -> Vec<String> {
    let Some((nth, player)) = lead else { return vec!["Gaps by role".to_owned()] };
    let mut by_gaps: Vec<&Role<'_>> = roles.iter().collect();
    let typical = |role: &Role<'_>| role.lines.get(nth).map_or(0.0, |rows| area(rows, |row| row.mean));
    by_gaps.sort_by(|a, b| typical(b).total_cmp(&typical(a)));
    let under = if player.key == NONE { "when nothing is done".to_owned() } else { format!("under {}", player.spoken()) };
    let (Some(first), second) = (by_gaps.first(), by_gaps.get(1)) else { return vec!["Gaps by role".to_owned()] };
    if typical(first) < NOTHING {
        return vec![format!("No role is short of people {under}"), "No role is short of people".to_owned()];
    }
    if replicates < 2 {
        return vec!["One run is too few to name a bottleneck".to_owned()];
    }
    let least = area(&first.lines[nth], |row| row.p05);
    let most = second.map_or(0.0, |second| second.lines.get(nth).map_or(0.0, |rows| area(rows, |row| row.p95)));
    if second.is_none() {
        return vec![format!("Only {} has gaps", first.title), "Only one role has gaps".to_owned()];
    }
    if least > most {
        let all: f64 = roles.iter().map(typical).sum();
        let share = super::number::share(typical(first) / all.max(NOTHING));
        return vec![
            format!("{} has {share} of gap-weeks {under}", first.title),
            format!("{} is the bottleneck {under}", first.title),
            format!("{} is the bottleneck", first.title),
            format!("One role has {share} of gap-weeks"),
        ];
    }
    vec![format!("No single role is the bottleneck {under}"), "No single role is the bottleneck".to_owned()]
}

/// Draws gaps by role.
pub(super) fn draw(comparison: &Comparison, players: &[Player]) -> Chart {
    let shown = foremost(players.to_vec(), LINES);
    let all = roles(comparison, &shown);
    if all.is_empty() {
        return Sheet::empty(NAME, comparison, "No gaps in any role", "There is nothing to draw: no role had a gap in any week.");
    }
    let mut kept: Vec<&Role<'_>> = all.iter().take(PANELS).collect();
    let drawn = |nth: &usize| kept.iter().any(|role| !role.lines[*nth].is_empty());
    let lead = (0..shown.len()).filter(drawn).find(|&nth| shown[nth].pick).or_else(|| (0..shown.len()).find(|nth| drawn(nth)));
    // Of the roles hit hardest, first the one with most gaps under the policy that the title speaks of.
    let under = |role: &Role<'_>| lead.map_or(0.0, |nth| area(&role.lines[nth], |row| row.mean));
    kept.sort_by(|a, b| under(b).total_cmp(&under(a)));
    let rows = || kept.iter().flat_map(|role| role.lines.iter().flatten());
    let spread = kept.iter().filter_map(|role| lead.map(|nth| &role.lines[nth])).flatten().map(|row| row.p95);
    let most = rows().map(|row| row.mean).chain(spread).fold(0.0, f64::max).max(1.0);
    let last = rows().map(|row| row.week.saturating_add(1)).max().unwrap_or(1);
    let columns = match kept.len() {
        n @ 1..=3 => n,
        4 => 2,
        5 | 6 | 9 => 3,
        _ => 4,
    };
    let deep = kept.len().div_ceil(columns);
    let (x, y) = (
        Axis::weeks(last, if columns > 2 { 4 } else { 8 }),
        Axis::counts(most, if deep > 2 { 2.0 } else { 4.0 }).up_to(most.max(1.0)),
    );
    let mut sheet = Sheet::new();
    keys(&mut sheet, &shown, lead, comparison.replicates > 1);
    let (gutter, header, foot) = (60.0, 44.0, 40.0);
    let left = LEFT + 60.0;
    let wide = (RIGHT - left - gutter * count(columns - 1)) / count(columns);
    let high = (BOTTOM - 30.0 - (TOP + 44.0)) / count(deep);
    // Where names are long the figure goes without its word, in all panels.
    let noted = |role: &Role<'_>| width(&role.title, SMALL, Weight::Semibold) + width("peak 99.9", SMALL, Weight::Regular) + 24.0;
    let worded = kept.iter().all(|role| noted(role) <= wide);
    let mut told = Vec::new();
    for (nth, role) in kept.iter().enumerate() {
        let (column, line) = (nth % columns, nth / columns);
        let (x0, y0) = (left + (wide + gutter) * count(column), TOP + 44.0 + high * count(line));
        let panel = Panel::new((&x, &y), (x0, x0 + wide), (y0 + header, y0 + high - foot));
        let value = |tick| tally(tick);
        panel.up(&mut sheet, &y, (column == 0).then_some(&value));
        lines(&mut sheet, &panel, &shown, role, lead);
        let week = |tick| plain(tick, 0);
        panel.across(&mut sheet, &x, (nth + columns >= kept.len()).then_some(&week));
        let peak = lead.map_or(0.0, |nth| role.lines[nth].iter().map(|row| row.mean).fold(0.0, f64::max));
        let note = if worded { format!("peak {}", few(peak)) } else { few(peak) };
        let room = wide - width(&note, SMALL, Weight::Regular) - 24.0;
        let title = fit(&role.title, SMALL, Weight::Semibold, room);
        sheet.text(Text::new(x0, y0 + 28.0, SMALL, &title).bold(true));
        sheet.text(Text::new(x0 + wide, y0 + 28.0, SMALL, &note).anchored(Anchor::End).coloured(super::palette::MUTED));
        told.push(format!("{} {}", role.title, few(peak)));
    }
    let who = lead.map_or(String::new(), |nth| shown[nth].name.clone());
    let roles =
        if all.len() > kept.len() { format!(" {} of {} roles with gaps shown.", kept.len(), all.len()) } else { String::new() };
    let band = if comparison.replicates > 1 { ", bands the spread of outcomes (90% of runs)" } else { "" };
    let peak = if worded { "peak is that of" } else { "the figure is the peak of" };
    let left_out = left_out(players.len(), shown.len());
    let subtitle = format!(
        "Gaps open (seats without a qualified person) by week, on one scale, the role with most under {who} first. Lines are means of runs{band}; {peak} {who}.{roles}{left_out}"
    );
    let description = format!("Highest weekly mean of open gaps under {who} by role: {}.", told.join("; "));
    let titles = titles(&all, lead.map(|nth| (nth, &shown[nth])), comparison.replicates);
    let data = data(&shown, &all);
    sheet.finish(NAME, comparison, Words { titles, subtitle, description, data })
}

/// Whether a policy is drawn in front: the one in the lead, and `none`.
fn is_front(player: &Player, nth: usize, lead: Option<usize>) -> bool {
    lead == Some(nth) || player.key == NONE
}

/// How a policy's line is drawn in a panel.
fn stroke(player: &Player, front: bool, lead: bool) -> Stroke {
    if player.key == NONE {
        return Stroke { colour: INK, width: 2.5, dash: &[4.0, 5.0] };
    }
    let colour = if front { player.look.colour } else { BACKGROUND };
    Stroke { colour, width: if lead { 4.0 } else { 2.0 }, dash: &[] }
}

/// Draws a role's lines, the one in the lead last and with its band.
fn lines(sheet: &mut Sheet, panel: &Panel, players: &[Player], role: &Role<'_>, lead: Option<usize>) {
    let line = |rows: &Weeks<'_>, value: fn(&WeeklyRow) -> f64| -> Vec<_> {
        rows.iter().map(|row| panel.at(f64::from(row.week), value(row))).collect()
    };
    if let Some(nth) = lead {
        let rows = &role.lines[nth];
        sheet.band(&line(rows, |row| row.p05), &line(rows, |row| row.p95), players[nth].look.colour, 0.2);
    }
    let mut order: Vec<usize> = (0..players.len()).collect();
    order.sort_by_key(|&nth| (is_front(&players[nth], nth, lead), lead == Some(nth)));
    for nth in order {
        let player = &players[nth];
        let stroke = stroke(player, is_front(player, nth, lead), lead == Some(nth));
        sheet.line(line(&role.lines[nth], |row| row.mean), stroke);
    }
}

/// Draws what the marks mean.
fn keys(sheet: &mut Sheet, players: &[Player], lead: Option<usize>, banded: bool) {
    let mut keys = Vec::new();
    let behind = (0..players.len()).any(|nth| !is_front(&players[nth], nth, lead));
    let name = lead.map(|nth| fit(&players[nth].name, SMALL, Weight::Regular, 300.0)).unwrap_or_default();
    if let Some(nth) = lead {
        keys.push((Swatch::Line(stroke(&players[nth], true, true)), name.as_str()));
        if banded {
            keys.push((Swatch::Block(players[nth].look.colour, 0.2), "90% of its runs"));
        }
    }
    if let Some((nth, none)) = players.iter().enumerate().find(|(nth, player)| player.key == NONE && lead != Some(*nth)) {
        keys.push((Swatch::Line(stroke(none, true, lead == Some(nth))), "none"));
    }
    if behind {
        keys.push((Swatch::Line(Stroke::solid(BACKGROUND, 2.0)), "other policies"));
    }
    sheet.keys(LEFT, TOP + 22.0, &keys);
    sheet.line(vec![(LEFT, TOP + 36.0), (RIGHT, TOP + 36.0)], Stroke::solid(GRID, 1.0));
}

/// Every role under every policy as a table.
fn data(players: &[Player], roles: &[Role<'_>]) -> Data {
    let heads = ["Role", "Policy", "Gap-weeks, mean of runs", "Highest weekly mean of open gaps", "Open at the end, 90% of runs"];
    let mut data = Data::new("Gaps by role and policy, the hardest-hit role first.", &heads);
    for role in roles {
        for (player, rows) in players.iter().zip(&role.lines).filter(|(_, rows)| !rows.is_empty()) {
            let peak = rows.iter().map(|row| row.mean).fold(0.0, f64::max);
            let end = rows.last().map(|row| (row.p05, row.p95));
            let numbers = [plain(area(rows, |row| row.mean), 0), plain(peak, 1), range_of(end, 1)];
            data.row([role.title.clone(), named(&player.key)].into_iter().chain(numbers));
        }
    }
    data
}
