//! foreshift
pub mod analysis;
pub mod experiment;
pub mod ids;
pub mod random;
pub mod scenario;
pub mod units;
pub mod workforce;
