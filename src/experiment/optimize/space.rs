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

    /// A mix in hundredths at two places: evenly spread over all mixes where no share is limited.
    fn mix(&self, places: [f64; 2]) -> [u32; 3] {
        let [hire, reskill, upskill] = [0, 1, 2].map(|lever| {
            // Limits that are no hundredths are kept from inside, unless nothing would be left.
            let (low, high) = self.ranges[lever];
            let (low, high) = (libm::ceil(100.0 * low - 1e-9), libm::floor(100.0 * high + 1e-9));
            if low <= high { (low, high) } else { (high, high) }
        });
        let (least, most) = ((100.0 - reskill.1 - upskill.1).max(hire.0), (100.0 - reskill.0 - upskill.0).min(hire.1));
        let first =
            libm::round(least + (most - least) * (1.0 - libm::sqrt(1.0 - places[0]))).clamp(least.min(most), most.max(least));
        let (least, most) = ((100.0 - first - upskill.1).max(reskill.0), (100.0 - first - upskill.0).min(reskill.1));
        let second = libm::round(least + (most - least) * places[1]).clamp(least.min(most), most.max(least));
        let (first, second) = (natural(first).min(100), natural(second));
        let second = second.min(100 - first);
        [first, second, 100 - first - second]
    }

    /// The point of the unit cube at which a candidate lies; 0.5 where a lever has but one value.
    #[must_use]
    pub fn places(&self, candidate: &Candidate) -> Vec<f64> {
        let place = |value: f64, low: f64, high: f64| {
            if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) } else { 0.5 }
        };
        let mut places = Vec::with_capacity(self.dimensions());
        for Levers { mix: [hire, reskill, _], lead, training, requisitions } in &candidate.0 {
            let [of_hire, of_reskill, of_upskill] =
                [0, 1, 2].map(|lever| (100.0 * self.ranges[lever].0, 100.0 * self.ranges[lever].1));
            let (first, second) = (f64::from(*hire), f64::from(*reskill));
            let (least, most) =
                ((100.0 - of_reskill.1 - of_upskill.1).max(of_hire.0), (100.0 - of_reskill.0 - of_upskill.0).min(of_hire.1));
            let down = 1.0 - place(first, least, most);
            places.push(if most > least { 1.0 - down * down } else { 0.5 });
            let (least, most) =
                ((100.0 - first - of_upskill.1).max(of_reskill.0), (100.0 - first - of_upskill.0).min(of_reskill.1));
            places.push(place(second, least, most));
            for (value, lever) in [(lead, Lever::Lead), (training, Lever::Training), (requisitions, Lever::Requisitions)] {
                let (low, high) = self.range(lever);
                places.push(place(f64::from(*value), low, high));
            }
        }
        places
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
            // Two hundredths of rounding at most.
            let back = space.candidate(&space.places(&candidate)).0[0];
            assert!(levers.mix.iter().zip(back.mix).all(|(one, other)| one.abs_diff(other) <= 2), "{candidate}");
            assert_eq!((levers.training, levers.requisitions), (back.training, back.requisitions));
        }
    }

    #[test]
    fn mixes_are_spread_evenly() {
        let space = space(&[]).unwrap();
        let (mut counts, mut places) = ([0; 3], vec![0.0; 5]);
        for one in 0..100 {
            for two in 0..100 {
                (places[0], places[1]) = ((f64::from(one) + 0.5) / 100.0, (f64::from(two) + 0.5) / 100.0);
                let mix = space.candidate(&places).0[0].mix;
                for (count, share) in counts.iter_mut().zip(mix) {
                    *count += share;
                }
            }
        }
        // Each channel has a third on average.
        assert!(counts.iter().all(|count| (330_000..337_000).contains(count)), "{counts:?}");
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
