//! Skills and roles.

use std::collections::{BTreeMap, BTreeSet};

use super::defaults::parameter;
use super::error::Remedy;
use super::fields::{Context, Fields, shortened};
use super::kind::Kind;
use super::model::{Requirement, Role, Skill, Task};
use super::shape::Holds;
use super::tree::{At, Entry, Value, joined, shown};
use crate::ids::{RoleId, SkillId};
use crate::units::{AnnualRate, Money};

/// The most roles or skills: their numbers have sixteen bits.
const MOST: usize = 65_000;

/// Things by name, with the place of each.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Number and place by name.
    pub by_name: BTreeMap<String, (usize, At)>,
}

impl Names {
    /// The names in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        self.by_name.keys().map(String::as_str)
    }

    /// The number of a name that a file mentions, or a problem with a suggestion.
    pub fn find(&self, cx: &mut Context, name: &str, at: At, what: &str) -> Option<usize> {
        if let Some((index, _)) = self.by_name.get(name) {
            return Some(*index);
        }
        let remedy = cx.suggestion(name, self.iter());
        cx.complain(Kind::UnknownName, at, format!("there is no {what} `{}`", shortened(name)), remedy);
        None
    }
}

/// A role's number.
#[expect(clippy::cast_possible_truncation, reason = "at most 65,000 roles are read")]
pub(super) const fn role_id(index: usize) -> RoleId {
    RoleId(index as u16)
}

/// A skill's number.
#[expect(clippy::cast_possible_truncation, reason = "at most 65,000 skills are read")]
const fn skill_id(index: usize) -> SkillId {
    SkillId(index as u16)
}

/// A whole number of people, once checked.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float cast saturates; the number was checked")]
pub(super) const fn people(number: f64) -> u32 {
    number as u32
}

/// A key made readable: `support_agent` is "Support agent".
pub(super) fn readable(key: &str) -> String {
    let words = key.replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// The entries of a section whose keys are usable names, in order of names; at most so many.
pub(super) fn named<'a>(cx: &mut Context, section: &Fields<'a>, what: &str, most: usize) -> Vec<(&'a str, &'a Entry)> {
    let mut entries = Vec::new();
    for (name, entry) in section.table {
        if cx.usable_name(name, entry.key_at, what) {
            entries.push((name.as_str(), entry));
        }
    }
    if entries.len() > most {
        let cause = format!("there are {} entries in [{}], and at most {most} are possible", entries.len(), section.path);
        cx.complain(Kind::TooMany, section.at, cause, "Merge those that are alike.");
        entries.truncate(most);
    }
    entries
}

/// `[skills]`.
pub(super) fn skills(cx: &mut Context, section: &Fields<'_>) -> (Vec<Skill>, Names) {
    let mut skills = Vec::new();
    let mut names = Names::default();
    for (name, entry) in named(cx, section, "a skill", MOST) {
        let path = section.path_of(name);
        let Some(mut fields) = cx.table(entry, path, &section.sources) else { continue };
        let title = fields.text(cx, "title").map_or_else(|| readable(name), str::to_owned);
        fields.remarks(cx);
        fields.finish(cx);
        names.by_name.insert(name.to_owned(), (skills.len(), entry.key_at));
        skills.push(Skill { name: name.to_owned(), title });
    }
    (skills, names)
}

/// `[roles]`. A skill's weight is kept by name until the shocks are read, which may raise what a role does not ask yet.
pub(super) fn roles(cx: &mut Context, section: &Fields<'_>, skills: &Names, turnover: f64) -> (Vec<Role>, Names, Vec<Weights>) {
    let mut roles = Vec::new();
    let mut names = Names::default();
    let mut weights = Vec::new();
    for (name, entry) in named(cx, section, "a role", MOST) {
        let path = section.path_of(name);
        let Some(fields) = cx.table(entry, path, &section.sources) else { continue };
        let (role, weight) = role(cx, name, fields, skills, turnover);
        names.by_name.insert(name.to_owned(), (roles.len(), entry.key_at));
        roles.push(role);
        weights.push(weight);
    }
    (roles, names, weights)
}

/// Weights of a role's skills, with their places.
pub(super) type Weights = BTreeMap<SkillId, (f64, At)>;

/// One role.
fn role(cx: &mut Context, name: &str, mut fields: Fields<'_>, skills: &Names, turnover: f64) -> (Role, Weights) {
    fields.remarks(cx);
    let title = fields.text(cx, "title").map_or_else(|| readable(name), str::to_owned);
    let soc = fields.text(cx, "soc").map(str::to_owned);
    let headcount = cx.required(&mut fields, const { parameter("roles.*.headcount") }).map_or(0, people);
    let salary = cx.required(&mut fields, const { parameter("roles.*.salary") }).unwrap_or(1.0);
    let growth = cx.number(&mut fields, const { parameter("roles.*.growth") });
    let output_value = cx.number(&mut fields, const { parameter("roles.*.output_value") });
    let own = const { parameter("roles.*.turnover") };
    fields.ask(own.key(), Holds::Number(own));
    let turnover = if fields.has(own.key()) { cx.number(&mut fields, own) } else { turnover };
    let mut weights = Weights::new();
    let by_skill = fields.section(cx, "weights");
    for (skill, entry) in by_skill.table {
        let Some(index) = skills.find(cx, skill, entry.key_at, "skill") else { continue };
        let path = by_skill.path_of(skill);
        if let Some(weight) = cx.number_at(entry, &path, const { parameter("roles.*.weights.*") }, None, &by_skill.sources) {
            weights.insert(skill_id(index), (weight, entry.key_at));
        }
    }
    let mut requires = Vec::new();
    let levels = fields.section(cx, "requires");
    for (skill, entry) in levels.table {
        let Some(index) = skills.by_name.get(skill).map(|(index, _)| *index) else {
            let cause = format!("`{}` requires the skill `{}`, which [skills] does not declare", fields.path, shortened(skill));
            let near = cx.suggestion(skill, skills.iter());
            let add = if cx.usable_name(skill, entry.key_at, "a skill") { joined("", skill) } else { continue };
            let words = format!("{} Or add `{add} = {{}}` to [skills].", near.words);
            cx.complain(Kind::UndeclaredSkill, entry.key_at, cause, Remedy { words, ..near });
            continue;
        };
        let path = levels.path_of(skill);
        let level = cx.number_at(entry, &path, const { parameter("roles.*.requires.*") }, None, &levels.sources);
        let skill = skill_id(index);
        let weight = weights.get(&skill).map_or(1.0, |(weight, _)| *weight);
        requires.push(Requirement { skill, level: level.unwrap_or(0.0), weight });
    }
    requires.sort_by_key(|requirement| requirement.skill);
    let tasks = tasks(cx, &mut fields);
    fields.finish(cx);
    let (salary, turnover) = (Money::from_units(salary), AnnualRate(turnover));
    let name = name.to_owned();
    (Role { name, title, soc, headcount, salary, growth, output_value, turnover, requires, tasks }, weights)
}

/// A role's tasks, by name.
fn tasks(cx: &mut Context, fields: &mut Fields<'_>) -> Vec<Task> {
    let items = fields.list(cx, "tasks");
    let at = fields.place("tasks");
    let path = fields.path_of("tasks");
    let mut tasks: BTreeMap<String, f64> = BTreeMap::new();
    let mut complete = true;
    for (item, table) in &items {
        let mut fields = Fields::new(table, item.at, path.clone(), fields.sources.clone());
        let name = named_by(cx, &mut fields, "name", "the task's name in quotes");
        let share = const { parameter("roles.*.tasks.*.share") };
        if let Some(name) = name
            && cx.usable_name(name, fields.place("name"), "a task")
        {
            fields.path = joined(&path, name);
            let share = cx.required(&mut fields, share);
            complete &= share.is_some();
            if tasks.insert(name.to_owned(), share.unwrap_or(0.0)).is_some() {
                let cause = format!("the task `{}` is there twice", shortened(name));
                cx.complain(Kind::TaskTwice, fields.place("name"), cause, "Merge the two, or rename one.");
            }
        } else {
            complete = false;
            fields.has("share");
        }
        fields.finish(cx);
    }
    let sum: f64 = tasks.values().sum();
    if complete && !tasks.is_empty() && (sum - 1.0).abs() > 1e-4 {
        let cause = format!("the shares of the tasks in `{path}` sum to {}, not to 1", (sum * 1e6).round() / 1e6);
        let off = shown((libm::fabs(sum - 1.0) * 1e6).round() / 1e6);
        let remedy = if sum < 1.0 {
            format!("{off} of the working time is missing: raise a share, or add a task for it.")
        } else {
            format!("That is {off} too much: lower a share.")
        };
        cx.complain(Kind::SharesSum, at, cause, remedy);
    }
    tasks.into_iter().map(|(name, share)| Task { name, share }).collect()
}

/// The text that names what an item of a list is about.
pub(super) fn named_by<'a>(cx: &mut Context, fields: &mut Fields<'a>, key: &'static str, what: &str) -> Option<&'a str> {
    fields.need(key, Holds::LongText);
    match fields.get(key) {
        None => {
            cx.missing(fields, key, what);
            None
        }
        Some(Entry { node, .. }) => match &node.value {
            Value::Text(text) => Some(text),
            _ => fields.text(cx, key),
        },
    }
}

/// Adds the skills that shocks raise to what their roles ask, with level 0, and complains of weights that weigh nothing.
pub(super) fn add_raised(cx: &mut Context, roles: &mut [Role], weights: &[Weights], raised: &BTreeSet<(RoleId, SkillId)>) {
    for (index, (role, weights)) in roles.iter_mut().zip(weights).enumerate() {
        let id = role_id(index);
        let asked: BTreeSet<SkillId> = role.requires.iter().map(|asks| asks.skill).collect();
        let new = raised.range((id, SkillId(0))..=(id, SkillId(u16::MAX))).map(|(_, skill)| *skill);
        role.requires.extend(new.filter(|skill| !asked.contains(skill)).map(|skill| {
            let weight = weights.get(&skill).map_or(1.0, |(weight, _)| *weight);
            Requirement { skill, level: 0.0, weight }
        }));
        role.requires.sort_by_key(|asks| asks.skill);
    }
    for (role, weights) in roles.iter().zip(weights) {
        for (skill, (_, at)) in weights {
            if role.requires.binary_search_by_key(skill, |requirement| requirement.skill).is_err() {
                let cause = format!("`{}` weighs a skill that it does not require and no shock raises", role.name);
                cx.complain(Kind::IdleWeight, *at, cause, "Add the skill to `requires`, or drop its weight.");
            }
        }
    }
}

/// A skill's number by name.
pub(super) fn find_skill(cx: &mut Context, skills: &Names, name: &str, at: At) -> Option<SkillId> {
    skills.find(cx, name, at, "skill").map(skill_id)
}
