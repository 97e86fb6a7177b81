//! Scenarios with everything off that is not being looked at, read as a user's file is, and the runs of them over many seeds.

use foreshift::scenario::model::Scenario;
use foreshift::workforce::record::RunRecord;
use foreshift::{Replicate, ids::RoleId};

/// The one role.
pub const CLERK: RoleId = RoleId(0);

/// One role whose people fit it exactly, every mechanism off, engagement without effect: hazards are turnover and tenure alone.
const QUIET: &str = r#"
name = "Closed form"
summary = "Does the run agree with the formula?"
[skills]
care = {}
tools = {}
[roles.clerk]
headcount = 4000
salary = 52000
requires = { care = 1.0 }
tasks = [{ name = "all", share = 1.0 }]
[learning]
qualified_at = 1.0
[retention]
engagement_effect = 0
[mechanisms]
mentoring = false
spread = false
workload = false
layoff_response = false
poaching = false
lock_in = false
insecurity = false
scarcity = false
external_exit = false
"#;

/// The quiet scenario with something more in the file and some values set.
pub fn quiet(more: &str, sets: &[&str]) -> Scenario {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    Scenario::parse("quiet.toml", &format!("{QUIET}{more}"), &sets).unwrap_or_else(|errors| panic!("{errors}"))
}

/// Runs a policy over so many seeds, one replicate each, and looks at every record.
pub fn over(scenario: &Scenario, policy: &str, seeds: u64, mut look: impl FnMut(u64, &RunRecord)) {
    let policy = scenario.policies.iter().find(|known| known.name == policy).expect("a policy of the scenario");
    for seed in 0..seeds {
        look(seed, &Replicate::new(scenario, seed, 0).run(policy));
    }
}

/// How many meet something.
pub fn count<T>(list: impl IntoIterator<Item = T>, meets: impl Fn(&T) -> bool) -> f64 {
    list.into_iter().filter(meets).map(|_| 1.0).sum()
}

/// A count that is never below 0, as an index.
pub fn index(week: i32) -> usize {
    usize::try_from(week).expect("not before week 0")
}
