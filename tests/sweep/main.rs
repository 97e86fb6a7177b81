//! Sweeps through the program: what is left behind, how it goes on, what it refuses.

mod given;
mod kills;
mod messages;
#[cfg(feature = "report")]
mod page;
mod resumed;
mod stored;
#[path = "../support/written.rs"]
mod written;
