//! A comparison read back from a directory of results: what `compare` found, from its tables and manifest, to the last bit.
//!
//! The table `gaps` is not read: nothing is drawn from it.

mod rows;

use std::path::Path;

use serde_json::Value;

use super::tables::Table;
use super::{Error, manifest};
use crate::analysis::measures::measures;
use crate::analysis::rows::Comparison;

/// Where results come from: what a report says of them that is not in the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The version of foreshift that computed them.
    pub version: String,
    /// The commit that it was made of.
    pub commit: String,
    /// The command that makes the same results.
    pub command: String,
    /// The hash of the resolved scenario.
    pub scenario_sha256: String,
}

impl Origin {
    /// What this program computes now.
    #[must_use]
    pub fn here(command: &str, scenario: &Value) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            commit: manifest::COMMIT.to_owned(),
            command: command.to_owned(),
            scenario_sha256: manifest::scenario_sha256(scenario),
        }
    }
}

/// What a directory of results holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// What was found, but for the table `gaps`.
    pub comparison: Comparison,
    /// Where it comes from.
    pub origin: Origin,
    /// The manifest as it is.
    pub manifest: Value,
}

/// The tables that are read, each of them needed.
pub const READ: [Table; 10] = [
    Table::Runs,
    Table::Summary,
    Table::Comparisons,
    Table::Weekly,
    Table::Costs,
    Table::TimeToFill,
    Table::Retention,
    Table::Moves,
    Table::Funnel,
    Table::Horizons,
];

impl Stored {
    /// Reads a directory of results.
    ///
    /// # Errors
    ///
    /// If there is no manifest or it lacks something, if a table is not stored as CSV or Parquet, or if one is not as it should be.
    pub fn read(root: &Path) -> Result<Self, Error> {
        let manifest = manifest::read(root)?;
        let malformed = |cause: String| Error::Manifest { path: root.join(manifest::FILE), cause };
        let lacks = |what: &str| malformed(format!("it has no {what}, or not as it should be"));
        let scenario = manifest::read_scenario(manifest::FILE, &manifest["scenario"]).map_err(malformed)?;
        let text = |key: &str| manifest[key].as_str().map(str::to_owned).ok_or_else(|| lacks(key));
        let texts = |key: &str| -> Option<Vec<String>> {
            manifest[key].as_array()?.iter().map(|text| text.as_str().map(str::to_owned)).collect()
        };
        let number = |key: &str| manifest[key].as_u64().ok_or_else(|| lacks(key));
        let origin = Origin {
            version: text("version")?,
            commit: text("commit")?,
            command: text("command")?,
            scenario_sha256: text("scenario_sha256")?,
        };
        let measures = measures(&scenario.currency);
        let comparison = Comparison {
            // How sampling ended stands in the manifest; no page shows it.
            stopping: None,
            seed: number("seed")?,
            replicates: u32::try_from(number("replicates")?).map_err(|_| lacks("replicates"))?,
            policies: texts("policies").ok_or_else(|| lacks("policies"))?,
            runs: rows::runs(root, &measures)?,
            summary: rows::summary(root)?,
            comparisons: rows::comparisons(root)?,
            weekly: rows::weekly(root)?,
            costs: rows::costs(root)?,
            gaps: None,
            time_to_fill: rows::time_to_fill(root)?,
            retention: rows::retention(root)?,
            moves: rows::moves(root)?,
            funnel: rows::funnel(root)?,
            horizons: rows::horizons(root)?,
            answer: manifest::read_answer(&manifest["answer"]).ok_or_else(|| lacks("answer"))?,
            warnings: texts("warnings").ok_or_else(|| lacks("warnings"))?,
            worker_weeks: manifest["run"]["worker_weeks"].as_u64().unwrap_or_default(),
            run_seconds: manifest["run"]["run_seconds"].as_f64().unwrap_or_default(),
            scenario,
            measures,
        };
        Ok(Self { comparison, origin, manifest })
    }
}
