//! Shocks: when they start, how far they reach, and what they automate, raise and create.

use std::collections::BTreeSet;

use super::defaults::parameter;
use super::fields::{Context, Fields};
use super::kind::Kind;
use super::model::{Automates, Creates, Drawn, Raises, Role, Shock};
use super::roles::{Names, find_skill, named, named_by, readable, role_id};
use super::tree::{joined, shown};
use crate::ids::RoleId;
use crate::units::{Week, whole_weeks};

/// The most shocks.
const MOST: usize = 10_000;

/// What shocks may refer to.
pub(super) struct Known<'k> {
    /// The roles.
    pub roles: &'k [Role],
    /// Their names.
    pub role_names: &'k Names,
    /// The skills' names.
    pub skills: &'k Names,
    /// Weeks that a run lasts.
    pub horizon: i32,
}

/// `[shocks]`.
pub(super) fn shocks(cx: &mut Context, section: &Fields<'_>, known: &Known<'_>) -> Vec<Shock> {
    let mut shocks = Vec::new();
    for (name, entry) in named(cx, section, "a shock", MOST) {
        let path = section.path_of(name);
        if let Some(fields) = cx.table(entry, path, &section.sources) {
            shocks.push(shock(cx, name, fields, known));
        }
    }
    shocks
}

/// One shock.
fn shock(cx: &mut Context, name: &str, mut fields: Fields<'_>, known: &Known<'_>) -> Shock {
    fields.remarks(cx);
    let title = fields.text(cx, "title").map_or_else(|| readable(name), str::to_owned);
    let announced = cx.number(&mut fields, const { parameter("shocks.*.announced_week") });
    let start_week = cx.drawn(&mut fields, const { parameter("shocks.*.start_week") }).unwrap_or(Drawn::Plain(0.0));
    let ramp_weeks = cx.number(&mut fields, const { parameter("shocks.*.ramp_weeks") });
    let reach = cx.drawn(&mut fields, const { parameter("shocks.*.reach") }).unwrap_or(Drawn::Plain(0.0));
    let (Drawn::Plain(earliest) | Drawn::Triangular { low: earliest, .. }) = start_week;
    if whole_weeks(earliest) >= known.horizon {
        let cause = format!(
            "`{}` starts in week {} at the earliest, but the run ends after {} weeks",
            fields.path,
            shown(earliest),
            known.horizon
        );
        cx.complain(Kind::StartsTooLate, fields.place("start_week"), cause, "Start it earlier, or lengthen `horizon_weeks`.");
    }
    let automates = automates(cx, &mut fields, known);
    let raises = raises(cx, &mut fields, known);
    let creates = creates(cx, &mut fields, known);
    fields.finish(cx);
    let announced = Week(whole_weeks(announced));
    Shock { name: name.to_owned(), title, announced, start_week, ramp_weeks, reach, automates, raises, creates }
}

/// The role that an item of a list is about, whose path it gets.
fn item_role(cx: &mut Context, fields: &mut Fields<'_>, known: &Known<'_>) -> Option<RoleId> {
    let name = named_by(cx, fields, "role", "the role's name in quotes")?;
    let role = known.role_names.find(cx, name, fields.place("role"), "role")?;
    fields.path = joined(&fields.path, name);
    Some(role_id(role))
}

/// Says that an item of a list is there twice.
fn twice(cx: &mut Context, fields: &Fields<'_>) {
    cx.complain(Kind::EffectTwice, fields.at, format!("`{}` is there twice in this shock", fields.path), "Merge the two.");
}

/// `automates`, by role and task.
fn automates(cx: &mut Context, shock: &mut Fields<'_>, known: &Known<'_>) -> Vec<Automates> {
    let path = shock.path_of("automates");
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for (item, table) in shock.list(cx, "automates") {
        let mut fields = Fields::new(table, item.at, path.clone(), shock.sources.clone());
        let role = item_role(cx, &mut fields, known);
        let name = named_by(cx, &mut fields, "task", "the task's name in quotes");
        let task = role.zip(name).and_then(|(role, name)| {
            let tasks = &known.roles.get(role.index())?.tasks;
            let task = tasks.binary_search_by(|task| task.name.as_str().cmp(name)).ok();
            if task.is_none() {
                let remedy = if tasks.is_empty() {
                    "The role has no `tasks`: add them, with shares of working time that sum to 1.".into()
                } else {
                    cx.suggestion(name, tasks.iter().map(|task| task.name.as_str()))
                };
                let cause = format!("`{}` has no task {:?}", known.roles[role.index()].name, super::fields::shortened(name));
                cx.complain(Kind::UnknownTask, fields.place("task"), cause, remedy);
            }
            task
        });
        if task.is_some()
            && let Some(name) = name
        {
            fields.path = joined(&fields.path, name);
        }
        let share = cx.required(&mut fields, const { parameter("shocks.*.automates.*.*.share") });
        if let (Some(role), Some(task), Some(share)) = (role, task, share) {
            if !seen.insert((role, task)) {
                twice(cx, &fields);
            }
            all.push(Automates { role, task, share });
        }
        fields.finish(cx);
    }
    all.sort_by_key(|automates| (automates.role, automates.task));
    all
}

/// `raises`, by role and skill.
fn raises(cx: &mut Context, shock: &mut Fields<'_>, known: &Known<'_>) -> Vec<Raises> {
    let path = shock.path_of("raises");
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for (item, table) in shock.list(cx, "raises") {
        let mut fields = Fields::new(table, item.at, path.clone(), shock.sources.clone());
        let role = item_role(cx, &mut fields, known);
        let name = named_by(cx, &mut fields, "skill", "the skill's name in quotes");
        let skill = name.and_then(|name| find_skill(cx, known.skills, name, fields.place("skill")));
        if role.is_some()
            && skill.is_some()
            && let Some(name) = name
        {
            fields.path = joined(&fields.path, name);
        }
        let to = cx.required(&mut fields, const { parameter("shocks.*.raises.*.*.to") });
        if let (Some(role), Some(skill), Some(to)) = (role, skill, to) {
            let now = known.roles.get(role.index()).and_then(|role| {
                let place = role.requires.binary_search_by_key(&skill, |asks| asks.skill).ok()?;
                role.requires.get(place)
            });
            if let Some(now) = now
                && to < now.level
            {
                let cause =
                    format!("`{}.to` is {}, below the {} that the role asks at week 0", fields.path, shown(to), shown(now.level));
                cx.complain(
                    Kind::LowersBar,
                    fields.place("to"),
                    cause,
                    "A shock raises what a role asks: give a level above that, or drop the line.",
                );
            }
            if !seen.insert((role, skill)) {
                twice(cx, &fields);
            }
            all.push(Raises { role, skill, to });
        }
        fields.finish(cx);
    }
    all.sort_by_key(|raises| (raises.role, raises.skill));
    all
}

/// `creates`, by role.
fn creates(cx: &mut Context, shock: &mut Fields<'_>, known: &Known<'_>) -> Vec<Creates> {
    let path = shock.path_of("creates");
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for (item, table) in shock.list(cx, "creates") {
        let mut fields = Fields::new(table, item.at, path.clone(), shock.sources.clone());
        let role = item_role(cx, &mut fields, known);
        let seats = cx.required(&mut fields, const { parameter("shocks.*.creates.*.seats") });
        if let (Some(role), Some(seats)) = (role, seats) {
            if !seen.insert(role) {
                twice(cx, &fields);
            }
            all.push(Creates { role, seats });
        }
        fields.finish(cx);
    }
    all.sort_by_key(|creates| creates.role);
    all
}
