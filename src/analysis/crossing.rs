//! Where the pick changes as one value moves: a coarse scan, then bisection, and the values at which neither policy is surely ahead.
//!
//! Every value is looked at on the same replicates, so that what is bisected is one function of the value and no noise changes between looks.
//! From today's value the scan goes outward to both ends of the range. The switch reported on a side is the one nearest to today's
//! value that the scan brackets; two changes between neighbours of the scan cancel and are not seen.
//!
//! **Uncertainty.** More replicates would move the switch. Its 95% interval is the set of values around it at which the 95% t-interval of the paired
//! difference in score between the two policies holds 0. That inverts a test (Fieller 1954): were the true switch at `x`, the difference there would be 0, and
//! the interval of the difference at `x` holds 0 in 95 of 100 experiments; so in 95 of 100 the set holds the true switch. A bootstrap of the crossing would need the
//! curve of every resample, which costs more and covers no better where the curve is flat. Where the set reaches the end of the range, or
//! today's value, it has no end there, which is said. The interval is of the two policies that swap there: a third close behind
//! may be the one that comes to lead.

use std::collections::BTreeMap;

use super::sample::{half_width, mean};

/// The range over this is how near two values are before halving stops.
const RESOLUTION: f64 = 1000.0;

/// The score of every policy in every replicate at one value: by policy, then by replicate. Less is better.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores(pub Vec<Vec<f64>>);

/// By how much one policy is ahead of another: mean paired difference of their scores and its 95% interval, which has no bound below two replicates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lead {
    /// The mean; above 0 where the one is ahead.
    pub mean: f64,
    /// Low end.
    pub low: f64,
    /// High end.
    pub high: f64,
}

impl Scores {
    /// The policy with the least mean score; of equal ones the first.
    #[must_use]
    pub fn pick(&self) -> usize {
        let means: Vec<f64> = self.0.iter().map(|scores| mean(scores).unwrap_or(f64::INFINITY)).collect();
        (0..means.len()).min_by(|a, b| means[*a].total_cmp(&means[*b])).unwrap_or(0)
    }

    /// By how much a policy is ahead of another.
    #[must_use]
    pub fn lead(&self, one: usize, other: usize) -> Lead {
        let differences: Vec<f64> = self.0[other].iter().zip(&self.0[one]).map(|(other, one)| other - one).collect();
        let (mean, half) = (mean(&differences).unwrap_or(0.0), half_width(&differences).unwrap_or(f64::INFINITY));
        Lead { mean, low: mean - half, high: mean + half }
    }

    /// Whether a policy is told apart from every other, ahead of them.
    fn leads_all(&self, one: usize) -> bool {
        (0..self.0.len()).all(|other| other == one || self.lead(one, other).low > 0.0)
    }
}

/// The line along which a value moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Low end of the range.
    pub low: f64,
    /// High end.
    pub high: f64,
    /// Today's value.
    pub today: f64,
    /// Whether only whole numbers are values.
    pub whole: bool,
    /// Equal steps of the coarse scan from end to end, at least 1.
    pub steps: u32,
}

impl Line {
    /// The values that the scan looks at on one side of today's, from there outward.
    fn outward(&self, above: bool) -> Vec<f64> {
        let steps = f64::from(self.steps.max(1));
        let places = (0..=self.steps.max(1)).map(|step| {
            let share = f64::from(step) / steps;
            let value = self.low * (1.0 - share) + self.high * share;
            if self.whole { libm::round(value) } else { value }
        });
        let mut values: Vec<f64> = places.filter(|value| if above { *value > self.today } else { *value < self.today }).collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        if !above {
            values.reverse();
        }
        values
    }

    /// The value between two others; none where there is none, or they are near enough.
    fn between(&self, one: f64, other: f64) -> Option<f64> {
        let width = (other - one).abs();
        if self.whole {
            return (width > 1.5).then(|| libm::floor(f64::midpoint(one, other)));
        }
        (width > (self.high - self.low) / RESOLUTION).then(|| f64::midpoint(one, other))
    }
}

/// A value at which the pick changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Switch {
    /// Whether it lies above today's value.
    pub above: bool,
    /// The value; of whole numbers, the first at which the other policy is picked.
    pub value: f64,
    /// Low end of its 95% interval; none where the two are not told apart down to the end of the range, or to today's value and beyond.
    pub low: Option<f64>,
    /// High end, likewise.
    pub high: Option<f64>,
    /// The policy picked from there on.
    pub challenger: usize,
    /// Whether the scan saw the pick change again further out.
    pub again: bool,
}

/// What became of the pick along a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Crossings {
    /// The policy picked today.
    pub pick: usize,
    /// Other policies that today's pick is not told apart from.
    pub tied: Vec<usize>,
    /// At most one switch a side, that below today's value first.
    pub switches: Vec<Switch>,
    /// Whether today's pick was told apart from every other at every value of the scan.
    pub sure: bool,
    /// Values of the scan that were looked at besides today's.
    pub looked: usize,
    /// Values of the scan that the scenario refuses; the scan of a side ends there.
    pub refused: Vec<f64>,
}

/// Looks along a line for the values at which the pick changes. `at` gives the scores at a value, or none where the scenario refuses it; it is asked
/// once a value. None where today's value is refused.
///
/// # Errors
///
/// Whatever `at` fails with.
pub fn crossings<E>(line: &Line, at: impl FnMut(f64) -> Result<Option<Scores>, E>) -> Result<Option<Crossings>, E> {
    let mut known = Known { at, seen: BTreeMap::new() };
    let Some(today) = known.scores(line.today)? else { return Ok(None) };
    let pick = today.pick();
    let tied = (0..today.0.len()).filter(|other| *other != pick && today.lead(pick, *other).low <= 0.0).collect();
    let mut found = Crossings { pick, tied, switches: Vec::new(), sure: today.leads_all(pick), looked: 0, refused: Vec::new() };
    for above in [false, true] {
        let mut values = vec![line.today];
        for value in line.outward(above) {
            let Some(scores) = known.scores(value)? else {
                found.refused.push(value);
                break;
            };
            found.sure &= scores.leads_all(pick);
            found.looked += 1;
            values.push(value);
        }
        found.switches.extend(switch(line, &mut known, pick, &values, above)?);
    }
    Ok(Some(found))
}

/// Scores by value, each made once.
struct Known<F> {
    at: F,
    seen: BTreeMap<u64, Option<Scores>>,
}

impl<E, F: FnMut(f64) -> Result<Option<Scores>, E>> Known<F> {
    fn scores(&mut self, value: f64) -> Result<Option<Scores>, E> {
        if let Some(scores) = self.seen.get(&value.to_bits()) {
            return Ok(scores.clone());
        }
        let scores = (self.at)(value)?;
        self.seen.insert(value.to_bits(), scores.clone());
        Ok(scores)
    }

    fn pick(&mut self, value: f64) -> Result<Option<usize>, E> {
        Ok(self.scores(value)?.map(|scores| scores.pick()))
    }

    fn lead(&mut self, value: f64, pair: (usize, usize)) -> Result<Option<Lead>, E> {
        Ok(self.scores(value)?.map(|scores| scores.lead(pair.0, pair.1)))
    }

    /// Brings two values together, at the first of which something holds and at the second not.
    fn narrow(
        &mut self,
        line: &Line,
        (mut holds, mut fails): (f64, f64),
        test: impl Fn(&Scores) -> bool,
    ) -> Result<(f64, f64), E> {
        while let Some(middle) = line.between(holds, fails) {
            let Some(scores) = self.scores(middle)? else { break };
            if test(&scores) {
                holds = middle;
            } else {
                fails = middle;
            }
        }
        Ok((holds, fails))
    }
}

/// The switch nearest to today's value among values of the scan, which go outward from there.
fn switch<E, F: FnMut(f64) -> Result<Option<Scores>, E>>(
    line: &Line,
    known: &mut Known<F>,
    pick: usize,
    values: &[f64],
    above: bool,
) -> Result<Option<Switch>, E> {
    let mut picks = Vec::with_capacity(values.len());
    for value in values {
        picks.push(known.pick(*value)?.unwrap_or(pick));
    }
    let Some(past) = picks.iter().position(|other| *other != pick) else { return Ok(None) };
    let (before, after) = known.narrow(line, (values[past - 1], values[past]), |scores| scores.pick() == pick)?;
    let challenger = known.pick(after)?.unwrap_or(picks[past]);
    let pair = (pick, challenger);
    let value = if line.whole {
        after
    } else {
        let (ahead, behind) = (known.lead(before, pair)?, known.lead(after, pair)?);
        ahead.zip(behind).map_or(after, |(ahead, behind)| root((before, ahead.mean), (after, behind.mean)))
    };

    // Toward today the pick comes to be surely ahead, outward the challenger.
    let inward = [before].into_iter().chain(values[..past].iter().rev().copied());
    let outward = [after].into_iter().chain(values[past..].iter().copied());
    let near = end(line, known, inward, pair, |lead| lead.low)?;
    let far = end(line, known, outward, pair, |lead| -lead.high)?;
    let (low, high) = if above { (near, far) } else { (far, near) };
    let again = picks[past..].windows(2).any(|two| two[0] != two[1]);
    Ok(Some(Switch { above, value, low, high, challenger, again }))
}

/// The end of the interval in one direction: where a bound comes to be above 0. None where it never does.
fn end<E, F: FnMut(f64) -> Result<Option<Scores>, E>>(
    line: &Line,
    known: &mut Known<F>,
    values: impl Iterator<Item = f64>,
    pair: (usize, usize),
    bound: impl Fn(Lead) -> f64,
) -> Result<Option<f64>, E> {
    let mut open = None;
    for value in values {
        let Some(here) = known.lead(value, pair)?.map(&bound) else { continue };
        if here <= 0.0 {
            open = Some(value);
            continue;
        }
        let Some(open) = open else { return Ok(Some(value)) };
        let (sure, unsure) = known.narrow(line, (value, open), |scores| bound(scores.lead(pair.0, pair.1)) > 0.0)?;
        if line.whole {
            return Ok(Some(unsure));
        }
        let (at_sure, at_unsure) = (known.lead(sure, pair)?.map(&bound), known.lead(unsure, pair)?.map(&bound));
        return Ok(Some(at_sure.zip(at_unsure).map_or(sure, |(above, below)| root((sure, above), (unsure, below)))));
    }
    Ok(None)
}

/// Where the line through two points is 0, the first above it and the second not.
fn root((one, above): (f64, f64), (other, below): (f64, f64)) -> f64 {
    let share = above / (above - below);
    if share.is_finite() { one + share * (other - one) } else { other }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;
    use crate::random::{Process, Stream};

    const LINE: Line = Line { low: 0.0, high: 10.0, today: 2.0, whole: false, steps: 5 };

    /// Two policies, of which the first is ahead by what `ahead` says, give or take the noise of each replicate.
    fn two(ahead: impl Fn(f64) -> f64, noise: &[f64]) -> impl Fn(f64) -> Result<Option<Scores>, Infallible> {
        move |value| Ok(Some(Scores(vec![vec![0.0; noise.len()], noise.iter().map(|noise| ahead(value) + noise).collect()])))
    }

    fn found(line: &Line, at: impl FnMut(f64) -> Result<Option<Scores>, Infallible>) -> Crossings {
        crossings(line, at).unwrap().unwrap()
    }

    #[test]
    fn a_straight_lead_crosses_where_it_should() {
        // Ahead by 7.3 - x; noise of mean 0.2 and sd 1 in 4 replicates moves the crossing to 7.5. t(0.975, 3) = 3.182446; half-width 3.182446 * sd / 2.
        let noise = [1.2, -0.8, 1.2, -0.8];
        let half = 3.182_446_305_284_263 * (4.0_f64 / 3.0).sqrt() / 2.0;
        let crossings = found(&LINE, two(|x| 7.3 - x, &noise));
        let [switch] = crossings.switches.as_slice() else { panic!("{crossings:?}") };
        assert!((switch.value - 7.5).abs() < 1e-9, "{switch:?}");
        assert!(
            (switch.low.unwrap() - (7.5 - half)).abs() < 1e-9 && (switch.high.unwrap() - (7.5 + half)).abs() < 1e-9,
            "{switch:?}"
        );
        assert!(switch.above && !switch.again && switch.challenger == 1);
        assert_eq!((crossings.pick, crossings.tied.len(), crossings.sure), (0, 0, false));
    }

    #[test]
    fn each_side_has_its_switch_and_ends_that_are_not_reached_are_open() {
        // Ahead between 1 and 9.5 only; the noise is so large that neither is ever surely ahead outside.
        let crossings = found(&LINE, two(|x| (x - 1.0) * (9.5 - x), &[4.0, -4.0, 4.0, -4.0, 0.0, 0.0]));
        let [below, above] = crossings.switches.as_slice() else { panic!("{crossings:?}") };
        assert!((below.value - 1.0).abs() < 1e-4 && (above.value - 9.5).abs() < 1e-4, "{crossings:?}");
        assert!(below.high.is_some_and(|high| high > 1.0) && above.low.is_some_and(|low| low < 9.5));
        // Behind by 9.5 at 0, surely; by 4.75 at 10, which an interval of half-width 3.75 tells apart too.
        assert!(below.low.is_some_and(|low| low < 1.0) && above.high.is_some_and(|high| high > 9.5), "{crossings:?}");
        let wide = found(&LINE, two(|x| 7.3 - x, &[40.0, -40.0]));
        let [switch] = wide.switches.as_slice() else { panic!("{wide:?}") };
        assert_eq!((switch.low, switch.high, wide.tied.as_slice()), (None, None, [1].as_slice()));
        let one = found(&LINE, two(|x| 7.3 - x, &[0.0]));
        assert_eq!((one.switches[0].low, one.switches[0].high, one.sure), (None, None, false));
    }

    #[test]
    fn no_switch_is_no_switch() {
        let crossings = found(&LINE, two(|x| 20.0 - x, &[0.1, -0.1, 0.05]));
        assert_eq!((crossings.switches.len(), crossings.sure, crossings.tied.len()), (0, true, 0));
    }

    #[test]
    fn the_nearest_is_reported_and_more_are_told() {
        // Changes at 3, 5 and 7: ahead, behind, ahead, behind.
        let wave = |x: f64| (3.0 - x) * (x - 5.0) * (x - 7.0);
        let crossings = found(&Line { steps: 10, ..LINE }, two(wave, &[0.01, -0.01]));
        let [switch] = crossings.switches.as_slice() else { panic!("{crossings:?}") };
        assert!((switch.value - 3.0).abs() < 0.02 && switch.again, "{switch:?}");
    }

    #[test]
    fn whole_numbers_switch_at_the_first_where_the_other_is_picked() {
        let mut asked = Vec::new();
        let line = Line { low: 0.0, high: 52.0, today: 13.0, whole: true, steps: 4 };
        let scores = two(|x| 20.5 - x, &[0.7, -0.7, 0.7, -0.7]);
        let crossings = found(&line, |value| {
            asked.push(value);
            scores(value)
        });
        let [switch] = crossings.switches.as_slice() else { panic!("{crossings:?}") };
        // Half-width 1.286: not told apart at 20 and 21.
        assert_eq!((switch.value, switch.low, switch.high), (21.0, Some(20.0), Some(21.0)));
        assert!(asked.iter().all(|value| value.fract() == 0.0));
        let count = asked.len();
        asked.sort_by(f64::total_cmp);
        asked.dedup();
        assert_eq!(asked.len(), count, "a value was asked for twice");
    }

    #[test]
    fn what_the_scenario_refuses_ends_a_side() {
        let scores = two(|x| 7.3 - x, &[0.1, -0.1]);
        let crossings = found(&LINE, |value| if value > 5.0 { Ok(None) } else { scores(value) });
        assert_eq!((crossings.switches.len(), crossings.refused.as_slice()), (0, [6.0].as_slice()));
        assert_eq!(super::crossings(&LINE, |_| Ok::<_, Infallible>(None)), Ok(None));
        assert_eq!(super::crossings(&LINE, |_| Err::<Option<Scores>, _>("stop")), Err("stop"));
    }

    /// The interval holds the true switch in about 95 of 100 experiments, and it could not be much narrower.
    #[test]
    fn the_interval_covers_the_true_switch() {
        let mut stream = Stream::apart(3, Process::Resample, "coverage", 0);
        let (mut covered, experiments) = (0, 2000);
        for _ in 0..experiments {
            // A curve that is not straight, and noise whose size grows with the value.
            let noise: Vec<f64> = (0..20).map(|_| stream.normal()).collect();
            let at = |value: f64| {
                let ahead = libm::exp(-value / 5.0) - libm::exp(-6.0 / 5.0);
                let other = noise.iter().map(|noise| ahead + 0.02 * (1.0 + value) * noise).collect();
                Ok::<_, Infallible>(Some(Scores(vec![vec![0.0; 20], other])))
            };
            let crossings = found(&LINE, at);
            let holds = |switch: &Switch| switch.low.is_none_or(|low| low <= 6.0) && switch.high.is_none_or(|high| high >= 6.0);
            covered += usize::from(crossings.pick == 0 && crossings.switches.iter().any(holds));
        }
        // 95% of 2,000 with a standard error of 10.
        assert!((1860..=1940).contains(&covered), "{covered} of {experiments}");
    }
}
