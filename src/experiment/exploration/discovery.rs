//! Where in parameter space a condition holds (PRIM), which policy wins how often, and how robust each policy is over the points of a sweep.

use std::fmt;
use std::str::FromStr;

use super::digest::Digests;
use super::map::{Map, map, telling};
use super::verdict::{Verdict, Wins, wins};
use crate::analysis::prim::{Patience, Prim, PrimError, Simple, held_out, prim, simplified};
use crate::analysis::results::NONE;
use crate::analysis::robustness::{Enough, Judged, Taste, robustness};
use crate::experiment::sweep::Layout;

/// How a measure is compared with a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// At most.
    AtMost,
    /// At least.
    AtLeast,
    /// Below.
    Below,
    /// Above.
    Above,
}

impl Against {
    /// Whether a value stands so to a bar.
    #[must_use]
    pub fn holds(self, value: f64, bar: f64) -> bool {
        match self {
            Self::AtMost => value <= bar,
            Self::AtLeast => value >= bar,
            Self::Below => value < bar,
            Self::Above => value > bar,
        }
    }
}

impl fmt::Display for Against {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AtMost => "<=",
            Self::AtLeast => ">=",
            Self::Below => "<",
            Self::Above => ">",
        })
    }
}

/// A condition on a measure, as in `transition_cost_vs_none<=0`.
#[derive(Clone, Debug, PartialEq)]
pub struct Where {
    /// The measure's name.
    pub measure: String,
    /// How it is compared.
    pub against: Against,
    /// With what.
    pub bar: f64,
}

impl FromStr for Where {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        const WAYS: [(&str, Against); 4] =
            [("<=", Against::AtMost), (">=", Against::AtLeast), ("<", Against::Below), (">", Against::Above)];
        let form = "write measure<=number, as in 'transition_cost_vs_none<=0'; <=, >=, < and > are known";
        let found = WAYS.iter().find_map(|(sign, against)| Some((text.split_once(sign)?, *against)));
        let ((measure, bar), against) = found.ok_or(form)?;
        let bar: f64 = bar.trim().replace('_', "").parse().map_err(|_| form)?;
        let measure = measure.trim();
        if measure.is_empty() || !bar.is_finite() {
            Err(form.to_owned())
        } else {
            Ok(Self { measure: measure.to_owned(), against, bar })
        }
    }
}

impl fmt::Display for Where {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.measure, self.against, self.bar)
    }
}

/// What boxes are sought for.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// A policy has the best score.
    Best(usize),
    /// A policy's measure, a mean over replicates, stands so to a bar.
    Holds {
        /// Place of the policy.
        policy: usize,
        /// Place of the measure.
        measure: usize,
        /// How it is compared.
        against: Against,
        /// With what.
        bar: f64,
    },
}

/// The measure that robustness is about, unless somebody says otherwise.
pub const MEASURE: &str = "transition_cost_vs_none";

/// Weight of the best point in Hurwicz's criterion, unless somebody says otherwise.
pub const OPTIMISM: f64 = 0.5;

impl Ask {
    /// What is asked of a sweep unless somebody says otherwise; none of one that has not the measure or `none`.
    #[must_use]
    pub fn usual(layout: &Layout) -> Option<Self> {
        Some(Self {
            conditions: Vec::new(),
            measure: layout.measures.iter().position(|measure| measure.name == MEASURE)?,
            enough: Enough::AsGoodAs(layout.policies.iter().position(|policy| policy == NONE)?),
            optimism: OPTIMISM,
            axes: None,
            patience: Patience::default(),
        })
    }

    /// Places of the measures that it asks after.
    #[must_use]
    pub fn measures(&self) -> Vec<usize> {
        let of = |condition: &Condition| match condition {
            Condition::Best(_) => None,
            Condition::Holds { measure, .. } => Some(*measure),
        };
        std::iter::once(self.measure).chain(self.conditions.iter().filter_map(of)).collect()
    }
}

/// The boxes of a condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Boxes {
    /// The condition.
    pub condition: Condition,
    /// Points at which it is known whether it holds.
    pub points: usize,
    /// The boxes, or why there are none.
    pub found: Result<Prim, PrimError>,
    /// By box: without its idle restrictions.
    pub simple: Vec<Option<Simple>>,
    /// Hits and cases of the first box when it is sought in one half of the points and counted in the other.
    pub held_out: Option<(usize, usize)>,
}

/// What to find out.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    /// The conditions to seek boxes for; where empty, that each policy which wins at one point in ten and more is best, but not everywhere.
    pub conditions: Vec<Condition>,
    /// Place of the measure that robustness is about.
    pub measure: usize,
    /// What is good enough of it.
    pub enough: Enough,
    /// Weight of the best point in Hurwicz's criterion.
    pub optimism: f64,
    /// Places of the parameters of the map; the two that tell most where absent.
    pub axes: Option<(usize, usize)>,
    /// How boxes are sought.
    pub patience: Patience,
}

/// What a sweep says of where policies win.
#[derive(Clone, Debug, PartialEq)]
pub struct Discovery {
    /// The pick at every point; none where it failed.
    pub verdicts: Vec<Option<Verdict>>,
    /// How often each policy is best, the most often first.
    pub wins: Vec<Wins>,
    /// Boxes by condition.
    pub boxes: Vec<Boxes>,
    /// Robustness by policy, then by criterion; empty where the measure has no better direction or is defined nowhere.
    pub robustness: Vec<Vec<Judged>>,
    /// Points left out of robustness because the measure is not defined for every policy there.
    pub left_out: usize,
    /// The map; none with a single parameter or nothing run.
    pub map: Option<Map>,
    /// By parameter, the most telling first: the share of the variance of the first winner's lead over the second that slices of it explain.
    pub telling: Vec<(usize, f64)>,
}

impl Discovery {
    /// Points that could be run.
    #[must_use]
    pub fn points(&self) -> usize {
        self.verdicts.iter().flatten().count()
    }
}

/// Looks for boxes, robustness and the map in a sweep, of whose points the digests hold the measures that are [asked for](Ask::measures).
#[must_use]
pub fn discover(layout: &Layout, digests: &Digests, ask: &Ask) -> Discovery {
    let policies = layout.policies.len().saturating_sub(1);
    let verdicts = digests.verdicts();
    let points = verdicts.iter().flatten().count();
    let wins = wins(policies, &verdicts);
    let often = || wins.iter().filter(|wins| wins.best * 10 >= points && wins.best < points && wins.best > 0).take(3);
    let conditions = if ask.conditions.is_empty() {
        often().map(|wins| Condition::Best(wins.policy)).collect()
    } else {
        ask.conditions.clone()
    };
    let boxes = conditions.into_iter().map(|condition| boxes((layout, digests), &verdicts, condition, &ask.patience)).collect();
    // Of the points that could be run.
    let ran = |policy| digests.means(policy, ask.measure).into_iter().zip(&verdicts).filter(|(_, verdict)| verdict.is_some());
    let ran: Vec<Vec<Option<f64>>> = (0..policies).map(|policy| ran(policy).map(|(mean, _)| mean).collect()).collect();
    let better = layout.measures[ask.measure].better;
    let taste = Taste { better, enough: ask.enough, optimism: ask.optimism, seed: layout.seed };
    let (robustness, left_out) = robustness(&ran, &taste);
    let telling = match wins.as_slice() {
        [first, second, ..] if points > 0 => telling(layout, &verdicts, (first.policy, second.policy)),
        _ => Vec::new(),
    };
    let axes = ask.axes.or_else(|| Some((telling.first()?.0, telling.get(1)?.0)));
    let map = axes.filter(|_| points > 0).map(|axes| map(layout, &verdicts, axes));
    Discovery { verdicts, wins, boxes, robustness, left_out, map, telling }
}

fn boxes(
    (layout, digests): (&Layout, &Digests),
    verdicts: &[Option<Verdict>],
    condition: Condition,
    patience: &Patience,
) -> Boxes {
    let known: Vec<Option<bool>> = match condition {
        Condition::Best(policy) => {
            verdicts.iter().map(|verdict| verdict.as_ref().map(|verdict| verdict.best == policy)).collect()
        }
        Condition::Holds { policy, measure, against, bar } => {
            let means = digests.means(policy, measure);
            means.into_iter().map(|mean| mean.map(|mean| against.holds(mean, bar))).collect()
        }
    };
    let (points, holds): (Vec<Vec<f64>>, Vec<bool>) =
        known.into_iter().zip(&layout.points).filter_map(|(known, point)| Some((point.clone(), known?))).unzip();
    let found = prim(&points, &holds, patience);
    let simple = found.as_ref().map_or_else(
        |_| Vec::new(),
        |found| found.boxes.iter().map(|boxed| simplified(boxed, &points, &holds, patience)).collect(),
    );
    Boxes { condition, points: points.len(), found, simple, held_out: held_out(&points, &holds, patience) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_read_as_written() {
        let read = |text: &str| text.parse::<Where>();
        assert_eq!(
            read("transition_cost_vs_none <= -1_000").unwrap(),
            Where { measure: "transition_cost_vs_none".into(), against: Against::AtMost, bar: -1000.0 }
        );
        assert_eq!(read("retention_52>0.8").unwrap().to_string(), "retention_52>0.8");
        for wrong in ["", "a", "<=3", "a<=x", "a<=", "a=3", "a<=inf"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert!(Against::AtLeast.holds(2.0, 2.0) && !Against::Above.holds(2.0, 2.0) && !Against::Below.holds(2.0, 2.0));
    }
}
