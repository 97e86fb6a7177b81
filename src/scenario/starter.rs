//! The scenario to start from: the fewest keys that make sense, explained for whoever has never programmed.

use super::bundled::Bundled;

/// The starter. It runs as it stands.
pub const STARTER: Bundled = Bundled { name: "starter", text: include_str!("starter.toml") };
