//! The kinds of mistake that a scenario can hold, by names that scripts may rely on.

/// Makes the kinds, the list of all and their names from one table.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal,)*) => {
        /// What sort of mistake a problem is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind {
            $($(#[$doc])* $kind,)*
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$kind,)*];

            /// Its name, which stays the same when messages are reworded.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }
        }
    };
}

kinds! {
    // The file.
    /// A file that the system does not give.
    Unreadable = "unreadable",
    /// A directory where a file should be.
    Directory = "directory",
    /// Bytes that are no text.
    NotText = "not-text",
    /// A file of more than 16 MB.
    LargeFile = "large-file",
    /// A file without content.
    Empty = "empty",
    /// Brackets in brackets.
    Nested = "nested",
    /// What is not TOML.
    Syntax = "syntax",
    /// A key that is there twice.
    DuplicateKey = "duplicate-key",
    // Keys and types.
    /// A key that nobody knows.
    UnknownKey = "unknown-key",
    /// A key that must be there.
    MissingKey = "missing-key",
    /// A value of another type.
    WrongType = "wrong-type",
    /// A text that is too long, or of several lines.
    LongText = "long-text",
    /// A word that a key cannot be.
    UnknownWord = "unknown-word",
    /// A name that cannot be shown or typed.
    BadName = "bad-name",
    // Numbers.
    /// A text where a number should be.
    NotANumber = "not-a-number",
    /// Not a number, or infinite.
    NotFinite = "not-finite",
    /// A percentage where a fraction should be.
    Percentage = "percentage",
    /// Below what is accepted.
    TooLow = "too-low",
    /// Above what is accepted.
    TooHigh = "too-high",
    /// A part of what comes in whole numbers.
    NotWhole = "not-whole",
    /// A sourced number without `value`.
    NoValue = "no-value",
    /// A range with its ends swapped.
    RangeReversed = "range-reversed",
    /// A value outside of its own range.
    OutsideRange = "outside-range",
    /// A basis that nobody knows.
    UnknownBasis = "unknown-basis",
    /// A distribution where only a number can be.
    NotDrawn = "not-drawn",
    /// A distribution that nobody knows.
    UnknownDistribution = "unknown-distribution",
    /// A triangle out of order.
    TriangleDisordered = "triangle-disordered",
    // Roles and skills.
    /// A role or skill that there is not.
    UnknownName = "unknown-name",
    /// A skill that a role requires and nobody declares.
    UndeclaredSkill = "undeclared-skill",
    /// A weight that weighs nothing.
    IdleWeight = "idle-weight",
    /// A task that is there twice.
    TaskTwice = "task-twice",
    /// Shares of working time that do not sum to 1.
    SharesSum = "shares-sum",
    /// More of something than can be numbered.
    TooMany = "too-many",
    /// A scenario without roles.
    NoRole = "no-role",
    /// A scenario without people.
    NoPeople = "no-people",
    /// More people than can be simulated.
    TooManyPeople = "too-many-people",
    /// More seats than can be simulated.
    TooManySeats = "too-many-seats",
    /// More money than can be counted.
    TooMuchMoney = "too-much-money",
    // Shocks.
    /// A shock that starts when the run is over.
    StartsTooLate = "starts-too-late",
    /// A task that a role has not.
    UnknownTask = "unknown-task",
    /// An effect that is there twice.
    EffectTwice = "effect-twice",
    /// A bar that would fall.
    LowersBar = "lowers-bar",
    // Sections.
    /// A share that cannot vary so much.
    TransferTooWide = "transfer-too-wide",
    /// A floor above its cap.
    FloorAboveCap = "floor-above-cap",
    /// Weights of a decision that weigh nothing.
    NoWeights = "no-weights",
    // Policies.
    /// More policies for more roles than can be compared.
    TooManyTerms = "too-many-terms",
    /// A policy called as the run without the shock is.
    Twin = "twin",
    /// A change to business as usual.
    ChangedReference = "changed-reference",
    /// A mix beside `adaptive = true`.
    MixAndAdaptive = "mix-and-adaptive",
    /// A mix of nothing.
    EmptyMix = "empty-mix",
    // Flags.
    /// A flag that is not `path=value`.
    FlagForm = "flag-form",
    /// A path that goes on where a value is.
    PathTooLong = "path-too-long",
    /// A path to an item that a list has not.
    UnknownItem = "unknown-item",
    /// A path that ends at an item.
    PathTooShort = "path-too-short",
    // Overlays.
    /// An overlay that has no folder to look in.
    NoFolder = "no-folder",
    /// A file outside of the folder.
    Outside = "outside",
    /// A file that extends itself.
    Cycle = "cycle",
    /// Overlays over overlays.
    TooDeep = "too-deep",
    /// `remove` in a file that extends nothing, or that is no list of paths.
    RemoveForm = "remove-form",
    /// `remove` of what is not there.
    RemoveUnknown = "remove-unknown",
}
