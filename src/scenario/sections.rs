//! The sections of a scenario that states nothing: every value is the default of the table.

use super::defaults::parameter;
use super::model::{Hiring, Learning, Mechanisms, Retention, Severance};
use crate::units::{Money, whole_weeks};

/// The default of a parameter that has one.
fn default(path: &str) -> f64 {
    parameter(path).default.unwrap_or_default()
}

impl Default for Hiring {
    fn default() -> Self {
        Self {
            cost_per_hire: Money::from_units(default("hiring.cost_per_hire")),
            onboarding: Money::from_units(default("hiring.onboarding")),
            time_to_fill_weeks: default("hiring.time_to_fill_weeks"),
            time_to_fill_sigma: default("hiring.time_to_fill_sigma"),
            decline: default("hiring.decline"),
            notice_weeks: default("hiring.notice_weeks"),
            premium: default("hiring.premium"),
            backfill_premium: default("hiring.backfill_premium"),
            ramp_weeks: default("hiring.ramp_weeks"),
            start_output: default("hiring.start_output"),
            internal_ramp_factor: default("hiring.internal_ramp_factor"),
            pool: default("hiring.pool"),
            scarcity: default("hiring.scarcity"),
        }
    }
}

impl Default for Learning {
    fn default() -> Self {
        Self {
            qualified_at: default("learning.qualified_at"),
            setup_weeks: default("learning.setup_weeks"),
            pace_weeks: default("learning.pace_weeks"),
            effort_exponent: default("learning.effort_exponent"),
            intensity: default("learning.intensity"),
            tuition_per_week: Money::from_units(default("learning.tuition_per_week")),
            dropout: default("learning.dropout"),
            support: default("learning.support"),
            learning_rate_sd: default("learning.learning_rate_sd"),
            mentoring: default("learning.mentoring"),
            max_distance: default("learning.max_distance"),
            aim_weeks: whole_weeks(default("learning.aim_weeks")),
            transfer: default("learning.transfer"),
            transfer_sd: default("learning.transfer_sd"),
            internal_discount: default("learning.internal_discount"),
        }
    }
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            first_year: default("retention.first_year"),
            engagement_effect: default("retention.engagement_effect"),
            pay_effect: default("retention.pay_effect"),
            insecurity_effect: default("retention.insecurity_effect"),
            lock_in: default("retention.lock_in"),
            poaching: default("retention.poaching"),
            external_exit: default("retention.external_exit"),
            workload: default("retention.workload"),
            spread: default("retention.spread"),
        }
    }
}

impl Default for Severance {
    fn default() -> Self {
        Self {
            weeks_per_year: default("severance.weeks_per_year"),
            floor_weeks: default("severance.floor_weeks"),
            cap_weeks: default("severance.cap_weeks"),
        }
    }
}

impl Mechanisms {
    /// All on, or all off.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_default_is_missing() {
        // A path without a default would read as 0.
        let hiring = Hiring::default();
        assert!(hiring.time_to_fill_weeks > 6.0 && hiring.pool > 99.0);
        let learning = Learning::default();
        assert!(learning.pace_weeks > 42.0 && learning.aim_weeks == 52 && learning.transfer > 0.7);
        assert!(Retention::default().first_year > 1.7 && Severance::default().cap_weeks > 25.0);
    }
}
