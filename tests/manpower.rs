//! The stationary stocks of a Markov manpower system, `n = R (I - P)^-1` (Bartholomew 1973), against the engine's, at the level that
//! `closed_forms/verdict.rs` states, each check fed something wrong as well.
//!
//! What stands for `R` and `P`. Without a shock nobody changes roles: vacancies of leaving and of growth are filled from outside under every policy, and a policy
//! reskills only for seats that a shock created. So between roles `P` is block diagonal. Within a role the hazard depends on tenure, so that the states are weeks of
//! tenure, 0 in the week of the start up to 104 and more: a week leads from each to the next with the probability of not quitting, and the last leads to itself. These
//! are grades with promotion by seniority; `R` is recruitment a week, all of it into week 0. The engine fixes seats, not recruitment, so that `R` follows from the
//! renewal of a seat: seats over mean stay plus mean vacancy.
//!
//! Moves between roles are met where they exist: a shock creates seats once, and a cohort of learners goes through learning at home, the new role, and out. Summed over
//! weeks, its stocks are `R (I - P)^-1` as well, `R` being those who began to learn.

#[path = "closed_forms/search.rs"]
mod search;
#[path = "closed_forms/stay.rs"]
#[expect(dead_code, reason = "the renewal of seats in every week is for the closed forms")]
mod stay;
#[path = "closed_forms/verdict.rs"]
mod verdict;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use foreshift::Replicate;
use foreshift::ids::{RoleId, WorkerKey};
use foreshift::scenario::model::Scenario;
use foreshift::workforce::record::{CourseOutcome, RunRecord};
use search::Search;
use stay::Stay;
use verdict::{cells, holds, mean, refuses, share};

/// A square matrix of transition probabilities a week; what is missing from a row leaves.
type Matrix = Vec<Vec<f64>>;

/// `n = R (I - P)^-1`: solves `n (I - P) = R` by elimination.
fn stocks(recruits: &[f64], transitions: &Matrix) -> Vec<f64> {
    let size = recruits.len();
    // Row j of the system: n_j - sum_i n_i P_ij = R_j.
    let mut rows: Matrix = (0..size)
        .map(|j| (0..size).map(|i| f64::from(u8::from(i == j)) - transitions[i][j]).chain([recruits[j]]).collect())
        .collect();
    for pivot in 0..size {
        let best = (pivot..size).max_by(|&a, &b| rows[a][pivot].abs().total_cmp(&rows[b][pivot].abs())).expect("a row");
        rows.swap(pivot, best);
        let upper = rows[pivot].clone();
        for row in &mut rows[pivot + 1..] {
            let factor = row[pivot] / upper[pivot];
            if factor != 0.0 {
                for (here, above) in row.iter_mut().zip(&upper).skip(pivot) {
                    *here -= factor * above;
                }
            }
        }
    }
    let mut stocks = vec![0.0; size];
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|column| rows[row][column] * stocks[column]).sum();
        stocks[row] = (rows[row][size] - known) / rows[row][row];
    }
    stocks
}

#[test]
fn stocks_of_a_textbook_system_come_out() {
    // Two grades: a tenth of the lower rises a year and a tenth leaves, a fifth of the upper leaves; 10 recruits to the lower. n1 = 10 / 0.2, n2 = 0.1 n1 / 0.2.
    let found = stocks(&[10.0, 0.0], &vec![vec![0.8, 0.1], vec![0.0, 0.8]]);
    assert!((found[0] - 50.0).abs() < 1e-9 && (found[1] - 25.0).abs() < 1e-9, "{found:?}");
}

/// Weeks of tenure in the states of one role: the last stands for as many and more.
const STATES: usize = 105;
/// Bands of tenure by what they face next week: first year, second, later.
const BANDS: [std::ops::Range<usize>; 3] = [0..52, 52..104, 104..STATES];

/// Transitions between weeks of tenure: on to the next unless they quit.
fn by_tenure(stay: &Stay) -> Matrix {
    let mut transitions = vec![vec![0.0; STATES]; STATES];
    for (state, row) in transitions.iter_mut().enumerate() {
        row[(state + 1).min(STATES - 1)] = libm::exp(-stay.hazard(state + 1));
    }
    transitions
}

/// Roles of different turnover and size, each mechanism off, no shock.
const ROLES: [(&str, f64, f64); 3] = [("agent", 3000.0, 0.35), ("clerk", 2000.0, 0.6), ("driver", 1000.0, 1.0)];
/// Of whom a run is looked at in its last week.
const WEEKS: i32 = 420;

fn read(text: &str, sets: &[&str]) -> Scenario {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    Scenario::parse("manpower.toml", text, &sets).unwrap_or_else(|errors| panic!("{errors}"))
}

fn calm() -> Scenario {
    let head = "name = \"Calm\"\n[skills]\ncare = {}\n[mechanisms]\nmentoring = false\nspread = false\nworkload = false\n\
                layoff_response = false\npoaching = false\nlock_in = false\ninsecurity = false\nscarcity = false\n";
    let mut text = head.to_owned();
    for (name, seats, turnover) in ROLES {
        let _ = writeln!(
            text,
            "[roles.{name}]\nheadcount = {seats}\nsalary = 52000\nturnover = {turnover}\nrequires = {{ care = 0.5 }}"
        );
    }
    read(&text, &["retention.engagement_effect=0", &format!("horizon_weeks={WEEKS}")])
}

/// Stocks a seat by band of tenure in the long run, of a role with a turnover.
fn expected(turnover: f64, first_year: f64, off: f64) -> [f64; 3] {
    let stay = Stay::new(turnover, first_year, 1.21);
    let vacant = search::mean(&search::later(&Search::new(6.3, 0.6, 0.15).weeks(off), 3));
    let mut recruits = vec![0.0; STATES];
    recruits[0] = 1.0 / (stay.mean_weeks() + vacant);
    let stocks = stocks(&recruits, &by_tenure(&stay));
    BANDS.map(|band| stocks[band].iter().sum())
}

/// People of a role by band of tenure in the last week.
fn by_band(record: &RunRecord, role: RoleId) -> [f64; 3] {
    let gone: BTreeSet<WorkerKey> = record.exits.iter().map(|exit| exit.worker).collect();
    let mut bands = [0.0; 3];
    let mut all = 0.0;
    for start in record.starts.iter().filter(|start| start.worker.role == role && !gone.contains(&start.worker)) {
        let tenure = usize::try_from(WEEKS - 1 - start.week.0).expect("within the run").min(STATES - 1);
        bands[BANDS.iter().position(|band| band.contains(&tenure)).expect("a band")] += 1.0;
        all += 1.0;
    }
    // The others were there at week 0: more than two years ago.
    let last = record.role_week(record.weeks() - 1, role);
    bands[2] += f64::from(last.headcount) - all;
    bands
}

/// Without a shock nobody moves, and each role's people stand by tenure as recruitment and survival make them.
#[test]
fn stocks_by_role_and_tenure_are_recruitment_times_the_fundamental_matrix() {
    let scenario = calm();
    // A policy that would reskill changes nothing without a shock.
    let policy = scenario.policies.iter().find(|policy| policy.name == "reskill").expect("a built-in");
    let mut found = [[0.0; 3]; 3];
    let mut starts = [0.0; 3];
    let seeds = 60;
    for seed in 0..seeds {
        let record = Replicate::new(&scenario, seed, 0).run(policy);
        assert!(record.moves.is_empty() && record.courses.is_empty(), "nobody changes roles without a shock");
        for (number, found) in (0..).zip(&mut found) {
            for (sum, here) in found.iter_mut().zip(by_band(&record, RoleId(number))) {
                *sum += here;
            }
            starts[usize::from(number)] += record
                .starts
                .iter()
                .filter(|start| start.worker.role == RoleId(number) && start.week.0 >= 312)
                .map(|_| 1.0)
                .sum::<f64>();
        }
    }
    let runs: f64 = (0..seeds).map(|_| 1.0).sum();
    for (((name, seats, turnover), found), starts) in ROLES.iter().zip(&found).zip(starts) {
        let right = expected(*turnover, 1.8, 0.5);
        println!("{name}: {:?} a seat, expected {right:?}", found.map(|people| people / seats / runs));
        for (band, people) in found.iter().enumerate() {
            holds(&format!("{name}, band {band}"), share(*people, seats * runs, right[band]));
        }
        // Together, with the empty seats.
        let together = |law: [f64; 3]| {
            let empty = seats * runs - found.iter().sum::<f64>();
            cells(&[found[0], found[1], found[2], empty], &[law[0], law[1], law[2], 1.0 - law.iter().sum::<f64>()])
        };
        holds(&format!("{name}, all bands"), together(right));
        refuses(&format!("{name}: a first year 10% worse"), together(expected(*turnover, 1.98, 0.5)));
        refuses(&format!("{name}: searches a week longer"), together(expected(*turnover, 1.8, -0.5)));
        refuses(&format!("{name}: turnover 10% higher"), share(found[2], seats * runs, expected(1.1 * turnover, 1.8, 0.5)[2]));
        // Recruitment of the last 108 weeks is R; starts a seat are rarer than a Poisson count of them would vary.
        let stay = Stay::new(*turnover, 1.8, 1.21);
        let vacant = |weeks: usize| search::mean(&search::later(&Search::new(6.3, 0.6, 0.15).weeks(0.5), weeks));
        let rate = |weeks: usize| 108.0 * seats * runs / (stay.mean_weeks() + vacant(weeks));
        holds(&format!("{name}, recruitment"), (starts - rate(3)) / libm::sqrt(rate(3)));
        refuses(&format!("{name}, recruitment without vacancies"), {
            let without = 108.0 * seats * runs / stay.mean_weeks();
            (starts - without) / libm::sqrt(without)
        });
    }
}

/// Clerks of whom half are not needed any more from week 2, and technicians of whom as many more are: the way is distance 1/2, and 17 weeks long.
const RESKILLING: &str = r#"
name = "Cohort"
horizon_weeks = 900
[skills]
care = {}
tools = {}
[roles.clerk]
headcount = 1000
salary = 52000
turnover = 0.6
requires = { care = 1.0 }
tasks = [{ name = "all", share = 1.0 }]
[roles.technician]
headcount = 10
salary = 104000
turnover = 0.9
requires = { care = 1.0, tools = 1.0 }
[learning]
qualified_at = 1.0
transfer = 1
transfer_sd = 0
pace_weeks = 20
learning_rate_sd = 0
dropout = 0.04
internal_discount = 0.2
[retention]
engagement_effect = 0
first_year = 1
pay_effect = 4
[mechanisms]
mentoring = false
spread = false
workload = false
layoff_response = false
poaching = false
lock_in = true
insecurity = false
scarcity = false
external_exit = false
[shocks.machines]
start_week = 2
ramp_weeks = 0
automates = [{ role = "clerk", task = "all", share = 0.5 }]
creates = [{ role = "technician", seats = 500 }]
[policies.move]
mix = { reskill = 1 }
lead_weeks = 0
surplus = "retain"
training_capacity = 1000
fallback = "none"
"#;

/// Weeks of a course: 1 + 20 * 0.5^1.5 full-time weeks at half time.
const COURSE: usize = 17;

/// Person-weeks that a learner of the cohort spends in week 1, 2, ... of the course and as a technician, by `R (I - P)^-1` with one recruit into the first. A person
/// counts in the state of the end of a week. In the launch week nobody is at risk; then quitting, completing, dropping out, in this order.
fn cohort(learning: f64, technician: f64, dropping: f64) -> Vec<f64> {
    let size = COURSE + 1;
    let mut transitions = vec![vec![0.0; size]; size];
    for week in 0..COURSE {
        let stays = libm::exp(-learning);
        if week + 1 < COURSE {
            transitions[week][week + 1] = stays * libm::exp(-dropping);
        } else {
            transitions[week][COURSE] = stays;
        }
    }
    transitions[COURSE][COURSE] = libm::exp(-technician);
    let mut recruits = vec![0.0; size];
    recruits[0] = 1.0;
    stocks(&recruits, &transitions)
}

/// Person-weeks on the course and as a technician, one entry a learner of the first week.
fn spells(record: &RunRecord) -> (Vec<f64>, Vec<f64>) {
    let horizon = i32::try_from(record.weeks()).expect("weeks");
    let moved: BTreeMap<WorkerKey, i32> = record.moves.iter().map(|row| (row.worker, row.week.0)).collect();
    let gone: BTreeMap<WorkerKey, i32> = record.exits.iter().map(|row| (row.worker, row.week.0)).collect();
    let cohort = record.courses.iter().filter(|course| course.launched.0 == 2);
    cohort
        .map(|course| {
            let ended = course.ended.expect("ended").0;
            let since = if course.outcome == CourseOutcome::Qualified { moved.get(&course.worker) } else { None };
            let there = since.map_or(0, |since| gone.get(&course.worker).copied().unwrap_or(horizon) - since);
            (f64::from(ended - 2), f64::from(there))
        })
        .unzip()
}

/// With moves: of everybody who began to learn, so many weeks are spent learning and so many in the new role. A mover's pay is the own or four fifths of the market's,
/// whichever is more; what the market pays above it raises the hazard.
#[test]
fn a_cohort_that_moves_between_roles_spends_its_weeks_as_the_fundamental_matrix_says() {
    let scenario = read(RESKILLING, &[]);
    let policy = scenario.policies.iter().find(|policy| policy.name == "move").expect("the file's own");
    let (mut learning, mut there) = (Vec::new(), Vec::new());
    for seed in 0..60 {
        let (weeks, stay) = spells(&Replicate::new(&scenario, seed, 0).run(policy));
        learning.extend(weeks);
        there.extend(stay);
    }
    // Learners are locked in; technicians are paid 20% below the market.
    let right = |lock_in: f64, gap: f64, dropping: f64| cohort(0.6 / 52.0 * lock_in, 0.9 / 52.0 * libm::exp(4.0 * gap), dropping);
    let on_course = |stocks: &[f64]| stocks[..COURSE].iter().sum::<f64>();
    let stocks = right(0.7, 0.2, 0.04 * 0.5);
    println!("{} learners; weeks expected on the course {:.3}, there {:.3}", learning.len(), on_course(&stocks), stocks[COURSE]);
    holds("weeks on the course", mean(&learning, on_course(&stocks)));
    holds("weeks in the new role", mean(&there, stocks[COURSE]));
    refuses("no lock-in", mean(&learning, on_course(&right(1.0, 0.2, 0.04 * 0.5))));
    refuses("a pay gap of 18%", mean(&there, right(0.7, 0.18, 0.04 * 0.5)[COURSE]));
    refuses("no pay gap", mean(&there, right(0.7, 0.0, 0.04 * 0.5)[COURSE]));
    refuses("dropping out as at support 1", mean(&there, right(0.7, 0.2, 0.02 * 0.5)[COURSE]));
    refuses("dropping out 20% more often", mean(&learning, on_course(&right(0.7, 0.2, 0.048 * 0.5))));
}
