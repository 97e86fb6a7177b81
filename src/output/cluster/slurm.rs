//! Slurm: the shards are a job array, and the merge waits for all of it with `--dependency=afterok`.

use super::template::fill;
use super::{File, Job, quoted};

/// What submits.
pub const SUBMIT: &str = "submit.sh";

/// The scripts of the array and of the merge, and what submits both. Paths are in the scripts, not in `#SBATCH` lines or in patterns of
/// `--output`, which know no quoting.
pub fn files(job: &Job) -> Vec<File> {
    let submit = fill(
        include_str!("slurm.sh"),
        &[
            ("VERSION", env!("CARGO_PKG_VERSION")),
            ("DIRECTORY", &quoted(&job.directory)),
            ("NAME", &quoted(&job.name)),
            ("SHARDS", &job.shards.to_string()),
            ("CORES", &job.cores.to_string()),
        ],
    );
    let shard = format!("auto --shards {}", job.shards);
    vec![job.shard_script(&shard, "$SLURM_ARRAY_TASK_ID"), job.merge_script(), File { name: SUBMIT, text: submit }]
}
