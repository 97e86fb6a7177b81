//! Movement: who goes from which role to which, as ribbons as wide as the people are many, beside the same as a matrix.
//!
//! Shown is the recommended policy or, where it moves nobody, the one that moves most. Roles beyond eight are put together.

use std::collections::BTreeMap;

use super::Chart;
use super::cast::Player;
use super::data::{Data, named, range_of};
use super::fill::sound;
use super::marks::{Point, Stroke};
use super::number::{count, few, plain, short, tally};
use super::palette::{GRID, INK, Look, MUTED, Rgb, WHITE};
use super::sheet::{BOTTOM, LEFT, RIGHT, SMALL, Sheet, TOP, Words};
use super::text::{Anchor, Text, Weight, fit, width, wrap};
use crate::analysis::rows::{Comparison, Interval, MoveRow};

/// The chart's name.
const NAME: &str = "movement";
/// At most so many roles, the last of them all others.
const NODES: usize = 8;
/// What the others are called.
const OTHERS: &str = "other roles";
/// Fewer people a run than this are nobody.
const NOBODY: f64 = 0.005;
/// A flow of a smaller share of all is too thin to see.
const THIN: f64 = 0.01;
/// Room for a role's name at either side.
const NAMES: f64 = 290.0;
/// Between two bars.
const APART: f64 = 14.0;
/// Width of a role's bar.
const BAR: f64 = 22.0;

/// The moves of a policy between the roles that are shown.
struct Flows {
    /// What each role is called, the busiest first; the last may be all others.
    names: Vec<String>,
    /// People from a role to another, at `from * names.len() + to`.
    people: Vec<f64>,
}

impl Flows {
    fn at(&self, from: usize, to: usize) -> f64 {
        self.people[from * self.names.len() + to]
    }

    fn sent(&self, from: usize) -> f64 {
        (0..self.names.len()).map(|to| self.at(from, to)).sum()
    }

    fn taken(&self, to: usize) -> f64 {
        (0..self.names.len()).map(|from| self.at(from, to)).sum()
    }

    /// The moves between the busiest roles; what others send and take is one.
    fn of(comparison: &Comparison, rows: &[&MoveRow]) -> Self {
        let mut busy: BTreeMap<&str, f64> = BTreeMap::new();
        for row in rows {
            for role in [&row.from_role, &row.to_role] {
                *busy.entry(role).or_default() += row.people.mean;
            }
        }
        let mut keys: Vec<(&str, f64)> = busy.into_iter().collect();
        keys.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        let whole = keys.len() <= NODES;
        keys.truncate(if whole { NODES } else { NODES - 1 });
        let mut names: Vec<String> = keys.iter().map(|(key, _)| titled(comparison, key)).collect();
        if !whole {
            names.push(OTHERS.to_owned());
        }
        let last = names.len() - 1;
        let place = |role: &str| keys.iter().position(|(key, _)| *key == role).unwrap_or(last);
        let mut people = vec![0.0; names.len() * names.len()];
        for row in rows {
            people[place(&row.from_role) * names.len() + place(&row.to_role)] += row.people.mean;
        }
        // A ribbon too thin to see, of people that round to nobody, is left to the table.
        let all: f64 = people.iter().sum();
        for amount in people.iter_mut().filter(|amount| **amount < THIN * all && **amount < 0.5) {
            *amount = 0.0;
        }
        Self { names, people }
    }
}

/// What readers call a role.
fn titled(comparison: &Comparison, key: &str) -> String {
    let title = comparison.scenario.roles.iter().find(|role| role.name == key).map(|role| role.title.trim());
    named(title.filter(|title| !title.is_empty()).unwrap_or(key))
}

/// A policy's moves of anybody.
fn moves<'a>(comparison: &'a Comparison, policy: &str) -> Vec<&'a MoveRow> {
    let wanted = |row: &&MoveRow| row.policy == policy && sound(&row.people) && row.people.mean >= NOBODY;
    comparison.moves.iter().filter(wanted).collect()
}

/// People that a policy moves a run.
fn total(rows: &[&MoveRow]) -> f64 {
    rows.iter().map(|row| row.people.mean).sum()
}

/// The finding: how many move, and where most of them go if it is most.
fn titles(player: &Player, flows: &Flows, all: f64) -> Vec<String> {
    let who = player.spoken();
    if all < 0.95 {
        return vec![format!("{who} moves hardly anybody between roles"), "Hardly anybody moves between roles".to_owned()];
    }
    let people = if all < 1.5 { "1 person".to_owned() } else { format!("{} people", tally(all)) };
    let short = format!("{who} moves about {people} between roles");
    let last = "Who moves between roles".to_owned();
    let goal = (0..flows.names.len()).max_by(|&a, &b| flows.taken(a).total_cmp(&flows.taken(b)));
    let most = goal.filter(|&goal| flows.taken(goal) > 0.5 * all && flows.names[goal] != OTHERS);
    let full = most.map(|goal| {
        let share = if flows.taken(goal) > 0.995 * all { "all" } else { "most" };
        format!("{who} moves about {people}, {share} to {}", flows.names[goal])
    });
    full.into_iter().chain([short, last]).collect()
}

/// Draws movement.
pub(super) fn draw(comparison: &Comparison, players: &[Player]) -> Chart {
    let of = |player: &Player| moves(comparison, &player.key);
    let busiest = || players.iter().max_by(|a, b| total(&of(a)).total_cmp(&total(&of(b))));
    let shown = players.iter().find(|player| player.pick && !of(player).is_empty()).or_else(busiest);
    let Some(player) = shown.filter(|player| !of(player).is_empty()) else {
        let why = "There is nothing to draw: no policy moves anybody to another role.";
        return Sheet::empty(NAME, comparison, "Nobody moves between roles", why);
    };
    let rows = of(player);
    let (flows, all) = (Flows::of(comparison, &rows), total(&rows));
    let mut sheet = Sheet::new();
    let (top, bottom) = (TOP + 60.0, BOTTOM - 10.0);
    let split = RIGHT - 720.0;
    let colour = if player.front { player.look.colour } else { Look::none().colour };
    ribbons(&mut sheet, &flows, colour, (LEFT, split), (top, bottom));
    sheet.picked = players.iter().any(|player| player.pick);
    let end = matrix(&mut sheet, &flows, (split + 80.0, RIGHT), top - 20.0);
    others(&mut sheet, comparison, players, (split + 80.0, RIGHT), end + 82.0);

    let pick = if player.pick { "the recommended policy" } else { "the policy that moves most" };
    let subtitle = format!(
        "People who move to another role a run (mean of runs) under {}, {pick}. Ribbons are as wide as the people are many.",
        player.name
    );
    let mut order: Vec<&&MoveRow> = rows.iter().collect();
    order.sort_by(|a, b| b.people.mean.total_cmp(&a.people.mean));
    let told: Vec<String> = order
        .iter()
        .take(12)
        .map(|row| {
            let [from, to] = [&row.from_role, &row.to_role].map(|role| titled(comparison, role));
            format!("{from} to {to} {}", few(row.people.mean))
        })
        .collect();
    let description = format!("Moves a run: {}.", told.join("; "));
    let (titles, data) = (titles(player, &flows, all), data(comparison, players));
    sheet.finish(NAME, comparison, Words { titles, subtitle, description, data })
}

/// A role's bar at one side: where it starts, and how tall it is.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Node {
    role: usize,
    top: f64,
    tall: f64,
}

/// The roles of a side that have any people, from top to bottom: each as tall as its people, in a slot with room for its label.
fn nodes(people: &[(usize, f64)], pixels: f64, slot: f64, (top, bottom): (f64, f64)) -> Vec<Node> {
    let room = |amount: f64| (amount * pixels).max(slot);
    let tall: f64 = people.iter().map(|(_, amount)| room(*amount) + APART).sum::<f64>() - APART;
    let mut y = f64::midpoint(top, bottom) - tall / 2.0;
    let mut nodes = Vec::new();
    for &(role, amount) in people {
        let tall = amount * pixels;
        nodes.push(Node { role, top: y + (room(amount) - tall) / 2.0, tall });
        y += room(amount) + APART;
    }
    nodes
}

/// The people of a side by role, most first.
fn side(flows: &Flows, amount: fn(&Flows, usize) -> f64) -> Vec<(usize, f64)> {
    let all = (0..flows.names.len()).map(|role| (role, amount(flows, role)));
    let mut people: Vec<(usize, f64)> = all.filter(|(_, amount)| *amount > 0.0).collect();
    people.sort_by(|a, b| b.1.total_cmp(&a.1));
    people
}

/// The most pixels a person that a room has space for, slots and gaps kept. One flow alone takes no more than two thirds of it: a few
/// people must not look like a crowd.
fn pixels_each(sides: [&[(usize, f64)]; 2], slot: f64, room: f64) -> f64 {
    let all: f64 = sides[0].iter().map(|(_, amount)| amount).sum();
    let needs = |pixels: f64| {
        let one =
            |people: &[(usize, f64)]| people.iter().map(|(_, amount)| (amount * pixels).max(slot) + APART).sum::<f64>() - APART;
        one(sides[0]).max(one(sides[1]))
    };
    let (mut low, mut high) = (0.0, 0.66 * room / all.max(NOBODY));
    if sides.iter().any(|people| people.len() > 1) {
        high = room / all.max(NOBODY);
    }
    for _ in 0..40 {
        let middle = f64::midpoint(low, high);
        if needs(middle) <= room { low = middle } else { high = middle }
    }
    low
}

/// Draws who goes where, from bars at the left to bars at the right.
fn ribbons(sheet: &mut Sheet, flows: &Flows, colour: Rgb, (left, right): (f64, f64), (top, bottom): (f64, f64)) {
    let (sent, taken) = (side(flows, Flows::sent), side(flows, Flows::taken));
    // Names have two lines where roles are few.
    let lines = if sent.len().max(taken.len()) > 5 { 1 } else { 2 };
    let slot = if lines == 1 { 62.0 } else { 90.0 };
    let pixels = pixels_each([&sent, &taken], slot, bottom - top);
    let (from, to) = (nodes(&sent, pixels, slot, (top, bottom)), nodes(&taken, pixels, slot, (top, bottom)));
    let names = NAMES;
    let (start, end) = (left + names, right - names);
    let mut entry: Vec<f64> = to.iter().map(|node| node.top).collect();
    for node in &from {
        let mut y = node.top;
        for (target, entry) in to.iter().zip(&mut entry) {
            let tall = flows.at(node.role, target.role) * pixels;
            if tall <= 0.0 {
                continue;
            }
            ribbon(sheet, ((start + BAR, y), (end - BAR, *entry)), tall, colour);
            y += tall;
            *entry += tall;
        }
    }
    for (side, x, anchor, amount) in
        [(&from, start, Anchor::End, Flows::sent as fn(&Flows, usize) -> f64), (&to, end - BAR, Anchor::Start, Flows::taken)]
    {
        let words = if anchor == Anchor::End { "From" } else { "To" };
        let edge = if anchor == Anchor::End { x - 14.0 } else { x + BAR + 14.0 };
        sheet.text(Text::new(edge, top - 34.0, SMALL, words).anchored(anchor).coloured(MUTED));
        for node in side {
            let y = node.top + node.tall / 2.0;
            sheet.block((x, node.top), (x + BAR, node.top + node.tall.max(2.0)), INK, 1.0);
            let figure = format!("{} · {}", letter(node.role), few(amount(flows, node.role)));
            let lines = wrap(&flows.names[node.role], SMALL, Weight::Regular, names - 14.0, lines);
            // The block of figure and name is centred on the bar.
            let first = y + 8.0 - 14.0 * count(lines.len());
            sheet.text(Text::new(edge, first, SMALL, &figure).anchored(anchor).bold(true));
            for (nth, line) in lines.iter().enumerate() {
                sheet.text(Text::new(edge, first + 28.0 * count(nth + 1), SMALL, line).anchored(anchor));
            }
        }
    }
}

/// Draws a ribbon between two places, so tall throughout.
fn ribbon(sheet: &mut Sheet, (from, to): (Point, Point), tall: f64, colour: Rgb) {
    let upper: Vec<Point> = (0..=24_u32)
        .map(|step| {
            let part = f64::from(step) / 24.0;
            let ease = part * part * (3.0 - 2.0 * part);
            (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * ease)
        })
        .collect();
    let lower: Vec<Point> = upper.iter().map(|(x, y)| (*x, y + tall.max(1.5))).collect();
    sheet.band(&lower, &upper, colour, 0.4);
    sheet.line(upper, Stroke::solid(WHITE, 1.5));
    sheet.line(lower, Stroke::solid(WHITE, 1.5));
}

/// The letter by which the matrix calls a role.
fn letter(role: usize) -> char {
    char::from(b'A'.saturating_add(u8::try_from(role.min(25)).unwrap_or(0)))
}

/// Draws the flows as a matrix, roles by their letters; returns where it ends.
fn matrix(sheet: &mut Sheet, flows: &Flows, (left, right): (f64, f64), top: f64) -> f64 {
    let senders: Vec<usize> = (0..flows.names.len()).filter(|&role| flows.sent(role) > 0.0).collect();
    let takers: Vec<usize> = (0..flows.names.len()).filter(|&role| flows.taken(role) > 0.0).collect();
    let cells = flows.people.iter().copied().chain(senders.iter().map(|&from| flows.sent(from)));
    let widest = cells.map(|value| width(&short(value), SMALL, Weight::Semibold)).fold(34.0, f64::max);
    // As wide as is easy on the eye where names have room beside; else as wide as the numbers.
    let share = |names: f64| (right - left - names) / count(takers.len() + 1);
    let pitch = share(300.0).min(widest + 34.0).max(share(64.0).min(widest + 14.0));
    // Columns end at the right; what is left of them is for names.
    let column = |nth: usize| right - pitch * count(takers.len() - nth);
    let room = column(0) - pitch - left;
    let heads = ["People a run, from ↓ to →", "from ↓ to →", "↓ to →"];
    let head = heads.into_iter().find(|head| width(head, SMALL, Weight::Regular) <= room).unwrap_or_default();
    sheet.text(Text::new(left, top, SMALL, head).coloured(MUTED));
    for (nth, &role) in takers.iter().enumerate() {
        sheet.text(Text::new(column(nth), top, SMALL, &letter(role).to_string()).anchored(Anchor::End).coloured(MUTED));
    }
    sheet.text(Text::new(right, top, SMALL, "all").anchored(Anchor::End).coloured(MUTED));
    sheet.line(vec![(left, top + 11.0), (right, top + 11.0)], Stroke::solid(INK, 1.5));
    let mut y = top;
    for &from in &senders {
        y += 37.0;
        let name = fit(&format!("{} {}", letter(from), flows.names[from]), SMALL, Weight::Regular, room);
        sheet.text(Text::new(left, y, SMALL, &name));
        for (nth, &to) in takers.iter().enumerate() {
            let value = flows.at(from, to);
            let words = if value > 0.0 { short(value) } else { "·".to_owned() };
            sheet.text(Text::new(column(nth), y, SMALL, &words).anchored(Anchor::End));
        }
        sheet.text(Text::new(right, y, SMALL, &short(flows.sent(from))).anchored(Anchor::End).bold(true));
        sheet.line(vec![(left, y + 11.0), (right, y + 11.0)], Stroke::solid(GRID, 1.0));
    }
    y
}

/// Draws how many each policy moves, in two columns below a top.
fn others(sheet: &mut Sheet, comparison: &Comparison, players: &[Player], (left, right): (f64, f64), top: f64) {
    let mut totals: Vec<(&Player, f64)> = players.iter().map(|player| (player, total(&moves(comparison, &player.key)))).collect();
    totals.sort_by(|a, b| b.1.total_cmp(&a.1));
    let kept: Vec<_> = totals.into_iter().take(12).collect();
    let deep = kept.len().div_ceil(2);
    sheet.text(Text::new(left, top, SMALL, "All moves a run, by policy").coloured(MUTED));
    sheet.line(vec![(left, top + 11.0), (right, top + 11.0)], Stroke::solid(INK, 1.5));
    let wide = (right - left - 40.0) / 2.0;
    for (nth, (player, all)) in kept.iter().enumerate() {
        let (column, line) = (nth / deep.max(1), nth % deep.max(1));
        let (x, y) = (left + (wide + 40.0) * count(column), top + 39.0 + 35.0 * count(line));
        sheet.marker((x + 10.0, y - 0.35 * SMALL), 8.0, player.drawn());
        let figure = few(*all);
        let room = wide - 28.0 - width(&figure, SMALL, Weight::Semibold) - 14.0;
        sheet.text(Text::new(x + 28.0, y, SMALL, &fit(&player.name, SMALL, Weight::Semibold, room)).bold(player.pick));
        sheet.text(Text::new(x + wide, y, SMALL, &figure).anchored(Anchor::End).bold(player.pick));
    }
}

/// Every policy's moves as a table.
fn data(comparison: &Comparison, players: &[Player]) -> Data {
    let heads = ["Policy", "From", "To", "People a run", "95% interval"];
    let mut data = Data::new("People who move to another role, by policy, mean of runs.", &heads);
    for player in players {
        let mut rows = moves(comparison, &player.key);
        rows.sort_by(|a, b| b.people.mean.total_cmp(&a.people.mean));
        for row in rows {
            let Interval { mean, low, high } = row.people;
            let interval = range_of((high > low).then_some((low, high)), 1);
            let [from, to] = [&row.from_role, &row.to_role].map(|role| titled(comparison, role));
            data.row([named(&player.key), from, to, plain(mean, 1), interval]);
        }
    }
    data
}
