//! A small sweep, the program, and what a directory holds.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::written::files_written;

/// A scenario in which two people leave a week and a bar rises.
pub const SCENARIO: &str = r#"name = "Ward"
horizon_weeks = 40

[skills]
care = {}
records = {}

[roles.nurse]
headcount = 12
salary = 50_000
requires = { care = 0.5 }

[roles.coder]
headcount = 2
salary = 60_000
requires = { records = 0.6 }

[shocks.bot]
start_week = 3
ramp_weeks = 10
raises = [ { role = "nurse", skill = "care", to = 0.9 } ]
creates = [ { role = "coder", seats = 3 } ]
"#;

/// What varies, over so many points; some of the turnovers are refused.
pub const DESIGN: [&str; 6] =
    ["--vary", "hiring.cost_per_hire=1600..9000", "--vary", "retention.turnover=0.1..2.5", "--points", "30"];

/// The formats of this build.
pub const FORMATS: &str = if cfg!(feature = "tables") { "csv,parquet" } else { "csv" };

/// A folder with the scenario in it.
pub struct Place {
    folder: TempDir,
}

impl Place {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("ward.toml"), SCENARIO).unwrap();
        Self { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program in that folder, with none of what a scheduler says.
    pub fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_foreshift"));
        command.current_dir(self.folder.path()).args(arguments).env("NO_COLOR", "1");
        for name in ["SLURM_ARRAY_TASK_ID", "HQ_TASK_ID", "JOB_COMPLETION_INDEX", "FORESHIFT_SHARDS"] {
            command.env_remove(name);
        }
        command
    }

    /// The small sweep, with more flags.
    pub fn sweep(&self, out: &str, more: &[&str]) -> Command {
        let mut command = self.program(&["sweep", "ward.toml", "--out", out]);
        command.args(DESIGN);
        if !more.contains(&"--format") {
            command.args(["--format", FORMATS]);
        }
        if !more.contains(&"--replicates") {
            command.args(["--replicates", "11"]);
        }
        command.args(more);
        command
    }

    /// Runs the small sweep, which must do well.
    pub fn swept(&self, out: &str, more: &[&str]) -> String {
        good(&mut self.sweep(out, more))
    }

    /// Every file of a directory with its bytes, the manifest without its `run` block.
    pub fn files(&self, out: &str) -> BTreeMap<String, Vec<u8>> {
        files_written(&self.path(out))
    }
}

/// Standard output of a program that does well.
pub fn good(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Standard error of a program that ends with a code.
pub fn failed(command: &mut Command, code: i32) -> String {
    let Output { status, stderr, .. } = command.output().unwrap();
    let err = String::from_utf8(stderr).unwrap();
    assert_eq!(status.code(), Some(code), "{err}");
    assert!(!err.contains("panicked"), "{err}");
    err
}

/// The JSON of a file.
pub fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// Fails with the names of files that differ, not with their bytes.
pub fn same(found: &BTreeMap<String, Vec<u8>>, expected: &BTreeMap<String, Vec<u8>>) {
    let names: Vec<&String> = found.keys().chain(expected.keys()).collect();
    let differing: Vec<&&String> = names.iter().filter(|name| found.get(**name) != expected.get(**name)).collect();
    assert!(differing.is_empty(), "{differing:?}");
}
