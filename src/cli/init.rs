//! `foreshift init`: the bundled scenarios listed, and one of them written out to begin with.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use textwrap::Options;

use super::Failure;
use super::voice::Voice;
use crate::output::Pending;
use crate::output::shell::quoted;
use crate::scenario::bundled::{BUNDLED, Bundled};
use crate::scenario::model::Scenario;
use crate::scenario::schema;
use crate::scenario::starter::STARTER;

/// What stands for standard output.
const STANDARD_OUTPUT: &str = "-";

/// Columns of prose: longer lines are hard to read.
const PROSE: usize = 100;

/// Which scenario, and where to.
#[derive(Args, Debug)]
pub struct Arguments {
    /// The scenario to write out, as in `starter`; without a name, all are listed
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Writes to this file [default: NAME.toml]; `-` is standard output
    #[arg(long, value_name = "FILE", requires = "name")]
    out: Option<PathBuf>,
    /// Replaces what is there
    #[arg(long, requires = "name")]
    force: bool,
}

/// The starter and the bundled scenarios.
fn scenarios() -> impl Iterator<Item = &'static Bundled> + Clone {
    std::iter::once(&STARTER).chain(BUNDLED.iter())
}

/// Lists the scenarios, or writes one out.
pub fn run(arguments: &Arguments, voice: Voice) -> Result<(), Failure> {
    let Some(name) = &arguments.name else { return Ok(Voice::put(&list(Voice::width()))?) };
    let scenario = scenarios().find(|scenario| scenario.name == name).ok_or_else(|| unknown(name))?;
    let text = format!("#:schema ./{}\n{}", schema::FILE, scenario.text);
    let path = arguments.out.clone().unwrap_or_else(|| PathBuf::from(format!("{name}.toml")));
    if path.as_os_str() == STANDARD_OUTPUT {
        Voice::put(&text)?;
        voice.say(&format!("`foreshift schema --out {}` writes what lets editors check the file.", schema::FILE));
        return Ok(());
    }
    write(&path, &text, arguments.force)?;
    let file = quoted(&path.display().to_string());
    voice.say(&format!("Wrote {file}, and {} beside it, by which editors check what you type.", schema::FILE));
    voice.say("Change what differs from your company, then:");
    voice.say(&format!("  foreshift check {file}      what the file means, and what looks odd"));
    voice.say(&format!("  foreshift compare {file}    what you could do about it"));
    Ok(())
}

/// Writes a scenario and, beside it, the schema; whatever keeps it from doing so is found before anything is touched.
fn write(path: &Path, text: &str, force: bool) -> Result<(), Failure> {
    let beside = path.with_file_name(schema::FILE);
    if path.file_name().is_none() || path.is_dir() || *path == *beside {
        let cause = format!("`{}` is no place for a scenario", path.display());
        return Err(Failure::refused(cause, "name a file that ends in .toml with --out"));
    }
    let drawn = schema::text();
    let same = fs::read(&beside).is_ok_and(|found| found == drawn.as_bytes());
    if !force {
        for (place, fine) in [(path, false), (beside.as_path(), same)] {
            if !fine && place.symlink_metadata().is_ok() {
                let cause = format!("`{}` is there already", place.display());
                return Err(Failure::refused(cause, "name another place with --out, or give --force to replace it"));
            }
        }
    }
    if !same {
        put(&beside, &drawn)?;
    }
    put(path, text)
}

/// Writes a file, whole or not at all.
pub fn put(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |source| crate::output::Error::Write { path: path.to_owned(), source };
    let mut file = Pending::create(path)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    file.finish(&path.display().to_string())?;
    Ok(())
}

/// A name that no scenario has.
fn unknown(name: &str) -> Failure {
    let names = scenarios().map(|scenario| scenario.name);
    Failure::refused(format!("there is no bundled scenario `{name}`"), nearest(name, names))
}

/// The nearest of some names as advice, or all of them.
pub fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str> + Clone) -> String {
    let name = name.to_lowercase();
    let likeness = |known: &str| {
        let letters = strsim::normalized_damerau_levenshtein(&name, known);
        let part = name.len() > 2 && known.contains(&name) || known.len() > 2 && name.contains(known);
        if part { letters.max(0.7) } else { letters }
    };
    let best = names.clone().max_by(|a, b| likeness(a).total_cmp(&likeness(b))).filter(|best| likeness(best) >= 0.5);
    best.map_or_else(
        || format!("there is {}", names.collect::<Vec<_>>().join(", ")),
        |best| format!("did you mean `{best}`? `foreshift init` without a name lists them"),
    )
}

/// Every scenario with its name, title and question, and how to go on.
fn list(width: usize) -> String {
    let width = width.min(PROSE);
    let column = scenarios().map(|scenario| scenario.name.len()).max().unwrap_or(0) + 4;
    let mut text = String::from("Scenarios to begin with:\n\n");
    for scenario in scenarios() {
        let (title, summary) = Scenario::parse(scenario.name, scenario.text, &[])
            .map_or_else(|_| (scenario.name.to_owned(), String::new()), |read| (read.name, read.summary));
        // Where the page is narrow, the words stand below the name.
        let indent = if column + 40 <= width { column } else { 4 };
        let first = format!("  {:<rest$}", scenario.name, rest = column.saturating_sub(2));
        if indent < column {
            text.push_str(&lines(scenario.name, width, "  ", 2));
        }
        let start = if indent == column { first } else { " ".repeat(indent) };
        text.push_str(&lines(&title, width, &start, indent));
        if !summary.is_empty() {
            text.push_str(&lines(&summary, width, &" ".repeat(indent), indent));
        }
        text.push('\n');
    }
    for words in [
        "`foreshift init NAME` writes NAME.toml to this folder, with remarks that explain it. To write one of your own, begin with \
         `starter` and change it from top to bottom.",
        "`foreshift defaults` lists what you may leave out, with its value and source; `foreshift check FILE` says back what a file means; \
         `foreshift compare FILE` answers it.",
    ] {
        text.push_str(&lines(words, width, "", 0));
    }
    text
}

/// A paragraph, its first line begun in one way and the others indented.
pub fn lines(words: &str, width: usize, first: &str, indent: usize) -> String {
    let rest = " ".repeat(indent);
    textwrap::fill(words, Options::new(width).initial_indent(first).subsequent_indent(&rest)) + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_keeps_to_its_columns() {
        for width in [40, 60, 80, 120] {
            let text = list(width);
            assert!(text.lines().all(|line| line.chars().count() <= width), "{width}:\n{text}");
            for scenario in scenarios() {
                assert!(text.contains(scenario.name), "{}", scenario.name);
            }
        }
    }

    #[test]
    fn the_nearest_name_is_told() {
        let names = || ["contact-centre", "assembly-plant"].into_iter();
        assert!(nearest("contact-center", names()).contains("did you mean `contact-centre`"));
        assert!(nearest("Assembly", names()).contains("did you mean `assembly-plant`"));
        assert_eq!(nearest("xyz", names()), "there is contact-centre, assembly-plant");
    }
}
