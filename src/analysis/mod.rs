//! Statistics over runs: measures, paired comparison, survival, the decision.

pub mod rows;
