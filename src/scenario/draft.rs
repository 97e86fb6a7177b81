//! A scenario that is read but not yet checked: its files, one tree, to which `--set` flags can still be applied.
//!
//! Whoever wants one scenario has it at once through [`Scenario::load`]. Whoever wants many that differ in a few values reads a draft once and
//! asks it for each: no file is read again, and every value goes through the same checks as if it stood in the file.

use std::path::Path;

use super::error::ScenarioErrors;
use super::fields::Context;
use super::model::Scenario;
use super::overlay::{self, Place};
use super::read::{errors, whole};
use super::set;
use super::source::{self, Text};
use super::tree::Table;

/// What a reading takes besides a file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reading<'r> {
    /// Changes to the scenario, as `--set` takes them (`path=value`); they come after what `extends` names, and the later wins.
    pub sets: &'r [String],
    /// Whether `extends` may name files outside of the folder of the first.
    pub allow_outside: bool,
}

/// A scenario's files as one tree, and the flags that change it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The file, those that it extends, then a text for each flag.
    texts: Vec<Text>,
    /// How many of the texts are files.
    files: usize,
    /// What the files say together, before any flag.
    tree: Table,
    /// The flags, in order.
    sets: Vec<String>,
    /// What reading the files found wrong, for whoever asks for a scenario.
    context: Context,
}

impl Draft {
    /// Reads a file and those that it extends.
    ///
    /// # Errors
    ///
    /// What keeps the files from being one tree. All that is wrong with their values is found by [`Draft::scenario`].
    pub fn load_as(path: &Path, reading: Reading<'_>) -> Result<Self, ScenarioErrors> {
        let text = source::read(path, &path.display().to_string())?;
        Self::read(text, Some(Place::of_file(path)), reading)
    }

    /// Reads a text, which stands in no folder and so extends no file. The name is what messages call the text.
    ///
    /// # Errors
    ///
    /// As [`Draft::load_as`].
    pub fn parse(name_for_messages: &str, text: &str, sets: &[String]) -> Result<Self, ScenarioErrors> {
        Self::read(Text::new(name_for_messages, text), None, Reading { sets, ..Reading::default() })
    }

    /// Reads bytes, as standard input gives them. Files that they extend are looked for in `folder`.
    ///
    /// # Errors
    ///
    /// As [`Draft::load_as`].
    pub fn parse_in(folder: &Path, name_for_messages: &str, bytes: &[u8], reading: Reading<'_>) -> Result<Self, ScenarioErrors> {
        let text = source::decoded(bytes, name_for_messages)?;
        Self::read(text, Some(Place::of_folder(folder)), reading)
    }

    fn read(text: Text, place: Option<Place>, reading: Reading<'_>) -> Result<Self, ScenarioErrors> {
        let mut context = Context::default();
        let (texts, tree) = overlay::gather(&mut context, text, place, reading.allow_outside)?;
        Ok(Self { files: texts.len(), texts, tree, sets: Vec::new(), context }.with(reading.sets))
    }

    /// The same files, changed by further flags, which win over earlier ones.
    #[must_use]
    pub fn with(&self, sets: &[String]) -> Self {
        let mut draft = self.clone();
        draft.texts.extend(sets.iter().map(|flag| Text { name: "command line".to_owned(), text: set::shown(flag) }));
        draft.sets.extend_from_slice(sets);
        draft
    }

    /// The scenario that files and flags give.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the files and the flags, at once.
    pub fn scenario(&self) -> Result<Scenario, ScenarioErrors> {
        let (mut cx, mut tree) = (self.context.clone(), self.tree.clone());
        cx.first_flag = self.files;
        set::apply(&mut cx, &mut tree, &self.sets);
        let scenario = whole(&mut cx, &tree, &self.texts[0].name);
        if cx.failed() { Err(errors(cx, &self.texts)) } else { Ok(scenario) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "horizon_weeks = 30\n[skills]\ncare = {}\n[roles.nurse]\nheadcount = 3\nsalary = 50_000\nrequires = { care = 0.5 }\n";

    fn sets(flags: &[&str]) -> Vec<String> {
        flags.iter().map(|flag| (*flag).to_owned()).collect()
    }

    #[test]
    fn a_draft_gives_what_reading_anew_gives() {
        let draft = Draft::parse("a.toml", TEXT, &sets(&["horizon_weeks=40"])).unwrap();
        let (first, second) = (sets(&["retention.turnover=0.2"]), sets(&["horizon_weeks=50", "roles.nurse.headcount=4"]));
        for more in [&first, &second] {
            let flags: Vec<String> = sets(&["horizon_weeks=40"]).into_iter().chain(more.iter().cloned()).collect();
            assert_eq!(draft.with(more).scenario().unwrap(), Scenario::parse("a.toml", TEXT, &flags).unwrap());
        }
        assert_eq!(draft.scenario().unwrap().horizon, 40);
        // A role that states no turnover follows the section's, as it would in the file.
        assert!((draft.with(&first).scenario().unwrap().roles[0].turnover.0 - 0.2).abs() < 1e-12);
    }

    #[test]
    fn a_wrong_flag_is_told_as_ever() {
        let draft = Draft::parse("a.toml", TEXT, &[]).unwrap();
        let flags = sets(&["retention.turnover=30", "horizon=5"]);
        let (drafted, read) = (draft.with(&flags).scenario().unwrap_err(), Scenario::parse("a.toml", TEXT, &flags).unwrap_err());
        assert_eq!(drafted.rendered(false), read.rendered(false));
        assert_eq!(drafted.problems().len(), 2);
    }
}
