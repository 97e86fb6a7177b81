//! Sweeps on engines that people already have: the job files of `foreshift emit`, run for real, give the bytes of one process, though a shard is
//! killed with SIGKILL on the way and every name on the way is hostile.
//!
//! `HyperQueue` needs its Python package (`FORESHIFT_CLUSTER_PYTHON`, else `python3`), GNU parallel and Slurm their programs; Kubernetes is stood in
//! for by `tests/cluster/kubectl.py`, which checks what it is given against the schema and runs it as pods are run. Where something is missing the
//! test says so and is skipped, unless `FORESHIFT_CLUSTER=required`, as in `.ci/run`; Slurm may be skipped there too. `tests/cluster/install.sh`
//! installs all of it.
#![cfg(unix)]

#[path = "support/written.rs"]
mod written;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use written::files_written;

const PROGRAM: &str = env!("CARGO_BIN_EXE_foreshift");

/// The exit code by which a test's script says that it cannot run here.
const CANNOT: i32 = 75;

/// A name that bites shells, Python, YAML, Slurm's and `HyperQueue`'s patterns, parallel's replacement strings, and our own templates.
const HOSTILE: &str = "it's \"a\" $(false) `b` ${HOME} {} {#} %a %{CWD} @SCENARIO@ * é \\\nnew";

/// The sweep but for the scenario and where it goes.
const SWEEP: [&str; 9] = [
    "--vary",
    "hiring.cost_per_hire=2000..9000",
    "--points",
    "40",
    "--replicates",
    "6",
    "--policies=hire,reskill",
    "--set",
    "summary='$(false) \"x\" @SHARDS@ $HOME {} ; rm -rf'",
];

const SHARDS: &str = "3";

/// A file of `tests/cluster`.
fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cluster").join(name)
}

fn python() -> String {
    env::var("FORESHIFT_CLUSTER_PYTHON").unwrap_or_else(|_| "python3".to_owned())
}

/// Whether a command ends well.
fn works(program: &str, words: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Says why a test is skipped; fails where it must not be.
fn skipped(what: &str, may_be: bool) {
    assert!(may_be || env::var("FORESHIFT_CLUSTER").as_deref() != Ok("required"), "{what}, and it is required");
    eprintln!("skipped: {what}");
}

/// A folder with a scenario, both of hostile names.
struct Place {
    /// Removed at the end.
    _root: tempfile::TempDir,
    folder: PathBuf,
    scenario: String,
}

impl Place {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        // As it is known without links, which `current_dir` resolves.
        let folder = root.path().canonicalize().unwrap().join(HOSTILE);
        fs::create_dir(&folder).unwrap();
        let scenario = format!("-{HOSTILE}.toml");
        let travel = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/examples/travel.toml");
        fs::copy(travel, folder.join(&scenario)).unwrap();
        Self { _root: root, folder, scenario }
    }

    /// Runs the program in the folder.
    fn foreshift(&self, words: &[&str], more: &[&str]) -> Output {
        let mut command = Command::new(PROGRAM);
        command.args(words).args(more).args(["--", &self.scenario]).current_dir(&self.folder);
        command.stdin(Stdio::null()).output().unwrap()
    }

    /// The sweep in one process.
    fn single(&self) -> BTreeMap<String, Vec<u8>> {
        let done = self.foreshift(&["sweep", "--out", "single"], &SWEEP);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        files_written(&self.folder.join("single"))
    }

    /// Writes the job files of an engine to a directory of a hostile name.
    fn emit(&self, engine: &str, more: &[&str]) -> PathBuf {
        let out = format!("out {HOSTILE}");
        let stand_in = script("killed_once.sh");
        // The program's path is hostile too.
        let program = self.folder.join("fore shift's");
        symlink(stand_in, &program).unwrap();
        let words = ["emit", engine, "--shards", SHARDS, "--out", &out, "--program", program.to_str().unwrap()];
        let done = self.foreshift(&words, &[&SWEEP[..], more].concat());
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        self.folder.join(out)
    }

    /// Runs a job whose first shard is killed, and says how it ended.
    fn run(&self, command: &mut Command) -> Output {
        command.env("FORESHIFT_REAL", PROGRAM).env("FORESHIFT_KILLED", self.folder.join("killed"));
        command.current_dir("/").stdin(Stdio::null()).output().unwrap()
    }

    /// Holds that a job gave the bytes of one process after a shard was killed.
    fn holds(&self, out: &Path, done: &Output) {
        let logs: Vec<String> = fs::read_dir(out.join("logs"))
            .into_iter()
            .flatten()
            .map(|log| fs::read_to_string(log.unwrap().path()).unwrap())
            .collect();
        let logs = logs.join("\n");
        let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let told = format!("{}\n{}\n{logs}", said(&done.stdout), said(&done.stderr));
        assert!(done.status.success(), "{told}");
        let how = fs::read_to_string(self.folder.join("killed/how")).expect("a shard was killed");
        // 128 and SIGKILL, and not before a part was written.
        let parts: u32 = how.strip_prefix("137 after ").and_then(|how| how.trim().strip_suffix(" parts")?.parse().ok()).unwrap();
        assert!(parts >= 1, "{how}");
        let (single, merged) = (self.single(), files_written(&out.join("results")));
        assert_eq!(single.keys().collect::<Vec<_>>(), merged.keys().collect::<Vec<_>>(), "{told}");
        for (file, bytes) in &single {
            assert!(merged[file] == *bytes, "{file} differs\n{told}");
        }
        // No shard did the work of another.
        let part = |file: &&String| file.starts_with("parts/") && Path::new(file).extension().is_some_and(|end| end == "json");
        let parts = |shard: PathBuf| files_written(&shard).keys().filter(part).count();
        let shards = fs::read_dir(out.join("shards")).unwrap().map(|shard| parts(shard.unwrap().path())).collect::<Vec<_>>();
        assert_eq!(shards.len().to_string(), SHARDS);
        assert_eq!(shards.iter().sum::<usize>(), parts(self.folder.join("single")));
    }
}

#[test]
fn gnu_parallel_gives_the_bytes_of_one_process() {
    if !works("parallel", &["--version"]) {
        return skipped("GNU parallel is not installed", false);
    }
    let place = Place::new();
    let out = place.emit("parallel", &[]);
    let done = place.run(Command::new("sh").arg(out.join("run.sh")).args(["--jobs", "2"]));
    place.holds(&out, &done);
    // Run again, it has nothing to do and changes nothing.
    let before = files_written(&out.join("results"));
    let again = place.run(Command::new("sh").arg(out.join("run.sh")));
    place.holds(&out, &again);
    assert!(before == files_written(&out.join("results")));
}

#[test]
fn hyperqueue_gives_the_bytes_of_one_process() {
    if !works(&python(), &["-c", "import hyperqueue.cluster"]) {
        return skipped("HyperQueue's Python package is not installed", false);
    }
    let place = Place::new();
    let out = place.emit("hyperqueue", &[]);
    let done = place.run(Command::new("timeout").arg("100").arg(python()).arg(out.join("submit.py")).args(["--local", "2"]));
    place.holds(&out, &done);
}

#[test]
fn slurm_gives_the_bytes_of_one_process() {
    let place = Place::new();
    let out = place.emit("slurm", &[]);
    let wait = "sh \"$0\" && while squeue --noheader | grep -q .; do sleep 0.5; done";
    let done = place.run(Command::new("sh").arg(script("slurm.sh")).args(["sh", "-c", wait]).arg(out.join("submit.sh")));
    if done.status.code() == Some(CANNOT) {
        return skipped(String::from_utf8_lossy(&done.stderr).trim(), true);
    }
    place.holds(&out, &done);
}

#[test]
fn kubernetes_files_keep_to_the_schema_and_give_the_bytes_of_one_process() {
    if !works(&python(), &["-c", "import kubernetes_validate, yaml"]) {
        return skipped("the Python package kubernetes-validate is not installed", false);
    }
    let place = Place::new();
    let out = place.emit("kubernetes", &["--image", "registry.invalid/foreshift:1", "--claim", "files"]);
    let (bin, state) = (place.folder.join("bin"), place.folder.join("state"));
    fs::create_dir(&bin).unwrap();
    fs::create_dir(&state).unwrap();
    // PATH parts its folders by colons, which are the only letters that these have not.
    let call = "exec \"$FORESHIFT_CLUSTER_PYTHON\" \"$FORESHIFT_KUBECTL\" \"$@\"\n";
    fs::write(bin.join("kubectl"), format!("#!/bin/sh\n{call}")).unwrap();
    assert!(works("chmod", &["+x", bin.join("kubectl").to_str().unwrap()]));
    let path = env::join_paths(std::iter::once(bin).chain(env::split_paths(&env::var_os("PATH").unwrap()))).unwrap();
    let mut command = Command::new("sh");
    command.arg(out.join("run.sh")).arg("--namespace=mine").env("PATH", path);
    command.env("FORESHIFT_CLUSTER_PYTHON", python()).env("FORESHIFT_KUBECTL", script("kubectl.py"));
    let done = place.run(command.env("FORESHIFT_KUBECTL_STATE", state));
    place.holds(&out, &done);
}

#[test]
fn a_plan_shares_out_the_work() {
    let place = Place::new();
    let done = place.foreshift(&["plan", "--json", "--shards", SHARDS], &SWEEP);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let plan: Value = serde_json::from_slice(&done.stdout).unwrap();
    let all = &plan["all"];
    // 40 points, 6 replicates, of hire, reskill, none and the twin; 8 points a part, in blocks of 5 replicates and of 1.
    assert_eq!((all["runs"].as_u64(), all["parts"].as_u64()), (Some(960), Some(10)));
    let shards = plan["shards"].as_array().unwrap();
    let sum = |key: &str| shards.iter().map(|shard| shard[key].as_u64().unwrap()).sum::<u64>();
    assert_eq!((shards.len(), sum("runs"), sum("parts")), (3, 960, 10));
    for work in shards.iter().chain([all]) {
        let [low, expected, high] = ["ci_low", "core_seconds", "ci_high"].map(|key| work[key].as_f64().unwrap());
        assert!(0.0 <= low && low < expected && expected < high, "{work}");
    }
    assert!(plan["timed"]["machine"]["arch"].is_string() && plan["timed"]["units"].as_u64() >= Some(3));
    let text = place.foreshift(&["plan", "--shards", SHARDS], &SWEEP);
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.contains("960 runs, in 10 parts") && text.contains("one core of this machine"), "{text}");
    assert!(!place.folder.join("sweep").exists());
}

#[test]
fn wrong_input_is_refused_and_nothing_is_written() {
    let place = Place::new();
    let image = ["--image", "i", "--claim", "c"];
    let cases: [(&[&str], &str); 11] = [
        (&["emit", "slurm", "--out", "o"], "--shards N"),
        (&["plan"], "--shards N"),
        (&["plan", "--shards", "3", "--shard", "1/3"], "runs one shard"),
        (&["plan", "--shards", "20000"], "give fewer"),
        (&["emit", "slurm", "--out", "o", "--shards", "3", "--vary", "hiring.cost=1..2"], "hiring.cost"),
        (&["emit", "slurm", "--out", "o", "--shards", "3", "--name", "A b"], "small letters"),
        (&["emit", "slurm", "--out", "o", "--shards", "3", "--attempts", "0"], "attempts"),
        (&["emit", "slurm", "--out", "o", "--shards", "3", "--claim", "c"], "goes with kubernetes"),
        (&["emit", "kubernetes", "--out", "o", "--shards", "3"], "--image"),
        (&["emit", "kubernetes", "--out", "o", "--shards", "3", "--image", "i", "--claim", "A b"], "no name of a volume claim"),
        (&["emit", "lsf", "--out", "o", "--shards", "3"], "slurm, hyperqueue, kubernetes, parallel"),
    ];
    for (words, told) in cases {
        refused(&place, words, &[], told);
    }
    refused(&place, &["emit", "kubernetes", "--out", "/nowhere/o", "--shards", "3"], &image, "pods do not see");
    refused(&place, &["emit", "kubernetes", "--out", "o", "--shards", "3", "--mount", "/nowhere"], &image, "pods do not see");
    let mut command = Command::new(PROGRAM);
    command.args(["emit", "slurm", "--out", "o", "--shards", "3", "-"]).current_dir(&place.folder);
    let travel = fs::File::open(place.folder.join(&place.scenario)).unwrap();
    let done = command.stdin(travel).output().unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("standard input"));
    assert_eq!(fs::read_dir(&place.folder).unwrap().count(), 1);
}

/// Holds that words are refused with exit code 2 and a remedy.
fn refused(place: &Place, words: &[&str], more: &[&str], told: &str) {
    let done = place.foreshift(words, more);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(2), "{words:?}: {said}");
    assert!(said.contains(told), "{words:?}: {said}");
}
