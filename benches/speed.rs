//! Speed beside what the machine allows: worker-weeks a second on one thread, and their ratio to two plain loops measured in the same run.
//!
//! Run with `cargo bench --no-default-features --bench speed`; with `-- 10000` only that size, with `-- quiet` only that figure, with `-- full` also 10 million people (minutes, and gigabytes), with
//! `-- once quiet 10000` or `-- once shock 10000` one replicate of so many people and nothing else, for `valgrind --tool=callgrind`.
//!
//! - *floor*: reads and writes 17 bytes a worker (a key of eight bytes, two numbers of four, a flag), and does next to nothing with them.
//! - *dense*: eight workers at once, each with a random draw a week against a hazard, and a level that decays: what a loop over everybody costs at least.
//! - *quiet*: the whole model, no shock, business as usual; founders drawn, 260 weeks.
//! - *week*: the same without drawing the founders.
//! - *shock*: the contact centre's shock under its seven policies, and the twin; founders drawn once, 260 weeks each.
//!
//! All at turnover 0.20 in every role, eight skills, three roles. Times are of the processor as Linux counts them for the thread, so that other
//! load on the machine matters less; the best of several, and their median beside it.
//!
//! Measured on an AMD EPYC with next to no other load, built for any x86-64 (AVX2 is found out when it runs), one thread, million worker-weeks a second, best (median):
//!
//! | people  | floor         | dense         | quiet     | week      | shock     | quiet over floor |
//! |--------:|--------------:|--------------:|----------:|----------:|----------:|-----------------:|
//! |   1,000 |   571 (321)   | 3,587 (3,564) | 221 (213) | 407 (399) | 135 (132) | 0.39 |
//! |  10,000 | 1,341 (1,199) | 3,869 (3,688) | 311 (306) | 513 (503) | 175 (165) | 0.23 |
//! | 100,000 | 1,349 (1,310) | 3,889 (3,771) | 255 (246) | 385 (365) | 109 (97)  | 0.19 |
//!
//! From sitting to sitting the figures at 100,000 people differ by a tenth to a fifth, those of shock at 10,000 from 163 to 184; the floor at 1,000 people, which is a matter of what else the
//! first cache holds, has been 1,035 in another.
//!
//! `python3 benches/by_hand.py` on the same machine (a simpler firm in NumPy): 19 at 1,000 people, 48 at 10,000, 35 at 100,000: quiet is 12, 6.5 and 7 times as fast.
//!
//! How the cost of a quiet worker-week grows from 9,000 people, 3 roles, 8 skills and 260 weeks, founders there, one thing at a time (`-- growth`): 900 people 1.3 to 1.4 times, 90,000 1.3 to 1.5,
//! 900,000 2.8 (memory: 6 ns, where 9,000 people take 2.1); 30 roles 1.7, 1 role 0.9; 32 skills 1.2, 2 skills 0.95; 130 weeks 0.85 to 0.9, 520 and 1,040 weeks 1.0 to 1.15. A comparison of 445 people takes 11 ms a
//! replicate at 40 to 160 replicates and 13 at 20, on one thread, tables included. Two threads: 1.9 times one at 40 replicates, 1.83 times at one replicate of the telecom's 100,000 people, whose policies run side by side (5.8 and 3.2 seconds);
//! one replicate of 445 people takes 25 ms on either.
//!
//! Instructions a worker-week (callgrind, `once`, 10,000 people, the reading of the scenario taken off): 36 quiet, 62 shock. A quiet run of 10,000,000 people for 260 weeks, by itself, that keeps
//! what measures need (`once quiet 10000000`) takes 1.78 GiB and 25 seconds (set-up and all 106 million worker-weeks a second, 2.9 times the cost at 10,000): 191 bytes a person, of which 64 are their post, 32 what ties them to the company, 31 levels of skills, 16 their place
//! among the role's members; 10 gaps from the first open one on, 5 the order of actions, 2.5 requisitions, and some 25 what falls due, who ramps up, and what the allocator holds. Very large firms run about a fifth faster on huge pages, which glibc gives by `GLIBC_TUNABLES=glibc.malloc.hugetlb=1`.
//! The shock under seven policies was not through with its twenty thousand million worker-weeks at 10,000,000 people in seven minutes: less than 50 million a second.
//!
//! What takes the time of a quiet run of 10,000: two fifths is drawing people (eight skills each and how long they stay), a tenth each the arrivals and the departures themselves. Of a shock's: a tenth fits people to bars, an eighth is the policy's week and its
//! candidates. What stands in the way of more: instructions at 10,000 people and below, three a cycle already, spread over thirty functions; beyond a few megabytes every event waits for memory, by the cache lines that it touches some twenty times; leavers are read together ahead of
//! their turn, the others not. Vectors of 512 bits draw a third faster, which is 3% of a quiet run, and fit no faster: they are not used.

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use foreshift::units::AnnualRate;
use foreshift::{Keep, Replicate, Scenario, Settings, Unwatched, compare, simulate_keeping};
use wide::{f32x8, u32x8};

/// What is measured at every size.
const FIGURES: [&str; 6] = ["floor", "dense", "quiet", "week", "shock", "growth"];
/// Weeks of a run.
const WEEKS: u32 = 260;
/// Processor time of a sample, at least.
const SAMPLE: f64 = 0.25;
/// Samples of a figure.
const SAMPLES: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let given = |word: &str| arguments.iter().any(|argument| argument == word);
    let size: Option<u32> = arguments.iter().find_map(|argument| argument.parse().ok());
    if given("once") {
        return once(&contact_centre(size.unwrap_or(10_000)), given("shock"));
    }
    println!("{:>10}  {:<6} {:>14} {:>14}  {:>8} {:>8}", "people", "what", "best M/s", "median M/s", "of floor", "of dense");
    for people in [1_000, 10_000, 100_000, 10_000_000] {
        if size.map_or(people <= 100_000 || given("full"), |size| size == people) {
            table(people, &|what| !FIGURES.iter().any(|figure| given(figure)) || given(what));
        }
    }
    let all = size.is_none() && !FIGURES.iter().any(|figure| given(figure));
    if given("growth") || all {
        growth();
    }
    if all {
        comparison();
    }
}

/// Every figure that is wanted, at a size.
fn table(people: u32, wanted: &dyn Fn(&str) -> bool) {
    let scenario = contact_centre(people);
    let floor = wanted("floor").then(|| line(people, "floor", None, &mut floor(people)));
    let dense = wanted("dense").then(|| line(people, "dense", floor.map(|floor| (floor, None)), &mut dense(people)));
    let beside = floor.map(|floor| (floor, dense));
    if wanted("quiet") {
        line(people, "quiet", beside, &mut afresh(&scenario, |world| world.twin().worker_weeks));
    }
    if wanted("week") {
        let world = Replicate::new(&scenario, 42, 0).keeping(Keep::Measures);
        line(people, "week", beside, &mut || black_box(world.twin()).worker_weeks);
    }
    if wanted("shock") {
        line(people, "shock", beside, &mut afresh(&scenario, |world| every_policy(world, &scenario)));
    }
}

/// Runs of one replicate after another.
fn afresh<'a>(scenario: &'a Scenario, run: impl Fn(&Replicate<'a>) -> u64) -> impl FnMut() -> u64 {
    let mut made = Some(Replicate::new(scenario, 42, 0).keeping(Keep::Measures));
    let mut replicate = 0;
    move || {
        let world = made.take().unwrap_or_else(|| Replicate::new(scenario, 42, 0).keeping(Keep::Measures));
        replicate += 1;
        run(made.insert(world.another(42, replicate)))
    }
}

/// Measures something that returns its worker-weeks, and prints it; returns the most worker-weeks a second.
fn line(people: u32, what: &str, beside: Option<(f64, Option<f64>)>, work: &mut dyn FnMut() -> u64) -> f64 {
    black_box(work());
    let mut speeds: Vec<f64> = (0..SAMPLES)
        .map(|_| {
            let start = Clock::start();
            let mut done = 0;
            loop {
                done += black_box(work());
                let seconds = start.seconds();
                if seconds >= SAMPLE {
                    #[expect(clippy::cast_precision_loss, reason = "a count for a rate")]
                    return done as f64 / seconds;
                }
            }
        })
        .collect();
    speeds.sort_by(f64::total_cmp);
    let (best, median) = (speeds[SAMPLES - 1], speeds[SAMPLES / 2]);
    let ratio = |other: Option<f64>| other.map_or(String::from("-"), |other| format!("{:.2}", best / other));
    let (floor, dense) = beside.map_or((None, None), |(floor, dense)| (Some(floor), dense));
    println!("{people:>10}  {what:<6} {:>14.1} {:>14.1}  {:>8} {:>8}", best / 1e6, median / 1e6, ratio(floor), ratio(dense));
    best
}

/// How the cost of a worker-week grows with one thing at a time, of a quiet firm whose founders are there.
fn growth() {
    let usual = Firm { people: 9_000, roles: 3, skills: 8, weeks: 260 };
    let base = nanoseconds_a_week(usual);
    println!("{:>10}  {:<24} {:>10}", "", "quiet, one at a time", "ns a week");
    println!("{:>10}  {:<24} {base:>10.2}", "", "9,000 people, 3 roles, 8 skills, 260 weeks");
    let say = |what: &str, firm: Firm| {
        let cost = nanoseconds_a_week(firm);
        println!("{:>10}  {what:<24} {cost:>10.2}  {:>8.2} times", "", cost / base);
    };
    for people in [900, 90_000, 900_000] {
        say(&format!("{people} people"), Firm { people, ..usual });
    }
    for roles in [1, 30] {
        say(&format!("{roles} roles"), Firm { roles, ..usual });
    }
    for skills in [2, 32] {
        say(&format!("{skills} skills"), Firm { skills, ..usual });
    }
    for weeks in [130, 520, 1040] {
        say(&format!("{weeks} weeks"), Firm { weeks, ..usual });
    }
    let scenario = contact_centre(445);
    let mut each = Vec::new();
    for replicates in [20, 40, 80, 160] {
        let settings = Settings { replicates, threads: Some(1), ..Settings::default() };
        // Runs are made on other threads than this one, of which there is one: time on the wall.
        let start = Instant::now();
        black_box(compare(&scenario, &settings, &Unwatched).expect("a sound scenario compares"));
        each.push(format!("{:.2} at {replicates}", 1e3 * start.elapsed().as_secs_f64() / f64::from(replicates)));
    }
    println!("{:>10}  comparison of 445 people, milliseconds a replicate: {}", "", each.join(", "));
}

/// A firm without a shock.
#[derive(Clone, Copy)]
struct Firm {
    people: u32,
    roles: u32,
    skills: u32,
    weeks: u32,
}

/// Processor time of a worker-week in a run whose founders are there: the least of several.
fn nanoseconds_a_week(firm: Firm) -> f64 {
    let mut text = format!("name = \"Firm\"\nhorizon_weeks = {}\n[retention]\nturnover = 0.20\n[skills]\n", firm.weeks);
    for skill in 0..firm.skills {
        let _ = writeln!(text, "skill_{skill} = {{}}");
    }
    for role in 0..firm.roles {
        let asks: Vec<String> = (0..firm.skills).map(|skill| format!("skill_{skill} = 0.{}", 3 + (role + skill) % 6)).collect();
        let (people, asks) = (firm.people / firm.roles, asks.join(", "));
        let _ = writeln!(text, "[roles.role_{role}]\nheadcount = {people}\nsalary = 60000\nrequires = {{ {asks} }}");
    }
    let scenario = Scenario::parse("firm.toml", &text, &[]).expect("a sound scenario");
    let world = Replicate::new(&scenario, 42, 0);
    black_box(world.twin());
    let times = (0..SAMPLES).map(|_| {
        let start = Clock::start();
        let mut done = 0;
        while done == 0 || start.seconds() < SAMPLE {
            done += black_box(world.twin()).worker_weeks;
        }
        #[expect(clippy::cast_precision_loss, reason = "a count for a rate")]
        let cost = 1e9 * start.seconds() / done as f64;
        cost
    });
    times.fold(f64::INFINITY, f64::min)
}

/// A comparison on one thread and on two, reductions and tables included.
fn comparison() {
    let scenario = contact_centre(445);
    let seconds = |threads, replicates| {
        let settings = Settings { replicates, threads: Some(threads), ..Settings::default() };
        let times = (0..SAMPLES).map(|_| {
            let start = Instant::now();
            black_box(compare(&scenario, &settings, &Unwatched).expect("a sound scenario compares"));
            start.elapsed().as_secs_f64()
        });
        times.fold(f64::INFINITY, f64::min)
    };
    for replicates in [1, 40] {
        let (one, two) = (seconds(1, replicates), seconds(2, replicates));
        println!(
            "comparison of {replicates} replicates, 445 people: {one:.3} s on one thread, {two:.3} s on two: {:.2} times",
            one / two
        );
    }
}

/// One quiet run by itself, or every policy and the twin of one replicate.
fn once(scenario: &Scenario, shock: bool) {
    let done = if shock {
        every_policy(&Replicate::new(scenario, 42, 0).keeping(Keep::Measures), scenario)
    } else {
        let quiet = Scenario { shocks: Vec::new(), ..scenario.clone() };
        let none = quiet.policies.iter().find(|policy| policy.name == "none").expect("every scenario has it");
        simulate_keeping(&quiet, none, 42, 0, Keep::Measures).worker_weeks
    };
    println!("{done} worker-weeks");
    if let Ok(status) = fs::read_to_string("/proc/self/status") {
        status.lines().filter(|line| line.starts_with("VmHWM")).for_each(|line| println!("{line}"));
    }
}

fn every_policy(world: &Replicate<'_>, scenario: &Scenario) -> u64 {
    let twin = world.twin().worker_weeks;
    twin + scenario.policies.iter().map(|policy| black_box(world.run(policy)).worker_weeks).sum::<u64>()
}

/// The bundled scenario with so many people, seats and capacities in proportion.
fn contact_centre(people: u32) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/contact-centre.toml");
    let mut scenario = Scenario::load(&path, &[]).expect("the bundled scenario is sound");
    let before: u32 = scenario.roles.iter().map(|role| role.headcount).sum();
    let times = f64::from(people) / f64::from(before);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "headcounts and capacities, scaled")]
    let scaled = |count: u32| (f64::from(count) * times).round() as u32;
    for role in &mut scenario.roles {
        role.headcount = scaled(role.headcount);
        role.turnover = AnnualRate(0.20);
    }
    for created in scenario.shocks.iter_mut().flat_map(|shock| &mut shock.creates) {
        created.seats *= times;
    }
    for policy in &mut scenario.policies {
        policy.training_capacity = scaled(policy.training_capacity);
        policy.requisition_capacity = scaled(policy.requisition_capacity);
    }
    scenario.horizon = WEEKS.cast_signed();
    scenario
}

/// Reads and writes what a quiet worker-week must touch, week by week.
fn floor(people: u32) -> impl FnMut() -> u64 {
    let count = people as usize;
    let (mut keys, mut flags) = (vec![1.0_f64; count], vec![0_u8; count]);
    let mut numbers = vec![[0.5_f32, 0.25]; count];
    move || {
        for _ in 0..weeks(people) {
            for ((key, numbers), flag) in keys.iter_mut().zip(&mut numbers).zip(&mut flags) {
                *key -= 1e-3;
                numbers[0] += 1e-3;
                numbers[1] *= 0.999;
                *flag ^= u8::from(*key < 0.0);
            }
            black_box((&mut keys, &mut numbers, &mut flags));
        }
        u64::from(people) * weeks(people)
    }
}

/// A draw a worker and week, eight abreast.
fn dense(people: u32) -> impl FnMut() -> u64 {
    let blocks = (people as usize).div_ceil(8);
    let mut seeds: Vec<u32x8> = (0..people.next_multiple_of(8)).collect::<Vec<u32>>().chunks(8).map(eight).collect();
    let (mut levels, mut tenures) = (vec![f32x8::splat(0.5); blocks], vec![u32x8::splat(0); blocks]);
    move || {
        for _ in 0..weeks(people) {
            for ((seed, level), tenure) in seeds.iter_mut().zip(&mut levels).zip(&mut tenures) {
                // xorshift32, and a leaver in 260: who leaves starts anew.
                let mut word = *seed ^ (*seed << 13_u32);
                word ^= word >> 17_u32;
                word ^= word << 5_u32;
                *seed = word;
                let high: u32x8 = word >> 8_u32;
                let leaves = high.simd_lt(u32x8::splat((1 << 24) / 260));
                *tenure = (*tenure + u32x8::splat(1)) & !leaves;
                *level *= f32x8::splat(0.999);
            }
            black_box((&mut seeds, &mut levels, &mut tenures));
        }
        u64::from(people) * weeks(people)
    }
}

/// Weeks of a plain loop that are timed together: a look at the clock costs microseconds.
fn weeks(people: u32) -> u64 {
    u64::from(10_000_000 / people).clamp(1, WEEKS.into())
}

fn eight(numbers: &[u32]) -> u32x8 {
    u32x8::new(std::array::from_fn(|lane| numbers[lane].wrapping_mul(2_654_435_761) | 1))
}

/// Processor time of this thread where Linux says it, else time.
enum Clock {
    Processor(u64),
    Wall(Instant),
}

impl Clock {
    fn start() -> Self {
        nanoseconds().map_or_else(|| Self::Wall(Instant::now()), Self::Processor)
    }

    fn seconds(&self) -> f64 {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "nanoseconds of a sample")]
            Self::Processor(start) => nanoseconds().unwrap_or(*start).saturating_sub(*start) as f64 / 1e9,
            Self::Wall(start) => start.elapsed().as_secs_f64(),
        }
    }
}

fn nanoseconds() -> Option<u64> {
    fs::read_to_string("/proc/thread-self/schedstat").ok()?.split(' ').next()?.parse().ok()
}
