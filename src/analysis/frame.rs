//! What the measures of every run need to know of the scenario, worked out once.

use crate::ids::RoleId;
use crate::scenario::model::Scenario;
use crate::units::WEEKS_PER_YEAR;

/// A scenario as measures see it.
#[derive(Clone, Debug)]
pub struct Frame<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Weeks of a run.
    pub horizon: usize,
    /// Weeks of the restricted means, and of follow-up after a move: 52, or half of a horizon under 104 weeks, at least 1.
    pub window: i32,
    /// By role, whether its people are those of the retention measures: a shock automates or raises it, or no role is hit at all.
    pub hit: Vec<bool>,
    /// By week, what money of that week counts for in an NPV: `(1 + rate)^(-week / 52)`.
    pub discount: Vec<f64>,
}

impl<'a> Frame<'a> {
    /// The frame of a scenario.
    #[must_use]
    pub fn new(scenario: &'a Scenario) -> Self {
        let mut hit = vec![false; scenario.roles.len()];
        for shock in &scenario.shocks {
            let automated = shock.automates.iter().map(|effect| effect.role);
            for role in automated.chain(shock.raises.iter().map(|effect| effect.role)) {
                hit[role.index()] = true;
            }
        }
        if !hit.contains(&true) {
            hit.fill(true);
        }
        let discount = (0..scenario.horizon)
            .map(|week| libm::pow(1.0 + scenario.discount_rate, -f64::from(week) / f64::from(WEEKS_PER_YEAR)))
            .collect();
        Self {
            scenario,
            horizon: usize::try_from(scenario.horizon).unwrap_or(0),
            window: WEEKS_PER_YEAR.min(scenario.horizon / 2).max(1),
            hit,
            discount,
        }
    }

    /// People of week 0 in a role.
    #[must_use]
    pub fn headcount(&self, role: usize) -> u32 {
        self.scenario.roles[role].headcount
    }

    /// People of week 0 in the roles that a shock hits.
    #[must_use]
    pub fn hit_people(&self) -> u32 {
        (0..self.hit.len()).filter(|role| self.hit[*role]).map(|role| self.headcount(role)).sum()
    }

    /// A role's salary a week in units of currency.
    #[must_use]
    pub fn weekly_salary(&self, role: RoleId) -> f64 {
        self.scenario.roles[role.index()].salary.units() / f64::from(WEEKS_PER_YEAR)
    }

    /// The lengths at which a run is read as though it ended there: 26, 52, 104, ... weeks, then the full horizon.
    #[must_use]
    pub fn horizons(&self) -> Vec<usize> {
        let year = usize::try_from(WEEKS_PER_YEAR).unwrap_or(52);
        let years = (1..).map(|number| number * year).take_while(|weeks| *weeks < self.horizon);
        let half = Some(year / 2).filter(|weeks| *weeks < self.horizon);
        half.into_iter().chain(years).chain([self.horizon]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fixture::scenario;

    #[test]
    fn a_short_horizon_shortens_the_window() {
        for (horizon, window, horizons) in [
            (156, 52, vec![26, 52, 104, 156]),
            (104, 52, vec![26, 52, 104]),
            (103, 51, vec![26, 52, 103]),
            (52, 26, vec![26, 52]),
            (20, 10, vec![20]),
            (1, 1, vec![1]),
        ] {
            let scenario = Scenario { horizon, ..scenario() };
            let frame = Frame::new(&scenario);
            assert_eq!((frame.window, frame.horizons()), (window, horizons));
        }
    }

    #[test]
    fn a_shock_hits_by_automating_or_raising_and_else_all_are_looked_at() {
        let mut scenario = scenario();
        assert_eq!((Frame::new(&scenario).hit.clone(), Frame::new(&scenario).hit_people()), (vec![true, false], 10));
        scenario.shocks[0].automates.clear();
        assert_eq!(Frame::new(&scenario).hit_people(), 12);
        assert!((Frame::new(&scenario).discount[4] * 1.05_f64.powf(4.0 / 52.0) - 1.0).abs() < 1e-15);
    }
}
