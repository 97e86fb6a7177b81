//! Statistics over runs: measures, paired comparison, survival, the decision.
//!
//! A run's record is counted ([`tally`]), measured ([`measures`]) and reduced ([`reduction`]) as soon as its replicate is done; reduced runs
//! become tables ([`comparison`]). Sums run in the order of replicates and of names, and all maths is over `libm`, so that the same runs
//! give the same bytes everywhere.

pub mod advice;
pub mod answer;
pub mod best;
pub mod comoments;
pub mod comparison;
pub mod crossing;
pub mod decision;
#[cfg(test)]
pub(crate) mod fixture;
pub mod flips;
pub mod forecast;
pub mod format;
pub mod frame;
pub mod front;
pub mod measures;
pub mod moments;
pub mod paired;
pub mod prim;
pub mod ranking;
pub mod reduction;
pub mod results;
pub mod robustness;
pub mod rows;
pub mod running_scores;
pub mod sample;
pub mod sensitivity;
pub mod series;
pub mod stopping;
pub mod student;
pub mod summary;
pub mod survival;
pub mod tables;
pub mod tally;
pub mod warnings;
pub mod weights;
