//! State of one run, and what the run leaves behind.

pub mod bar;
pub mod course;
pub mod crowd;
pub mod exits;
pub mod gaps;
pub mod levels;
pub mod numbers;
pub mod people;
pub mod ramping;
pub mod record;
pub mod requisition;
pub mod state;
