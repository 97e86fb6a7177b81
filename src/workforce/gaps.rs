//! Gaps and what covers them.
//!
//! Every gap has a number, in order of opening, and a record from opening to end where it is kept. While open it has a present kind (a seat can fall vacant, or be taken by somebody who is not up to it) and perhaps a
//! cover: the action in progress that is to fill it. Books are kept a role, in order of opening, so that "oldest" and "newest" are the ends of sets.

use std::collections::VecDeque;

use crate::ids::{RoleId, WorkerKey};
use crate::scenario::model::Channel;
use crate::units::Week;
use crate::workforce::numbers::Numbers;
use crate::workforce::people::NONE;
use crate::workforce::record::{Cause, GapKind, GapOutcome, GapRecord, Keep};

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

/// A gap as it is now.
#[derive(Clone, Copy, Debug)]
struct Present {
    role: RoleId,
    kind: GapKind,
    cause: Cause,
    /// Whether the unqualified holder of the seat has left since.
    vacated: bool,
    /// Whether it has ended.
    ended: bool,
    cover: Option<Cover>,
    /// Its place among the records, or `NONE` where it is not kept.
    record: u32,
}

impl Present {
    fn class(&self) -> Class {
        match self.kind {
            GapKind::Capability => Class::Capability,
            GapKind::Vacancy if self.vacated || self.cause != Cause::Shock => Class::Usual,
            GapKind::Vacancy => Class::Vacancy,
        }
    }
}

/// A role's open gaps, by number.
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
    /// The records that are kept, in order of opening.
    pub records: Vec<GapRecord>,
    /// Gaps filled, by `Channel`.
    pub filled: [u32; 4],
    keep: Keep,
    /// From the first gap that is still open on: a run without a shock ends its gaps about in the order in which it opens them.
    present: VecDeque<Present>,
    /// Number of the first of them.
    first: u32,
    books: Vec<Book>,
}

impl Gaps {
    /// No gaps yet, for so many roles.
    #[must_use]
    pub fn new(roles: usize) -> Self {
        Self { books: vec![Book::default(); roles], ..Self::default() }
    }

    /// Before the first opens: which records to keep.
    pub const fn keep(&mut self, keep: Keep) {
        self.keep = keep;
    }

    fn at(&self, gap: u32) -> &Present {
        &self.present[(gap - self.first) as usize]
    }

    fn at_mut(&mut self, gap: u32) -> &mut Present {
        &mut self.present[(gap - self.first) as usize]
    }

    fn book(&mut self, role: RoleId) -> &mut Book {
        &mut self.books[role.index()]
    }

    fn record(&mut self, record: u32) -> Option<&mut GapRecord> {
        self.records.get_mut(record as usize)
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

    /// Opens a gap.
    #[expect(clippy::cast_possible_truncation, reason = "fewer gaps than people and weeks")]
    pub fn open(&mut self, role: RoleId, kind: GapKind, cause: Cause, week: Week) -> (u32, Class) {
        let gap = self.first + self.present.len() as u32;
        let kept = self.keep == Keep::Events || cause == Cause::Shock;
        let record = if kept { self.records.len() as u32 } else { NONE };
        if kept {
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
        }
        let present = Present { role, kind, cause, vacated: false, ended: false, cover: None, record };
        self.present.push_back(present);
        let (class, book) = (present.class(), self.book(role));
        book.vacancies += usize::from(kind == GapKind::Vacancy);
        book.uncovered[class as usize].insert(gap);
        (gap, class)
    }

    /// Covers an uncovered gap with an action.
    pub fn cover(&mut self, gap: u32, cover: Cover) {
        let present = self.at_mut(gap);
        present.cover = Some(cover);
        let (role, class) = (present.role, present.class());
        let book = self.book(role);
        book.uncovered[class as usize].remove(gap);
        book.covered.insert(gap);
    }

    /// Hands a gap back: its action failed or ended.
    pub fn uncover(&mut self, gap: u32) {
        let present = self.at_mut(gap);
        present.cover = None;
        let (role, class) = (present.role, present.class());
        let book = self.book(role);
        book.covered.remove(gap);
        book.uncovered[class as usize].insert(gap);
    }

    /// Takes a gap that ends out of its book; returns the place of its record.
    fn end(&mut self, gap: u32) -> u32 {
        let present = self.at_mut(gap);
        present.ended = true;
        let present = *present;
        let book = self.book(present.role);
        book.vacancies -= usize::from(present.kind == GapKind::Vacancy);
        if present.cover.is_some() {
            book.covered.remove(gap);
        } else {
            book.uncovered[present.class() as usize].remove(gap);
        }
        while self.present.pop_front_if(|first| first.ended).is_some() {
            self.first += 1;
        }
        present.record
    }

    /// Ends a gap as filled by somebody; returns the place of its record, where that is kept.
    pub fn fill(&mut self, gap: u32, channel: Channel, filler: WorkerKey, week: Week) -> Option<u32> {
        self.filled[channel as usize] += 1;
        let at = self.end(gap);
        let record = self.record(at)?;
        record.outcome = GapOutcome::Filled;
        record.closed = Some(week);
        record.channel = Some(channel);
        record.filler = Some(filler);
        Some(at)
    }

    /// Ends a gap as lapsed; `channel` is that of its cover.
    pub fn lapse(&mut self, gap: u32, channel: Option<Channel>, week: Week) {
        let at = self.end(gap);
        if let Some(record) = self.record(at) {
            record.outcome = GapOutcome::Lapsed;
            record.closed = Some(week);
            record.channel = channel;
        }
    }

    /// Which gap lapses next, and what covers it: uncovered first, then those covered by an open search, then the others; the newest first of each.
    #[must_use]
    pub fn next_to_lapse(&self, role: RoleId, is_searching: impl Fn(u32) -> bool) -> Option<(u32, Option<Cover>)> {
        let book = &self.books[role.index()];
        if let Some(gap) = book.uncovered.iter().filter_map(Numbers::last).max() {
            return Some((gap, None));
        }
        let with_cover = |gap: u32| (gap, self.at(gap).cover);
        let searching = |&gap: &u32| match self.at(gap).cover {
            Some(Cover::Requisition(requisition)) => is_searching(requisition),
            _ => false,
        };
        book.covered.iter().rev().find(searching).or_else(|| book.covered.last()).map(with_cover)
    }

    /// Makes as many open gaps vacancies as there are empty seats: capability gaps fall vacant oldest first, vacancies are taken newest first; uncovered ones before covered.
    pub fn reconcile(&mut self, role: RoleId, vacancies: usize) {
        while self.books[role.index()].vacancies < vacancies {
            let book = &self.books[role.index()];
            let covered = || book.covered.iter().find(|&gap| self.at(gap).kind == GapKind::Capability);
            let Some(gap) = book.uncovered[Class::Capability as usize].first().or_else(covered) else { return };
            self.turn(gap, GapKind::Vacancy);
        }
        while self.books[role.index()].vacancies > vacancies {
            let book = &self.books[role.index()];
            let newest = [Class::Usual, Class::Vacancy].iter().filter_map(|&class| book.uncovered[class as usize].last()).max();
            let covered = || book.covered.iter().rev().find(|&gap| self.at(gap).kind == GapKind::Vacancy);
            let Some(gap) = newest.or_else(covered) else { return };
            self.turn(gap, GapKind::Capability);
        }
    }

    fn turn(&mut self, gap: u32, kind: GapKind) {
        let present = self.at_mut(gap);
        let before = present.class();
        present.kind = kind;
        present.vacated |= kind == GapKind::Vacancy;
        let present = *present;
        if let Some(record) = self.record(present.record) {
            record.vacated = present.vacated;
        }
        let book = self.book(present.role);
        if kind == GapKind::Vacancy {
            book.vacancies += 1;
        } else {
            book.vacancies -= 1;
        }
        if present.cover.is_none() {
            book.uncovered[before as usize].remove(gap);
            book.uncovered[present.class() as usize].insert(gap);
        }
    }

    /// Writes the channel of the cover into the records that are still open.
    pub fn close_books(&mut self, channel: impl Fn(Cover) -> Channel) {
        for present in self.present.iter().filter(|present| !present.ended) {
            if let Some(record) = self.records.get_mut(present.record as usize) {
                record.channel = present.cover.map(&channel);
            }
        }
    }
}
