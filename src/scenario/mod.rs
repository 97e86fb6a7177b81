//! The scenario: what a file may say, how it is read and checked, and the defaults with their sources.

pub mod model;
mod stock;
