//! Every number that a scenario may state: its unit, what it may be, and its default with range, source and basis.
//!
//! One table as data, so that `foreshift defaults`, the reader and the schema cannot disagree. A `*` in a path stands for a name.
//! The bounds are what the reader accepts; the range is what sensitivity explores.

/// A number that a scenario may state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter {
    /// Its path, with `*` for a name.
    pub path: &'static str,
    /// Its default, where it has one that is the same in every scenario.
    pub default: Option<f64>,
    /// Low end of the default's range.
    pub low: Option<f64>,
    /// High end of the default's range.
    pub high: Option<f64>,
    /// Its unit in words.
    pub unit: &'static str,
    /// Where the default comes from.
    pub source: &'static str,
    /// `measured`, `estimated` or `assumed`.
    pub basis: &'static str,
    /// The least value that is accepted.
    pub min: f64,
    /// The greatest value that is accepted.
    pub max: f64,
    /// Whether a value above the greatest is probably a percentage.
    pub fraction: bool,
    /// Whether only whole numbers are accepted.
    pub whole: bool,
}

impl Parameter {
    /// Its key: the last part of the path.
    #[must_use]
    pub fn key(&self) -> &'static str {
        self.path.rsplit('.').next().unwrap_or(self.path)
    }

    const fn new(path: &'static str, unit: &'static str, min: f64, max: f64) -> Self {
        let (default, low, high) = (None, None, None);
        Self { path, default, low, high, unit, source: "", basis: "assumed", min, max, fraction: false, whole: false }
    }

    /// A fraction between `min` and `max`.
    const fn fraction(path: &'static str, unit: &'static str, min: f64, max: f64) -> Self {
        Self { fraction: true, ..Self::new(path, unit, min, max) }
    }

    /// A whole number between `min` and `max`.
    const fn whole(path: &'static str, unit: &'static str, min: f64, max: f64) -> Self {
        Self { whole: true, ..Self::new(path, unit, min, max) }
    }

    /// An assumed default.
    const fn is(self, default: f64) -> Self {
        Self { default: Some(default), source: "assumed", ..self }
    }

    /// The default's range.
    const fn within(self, low: f64, high: f64) -> Self {
        Self { low: Some(low), high: Some(high), ..self }
    }

    /// Where the default was measured.
    const fn measured(self, source: &'static str) -> Self {
        Self { source, basis: "measured", ..self }
    }

    /// Where the default was estimated.
    const fn estimated(self, source: &'static str) -> Self {
        Self { source, basis: "estimated", ..self }
    }

    /// Why the default is assumed.
    const fn because(self, source: &'static str) -> Self {
        Self { source, ..self }
    }
}

/// The most people that a scenario may have.
pub const MOST_PEOPLE: f64 = 20_000_000.0;
/// The most money that one amount may be: cents must not overflow in any sum.
pub const MOST_MONEY: f64 = 1e9;
/// The most weeks: a hundred years.
pub const MOST_WEEKS: f64 = 5200.0;

const MULTIPLIER: &str = "multiplier of the hazard";
const MONEY: &str = "currency";
const WEEKS: &str = "weeks";
const LHH: &str = "Lee Hecht Harrison 2001";

/// Every number that a scenario may state, in the order of the file.
pub const PARAMETERS: &[Parameter] = &[
    Parameter::whole("horizon_weeks", WEEKS, 1.0, MOST_WEEKS).is(156.0),
    Parameter::fraction("discount_rate", "a year", 0.0, 1.0).is(0.05).within(0.0, 0.1),
    // Roles.
    Parameter::whole("roles.*.headcount", "people", 0.0, MOST_PEOPLE),
    Parameter::new("roles.*.salary", "currency a year", 0.01, MOST_MONEY),
    Parameter::fraction("roles.*.growth", "a year", -0.999_999, 1.0).is(0.0),
    Parameter::new("roles.*.output_value", "salaries", 1.0, 1000.0).is(2.0),
    Parameter::fraction("roles.*.turnover", "a person-year", 0.0, 2.0)
        .is(0.11)
        .within(0.05, 0.30)
        .measured("SHRM 2016: voluntary turnover"),
    Parameter::fraction("roles.*.requires.*", "level", 0.0, 1.0),
    Parameter::new("roles.*.weights.*", "weight", 1e-6, 1e6).because("1 for every skill"),
    Parameter::fraction("roles.*.tasks.*.share", "share of working time", 0.0, 1.0),
    // Shocks.
    Parameter::whole("shocks.*.announced_week", "week", 0.0, MOST_WEEKS).is(0.0),
    Parameter::new("shocks.*.start_week", "week", 0.0, MOST_WEEKS),
    Parameter::new("shocks.*.ramp_weeks", WEEKS, 0.0, MOST_WEEKS).is(52.0),
    Parameter::fraction("shocks.*.reach", "share", 0.0, 1.0).is(1.0),
    Parameter::fraction("shocks.*.automates.*.*.share", "share of the task's time", 0.0, 1.0),
    Parameter::fraction("shocks.*.raises.*.*.to", "level", 0.0, 1.0),
    Parameter::new("shocks.*.creates.*.seats", "seats", 0.0, MOST_PEOPLE),
    // Hiring.
    Parameter::new("hiring.cost_per_hire", MONEY, 0.0, MOST_MONEY).is(4700.0).within(1600.0, 9000.0).measured("SHRM 2021"),
    Parameter::new("hiring.onboarding", MONEY, 0.0, MOST_MONEY).is(1000.0),
    Parameter::new("hiring.time_to_fill_weeks", WEEKS, 0.1, 520.0)
        .is(6.3)
        .within(4.0, 10.0)
        .measured("Josh Bersin Company and AMS 2023: 44 days"),
    Parameter::new("hiring.time_to_fill_sigma", "of the logarithm", 0.0, 5.0).is(0.6).within(0.4, 0.8),
    Parameter::fraction("hiring.decline", "share of offers", 0.0, 0.99).is(0.15).within(0.05, 0.3),
    Parameter::new("hiring.notice_weeks", WEEKS, 0.0, 520.0).is(3.0).within(2.0, 8.0),
    Parameter::fraction("hiring.premium", "share of salary", -0.5, 3.0).is(0.18).within(0.05, 0.25).estimated("Bidwell 2011"),
    Parameter::fraction("hiring.backfill_premium", "share of salary", -0.5, 3.0).is(0.0),
    Parameter::new("hiring.ramp_weeks", WEEKS, 0.0, 520.0).is(28.0).within(12.0, 52.0).measured("Oxford Economics 2014"),
    Parameter::fraction("hiring.start_output", "share of full output", 0.0, 1.0).is(0.25).within(0.1, 0.5),
    Parameter::new("hiring.internal_ramp_factor", "of a newcomer's ramp", 0.0, 10.0).is(0.6).within(0.4, 1.0),
    Parameter::new("hiring.pool", "searches a role", 1.0, 1e9).is(100.0),
    Parameter::new("hiring.scarcity", "exponent", 0.0, 10.0).is(0.5).within(0.0, 1.5),
    // Learning.
    Parameter::fraction("learning.qualified_at", "fit", 0.01, 1.0).is(0.9),
    Parameter::new("learning.setup_weeks", "full-time weeks", 0.0, 520.0).is(1.0).within(0.0, 4.0),
    Parameter::new("learning.pace_weeks", "full-time weeks at distance 1", 0.0, MOST_WEEKS)
        .is(43.0)
        .within(30.0, 70.0)
        .because("assumed; calibrated to WEF and BCG 2019: 24,800 a reskilled worker"),
    Parameter::new("learning.effort_exponent", "exponent", 0.1, 10.0).is(1.5).within(1.0, 2.0),
    Parameter::fraction("learning.intensity", "share of working time", 0.01, 1.0).is(0.5).within(0.1, 1.0),
    Parameter::new("learning.tuition_per_week", "currency a full-time week", 0.0, MOST_MONEY)
        .is(900.0)
        .within(300.0, 1500.0)
        .measured("coding bootcamps 2016: 888 a week"),
    Parameter::fraction("learning.dropout", "a week at distance 1", 0.0, 1.0).is(0.02).within(0.007, 0.05),
    Parameter::fraction("learning.support", "level", 0.0, 1.0).is(0.5).within(0.0, 1.0),
    Parameter::new("learning.learning_rate_sd", "of the logarithm", 0.0, 3.0).is(0.25).within(0.1, 0.4),
    Parameter::new("learning.mentoring", "share of speed", 0.0, 5.0).is(0.25).within(0.0, 0.5),
    Parameter::fraction("learning.max_distance", "distance", 0.0, 1.0).is(0.6),
    Parameter::whole("learning.aim_weeks", WEEKS, 0.0, MOST_WEEKS).is(52.0),
    Parameter::fraction("learning.transfer", "share of the shortfall", 0.0, 1.0).is(0.8),
    Parameter::fraction("learning.transfer_sd", "share of the shortfall", 0.0, 0.5).is(0.1),
    Parameter::fraction("learning.internal_discount", "share of salary", 0.0, 1.0).is(0.1).within(0.0, 0.2),
    // Retention.
    Parameter::fraction("retention.turnover", "a person-year", 0.0, 2.0)
        .is(0.11)
        .within(0.05, 0.30)
        .measured("SHRM 2016: voluntary turnover"),
    Parameter::new("retention.first_year", MULTIPLIER, 0.0, 20.0).is(1.8).within(1.2, 2.5),
    Parameter::new("retention.engagement_effect", "exponent", 0.0, 20.0).is(1.5).within(0.5, 3.0),
    Parameter::new("retention.pay_effect", "exponent", 0.0, 20.0).is(1.0).within(0.0, 2.0),
    Parameter::new("retention.insecurity_effect", "exponent", 0.0, 20.0).is(1.0).within(0.0, 2.0),
    Parameter::new("retention.lock_in", MULTIPLIER, 0.0, 20.0).is(0.7).within(0.5, 1.0),
    Parameter::new("retention.poaching", "rise of the hazard at distance 0.25", 0.0, 20.0).is(0.2).within(0.0, 0.6),
    Parameter::new("retention.external_exit", MULTIPLIER, 0.0, 20.0).is(1.21).estimated("Bidwell 2011"),
    Parameter::new("retention.workload", "engagement a unit of overload", 0.0, 20.0).is(0.5),
    Parameter::new("retention.spread", "engagement a unit of excess quit share", 0.0, 20.0).is(1.0),
    // Severance.
    Parameter::new("severance.weeks_per_year", "weeks' pay a year of tenure", 0.0, 520.0).is(1.0).within(1.0, 2.0).measured(LHH),
    Parameter::new("severance.floor_weeks", "weeks' pay", 0.0, 520.0).is(2.0).measured(LHH),
    Parameter::new("severance.cap_weeks", "weeks' pay", 0.0, MOST_WEEKS).is(26.0).measured(LHH),
    // Decision.
    Parameter::new("decision.cost", "weight", 0.0, 1e6).is(0.4),
    Parameter::new("decision.time", "weight", 0.0, 1e6).is(0.3),
    Parameter::new("decision.retention", "weight", 0.0, 1e6).is(0.3),
    // Policies.
    Parameter::new("policies.*.mix.hire", "share", 0.0, 1e6),
    Parameter::new("policies.*.mix.upskill", "share", 0.0, 1e6),
    Parameter::new("policies.*.mix.reskill", "share", 0.0, 1e6),
    Parameter::whole("policies.*.lead_weeks", WEEKS, 0.0, MOST_WEEKS).is(13.0),
    Parameter::whole("policies.*.grace_weeks", WEEKS, 0.0, MOST_WEEKS).is(12.0),
    Parameter::whole("policies.*.absorb_weeks", WEEKS, 0.0, MOST_WEEKS).is(26.0),
    Parameter::whole("policies.*.training_capacity", "learners at once", 0.0, MOST_PEOPLE)
        .because("10% of headcount at week 0, rounded up"),
    Parameter::whole("policies.*.requisition_capacity", "open searches", 0.0, MOST_PEOPLE)
        .because("10% of headcount at week 0, rounded up"),
    Parameter::new("policies.*.budget_per_year", "currency a year", 0.0, 1e12).because("no limit"),
];

/// The parameters that may be left out: those with a default, and those with a rule for it, which `source` states: what `foreshift
/// defaults` prints.
pub fn defaults() -> impl Iterator<Item = &'static Parameter> {
    PARAMETERS.iter().filter(|parameter| parameter.default.is_some() || !parameter.source.is_empty())
}

/// The parameter of a path as the table spells it. Called in constants, so that a misspelt path does not compile.
///
/// # Panics
///
/// When the table has no such path, which stops the build.
#[must_use]
pub(super) const fn parameter(path: &str) -> &'static Parameter {
    let mut i = 0;
    while i < PARAMETERS.len() {
        if same(PARAMETERS[i].path.as_bytes(), path.as_bytes()) {
            return &PARAMETERS[i];
        }
        i += 1;
    }
    panic!("the table of parameters has no such path")
}

/// Equality of bytes in a constant.
const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_lies_in_its_range_and_bounds_and_says_where_it_comes_from() {
        for parameter in PARAMETERS {
            assert!(["measured", "estimated", "assumed"].contains(&parameter.basis), "{}", parameter.path);
            assert!(!parameter.unit.is_empty(), "{}", parameter.path);
            let Some(default) = parameter.default else { continue };
            assert!(!parameter.source.is_empty(), "{}", parameter.path);
            assert!((parameter.min..=parameter.max).contains(&default), "{}", parameter.path);
            assert!(parameter.low.is_none_or(|low| parameter.min <= low && low <= default), "{}", parameter.path);
            assert!(parameter.high.is_none_or(|high| default <= high && high <= parameter.max), "{}", parameter.path);
        }
    }

    #[test]
    fn no_path_is_there_twice() {
        let mut paths: Vec<_> = PARAMETERS.iter().map(|parameter| parameter.path).collect();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), PARAMETERS.len());
    }
}
