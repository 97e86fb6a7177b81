//! Closed forms: with mechanisms off a run has answers that can be written down, and the engine gives them, within Monte Carlo error at a level that
//! `verdict` states, over many seeds; to the cent where there is no luck. Every check is also fed something wrong and has to refuse it.

mod courses;
mod money;
mod search;
mod searches;
mod stay;
mod stays;
mod verdict;
mod world;
