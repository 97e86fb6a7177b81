//! The bundled scenarios against `tests/facts.csv`, and that table against the raw files where they are at hand.
//!
//! The rule that makes levels, weights, pay and raised bars of published figures stands at the head of the table. Offline, every figure
//! of a scenario is recomputed from the table; with the raw files (`../shared/data`, or where `FORESHIFT_DATA` points) the table and the
//! choice of skills are recomputed too.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

/// A bundled scenario, and what the rule needs to know of its story.
struct Bundled {
    name: &'static str,
    seats: Seats,
    range: Range,
    /// Whose bar the shock raises, and how far each skill moves toward the highest level that any role asks.
    raises: &'static [(&'static str, f64)],
}

/// What becomes of the seats there are.
#[derive(Clone, Copy, PartialEq)]
enum Seats {
    /// Some go.
    Fewer,
    /// A role ends: the whole of its work goes.
    RoleEnds,
    /// None goes and none is new.
    Kept,
}

/// Where the range of an automated share comes from.
#[derive(Clone, Copy, PartialEq)]
enum Range {
    /// A language model does it: from beta to gamma.
    Exposure,
    /// A language model does it: from half of beta, as exposed means that the time falls to half or less, to gamma.
    HalfExposure,
    /// Something else does it, or nothing: assumed.
    Assumed,
}

const BUNDLED: [Bundled; 10] = [
    Bundled { name: "contact-centre", seats: Seats::Fewer, range: Range::Exposure, raises: &[("support_agent", 0.5)] },
    Bundled { name: "assembly-plant", seats: Seats::Fewer, range: Range::Assumed, raises: &[("operator", 0.3)] },
    Bundled { name: "stores-to-online", seats: Seats::Fewer, range: Range::Assumed, raises: &[] },
    Bundled { name: "data-entry-office", seats: Seats::RoleEnds, range: Range::HalfExposure, raises: &[] },
    Bundled {
        name: "finance-team",
        seats: Seats::Kept,
        range: Range::Assumed,
        raises: &[("accountant", 0.5), ("bookkeeper", 0.5)],
    },
    Bundled { name: "claims-handling", seats: Seats::Fewer, range: Range::HalfExposure, raises: &[("clerk", 0.5)] },
    Bundled { name: "software-team", seats: Seats::Fewer, range: Range::HalfExposure, raises: &[("programmer", 0.5)] },
    Bundled {
        name: "hospital-administration",
        seats: Seats::Fewer,
        range: Range::HalfExposure,
        raises: &[("biller", 0.5), ("secretary", 0.5)],
    },
    Bundled { name: "warehouse-robotics", seats: Seats::Fewer, range: Range::Assumed, raises: &[("picker", 0.3)] },
    Bundled {
        name: "telecom-retraining",
        seats: Seats::Fewer,
        range: Range::Assumed,
        raises: &[("equipment_technician", 0.5), ("line_technician", 0.5)],
    },
];

/// Skills that each role brings to a scenario.
const SKILLS_PER_ROLE: usize = 3;

/// Importance from which a skill matters to a role.
const MATTERS: f64 = 3.0;

/// Half a unit of the second decimal, and what binary fractions add to it.
const ROUNDING: f64 = 0.005 + 1e-9;

/// Values of the table by (source, code, item).
type Facts = BTreeMap<(String, String, String), String>;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn scenario(name: &str) -> Table {
    let path = root().join(format!("scenarios/{name}.toml"));
    fs::read_to_string(&path).unwrap().parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A file's records as maps from column to value; a byte order mark is dropped.
fn records(path: &Path, delimiter: u8) -> Vec<BTreeMap<String, String>> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(delimiter).comment(Some(b'#'));
    if delimiter == b'\t' {
        builder.quoting(false);
    }
    builder.from_reader(text.as_bytes()).deserialize().map(|record| record.unwrap()).collect()
}

fn facts() -> Facts {
    let mut facts = Facts::new();
    for row in records(&root().join("tests/facts.csv"), b',') {
        let key = (row["source"].clone(), row["code"].clone(), row["item"].clone());
        assert!(facts.insert(key, row["value"].clone()).is_none(), "the table says twice: {row:?}");
    }
    facts
}

fn text_fact<'a>(facts: &'a Facts, source: &str, code: &str, item: &str) -> Option<&'a str> {
    facts.get(&(source.to_owned(), code.to_owned(), item.to_owned())).map(String::as_str)
}

fn fact(facts: &Facts, source: &str, code: &str, item: &str) -> f64 {
    text_fact(facts, source, code, item).map_or(f64::NAN, |value| value.parse().unwrap())
}

/// A number, plain or sourced.
fn number(value: &Value) -> f64 {
    match value {
        Value::Integer(whole) => f64::from(i32::try_from(*whole).unwrap()),
        Value::Float(float) => *float,
        Value::Table(table) => number(&table["value"]),
        other => panic!("not a number: {other}"),
    }
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_else(|| panic!("no text `{key}` in {value}"))
}

/// A list, which is empty where the file has none.
fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).map_or(&[], |list| list.as_array().unwrap_or_else(|| panic!("`{key}` is no list in {value}")))
}

fn section<'a>(value: &'a Value, key: &str) -> &'a Table {
    value.get(key).and_then(Value::as_table).unwrap_or_else(|| panic!("no section `{key}` in {value}"))
}

/// Says so where two numbers differ by more than `within`; a missing fact is NaN and differs from everything.
fn same(problems: &mut Vec<String>, what: &str, found: f64, expected: f64, within: f64) {
    let near = (found - expected).abs() <= within;
    if !near {
        problems.push(format!("{what}: the scenario says {found}, the facts {expected}"));
    }
}

/// Beta and gamma of an exposure label.
fn exposure(label: &str) -> Option<(f64, f64)> {
    match label {
        "E0" => Some((0.0, 0.0)),
        "E1" => Some((1.0, 1.0)),
        "E2" => Some((0.5, 1.0)),
        _ => None,
    }
}

/// The task ids that a source names: `O*NET 29.0 tasks 18565, 2581; ...`.
fn task_ids(source: &str) -> Vec<&str> {
    let named = source.strip_prefix("O*NET 29.0 tasks ").and_then(|rest| rest.split(';').next());
    named.unwrap_or_else(|| panic!("no tasks in {source:?}")).split(", ").collect()
}

/// What a scenario says that the facts do not, by the rule.
fn departures(bundled: &Bundled, scenario: &Table, facts: &Facts) -> Vec<String> {
    let mut problems = Vec::new();
    let skills = scenario["skills"].as_table().unwrap();
    let roles = scenario["roles"].as_table().unwrap();
    for (name, role) in roles {
        requirements(&mut problems, name, role, skills, facts);
        pay(&mut problems, name, role, facts);
    }
    for shock in scenario["shocks"].as_table().unwrap().values() {
        seats(&mut problems, bundled.seats, shock, roles);
        exposures(&mut problems, bundled.range, shock, roles, facts);
        raised(&mut problems, bundled.raises, shock, scenario, facts);
    }
    problems
}

/// What becomes of the seats, as the table of scenarios says.
fn seats(problems: &mut Vec<String>, said: Seats, shock: &Value, roles: &Table) {
    let (automates, creates) = (list(shock, "automates"), list(shock, "creates"));
    let reach = shock.get("reach").map_or(1.0, number);
    let left = |role: &str| {
        let tasks = list(&roles[role], "tasks");
        let gone = automates.iter().filter(|automated| text(automated, "role") == role).map(|automated| {
            let task = tasks.iter().find(|task| text(task, "name") == text(automated, "task")).expect("the task exists");
            reach * number(&automated["share"]) * number(&task["share"])
        });
        1.0 - gone.sum::<f64>()
    };
    let least = automates.iter().map(|automated| left(text(automated, "role"))).fold(1.0, f64::min);
    let found = match (automates.is_empty() && creates.is_empty(), least < 1e-9) {
        (true, _) => Seats::Kept,
        (false, true) => Seats::RoleEnds,
        (false, false) => Seats::Fewer,
    };
    if found != said {
        problems.push(format!("the story of the seats is another: {:.0}% are left where most go", 100.0 * least));
    }
}

/// Levels and weights.
fn requirements(problems: &mut Vec<String>, name: &str, role: &Value, skills: &Table, facts: &Facts) {
    let soc = text(role, "soc");
    let cited = text(role, "source");
    if !cited.contains(soc) || !cited.contains("O*NET 29.0") {
        problems.push(format!("{name}: the source {cited:?} does not cite O*NET 29.0 and {soc}"));
    }
    let (levels, weights) = (section(role, "requires"), section(role, "weights"));
    if !levels.keys().collect::<BTreeSet<_>>().is_superset(&skills.keys().collect())
        || !weights.keys().collect::<BTreeSet<_>>().is_superset(&skills.keys().collect())
    {
        problems.push(format!("{name}: a skill lacks its level or weight"));
    }
    for (skill, level) in levels {
        let title = text(&skills[skill], "title");
        let expected = fact(facts, "O*NET Skills", soc, &format!("LV {title}")) / 7.0;
        same(problems, &format!("{name} requires {skill}"), number(level), expected, ROUNDING);
    }
    for (skill, weight) in weights {
        let expected = fact(facts, "O*NET Skills", soc, &format!("IM {}", text(&skills[skill], "title")));
        same(problems, &format!("{name} weighs {skill}"), number(weight), expected, 1e-9);
    }
}

/// Pay, with the code that its source cites.
fn pay(problems: &mut Vec<String>, name: &str, role: &Value, facts: &Facts) {
    let salary = &role["salary"];
    let code = text(salary, "source").strip_prefix("BLS OEWS May 2021, ").and_then(|rest| rest.get(..7)).unwrap_or_default();
    if code.get(..6) != text(role, "soc").get(..6) {
        problems.push(format!("{name}: pay of {code:?} is not that of its occupation"));
    }
    for (key, column) in [("value", "A_MEDIAN"), ("low", "A_PCT25"), ("high", "A_PCT75")] {
        same(problems, &format!("{name} salary {key}"), number(&salary[key]), fact(facts, "OEWS national", code, column), 1e-9);
    }
}

/// The exposure that stands beside each automated share; where a language model is the machine, the range follows from it.
fn exposures(problems: &mut Vec<String>, range: Range, shock: &Value, roles: &Table, facts: &Facts) {
    for automated in list(shock, "automates") {
        let (role, task) = (&roles[text(automated, "role")], text(automated, "task"));
        let found = list(role, "tasks").iter().find(|candidate| text(candidate, "name") == task).expect("the task exists");
        let ids = task_ids(text(&found["share"], "source"));
        let labels = ids.iter().map(|id| text_fact(facts, "GPTs-are-GPTs", text(role, "soc"), &format!("task {id}")));
        let Some(each) = labels.map(|label| label.and_then(exposure)).collect::<Option<Vec<_>>>() else {
            problems.push(format!("{task}: a task of {ids:?} has no exposure among the facts"));
            continue;
        };
        let count = f64::from(u32::try_from(each.len()).unwrap());
        let beta = each.iter().map(|(beta, _)| beta).sum::<f64>() / count;
        let gamma = each.iter().map(|(_, gamma)| gamma).sum::<f64>() / count;
        let share = &automated["share"];
        let cited = text(share, "source");
        if !cited.contains(&format!("beta {beta:.2}, gamma {gamma:.2};")) {
            problems.push(format!("{task}: the facts say beta {beta:.2}, gamma {gamma:.2}, the source {cited:?}"));
        }
        if range != Range::Assumed {
            let least = if range == Range::HalfExposure { beta / 2.0 } else { beta };
            same(problems, &format!("{task}, low"), number(&share["low"]), least, ROUNDING);
            same(problems, &format!("{task}, high"), number(&share["high"]), gamma, ROUNDING);
        }
        let (low, value, high) = (number(&share["low"]), number(share), number(&share["high"]));
        if !(low <= value && value <= high) {
            problems.push(format!("{task}: {value} is outside {low} to {high}"));
        }
    }
}

/// The raised bars: every skill of which another role asks more moves the stated way, and no other.
fn raised(problems: &mut Vec<String>, raises: &[(&str, f64)], shock: &Value, scenario: &Table, facts: &Facts) {
    let roles = scenario["roles"].as_table().unwrap();
    let mut found = BTreeMap::new();
    for raise in list(shock, "raises") {
        found.insert((text(raise, "role"), text(raise, "skill")), number(&raise["to"]));
    }
    for (name, part) in raises {
        for (skill, said) in scenario["skills"].as_table().unwrap() {
            let item = format!("LV {}", text(said, "title"));
            let level = |role: &Value| fact(facts, "O*NET Skills", text(role, "soc"), &item) / 7.0;
            let own = level(&roles[*name]);
            let top = roles.values().map(level).fold(own, f64::max);
            match found.remove(&(*name, skill.as_str())) {
                Some(to) => same(problems, &format!("{name} raised in {skill}"), to, part.mul_add(top - own, own), ROUNDING),
                None if top > own => problems.push(format!("{name}: {skill} is not raised, though another role asks more")),
                None => {}
            }
        }
    }
    problems.extend(found.keys().map(|(role, skill)| format!("{role} is raised in {skill}, which the rule does not say")));
}

#[test]
fn every_bundled_scenario_is_held_to_the_facts() {
    let known: Vec<_> = foreshift::scenario::bundled::BUNDLED.iter().map(|bundled| bundled.name).collect();
    assert_eq!(known, BUNDLED.iter().map(|bundled| bundled.name).collect::<Vec<_>>());
}

#[test]
fn scenarios_follow_from_the_facts_by_the_rule() {
    let facts = facts();
    for bundled in &BUNDLED {
        let problems = departures(bundled, &scenario(bundled.name), &facts);
        assert!(problems.is_empty(), "{}:\n{}", bundled.name, problems.join("\n"));
    }
}

/// Every fact serves: whichever one is changed, a scenario departs from it.
#[test]
fn a_changed_fact_is_noticed() {
    let facts = facts();
    let scenarios: Vec<_> = BUNDLED.iter().map(|bundled| (bundled, scenario(bundled.name))).collect();
    let quiet = |facts: &Facts| scenarios.iter().all(|(bundled, scenario)| departures(bundled, scenario, facts).is_empty());
    assert!(quiet(&facts), "as they stand the scenarios depart from the facts, so that no change can be told");
    for (key, value) in &facts {
        let mut changed = facts.clone();
        let other = value
            .parse::<f64>()
            .map_or_else(|_| if value == "E1" { "E0" } else { "E1" }.to_owned(), |number| (number + 0.2).to_string());
        changed.insert(key.clone(), other);
        assert!(!quiet(&changed), "nothing depends on {key:?}");
        changed.remove(key);
        assert!(!quiet(&changed), "nothing needs {key:?}");
    }
}

/// Levels and importances by (code, skill); estimates that should be suppressed are left out.
struct Ratings {
    levels: BTreeMap<(String, String), f64>,
    weights: BTreeMap<(String, String), f64>,
}

impl Ratings {
    fn read(data: &Path) -> Self {
        let mut ratings = Self { levels: BTreeMap::new(), weights: BTreeMap::new() };
        for mut row in records(&data.join("onet/Skills.txt"), b'\t') {
            if row["Recommend Suppress"] == "Y" {
                continue;
            }
            let value = row["Data Value"].parse().unwrap();
            let key = (row.remove("O*NET-SOC Code").unwrap(), row.remove("Element Name").unwrap());
            let scale = if row["Scale ID"] == "LV" { &mut ratings.levels } else { &mut ratings.weights };
            scale.insert(key, value);
        }
        ratings
    }

    /// The skills that tell these occupations apart, by the rule.
    fn telling(&self, codes: &[&str]) -> BTreeSet<String> {
        let at = |map: &BTreeMap<(String, String), f64>, code: &str, skill: &str| {
            map.get(&(code.to_owned(), skill.to_owned())).copied()
        };
        let everywhere =
            |skill: &str| codes.iter().all(|code| at(&self.levels, code, skill).and(at(&self.weights, code, skill)).is_some());
        let all: BTreeSet<&str> = self.levels.keys().map(|(_, skill)| skill.as_str()).collect();
        let others = f64::from(u32::try_from(codes.len() - 1).unwrap());
        let mut kept = BTreeSet::new();
        for code in codes {
            let mut ranked: Vec<_> = all
                .iter()
                .filter(|skill| everywhere(skill) && at(&self.weights, code, skill).is_some_and(|weight| weight >= MATTERS))
                .map(|skill| {
                    let rest: f64 =
                        codes.iter().filter(|other| *other != code).filter_map(|other| at(&self.levels, other, skill)).sum();
                    // To four decimals, so that a tie is a tie.
                    let excess = ((at(&self.levels, code, skill).unwrap() - rest / others) * 1e4).round();
                    (excess, *skill)
                })
                .collect();
            ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
            kept.extend(ranked.iter().take(SKILLS_PER_ROLE).map(|(_, skill)| (*skill).to_owned()));
        }
        kept
    }
}

/// Where the raw files are, or why there are none.
fn raw() -> Result<PathBuf, String> {
    let data = env::var_os("FORESHIFT_DATA").map_or_else(|| root().join("../shared/data"), PathBuf::from);
    let needed = ["onet/Skills.txt", "onet/Task Statements.txt", "exposure/task_exposure.tsv", "wages/oews_national_may2021.csv"];
    match needed.iter().find(|file| !data.join(file).is_file()) {
        None => Ok(data),
        Some(file) => Err(format!("no {file} in {}", data.display())),
    }
}

#[test]
fn the_rule_picks_the_scenarios_skills_from_the_raw_files() {
    let data = match raw() {
        Ok(data) => data,
        Err(reason) => return println!("skipped: {reason}"),
    };
    let ratings = Ratings::read(&data);
    for bundled in &BUNDLED {
        let scenario = scenario(bundled.name);
        let codes: Vec<_> = scenario["roles"].as_table().unwrap().values().map(|role| text(role, "soc")).collect();
        let said: BTreeSet<_> =
            scenario["skills"].as_table().unwrap().values().map(|skill| text(skill, "title").to_owned()).collect();
        assert_eq!(said, ratings.telling(&codes), "{}", bundled.name);
    }
}

#[test]
fn the_facts_are_those_of_the_raw_files() {
    let data = match raw() {
        Ok(data) => data,
        Err(reason) => return println!("skipped: {reason}"),
    };
    let ratings = Ratings::read(&data);
    let pay: BTreeMap<_, _> = records(&data.join("wages/oews_national_may2021.csv"), b',')
        .into_iter()
        .map(|row| (row["OCC_CODE"].clone(), row))
        .collect();
    let key = |row: &BTreeMap<String, String>| (row["O*NET-SOC Code"].clone(), row["Task ID"].trim_end_matches(".0").to_owned());
    let statements: BTreeSet<_> = records(&data.join("onet/Task Statements.txt"), b'\t').iter().map(key).collect();
    let exposed: BTreeMap<_, _> =
        records(&data.join("exposure/task_exposure.tsv"), b'\t').into_iter().map(|row| (key(&row), row)).collect();
    for ((source, code, item), value) in facts() {
        let what = format!("{source}, {code}, {item}");
        let number = value.parse::<f64>().ok();
        match (source.as_str(), item.split_once(' ')) {
            ("O*NET Skills", Some((scale, skill))) => {
                let map = if scale == "LV" { &ratings.levels } else { &ratings.weights };
                assert_eq!(map.get(&(code, skill.to_owned())).copied(), number, "{what}");
            }
            ("OEWS national", None) => {
                assert_eq!(pay.get(&code).and_then(|row| row[&item].replace(',', "").parse().ok()), number, "{what}");
            }
            ("GPTs-are-GPTs", Some(("task", id))) => {
                let key = (code, id.to_owned());
                assert!(statements.contains(&key), "{what}: no such task statement");
                let row = exposed.get(&key).unwrap_or_else(|| panic!("{what}: no exposure"));
                assert_eq!(row["gpt4_exposure"], value, "{what}");
                let published = (row["beta"].parse().unwrap(), row["gamma"].parse().unwrap());
                assert_eq!(exposure(&value), Some(published), "{what}");
            }
            _ => panic!("{what}: no raw file for it"),
        }
    }
}
