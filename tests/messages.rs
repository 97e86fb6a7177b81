//! Every message that a mistake in a scenario can bring, word for word, in `tests/messages.txt`.
//!
//! After a change of words: `FORESHIFT_BLESS=1 cargo test --no-default-features --test messages`, and read the difference.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use foreshift::ScenarioErrors;
use foreshift::scenario::model::Scenario;
use foreshift::scenario::{Kind, Reading};

const GOOD: &str = r#"name = "Clinic"
summary = "Who keeps the files?"
horizon_weeks = 104

[skills]
care = {}
records = {}

[roles.nurse]
headcount = 20
salary = 60000
growth = 0.0
turnover = 0.2
requires = { care = 0.7, records = 0.2 }
tasks = [ { name = "Wards", share = 0.6 }, { name = "Files", share = 0.4 } ]

[roles.coder]
headcount = 2
salary = 50000
requires = { records = 0.8 }

[shocks.scribe]
start_week = { dist = "triangular", low = 4, mode = 8, high = 20 }
automates = [ { role = "nurse", task = "Files", share = 0.9 } ]
raises = [ { role = "nurse", skill = "records", to = 0.4 } ]
creates = [ { role = "coder", seats = 3 } ]

[hiring]
decline = 0.15

[policies.blend]
mix = { hire = 0.2, upskill = 0.4, reskill = 0.4 }
"#;

/// Where the messages are kept.
const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/messages.txt");

/// A way to go wrong.
enum Mistake {
    /// The good scenario with one text in place of another.
    Change(&'static str, &'static str),
    /// A text by itself.
    Text(String),
    /// The good scenario with a flag.
    Flag(String),
    /// Files in a folder, of which the first is read.
    Files(Vec<(&'static str, Vec<u8>)>),
}

use Mistake::{Change, Files, Flag, Text};

/// An overlay over the good scenario, which stands beside it as `base.toml`.
fn over(text: &str) -> Mistake {
    Files(vec![("over.toml", text.into()), ("base.toml", GOOD.into())])
}

fn errors(mistake: &Mistake) -> Result<Scenario, ScenarioErrors> {
    match mistake {
        Change(from, to) => {
            assert!(GOOD.contains(from), "the good scenario has {from:?}");
            Scenario::parse("clinic.toml", &GOOD.replacen(from, to, 1), &[])
        }
        Text(text) => Scenario::parse("clinic.toml", text, &[]),
        Flag(flag) => Scenario::parse("clinic.toml", GOOD, std::slice::from_ref(flag)),
        Files(files) => in_folder(files, Reading::default()),
    }
}

fn in_folder(files: &[(&str, Vec<u8>)], reading: Reading<'_>) -> Result<Scenario, ScenarioErrors> {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join("own").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    Scenario::load_as(&folder.path().join("own").join(files[0].0), reading)
}

/// Messages without the path of a folder that is another each time, as wide as a terminal shows them.
fn words(errors: &ScenarioErrors) -> String {
    let shown = errors.rendered(false);
    let mut plain = String::new();
    for line in shown.lines() {
        let line = line.find("/own").map_or_else(
            || line.to_owned(),
            |at| {
                let start = line[..at].rfind([' ', '[', '"']).map_or(0, |space| space + 1);
                format!("{}{}", &line[..start], line[at..].trim_start_matches("/own").trim_start_matches('/'))
            },
        );
        let _ = writeln!(plain, "{}", line.trim_end());
    }
    plain
}

/// Every mistake, with the kind of the problem that it is here for.
#[expect(clippy::too_many_lines, reason = "a table is read from top to bottom")]
fn mistakes() -> Vec<(Kind, Mistake)> {
    let mut all = vec![
        // The file.
        (Kind::Unreadable, Files(vec![])),
        (Kind::Directory, Files(vec![("folder/x.toml", vec![])])),
        (Kind::NotText, Files(vec![("clinic.toml", b"name = \"Clinic\"\nsummary = \"\xff\xfe\"".to_vec())])),
        (Kind::NotText, Files(vec![("clinic.toml", b"PK\x03\x04\x00\x00".to_vec())])),
        (Kind::LargeFile, Files(vec![("clinic.toml", vec![b'#'; 16 * 1024 * 1024 + 1])])),
        (Kind::Empty, Text(" \n".into())),
        (Kind::Nested, Text(format!("x = {}", "[".repeat(17)))),
        (Kind::Syntax, Change("turnover = 0.2\n", "turnover = 20%\n")),
        (Kind::Syntax, Change("\"Clinic\"", "Clinic")),
        (Kind::Syntax, Change("\"Clinic\"", "\"Clinic")),
        (Kind::Syntax, Change("salary = 60000", "salary = 60,000")),
        (Kind::Syntax, Change("salary = 60000", "salary = $60000")),
        (Kind::Syntax, Change("salary = 60000", "salary: 60000")),
        (Kind::Syntax, Change("salary = 60000", "salary =")),
        (Kind::Syntax, Change("[roles.nurse]", "[roles.nurse")),
        (Kind::Syntax, Change("[roles.nurse]", "[roles.head nurse]")),
        (Kind::Syntax, Change("share = 0.4 } ]", "share = 0.4 }")),
        (Kind::Syntax, Change("tasks = [ {", "tasks = [\n  { name = \"Rest\", share = 0.1 },\n  Night shift,\n{")),
        (Kind::Syntax, Change("creates = [ { role = \"coder\", seats = 3 } ]", "creates = [\n { role = \"coder\", seats = 3 },")),
        (Kind::Syntax, Change("\"Wards\", share", "\"Wards\" share")),
        (Kind::Syntax, Change("[hiring]", "// The market\n[hiring]")),
        (Kind::Syntax, Change("growth = 0.0", "growth = .5")),
        (Kind::Syntax, Change("growth = 0.0", "growth = 0,5")),
        (Kind::Syntax, Change("growth = 0.0", "growth = 60 000")),
        (Kind::Syntax, Change("decline = 0.15", "decline = 0.15\n[mechanisms]\nspread = no")),
        (Kind::Syntax, Change("decline = 0.15", "decline = 0.15\n= 3")),
        (Kind::Syntax, Change("decline = 0.15", "decline 0.15")),
        (Kind::Syntax, Change("creates = [ { role = \"coder\", seats = 3 } ]", "creates = [ { role = \"coder\", seats = 3 ]")),
        (Kind::Syntax, Change("creates = [ { role = \"coder\", seats = 3 } ]", "creates = { role = \"coder\", seats = 3")),
        (Kind::DuplicateKey, Change("growth = 0.0", "growth = 0.0\ngrowth = 0.1")),
        (Kind::DuplicateKey, Change("[hiring]", "[roles.nurse]\n[hiring]")),
        // Keys and types.
        (Kind::UnknownKey, Change("headcount = 20", "headcount = 20\nhedcount = 20")),
        (Kind::UnknownKey, Change("decline = 0.15", "turnover = 0.15")),
        (Kind::UnknownKey, Change("name = \"Clinic\"", "name = \"Clinic\"\ncolour = \"blue\"")),
        (Kind::MissingKey, Change("headcount = 20\n", "")),
        (Kind::MissingKey, Change("task = \"Files\", ", "")),
        (Kind::MissingKey, Change("low = 4, ", "")),
        (Kind::WrongType, Change("\"Clinic\"", "3")),
        (Kind::WrongType, Change("care = {}", "care = true")),
        (Kind::WrongType, Change("{ role = \"coder\", seats = 3 }", "3")),
        (Kind::WrongType, Change("[ { role = \"coder\", seats = 3 } ]", "{ coder = 3 }")),
        (Kind::WrongType, Change("decline = 0.15", "decline = 0.15\n[mechanisms]\nspread = \"off\"")),
        (Kind::WrongType, over("extends = 3")),
        (Kind::LongText, Change("\"Clinic\"", "\"\"\"A\nclinic\"\"\"")),
        (Kind::UnknownWord, Change("[policies.blend]", "[policies.blend]\nsurplus = \"layoff\"")),
        (Kind::UnknownWord, Change("[policies.blend]", "[policies.blend]\nfallback = \"fire\"")),
        (Kind::BadName, Change("care = {}", "care = {}\n\" \" = {}")),
        (Kind::BadName, Change("care = {}", "care = {}\n\"a\\u0007\" = {}")),
        (Kind::BadName, over("extends = \"\"")),
        // Numbers.
        (Kind::NotANumber, Change("salary = 60000", "salary = \"60,000\"")),
        (Kind::NotANumber, Change("turnover = 0.2", "turnover = \"20%\"")),
        (Kind::NotANumber, Change("turnover = 0.2", "turnover = { value = \"high\" }")),
        (Kind::NotANumber, Change("mode = 8", "mode = \"soon\"")),
        (Kind::NotFinite, Change("salary = 60000", "salary = inf")),
        (Kind::Percentage, Change("turnover = 0.2", "turnover = 30")),
        (Kind::Percentage, Change("share = 0.9", "share = 12.5")),
        (Kind::TooLow, Change("salary = 60000", "salary = -60000")),
        (Kind::TooLow, Change("growth = 0.0", "growth = -1")),
        (Kind::TooHigh, Change("horizon_weeks = 104", "horizon_weeks = 10400")),
        (Kind::TooHigh, Change("records = 0.2", "records = 1.2")),
        (Kind::NotWhole, Change("headcount = 20", "headcount = 20.5")),
        (Kind::NoValue, Change("turnover = 0.2", "turnover = { low = 0.1, high = 0.3 }")),
        (Kind::RangeReversed, Change("turnover = 0.2", "turnover = { value = 0.2, low = 0.3, high = 0.1 }")),
        (Kind::OutsideRange, Change("turnover = 0.2", "turnover = { value = 0.5, low = 0.1, high = 0.3 }")),
        (Kind::UnknownBasis, Change("turnover = 0.2", "turnover = { value = 0.2, basis = \"guessed\" }")),
        (Kind::NotDrawn, Change("turnover = 0.2", "turnover = { dist = \"triangular\", low = 0.1, mode = 0.2, high = 0.3 }")),
        (Kind::UnknownDistribution, Change("\"triangular\"", "\"normal\"")),
        (Kind::TriangleDisordered, Change("mode = 8", "mode = 30")),
        // Roles and skills.
        (Kind::UnknownName, Change("role = \"coder\"", "role = \"codr\"")),
        (Kind::UnknownName, Change("skill = \"records\"", "skill = \"writing\"")),
        (Kind::UndeclaredSkill, Change("{ care = 0.7", "{ caring = 0.7")),
        (Kind::IdleWeight, Change("requires = { records = 0.8 }", "requires = { records = 0.8 }\nweights = { care = 2 }")),
        (Kind::TaskTwice, Change("\"Wards\"", "\"Files\"")),
        (Kind::SharesSum, Change("share = 0.6", "share = 0.7")),
        (Kind::NoRole, Text("name = \"Clinic\"\n".into())),
        (Kind::NoPeople, Text("[roles.nurse]\nheadcount = 0\nsalary = 60000\n".into())),
        (Kind::TooManyPeople, Change("headcount = 20", "headcount = 20000000")),
        (Kind::TooManySeats, Change("seats = 3", "seats = 20000000")),
        (Kind::TooMuchMoney, Text("[roles.nurse]\nheadcount = 20000000\nsalary = 1000000000\n".into())),
        // Shocks.
        (Kind::StartsTooLate, Change("start_week = { dist = \"triangular\", low = 4, mode = 8, high = 20 }", "start_week = 104")),
        (Kind::UnknownTask, Change("task = \"Files\"", "task = \"Filing\"")),
        (Kind::UnknownTask, Change("role = \"nurse\", task", "role = \"coder\", task")),
        (
            Kind::EffectTwice,
            Change("{ role = \"coder\", seats = 3 }", "{ role = \"coder\", seats = 3 }, { role = \"coder\", seats = 4 }"),
        ),
        (Kind::LowersBar, Change("to = 0.4", "to = 0.1")),
        // Sections.
        (Kind::TransferTooWide, Change("[hiring]", "[learning]\ntransfer_sd = 0.45\n[hiring]")),
        (Kind::FloorAboveCap, Change("[hiring]", "[severance]\nfloor_weeks = 30\n[hiring]")),
        (Kind::NoWeights, Change("[hiring]", "[decision]\ncost = 0\ntime = 0\nretention = 0\n[hiring]")),
        // Policies.
        (Kind::Twin, Change("[policies.blend]", "[policies.twin]")),
        (Kind::ChangedReference, Change("[policies.blend]", "[policies.none]")),
        (Kind::MixAndAdaptive, Change("mix =", "adaptive = true\nmix =")),
        (Kind::EmptyMix, Change("hire = 0.2, upskill = 0.4, reskill = 0.4", "hire = 0")),
        // Flags.
        (Kind::FlagForm, Flag("hiring.decline".into())),
        (Kind::FlagForm, Flag("hiring decline=0.2".into())),
        (Kind::FlagForm, Flag("name=a\nb".into())),
        (Kind::FlagForm, Flag(format!("{}b=1", "a.".repeat(12)))),
        (Kind::PathTooLong, Flag("roles.nurse.salary.base=1".into())),
        (Kind::UnknownItem, Flag("roles.nurse.tasks.Filing.share=0.4".into())),
        (Kind::UnknownItem, Flag("shocks.scribe.automates.nurse.Filing.share=0.4".into())),
        (Kind::PathTooShort, Flag("shocks.scribe.creates.coder=4".into())),
        (Kind::UnknownKey, Flag("roles.nurse.sallary=70000".into())),
        (Kind::Percentage, Flag("roles.nurse.turnover=30".into())),
        (Kind::NotANumber, Flag("roles.nurse.salary=plenty".into())),
        // Overlays.
        (Kind::NoFolder, Text("extends = \"base.toml\"\n".into())),
        (Kind::Outside, over("extends = \"../../etc/base.toml\"")),
        (Kind::Outside, over("extends = \"/etc/passwd\"")),
        (Kind::Unreadable, over("extends = \"bse.toml\"")),
        (Kind::Unreadable, over("extends = \"elsewhere/clinic.toml\"")),
        (Kind::Directory, Files(vec![("over.toml", b"extends = \"more\"".to_vec()), ("more/base.toml", GOOD.into())])),
        (Kind::Cycle, over("extends = \"over.toml\"")),
        (
            Kind::Cycle,
            Files(vec![("a.toml", b"extends = \"b.toml\"".to_vec()), ("b.toml", b"name = \"b\"\nextends = \"a.toml\"".to_vec())]),
        ),
        (Kind::RemoveForm, Change("name = \"Clinic\"", "remove = [\"roles.coder\"]")),
        (Kind::RemoveForm, over("extends = \"base.toml\"\nremove = \"roles.coder\"")),
        (Kind::RemoveForm, over("extends = \"base.toml\"\nremove = [\"roles coder\", 3]")),
        (Kind::RemoveUnknown, over("extends = \"base.toml\"\nremove = [\"roles.codr\"]")),
        (Kind::RemoveUnknown, over("extends = \"base.toml\"\nremove = [\"roles.nurse.tasks.Wards\"]")),
        (Kind::RemoveUnknown, over("extends = \"base.toml\"\nremove = [\"roles.nurse.salary.low\"]")),
        (Kind::MissingKey, over("extends = \"base.toml\"\nremove = [\"roles.nurse.salary\"]")),
        (Kind::Percentage, over("extends = \"base.toml\"\n[roles.nurse]\nturnover = 25\n")),
        (
            Kind::UnknownKey,
            Files(vec![
                ("over.toml", b"extends = \"base.toml\"\n[roles.nurse]\nturnvoer = 0.25\n".to_vec()),
                ("base.toml", GOOD.replace("decline", "declined").into()),
            ]),
        ),
        (
            Kind::Syntax,
            Files(vec![
                ("over.toml", b"extends = \"base.toml\"\n".to_vec()),
                ("base.toml", GOOD.replace("[hiring]", "[hiring").into()),
            ]),
        ),
    ];
    let long = format!("[skills]\n{} = {{}}\n[roles.a]\nheadcount = 1\nsalary = 1\n", "x".repeat(201));
    all.push((Kind::BadName, Text(long)));
    let mut many = String::from("[roles.a]\nheadcount = 1\nsalary = 1\n[policies]\n");
    for number in 0..1001 {
        let _ = writeln!(many, "p{number} = {{}}");
    }
    all.push((Kind::TooMany, Text(many)));
    let mut roles = String::new();
    for number in 0..60_000 {
        let _ = writeln!(roles, "[roles.r{number}]\nheadcount = 1\nsalary = 1");
    }
    for number in 0..100 {
        let _ = writeln!(roles, "[policies.p{number}]");
    }
    all.push((Kind::TooManyTerms, Text(roles)));
    let names = ["0.toml", "1.toml", "2.toml", "3.toml", "4.toml", "5.toml", "6.toml", "7.toml", "8.toml", "9.toml"];
    let chain = names.iter().enumerate().map(|(number, name)| (*name, format!("extends = \"{}.toml\"", number + 1).into_bytes()));
    all.push((Kind::TooDeep, Files(chain.collect())));
    all
}

/// What is told of a mistake.
fn told(mistake: &Mistake) -> ScenarioErrors {
    match mistake {
        // No file is there to read, or a folder is.
        Files(files) if files.is_empty() || files[0].0.starts_with("folder/") => {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("own").join(if files.is_empty() { "clinic.toml" } else { "folder" });
            if !files.is_empty() {
                fs::create_dir_all(&path).unwrap();
            }
            Scenario::load(&path, &[]).unwrap_err()
        }
        other => errors(other).expect_err("a mistake is told"),
    }
}

#[test]
fn every_message_is_as_it_was_read_and_approved() {
    let mut text = String::new();
    let mut numbers: BTreeMap<Kind, usize> = BTreeMap::new();
    for (kind, mistake) in mistakes() {
        let errors = told(&mistake);
        assert!(errors.problems().iter().any(|problem| problem.kind == kind), "no {kind:?} in\n{errors}");
        let number = numbers.entry(kind).or_default();
        *number += 1;
        let shown = words(&errors);
        assert!(shown.len() < 20_000, "{kind:?} is told in {} bytes", shown.len());
        let _ = writeln!(text, "=== {} {number}\n\n{}", kind.name(), shown.trim_end());
        text.push('\n');
    }
    if std::env::var_os("FORESHIFT_BLESS").is_some() {
        fs::write(KEPT, &text).unwrap();
        return;
    }
    let kept = fs::read_to_string(KEPT).unwrap_or_default();
    for (now, then) in text.split("=== ").zip(kept.split("=== ")) {
        assert_eq!(now, then, "a message has changed: see the head of this test");
    }
    assert_eq!(text.len(), kept.len(), "messages were added or taken away: see the head of this test");
}

/// A kind that nothing brings about, or a place in the source whose message nobody has read, would be missed here.
#[test]
fn every_kind_and_every_place_that_complains_is_tried() {
    let mut tried: BTreeMap<Kind, usize> = BTreeMap::new();
    for (kind, _) in mistakes() {
        *tried.entry(kind).or_default() += 1;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/scenario");
    let mut source = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // What a sweep's own file is told is read in tests/sweep/messages.rs.
        let elsewhere = path.ends_with("kind.rs") || path.ends_with("sweep_file.rs");
        if path.extension().is_some_and(|extension| extension == "rs") && !elsewhere {
            source.push_str(fs::read_to_string(path).unwrap().split("#[cfg(test)]").next().unwrap());
        }
    }
    for kind in Kind::ALL {
        let places = source.matches(&format!("Kind::{kind:?},")).count() + source.matches(&format!("Kind::{kind:?} ")).count();
        let tried = tried.get(kind).copied().unwrap_or_default();
        assert!(places > 0, "nothing complains of {kind:?}");
        assert!(tried >= places, "{kind:?} is complained of in {places} places and tried {tried} times");
    }
    let mut names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Kind::ALL.len(), "two kinds share a name");
}

/// The good scenario is good: each mistake is the only thing that is wrong with it, or what follows from it.
#[test]
fn without_the_mistake_there_is_none() {
    assert!(Scenario::parse("clinic.toml", GOOD, &[]).is_ok());
    let plain = [("over.toml", b"extends = \"base.toml\"".to_vec()), ("base.toml", GOOD.into())];
    assert!(in_folder(&plain, Reading::default()).is_ok());
}

/// A problem points at a place that the text has, and says what to write there where it can.
#[test]
fn suggestions_mend_what_they_are_made_for() {
    for (from, to, mended) in [
        ("headcount = 20", "hedcount = 20", "headcount = 20"),
        ("turnover = 0.2", "turnover = 20", "turnover = 0.20"),
        ("turnover = 0.2", "turnover = \"20%\"", "turnover = 0.20"),
        ("salary = 60000", "salary = \"60,000\"", "salary = 60000"),
        ("salary = 60000", "salary = 60,000", "salary = 60000"),
        ("growth = 0.0", "growth = 0,5", "growth = 0.5"),
        ("growth = 0.0", "growth = \"0,5\"", "growth = 0.5"),
        ("turnover = 0.2", "turnover = 20%", "turnover = 0.20"),
        ("salary = 60000", "salary = $60000", "salary = 60000"),
        ("name = \"Clinic\"", "name = Clinic", "name = \"Clinic\""),
    ] {
        let text = GOOD.replacen(from, to, 1);
        let errors = Scenario::parse("clinic.toml", &text, &[]).unwrap_err();
        let problem = errors.problems().iter().find(|problem| problem.suggestion.is_some()).unwrap();
        assert_eq!(problem.line, problem.end_line, "{to}");
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let line = &mut lines[problem.line.unwrap() - 1];
        line.replace_range(problem.column.unwrap() - 1..problem.end_column.unwrap() - 1, problem.suggestion.as_deref().unwrap());
        assert_eq!(line, mended);
        assert!(Scenario::parse("clinic.toml", &lines.join("\n"), &[]).is_ok());
    }
}
