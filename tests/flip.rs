//! `flip`: switching values with a closed form, and the program as a user meets it.

#[path = "support/written.rs"]
mod written;

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
use written::files_written;

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

/// A search over two values, one of which moves no run.
fn ran(out: &Path, more: &[&str]) -> std::process::Output {
    let flags = ["--vary", "learning.intensity=0.1..1", "--vary", "decision.time=0..20", "--steps", "3", "--out"];
    program(&[&flags[..], &[out.to_str().unwrap()], more].concat()).output().unwrap()
}

#[test]
fn a_search_cut_off_anywhere_goes_on_to_the_same_bytes() {
    let place = tempfile::tempdir().unwrap();
    let (whole, cut) = (place.path().join("whole"), place.path().join("cut"));
    let first = ran(&whole, &["--threads", "2", "--json"]);
    assert_eq!(first.status.code(), Some(0), "{}", String::from_utf8_lossy(&first.stderr));
    let journal = fs::read(whole.join("journal.jsonl")).unwrap();
    assert!(String::from_utf8_lossy(&journal).lines().count() > 100, "{}", journal.len());
    // In the first line, after it, among the policies of one look, before the last byte; then once more over what is finished.
    let line = journal.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    for end in [3, line, journal.len() / 3, journal.len() / 2 + 17, journal.len() - 1, journal.len()] {
        let _ = fs::remove_dir_all(&cut);
        fs::create_dir(&cut).unwrap();
        fs::write(cut.join("journal.jsonl"), &journal[..end]).unwrap();
        let again = ran(&cut, &["--threads", "1", "--json"]);
        assert_eq!(again.status.code(), Some(0), "{}", String::from_utf8_lossy(&again.stderr));
        assert!(files_written(&cut) == files_written(&whole), "cut at {end}");
        assert_eq!(again.stdout, first.stdout);
    }
    let verified = Command::new(env!("CARGO_BIN_EXE_foreshift")).arg("verify").arg(&cut).output().unwrap();
    assert_eq!(verified.status.code(), Some(0), "{}", String::from_utf8_lossy(&verified.stderr));
    // Another search has no business there, unless forced.
    let other = ran(&cut, &["--seed", "7"]);
    let words = String::from_utf8_lossy(&other.stderr).into_owned();
    assert!(other.status.code() == Some(2) && words.contains("another search") && words.contains("--force"), "{words}");
    assert!(files_written(&cut) == files_written(&whole));
    assert_eq!(ran(&cut, &["--seed", "7", "--force"]).status.code(), Some(0));
    assert!(files_written(&cut) != files_written(&whole));
}

/// What a journal holds is not run again: a figure that was changed in it comes back.
#[test]
fn what_the_journal_holds_is_believed() {
    let place = tempfile::tempdir().unwrap();
    let (whole, other) = (place.path().join("whole"), place.path().join("other"));
    assert_eq!(ran(&whole, &["--json"]).status.code(), Some(0));
    fs::create_dir(&other).unwrap();
    let journal = fs::read_to_string(whole.join("journal.jsonl")).unwrap();
    // Doing nothing comes to be free of cost and gaps, and to keep everybody.
    let free = |line: &str| {
        let mut entry: Value = serde_json::from_str(line).unwrap();
        if entry["key"].as_str().is_some_and(|key| key.ends_with(" none")) {
            for figures in entry["figures"].as_array_mut().unwrap() {
                *figures = serde_json::json!([-1e12, -1000.0, 1.0]);
            }
        }
        format!("{entry}\n")
    };
    fs::write(other.join("journal.jsonl"), journal.lines().map(free).collect::<String>()).unwrap();
    let told: Value = serde_json::from_slice(&ran(&other, &["--json"]).stdout).unwrap();
    assert_eq!(told["pick"], "none");
}

/// A search of hours.
fn long(out: &Path) -> std::process::Command {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_foreshift"));
    command.arg("flip").arg(centre()).args(["--vary", "learning.intensity=0.1..1", "--replicates", "100000", "--quiet", "--out"]);
    command.arg(out);
    command
}

#[test]
fn time_that_is_up_keeps_what_is_done() {
    let place = tempfile::tempdir().unwrap();
    let late = place.path().join("late");
    let stopped = long(&late).args(["--max-time", "1s"]).output().unwrap();
    let words = String::from_utf8_lossy(&stopped.stdout).into_owned();
    assert!(stopped.status.code() == Some(0) && words.contains("The same command goes on"), "{words}");
    assert!(late.join("journal.jsonl").exists() && !late.join("manifest.json").exists());
    let told = program(&["--max-time", "1s"]).output().unwrap();
    assert!(told.status.code() == Some(2) && String::from_utf8_lossy(&told.stderr).contains("--out"));
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_with_130_and_keeps_what_is_done() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("out");
    let mut child = long(&out).stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap();
    // Once there is a line besides the first, so that it is at work.
    let lines = || fs::read_to_string(out.join("journal.jsonl")).unwrap_or_default().lines().count();
    while lines() < 2 && child.try_wait().unwrap().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(lines() > 1 && !out.join("manifest.json").exists());
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
