//! Who stays: survival of the people of week 0, the life table by week of tenure, and the renewal of seats.

use foreshift::ids::{Origin, WorkerKey};
use foreshift::process::person::{draw_temper, entity};
use foreshift::random::Luck;
use foreshift::scenario::model::Scenario;
use foreshift::workforce::record::RunRecord;

use crate::search::{self, Search};
use crate::stay::{Seat, Stay};
use crate::verdict::{cells, holds, mean, refuses, share};
use crate::world::{CLERK, count, index, over, quiet};

/// Survival of an accumulated hazard without differences between people.
fn plain(hazard: f64) -> f64 {
    libm::exp(-hazard)
}

/// The same where the logarithm of everybody's multiplier is normal with mean 0: `exp(b_E (0.6 - own))`, own engagement N(0.6, 0.1), so sigma is `0.1 b_E`.
/// The integral over the normal by the midpoint rule, whose error at this step is far below that of the counts.
fn mixed(hazard: f64, sigma: f64) -> f64 {
    const STEP: f64 = 0.02;
    (-400..400)
        .map(|step| {
            let z = (f64::from(step) + 0.5) * STEP;
            let density = libm::exp(-z * z / 2.0) / libm::sqrt(2.0 * std::f64::consts::PI);
            STEP * density * libm::exp(-hazard * libm::exp(sigma * z))
        })
        .sum()
}

/// People of week 0 who are left at the end of weeks, over all seeds, and how many there were.
fn founders_left(scenario: &Scenario, seeds: u64, weeks: &[i32]) -> (Vec<f64>, f64) {
    let mut left = vec![0.0; weeks.len()];
    let mut all = 0.0;
    over(scenario, "none", seeds, |_, record| {
        let people = f64::from(scenario.roles[0].headcount);
        all += people;
        for (left, week) in left.iter_mut().zip(weeks) {
            *left += people - count(&record.exits, |exit| exit.worker.origin == Origin::Incumbent && exit.week.0 <= *week);
        }
    });
    (left, all)
}

const WEEKS: [i32; 5] = [0, 12, 51, 103, 155];

/// Week `t` is the `t+1`st at risk.
#[test]
fn the_workforce_of_week_0_survives_as_the_hazards_of_tenure_say() {
    for (flags, external) in [(vec![], 1.0), (vec!["mechanisms.external_exit=true"], 1.21)] {
        let (left, of) = founders_left(&quiet("", &flags), 120, &WEEKS);
        let z = |place: usize, week: usize, stay: &Stay| share(left[place], of, stay.founders_left(week + 1, plain));
        let stay = Stay::new(0.11, 1.8, external);
        for (place, week) in WEEKS.into_iter().enumerate() {
            holds(&format!("left after week {week}, external exit {external}"), z(place, index(week), &stay));
        }
        refuses("a hazard 5% too high", z(4, 155, &Stay::new(0.11 * 1.05, 1.8, external)));
        refuses("a hazard 5% too low", z(4, 155, &Stay::new(0.11 * 0.95, 1.8, external)));
        refuses("no first year", z(2, 51, &Stay::new(0.11, 1.0, external)));
        refuses("external exit the other way", z(4, 155, &Stay::new(0.11, 1.8, if external > 1.0 { 1.0 } else { 1.21 })));
        refuses("nobody at risk in week 0", share(left[0], of, stay.founders_left(0, plain) - 1e-9));
    }
}

/// With one hazard for everybody the tenure of week 0 is no matter: `exp(-h t)`, the prototype's case.
#[test]
fn one_hazard_for_everybody_gives_the_exponential() {
    let (left, of) =
        founders_left(&quiet("", &["retention.turnover=0.46", "retention.first_year=1", "horizon_weeks=52"]), 120, &[51]);
    println!("lost in a year: {:.4}, 1 - exp(-0.46) = {:.4}", 1.0 - left[0] / of, -libm::expm1(-0.46));
    holds("left after a year at 0.46", share(left[0], of, libm::exp(-0.46)));
    refuses("a week more", share(left[0], of, libm::exp(-0.46 * 53.0 / 52.0)));
    refuses("a yearly probability for a hazard", share(left[0], of, 1.0 - 0.46));
}

/// Own engagement differs by person and stays: survival is the mixture of exponentials, not the exponential of the mean.
#[test]
fn spread_of_engagement_mixes_hazards() {
    let of_turnover = |turnover| Stay::new(turnover, 1.8, 1.0);
    for (effect, sigma) in [(1.5, 0.15), (6.0, 0.6)] {
        let set = format!("retention.engagement_effect={effect}");
        let (left, of) = founders_left(&quiet("", &[&set, "retention.turnover=0.5"]), 60, &WEEKS);
        let z = |place: usize, survival: &dyn Fn(f64) -> f64| {
            share(left[place], of, of_turnover(0.5).founders_left(index(WEEKS[place]) + 1, survival))
        };
        for (place, week) in WEEKS.into_iter().enumerate() {
            holds(&format!("left after week {week}, effect {effect}"), z(place, &|hazard| mixed(hazard, sigma)));
        }
        if sigma > 0.5 {
            refuses("everybody alike", z(3, &plain));
            refuses("everybody at the mean hazard", z(4, &|hazard| plain(hazard * libm::exp(sigma * sigma / 2.0))));
            refuses("an effect 10% too large", z(4, &|hazard| mixed(hazard, 1.1 * sigma)));
        }
    }
}

/// Weeks of tenure that a person was seen at risk: from, to, and whether they quit in the last.
fn lives(scenario: &Scenario, seed: u64, record: &RunRecord) -> Vec<(i32, i32, bool)> {
    let mut joined: std::collections::BTreeMap<WorkerKey, i32> = (0..scenario.roles[0].headcount)
        .map(|number| {
            let key = WorkerKey { role: CLERK, origin: Origin::Incumbent, number };
            let temper = draw_temper(entity(scenario, key), scenario, Luck::new(seed, 0));
            (key, -(temper.incumbent_age(&scenario.roles[0], scenario) + 1))
        })
        .collect();
    joined.extend(record.starts.iter().map(|start| (start.worker, start.week.0)));
    let mut lives = Vec::new();
    for exit in &record.exits {
        let since = joined.remove(&exit.worker).expect("whoever leaves has joined");
        assert_eq!(exit.tenure, exit.week.0 - since, "tenure counts from the week of joining");
        lives.push(((-since).max(1), exit.tenure, true));
    }
    lives.extend(joined.into_values().map(|since| ((-since).max(1), scenario.horizon - 1 - since, false)));
    lives
}

/// At each boundary of tenure the hazard changes in the week that the model names.
#[test]
fn the_life_table_by_week_of_tenure_has_its_steps_where_the_model_says() {
    let scenario = quiet("", &["retention.turnover=0.8", "mechanisms.external_exit=true", "horizon_weeks=130"]);
    let stay = Stay::new(0.8, 1.8, 1.21);
    let (mut at_risk, mut quits) = (vec![0.0; 300], vec![0.0; 300]);
    over(&scenario, "none", 60, |seed, record| {
        for (from, to, quit) in lives(&scenario, seed, record) {
            for tenure in from..=to.min(299) {
                at_risk[index(tenure)] += 1.0;
            }
            if quit && to < 300 {
                quits[index(to)] += 1.0;
            }
        }
    });
    assert!(quits[0] < 0.5, "nobody quits in the week of their start");
    let z = |tenures: std::ops::RangeInclusive<usize>, hazard: &dyn Fn(usize) -> f64| {
        let (mut found, mut expected, mut variance) = (0.0, 0.0, 0.0);
        for tenure in tenures {
            let probability = -libm::expm1(-hazard(tenure));
            found += quits[tenure];
            expected += at_risk[tenure] * probability;
            variance += at_risk[tenure] * probability * (1.0 - probability);
        }
        (found - expected) / libm::sqrt(variance)
    };
    let right = |tenure: usize| stay.hazard(tenure);
    for (what, tenures) in [
        ("week 1 of tenure", 1..=1),
        ("weeks 1 to 52", 1..=52),
        ("week 52", 52..=52),
        ("week 53", 53..=53),
        ("weeks 53 to 104", 53..=104),
        ("week 104", 104..=104),
        ("week 105", 105..=105),
        ("weeks 105 to 299", 105..=299),
    ] {
        holds(what, z(tenures, &right));
    }
    refuses("a first year of 53 weeks", z(53..=53, &|tenure| stay.hazard(tenure - 1)));
    refuses("a first year of 51 weeks", z(52..=52, &|tenure| stay.hazard(tenure + 1)));
    refuses("first two years of 105 weeks", z(105..=105, &|tenure| stay.hazard(tenure - 1)));
    refuses("a first year 5% worse", z(1..=52, &|tenure| 1.05 * stay.hazard(tenure)));
    refuses("a third year 5% worse", z(105..=299, &|tenure| 1.05 * stay.hazard(tenure)));
}

/// Each leaver is replaced by a search of their own, so that a seat is an alternating renewal process (Cox 1962): exact in every week, and in the long run
/// held for the share that mean stay and mean vacancy make.
#[test]
fn seats_are_held_and_change_hands_as_renewal_theory_says() {
    let sets = ["retention.turnover=0.4", "mechanisms.external_exit=true", "horizon_weeks=400", "roles.clerk.headcount=2000"];
    let scenario = quiet("", &sets);
    let stay = Stay::new(0.4, 1.8, 1.21);
    let vacant = |off: f64| search::later(&Search::new(6.3, 0.6, 0.15).weeks(off), 3);
    let seat = Seat::new(&stay, &vacant(0.5), 400);
    let weeks = [5_usize, 12, 30, 60, 110, 399];
    // Tenure at the end of the run, in whole weeks since the start; the last cell is an empty seat.
    let bands = [0..52, 52..104, 104..208, 208..400];
    let (mut held, mut tenures) = (vec![0.0; weeks.len()], vec![0.0; bands.len() + 2]);
    let (mut first_year, mut of) = (Vec::new(), 0.0);
    over(&scenario, "none", 90, |_, record| {
        of += 2000.0;
        for (held, week) in held.iter_mut().zip(weeks) {
            *held += f64::from(record.role_week(week, CLERK).headcount);
        }
        first_year.push(count(&record.exits, |exit| exit.week.0 < 52) / 2000.0);
        let gone: std::collections::BTreeSet<WorkerKey> = record.exits.iter().map(|exit| exit.worker).collect();
        let staying: Vec<usize> =
            record.starts.iter().filter(|start| !gone.contains(&start.worker)).map(|start| index(399 - start.week.0)).collect();
        for tenure in &staying {
            let band = bands.iter().position(|band| band.contains(tenure)).expect("within the run");
            tenures[band] += 1.0;
        }
        let people = f64::from(record.role_week(399, CLERK).headcount);
        tenures[bands.len()] += people - staying.iter().map(|_| 1.0).sum::<f64>();
        tenures[bands.len() + 1] += 2000.0 - people;
    });
    for (place, week) in weeks.into_iter().enumerate() {
        holds(&format!("seats held at the end of week {week}"), share(held[place], of, seat.held[week]));
    }
    let long_run = |stay: &Stay, off: f64| {
        let mean = stay.mean_weeks();
        mean / (mean + search::mean(&vacant(off)))
    };
    println!("in the long run {:.5}, in week 399 {:.5}", long_run(&stay, 0.5), seat.held[399]);
    assert!((seat.held[399] - long_run(&stay, 0.5)).abs() < 1e-4, "by week 399 the seat has forgotten how it began");
    holds("seats held in the long run", share(held[5], of, long_run(&stay, 0.5)));
    refuses("searches without half a week off", share(held[5], of, long_run(&stay, 0.0)));
    refuses("hazards 10% too high", share(held[5], of, long_run(&Stay::new(0.44, 1.8, 1.21), 0.5)));
    refuses("a run that begins in its long run", share(held[0], of, long_run(&stay, 0.5)));

    // Tenure of whoever is there at the end: starts of the week, times survival since.
    let law = |stay: &Stay, seat: &Seat| {
        let band =
            |band: std::ops::Range<usize>| -> f64 { band.map(|tenure| seat.starts[399 - tenure] * stay.outlasts(tenure)).sum() };
        let mut law: Vec<f64> = bands.iter().cloned().map(band).collect();
        law.push(stay.founders_left(400, plain));
        law.push(1.0 - law.iter().sum::<f64>());
        law
    };
    holds("tenure at the end", cells(&tenures, &law(&stay, &seat)));
    let wrong = |stay: &Stay| cells(&tenures, &law(stay, &Seat::new(stay, &vacant(0.5), 400)));
    refuses("tenure without external exits", wrong(&Stay::new(0.4, 1.8, 1.0)));
    refuses("tenure with hazards 5% too high", wrong(&Stay::new(0.42, 1.8, 1.21)));

    // People of week 0 are as old as a role's people are in the long run, so that from the first year on as many leave, but for empty seats.
    let leaving: f64 = seat.leavings[..52].iter().sum();
    println!("leavings a seat and first year {leaving:.5}; 52 over mean stay {:.5}", 52.0 / stay.mean_weeks());
    holds("leavings of the first year", mean(&first_year, leaving));
    refuses("leavings of the first year, everybody new", mean(&first_year, 1.0 - stay.outlasts(52)));
    refuses("leavings of the first year, everybody old", mean(&first_year, 0.4));
}
