//! What a search over policies may choose: shares of the mix, lead and capacities within limits, for all roles or for some.
//!
//! A long file: levers, limits, the space that they leave and the candidates in it are one idea, and each is a few lines.

use std::fmt;

use thiserror::Error;

use crate::scenario::model::{Choice, Policy, Scenario, Terms};
use crate::units::Money;

/// Something about a policy that can be limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lever {
    /// Share of hiring in the mix.
    Hire,
    /// Share of reskilling.
    Reskill,
    /// Share of upskilling.
    Upskill,
    /// Weeks ahead whose gaps are acted on.
    Lead,
    /// Learners at once.
    Training,
    /// Open searches at once.
    Requisitions,
    /// Money a year for the mix's actions. No candidate chooses it: every candidate has the limit.
    Budget,
}

impl Lever {
    /// Every lever, in the order in which they are listed.
    pub const ALL: [Self; 7] =
        [Self::Hire, Self::Reskill, Self::Upskill, Self::Lead, Self::Training, Self::Requisitions, Self::Budget];

    /// Its name: the path of its value in a policy.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hire => "mix.hire",
            Self::Reskill => "mix.reskill",
            Self::Upskill => "mix.upskill",
            Self::Lead => "lead_weeks",
            Self::Training => "training_capacity",
            Self::Requisitions => "requisition_capacity",
            Self::Budget => "budget_per_year",
        }
    }

    /// The lever of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lever| lever.name() == name)
    }

    /// The most that it may be.
    const fn most(self) -> f64 {
        match self {
            Self::Hire | Self::Reskill | Self::Upskill => 1.0,
            Self::Lead => 5200.0,
            Self::Training | Self::Requisitions => 20_000_000.0,
            Self::Budget => 1e12,
        }
    }

    /// Whether it comes in whole numbers.
    const fn whole(self) -> bool {
        matches!(self, Self::Lead | Self::Training | Self::Requisitions)
    }
}

impl fmt::Display for Lever {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A limit to a lever.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// No less than this.
    Min(Lever, f64),
    /// No more than this.
    Max(Lever, f64),
    /// This and nothing else.
    Fix(Lever, f64),
}

/// Why limits leave nothing to choose from.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum SpaceError {
    /// A limit is not what its lever can be.
    #[error("{lever} cannot be {value}: it must be {what} from 0 to {most}")]
    Impossible {
        /// Which lever.
        lever: Lever,
        /// The limit.
        value: f64,
        /// `a number` or `a whole number`.
        what: &'static str,
        /// The most that it can be.
        most: f64,
    },
    /// A least value above the greatest.
    #[error("{lever} would have to be at least {low} and at most {high}")]
    Crossed {
        /// Which lever.
        lever: Lever,
        /// The least.
        low: f64,
        /// The greatest.
        high: f64,
    },
    /// The shares of the mix cannot sum to 1.
    #[error("the shares of the mix cannot sum to 1: their limits allow {low} to {high} together")]
    Mix {
        /// The least sum.
        low: f64,
        /// The greatest.
        high: f64,
    },
    /// A budget was given a least value.
    #[error("a budget is a limit, not a target: it has no least value")]
    Budget,
    /// There is no such role.
    #[error("there is no role `{name}`; the scenario has {known}")]
    Role {
        /// What was asked for.
        name: String,
        /// The roles.
        known: String,
    },
    /// There is no such policy to start from.
    #[error("there is no policy `{name}` with a mix to start from")]
    Like {
        /// What was asked for.
        name: String,
    },
}

/// What a candidate does in one scope: all roles, or one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Levers {
    /// Shares of hiring, reskilling and upskilling in hundredths; they sum to 100.
    pub mix: [u32; 3],
    /// Weeks ahead whose gaps are acted on.
    pub lead: u32,
    /// Learners at once.
    pub training: u32,
    /// Open searches at once.
    pub requisitions: u32,
}

/// A policy that may be tried: what it does in each scope.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate(pub Vec<Levers>);

impl Candidate {
    /// Which channels have no share in each scope: candidates of a kind go over into each other.
    #[must_use]
    pub fn kinds(&self) -> Vec<[bool; 3]> {
        self.0.iter().map(|levers| levers.mix.map(|share| share == 0)).collect()
    }
}

impl fmt::Display for Candidate {
    /// Its key: `h20 r40 u40 l13 t45 q45`, a part a scope.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, Levers { mix: [hire, reskill, upskill], lead, training, requisitions }) in self.0.iter().enumerate() {
            let gap = if place == 0 { "" } else { " / " };
            write!(f, "{gap}h{hire} r{reskill} u{upskill} l{lead} t{training} q{requisitions}")?;
        }
        Ok(())
    }
}

/// Everything that may be tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Space {
    /// What a candidate does where no lever reaches.
    base: Policy,
    /// The roles to which levers apply, each by itself; one scope of all roles where there are none.
    roles: Vec<usize>,
    /// Least and greatest value by lever, in the order of [`Lever::ALL`]; of the budget only the greatest counts.
    ranges: [(f64, f64); 7],
}

/// Places of the unit interval that a scope takes: two of the mix, lead, two capacities.
const PLACES: usize = 5;

/// How much of the place of hiring stands for either channel alone. One channel alone waits where it has no room, and two do not: the step is one in
/// kind, however small the share of the other.
const PURE: f64 = 0.15;

/// How far apart a channel alone and two lie for a surface.
const KIND: f64 = 0.5;

/// How much of the place of upskilling stands for none of it, where only that matters.
const WITHOUT: f64 = 0.2;

impl Space {
    /// A space of policies like one of the scenario's, for all roles or, where some are named, for those, each by itself.
    ///
    /// What is not limited may be: any mix; a lead from 0 to 52 weeks (at most the horizon); capacities from a quarter of those of the
    /// policy that it is like to twice; the budget of that policy.
    ///
    /// # Errors
    ///
    /// There is no such policy or role, or the limits leave nothing.
    pub fn new(scenario: &Scenario, like: &str, roles: &[String], limits: &[Limit]) -> Result<Self, SpaceError> {
        let mixed = |policy: &&Policy| {
            policy.name == like && policy.roles.first().is_some_and(|terms| matches!(terms.choice, Choice::Mix { .. }))
        };
        let base = scenario.policies.iter().find(mixed).cloned().ok_or_else(|| SpaceError::Like { name: like.to_owned() })?;
        let mut places = Vec::new();
        for name in roles {
            let place = scenario.roles.iter().position(|role| role.name == *name).ok_or_else(|| SpaceError::Role {
                name: name.clone(),
                known: scenario.roles.iter().map(|role| format!("`{}`", role.name)).collect::<Vec<_>>().join(", "),
            })?;
            if !places.contains(&place) {
                places.push(place);
            }
        }
        let capacity = |people: u32| (f64::from(people / 4).max(1.0), f64::from(people.saturating_mul(2)).max(1.0));
        let mut ranges = [
            (0.0, 1.0),
            (0.0, 1.0),
            (0.0, 1.0),
            (0.0, f64::from(scenario.horizon.min(52))),
            capacity(base.training_capacity),
            capacity(base.requisition_capacity),
            (0.0, f64::INFINITY),
        ];
        let mut stated = [(false, false); 7];
        for limit in limits {
            let (Limit::Min(lever, value) | Limit::Max(lever, value) | Limit::Fix(lever, value)) = *limit;
            if !(0.0..=lever.most()).contains(&value) || (lever.whole() && value.fract() != 0.0) {
                let what = if lever.whole() { "a whole number" } else { "a number" };
                return Err(SpaceError::Impossible { lever, value, what, most: lever.most() });
            }
            if lever == Lever::Budget && matches!(limit, Limit::Min(..)) {
                return Err(SpaceError::Budget);
            }
            let place = lever as usize;
            if !matches!(limit, Limit::Max(..)) {
                (ranges[place].0, stated[place].0) = (value, true);
            }
            if !matches!(limit, Limit::Min(..)) {
                (ranges[place].1, stated[place].1) = (value, true);
            }
        }
        for (lever, (range, stated)) in Lever::ALL.into_iter().zip(ranges.iter_mut().zip(stated)) {
            // An end that nobody stated gives way to one that somebody did.
            match stated {
                (true, false) => range.1 = range.1.max(range.0),
                (false, true) => range.0 = range.0.min(range.1),
                _ => {}
            }
            if range.0 > range.1 {
                return Err(SpaceError::Crossed { lever, low: range.0, high: range.1 });
            }
        }
        let sum = |end: fn(&(f64, f64)) -> f64| ranges[..3].iter().map(end).sum::<f64>();
        let (low, high) = (sum(|range| range.0), sum(|range| range.1));
        if low > 1.0 + 1e-9 || high < 1.0 - 1e-9 {
            return Err(SpaceError::Mix { low, high });
        }
        Ok(Self { base, roles: places, ranges })
    }

    /// Scopes: one, or one a role.
    fn scopes(&self) -> usize {
        self.roles.len().max(1)
    }

    /// Places of the unit interval that a candidate is made of.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        PLACES * self.scopes()
    }

    /// The roles to which levers apply, each by itself; none where they apply to all.
    #[must_use]
    pub fn roles(&self) -> &[usize] {
        &self.roles
    }

    /// Least and greatest value of a lever.
    #[must_use]
    pub const fn range(&self, lever: Lever) -> (f64, f64) {
        self.ranges[lever as usize]
    }

    /// The candidate at a point of the unit cube, a place a dimension.
    #[must_use]
    pub fn candidate(&self, places: &[f64]) -> Candidate {
        let whole = |lever: Lever, place: f64| {
            let (low, high) = self.range(lever);
            natural(libm::round(low + place * (high - low)))
        };
        let scope = |places: &[f64]| Levers {
            mix: self.mix([places[0], places[1]]),
            lead: whole(Lever::Lead, places[2]),
            training: whole(Lever::Training, places[3]),
            requisitions: whole(Lever::Requisitions, places[4]),
        };
        Candidate(places.chunks_exact(PLACES).map(scope).collect())
    }

    /// The point of the unit cube at which a candidate lies; 0.5 where a lever has but one value.
    #[must_use]
    pub fn places(&self, candidate: &Candidate) -> Vec<f64> {
        let place = |value: f64, low: f64, high: f64| {
            if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) } else { 0.5 }
        };
        let mut places = Vec::with_capacity(self.dimensions());
        for Levers { mix, lead, training, requisitions } in &candidate.0 {
            places.extend(self.places_of_mix(*mix));
            for (value, lever) in [(lead, Lever::Lead), (training, Lever::Training), (requisitions, Lever::Requisitions)] {
                let (low, high) = self.range(lever);
                places.push(place(f64::from(*value), low, high));
            }
        }
        places
    }

    /// Where a candidate lies for a surface: its places, and whether either channel that fills vacancies is alone.
    #[must_use]
    pub fn features(&self, candidate: &Candidate) -> Vec<f64> {
        let mut features = self.places(candidate);
        for Levers { mix: [hire, reskill, _], .. } in &candidate.0 {
            features.push(if *hire == 0 && *reskill > 0 { KIND } else { 0.0 });
            features.push(if *reskill == 0 { KIND } else { 0.0 });
        }
        features
    }

    /// Coordinates that a candidate has for a surface.
    #[must_use]
    pub fn features_count(&self) -> usize {
        (PLACES + 2) * self.scopes()
    }

    /// Least and greatest share of a channel in whole hundredths.
    fn hundredths(&self, lever: Lever) -> (i32, i32) {
        let (low, high) = self.ranges[lever as usize];
        // Limits that are no hundredths are kept from inside, unless nothing would be left.
        let (low, high) = (natural(libm::ceil(100.0 * low - 1e-9)), natural(libm::floor(100.0 * high + 1e-9)));
        let (low, high) = (low.min(100).cast_signed(), high.min(100).cast_signed());
        if low <= high { (low, high) } else { (high, high) }
    }

    /// Least and greatest share of hiring in hundredths that a share of upskilling leaves; crossed where it leaves none.
    fn hiring(&self, upskill: i32) -> (i32, i32) {
        let (hire, reskill) = (self.hundredths(Lever::Hire), self.hundredths(Lever::Reskill));
        (hire.0.max(100 - upskill - reskill.1), hire.1.min(100 - upskill - reskill.0))
    }

    /// Shares of upskilling in hundredths that leave the others theirs, least first.
    fn upskilling(&self) -> Vec<i32> {
        let (low, high) = self.hundredths(Lever::Upskill);
        let fits = |upskill: &i32| {
            let (least, most) = self.hiring(*upskill);
            least <= most
        };
        (low..=high).filter(fits).collect()
    }

    /// Whether the share of upskilling matters beyond whether there is any: where hires serve the same gaps.
    fn shares_capability(&self) -> bool {
        let of_scope = |terms: &Terms| terms.replaces;
        if self.roles.is_empty() {
            return self.base.roles.iter().any(of_scope);
        }
        self.roles.iter().any(|role| self.base.roles.get(*role).is_some_and(of_scope))
    }

    /// A mix in hundredths at two places: how much of what fills vacancies is hiring, and upskilling.
    ///
    /// Of the mixes that do the same the one is taken whose share of upskilling is nearest to that of the policy that candidates are like.
    fn mix(&self, places: [f64; 2]) -> [u32; 3] {
        let all = self.upskilling();
        let like = self.base.roles.first().map_or(0, |terms| match terms.choice {
            Choice::Mix { upskill, .. } => natural(libm::round(100.0 * upskill)).min(100).cast_signed(),
            _ => 0,
        });
        let (Some(least), Some(most)) = (all.first().copied(), all.last().copied()) else {
            // Limits closer than a hundredth: as near as hundredths come.
            let [hire, reskill] = [Lever::Hire, Lever::Reskill].map(|lever| self.hundredths(lever).0.min(100));
            let reskill = reskill.min(100 - hire);
            return [hire, reskill, 100 - hire - reskill].map(i32::cast_unsigned);
        };
        let (upskills, nearest): (Vec<i32>, i32) = if self.shares_capability() {
            let upskill = natural(libm::round(f64::from(least) + places[1] * f64::from(most - least))).cast_signed();
            (vec![upskill], upskill)
        } else if least == 0 && (most == 0 || places[1] < WITHOUT) {
            (vec![0], 0)
        } else {
            // All of it is no share of what fills vacancies.
            let some: Vec<i32> = all.iter().copied().filter(|upskill| (1..100).contains(upskill)).collect();
            (if some.is_empty() { vec![most] } else { some }, if like == 0 { 50 } else { like })
        };
        let wanted = ((places[0] - PURE) / (1.0 - 2.0 * PURE)).clamp(0.0, 1.0);
        let tried = upskills.into_iter().map(|upskill| {
            let (least, most) = self.hiring(upskill);
            let left = 100 - upskill;
            let hire = natural(libm::round(wanted * f64::from(left))).cast_signed().clamp(least, most.max(least));
            let off = if left == 0 { 0.0 } else { (f64::from(hire) / f64::from(left) - wanted).abs() };
            // What rounds away is as good.
            ((off - 0.01).max(0.0), (upskill - nearest).abs(), [hire, left - hire, upskill])
        });
        let found = tried.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        found.map_or([0, 0, 100], |(_, _, mix)| mix.map(|share| share.max(0).cast_unsigned()))
    }

    /// The two places of a mix.
    fn places_of_mix(&self, mix: [u32; 3]) -> [f64; 2] {
        let [hire, reskill, upskill] = mix.map(f64::from);
        // Where nothing of the mix fills vacancies, hiring does, if anything.
        let first = if hire + reskill > 0.0 { hire / (hire + reskill) } else { 1.0 };
        let second = if self.shares_capability() {
            let all = self.upskilling();
            let (least, most) = (all.first().copied().unwrap_or(0), all.last().copied().unwrap_or(0));
            if most > least { ((upskill - f64::from(least)) / f64::from(most - least)).clamp(0.0, 1.0) } else { 0.5 }
        } else if upskill > 0.0 {
            0.5 * (1.0 + WITHOUT)
        } else {
            0.5 * WITHOUT
        };
        let first = match first {
            0.0 => 0.5 * PURE,
            1.0 => 1.0 - 0.5 * PURE,
            share => PURE + share * (1.0 - 2.0 * PURE),
        };
        [first, second]
    }

    /// The candidate nearest to what a policy does, where that has a mix in every scope and keeps the limits.
    #[must_use]
    pub fn like(&self, policy: &Policy) -> Option<Candidate> {
        let scope = |terms: &Terms, training: Option<u32>, requisitions: Option<u32>| {
            let Choice::Mix { hire, reskill, .. } = terms.choice else { return None };
            let (hire, reskill) = (natural(libm::round(100.0 * hire)).min(100), natural(libm::round(100.0 * reskill)));
            let reskill = reskill.min(100 - hire);
            let levers = Levers {
                mix: [hire, reskill, 100 - hire - reskill],
                lead: u32::try_from(terms.lead_weeks).ok()?,
                training: training.unwrap_or(policy.training_capacity),
                requisitions: requisitions.unwrap_or(policy.requisition_capacity),
            };
            self.allows(&levers).then_some(levers)
        };
        let scopes: Option<Vec<Levers>> = if self.roles.is_empty() {
            policy.roles.first().map(|terms| scope(terms, None, None)).into_iter().collect()
        } else {
            let of_role = |role: &usize| {
                let terms = policy.roles.get(*role)?;
                scope(terms, terms.training_capacity, terms.requisition_capacity)
            };
            self.roles.iter().map(of_role).collect()
        };
        scopes.filter(|scopes| !scopes.is_empty()).map(Candidate)
    }

    /// Whether levers keep the limits.
    fn allows(&self, levers: &Levers) -> bool {
        let within = |lever: Lever, value: f64| {
            let (low, high) = self.range(lever);
            (low - 1e-9..=high + 1e-9).contains(&value)
        };
        let [hire, reskill, upskill] = levers.mix.map(|share| f64::from(share) / 100.0);
        within(Lever::Hire, hire)
            && within(Lever::Reskill, reskill)
            && within(Lever::Upskill, upskill)
            && within(Lever::Lead, levers.lead.into())
            && within(Lever::Training, levers.training.into())
            && within(Lever::Requisitions, levers.requisitions.into())
    }

    /// The policy that a candidate is, under a name.
    #[must_use]
    pub fn policy(&self, candidate: &Candidate, name: &str) -> Policy {
        let mut policy = Policy { name: name.to_owned(), ..self.base.clone() };
        let (_, budget) = self.range(Lever::Budget);
        if budget.is_finite() {
            let limit = Money::from_units(budget);
            policy.budget_per_year = Some(policy.budget_per_year.map_or(limit, |own| own.min(limit)));
        }
        let put = |terms: &mut Terms, levers: &Levers| {
            let [hire, reskill, upskill] = levers.mix.map(|share| f64::from(share) / 100.0);
            terms.choice = Choice::Mix { hire, reskill, upskill };
            terms.lead_weeks = i32::try_from(levers.lead).unwrap_or(i32::MAX);
        };
        if self.roles.is_empty() {
            let Some(levers) = candidate.0.first() else { return policy };
            for terms in &mut policy.roles {
                put(terms, levers);
                (terms.training_capacity, terms.requisition_capacity) = (None, None);
            }
            (policy.training_capacity, policy.requisition_capacity) = (levers.training, levers.requisitions);
        }
        for (role, levers) in self.roles.iter().zip(&candidate.0) {
            let Some(terms) = policy.roles.get_mut(*role) else { continue };
            put(terms, levers);
            (terms.training_capacity, terms.requisition_capacity) = (Some(levers.training), Some(levers.requisitions));
        }
        policy
    }
}

/// A number that is not below 0 as a whole one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rounded, and between 0 and the most that a lever can be"
)]
fn natural(value: f64) -> u32 {
    value.clamp(0.0, f64::from(u32::MAX)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fixture::scenario;

    fn space(limits: &[Limit]) -> Result<Space, SpaceError> {
        Space::new(&scenario(), "blend", &[], limits)
    }

    proptest::proptest! {
        #[test]
        fn candidates_keep_the_limits_and_lie_where_they_are_made(
            places in proptest::array::uniform5(0.0..1.0_f64), low in 0.0..0.3_f64, high in 0.4..1.0_f64
        ) {
            let limits = [Limit::Min(Lever::Hire, low), Limit::Max(Lever::Reskill, high), Limit::Fix(Lever::Lead, 9.0)];
            let space = space(&limits).unwrap();
            let candidate = space.candidate(&places);
            let levers = candidate.0[0];
            assert_eq!((levers.mix.iter().sum::<u32>(), levers.lead), (100, 9));
            assert!(f64::from(levers.mix[0]) >= 100.0 * low - 1e-6 && f64::from(levers.mix[1]) <= 100.0 * high + 1e-6, "{candidate}");
            assert!(space.allows(&levers), "{candidate}");
            // It does the same from where it lies: what fills vacancies in the same proportion, and as much upskilling as was taken.
            let back = space.candidate(&space.places(&candidate)).0[0];
            let of_hiring = |mix: [u32; 3]| f64::from(mix[0]) / f64::from((mix[0] + mix[1]).max(1));
            assert!((of_hiring(levers.mix) - of_hiring(back.mix)).abs() <= 0.04, "{candidate}");
            assert_eq!(levers.mix[2] > 0, back.mix[2] > 0, "{candidate}");
            assert_eq!((levers.training, levers.requisitions), (back.training, back.requisitions));
        }
    }

    #[test]
    fn mixes_are_those_that_do_different_things() {
        let space = space(&[]).unwrap();
        let mix = |hiring: f64, upskilling: f64| space.candidate(&[hiring, upskilling, 0.5, 0.5, 0.5]).0[0].mix;
        // As much upskilling as `blend` has, or none; the channels of vacancies alone at the ends.
        assert_eq!(mix(0.1, 0.9), [0, 50, 50]);
        assert_eq!(mix(0.9, 0.9), [50, 0, 50]);
        assert_eq!(mix(0.5, 0.9), [25, 25, 50]);
        assert_eq!(mix(0.5, 0.1), [50, 50, 0]);
        // A limit to a share leaves the proportion free as long as upskilling can take the rest.
        let limits = [Limit::Max(Lever::Hire, 0.3)];
        let limited = Space::new(&scenario(), "blend", &[], &limits).unwrap();
        let mix = limited.candidate(&[0.95, 0.9, 0.5, 0.5, 0.5]).0[0].mix;
        assert_eq!(mix, [30, 0, 70]);
        // Where hires may take the place of those who are not up to the job, how much upskilling matters.
        let mut scenario = scenario();
        for terms in scenario.policies.iter_mut().flat_map(|policy| &mut policy.roles) {
            terms.replaces = true;
        }
        let replacing = Space::new(&scenario, "blend", &[], &[]).unwrap();
        assert_eq!(replacing.candidate(&[0.5, 0.7, 0.5, 0.5, 0.5]).0[0].mix, [15, 15, 70]);
        // What lies alone is apart from what does not, however near.
        let alone = Candidate(vec![Levers { mix: [0, 60, 40], lead: 7, training: 3, requisitions: 2 }]);
        let both = Candidate(vec![Levers { mix: [1, 59, 40], lead: 7, training: 3, requisitions: 2 }]);
        let (alone, both) = (space.features(&alone), space.features(&both));
        assert!(alone.len() == space.features_count() && (alone[5] - both[5]).abs() >= KIND);
    }

    #[test]
    fn limits_that_leave_nothing_are_told() {
        for (limits, words) in [
            (vec![Limit::Min(Lever::Hire, 0.7), Limit::Min(Lever::Reskill, 0.5)], "cannot sum to 1"),
            (
                vec![Limit::Max(Lever::Hire, 0.2), Limit::Max(Lever::Reskill, 0.2), Limit::Max(Lever::Upskill, 0.2)],
                "cannot sum to 1",
            ),
            (vec![Limit::Min(Lever::Lead, 9.0), Limit::Max(Lever::Lead, 8.0)], "at least 9 and at most 8"),
            (vec![Limit::Max(Lever::Lead, 8.5)], "a whole number"),
            (vec![Limit::Max(Lever::Hire, 20.0)], "from 0 to 1"),
            (vec![Limit::Min(Lever::Budget, 20.0)], "no least value"),
        ] {
            let told = space(&limits).unwrap_err().to_string();
            assert!(told.contains(words), "{told}");
        }
        assert!(Space::new(&scenario(), "none", &[], &[]).is_err());
        assert!(Space::new(&scenario(), "blend", &["agnt".into()], &[]).unwrap_err().to_string().contains("`agent`"));
        // A stated end moves the other, which nobody stated.
        assert_eq!(space(&[Limit::Min(Lever::Training, 500.0)]).unwrap().range(Lever::Training), (500.0, 500.0));
    }

    #[test]
    fn a_candidate_is_a_policy() {
        let scenario = scenario();
        let space = space(&[Limit::Max(Lever::Budget, 5e5)]).unwrap();
        let candidate = Candidate(vec![Levers { mix: [20, 30, 50], lead: 7, training: 3, requisitions: 2 }]);
        let policy = space.policy(&candidate, "cand");
        assert!(
            policy
                .roles
                .iter()
                .all(|terms| terms.choice == Choice::Mix { hire: 0.2, reskill: 0.3, upskill: 0.5 } && terms.lead_weeks == 7)
        );
        assert_eq!((policy.training_capacity, policy.requisition_capacity), (3, 2));
        assert_eq!(policy.budget_per_year, Some(Money::from_units(5e5)));
        assert_eq!(candidate.to_string(), "h20 r30 u50 l7 t3 q2");
        // One role by itself leaves the others as they are.
        let one = Space::new(&scenario, "blend", &["agent".into()], &[]).unwrap();
        let policy = one.policy(&candidate, "cand");
        let base = scenario.policies.iter().find(|policy| policy.name == "blend").unwrap();
        assert_eq!((policy.roles[0].training_capacity, policy.roles[0].lead_weeks), (Some(3), 7));
        assert_eq!((policy.roles[1], policy.training_capacity), (base.roles[1], base.training_capacity));
    }
}
