//! The policies as they appear in charts: names, looks, and who stands in front.

use super::marks::Stroke;
use super::palette::{BACKGROUND, Look};
use super::sheet::SMALL;
use super::text::{Weight, fit};
use crate::analysis::rows::Comparison;

/// The policy that does nothing new.
pub(super) const NONE: &str = "none";
/// Business as usual without the shock.
pub(super) const TWIN: &str = "twin";
/// With more policies than this beside `none`, only the pick and `none` are in colour.
const COLOURED: usize = 4;
/// At most so many policies fit a table below a chart.
pub(super) const LISTED: usize = 7;
/// Room for a name, in pixels.
const NAME: f64 = 230.0;

/// A policy in a chart.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Player {
    /// Its key, as in the tables.
    pub(super) key: String,
    /// What is shown: cleaned and short.
    pub(super) name: String,
    /// How it looks where it stands in front.
    pub(super) look: Look,
    /// Whether it is the recommended one.
    pub(super) pick: bool,
    /// Whether it stands in front.
    pub(super) front: bool,
}

impl Player {
    /// How its marks are drawn.
    pub(super) const fn drawn(&self) -> Look {
        if self.front { self.look } else { Look { colour: BACKGROUND, ..self.look } }
    }

    /// How its line is drawn.
    pub(super) const fn stroke(&self) -> Stroke {
        let width = if self.pick {
            5.0
        } else if self.front {
            4.0
        } else {
            2.5
        };
        Stroke { colour: self.drawn().colour, width, dash: self.look.dash }
    }

    /// What a title calls it.
    pub(super) fn spoken(&self) -> String {
        if self.key == NONE { "doing nothing".to_owned() } else { shortest(&self.name) }
    }
}

/// The first two words of a name, for titles have few.
pub(super) fn shortest(name: &str) -> String {
    let mut words = name.split(' ');
    let kept: Vec<&str> = words.by_ref().take(2).collect();
    let more = if words.next().is_some() { "…" } else { "" };
    format!("{}{more}", kept.join(" "))
}

/// Every policy, best first.
pub(super) fn cast(comparison: &Comparison) -> Vec<Player> {
    let ranked = comparison.answer.standings.iter().map(|standing| &standing.policy);
    let mut keys: Vec<&String> = Vec::new();
    for key in ranked.filter(|key| comparison.policies.contains(key)).chain(&comparison.policies) {
        if key != TWIN && !keys.contains(&key) {
            keys.push(key);
        }
    }
    let named: Vec<&String> = comparison.policies.iter().filter(|key| *key != NONE && *key != TWIN).collect();
    let player = |key: &String| {
        let look = named.iter().position(|other| *other == key).map_or(Look::none(), Look::of);
        let pick = *key == comparison.answer.pick;
        let name = fit(key, SMALL, Weight::Semibold, NAME);
        let name = if name.is_empty() { "(unnamed)".to_owned() } else { name };
        Player { key: key.clone(), name, look, pick, front: pick || key == NONE || named.len() <= COLOURED }
    };
    keys.into_iter().map(player).collect()
}

/// The first so many, with the pick and `none` among them whatever their rank; order kept.
pub(super) fn foremost(players: Vec<Player>, most: usize) -> Vec<Player> {
    let needed = |player: &Player| player.pick || player.key == NONE;
    let mut room = most.saturating_sub(players.iter().filter(|player| needed(player)).count());
    players
        .into_iter()
        .filter(|player| {
            let kept = needed(player) || room > 0;
            if kept && !needed(player) {
                room -= 1;
            }
            kept
        })
        .collect()
}

/// What a subtitle adds where not all policies are shown.
pub(super) fn left_out(all: usize, shown: usize) -> String {
    if all > shown { format!(" {shown} of {all} policies shown.") } else { String::new() }
}
