//! `foreshift plan`: the work of a sweep as shards, and what each will cost.

use super::spelt::Spelt;
use super::{Failure, sweep};

/// The number of shards that `--shards` says, where nothing says which of them to run.
pub(super) fn shards(given: &Spelt<sweep::Arguments>) -> Result<u32, Failure> {
    if given.value("shard").is_some() {
        return Err(Failure::refused("`--shard` runs one shard, and this is about all of them", "give their number with --shards N"));
    }
    let shards = given.value("shards").and_then(|shards| shards.to_str()?.parse().ok());
    shards.ok_or_else(|| Failure::refused("nothing says how many shards there are", "give their number with --shards N"))
}
