//! Workforce scenario simulator: an agent-based model of a company that meets automation shocks, in which policies (hire externally, replace, upskill,
//! reskill, a blend, adaptive, or nothing new) compete on cost, retention and time to fill gaps.
//!
//! # The map
//!
//! Rooms, each of which may use those above it and none below:
//!
//! | room | what is in it |
//! |---|---|
//! | [`units`], [`ids`] | units with only legal arithmetic; who is who |
//! | [`random`] | the only place that seeds: streams keyed by (seed, replicate, process, entity) |
//! | [`scenario`] | the file: what it may say, how it is read and checked, defaults with their sources, built-in policies |
//! | [`workforce`] | the state of a run: people as columns, roles, gaps, requisitions, courses; and the records that a run leaves behind |
//! | [`process`] | one file a mechanism: assumption, equation, the pure function, the step over the state |
//! | [`simulation`] | one run: the week as an ordered list of calls |
//! | [`analysis`] | measures, survival, paired comparison, the decision: plain rows of tables |
//! | [`experiment`] | many runs on common random numbers, in parallel |
//! | [`output`] | tables, charts, the manifest |
//! | [`cli`] | one file a subcommand: arguments and words |
//!
//! # What always holds
//!
//! - The same seed gives the same bytes on any number of threads. No unordered map, clock or thread count reaches a result, and `exp`, `ln` and the like come from one pure-Rust libm.
//! - Total cost is the sum of its categories, of weeks and of roles, to the cent. `H(t+1) = H(t) + starts + moves - exits`. Open gap records are `max(0, D - Q)`, role by role.
//! - Luck belongs to people: every policy meets the same persons with the same draws.
//! - The fast columns leave the same records as the plain oracle in `tests/oracle`, event for event.
//!
//! # For researchers
//!
//! ```
//! use foreshift::{Replicate, Scenario, Settings, Unwatched, compare};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let set = ["horizon_weeks=60".to_owned(), "roles.support_agent.headcount=80".to_owned()];
//! let scenario = Scenario::load("scenarios/contact-centre.toml".as_ref(), &set)?;
//!
//! // One run, with everything that happened in it.
//! let blend = scenario.policies.iter().find(|policy| policy.name == "blend").ok_or("no blend")?;
//! let record = Replicate::new(&scenario, 42, 0).run(blend);
//! assert_eq!(record.weeks(), 60);
//!
//! // Every policy on the same ten futures, as rows of tables.
//! let settings = Settings { seed: 42, replicates: 10, ..Settings::default() };
//! let comparison = compare(&scenario, &settings, &Unwatched)?;
//! println!("{}", comparison.answer.sentence);
//! # Ok(())
//! # }
//! ```

pub mod analysis;
pub mod cli;
pub mod experiment;
pub mod ids;
pub mod output;
pub mod process;
pub mod random;
pub mod scenario;
pub mod simulation;
pub mod units;
pub mod workforce;

pub use analysis::rows::Comparison;
pub use experiment::compare::{CompareError, Settings, compare};
pub use experiment::watch::{Unwatched, Watch};
pub use scenario::ScenarioErrors;
pub use scenario::model::Scenario;
pub use simulation::{Replicate, simulate, simulate_keeping};
pub use workforce::record::Keep;
