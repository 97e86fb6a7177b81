//! `foreshift init`: what it lists, what it writes, and what it leaves alone.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use foreshift::scenario::bundled::BUNDLED;
use foreshift::scenario::model::Scenario;
use foreshift::scenario::schema;
use foreshift::scenario::starter::STARTER;
use foreshift::{Settings, Unwatched, compare};

fn init(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_foreshift"));
    command.env_remove("NO_COLOR").env_remove("COLUMNS").current_dir(folder).arg("init").args(arguments);
    command
}

/// Exit code, standard output and standard error.
fn done(mut command: Command) -> (Option<i32>, String, String) {
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// Every file of a folder with its text, by name; hidden ones too.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn without_a_name_it_lists_every_scenario_with_its_question_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (code, out, err) = done(init(folder.path(), &[]));
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let flat = out.split_whitespace().collect::<Vec<_>>().join(" ");
    for bundled in BUNDLED.iter().chain([&STARTER]) {
        let scenario = Scenario::parse(bundled.name, bundled.text, &[]).unwrap();
        for piece in [bundled.name, &scenario.name, &scenario.summary] {
            assert!(flat.contains(&piece.split_whitespace().collect::<Vec<_>>().join(" ")), "{piece}: {out}");
        }
    }
    assert!(flat.contains("begin with `starter`") && flat.contains("foreshift defaults"));
    assert!(files(folder.path()).is_empty());
    for columns in ["40", "80"] {
        let mut command = init(folder.path(), &[]);
        command.env("COLUMNS", columns);
        let (_, out, _) = done(command);
        assert!(out.lines().all(|line| line.chars().count() <= columns.parse().unwrap()), "{out}");
    }
}

#[test]
fn every_scenario_is_written_with_the_schema_beside_it_and_reads_back() {
    for bundled in BUNDLED.iter().chain([&STARTER]) {
        let folder = tempfile::tempdir().unwrap();
        let (code, out, err) = done(init(folder.path(), &[bundled.name]));
        assert_eq!((code, out.as_str()), (Some(0), ""), "{err}");
        let file = format!("{}.toml", bundled.name);
        let written = files(folder.path());
        let mut names: Vec<&str> = written.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        let mut wanted = [file.as_str(), "foreshift.schema.json"];
        wanted.sort_unstable();
        assert_eq!(names, wanted);
        let text = fs::read_to_string(folder.path().join(&file)).unwrap();
        assert_eq!(text, format!("#:schema ./foreshift.schema.json\n{}", bundled.text));
        assert_eq!(text.matches("#:schema").count(), 1, "two directives are undefined in Taplo");
        assert_eq!(fs::read_to_string(folder.path().join("foreshift.schema.json")).unwrap(), schema::text());
        assert_eq!(
            Scenario::load(&folder.path().join(&file), &[]).unwrap(),
            Scenario::parse(bundled.name, bundled.text, &[]).unwrap()
        );
        for hint in ["foreshift check", "foreshift compare"] {
            assert!(err.contains(&format!("{hint} {file}")), "{err}");
        }
    }
}

#[test]
fn the_starter_is_small_explained_and_gives_an_answer_worth_having() {
    let remarks = STARTER.text.lines().filter(|line| line.contains('#')).count();
    let keys = STARTER.text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).count();
    assert!(remarks >= keys && keys <= 45, "{remarks} remarks, {keys} lines of keys");
    let scenario = Scenario::parse("starter", STARTER.text, &[]).unwrap();
    let found = compare(&scenario, &Settings { replicates: 60, ..Settings::default() }, &Unwatched).unwrap();
    let mean = |policy: &str, measure: &str| {
        found.summary.iter().find(|row| row.policy == policy && row.measure == measure).and_then(|row| row.mean).unwrap()
    };
    // Doing nothing is not the answer, and the policies differ by more than noise on what a strategist asks.
    assert_ne!(found.answer.pick, "none");
    assert!(mean(&found.answer.pick, "transition_cost_vs_none") < -100_000.0);
    assert!(mean("replace", "layoffs") > mean("blend", "layoffs") + 10.0);
    assert!(mean("reskill", "retention_horizon") > mean("hire", "retention_horizon") + 0.05);
    // What is commented out works once its remark signs are taken away.
    let own = STARTER.text.split_once("# [policies.academy]").unwrap().1;
    let own = format!("# [policies.academy]{own}");
    let wanted = own.lines().filter(|line| line.starts_with("# [") || line.contains(" = "));
    let own = wanted.map(|line| line.trim_start_matches("# ")).collect::<Vec<_>>().join("\n");
    let scenario =
        Scenario::parse("starter", &format!("{}\n{own}", STARTER.text), &[]).unwrap_or_else(|errors| panic!("{errors}"));
    assert!(scenario.policies.iter().any(|policy| policy.name == "academy"));
    assert!(own.contains("[hiring]") && scenario.hiring.time_to_fill_weeks > 8.0);
}

#[test]
fn what_is_there_is_left_alone_without_force() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("starter.toml"), "mine").unwrap();
    let before = files(folder.path());
    let (code, out, err) = done(init(folder.path(), &["starter"]));
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(err.contains("`starter.toml` is there already") && err.contains("--force"), "{err}");
    assert_eq!(files(folder.path()), before, "not even the schema is written");
    assert_eq!(done(init(folder.path(), &["starter", "--force"])).0, Some(0));
    assert!(files(folder.path())[1].1.contains("Order desk"));

    // A schema that is equal stays; another is not replaced unasked.
    let place = folder.path().join("foreshift.schema.json");
    let modified = fs::metadata(&place).unwrap().modified().unwrap();
    assert_eq!(done(init(folder.path(), &["starter", "--out", "second.toml"])).0, Some(0));
    assert_eq!(fs::metadata(&place).unwrap().modified().unwrap(), modified);
    fs::write(&place, "{}").unwrap();
    let (code, _, err) = done(init(folder.path(), &["starter", "--out", "third.toml"]));
    assert!(code == Some(2) && err.contains("`foreshift.schema.json` is there already"), "{err}");
    assert!(!folder.path().join("third.toml").exists());
    assert_eq!(fs::read_to_string(&place).unwrap(), "{}");
    assert_eq!(done(init(folder.path(), &["starter", "--out", "third.toml", "--force"])).0, Some(0));
    assert_eq!(fs::read_to_string(&place).unwrap(), schema::text());
}

#[test]
fn out_is_a_file_anywhere_or_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(done(init(folder.path(), &["starter", "--out", "deep/er/mine.toml"])).0, Some(0));
    assert_eq!(files(&folder.path().join("deep/er")).len(), 2);
    let (code, out, err) = done(init(folder.path(), &["starter", "--out", "-"]));
    assert_eq!((code, out), (Some(0), format!("#:schema ./foreshift.schema.json\n{}", STARTER.text)));
    assert!(err.contains("foreshift schema --out"), "{err}");
    assert!(!folder.path().join("-").exists() && !folder.path().join("starter.toml").exists());
    assert_eq!(done(init(folder.path(), &["starter", "--out", "-", "--quiet"])).2, "");

    for wrong in ["deep", "foreshift.schema.json", "/"] {
        let before = fs::read_dir(folder.path()).unwrap().count();
        let (code, _, err) = done(init(folder.path(), &["starter", "--out", wrong, "--force"]));
        assert!(code == Some(2) && err.contains("no place for a scenario"), "{wrong}: {err}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), before);
    }
    // A place that cannot be written is a failure, and says so.
    fs::write(folder.path().join("file"), "").unwrap();
    let (code, _, err) = done(init(folder.path(), &["starter", "--out", "file/x.toml"]));
    assert!(code == Some(1) && err.contains("cannot write"), "{err}");
}

#[test]
fn an_unknown_name_suggests_the_nearest() {
    let folder = tempfile::tempdir().unwrap();
    for (name, said) in [
        ("contact-center", "did you mean `contact-centre`"),
        ("Starter", "did you mean `starter`"),
        ("plant", "did you mean `assembly-plant`"),
        ("../../etc/passwd", "there is starter, "),
    ] {
        let (code, out, err) = done(init(folder.path(), &[name]));
        assert_eq!((code, out.as_str()), (Some(2), ""));
        assert!(err.contains(&format!("no bundled scenario `{name}`")) && err.contains(said), "{err}");
    }
    assert!(files(folder.path()).is_empty());
    assert_eq!(done(init(folder.path(), &["--force"])).0, Some(2), "what to force?");
}
