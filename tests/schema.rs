//! The schema that editors read takes what the reader takes and refuses what it refuses, as far as a schema can see.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use foreshift::scenario::bundled::BUNDLED;
use foreshift::scenario::model::Scenario;
use foreshift::scenario::schema;
use foreshift::scenario::starter::STARTER;
use jsonschema::Validator;
use serde_json::{Value, json};

const GOOD: &str = include_str!("scenarios/contact-centre.toml");
const EVERY_KEY: &str = include_str!("scenarios/every-key.toml");

fn validator(schema: &Value) -> Validator {
    jsonschema::validator_for(schema).expect("a schema")
}

fn document(text: &str) -> Value {
    toml::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// What a schema says is wrong with a document.
fn faults(validator: &Validator, document: &Value) -> Vec<String> {
    validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// An overlay, whose keys need another file.
fn overlay() -> Value {
    json!({ "extends": "every-key.toml", "remove": ["shocks.assistant"], "roles": { "agent": { "headcount": 50 } }, "shocks": { "late": {} } })
}

/// What the reader complains of, as one line.
fn complaint(text: &str) -> Option<String> {
    let errors = Scenario::parse("x.toml", text, &[]).err()?;
    Some(errors.to_string().split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" "))
}

#[test]
fn the_schema_is_draft_07_and_the_same_every_time() {
    let schema = schema::schema();
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    assert!(jsonschema::draft7::meta::is_valid(&schema));
    assert_eq!(schema::text(), schema::text());
    assert_eq!(serde_json::from_str::<Value>(&schema::text()).unwrap(), schema);
}

#[test]
fn every_scenario_that_is_read_is_valid_and_so_is_what_it_resolves_to() {
    let validator = validator(&schema::schema());
    let mut files: Vec<(String, String)> =
        BUNDLED.iter().chain([&STARTER]).map(|file| (file.name.to_owned(), file.text.to_owned())).collect();
    for folder in ["scenarios", "tests/scenarios"] {
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                files.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(files.len() >= 6, "{}", files.len());
    for (name, text) in files {
        assert_eq!(faults(&validator, &document(&text)), Vec::<String>::new(), "{name}");
        let scenario = Scenario::parse(&name, &text, &[]).unwrap_or_else(|errors| panic!("{name}: {errors}"));
        assert_eq!(faults(&validator, &scenario.to_json()), Vec::<String>::new(), "{name}, resolved");
    }
}

#[test]
fn every_bundled_scenario_has_a_file_of_its_name_and_says_what_it_asks() {
    for bundled in BUNDLED.iter().chain([&STARTER]) {
        let scenario = Scenario::parse(bundled.name, bundled.text, &[]).unwrap();
        assert!(!scenario.summary.is_empty() && scenario.name != bundled.name, "{}", bundled.name);
    }
    let mut names: Vec<String> = BUNDLED.iter().map(|bundled| format!("{}.toml", bundled.name)).collect();
    let mut files: Vec<String> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    names.sort();
    files.sort();
    assert_eq!(names, files);
}

#[test]
fn what_the_reader_refuses_by_itself_the_schema_refuses() {
    let validator = validator(&schema::schema());
    let changes = [
        // Unknown keys, table by table.
        ("currency =", "curency ="),
        ("writing = { title", "writing = { titel"),
        ("headcount = 400", "headcount = 400\nheadcont = 1"),
        ("share = 0.5 }, {", "share = 0.5, shere = 1 }, {"),
        ("announced_week = 0", "anounced_week = 0"),
        ("share = 0.9 }", "share = 0.9, shere = 1 }"),
        ("to = 0.40 }", "to = 0.40, two = 1 }"),
        ("seats = 40 }", "seats = 40, seets = 1 }"),
        ("decline = 0.15", "turnover = 0.15"),
        ("decline = 0.15", "decline = { value = 0.1, hihg = 0.2 }"),
        ("upskill = 0.4,", "upskil = 0.4,"),
        ("lead_weeks = 13", "leed_weeks = 13"),
        ("mix = { hire = 0.5, reskill = 0.5 }", "mixx = { hire = 0.5, reskill = 0.5 }"),
        ("[hiring]", "[hirring]"),
        // Wrong types.
        ("name = \"Contact", "name = 3 # \"Contact"),
        ("replaces = false", "replaces = \"no\""),
        ("salary = 42000", "salary = \"42000\""),
        ("salary = 42000", "salary = [42000]"),
        ("salary = 42000", "salary = true"),
        ("salary = 42000", "salary = nan"),
        ("tasks = [", "tasks = 3 # ["),
        ("tasks = [ {", "tasks = [ 3, {"),
        ("service_orientation = {}", "service_orientation = 1"),
        ("title = \"Conversation designer\"", "title = 1979-05-27T00:00:00Z\nsoc = 1"),
        ("title = \"Conversation designer\"", "title = \"two\\nlines\""),
        // Numbers that no model can take.
        ("salary = 42000", "salary = -42000"),
        ("salary = 42000", "salary = 0"),
        ("turnover = 0.20", "turnover = 30"),
        ("turnover = 0.20", "turnover = -0.1"),
        ("turnover = 0.20", "turnover = { value = 0.2, high = 30 }"),
        ("reach = 0.8", "reach = 80"),
        ("reach = 0.8", "reach = { dist = \"triangular\", low = 0, mode = 0.5, high = 80 }"),
        ("headcount = 400", "headcount = 400.5"),
        ("headcount = 400", "headcount = 20000001"),
        ("horizon_weeks = 156", "horizon_weeks = 0"),
        ("hire = 0.2", "hire = -0.2"),
        ("data_analysis = 0.15", "data_analysis = 15"),
        // Forms of a number.
        ("decline = 0.15", "decline = { low = 0.1 }"),
        ("decline = 0.15", "decline = { value = 0.1, basis = \"guess\" }"),
        ("decline = 0.15", "decline = { dist = \"triangular\", low = 0, mode = 0.1, high = 0.2 }"),
        ("mode = 26, ", ""),
        ("mode = 26, ", "mode = 26, value = 26, "),
        ("\"triangular\"", "\"normal\""),
        ("ramp_weeks = 52", "ramp_weeks = { value = 52, mode = 3 }"),
        // Words and names.
        ("fallback = \"hire\"", "fallback = \"fire\""),
        ("surplus = \"lay_off\"", "surplus = \"layoff\""),
        ("[policies.blend]", "[policies.twin]\n[policies.blend]"),
        ("[skills]", "[skills]\n\"\" = {}"),
        ("[skills]", "[skills]\n\" \" = {}"),
        ("[skills]", "[skills]\n\"a\\u0007b\" = {}"),
        // What is missing.
        ("headcount = 400", ""),
        ("salary = 68000", ""),
        ("start_week =", "# start_week ="),
        ("{ name = \"Resolve escalations\",", "{"),
        ("task = \"Answer first-line tickets\", share = 0.9", "share = 0.9"),
        (", seats = 40", ""),
    ];
    for (from, to) in changes {
        assert!(GOOD.contains(from), "{from}");
        let text = GOOD.replacen(from, to, 1);
        assert!(complaint(&text).is_some(), "the reader takes {from:?} -> {to:?}");
        assert!(!validator.is_valid(&document(&text)), "the schema takes {from:?} -> {to:?}");
    }
    assert!(!validator.is_valid(&json!({})) && !validator.is_valid(&json!({ "remove": ["x"], "roles": {} })));
}

/// The paths of every key in a schema, each as the pointer to it there and the keys that lead to it in a document (`*`: any).
fn keys(schema: &Value, pointer: &str, path: &[String], found: &mut Vec<(String, Vec<String>)>) {
    if let Some(properties) = schema["properties"].as_object() {
        for (key, within) in properties {
            let pointer = format!("{pointer}/properties/{key}");
            let path: Vec<String> = path.iter().cloned().chain([key.clone()]).collect();
            found.push((pointer.clone(), path.clone()));
            // The forms of a number are the same everywhere; they are looked at by themselves.
            if within["type"].is_string() || path.last().is_some_and(|key| key == "headcount" || key == "start_week") {
                keys(within, &pointer, &path, found);
            }
        }
    }
    for (part, step) in [("additionalProperties", "*"), ("items", "*")] {
        if schema[part]["type"].is_string() {
            let path: Vec<String> = path.iter().cloned().chain([step.to_owned()]).collect();
            keys(&schema[part], &format!("{pointer}/{part}"), &path, found);
        }
    }
}

/// Every place in a document that a path leads to.
fn places(document: &Value, path: &[String]) -> Vec<String> {
    let Some((step, rest)) = path.split_first() else { return vec![String::new()] };
    let children: Vec<(String, &Value)> = match document {
        Value::Object(object) => object.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    let wanted = children.into_iter().filter(|(key, _)| step == "*" || step == key);
    wanted.flat_map(|(key, value)| places(value, rest).into_iter().map(move |place| format!("/{key}{place}"))).collect()
}

/// Both ways: a key that the schema lost would be noticed, and a key that only the schema had would be unknown to the reader.
#[test]
fn the_schema_and_the_reader_know_the_same_keys() {
    let schema = schema::schema();
    let whole = validator(&schema);
    let documents = [document(EVERY_KEY), overlay()];
    for document in &documents {
        assert_eq!(faults(&whole, document), Vec::<String>::new());
    }
    let mut found = Vec::new();
    keys(&schema, "", &[], &mut found);
    assert!(found.len() > 120, "{}", found.len());
    let mut probed = BTreeSet::new();
    for (pointer, path) in &found {
        // Take it from the schema, and a document that has it is refused.
        let mut less = schema.clone();
        let (table, key) = pointer.rsplit_once('/').unwrap();
        less.pointer_mut(table).unwrap().as_object_mut().unwrap().remove(key).unwrap();
        let less = validator(&less);
        assert!(
            documents.iter().any(|document| !less.is_valid(document)),
            "tests/scenarios/every-key.toml never states {path:?}"
        );
        // Misspell it in the document, and the reader and the schema are both at a loss; as it was, the reader knows it.
        for place in places(&documents[0], path) {
            let mut wrong = documents[0].clone();
            let (table, key) = place.rsplit_once('/').unwrap();
            let table = if table.is_empty() { wrong.as_object_mut() } else { wrong.pointer_mut(table).unwrap().as_object_mut() };
            let table = table.unwrap();
            let value = table.remove(key).unwrap();
            table.insert("zzzz".to_owned(), value);
            assert!(!whole.is_valid(&wrong), "{place}");
            let said = complaint(&toml::to_string(&wrong).unwrap()).unwrap_or_default();
            assert!(said.contains("zzzz"), "{place}: {said}");
            probed.insert(path.join("."));
        }
    }
    assert_eq!(complaint(EVERY_KEY), None);
    assert_eq!(probed.len() + 2, found.len(), "all but `extends` and `remove` were probed in the reader");
}

#[test]
fn an_overlay_is_read_and_valid() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("every-key.toml"), EVERY_KEY).unwrap();
    let mut over = overlay();
    over["shocks"]["late"] = json!({ "start_week": 30 });
    assert!(validator(&schema::schema()).is_valid(&over));
    fs::write(folder.path().join("over.toml"), toml::to_string(&over).unwrap()).unwrap();
    let scenario = Scenario::load(&folder.path().join("over.toml"), &[]).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(scenario.shocks.len(), 2);
    over["extends"] = json!(3);
    assert!(!validator(&schema::schema()).is_valid(&over));
}

/// At the bounds of every number that the file states, and just outside of them, reader and schema judge alike.
#[test]
fn bounds_are_the_same_in_the_schema_and_the_reader() {
    let schema = schema::schema();
    let validator = validator(&schema);
    let document = document(EVERY_KEY);
    let mut found = Vec::new();
    keys(&schema, "", &[], &mut found);
    // Levels and weights stand under names.
    let mut numbers: Vec<(Value, Vec<String>)> =
        found.iter().map(|(pointer, path)| (schema.pointer(pointer).unwrap().clone(), path.clone())).collect();
    for (pointer, path) in &found {
        let named = &schema.pointer(pointer).unwrap()["additionalProperties"];
        numbers.push((named.clone(), path.iter().cloned().chain(["*".to_owned()]).collect()));
    }
    numbers.retain(|(number, _)| number["minimum"].is_number() && number["type"].is_array());
    assert!(numbers.len() > 70, "{}", numbers.len());
    let (mut taken, mut refused) = (0, 0);
    for (number, path) in numbers {
        let (least, most) = (number["minimum"].as_f64().unwrap(), number["maximum"].as_f64().unwrap());
        let mut tries = vec![least, most, least - 1e-7, least - 1.0, most + 1.0, most * 2.0 + 7.0, -1e9];
        if number["type"][0] == "integer" {
            tries.push(least + 0.5);
        }
        let place = places(&document, &path).first().cloned().unwrap_or_else(|| panic!("{path:?} is not stated"));
        for value in tries {
            let mut changed = document.clone();
            *changed.pointer_mut(&place).unwrap() = json!(value);
            let valid = validator.is_valid(&changed);
            // Other rules than bounds may refuse it too: totals, or a start beyond the horizon.
            let said = complaint(&toml::to_string(&changed).unwrap()).unwrap_or_default();
            let out = ["it must be at least", "it must be above", "it must be at most", "a percentage", "whole numbers"];
            let key = place.rsplit('/').next().unwrap();
            let accepted = !said.split("× ").any(|part| part.contains(key) && out.iter().any(|words| part.contains(words)));
            assert_eq!(valid, accepted, "{place} = {value}: {said}");
            if valid { taken += 1 } else { refused += 1 }
        }
    }
    assert!(taken > 100 && refused > 300, "{taken} {refused}");
}

#[test]
fn what_an_editor_shows_says_what_a_key_means_and_what_holds_without_it() {
    let schema = schema::schema();
    let mut found = Vec::new();
    keys(&schema, "", &[], &mut found);
    for (pointer, path) in &found {
        let key = schema.pointer(pointer).unwrap();
        let form = path.iter().any(|key| key == "headcount" || key == "start_week")
            && !["headcount", "start_week"].contains(&path.last().unwrap().as_str());
        assert!(form || key["description"].as_str().is_some_and(|text| text.len() > 8), "{path:?}");
        assert!(key["$ref"].is_null() || key.as_object().unwrap().len() == 1, "what stands beside a reference is lost: {path:?}");
        assert!(key["allOf"].is_null(), "Taplo hides what has an allOf: {path:?}");
    }
    let cost = &schema["properties"]["hiring"]["properties"]["cost_per_hire"];
    assert_eq!(cost["default"], 4700);
    let shown = cost["description"].as_str().unwrap();
    for piece in ["finding and signing", "Unit: currency", "Default: 4700, range 1600 to 9000", "measured: SHRM 2021"] {
        assert!(shown.contains(piece), "{piece}: {shown}");
    }
    assert!(!schema::text().contains("\"$defs\""), "draft-07 has definitions");
}
