//! `flip`: switching values with a closed form, and the program as a user meets it.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use foreshift::Unwatched;
use foreshift::analysis::decision::HEADLINES;
use foreshift::analysis::measures::position;
use foreshift::experiment::point::{Measured, measure};
use foreshift::scenario::Reading;
use foreshift::scenario::model::Scenario;
use serde_json::Value;

const SETS: [&str; 4] = [
    "horizon_weeks=110",
    "roles.support_agent.headcount=100",
    "shocks.assistant.creates.conversation_designer.seats=12",
    "shocks.assistant.creates.escalation_specialist.seats=6",
];

fn centre() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/contact-centre.toml")
}

fn program(flags: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_foreshift"));
    command.arg("flip").arg(centre()).args(["--replicates", "12", "--quiet"]).args(flags);
    for set in SETS {
        command.args(["--set", set]);
    }
    command
}

/// The document of a search that does well.
fn found(flags: &[&str]) -> Value {
    let output = program(&[flags, &["--json"]].concat()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn measured(sets: &[&str], policies: &[&str]) -> Measured {
    let sets: Vec<String> = SETS.iter().chain(sets).map(|set| (*set).to_owned()).collect();
    let scenario = Scenario::load_as(&centre(), Reading { sets: &sets, allow_outside: false }).unwrap();
    let policies: Vec<String> = policies.iter().map(|name| (*name).to_owned()).collect();
    measure(&scenario, &policies, 42, 0..12, &Unwatched).unwrap()
}

/// Mean of a headline measure by policy.
fn means(measured: &Measured, headline: usize) -> Vec<f64> {
    let place = position(HEADLINES[headline]).unwrap();
    let of = |policy: usize| measured.values.iter().map(|replicate| replicate[policy][place].unwrap()).sum::<f64>() / 12.0;
    (0..measured.policies.len()).map(of).collect()
}

/// What a weight changes is the score alone, which is a sum over measures of weight times difference over spread: the switch between two policies
/// solves a linear equation.
#[test]
fn a_weight_switches_where_its_equation_says() {
    let runs = measured(&[], &[]);
    let document = found(&["--vary", "decision.time=0..20", "--steps", "16"]);
    let flips = document["flips"].as_array().unwrap();
    let switch = flips.iter().find(|row| row["side"] == "above").expect("a switch above");
    let place = |name: &Value| runs.policies.iter().position(|policy| policy == name.as_str().unwrap()).unwrap();
    let (pick, other) = (place(&switch["pick"]), place(&switch["challenger"]));
    let difference = |headline: usize| {
        let means = means(&runs, headline);
        let spread = means.iter().copied().fold(f64::MIN, f64::max) - means.iter().copied().fold(f64::MAX, f64::min);
        // Retention is better when higher.
        (means[other] - means[pick]) / spread * if headline == 2 { -1.0 } else { 1.0 }
    };
    // 0.4 cost + w time + 0.3 retention = 0; that weights are scaled to sum to 1 changes nothing of it.
    let exact = -(0.4 * difference(0) + 0.3 * difference(2)) / difference(1);
    let value = switch["switch"].as_f64().unwrap();
    assert!((value - exact).abs() < 0.001, "{value} is not {exact}");
    let end = |name: &str| switch[name].as_f64();
    assert!(end("switch_low").is_none_or(|low| low < value) && end("switch_high").is_none_or(|high| high > value), "{switch}");
}

/// With weight on cost alone and no budget, what a hire costs changes nobody's doings: costs are linear in it, and so the switch lies where the line
/// through two points says.
#[test]
fn a_price_switches_where_the_line_says() {
    let weights = ["decision.cost=1", "decision.time=0", "decision.retention=0"];
    let dearer = |price: &str| {
        let means = means(&measured(&[&weights[..], &[price]].concat(), &["hire"]), 0);
        means[0] - means[1]
    };
    let (free, dear) = (dearer("hiring.cost_per_hire=0"), dearer("hiring.cost_per_hire=100000"));
    assert!(free < 0.0 && dear > 0.0, "hiring pays while it is free: {free}, and not when it is dear: {dear}");
    let exact = 100_000.0 * free / (free - dear);
    let mut flags = vec!["--policies", "hire", "--vary", "hiring.cost_per_hire=0..90000"];
    for weight in &weights {
        flags.extend(["--set", weight]);
    }
    let document = found(&flags);
    let [switch] = document["flips"].as_array().unwrap().as_slice() else { panic!("{document}") };
    assert_eq!((switch["pick"].as_str(), switch["challenger"].as_str()), (Some("hire"), Some("none")));
    let value = switch["switch"].as_f64().unwrap();
    // Between two policies on one measure the score only says which is ahead, so the switch is known to a thousandth of the range.
    assert!((value - exact).abs() <= 90.0, "{value} is not {exact}");
    // The paired differences move by the same line, and so do the ends of their interval, about 4 sd over the root of 12 apart.
    let ends = [&switch["switch_low"], &switch["switch_high"]].map(|end| end.as_f64().unwrap());
    assert!(ends[0] < exact && exact < ends[1], "{ends:?}");
}

#[test]
fn threads_change_nothing_and_files_verify() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("out");
    let flags = ["--vary", "learning.intensity=0.1..1", "--vary", "policies.blend.lead_weeks=0..52", "--steps", "3"];
    let run = |more: &[&str]| {
        let output = program(&[&flags[..], more].concat()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let one = run(&["--threads", "1", "--out", out.to_str().unwrap()]);
    assert_eq!(one, run(&["--threads", "3"]));
    assert!(one.contains("Today the pick is `"), "{one}");
    let manifest: Value = serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap();
    assert!(
        manifest["flip"]["pick"].is_string()
            && manifest["command"].as_str().unwrap().starts_with("foreshift flip contact-centre.toml --vary")
    );
    #[cfg(feature = "tables")]
    {
        let table = fs::read_to_string(out.join("tables/flip.csv")).unwrap();
        assert!(table.starts_with("path,unit,range_low,range_high,today,pick,side,switch,ci_low,ci_high,challenger"), "{table}");
        assert!(table.lines().count() >= 3 && out.join("tables/flip.parquet").exists());
    }
    let verified = Command::new(env!("CARGO_BIN_EXE_foreshift")).arg("verify").arg(&out).output().unwrap();
    assert_eq!(verified.status.code(), Some(0), "{}", String::from_utf8_lossy(&verified.stderr));
}

#[test]
fn wrong_input_is_refused() {
    for (flags, words) in [
        (vec!["--vary", "hiring.cost_per_hire"], "no `=`"),
        (vec!["--vary", "hiring.cost_per_hire=9..1"], "Swap them"),
        (vec!["--vary", "hiring.cost_per_hre=1..9"], "cost_per_hire"),
        (vec!["--policies", "blnd"], "did you mean `blend`?"),
        (vec!["--steps", "0"], "--steps"),
        (vec!["--format", "xlsx"], "no workbook"),
    ] {
        let output = program(&flags).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(output.status.code() == Some(2) && told.contains(words) && output.stdout.is_empty(), "{flags:?}: {told}");
    }
}
