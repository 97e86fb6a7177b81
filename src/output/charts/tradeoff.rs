//! Cost against gap-weeks: a point a policy, the ellipse that holds about 90% of its runs, and the policies that no other beats on both.

use super::Chart;
use super::cast::{NONE, Player, foremost, left_out};
use super::data::{Data, named, range_of};
use super::finding::{Verdict, difference, mean, verdict};
use super::labels::near;
use super::marks::{Point, Stroke};
use super::number::{Currency, count, decimals, plain, tally};
use super::palette::{INK, MUTED};
use super::scale::Axis;
use super::sheet::{BOTTOM, LEFT, Panel, RIGHT, SMALL, Sheet, TOP, Words};
use super::table::{Column, Table};
use super::text::{Anchor, Bounds, Text, Weight, fit, width};
use crate::analysis::rows::{Better, Comparison};

/// The chart's name.
const NAME: &str = "cost-against-gap-weeks";
/// The measure across.
const COST: &str = "transition_cost_vs_none";
/// The measure up.
const TIME: &str = "excess_gap_weeks_per_shock_gap";
/// Least squared distance that holds 90% of a normal cloud in two dimensions: -2 ln 0.1.
const NINETY: f64 = 4.605_170_185_988_092;
/// At most so many policies.
const POINTS: usize = 12;

/// A policy's place and the shape of its cloud.
struct Spot<'a> {
    player: &'a Player,
    at: Point,
    ellipse: Vec<Point>,
}

impl<'a> Spot<'a> {
    /// A policy's, if it has runs with both values.
    fn of(comparison: &Comparison, player: &'a Player) -> Option<Self> {
        let (at, ellipse) = cloud(&runs(comparison, &player.key))?;
        Some(Self { player, at, ellipse })
    }
}

/// Paired values of a policy's runs.
fn runs(comparison: &Comparison, policy: &str) -> Vec<Point> {
    let column = |name: &str| comparison.measures.iter().position(|measure| measure.name == name);
    let (Some(cost), Some(time)) = (column(COST), column(TIME)) else { return Vec::new() };
    let value = |values: &[Option<f64>], column: usize| values.get(column).copied().flatten().filter(|value| value.is_finite());
    let rows = comparison.runs.iter().filter(|row| row.policy == policy);
    rows.filter_map(|row| Some((value(&row.values, cost)?, value(&row.values, time)?))).collect()
}

/// Mean of the runs and the outline of the ellipse that holds 90% of them, were they normal; no outline of fewer than three.
fn cloud(runs: &[Point]) -> Option<(Point, Vec<Point>)> {
    let n = count(runs.len());
    if runs.is_empty() {
        return None;
    }
    let centre = (runs.iter().map(|run| run.0).sum::<f64>() / n, runs.iter().map(|run| run.1).sum::<f64>() / n);
    if runs.len() < 3 {
        return Some((centre, Vec::new()));
    }
    let moment =
        |f: &dyn Fn(f64, f64) -> f64| runs.iter().map(|run| f(run.0 - centre.0, run.1 - centre.1)).sum::<f64>() / (n - 1.0);
    let (cost, both, time) = (moment(&|x, _| x * x), moment(&|x, y| x * y), moment(&|_, y| y * y));
    // The lower triangle of the covariance takes the unit circle to the ellipse.
    let wide = cost.sqrt();
    let lean = if wide > 0.0 { both / wide } else { 0.0 };
    let high = (time - lean * lean).max(0.0).sqrt();
    let radius = NINETY.sqrt();
    let outline = (0..=72_u32).map(|step| {
        let angle = std::f64::consts::TAU * f64::from(step) / 72.0;
        let (x, y) = (radius * libm::cos(angle), radius * libm::sin(angle));
        (centre.0 + wide * x, centre.1 + lean * x + high * y)
    });
    Some((centre, outline.collect()))
}

/// The finding.
fn titles(comparison: &Comparison, players: &[Player]) -> Vec<String> {
    let leader = |measure| match verdict(comparison, players, measure, Better::Lower) {
        Verdict::Leads(best) => Some(best),
        _ => None,
    };
    let last = "Cost against gap-weeks".to_owned();
    match (leader(COST), leader(TIME)) {
        (Some(a), Some(b)) if a.key == b.key => {
            vec![
                format!("{} wins on both cost and gap-weeks", a.spoken()),
                "One policy wins on cost and gap-weeks".to_owned(),
                last,
            ]
        }
        (Some(a), Some(b)) => vec![
            format!("{} costs least, {} leaves fewest gap-weeks", a.spoken(), b.spoken()),
            "A trade-off: cheapest is not quickest".to_owned(),
            last,
        ],
        (Some(a), None) => vec![format!("{} costs least; no clear winner on gap-weeks", a.spoken()), last],
        (None, Some(b)) => vec![format!("{} leaves fewest gap-weeks; no winner on cost", b.spoken()), last],
        (None, None) if players.len() > 1 => vec!["No clear winner on cost or gap-weeks".to_owned()],
        (None, None) => vec![last],
    }
}

/// Those that no other beats on both, cheapest first.
fn pareto<'a, 'b>(spots: &'b [Spot<'a>]) -> Vec<&'b Spot<'a>> {
    let beats = |a: &Spot<'_>, b: &Spot<'_>| a.at.0 <= b.at.0 && a.at.1 <= b.at.1 && (a.at.0 < b.at.0 || a.at.1 < b.at.1);
    let mut best: Vec<_> = spots.iter().filter(|spot| !spots.iter().any(|other| beats(other, spot))).collect();
    best.sort_by(|a, b| a.at.0.total_cmp(&b.at.0));
    best
}

/// Draws cost against gap-weeks.
pub(super) fn draw(comparison: &Comparison, players: &[Player]) -> Chart {
    let money = Currency::new(&comparison.scenario.currency);
    let shown = foremost(players.to_vec(), POINTS);
    let spots: Vec<Spot<'_>> = shown.iter().filter_map(|player| Spot::of(comparison, player)).collect();
    if spots.is_empty() {
        return Sheet::empty(
            NAME,
            comparison,
            "No runs to compare",
            "There is nothing to draw: no run has both a cost and gap-weeks.",
        );
    }
    let places = || spots.iter().flat_map(|spot| spot.ellipse.iter().chain([&spot.at]));
    let x = Axis::nice(places().map(|place| place.0).chain([0.0, 1.0]), 5.0);
    let y = Axis::nice(places().map(|place| place.1.max(0.0)).chain([0.0, 0.1]), 5.0);
    let mut sheet = Sheet::new();
    let (left, right, top, bottom) = (LEFT + 80.0, RIGHT - 720.0, TOP + 60.0, BOTTOM - 76.0);
    let panel = Panel::new((&x, &y), (left, right), (top, bottom));
    let value = |tick| plain(tick, decimals(y.step));
    panel.up(&mut sheet, &y, Some(&value));
    let largest = x.low.abs().max(x.high.abs());
    let amount = |tick| money.tick(tick, x.step, largest);
    panel.across(&mut sheet, &x, Some(&amount));
    let zero = panel.x.at(0.0);
    sheet.line(vec![(zero, top), (zero, bottom)], Stroke { colour: MUTED, width: 1.5, dash: &[5.0, 5.0] });
    sheet.text(Text::new(LEFT, top - 26.0, SMALL, "Excess gap-weeks per shock gap").coloured(MUTED));
    sheet.text(Text::new(right, bottom + 70.0, SMALL, "Transition cost against none").anchored(Anchor::End).coloured(MUTED));
    clouds(&mut sheet, &panel, &spots);
    let frontier: Vec<Point> = pareto(&spots).iter().map(|spot| panel.at(spot.at.0, spot.at.1)).collect();
    let corners = frontier.windows(2).flat_map(|pair| [(pair[1].0, pair[0].1), pair[1]]);
    let outline = frontier.first().copied().into_iter().chain(corners).collect();
    sheet.line(outline, Stroke { colour: INK, width: 2.0, dash: &[3.0, 5.0] });
    let mut taken = better_corner(&mut sheet, &panel, &spots);
    let page = Bounds { left: left + 4.0, top, right: right - 4.0, bottom: bottom - 4.0 };
    let spot_box = |spot: &Spot<'_>| {
        let (x, y) = panel.at(spot.at.0, spot.at.1);
        Bounds { left: x - 13.0, top: y - 13.0, right: x + 13.0, bottom: y + 13.0 }
    };
    taken.extend(spots.iter().map(spot_box));
    for spot in spots.iter().rev() {
        sheet.marker(panel.at(spot.at.0, spot.at.1), 12.0, spot.player.drawn());
    }
    for (at, bold, name) in together(&panel, &spots) {
        let wide = width(&name, SMALL, if bold { Weight::Semibold } else { Weight::Regular });
        if let Some((mut text, bounds)) = near(at, wide, &taken, &page) {
            leader(&mut sheet, at, &bounds);
            text.words = name;
            sheet.text(text.bold(bold).rimmed());
            taken.push(bounds);
        }
    }
    let told = differences(&mut sheet, comparison, &spots, &money);
    let few = if spots.iter().any(|spot| spot.ellipse.is_empty()) {
        "Too few runs for ellipses."
    } else {
        "Ellipses hold about 90% of runs (spread of outcomes)."
    };
    let left_out = left_out(players.len(), shown.len());
    let subtitle = format!(
        "Mean of runs; gap-weeks are those beyond business as usual, per gap that the shock opens under none. {few} Dotted: policies that no other beats on both.{left_out}"
    );
    let description = format!("Against none by policy: {}.", told.join("; "));
    let (titles, data) = (titles(comparison, players), data(comparison, &spots));
    sheet.finish(NAME, comparison, Words { titles, subtitle, description, data })
}

/// The points and their paired differences as a table.
fn data(comparison: &Comparison, spots: &[Spot<'_>]) -> Data {
    let cost = format!("Transition cost against none ({})", comparison.scenario.currency);
    let heads = ["Policy", &cost, "95% interval", "Excess gap-weeks per shock gap", "Less none, 95% interval"];
    let mut data =
        Data::new("Cost and gap-weeks by policy, mean of runs; intervals are of paired differences from none.", &heads);
    for spot in spots {
        let key = &spot.player.key;
        let interval = |measure| difference(comparison, key, NONE, measure).map(|(_, low, high)| (low, high));
        let (cost, time) = (range_of(interval(COST), 0), range_of(interval(TIME), 2));
        data.row([named(key), plain(spot.at.0, 0), cost, plain(spot.at.1, 2), time]);
    }
    data
}

/// Draws ellipses, those behind first; one without width is a line.
fn clouds(sheet: &mut Sheet, panel: &Panel, spots: &[Spot<'_>]) {
    let mut order: Vec<_> = spots.iter().filter(|spot| !spot.ellipse.is_empty()).collect();
    order.sort_by_key(|spot| (spot.player.front, spot.player.pick));
    for spot in order {
        let outline: Vec<Point> = spot.ellipse.iter().map(|place| panel.at(place.0, place.1)).collect();
        let stroke = spot.player.stroke();
        if spot.player.front {
            sheet.area(outline.clone(), stroke.colour, 0.1);
        }
        sheet.line(outline, Stroke { width: if spot.player.front { 2.5 } else { 1.5 }, ..stroke });
    }
}

/// Where labels belong, whether in bold, and what they say: policies whose points cover one another share one.
fn together(panel: &Panel, spots: &[Spot<'_>]) -> Vec<(Point, bool, String)> {
    let mut labels: Vec<(Point, bool, Vec<&str>)> = Vec::new();
    for spot in spots {
        let at = panel.at(spot.at.0, spot.at.1);
        let covers = |other: &Point| (other.0 - at.0).abs() < 10.0 && (other.1 - at.1).abs() < 10.0;
        match labels.iter_mut().find(|(other, bold, names)| covers(other) && *bold == spot.player.pick && names.len() < 4) {
            Some((_, _, names)) => names.push(&spot.player.name),
            None => labels.push((at, spot.player.pick, vec![&spot.player.name])),
        }
    }
    labels.into_iter().map(|(at, bold, names)| (at, bold, fit(&names.join(", "), SMALL, Weight::Regular, 560.0))).collect()
}

/// Draws a thin line from a point to its label, where that stands off.
fn leader(sheet: &mut Sheet, (x, y): Point, label: &Bounds) {
    let end = (x.clamp(label.left, label.right), y.clamp(label.top + 4.0, label.bottom - 4.0));
    let far = libm::hypot(end.0 - x, end.1 - y);
    if far > 30.0 {
        let start = (x + (end.0 - x) * 14.0 / far, y + (end.1 - y) * 14.0 / far);
        sheet.line(vec![start, end], Stroke::solid(MUTED, 1.5));
    }
}

/// Draws an arrow towards the corner where both are low, in the first corner where it covers nothing; returns the room that it takes.
fn better_corner(sheet: &mut Sheet, panel: &Panel, spots: &[Spot<'_>]) -> Vec<Bounds> {
    let (left, right, top, bottom) = (panel.x.start(), panel.x.end(), panel.y.end(), panel.y.start());
    let marks: Vec<Point> =
        spots.iter().flat_map(|spot| spot.ellipse.iter().chain([&spot.at])).map(|at| panel.at(at.0, at.1)).collect();
    let covers =
        |(x, y): &Point| marks.iter().any(|at| at.0 > x - 16.0 && at.0 < x + 176.0 && at.1 > y - 76.0 && at.1 < y + 16.0);
    let corners =
        [(left + 18.0, bottom - 16.0), (right - 180.0, bottom - 16.0), (right - 180.0, top + 74.0), (left + 18.0, top + 74.0)];
    let tip = corners.into_iter().find(|corner| !covers(corner)).unwrap_or(corners[0]);
    let tail = (tip.0 + 48.0, tip.1 - 42.0);
    let stroke = Stroke::solid(INK, 3.0);
    sheet.line(vec![tail, tip], stroke);
    sheet.line(vec![(tip.0 + 3.0, tip.1 - 17.0), tip, (tip.0 + 18.0, tip.1 - 2.0)], stroke);
    let text = Text::new(tip.0 + 58.0, tip.1 - 36.0, SMALL, "better").bold(true).rimmed();
    let words = text.bounds();
    sheet.text(text);
    vec![words, Bounds { left: tip.0 - 4.0, top: tail.1 - 4.0, right: tail.0 + 4.0, bottom: tip.1 + 16.0 }]
}

/// Draws paired differences against `none` beside the points; returns them in words.
fn differences(sheet: &mut Sheet, comparison: &Comparison, spots: &[Spot<'_>], money: &Currency) -> Vec<String> {
    let left = RIGHT - 670.0;
    let columns = vec![Column { head: "Cost".to_owned(), x: RIGHT - 170.0 }, Column { head: "Gap-weeks".to_owned(), x: RIGHT }];
    let table = Table {
        left,
        right: RIGHT,
        top: TOP + 64.0,
        names: 250.0,
        anchor: Anchor::End,
        head: "Against none".to_owned(),
        columns,
    };
    let weeks = |value: f64| if value.abs() < 9_999.5 { plain(value, 1) } else { tally(value) };
    let signed = |value: f64| if value > 0.0 { format!("+{}", weeks(value)) } else { weeks(value) };
    let cells = |spot: &Spot<'_>| {
        let key = &spot.player.key;
        if key == NONE {
            return vec!["–".to_owned(), "–".to_owned()];
        }
        let cost = difference(comparison, key, NONE, COST).map(|(mean, low, high)| money.with_error(mean, (high - low) / 2.0));
        let cost = cost.or_else(|| mean(comparison, key, COST).map(|mean| money.signed(mean)));
        let less = || Some(mean(comparison, key, TIME)? - mean(comparison, NONE, TIME)?);
        let time = difference(comparison, key, NONE, TIME)
            .map(|(mean, low, high)| format!("{} ±{}", signed(mean), weeks((high - low) / 2.0)));
        let time = time.or_else(|| less().map(signed));
        vec![cost.unwrap_or_else(|| "–".to_owned()), time.unwrap_or_else(|| "–".to_owned())]
    };
    let rows: Vec<(&Player, Vec<String>)> = spots.iter().map(|spot| (spot.player, cells(spot))).collect();
    table.draw(sheet, &rows);
    let told = rows.iter().any(|(_, cells)| cells.iter().any(|cell| cell.contains('±')));
    let foot = TOP + 64.0 + super::table::ROW * count(rows.len()) + 56.0;
    sheet.text(
        Text::new(
            left,
            foot,
            SMALL,
            if told { "Paired differences ± half the 95% interval" } else { "Paired differences; one run has no interval" },
        )
        .coloured(MUTED),
    );
    let other = |(player, cells): &(&Player, Vec<String>)| format!("{} cost {}, gap-weeks {}", player.name, cells[0], cells[1]);
    rows.iter().filter(|(player, _)| player.key != NONE).map(other).collect()
}
