//! A chart with its numbers, as pages show it.

use crate::output::charts::{Chart, Data};

/// A chart with its numbers.
pub(super) struct Figure<'a> {
    /// Its name, as in its id.
    pub(super) name: &'static str,
    /// Its name in words, which no other chart has.
    pub(super) label: String,
    /// Its finding.
    pub(super) title: &'a str,
    /// Its numbers in words.
    pub(super) description: &'a str,
    /// The picture.
    pub(super) svg: &'a str,
    /// Its numbers.
    pub(super) data: &'a Data,
    /// Whether the page's script shows and hides policies, by which its numbers are marked.
    marked: bool,
    /// In which column of its numbers the policies stand, if in any.
    policies: Option<usize>,
    /// Whether it is the first of those that are folded away.
    pub(super) begins_more: bool,
}

impl<'a> Figure<'a> {
    /// A chart on a page with a script or without.
    pub(super) fn new(chart: &'a Chart, marked: bool) -> Self {
        Self {
            name: chart.name,
            label: chart.name.replace('-', " "),
            title: &chart.title,
            description: &chart.description,
            svg: &chart.svg,
            data: &chart.data,
            marked,
            policies: chart.data.headers.iter().position(|header| header == "Policy"),
            begins_more: false,
        }
    }

    /// The policy that a row of its numbers is of, empty where it is of none; nothing where rows are not marked.
    pub(super) fn policy<'r>(&self, row: &'r [String]) -> Option<&'r str> {
        self.marked.then(|| self.policies.and_then(|column| row.get(column)).map_or("", String::as_str))
    }
}
