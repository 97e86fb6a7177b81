//! Files over files: what is stated wins, what is not stays, and nothing is read that should not be.

#![expect(clippy::float_cmp, reason = "what is read is what was written, to the bit")]

use std::fs;
use std::path::Path;

use foreshift::scenario::Reading;
use foreshift::scenario::difference::differences;
use foreshift::scenario::model::{Assumption, Choice, Drawn, Scenario};
use foreshift::{ScenarioErrors, simulate};
use proptest::prelude::*;
use tempfile::TempDir;

const BASE: &str = include_str!("scenarios/contact-centre.toml");

/// Files in a folder of their own.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn load(folder: &TempDir, name: &str, sets: &[&str]) -> Result<Scenario, ScenarioErrors> {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    Scenario::load(&folder.path().join(name), &sets)
}

/// An overlay over the contact centre.
fn over(text: &str) -> Scenario {
    over_of(text, BASE, &[])
}

fn over_of(text: &str, base: &str, sets: &[&str]) -> Scenario {
    let folder = folder(&[("over.toml", &format!("extends = \"base.toml\"\n{text}")), ("base.toml", base)]);
    load(&folder, "over.toml", sets).unwrap_or_else(|errors| panic!("{errors}\n{text}"))
}

fn refused(text: &str) -> String {
    let folder = folder(&[("over.toml", text), ("base.toml", BASE)]);
    load(&folder, "over.toml", &[]).expect_err(text).to_string()
}

fn paths(old: &Scenario, new: &Scenario) -> Vec<String> {
    differences(old, new).into_iter().map(|difference| difference.path).collect()
}

fn base() -> Scenario {
    Scenario::parse("base.toml", BASE, &[]).unwrap()
}

fn assumption<'s>(scenario: &'s Scenario, path: &str) -> &'s Assumption {
    scenario.assumptions.iter().find(|assumption| assumption.path == path).expect(path)
}

#[test]
fn an_overlay_that_states_nothing_changes_nothing() {
    assert_eq!(over(""), base());
}

#[test]
fn what_is_stated_wins_and_what_is_not_stays() {
    let scenario = over(
        "[roles.support_agent]\nturnover = 0.3\n[hiring]\nnotice_weeks = 5\n[roles.trainer]\nheadcount = 3\nsalary = 50000\n",
    );
    let changed = paths(&base(), &scenario);
    assert_eq!(scenario.roles.len(), 3);
    assert!(
        changed.iter().all(|path| path.starts_with("roles.trainer")
            || ["roles.support_agent.turnover", "hiring.notice_weeks"].contains(&path.as_str())
            || path.ends_with("_capacity")),
        "{changed:?}"
    );
    assert!(changed.contains(&"roles.support_agent.turnover".to_owned()), "{changed:?}");
}

#[test]
fn lists_and_mixes_are_replaced_whole_and_tables_merge() {
    let scenario = over(
        "[roles.support_agent]\nrequires = { data_analysis = 0.2 }\n[shocks.assistant]\nautomates = []\n\
         [policies.blend]\nmix = { hire = 1 }\n",
    );
    assert_eq!(scenario.shocks[0].automates, []);
    assert_eq!(scenario.shocks[0].creates, base().shocks[0].creates);
    assert_eq!(scenario.roles[1].requires.len(), 2);
    assert_eq!(scenario.policies[1].roles[1].choice, Choice::Mix { hire: 1.0, reskill: 0.0, upskill: 0.0 });
    assert_eq!(scenario.policies[1].roles[0].choice, base().policies[1].roles[0].choice);
}

#[test]
fn a_policy_changes_from_a_mix_to_adaptive_and_back() {
    let adaptive = over("[policies.blend]\nadaptive = true\n[policies.blend.roles.conversation_designer]\nadaptive = true\n");
    assert!(adaptive.policies[1].roles.iter().all(|terms| terms.choice == Choice::Adaptive));
    let own = BASE.replace("mix = { hire = 0.2, upskill = 0.4, reskill = 0.4 }", "adaptive = true");
    let mixed = over_of("[policies.blend]\nmix = { upskill = 1 }", &own, &[]);
    assert_eq!(mixed.policies[1].roles[1].choice, Choice::Mix { hire: 0.0, reskill: 0.0, upskill: 1.0 });
    let flag = over_of("", BASE, &["policies.blend.adaptive=true"]);
    assert_eq!(flag.policies[1].roles[1].choice, Choice::Adaptive);
    // A flag for one share leaves the built-in's others.
    let flag = over_of("", &own, &["policies.blend.mix.hire=0.2"]);
    assert_eq!(flag.policies[1].roles[1].choice, Choice::Mix { hire: 0.2, reskill: 0.4, upskill: 0.4 });
}

#[test]
fn a_number_keeps_what_is_known_of_it_or_loses_all_of_it() {
    let base = BASE.replace(
        "salary = 42000",
        "salary = { value = 42000, low = 40000, high = 45000, source = \"survey\", basis = \"measured\" }",
    );
    let whole = over_of("[roles.support_agent]\nsalary = 43000\n", &base, &[]);
    let salary = assumption(&whole, "roles.support_agent.salary");
    assert_eq!((salary.value, salary.low, salary.source.as_str(), salary.basis.as_str()), (43_000.0, None, "", "assumed"));
    let part = over_of("[roles.support_agent]\nsalary.high = 50000\n", &base, &[]);
    let salary = assumption(&part, "roles.support_agent.salary");
    assert_eq!((salary.value, salary.high, salary.source.as_str()), (42_000.0, Some(50_000.0), "survey"));
    let more = over("[roles.support_agent]\nturnover = { low = 0.1, high = 0.4, source = \"exits\" }\n");
    let turnover = assumption(&more, "roles.support_agent.turnover");
    assert_eq!((turnover.value, turnover.low, turnover.source.as_str()), (0.2, Some(0.1), "exits"));
    let start = over("[shocks.assistant]\nstart_week.mode = 30\n");
    assert_eq!(start.shocks[0].start_week, Drawn::Triangular { low: 13.0, mode: 30.0, high: 52.0 });
    let plain = over("[shocks.assistant]\nstart_week = 30\n");
    assert_eq!(plain.shocks[0].start_week, Drawn::Plain(30.0));
    // A skill may be called as a part of a number is.
    let named = over_of("[skills]\nvalue = {}\n[roles.support_agent.requires]\nvalue = 0.3\n", BASE, &[]);
    assert_eq!(named.roles[1].requires.len(), 3);
}

/// The numbers of an overlay do not come from where those of the file beneath it do.
#[test]
fn a_source_speaks_for_its_own_file() {
    let base = BASE.replace("[roles.support_agent]", "[roles.support_agent]\nsource = \"HR records 2025\"");
    let silent = over_of("[roles.support_agent]\nsalary = 43000\n", &base, &[]);
    assert_eq!(assumption(&silent, "roles.support_agent.salary").source, "");
    assert_eq!(assumption(&silent, "roles.support_agent.headcount").source, "HR records 2025");
    let said = over_of("source = \"budget 2027\"\n[roles.support_agent]\nsalary = 43000\n", &base, &[]);
    assert_eq!(assumption(&said, "roles.support_agent.salary").source, "budget 2027");
    assert_eq!(assumption(&said, "roles.support_agent.headcount").source, "HR records 2025");
    let both = over_of("[roles.support_agent]\nsource = \"offer\"\nsalary = 43000\n", &base, &[]);
    assert_eq!(assumption(&both, "roles.support_agent.salary").source, "offer");
    assert_eq!(assumption(&both, "roles.support_agent.headcount").source, "HR records 2025");
    let flag = over_of("", &base, &["roles.support_agent.salary=43000"]);
    assert_eq!(assumption(&flag, "roles.support_agent.salary").source, "set on the command line");
}

#[test]
fn what_is_inherited_can_be_removed() {
    let scenario = over(
        "remove = [\"roles.support_agent.turnover\", \"skills.writing\", \"policies.blend.roles\", \"shocks.assistant.raises\"]\n",
    );
    assert_eq!(scenario.roles[1].turnover.0, 0.11);
    assert_eq!(scenario.skills.len(), 2);
    assert_eq!(scenario.shocks[0].raises, []);
    assert_eq!(scenario.policies[1].roles[0].choice, scenario.policies[1].roles[1].choice);
    // Removed and stated again: the new stands alone.
    let again = over("remove = [\"roles.support_agent.requires\"]\n[roles.support_agent.requires]\nwriting = 0.4\n");
    assert_eq!(again.roles[1].requires.iter().filter(|asks| asks.level > 0.0).count(), 1);
    let shown = refused("extends = \"base.toml\"\nremove = [\"roles.conversation_designer\"]\n");
    assert!(shown.contains("base.toml") && shown.contains("no role `conversation_designer`"), "{shown}");
}

#[test]
fn flags_come_last() {
    let scenario = over_of("[hiring]\nnotice_weeks = 5\n", BASE, &["hiring.notice_weeks=7"]);
    assert_eq!(scenario.hiring.notice_weeks, 7.0);
    let folder = folder(&[("over.toml", "extends = \"base.toml\"\n"), ("base.toml", BASE)]);
    let shown = load(&folder, "over.toml", &["hiring.notice_week=7"]).unwrap_err().to_string();
    assert!(shown.contains("[command line:1:14]") && shown.contains("`notice_weeks`"), "{shown}");
}

#[test]
fn a_chain_is_followed_eight_deep_and_the_nearest_wins() {
    let texts: Vec<(String, String)> = (0..8)
        .map(|number| (format!("{number}.toml"), format!("extends = \"{}.toml\"\nname = \"at {number}\"\n", number + 1)))
        .chain([("8.toml".to_owned(), BASE.to_owned())])
        .collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = folder(&files);
    assert_eq!(load(&folder, "0.toml", &[]).unwrap().name, "at 0");
    assert_eq!(load(&folder, "7.toml", &[]).unwrap().name, "at 7");
}

#[test]
fn nothing_outside_of_the_folder_is_read_unless_allowed() {
    let text = "extends = \"../base.toml\"\n";
    let folder = folder(&[("own/over.toml", text), ("base.toml", BASE), ("own/deep/over.toml", "extends = \"../plain.toml\"\n")]);
    fs::write(folder.path().join("own/plain.toml"), BASE).unwrap();
    let path = folder.path().join("own/over.toml");
    let shown = Scenario::load(&path, &[]).unwrap_err().to_string();
    assert!(shown.contains("outside of the folder") && shown.contains("--allow-outside"), "{shown}");
    let allowed = Reading { allow_outside: true, ..Reading::default() };
    assert_eq!(Scenario::load_as(&path, allowed).unwrap(), base());
    // The folder is that of the first file: another may be named from below by a file that is read anyway.
    fs::write(folder.path().join("own/top.toml"), "extends = \"deep/over.toml\"\n").unwrap();
    assert_eq!(load(&folder, "own/top.toml", &[]).unwrap(), base());
    // A file outside that is not there is not looked for: the message is the same.
    fs::write(&path, "extends = \"../none.toml\"\n").unwrap();
    assert!(Scenario::load(&path, &[]).unwrap_err().to_string().contains("outside of the folder"));
}

#[cfg(unix)]
#[test]
fn links_are_followed_before_they_are_judged() {
    let folder = folder(&[("own/over.toml", "extends = \"link.toml\"\n"), ("base.toml", BASE), ("own/here.toml", BASE)]);
    let own = folder.path().join("own");
    std::os::unix::fs::symlink(folder.path().join("base.toml"), own.join("link.toml")).unwrap();
    let shown = load(&folder, "own/over.toml", &[]).unwrap_err().to_string();
    assert!(shown.contains("through a link"), "{shown}");
    fs::remove_file(own.join("link.toml")).unwrap();
    std::os::unix::fs::symlink(own.join("here.toml"), own.join("link.toml")).unwrap();
    assert_eq!(load(&folder, "own/over.toml", &[]).unwrap(), base());
    // A link to itself, and a link by which a file extends itself, end.
    fs::remove_file(own.join("link.toml")).unwrap();
    std::os::unix::fs::symlink(own.join("over.toml"), own.join("link.toml")).unwrap();
    assert!(load(&folder, "own/over.toml", &[]).unwrap_err().to_string().contains("circle"));
    fs::remove_file(own.join("link.toml")).unwrap();
    std::os::unix::fs::symlink(own.join("link.toml"), own.join("link.toml")).unwrap();
    assert!(load(&folder, "own/over.toml", &[]).unwrap_err().to_string().contains("cannot be read"));
}

#[test]
fn a_text_without_a_folder_extends_nothing_and_one_with_a_folder_does() {
    let text = "extends = \"base.toml\"\n";
    assert!(Scenario::parse("text", text, &[]).unwrap_err().to_string().contains("no folder"));
    let folder = folder(&[("base.toml", BASE)]);
    let read = Scenario::parse_in(folder.path(), "standard input", text.as_bytes(), Reading::default());
    assert_eq!(read.unwrap(), base());
    let wrong = Scenario::parse_in(folder.path(), "standard input", b"extends = \"bse.toml\"", Reading::default());
    assert!(wrong.unwrap_err().to_string().contains("`base.toml`"));
}

#[test]
fn every_mistake_stands_in_its_own_file() {
    let base = BASE.replace("decline = 0.15", "decline = 15").replace("growth = 0.0", "growht = 0.0");
    let folder = folder(&[("over.toml", "extends = \"base.toml\"\n\n[learning]\ndropout = 20\n"), ("base.toml", &base)]);
    let errors = load(&folder, "over.toml", &["hiring.premium=18"]).unwrap_err();
    let places: Vec<(String, usize)> = errors
        .problems()
        .iter()
        .map(|problem| {
            let file = Path::new(&problem.file).file_name().unwrap().to_string_lossy().into_owned();
            (file, problem.line.unwrap())
        })
        .collect();
    let line = |text: &str| base[..base.find(text).unwrap()].matches('\n').count() + 1;
    let expected = [("over.toml", 4), ("base.toml", line("growht")), ("base.toml", line("decline = 15")), ("command line", 1)];
    assert_eq!(places, expected.map(|(file, line)| (file.to_owned(), line)));
}

/// The manifest keeps the whole scenario: it loads back to the same, and so to the same run.
#[test]
fn the_resolved_scenario_runs_as_the_overlay_does() {
    let text = "name = \"Leaner\"\nremove = [\"skills.writing\"]\n[roles.support_agent]\nheadcount = 60\nturnover = { value = 0.3, source = \"exits\" }\n\
                [policies.blend]\nlead_weeks = 26\n[shocks.assistant]\nreach = 0.5\n";
    let scenario = over_of(text, BASE, &["horizon_weeks=60", "hiring.cost_per_hire=9000"]);
    let json: toml::Value = serde_json::from_str(&scenario.to_json().to_string()).unwrap();
    for resolved in [scenario.to_toml(), toml::to_string(&json).unwrap()] {
        let again = Scenario::parse("manifest", &resolved, &[]).unwrap_or_else(|errors| panic!("{errors}\n{resolved}"));
        assert_eq!(again, scenario);
        for (one, other) in scenario.policies.iter().zip(&again.policies) {
            assert_eq!(simulate(&scenario, one, 42, 0), simulate(&again, other, 42, 0), "{}", one.name);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever lines of the file an overlay repeats or changes, it is read or refused with places in the right texts.
    #[test]
    fn no_overlay_panics(lines in prop::collection::vec(any::<prop::sample::Index>(), 0..25), drop in any::<prop::sample::Index>()) {
        let all: Vec<&str> = BASE.lines().collect();
        let text: Vec<&str> = lines.iter().map(|line| all[line.index(all.len())]).collect();
        let text = format!("extends = \"base.toml\"\n{}", text.join("\n"));
        let mut rest = all.clone();
        rest.remove(drop.index(all.len()));
        let folder = folder(&[("over.toml", &text), ("base.toml", &rest.join("\n"))]);
        match load(&folder, "over.toml", &[]) {
            Ok(scenario) => prop_assert_eq!(Scenario::parse("again", &scenario.to_toml(), &[]).unwrap(), scenario),
            Err(errors) => for problem in errors.problems() {
                let texts = [("over.toml", text.clone()), ("base.toml", rest.join("\n"))];
                let (_, text) = texts.iter().find(|(name, _)| problem.file.ends_with(name)).expect("a file of the two");
                let line = text.split('\n').nth(problem.line.unwrap() - 1).expect("a line of the file");
                prop_assert!(problem.column.unwrap() <= line.chars().count() + 1, "{:?}", problem);
            },
        }
    }
}
