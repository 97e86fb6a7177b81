//! What a scenario means: defaults, built-ins, overrides, flags, and the resolved text that reads back the same.

#![expect(clippy::float_cmp, reason = "what is read is what was written, to the bit")]

use foreshift::ids::{RoleId, SkillId};
use foreshift::scenario::defaults;
use foreshift::scenario::model::{Assumption, Channel, Choice, Drawn, Policy, Scenario, SurplusRule};
use foreshift::units::{AnnualRate, Money, Week};

const CENTRE: &str = include_str!("scenarios/contact-centre.toml");
const LEAST: &str = "[roles.clerk]\nheadcount = 41\nsalary = 30000\n";

fn read(text: &str) -> Scenario {
    with(text, &[])
}

fn with(text: &str, flags: &[&str]) -> Scenario {
    let flags: Vec<String> = flags.iter().map(|flag| (*flag).to_owned()).collect();
    let scenario = Scenario::parse("dir/centre.toml", text, &flags).unwrap_or_else(|errors| panic!("{errors}"));
    let resolved = scenario.to_toml();
    let again = Scenario::parse("other.toml", &resolved, &[]).unwrap_or_else(|errors| panic!("{errors}\n{resolved}"));
    assert_eq!(again, scenario, "{resolved}");
    assert_eq!(again.to_toml(), resolved);
    scenario
}

fn policy<'s>(scenario: &'s Scenario, name: &str) -> &'s Policy {
    scenario.policies.iter().find(|policy| policy.name == name).expect(name)
}

fn assumption<'s>(scenario: &'s Scenario, path: &str) -> &'s Assumption {
    scenario.assumptions.iter().find(|assumption| assumption.path == path).expect(path)
}

#[test]
fn the_example_is_read_as_it_stands() {
    let scenario = read(CENTRE);
    assert_eq!(
        scenario.skills.iter().map(|s| s.title.as_str()).collect::<Vec<_>>(),
        ["Data analysis", "Service orientation", "Clear writing"]
    );
    assert_eq!(
        scenario.roles.iter().map(|role| role.name.as_str()).collect::<Vec<_>>(),
        ["conversation_designer", "support_agent"]
    );
    let agent = &scenario.roles[1];
    assert_eq!((agent.headcount, agent.salary, agent.turnover), (400, Money::from_units(42_000.0), AnnualRate(0.2)));
    assert_eq!(agent.soc.as_deref(), Some("43-4051.00"));
    assert_eq!(agent.requires[0].skill, SkillId(0));
    assert_eq!(agent.tasks[0].name, "Answer first-line tickets");
    assert_eq!(scenario.roles[0].turnover, AnnualRate(0.11));
    let shock = &scenario.shocks[0];
    assert_eq!(shock.start_week, Drawn::Triangular { low: 13.0, mode: 26.0, high: 52.0 });
    assert_eq!((shock.announced, shock.reach), (Week(0), Drawn::Plain(0.8)));
    assert_eq!((shock.automates[0].role, shock.automates[0].task), (RoleId(1), 0));
    let blend = policy(&scenario, "blend");
    assert_eq!(blend.budget_per_year, Some(Money::from_units(2e6)));
    assert_eq!(blend.roles[0].choice, Choice::Mix { hire: 0.5, reskill: 0.5, upskill: 0.0 });
    assert_eq!(blend.roles[1].choice, Choice::Mix { hire: 0.2, reskill: 0.4, upskill: 0.4 });
}

#[test]
fn the_least_scenario_has_every_default() {
    let scenario = read(LEAST);
    assert_eq!((scenario.name.as_str(), scenario.currency.as_str(), scenario.horizon), ("centre", "USD", 156));
    assert_eq!(scenario.roles[0].title, "Clerk");
    assert_eq!(scenario.hiring.cost_per_hire, Money::from_units(4700.0));
    assert!(scenario.mechanisms.scarcity && scenario.mechanisms.lock_in);
    let names: Vec<&str> = scenario.policies.iter().map(|policy| policy.name.as_str()).collect();
    assert_eq!(names, foreshift::scenario::builtin::NAMES);
    for policy in &scenario.policies {
        assert_eq!((policy.training_capacity, policy.requisition_capacity, policy.budget_per_year), (5, 5, None));
        let terms = policy.roles[0];
        assert_eq!((terms.lead_weeks, terms.grace_weeks, terms.absorb_weeks, terms.surplus), (13, 12, 26, SurplusRule::LayOff));
        assert_eq!(terms.fallback, (policy.name != "none").then_some(Channel::Hire));
        assert_eq!(terms.replaces, policy.name == "replace");
    }
    for parameter in defaults::defaults().filter(|parameter| !parameter.path.contains('*')) {
        let listed = assumption(&scenario, parameter.path);
        assert_eq!((Some(listed.value), listed.low, listed.high), (parameter.default, parameter.low, parameter.high));
        assert_eq!(
            (listed.source.as_str(), listed.basis.as_str(), listed.changed_from),
            (parameter.source, parameter.basis, None)
        );
    }
}

#[test]
fn the_order_of_anything_changes_nothing() {
    let shuffled = "
[shocks.b]\nstart_week = 4
creates = [ { role = 'y', seats = 2 }, { role = 'x', seats = 1 } ]
raises = [ { role = 'y', skill = 't', to = 0.5 }, { role = 'x', skill = 's', to = 0.5 } ]
automates = [ { role = 'x', task = 'n', share = 0.1 }, { role = 'x', task = 'm', share = 0.2 } ]
[shocks.a]\nreach = 0.5\nstart_week = 3
[roles.y]\nsalary = 2\nheadcount = 2\nrequires = { t = 0.1, s = 0.2 }
[roles.x]\ntasks = [ { name = 'n', share = 0.5 }, { name = 'm', share = 0.5 } ]\nheadcount = 1\nsalary = 1
[skills]\nt = {}\ns = {}";
    let sorted = "
[skills]\ns = {}\nt = {}
[roles.x]\nheadcount = 1\nsalary = 1\ntasks = [ { name = 'm', share = 0.5 }, { name = 'n', share = 0.5 } ]
[roles.y]\nheadcount = 2\nsalary = 2\nrequires = { s = 0.2, t = 0.1 }
[shocks.a]\nstart_week = 3\nreach = 0.5
[shocks.b]\nstart_week = 4
automates = [ { role = 'x', task = 'm', share = 0.2 }, { role = 'x', task = 'n', share = 0.1 } ]
raises = [ { role = 'x', skill = 's', to = 0.5 }, { role = 'y', skill = 't', to = 0.5 } ]
creates = [ { role = 'x', seats = 1 }, { role = 'y', seats = 2 } ]";
    let scenario = read(shuffled);
    assert_eq!(scenario, read(sorted));
    // A raised skill that the role did not ask is there with level 0.
    let asked = scenario.roles[0].requires[0];
    assert_eq!((asked.skill, asked.level, asked.weight), (SkillId(0), 0.0, 1.0));
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_change_nothing() {
    assert_eq!(read(&format!("\u{feff}{}", CENTRE.replace('\n', "\r\n"))), read(CENTRE));
}

#[test]
fn numbers_keep_what_is_known_of_them() {
    let text = format!(
        "{LEAST}source = 'HR system'\nturnover = {{ value = 0.3, low = 0.2, high = 0.4, source = 'exit survey', basis = 'measured' }}\n\
         [hiring]\ndecline = 0.2\nnotice_weeks = 20\npremium = 0.18\nramp_weeks = {{ value = 30, low = 25 }}"
    );
    let scenario = read(&text);
    let salary = assumption(&scenario, "roles.clerk.salary");
    assert_eq!((salary.source.as_str(), salary.basis.as_str(), salary.changed_from), ("HR system", "assumed", None));
    let turnover = assumption(&scenario, "roles.clerk.turnover");
    assert_eq!((turnover.source.as_str(), turnover.basis.as_str()), ("exit survey", "measured"));
    assert_eq!((turnover.low, turnover.high, turnover.changed_from), (Some(0.2), Some(0.4), Some(0.11)));
    let decline = assumption(&scenario, "hiring.decline");
    assert_eq!((decline.low, decline.source.as_str(), decline.changed_from), (Some(0.05), "", Some(0.15)));
    assert_eq!(assumption(&scenario, "hiring.notice_weeks").high, None);
    assert_eq!(assumption(&scenario, "hiring.premium").source, "Bidwell 2011");
    assert_eq!(
        (assumption(&scenario, "hiring.ramp_weeks").low, assumption(&scenario, "hiring.ramp_weeks").high),
        (Some(25.0), None)
    );
    assert_eq!(assumption(&read(CENTRE), "shocks.assistant.start_week").high, Some(52.0));
}

#[test]
fn flags_set_any_value_by_its_path() {
    let scenario = with(
        CENTRE,
        &[
            "hiring.cost_per_hire=9000",
            "roles.support_agent.turnover=0.3",
            "policies.blend.lead_weeks = 26",
            "policies.fresh.mix.hire=1",
            "policies.hire.roles.support_agent.lead_weeks=2",
            "policies.upskill.mix.hire=1",
            "shocks.assistant.start_week.mode=30",
            "shocks.assistant.reach={ value = 0.5, low = 0.4 }",
            "shocks.assistant.raises.support_agent.data_analysis.to=0.5",
            "shocks.assistant.creates.conversation_designer.seats=9",
        ],
    );
    assert_eq!(scenario.hiring.cost_per_hire, Money::from_units(9000.0));
    assert_eq!(assumption(&scenario, "hiring.cost_per_hire").source, "set on the command line");
    assert_eq!(scenario.roles[1].turnover, AnnualRate(0.3));
    assert_eq!(policy(&scenario, "blend").roles[1].lead_weeks, 26);
    assert_eq!(policy(&scenario, "fresh").roles[1].choice, Choice::Mix { hire: 1.0, reskill: 0.0, upskill: 0.0 });
    assert_eq!(policy(&scenario, "hire").roles[1].lead_weeks, 2);
    assert_eq!(policy(&scenario, "hire").roles[0].lead_weeks, 13);
    assert_eq!(policy(&scenario, "upskill").roles[0].choice, Choice::Mix { hire: 0.5, reskill: 0.0, upskill: 0.5 });
    assert_eq!(scenario.shocks[0].start_week.central(), 30.0);
    assert_eq!((scenario.shocks[0].raises[0].to, scenario.shocks[0].creates[0].seats), (0.5, 9.0));
    let text = with(CENTRE, &["name=Other name", "summary=\"x = y\"", "name=Last wins"]);
    assert_eq!((text.name.as_str(), text.summary.as_str()), ("Last wins", "x = y"));
}

#[test]
fn a_flag_changes_the_value_of_a_sourced_number() {
    let text = CENTRE
        .replace("decline = 0.15", "decline = { value = 0.15, low = 0.1, high = 0.2, source = 'ours', basis = 'measured' }");
    let within = with(&text, &["hiring.decline=0.12"]);
    let beyond = with(&text, &["hiring.decline=0.5"]);
    assert_eq!((within.hiring.decline, beyond.hiring.decline), (0.12, 0.5));
    let (within, beyond) = (assumption(&within, "hiring.decline"), assumption(&beyond, "hiring.decline"));
    assert_eq!((within.low, within.high, within.basis.as_str()), (Some(0.1), Some(0.2), "assumed"));
    assert_eq!((beyond.low, beyond.high, beyond.source.as_str()), (None, None, "set on the command line"));
    assert_eq!(assumption(&with(&text, &["hiring.premium=0.2"]), "hiring.decline").source, "ours");
}

#[test]
fn policies_change_by_role_and_keep_what_they_do_not_state() {
    let text = format!(
        "{LEAST}[roles.a]\nheadcount = 1\nsalary = 1\n\
         [policies.adaptive]\nadaptive = false\nsurplus = 'retain'\n\
         [policies.blend]\nadaptive = true\nroles.a = {{ mix = {{ hire = 1, upskill = 3 }}, fallback = 'none', budget_per_year = 10 }}\n\
         roles.clerk = {{ mix = {{ reskill = 1 }}, training_capacity = 2, requisition_capacity = 0, replaces = true }}\n\
         [policies.none.roles.a]\nsurplus = 'retain'\n\
         [policies.own]\nroles.a = {{ adaptive = true, lead_weeks = 0 }}\n\
         [policies.reskill]\nroles.clerk = {{ adaptive = true }}\n\
         [decision]\ncost = 2\ntime = 1\nretention = 1\n"
    );
    let scenario = read(&text);
    assert_eq!(policy(&scenario, "adaptive").roles[0].choice, Choice::Nothing);
    let blend = policy(&scenario, "blend");
    assert_eq!(blend.roles[0].choice, Choice::Mix { hire: 0.25, reskill: 0.0, upskill: 0.75 });
    assert_eq!((blend.roles[0].fallback, blend.roles[0].budget_per_year), (None, Some(Money::from_units(10.0))));
    assert_eq!((blend.roles[1].training_capacity, blend.roles[1].requisition_capacity), (Some(2), Some(0)));
    assert!(blend.roles[1].replaces && !blend.roles[0].replaces);
    assert_eq!(policy(&scenario, "none").roles[0].surplus, SurplusRule::Retain);
    let own = policy(&scenario, "own");
    assert_eq!((own.roles[0].choice, own.roles[0].lead_weeks, own.roles[1].choice), (Choice::Adaptive, 0, Choice::Nothing));
    assert_eq!(policy(&scenario, "reskill").roles[1].choice, Choice::Adaptive);
    assert_eq!((scenario.decision.cost, scenario.decision.time, scenario.decision.retention), (0.5, 0.25, 0.25));
}

#[test]
fn the_resolved_scenario_is_json_too() {
    let json = read(CENTRE).to_json();
    assert_eq!(json["hiring"]["cost_per_hire"]["value"], 4700);
    assert_eq!(json["shocks"]["assistant"]["start_week"]["dist"], "triangular");
    assert_eq!(json["roles"]["support_agent"]["tasks"][1]["share"]["value"], 0.5);
}

#[test]
fn odd_names_survive() {
    let text = "[skills]\n'a.b \"c\"' = {}\n[roles.'Ünïcode = x']\nheadcount = 1\nsalary = 10.005\n\
                requires = { 'a.b \"c\"' = 0.5 }\nweights = { 'a.b \"c\"' = 2 }\ntasks = [{ name = \"it's [1]\", share = 1 }]\n\
                [shocks.'s.1']\nstart_week = 1.5\nnotes = '''\nlong\n'''\nautomates = [{ role = 'Ünïcode = x', task = \"it's [1]\", share = 0.5 }]";
    let scenario = with(
        text,
        &["roles.'Ünïcode = x'.weights.'a.b \"c\"'=3", "shocks.'s.1'.automates.'Ünïcode = x'.\"it's [1]\".share=0.25"],
    );
    assert_eq!(scenario.roles[0].requires[0].weight, 3.0);
    assert_eq!(scenario.shocks[0].automates[0].share, 0.25);
    assert_eq!(scenario.roles[0].title, "Ünïcode = x");
}
