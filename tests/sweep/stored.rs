//! What is stored, read back: the values of a sweep in memory, points that are refused, tables that a reader finds.

use std::collections::BTreeMap;
use std::fs;

use foreshift::Unwatched;
use foreshift::experiment::design::{Ask, Design, Kind};
use foreshift::experiment::parameter::{Parameter, Vary};
use foreshift::experiment::sweep::{Study, SweepSettings, run_in_memory};
use foreshift::output;
use foreshift::scenario::Draft;
use serde_json::Value;

use crate::given::{DESIGN, Place, SCENARIO, failed, good, json};

/// The small sweep as a study.
fn study() -> Study {
    let draft = Draft::parse("ward.toml", SCENARIO, &[]).unwrap();
    let vary: Vec<Vary> = [DESIGN[1], DESIGN[3]].iter().map(|range| range.parse().unwrap()).collect();
    let parameters = Parameter::asked(&draft, &draft.scenario().unwrap(), &vary).unwrap();
    let ask = Ask { dimensions: 2, size: 30, seed: 42, ..Ask::default() };
    let design = Design::make(Kind::Lhs, &ask).unwrap();
    let settings = SweepSettings { replicates: 11, ..SweepSettings::default() };
    Study { draft, parameters, design, settings }
}

#[test]
fn what_is_stored_is_what_is_computed() {
    let place = Place::new();
    place.swept("a", &[]);
    let computed = run_in_memory(&study(), &Unwatched).unwrap();
    assert_eq!(output::sweep::read(&place.path("a")).unwrap(), computed);
    // Whatever holds the parts.
    #[cfg(feature = "tables")]
    {
        place.swept("b", &["--format", "parquet"]);
        assert!(!place.path("b/parts/part-000000.csv").exists());
        assert_eq!(output::sweep::read(&place.path("b")).unwrap(), computed);
    }
    fs::remove_file(place.path("a/parts/part-000002.json")).unwrap();
    let told = output::sweep::read(&place.path("a")).unwrap_err().to_string();
    assert!(told.contains("it is not complete"), "{told}");
}

#[test]
fn a_point_that_fails_is_recorded_and_the_others_run() {
    let place = Place::new();
    let told = place.swept("a", &["--json"]);
    let document: Value = serde_json::from_str(&told).unwrap();
    let refused = document["points_refused"].as_u64().unwrap();
    // A turnover above 2 is refused, which is a fifth of the range.
    assert!((4..=8).contains(&refused), "{told}");
    let computed = run_in_memory(&study(), &Unwatched).unwrap();
    let failed: Vec<usize> = (0..30).filter(|point| computed.layout.failures[*point].is_some()).collect();
    assert_eq!(failed.len() as u64, refused);
    assert!(failed.iter().all(|point| computed.layout.points[*point][1] > 2.0));
    let points = fs::read_to_string(place.path("a/tables/points.csv")).unwrap();
    let lines: Vec<&str> = points.lines().skip(1).collect();
    for (point, line) in lines.iter().enumerate() {
        assert_eq!(line.contains("`retention.turnover` is"), failed.contains(&point), "{line}");
    }
    assert_eq!(lines.len(), 30);
}

#[test]
fn rows_are_tidy_and_summed_up() {
    let place = Place::new();
    place.swept("a", &["--policies", "hire,upskill"]);
    let table = output::sweep::read(&place.path("a")).unwrap();
    assert_eq!(table.layout.policies, ["hire", "none", "upskill", "twin"]);
    let mut rows = 0;
    for entry in fs::read_dir(place.path("a/parts")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "csv") {
            let text = fs::read_to_string(path).unwrap();
            let head = "point,replicate,policy,hiring.cost_per_hire_USD,retention.turnover_a_person_year,transition_cost_USD,";
            assert!(text.starts_with(head), "{text:.300}");
            rows += text.lines().count() - 1;
        }
    }
    let ran = table.layout.failures.iter().filter(|failure| failure.is_none()).count();
    assert_eq!(rows, ran * 11 * 4);
    // The summary's means are means over replicates.
    let summary = fs::read_to_string(place.path("a/tables/summary.csv")).unwrap();
    let mut means = BTreeMap::new();
    for line in summary.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        if cells[2] == "transition_cost" {
            means.insert((cells[0].parse::<usize>().unwrap(), cells[1].to_owned()), cells[4].parse::<f64>().unwrap());
        }
    }
    assert_eq!(means.len(), ran * 4);
    let at = table.layout.measures.iter().position(|measure| measure.name == "transition_cost").unwrap();
    for ((point, policy), mean) in means {
        let place = table.layout.policies.iter().position(|name| *name == policy).unwrap();
        let sum: f64 = table.values[point].iter().map(|run| run[place][at].unwrap()).sum();
        assert!((sum / 11.0 - mean).abs() <= 1e-9 * mean.abs(), "{policy} at {point}");
    }
}

#[test]
fn the_manifest_vouches_for_every_file() {
    let place = Place::new();
    place.swept("a", &[]);
    let told = good(&mut place.program(&["verify", "a"]));
    assert!(told.contains("every one as the manifest says"), "{told}");
    let manifest = json(&place.path("a/manifest.json"));
    for key in ["version", "engine", "commit", "command", "seed", "replicates", "design", "parameters", "scenario_sha256"] {
        assert!(!manifest[key].is_null(), "{key}");
    }
    assert_eq!(manifest["scenario"]["name"], "Ward");
    fs::write(place.path("a/tables/summary.csv"), "x").unwrap();
    failed(&mut place.program(&["verify", "a"]), 1);
}

#[test]
fn every_design_runs() {
    let place = Place::new();
    fs::write(place.path("points.csv"), "hiring.cost_per_hire,roles.nurse.headcount\n2000,10\n3000,12\n").unwrap();
    fs::write(place.path("sweep.toml"), "[sweep]\ndesign = \"points.csv\"\nreplicates = 2\nseed = 9\npolicies = [\"hire\"]\n")
        .unwrap();
    let vary = ["--vary", "hiring.cost_per_hire=1600..9000:3", "--vary", "roles.nurse.headcount=10..14:2"];
    let short = ["--replicates", "2", "--policies", "hire", "--format", "csv", "--json"];
    for (design, size, points) in [
        (None, None, 6),
        (Some("lhs"), Some("4"), 4),
        (Some("sobol"), Some("4"), 4),
        (Some("morris"), Some("2"), 6),
        (Some("saltelli"), Some("2"), 12),
        (Some("oat"), None, 5),
        (Some("points.csv"), None, 2),
        (Some("sweep.toml"), None, 2),
    ] {
        let out = format!("out-{}", design.unwrap_or("grid"));
        let mut command = place.program(&["sweep", "ward.toml", "--out", &out]);
        command.args(if design == Some("sweep.toml") { &short[2..] } else { &short[..] });
        if design.is_none_or(|design| !design.contains('.')) {
            command.args(vary);
        }
        command.args(design.iter().flat_map(|design| ["--design", design]));
        command.args(size.iter().flat_map(|size| ["--points", size]));
        let document: Value = serde_json::from_str(&good(&mut command)).unwrap();
        assert_eq!((&document["points"], &document["complete"]), (&points.into(), &true.into()), "{document:#}");
        let table = output::sweep::read(&place.path(&out)).unwrap();
        assert!(table.layout.failures.iter().all(Option::is_none) && table.values.iter().all(|point| point.len() == 2));
        // Headcounts are whole.
        assert!(table.layout.points.iter().all(|values| values[1].fract() == 0.0), "{:?}", table.layout.points);
    }
}

#[test]
fn without_ranges_every_ranged_value_varies() {
    let place = Place::new();
    let mut command = place.program(&[
        "sweep",
        "ward.toml",
        "--out",
        "a",
        "--design",
        "oat",
        "--replicates",
        "1",
        "--policies",
        "none",
        "--json",
    ]);
    let document: Value = serde_json::from_str(&good(&mut command)).unwrap();
    let parameters = json(&place.path("a/sweep.json"))["parameters"].as_array().unwrap().len();
    assert!(parameters > 20, "{parameters}");
    assert_eq!(document["points"], 2 * parameters + 1);
    assert_eq!(document["points_refused"], 0);
}
