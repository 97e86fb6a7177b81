//! `foreshift sensitivity` and `foreshift discover` as a user meets them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const SCENARIO: &str = "name = \"Ward\"\nhorizon_weeks = 30\n[skills]\ncare = {}\ndata = {}\n\
    [roles.nurse]\nheadcount = 20\nsalary = 50_000\nrequires = { care = 0.5, data = 0.2 }\ntasks = [ { name = \"notes\", share = 1 } ]\n\
    [roles.planner]\nheadcount = 3\nsalary = 60_000\nrequires = { care = 0.3, data = 0.6 }\n\
    [shocks.bot]\nstart_week = 3\nramp_weeks = 10\nreach = 0.8\nautomates = [ { role = \"nurse\", task = \"notes\", share = 0.4 } ]\n\
    raises = [ { role = \"nurse\", skill = \"data\", to = 0.5 } ]\ncreates = [ { role = \"planner\", seats = 4 } ]\n";

/// Two values that vary.
const VARY: [&str; 4] = ["--vary", "hiring.cost_per_hire=1600..9000", "--vary", "learning.pace_weeks=20..60"];

fn program(folder: &Path, arguments: &[&str]) -> Output {
    fs::write(folder.join("ward.toml"), SCENARIO).expect("a scenario");
    Command::new(env!("CARGO_BIN_EXE_foreshift")).current_dir(folder).args(arguments).output().expect("the program")
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let done = program(folder, arguments);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).expect("JSON")
}

fn numbers(document: &Value, table: &str, column: &str) -> Vec<f64> {
    let rows = document["tables"][table].as_array().unwrap_or_else(|| panic!("no table {table}"));
    rows.iter().map(|row| row[column].as_f64().unwrap_or_else(|| panic!("{table} has no {column}: {row}"))).collect()
}

#[test]
fn every_method_ranks_the_values_with_intervals() {
    let folder = tempfile::tempdir().expect("a folder");
    for (method, points, figure) in [("oat", "", "swing"), ("morris", "4", "mu_star"), ("sobol", "8", "st")] {
        let mut arguments =
            vec!["sensitivity", "ward.toml", "--method", method, "--replicates", "3", "--json", "--policy", "upskill"];
        arguments.extend(VARY);
        if !points.is_empty() {
            arguments.extend(["--points", points]);
        }
        let found = json(folder.path(), &arguments);
        let figures = numbers(&found, "sensitivity", figure);
        assert_eq!(figures.len(), 2, "{method}");
        for (figure, (low, high)) in
            figures.iter().zip(numbers(&found, "sensitivity", &format!("{figure}_ci_low")).iter().zip(numbers(
                &found,
                "sensitivity",
                &format!("{figure}_ci_high"),
            )))
        {
            assert!(low <= figure && *figure <= high, "{method}: {low} {figure} {high}");
        }
        assert!(found["answer"].as_str().is_some_and(|answer| answer.ends_with('.')), "{method}");
        // Any number of threads, the same bytes.
        let again = |threads: &str| {
            let more = arguments.iter().copied().chain(["--threads", threads]).collect::<Vec<_>>();
            program(folder.path(), &more).stdout
        };
        assert_eq!(again("1"), again("3"), "{method}");
    }
}

/// The command that a result says gives the result again, to the byte, a flag that takes nothing included.
#[test]
fn the_command_said_gives_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = ["--method", "sobol", "--points", "4", "--second-order", "--replicates", "2", "--policy", "upskill", "--json"];
    let first = program(folder.path(), &[&["sensitivity", "ward.toml"][..], &first, &VARY].concat());
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    let document: Value = serde_json::from_slice(&first.stdout).expect("JSON");
    let said = document["command"].as_str().expect("a command");
    // Nothing in it needs quotes.
    assert!(said.starts_with("foreshift sensitivity ward.toml ") && !said.contains('\''), "{said}");
    let words: Vec<&str> = said.split(' ').skip(1).chain(["--json"]).collect();
    let again = program(folder.path(), &words);
    assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));
    assert_eq!(again.stdout, first.stdout);
}

#[test]
fn a_difference_of_a_policy_from_itself_moves_with_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut arguments = vec!["sensitivity", "ward.toml", "--method", "morris", "--points", "3", "--replicates", "2", "--json"];
    arguments.extend(["--policy", "hire", "--versus", "hire", "--measure", "total_cost"]);
    arguments.extend(VARY);
    let found = json(folder.path(), &arguments);
    assert!(numbers(&found, "sensitivity", "mu_star").iter().all(|size| *size == 0.0));
    assert!(found["answer"].as_str().is_some_and(|answer| answer.contains("no parameter moves it")), "{}", found["answer"]);
}

#[test]
fn a_discovery_counts_every_point_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut arguments = vec!["discover", "ward.toml", "--points", "60", "--replicates", "2", "--json"];
    arguments.extend(VARY);
    let found = json(folder.path(), &arguments);
    let best = found["tables"]["winners"].as_array().expect("winners").len();
    assert_eq!(best, 60);
    let of_map: f64 = numbers(&found, "policy_map", "points").iter().sum();
    assert!((of_map - 60.0).abs() < 1e-9);
    let robust = found["tables"]["robustness"].as_array().expect("robustness");
    assert_eq!(robust.len(), 5 * (found["policies"].as_array().expect("policies").len() - 1));
    // Doing nothing new is as good as itself everywhere, and costs nothing against itself.
    let none = |criterion: &str| {
        let row = robust.iter().find(|row| row["policy"] == "none" && row["criterion"] == criterion).expect("a row");
        row["value"].as_f64().expect("a number")
    };
    assert!((none("satisficing_share") - 1.0).abs() < 1e-12 && none("laplace_mean").abs() < 1e-9);
    for row in robust {
        let ends = [&row["ci_low"], &row["value"], &row["ci_high"]].map(|end| end.as_f64().expect("a number"));
        assert!(ends[0] <= ends[1] + 1e-9 && ends[1] <= ends[2] + 1e-9, "{row}");
    }
}

#[test]
fn a_stored_sweep_is_discovered_as_one_that_is_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut sweep = vec!["sweep", "ward.toml", "--points", "30", "--replicates", "2", "--format", "csv", "--out", "swept"];
    sweep.extend(VARY);
    let done = program(folder.path(), &sweep);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let before = json(folder.path(), &["discover", "--from", "swept", "--json"]);
    let mut now = vec!["discover", "ward.toml", "--points", "30", "--replicates", "2", "--json"];
    now.extend(VARY);
    let now = json(folder.path(), &now);
    assert_eq!(before["tables"], now["tables"]);
    assert_eq!(before["answer"], now["answer"]);
}

#[test]
fn a_condition_is_looked_for_where_it_was_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut arguments = vec!["discover", "ward.toml", "--points", "40", "--replicates", "2", "--json"];
    arguments.extend(["--policy", "hire", "--where", "total_cost>=-1"]);
    arguments.extend(VARY);
    let found = json(folder.path(), &arguments);
    let told = found["sentences"].to_string();
    assert!(told.contains("At 40 of 40 points (100%)"), "{told}");
}

#[test]
fn wrong_input_is_refused_before_anything_is_touched() {
    let folder = tempfile::tempdir().expect("a folder");
    for (arguments, words) in [
        (vec!["sensitivity", "ward.toml", "--policy", "hrie"], "did you mean `hire`?"),
        (vec!["sensitivity", "ward.toml", "--measure", "total_csot"], "did you mean `total_cost`?"),
        (vec!["sensitivity", "ward.toml", "--points", "5"], "--points says nothing"),
        (vec!["sensitivity", "ward.toml", "--second-order"], "goes with --method sobol"),
        (vec!["sensitivity", "ward.toml", "--method", "morris", "--points", "1"], "at least 2"),
        (vec!["sensitivity", "ward.toml", "--vary", "hiring.cost=1..2"], "hiring.cost"),
        (vec!["discover", "ward.toml", "--design", "morris"], "do not fill the ranges evenly"),
        (vec!["discover", "ward.toml", "--map", "a"], "a map is over two values"),
        (vec!["discover", "ward.toml", "--map", "a,b"], "no varied value `a`"),
        (vec!["discover", "ward.toml", "--policy", "hire", "--where", "nothing<=3"], "there is no measure `nothing`"),
        (vec!["discover", "ward.toml", "--where", "total_cost<=3"], "--policy"),
        (vec!["discover", "--from", "nowhere"], "nowhere"),
        (vec!["discover"], "SCENARIO"),
    ] {
        let mut given = arguments.clone();
        given.extend(["--out", "out"]);
        let done = program(folder.path(), &given);
        let told = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(told.contains(words), "{arguments:?}: {told}");
        assert!(matches!(done.status.code(), Some(1 | 2)), "{arguments:?}");
        assert!(!folder.path().join("out").exists(), "{arguments:?}");
    }
}

#[test]
fn what_is_written_verifies() {
    let folder = tempfile::tempdir().expect("a folder");
    for (command, arguments) in [("sensitivity", vec![]), ("discover", vec!["--points", "30"])] {
        let mut given = vec![command, "ward.toml", "--replicates", "2", "--out", command];
        given.extend(arguments);
        given.extend(VARY);
        let done = program(folder.path(), &given);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        assert!(folder.path().join(command).join("manifest.json").exists());
        let verified = program(folder.path(), &["verify", command]);
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
        #[cfg(feature = "report")]
        {
            let page = fs::read_to_string(folder.path().join(command).join("report.html")).expect("a report");
            let chart = if command == "discover" { "policy-map" } else { "tornado" };
            assert!(
                page.contains("default-src &#39;none&#39;")
                    && page.contains(&format!("figure-{chart}"))
                    && !page.contains("<script")
            );
            assert!(folder.path().join(command).join(format!("charts/{chart}.png")).exists());
        }
    }
}
