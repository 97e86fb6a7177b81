//! Every mistake that a command line can hold, word for word, in `tests/sweep/messages.txt`.
//!
//! After a change of words: `FORESHIFT_BLESS=1 cargo test --no-default-features --test sweep messages`, and read the difference.

use std::fmt::Write as _;
use std::fs;

use crate::given::{Place, failed};

const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sweep/messages.txt");

#[test]
fn mistakes_are_told_with_cause_and_remedy() {
    let place = Place::new();
    fs::write(place.path("sweep.toml"), "[sweep]\ndesgin = \"lhs\"\npoints = \"many\"\n").unwrap();
    fs::write(place.path("points.csv"), "hiring.cost_per_hire\nmuch\n").unwrap();
    fs::write(place.path("other.csv"), "hiring.cost\n3\n4\n").unwrap();
    let vary = "hiring.cost_per_hire=1600..9000";
    let cases: Vec<Vec<&str>> = vec![
        vec!["--vary", "hiring.cost_per_hire"],
        vec!["--vary", "=1..2"],
        vec!["--vary", "hiring.cost_per_hire=5"],
        vec!["--vary", "hiring.cost_per_hire=low..9000"],
        vec!["--vary", "hiring.cost_per_hire=9000..1600"],
        vec!["--vary", "hiring.cost_per_hire=5..5"],
        vec!["--vary", "hiring.cost_per_hire=1..5:0"],
        vec!["--vary", vary, "--vary", vary],
        vec!["--vary", "hiring.cost_per_hre=1..2"],
        vec!["--vary", "retention.turnover=20..30"],
        vec!["--vary", "roles.nurs.headcount=10..20"],
        vec!["--vary", "name=1..2"],
        vec!["--vary", vary, "--design", "halton"],
        vec!["--vary", vary, "--design", "grid"],
        vec!["--vary", vary, "--design", "oat", "--points", "9"],
        vec!["--vary", vary, "--design", "gone.csv"],
        vec!["--design", "points.csv"],
        vec!["--design", "other.csv"],
        vec!["--design", "points.csv", "--vary", vary],
        vec!["--design", "sweep.toml"],
        vec!["--design", "gone.toml"],
        vec!["--vary", vary, "--points", "0"],
        vec!["--vary", vary, "--replicates", "0"],
        vec!["--vary", vary, "--policies", "hre"],
        vec!["--vary", vary, "--set", "hiring.decline=3"],
        vec!["--vary", vary, "--format", "xlsx"],
        vec!["--vary", vary, "--shard", "0/3"],
        vec!["--vary", vary, "--shard", "4/3"],
        vec!["--vary", vary, "--shard", "third"],
        vec!["--vary", vary, "--shard", "auto"],
        vec!["--vary", vary, "--shards", "3"],
        vec!["--vary", vary, "--shard", "1/3", "--shards", "3"],
        vec!["--vary", vary, "--max-time", "30"],
        vec!["--vary", vary, "--threads", "0"],
    ];
    let mut told = String::new();
    for case in cases {
        let mut command = place.program(&["sweep", "ward.toml", "--out", "a"]);
        let err = failed(command.args(&case), 2);
        let _ = writeln!(told, "$ sweep {}\n{}\n", case.join(" "), err.trim_end());
        assert!(!place.path("a").exists(), "{case:?} touched the disk");
    }
    let err = failed(&mut place.program(&["merge", "gone", "--out", "b"]), 1);
    let _ = writeln!(told, "$ merge gone\n{}\n", err.trim_end());
    fs::create_dir(place.path("c")).unwrap();
    fs::write(place.path("c/sweep.json"), "{}").unwrap();
    let err = failed(&mut place.program(&["merge", "c", "--out", "b"]), 2);
    let _ = writeln!(told, "$ merge c\n{}\n", err.trim_end());
    if std::env::var_os("FORESHIFT_BLESS").is_some() {
        fs::write(KEPT, &told).unwrap();
    }
    assert_eq!(told, fs::read_to_string(KEPT).unwrap_or_default());
}
