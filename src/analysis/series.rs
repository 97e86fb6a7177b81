//! The weekly series of a run, kept compactly: counts of a role are exact in single precision, money is kept in double.

use super::tally::{Tally, whole};
use crate::units::Money;
use crate::workforce::record::{RoleWeek, RunRecord};

/// The counts that every role has as series, by name with unit.
pub const COUNTS: [(&str, &str); 9] = [
    ("seats", "seats"),
    ("headcount", "people"),
    ("qualified", "people"),
    ("gaps", "gaps"),
    ("vacancies", "gaps"),
    ("capability_gaps", "gaps"),
    ("surplus", "people"),
    ("learners", "people"),
    ("searches", "searches"),
];

/// The weekly series of a run, each over all weeks, by role and for all roles together (the last place).
#[derive(Clone, Debug, Default)]
pub struct Series {
    weeks: usize,
    places: usize,
    counts: Vec<f32>,
    ratios: Vec<f64>,
    costs: Vec<f64>,
    /// Transition cost so far.
    pub cumulative_transition: Vec<f64>,
    /// Transition cost so far, less that of `none`.
    pub cumulative_against_none: Vec<f64>,
}

/// What the series are made of, of a role or of all.
#[derive(Clone, Copy, Default)]
struct Sum {
    counts: [i32; 9],
    output: i64,
    needed: i64,
    cost: Money,
}

impl Sum {
    fn add(&mut self, role: &RoleWeek) {
        let counts = [
            role.seats,
            role.headcount,
            role.qualified,
            role.gaps,
            role.vacancies,
            role.gaps - role.vacancies,
            role.surplus,
            role.learners,
            role.searches,
        ];
        for (sum, count) in self.counts.iter_mut().zip(counts) {
            *sum += count;
        }
        self.output += role.output;
        self.needed += role.needed;
        self.cost += role.costs.iter().copied().sum();
    }

    /// Output over needed output; 1 where none is needed.
    #[expect(clippy::cast_precision_loss, reason = "a ratio for reading")]
    fn output_ratio(&self) -> f64 {
        if self.needed > 0 { self.output as f64 / self.needed as f64 } else { 1.0 }
    }
}

impl Series {
    /// Takes the series of a run.
    #[must_use]
    pub fn of(run: &Tally<'_>, none: &Tally<'_>) -> Self {
        let record = run.record;
        let (weeks, places) = (record.weeks(), record.role_count + 1);
        let mut series = Self {
            weeks,
            places,
            counts: vec![0.0; COUNTS.len() * places * weeks],
            ratios: vec![0.0; places * weeks],
            costs: vec![0.0; places * weeks],
            cumulative_transition: run.cumulative_transition.iter().map(|sum| sum.units()).collect(),
            cumulative_against_none: {
                let both = run.cumulative_transition.iter().zip(&none.cumulative_transition);
                both.map(|(run, none)| (*run - *none).units()).collect()
            },
        };
        for week in 0..weeks {
            series.take_week(record, week);
        }
        series
    }

    fn take_week(&mut self, record: &RunRecord, week: usize) {
        let roles = &record.weekly[week * record.role_count..(week + 1) * record.role_count];
        let mut all = Sum::default();
        for (place, role) in roles.iter().enumerate() {
            let mut sum = Sum::default();
            sum.add(role);
            all.add(role);
            self.put(place, week, &sum);
        }
        self.put(record.role_count, week, &all);
    }

    #[expect(clippy::cast_precision_loss, reason = "counts of people are exact below 2^24")]
    fn put(&mut self, place: usize, week: usize, sum: &Sum) {
        for (measure, count) in sum.counts.iter().enumerate() {
            let at = self.at(measure, place, week);
            self.counts[at] = *count as f32;
        }
        self.ratios[place * self.weeks + week] = sum.output_ratio();
        self.costs[place * self.weeks + week] = sum.cost.units();
    }

    const fn at(&self, measure: usize, place: usize, week: usize) -> usize {
        (measure * self.places + place) * self.weeks + week
    }

    /// A series of [`COUNTS`] at a place (a role, or one past the last role for all) in a week.
    #[must_use]
    pub fn count(&self, measure: usize, place: usize, week: usize) -> f64 {
        f64::from(self.counts[self.at(measure, place, week)])
    }

    /// Output over needed output at a place in a week; 1 where none is needed.
    #[must_use]
    pub fn output_ratio(&self, place: usize, week: usize) -> f64 {
        self.ratios[place * self.weeks + week]
    }

    /// Money spent and lost at a place in a week.
    #[must_use]
    pub fn cost(&self, place: usize, week: usize) -> f64 {
        self.costs[place * self.weeks + week]
    }

    /// Weeks of the run.
    #[must_use]
    pub fn weeks(&self) -> i32 {
        whole(self.weeks)
    }
}
