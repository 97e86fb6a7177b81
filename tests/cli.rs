//! The program as a user meets it: answers, files, exit codes, and what it says when the input is wrong.

#[path = "support/written.rs"]
mod written;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;
use written::files_written;

const PROGRAM: &str = env!("CARGO_BIN_EXE_foreshift");
const GOOD: &str = include_str!("scenarios/contact-centre.toml");

/// What makes a run short.
const SHORT: [&str; 4] = ["--replicates", "2", "--set", "horizon_weeks=80"];

fn program() -> Command {
    let mut command = Command::new(PROGRAM);
    command.env_remove("NO_COLOR").env_remove("COLUMNS");
    command
}

fn bundled(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(format!("{name}.toml"))
}

/// A directory with a scenario in it.
fn written(text: impl AsRef<[u8]>) -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("centre.toml");
    fs::write(&path, text).unwrap();
    (directory, path)
}

/// The good scenario with one text in place of another.
fn changed(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    GOOD.replacen(from, to, 1)
}

/// Standard output and standard error of a program that does well.
fn good(command: &mut Command) -> (String, String) {
    let output = command.output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(0), "{err}");
    (out, err)
}

/// Standard error of a program that refuses its input; nothing is on standard output.
fn refused(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert_eq!(output.stdout, b"", "{err}");
    assert!(!err.contains("panicked"), "{err}");
    err.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ")
}

/// Results of a scenario in a directory of its own.
fn results(scenario: &Path, more: &[&str]) -> (TempDir, BTreeMap<String, Vec<u8>>) {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("out");
    good(program().arg("compare").arg(scenario).args(SHORT).args(more).arg("--out").arg(&out));
    let files = files_written(&out);
    (directory, files)
}

#[cfg(feature = "tables")]
fn table<'f>(files: &'f BTreeMap<String, Vec<u8>>, name: &str) -> &'f str {
    std::str::from_utf8(&files[&format!("tables/{name}.csv")]).unwrap()
}

#[test]
fn both_bundled_scenarios_are_answered_in_the_terminal() {
    for name in ["contact-centre", "assembly-plant"] {
        for columns in ["80", "120"] {
            let (out, err) = good(program().arg("compare").arg(bundled(name)).args(SHORT).env("COLUMNS", columns));
            assert!(out.lines().all(|line| line.chars().count() <= columns.parse().unwrap()), "{out}");
            for policy in ["adaptive", "blend", "hire", "none", "replace", "reskill", "upskill", "twin"] {
                assert!(out.lines().any(|line| line.split_whitespace().any(|word| word == policy)), "{policy}: {out}");
            }
            assert!(out.contains("Pick `") || out.contains("No clear winner"), "{out}");
            assert!(out.contains("Only 2 replicates") && !out.contains("NaN") && !out.contains('\u{1b}'), "{out}");
            assert!(
                !out.contains("-0")
                    && !out.contains("\u{2212}0.0 ")
                    && err.contains("Next: foreshift compare ")
                    && err.contains(" --out results"),
                "{out}{err}"
            );
        }
    }
}

#[test]
fn without_out_nothing_is_written() {
    let (directory, path) = written(GOOD);
    good(program().current_dir(directory.path()).arg("compare").arg(&path).args(SHORT));
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
}

#[test]
fn quiet_says_only_results_and_colour_is_as_asked() {
    let base = || {
        let mut command = program();
        command.arg("compare").arg(bundled("contact-centre")).args(SHORT);
        command
    };
    let (plain, err) = good(base().arg("--quiet"));
    assert_eq!(err, "");
    let (coloured, _) = good(base().args(["--color", "always"]));
    assert!(coloured.contains("\u{1b}[1m"));
    let (still, _) = good(base().args(["--color", "never"]).env("NO_COLOR", "1"));
    assert_eq!(plain, still);
}

#[test]
fn json_is_for_scripts() {
    let (out, _) =
        good(program().arg("compare").arg(bundled("contact-centre")).args(SHORT).args(["--json", "--policies", "blend,hire"]));
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(found["schema_version"], 1);
    assert_eq!(found["policies"], serde_json::json!(["blend", "hire", "none"]));
    assert_eq!((&found["seed"], &found["replicates"]), (&Value::from(42), &Value::from(2)));
    assert!(found["answer"]["sentence"].as_str().unwrap().contains("blend"));
    let row =
        found["summary"].as_array().unwrap().iter().find(|row| row["measure"] == "transition_cost" && row["policy"] == "hire");
    assert!(row.unwrap()["mean"].is_number());
    assert!(!out.contains("\"run\"") && out.ends_with("}\n"));
}

#[test]
fn auto_says_how_many_it_took_and_why_on_any_number_of_threads() {
    let run = |threads: &str, more: &[&str]| {
        let mut command = program();
        command.arg("compare").arg(bundled("contact-centre")).args(["--policies", "blend,hire"]);
        good(command.args(["--replicates", "auto", "--threads", threads, "--json"]).args(more)).0
    };
    let one = run("1", &[]);
    assert_eq!(one, run("3", &[]));
    let found: Value = serde_json::from_str(&one).unwrap();
    let auto = &found["auto"];
    assert_eq!((&auto["measure"], &auto["stopped"], &auto["most"]), (&"score".into(), &"reached".into(), &1000.into()));
    assert_eq!(auto["replicates"], found["replicates"]);
    assert!(found["replicates"].as_u64().unwrap() >= 100 && found["replicates"].as_u64().unwrap().is_multiple_of(50));
    assert!(auto["half_width"].as_f64().unwrap() <= 0.1 * auto["difference"].as_f64().unwrap().abs());
    let words = format!("It stopped after {} runs: the score of `", found["replicates"]);
    assert!(found["answer"]["sentence"].as_str().unwrap().contains(&words), "{one}");
    assert!(found["command"].as_str().unwrap().contains("--replicates auto --seed 42"));

    let found: Value =
        serde_json::from_str(&run("2", &["--auto-measure", "quits", "--auto-half-width", "0.001", "--auto-most", "120"]))
            .unwrap();
    assert_eq!((&found["auto"]["stopped"], &found["replicates"]), (&"most".into(), &120.into()));
    assert!(found["answer"]["sentence"].as_str().unwrap().contains("120 runs, the most allowed"), "{found}");
}

#[test]
fn usage_is_checked() {
    let scenario = bundled("contact-centre");
    for (arguments, said) in [
        (vec!["--replicates", "0"], "at least one replicate"),
        (vec!["--replicates", "many"], "or `auto`"),
        (vec!["--auto-half-width", "0.05"], "goes with `--replicates auto`"),
        (vec!["--replicates", "auto", "--auto-half-width", "5"], "0.001 to 1"),
        (vec!["--replicates", "auto", "--auto-measure", "transition_cots"], "did you mean `transition_cost`?"),
        (vec!["--replicates", "-3"], "--replicates"),
        (vec!["--threads", "0"], "one a core"),
        (vec!["--format", "xls"], "csv, parquet and xlsx"),
        (vec!["--seed", "x"], "--seed"),
        (vec!["--colour", "never"], "--color"),
        (vec!["--policies", "blnd"], "did you mean `blend`?"),
        (vec!["--set", "hiring.cost_per_hir=1"], "cost_per_hire"),
        (vec!["--set", "hiring"], "no `=`"),
    ] {
        let directory = tempfile::tempdir().unwrap();
        let out = directory.path().join("out");
        let err = refused(program().arg("compare").arg(&scenario).args(&arguments).arg("--out").arg(&out));
        assert!(err.contains(said), "{arguments:?}: {err}");
        assert!(!out.exists(), "{arguments:?}");
    }
    assert!(refused(program().arg("compare")).contains("SCENARIO"));
    assert!(good(program().arg("--version")).0.starts_with("foreshift "));
    assert!(good(program().args(["compare", "--help"])).0.contains("[default: 200]"));
}

#[test]
fn wrong_scenarios_are_refused_before_anything_is_written() {
    let share = ("share = 0.5 }, { name", "share = 0.4 }, { name");
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        (
            "unknown role",
            changed("raises = [ { role = \"support_agent\"", "raises = [ { role = \"suport_agent\"").into(),
            "support_agent",
        ),
        ("task shares", changed(share.0, share.1).into(), "sum to 0.9"),
        ("negative pay", changed("salary = 42000", "salary = -42000").into(), "at least 0.01"),
        ("not a number", changed("salary = 42000", "salary = nan").into(), "not a finite number"),
        ("percentage", changed("turnover = 0.20", "turnover = 30").into(), "looks like a percentage"),
        (
            "nobody",
            GOOD.replace("headcount = 400", "headcount = 0").replace("headcount = 5", "headcount = 0").into(),
            "0 everywhere",
        ),
        ("no mix", changed("hire = 0.2, upskill = 0.4, reskill = 0.4", "hire = 0, upskill = 0, reskill = 0").into(), "mix"),
        (
            "late shock",
            changed("low = 13, mode = 26, high = 52", "low = 156, mode = 160, high = 170").into(),
            "ends after 156 weeks",
        ),
        ("brackets", format!("a = {}", "[".repeat(20_000)).into(), "sixteen deep"),
        ("empty", Vec::new(), "empty"),
        ("binary", vec![0x89, b'P', b'N', b'G', 0xff, 0xfe, 0, 1, 2], "not UTF-8"),
    ];
    for (what, text, said) in cases {
        let (directory, path) = written(text);
        let out = directory.path().join("out");
        let err = refused(program().arg("compare").arg(&path).args(["--replicates", "2", "--out"]).arg(&out));
        assert!(err.contains(said) && err.contains("centre.toml"), "{what}: {err}");
        assert!(!out.exists(), "{what}");
    }
    let directory = tempfile::tempdir().unwrap();
    for (path, said) in
        [(directory.path().to_owned(), "is a directory"), (directory.path().join("missing.toml"), "cannot be read")]
    {
        let out = directory.path().join("out");
        assert!(refused(program().arg("compare").arg(path).arg("--out").arg(&out)).contains(said));
        assert!(!out.exists());
    }
}

#[test]
fn a_directory_that_holds_something_is_refused_without_force() {
    let (directory, path) = written(GOOD);
    let out = directory.path().join("out");
    let compare = |more: &[&str]| {
        let mut command = program();
        command.arg("compare").arg(&path).args(SHORT).arg("--out").arg(&out).args(more);
        command
    };
    good(&mut compare(&[]));
    let before = files_written(&out);
    let err = refused(&mut compare(&["--seed", "7"]));
    assert!(err.contains("holds other results") && err.contains("--force"), "{err}");
    assert_eq!(files_written(&out), before);
    good(&mut compare(&["--seed", "7", "--force"]));
    assert_ne!(files_written(&out), before);

    let foreign = directory.path().join("foreign");
    fs::create_dir(&foreign).unwrap();
    fs::write(foreign.join("thesis.doc"), "years of work").unwrap();
    let err = refused(program().arg("compare").arg(&path).arg("--out").arg(&foreign));
    assert!(err.contains("thesis.doc"), "{err}");
    assert_eq!(fs::read_dir(&foreign).unwrap().count(), 1);
    assert!(refused(program().arg("compare").arg(&path).arg("--out").arg(&path)).contains("is not a directory"));
}

#[test]
fn the_manifest_says_how_and_how_fast() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("out");
    let more = ["--threads", "2", "--policies", "hire,blend", "--out"];
    let (_, err) = good(program().arg("compare").arg(bundled("contact-centre")).args(SHORT).args(more).arg(&out));
    assert!(err.contains("Wrote "), "{err}");
    let manifest: Value = serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap();
    assert!(manifest["run"]["worker_weeks_per_second"].as_f64().unwrap() > 0.0);
    assert_eq!(manifest["run"]["threads"], 2);
    assert_eq!(
        manifest["command"],
        "foreshift compare contact-centre.toml --replicates 2 --seed 42 --policies hire,blend --set horizon_weeks=80"
    );
    assert_eq!(
        manifest["scenario"]["horizon_weeks"]["value"].as_f64().or(manifest["scenario"]["horizon_weeks"].as_f64()),
        Some(80.0)
    );
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_any_number_of_threads() {
    for name in ["contact-centre", "assembly-plant"] {
        let path = bundled(name);
        let run = |threads: &str, seed: &str| results(&path, &["--gaps", "--threads", threads, "--seed", seed]).1;
        let one = run("1", "42");
        assert_eq!(one, run("2", "42"), "{name}");
        assert_eq!(one, run("2", "42"), "{name}");
        let other = run("1", "43");
        for (here, there) in one.iter().zip(&other).filter(|(here, _)| here.0 == "tables/runs.csv") {
            assert_ne!(here, there);
        }
    }
}

#[cfg(feature = "tables")]
#[test]
fn another_policy_changes_nobody_elses_runs_and_a_namesake_is_equal() {
    let more = "\n[policies.engage]\nmix = { hire = 1.0 }\n[policies.odd]\nmix = { reskill = 1.0 }\nlead_weeks = 2\n";
    let ((_kept, path), (_longer, with_more)) = (written(GOOD), written(format!("{GOOD}{more}")));
    let (before, after) = (results(&path, &[]).1, results(&with_more, &[]).1);
    let of = |files: &BTreeMap<String, Vec<u8>>, policy: &str, name: &str| -> Vec<String> {
        let start = format!("{policy},");
        table(files, name).lines().filter_map(|line| line.strip_prefix(&start)).map(str::to_owned).collect()
    };
    for policy in ["adaptive", "blend", "hire", "none", "replace", "reskill", "upskill", "twin"] {
        let rows = of(&before, policy, "runs");
        assert_eq!(rows.len(), 2, "{policy}");
        assert_eq!(rows, of(&after, policy, "runs"), "{policy}");
    }
    assert_ne!(of(&after, "odd", "runs"), of(&after, "reskill", "runs"));
    for name in ["runs", "weekly", "costs", "time_to_fill", "retention", "moves", "funnel"] {
        assert_eq!(of(&after, "engage", name), of(&after, "hire", name), "{name}");
    }
}

#[cfg(feature = "tables")]
#[test]
fn the_order_of_a_file_changes_nothing() {
    let (top, rest) = GOOD.split_at(GOOD.find("\n[").unwrap() + 1);
    let mut sections: Vec<String> = rest.split("\n[").map(|section| format!("[{}\n", section.trim_start_matches('['))).collect();
    sections.reverse();
    let (_kept, path) = written(GOOD);
    let (_turned, turned) = written(format!("{top}{}", sections.concat()));
    let (before, after) = (results(&path, &["--gaps"]).1, results(&turned, &["--gaps"]).1);
    assert_eq!(before, after);
}

#[test]
fn a_closed_pipe_is_no_panic() {
    for more in [&[][..], &["--json"]] {
        let mut child = Process::new(PROGRAM)
            .arg("compare")
            .arg(bundled("contact-centre"))
            .args(SHORT)
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // As `head -1` would, had it not had to wait for the first line.
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(0) && !err.contains("panicked"), "{err}");
    }
    let mut child = Process::new(PROGRAM)
        .arg("compare")
        .arg(bundled("contact-centre"))
        .args(SHORT)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert_eq!(first, "Contact centre meets conversational AI\n");
    assert!(child.wait().unwrap().success());
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_no_half_file() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("out");
    let child = Process::new(PROGRAM)
        .arg("compare")
        .arg(bundled("contact-centre"))
        .args(["--replicates", "20000", "--out"])
        .arg(&out)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while !out.exists() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    std::thread::sleep(std::time::Duration::from_millis(200));
    assert!(Process::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{err}");
    assert!(err.contains("interrupted after"), "{err}");
    assert_eq!(fs::read_dir(&out).unwrap().count(), 0);
}
