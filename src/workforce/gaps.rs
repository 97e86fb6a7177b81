//! Gaps and what covers them.
//!
//! Every gap is a record from opening to end. While open it has a present kind (a seat can fall vacant, or be taken by somebody who is not up to it) and perhaps a
//! cover: the action in progress that is to fill it. Books are kept a role, in order of opening, so that "oldest" and "newest" are the ends of sets.

use crate::ids::{RoleId, WorkerKey};
use crate::scenario::model::Channel;
use crate::units::Week;
use crate::workforce::numbers::Numbers;
use crate::workforce::record::{Cause, GapKind, GapOutcome, GapRecord};

/// Who sees to a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A vacancy that a leaving opened, or ordinary growth: business as usual, under every policy.
    Usual = 0,
    /// Any other vacancy: the policy.
    Vacancy = 1,
    /// A seat whose holder is not up to it: the policy.
    Capability = 2,
}

/// The action that is to fill a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cover {
    /// A requisition, by its index.
    Requisition(u32),
    /// A course, by its index.
    Course(u32),
}

/// An open gap's present state.
#[derive(Clone, Copy, Debug)]
struct Present {
    kind: GapKind,
    cover: Option<Cover>,
}

/// A role's open gaps, by record index.
#[derive(Clone, Debug, Default)]
struct Book {
    uncovered: [Numbers; 3],
    covered: Numbers,
    /// Open gaps that are vacancies now.
    vacancies: usize,
}

/// All gaps of a run.
#[derive(Clone, Debug, Default)]
pub struct Gaps {
    /// Every record, in order of opening.
    pub records: Vec<GapRecord>,
    present: Vec<Present>,
    books: Vec<Book>,
}

impl Gaps {
    /// No gaps yet, for so many roles.
    #[must_use]
    pub fn new(roles: usize) -> Self {
        Self { books: vec![Book::default(); roles], ..Self::default() }
    }

    /// Open gaps of a role.
    #[must_use]
    pub fn open_count(&self, role: RoleId) -> usize {
        let book = &self.books[role.index()];
        book.covered.count() + book.uncovered.iter().map(Numbers::count).sum::<usize>()
    }

    /// Open gaps of a role that are vacancies now.
    #[must_use]
    pub fn vacancy_count(&self, role: RoleId) -> usize {
        self.books[role.index()].vacancies
    }

    /// Open gaps of a class that nothing covers.
    #[must_use]
    pub fn uncovered_count(&self, role: RoleId, class: Class) -> usize {
        self.books[role.index()].uncovered[class as usize].count()
    }

    /// The gap of a class that has been open longest without cover.
    #[must_use]
    pub fn oldest_uncovered(&self, role: RoleId, class: Class) -> Option<u32> {
        self.books[role.index()].uncovered[class as usize].first()
    }

    /// The gap of any class that has been open longest without cover.
    #[must_use]
    pub fn oldest_uncovered_of_any(&self, role: RoleId) -> Option<u32> {
        self.books[role.index()].uncovered.iter().filter_map(Numbers::first).min()
    }

    fn class(&self, gap: u32) -> Class {
        let record = &self.records[gap as usize];
        match self.present[gap as usize].kind {
            GapKind::Capability => Class::Capability,
            GapKind::Vacancy if record.vacated || record.cause != Cause::Shock => Class::Usual,
            GapKind::Vacancy => Class::Vacancy,
        }
    }

    /// Opens a gap.
    #[expect(clippy::cast_possible_truncation, reason = "fewer gaps than people and weeks")]
    pub fn open(&mut self, role: RoleId, kind: GapKind, cause: Cause, week: Week) -> (u32, Class) {
        let gap = self.records.len() as u32;
        self.records.push(GapRecord {
            role,
            kind,
            cause,
            opened: week,
            vacated: false,
            channel: None,
            outcome: GapOutcome::Open,
            closed: None,
            filler: None,
            productive: None,
        });
        self.present.push(Present { kind, cover: None });
        self.books[role.index()].vacancies += usize::from(kind == GapKind::Vacancy);
        let class = self.class(gap);
        self.books[role.index()].uncovered[class as usize].insert(gap);
        (gap, class)
    }

    /// Covers an uncovered gap with an action.
    pub fn cover(&mut self, gap: u32, cover: Cover) {
        let class = self.class(gap);
        let book = &mut self.books[self.records[gap as usize].role.index()];
        book.uncovered[class as usize].remove(gap);
        book.covered.insert(gap);
        self.present[gap as usize].cover = Some(cover);
    }

    /// Hands a gap back: its action failed or ended.
    pub fn uncover(&mut self, gap: u32) {
        let class = self.class(gap);
        let book = &mut self.books[self.records[gap as usize].role.index()];
        book.covered.remove(gap);
        book.uncovered[class as usize].insert(gap);
        self.present[gap as usize].cover = None;
    }

    fn take_from_book(&mut self, gap: u32) -> Option<Cover> {
        let class = self.class(gap);
        let present = self.present[gap as usize];
        let book = &mut self.books[self.records[gap as usize].role.index()];
        book.vacancies -= usize::from(present.kind == GapKind::Vacancy);
        if present.cover.is_some() {
            book.covered.remove(gap);
        } else {
            book.uncovered[class as usize].remove(gap);
        }
        present.cover
    }

    /// Ends a gap as filled by somebody.
    pub fn fill(&mut self, gap: u32, channel: Channel, filler: WorkerKey, week: Week) {
        self.take_from_book(gap);
        let record = &mut self.records[gap as usize];
        record.outcome = GapOutcome::Filled;
        record.closed = Some(week);
        record.channel = Some(channel);
        record.filler = Some(filler);
    }

    /// Ends a gap as lapsed; `channel` is that of its cover.
    pub fn lapse(&mut self, gap: u32, channel: Option<Channel>, week: Week) {
        self.take_from_book(gap);
        let record = &mut self.records[gap as usize];
        record.outcome = GapOutcome::Lapsed;
        record.closed = Some(week);
        record.channel = channel;
    }

    /// Which gap lapses next, and what covers it: uncovered first, then those covered by an open search, then the others; the newest first of each.
    #[must_use]
    pub fn next_to_lapse(&self, role: RoleId, is_searching: impl Fn(u32) -> bool) -> Option<(u32, Option<Cover>)> {
        let book = &self.books[role.index()];
        if let Some(gap) = book.uncovered.iter().filter_map(Numbers::last).max() {
            return Some((gap, None));
        }
        let with_cover = |gap: u32| (gap, self.present[gap as usize].cover);
        let searching = |&gap: &u32| match self.present[gap as usize].cover {
            Some(Cover::Requisition(requisition)) => is_searching(requisition),
            _ => false,
        };
        book.covered.iter().rev().find(searching).or_else(|| book.covered.last()).map(with_cover)
    }

    /// Makes as many open gaps vacancies as there are empty seats: capability gaps fall vacant oldest first, vacancies are taken newest first; uncovered ones before covered.
    pub fn reconcile(&mut self, role: RoleId, vacancies: usize) {
        while self.books[role.index()].vacancies < vacancies {
            let book = &self.books[role.index()];
            let covered = || book.covered.iter().find(|&gap| self.present[gap as usize].kind == GapKind::Capability);
            let Some(gap) = book.uncovered[Class::Capability as usize].first().or_else(covered) else { return };
            self.turn(gap, GapKind::Vacancy);
        }
        while self.books[role.index()].vacancies > vacancies {
            let book = &self.books[role.index()];
            let newest = [Class::Usual, Class::Vacancy].iter().filter_map(|&class| book.uncovered[class as usize].last()).max();
            let covered = || book.covered.iter().rev().find(|&gap| self.present[gap as usize].kind == GapKind::Vacancy);
            let Some(gap) = newest.or_else(covered) else { return };
            self.turn(gap, GapKind::Capability);
        }
    }

    fn turn(&mut self, gap: u32, kind: GapKind) {
        let before = self.class(gap);
        self.present[gap as usize].kind = kind;
        self.records[gap as usize].vacated |= kind == GapKind::Vacancy;
        let after = self.class(gap);
        let uncovered = self.present[gap as usize].cover.is_none();
        let book = &mut self.books[self.records[gap as usize].role.index()];
        if kind == GapKind::Vacancy {
            book.vacancies += 1;
        } else {
            book.vacancies -= 1;
        }
        if uncovered {
            book.uncovered[before as usize].remove(gap);
            book.uncovered[after as usize].insert(gap);
        }
    }

    /// Writes the channel of the cover into the records that are still open.
    pub fn close_books(&mut self, channel: impl Fn(Cover) -> Channel) {
        for (record, present) in self.records.iter_mut().zip(&self.present) {
            if record.outcome == GapOutcome::Open {
                record.channel = present.cover.map(&channel);
            }
        }
    }
}
