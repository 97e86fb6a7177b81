//! GNU parallel: the shards are its jobs, of this machine or of those that ssh reaches, and the merge comes after.

use super::template::fill;
use super::{File, Job, quoted};

/// What runs all of it.
pub const SUBMIT: &str = "run.sh";

/// The scripts of a shard and of the merge, and what runs them. A shard that fails is parallel's to run again (`--retries`), so the script itself
/// tries once.
pub fn files(job: &Job) -> Vec<File> {
    let run = fill(
        include_str!("parallel.sh"),
        &[
            ("VERSION", env!("CARGO_PKG_VERSION")),
            ("DIRECTORY", &quoted(&job.directory)),
            ("SHARDS", &job.shards.to_string()),
            ("CORES", &job.cores.to_string()),
            ("ATTEMPTS", &job.attempts.to_string()),
        ],
    );
    let once = Job { attempts: 1, ..job.clone() };
    let shard = format!("\"$1/{}\"", job.shards);
    vec![once.shard_script(&shard, "$1"), job.merge_script(), File { name: SUBMIT, text: run }]
}
