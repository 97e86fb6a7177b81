//! What the manifest of an exploration says besides its files.

use serde_json::{Map, Value, json};

use super::{Background, Explored};
use crate::output::directory::Directory;
use crate::output::manifest::{COMMIT, Run, SCHEMA_VERSION, circumstances, entries, scenario_sha256};
use crate::output::{Error, FileEntry};

/// Everything that is a function of the input, the seed and the program.
pub(super) fn facts(found: &Explored, background: &Background<'_>, command: &str) -> Map<String, Value> {
    let Background { scenario, layout } = background;
    let parameters: Vec<Value> = layout
        .parameters
        .iter()
        .map(|parameter| {
            json!({
                "path": parameter.path,
                "unit": parameter.unit,
                "low": parameter.low,
                "high": parameter.high,
                "today": parameter.today,
            })
        })
        .collect();
    let failures: Vec<Value> = layout
        .failures
        .iter()
        .enumerate()
        .filter_map(|(point, failure)| Some(json!({ "point": point, "cause": failure.as_ref()? })))
        .collect();
    let mut facts = Map::new();
    let mut put = |key: &str, value: Value| facts.insert(key.to_owned(), value);
    put("tool", "foreshift".into());
    put("schema_version", SCHEMA_VERSION.into());
    put("kind", found.kind.into());
    put("version", env!("CARGO_PKG_VERSION").into());
    put("commit", COMMIT.into());
    put("command", command.into());
    put("scenario_name", scenario.name.clone().into());
    put("scenario_sha256", scenario_sha256(&scenario.to_json()).into());
    put("seed", layout.seed.into());
    put("replicates", layout.replicates.into());
    put("design", layout.design.name().into());
    put("points", layout.points.len().into());
    put("parameters", parameters.into());
    put("policies", layout.policies.clone().into());
    put("failures", failures.into());
    put("answer", found.answer.clone().into());
    put("sentences", found.sentences.clone().into());
    put("limits", found.limits.clone().into());
    facts
}

/// Writes the manifest of what was written to a directory, which finishes it.
///
/// # Errors
///
/// If the system refuses.
pub fn finish(
    directory: Directory,
    found: &Explored,
    background: &Background<'_>,
    command: &str,
    run: &Run,
) -> Result<(), Error> {
    let mut manifest = facts(found, background, command);
    let mut files: Vec<&FileEntry> = directory.files().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    manifest.insert("scenario".to_owned(), background.scenario.to_json());
    manifest.insert("files".to_owned(), entries(files.into_iter()));
    manifest.insert("run".to_owned(), circumstances(run));
    directory.finish(format!("{:#}\n", Value::Object(manifest)).as_bytes())
}
