//! The pictures of an exploration: the tornado of one at a time, the policy map of a discovery.

use super::Background;
use crate::experiment::exploration::discovery::Discovery;
use crate::experiment::exploration::sensitivity::{Figures, Sensitivity};
use crate::experiment::exploration::verdict::Verdict;
use crate::output::charts::{Chart, MapAxis, MapCell, PolicyMap, Source, Tornado, TornadoEnd, TornadoRow, policy_map, tornado};

const fn source<'a>(background: &Background<'a>) -> Source<'a> {
    Source { scenario: background.scenario.name.as_str(), replicates: background.layout.replicates, seed: background.layout.seed }
}

/// The tornado of a sensitivity; none but of one at a time.
#[must_use]
pub fn of_sensitivity(background: &Background<'_>, found: &Sensitivity) -> Option<Chart> {
    let Figures::Oat(ends, verdicts) = &found.figures else { return None };
    let layout = background.layout;
    let policy = |place: usize| layout.policies[place].as_str();
    let at = |point: usize| verdicts.get(point).and_then(Option::as_ref);
    let rows = layout.parameters.iter().zip(&ends.parameters).enumerate().filter_map(|(place, (parameter, known))| {
        let known = known.as_ref()?;
        let end = |input: f64, outcome, verdict: Option<&Verdict>| TornadoEnd {
            input,
            outcome,
            winner: verdict.map_or("", |verdict| policy(verdict.best)).to_owned(),
            sure: verdict.is_some_and(|verdict| verdict.sure),
        };
        Some(TornadoRow {
            input: parameter.path.clone(),
            unit: parameter.unit.clone(),
            low: end(parameter.low, known.low, at(1 + 2 * place)),
            high: end(parameter.high, known.high, at(2 + 2 * place)),
        })
    });
    let measure = &layout.measures[found.outcome.measure];
    let of = policy(found.outcome.policy);
    let whose = found.outcome.versus.map_or_else(|| of.to_owned(), |versus| format!("{of} less {}", policy(versus)));
    Some(tornado(&Tornado {
        source: source(background),
        measure: measure.title,
        unit: &measure.unit,
        money: measure.unit == background.scenario.currency,
        policy: &whose,
        base: ends.today.mean,
        winner: at(0).map_or("", |verdict| policy(verdict.best)),
        rows: rows.collect(),
    }))
}

/// The policy map of a discovery; none where it has none.
#[must_use]
pub fn of_discovery(background: &Background<'_>, found: &Discovery) -> Option<Chart> {
    let map = found.map.as_ref()?;
    let layout = background.layout;
    let (x, y) = (&layout.parameters[map.x], &layout.parameters[map.y]);
    let cells = map.cells.iter().map(|cell| MapCell {
        x: cell.x,
        y: cell.y,
        winner: layout.policies[cell.best].clone(),
        lead: cell.lead,
    });
    Some(policy_map(&PolicyMap {
        source: source(background),
        measure: "score",
        x: MapAxis { input: &x.path, unit: &x.unit },
        y: MapAxis { input: &y.path, unit: &y.unit },
        today: Some((x.today, y.today)),
        policies: &layout.policies[..layout.policies.len().saturating_sub(1)],
        cells: cells.collect(),
    }))
}
