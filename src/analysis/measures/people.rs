//! Measures of people: who stays, who leaves, who moves, and what they produce.

use super::{Definition, Sight, Unit, ratio};
use crate::analysis::rows::Better::{Higher, Lower, Neither};
use crate::analysis::sample::float;
use crate::ids::Origin;
use crate::units::WEEKS_PER_YEAR;

/// The measures of people.
pub(super) const MEASURES: &[Definition] = &[
    Definition {
        name: "retention_52",
        title: "Retention after a year",
        unit: Unit::Plain("share"),
        better: Higher,
        doc: "Of the people of week 0 of the roles that a shock hits (automates or raises; all roles where none is hit), the share still employed, in any role, after 52 weeks; absent under a shorter horizon.",
        of: |s| retained(s, s.run.hit.quits_52 + s.run.hit.layoffs_52).filter(|_| s.run.record.weeks() >= 52),
    },
    Definition {
        name: "retention_horizon",
        title: "Retention to the end",
        unit: Unit::Plain("share"),
        better: Higher,
        doc: "Of the people of week 0 of the roles that a shock hits (automates or raises; all roles where none is hit), the share still employed, in any role, at the end.",
        of: |s| retained(s, s.run.hit.quits + s.run.hit.layoffs),
    },
    Definition {
        name: "quits",
        title: "Quits",
        unit: Unit::Plain("people"),
        better: Lower,
        doc: "Quits over all roles and weeks, hires included.",
        of: |s| Some(s.run.record.weekly.iter().map(|role| f64::from(role.quits)).sum()),
    },
    Definition {
        name: "layoffs",
        title: "Layoffs",
        unit: Unit::Plain("people"),
        better: Lower,
        doc: "Layoffs over all roles and weeks.",
        of: |s| Some(s.run.record.weekly.iter().map(|role| f64::from(role.layoffs)).sum()),
    },
    Definition {
        name: "quit_rate",
        title: "Quit rate",
        unit: Unit::Plain("quits per person-year"),
        better: Lower,
        doc: "Quits of the people of week 0 of the roles that a shock hits, over their person-years employed; the week of an exit counts half.",
        of: |s| ratio(f64::from(s.run.hit.quits) * f64::from(WEEKS_PER_YEAR), s.run.hit.at_risk),
    },
    Definition {
        name: "quit_incidence",
        title: "Share that quit",
        unit: Unit::Plain("share"),
        better: Lower,
        doc: "Of the people of week 0 of the roles that a shock hits, the share that has quit by the end: the cumulative incidence with layoff competing, which needs no estimate as nobody is censored earlier.",
        of: |s| ratio(f64::from(s.run.hit.quits), f64::from(s.frame.hit_people())),
    },
    Definition {
        name: "layoff_incidence",
        title: "Share laid off",
        unit: Unit::Plain("share"),
        better: Lower,
        doc: "Of the people of week 0 of the roles that a shock hits, the share laid off by the end: the cumulative incidence with quitting competing.",
        of: |s| ratio(f64::from(s.run.hit.layoffs), f64::from(s.frame.hit_people())),
    },
    Definition {
        name: "internal_moves",
        title: "Internal moves",
        unit: Unit::Plain("people"),
        better: Neither,
        doc: "Moves between roles over the run.",
        of: |s| Some(float(s.run.record.moves.len())),
    },
    Definition {
        name: "hired",
        title: "Hired by the policy",
        unit: Unit::Plain("people"),
        better: Neither,
        doc: "Hires of the policy's mix or fallback who started.",
        of: |s| Some(starts(s, Origin::Hire)),
    },
    Definition {
        name: "backfilled",
        title: "Hired by business as usual",
        unit: Unit::Plain("people"),
        better: Neither,
        doc: "Hires who started in the place of a leaver, or for ordinary growth.",
        of: |s| Some(starts(s, Origin::Backfill)),
    },
    Definition {
        name: "output_share",
        title: "Output over needed output",
        unit: Unit::Plain("share"),
        better: Higher,
        doc: "Output over needed output, both summed over roles and weeks, roles counted a head each; a surplus in one role makes up for a shortfall in another here, not in the lost output.",
        of: output_share,
    },
];

fn retained(s: &Sight<'_>, gone: u32) -> Option<f64> {
    let people = f64::from(s.frame.hit_people());
    ratio(people - f64::from(gone), people)
}

fn starts(s: &Sight<'_>, origin: Origin) -> f64 {
    f64::from(s.run.record.counts.starts[origin as usize])
}

#[expect(clippy::cast_precision_loss, reason = "a share does not need the last of 63 bits")]
fn output_share(s: &Sight<'_>) -> Option<f64> {
    let sum = |of: fn(&crate::workforce::record::RoleWeek) -> i64| s.run.record.weekly.iter().map(of).sum::<i64>() as f64;
    ratio(sum(|role| role.output), sum(|role| role.needed))
}
