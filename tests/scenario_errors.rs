//! Every way in which a scenario can be wrong says where, why and what to do; none of them panics.

use std::fmt::Write as _;
use std::path::Path;

use foreshift::ScenarioErrors;
use foreshift::scenario::model::Scenario;
use proptest::prelude::*;

const GOOD: &str = include_str!("scenarios/contact-centre.toml");

/// The bundled scenarios, which property tests mutilate too.
const BUNDLED: [&str; 2] = [include_str!("../scenarios/contact-centre.toml"), include_str!("../scenarios/assembly-plant.toml")];

/// The good scenario with one text in place of another.
fn changed(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "the good scenario has {from:?}");
    GOOD.replacen(from, to, 1)
}

/// What reading a text complains of.
fn complaint(text: &str) -> String {
    let errors = Scenario::parse("centre.toml", text, &[]).expect_err(text);
    let shown = errors.to_string();
    for problem in errors.problems() {
        assert!(!problem.cause.is_empty() && !problem.remedy.is_empty(), "{problem:?}");
        if let (Some(line), Some(column)) = (problem.line, problem.column) {
            assert!(shown.contains(&format!("[centre.toml:{line}:{column}]")), "{shown}");
        }
    }
    shown
}

/// Where a piece of a text begins, as messages say it.
fn place(text: &str, piece: &str) -> String {
    let at = text.find(piece).unwrap_or_else(|| panic!("{piece:?} is in the text"));
    let line = text[..at].matches('\n').count() + 1;
    let column = text[..at].rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("centre.toml:{line}:{column}")
}

/// A change to the good scenario, the piece that is pointed at, and what is said.
type Case<'c> = (&'c str, &'c str, &'c str, &'c [&'c str]);

fn check(cases: &[Case<'_>]) {
    for (from, to, pointed, said) in cases {
        let text = changed(from, to);
        let shown = complaint(&text);
        let flat = shown.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
        for piece in [place(&text, pointed).as_str()].iter().chain(*said) {
            assert!(flat.contains(piece), "{from:?} -> {to:?}: no {piece:?} in\n{shown}");
        }
    }
}

#[test]
fn numbers_that_no_model_can_take() {
    check(&[
        ("turnover = 0.20", "turnover = 30", "30", &["looks like a percentage", "Write 0.30"]),
        ("turnover = 0.20", "turnover = 12.5", "12.5", &["looks like a percentage", "Write 0.125"]),
        ("turnover = 0.20", "turnover = -0.1", "-0.1", &["must be at least 0"]),
        ("reach = 0.8", "reach = 80", "80\n", &["looks like a percentage", "0.80"]),
        ("share = 0.9", "share = 90", "90 }", &["looks like a percentage"]),
        ("data_analysis = 0.15", "data_analysis = 15", "15 }", &["looks like a percentage"]),
        ("salary = 42000", "salary = -42000", "-42000", &["-42000", "at least 0.01"]),
        ("salary = 42000", "salary = 0", "0\ngrowth", &["at least 0.01"]),
        ("salary = 42000", "salary = 42000000000", "42000000000", &["at most 1000000000"]),
        ("salary = 42000", "salary = nan", "nan", &["not a finite number"]),
        ("salary = 42000", "salary = inf", "inf", &["not a finite number"]),
        ("salary = 42000", "salary = 1e400", "1e400", &["not a finite number"]),
        ("salary = 42000", "salary = 99999999999999999999999999999999", "9999", &["at most"]),
        ("salary = 42000", "salary = \"42000\"", "\"42000\"", &["must be a number", "Write 42000, without quotes"]),
        ("turnover = 0.20", "turnover = \"20%\"", "\"20%\"", &["Write 0.20, without quotes"]),
        ("growth = 0.0", "growth = -1", "-1\noutput", &["above -1"]),
        ("growth = 0.0", "growth = 5", "5\noutput", &["looks like a percentage", "0.05"]),
        ("output_value = 2.0", "output_value = 0.9", "0.9 ", &["at least 1"]),
        ("headcount = 400", "headcount = 400.5", "400.5", &["whole numbers", "400 or 401"]),
        ("headcount = 400", "headcount = 20000001", "20000001", &["at most 20000000"]),
        ("headcount = 400", "headcount = 19999999", "19999999", &["20000004 people together", "at most 20000000"]),
        ("horizon_weeks = 156", "horizon_weeks = 0", "0\n", &["at least 1"]),
        ("horizon_weeks = 156", "horizon_weeks = 5201", "5201", &["at most 5200"]),
    ]);
}

#[test]
fn totals_that_no_run_can_hold() {
    let text = changed("horizon_weeks = 156", "horizon_weeks = 5200").replace("growth = 0.0", "growth = 0.5");
    assert!(complaint(&text).contains("seats within the horizon"));
    let text = changed("salary = 42000", "salary = 1e9").replace("headcount = 400", "headcount = 10_000_000");
    assert!(complaint(&text).contains("more than whole cents can count"));
    let text = GOOD.replace("headcount = 400", "headcount = 0").replace("headcount = 5", "headcount = 0");
    let shown = complaint(&text);
    assert!(shown.contains("headcount is 0 everywhere"), "{shown}");
}

#[test]
fn sourced_and_drawn_numbers() {
    check(&[
        ("decline = 0.15", "decline = { value = 0.5, low = 0.05, high = 0.3 }", "0.5,", &["outside its own range, 0.05 to 0.3"]),
        ("decline = 0.15", "decline = { value = 0.15, low = 0.3, high = 0.1 }", "0.3,", &["low end", "Swap low and high"]),
        ("decline = 0.15", "decline = { low = 0.3 }", "decline", &["has no `value`"]),
        ("decline = 0.15", "decline = { value = 0.1, hihg = 0.2 }", "hihg", &["unknown key `hihg`", "Did you mean `high`?"]),
        ("decline = 0.15", "decline = { value = 0.1, basis = \"guess\" }", "\"guess\"", &["unknown basis", "measured"]),
        ("decline = 0.15", "decline = { value = 0.1, high = 30 }", "30 }", &["the high end of", "percentage"]),
        (
            "decline = 0.15",
            "decline = { dist = \"triangular\", low = 0, mode = 0.1, high = 0.2 }",
            "decline",
            &["only a shock's `start_week` and `reach`"],
        ),
        ("mode = 26", "mode = 60", "start_week", &["low <= mode <= high", "13, 60 and 52"]),
        ("mode = 26, ", "", "start_week", &["has no `mode`"]),
        ("\"triangular\"", "\"normal\"", "\"normal\"", &["unknown distribution", "triangular"]),
        ("low = 13", "low = nan", "nan", &["not a finite number"]),
        (
            "low = 13, mode = 26, high = 52",
            "low = 156, mode = 160, high = 170",
            "start_week",
            &["week 156", "ends after 156 weeks"],
        ),
    ]);
}

#[test]
fn names_that_nobody_knows() {
    check(&[
        ("headcount = 400", "headcont = 400", "headcont", &["unknown key `headcont`", "Did you mean `headcount`?"]),
        ("headcount = 400", "headcont = 400", "support_agent]", &["has no `headcount`"]),
        ("currency =", "curency =", "curency", &["unknown key `curency` at the top of a scenario", "`currency`"]),
        (
            "decline = 0.15",
            "turnover = 0.15",
            "turnover = 0.15",
            &["unknown key `turnover` in `hiring`", "belongs in [retention]"],
        ),
        (
            "{ role = \"support_agent\", task",
            "{ role = \"suport_agent\", task",
            "\"suport_agent\"",
            &["no role `suport_agent`", "`support_agent`"],
        ),
        (
            "task = \"Answer first-line tickets\"",
            "task = \"Answer tickets\"",
            "\"Answer tickets\"",
            &["has no task", "`Answer first-line tickets`"],
        ),
        ("skill = \"data_analysis\"", "skill = \"data_analysys\"", "\"data_analysys\"", &["no skill", "`data_analysis`"]),
        (
            "service_orientation = 0.50",
            "service_orientaton = 0.50",
            "service_orientaton =",
            &["does not declare", "`service_orientation`"],
        ),
        (
            "[policies.blend.roles.conversation_designer]",
            "[policies.blend.roles.designer]",
            "designer]\nmix",
            &["no role `designer`", "Did you mean `conversation_designer`?"],
        ),
        ("upskill = 0.4,", "upskil = 0.4,", "upskil =", &["unknown key `upskil`", "Did you mean `upskill`?"]),
        ("fallback = \"hire\"", "fallback = \"fire\"", "\"fire\"", &["cannot be", "`hire`"]),
        ("surplus = \"lay_off\"", "surplus = \"layoff\"", "\"layoff\"", &["cannot be", "`lay_off`"]),
        ("name = \"Contact", "extends = \"base.toml\"\nname = \"Contact", "extends", &["no folder to look in"]),
        ("[skills]", "[skills]\n\"\" = {}", "\"\" = {}", &["name of a skill is empty"]),
        ("[skills]", "[skills]\n\"a\\u0007b\" = {}", "\"a\\u0007b\"", &["control character"]),
        ("[policies.blend]", "[policies.twin]\n[policies.blend]", "twin", &["run without the shock"]),
    ]);
    let long = format!("[skills]\n{} = {{}}", "x".repeat(201));
    check(&[("[skills]", &long, "xxx", &["longer than 200"])]);
}

#[test]
fn values_that_contradict_each_other() {
    check(&[
        ("share = 0.5 }, {", "share = 0.6 }, {", "[ { name", &["sum to 1.1, not to 1"]),
        ("Resolve escalations", "Answer first-line tickets", "\"Answer first-line tickets\", share = 0.5 } ]", &["there twice"]),
        ("to = 0.40", "to = 0.10", "0.10", &["below the 0.15 that the role asks at week 0"]),
        ("to = 0.40", "to = 1.5", "1.5", &["at most 1"]),
        ("hire = 0.2, upskill = 0.4, reskill = 0.4", "hire = 0, upskill = 0", "mix = { hire = 0, ", &["no share above 0"]),
        ("hire = 0.2", "hire = -0.2", "-0.2", &["at least 0"]),
        ("lead_weeks = 13", "lead_weeks = 13\nadaptive = true", "true", &["has a mix and is adaptive", "drop one of the two"]),
        ("decline = 0.15", "decline = 0.15\n[learning]\ntransfer_sd = 0.4", "0.4\n", &["too wide for a share with mean 0.8"]),
        ("decline = 0.15", "decline = 0.15\n[severance]\nfloor_weeks = 30", "30", &["above `severance.cap_weeks`"]),
        (
            "decline = 0.15",
            "decline = 0.15\n[decision]\ncost = 0\ntime = 0\nretention = 0",
            "decision",
            &["weights of [decision] are all 0"],
        ),
        (
            "decline = 0.15",
            "decline = 0.15\n[policies.none]\nmix = { hire = 1 }",
            "mix = { hire = 1 }",
            &["`none` is business as usual", "new name"],
        ),
        ("turnover = 0.20", "turnover = 0.2\nweights = { coding = 2 }\n", "coding =", &["no skill `coding`"]),
        ("turnover = 0.20", "weights = { writing = 2 }\n", "writing = 2", &["no shock raises"]),
        (
            "seats = 40 }",
            "seats = 40 }, { role = \"conversation_designer\", seats = 1 }",
            "{ role = \"conversation_designer\", seats = 1",
            &["there twice"],
        ),
    ]);
}

#[test]
fn types_and_syntax() {
    check(&[
        ("replaces = false", "replaces = \"no\"", "\"no\"", &["must be `true` or `false`", "found the text"]),
        (
            "name = \"Contact centre meets conversational AI\"",
            "name = 3",
            "3\n",
            &["must be a text in quotes", "found the number 3"],
        ),
        ("title = \"Conversation designer\"", "title = 1979-05-27", "1979", &["found a date"]),
        ("replaces = false", "replaces = no", "no     ", &["neither a number nor a text", "Write `false`"]),
        ("replaces = false", "replaces = false\nreplaces = true", "replaces = true", &["there a second time", "State it once"]),
        ("name = \"Contact", "name = \"Con\ntact", "\ntact", &["this text is not closed"]),
        ("tasks = [ { name", "tasks = [ 3, { name", "3, {", &["lists tables", "found the number 3"]),
        ("tasks = [", "tasks = { }\nx = [", "tasks", &["must be a list of tables"]),
        ("{ name = \"Resolve escalations\",", "{", "{ share = 0.5 }", &["has no `name`"]),
        ("service_orientation = {}", "service_orientation = 1", "1\n", &["must be a table", "[skills.service_orientation]"]),
    ]);
}

#[test]
fn all_problems_are_told_at_once_and_the_rest_is_counted() {
    let text =
        changed("turnover = 0.20", "turnover = 30").replace("salary = 68000", "salary = -1").replace("seats = 40", "saets = 40");
    let shown = complaint(&text);
    for piece in ["percentage", "is -1", "unknown key `saets`", "has no `seats`"] {
        assert!(shown.contains(piece), "{piece}: {shown}");
    }
    let mut text = GOOD.to_owned();
    for i in 0..40 {
        let _ = write!(text, "\n[wrong{i}]\n");
    }
    let errors = Scenario::parse("centre.toml", &text, &[]).unwrap_err();
    assert_eq!((errors.problems().len(), errors.count()), (10, 40));
    assert!(errors.to_string().ends_with("and 30 more"));
}

#[test]
fn a_frame_shows_the_line_and_marks_the_place() {
    let shown = complaint(&changed("turnover = 0.20", "turnover = 30"));
    assert!(shown.contains("│ turnover = 30"), "{shown}");
    assert!(shown.contains("╰── here"), "{shown}");
    assert!(shown.contains("help: Write 0.30 for 30%."), "{shown}");
    assert!(!shown.contains('\u{1b}'), "no colour unless asked for");
    let coloured = Scenario::parse("x", "", &[]).unwrap_err().rendered(true);
    assert!(coloured.contains('\u{1b}'));
    // A place far along a line is shown without the line's beginning; control characters do not reach the terminal.
    let line = format!("[hiring]\ndecline = {{ source = \"{}\", value = 30 }}", "ä".repeat(5000));
    let shown = complaint(&format!("{GOOD}\n").replace("[hiring]\ndecline = 0.15", &line));
    assert!(shown.len() < 3000 && shown.contains("…") && shown.contains("value = 30"), "{shown}");
    assert!(!complaint("a = \"\u{1b}[31m").contains('\u{1b}'));
}

#[test]
fn flags_are_pointed_at() {
    let flags = |flags: &[&str]| {
        let flags: Vec<String> = flags.iter().map(|flag| (*flag).to_owned()).collect();
        Scenario::parse("centre.toml", GOOD, &flags).expect_err("the flags are wrong").to_string()
    };
    let shown = flags(&["hiring.cost_per_hire=abc"]);
    assert!(shown.contains("command line:1:28") && shown.contains("--set hiring.cost_per_hire=abc"), "{shown}");
    assert!(shown.contains("must be a number"), "{shown}");
    let shown = flags(&["hiring.cost=1"]);
    assert!(shown.contains("command line:1:14") && shown.contains("Did you mean `cost_per_hire`?"), "{shown}");
    assert!(flags(&["roles.support_agent.turnover=30"]).contains("looks like a percentage"));
    assert!(flags(&["hiring"]).contains("no `=`"));
    assert!(flags(&["=3"]).contains("not a path"));
    assert!(flags(&["a b=3"]).contains("not a path"));
    assert!(flags(&["a=1\nb=2"]).contains("line breaks"));
    assert!(flags(&["hiring.decline.x.y=2"]).contains("nothing called `x`"));
    assert!(flags(&["roles.support_agent.tasks.Nap.share=1"]).contains("this list has no item for `Nap`"));
    assert!(flags(&[&format!("a={}", "[".repeat(20_000))]).contains("too many brackets"));
    assert!(flags(&[&format!("{}x=1", "a.".repeat(20_000))]).contains("path"));
}

#[test]
fn files_that_are_no_scenarios() {
    let folder = tempfile::tempdir().unwrap();
    let load = |path: &Path| Scenario::load(path, &[]).expect_err("no scenario").to_string();
    assert!(load(folder.path()).contains("is a directory"));
    assert!(load(&folder.path().join("none.toml")).contains("Check the path"));
    let file = folder.path().join("x.toml");
    let written = |bytes: &[u8]| {
        std::fs::write(&file, bytes).unwrap();
        load(&file)
    };
    assert!(written(b"name = \"a\"\nb = \"\xff\xfe\"").contains("x.toml:2:6"));
    assert!(written(&[0x7f, b'E', b'L', b'F', 2, 1, 1, 0, 0, 0xb0]).contains("not UTF-8"));
    assert!(written(b"").contains("the scenario is empty"));
    assert!(written(b" \n\t\n").contains("foreshift init"));
    assert!(written(b"name = \"x\"").contains("has no role"));
    assert!(written(&vec![b'#'; 16 * 1024 * 1024 + 1]).contains("larger than 16 MB"));
    assert!(written(&[0; 1000]).contains("not text"));
    std::fs::write(&file, GOOD).unwrap();
    assert!(Scenario::load(&file, &[]).is_ok());
}

#[test]
fn deep_nesting_is_refused_before_it_is_parsed() {
    for open in ["[", "{", "{a=", "[{a.b.c=", "{a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a="] {
        let shown = complaint(&format!("x = {}", open.repeat(20_000)));
        assert!(shown.contains("nested more than sixteen deep"), "{shown}");
        assert!(shown.len() < 2000, "{}", shown.len());
    }
    assert!(!complaint(&format!("x = {}1", "{a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a=".repeat(16))).is_empty());
    assert!(!complaint(&format!("{}x = 1", "a.".repeat(20_000))).is_empty());
    assert!(!complaint(&format!("[{}x]", "a.".repeat(20_000))).is_empty());
    assert!(!complaint(&"[".repeat(20_000)).is_empty());
}

#[test]
fn too_many_roles_and_policies_are_refused_in_good_time() {
    let mut text = String::from("[skills]\n");
    for i in 0..65_001 {
        let _ = writeln!(text, "s{i} = {{}}");
    }
    text.push_str("[roles.a]\nheadcount = 1\nsalary = 1\n");
    assert!(complaint(&text).contains("at most 65000"));
    let mut text = String::new();
    for i in 0..65_001 {
        let _ = writeln!(text, "[roles.r{i}]\nheadcount = 1\nsalary = 1");
    }
    for i in 0..100 {
        let _ = writeln!(text, "[policies.p{i}]");
    }
    let shown = complaint(&text);
    assert!(shown.contains("at most 65000") && shown.contains("too many to compare"), "{shown}");
}

/// Pieces that confuse readers.
fn splinter() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..8),
        prop::sample::select(vec![
            "\"",
            "'''",
            "\"\"\"",
            "[",
            "]",
            "{",
            "}",
            "=",
            ".",
            ",",
            "\n",
            "\r\n",
            "#",
            "nan",
            "-inf",
            "1e999",
            "-0",
            "0x",
            "{}",
            "[]",
            "\"\"",
            "true",
            "1979-05-27",
            "9223372036854775808",
            "dist = \"triangular\"",
            "value = 1",
            "name",
            "roles",
            "mix",
            "\u{feff}",
            "\u{202e}",
            "\0",
            "\\",
            "\\u0000",
            "é",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ]
}

/// Reads a text, and shows what is wrong with it; reads it again from what it resolves to.
fn survive(bytes: &[u8], flags: &[String]) {
    let text = String::from_utf8_lossy(bytes);
    match Scenario::parse("centre.toml", &text, flags) {
        Ok(scenario) => {
            let resolved = scenario.to_toml();
            let again = Scenario::parse("centre.toml", &resolved, &[]);
            assert_eq!(again.as_ref().map_err(ToString::to_string), Ok(&scenario), "{resolved}");
        }
        Err(errors) => {
            assert!(!errors.to_string().is_empty() && !errors.rendered(true).is_empty());
            point_into(&errors, &text, flags);
        }
    }
}

/// Every problem has a place that its text has.
fn point_into(errors: &ScenarioErrors, file: &str, flags: &[String]) {
    for problem in errors.problems() {
        let (Some(line), Some(column)) = (problem.line, problem.column) else { panic!("{problem:?} has no place") };
        let (Some(end_line), Some(end_column)) = (problem.end_line, problem.end_column) else { panic!("{problem:?} has no end") };
        assert!((line, column) <= (end_line, end_column), "{problem:?}");
        let file = file.strip_prefix('\u{feff}').unwrap_or(file);
        let texts: Vec<String> = match problem.file.as_str() {
            "command line" => flags.iter().map(|flag| format!("--set {flag}")).collect(),
            _ => vec![file.to_owned()],
        };
        let holds = |text: &String, line: usize, column: usize| {
            text.split('\n').nth(line - 1).is_some_and(|line| column <= line.chars().count() + 1)
        };
        assert!(texts.iter().any(|text| holds(text, line, column) && holds(text, end_line, end_column)), "{problem:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_mutilated_file_panics(cuts in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..12, splinter()), 1..5)) {
        let mut bytes = GOOD.as_bytes().to_vec();
        for (at, length, splinter) in cuts {
            let at = at.index(bytes.len() + 1);
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, splinter);
        }
        survive(&bytes, &[]);
    }

    #[test]
    fn no_shuffled_file_panics(lines in prop::collection::vec(any::<prop::sample::Index>(), 0..60)) {
        let all: Vec<&str> = GOOD.lines().collect();
        let text: Vec<&str> = lines.iter().map(|line| all[line.index(all.len())]).collect();
        survive(text.join("\n").as_bytes(), &[]);
    }

    #[test]
    fn no_file_with_lines_dropped_or_doubled_panics(edits in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 1..6)) {
        let mut lines: Vec<&str> = GOOD.lines().collect();
        for (at, drop) in edits {
            let at = at.index(lines.len());
            if drop { lines.remove(at); } else { lines.insert(at, lines[at]); }
        }
        survive(lines.join("\n").as_bytes(), &[]);
    }

    #[test]
    fn no_value_panics(at in any::<prop::sample::Index>(), value in prop_oneof![
        any::<f64>().prop_map(|value| format!("{value}")),
        any::<i64>().prop_map(|value| value.to_string()),
        (0.0_f64..1.0).prop_map(|value| value.to_string()),
        splinter().prop_map(|splinter| String::from_utf8_lossy(&splinter).into_owned()),
    ]) {
        let places: Vec<usize> = GOOD.match_indices("= ").map(|(at, _)| at + 2).collect();
        let at = places[at.index(places.len())];
        let end = GOOD[at..].find([',', '\n', '}', ' ']).map_or(GOOD.len(), |length| at + length);
        survive(format!("{}{value}{}", &GOOD[..at], &GOOD[end..]).as_bytes(), &[]);
    }

    #[test]
    fn no_flag_panics(path in prop_oneof![
        "[a-z_.\"'=\\[\\]{}# 0-9]{0,24}",
        prop::sample::select(vec![
            "hiring.decline", "policies.blend.mix.hire", "policies.new.roles.support_agent.lead_weeks", "roles.support_agent.turnover.low",
            "shocks.assistant.start_week", "shocks.assistant.raises.support_agent.data_analysis.to", "roles.support_agent.tasks", "roles",
            "policies.hire.roles.support_agent.mix.upskill", "policies.none.surplus", "name", "decision.cost", "skills.new",
        ]).prop_map(str::to_owned),
    ], value in prop_oneof![
        splinter().prop_map(|splinter| String::from_utf8_lossy(&splinter).into_owned()),
        (0.0_f64..60.0).prop_map(|value| value.to_string()),
        (0_u8..60).prop_map(|value| value.to_string()),
    ]) {
        survive(GOOD.as_bytes(), &[format!("{path}={value}")]);
    }

    #[test]
    fn no_bundled_file_with_lines_and_words_moved_panics(
        which in 0_usize..2,
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0_usize..6), 1..5),
        splinter in splinter(),
    ) {
        let mut lines: Vec<String> = BUNDLED[which].lines().map(str::to_owned).collect();
        for (here, there, edit) in edits {
            let (here, there) = (here.index(lines.len()), there.index(lines.len()));
            let words = |line: &str| line.split_inclusive([' ', ',', '=', '.', '"']).map(str::to_owned).collect::<Vec<_>>();
            let mut row = words(&lines[here]);
            match edit {
                0 => { lines.remove(here); }
                1 => { let line = lines[here].clone(); lines.insert(there, line); }
                2 => lines.swap(here, there),
                3 if row.len() > 1 => { let word = there % row.len(); row.remove(word); lines[here] = row.concat(); }
                4 if row.len() > 1 => { let end = row.len() - 1; row.swap(there % end, there % end + 1); lines[here] = row.concat(); }
                _ => { let word = row.get(there % row.len().max(1)).cloned().unwrap_or_default(); lines[here].push_str(&word); }
            }
        }
        let mut bytes = lines.join("\n").into_bytes();
        survive(&bytes, &[]);
        let at = bytes.len() / 2;
        bytes.splice(at..at, splinter);
        survive(&bytes, &[]);
    }
}
