//! From a text to a scenario: the sections in order, then what only their sum shows.

use std::path::Path;

use super::check;
use super::defaults::parameter;
use super::draft::{Draft, Reading};
use super::error::{Problem, SHOWN, ScenarioErrors};
use super::fields::{Context, Fields, Sources};
use super::kind::Kind;
use super::model::{Decision, Hiring, Learning, Mechanisms, Retention, Scenario, Severance};
use super::policies::policies;
use super::roles::{add_raised, roles, skills};
use super::shape::Holds;
use super::shocks::{Known, shocks};
use super::source::Text;
use super::tree::{At, Table};
use crate::units::{Money, whole_weeks};

impl Scenario {
    /// Reads a scenario from a file, changed by `--set` flags (`path=value`).
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the file, those that it extends, and the flags, at once.
    pub fn load(path: &Path, sets: &[String]) -> Result<Self, ScenarioErrors> {
        Self::load_as(path, Reading { sets, ..Reading::default() })
    }

    /// Reads a scenario from a file.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the file, those that it extends, and the flags, at once.
    pub fn load_as(path: &Path, reading: Reading<'_>) -> Result<Self, ScenarioErrors> {
        Draft::load_as(path, reading)?.scenario()
    }

    /// Reads a scenario from a text, which stands in no folder and so extends no file. The name is what messages call the text.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the text and the flags, at once.
    pub fn parse(name_for_messages: &str, text: &str, sets: &[String]) -> Result<Self, ScenarioErrors> {
        Draft::parse(name_for_messages, text, sets)?.scenario()
    }

    /// Reads a scenario from bytes, as standard input gives them. Files that it extends are looked for in `folder`.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the text, the files that it extends, and the flags, at once.
    pub fn parse_in(folder: &Path, name_for_messages: &str, bytes: &[u8], reading: Reading<'_>) -> Result<Self, ScenarioErrors> {
        Draft::parse_in(folder, name_for_messages, bytes, reading)?.scenario()
    }
}

/// The scenario of a tree.
pub(super) fn whole(cx: &mut Context, table: &Table, file: &str) -> Scenario {
    scenario(cx, Fields::new(table, At::default(), String::new(), Sources::default()), file)
}

/// The problems of a reading, in the order of the texts.
pub(super) fn errors(mut cx: Context, texts: &[Text]) -> ScenarioErrors {
    cx.complaints.sort_by_key(|complaint| complaint.at);
    let more = cx.complaints.len().saturating_sub(SHOWN) + cx.uncounted;
    let placed = cx.complaints.into_iter().take(SHOWN).filter_map(|complaint| {
        let text = texts.get(complaint.at.text)?;
        let place = complaint.at.start..complaint.at.end;
        Some(Problem::placed(complaint.kind, text.as_pair(), place, &complaint.cause, complaint.remedy))
    });
    ScenarioErrors::new(placed.collect(), more)
}

/// The whole file.
pub(super) fn scenario(cx: &mut Context, mut top: Fields<'_>, file: &str) -> Scenario {
    top.remarks(cx);
    let stem = Path::new(file).file_stem().map_or_else(|| "scenario".into(), |stem| stem.to_string_lossy());
    let stem: String = stem.chars().filter(|c| !c.is_control()).take(200).collect();
    let name = top.text(cx, "name").map_or(stem, str::to_owned);
    let summary = top.long_text(cx, "summary").unwrap_or_default().to_owned();
    let currency = top.text(cx, "currency").unwrap_or("USD").to_owned();
    let horizon = whole_weeks(cx.number(&mut top, const { parameter("horizon_weeks") }));
    let discount_rate = cx.number(&mut top, const { parameter("discount_rate") });

    let section = top.section(cx, "hiring");
    let hiring = hiring(cx, section);
    let section = top.section(cx, "learning");
    let learning = learning(cx, section);
    let section = top.section(cx, "retention");
    let (retention, turnover) = retention(cx, section);
    let section = top.section(cx, "severance");
    let severance = severance(cx, section);
    let section = top.section(cx, "mechanisms");
    let mechanisms = mechanisms(cx, section);
    let section = top.section(cx, "decision");
    let decision = decision(cx, section);

    let section = top.section(cx, "skills");
    let (skills, skill_names) = skills(cx, &section);
    top.need("roles", Holds::Table);
    let role_section = top.section(cx, "roles");
    let (mut roles, role_names, weights) = roles(cx, &role_section, &skill_names, turnover);
    let known = Known { roles: &roles, role_names: &role_names, skills: &skill_names, horizon };
    let section = top.section(cx, "shocks");
    let shocks = shocks(cx, &section, &known);
    let raised = shocks.iter().flat_map(|shock| &shock.raises).map(|raises| (raises.role, raises.skill)).collect();
    add_raised(cx, &mut roles, &weights, &raised);
    let section = top.section(cx, "policies");
    let policies = policies(cx, &section, &roles, &role_names);
    check::totals(cx, &role_section, &roles, &shocks, horizon);
    // Done with before the files became one; asked for so that they are known.
    top.ask("extends", Holds::Text);
    top.ask("remove", Holds::Texts);
    top.finish(cx);

    let mut assumptions = std::mem::take(&mut cx.assumptions);
    assumptions.sort_by(|a, b| a.path.cmp(&b.path));
    Scenario {
        name,
        summary,
        currency,
        horizon,
        discount_rate,
        skills,
        roles,
        shocks,
        hiring,
        learning,
        retention,
        severance,
        mechanisms,
        decision,
        policies,
        assumptions,
    }
}

/// `[hiring]`.
fn hiring(cx: &mut Context, mut f: Fields<'_>) -> Hiring {
    let hiring = Hiring {
        cost_per_hire: Money::from_units(cx.number(&mut f, const { parameter("hiring.cost_per_hire") })),
        onboarding: Money::from_units(cx.number(&mut f, const { parameter("hiring.onboarding") })),
        time_to_fill_weeks: cx.number(&mut f, const { parameter("hiring.time_to_fill_weeks") }),
        time_to_fill_sigma: cx.number(&mut f, const { parameter("hiring.time_to_fill_sigma") }),
        decline: cx.number(&mut f, const { parameter("hiring.decline") }),
        notice_weeks: cx.number(&mut f, const { parameter("hiring.notice_weeks") }),
        premium: cx.number(&mut f, const { parameter("hiring.premium") }),
        backfill_premium: cx.number(&mut f, const { parameter("hiring.backfill_premium") }),
        ramp_weeks: cx.number(&mut f, const { parameter("hiring.ramp_weeks") }),
        start_output: cx.number(&mut f, const { parameter("hiring.start_output") }),
        internal_ramp_factor: cx.number(&mut f, const { parameter("hiring.internal_ramp_factor") }),
        pool: cx.number(&mut f, const { parameter("hiring.pool") }),
        scarcity: cx.number(&mut f, const { parameter("hiring.scarcity") }),
    };
    f.finish(cx);
    hiring
}

/// `[learning]`.
fn learning(cx: &mut Context, mut f: Fields<'_>) -> Learning {
    let learning = Learning {
        qualified_at: cx.number(&mut f, const { parameter("learning.qualified_at") }),
        setup_weeks: cx.number(&mut f, const { parameter("learning.setup_weeks") }),
        pace_weeks: cx.number(&mut f, const { parameter("learning.pace_weeks") }),
        effort_exponent: cx.number(&mut f, const { parameter("learning.effort_exponent") }),
        intensity: cx.number(&mut f, const { parameter("learning.intensity") }),
        tuition_per_week: Money::from_units(cx.number(&mut f, const { parameter("learning.tuition_per_week") })),
        dropout: cx.number(&mut f, const { parameter("learning.dropout") }),
        support: cx.number(&mut f, const { parameter("learning.support") }),
        learning_rate_sd: cx.number(&mut f, const { parameter("learning.learning_rate_sd") }),
        mentoring: cx.number(&mut f, const { parameter("learning.mentoring") }),
        max_distance: cx.number(&mut f, const { parameter("learning.max_distance") }),
        aim_weeks: whole_weeks(cx.number(&mut f, const { parameter("learning.aim_weeks") })),
        transfer: cx.number(&mut f, const { parameter("learning.transfer") }),
        transfer_sd: cx.number(&mut f, const { parameter("learning.transfer_sd") }),
        internal_discount: cx.number(&mut f, const { parameter("learning.internal_discount") }),
    };
    check::learning(cx, &f, &learning);
    f.finish(cx);
    learning
}

/// `[retention]`, and the turnover of roles that state none.
fn retention(cx: &mut Context, mut f: Fields<'_>) -> (Retention, f64) {
    let turnover = cx.number(&mut f, const { parameter("retention.turnover") });
    let retention = Retention {
        first_year: cx.number(&mut f, const { parameter("retention.first_year") }),
        engagement_effect: cx.number(&mut f, const { parameter("retention.engagement_effect") }),
        pay_effect: cx.number(&mut f, const { parameter("retention.pay_effect") }),
        insecurity_effect: cx.number(&mut f, const { parameter("retention.insecurity_effect") }),
        lock_in: cx.number(&mut f, const { parameter("retention.lock_in") }),
        poaching: cx.number(&mut f, const { parameter("retention.poaching") }),
        external_exit: cx.number(&mut f, const { parameter("retention.external_exit") }),
        workload: cx.number(&mut f, const { parameter("retention.workload") }),
        spread: cx.number(&mut f, const { parameter("retention.spread") }),
    };
    f.finish(cx);
    (retention, turnover)
}

/// `[severance]`.
fn severance(cx: &mut Context, mut f: Fields<'_>) -> Severance {
    let severance = Severance {
        weeks_per_year: cx.number(&mut f, const { parameter("severance.weeks_per_year") }),
        floor_weeks: cx.number(&mut f, const { parameter("severance.floor_weeks") }),
        cap_weeks: cx.number(&mut f, const { parameter("severance.cap_weeks") }),
    };
    check::severance(cx, &f, &severance);
    f.finish(cx);
    severance
}

/// `[mechanisms]`.
fn mechanisms(cx: &mut Context, mut f: Fields<'_>) -> Mechanisms {
    let mut on = |key| f.flag(cx, key).unwrap_or(true);
    let mechanisms = Mechanisms {
        mentoring: on("mentoring"),
        spread: on("spread"),
        workload: on("workload"),
        layoff_response: on("layoff_response"),
        poaching: on("poaching"),
        lock_in: on("lock_in"),
        insecurity: on("insecurity"),
        scarcity: on("scarcity"),
        external_exit: on("external_exit"),
    };
    f.finish(cx);
    mechanisms
}

/// `[decision]`, its weights scaled to sum to 1.
fn decision(cx: &mut Context, mut f: Fields<'_>) -> Decision {
    let cost = cx.number(&mut f, const { parameter("decision.cost") });
    let time = cx.number(&mut f, const { parameter("decision.time") });
    let retention = cx.number(&mut f, const { parameter("decision.retention") });
    let sum = cost + time + retention;
    if sum <= 0.0 {
        let cause = "the weights of [decision] are all 0, so nothing would be weighed";
        cx.complain(Kind::NoWeights, f.at, cause, "Give `cost`, `time` or `retention` a weight above 0.");
    }
    f.finish(cx);
    let scale = if sum > 0.0 && (sum - 1.0).abs() > 1e-9 { sum } else { 1.0 };
    Decision { cost: cost / scale, time: time / scale, retention: retention / scale }
}
