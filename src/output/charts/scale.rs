//! Ranges, ticks and scales, made safe before anything is drawn: finite, wide enough, clamped.

/// Beyond this nothing that we draw has a meaning; it also keeps pixels within whole numbers.
const HUGE: f64 = 1e15;

/// Least and greatest of the finite values.
pub(super) fn extent(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    let finite = values.into_iter().filter(|value| value.is_finite()).map(|value| value.clamp(-HUGE, HUGE));
    finite.fold(None, |range: Option<(f64, f64)>, value| {
        Some(range.map_or((value, value), |(low, high)| (low.min(value), high.max(value))))
    })
}

/// An axis: its range and its ticks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Axis {
    /// Its low end.
    pub(super) low: f64,
    /// Its high end.
    pub(super) high: f64,
    /// Between ticks.
    pub(super) step: f64,
    /// Where ticks are.
    pub(super) ticks: Vec<f64>,
}

impl Axis {
    /// An axis over the values in steps of 1, 2, 2.5 or 5 times a power of ten, about so many, ending on ticks.
    pub(super) fn nice(values: impl IntoIterator<Item = f64>, about: f64) -> Self {
        let (mut low, mut high) = extent(values).unwrap_or((0.0, 1.0));
        if high - low <= 1e-9 * low.abs().max(high.abs()) || high <= low {
            let pad = (low.abs() * 0.1).max(0.5);
            (low, high) = if low == 0.0 { (0.0, 1.0) } else { (low - pad, high + pad) };
        }
        let raw = (high - low) / about.max(1.0);
        let power = libm::pow(10.0, libm::floor(libm::log10(raw)));
        let step = [1.0, 2.0, 2.5, 5.0, 10.0]
            .into_iter()
            .map(|times| times * power)
            .find(|step| *step >= raw * 0.999)
            .unwrap_or(10.0 * power);
        Self::of((low, high), step)
    }

    /// An axis of a range in steps, ending on ticks.
    fn of((low, high): (f64, f64), step: f64) -> Self {
        let first = libm::floor(low / step + 1e-9);
        let last = libm::ceil(high / step - 1e-9);
        Self { low: first * step, high: last * step, step, ticks: multiples(first, last, step) }
    }
    /// An axis of counts from 0 to the most, in whole steps.
    pub(super) fn counts(most: f64, about: f64) -> Self {
        let axis = Self::nice([0.0, most.max(1.0)], about);
        let whole = |step: f64| step >= 1.0 && (step - libm::round(step)).abs() < 1e-9;
        if whole(axis.step) {
            return axis;
        }
        // Of the steps only 0.1 to 0.5 and 2.5 are no whole numbers.
        let step = if axis.step < 1.0 { 1.0 } else { 5.0 };
        Self::of((0.0, axis.high), step)
    }

    /// The same ending just above a value, wherever its ticks are.
    pub(super) fn up_to(mut self, most: f64) -> Self {
        let high = self.low + (most - self.low) * 1.04;
        if most.is_finite() && high > self.low && high < self.high && self.ticks.get(1).is_some_and(|second| *second <= high) {
            self.high = high;
            self.ticks.retain(|tick| *tick <= high);
        }
        self
    }

    /// The same starting just below a value, wherever its ticks are.
    pub(super) fn down_to(mut self, least: f64) -> Self {
        let low = self.high - (self.high - least) * 1.04;
        let inner = self.ticks.len().checked_sub(2).and_then(|nth| self.ticks.get(nth));
        if least.is_finite() && low < self.high && low > self.low && inner.is_some_and(|inner| *inner >= low) {
            self.low = low;
            self.ticks.retain(|tick| *tick >= low);
        }
        self
    }

    /// An axis of weeks from 0 to the last, ticks at quarters, halves or whole years where that suits.
    pub(super) fn weeks(last: i32, about: i32) -> Self {
        let last = last.max(1);
        let step = [1, 2, 4, 13, 26, 52, 104, 260, 520, 1040].into_iter().find(|step| last / step <= about).unwrap_or(5200);
        let ticks = (0..=last / step).map(|tick| f64::from(tick * step)).collect();
        Self { low: 0.0, high: f64::from(last), step: f64::from(step), ticks }
    }
}

/// The multiples of a step from one to another.
fn multiples(first: f64, last: f64, step: f64) -> Vec<f64> {
    let mut ticks = Vec::new();
    let mut tick = first;
    while tick <= last && ticks.len() < 64 {
        ticks.push(if tick == 0.0 { 0.0 } else { tick * step });
        tick += 1.0;
    }
    ticks
}

/// From values to pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    start: f64,
    end: f64,
}

impl Scale {
    /// An axis laid from one pixel to another.
    pub(super) const fn new(axis: &Axis, start: f64, end: f64) -> Self {
        Self { low: axis.low, high: axis.high, start, end }
    }

    /// Where a value is, no further than the ends; what is no number is at the start.
    pub(super) fn at(&self, value: f64) -> f64 {
        if value.is_nan() || self.high <= self.low {
            return self.start;
        }
        let part = (value.clamp(self.low, self.high) - self.low) / (self.high - self.low);
        self.start + part * (self.end - self.start)
    }

    /// Its first pixel.
    pub(super) const fn start(&self) -> f64 {
        self.start
    }

    /// Its last pixel.
    pub(super) const fn end(&self) -> f64 {
        self.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_range_makes_an_axis() {
        for values in [
            vec![],
            vec![f64::NAN],
            vec![0.0],
            vec![5.0, 5.0],
            vec![f64::INFINITY, 1.0],
            vec![-3.0e300, 3.0e300],
            vec![1e15, 1e15 + 0.1],
            vec![-0.001, 0.002],
        ] {
            let axis = Axis::nice(values.clone(), 5.0);
            assert!(axis.low < axis.high && axis.ticks.len() >= 2 && axis.ticks.len() < 20, "{values:?} {axis:?}");
            let scale = Scale::new(&axis, 0.0, 100.0);
            for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0] {
                assert!((0.0..=100.0).contains(&scale.at(value)));
            }
        }
        assert_eq!(Axis::nice([0.0, 9.3], 5.0).ticks, [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        assert_eq!(Axis::counts(6.5, 3.0).ticks, [0.0, 5.0, 10.0]);
        assert_eq!(Axis::counts(0.2, 4.0).ticks, [0.0, 1.0]);
        assert_eq!(Axis::counts(300.0, 4.0).ticks, [0.0, 100.0, 200.0, 300.0]);
        let trimmed = Axis::nice([-8.2, 4.0], 5.0).up_to(4.0).down_to(-8.2);
        assert_eq!((trimmed.ticks.first(), trimmed.ticks.last()), (Some(&-7.5), Some(&2.5)));
        assert!(trimmed.low <= -8.2 && trimmed.high >= 4.0);
        assert_eq!(Axis::weeks(156, 6).ticks, [0.0, 26.0, 52.0, 78.0, 104.0, 130.0, 156.0]);
    }
}
