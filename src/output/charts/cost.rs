//! Cost by category: what each policy spends beyond the pay of the seats needed, stacked from zero, cheapest first.
//!
//! Payroll is most of any cost and most of it no policy can change, so the stack holds transition cost: hiring, tuition, severance and
//! lost output in full, and of payroll only what lies above (or, left of zero, below) the pay of needed seats. The parts sum to
//! `transition_cost`. Where that measure is missing, payroll is left out.

use super::Chart;
use super::cast::{NONE, Player, foremost, left_out};
use super::data::{Data, named, range_of};
use super::finding::{Verdict, difference, mean, range, summary, tied, verdict};
use super::marks::Stroke;
use super::number::{Currency, count, plain};
use super::palette::{GRID, INK, MONEY, MUTED, WHITE};
use super::scale::{Axis, Scale, extent};
use super::sheet::{BOTTOM, LEFT, RIGHT, SMALL, Sheet, Swatch, TOP, Words, total};
use super::text::{Anchor, Text, Weight, width};
use crate::analysis::rows::{Better, Comparison};

/// The chart's name.
const NAME: &str = "cost-by-category";
/// What the stack is made of, in its order.
const PARTS: [&str; 5] = ["Lost output", "Severance", "Hiring and onboarding", "Tuition", "Payroll beyond need"];
/// At most so many bars.
const BARS: usize = 14;

/// A policy's bar.
struct Bar<'a> {
    player: &'a Player,
    parts: [f64; 5],
    total: f64,
    range: Option<(f64, f64)>,
}

impl<'a> Bar<'a> {
    /// A policy's bar, if it has costs.
    fn of(comparison: &Comparison, player: &'a Player, whole: bool) -> Option<Self> {
        let mut found = false;
        let mut category = |name: &str| {
            let rows =
                comparison.costs.iter().filter(|row| row.policy == player.key && row.role == "all" && row.category == name);
            rows.filter(|row| row.mean.is_finite()).inspect(|_| found = true).map(|row| row.mean).sum::<f64>()
        };
        let mut parts = [
            category("lost_output"),
            category("severance"),
            category("hiring") + category("onboarding"),
            category("tuition"),
            0.0,
        ];
        if !found {
            return None;
        }
        let spent: f64 = parts.iter().sum();
        let measure = whole.then(|| summary(comparison, &player.key, "transition_cost")).flatten();
        let total = measure.and_then(|row| row.mean).filter(|mean| mean.is_finite()).unwrap_or(spent);
        parts[4] = if (total - spent).abs() < 0.005 { 0.0 } else { total - spent };
        Some(Self { player, parts, total, range: measure.and_then(range) })
    }

    /// Where the bar ends on either side of zero.
    fn ends(&self) -> (f64, f64) {
        let side = |sign: f64| self.parts.iter().filter(|part| **part * sign > 0.0).sum::<f64>();
        (side(-1.0), side(1.0))
    }
}

/// The finding.
fn titles(comparison: &Comparison, players: &[Player], bars: &[Bar<'_>], money: &Currency) -> Vec<String> {
    let measure = ["transition_cost_vs_none", "transition_cost", "total_cost"]
        .into_iter()
        .find(|measure| {
            players.iter().filter(|player| player.key != NONE).any(|player| mean(comparison, &player.key, measure).is_some())
        })
        .unwrap_or("transition_cost");
    match verdict(comparison, players, measure, Better::Lower) {
        Verdict::Leads(best) if best.key == NONE => vec!["Doing nothing costs least".to_owned()],
        Verdict::Leads(best) => {
            let short = format!("{} costs least", best.spoken());
            let gained = difference(comparison, &best.key, NONE, measure).filter(|(_, _, high)| *high < 0.0);
            let full = gained.map(|(less, _, _)| format!("{short}, {} less than doing nothing", money.amount(-less)));
            full.into_iter().chain([short, "One policy costs least".to_owned()]).collect()
        }
        Verdict::Tied(close) => tied("cost", &close),
        Verdict::Alone(only) => {
            let cost = bars.iter().find(|bar| bar.player.key == only.key).map(|bar| money.amount(bar.total));
            let full = cost.map(|cost| format!("The transition costs {cost} under {}", only.spoken()));
            full.into_iter().chain(["Transition cost by category".to_owned()]).collect()
        }
        Verdict::Nothing => vec!["Transition cost by category".to_owned()],
    }
}

/// Draws cost by category.
pub(super) fn draw(comparison: &Comparison, players: &[Player]) -> Chart {
    let money = Currency::new(&comparison.scenario.currency);
    let shown = foremost(players.to_vec(), BARS);
    let whole = shown.iter().all(|player| mean(comparison, &player.key, "transition_cost").is_some());
    let mut bars: Vec<Bar<'_>> = shown.iter().filter_map(|player| Bar::of(comparison, player, whole)).collect();
    bars.sort_by(|a, b| a.total.total_cmp(&b.total));
    if bars.is_empty() {
        return Sheet::empty(NAME, comparison, "No costs to show", "There is nothing to draw: the table of costs is empty.");
    }
    let mut sheet = Sheet::new();
    sheet.picked = bars.iter().any(|bar| bar.player.pick);
    let present: Vec<usize> = (0..PARTS.len()).filter(|&part| bars.iter().any(|bar| bar.parts[part] != 0.0)).collect();
    let mut keys: Vec<(Swatch, &str)> = present.iter().map(|&part| (Swatch::Block(MONEY[part], 1.0), PARTS[part])).collect();
    keys.push((Swatch::Total, if bars.iter().any(|bar| bar.range.is_some()) { "Total, 90% of runs" } else { "Total" }));
    sheet.keys(LEFT, TOP + 22.0, &keys);

    let spread = |bar: &Bar<'_>| bar.range.map(|(low, high)| format!("{} to {}", money.amount(low), money.amount(high)));
    let widest = |words: &dyn Fn(&Bar<'_>) -> String| {
        bars.iter().map(|bar| width(&words(bar), SMALL, Weight::Semibold)).fold(130.0, f64::max)
    };
    let totals = widest(&|bar| money.amount(bar.total));
    let total_x = RIGHT - widest(&|bar| spread(bar).unwrap_or_default()) - 36.0;
    let names = shown.iter().map(|player| width(&player.name, SMALL, Weight::Semibold)).fold(0.0, f64::max);
    let (left, right, top) = (LEFT + names + 24.0, total_x - totals - 40.0, TOP + 92.0);
    let pitch = ((BOTTOM - 44.0 - top) / count(bars.len())).min(170.0);
    let bottom = top + pitch * count(bars.len());
    let reach = bars.iter().flat_map(|bar| {
        let ((low, high), (least, most)) = (bar.ends(), bar.range.unwrap_or((0.0, 0.0)));
        [0.0, 1.0, low, high, bar.total, least, most]
    });
    let reach: Vec<f64> = reach.collect();
    let (least, most) = extent(reach.iter().copied()).unwrap_or((0.0, 1.0));
    let axis = Axis::nice(reach, 6.0).up_to(most).down_to(least);
    let scale = Scale::new(&axis, left, right);
    let largest = axis.low.abs().max(axis.high.abs());
    for &tick in &axis.ticks {
        let x = scale.at(tick);
        sheet.line(vec![(x, top), (x, bottom)], Stroke::solid(GRID, 1.5));
        sheet.text(
            Text::new(x, bottom + 32.0, SMALL, &money.tick(tick, axis.step, largest)).anchored(Anchor::Middle).coloured(MUTED),
        );
    }
    sheet.text(Text::new(total_x, top - 16.0, SMALL, "Total").anchored(Anchor::End).coloured(MUTED));
    sheet.text(Text::new(RIGHT, top - 16.0, SMALL, "90% of runs").anchored(Anchor::End).coloured(MUTED));
    let thick = (pitch * 0.62).min(84.0);
    let mut told = Vec::new();
    for (nth, bar) in bars.iter().enumerate() {
        let middle = top + pitch * (count(nth) + 0.5);
        stack(&mut sheet, bar, &scale, (middle - thick / 2.0, middle + thick / 2.0));
        let span = bar.range.map(|(low, high)| (scale.at(low), scale.at(high)));
        total(&mut sheet, (scale.at(bar.total), middle), span);
        let strong = bar.player.pick;
        sheet.text(Text::new(left - 18.0, middle + 8.0, SMALL, &bar.player.name).anchored(Anchor::End).bold(strong));
        sheet.text(Text::new(total_x, middle + 8.0, SMALL, &money.amount(bar.total)).anchored(Anchor::End).bold(true));
        let spread = spread(bar);
        let words = spread.clone().unwrap_or_else(|| "–".to_owned());
        sheet.text(Text::new(RIGHT, middle + 8.0, SMALL, &words).anchored(Anchor::End).coloured(MUTED));
        let spread = spread.map(|spread| format!(" (90% of runs {spread})")).unwrap_or_default();
        told.push(format!("{} {}{spread}", bar.player.name, money.amount(bar.total)));
    }
    let zero = scale.at(0.0);
    sheet.line(vec![(zero, top - 6.0), (zero, bottom)], Stroke::solid(INK, 2.0));

    let weeks = comparison.scenario.horizon;
    let what = if whole { "spending and lost output, less the pay of the seats that demand needs" } else { "payroll left out" };
    let saved = if bars.iter().any(|bar| bar.parts[4] < 0.0) { "Left of zero: pay saved by empty seats. " } else { "" };
    let left_out = left_out(players.len(), shown.len());
    let subtitle = format!(
        "Transition cost over {weeks} weeks, mean of runs: {what}. {saved}Line: spread of outcomes (90% of runs), not the error of the mean.{left_out}"
    );
    let description = format!("Total by policy, cheapest first: {}.", told.join("; "));
    let (titles, data) = (titles(comparison, players, &bars, &money), data(comparison, &bars));
    sheet.finish(NAME, comparison, Words { titles, subtitle, description, data })
}

/// The bars as a table.
fn data(comparison: &Comparison, bars: &[Bar<'_>]) -> Data {
    let total = format!("Total ({})", comparison.scenario.currency);
    let heads: Vec<&str> = ["Policy"].into_iter().chain(PARTS).chain([total.as_str(), "90% of runs"]).collect();
    let mut data = Data::new("Transition cost by policy and category, mean of runs.", &heads);
    for bar in bars {
        let numbers = bar.parts.iter().chain([&bar.total]).map(|amount| plain(*amount, 0));
        data.row([named(&bar.player.key)].into_iter().chain(numbers).chain([range_of(bar.range, 0)]));
    }
    data
}

/// Draws a bar's parts outward from zero, white between them.
fn stack(sheet: &mut Sheet, bar: &Bar<'_>, scale: &Scale, (top, bottom): (f64, f64)) {
    let (mut below, mut above) = (0.0, 0.0);
    for (part, colour) in bar.parts.iter().zip(MONEY) {
        let from = if *part < 0.0 { &mut below } else { &mut above };
        let (start, end) = (scale.at(*from), scale.at(*from + part));
        *from += part;
        if (end - start).abs() < 0.25 {
            continue;
        }
        sheet.block((start, top), (end, bottom), colour, 1.0);
        sheet.line(vec![(end, top), (end, bottom)], Stroke::solid(WHITE, 2.0));
    }
}
