//! Measures of time: how long seats stand open.

use super::{Definition, Sight, Unit, ratio};
use crate::analysis::rows::Better::{Lower, Neither};
use crate::analysis::sample::float;
use crate::analysis::survival::Reading;
use crate::analysis::tally::Until;
use crate::workforce::record::GapKind;

/// Defines the four measures of one waiting time: the suffix of the names, words for titles and docs, which gaps, until when.
macro_rules! waiting {
    ($median:literal, $open:literal, $title:literal, $gaps:literal, $kind:expr, $until:expr, $event:literal) => {
        [
            Definition {
                name: concat!("median_", $median),
                title: concat!($title, ", median"),
                unit: Unit::Plain("weeks"),
                better: Lower,
                doc: concat!("First week since opening by which half of ", $gaps, " of the run are ", $event, " (Aalen-Johansen, lapse competing); absent where there are no such gaps, and where fewer than half are, which reads as longer than the horizon."),
                of: |s| s.run.incidence($kind, $until)?.quantile(0.5),
            },
            Definition {
                name: concat!("p90_", $median),
                title: concat!($title, ", 90th percentile"),
                unit: Unit::Plain("weeks"),
                better: Lower,
                doc: concat!("First week since opening by which nine in ten of ", $gaps, " of the run are ", $event, " (Aalen-Johansen, lapse competing); absent where there are no such gaps, and where fewer are."),
                of: |s| s.run.incidence($kind, $until)?.quantile(0.9),
            },
            Definition {
                name: concat!("restricted_mean_", $open, "_lapse_ended"),
                title: concat!($title, ", mean within 52 weeks, lapse as ended"),
                unit: Unit::Plain("weeks"),
                better: Lower,
                doc: concat!("Mean weeks until ", $event, ", of the first 52 since opening, of ", $gaps, " opened at least 52 weeks before the end; a lapse ends the wait. A horizon under 104 weeks shortens the 52 to half of it."),
                of: |s| restricted(s, $kind, $until, Reading::Ended),
            },
            Definition {
                name: concat!("restricted_mean_", $open, "_lapse_unfilled"),
                title: concat!($title, ", mean within 52 weeks, lapse as never"),
                unit: Unit::Plain("weeks"),
                better: Lower,
                doc: concat!("Mean weeks until ", $event, ", of the first 52 since opening, of ", $gaps, " opened at least 52 weeks before the end; a lapsed gap counts all of them. A horizon under 104 weeks shortens the 52 to half of it."),
                of: |s| restricted(s, $kind, $until, Reading::NeverComes),
            },
        ]
    };
}

const FILL: [Definition; 4] =
    waiting!("time_to_fill", "open_52", "Time to fill", "the shock gaps", None, Until::Filled, "filled");
const FILL_VACANCY: [Definition; 4] = waiting!(
    "time_to_fill_vacancy",
    "open_52_vacancy",
    "Time to fill a vacancy",
    "the shock gaps that opened as vacancies",
    Some(GapKind::Vacancy),
    Until::Filled,
    "filled"
);
const FILL_CAPABILITY: [Definition; 4] = waiting!(
    "time_to_fill_capability",
    "open_52_capability",
    "Time to close a capability gap",
    "the shock gaps that opened as capability gaps",
    Some(GapKind::Capability),
    Until::Filled,
    "filled"
);
const PRODUCTIVE: [Definition; 4] = waiting!(
    "time_to_productive",
    "unproductive_52",
    "Time to productive",
    "the shock gaps",
    None,
    Until::Productive,
    "held by somebody fully productive"
);
const PRODUCTIVE_VACANCY: [Definition; 4] = waiting!(
    "time_to_productive_vacancy",
    "unproductive_52_vacancy",
    "Time to productive, vacancies",
    "the shock gaps that opened as vacancies",
    Some(GapKind::Vacancy),
    Until::Productive,
    "held by somebody fully productive"
);
const PRODUCTIVE_CAPABILITY: [Definition; 4] = waiting!(
    "time_to_productive_capability",
    "unproductive_52_capability",
    "Time to productive, capability gaps",
    "the shock gaps that opened as capability gaps",
    Some(GapKind::Capability),
    Until::Productive,
    "held by somebody fully productive"
);

/// The measures of time.
pub(super) const MEASURES: &[Definition] = &[
    Definition {
        name: "gap_weeks",
        title: "Gap-weeks",
        unit: Unit::Plain("gap-weeks"),
        better: Lower,
        doc: "Open gaps of any cause, vacancies and capability gaps, summed over roles and weeks.",
        of: |s| Some(exact(s.run.gap_weeks())),
    },
    Definition {
        name: "excess_gap_weeks",
        title: "Excess gap-weeks",
        unit: Unit::Plain("gap-weeks"),
        better: Lower,
        doc: "Open gaps beyond those of the twin in the same replicate, max(0, G - G of the twin), summed over roles and weeks.",
        of: |s| Some(excess(s)),
    },
    Definition {
        name: "excess_gap_weeks_per_shock_gap",
        title: "Excess gap-weeks per shock gap",
        unit: Unit::Plain("weeks per gap"),
        better: Lower,
        doc: "Excess gap-weeks over the number of gaps of cause shock that opened under `none` in the same replicate, so that a prevented gap counts as 0; absent where none opened.",
        of: |s| ratio(excess(s), float(s.none.shock_gaps(None).count())),
    },
    Definition {
        name: "shock_gaps",
        title: "Shock gaps opened",
        unit: Unit::Plain("gaps"),
        better: Neither,
        doc: "Gaps of cause shock that opened in the run; fewer than under `none` are prevented.",
        of: |s| Some(float(s.run.shock_gaps(None).count())),
    },
    FILL[0],
    FILL[1],
    FILL[2],
    FILL[3],
    FILL_VACANCY[0],
    FILL_VACANCY[1],
    FILL_VACANCY[2],
    FILL_VACANCY[3],
    FILL_CAPABILITY[0],
    FILL_CAPABILITY[1],
    FILL_CAPABILITY[2],
    FILL_CAPABILITY[3],
    PRODUCTIVE[0],
    PRODUCTIVE[1],
    PRODUCTIVE[2],
    PRODUCTIVE[3],
    PRODUCTIVE_VACANCY[0],
    PRODUCTIVE_VACANCY[1],
    PRODUCTIVE_VACANCY[2],
    PRODUCTIVE_VACANCY[3],
    PRODUCTIVE_CAPABILITY[0],
    PRODUCTIVE_CAPABILITY[1],
    PRODUCTIVE_CAPABILITY[2],
    PRODUCTIVE_CAPABILITY[3],
];

/// A count of gap-weeks as a float.
#[expect(clippy::cast_precision_loss, reason = "gap-weeks of a run are far below 2^53")]
pub(in crate::analysis) const fn exact(gap_weeks: i64) -> f64 {
    gap_weeks as f64
}

fn excess(s: &Sight<'_>) -> f64 {
    exact(s.run.excess_gap_weeks(s.twin.record, s.run.record.weeks()))
}

fn restricted(s: &Sight<'_>, kind: Option<GapKind>, until: Until, reading: Reading) -> Option<f64> {
    let window = s.frame.window;
    Some(s.run.incidence_watched(kind, until, window)?.restricted_mean(window, reading))
}
