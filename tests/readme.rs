//! What the README shows is what is tested, and what it says of its example is what the program answers.

use foreshift::scenario::model::Scenario;
use foreshift::{Settings, Unwatched, compare};

const README: &str = include_str!("../README.md");
const TRAVEL: &str = include_str!("examples/travel.toml");
const BLEAK: &str = include_str!("examples/travel-bleak.toml");

/// The tutorial and what follows it, to the next section for others.
fn section() -> &'static str {
    let (_, rest) = README.split_once("## From `init` to a decision").expect("the tutorial");
    rest.split_once("## From Rust").expect("its end").0
}

/// The blocks of a language.
fn blocks(language: &str) -> Vec<&'static str> {
    let after = section().split(&format!("```{language}\n")).skip(1).collect::<Vec<_>>();
    after.into_iter().map(|rest| rest.split("```").next().unwrap_or_default()).collect()
}

/// The names in backticks.
fn names(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The answer at the defaults, as one line.
fn answer(sets: &[&str]) -> (String, String) {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    let scenario = Scenario::parse("travel.toml", TRAVEL, &sets).unwrap_or_else(|errors| panic!("{errors}"));
    let found = compare(&scenario, &Settings { replicates: 200, ..Settings::default() }, &Unwatched).unwrap();
    (found.answer.sentence, found.answer.pick)
}

#[test]
fn the_code_that_is_shown_is_the_code_that_is_run() {
    assert_eq!(blocks("toml"), [TRAVEL, BLEAK]);
    assert_eq!(blocks("python"), [include_str!("examples/load_tables.py")]);
    assert_eq!(blocks("r"), [include_str!("examples/load_tables.R")]);
}

#[test]
fn the_tutorial_says_what_the_program_answers() {
    let said = blocks("text")[1].split_whitespace().collect::<Vec<_>>().join(" ");
    let (sentence, pick) = answer(&[]);
    assert_eq!(said, sentence);
    assert_eq!(pick, "blend");
}

#[test]
fn the_tutorial_says_what_check_says() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/examples");
    let check = |arguments: &[&str]| {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_foreshift"));
        let done = program.current_dir(&folder).arg("check").args(arguments).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let said = check(&["travel.toml"]);
    let shown = blocks("text")[0].split_whitespace().collect::<Vec<_>>().join(" ");
    for piece in [shown.as_str(), "bar raised 0.15 7 weeks EUR 3.2k", "to Journey designer 0.35 20 weeks EUR 8.8k"] {
        assert!(said.contains(piece), "{piece}: {said}");
    }
    let differs = check(&["travel-bleak.toml", "--diff", "travel.toml"]);
    assert!(differs.contains("pace_weeks") && differs.contains("time_to_fill_weeks"), "{differs}");
}

#[test]
fn every_trial_of_the_tutorial_ends_as_it_says() {
    let mut trials = 0;
    for row in section().lines().filter(|line| line.starts_with("| `--set ")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let set = names(cells[0])[0].trim_start_matches("--set ");
        let (sentence, pick) = answer(&[set]);
        assert_eq!(sentence.starts_with("No clear winner"), cells[1].starts_with("no clear winner"), "{row}: {sentence}");
        let told = names(cells[1]);
        assert_eq!(told[0], pick, "{row}: {sentence}");
        for name in told {
            assert!(names(&sentence).contains(&name), "{row}: {sentence}");
        }
        trials += 1;
    }
    assert_eq!(trials, 6);
}

#[test]
fn the_overlay_of_the_tutorial_is_read() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/examples");
    let over = Scenario::load(&folder.join("travel-bleak.toml"), &[]).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(over.name, "Northwind Travel: bookings go online");
    assert!(over.learning.pace_weeks > 59.0 && over.hiring.time_to_fill_weeks > 9.0);
}

#[test]
fn figures_in_the_text_are_the_programs() {
    let scenario = Scenario::parse("travel.toml", TRAVEL, &[]).unwrap();
    let found = compare(&scenario, &Settings { replicates: 200, ..Settings::default() }, &Unwatched).unwrap();
    let mean = |policy: &str, measure: &str| {
        found.summary.iter().find(|row| row.policy == policy && row.measure == measure).and_then(|row| row.mean).unwrap()
    };
    let kept = |policy: &str| format!("{:.1}%", 100.0 * mean(policy, "retention_horizon"));
    let cost = |policy: &str| mean(policy, "transition_cost_vs_none") / 1000.0;
    let less = format!("saves EUR {:.0},000 less", cost("academy") - cost("blend"));
    let text = section().split_whitespace().collect::<Vec<_>>().join(" ");
    for piece in [format!("`blend`, {} against {}", kept("academy"), kept("blend")), less] {
        assert!(text.contains(&piece), "{piece}");
    }
    assert!(found.warnings.iter().any(|warning| warning.contains("differ in lead")), "{:?}", found.warnings);
}

#[test]
fn the_first_commands_do_what_the_tutorial_says() {
    let folder = tempfile::tempdir().unwrap();
    let lines: Vec<&str> = blocks("sh")[0].lines().collect();
    assert_eq!(lines.len(), 2);
    for line in lines {
        let mut words = line.split('#').next().unwrap_or_default().split_whitespace();
        assert_eq!(words.next(), Some("foreshift"));
        let done =
            std::process::Command::new(env!("CARGO_BIN_EXE_foreshift")).current_dir(folder.path()).args(words).output().unwrap();
        assert!(done.status.success(), "{line}: {}", String::from_utf8_lossy(&done.stderr));
    }
    let mut files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    files.sort();
    assert_eq!(files, ["foreshift.schema.json", "travel.toml"]);
}
