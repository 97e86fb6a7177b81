//! The defaults of the sections as values, for tests.

use super::model::{Hiring, Learning, Mechanisms, Retention, Severance};
use crate::units::Money;
impl Default for Hiring {
    fn default() -> Self {
        Self {
            cost_per_hire: Money::from_units(4700.0),
            onboarding: Money::from_units(1000.0),
            time_to_fill_weeks: 6.3,
            time_to_fill_sigma: 0.6,
            decline: 0.15,
            notice_weeks: 3.0,
            premium: 0.18,
            backfill_premium: 0.0,
            ramp_weeks: 28.0,
            start_output: 0.25,
            internal_ramp_factor: 0.6,
            pool: 100.0,
            scarcity: 0.5,
        }
    }
}
impl Default for Learning {
    fn default() -> Self {
        Self {
            qualified_at: 0.9,
            setup_weeks: 1.0,
            pace_weeks: 43.0,
            effort_exponent: 1.5,
            intensity: 0.5,
            tuition_per_week: Money::from_units(900.0),
            dropout: 0.02,
            support: 0.5,
            learning_rate_sd: 0.25,
            mentoring: 0.25,
            max_distance: 0.6,
            aim_weeks: 52,
            transfer: 0.8,
            transfer_sd: 0.1,
            internal_discount: 0.1,
        }
    }
}
impl Default for Retention {
    fn default() -> Self {
        Self {
            first_year: 1.8,
            engagement_effect: 1.5,
            pay_effect: 1.0,
            insecurity_effect: 1.0,
            lock_in: 0.7,
            poaching: 0.2,
            external_exit: 1.21,
            workload: 0.5,
            spread: 1.0,
        }
    }
}
impl Default for Severance {
    fn default() -> Self {
        Self { weeks_per_year: 1.0, floor_weeks: 2.0, cap_weeks: 26.0 }
    }
}
impl Mechanisms {
    /// All on or all off.
    #[must_use]
    pub const fn all(on: bool) -> Self {
        Self {
            mentoring: on,
            spread: on,
            workload: on,
            layoff_response: on,
            poaching: on,
            lock_in: on,
            insecurity: on,
            scarcity: on,
            external_exit: on,
        }
    }
}
