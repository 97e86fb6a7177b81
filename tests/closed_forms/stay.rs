//! How long people stay, in closed form: hazards by week of tenure, survival, the stationary law of tenure, and the renewal of a seat.
//!
//! What week counts: whoever starts in week `s` is first at risk in week `s + 1`, the first week of tenure. People of week 0 with `a` whole weeks behind them
//! are at risk in week 0 as in week `a + 1` of their tenure. The first year is weeks of tenure 1 to 52, the second 53 to 104.

/// Weeks of a working life, which bounds tenure at week 0.
const WORKING_LIFE: usize = 40 * 52;
/// Weeks of tenure that are tabulated.
const LONGEST: usize = WORKING_LIFE + 2_000;

/// A law of staying, with climate, pay and everything else neutral.
#[derive(Clone, Debug)]
pub struct Stay {
    /// Hazard accumulated over so many weeks of tenure.
    cumulative: Vec<f64>,
    /// Probability of so many whole weeks of tenure at week 0.
    ages: Vec<f64>,
}

impl Stay {
    /// From turnover a person-year, the multiplier of the first year and that of the first two (1 where the mechanism is off).
    pub fn new(turnover: f64, first_year: f64, external_exit: f64) -> Self {
        let yearly = |week: usize| {
            turnover
                * match week {
                    0..=52 => first_year * external_exit,
                    53..=104 => external_exit,
                    _ => 1.0,
                }
        };
        let mut cumulative = vec![0.0];
        for week in 1..LONGEST {
            cumulative.push(cumulative[week - 1] + yearly(week) / 52.0);
        }
        // The density of the age is proportional to survival; a whole week holds its integral over that week.
        let area = |week: usize| {
            let hazard = yearly(week + 1);
            libm::exp(-cumulative[week]) * if hazard > 0.0 { -libm::expm1(-hazard / 52.0) / hazard } else { 1.0 / 52.0 }
        };
        let areas: Vec<f64> = (0..WORKING_LIFE).map(area).collect();
        let total: f64 = areas.iter().sum();
        Self { ages: areas.iter().map(|area| area / total).collect(), cumulative }
    }

    /// Hazard of a week of tenure.
    pub fn hazard(&self, week: usize) -> f64 {
        self.cumulative[week] - self.cumulative[week - 1]
    }

    /// Hazard accumulated over weeks of tenure `from + 1` to `from + weeks`.
    pub fn accumulated(&self, from: usize, weeks: usize) -> f64 {
        self.cumulative[from + weeks] - self.cumulative[from]
    }

    /// Probability that a newcomer outlasts so many weeks at risk.
    pub fn outlasts(&self, weeks: usize) -> f64 {
        libm::exp(-self.cumulative[weeks])
    }

    /// Probability that somebody of week 0 is left after so many weeks at risk; `survival` of an accumulated hazard.
    pub fn founders_left(&self, weeks: usize, survival: impl Fn(f64) -> f64) -> f64 {
        self.ages.iter().enumerate().map(|(age, probability)| probability * survival(self.accumulated(age, weeks))).sum()
    }

    /// Mean weeks that a newcomer is there: the week of the start and every week outlasted.
    pub fn mean_weeks(&self) -> f64 {
        // Beyond the table hazards are constant.
        let end = LONGEST - 1;
        let tail = self.outlasts(end) / -libm::expm1(-self.hazard(end)) * libm::exp(-self.hazard(end));
        (0..=end).map(|week| self.outlasts(week)).sum::<f64>() + tail
    }
}

/// What becomes of a seat that somebody of week 0 holds, of which nobody is short for long: the renewal equation in whole weeks.
#[derive(Clone, Debug)]
pub struct Seat {
    /// Probability of a start in each week.
    pub starts: Vec<f64>,
    /// Probability that somebody leaves in each week.
    pub leavings: Vec<f64>,
    /// Probability that the seat is held at the end of each week.
    pub held: Vec<f64>,
}

impl Seat {
    /// Over so many weeks; `vacant` is the probability of each number of weeks from a leaving to the start of the next holder.
    pub fn new(stay: &Stay, vacant: &[f64], weeks: usize) -> Self {
        let left = |weeks| stay.founders_left(weeks, |hazard| libm::exp(-hazard));
        let founders: Vec<f64> = (0..=weeks).map(left).collect();
        let (mut starts, mut leavings, mut held) = (Vec::new(), Vec::new(), Vec::new());
        for week in 0..weeks {
            let before = |starts: &[f64], meets: &dyn Fn(usize) -> f64| -> f64 {
                starts.iter().enumerate().map(|(start, probability)| probability * meets(week - start)).sum()
            };
            let leaves = |tenure: usize| stay.outlasts(tenure - 1) - stay.outlasts(tenure);
            leavings.push(founders[week] - founders[week + 1] + before(&starts, &leaves));
            starts.push(before(&leavings, &|weeks| vacant.get(weeks).copied().unwrap_or(0.0)));
            held.push(founders[week + 1] + before(&starts, &|tenure| stay.outlasts(tenure)));
        }
        Self { starts, leavings, held }
    }
}
