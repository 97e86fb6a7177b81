//! The bundled scenarios, changed as by `--set`, and their policies by name.

use std::path::Path;

use foreshift::scenario::model::{Policy, Scenario};

/// A bundled scenario, changed by flags.
pub fn bundled(name: &str, sets: &[&str]) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name).with_extension("toml");
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    Scenario::load(&path, &sets).unwrap_or_else(|errors| panic!("{name} with {sets:?}: {errors}"))
}

/// A policy of a scenario.
pub fn policy<'a>(scenario: &'a Scenario, name: &str) -> &'a Policy {
    scenario.policies.iter().find(|policy| policy.name == name).unwrap_or_else(|| panic!("no policy {name}"))
}
