//! Designs: where in parameter space to run, as points of the unit cube.
//!
//! A design knows nothing of parameters: 0 is the low end of a range and 1 the high end, and whoever asks for points scales them. One file a
//! design. The same request gives the same points for ever: what is drawn comes from streams of [`crate::random`], the rest from tables.

mod grid;
mod lhs;
mod morris;
mod oat;
pub mod saltelli;
mod sobol;
pub mod table;

use std::fmt;

use thiserror::Error;

/// The most points that a design may have.
pub const MOST_POINTS: usize = 10_000_000;

/// A way to place points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Every combination of evenly spaced levels.
    Grid,
    /// A Latin hypercube: one point in each of as many slices of every dimension as there are points (`McKay`, Beckman and Conover 1979).
    Lhs,
    /// A Sobol sequence, from its first point, which is the low end of everything.
    Sobol,
    /// Trajectories on a grid, each step of which moves one parameter (Morris 1991).
    Morris,
    /// Two Sobol samples and their crossings, for variance-based indices of first, second and total order (Saltelli 2002).
    Saltelli,
    /// Today's point, then each parameter at its low and at its high end while the others stay.
    Oat,
    /// Points from a table, which are in the parameters' own units.
    Table,
}

impl Kind {
    /// Whether its points fill the ranges evenly, so that shares of them say something of the ranges. A table's are whoever made it's to answer for.
    #[must_use]
    pub const fn is_even(self) -> bool {
        !matches!(self, Self::Morris | Self::Saltelli | Self::Oat)
    }

    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 7] = [Self::Grid, Self::Lhs, Self::Sobol, Self::Morris, Self::Saltelli, Self::Oat, Self::Table];

    /// The name that flags and stored results use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Grid => "grid",
            Self::Lhs => "lhs",
            Self::Sobol => "sobol",
            Self::Morris => "morris",
            Self::Saltelli => "saltelli",
            Self::Oat => "oat",
            Self::Table => "table",
        }
    }

    /// The kind of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What is asked of a design. What a kind has no use for is not looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ask {
    /// How many parameters vary.
    pub dimensions: usize,
    /// Points of a Latin hypercube or a Sobol sequence, trajectories of Morris, points of each base sample of Saltelli (best a power of 2).
    pub size: usize,
    /// Levels of a grid, one a dimension or one for all; levels of Morris's grid (an even number, 4 where none is given).
    pub levels: Vec<usize>,
    /// Where today's values lie, for one at a time; the middle of each range where there are none.
    pub centre: Vec<f64>,
    /// What a Latin hypercube and Morris draw from.
    pub seed: u64,
}

/// Points to run, in an order that is part of the design.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    /// How they were placed.
    pub kind: Kind,
    /// By point, then by dimension: in [0, 1], or in the parameters' own units where the kind is [`Kind::Table`].
    pub points: Vec<Vec<f64>>,
}

/// Why there is no such design.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum DesignError {
    /// Nothing varies.
    #[error("a design needs at least one parameter that varies")]
    NoDimension,
    /// No points.
    #[error("a design of kind {kind} needs a size of at least 1")]
    NoSize {
        /// The kind.
        kind: Kind,
    },
    /// Levels for some dimensions but not for others.
    #[error("a grid over {dimensions} parameters needs {dimensions} numbers of steps, or one for all; found {given}")]
    Levels {
        /// How many parameters vary.
        dimensions: usize,
        /// How many numbers of steps were given.
        given: usize,
    },
    /// A dimension without a level.
    #[error("a grid needs at least one step of every parameter")]
    NoLevel,
    /// Morris's grid needs an even number of levels.
    #[error("Morris trajectories need an even number of levels, at least 2; found {0}")]
    OddLevels(usize),
    /// Today's values of some dimensions but not of others.
    #[error("one at a time over {dimensions} parameters needs today's value of each; found {given}")]
    Centre {
        /// How many parameters vary.
        dimensions: usize,
        /// How many values were given.
        given: usize,
    },
    /// More points than anybody can run.
    #[error("this design has more than {MOST_POINTS} points; ask for fewer steps, points or parameters")]
    TooMany,
    /// More dimensions than there are direction numbers for.
    #[error("a Sobol sequence has at most {most} dimensions here, and this design needs {needed}; vary fewer parameters")]
    TooManyDimensions {
        /// The most dimensions.
        most: usize,
        /// What was asked for.
        needed: usize,
    },
    /// The points are in a table, which has to be read.
    #[error("the points of a table are read from its file")]
    FromTable,
}

impl Design {
    /// Makes a design.
    ///
    /// # Errors
    ///
    /// The request makes no design of this kind, or one of more than [`MOST_POINTS`] points.
    pub fn make(kind: Kind, ask: &Ask) -> Result<Self, DesignError> {
        if ask.dimensions == 0 {
            return Err(DesignError::NoDimension);
        }
        let sized = matches!(kind, Kind::Lhs | Kind::Sobol | Kind::Morris | Kind::Saltelli);
        if sized && ask.size == 0 {
            return Err(DesignError::NoSize { kind });
        }
        let points = match kind {
            Kind::Grid => grid::points(ask)?,
            Kind::Lhs => lhs::points(ask)?,
            Kind::Sobol => sobol::points(ask.dimensions, 0, ask.size)?,
            Kind::Morris => morris::points(ask)?,
            Kind::Saltelli => saltelli::points(ask.dimensions, ask.size, true)?,
            Kind::Oat => oat::points(ask)?,
            Kind::Table => return Err(DesignError::FromTable),
        };
        Ok(Self { kind, points })
    }
}

/// A number of points that may be made.
fn bounded(factors: &[usize]) -> Result<usize, DesignError> {
    let total = factors.iter().try_fold(1_usize, |product, factor| product.checked_mul(*factor));
    total.filter(|total| *total <= MOST_POINTS).ok_or(DesignError::TooMany)
}

/// A count as a float.
#[expect(clippy::cast_precision_loss, reason = "counts of points are far below 2^53")]
const fn float(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name_of_its_own() {
        for kind in Kind::ALL {
            assert_eq!(Kind::named(kind.name()), Some(kind));
        }
        assert_eq!(Kind::named("halton"), None);
    }

    #[test]
    fn points_lie_in_the_unit_cube_and_are_as_many_as_said() {
        let ask = Ask { dimensions: 3, size: 8, levels: vec![4], centre: vec![0.2, 0.5, 0.9], seed: 1 };
        for (kind, count) in
            [(Kind::Grid, 64), (Kind::Lhs, 8), (Kind::Sobol, 8), (Kind::Morris, 8 * 4), (Kind::Saltelli, 8 * 8), (Kind::Oat, 7)]
        {
            let design = Design::make(kind, &ask).unwrap();
            assert_eq!(design.points.len(), count, "{kind}");
            assert!(design.points.iter().flatten().all(|place| (0.0..=1.0).contains(place)), "{kind}");
            assert!(design.points.iter().all(|point| point.len() == 3), "{kind}");
            assert_eq!(design, Design::make(kind, &ask).unwrap());
        }
    }

    #[test]
    fn what_makes_no_design_is_refused() {
        let ask = |dimensions, size, levels: &[usize]| Ask { dimensions, size, levels: levels.to_vec(), ..Ask::default() };
        for (kind, ask, error) in [
            (Kind::Lhs, ask(0, 5, &[]), DesignError::NoDimension),
            (Kind::Sobol, ask(2, 0, &[]), DesignError::NoSize { kind: Kind::Sobol }),
            (Kind::Grid, ask(3, 0, &[2, 2]), DesignError::Levels { dimensions: 3, given: 2 }),
            (Kind::Grid, ask(3, 0, &[]), DesignError::Levels { dimensions: 3, given: 0 }),
            (Kind::Grid, ask(2, 0, &[2, 0]), DesignError::NoLevel),
            (Kind::Grid, ask(30, 0, &[10]), DesignError::TooMany),
            (Kind::Lhs, ask(2, MOST_POINTS + 1, &[]), DesignError::TooMany),
            (Kind::Saltelli, ask(2, usize::MAX, &[]), DesignError::TooMany),
            (Kind::Morris, ask(2, 3, &[5]), DesignError::OddLevels(5)),
            (Kind::Morris, ask(2, 3, &[0]), DesignError::OddLevels(0)),
            (Kind::Sobol, ask(1025, 2, &[]), DesignError::TooManyDimensions { most: 1024, needed: 1025 }),
            (Kind::Saltelli, ask(513, 2, &[]), DesignError::TooManyDimensions { most: 1024, needed: 1026 }),
            (Kind::Table, ask(2, 2, &[]), DesignError::FromTable),
        ] {
            assert_eq!(Design::make(kind, &ask).unwrap_err(), error);
        }
        let centre = Ask { dimensions: 2, centre: vec![0.5], ..Ask::default() };
        assert_eq!(Design::make(Kind::Oat, &centre).unwrap_err(), DesignError::Centre { dimensions: 2, given: 1 });
    }
}
