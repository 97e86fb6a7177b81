//! Ranges over which a value varies, as flags and sweep files write them: `low..high` or `low..high:steps`.

use super::value::as_written;

/// The most steps of one range.
pub(super) const MOST_STEPS: usize = 1_000_000;

/// What a range looks like, for whoever wrote another.
const FORM: &str = "Write low..high, as in 1600..9000, or low..high:steps for a grid, as in 1600..9000:5.";

/// A range and how many evenly spaced values a grid takes of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The low end.
    pub low: f64,
    /// The high end, above the low one.
    pub high: f64,
    /// Values of a grid, both ends among them, where that was said.
    pub steps: Option<usize>,
}

/// What is wrong with a range, and what to write.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{cause}")]
pub struct RangeError {
    /// What is wrong.
    pub cause: String,
    /// What to do about it.
    pub remedy: String,
}

impl RangeError {
    /// Something wrong, and what to do about it.
    pub fn new(cause: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { cause: cause.into(), remedy: remedy.into() }
    }
}

impl Range {
    /// Reads a range.
    ///
    /// # Errors
    ///
    /// It is none, an end is no finite number, the ends are not in order, or the steps are not from 1 to a million.
    pub fn parse(text: &str) -> Result<Self, RangeError> {
        let (range, steps) = match text.split_once(':') {
            Some((range, steps)) => (range, Some(steps.trim())),
            None => (text, None),
        };
        let Some((low, high)) = range.split_once("..") else {
            return Err(RangeError::new(format!("{:?} is not a range", super::fields::shortened(text)), FORM));
        };
        let end = |which: &str, text: &str| {
            let cause =
                || format!("the {which} end of a range must be a number, found {:?}", super::fields::shortened(text.trim()));
            as_written(text).ok_or_else(|| RangeError::new(cause(), FORM))
        };
        let (low, high) = (end("low", low)?, end("high", high)?);
        if low > high {
            return Err(RangeError::new(
                format!("the range {low}..{high} has its low end above its high end"),
                format!("Swap them: {high}..{low}."),
            ));
        }
        if low >= high {
            return Err(RangeError::new(
                format!("the range {low}..{high} has no width"),
                "Give a high end above the low one, or set the value with --set.",
            ));
        }
        let steps = match steps.map(|steps| (steps, steps.parse::<usize>())) {
            None => None,
            Some((_, Ok(number))) if (1..=MOST_STEPS).contains(&number) => Some(number),
            Some((steps, _)) => {
                return Err(RangeError::new(
                    format!(
                        "the steps of a range must be a whole number from 1 to {MOST_STEPS}, found {:?}",
                        super::fields::shortened(steps)
                    ),
                    FORM,
                ));
            }
        };
        Ok(Self { low, high, steps })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_read_as_written() {
        let range = |low, high, steps| Ok(Range { low, high, steps });
        assert_eq!(Range::parse("1600..9000"), range(1600.0, 9000.0, None));
        assert_eq!(Range::parse(" 0.5 .. 1.5 : 5 "), range(0.5, 1.5, Some(5)));
        assert_eq!(Range::parse("-1e-3..1_000"), range(-0.001, 1000.0, None));
    }

    #[test]
    fn what_is_no_range_is_told() {
        for (text, words) in [
            ("", "is not a range"),
            ("5", "is not a range"),
            ("a..5", "the low end of a range must be a number, found \"a\""),
            ("1..", "the high end"),
            ("1..inf", "the high end"),
            ("9..1", "above its high end"),
            ("2..2", "no width"),
            ("1..2:0", "steps"),
            ("1..2:x", "steps"),
        ] {
            let told = Range::parse(text).unwrap_err();
            assert!(told.cause.contains(words) && !told.remedy.is_empty(), "{text}: {told:?}");
        }
    }
}
