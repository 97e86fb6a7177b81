//! Which entry of CHANGELOG.md tells which change of the golden tables.
//!
//! A line of the history reads `scenario digest beginning of the entry`. The first line of a scenario is its coming into the project, which any
//! entry may tell. Every later one is a change of results: its entry is marked `[results]`, and one entry tells one change of a scenario.

/// The mark of entries that change results, as the changelog writes it.
const MARK: &str = "**[results]** ";

/// An entry of the changelog.
struct Entry {
    /// Its text in one line, the mark taken off.
    text: String,
    /// Whether it is marked as changing results.
    marked: bool,
    /// Whether it stands under the newest version.
    newest: bool,
}

/// The entries of a changelog, each a list item with the lines that go on with it.
fn entries(changelog: &str) -> Vec<Entry> {
    let mut found: Vec<Entry> = Vec::new();
    let (mut versions, mut open) = (0, false);
    for line in changelog.lines() {
        versions += u32::from(line.starts_with("## "));
        if let Some(item) = line.strip_prefix("- ") {
            found.push(Entry { text: item.to_owned(), marked: false, newest: versions == 1 });
            open = true;
        } else if open && line.starts_with("  ") {
            let last = found.last_mut().expect("an open entry");
            last.text = format!("{} {}", last.text, line.trim());
        } else {
            open = false;
        }
    }
    for entry in &mut found {
        if let Some(plain) = entry.text.strip_prefix(MARK) {
            (entry.text, entry.marked) = (plain.to_owned(), true);
        }
    }
    found
}

/// The lines of a history that are of a scenario: digest and beginning of the entry.
fn lines<'h>(history: &'h str, scenario: &str) -> Vec<(&'h str, &'h str)> {
    let line = |line: &'h str| line.strip_prefix(scenario)?.strip_prefix(' ')?.split_once(' ');
    history.lines().filter_map(line).collect()
}

/// Whether the last change of a scenario's golden table is told, and so is every earlier one.
pub fn told(history: &str, changelog: &str, scenario: &str, digest: &str) -> Result<(), String> {
    let lines = lines(history, scenario);
    if lines.last().map(|(last, _)| *last) != Some(digest) {
        return Err(format!("tests/golden/{scenario}.csv is not the table that the last line of its history is of ({digest})"));
    }
    let entries = entries(changelog);
    for (place, (digest, beginning)) in lines.iter().enumerate() {
        let known: Vec<&Entry> = entries.iter().filter(|entry| entry.text.starts_with(beginning)).collect();
        if known.is_empty() {
            return Err(format!("no entry of CHANGELOG.md begins with \"{beginning}\", which is to tell {scenario} {digest}"));
        }
        if place > 0 && !known.iter().any(|entry| entry.marked) {
            return Err(format!("the entry \"{beginning}\" changes what {scenario} gives and is not marked {MARK}"));
        }
    }
    Ok(())
}

/// The history with one more line, if the entry may tell a change that is made now.
pub fn bless(history: &str, changelog: &str, scenario: &str, digest: &str, beginning: &str) -> Result<String, String> {
    let lines = lines(history, scenario);
    let mut known = entries(changelog).into_iter().filter(|entry| entry.newest && entry.text.starts_with(beginning));
    let Some(entry) = known.next().filter(|_| !beginning.trim().is_empty()) else {
        return Err(format!("no entry under the newest version of CHANGELOG.md begins with \"{beginning}\""));
    };
    if !lines.is_empty() && !entry.marked {
        return Err(format!("the entry \"{beginning}\" changes what {scenario} gives: mark it {MARK}"));
    }
    if lines.iter().any(|(_, told)| *told == beginning) {
        return Err(format!(
            "the entry \"{beginning}\" has told a change of {scenario} already; if it is still the same one, take tests/golden back to where it was first"
        ));
    }
    Ok(format!("{history}{scenario} {digest} {beginning}\n"))
}

mod tests {
    use super::*;

    const CHANGELOG: &str = "# Changelog\n\n## [0.2.0] - unreleased\n\n### Changed\n\n- **[results]** Quits are\n  counted twice.\n- A faster table.\n\n\
        ## [0.1.0] - 2025-01-01\n\n- **[results]** The engine.\n- Two scenarios.\n";

    #[test]
    fn a_scenario_may_come_under_any_entry_and_change_under_a_marked_one_only() {
        let first = bless("", CHANGELOG, "plant", "aa", "A faster").unwrap();
        assert_eq!(first, "plant aa A faster\n");
        assert_eq!(told(&first, CHANGELOG, "plant", "aa"), Ok(()));
        assert!(told(&first, CHANGELOG, "plant", "bb").unwrap_err().contains("not the table"));
        assert!(told(&first, CHANGELOG, "plan", "aa").is_err(), "another scenario's line is not this one's");

        assert!(bless(&first, CHANGELOG, "plant", "bb", "A faster table").unwrap_err().contains("mark it"));
        assert!(bless(&first, CHANGELOG, "plant", "bb", "The engine").unwrap_err().contains("newest version"));
        assert!(bless(&first, CHANGELOG, "plant", "bb", " ").unwrap_err().contains("begins with"));
        let second = bless(&first, CHANGELOG, "plant", "bb", "Quits are counted").unwrap();
        assert_eq!(told(&second, CHANGELOG, "plant", "bb"), Ok(()));
        assert!(bless(&second, CHANGELOG, "plant", "cc", "Quits are counted").unwrap_err().contains("already"));
    }

    #[test]
    fn a_line_without_its_entry_or_its_mark_is_found() {
        let unmarked = "plant aa The engine\nplant bb A faster table\n";
        assert!(told(unmarked, CHANGELOG, "plant", "bb").unwrap_err().contains("not marked"));
        let untold = "plant aa The engine\nplant bb Something\n";
        assert!(told(untold, CHANGELOG, "plant", "bb").unwrap_err().contains("no entry"));
        let old = "plant aa The engine\nplant bb Quits are counted twice\n";
        assert_eq!(told(old, CHANGELOG, "plant", "bb"), Ok(()));
    }
}
