//! foreshift
pub mod analysis;
pub mod cli;
pub mod experiment;
pub mod ids;
pub mod output;
pub mod process;
pub mod random;
pub mod scenario;
pub mod simulation;
pub mod units;
pub mod workforce;

pub use scenario::model::Scenario;
pub use simulation::{Replicate, simulate};
