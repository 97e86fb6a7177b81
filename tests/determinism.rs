//! The same seed gives the same bytes on one thread or many: every table of every bundled scenario, and every file that the program writes.
//!
//! That a dev and a release build give the same is for `.ci/run` to say: both meet the same golden tables (`tests/golden.rs`), and what both print is
//! compared byte by byte.

#[path = "golden/scenarios.rs"]
mod scenarios;
#[cfg(feature = "tables")]
#[path = "support/written.rs"]
mod written;

use foreshift::analysis::rows::Comparison;
use foreshift::analysis::stopping::Rule;
use foreshift::experiment::auto::compare_auto;
use foreshift::{Replicate, Settings, Unwatched, compare, simulate};
use scenarios::bundled;

/// One; as many as there are cores, perhaps; a number that divides nothing; and more than there are replicates.
const THREADS: [usize; 4] = [1, 2, 7, 16];

const REPLICATES: u32 = 9;

fn settings(threads: usize) -> Settings {
    Settings { seed: 2024, replicates: REPLICATES, threads: Some(threads), policies: Vec::new(), keep_gaps: true }
}

/// Everything that was found as text, in which floats of different bits differ, but for the time it took.
fn text(found: Comparison) -> String {
    format!("{:#?}", Comparison { run_seconds: 0.0, ..found })
}

/// The first line in which two texts differ, in words.
fn first_difference(one: &str, other: &str) -> String {
    let place = one.lines().zip(other.lines()).position(|(one, other)| one != other);
    place.map_or_else(
        || "one ends before the other".to_owned(),
        |place| format!("line {place}: {:?} and {:?}", one.lines().nth(place), other.lines().nth(place)),
    )
}

#[test]
fn threads_change_no_byte_of_any_table() {
    for (name, scenario) in bundled() {
        let run = |threads| text(compare(&scenario, &settings(threads), &Unwatched).expect("a comparison"));
        let one = run(THREADS[0]);
        assert!(one.len() > 100_000, "{name}: {} bytes", one.len());
        for threads in THREADS {
            let many = run(threads);
            assert!(one == many, "{name}, {threads} threads: {}", first_difference(&one, &many));
        }
        let other = Settings { seed: 2025, ..settings(2) };
        assert!(
            one != text(compare(&scenario, &other, &Unwatched).expect("a comparison")),
            "{name}: another seed gives another text"
        );
    }
}

#[test]
fn a_run_by_itself_is_that_of_its_replicate_whatever_ran_there_before() {
    for (name, scenario) in bundled() {
        let mut replicate = Replicate::new(&scenario, 7, 0);
        for number in 1..3 {
            // Every run is made in the memory of the one before, and every replicate in that of another.
            replicate = replicate.another(7, number);
            for policy in &scenario.policies {
                assert!(
                    replicate.run(policy) == simulate(&scenario, policy, 7, number),
                    "{name}, {}, replicate {number}",
                    policy.name
                );
            }
        }
    }
}

#[test]
fn threads_change_not_where_auto_stops() {
    let (name, scenario) = bundled().swap_remove(0);
    let rule = Rule { first: 10, batch: 5, most: 40, half_width: 0.2, ..Rule::default() };
    let run = |threads| compare_auto(&scenario, &settings(threads), rule, &Unwatched).expect("a comparison");
    let one = run(THREADS[0]);
    let stopping = one.stopping.clone().expect("it stopped");
    assert!((10..=40).contains(&stopping.replicates), "{name}: {stopping:?}");
    let one = text(one);
    for threads in THREADS {
        let many = text(run(threads));
        assert!(one == many, "{name}, {threads} threads: {}", first_difference(&one, &many));
    }
}

#[cfg(feature = "tables")]
mod program {
    use assert_cmd::Command;

    use super::THREADS;
    use super::scenarios::{bundled, here};
    use super::written::files_written;

    #[test]
    fn threads_change_no_byte_of_any_file_or_of_what_is_said() {
        // One scenario: drawing its charts is what takes the time, and the tables of all are compared above.
        let (name, _) = bundled().swap_remove(0);
        let run = |threads: usize| {
            let directory = tempfile::tempdir().expect("a directory");
            let mut program = Command::new(env!("CARGO_BIN_EXE_foreshift"));
            program.arg("compare").arg(here(&format!("scenarios/{name}.toml"))).args(["--replicates", "9", "--json", "--gaps"]);
            let done = program.args(["--threads", &threads.to_string(), "--out"]).arg(directory.path().join("out")).output();
            let done = done.expect("the program");
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            let mut found = vec![("standard output".to_owned(), done.stdout)];
            found.extend(files_written(&directory.path().join("out")));
            found
        };
        let one = run(THREADS[0]);
        assert!(one.len() > 20, "{name}: {} files", one.len());
        for threads in &THREADS[1..] {
            for (mine, theirs) in one.iter().zip(&run(*threads)) {
                assert_eq!(mine.0, theirs.0, "{name}, {threads} threads");
                assert!(mine.1 == theirs.1, "{name}, {threads} threads: {} differs", mine.0);
            }
        }
    }
}
