//! The resolved scenario as a text that reads back as the same scenario: every value is stated, with range, source and basis.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::builtin;
use super::model::{Assumption, Channel, Choice, Drawn, Mechanisms, Policy, Role, Scenario, Shock, SurplusRule, Terms};
use super::tree::{joined, key_text};

impl Scenario {
    /// The resolved scenario as TOML. [`Scenario::parse`] of it gives an equal scenario.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let numbers = self.assumptions.iter().map(|assumption| (assumption.path.as_str(), assumption)).collect();
        let mut writer = Writer { text: String::new(), numbers };
        writer.scenario(self);
        writer.text
    }

    /// The resolved scenario as JSON, of the same shape as [`Scenario::to_toml`]: for a manifest.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        toml::from_str(&self.to_toml()).unwrap_or(serde_json::Value::Null)
    }
}

/// Numbers of the policies, in the order of the file.
const POLICY_NUMBERS: [&str; 6] =
    ["lead_weeks", "grace_weeks", "absorb_weeks", "training_capacity", "requisition_capacity", "budget_per_year"];

/// A text that grows.
struct Writer<'s> {
    text: String,
    numbers: BTreeMap<&'s str, &'s Assumption>,
}

/// A text in quotes.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A number; a whole one as an integer.
fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        format!("{value:.0}").replace("-0", "0")
    } else {
        toml::Value::Float(value).to_string()
    }
}

/// What is known of a number.
fn known(assumption: &Assumption) -> String {
    format!("source = {}, basis = {}", quoted(&assumption.source), quoted(&assumption.basis))
}

impl Writer<'_> {
    fn line(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.text, "{} = {value}", key_text(key));
    }

    fn header(&mut self, path: &str) {
        let _ = writeln!(self.text, "\n[{path}]");
    }

    /// A number as a sourced value.
    fn sourced(&self, path: &str) -> Option<String> {
        let assumption = self.numbers.get(path)?;
        let mut text = format!("{{ value = {}", number(assumption.value));
        for (key, end) in [("low", assumption.low), ("high", assumption.high)] {
            if let Some(end) = end {
                let _ = write!(text, ", {key} = {}", number(end));
            }
        }
        let _ = write!(text, ", {} }}", known(assumption));
        Some(text)
    }

    /// Writes a number of a section, where it was stated.
    fn number(&mut self, path: &str, key: &str) {
        if let Some(value) = self.sourced(&joined(path, key)) {
            self.line(key, &value);
        }
    }

    /// Writes every number directly within a section.
    fn section(&mut self, section: &str) {
        self.header(section);
        let prefix = format!("{section}.");
        let keys: Vec<String> = self
            .numbers
            .range(prefix.as_str()..)
            .take_while(|(path, _)| path.starts_with(&prefix))
            .map(|(path, _)| path[prefix.len()..].to_owned())
            .collect();
        for key in keys {
            self.number(section, &key);
        }
    }

    fn scenario(&mut self, scenario: &Scenario) {
        self.line("name", &quoted(&scenario.name));
        self.line("summary", &quoted(&scenario.summary));
        self.line("currency", &quoted(&scenario.currency));
        self.number("", "horizon_weeks");
        self.number("", "discount_rate");
        for skill in &scenario.skills {
            self.header(&joined("skills", &skill.name));
            self.line("title", &quoted(&skill.title));
        }
        for role in &scenario.roles {
            self.role(scenario, role);
        }
        for shock in &scenario.shocks {
            self.shock(scenario, shock);
        }
        for section in ["hiring", "learning", "retention", "severance"] {
            self.section(section);
        }
        self.mechanisms(scenario.mechanisms);
        self.section("decision");
        for policy in &scenario.policies {
            self.policy(scenario, policy);
        }
    }

    fn role(&mut self, scenario: &Scenario, role: &Role) {
        let path = joined("roles", &role.name);
        self.header(&path);
        self.line("title", &quoted(&role.title));
        if let Some(soc) = &role.soc {
            self.line("soc", &quoted(soc));
        }
        for key in ["headcount", "salary", "growth", "output_value", "turnover"] {
            self.number(&path, key);
        }
        for section in ["requires", "weights"] {
            let within = joined(&path, section);
            let skills = role.requires.iter().filter_map(|asks| scenario.skills.get(asks.skill.index()));
            let stated: Vec<String> = skills
                .filter_map(|skill| Some(format!("{} = {}", key_text(&skill.name), self.sourced(&joined(&within, &skill.name))?)))
                .collect();
            self.line(section, &format!("{{ {} }}", stated.join(", ")));
        }
        let within = joined(&path, "tasks");
        let tasks = role.tasks.iter().map(|task| {
            let share = self.sourced(&joined(&joined(&within, &task.name), "share")).unwrap_or_else(|| number(task.share));
            format!("{{ name = {}, share = {share} }}", quoted(&task.name))
        });
        let tasks: Vec<String> = tasks.collect();
        self.line("tasks", &format!("[{}]", tasks.join(", ")));
    }

    /// Writes a number that may be drawn.
    fn drawn(&mut self, path: &str, key: &str, drawn: Drawn) {
        let Drawn::Triangular { low, mode, high } = drawn else { return self.number(path, key) };
        let said =
            self.numbers.get(joined(path, key).as_str()).map_or(String::new(), |assumption| format!(", {}", known(assumption)));
        let (low, mode, high) = (number(low), number(mode), number(high));
        self.line(key, &format!("{{ dist = \"triangular\", low = {low}, mode = {mode}, high = {high}{said} }}"));
    }

    fn shock(&mut self, scenario: &Scenario, shock: &Shock) {
        let path = joined("shocks", &shock.name);
        self.header(&path);
        self.line("title", &quoted(&shock.title));
        self.number(&path, "announced_week");
        self.drawn(&path, "start_week", shock.start_week);
        self.number(&path, "ramp_weeks");
        self.drawn(&path, "reach", shock.reach);
        let role = |id: crate::ids::RoleId| scenario.roles.get(id.index());
        let mut lists: [(&str, Vec<String>); 3] = [("automates", vec![]), ("raises", vec![]), ("creates", vec![])];
        let item = |list: &str, role: &str, about: Option<(&str, &str)>, key: &str| {
            let mut within = joined(&joined(&path, list), role);
            let mut text = format!("{{ role = {}", quoted(role));
            if let Some((kind, name)) = about {
                within = joined(&within, name);
                let _ = write!(text, ", {kind} = {}", quoted(name));
            }
            Some(format!("{text}, {key} = {} }}", self.sourced(&joined(&within, key))?))
        };
        for automates in &shock.automates {
            let Some(role) = role(automates.role) else { continue };
            let task = role.tasks.get(automates.task).map(|task| ("task", task.name.as_str()));
            lists[0].1.extend(item("automates", &role.name, task, "share"));
        }
        for raises in &shock.raises {
            let Some(role) = role(raises.role) else { continue };
            let skill = scenario.skills.get(raises.skill.index()).map(|skill| ("skill", skill.name.as_str()));
            lists[1].1.extend(item("raises", &role.name, skill, "to"));
        }
        for creates in &shock.creates {
            let Some(role) = role(creates.role) else { continue };
            lists[2].1.extend(item("creates", &role.name, None, "seats"));
        }
        for (key, items) in lists {
            self.line(key, &format!("[{}]", items.join(", ")));
        }
    }

    fn mechanisms(&mut self, on: Mechanisms) {
        self.header("mechanisms");
        let switches = [
            ("mentoring", on.mentoring),
            ("spread", on.spread),
            ("workload", on.workload),
            ("layoff_response", on.layoff_response),
            ("poaching", on.poaching),
            ("lock_in", on.lock_in),
            ("insecurity", on.insecurity),
            ("scarcity", on.scarcity),
            ("external_exit", on.external_exit),
        ];
        for (key, on) in switches {
            self.line(key, if on { "true" } else { "false" });
        }
    }

    /// Writes a mix, where it was stated.
    fn mix(&mut self, path: &str) -> bool {
        let within = joined(path, "mix");
        let shares: Vec<String> = ["hire", "reskill", "upskill"]
            .iter()
            .filter_map(|channel| Some(format!("{channel} = {}", self.sourced(&joined(&within, channel))?)))
            .collect();
        if !shares.is_empty() {
            self.line("mix", &format!("{{ {} }}", shares.join(", ")));
        }
        !shares.is_empty()
    }

    /// Writes the words of some terms that differ from others, or all of them.
    fn words(&mut self, terms: &Terms, other: Option<&Terms>) {
        if other.is_none_or(|other| other.replaces != terms.replaces) {
            self.line("replaces", if terms.replaces { "true" } else { "false" });
        }
        if other.is_none_or(|other| other.surplus != terms.surplus) {
            self.line("surplus", &quoted(if terms.surplus == SurplusRule::Retain { "retain" } else { "lay_off" }));
        }
        if other.is_none_or(|other| other.fallback != terms.fallback) {
            self.line("fallback", &quoted(terms.fallback.map_or("none", Channel::name)));
        }
    }

    /// A policy's shared words are those of its first role, as every other role states where it differs.
    fn policy(&mut self, scenario: &Scenario, policy: &Policy) {
        let path = joined("policies", &policy.name);
        let overrides = joined(&path, "roles");
        let own = |role: &Role| joined(&overrides, &role.name);
        let Some(first) = policy.roles.first() else { return };
        self.header(&path);
        let mixed = self.mix(&path);
        let has_mix =
            |writer: &Self, role: &Role| writer.numbers.contains_key(joined(&joined(&own(role), "mix"), "hire").as_str());
        let pairs = || scenario.roles.iter().zip(&policy.roles);
        // Where every role states a mix, what they share does not matter; adaptive holds no numbers of a built-in's mix.
        let adaptive = !mixed && policy.name != builtin::REFERENCE && {
            let plain = pairs().find(|(role, _)| !has_mix(self, role));
            plain.is_none_or(|(_, terms)| terms.choice == Choice::Adaptive)
        };
        self.line("adaptive", if adaptive { "true" } else { "false" });
        self.words(first, None);
        for key in POLICY_NUMBERS {
            self.number(&path, key);
        }
        let prefix = format!("{overrides}.");
        let stated = self.numbers.range(prefix.as_str()..).next().is_some_and(|(path, _)| path.starts_with(&prefix));
        for (role, terms) in pairs() {
            let same_words =
                terms.replaces == first.replaces && terms.surplus == first.surplus && terms.fallback == first.fallback;
            let same_choice = (terms.choice == Choice::Adaptive) == adaptive;
            if !stated && same_words && same_choice {
                continue;
            }
            let own = own(role);
            self.header(&own);
            if !self.mix(&own) && !same_choice {
                self.line("adaptive", if terms.choice == Choice::Adaptive { "true" } else { "false" });
            }
            self.words(terms, Some(first));
            for key in POLICY_NUMBERS {
                self.number(&own, key);
            }
        }
    }
}
