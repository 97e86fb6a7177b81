//! The adaptive policy: whatever is expected to cost least until a productive person holds the seat, from what can be known that week.
//!
//! Every option is scored in money over the same window, the lesser of 104 weeks and what is left of the run:
//!
//! - output that the role is forecast to lack while the gap is open, while a newcomer ramps up and while somebody is on a course, valued at `worth` a seat-week times
//!   `relevance`, the share of it that the role is forecast to be short of (0 while surplus output covers it, 1 while it is short by more);
//! - direct cost: hiring, onboarding, tuition;
//! - pay that an option adds while it lasts: a filled vacancy's salary and premium, a surplus worker kept on for a course;
//! - less severance and surplus pay that a reskilled worker saves;
//! - the chance that a course fails, times the next best option over what is left of the window.
//!
//! The rule is ours; the options and their costs are those of the model. It sees expected values only, never a person's luck.

use crate::units::{Fixed, Money};

/// Weeks over which options are scored, at most.
pub const WINDOW_WEEKS: i32 = 104;

/// What is known of the gap and its role.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Need {
    /// Weeks scored: the lesser of `WINDOW_WEEKS` and what is left of the run.
    pub window: f64,
    /// Whether nobody sits in the seat.
    pub vacancy: bool,
    /// Worth of a productive seat a week.
    pub worth: f64,
    /// Share of the output that this gap leaves open which the role is forecast to be short of, in [0, 1].
    pub relevance: f64,
    /// Share of a seat's output that this gap leaves open: 1 for a vacancy, the holder's distance for a capability gap.
    pub open_share: f64,
    /// The role's salary a week.
    pub salary: f64,
    /// Expected hazard a week that a person of the role leaves.
    pub hazard: f64,
}

/// What is known of hiring for the role.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HireOption {
    /// Expected weeks to start, at today's scarcity, notice included.
    pub weeks_to_start: f64,
    /// Cost of the hire and of onboarding.
    pub direct: f64,
    /// Pay above the role's salary a week.
    pub premium: f64,
    /// Weeks of ramp.
    pub ramp_weeks: f64,
    /// Output at start.
    pub start_output: f64,
    /// For a replacement: severance, and pay during the grace, of whoever is displaced.
    pub displacement: f64,
}

/// What is known of a course for the candidate who would be asked first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CourseOption {
    /// Expected weeks at today's mentoring.
    pub weeks: f64,
    /// Tuition.
    pub tuition: f64,
    /// Probability of dropping out over those weeks.
    pub failure: f64,
    /// Share of working time spent learning.
    pub intensity: f64,
    /// Worth a week of the output that the learner's present role lacks by a person's absence (0 where surplus covers it).
    pub source_worth: f64,
    /// Weeks of ramp after the course.
    pub ramp_weeks: f64,
    /// Output at the start of the ramp.
    pub start_output: f64,
    /// Pay a week once moved; 0 for an upskilled person, whose pay is due anyway.
    pub pay: f64,
    /// Pay a week while learning that would end without the course, and the weeks after which it would: a surplus worker's.
    pub kept_pay: f64,
    /// Weeks until a surplus worker's pay would end without the course.
    pub kept_after: f64,
    /// Severance that a completed course saves.
    pub severance: f64,
}

/// What an option is expected to cost, in units of currency, over a window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scores {
    /// Doing nothing: the gap stays as it is; a capability gap until its holder leaves and is backfilled.
    pub wait: f64,
    /// Hiring, or replacing for a capability gap; absent where the policy cannot.
    pub hire: Option<f64>,
    /// The course; absent without a candidate.
    pub course: Option<f64>,
}

/// Scores every option.
#[must_use]
pub fn score(need: &Need, hire: Option<&HireOption>, course: Option<&CourseOption>) -> Scores {
    let wait = wait_cost(need, need.window);
    let hire_after = |window: f64| hire.map(|hire| hire_cost(need, hire, window));
    let course = course.map(|course| {
        let left = (need.window - course.weeks).max(0.0);
        let next_best = hire_after(left).map_or(wait_cost(need, left), |hired| hired.min(wait_cost(need, left)));
        course_cost(need, course, next_best)
    });
    Scores { wait, hire: hire_after(need.window), course }
}

/// Person-weeks in place of somebody who stays with this hazard, over a window.
fn weeks_in_place(hazard: f64, window: f64) -> f64 {
    if hazard > 0.0 { -libm::expm1(-hazard * window) / hazard } else { window }
}

/// Output lost to a linear ramp, in person-weeks, over a window.
fn ramp_loss(start_output: f64, ramp_weeks: f64, window: f64) -> f64 {
    if ramp_weeks <= 0.0 {
        return 0.0;
    }
    let weeks = window.clamp(0.0, ramp_weeks);
    (1.0 - start_output) * (weeks - weeks * weeks / (2.0 * ramp_weeks))
}

/// A vacancy stays open; a capability gap lasts until its holder leaves.
fn wait_cost(need: &Need, window: f64) -> f64 {
    let weeks = if need.vacancy { window } else { weeks_in_place(need.hazard, window) };
    need.worth * need.relevance * need.open_share * weeks
}

fn hire_cost(need: &Need, hire: &HireOption, window: f64) -> f64 {
    let until = hire.weeks_to_start.min(window);
    let after = window - until;
    let stay = weeks_in_place(need.hazard, after);
    let short = need.worth * need.relevance * (need.open_share * until + ramp_loss(hire.start_output, hire.ramp_weeks, after));
    let pay = hire.premium + if need.vacancy { need.salary } else { 0.0 };
    short + hire.direct + pay * stay + hire.displacement
}

fn course_cost(need: &Need, course: &CourseOption, next_best: f64) -> f64 {
    let during = course.weeks.min(need.window);
    let after = need.window - during;
    let short = need.worth * need.relevance;
    let while_learning = short * need.open_share * during
        + course.source_worth * course.intensity * during
        + course.kept_pay * (during - course.kept_after).max(0.0);
    let success = short * ramp_loss(course.start_output, course.ramp_weeks, after)
        + course.pay * weeks_in_place(need.hazard, after)
        // Pay of the grace, and severance, that a layoff would have cost.
        - course.kept_pay * (course.kept_after - during).max(0.0)
        - course.severance;
    course.tuition + while_learning + (1.0 - course.failure) * success + course.failure * next_best
}

/// Output that a role is forecast to be short of, in 2^-20 of a person-week: while surplus people are there to cover it, and once they have left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shortfall {
    /// With the surplus; below 0 where output is more than needed.
    pub now: i64,
    /// Without it.
    pub after: i64,
    /// Share of the window for which the surplus lasts.
    pub covered: f64,
}

impl Shortfall {
    /// The share of what a gap leaves open which the role is short of: at the margin, mean over the window.
    #[must_use]
    pub fn relevance(&self, open: i64) -> f64 {
        self.covered * part(self.now, open) + (1.0 - self.covered) * part(self.after, open)
    }

    /// An action of this week will bring so much.
    pub const fn bring(&mut self, output: i64) {
        self.now -= output;
        self.after -= output;
    }
}

/// How much of `open` is short, in [0, 1].
#[expect(clippy::cast_precision_loss, reason = "output of a role is far below 2^53")]
fn part(short: i64, open: i64) -> f64 {
    if open <= 0 { 0.0 } else { (short.max(0) as f64 / open as f64).min(1.0) }
}

/// Share of a window for which a surplus lasts: until expected quits have absorbed it, or the policy lays it off after `laid_off_after` weeks.
#[must_use]
pub fn covered(surplus: i32, expected_quits: f64, laid_off_after: Option<f64>, window: f64) -> f64 {
    if surplus <= 0 || window <= 0.0 {
        return 0.0;
    }
    let absorbed = if expected_quits > 0.0 { f64::from(surplus) / expected_quits } else { window };
    let lasts = laid_off_after.map_or(absorbed, |weeks| weeks.min(absorbed));
    (lasts / window).min(1.0)
}

/// Worth of a productive seat a week: `output_value * salary / 52`, times the role's output per head.
#[must_use]
pub fn seat_worth(output_value: f64, weekly_salary: Money, per_head: Fixed) -> f64 {
    output_value * weekly_salary.units() * per_head.value()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A vacancy at $1,000 a week whose seat is worth $2,000 a week, two years to go.
    const VACANCY: Need =
        Need { vacancy: true, window: 104.0, worth: 2000.0, relevance: 1.0, open_share: 1.0, salary: 1000.0, hazard: 0.0 };
    const HIRE: HireOption = HireOption {
        weeks_to_start: 10.0,
        direct: 6000.0,
        premium: 200.0,
        ramp_weeks: 20.0,
        start_output: 0.5,
        displacement: 0.0,
    };
    /// A surplus worker who would be laid off in 10 weeks with $5,000.
    const RESKILL: CourseOption = CourseOption {
        weeks: 20.0,
        tuition: 10_000.0,
        failure: 0.0,
        intensity: 0.5,
        source_worth: 0.0,
        ramp_weeks: 10.0,
        start_output: 0.5,
        pay: 900.0,
        kept_pay: 800.0,
        kept_after: 10.0,
        severance: 5000.0,
    };
    /// A holder 15% short.
    const HOLDER: Need = Need { vacancy: false, open_share: 0.15, ..VACANCY };
    const UPSKILL: CourseOption = CourseOption {
        weeks: 6.0,
        tuition: 3000.0,
        source_worth: 1700.0,
        ramp_weeks: 0.0,
        start_output: 1.0,
        pay: 0.0,
        kept_pay: 0.0,
        kept_after: 0.0,
        severance: 0.0,
        ..RESKILL
    };

    fn close(found: f64, by_hand: f64) {
        assert!((found - by_hand).abs() < 1e-6, "{found}, by hand {by_hand}");
    }

    #[test]
    fn each_option_by_hand() {
        let scores = score(&VACANCY, Some(&HIRE), Some(&RESKILL));
        close(scores.wait, 2000.0 * 104.0);
        // 10 weeks open, a ramp that loses 0.5 * 20 / 2 = 5 weeks, 94 weeks of pay at 1200.
        close(scores.hire.unwrap(), 2000.0 * (10.0 + 5.0) + 6000.0 + 1200.0 * 94.0);
        // 20 weeks open, 10 weeks of pay that a layoff would have ended, a ramp that loses 2.5 weeks, 84 weeks at 900, severance saved.
        close(scores.course.unwrap(), 10_000.0 + 2000.0 * 20.0 + 800.0 * 10.0 + 2000.0 * 2.5 + 900.0 * 84.0 - 5000.0);
    }

    #[test]
    fn reskilling_wins_where_surplus_is_about_to_be_laid_off_and_hiring_where_it_is_not() {
        let scores = score(&VACANCY, Some(&HIRE), Some(&RESKILL));
        assert!(scores.course < scores.hire, "{scores:?}");
        let nobody_leaves = CourseOption { severance: 0.0, source_worth: 2000.0, kept_pay: 0.0, pay: 1200.0, ..RESKILL };
        let scores = score(&VACANCY, Some(&HIRE), Some(&nobody_leaves));
        assert!(scores.hire < scores.course, "{scores:?}");
    }

    #[test]
    fn dear_tuition_turns_to_hiring() {
        let dear = CourseOption { tuition: 60_000.0, ..RESKILL };
        let scores = score(&VACANCY, Some(&HIRE), Some(&dear));
        assert!(scores.hire < scores.course && scores.hire < Some(scores.wait), "{scores:?}");
    }

    #[test]
    fn a_tight_market_turns_to_reskilling() {
        let costly_course = CourseOption { tuition: 26_000.0, ..RESKILL };
        let before = score(&VACANCY, Some(&HIRE), Some(&costly_course));
        assert!(before.hire < before.course, "{before:?}");
        let tight = HireOption { weeks_to_start: 40.0, ..HIRE };
        let after = score(&VACANCY, Some(&tight), Some(&costly_course));
        assert!(after.course < after.hire, "{after:?}");
    }

    #[test]
    fn a_small_distance_turns_from_replacing_to_upskilling() {
        let replace = HireOption { displacement: 15_000.0, ..HIRE };
        let near = score(&HOLDER, Some(&replace), Some(&UPSKILL));
        // 6 weeks at 15% short, half of 6 weeks away from work worth 1700, tuition.
        close(near.course.unwrap(), 2000.0 * 0.15 * 6.0 + 1700.0 * 0.5 * 6.0 + 3000.0);
        assert!(near.course < near.hire && near.course < Some(near.wait), "{near:?}");
        let far = CourseOption { weeks: 60.0, tuition: 30_000.0, failure: 0.6, ..UPSKILL };
        let hopeless = Need { open_share: 0.7, ..HOLDER };
        let scores = score(&hopeless, Some(&replace), Some(&far));
        assert!(scores.hire < scores.course, "{scores:?}");
    }

    #[test]
    fn a_short_horizon_and_covered_output_make_waiting_best() {
        let short = Need { window: 4.0, ..HOLDER };
        let scores = score(&short, Some(&HIRE), Some(&UPSKILL));
        assert!(Some(scores.wait) < scores.course && Some(scores.wait) < scores.hire, "{scores:?}");
        let covered = Need { relevance: 0.0, ..VACANCY };
        let scores = score(&covered, Some(&HIRE), Some(&RESKILL));
        close(scores.wait, 0.0);
        assert!(Some(scores.wait) < scores.course && Some(scores.wait) < scores.hire);
    }

    #[test]
    fn what_surplus_covers_counts_once_the_surplus_has_left() {
        // Two seats' output over; without the surplus one seat short. A quit every four weeks absorbs three people in 12 weeks of 48.
        let covered = covered(3, 0.25, None, 48.0);
        close(covered, 0.25);
        let mut short = Shortfall { now: -200, after: 100, covered };
        close(short.relevance(100), 0.75);
        close(short.relevance(200), 0.375);
        short.bring(100);
        close(short.relevance(100), 0.0);
        close(super::covered(3, 0.25, Some(6.0), 48.0), 0.125);
    }

    #[test]
    fn failure_weighs_in_the_next_best() {
        let sure = score(&VACANCY, Some(&HIRE), Some(&RESKILL)).course.unwrap();
        let risky = score(&VACANCY, Some(&HIRE), Some(&CourseOption { failure: 0.5, ..RESKILL })).course.unwrap();
        // Half a success, half a hire over the 84 weeks left: 10 weeks open, ramp 5, 74 weeks of pay.
        let fallback = 2000.0 * 15.0 + 6000.0 + 1200.0 * 74.0;
        let success = 2000.0 * 2.5 + 900.0 * 84.0 - 5000.0;
        close(risky - sure, 0.5 * (fallback - success));
    }
}
