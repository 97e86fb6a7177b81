//! foreshift
pub mod analysis;
pub mod ids;
pub mod output;
pub mod random;
pub mod scenario;
pub mod units;
pub mod workforce;
