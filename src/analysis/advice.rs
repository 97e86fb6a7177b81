//! What a scenario says that its author may not have meant, each with what to do about it.
//!
//! A warning is no error: the scenario runs. It says that something in it decides nothing, cannot happen, or decides more than it looks. In one file
//! since the warnings share what they look at.

use super::forecast::{Forecast, Move, RoleForecast, complete, start};
use super::format::{figure, number};
use crate::scenario::builtin;
use crate::scenario::model::{Channel, Choice, Policy, Scenario, Shock, Terms};
use crate::units::Money;
use crate::workforce::record::GapKind;

/// Weeks after the last course in which training earns its cost back, at least.
const PAYBACK_WEEKS: i32 = 52;

/// Every kind of warning.
pub const KINDS: [&str; 16] = [
    "no-shock",
    "shock-hits-nobody",
    "shock-unfinished",
    "shock-unannounced",
    "raise-changes-nothing",
    "attrition-absorbs",
    "nothing-grows",
    "nobody-in-reach",
    "nobody-fits",
    "skill-unused",
    "role-asks-nothing",
    "horizon-short",
    "training-capacity",
    "requisition-capacity",
    "budget-small",
    "policy-idle",
];

/// Something to know before a scenario is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// Which of [`KINDS`].
    pub kind: &'static str,
    /// The path of what it is about, as `--set` takes it.
    pub path: String,
    /// What is so.
    pub text: String,
    /// What to do about it.
    pub advice: String,
}

impl Advice {
    fn new(kind: &'static str, path: String, text: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { kind, path, text: text.into(), advice: advice.into() }
    }
}

/// Every warning, in the order of the file.
#[must_use]
pub fn advice(scenario: &Scenario, forecast: &Forecast) -> Vec<Advice> {
    let mut all = Vec::new();
    unused_skills(scenario, &mut all);
    asks_nothing(scenario, &mut all);
    if scenario.shocks.is_empty() {
        let text = "There is no shock: every policy does what `none` does, but for growth.";
        all.push(Advice::new(
            "no-shock",
            "shocks".to_owned(),
            text,
            "Add [shocks.NAME] with `start_week` and what it automates, raises or creates.",
        ));
    }
    for shock in &scenario.shocks {
        of_shock(scenario, shock, &mut all);
    }
    surpluses(scenario, forecast, &mut all);
    unreachable(scenario, forecast, &mut all);
    horizon(scenario, forecast, &mut all);
    for policy in scenario.policies.iter().filter(|policy| policy.name != builtin::REFERENCE) {
        capacities(scenario, forecast, policy, &mut all);
    }
    idle(scenario, &mut all);
    all
}

fn unused_skills(scenario: &Scenario, all: &mut Vec<Advice>) {
    for (index, skill) in scenario.skills.iter().enumerate() {
        let used = scenario.roles.iter().any(|role| role.requires.iter().any(|asks| asks.skill.index() == index));
        if !used {
            let text = format!("No role requires the skill `{}`, and no shock raises it.", skill.name);
            all.push(Advice::new(
                "skill-unused",
                format!("skills.{}", skill.name),
                text,
                "Drop it, or add it to a role's `requires`.",
            ));
        }
    }
}

fn asks_nothing(scenario: &Scenario, all: &mut Vec<Advice>) {
    // Where nothing is ever learnt, nothing needs to be asked.
    if scenario.skills.is_empty() && scenario.shocks.iter().all(|shock| shock.creates.is_empty()) {
        return;
    }
    for role in scenario.roles.iter().filter(|role| role.requires.iter().all(|asks| asks.level <= 0.0)) {
        let text = format!("{} requires no skill, so that anybody fits it at once and nobody needs to learn for it.", role.title);
        all.push(Advice::new(
            "role-asks-nothing",
            format!("roles.{}", role.name),
            text,
            "Add `requires = { skill = 0.5 }` with what the work asks.",
        ));
    }
}

fn of_shock(scenario: &Scenario, shock: &Shock, all: &mut Vec<Advice>) {
    let path = format!("shocks.{}", shock.name);
    let title = &shock.title;
    let (starts, ends) = (start(shock), complete(shock));
    let moves = |role: crate::ids::RoleId| {
        let role = &scenario.roles[role.index()];
        role.headcount > 0 || role.growth > 0.0
    };
    let takes = shock.automates.iter().any(|effect| {
        effect.share > 0.0
            && moves(effect.role)
            && scenario.roles[effect.role.index()].tasks.get(effect.task).is_some_and(|task| task.share > 0.0)
    });
    let makes = shock.creates.iter().any(|effect| effect.seats * shock.reach.central() >= 0.5);
    let lifted: Vec<_> = shock.raises.iter().map(|effect| (effect, level(scenario, effect.role, effect.skill))).collect();
    let lifts = lifted.iter().any(|(effect, level)| effect.to > *level);
    if shock.reach.central() <= 0.0 || !(takes || makes || lifts) {
        let text =
            format!("{title} changes nobody's work: it reaches nobody, or every share, seat and level in it is as before.");
        let remedy = "Check `reach`, the shares of `automates`, the seats of `creates` and the headcounts of the roles.";
        all.push(Advice::new("shock-hits-nobody", path, text, remedy));
        return;
    }
    for (effect, level) in &lifted {
        if effect.to <= *level {
            let (role, skill) = (&scenario.roles[effect.role.index()], &scenario.skills[effect.skill.index()]);
            let text = format!(
                "{title} raises {} of {} to {}, which the role asks already.",
                skill.title,
                role.title,
                number(effect.to, 2)
            );
            all.push(Advice::new(
                "raise-changes-nothing",
                format!("{path}.raises.{}.{}.to", role.name, skill.name),
                text,
                "Give a higher level, or drop the line.",
            ));
        }
    }
    let last = scenario.horizon - 1;
    if ends.0 > last {
        let text = format!("{title} is complete in week {}, and the run ends after {} weeks.", ends.0, scenario.horizon);
        let remedy = format!(
            "Lengthen `horizon_weeks` to {} or more, or read the results as those of a change half done.",
            ends.0 + PAYBACK_WEEKS
        );
        all.push(Advice::new("shock-unfinished", path.clone(), text, remedy));
    }
    if shock.announced > starts {
        let text = format!(
            "{title} is announced in week {}, after it starts in week {}: no policy can act ahead.",
            shock.announced.0, starts.0
        );
        all.push(Advice::new(
            "shock-unannounced",
            format!("{path}.announced_week"),
            text,
            "Announce it earlier, unless it comes as a surprise.",
        ));
    }
}

/// What a role asks of a skill at week 0.
fn level(scenario: &Scenario, role: crate::ids::RoleId, skill: crate::ids::SkillId) -> f64 {
    scenario.roles[role.index()].requires.iter().find(|asks| asks.skill == skill).map_or(0.0, |asks| asks.level)
}

/// Roles that shrink, and whether anybody is left over.
fn surpluses(scenario: &Scenario, forecast: &Forecast, all: &mut Vec<Advice>) {
    for here in &forecast.roles {
        let role = &scenario.roles[here.role.index()];
        let fall = here.fall(role.headcount);
        // What nothing but ordinary decline takes is no shock's.
        if fall == 0 || here.hit_from.is_none() || here.fewest.0 >= here.ordinary {
            continue;
        }
        if here.surplus < 0.5 {
            let text = format!(
                "{} of the {} seats of {} go by week {}, and some {} people quit of themselves meanwhile: nobody is left over to retrain or lay off.",
                figure(fall.into(), 0),
                figure(role.headcount.into(), 0),
                role.title,
                here.fewest.1.0,
                figure(here.quits, 0)
            );
            let advice = "If a surplus is meant, raise what the shock automates, shorten `ramp_weeks`, or check `turnover`.";
            all.push(Advice::new("attrition-absorbs", format!("roles.{}", role.name), text, advice));
        }
    }
}

/// People to spare with nowhere to go, and roles that nobody can come to.
fn unreachable(scenario: &Scenario, forecast: &Forecast, all: &mut Vec<Advice>) {
    let growing: Vec<&RoleForecast> = forecast.roles.iter().filter(|here| here.added() > 0).collect();
    let spare: Vec<&RoleForecast> = forecast.roles.iter().filter(|here| here.surplus >= 0.5).collect();
    let max = number(scenario.learning.max_distance, 2);
    let ways = |from: &RoleForecast, to: &RoleForecast| -> Option<&Move> {
        forecast.moves.iter().find(|way| way.from == from.role && way.to == to.role)
    };
    for from in &spare {
        let role = &scenario.roles[from.role.index()];
        let left = figure(from.surplus, 0);
        let others: Vec<&&RoleForecast> = growing.iter().filter(|to| to.role != from.role).collect();
        let path = format!("roles.{}", role.name);
        if others.is_empty() {
            let text = format!(
                "{}: some {left} people are left over, and no other role gains seats, so that reskilling has nowhere to lead.",
                role.title
            );
            all.push(Advice::new("nothing-grows", path, text, "Add `creates` to the shock, or expect `reskill` to do little."));
            continue;
        }
        let nearest = others.iter().filter_map(|to| ways(from, to)).min_by(|a, b| a.distance.total_cmp(&b.distance));
        if let Some(nearest) = nearest.filter(|nearest| !nearest.within) {
            let text = format!(
                "{}: some {left} people are left over, and no role that gains seats is within reach. The nearest, {}, is {} away, and reskilling is offered up to {max}.",
                role.title,
                scenario.roles[nearest.to.index()].title,
                number(nearest.distance, 2)
            );
            all.push(Advice::new(
                "nobody-in-reach",
                path,
                text,
                "Raise `learning.max_distance`, check what the two roles require, or add a role between them.",
            ));
        }
    }
    // Where nobody who is left over has anywhere to go, that says it all.
    if spare.iter().all(|from| growing.iter().all(|to| ways(from, to).is_none_or(|way| !way.within))) {
        return;
    }
    for to in growing.iter().filter(|to| !spare.is_empty() && !spare.iter().any(|from| from.role == to.role)) {
        let ways: Vec<&Move> = spare.iter().filter_map(|from| ways(from, to)).collect();
        if !ways.is_empty() && ways.iter().all(|way| !way.within) {
            let role = &scenario.roles[to.role.index()];
            let text = format!(
                "{} gains {} seats, and nobody who is left over is within {max} of it: it can only be filled from outside.",
                role.title,
                figure(to.added().into(), 0)
            );
            all.push(Advice::new(
                "nobody-fits",
                format!("roles.{}", role.name),
                text,
                "Raise `learning.max_distance`, or check what the role requires.",
            ));
        }
    }
}

/// The longest course that the scenario is about.
fn longest_course(forecast: &Forecast) -> f64 {
    let of = |way: &&Move| {
        let there = &forecast.roles[way.to.index()];
        if way.from == way.to { there.passed > 0.0 } else { way.within && there.added() > 0 }
    };
    forecast.moves.iter().filter(of).map(|way| way.weeks).fold(0.0, f64::max)
}

fn horizon(scenario: &Scenario, forecast: &Forecast, all: &mut Vec<Advice>) {
    let Some(ends) = scenario.shocks.iter().map(complete).max() else { return };
    let course = longest_course(forecast);
    #[expect(clippy::cast_possible_truncation, reason = "a course lasts fewer weeks than an integer holds; a cast saturates")]
    let trained = ends.0.saturating_add(course as i32);
    // That the shock itself is not complete is said of the shock.
    if course <= 0.0 || ends.0 >= scenario.horizon || trained.saturating_add(PAYBACK_WEEKS) <= scenario.horizon {
        return;
    }
    let text = format!(
        "The shock is complete in week {}, the longest course takes {} weeks, and the run ends after {}: training is paid for and has little time to pay.",
        ends.0,
        number(course, 0),
        scenario.horizon
    );
    let advice = format!("Lengthen `horizon_weeks` to {} or more.", trained.saturating_add(PAYBACK_WEEKS));
    all.push(Advice::new("horizon-short", "horizon_weeks".to_owned(), text, advice));
}

/// Whether a channel is the only one that serves vacancies, and whether upskilling is the only one for capability gaps.
fn only(terms: &Terms) -> [bool; 3] {
    let Choice::Mix { hire, reskill, upskill } = terms.choice else { return [false; 3] };
    let only_hire = hire > 0.0 && reskill <= 0.0;
    let only_reskill = reskill > 0.0 && hire <= 0.0 && !matches!(terms.fallback, Some(Channel::Hire));
    let only_upskill = upskill > 0.0 && !(terms.replaces && hire > 0.0);
    [only_hire, only_reskill, only_upskill]
}

/// Whether a policy may ever hire for a kind of gap, and whether it may ever train for it.
fn may(terms: &Terms, kind: GapKind) -> (bool, bool) {
    let (searches, trains, course) = match (terms.choice, kind) {
        (Choice::Nothing, _) => return (false, false),
        (Choice::Adaptive, _) => return (true, true),
        (Choice::Mix { hire, reskill, .. }, GapKind::Vacancy) => (hire > 0.0, reskill > 0.0, Channel::Reskill),
        (Choice::Mix { hire, upskill, .. }, GapKind::Capability) => {
            (terms.replaces && hire > 0.0, upskill > 0.0, Channel::Upskill)
        }
    };
    // The fallback is for gaps for which no channel of the mix finds anybody; a search always can be opened. It never displaces anybody.
    let falls_to = |channel| !searches && terms.fallback == Some(channel);
    (searches || (kind == GapKind::Vacancy && falls_to(Channel::Hire)), trains || falls_to(course))
}

fn capacities(scenario: &Scenario, forecast: &Forecast, policy: &Policy, all: &mut Vec<Advice>) {
    let path = |key: &str| format!("policies.{}.{key}", policy.name);
    let first = scenario.shocks.iter().map(|shock| shock.announced.min(start(shock))).min();
    let Some(first) = first else { return };
    let weeks = f64::from((scenario.horizon - first.0).max(0));
    let (mut searches, mut learners, mut load, mut cheapest) = (0.0, 0.0, 0.0, f64::INFINITY);
    for (here, terms) in forecast.roles.iter().zip(&policy.roles) {
        let role = &scenario.roles[here.role.index()];
        let (vacancies, gaps) = (f64::from(here.added()), here.passed * f64::from(role.headcount).min(f64::from(here.seats)));
        let [hire, reskill, upskill] = only(terms);
        if hire && terms.requisition_capacity.is_none() {
            searches += vacancies;
        }
        let own = forecast.moves.iter().find(|way| way.to == here.role && way.from == here.role);
        let nearest = forecast.moves.iter().filter(|way| way.to == here.role && way.from != here.role && way.within);
        let nearest = nearest.min_by(|a, b| a.distance.total_cmp(&b.distance));
        for (needed, way) in [(if upskill { gaps } else { 0.0 }, own), (if reskill { vacancies } else { 0.0 }, nearest)] {
            if let Some(way) = way.filter(|_| terms.training_capacity.is_none()) {
                learners += needed;
                load += needed * way.weeks;
            }
        }
        for (needed, kind, way) in [(vacancies, GapKind::Vacancy, nearest), (gaps, GapKind::Capability, own)] {
            let (may_hire, may_train) = if needed > 0.0 { may(terms, kind) } else { (false, false) };
            let hire = may_hire.then(|| scenario.hiring.cost_per_hire + scenario.hiring.onboarding);
            let course = way.filter(|_| may_train).map(|way| way.tuition);
            cheapest = hire.into_iter().chain(course).map(Money::units).fold(cheapest, f64::min);
        }
    }
    let capacity = f64::from(policy.training_capacity);
    if learners >= 1.0 && load > capacity * weeks {
        let text = format!(
            "`{}` trains {} at once: of the {} people who need a course, at most {} can have had one by the end.",
            policy.name,
            figure(capacity, 0),
            figure(learners, 0),
            figure(learners * capacity * weeks / load, 0)
        );
        let advice = format!(
            "Raise `training_capacity` to {} or more, or expect gaps that stay open.",
            figure(libm::ceil(load / weeks), 0)
        );
        all.push(Advice::new("training-capacity", path("training_capacity"), text, advice));
    }
    let capacity = f64::from(policy.requisition_capacity);
    let search = scenario.hiring.time_to_fill_weeks;
    if searches >= 1.0 && searches * search > capacity * weeks {
        let text = format!(
            "`{}` has {} searches open at once, each of some {} weeks: of {} new seats at most {} can be filled by the end.",
            policy.name,
            figure(capacity, 0),
            number(search, 0),
            figure(searches, 0),
            figure(capacity * weeks / search, 0)
        );
        let advice = format!("Raise `requisition_capacity` to {} or more.", figure(libm::ceil(searches * search / weeks), 0));
        all.push(Advice::new("requisition-capacity", path("requisition_capacity"), text, advice));
    }
    if let Some(budget) = policy.budget_per_year
        && cheapest.is_finite()
        && budget.units() < cheapest
        && policy.roles.iter().all(|terms| terms.budget_per_year.is_none())
    {
        let text = format!(
            "`{}` may spend {} a year, and the cheapest thing that it could do costs {}: it does nothing.",
            policy.name,
            figure(budget.units(), 0),
            figure(cheapest, 0)
        );
        all.push(Advice::new(
            "budget-small",
            path("budget_per_year"),
            text,
            "Raise `budget_per_year`; it is in whole units of currency.",
        ));
    }
}

/// Policies of the file's own that do nothing new.
fn idle(scenario: &Scenario, all: &mut Vec<Advice>) {
    for policy in &scenario.policies {
        if builtin::NAMES.contains(&policy.name.as_str()) {
            continue;
        }
        if policy.roles.iter().all(|terms| terms.choice == Choice::Nothing) {
            let text = format!("`{}` has neither a mix nor `adaptive = true`, so that it does nothing new.", policy.name);
            all.push(Advice::new(
                "policy-idle",
                format!("policies.{}", policy.name),
                text,
                "Add mix = { hire = 0.2, upskill = 0.4, reskill = 0.4 }.",
            ));
        }
    }
}
