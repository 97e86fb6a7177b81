//! Job files: what runs the shards of a sweep on an engine that people already have, and merges them after.
//!
//! The files are data: one template an engine, filled with words that are quoted for whoever reads them (a shell, Python, YAML). Every engine
//! does the same: shard `k` of `n` writes to `shards/k`, a shard that ends badly is run again and takes up the work where it was left, and when
//! all are done `merge` writes `results`. All of it is under one directory, which each machine must see under the same path.

mod hyperqueue;
mod kubernetes;
mod parallel;
mod slurm;
mod template;

use super::shell::quoted;
use template::fill;

pub use kubernetes::{Pods, Unreachable};

/// An engine that runs jobs on many machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Slurm: a job array, and a job that waits for it.
    Slurm,
    /// `HyperQueue`: a job of tasks, the last of which waits for the others.
    HyperQueue,
    /// Kubernetes: an Indexed Job, and a second job.
    Kubernetes,
    /// GNU parallel: processes of this machine, or of machines that ssh reaches.
    Parallel,
}

/// A sweep to be run in shards.
#[derive(Clone, Debug)]
pub struct Job {
    /// What the engine calls it.
    pub name: String,
    /// The program's path on the machines that run it.
    pub program: String,
    /// The sweep's flags, without those that say what to write where and which shard to run.
    pub flags: Vec<String>,
    /// The scenario, as it was named in `folder`.
    pub scenario: String,
    /// Where the flags were given: paths in them start here.
    pub folder: String,
    /// Where the shards, the logs and the results go, from the root.
    pub directory: String,
    /// How many shards.
    pub shards: u32,
    /// Cores of a shard.
    pub cores: usize,
    /// How often a shard is tried.
    pub attempts: u32,
}

/// A file of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name in the job's directory.
    pub name: &'static str,
    /// What it says.
    pub text: String,
}

impl Job {
    /// The words of one shard but for the program; `shard` and `out` are spelt for whoever reads them.
    fn sweep(&self) -> Vec<String> {
        std::iter::once("sweep".to_owned()).chain(self.flags.iter().cloned()).collect()
    }

    /// The script that runs a shard, whose number `shard` gives and whose directory's name `index` gives, both as shell words.
    fn shard_script(&self, shard: &str, index: &str) -> File {
        let words: Vec<String> = std::iter::once(&self.program).chain(&self.sweep()).map(|word| quoted(word)).collect();
        let text = fill(
            include_str!("shard.sh"),
            &[
                ("VERSION", env!("CARGO_PKG_VERSION")),
                ("FOLDER", &quoted(&self.folder)),
                ("DIRECTORY", &quoted(&self.directory)),
                ("COMMAND", &words.join(" ")),
                ("SCENARIO", &quoted(&self.scenario)),
                ("SHARD", shard),
                ("INDEX", index),
                ("SHARDS", &self.shards.to_string()),
                ("ATTEMPTS", &self.attempts.to_string()),
            ],
        );
        File { name: "shard.sh", text }
    }

    /// The script that merges the shards.
    fn merge_script(&self) -> File {
        let text = fill(
            include_str!("merge.sh"),
            &[
                ("VERSION", env!("CARGO_PKG_VERSION")),
                ("DIRECTORY", &quoted(&self.directory)),
                ("PROGRAM", &quoted(&self.program)),
                ("SHARDS", &self.shards.to_string()),
            ],
        );
        File { name: "merge.sh", text }
    }
}

/// The name of the file that starts a job on an engine, and how to call it.
#[must_use]
pub const fn start(engine: Engine) -> (&'static str, &'static str) {
    match engine {
        Engine::Slurm => ("sh", slurm::SUBMIT),
        Engine::HyperQueue => ("python3", hyperqueue::SUBMIT),
        Engine::Kubernetes => ("sh", kubernetes::SUBMIT),
        Engine::Parallel => ("sh", parallel::SUBMIT),
    }
}

/// Whether pods see a path from the root, where the volume is mounted at `mount`.
#[must_use]
pub fn sees(mount: &str, path: &str) -> bool {
    kubernetes::below(path, mount)
}

/// The files that run a job on an engine; what is said of pods is for Kubernetes.
///
/// # Errors
///
/// A path lies where the pods of Kubernetes do not see it.
pub fn files(engine: Engine, job: &Job, pods: &Pods) -> Result<Vec<File>, Unreachable> {
    match engine {
        Engine::Slurm => Ok(slurm::files(job)),
        Engine::HyperQueue => Ok(hyperqueue::files(job)),
        Engine::Kubernetes => kubernetes::files(job, pods),
        Engine::Parallel => Ok(parallel::files(job)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job() -> Job {
        Job {
            name: "a".to_owned(),
            program: "/bin/foreshift".to_owned(),
            flags: vec!["--set=name=it's".to_owned()],
            scenario: "a.toml".to_owned(),
            folder: "/work".to_owned(),
            directory: "/work/out".to_owned(),
            shards: 4,
            cores: 2,
            attempts: 5,
        }
    }

    #[test]
    fn every_name_of_a_template_has_a_value() {
        let pods = Pods { image: "i".to_owned(), claim: "c".to_owned(), mount: "/".to_owned() };
        for engine in [Engine::Slurm, Engine::HyperQueue, Engine::Kubernetes, Engine::Parallel] {
            let files = files(engine, &job(), &pods).unwrap();
            assert!(files.iter().any(|file| file.name == start(engine).1));
            for file in files {
                let mut between = file.text.split('@').skip(1);
                let open = between.find(|text| !text.is_empty() && text.chars().all(|letter| letter.is_ascii_uppercase()));
                assert_eq!(open, None, "{} of {engine:?}", file.name);
            }
        }
    }

    #[test]
    fn a_job_says_how_often_and_on_how_many_cores() {
        let pods = Pods { image: "i".to_owned(), claim: "c".to_owned(), mount: "/work".to_owned() };
        let text = |engine| files(engine, &job(), &pods).unwrap().into_iter().map(|file| file.text).collect::<String>();
        let slurm = text(Engine::Slurm);
        assert!(slurm.contains("--array=1-4") && slurm.contains("--cpus-per-task=2") && slurm.contains("-lt 5 ]"), "{slurm}");
        let hyperqueue = text(Engine::HyperQueue);
        assert!(hyperqueue.contains("SHARDS = 4\nCORES = 2") && hyperqueue.contains("-lt 5 ]"), "{hyperqueue}");
        let kubernetes = text(Engine::Kubernetes);
        assert!(kubernetes.contains("backoffLimitPerIndex: 4") && kubernetes.contains("cpu: \"2\""), "{kubernetes}");
        let parallel = text(Engine::Parallel);
        // Parallel runs a shard again itself.
        assert!(parallel.contains("--retries 5") && parallel.contains("-lt 1 ]"), "{parallel}");
    }
}
