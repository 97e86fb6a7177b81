//! `[policies]`: the built-ins, changed where the file changes them, and the file's own.

use std::collections::{BTreeMap, BTreeSet};

use super::builtin;
use super::defaults::{Parameter, parameter};
use super::error::Remedy;
use super::fields::{Context, Fields};
use super::kind::Kind;
use super::model::{Channel, Choice, Policy, Role, SurplusRule, Terms};
use super::roles::{Names, named, people};
use super::shape::Holds;
use super::tree::Entry;
use crate::units::{Money, whole_weeks};

/// The most policies.
const MOST: usize = 1000;

/// The most terms: policies times roles.
const MOST_TERMS: usize = 2_000_000;

const TRAINING: &Parameter = parameter("policies.*.training_capacity");
const REQUISITIONS: &Parameter = parameter("policies.*.requisition_capacity");
const BUDGET: &Parameter = parameter("policies.*.budget_per_year");

/// Every policy by name.
pub(super) fn policies(cx: &mut Context, section: &Fields<'_>, roles: &[Role], role_names: &Names) -> Vec<Policy> {
    let written: BTreeMap<&str, &Entry> = named(cx, section, "a policy", MOST).into_iter().collect();
    let names: BTreeSet<&str> = written.keys().copied().chain(builtin::NAMES).collect();
    if names.len().saturating_mul(roles.len()) > MOST_TERMS {
        let cause = format!("{} policies for {} roles are too many to compare", names.len(), roles.len());
        cx.complain(
            Kind::TooManyTerms,
            section.at,
            cause,
            "Split the scenario: two million pairs of policy and role are the most.",
        );
        return Vec::new();
    }
    let mut policies = Vec::new();
    for name in names {
        let path = section.path_of(name);
        let entry = written.get(name);
        if name == builtin::TWIN {
            let at = entry.map_or(section.at, |entry| entry.key_at);
            cx.complain(
                Kind::Twin,
                at,
                "`twin` is the run without the shock, which no policy can be called",
                "Choose another name.",
            );
            continue;
        }
        let fields = match entry {
            Some(entry) => cx.table(entry, path, &section.sources),
            None => Some(Fields::nothing(section.at, path)),
        };
        if let Some(fields) = fields {
            policies.push(policy(cx, name, fields, roles, role_names));
        }
    }
    policies
}

/// One policy.
fn policy(cx: &mut Context, name: &str, mut fields: Fields<'_>, roles: &[Role], role_names: &Names) -> Policy {
    let start = builtin::terms(name);
    let shared = terms(cx, &mut fields, name, start, true);
    let headcount: u64 = roles.iter().map(|role| u64::from(role.headcount)).sum();
    #[expect(clippy::cast_precision_loss, reason = "headcounts are far below 2^53")]
    let tenth = headcount.div_ceil(10).max(1) as f64;
    let training_capacity = cx.number_or(&mut fields, TRAINING, Some(tenth)).map_or(1, people);
    let requisition_capacity = cx.number_or(&mut fields, REQUISITIONS, Some(tenth)).map_or(1, people);
    let budget_per_year = cx.number_or(&mut fields, BUDGET, None).map(Money::from_units);
    let mut by_role = vec![shared; roles.len()];
    let overrides = fields.section(cx, "roles");
    for (role, entry) in overrides.table {
        let Some(index) = role_names.find(cx, role, entry.key_at, "role") else { continue };
        let path = overrides.path_of(role);
        let Some(mut fields) = cx.table(entry, path, &overrides.sources) else { continue };
        let terms = terms(cx, &mut fields, name, shared, false);
        let training_capacity = cx.number_or(&mut fields, TRAINING, None).map(people);
        let requisition_capacity = cx.number_or(&mut fields, REQUISITIONS, None).map(people);
        let budget_per_year = cx.number_or(&mut fields, BUDGET, None).map(Money::from_units);
        if let Some(place) = by_role.get_mut(index) {
            *place = Terms { training_capacity, requisition_capacity, budget_per_year, ..terms };
        }
        fields.finish(cx);
    }
    fields.finish(cx);
    Policy { name: name.to_owned(), roles: by_role, training_capacity, requisition_capacity, budget_per_year }
}

/// The terms that a table states, starting from others. A policy's own numbers are all listed, those for one role where stated.
fn terms(cx: &mut Context, fields: &mut Fields<'_>, policy: &str, start: Terms, listed: bool) -> Terms {
    let choice = choice(cx, fields, start.choice, listed);
    let replaces = fields.flag(cx, "replaces").unwrap_or(start.replaces);
    let lead_weeks = weeks(cx, fields, const { parameter("policies.*.lead_weeks") }, start.lead_weeks, listed);
    let grace_weeks = weeks(cx, fields, const { parameter("policies.*.grace_weeks") }, start.grace_weeks, listed);
    let absorb_weeks = weeks(cx, fields, const { parameter("policies.*.absorb_weeks") }, start.absorb_weeks, listed);
    let rule = |name: &str| match name {
        "retain" => Some(SurplusRule::Retain),
        "lay_off" => Some(SurplusRule::LayOff),
        _ => None,
    };
    let surplus = word(cx, fields, "surplus", &["lay_off", "retain"], rule).unwrap_or(start.surplus);
    let channel = |name: &str| match name {
        "none" => Some(None),
        "hire" => Some(Some(Channel::Hire)),
        "reskill" => Some(Some(Channel::Reskill)),
        "upskill" => Some(Some(Channel::Upskill)),
        _ => None,
    };
    let fallback = word(cx, fields, "fallback", &["hire", "none", "reskill", "upskill"], channel).unwrap_or(start.fallback);
    if policy == builtin::REFERENCE {
        let differs = [
            ("mix", matches!(choice, Choice::Mix { .. })),
            ("adaptive", choice == Choice::Adaptive),
            ("replaces", replaces),
            ("fallback", fallback.is_some()),
            ("lead_weeks", lead_weeks != start.lead_weeks),
        ];
        for (key, _) in differs.into_iter().filter(|(_, differs)| *differs) {
            let cause = format!("`none` is business as usual, the reference, and takes no `{key}` of its own");
            cx.complain(
                Kind::ChangedReference,
                fields.place(key),
                cause,
                "Set it for another policy, or add a policy under a new name.",
            );
        }
    }
    Terms { choice, replaces, lead_weeks, surplus, grace_weeks, absorb_weeks, fallback, ..start }
}

/// Whole weeks of a policy.
fn weeks(cx: &mut Context, fields: &mut Fields<'_>, parameter: &'static Parameter, start: i32, listed: bool) -> i32 {
    fields.ask(parameter.key(), Holds::Number(parameter));
    if listed || fields.has(parameter.key()) {
        cx.number_or(fields, parameter, Some(f64::from(start))).map_or(start, whole_weeks)
    } else {
        start
    }
}

/// One of several words.
fn word<T>(
    cx: &mut Context,
    fields: &mut Fields<'_>,
    key: &'static str,
    words: &'static [&'static str],
    meaning: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    fields.ask(key, Holds::Words(words));
    let text = fields.text(cx, key)?;
    let meant = meaning(text);
    if meant.is_none() {
        let cause = format!("`{}` cannot be {:?}", fields.path_of(key), super::fields::shortened(text));
        let near = cx.suggestion(text, words.iter().copied());
        let all = format!("It can be {}.", words.join(", "));
        let words = if near.instead.is_some() { format!("{} {all}", near.words) } else { all };
        let remedy = Remedy { words, ..near };
        cx.complain(Kind::UnknownWord, fields.place(key), cause, remedy);
    }
    meant
}

/// How a policy chooses: a mix, or adaptive, or what it starts from.
fn choice(cx: &mut Context, fields: &mut Fields<'_>, start: Choice, listed: bool) -> Choice {
    let adaptive = fields.flag(cx, "adaptive");
    fields.ask("mix", Holds::Table);
    let stated = fields.has("mix");
    if stated && adaptive == Some(true) {
        let cause = format!("`{}` has a mix and is adaptive", fields.path);
        cx.complain(
            Kind::MixAndAdaptive,
            fields.place("adaptive"),
            cause,
            "A policy has a `mix`, or `adaptive = true`: drop one of the two.",
        );
    }
    if stated {
        mix(cx, fields, start).unwrap_or(start)
    } else if adaptive == Some(true) {
        Choice::Adaptive
    } else if adaptive == Some(false) && start == Choice::Adaptive {
        Choice::Nothing
    } else {
        if listed && matches!(start, Choice::Mix { .. }) {
            let path = fields.path_of("mix");
            let mut unchanged = Fields::nothing(fields.at, path);
            for (share, parameter) in shares(start).into_iter().zip(MIX) {
                cx.number_or(&mut unchanged, parameter, share);
            }
        }
        start
    }
}

/// The shares of a mix, in the order of names.
const MIX: [&Parameter; 3] =
    [parameter("policies.*.mix.hire"), parameter("policies.*.mix.reskill"), parameter("policies.*.mix.upskill")];

/// A choice's shares in the same order, where it has any.
const fn shares(choice: Choice) -> [Option<f64>; 3] {
    match choice {
        Choice::Mix { hire, reskill, upskill } => [Some(hire), Some(reskill), Some(upskill)],
        Choice::Nothing | Choice::Adaptive => [None; 3],
    }
}

/// A stated mix. A channel that is left out has no share; shares that do not sum to 1 are scaled to.
fn mix(cx: &mut Context, fields: &mut Fields<'_>, start: Choice) -> Option<Choice> {
    let at = fields.place("mix");
    let mut table = fields.section(cx, "mix");
    let before = shares(start);
    let mut wrong = cx.complaints.len();
    let mut stated = [0.0; 3];
    for ((share, parameter), before) in stated.iter_mut().zip(MIX).zip(before) {
        table.ask(parameter.key(), Holds::Number(parameter));
        if table.has(parameter.key()) {
            *share = cx.number_or(&mut table, parameter, before).unwrap_or(0.0);
        } else {
            cx.state(&table.path_of(parameter.key()), parameter, 0.0, before);
        }
    }
    table.finish(cx);
    wrong = cx.complaints.len() - wrong;
    let sum: f64 = stated.iter().sum();
    if wrong == 0 && sum <= 0.0 {
        let cause = format!("the mix of `{}` has no share above 0", fields.path);
        cx.complain(
            Kind::EmptyMix,
            at,
            cause,
            "Give a channel a share, as in mix = { hire = 0.2, upskill = 0.4, reskill = 0.4 }.",
        );
        return None;
    }
    if wrong > 0 {
        return None;
    }
    let scale = if (sum - 1.0).abs() > 1e-9 { sum } else { 1.0 };
    let [hire, reskill, upskill] = stated.map(|share| share / scale);
    Some(Choice::Mix { hire, reskill, upskill })
}
