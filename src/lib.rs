//! foreshift
pub mod analysis;
pub mod ids;
pub mod process;
pub mod random;
pub mod scenario;
pub mod simulation;
pub mod units;
pub mod workforce;
