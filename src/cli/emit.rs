//! `foreshift emit`: the job files that run a sweep in shards on an engine that people already have.

use std::env;
use std::path::{Component, Path, PathBuf};

use clap::{Args, ValueEnum};

use super::spelt::Spelt;
use super::voice::Voice;
use super::{Failure, plan, sweep};
use crate::output::cluster::{self, Engine, Job, Pods, Unreachable};
use crate::output::directory::Directory;
use crate::output::shell::quoted;

/// What of a sweep's flags the job files say themselves.
const OURS: [&str; 5] = ["out", "shard", "shards", "force", "json"];

/// The longest name of a job: Kubernetes makes names of pods of it, which have at most 63 letters.
const LONGEST_NAME: usize = 48;

/// The most times that a shard is tried.
const MOST_ATTEMPTS: u32 = 100;

/// Engines by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EngineName {
    /// Slurm: a job array, then a job that waits for it
    Slurm,
    /// `HyperQueue`: tasks, then one that depends on them
    Hyperqueue,
    /// Kubernetes: an Indexed Job, then a second job
    Kubernetes,
    /// GNU parallel: processes of this machine, or of those that ssh reaches
    Parallel,
}

impl EngineName {
    const fn engine(self) -> Engine {
        match self {
            Self::Slurm => Engine::Slurm,
            Self::Hyperqueue => Engine::HyperQueue,
            Self::Kubernetes => Engine::Kubernetes,
            Self::Parallel => Engine::Parallel,
        }
    }
}

/// Which engine, which sweep, and what the engine needs to know.
#[derive(Args, Debug)]
#[group(id = "emit")]
#[command(mut_arg("out", |out| out.help("The directory of the job files; the shards, the logs and the results go there too")))]
#[command(mut_arg("shards", |shards| shards.help("How many shards")), mut_arg("shard", |shard| shard.hide(true)))]
#[command(mut_arg("threads", |threads| threads.help("Threads of a shard, and the cores that are asked for [default: 1]")))]
#[command(mut_arg("force", |force| force.help("Writes even where other files are")), mut_arg("json", |json| json.hide(true)))]
pub struct Arguments {
    /// What runs the shards
    #[arg(value_name = "ENGINE", value_enum)]
    engine: EngineName,
    #[command(flatten)]
    sweep: Spelt<sweep::Arguments>,
    /// What the engine calls the job: small letters, digits and hyphens
    #[arg(long, value_name = "NAME", default_value = "foreshift-sweep", value_parser = name)]
    name: String,
    /// How often a shard that fails is tried
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_ATTEMPTS)))]
    attempts: u32,
    /// The program's path where the shards run [default: this program; of Kubernetes, the image's `foreshift`]
    #[arg(long, value_name = "PATH")]
    program: Option<String>,
    /// Kubernetes: the image that holds the program
    #[arg(long, value_name = "IMAGE")]
    image: Option<String>,
    /// Kubernetes: the volume claim that holds the files
    #[arg(long, value_name = "CLAIM")]
    claim: Option<String>,
    /// Kubernetes: where the volume is mounted [default: this directory]
    #[arg(long, value_name = "DIR")]
    mount: Option<PathBuf>,
}

/// A name that every engine takes.
fn name(text: &str) -> Result<String, String> {
    let fine = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    let ends = text.starts_with(|first: char| first.is_ascii_lowercase()) && !text.ends_with('-');
    if !ends || !text.chars().all(fine) || text.len() > LONGEST_NAME {
        return Err(format!("use at most {LONGEST_NAME} small letters, digits and hyphens, a letter first and no hyphen last"));
    }
    Ok(text.to_owned())
}

/// Writes the job files.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<(), Failure> {
    let engine = arguments.engine.engine();
    let given = &arguments.sweep;
    let shards = plan::shards(given)?;
    let out = given.value("out").map_or(Path::new(""), Path::new);
    // A job whose flags are wrong would fail on every machine.
    given.meaning.study()?;
    let folder = text(
        &env::current_dir()
            .map_err(|error| Failure::refused(format!("cannot find this directory: {error}"), "go to one that is there"))?,
    )?;
    let job = Job {
        name: arguments.name.clone(),
        program: program(arguments, engine)?,
        flags: flags(given)?,
        scenario: scenario(given)?,
        directory: text(&from_root(&folder, out))?,
        folder,
        shards,
        cores: cores(given),
        attempts: arguments.attempts,
    };
    let pods = pods(arguments, engine, &job)?;
    let files = cluster::files(engine, &job, &pods).map_err(|error| unreachable(&error))?;
    let mut directory = Directory::open(out, given.value("force").is_some())?;
    for file in &files {
        directory.write(file.name, file.text.as_bytes())?;
    }
    let (how, start) = cluster::start(engine);
    let (files, root) = (files.len(), out.display());
    voice.say(&format!("Wrote {files} files to {root}; the shards go to `shards` in it, and what is merged to `results`."));
    voice.say("Every machine must see these paths as this one does, as on a shared file system. Start it with:");
    voice.say(&format!("  {how} {}", quoted(&out.join(start).display().to_string())));
    Ok(())
}

/// The sweep's flags for a shard, with a thread a core that is asked for.
fn flags(given: &Spelt<sweep::Arguments>) -> Result<Vec<String>, Failure> {
    let mut flags = given.flags(&OURS).map_err(|word| not_text(Path::new(&word)))?;
    if given.value("threads").is_none() {
        flags.push("--threads=1".to_owned());
    }
    Ok(flags)
}

/// Cores of a shard: as many as it has threads.
fn cores(given: &Spelt<sweep::Arguments>) -> usize {
    given.value("threads").and_then(|threads| threads.to_str()?.parse().ok()).unwrap_or(1)
}

/// The scenario's path, as it was given.
fn scenario(given: &Spelt<sweep::Arguments>) -> Result<String, Failure> {
    let path = given.value("scenario").map_or(Path::new("-"), Path::new);
    if path == Path::new("-") {
        return Err(Failure::refused("a job cannot read standard input", "name a scenario file"));
    }
    text(path)
}

/// The program's path on the machines that run shards.
fn program(arguments: &Arguments, engine: Engine) -> Result<String, Failure> {
    match &arguments.program {
        Some(program) => Ok(program.clone()),
        None if engine == Engine::Kubernetes => Ok("foreshift".to_owned()),
        None => text(&env::current_exe().map_err(|error| {
            Failure::refused(format!("cannot find this program's path: {error}"), "name it with --program PATH")
        })?),
    }
}

/// What pods need; of other engines, nothing may be said of pods.
fn pods(arguments: &Arguments, engine: Engine, job: &Job) -> Result<Pods, Failure> {
    let Arguments { image, claim, mount, .. } = arguments;
    if engine != Engine::Kubernetes {
        let said = [("--image", image.is_some()), ("--claim", claim.is_some()), ("--mount", mount.is_some())];
        return match said.iter().find(|(_, said)| *said) {
            Some((flag, _)) => Err(Failure::refused(format!("`{flag}` goes with kubernetes"), "leave it out")),
            None => Ok(Pods { image: String::new(), claim: String::new(), mount: String::new() }),
        };
    }
    let Some(image) = image.clone() else {
        return Err(Failure::refused("no image is named", "name the image that holds foreshift with --image"));
    };
    let Some(claim) = claim.clone() else {
        return Err(Failure::refused("no volume claim is named", "name the one that holds this directory with --claim"));
    };
    let fine = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-.".contains(letter);
    if claim.is_empty() || claim.len() > 253 || !claim.chars().all(fine) {
        return Err(Failure::refused(
            format!("`{claim}` is no name of a volume claim"),
            "names of Kubernetes have small letters, digits, hyphens and dots",
        ));
    }
    let mount = match mount {
        None => job.folder.clone(),
        Some(mount) => text(&from_root(&job.folder, mount))?,
    };
    if mount.contains(':') {
        return Err(Failure::refused(
            format!("Kubernetes mounts nothing at `{mount}`, for there is a colon in it"),
            "name another directory with --mount, and work below it",
        ));
    }
    // What the flags name, too; a design may be a file.
    let design = arguments.sweep.value("design").map(Path::new).filter(|design| design.extension().is_some());
    for path in arguments.sweep.paths(&OURS).chain(design) {
        let path = text(&from_root(&job.folder, path))?;
        if !cluster::sees(&mount, &path) {
            return Err(unreachable(&Unreachable { path, mount }));
        }
    }
    Ok(Pods { image, claim, mount })
}

fn unreachable(error: &Unreachable) -> Failure {
    Failure::refused(
        error.to_string(),
        "name a directory that holds all of it with --mount, or move what is outside into this one",
    )
}

/// A path as text.
fn text(path: &Path) -> Result<String, Failure> {
    path.to_str().map(str::to_owned).ok_or_else(|| not_text(path))
}

fn not_text(path: &Path) -> Failure {
    Failure::refused(format!("`{}` is not Unicode, and job files are", path.display()), "rename it")
}

/// A path from the root, without the steps `.` and `..`.
fn from_root(folder: &str, path: &Path) -> PathBuf {
    let mut whole = PathBuf::new();
    for part in Path::new(folder).join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(whole.pop()),
            part => whole.push(part),
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_suit_every_engine() {
        assert!(name("foreshift-sweep").is_ok() && name("a1").is_ok());
        for wrong in ["", "A", "1a", "a-", "a b", "a\nb", "a;b", &"a".repeat(49)] {
            assert!(name(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn paths_start_at_the_root() {
        assert_eq!(from_root("/a/b", Path::new("../c/./d")), Path::new("/a/c/d"));
        assert_eq!(from_root("/a/b", Path::new("/../x")), Path::new("/x"));
    }
}
