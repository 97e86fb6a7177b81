//! The policies that exist in every scenario.
//!
//! They share lead 13, `lay_off` with 12 weeks' grace, absorption over 26 weeks, capacities of a tenth of the headcount and no budget
//! limit; they differ in how they fill what a shock opens.

use super::model::{Channel, Choice, SurplusRule, Terms};

/// The built-in policies' names, in order.
pub const NAMES: [&str; 7] = ["adaptive", "blend", "hire", "none", "replace", "reskill", "upskill"];

/// The reference: business as usual, which always runs.
pub const REFERENCE: &str = "none";

/// Business as usual without the shock, which always runs and is no policy that a file can set.
pub const TWIN: &str = "twin";

/// What a policy of a file's own starts from.
#[must_use]
pub const fn fresh() -> Terms {
    Terms {
        choice: Choice::Nothing,
        replaces: false,
        lead_weeks: 13,
        surplus: SurplusRule::LayOff,
        grace_weeks: 12,
        absorb_weeks: 26,
        fallback: Some(Channel::Hire),
        training_capacity: None,
        requisition_capacity: None,
        budget_per_year: None,
    }
}

/// What a policy starts from: the built-in of that name, or what a policy of a file's own starts from.
#[must_use]
pub fn terms(name: &str) -> Terms {
    let mix = |hire, reskill, upskill| Terms { choice: Choice::Mix { hire, reskill, upskill }, ..fresh() };
    match name {
        REFERENCE => Terms { fallback: None, ..fresh() },
        "hire" => mix(1.0, 0.0, 0.0),
        "replace" => Terms { replaces: true, ..mix(1.0, 0.0, 0.0) },
        "upskill" => mix(0.0, 0.0, 1.0),
        "reskill" => mix(0.0, 1.0, 0.0),
        "blend" => mix(0.2, 0.4, 0.4),
        "adaptive" => Terms { choice: Choice::Adaptive, ..fresh() },
        _ => fresh(),
    }
}
