//! What people look at: tables, charts, the report.

#[cfg(feature = "charts")]
pub mod charts;
