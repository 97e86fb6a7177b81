//! The house's rules, read off the source as text: which room may use which, and what may be used where.

use std::fs;
use std::path::{Path, PathBuf};

/// Rooms in order: each may use itself and those before it. Those of a line are beside each other and may not use one another.
const ROOMS: [&[&str]; 10] = [
    &["units", "ids"],
    &["random", "quantity"],
    &["scenario", "data"],
    &["workforce"],
    &["process"],
    &["simulation"],
    &["analysis"],
    &["experiment"],
    &["output"],
    &["cli"],
];

/// Rooms whose work reaches a result.
const PURE: [&str; 4] = ["process", "workforce", "simulation", "analysis"];

/// The longest file that need not say why.
const LONG: usize = 500;

/// A source file.
struct Source {
    /// Path under `src`, with `/`.
    path: String,
    /// As written.
    text: String,
    /// Without comments and what strings and characters hold.
    code: String,
    /// The code before the tests at its end.
    shipped: String,
}

impl Source {
    fn read(root: &Path, path: &Path) -> Self {
        let text = fs::read_to_string(path).expect("a source file");
        let path = path.strip_prefix(root).expect("under src").to_string_lossy().replace('\\', "/");
        let code = stripped(&text);
        let shipped = if is_test(&path) { String::new() } else { before_tests(&code) };
        Self { path, text, code, shipped }
    }

    /// The room: the first folder, or the name of a file that is a room by itself.
    fn room(&self) -> &str {
        self.path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    fn lies_in(&self, places: &[&str]) -> bool {
        places.iter().any(|place| self.path == format!("{place}.rs") || self.path.starts_with(&format!("{place}/")))
    }
}

/// Files that exist for tests only: their parents declare them so.
fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.ends_with("/fixture.rs")
}

/// What stands before the module of tests, which ends a file.
fn before_tests(code: &str) -> String {
    code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned()
}

/// Every source file, by path.
fn sources() -> Vec<Source> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&root, &mut found);
    found.sort();
    assert!(found.len() > 50, "{} files", found.len());
    found.iter().map(|path| Source::read(&root, path)).collect()
}

/// Code with comments taken out and strings and characters emptied.
fn stripped(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let at = |place: usize| letters.get(place).copied().unwrap_or('\0');
    let mut code = String::with_capacity(text.len());
    let mut place = 0;
    while place < letters.len() {
        let before = place.checked_sub(1).map_or(' ', at);
        let hashes = letters[place + 1..].iter().take_while(|&&next| next == '#').count();
        if at(place) == '/' && at(place + 1) == '/' {
            while place < letters.len() && at(place) != '\n' {
                place += 1;
            }
        } else if at(place) == '/' && at(place + 1) == '*' {
            let mut depth = 0_usize;
            loop {
                match (at(place), at(place + 1)) {
                    ('/', '*') => (depth, place) = (depth + 1, place + 2),
                    ('*', '/') => (depth, place) = (depth - 1, place + 2),
                    _ => place += 1,
                }
                if depth == 0 || place >= letters.len() {
                    break;
                }
            }
        } else if at(place) == 'r' && !before.is_alphanumeric() && before != '_' && at(place + 1 + hashes) == '"' {
            let end: String = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
            let rest: String = letters[place + 2 + hashes..].iter().collect();
            let length = rest.split(&end).next().unwrap_or_default().chars().count();
            code.push_str("\"\"");
            place += 2 + hashes + length + end.len();
        } else if at(place) == '"' {
            place += 1;
            while place < letters.len() && at(place) != '"' {
                place += if at(place) == '\\' { 2 } else { 1 };
            }
            place += 1;
            code.push_str("\"\"");
        } else if at(place) == '\'' && at(place + 1) == '\\' {
            place += 3;
            while place < letters.len() && at(place) != '\'' {
                place += 1;
            }
            place += 1;
            code.push_str("' '");
        } else if at(place) == '\'' && at(place + 2) == '\'' {
            place += 3;
            code.push_str("' '");
        } else {
            code.push(at(place));
            place += 1;
        }
    }
    code
}

/// Whether a word stands in code: letters on neither side.
fn has_word(code: &str, word: &str) -> bool {
    let part = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    let first = word.starts_with(|letter: char| letter.is_alphanumeric());
    let last = word.ends_with(|letter: char| letter.is_alphanumeric());
    code.match_indices(word).any(|(at, _)| {
        let before = first && part(code[..at].chars().next_back());
        let after = last && part(code[at + word.len()..].chars().next());
        !before && !after
    })
}

/// The rooms that code names after `crate::`, in groups and out.
fn rooms_used(code: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let name =
            |text: &str| text.trim_start().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0_usize;
            let mut start = Some(0);
            for (place, letter) in group.char_indices() {
                if let Some(begun) = start.take() {
                    used.push(name(&group[begun..]));
                }
                match letter {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => start = Some(place + 1),
                    _ => {}
                }
            }
        } else {
            used.push(name(rest));
        }
    }
    used
}

fn rank(room: &str) -> Option<usize> {
    ROOMS.iter().position(|beside| beside.contains(&room))
}

/// Fails with every breach.
fn none_of(breaches: &[String]) {
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

/// Files outside of some places whose code has a word.
fn only_in(places: &[&str], words: &[&str], of: impl Fn(&Source) -> &str) -> Vec<String> {
    let mut breaches = Vec::new();
    for source in sources().iter().filter(|source| !source.lies_in(places)) {
        for word in words.iter().filter(|word| has_word(of(source), word)) {
            breaches.push(format!("{} uses `{word}`, which is for {places:?}", source.path));
        }
    }
    breaches
}

/// Files of some rooms whose code has a word.
fn never_in(rooms: &[&str], words: &[&str], of: impl Fn(&Source) -> &str) -> Vec<String> {
    let mut breaches = Vec::new();
    for source in sources().iter().filter(|source| rooms.contains(&source.room())) {
        for word in words.iter().filter(|word| has_word(of(source), word)) {
            breaches.push(format!("{} uses `{word}`", source.path));
        }
    }
    breaches
}

#[test]
fn imports_run_one_way() {
    let mut breaches = Vec::new();
    let mut uses = 0;
    for source in &sources() {
        let room = source.room();
        if ["lib", "main"].contains(&room) {
            continue;
        }
        let Some(mine) = rank(room) else {
            breaches.push(format!("{} lies in no room of the plan", source.path));
            continue;
        };
        for used in rooms_used(&source.code) {
            // What `lib.rs` exports lies in rooms too; say which.
            let Some(theirs) = rank(&used) else {
                breaches.push(format!("{} uses `crate::{used}`, which is no room", source.path));
                continue;
            };
            uses += 1;
            if room != used && theirs >= mine {
                breaches.push(format!("{} uses `crate::{used}`, which comes later", source.path));
            }
        }
    }
    assert!(uses > 200, "{uses} uses were found");
    none_of(&breaches);
}

#[test]
fn the_binary_uses_the_command_line_and_nothing_uses_the_library_from_inside() {
    none_of(&only_in(&["main"], &["foreshift::"], |source| &source.code));
}

#[test]
fn libraries_stay_in_their_rooms() {
    none_of(&only_in(&["cli", "main"], &["clap", "indicatif", "ctrlc"], |source| &source.code));
    // Errors know how they are drawn; drawing them is the command line's.
    none_of(&only_in(&["cli", "main", "scenario/error", "output/error"], &["miette"], |source| &source.code));
    none_of(&only_in(&["output/charts"], &["plotters", "resvg", "skrifa"], |source| &source.code));
    none_of(&only_in(&["output/tables"], &["polars", "polars_io"], |source| &source.code));
    none_of(&only_in(&["experiment"], &["rayon"], |source| &source.code));
    none_of(&only_in(&["random"], &["rand", "getrandom"], |source| &source.code));
}

#[test]
fn a_run_knows_no_file_clock_or_thread() {
    let files =
        ["std::fs", "fs::read", "File", "std::io", "std::env", "std::process", "println!", "eprintln!", "stdout", "stderr"];
    none_of(&never_in(&PURE, &files, |source| &source.code));
    let machine =
        ["std::time", "Instant", "SystemTime", "std::thread", "thread::current", "Mutex", "RwLock", "AtomicU64", "static mut"];
    none_of(&never_in(&PURE, &machine, |source| &source.code));
    let early = ["units", "ids", "random"];
    none_of(&never_in(&early, &files, |source| &source.code));
    none_of(&never_in(&early, &machine, |source| &source.code));
}

#[test]
fn order_never_depends_on_a_hash() {
    let unordered = ["HashMap", "HashSet", "RandomState", "DefaultHasher"];
    let rooms = ["units", "ids", "random", "scenario", "workforce", "process", "simulation", "analysis", "experiment", "output"];
    none_of(&never_in(&rooms, &unordered, |source| &source.code));
}

#[test]
fn only_a_replicate_is_seeded() {
    // What `check` says of the people of week 0 is of a sample drawn as a replicate draws them.
    none_of(&only_in(&["random", "simulation", "analysis/forecast"], &["Luck::new"], |source| &source.shipped));
    let seeders = ["from_seed", "seed_from_u64", "from_rng", "thread_rng", "from_os_rng", "SmallRng", "StdRng"];
    none_of(&only_in(&["random"], &seeders, |source| &source.code));
}

/// Bytes must not depend on the platform's mathematics: square roots are exact everywhere, the others come from libm.
#[test]
fn mathematics_is_the_same_everywhere() {
    let names = [
        "exp", "exp2", "exp_m1", "ln", "ln_1p", "log", "log2", "log10", "powf", "powi", "sin", "cos", "tan", "asin", "acos",
        "atan", "atan2", "sinh", "cosh", "tanh", "cbrt", "hypot", "mul_add",
    ];
    let calls: Vec<String> =
        names.iter().flat_map(|name| [format!(".{name}("), format!("f64::{name}("), format!("f32::{name}(")]).collect();
    let mut breaches = Vec::new();
    let rooms = ["units", "ids", "random", "scenario", "workforce", "process", "simulation", "analysis", "experiment"];
    for source in sources().iter().filter(|source| rooms.contains(&source.room())) {
        for call in calls.iter().filter(|call| source.shipped.contains(call.as_str())) {
            breaches.push(format!("{} calls `{call}`: take it from libm", source.path));
        }
    }
    none_of(&breaches);
}

#[test]
fn a_long_file_says_why() {
    let mut breaches = Vec::new();
    for source in &sources() {
        let lines = source.text.lines().count();
        let doc: String =
            source.text.lines().take_while(|line| line.starts_with("//!")).collect::<Vec<_>>().join(" ").to_lowercase();
        let why = ["long", "one file", "in one place"].iter().any(|word| doc.contains(word));
        if lines > LONG && !why {
            breaches.push(format!("{} has {lines} lines and its module doc does not say why", source.path));
        }
    }
    none_of(&breaches);
}

#[test]
fn every_module_says_what_it_is() {
    let silent = sources().into_iter().filter(|source| source.path != "main.rs" && !source.text.starts_with("//!"));
    none_of(&silent.map(|source| format!("{} has no module doc", source.path)).collect::<Vec<_>>());
}

#[test]
fn lints_are_expected_with_a_reason_and_never_allowed() {
    let mut breaches = Vec::new();
    for source in &sources() {
        let code: String = source.code.split_whitespace().collect();
        if code.contains("[allow(") || code.contains(",allow(") {
            breaches.push(format!("{} allows a lint", source.path));
        }
        for (at, _) in code.match_indices("[expect(") {
            let attribute = code[at..].split(']').next().unwrap_or_default();
            if !attribute.contains("reason=") {
                breaches.push(format!("{} expects a lint without a reason: {attribute}", source.path));
            }
        }
        if has_word(&code, "unsafe") {
            breaches.push(format!("{} is unsafe", source.path));
        }
    }
    none_of(&breaches);
}

#[test]
fn no_room_is_called_utils() {
    let vague = ["utils", "util", "common", "manager", "helpers", "misc"];
    let found = sources().into_iter().filter(|source| source.path.split(['/', '.']).any(|part| vague.contains(&part)));
    none_of(&found.map(|source| source.path).collect::<Vec<_>>());
}

/// The eyes of these tests see what they should.
#[test]
fn code_is_read_as_code() {
    let text = "let a = \"crate::cli // \\\" HashMap\"; // crate::cli\nlet b = r#\"rayon \" x\"#; /* polars /* */ */ let c = '\"'; let d: &'a str = '\\'';\nuse crate::{ids::RoleId, units::{Fixed, Money}, cli};";
    let code = stripped(text);
    assert!(!code.contains("HashMap") && !code.contains("rayon") && !code.contains("polars"), "{code}");
    assert!(code.contains("let b = \"\";") && code.contains("let c = ' '; let d: &'a str = ' ';"), "{code}");
    assert_eq!(rooms_used(&code), ["ids", "units", "cli"]);
    assert!(has_word("use std::fs::File;", "File") && !has_word("FileName", "File") && !has_word("operand", "rand"));
    assert!(has_word("x.powf(2.0)", ".powf(") && has_word("std::fs::read", "std::fs"));
    assert_eq!(before_tests("a\n#[cfg(test)]\nmod tests {\nb"), "a\n");
}
