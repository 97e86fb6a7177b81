//! A run counted once: what its measures, and the runs compared with it, take from its record.

use super::frame::Frame;
use super::survival::{End, Incidence, Spell, aalen_johansen};
use crate::ids::RoleId;
use crate::units::{Money, WEEKS_PER_YEAR};
use crate::workforce::record::{Cause, CostCategory, GapKind, GapOutcome, GapRecord, RunRecord};

/// Up to when a shock gap is timed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// Until somebody starts in it or completes the course for it.
    Filled,
    /// Until that person is fully ramped up.
    Productive,
}

/// A record and what was counted from it.
#[derive(Clone, Debug)]
pub struct Tally<'a> {
    /// What was counted.
    pub record: &'a RunRecord,
    /// Money over roles and weeks by `CostCategory`.
    pub costs: [Money; 6],
    /// By week, all money so far less the seat pay so far.
    pub cumulative_transition: Vec<Money>,
    /// By week, all money so far.
    pub cumulative_total: Vec<Money>,
    /// By week, gap-weeks so far.
    pub cumulative_gap_weeks: Vec<i64>,
    /// What became of the people of week 0 of the roles that a shock hits.
    pub hit: Fate,
}

/// What became of a group of people by the end.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fate {
    /// Quits within 52 weeks.
    pub quits_52: u32,
    /// Layoffs within 52 weeks.
    pub layoffs_52: u32,
    /// Quits.
    pub quits: u32,
    /// Layoffs.
    pub layoffs: u32,
    /// Person-weeks at risk; the week of an exit counts half.
    pub at_risk: f64,
}

impl<'a> Tally<'a> {
    /// Counts a run.
    #[must_use]
    pub fn new(frame: &Frame<'_>, record: &'a RunRecord) -> Self {
        let mut tally = Self {
            record,
            costs: [Money::ZERO; 6],
            cumulative_transition: Vec::with_capacity(record.weeks()),
            cumulative_total: Vec::with_capacity(record.weeks()),
            cumulative_gap_weeks: Vec::with_capacity(record.weeks()),
            hit: Fate::of(frame, record),
        };
        let (mut total, mut seat_pay, mut gap_weeks) = (Money::ZERO, Money::ZERO, 0);
        for week in record.weekly.chunks(record.role_count.max(1)) {
            for role in week {
                for (sum, cost) in tally.costs.iter_mut().zip(role.costs) {
                    *sum += cost;
                    total += cost;
                }
                seat_pay += role.seat_pay;
                gap_weeks += i64::from(role.gaps);
            }
            tally.cumulative_total.push(total);
            tally.cumulative_transition.push(total - seat_pay);
            tally.cumulative_gap_weeks.push(gap_weeks);
        }
        tally
    }

    /// Money of a category.
    #[must_use]
    pub const fn cost(&self, category: CostCategory) -> Money {
        self.costs[category as usize]
    }

    /// Money in all.
    #[must_use]
    pub fn total_cost(&self) -> Money {
        self.costs.iter().copied().sum()
    }

    /// All money less the seat pay.
    #[must_use]
    pub fn transition_cost(&self) -> Money {
        self.cumulative_transition.last().copied().unwrap_or_default()
    }

    /// Gap-weeks over roles and weeks.
    #[must_use]
    pub fn gap_weeks(&self) -> i64 {
        self.cumulative_gap_weeks.last().copied().unwrap_or_default()
    }

    /// Gap-weeks beyond the twin's, over roles and the first so many weeks: the sum of `max(0, G - G of the twin)`.
    #[must_use]
    pub fn excess_gap_weeks(&self, twin: &RunRecord, weeks: usize) -> i64 {
        let until = weeks * self.record.role_count;
        self.record.weekly.iter().zip(&twin.weekly).take(until).map(|(run, twin)| i64::from((run.gaps - twin.gaps).max(0))).sum()
    }

    /// Gaps that a shock opened, of one kind at opening or of both.
    pub fn shock_gaps(&self, kind: Option<GapKind>) -> impl Iterator<Item = &'a GapRecord> + use<'a> {
        self.record.gaps.iter().filter(move |gap| gap.cause == Cause::Shock && kind.is_none_or(|kind| gap.kind == kind))
    }

    /// Incidence of filling over the shock gaps of a kind, lapse competing, for every week of the run. None where the run has no such gap.
    #[must_use]
    pub fn incidence(&self, kind: Option<GapKind>, until: Until) -> Option<Incidence> {
        let spells: Vec<Spell> = self.shock_gaps(kind).map(|gap| spell(gap, until, self.record.weeks())).collect();
        aalen_johansen(&spells, whole(self.record.weeks()))
    }

    /// As [`Tally::incidence`], of the gaps opened at least `window` weeks before the end: all of them are watched that long.
    #[must_use]
    pub fn incidence_watched(&self, kind: Option<GapKind>, until: Until, window: i32) -> Option<Incidence> {
        let weeks = self.record.weeks();
        let early = self.shock_gaps(kind).filter(|gap| whole(weeks) - gap.opened.0 >= window);
        let spells: Vec<Spell> = early.map(|gap| spell(gap, until, weeks)).collect();
        aalen_johansen(&spells, window)
    }
}

/// Weeks as the number that weeks are counted in.
#[must_use]
pub fn whole(weeks: usize) -> i32 {
    i32::try_from(weeks).unwrap_or(i32::MAX)
}

/// A gap as a spell. A gap still open is censored in the last week. To productive, a filler who has not got there, because the run
/// ended or because they left, keeps the seat unproductive up to the last week; a lapse competes in both.
#[must_use]
pub fn spell(gap: &GapRecord, until: Until, weeks: usize) -> Spell {
    let to_the_end = Spell { weeks: whole(weeks) - 1 - gap.opened.0, end: End::Censored };
    let ended = |week: Option<crate::units::Week>, end| week.map_or(to_the_end, |week| Spell { weeks: week - gap.opened, end });
    match (gap.outcome, until) {
        (GapOutcome::Open, _) => to_the_end,
        (GapOutcome::Lapsed, _) => ended(gap.closed, End::Competing),
        (GapOutcome::Filled, Until::Filled) => ended(gap.closed, End::Event),
        (GapOutcome::Filled, Until::Productive) => ended(gap.productive, End::Event),
    }
}

impl Fate {
    /// What became of the people of week 0 of the roles that a shock hits.
    fn of(frame: &Frame<'_>, record: &RunRecord) -> Self {
        let mut fate = Self::default();
        let weeks = whole(record.weeks());
        let mut stayed = frame.hit_people();
        for (week, roles) in (0..).zip(record.counts.gone.chunks(record.role_count.max(1))) {
            for ([quits, layoffs], _) in roles.iter().zip(&frame.hit).filter(|(_, hit)| **hit) {
                stayed = stayed.saturating_sub(quits + layoffs);
                // Halves of whole numbers: exact, in any order.
                fate.at_risk += (f64::from(week) + 0.5) * f64::from(quits + layoffs);
                fate.quits += quits;
                fate.layoffs += layoffs;
                if week < WEEKS_PER_YEAR {
                    fate.quits_52 += quits;
                    fate.layoffs_52 += layoffs;
                }
            }
        }
        fate.at_risk += f64::from(stayed) * f64::from(weeks);
        fate
    }
}

/// The role of a record's place in a week.
#[must_use]
pub fn role_id(place: usize) -> RoleId {
    RoleId(u16::try_from(place).unwrap_or(u16::MAX))
}
