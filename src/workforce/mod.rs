//! State of one run, and what the run leaves behind.

pub mod person;
pub mod record;
