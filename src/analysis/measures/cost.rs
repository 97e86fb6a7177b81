//! Measures of money.

use super::{Definition, Sight, Unit, ratio};
use crate::analysis::rows::Better::{Lower, Neither};
use crate::analysis::sample::float;
use crate::analysis::tally::{role_id, whole};
use crate::ids::WorkerKey;
use crate::scenario::model::Channel;
use crate::units::{Money, Week};
use crate::workforce::record::CostCategory::{self, Hiring, LostOutput, Onboarding, Payroll, Severance, Tuition};
use crate::workforce::record::{CourseOutcome, CourseRecord, RoleWeek};

/// The measures of money.
pub(super) const MEASURES: &[Definition] = &[
    Definition {
        name: "transition_cost",
        title: "Transition cost",
        unit: Unit::Money,
        better: Lower,
        doc: "Payroll, hiring, onboarding, tuition, severance and lost output, less the pay at the role's salary of every seat needed, over the run.",
        of: |s| Some(s.run.transition_cost().units()),
    },
    Definition {
        name: "transition_cost_vs_none",
        title: "Transition cost against doing nothing new",
        unit: Unit::Money,
        better: Lower,
        doc: "Transition cost less that of `none` in the same replicate; below 0 is a saving.",
        of: |s| Some((s.run.transition_cost() - s.none.transition_cost()).units()),
    },
    Definition {
        name: "transition_cost_vs_twin",
        title: "Cost of the shock",
        unit: Unit::Money,
        better: Lower,
        doc: "Transition cost less that of the twin (business as usual without the shock) in the same replicate.",
        of: |s| Some((s.run.transition_cost() - s.twin.transition_cost()).units()),
    },
    Definition {
        name: "npv_transition_cost",
        title: "Transition cost, net present value",
        unit: Unit::Money,
        better: Lower,
        doc: "Transition cost of each week t, from 0, times (1 + discount_rate)^(-t/52), summed over the run.",
        of: |s| Some(net_present(s)),
    },
    Definition {
        name: "total_cost",
        title: "Total cost",
        unit: Unit::Money,
        better: Lower,
        doc: "Payroll, hiring, onboarding, tuition, severance and lost output over the run.",
        of: |s| Some(s.run.total_cost().units()),
    },
    Definition {
        name: "cost_payroll",
        title: "Payroll",
        unit: Unit::Money,
        better: Neither,
        doc: "Pay of everybody employed, over the run.",
        of: |s| category(s, Payroll),
    },
    Definition {
        name: "cost_hiring",
        title: "Hiring",
        unit: Unit::Money,
        better: Neither,
        doc: "Cost of hires at acceptance, backfill included, over the run.",
        of: |s| category(s, Hiring),
    },
    Definition {
        name: "cost_onboarding",
        title: "Onboarding",
        unit: Unit::Money,
        better: Neither,
        doc: "Cost of hires at start, backfill included, over the run.",
        of: |s| category(s, Onboarding),
    },
    Definition {
        name: "cost_tuition",
        title: "Tuition",
        unit: Unit::Money,
        better: Neither,
        doc: "List price of the courses launched, top-ups included, over the run.",
        of: |s| category(s, Tuition),
    },
    Definition {
        name: "cost_severance",
        title: "Severance",
        unit: Unit::Money,
        better: Neither,
        doc: "Severance paid at layoff, over the run.",
        of: |s| category(s, Severance),
    },
    Definition {
        name: "cost_lost_output",
        title: "Lost output",
        unit: Unit::Money,
        better: Lower,
        doc: "Worth of the output that roles needed and did not produce, over the run.",
        of: |s| category(s, LostOutput),
    },
    Definition {
        name: "break_even_week",
        title: "Break-even week",
        unit: Unit::Plain("week"),
        better: Lower,
        doc: "First week from which cumulative transition cost stays at or below that of `none` to the end; absent if never, and for `none` itself. Its mean is over the replicates that do break even.",
        of: break_even,
    },
    Definition {
        name: "cost_per_gap_closed",
        title: "Direct spending per gap closed",
        unit: Unit::MoneyPer("gap"),
        better: Lower,
        doc: "Hiring, onboarding, tuition and severance beyond those of `none` in the same replicate, over the gaps of any cause that the policy's hires, reskilling and upskilling filled; below 0 where it spends less than `none`; absent where it filled none. Payroll and lost output are left out.",
        of: |s| ratio((direct(s.run.costs) - direct(s.none.costs)).units(), f64::from(closed_by_policy(s))),
    },
    Definition {
        name: "cost_per_redeployed",
        title: "Cost per person redeployed and kept",
        unit: Unit::MoneyPer("person"),
        better: Lower,
        doc: "Of the reskilling courses that ended at least 52 weeks before the end: tuition, and pay at the role's salary for the working time spent learning, failures included, over those who qualified and were still employed 52 weeks later. A horizon under 104 weeks shortens the 52 to half of it.",
        of: per_redeployed,
    },
    Definition {
        name: "peak_surplus_payroll",
        title: "Peak surplus payroll",
        unit: Unit::MoneyAWeek,
        better: Lower,
        doc: "Greatest over weeks of the weekly pay, at the roles' salaries, of surplus people.",
        of: |s| Some(peak_surplus(s)),
    },
];

/// Money of a category in units.
#[expect(clippy::unnecessary_wraps, reason = "the shape of every measure")]
fn category(s: &Sight<'_>, category: CostCategory) -> Option<f64> {
    Some(s.run.cost(category).units())
}

/// What is spent on acting: neither pay nor lost output.
fn direct(costs: [Money; 6]) -> Money {
    [Hiring, Onboarding, Tuition, Severance].into_iter().map(|category| costs[category as usize]).sum()
}

/// Gaps that the policy's own channels filled.
fn closed_by_policy(s: &Sight<'_>) -> u32 {
    [Channel::Hire, Channel::Reskill, Channel::Upskill].map(|channel| s.run.record.counts.filled[channel as usize]).iter().sum()
}

fn net_present(s: &Sight<'_>) -> f64 {
    let mut before = Money::ZERO;
    let mut sum = 0.0;
    for (cumulative, discount) in s.run.cumulative_transition.iter().zip(&s.frame.discount) {
        sum += (*cumulative - before).units() * discount;
        before = *cumulative;
    }
    sum
}

fn break_even(s: &Sight<'_>) -> Option<f64> {
    if s.reference {
        return None;
    }
    let (run, none) = (&s.run.cumulative_transition, &s.none.cumulative_transition);
    let dear = run.iter().zip(none).rposition(|(run, none)| run > none);
    let week = dear.map_or(0, |week| week + 1);
    (week < run.len()).then(|| float(week))
}

fn per_redeployed(s: &Sight<'_>) -> Option<f64> {
    let record = s.run.record;
    let last = whole(record.weeks()) - s.frame.window;
    let old_enough = |course: &&CourseRecord| course.from != course.to && course.ended.is_some_and(|week| week.0 < last);
    let mut left: Vec<(WorkerKey, Week)> = record.exits.iter().map(|exit| (exit.worker, exit.week)).collect();
    left.sort_unstable();
    let left_by = |worker, by| left.binary_search_by_key(&worker, |exit| exit.0).is_ok_and(|place| left[place].1 <= by);
    let (mut cost, mut kept) = (0.0, 0_usize);
    for course in record.courses.iter().filter(old_enough) {
        let Some(ended) = course.ended else { continue };
        let learning = f64::from(ended - course.launched) * s.frame.scenario.learning.intensity;
        cost += course.tuition.units() + learning * s.frame.weekly_salary(course.from);
        let gone = left_by(course.worker, ended + s.frame.window);
        kept += usize::from(course.outcome == CourseOutcome::Qualified && !gone);
    }
    ratio(cost, float(kept))
}

fn peak_surplus(s: &Sight<'_>) -> f64 {
    let pay = |week: &[RoleWeek]| -> f64 {
        week.iter().enumerate().map(|(role, state)| f64::from(state.surplus) * s.frame.weekly_salary(role_id(role))).sum()
    };
    s.run.record.weekly.chunks(s.run.record.role_count.max(1)).map(pay).fold(0.0, f64::max)
}
