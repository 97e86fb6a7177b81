//! Time to an event on whole weeks, with a competing event and right censoring.
//!
//! Cumulative incidence is that of Aalen and Johansen (1978), survival that of Kaplan and Meier (1958). Times are whole weeks
//! and ties are common: whoever is censored in a week was still at risk in it. Curves are steps, so that the
//! integral over the first weeks is a sum.

use super::sample::float;

/// How a spell ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It had not when watching stopped.
    Censored,
    /// With the event asked about.
    Event,
    /// With the other one, after which the event cannot come.
    Competing,
}

/// One wait: so many weeks, then how it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spell {
    /// Weeks from start to end; negative counts as 0.
    pub weeks: i32,
    /// How it ended.
    pub end: End,
}

/// Cumulative incidence by week since the start.
#[derive(Clone, Debug, PartialEq)]
pub struct Incidence {
    /// Share neither ended by the event nor by the competing one, up to and with each week.
    pub open: Vec<f64>,
    /// Share ended by the event.
    pub event: Vec<f64>,
    /// Share ended by the competing event.
    pub competing: Vec<f64>,
    /// Spells still watched at the start of each week.
    pub at_risk: Vec<u32>,
}

/// Slack for sums of shares that ought to reach a quantile exactly.
const SLACK: f64 = 1e-12;

/// A count of spells; at most 2^32 - 1 are told apart.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// A week as an index.
fn index(week: i32) -> usize {
    usize::try_from(week).unwrap_or(0)
}

/// The Aalen-Johansen estimate for weeks `0..=last`. None without spells. Past the last spell watched the curves stay where they are:
/// read them beside `at_risk`.
#[must_use]
pub fn aalen_johansen(spells: &[Spell], last: i32) -> Option<Incidence> {
    if spells.is_empty() {
        return None;
    }
    let weeks = index(last) + 1;
    let (mut events, mut competing, mut leaving) = (vec![0_u32; weeks], vec![0_u32; weeks], vec![0_u32; weeks]);
    for spell in spells {
        let week = index(spell.weeks);
        if week >= weeks {
            continue;
        }
        leaving[week] += 1;
        match spell.end {
            End::Censored => {}
            End::Event => events[week] += 1,
            End::Competing => competing[week] += 1,
        }
    }
    let mut found = Incidence {
        open: Vec::with_capacity(weeks),
        event: Vec::with_capacity(weeks),
        competing: Vec::with_capacity(weeks),
        at_risk: Vec::with_capacity(weeks),
    };
    let (mut at_risk, mut open, mut with_event, mut with_competing) = (count(spells.len()), 1.0, 0.0, 0.0);
    for week in 0..weeks {
        found.at_risk.push(at_risk);
        if at_risk > 0 {
            let share = open / f64::from(at_risk);
            with_event += share * f64::from(events[week]);
            with_competing += share * f64::from(competing[week]);
            // A ratio of at most 1, so that rounding never lets the open share rise.
            open *= f64::from(at_risk - events[week] - competing[week]) / f64::from(at_risk);
        }
        at_risk -= leaving[week];
        found.open.push(open);
        found.event.push(with_event);
        found.competing.push(with_competing);
    }
    Some(found)
}

/// The Kaplan-Meier estimate of survival for weeks `0..=last`: spells that end with the competing event count as censored. None without spells.
#[must_use]
pub fn kaplan_meier(spells: &[Spell], last: i32) -> Option<Vec<f64>> {
    let lone: Vec<Spell> = spells
        .iter()
        .map(|spell| Spell { end: if spell.end == End::Event { End::Event } else { End::Censored }, ..*spell })
        .collect();
    aalen_johansen(&lone, last).map(|found| found.open)
}

/// How the restricted mean reads a competing end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The wait is over.
    Ended,
    /// The event never comes: the wait goes on.
    NeverComes,
}

impl Incidence {
    /// The first week by which so large a share has had the event; none where it is not reached, which is "longer than the horizon".
    #[must_use]
    pub fn quantile(&self, share: f64) -> Option<f64> {
        self.event.iter().position(|incidence| *incidence >= share - SLACK).map(float)
    }

    /// Mean weeks waited within the first `window`: the area under the share still waiting.
    #[must_use]
    pub fn restricted_mean(&self, window: i32, reading: Reading) -> f64 {
        let weeks = index(window);
        match reading {
            Reading::Ended => self.open.iter().take(weeks).sum(),
            Reading::NeverComes => self.event.iter().take(weeks).map(|incidence| 1.0 - incidence).sum(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spells(weeks: &[i32], ends: &[u8]) -> Vec<Spell> {
        let end = |code| match code {
            0 => End::Censored,
            1 => End::Event,
            _ => End::Competing,
        };
        weeks.iter().zip(ends).map(|(weeks, code)| Spell { weeks: *weeks, end: end(*code) }).collect()
    }

    fn tied() -> Vec<Spell> {
        spells(&[2, 3, 3, 4, 5, 5, 5, 6, 8, 8, 10, 10, 12, 12, 12], &[1, 1, 2, 0, 1, 1, 0, 2, 1, 0, 1, 2, 0, 0, 1])
    }

    #[track_caller]
    fn near(ours: f64, theirs: f64) {
        assert!((ours - theirs).abs() < 1e-12, "{ours} is not {theirs}");
    }

    #[test]
    fn incidence_with_ties_meets_scikit_survival() {
        // scikit-survival 0.28.0, sksurv.nonparametric.cumulative_incidence_competing_risks(ends, weeks).
        // lifelines is no reference here: its AalenJohansenFitter breaks ties at random.
        let found = aalen_johansen(&tied(), 12).unwrap();
        for (week, event, competing) in [
            (0, 0.0, 0.0),
            (2, 0.066_666_666_666_666_67, 0.0),
            (3, 0.133_333_333_333_333_33, 0.066_666_666_666_666_67),
            (4, 0.133_333_333_333_333_33, 0.066_666_666_666_666_67),
            (5, 0.278_787_878_787_878_8, 0.066_666_666_666_666_67),
            (6, 0.278_787_878_787_878_8, 0.148_484_848_484_848_5),
            (8, 0.360_606_060_606_060_6, 0.148_484_848_484_848_5),
            (10, 0.458_787_878_787_878_8, 0.246_666_666_666_666_7),
            (12, 0.556_969_696_969_697, 0.246_666_666_666_666_7),
        ] {
            near(found.event[week], event);
            near(found.competing[week], competing);
            near(found.open[week], 1.0 - event - competing);
        }
        assert_eq!((found.at_risk[0], found.at_risk[5], found.at_risk[12]), (15, 11, 3));
    }

    #[test]
    fn incidence_without_ties_meets_lifelines() {
        // lifelines 0.30.3, AalenJohansenFitter(calculate_variance=False).fit(T, E, event_of_interest=k).cumulative_density_.
        let found = aalen_johansen(&spells(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], &[1, 2, 1, 0, 2, 1, 0, 1, 2, 1]), 10).unwrap();
        let event = [0.0, 0.1, 0.1, 0.2, 0.2, 0.2, 0.316_666_666_666_666_6, 0.316_666_666_666_666_6, 0.472_222_222_222_222_1];
        for (ours, theirs) in found.event.iter().zip(event) {
            near(*ours, theirs);
        }
        near(found.event[10], 0.627_777_777_777_777_5);
        near(found.competing[10], 0.372_222_222_222_222_1);
    }

    #[test]
    fn survival_and_restricted_mean_meet_lifelines() {
        // lifelines 0.30.3, KaplanMeierFitter().fit(T, E == 1).survival_function_;
        // lifelines.utils.restricted_mean_survival_time(kmf, 10), the second with E > 0.
        let survival = kaplan_meier(&tied(), 12).unwrap();
        for (week, share) in [(2, 0.933_333), (3, 0.866_667), (5, 0.709_091), (8, 0.607_792), (10, 0.486_234), (12, 0.324_156)] {
            assert!((survival[week] - share).abs() < 5e-7);
        }
        near(survival.iter().take(10).sum(), 8.009_523_809_523_81);
        let found = aalen_johansen(&tied(), 12).unwrap();
        near(found.restricted_mean(10, Reading::Ended), 7.315_151_515_151_515);
        // By hand from scikit-survival's incidence: 2 + 0.9333 + 2 * 0.8667 + 3 * 0.7212 + 2 * 0.6394.
        near(found.restricted_mean(10, Reading::NeverComes), 8.109_090_909_090_91);
    }

    #[test]
    fn a_quantile_is_the_first_week_that_reaches_it() {
        let found = aalen_johansen(&tied(), 12).unwrap();
        assert_eq!((found.quantile(0.5), found.quantile(0.25), found.quantile(0.9)), (Some(12.0), Some(5.0), None));
        // A tenth ten times is a whole, whatever the rounding.
        let all = aalen_johansen(&spells(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], &[1; 10]), 10).unwrap();
        assert_eq!(all.quantile(1.0), Some(10.0));
    }

    #[test]
    fn no_spells_have_no_curve_and_long_ones_stay_open() {
        assert_eq!(aalen_johansen(&[], 10), None);
        let found = aalen_johansen(&spells(&[30], &[1]), 10).unwrap();
        assert_eq!((found.open[10], found.at_risk[10]), (1.0, 1));
    }

    proptest::proptest! {
        #[test]
        fn shares_sum_to_one_and_only_the_open_falls(cases in proptest::collection::vec((0..40_i32, 0..3_u8), 1..60)) {
            let (weeks, ends): (Vec<i32>, Vec<u8>) = cases.into_iter().unzip();
            let found = aalen_johansen(&spells(&weeks, &ends), 40).unwrap();
            for week in 0..=40 {
                near(found.open[week] + found.event[week] + found.competing[week], 1.0);
                assert!(week == 0 || found.open[week] <= found.open[week - 1]);
                assert!(week == 0 || found.event[week] >= found.event[week - 1]);
            }
        }

        #[test]
        fn uncensored_incidence_is_the_plain_share(cases in proptest::collection::vec((0..40_i32, 1..3_u8), 1..60)) {
            let (weeks, ends): (Vec<i32>, Vec<u8>) = cases.iter().copied().unzip();
            let found = aalen_johansen(&spells(&weeks, &ends), 40).unwrap();
            for (week, incidence) in (0..).zip(&found.event) {
                near(*incidence, float(cases.iter().filter(|case| case.0 <= week && case.1 == 1).count()) / float(cases.len()));
            }
        }
    }
}
