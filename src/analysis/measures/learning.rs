//! Measures of learning, and of what actions waited for.

use super::{Definition, Sight, Unit, ratio};
use crate::analysis::rows::Better::{Higher, Lower, Neither};
use crate::analysis::sample::float;
use crate::workforce::record::CourseOutcome::{Qualified, Running};
use crate::workforce::record::CourseRecord;

/// Defines the measures of one kind of course: its name, what it counts, its words, and which courses are of the kind.
macro_rules! courses {
    ($of:literal, $done:literal, $title:literal, $words:literal, $kind:expr) => {
        [
            Definition {
                name: $done,
                title: concat!($title, ": people"),
                unit: Unit::Plain("people"),
                better: Neither,
                doc: concat!("Courses ", $words, " that ended with the learner qualified."),
                of: |s| Some(Ended::of(s, $kind).qualified),
            },
            Definition {
                name: concat!($of, "_success"),
                title: concat!($title, ": success"),
                unit: Unit::Plain("share"),
                better: Higher,
                doc: concat!(
                    "Of the courses ",
                    $words,
                    " that ended, the share with the learner qualified; dropping out, failing and quitting are not."
                ),
                of: |s| {
                    let ended = Ended::of(s, $kind);
                    ratio(ended.qualified, ended.courses)
                },
            },
            Definition {
                name: concat!($of, "_weeks"),
                title: concat!($title, ": weeks"),
                unit: Unit::Plain("weeks"),
                better: Lower,
                doc: concat!(
                    "Mean weeks from launch to end, top-up included, of the courses ",
                    $words,
                    " that ended with the learner qualified."
                ),
                of: |s| {
                    let ended = Ended::of(s, $kind);
                    ratio(ended.weeks, ended.qualified)
                },
            },
            Definition {
                name: concat!($of, "_cost_per_success"),
                title: concat!($title, ": tuition per success"),
                unit: Unit::MoneyPer("person"),
                better: Lower,
                doc: concat!("Tuition of all courses ", $words, " that ended, over those that ended with the learner qualified."),
                of: |s| {
                    let ended = Ended::of(s, $kind);
                    ratio(ended.tuition, ended.qualified)
                },
            },
        ]
    };
}

/// Defines a measure of waiting.
macro_rules! waits {
    ($name:literal, $title:literal, $why:literal, $field:ident) => {
        Definition {
            name: $name,
            title: $title,
            unit: Unit::Plain("gap-weeks"),
            better: Neither,
            doc: concat!("Gap-weeks not acted on because ", $why, "."),
            of: |s| Some(f64::from(s.run.record.waits.$field)),
        }
    };
}

const UPSKILL: [Definition; 4] =
    courses!("upskill", "upskilled", "Upskilling", "within a role", |course| course.from == course.to);
const RESKILL: [Definition; 4] =
    courses!("reskill", "reskilled", "Reskilling", "toward another role", |course| course.from != course.to);

/// The measures of learning and waiting.
pub(super) const MEASURES: &[Definition] = &[
    UPSKILL[0],
    UPSKILL[1],
    UPSKILL[2],
    UPSKILL[3],
    RESKILL[0],
    RESKILL[1],
    RESKILL[2],
    RESKILL[3],
    waits!("waits_training_capacity", "Waited for training capacity", "training capacity was used up", training_capacity),
    waits!(
        "waits_requisition_capacity",
        "Waited for requisition capacity",
        "requisition capacity was used up",
        requisition_capacity
    ),
    waits!("waits_budget", "Waited for budget", "the year's budget was used up", budget),
    waits!("waits_no_candidate", "Had no candidate", "no channel had a candidate and no fallback served", no_candidate),
    waits!("waits_not_served", "Not served by design", "no channel of the policy serves this kind of gap", not_served),
    waits!("waits_waiting_is_best", "Waited by choice", "the adaptive policy expected waiting to cost least", waiting_is_best),
];

/// The courses of a kind that ended.
#[derive(Default)]
struct Ended {
    courses: f64,
    qualified: f64,
    /// Of the qualified.
    weeks: f64,
    tuition: f64,
}

impl Ended {
    fn of(s: &Sight<'_>, kind: fn(&CourseRecord) -> bool) -> Self {
        let ended = || s.run.record.courses.iter().filter(|course| course.outcome != Running && kind(course));
        let qualified = || ended().filter(|course| course.outcome == Qualified);
        Self {
            courses: float(ended().count()),
            qualified: float(qualified().count()),
            weeks: qualified().filter_map(|course| Some(f64::from(course.ended? - course.launched))).sum(),
            tuition: ended().map(|course| course.tuition.units()).sum(),
        }
    }
}
