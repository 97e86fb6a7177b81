//! What a reader should know before trusting the answer: the warnings of this comparison, what holds of every one, and what concerns measures.

use super::assumptions::bases;
use super::short::names;
use super::words::{Words, ours, read, say};
use crate::analysis::rows::Comparison;

/// Words of tables that stand in warnings as names do.
const COLUMNS: [&str; 2] = ["replicates", "summary"];

/// The limits, those of this comparison first.
pub fn limits(found: &Comparison) -> Vec<Words> {
    // Warnings name measures as the tables do; readers get their titles.
    let titles: Vec<(&str, String)> =
        found.measures.iter().map(|measure| (measure.name, format!("\u{201c}{}\u{201d}", measure.title))).collect();
    let warning = |warning: &String| read(warning, names(found).chain(COLUMNS)).reworded(&titles);
    // What names a measure is for those who look into the tables, and comes last.
    let names_one =
        |text: &&String| found.measures.iter().any(|measure| measure.name.contains('_') && text.contains(measure.name));
    let (technical, plain): (Vec<&String>, Vec<&String>) = found.warnings.iter().partition(names_one);
    let mut all: Vec<Words> = plain.into_iter().map(warning).collect();
    all.push(say("{} Intervals know of chance only: they hold if the assumptions do.", [ours(bases(found))]));
    all.extend(
        [
            "It is no forecast. It compares policies under stated assumptions, on the same luck; differences between policies are firmer than any figure alone.",
            "It is not for decisions about single people: everybody in it is drawn from a distribution.",
            "The worth of a seat is one assumed number; there are no contractors, no overtime and no pay rises, and nobody is promoted but by training for another job.",
            "Doing nothing new leaves the seats that the shock creates empty for good, so savings against it are mostly the worth of filling seats at all.",
        ]
        .map(|text| say(text, [])),
    );
    all.extend(technical.into_iter().map(warning));
    all
}
