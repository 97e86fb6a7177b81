//! Kubernetes: the shards are an Indexed Job. Kubernetes has no job that waits for a job, so the merge is a second job, which a script applies
//! when the first is done.
//!
//! Pods see one directory of the volume claim, under the same path as the machine where the job was written, so that every path in it is seen
//! as it is. There is no shell in a pod: words are lists of strings, in which `$` is doubled because Kubernetes replaces `$(NAME)`.

use std::fmt::Write as _;

use thiserror::Error;

use super::template::fill;
use super::{File, Job, quoted};

/// What applies both jobs.
pub const SUBMIT: &str = "run.sh";

/// What pods need.
#[derive(Clone, Debug)]
pub struct Pods {
    /// The image that holds the program.
    pub image: String,
    /// The volume claim that holds the files.
    pub claim: String,
    /// Where the volume is mounted, from the root; every path must lie below.
    pub mount: String,
}

/// A path that pods would not see.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("pods do not see `{path}`: it is not below `{mount}`, where the volume is mounted")]
pub struct Unreachable {
    /// Which path.
    pub path: String,
    /// Where the volume is mounted.
    pub mount: String,
}

/// Both jobs and what applies them.
///
/// # Errors
///
/// The job's folder or its directory is not below the mount.
pub fn files(job: &Job, pods: &Pods) -> Result<Vec<File>, Unreachable> {
    for path in [&job.folder, &job.directory] {
        if !below(path, &pods.mount) {
            return Err(Unreachable { path: path.clone(), mount: pods.mount.clone() });
        }
    }
    let numbers = [job.shards.to_string(), job.cores.to_string(), job.attempts.saturating_sub(1).to_string()];
    let shared = |args: &str, name: &str| -> Vec<(&'static str, String)> {
        vec![
            ("VERSION", env!("CARGO_PKG_VERSION").to_owned()),
            ("NAME", name.to_owned()),
            ("IMAGE", yaml(&pods.image)),
            ("CLAIM", yaml(&pods.claim)),
            ("MOUNT", yaml(&pods.mount)),
            ("FOLDER", yaml(&job.folder)),
            ("COMMAND", yaml(&dollars(&job.program))),
            ("ARGS", args.to_owned()),
            ("SHARDS", numbers[0].clone()),
            ("CORES", numbers[1].clone()),
            ("RETRIES", numbers[2].clone()),
        ]
    };
    let filled = |template: &str, values: Vec<(&'static str, String)>| {
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fill(template, &values)
    };
    let shards = filled(include_str!("kubernetes-shards.yaml"), shared(&shard(job), &job.name));
    let merge = filled(include_str!("kubernetes-merge.yaml"), shared(&merge(job), &job.name));
    let run = filled(
        include_str!("kubernetes.sh"),
        vec![
            ("VERSION", env!("CARGO_PKG_VERSION").to_owned()),
            ("NAME", quoted(&job.name)),
            ("DIRECTORY", quoted(&job.directory)),
            ("SHARDS", numbers[0].clone()),
        ],
    );
    Ok(vec![
        File { name: "shards.yaml", text: shards },
        File { name: "merge.yaml", text: merge },
        File { name: SUBMIT, text: run },
    ])
}

/// Whether a path from the root lies in a directory or is it.
pub fn below(path: &str, directory: &str) -> bool {
    let directory = directory.trim_end_matches('/');
    path.strip_prefix(directory).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The words of a shard; Kubernetes puts its number where `$(JOB_COMPLETION_INDEX)` stands.
fn shard(job: &Job) -> String {
    let mut words: Vec<String> = job.sweep().iter().map(|word| dollars(word)).collect();
    let shards = job.shards.to_string();
    words.extend(["--shard", "auto", "--shards", &shards, "--out"].map(str::to_owned));
    words.push(format!("{}/shards/$(JOB_COMPLETION_INDEX)", dollars(&job.directory)));
    words.extend(["--".to_owned(), dollars(&job.scenario)]);
    list(&words)
}

/// The words of the merge.
fn merge(job: &Job) -> String {
    let directory = dollars(&job.directory);
    let mut words = vec!["merge".to_owned(), "--out".to_owned(), format!("{directory}/results"), "--".to_owned()];
    words.extend((0..job.shards).map(|index| format!("{directory}/shards/{index}")));
    list(&words)
}

/// A list of YAML, an item a line.
fn list(words: &[String]) -> String {
    let items: Vec<String> = words.iter().map(|word| format!("            - {}", yaml(word))).collect();
    items.join("\n")
}

/// A word in which Kubernetes replaces nothing.
fn dollars(word: &str) -> String {
    word.replace('$', "$$")
}

/// A text as YAML reads it, in double quotes: what is not printable ASCII is escaped.
fn yaml(text: &str) -> String {
    let mut quoted = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            ' '..='~' => quoted.push(letter),
            // Writing to a string cannot fail.
            _ => drop(write!(quoted, "\\U{:08x}", u32::from(letter))),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_below_the_mount_are_seen() {
        assert!(below("/work/a", "/work") && below("/work", "/work/") && below("/a", "/"));
        assert!(!below("/workshop", "/work") && !below("/", "/work"));
    }

    #[test]
    fn kubernetes_replaces_nothing_of_ours() {
        assert_eq!(dollars("$(HOME) $$ a"), "$$(HOME) $$$$ a");
        assert_eq!(yaml("a\"\\\n\u{85}é🚀"), r#""a\"\\\U0000000a\U00000085\U000000e9\U0001f680""#);
    }
}
