//! The names of columns that hold measures.

use crate::analysis::rows::Measure;

/// The column of a measure in `runs` and in the parts of a sweep: its name and its unit, as in `transition_cost_USD`, unless the name ends with
/// the unit already.
///
/// ASCII other than letters and digits is an underscore in the unit (`gap-weeks` becomes `gap_weeks`), as many readers want names plain.
#[must_use]
pub fn run_column(measure: &Measure) -> String {
    let plain = |c: char| if c.is_ascii() && !c.is_ascii_alphanumeric() { '_' } else { c };
    let unit: String = measure.unit.chars().map(plain).collect();
    if unit.is_empty() || measure.name == unit || measure.name.ends_with(&format!("_{unit}")) {
        measure.name.to_owned()
    } else {
        format!("{}_{unit}", measure.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::rows::Better;

    #[test]
    fn units_end_the_names_of_runs() {
        let name = |name, unit: &str| run_column(&Measure { name, title: "", unit: unit.into(), better: Better::Lower });
        assert_eq!(name("transition_cost", "USD"), "transition_cost_USD");
        assert_eq!(name("excess_gap_weeks", "gap-weeks"), "excess_gap_weeks");
        assert_eq!(name("time_to_fill", "weeks"), "time_to_fill_weeks");
        assert_eq!(name("cost", "€"), "cost_€");
        assert_eq!(name("count", ""), "count");
    }
}
