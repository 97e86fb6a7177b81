//! Flags as somebody spelt them, kept beside what they mean, so that a job file can say them again.
//!
//! What was not given is not repeated: defaults are the program's, and nothing is forgotten when a command learns a new flag.

use std::any::TypeId;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches};

/// The arguments of a command, and how they were spelt.
#[derive(Clone, Debug)]
pub struct Spelt<T> {
    /// What they mean.
    pub meaning: T,
    /// Those that were given, in the order in which the command declares them.
    given: Vec<Given>,
}

/// An argument that was given.
#[derive(Clone, Debug)]
struct Given {
    /// The field.
    id: String,
    /// The flag without its dashes; none for what stands by itself.
    flag: Option<String>,
    /// What was given to it; none for a flag that takes nothing.
    values: Option<Vec<OsString>>,
    /// Whether the values are paths.
    paths: bool,
}

impl<T> Spelt<T> {
    /// The flags that were given, `--flag=value`, but for those of some fields and for what stands by itself.
    ///
    /// # Errors
    ///
    /// A value that is not Unicode.
    pub fn flags(&self, but: &[&str]) -> Result<Vec<String>, OsString> {
        let mut words = Vec::new();
        for given in self.given.iter().filter(|given| !but.contains(&given.id.as_str())) {
            let Some(flag) = &given.flag else { continue };
            match &given.values {
                None => words.push(format!("--{flag}")),
                Some(values) => {
                    for value in values {
                        let value = value.to_str().ok_or_else(|| value.clone())?;
                        words.push(format!("--{flag}={value}"));
                    }
                }
            }
        }
        Ok(words)
    }

    /// The first value that was given to a field; empty for a flag that takes nothing.
    pub fn value(&self, id: &str) -> Option<&OsStr> {
        let given = self.given.iter().find(|given| given.id == id)?;
        Some(given.values.as_ref().and_then(|values| values.first()).map_or(OsStr::new(""), |value| value))
    }

    /// The paths that were given, but for those of some fields.
    pub fn paths<'a>(&'a self, but: &'a [&str]) -> impl Iterator<Item = &'a Path> {
        let kept = self.given.iter().filter(|given| given.paths && !but.contains(&given.id.as_str()));
        kept.flat_map(|given| given.values.iter().flatten()).map(Path::new)
    }
}

/// How an argument was spelt, if somebody gave it.
fn given(argument: &Arg, matches: &ArgMatches) -> Option<Given> {
    let id = argument.get_id().as_str();
    if matches.value_source(id) != Some(ValueSource::CommandLine) {
        return None;
    }
    let takes = !matches!(argument.get_action(), ArgAction::SetTrue | ArgAction::SetFalse | ArgAction::Count);
    let values = takes.then(|| matches.get_raw(id).into_iter().flatten().map(OsString::from).collect());
    let paths = argument.get_value_parser().type_id() == TypeId::of::<PathBuf>();
    Some(Given { id: id.to_owned(), flag: argument.get_long().map(str::to_owned), values, paths })
}

impl<T: Args> FromArgMatches for Spelt<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        Self::from_arg_matches_mut(&mut matches.clone())
    }

    fn from_arg_matches_mut(matches: &mut ArgMatches) -> Result<Self, Error> {
        let declared = T::augment_args(Command::new("spelt"));
        let given = declared.get_arguments().filter_map(|argument| given(argument, matches)).collect();
        Ok(Self { meaning: T::from_arg_matches_mut(matches)?, given })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl<T: Args> Args for Spelt<T> {
    fn augment_args(command: Command) -> Command {
        T::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        T::augment_args_for_update(command)
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Args, Clone, Debug, PartialEq)]
    struct Inner {
        #[arg(long)]
        seconds: Option<u32>,
    }

    #[derive(Args, Clone, Debug, PartialEq)]
    struct Flags {
        file: PathBuf,
        #[arg(long, default_value_t = 7)]
        seed: u64,
        #[arg(long, value_delimiter = ',')]
        policies: Vec<String>,
        #[arg(long)]
        set: Vec<String>,
        #[arg(long)]
        points: Option<PathBuf>,
        #[arg(long)]
        out: Option<PathBuf>,
        #[arg(long)]
        fast: bool,
        #[command(flatten)]
        inner: Inner,
    }

    #[derive(Debug, Parser)]
    struct Alone {
        #[command(flatten)]
        spelt: Spelt<Flags>,
    }

    #[derive(Debug, Parser)]
    struct Plain {
        #[command(flatten)]
        flags: Flags,
    }

    #[test]
    fn what_was_given_is_said_again_and_means_the_same() {
        let words = [
            "x",
            "--set",
            "a=1",
            "--policies",
            "hire,blend",
            "--fast",
            "--seconds",
            "3",
            "--set=b='$(x)\n",
            "--points",
            "-p.csv",
            "--out",
            "o",
            "--",
            "-s.toml",
        ];
        let words = words.map(|word| if word == "-p.csv" { "./-p.csv" } else { word });
        let spelt = Alone::parse_from(words).spelt;
        let mut again = vec!["x".to_owned()];
        again.extend(spelt.flags(&[]).unwrap());
        assert_eq!(again[1..3], ["--policies=hire", "--policies=blend"]);
        again.extend(["--".to_owned(), "-s.toml".to_owned()]);
        assert_eq!(Plain::parse_from(again).flags, spelt.meaning);
        assert!(!spelt.flags(&["out"]).unwrap().iter().any(|word| word.starts_with("--out")));
        assert!(spelt.value("fast").is_some() && spelt.value("seconds").is_some() && spelt.value("seed").is_none());
        assert_eq!(spelt.paths(&["out"]).collect::<Vec<_>>(), [Path::new("-s.toml"), Path::new("./-p.csv")]);
    }
}
