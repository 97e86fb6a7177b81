//! `foreshift check` as a user meets it: what it says back, what it changes, and what it says when the input is wrong.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

const GOOD: &str = include_str!("scenarios/contact-centre.toml");

/// Every bundled scenario, whatever is bundled.
fn bundled() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|extension| extension == "toml")).collect();
    files.sort();
    assert!(files.len() >= 2);
    files
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_foreshift"));
    command.env_remove("NO_COLOR").env_remove("COLUMNS");
    command
}

fn check() -> Command {
    let mut command = program();
    command.arg("check");
    command
}

/// A folder with files in it.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Standard output and standard error of a program that does well.
fn good(command: &mut Command) -> (String, String) {
    let output = command.output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(0), "{err}");
    (out, err)
}

/// Standard output and standard error of a program that refuses its input.
fn refused(command: &mut Command) -> (String, String) {
    let output = command.output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(2), "{out}{err}");
    assert!(!err.contains("panicked") && !err.is_empty(), "{err}");
    (out, err)
}

/// A text as one line, however it was wrapped.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_bundled_scenario_is_said_back_at_any_width() {
    for path in bundled() {
        for columns in [40, 80, 120] {
            let (out, err) = good(check().arg(&path).env("COLUMNS", columns.to_string()));
            assert_eq!(err, "", "{}", path.display());
            for line in out.lines() {
                assert!(line.chars().count() <= columns, "{columns}: {line}");
            }
            for heading in ["Roles", "Shocks", "Policies", "From one role to another", "Where the numbers come from"] {
                let there = flat(&out).contains(heading);
                assert!(there, "{}: no {heading} in\n{out}", path.display());
            }
            assert!(!out.contains('\u{1b}') && !out.contains("NaN") && !out.contains(" inf"), "{out}");
            assert!(!out.contains("-0 ") && out.ends_with('\n'), "{out}");
        }
    }
}

#[test]
fn the_contact_centre_is_said_back_in_sentences() {
    let (out, _) = good(check().arg(bundled().iter().find(|path| path.ends_with("contact-centre.toml")).unwrap()));
    let said = flat(&out);
    for sentence in [
        "156 weeks; 3 roles with 445 people; 8 skills; 1 shock; money in USD.",
        "Customer support agent (support_agent): 400 today, 235 seats by week 78.",
        "165 seats go by week 78, while some 84 people quit of themselves: some 81 are left over.",
        "announced in week 0, starts in week 26 (anywhere from 13 to 52), complete in week 78; reaches 80% of what it could.",
        "70% of \"Answer enquiries and take orders\" (40% of the work)",
        "Programming from 0.09 to 0.33",
        "creates seats: 50 of Conversation designer and 25 of Escalation specialist.",
        "blend hire 20%, reskill 40% and upskill 40%",
        "to own role, bar raised 0.15 7 weeks $3.2k",
        "to Conversation designer 0.42 26 weeks $11.5k +40 seats",
        "Nothing to warn of.",
    ] {
        assert!(said.contains(sentence), "no {sentence:?} in\n{out}");
    }
}

#[test]
fn flags_and_standard_input_are_read_as_files_are() {
    let folder = folder(&[("centre.toml", GOOD)]);
    let path = folder.path().join("centre.toml");
    let (file, _) = good(check().arg(&path));
    let (input, _) = good(check().arg("-").write_stdin(GOOD));
    assert_eq!(file, input);
    let (set, _) = good(check().arg(&path).args(["--set", "roles.support_agent.headcount=500"]));
    assert!(set.contains("500 today"), "{set}");
    // What standard input extends is looked for where the program runs.
    let (over, _) =
        good(check().arg("-").current_dir(folder.path()).write_stdin("extends = \"centre.toml\"\nname = \"From a pipe\"\n"));
    assert!(over.starts_with("From a pipe\n"), "{over}");
    let (_, err) = refused(check().arg("-").write_stdin("name = 3"));
    assert!(err.contains("[standard input:1:8]"), "{err}");
    let (_, err) = refused(check().arg("-").write_stdin(vec![0xff; 3]));
    assert!(err.contains("not UTF-8"), "{err}");
}

#[test]
fn json_says_the_same_to_scripts() {
    let (out, err) = good(check().arg("-").arg("--json").write_stdin(GOOD));
    assert_eq!(err, "");
    let said: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&said["schema_version"], &said["people"]), (&1.into(), &405.into()));
    let agent = said["roles"].as_array().unwrap().iter().find(|role| role["role"] == "support_agent").unwrap();
    assert_eq!((&agent["headcount"], &agent["seats_at_end"]), (&400.into(), &256.into()));
    let surplus = agent["expected_surplus"].as_f64().unwrap();
    assert!((surplus - (144.0 - agent["expected_quits"].as_f64().unwrap())).abs() < 1e-9);
    assert!(said["distances"].as_array().unwrap().iter().any(|way| way["from"] == way["to"]));
    assert!(said["warnings"].is_array() && said["scenario"]["hiring"]["decline"]["value"] == 0.15);
}

#[test]
fn warnings_are_shown_with_their_advice() {
    let (out, _) = good(check().arg("-").args(["--set", "roles.support_agent.turnover=0.9"]).write_stdin(GOOD));
    let said = flat(&out);
    assert!(said.contains("Look at this") && said.contains("nobody is left over to retrain or lay off"), "{out}");
    assert!(said.contains("raise what the shock automates") && said.contains("(roles.support_agent)"), "{out}");
    let (out, _) = good(check().arg("-").args(["--json", "--set", "roles.support_agent.turnover=0.9"]).write_stdin(GOOD));
    let said: Value = serde_json::from_str(&out).unwrap();
    let kinds: Vec<&str> = said["warnings"].as_array().unwrap().iter().map(|warning| warning["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"attrition-absorbs"), "{kinds:?}");
}

#[test]
fn a_difference_is_a_path_with_what_was_and_what_is() {
    let overlay = "extends = \"centre.toml\"\nname = \"Leaner\"\nremove = [\"shocks.assistant.raises\"]\n[roles.support_agent]\nturnover = 0.3\n\
                   [hiring]\ndecline = { value = 0.15, source = \"our own\" }\n[policies.blend.roles.support_agent]\nlead_weeks = 4\n";
    let folder = folder(&[("centre.toml", GOOD), ("leaner.toml", overlay)]);
    let (base, over) = (folder.path().join("centre.toml"), folder.path().join("leaner.toml"));
    let (out, err) = good(check().arg(&over).arg("--diff").arg(&base).args(["--set", "learning.dropout=0.03"]));
    assert_eq!(err, "");
    let lines: Vec<String> = out.lines().map(flat).collect();
    assert!(lines[0].starts_with("Leaner against Contact centre meets conversational AI: "), "{out}");
    for line in [
        "name \"Contact centre meets conversational AI\" -> \"Leaner\"",
        "roles.support_agent.turnover 0.2 (0.05 to 0.3) -> 0.3 (0.05 to 0.3)",
        "learning.dropout 0.02 (0.007 to 0.05) -> 0.03 (0.007 to 0.05)",
        "policies.blend.roles.support_agent.lead_weeks (not there) -> 4",
        "shocks.assistant.raises.support_agent.data_analysis.to 0.4 -> (not there)",
    ] {
        assert!(flat(&out).contains(line), "no {line:?} in\n{out}");
    }
    assert!(flat(&out).contains("assumed, \"our own\""), "{out}");
    let (out, _) = good(check().arg(&over).arg("--diff").arg(&base).arg("--json"));
    let said: Value = serde_json::from_str(&out).unwrap();
    let changes = said["changes"].as_array().unwrap();
    let paths: Vec<&str> = changes.iter().map(|change| change["path"].as_str().unwrap()).collect();
    assert!(paths.is_sorted() && paths.contains(&"roles.support_agent.turnover"), "{paths:?}");
    let turnover = changes.iter().find(|change| change["path"] == "roles.support_agent.turnover").unwrap();
    assert_eq!((&turnover["old"]["value"], &turnover["new"]["value"]), (&0.2.into(), &0.3.into()));
    let (out, _) = good(check().arg(&base).arg("--diff").arg(&base));
    assert!(flat(&out).ends_with("against Contact centre meets conversational AI: 0 values differ"), "{out}");
}

#[test]
fn differences_fit_the_page() {
    let folder = folder(&[("centre.toml", GOOD)]);
    let base = folder.path().join("centre.toml");
    for columns in [60, 80, 120] {
        let (out, _) = good(check().arg(&bundled()[0]).arg("--diff").arg(&base).env("COLUMNS", columns.to_string()));
        // Paths are not broken; values are.
        let values = out.lines().filter(|line| line.starts_with("  ") || line.contains(" -> "));
        assert!(values.clone().count() > 10, "{out}");
        for line in values {
            assert!(line.chars().count() <= columns, "{columns}: {line}");
        }
        assert!(flat(&out).contains("shocks.cells (not there) -> "), "{out}");
    }
}

#[test]
fn errors_are_told_to_people_and_to_scripts() {
    let text = GOOD.replace("turnover = 0.20", "turnover = 20").replace("headcount = 5", "hedcount = 5");
    for command in ["check", "compare"] {
        let (out, err) = refused(program().args([command, "-"]).write_stdin(text.as_str()));
        assert_eq!(out, "");
        assert!(err.contains("looks like a percentage") && err.contains("Did you mean `headcount`?"), "{err}");
        let (out, again) = refused(program().args([command, "-", "--json"]).write_stdin(text.as_str()));
        assert_eq!(err, again);
        let said: Value = serde_json::from_str(&out).unwrap();
        assert_eq!((&said["schema_version"], &said["more"]), (&1.into(), &0.into()));
        let errors = said["errors"].as_array().unwrap();
        assert_eq!(errors.len(), 3, "{out}");
        let percentage = &errors[0];
        assert_eq!((&percentage["kind"], &percentage["suggestion"]), (&"percentage".into(), &"0.20".into()));
        assert_eq!((&percentage["file"], &percentage["end_column"]), (&"standard input".into(), &14.into()));
        let line = text.lines().position(|line| line.starts_with("turnover = 20")).unwrap() + 1;
        assert_eq!((percentage["line"].as_u64(), percentage["column"].as_u64()), (Some(line as u64), Some(12)));
        assert!(errors.iter().all(|error| error["cause"].is_string() && error["remedy"].is_string()));
    }
    let (out, _) = refused(check().args(["missing.toml", "--json"]));
    let said: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&said["errors"][0]["kind"], &said["errors"][0]["line"]), (&"unreadable".into(), &Value::Null));
}

#[test]
fn files_outside_are_read_only_when_allowed() {
    let folder = folder(&[("own/over.toml", "extends = \"../centre.toml\"\n"), ("centre.toml", GOOD)]);
    let path = folder.path().join("own/over.toml");
    for command in ["check", "compare"] {
        let (_, err) = refused(program().arg(command).arg(&path));
        assert!(err.contains("--allow-outside"), "{err}");
    }
    good(check().arg(&path).arg("--allow-outside"));
    let (out, _) = good(
        program()
            .args([
                "compare",
                "--allow-outside",
                "--replicates",
                "1",
                "--policies",
                "hire",
                "--set",
                "horizon_weeks=60",
                "--json",
            ])
            .arg(&path),
    );
    let said: Value = serde_json::from_str(&out).unwrap();
    assert!(said["command"].as_str().unwrap().contains("--allow-outside"), "{}", said["command"]);
}

#[test]
fn colour_is_as_asked() {
    let (out, _) = good(check().arg("-").args(["--color", "always"]).write_stdin(GOOD));
    assert!(out.contains("\u{1b}[1mRoles"));
    let (_, err) = refused(check().arg("-").args(["--color", "always"]).write_stdin("a = "));
    assert!(err.contains('\u{1b}'));
}

#[test]
fn names_that_would_spoil_a_terminal_do_not() {
    let text = "name = \"a\"\n[roles.\"\u{202e}long-\u{4e2d}\u{6587}-name\"]\nheadcount = 3\nsalary = 10\n[shocks.s]\nstart_week = 1\n\
                creates = [ { role = \"\u{202e}long-\u{4e2d}\u{6587}-name\", seats = 3 } ]\nsource = \"x\"\n";
    let (out, _) = good(check().arg("-").env("COLUMNS", "60").write_stdin(text));
    assert!(out.contains("3 today, 6 seats"), "{out}");
}
