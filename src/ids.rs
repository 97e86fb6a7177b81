//! Identities. Roles, skills and policies are numbered in the order of their names, so that the order of anything
//! in a file changes nothing; people are keyed by where they come from, so that luck belongs to the person.

/// A role's place in the scenario's roles, which are sorted by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoleId(pub u16);

impl RoleId {
    /// The place as an index.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A skill's place in the scenario's skills, which are sorted by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SkillId(pub u16);

impl SkillId {
    /// The place as an index.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Where a person comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// Employed at week 0.
    Incumbent = 0,
    /// Hired by business as usual: backfill of a leaver, or ordinary growth.
    Backfill = 1,
    /// Hired by the policy's mix or fallback.
    Hire = 2,
}

/// Who a person is, whatever the policy: the role they first joined, how, and the how-manieth.
///
/// For incumbents the number counts people of the role from 0; for hires it is the number of the requisition,
/// counted from 0 per role and origin, cancelled ones included. The order is the order of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkerKey {
    /// The role first joined.
    pub role: RoleId,
    /// How they came.
    pub origin: Origin,
    /// The how-manieth of that role and origin.
    pub number: u32,
}

impl WorkerKey {
    /// The key as one number, in the same order.
    #[must_use]
    #[inline]
    pub const fn rank(self) -> u64 {
        (self.role.0 as u64) << 48 | (self.origin as u64) << 32 | self.number as u64
    }
}
