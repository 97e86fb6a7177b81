//! `foreshift defaults`: what it says is what the reader does, and every figure says where it comes from.

use std::collections::BTreeMap;

use assert_cmd::Command;
use foreshift::scenario::defaults::{PARAMETERS, defaults};
use foreshift::scenario::model::Scenario;
use serde_json::Value;

/// A scenario that leaves out whatever it may, with a thing of each kind in it.
const LEAST: &str = r"
[roles.clerk]
headcount = 41
salary = 30000
[shocks.robot]
start_week = 3
[policies.own]
";

fn program(arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_foreshift"));
    let output = command.env_remove("NO_COLOR").env_remove("COLUMNS").arg("defaults").args(arguments).output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// Every row as JSON has it.
fn rows() -> Vec<Value> {
    let (code, out, err) = program(&["--json"]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(found["schema_version"], 1);
    found["defaults"].as_array().unwrap().clone()
}

/// A path of the table with names that [`LEAST`] has.
fn named(path: &str) -> String {
    path.replace("roles.*", "roles.clerk").replace("shocks.*", "shocks.robot").replace("policies.*", "policies.own")
}

#[test]
fn every_default_says_what_it_is_and_where_it_comes_from() {
    let rows = rows();
    assert_eq!(rows.len(), defaults().count());
    for row in &rows {
        for key in ["path", "unit", "source", "basis", "meaning"] {
            assert!(row[key].as_str().is_some_and(|text| !text.trim().is_empty()), "{key}: {row}");
        }
        assert!(["measured", "estimated", "assumed"].contains(&row["basis"].as_str().unwrap()), "{row}");
        assert_ne!(row["value"].is_null(), row["rule"].is_null(), "a value or a rule: {row}");
        // Whoever measured it has a name and a year, or says how it was found.
        if row["basis"] != "assumed" {
            assert!(row["source"].as_str().unwrap().contains("20"), "{row}");
        }
        if let (Some(low), Some(value), Some(high)) = (row["low"].as_f64(), row["value"].as_f64(), row["high"].as_f64()) {
            assert!(low <= value && value <= high, "{row}");
        }
    }
}

#[test]
fn what_the_table_says_is_what_an_empty_section_resolves_to() {
    let scenario = Scenario::parse("least.toml", LEAST, &[]).unwrap_or_else(|errors| panic!("{errors}"));
    let read: BTreeMap<&str, _> = scenario.assumptions.iter().map(|number| (number.path.as_str(), number)).collect();
    for row in rows() {
        let path = named(row["path"].as_str().unwrap());
        let Some(number) = read.get(path.as_str()) else {
            // A role that states no turnover takes that of [retention], which is listed instead; two rules give no number to list.
            assert!(
                ["roles.clerk.turnover", "roles.clerk.weights.*", "policies.own.budget_per_year"].contains(&path.as_str()),
                "{path}"
            );
            continue;
        };
        // A tenth of 41 people, rounded up.
        let wanted = row["value"].as_f64().unwrap_or(5.0);
        assert!((number.value - wanted).abs() < 1e-12, "{path}: {} is read, {wanted} is said", number.value);
        for (said, read) in [("unit", &number.unit), ("basis", &number.basis)] {
            assert_eq!(row[said], **read, "{path}");
        }
        if row["rule"].is_null() {
            assert_eq!(
                (row["source"].as_str().unwrap(), row["low"].as_f64(), row["high"].as_f64()),
                (number.source.as_str(), number.low, number.high),
                "{path}"
            );
        }
    }
    let turnover = PARAMETERS.iter().find(|parameter| parameter.path == "retention.turnover").unwrap();
    assert!((scenario.roles[0].turnover.0 - turnover.default.unwrap()).abs() < 1e-12);
    // The other way: whatever the reader fills in is in the table, but for the mixes of the built-in policies and what the file states.
    let said: Vec<String> = rows().iter().map(|row| named(row["path"].as_str().unwrap())).collect();
    let stated = ["roles.clerk.headcount", "roles.clerk.salary", "shocks.robot.start_week"];
    for path in read.keys().filter(|path| !path.starts_with("policies.") || path.starts_with("policies.own.")) {
        assert!(said.iter().any(|said| said == path) || stated.contains(path), "{path}");
    }
}

#[test]
fn every_path_can_be_set() {
    for row in rows() {
        // A weight needs a skill to weigh, which this scenario has not.
        let path = named(row["path"].as_str().unwrap());
        if path == "roles.clerk.weights.*" {
            continue;
        }
        let (value, least, most) =
            (row["value"].as_f64().unwrap_or(7.0), row["least"].as_f64().unwrap(), row["most"].as_f64().unwrap());
        assert!(least <= value && value <= most, "{row}");
        let other = if path == "severance.floor_weeks" {
            3.0
        } else if value + 1.0 <= most {
            value + 1.0
        } else {
            value / 2.0
        };
        let scenario =
            Scenario::parse("least.toml", LEAST, &[format!("{path}={other}")]).unwrap_or_else(|errors| panic!("{errors}"));
        let number = scenario.assumptions.iter().find(|number| number.path == path).unwrap();
        assert!((number.value - other).abs() < 1e-12, "{path}");
        if row["rule"].is_null() && path != "roles.clerk.turnover" {
            assert_eq!(number.changed_from, row["value"].as_f64(), "{path}");
        }
    }
}

#[test]
fn each_format_has_every_row() {
    let rows = rows();
    let (_, csv, _) = program(&["--format", "csv"]);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let head: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(head[..4], ["path", "value", "rule", "unit"]);
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), rows.len());
    for (record, row) in records.iter().zip(&rows) {
        for (key, cell) in head.iter().zip(record) {
            let said = &row[key];
            match said.as_f64() {
                Some(number) => assert!((cell.parse::<f64>().unwrap() - number).abs() < 1e-12, "{key}: {row}"),
                None => assert_eq!(cell, said.as_str().unwrap_or_default(), "{key}: {row}"),
            }
        }
    }
    let (_, markdown, _) = program(&["--format", "markdown"]);
    let lines: Vec<&str> = markdown.lines().collect();
    assert_eq!(lines.len(), rows.len() + 2);
    assert!(lines.iter().all(|line| line.replace("\\|", "").matches('|').count() == 10), "{markdown}");
    for columns in ["40", "80", "120"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_foreshift"));
        let output = command.env("COLUMNS", columns).arg("defaults").output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.lines().all(|line| line.chars().count() <= columns.parse().unwrap()), "{text}");
        let words: Vec<&str> = text.split_whitespace().collect();
        assert!(rows.iter().all(|row| words.contains(&row["path"].as_str().unwrap())), "{text}");
        assert!(text.contains("layoff_response"), "the switches are told: {text}");
    }
}

#[test]
fn a_filter_leaves_some_and_one_that_finds_none_is_wrong_input() {
    let (code, out, err) = program(&["hiring", "--format", "csv"]);
    assert_eq!((code, out.lines().count(), err.as_str()), (Some(0), 14, ""));
    let (_, out, err) = program(&["hiring.cost"]);
    assert!(
        out.contains("4700") && out.contains("1600 to 9000") && out.contains("SHRM 2021") && out.contains("measured"),
        "{out}"
    );
    assert!(err.contains("--set hiring.cost_per_hire=9000"), "{err}");
    assert_eq!(program(&["hiring.cost", "--quiet"]).2, "");
    let (code, out, err) = program(&["hirign"]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(err.contains("no default has `hirign`") && err.contains("did you mean `hiring`?"), "{err}");
    assert_eq!(program(&["--json", "--format", "csv"]).0, Some(2));
}
