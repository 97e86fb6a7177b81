//! Parts, shards, replicates that are added, time limits: all roads lead to the same bytes.

use std::fs;
use std::process::Stdio;

use serde_json::Value;

use crate::given::{Place, failed, good, json, same};

#[test]
fn threads_and_shards_change_no_byte() {
    let place = Place::new();
    place.swept("one", &["--threads", "1"]);
    place.swept("two", &["--threads", "2"]);
    let one = place.files("one");
    assert_eq!(one.contains_key("report.html"), cfg!(feature = "report"));
    same(&place.files("two"), &one);
    for n in [1, 3, 10] {
        let roots: Vec<String> = (1..=n).map(|k| format!("shard-{k}-of-{n}")).collect();
        for (k, root) in roots.iter().enumerate() {
            let told = place.swept(root, &["--shard", &format!("{}/{n}", k + 1)]);
            assert!(n == 1 || told.contains("merge"), "{told}");
        }
        let out = format!("joined-{n}");
        good(place.program(&["merge", "--out", &out]).args(&roots));
        same(&place.files(&out), &one);
    }
}

#[test]
fn a_scheduler_says_which_shard() {
    let place = Place::new();
    place.swept("whole", &[]);
    for index in 0..2 {
        let mut command = place.sweep(&format!("s{index}"), &["--shard", "auto", "--shards", "2"]);
        good(command.env("JOB_COMPLETION_INDEX", index.to_string()));
    }
    good(&mut place.program(&["merge", "s1", "s0", "--out", "all"]));
    same(&place.files("all"), &place.files("whole"));
}

#[test]
fn what_is_missing_is_listed_with_what_to_run() {
    let place = Place::new();
    place.swept("s1", &["--shard", "1/3"]);
    place.swept("s3", &["--shard", "3/3"]);
    let mut command = place.program(&["merge", "s1", "s3", "--out", "all"]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.starts_with("missing: parts 1, 4, 7, 10\n") && out.contains("--shard 2/3 --out DIR"), "{out}");
    assert!(!place.path("all").exists());
    // A shard that lost a part is named with its directory.
    place.swept("s2", &["--shard", "2/3"]);
    fs::remove_file(place.path("s3/parts/part-000005.json")).unwrap();
    let output = place.program(&["merge", "s1", "s2", "s3", "--out", "all"]).output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.starts_with("missing: parts 5\n") && out.contains("--shard 3/3 --out s3"), "{out}");
    place.swept("s3", &["--shard", "3/3"]);
    good(&mut place.program(&["merge", "s1", "s2", "s3", "--out", "all"]));
    place.swept("whole", &[]);
    same(&place.files("all"), &place.files("whole"));
}

#[test]
fn parts_of_other_sweeps_are_refused() {
    let place = Place::new();
    place.swept("a", &["--shard", "1/2"]);
    for (name, more, words) in [
        ("seed", vec!["--seed", "7"], "its seed is 7, not 42"),
        ("scenario", vec!["--set", "hiring.decline=0.2"], "it is of \"Ward\" with other values"),
        ("policies", vec!["--policies", "hire"], "its policies are hire, none, twin"),
        ("design", vec!["--design", "sobol"], "its design is sobol of 30 points, not lhs of 30 points"),
        ("replicates", vec!["--replicates", "5"], "it has 5 replicates, not 11"),
    ] {
        let more: Vec<&str> = more.into_iter().chain(["--shard", "2/2"]).collect();
        place.swept(name, &more);
        let told = failed(&mut place.program(&["merge", "a", name, "--out", "all"]), 2);
        assert!(told.contains(words), "{told}");
        if name != "replicates" {
            // The same command may not go on in a directory of another sweep, unless forced.
            let before = place.files("a");
            let told = failed(&mut place.sweep("a", &more), 2);
            assert!(told.contains("holds another sweep") && told.contains("--force"), "{told}");
            same(&place.files("a"), &before);
        }
    }
    // The engine's version is in the header.
    let path = place.path("a/sweep.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("\"engine\": \"0.1.0+", "\"engine\": \"0.0.9+")).unwrap();
    let told = failed(&mut place.sweep("a", &["--shard", "1/2"]), 2);
    assert!(told.contains("it was run by engine 0.0.9+"), "{told}");
    place.swept("a", &["--force"]);
    place.swept("fresh", &[]);
    same(&place.files("a"), &place.files("fresh"));
}

#[test]
fn a_directory_of_something_else_is_left_alone() {
    let place = Place::new();
    fs::create_dir(place.path("mine")).unwrap();
    fs::write(place.path("mine/letter.txt"), "dear").unwrap();
    let told = failed(&mut place.sweep("mine", &[]), 2);
    assert!(told.contains("is not empty: it holds `letter.txt`"), "{told}");
    assert_eq!(fs::read_dir(place.path("mine")).unwrap().count(), 1);
}

#[test]
fn replicates_are_added_later() {
    let place = Place::new();
    place.swept("whole", &[]);
    for first in ["3", "5", "10"] {
        let out = format!("from-{first}");
        place.swept(&out, &["--replicates", first]);
        let few = place.files(&out);
        place.swept(&out, &[]);
        let all = place.files(&out);
        same(&all, &place.files("whole"));
        // Whole blocks of replicates stay as they are; one that was cut short is done again.
        let kept = few.iter().filter(|(name, bytes)| name.contains("part-") && all.get(*name) == Some(bytes)).count();
        assert_eq!(kept > 0, first != "3", "{first}");
    }
    let told = failed(&mut place.sweep("whole", &["--replicates", "5"]), 2);
    assert!(told.contains("it has 11 replicates, more than 5"), "{told}");
}

#[test]
fn a_part_that_was_changed_is_done_again() {
    let place = Place::new();
    place.swept("whole", &[]);
    let whole = place.files("whole");
    place.swept("a", &[]);
    let path = place.path("a/parts/part-000003.csv");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("hire", "fire", 1)).unwrap();
    fs::write(place.path("a/parts/part-000004.json"), "{").unwrap();
    fs::remove_file(place.path("a/parts/part-000006.csv")).unwrap();
    fs::write(place.path("a/parts/.part-000007.csv.tmp"), "half").unwrap();
    fs::remove_file(place.path("a/manifest.json")).unwrap();
    fs::remove_file(place.path("a/parts/part-000007.json")).unwrap();
    place.swept("a", &[]);
    same(&place.files("a"), &whole);
}

#[test]
fn time_runs_out_between_parts_and_the_same_command_goes_on() {
    let place = Place::new();
    place.swept("whole", &[]);
    // A second is enough for some parts, seldom for all; it ends well either way.
    let told = place.swept("a", &["--max-time", "1s", "--replicates", "3000", "--json"]);
    let document: Value = serde_json::from_str(&told).unwrap();
    let left = document["parts_left"].as_u64().unwrap();
    assert!(left > 0 && left < document["parts"].as_u64().unwrap(), "{told}");
    assert_eq!(document["complete"], false);
    assert!(!place.path("a/manifest.json").exists());
    assert!(fs::read_dir(place.path("a/parts")).unwrap().all(|entry| !entry.unwrap().path().ends_with(".tmp")));
    let words = place.swept("a", &["--max-time", "1s", "--replicates", "3000"]);
    assert!(words.contains("left, in a. The same command goes on."), "{words}");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_with_130_and_the_same_command_goes_on() {
    let place = Place::new();
    place.swept("whole", &["--replicates", "60"]);
    let mut child = place.sweep("a", &["--replicates", "60"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    // Once there is a part, so that it is at work.
    while !place.path("a/parts/part-000000.json").exists() && child.try_wait().unwrap().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let told = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(told.success());
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{err}");
    assert!(err.contains("parts are done") && err.contains("the same command goes on"), "{err}");
    place.swept("a", &["--replicates", "60"]);
    same(&place.files("a"), &place.files("whole"));
    assert_eq!(json(&place.path("a/manifest.json"))["replicates"], 60);
}
