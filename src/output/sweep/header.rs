//! `sweep.json`: what a directory holds a sweep of. It is written before anything is run, and what it says must be so of every part.

use std::fs;
use std::io;
use std::path::Path;

use serde_json::{Value, json};

use super::design::DESIGN;
use crate::analysis::measures::measures;
use crate::analysis::rows::Measure;
use crate::experiment::design::{Kind, MOST_POINTS};
use crate::experiment::parameter::Parameter;
use crate::experiment::sweep::{Plan, engine};
use crate::output::manifest::{self, COMMIT, scenario_sha256};
use crate::output::{Error, Format};
use crate::scenario::model::Scenario;

/// The name of the file.
pub const HEADER: &str = "sweep.json";

/// Which shape of sweep this program writes.
const SCHEMA_VERSION: u64 = 1;

/// The most replicates of a point.
pub const MOST_REPLICATES: u32 = 100_000;

/// What a directory holds a sweep of.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// The scenario as it was resolved.
    pub scenario: Value,
    /// Its hash.
    pub scenario_sha256: String,
    /// The command that makes the same results, without threads, shards and paths.
    pub command: String,
    /// The engine that ran it.
    pub engine: String,
    /// The commit of the program that ran it.
    pub commit: String,
    /// The shard that ran here last; none of the whole.
    pub shard: Option<String>,
    /// The seed.
    pub seed: u64,
    /// Replicates of every point.
    pub replicates: u32,
    /// The policies, the twin last.
    pub policies: Vec<String>,
    /// How the points were placed.
    pub design: Kind,
    /// How many points there are.
    pub points: usize,
    /// The hash of the points as the file of the design holds them.
    pub design_sha256: String,
    /// What varies.
    pub parameters: Vec<Parameter>,
    /// The formats of the parts.
    pub formats: Vec<Format>,
}

impl Header {
    /// The currency.
    #[must_use]
    pub fn currency(&self) -> &str {
        self.scenario["currency"].as_str().unwrap_or("USD")
    }

    /// The version of foreshift that ran it.
    #[must_use]
    pub fn version(&self) -> &str {
        self.engine.split('+').next().unwrap_or_default()
    }

    /// The scenario as this program reads it.
    ///
    /// # Errors
    ///
    /// It reads it no longer, as it may be with a sweep of another version.
    pub fn read_scenario(&self, root: &Path) -> Result<Scenario, Error> {
        let unreadable = |cause| Error::NoSweep { path: root.to_owned(), cause };
        manifest::read_scenario(HEADER, &self.scenario).map_err(unreadable)
    }

    /// The measures.
    #[must_use]
    pub fn measures(&self) -> Vec<Measure> {
        measures(self.currency())
    }

    /// The work.
    #[must_use]
    pub fn plan(&self) -> Plan {
        Plan::new(self.points, self.replicates, self.seed)
    }

    /// As it is stored.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let parameters: Vec<Value> = self.parameters.iter().map(parameter).collect();
        let formats: Vec<&str> = self.formats.iter().map(|format| format.name()).collect();
        json!({
            "tool": "foreshift",
            "kind": "sweep",
            "schema_version": SCHEMA_VERSION,
            "version": env!("CARGO_PKG_VERSION"),
            "engine": self.engine,
            "commit": self.commit,
            "command": self.command,
            "shard": self.shard,
            "seed": self.seed,
            "replicates": self.replicates,
            "policies": self.policies,
            "design": { "kind": self.design.name(), "points": self.points, "file": DESIGN, "sha256": self.design_sha256 },
            "parameters": parameters,
            "formats": formats,
            "scenario_sha256": self.scenario_sha256,
            "scenario": self.scenario,
        })
    }

    /// Reads it from a directory.
    ///
    /// # Errors
    ///
    /// There is none, or it is of another shape.
    pub fn read(root: &Path) -> Result<Self, Error> {
        let path = root.join(HEADER);
        let text = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(Error::NoSweep { path: root.to_owned(), cause: format!("there is no `{HEADER}` in it") });
            }
            read => read.map_err(Error::read(&path))?,
        };
        let unreadable = |cause: String| Error::NoSweep { path: path.clone(), cause };
        let value: Value = serde_json::from_slice(&text).map_err(|error| unreadable(error.to_string()))?;
        if value["tool"] != "foreshift" || value["kind"] != "sweep" || value["schema_version"] != SCHEMA_VERSION {
            return Err(unreadable("it is not the header of a sweep of this version".to_owned()));
        }
        let header = Self::from_json(&value).ok_or_else(|| unreadable("something is missing in it".to_owned()))?;
        if scenario_sha256(&header.scenario) != header.scenario_sha256 {
            return Err(unreadable("its scenario is not the one that its hash is of".to_owned()));
        }
        Ok(header)
    }

    fn from_json(value: &Value) -> Option<Self> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let list = |value: &Value| value.as_array().cloned();
        Some(Self {
            scenario: value.get("scenario")?.clone(),
            scenario_sha256: text(&value["scenario_sha256"])?,
            command: text(&value["command"])?,
            engine: text(&value["engine"])?,
            commit: text(&value["commit"])?,
            shard: text(&value["shard"]),
            seed: value["seed"].as_u64()?,
            replicates: value["replicates"].as_u64()?.try_into().ok().filter(|number| (1..=MOST_REPLICATES).contains(number))?,
            policies: list(&value["policies"])?.iter().map(text).collect::<Option<_>>()?,
            design: Kind::named(value["design"]["kind"].as_str()?)?,
            points: value["design"]["points"].as_u64()?.try_into().ok().filter(|number| *number <= MOST_POINTS)?,
            design_sha256: text(&value["design"]["sha256"])?,
            parameters: list(&value["parameters"])?.iter().map(read_parameter).collect::<Option<_>>()?,
            formats: list(&value["formats"])?.iter().map(|format| format.as_str()?.parse().ok()).collect::<Option<_>>()?,
        })
    }

    /// In what a stored sweep differs from this one, in words that say first what the stored one is; nothing where its parts are parts of this.
    /// Replicates may differ.
    #[must_use]
    pub fn differences(&self, stored: &Self) -> Vec<String> {
        let mut found = Vec::new();
        if stored.scenario_sha256 != self.scenario_sha256 {
            let named = |header: &Self| header.scenario["name"].as_str().unwrap_or_default().to_owned();
            let (theirs, ours) = (named(stored), named(self));
            found.push(if theirs == ours {
                format!("it is of \"{theirs}\" with other values")
            } else {
                format!("it is of the scenario \"{theirs}\", not \"{ours}\"")
            });
        }
        if stored.seed != self.seed {
            found.push(format!("its seed is {}, not {}", stored.seed, self.seed));
        }
        if stored.engine != self.engine {
            found.push(format!("it was run by engine {}, not {}", stored.engine, self.engine));
        }
        if stored.parameters != self.parameters {
            found.push("its parameters or their ranges are others".to_owned());
        } else if (stored.design, stored.points) != (self.design, self.points) {
            let (theirs, ours) = (stored.design_words(), self.design_words());
            found.push(format!("its design is {theirs}, not {ours}"));
        } else if stored.design_sha256 != self.design_sha256 {
            found.push("its points are others".to_owned());
        }
        if stored.policies != self.policies {
            found.push(format!("its policies are {}", stored.policies.join(", ")));
        }
        if stored.formats != self.formats {
            let formats: Vec<&str> = stored.formats.iter().map(|format| format.name()).collect();
            found.push(format!("its format is {}", formats.join(",")));
        }
        found
    }

    /// The design in words.
    #[must_use]
    pub fn design_words(&self) -> String {
        format!("{} of {} points", self.design, self.points)
    }

    /// What it is of, in a few words.
    #[must_use]
    pub fn describe(&self) -> String {
        let name = self.scenario["name"].as_str().unwrap_or("a scenario without a name");
        format!("a sweep of \"{name}\", {}, seed {}, {} replicates", self.design_words(), self.seed, self.replicates)
    }
}

/// The engine and commit of this program.
#[must_use]
pub fn here() -> (String, String) {
    (engine(), COMMIT.to_owned())
}

fn parameter(parameter: &Parameter) -> Value {
    json!({
        "path": parameter.path,
        "column": parameter.column(),
        "unit": parameter.unit,
        "low": parameter.low,
        "high": parameter.high,
        "steps": parameter.steps,
        "today": parameter.today,
        "whole": parameter.whole,
    })
}

fn read_parameter(value: &Value) -> Option<Parameter> {
    Some(Parameter {
        path: value["path"].as_str()?.to_owned(),
        low: value["low"].as_f64()?,
        high: value["high"].as_f64()?,
        steps: match &value["steps"] {
            Value::Null => None,
            steps => Some(steps.as_u64()?.try_into().ok()?),
        },
        today: value["today"].as_f64()?,
        unit: value["unit"].as_str()?.to_owned(),
        whole: value["whole"].as_bool()?,
    })
}
