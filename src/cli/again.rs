//! The command that gives the same results again, as results and manifests say it: without threads, time and directories.

use std::fmt::Display;
use std::path::Path;

use super::shared::ScenarioFlags;
use crate::output::Format;
use crate::output::shell::quoted;

/// A command as a shell takes it, word by word.
#[derive(Clone, Debug)]
pub struct Again {
    words: Vec<String>,
}

impl Again {
    /// A command by its name, nothing after it yet.
    pub fn new(command: &str) -> Self {
        Self { words: vec!["foreshift".to_owned(), command.to_owned()] }
    }

    /// With a word that stands by itself.
    pub fn word(mut self, word: &str) -> Self {
        self.words.push(quoted(word));
        self
    }

    /// With a flag and its value.
    pub fn flag(mut self, name: &str, value: impl Display) -> Self {
        self.words.extend([name.to_owned(), quoted(&value.to_string())]);
        self
    }

    /// With flags and their values.
    pub fn flags<V: Display>(self, flags: impl IntoIterator<Item = (&'static str, V)>) -> Self {
        flags.into_iter().fold(self, |again, (name, value)| again.flag(name, value))
    }

    /// With a flag that takes nothing, where it was given.
    pub fn switch(mut self, name: &str, given: bool) -> Self {
        self.words.extend(given.then(|| name.to_owned()));
        self
    }

    /// With a flag and its values, a comma between them, where there are any.
    pub fn list(self, name: &str, values: &[impl Display]) -> Self {
        let values: Vec<String> = values.iter().map(ToString::to_string).collect();
        if values.is_empty() { self } else { self.flag(name, values.join(",")) }
    }

    /// With how the scenario is read, and formats where they are to be said.
    pub fn shared(self, scenario: &ScenarioFlags, formats: &[Format]) -> Self {
        self.flags(scenario.set.iter().map(|set| ("--set", set)))
            .list("--format", formats)
            .switch("--allow-outside", scenario.allow_outside)
    }

    /// As one line.
    pub fn spelt(&self) -> String {
        self.words.join(" ")
    }
}

/// A file or folder without the folder that it is in.
pub fn bare(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_said_as_a_shell_takes_it() {
        let scenario = ScenarioFlags { set: vec!["name=it's".to_owned(), "a=1".to_owned()], allow_outside: true };
        let again = Again::new("flip").word(&bare(Path::new("/x/a b.toml"))).flags([("--runs", 7)]).switch("--off", false);
        let again = again.list("--policies", &["hire", "blend"]).shared(&scenario, &[Format::Csv]).switch("--gaps", true);
        let spelt = r"foreshift flip 'a b.toml' --runs 7 --policies hire,blend --set 'name=it'\''s' --set a=1 --format csv --allow-outside --gaps";
        assert_eq!(again.spelt(), spelt);
        let none: [&str; 0] = [];
        assert_eq!(Again::new("flip").list("--policies", &none).spelt(), "foreshift flip");
        assert_eq!(bare(Path::new("-")), "-");
    }
}
