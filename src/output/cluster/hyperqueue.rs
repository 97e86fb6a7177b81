//! `HyperQueue`: the shards are tasks of a job, and the merge is a task that depends on all of them.

use super::template::fill;
use super::{File, Job};

/// What submits.
pub const SUBMIT: &str = "submit.py";

/// The scripts of a shard and of the merge, and what submits them through `HyperQueue`'s Python API.
pub fn files(job: &Job) -> Vec<File> {
    let submit = fill(
        include_str!("hyperqueue.py"),
        &[
            ("VERSION", env!("CARGO_PKG_VERSION")),
            ("DIRECTORY", &python(&job.directory)),
            ("NAME", &python(&job.name)),
            ("SHARDS", &job.shards.to_string()),
            ("CORES", &job.cores.to_string()),
            ("ATTEMPTS", &job.attempts.to_string()),
        ],
    );
    let shard = format!("auto --shards {}", job.shards);
    vec![job.shard_script(&shard, "$HQ_TASK_ID"), job.merge_script(), File { name: SUBMIT, text: submit }]
}

/// A text as Python reads it: a string of JSON, all escapes of which Python knows.
fn python(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
