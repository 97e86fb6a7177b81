//! `foreshift check`: what a scenario means, before anything is run.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::terminal::Page;
use super::voice::Voice;
use super::{Failure, input, understood};
use crate::analysis::advice::{Advice, advice};
use crate::analysis::forecast::{Forecast, forecast};
use crate::scenario::difference::{Difference, differences};
use crate::scenario::model::Scenario;

/// Which shape of document this program writes; it grows when a reader of the last shape would misread.
const SCHEMA_VERSION: u64 = 1;

/// What to check.
#[derive(Args, Debug)]
pub struct Arguments {
    /// The scenario file; `-` reads standard input
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// Sets a value of the scenario by its path, as in `hiring.cost_per_hire=9000`; may be given again
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Shows what the scenario changes against this one, and nothing else
    #[arg(long, value_name = "BASE")]
    diff: Option<PathBuf>,
    /// Lets `extends` name files outside of the scenario's folder
    #[arg(long)]
    allow_outside: bool,
    /// Puts what was understood on standard output as JSON, for scripts
    #[arg(long)]
    json: bool,
}

impl Arguments {
    /// Whether errors go to standard output as JSON too.
    pub const fn json(&self) -> bool {
        self.json
    }
}

/// Reads a scenario and says it back, or what it changes.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<(), Failure> {
    let scenario = input::read(&arguments.scenario, &arguments.set, arguments.allow_outside)?;
    let page = Page { width: Voice::width(), colour: voice.colours_results() };
    let text = if let Some(base) = &arguments.diff {
        // The flags are part of what is changed.
        let base = input::read(base, &[], arguments.allow_outside)?;
        let changes = differences(&base, &scenario);
        if arguments.json {
            format!("{}\n", changed(&scenario, &base, &changes))
        } else {
            understood::changes(&scenario, &base, &changes, page)
        }
    } else {
        let forecast = forecast(&scenario);
        let warnings = advice(&scenario, &forecast);
        if arguments.json {
            format!("{}\n", document(&scenario, &forecast, &warnings))
        } else {
            understood::page(&scenario, &forecast, &warnings, page)
        }
    };
    Ok(Voice::put(&text)?)
}

/// What was understood, for scripts.
fn document(scenario: &Scenario, forecast: &Forecast, warnings: &[Advice]) -> Value {
    let name = |role: crate::ids::RoleId| &scenario.roles[role.index()].name;
    let roles: Vec<Value> = forecast
        .roles
        .iter()
        .map(|here| {
            let role = &scenario.roles[here.role.index()];
            json!({
                "role": role.name,
                "title": role.title,
                "headcount": role.headcount,
                "seats_at_end": here.seats,
                "seats_at_end_from_week": here.settled.0,
                "seats_of_growth_alone": here.ordinary,
                "seats_fewest": here.fewest.0,
                "seats_fewest_week": here.fewest.1.0,
                "expected_quits": here.quits,
                "expected_surplus": here.surplus,
                "share_below_raised_bar": here.passed,
            })
        })
        .collect();
    let distances: Vec<Value> = forecast
        .moves
        .iter()
        .map(|way| {
            json!({
                "from": name(way.from),
                "to": name(way.to),
                "distance": way.distance,
                "course_weeks": way.weeks,
                "tuition": way.tuition.units(),
                "within_reach": way.within,
            })
        })
        .collect();
    let warnings: Vec<Value> = warnings
        .iter()
        .map(|warning| json!({ "kind": warning.kind, "path": warning.path, "text": warning.text, "advice": warning.advice }))
        .collect();
    json!({
        "tool": "foreshift",
        "schema_version": SCHEMA_VERSION,
        "version": env!("CARGO_PKG_VERSION"),
        "name": scenario.name,
        "currency": scenario.currency,
        "horizon_weeks": scenario.horizon,
        "people": scenario.roles.iter().map(|role| u64::from(role.headcount)).sum::<u64>(),
        "roles": roles,
        "distances": distances,
        "warnings": warnings,
        "scenario": scenario.to_json(),
    })
}

/// What a scenario changes, for scripts.
fn changed(scenario: &Scenario, base: &Scenario, changes: &[Difference]) -> Value {
    let changes: Vec<Value> =
        changes.iter().map(|change| json!({ "path": change.path, "old": change.old, "new": change.new })).collect();
    json!({
        "tool": "foreshift",
        "schema_version": SCHEMA_VERSION,
        "version": env!("CARGO_PKG_VERSION"),
        "name": scenario.name,
        "base": base.name,
        "changes": changes,
    })
}
