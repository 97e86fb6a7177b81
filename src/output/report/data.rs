//! The table of numbers under each chart: what the picture shows, in full figures. Each is cut to what can be read; every number is in
//! the tables of the results.

use super::words::shown;
use crate::analysis::format::{figure, number};
use crate::analysis::ranking::difference;
use crate::analysis::results::{ALL, NONE, TWIN};
use crate::analysis::rows::{Comparison, Interval, WeeklyRow};

/// Weeks between rows of a table over weeks, and the most such rows.
const HALF_YEAR: i32 = 26;
const MOST_WEEKS: usize = 8;

/// A table of numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Data {
    /// What is in it, and where all of it is.
    pub caption: String,
    /// Heads of columns; the first is that of the rows.
    pub head: Vec<String>,
    /// Rows: the policy that each is of, and its cells.
    pub rows: Vec<(String, Vec<String>)>,
}

/// The numbers behind a chart, by its name; none for a chart that is not known here.
pub fn data(found: &Comparison, chart: &str) -> Option<Data> {
    let made = match chart {
        "cost-by-category" => costs(found),
        "gaps-over-weeks" => weekly(
            found,
            "gaps",
            "Open gaps in all roles at the end of a week: median of runs, and the middle 50% and 90% of runs",
        ),
        "time-to-fill" => fills(found),
        "retention" => retention(found),
        "cost-against-gap-weeks" => tradeoff(found),
        "money-over-time" => weekly(
            found,
            "cumulative_cost_against_none",
            "Transition cost so far, less that of doing nothing new: median of runs, and the middle 50% and 90% of runs",
        ),
        "by-role" => by_role(found),
        "movement" => moves(found),
        _ => return None,
    };
    (!made.rows.is_empty()).then_some(made)
}

fn texts(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Policies best first, then the twin.
fn lines(found: &Comparison) -> Vec<&str> {
    found.answer.standings.iter().map(|standing| standing.policy.as_str()).chain([TWIN]).collect()
}

fn unit(found: &Comparison) -> String {
    shown(&found.scenario.currency)
}

fn costs(found: &Comparison) -> Data {
    let mut rows = Vec::new();
    for policy in lines(found) {
        for row in found.costs.iter().filter(|row| row.policy == policy && row.role == ALL) {
            rows.push((
                shown(policy),
                vec![
                    row.category.replace('_', " "),
                    figure(row.mean, 0),
                    format!("{} to {}", figure(row.ci_low, 0), figure(row.ci_high, 0)),
                    format!("{} to {}", figure(row.p05, 0), figure(row.p95, 0)),
                ],
            ));
        }
    }
    Data {
        caption: format!(
            "Money over the whole run by category, in {}. Payroll here is all pay; the chart shows what of it lies beyond the seats needed. By role: tables/costs.",
            unit(found)
        ),
        head: texts(&["Policy", "Category", "Mean", "95% interval of the mean", "90% of runs"]),
        rows,
    }
}

/// Weeks that a table over weeks shows.
fn shown_weeks(horizon: i32) -> Vec<i32> {
    let mut step = HALF_YEAR;
    while horizon / step >= i32::try_from(MOST_WEEKS).unwrap_or(i32::MAX) {
        step *= 2;
    }
    let mut weeks: Vec<i32> = (1..=horizon / step).map(|nth| nth * step - 1).filter(|week| *week < horizon - 1).collect();
    weeks.push(horizon - 1);
    weeks
}

fn weekly(found: &Comparison, measure: &str, what: &str) -> Data {
    let weeks = shown_weeks(found.scenario.horizon);
    let mut rows = Vec::new();
    for policy in lines(found) {
        let of =
            |row: &&WeeklyRow| row.measure == measure && row.role == ALL && row.policy == policy && weeks.contains(&row.week);
        for row in found.weekly.iter().filter(of) {
            rows.push((
                shown(policy),
                vec![
                    (row.week + 1).to_string(),
                    figure(row.p50, 0),
                    format!("{} to {}", figure(row.p25, 0), figure(row.p75, 0)),
                    format!("{} to {}", figure(row.p05, 0), figure(row.p95, 0)),
                ],
            ));
        }
    }
    let unit = found.weekly.iter().find(|row| row.measure == measure).map(|row| shown(&row.unit)).unwrap_or_default();
    Data {
        caption: format!("{what}; unit: {unit}. Every week: tables/weekly."),
        head: texts(&["Policy", "After weeks", "Median", "50% of runs", "90% of runs"]),
        rows,
    }
}

/// A share as a percentage with its interval.
fn share(interval: Interval) -> String {
    let percent = |share: f64| number(100.0 * share, 1);
    if interval.high > interval.low {
        format!("{}% ({} to {})", percent(interval.mean), percent(interval.low), percent(interval.high))
    } else {
        format!("{}%", percent(interval.mean))
    }
}

fn fills(found: &Comparison) -> Data {
    let mut rows = Vec::new();
    for policy in lines(found) {
        let of = found.time_to_fill.iter().filter(|row| row.policy == policy && row.role == ALL && row.kind == "all");
        for row in of.filter(|row| row.weeks % 13 == 0) {
            rows.push((
                shown(policy),
                vec![
                    row.weeks.to_string(),
                    share(row.share_open),
                    share(row.share_filled),
                    share(row.share_lapsed),
                    figure(row.at_risk, 1),
                ],
            ));
        }
    }
    Data {
        caption: "What has become of the gaps that the shock opened, so many weeks after each opened: mean of runs and its 95% interval. Lapsed: \
                  no longer needed. Every week, by role and kind: tables/time_to_fill."
            .to_owned(),
        head: texts(&["Policy", "Weeks open", "Still open", "Filled", "Lapsed", "Gaps watched, a run"]),
        rows,
    }
}

fn retention(found: &Comparison) -> Data {
    let weeks = shown_weeks(found.scenario.horizon);
    let mut rows = Vec::new();
    for policy in lines(found) {
        let of = found.retention.iter().filter(|row| row.policy == policy && row.role == "hit");
        for row in of.filter(|row| weeks.contains(&row.week)) {
            rows.push((
                shown(policy),
                vec![(row.week + 1).to_string(), share(row.employed), share(row.quit), share(row.laid_off)],
            ));
        }
    }
    Data {
        caption: "Of the people of week 0 whose jobs the shock touches: mean of runs and its 95% interval. Every week, by role: tables/retention."
            .to_owned(),
        head: texts(&["Policy", "After weeks", "Employed", "Quit", "Laid off"]),
        rows,
    }
}

fn tradeoff(found: &Comparison) -> Data {
    let cell = |policy: &str, measure: &str, decimals: usize| {
        difference(found, policy, NONE, measure).map_or_else(
            || "\u{2014}".to_owned(),
            |known| match known.ends {
                Some((low, high)) => {
                    format!("{} ({} to {})", figure(known.mean, decimals), figure(low, decimals), figure(high, decimals))
                }
                None => figure(known.mean, decimals),
            },
        )
    };
    let policies = lines(found).into_iter().filter(|policy| *policy != NONE);
    Data {
        caption: format!(
            "Paired differences against doing nothing new, with their 95% intervals: transition cost in {}, extra weeks open for each gap of the shock. Every measure and pair: tables/comparisons.",
            unit(found)
        ),
        head: texts(&["Policy", "Transition cost", "Extra weeks open for each gap"]),
        rows: policies
            .map(|policy| {
                let cells = vec![cell(policy, "transition_cost", 0), cell(policy, "excess_gap_weeks_per_shock_gap", 1)];
                (shown(policy), cells)
            })
            .collect(),
    }
}

/// The title of a role, or its name where it has none.
fn title(found: &Comparison, name: &str) -> String {
    found.scenario.roles.iter().find(|role| role.name == name).map_or_else(|| shown(name), |role| shown(&role.title))
}

fn by_role(found: &Comparison) -> Data {
    let last = found.scenario.horizon - 1;
    let mut rows = Vec::new();
    for policy in lines(found) {
        for role in &found.scenario.roles {
            let at_end = |measure: &str| {
                let of = |row: &&WeeklyRow| {
                    row.week == last && row.measure == measure && row.role == role.name && row.policy == policy
                };
                found.weekly.iter().find(of).map_or_else(String::new, |row| figure(row.mean, 1))
            };
            let cells = ["seats", "qualified", "gaps", "surplus"].map(at_end);
            rows.push((shown(policy), [vec![title(found, &role.name)], cells.to_vec()].concat()));
        }
    }
    Data {
        caption: "Each role in the last week, means of runs. Every week: tables/weekly.".to_owned(),
        head: texts(&["Policy", "Role", "Seats needed", "Qualified people", "Open gaps", "Surplus people"]),
        rows,
    }
}

fn moves(found: &Comparison) -> Data {
    let mut rows = Vec::new();
    for policy in lines(found) {
        for row in found.moves.iter().filter(|row| row.policy == policy) {
            let people = row.people;
            rows.push((
                shown(policy),
                vec![
                    title(found, &row.from_role),
                    title(found, &row.to_role),
                    format!("{} ({} to {})", figure(people.mean, 1), figure(people.low, 1), figure(people.high, 1)),
                ],
            ));
        }
    }
    Data {
        caption: "People who moved from one role to another, a run: mean and its 95% interval.".to_owned(),
        head: texts(&["Policy", "From", "To", "People"]),
        rows,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_over_weeks_are_short_and_end_at_the_end() {
        assert_eq!(shown_weeks(156), [25, 51, 77, 103, 129, 155]);
        assert_eq!(shown_weeks(20), [19]);
        assert_eq!(shown_weeks(1), [0]);
        assert!(shown_weeks(520).len() <= MOST_WEEKS + 1 && shown_weeks(520).ends_with(&[519]));
    }
}
