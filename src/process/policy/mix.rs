//! Fixed shares: each new action goes to the feasible channel that lags its share most.

use crate::ids::RoleId;
use crate::process::world::World;
use crate::scenario::model::Channel;
use crate::workforce::record::GapKind;
use crate::workforce::state::State;

use super::candidates::Candidates;
use super::launch::{self, Limits};
use super::need::Need;
use super::{Attempted, Blocked, serving, wait};

/// Launches actions for a kind of gap until the need is met or no channel can.
pub fn serve(state: &mut State, world: &World, limits: &mut Limits, role: RoleId, kind: GapKind, need: &Need) {
    let terms = world.terms(role);
    let channels = serving(terms.choice, terms.replaces, kind);
    let replaces = kind == GapKind::Capability;
    let (total, lasting) = match kind {
        GapKind::Vacancy => (need.vacancies, need.lasting_vacancies),
        GapKind::Capability => (need.capability, need.capability),
    };
    let mut line: Option<Candidates> = None;
    'needs: for number in 0..total {
        let left = total - number;
        let mut try_channel = |state: &mut State, channel: Channel| match channel {
            Channel::Hire => launch::hire(state, world, limits, role, replaces),
            _ if number >= lasting => Attempted::NoCandidate,
            _ if line.is_none() && limits.training_left(role) == 0 => {
                // Nobody can start this week: only whether there is somebody who waits matters.
                if Candidates::of(state, world, role, channel, need, 1, 1).any(state) {
                    Attempted::Blocked(Blocked::Training)
                } else {
                    Attempted::NoCandidate
                }
            }
            _ => {
                let line = line.get_or_insert_with(|| {
                    let likely = limits.training_left(role).min(left.unsigned_abs() as usize);
                    Candidates::of(state, world, role, channel, need, likely, likely)
                });
                launch::course(state, world, limits, line, role, channel)
            }
        };
        let mut blocked = None;
        for channel in by_lag(state.mix_counts[role.index()][kind as usize], channels) {
            match try_channel(state, channel) {
                Attempted::Launched => {
                    state.mix_counts[role.index()][kind as usize][channel as usize] += 1;
                    continue 'needs;
                }
                Attempted::Blocked(reason) => blocked = blocked.or(Some(reason)),
                Attempted::NoCandidate => {}
            }
        }
        let fallback = terms.fallback.filter(|&fallback| {
            let serves = match kind {
                GapKind::Vacancy => fallback == Channel::Hire || fallback == Channel::Reskill,
                GapKind::Capability => fallback == Channel::Upskill,
            };
            serves && channels.iter().all(|&(channel, share)| channel != fallback || share <= 0.0)
        });
        if blocked.is_none()
            && let Some(fallback) = fallback
        {
            match try_channel(state, fallback) {
                Attempted::Launched => continue 'needs,
                Attempted::Blocked(reason) => blocked = Some(reason),
                Attempted::NoCandidate => {}
            }
        }
        let waits = &mut state.record.waits;
        match blocked {
            Some(reason) => wait(waits, reason, left),
            None if fallback.is_none() && channels.iter().all(|&(_, share)| share <= 0.0) => {
                waits.not_served += left.unsigned_abs();
            }
            None => waits.no_candidate += left.unsigned_abs(),
        }
        return;
    }
}

/// Channels that serve by how far they lag their share, `share * (N + 1) - n`, the furthest first; ties in the order of channels.
fn by_lag(counts: [u32; 4], mut channels: [(Channel, f64); 2]) -> impl Iterator<Item = Channel> {
    let served = |&(channel, share): &(Channel, f64)| if share > 0.0 { counts[channel as usize] } else { 0 };
    let (shares, launched): (f64, u32) = (channels.iter().map(|(_, share)| share).sum(), channels.iter().map(served).sum());
    let lag = |&(channel, share): &(Channel, f64)| share / shares * f64::from(launched + 1) - f64::from(counts[channel as usize]);
    channels.sort_by(|a, b| lag(b).total_cmp(&lag(a)).then(a.0.cmp(&b.0)));
    channels.into_iter().filter(|&(_, share)| share > 0.0).map(|(channel, _)| channel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_follow_the_shares() {
        let channels = [(Channel::Hire, 0.2), (Channel::Reskill, 0.4)];
        let mut counts = [0; 4];
        let mut order = Vec::new();
        for _ in 0..6 {
            let channel = by_lag(counts, channels).next().expect("both serve");
            counts[channel as usize] += 1;
            order.push(channel);
        }
        assert_eq!(counts[Channel::Hire as usize], 2);
        assert_eq!(counts[Channel::Reskill as usize], 4);
        assert_eq!(order[0], Channel::Reskill);
    }
}
