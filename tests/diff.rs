//! `foreshift diff`: changed assumptions first, then changed results, paired where the luck was the same.
#![cfg(feature = "report")]

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_foreshift"))
}

fn good(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Results of the contact centre with some flags.
fn results(root: &Path, name: &str, more: &[&str]) -> PathBuf {
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/contact-centre.toml");
    let out = root.join(name);
    let short = ["--set", "horizon_weeks=70", "--format", "csv", "--policies", "hire,blend", "--quiet", "--out"];
    good(program().arg("compare").arg(scenario).args(more).args(short).arg(&out));
    out
}

/// A measure of a policy by replicate, from the table `runs`.
fn runs(out: &Path, policy: &str, column: &str) -> Vec<f64> {
    let mut reader = csv::Reader::from_path(out.join("tables/runs.csv")).unwrap();
    let place = reader.headers().unwrap().iter().position(|name| name == column).unwrap();
    let rows = reader.records().map(Result::unwrap).filter(|row| &row[0] == policy);
    rows.map(|row| row[place].parse().unwrap()).collect()
}

#[test]
fn equal_results_differ_in_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let one = results(directory.path(), "one", &["--replicates", "3"]);
    let other = results(directory.path(), "other", &["--replicates", "3", "--threads", "1"]);
    let text = good(program().arg("diff").arg(&one).arg(&other));
    assert!(text.contains("Nothing differs"), "{text}");
    let json: Value = serde_json::from_str(&good(program().args(["diff", "--json"]).arg(&one).arg(&other))).unwrap();
    assert_eq!((&json["same"], &json["paired_runs"]), (&Value::Bool(true), &Value::from(3)));
    assert!(json["results"].as_array().unwrap().iter().all(|row| row["change"] == "none"));
}

#[test]
fn assumptions_come_first_and_results_are_paired() {
    let directory = tempfile::tempdir().unwrap();
    let one = results(directory.path(), "one", &["--replicates", "5"]);
    let set = ["--replicates", "4", "--set", "hiring.cost_per_hire=9000", "--set", "mechanisms.spread=false"];
    let other = results(directory.path(), "other", &set);
    let text = good(program().arg("diff").arg(&one).arg(&other));
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
    assert!(at("hiring.cost_per_hire: 4,700 \u{2192} 9,000") < at("The answer") && at("The answer") < at("Results that changed"));
    assert!(
        at("mechanisms.spread: true \u{2192} false") < at("Results that changed") && text.contains("replicates: 5 \u{2192} 4")
    );
    assert!(text.contains("run by run over 4 runs with the same luck"), "{text}");

    let json: Value = serde_json::from_str(&good(program().args(["diff", "--json"]).arg(&one).arg(&other))).unwrap();
    let row = json["results"].as_array().unwrap().iter().find(|row| row["policy"] == "hire" && row["measure"] == "cost_hiring");
    let (before, after) = (runs(&one, "hire", "cost_hiring_USD"), runs(&other, "hire", "cost_hiring_USD"));
    let differences: Vec<f64> = before.iter().zip(&after).map(|(before, after)| after - before).collect();
    assert_eq!(differences.len(), 4);
    let mean = differences.iter().sum::<f64>() / 4.0;
    let sd = (differences.iter().map(|difference| (difference - mean).powi(2)).sum::<f64>() / 3.0).sqrt();
    // t(3) of 95%.
    let half = 3.182_446_305 * sd / 2.0;
    let number = |key: &str| row.unwrap()[key].as_f64().unwrap();
    assert!((number("difference") - mean).abs() < 1e-6 * mean.abs());
    assert!((number("ci_low") - (mean - half)).abs() < 1e-6 * half && (number("ci_high") - (mean + half)).abs() < 1e-6 * half);
}

#[test]
fn other_luck_is_not_paired() {
    let directory = tempfile::tempdir().unwrap();
    let one = results(directory.path(), "one", &["--replicates", "4"]);
    let other = results(directory.path(), "other", &["--replicates", "4", "--seed", "7"]);
    let text = good(program().arg("diff").arg(&one).arg(&other));
    assert!(text.contains("No assumption changed") && text.contains("the seeds differ (42 and 7)"), "{text}");
    let json: Value = serde_json::from_str(&good(program().args(["diff", "--json"]).arg(&one).arg(&other))).unwrap();
    assert_eq!(json["paired"], false);
}

#[test]
fn a_page_is_written_where_nothing_is() {
    let directory = tempfile::tempdir().unwrap();
    let one = results(directory.path(), "one", &["--replicates", "2"]);
    let other = results(
        directory.path(),
        "other",
        &["--replicates", "2", "--set", "decision.cost=<b>0</b>"]
            .map(|word| if word.starts_with("decision") { "name=<b>bold</b>" } else { word }),
    );
    let page = directory.path().join("diff.html");
    let run = |more: &[&str]| program().arg("diff").arg(&one).arg(&other).arg("--out").arg(&page).args(more).output().unwrap();
    assert!(run(&[]).status.success());
    let text = fs::read_to_string(&page).unwrap();
    assert!(text.contains("Assumptions that changed") && !text.contains("<b>bold") && !text.contains("<script"), "{text}");
    let refused = run(&[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("--force"));
    assert!(run(&["--force"]).status.success());
    let missing = program().arg("diff").arg(&one).arg(directory.path()).output().unwrap();
    assert_eq!(missing.status.code(), Some(1));
}
