//! Sensitivity of the code to its data: every number that a bundled scenario states or takes by default, nudged through the library's reader, moves a run or a result of one
//! of them, or stands on a short list with the reason; every mechanism switch does; and every default says its unit, source and basis, the same in the table and in MODEL.md.
//!
//! On common random numbers nothing moves by chance, so that two replicates show any effect: whole records are compared.

#[path = "paired/bundled.rs"]
mod bundled;
#[path = "support/small_telecom.rs"]
mod small_telecom;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use bundled::{bundled, policy};
use foreshift::scenario::defaults::{PARAMETERS, Parameter, defaults};
use foreshift::scenario::model::{Assumption, Mechanisms, Scenario};
use foreshift::workforce::record::RunRecord;
use foreshift::{Replicate, Settings, Unwatched, compare};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use small_telecom::SMALL_TELECOM;

const BUNDLED: [&str; 10] = [
    "assembly-plant",
    "claims-handling",
    "contact-centre",
    "data-entry-office",
    "finance-team",
    "hospital-administration",
    "software-team",
    "stores-to-online",
    "telecom-retraining",
    "warehouse-robotics",
];
const SEED: u64 = 3;
const REPLICATES: u32 = 2;

/// A number of which a tenth more or less moves nothing in any bundled scenario.
struct Unmoved {
    /// Its path; a `*` stands for a name.
    path: &'static str,
    why: &'static str,
    /// A larger change, which moves something in some scenario after all; none where the number says nothing.
    larger: Option<f64>,
}

const fn unmoved(path: &'static str, why: &'static str, larger: Option<f64>) -> Unmoved {
    Unmoved { path, why, larger }
}

const FREE: &str = "more searches are never open at once than are allowed";
const ROOM: &str = "fewer people learn at once than may";
const IDLE: &str = "the policy trains nobody";
const SOLE: &str = "a mix is scaled to 1, and no other channel has a share";
const ALIKE: &str = "all of the role's work is automated, so that what it is made of is no matter";
const UNASKED: &str = "the role asks level 0 of the skill, which everybody has";
const RETRAINED: &str = "the surplus is small beside quits and courses: nobody is left to be laid off";

/// The short list.
const UNMOVED: [Unmoved; 29] = [
    unmoved("learning.max_distance", "nobody who is asked is further away than 0.54; at 0.3 fewer are in reach", Some(0.3)),
    unmoved("policies.none.lead_weeks", "the reader refuses it: business as usual is the reference", None),
    unmoved("policies.none.requisition_capacity", "it limits a policy's own searches, of which there are none", None),
    unmoved("policies.none.training_capacity", IDLE, None),
    unmoved("policies.hire.training_capacity", IDLE, None),
    unmoved("policies.replace.training_capacity", IDLE, None),
    unmoved("policies.reskill.training_capacity", ROOM, Some(1.0)),
    unmoved("policies.programme.training_capacity", ROOM, Some(1.0)),
    unmoved("policies.adaptive.requisition_capacity", FREE, Some(1.0)),
    unmoved("policies.blend.requisition_capacity", FREE, Some(1.0)),
    unmoved("policies.hire.requisition_capacity", FREE, Some(1.0)),
    unmoved("policies.reskill.requisition_capacity", FREE, Some(1.0)),
    unmoved("policies.upskill.requisition_capacity", FREE, Some(1.0)),
    unmoved("policies.programme.requisition_capacity", "the policy hires nobody", None),
    unmoved("policies.hire.mix.hire", SOLE, None),
    unmoved("policies.replace.mix.hire", SOLE, None),
    unmoved("policies.reskill.mix.reskill", SOLE, None),
    unmoved("policies.upskill.mix.upskill", SOLE, None),
    unmoved(
        "policies.reskill.mix.hire",
        "a twentieth against 1 is too little for a turn; the fallback hires where nobody can be reskilled",
        Some(1.0),
    ),
    unmoved("policies.upskill.mix.hire", "hiring serves vacancies alone, as the fallback does already", None),
    unmoved("policies.blend.mix.upskill", "no other share serves capability gaps, and of vacancies it serves none", Some(0.0)),
    unmoved("policies.programme.mix.upskill", "no other share serves capability gaps", Some(0.0)),
    unmoved("policies.programme.mix.reskill", "no other share serves vacancies", Some(0.0)),
    unmoved("policies.programme.absorb_weeks", RETRAINED, None),
    unmoved("policies.programme.grace_weeks", RETRAINED, None),
    unmoved("roles.keyer.tasks.*.share", ALIKE, None),
    unmoved("roles.planner.weights.equipment_maintenance", UNASKED, None),
    unmoved("roles.planner.weights.repairing", UNASKED, None),
    unmoved("roles.planner.weights.installation", UNASKED, None),
];

/// Parts of a path: keys at the dots outside quotes.
fn parts(path: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quoted = false;
    for c in path.chars() {
        match c {
            '"' => quoted = !quoted,
            '.' if !quoted => parts.push(String::new()),
            c => parts.last_mut().expect("never empty").push(c),
        }
    }
    parts
}

/// Whether a path is one that a pattern stands for.
fn is_of(path: &str, pattern: &str) -> bool {
    let (path, pattern) = (parts(path), parts(pattern));
    path.len() == pattern.len() && path.iter().zip(&pattern).all(|(part, expected)| expected == "*" || part == expected)
}

/// The parameter of a path.
fn parameter(path: &str) -> &'static Parameter {
    PARAMETERS.iter().find(|parameter| is_of(path, parameter.path)).unwrap_or_else(|| panic!("no parameter for {path}"))
}

/// A number as a flag takes it.
fn shown(value: f64) -> String {
    format!("{}", (value * 1e9).round() / 1e9)
}

/// A tenth more or less of a number, within what is accepted; of nothing a step in its unit. None where there is no room.
fn nudged(value: f64, parameter: &Parameter, up: bool) -> Option<f64> {
    let step = if value == 0.0 { if parameter.unit.starts_with("week") { 13.0 } else { 0.05 } } else { value.abs() * 0.1 };
    let step = if parameter.whole { step.round().max(1.0) } else { step };
    let other = if up { value + step } else { value - step }.clamp(parameter.min, parameter.max);
    (shown(other) != shown(value)).then_some(other)
}

/// The flags that nudge a number of a scenario, one set a way: a task's share is given to or taken from each of the others in turn, since shares sum to 1.
fn flags(scenario: &Scenario, assumption: &Assumption, up: bool) -> Vec<Vec<String>> {
    let path = &assumption.path;
    let Some(other) = nudged(assumption.value, parameter(path), up) else { return Vec::new() };
    if path.ends_with(".start_week") {
        // Drawn: its mode.
        return vec![vec![format!("{path}.mode={}", shown(other))]];
    }
    let flag = format!("{path}={}", shown(other));
    if !is_of(path, "roles.*.tasks.*.share") {
        return vec![vec![flag]];
    }
    let role = parts(path)[1].clone();
    let others = scenario
        .assumptions
        .iter()
        .filter(|other| is_of(&other.path, "roles.*.tasks.*.share") && parts(&other.path)[1] == role && other.path != *path);
    others.map(|task| vec![flag.clone(), format!("{}={}", task.path, shown(task.value + assumption.value - other))]).collect()
}

/// A bundled scenario changed by flags; none where the reader refuses them, as a level above the one that a shock raises it to.
fn read(name: &str, flags: &[String]) -> Option<Scenario> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name).with_extension("toml");
    let mut all: Vec<String> = sets(name).iter().map(|flag| (*flag).to_owned()).collect();
    // A flag that is given twice is refused: the later one counts.
    all.retain(|flag| !flags.iter().any(|other| other.split('=').next() == flag.split('=').next()));
    all.extend_from_slice(flags);
    Scenario::load(&path, &all).ok()
}

/// What makes a scenario small enough.
fn sets(name: &str) -> &'static [&'static str] {
    if name == "telecom-retraining" { &SMALL_TELECOM } else { &[] }
}

/// A scenario as it is, and what came of it.
struct Base {
    name: &'static str,
    scenario: Scenario,
    /// By policy and replicate; the twin has no name.
    records: BTreeMap<(String, u32), RunRecord>,
    results: String,
}

/// What a comparison says, without what was compared and how long it took.
fn results(scenario: &Scenario) -> String {
    let settings = Settings { seed: SEED, replicates: REPLICATES, threads: Some(1), ..Settings::default() };
    let found = compare(scenario, &settings, &Unwatched).expect("a comparison");
    format!("{:?}", (found.runs, found.summary, found.comparisons, found.answer, found.retention, found.horizons))
}

impl Base {
    fn new(name: &'static str, given: &[&str]) -> Self {
        let scenario = bundled(name, &[sets(name), given].concat());
        let mut records = BTreeMap::new();
        for number in 0..REPLICATES {
            let replicate = Replicate::new(&scenario, SEED, number);
            for policy in &scenario.policies {
                records.insert((policy.name.clone(), number), replicate.run(policy));
            }
            records.insert((String::new(), number), replicate.twin());
        }
        let base = Self { name, results: results(&scenario), scenario, records };
        assert_eq!(base.first_moved(&base.scenario, ""), None, "nothing moves by itself");
        assert_eq!(base.results, results(&base.scenario));
        base
    }

    /// The first policy whose run a change moves; `first` is looked at first.
    fn first_moved(&self, changed: &Scenario, first: &str) -> Option<String> {
        let mut names: Vec<&str> = changed.policies.iter().map(|policy| policy.name.as_str()).collect();
        names.sort_by_key(|name| (*name != first, !["blend", "replace"].contains(name), *name));
        for number in 0..REPLICATES {
            let replicate = Replicate::new(changed, SEED, number);
            for name in &names {
                if replicate.run(policy(changed, name)) != self.records[&((*name).to_owned(), number)] {
                    return Some((*name).to_owned());
                }
            }
        }
        None
    }

    /// What a change moves: a policy's run, or the results made of the same runs.
    fn moved(&self, flags: &[String], first: &str) -> Option<String> {
        let changed = read(self.name, flags)?;
        self.first_moved(&changed, first).or_else(|| (results(&changed) != self.results).then(|| "results".to_owned()))
    }

    /// What a nudge of a number moves, up or down.
    fn moved_by(&self, assumption: &Assumption, given: &[&str]) -> Option<String> {
        let keys = parts(&assumption.path);
        let own = if keys[0] == "policies" { keys[1].as_str() } else { "" };
        let given: Vec<String> = given.iter().map(|flag| (*flag).to_owned()).collect();
        let ways = [true, false].into_iter().flat_map(|up| flags(&self.scenario, assumption, up));
        ways.map(|flags| [given.clone(), flags].concat()).find_map(|flags| self.moved(&flags, own))
    }
}

/// Numbers that no bundled scenario states and that have no default, each with flags that state it.
const STATED: &[(&str, &str, &[&str])] =
    &[("policies.upskill.budget_per_year", "contact-centre", &["policies.upskill.budget_per_year=200000"])];

/// A number goes by its path: what moves something in one scenario need not in all, and what is stated in one has to there.
#[test]
fn every_number_of_a_bundled_scenario_moves_something_or_is_known_not_to() {
    let (mut seen, mut moved) = (BTreeSet::new(), BTreeSet::new());
    // Of what is on the list, what a larger change moves.
    let mut larger = BTreeSet::new();
    for name in BUNDLED {
        let base = Base::new(name, &[]);
        let left: Vec<&Assumption> = base.scenario.assumptions.iter().filter(|known| !moved.contains(&known.path)).collect();
        let found: Vec<Option<String>> = left.par_iter().map(|assumption| base.moved_by(assumption, &[])).collect();
        for (assumption, what) in left.iter().zip(found) {
            let path = &assumption.path;
            println!("{name}: {path} {}: {}", shown(assumption.value), what.as_deref().unwrap_or("nothing"));
            if what.is_some() {
                moved.insert(path.clone());
            }
        }
        seen.extend(base.scenario.assumptions.iter().map(|assumption| assumption.path.clone()));
        for known in &UNMOVED {
            let here = base.scenario.assumptions.iter().any(|assumption| assumption.path == known.path);
            let Some(value) = known.larger.filter(|_| here && !larger.contains(known.path)) else { continue };
            let what = base.moved(&[format!("{}={}", known.path, shown(value))], "");
            println!("{name}: {}={value}: {}", known.path, what.as_deref().unwrap_or("nothing"));
            if what.is_some() {
                larger.insert(known.path);
            }
        }
    }
    let mut problems = Vec::new();
    for path in &seen {
        match (moved.contains(path), UNMOVED.iter().find(|known| is_of(path, known.path))) {
            (false, None) => problems.push(format!("{path} moves nothing and is not on the list")),
            (true, Some(known)) => problems.push(format!("{path} moves something, and the list says: {}", known.why)),
            _ => {}
        }
    }
    for known in &UNMOVED {
        if !seen.iter().any(|path| is_of(path, known.path)) {
            problems.push(format!("`{}` is on the list and in no bundled scenario", known.path));
        }
        if let Some(value) = known.larger.filter(|_| !larger.contains(known.path)) {
            problems.push(format!("`{}` moves nothing even at {value}: {}", known.path, known.why));
        }
    }
    // Every parameter of the program by name, those that only a larger change moves and those that no bundled scenario states as well.
    let mut parameters: BTreeSet<&str> =
        moved.iter().map(String::as_str).chain(larger).map(|path| parameter(path).path).collect();
    for (path, name, given) in STATED {
        let base = Base::new(name, given);
        let assumption = base.scenario.assumptions.iter().find(|assumption| assumption.path == *path).expect("it is stated");
        match base.moved_by(assumption, given) {
            Some(_) => drop(parameters.insert(parameter(path).path)),
            None => problems.push(format!("{name}: {path} moves nothing")),
        }
    }
    let never = PARAMETERS.iter().filter(|parameter| !parameters.contains(parameter.path));
    problems.extend(never.map(|parameter| format!("`{}` moves nothing in any bundled scenario", parameter.path)));
    println!("{} of {} numbers move something", moved.len(), seen.len());
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// A scenario that is not here is not looked at.
#[test]
fn every_bundled_scenario_is_looked_at() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let files = fs::read_dir(folder).expect("scenarios").map(|entry| entry.expect("an entry").path());
    let tables = files.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    let names: BTreeSet<String> =
        tables.map(|path| path.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned()).collect();
    assert_eq!(names, BUNDLED.map(str::to_owned).into());
}

/// The test above can fail: a number that nothing reads moves nothing.
#[test]
fn what_nothing_reads_is_seen_to_move_nothing() {
    let base = Base::new(BUNDLED[0], &[]);
    let flags = ["name=Another".to_owned(), "roles.operator.title=Somebody".to_owned()];
    assert!(read(base.name, &flags).is_some_and(|changed| changed.name == "Another"));
    assert_eq!(base.moved(&flags, ""), None);
}

#[test]
fn every_mechanism_switch_moves_a_bundled_scenario() {
    // The names as the type has them, so that a new switch is looked at.
    let all = format!("{:?}", Mechanisms::all(true));
    let names: Vec<&str> = all.split(['{', ',', '}']).filter_map(|part| part.trim().strip_suffix(": true")).collect();
    assert_eq!(names.len(), 9, "{names:?}");
    // All are on in every bundled scenario; a few scenarios are enough to see each at work.
    let bases = ["assembly-plant", "contact-centre", "hospital-administration"].map(|name| Base::new(name, &[]));
    for name in names {
        let flag = [format!("mechanisms.{name}=false")];
        let moved: Vec<_> = bases.iter().filter_map(|base| base.moved(&flag, "").map(|policy| (base.name, policy))).collect();
        println!("{name}: {moved:?}");
        assert!(!moved.is_empty(), "`{name}` moves no bundled scenario");
    }
}

#[test]
fn every_default_has_unit_source_and_basis() {
    for parameter in defaults().filter(|parameter| parameter.default.is_some()) {
        let Parameter { path, unit, source, basis, .. } = parameter;
        assert!(!unit.trim().is_empty() && !source.trim().is_empty(), "{path}: unit {unit:?}, source {source:?}");
        assert!(["measured", "estimated", "assumed"].contains(basis), "{path}: basis {basis:?}");
        assert_eq!(*basis == "assumed", source.starts_with("assumed"), "{path}: {basis} and {source:?} do not go together");
    }
    // What a scenario takes over says the same, and what it calls measured has a source.
    for name in BUNDLED {
        for assumption in &bundled(name, sets(name)).assumptions {
            assert!(!assumption.unit.is_empty() && !assumption.basis.is_empty(), "{name}: {}", assumption.path);
            assert!(assumption.basis == "assumed" || !assumption.source.is_empty(), "{name}: {}", assumption.path);
        }
    }
}

/// A number as MODEL.md writes it.
fn written(value: Option<f64>) -> String {
    value.map_or_else(|| "none".to_owned(), shown)
}

/// The table of defaults in MODEL.md says what the table in the code says.
#[test]
fn the_defaults_of_the_document_are_those_of_the_code() {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/MODEL.md")).expect("MODEL.md");
    let chapter = text.split("### 6.1 ").nth(1).and_then(|rest| rest.split("\n### ").next()).expect("section 6.1");
    let mut rows: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in chapter.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<String> = line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
        rows.insert(cells[0].trim_matches('`').to_owned(), cells[1..].to_vec());
    }
    let number = |text: &str| text.parse::<f64>().map_or_else(|_| text.to_owned(), shown);
    for parameter in defaults().filter(|parameter| parameter.default.is_some()) {
        let row = rows.remove(parameter.path).unwrap_or_else(|| panic!("MODEL.md has no `{}`", parameter.path));
        let range = match (parameter.low, parameter.high) {
            (None, None) => "none".to_owned(),
            (low, high) => format!("{} to {}", written(low), written(high)),
        };
        let said: Vec<String> = row[1].split(" to ").map(number).collect();
        assert_eq!([number(&row[0]), said.join(" to ")], [written(parameter.default), range], "{}", parameter.path);
        assert_eq!(row[2], parameter.unit, "{}", parameter.path);
        assert_eq!(row[3], parameter.basis, "{}", parameter.path);
        let source = if row[4] == "**A**" { "assumed" } else { &row[4] };
        assert!(parameter.source.ends_with(source), "{}: {source:?}, not {:?}", parameter.path, parameter.source);
    }
    // Left are numbers that have a rule instead of a default.
    let ruled: Vec<&str> = rows.keys().map(String::as_str).collect();
    assert_eq!(ruled, ["policies.*.requisition_capacity", "policies.*.training_capacity"]);
}
