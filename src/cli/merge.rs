//! `foreshift merge`: the shards of a sweep as one.

use std::fmt::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::SystemTime;

use clap::Args;

use super::sweep::finished;
use super::voice::Voice;
use super::{Failure, interrupt};
use crate::output::manifest::Run;
use crate::output::shell::quoted;
use crate::output::sweep::{Merged, Shortfall, merge};

/// The most parts that are listed by number.
const LISTED: usize = 20;

/// What to join.
#[derive(Args, Debug)]
pub struct Arguments {
    /// Directories that `sweep --shard` has written
    #[arg(value_name = "DIR", required = true)]
    directories: Vec<PathBuf>,
    /// The directory of the whole, for its parts, its tables and its page
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Replaces another sweep that the directory holds
    #[arg(long)]
    force: bool,
}

/// Joins the shards, or says what is missing.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let started = SystemTime::now();
    interrupt::files_are_written();
    let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let run = Run { started, wall: std::time::Duration::ZERO, threads };
    match merge(&arguments.directories, &arguments.out, arguments.force, run)? {
        Merged::Whole(header, found) => {
            let text = finished(&header.describe(), &found, &arguments.out.display().to_string());
            Ok(Voice::put(&super::failure::printable(&text))?)
        }
        Merged::Missing(shortfall) => {
            Voice::put(&super::failure::printable(&list(&shortfall)))?;
            Err(Failure::Incomplete { missing: shortfall.missing.len(), parts: shortfall.parts })
        }
    }
}

/// What is missing and what to run.
fn list(shortfall: &Shortfall) -> String {
    let numbers = |parts: &[usize]| {
        let shown: Vec<String> = parts.iter().take(LISTED).map(ToString::to_string).collect();
        let more = if parts.len() > LISTED { format!(" and {} more", parts.len() - LISTED) } else { String::new() };
        format!("{}{more}", shown.join(", "))
    };
    let mut text = format!("missing: parts {}\n", numbers(&shortfall.missing));
    // The shards as their directories tell them: k of n.
    let shard = |words: &Option<String>| {
        let (k, n) = words.as_deref()?.split_once('/')?;
        Some((k.parse::<usize>().ok()?, n.parse::<usize>().ok()?))
    };
    let known: Vec<(usize, usize, &PathBuf)> =
        shortfall.shards.iter().filter_map(|(root, words)| shard(words).map(|(k, n)| (k, n, root))).collect();
    let Some(&(_, n, _)) = known.first() else {
        let _ = writeln!(text, "run again: {} --out DIR", shortfall.command);
        return text;
    };
    for k in 1..=n {
        let lacking = shortfall.missing.iter().filter(|part| **part % n == k - 1).count();
        if lacking > 0 {
            let home = known.iter().find(|(shard, of, _)| *shard == k && *of == n);
            let root = home.map_or_else(|| "DIR".to_owned(), |(_, _, root)| quoted(&root.display().to_string()));
            let _ = writeln!(text, "run: {} --shard {k}/{n} --out {root}   ({lacking} parts)", shortfall.command);
        }
    }
    text
}
