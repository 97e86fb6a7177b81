//! The policy map: which policy is best over any two parameters.
//!
//! Points of a design are put into cells of the two parameters. In a cell the other parameters vary as the design has them, so the map shows who wins on
//! average over what is not on it. A policy's lead in a cell is its mean score against the next best's, paired over the points of the cell.

use super::verdict::{Verdict, correlation_ratio, leads, slice};
use crate::analysis::rows::Interval;
use crate::analysis::sample::{float, mean, spread};
use crate::experiment::sweep::Layout;

/// A cell of the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The first parameter's value in its middle.
    pub x: f64,
    /// The second parameter's value in its middle.
    pub y: f64,
    /// Points in it.
    pub points: usize,
    /// Place of the policy with the best mean score.
    pub best: usize,
    /// The next best's score less the best's: mean over points, with its 95% interval, which reaches to 0 where there is a single point.
    pub lead: Interval,
}

/// A map over two parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// Place of the parameter across.
    pub x: usize,
    /// Place of the parameter up.
    pub y: usize,
    /// Cells along each axis.
    pub bins: usize,
    /// The cells that hold points.
    pub cells: Vec<Cell>,
}

/// Cells along an axis: as many as leave each about six points.
fn bins(points: usize) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small root")]
    let side = (float(points) / 6.0).sqrt() as usize;
    side.clamp(2, 10)
}

/// The two parameters that tell most of who wins: of the lead of the policy that wins most often over the one that does next.
#[must_use]
pub fn telling(layout: &Layout, verdicts: &[Option<Verdict>], policies: (usize, usize)) -> Vec<(usize, f64)> {
    let leads = leads(verdicts, policies.0, policies.1);
    let bins = bins(leads.len());
    let ratio = |parameter: usize| {
        let values: Vec<(f64, f64)> = leads.iter().map(|(point, lead)| (layout.places[*point][parameter], *lead)).collect();
        (parameter, correlation_ratio(&values, bins))
    };
    let mut found: Vec<(usize, f64)> = (0..layout.parameters.len()).map(ratio).collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    found
}

/// Draws up the map over two parameters.
#[must_use]
pub fn map(layout: &Layout, verdicts: &[Option<Verdict>], (x, y): (usize, usize)) -> Map {
    let whole: Vec<(usize, &Verdict)> =
        verdicts.iter().enumerate().filter_map(|(point, verdict)| Some((point, verdict.as_ref()?))).collect();
    let bins = bins(whole.len());
    let mut cells = Vec::new();
    for up in 0..bins {
        for across in 0..bins {
            let within: Vec<&Verdict> = whole
                .iter()
                .filter(|(point, _)| {
                    let places = &layout.places[*point];
                    slice(places[x], bins) == across && slice(places[y], bins) == up
                })
                .map(|(_, verdict)| *verdict)
                .collect();
            let middle = |parameter: usize, number: usize| {
                let (low, high) = (layout.parameters[parameter].low, layout.parameters[parameter].high);
                low + (high - low) * (float(number) + 0.5) / float(bins)
            };
            if let Some((best, lead)) = winner(&within) {
                cells.push(Cell { x: middle(x, across), y: middle(y, up), points: within.len(), best, lead });
            }
        }
    }
    Map { x, y, bins, cells }
}

/// The policy with the best mean score over some points, and its lead.
fn winner(within: &[&Verdict]) -> Option<(usize, Interval)> {
    let policies = within.first()?.scores.len();
    let of = |policy: usize| within.iter().map(|verdict| verdict.scores[policy]).collect::<Vec<f64>>();
    let means: Vec<f64> = (0..policies).map(|policy| mean(&of(policy)).unwrap_or_default()).collect();
    let least =
        |not: Option<usize>| (0..policies).filter(|policy| Some(*policy) != not).min_by(|a, b| means[*a].total_cmp(&means[*b]));
    let best = least(None)?;
    let Some(next) = least(Some(best)) else { return Some((best, Interval { mean: 0.0, low: 0.0, high: 0.0 })) };
    let lead = spread(&of(next).iter().zip(of(best)).map(|(next, best)| next - best).collect::<Vec<_>>());
    let low = if within.len() > 1 { lead.low } else { lead.low.min(0.0) };
    Some((best, Interval { low, ..lead }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(scores: &[f64]) -> Verdict {
        let lead = Interval { mean: 0.0, low: 0.0, high: 0.0 };
        Verdict { scores: scores.to_vec(), best: 0, next: None, lead, sure: false }
    }

    #[test]
    fn a_cell_goes_to_the_best_mean_score() {
        let (a, b) = (at(&[0.1, 0.4, 0.9]), at(&[0.5, 0.3, 0.9]));
        let (best, lead) = winner(&[&a, &b]).unwrap();
        assert_eq!(best, 0);
        assert!((lead.mean - 0.05).abs() < 1e-12 && lead.low < 0.0);
        let (best, lead) = winner(&[&b]).unwrap();
        assert!(best == 1 && (lead.mean - 0.2).abs() < 1e-12 && lead.low <= 0.0, "one point is sure of nothing");
        assert_eq!(winner(&[]), None);
    }
}
