//! How long searches take: against the lognormal, with declines, notice and scarcity, and how many are open at a time.

use foreshift::scenario::model::Scenario;
use foreshift::workforce::record::RunRecord;

use crate::search::{self, Search};
use crate::stay::{Seat, Stay};
use crate::verdict::{cells, chi_square, holds, mean, refuses, share};
use crate::world::{CLERK, count, index, over, quiet};

/// Weeks from opening to acceptance of searches opened in the first hundred weeks: long before the end, so that every one has ended.
fn weeks_searched(scenario: &Scenario, seeds: u64) -> Vec<f64> {
    assert!(scenario.horizon >= 300, "room for the longest search");
    let mut weeks = Vec::new();
    over(scenario, "none", seeds, |_, record| {
        let early = record.starts.iter().filter(|start| start.opened.0 < 100);
        weeks.extend(early.map(|start| f64::from(start.accepted - start.opened)));
    });
    weeks
}

/// How many searches took each number of weeks.
fn histogram(weeks: &[f64], longest: usize) -> Vec<f64> {
    let mut counts = vec![0.0; longest];
    for &week in weeks {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole weeks")]
        let week = (week as usize).min(longest - 1);
        counts[week] += 1.0;
    }
    counts
}

/// Mean, median, ninth decile and the whole law, with and without declines. A search is over in the first whole week by which its work, half a week
/// taken off, is done; in one week at least.
#[test]
fn a_search_takes_its_lognormal_in_whole_weeks() {
    for decline in [0.0, 0.15, 0.4] {
        let decline_set = format!("hiring.decline={decline}");
        let scenario = quiet("", &["retention.turnover=1", "horizon_weeks=300", &decline_set]);
        let weeks = weeks_searched(&scenario, 12);
        let law = Search::new(6.3, 0.6, decline).weeks(0.5);
        let all = weeks.iter().map(|_| 1.0).sum();
        let counts = histogram(&weeks, law.len());
        let by = |week: usize| counts[..=week].iter().sum::<f64>();
        let law_by = |law: &[f64], week: usize| law[..=week].iter().sum::<f64>();
        // The weeks of the law's median and ninth decile.
        let quantile = |share: f64| (0..law.len()).find(|&week| law_by(&law, week) >= share).expect("a quantile");
        let (median, ninth) = (quantile(0.5), quantile(0.9));
        println!("decline {decline}: {all} searches, median {median}, ninth decile {ninth}, mean {:.4}", search::mean(&law));
        holds("mean", mean(&weeks, search::mean(&law)));
        holds("share by the median", share(by(median), all, law_by(&law, median)));
        holds("share by the ninth decile", share(by(ninth), all, law_by(&law, ninth)));
        holds("the whole law", cells(&counts, &law));
        refuses("a mean of 6.3 - 5%", mean(&weeks, search::mean(&Search::new(6.3 * 0.95, 0.6, decline).weeks(0.5))));
        refuses("no half week off", mean(&weeks, search::mean(&Search::new(6.3, 0.6, decline).weeks(0.0))));
        let narrow = Search::new(6.3, 0.5, decline).weeks(0.5);
        refuses("a sigma of 0.5, by the ninth decile", share(by(ninth), all, law_by(&narrow, ninth)));
        refuses("a sigma of 0.5", cells(&counts, &narrow));
        refuses("declines otherwise", cells(&counts, &Search::new(6.3, 0.6, if decline > 0.0 { 0.0 } else { 0.15 }).weeks(0.5)));
        // The published figure is the mean to acceptance, declines included; whole weeks move it by less than a hundredth of a week.
        assert!((search::mean(&law) - 6.3).abs() < 0.02, "{}", search::mean(&law));
    }
}

/// From acceptance to start it is the notice, to the nearest week; the seat is empty for both.
#[test]
fn notice_comes_on_top() {
    for (notice, weeks) in [("0", 0), ("2.4", 2), ("2.5", 3), ("3", 3)] {
        let set = format!("hiring.notice_weeks={notice}");
        let scenario = quiet("", &["retention.turnover=1", "horizon_weeks=300", "roles.clerk.headcount=400", &set]);
        let mut empty = Vec::new();
        over(&scenario, "none", 12, |_, record| {
            assert!(record.starts.iter().all(|start| start.week - start.accepted == weeks), "notice of {notice}");
            let early = record.gaps.iter().filter(|gap| gap.opened.0 < 100);
            empty.extend(early.map(|gap| f64::from(gap.closed.expect("filled by week 300") - gap.opened)));
        });
        let law = |notice| search::later(&Search::new(6.3, 0.6, 0.15).weeks(0.5), notice);
        holds(&format!("weeks without anybody, notice of {notice}"), mean(&empty, search::mean(&law(index(weeks)))));
        refuses("another week of notice", mean(&empty, search::mean(&law(index(weeks) + 1))));
    }
}

/// A role of many seats is a source of vacancies at a constant rate, each served at once by a search of its own: M/G/infinity. The mean number open is rate
/// times mean search (Little 1961), the number is Poisson whatever the law of a search.
#[test]
fn open_searches_follow_littles_law_and_are_poisson() {
    let (seats, weeks) = (20_000.0, [60, 100, 140, 180, 220, 259]);
    for sigma in [0.3, 0.9] {
        let sigma_set = format!("hiring.time_to_fill_sigma={sigma}");
        let sets =
            ["roles.clerk.headcount=20000", "retention.turnover=0.2", "retention.first_year=1", "horizon_weeks=260", &sigma_set];
        let (stay, law) = (Stay::new(0.2, 1.0, 1.0), Search::new(6.3, sigma, 0.15).weeks(0.5));
        let cycle = stay.mean_weeks() + search::mean(&law) + 3.0;
        let open = seats / cycle * search::mean(&law);
        // The rate at which people leave is constant soon after the first vacancies.
        let seat = Seat::new(&stay, &search::later(&law, 3), 260);
        assert!((seat.leavings[60] * cycle - 1.0).abs() < 1e-4, "{} leave a week", seat.leavings[60]);
        let mut found = Vec::new();
        over(&quiet("", &sets), "none", 30, |_, record| {
            found.extend(weeks.map(|week| f64::from(record.role_week(week, CLERK).searches)));
        });
        let samples: f64 = found.iter().map(|_| 1.0).sum();
        let all: f64 = found.iter().sum();
        let z = |expected: f64| (all / samples - expected) / libm::sqrt(expected / samples);
        println!("sigma {sigma}: {:.2} open on average, rate times mean search {open:.2}", all / samples);
        holds("searches open", z(open));
        refuses("a rate 5% higher", z(1.05 * open));
        refuses("searches half a week longer", z(open * (0.5 + search::mean(&law)) / search::mean(&law)));
        let spread = |variance: f64| {
            let squares: f64 = found.iter().map(|here| (here - open) * (here - open)).sum();
            chi_square(squares / variance, samples)
        };
        holds("variance is the mean", spread(open));
        refuses("variance is twice the mean", spread(2.0 * open));
        refuses("variance is half the mean", spread(open / 2.0));
    }
}

/// Work that searches of a role have done by the end of each week: the clock advances by `(1 + beyond/pool)^-scarcity`, worked out from what the record
/// says stood open at the end of the week before.
fn clock(record: &RunRecord, rate: impl Fn(f64, f64, f64) -> f64) -> Vec<f64> {
    let mut clock = vec![1.0];
    for week in 0..record.weeks() - 1 {
        let then = record.role_week(week, CLERK);
        let rate = rate(f64::from(then.searches), f64::from(then.headcount), f64::from(then.seats.max(then.headcount)));
        clock.push(clock[week] + rate);
    }
    clock
}

/// Searches accepted within `within` weeks of opening, against what the clock lets one expect.
fn accepted_within(records: &[RunRecord], within: usize, law: &Search, rate: impl Fn(f64, f64, f64) -> f64 + Copy) -> f64 {
    let (mut found, mut expected, mut variance) = (0.0, 0.0, 0.0);
    for record in records {
        let clock = clock(record, rate);
        for start in record.starts.iter().filter(|start| index(start.opened.0) < record.weeks() / 3) {
            let opened = index(start.opened.0);
            let probability = law.at_most(clock[opened + within] - clock[opened] + 0.5);
            found += if index(start.accepted - start.opened) <= within { 1.0 } else { 0.0 };
            expected += probability;
            variance += probability * (1.0 - probability);
        }
    }
    (found - expected) / libm::sqrt(variance)
}

/// Searches beyond those that ordinary turnover keeps open slow each other: in a role that doubles every year, and where 300 seats open at once.
#[test]
fn scarce_candidates_stretch_searches() {
    let law = Search::new(6.3, 0.6, 0.15);
    let rate = |open: f64, normal: f64, pool: f64, exponent: f64| libm::pow(1.0 + (open - normal).max(0.0) / pool, -exponent);
    let run = |scenario: &Scenario, policy: &str, seeds: u64| {
        let mut records = Vec::new();
        over(scenario, policy, seeds, |_, record| records.push(record.clone()));
        records
    };

    let growing = ["mechanisms.scarcity=true", "hiring.scarcity=1.5", "roles.clerk.growth=1", "retention.turnover=0.5"];
    let scenario = quiet("", &[&growing[..], &["retention.first_year=1", "horizon_weeks=156"]].concat());
    let records = run(&scenario, "none", 6);
    let normal = |people: f64| 0.5 / 52.0 * people * 6.3;
    let pool = |size: f64| f64::max(100.0, size / 4.0);
    for weeks in [4, 8, 14, 24] {
        let z = accepted_within(&records, weeks, &law, |open, people, size| rate(open, normal(people), pool(size), 1.5));
        holds(&format!("a growing role, accepted within {weeks} weeks"), z);
    }
    let z = |rate: &dyn Fn(f64, f64, f64) -> f64| accepted_within(&records, 8, &law, rate);
    refuses("no scarcity", z(&|_, _, _| 1.0));
    refuses("an exponent of 1.4", z(&|open, people, size| rate(open, normal(people), pool(size), 1.4)));
    refuses("searches of ordinary turnover count", z(&|open, _, size| rate(open, 0.0, pool(size), 1.5)));
    refuses("a pool of 100 whatever the role", z(&|open, people, _| rate(open, normal(people), 100.0, 1.5)));

    let at_once = "
[shocks.site]
start_week = 5
ramp_weeks = 0
creates = [{ role = \"clerk\", seats = 300 }]
[policies.staff]
mix = { hire = 1 }
lead_weeks = 0
requisition_capacity = 1000
";
    let sets = ["mechanisms.scarcity=true", "roles.clerk.headcount=40", "retention.turnover=0", "horizon_weeks=300"];
    let records = run(&quiet(at_once, &sets), "staff", 100);
    let right = |open, _, size| rate(open, 0.0, pool(size), 0.5);
    for weeks in [4, 8, 14, 24] {
        holds(&format!("300 seats at once, accepted within {weeks} weeks"), accepted_within(&records, weeks, &law, right));
    }
    refuses("no scarcity", accepted_within(&records, 8, &law, |_, _, _| 1.0));
    refuses("an exponent of 0.6", accepted_within(&records, 8, &law, |open, _, size| rate(open, 0.0, pool(size), 0.6)));

    // Without luck: 300 open make (1 + 300/100)^-1/2 = 1/2, until all are over at once. 5.9 - 1/2 weeks of work take 10.8, so 11 weeks instead of 6.
    let sure = ["hiring.time_to_fill_sigma=0", "hiring.decline=0", "hiring.time_to_fill_weeks=5.9"];
    for (scarcity, weeks) in [("true", 11), ("false", 6)] {
        let set = format!("mechanisms.scarcity={scarcity}");
        over(&quiet(at_once, &[&sets[..], &sure, &[&set]].concat()), "staff", 1, |_, record| {
            let on_time = count(&record.starts, |start| start.opened.0 == 5 && start.accepted.0 == 5 + weeks);
            assert!((on_time - 300.0).abs() < 0.5, "{on_time} of 300 accepted in {weeks} weeks, scarcity {scarcity}");
        });
    }
}
