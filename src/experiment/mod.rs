//! Many runs: replicates on common random numbers, in parallel, in an order that does not depend on threads.

pub mod auto;
pub mod compare;
pub mod cost;
pub mod design;
pub mod exploration;
pub mod flip;
pub mod journal;
pub mod optimize;
pub mod parameter;
pub mod point;
pub mod sweep;
pub mod watch;
mod world;
