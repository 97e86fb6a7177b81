//! A policy as a scenario file says it, to paste.

use std::fmt::Write;

use super::model::{Choice, Policy, Role, SurplusRule, Terms};

/// The table of a policy, and one for each role in which it does otherwise. Every value is stated, so that it means the same in any scenario
/// with these roles. `roles` are those of the policy's scenario, in their order.
#[must_use]
pub fn policy_text(policy: &Policy, roles: &[Role]) -> String {
    // What most roles share; a limit of a role's own is never shared.
    let plain = |terms: &Terms| Terms { training_capacity: None, requisition_capacity: None, budget_per_year: None, ..*terms };
    let count = |wanted: &Terms| policy.roles.iter().filter(|terms| plain(terms) == *wanted).count();
    let mut shared = policy.roles.first().map(plain);
    for terms in policy.roles.iter().map(plain) {
        if shared.is_none_or(|shared| count(&terms) > count(&shared)) {
            shared = Some(terms);
        }
    }
    let Some(shared) = shared else { return String::new() };
    let mut text = format!("[policies.{}]\n", key(&policy.name));
    put(&mut text, &shared);
    let _ = writeln!(text, "training_capacity = {}", policy.training_capacity);
    let _ = writeln!(text, "requisition_capacity = {}", policy.requisition_capacity);
    if let Some(budget) = policy.budget_per_year {
        let _ = writeln!(text, "budget_per_year = {}", budget.units());
    }
    for (role, terms) in roles.iter().zip(&policy.roles).filter(|(_, terms)| **terms != shared) {
        let _ = writeln!(text, "\n[policies.{}.roles.{}]", key(&policy.name), key(&role.name));
        put(&mut text, terms);
        if let Some(people) = terms.training_capacity {
            let _ = writeln!(text, "training_capacity = {people}");
        }
        if let Some(searches) = terms.requisition_capacity {
            let _ = writeln!(text, "requisition_capacity = {searches}");
        }
        if let Some(budget) = terms.budget_per_year {
            let _ = writeln!(text, "budget_per_year = {}", budget.units());
        }
    }
    text
}

/// Terms but for their limits.
fn put(text: &mut String, terms: &Terms) {
    let _ = match terms.choice {
        Choice::Mix { hire, reskill, upskill } => {
            writeln!(text, "mix = {{ hire = {hire:?}, reskill = {reskill:?}, upskill = {upskill:?} }}")
        }
        Choice::Adaptive => writeln!(text, "adaptive = true"),
        Choice::Nothing => Ok(()),
    };
    let _ = writeln!(text, "replaces = {}", terms.replaces);
    let _ = writeln!(text, "lead_weeks = {}", terms.lead_weeks);
    let surplus = match terms.surplus {
        SurplusRule::LayOff => "lay_off",
        SurplusRule::Retain => "retain",
    };
    let _ = writeln!(text, "surplus = \"{surplus}\"");
    let _ = writeln!(text, "grace_weeks = {}", terms.grace_weeks);
    let _ = writeln!(text, "absorb_weeks = {}", terms.absorb_weeks);
    let _ = writeln!(text, "fallback = \"{}\"", terms.fallback.map_or("none", super::model::Channel::name));
}

/// A name as a key: bare where TOML takes it so, else in quotes.
fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if bare { name.to_owned() } else { toml::Value::String(name.to_owned()).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::model::Scenario;

    const TEXT: &str = "horizon_weeks = 30\n[skills]\ncare = {}\n[roles.nurse]\nheadcount = 3\nsalary = 50_000\nrequires = { care = 0.5 }\n\
        [roles.\"a \\\"b\\\".c\"]\nheadcount = 30\nsalary = 50_000\nrequires = { care = 0.5 }\n[roles.clerk]\nheadcount = 2\nsalary = 1\nrequires = { care = 0.2 }\n";

    #[test]
    fn what_is_written_reads_back_as_the_same_policy() {
        let own = "[policies.mine]\nmix = { hire = 0.13, reskill = 0.29, upskill = 0.58 }\nlead_weeks = 7\nsurplus = \"retain\"\nfallback = \"none\"\n\
            budget_per_year = 123_456.5\ntraining_capacity = 9\n[policies.mine.roles.\"a \\\"b\\\".c\"]\nreplaces = true\ntraining_capacity = 2\nbudget_per_year = 10\n\
            [policies.mine.roles.clerk]\nmix = { hire = 1 }\ngrace_weeks = 1\n";
        let whole = Scenario::parse("a.toml", &format!("{TEXT}{own}"), &[]).unwrap();
        for policy in whole.policies.iter().filter(|policy| policy.name != "none") {
            let renamed = Policy { name: "copy".into(), ..policy.clone() };
            let text = format!("{TEXT}{}", policy_text(&renamed, &whole.roles));
            let read = Scenario::parse("b.toml", &text, &[]).unwrap_or_else(|errors| panic!("{text}\n{errors}"));
            assert_eq!(read.policies.iter().find(|policy| policy.name == "copy"), Some(&renamed), "{text}");
        }
    }
}
