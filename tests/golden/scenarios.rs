//! The bundled scenarios, whichever there are.

#[path = "../support/small_telecom.rs"]
mod small_telecom;

use std::path::{Path, PathBuf};

use foreshift::scenario::model::Scenario;
use small_telecom::SMALL_TELECOM;

/// A path of the project.
pub fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The bundled scenarios by name, in order, each as its file says; the telecom at a hundredth of its size.
pub fn bundled() -> Vec<(String, Scenario)> {
    let files = std::fs::read_dir(here("scenarios")).expect("scenarios").map(|entry| entry.expect("an entry").path());
    let mut found: Vec<(String, Scenario)> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| {
            let name = path.file_stem().expect("a name").to_str().expect("UTF-8").to_owned();
            let sets: &[&str] = if name == "telecom-retraining" { &SMALL_TELECOM } else { &[] };
            let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
            let scenario = Scenario::load(&path, &sets).unwrap_or_else(|errors| panic!("{errors}"));
            (name, scenario)
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(found.len() > 1, "{found:?}");
    found
}
