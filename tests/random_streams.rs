//! Random streams: whatever part of the key is counted through, what is drawn looks like independent uniforms; the distributions are what they are called;
//! and the values themselves never change.

#[path = "streams/battery.rs"]
mod battery;

use std::collections::BTreeSet;

use battery::{LIMIT, complaints, correlation, evenness, float, kolmogorov};
use foreshift::random::{Entity, Luck, Process, Stream, philox4x32_10};

const DRAWS: u32 = 1 << 16;

const PROCESSES: [Process; 8] = [
    Process::Person,
    Process::Skills,
    Process::Requisition,
    Process::Course,
    Process::Offer,
    Process::Shock,
    Process::Resample,
    Process::Design,
];

/// The n-th person of a role, as `process/person.rs` numbers them.
fn person(role: &str, number: u32) -> Entity {
    Entity::named(role).part(u64::from(number))
}

/// One draw a number, from a stream of its own.
fn along(stream: impl Fn(u32) -> Stream) -> Vec<f64> {
    (0..DRAWS).map(|number| stream(number).uniform()).collect()
}

/// Sequences that count through one part of the key, all else the same, by name.
fn families() -> Vec<(String, Vec<f64>)> {
    let (luck, agent) = (Luck::new(42, 0), person("support_agent", 3));
    let mut found = vec![
        ("seeds".to_owned(), along(|n| Luck::new(u64::from(n), 0).stream(Process::Person, agent, 0))),
        ("seeds, high word".to_owned(), along(|n| Luck::new(u64::from(n) << 32, 0).stream(Process::Person, agent, 0))),
        ("replicates".to_owned(), along(|n| Luck::new(42, n).stream(Process::Person, agent, 0))),
        ("seed and replicate, the same".to_owned(), along(|n| Luck::new(u64::from(n), n).stream(Process::Person, agent, 0))),
        ("attempts".to_owned(), along(|n| luck.stream(Process::Skills, agent, n))),
        ("roles".to_owned(), along(|n| luck.stream(Process::Person, person(&format!("role_{n}"), 3), 0))),
        ("origins".to_owned(), along(|n| luck.stream(Process::Person, Entity::named("agent").part(u64::from(n) << 32), 0))),
        ("targets".to_owned(), along(|n| luck.stream(Process::Offer, agent.with(Entity::named(&format!("target_{n}"))), 0))),
        (
            "two roles".to_owned(),
            along(|n| luck.stream(Process::Person, person(["agent", "designer"][n as usize % 2], n / 2), 0)),
        ),
    ];
    for process in PROCESSES {
        found.push((format!("people, {process:?}"), along(|n| luck.stream(process, person("support_agent", n), 0))));
        let mut stream = luck.stream(process, agent, 1);
        found.push((format!("one stream, {process:?}"), (0..DRAWS).map(|_| stream.uniform()).collect()));
        // The eighth draw of neighbours, as of people with eight skills.
        let eighth = |n| {
            let mut stream = luck.stream(process, person("support_agent", n), 0);
            for _ in 0..7 {
                stream.uniform();
            }
            stream
        };
        found.push((format!("people, eighth draw, {process:?}"), along(eighth)));
    }
    found
}

#[test]
fn streams_along_every_part_of_the_key_are_independent_uniforms() {
    let bad: Vec<String> = families().iter().flat_map(|(name, sequence)| complaints(name, sequence)).collect();
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn the_battery_finds_what_is_wrong() {
    // Keys that are added up, so that the next seed is the next replicate; a counter scaled by the golden ratio; a generator of 1969; stuck low bits; a
    // sequence that leans on its last value.
    let golden = 0.618_033_988_749_894_9;
    let weyl: Vec<f64> = (0..DRAWS).map(|n| libm::fmod((f64::from(n) + 0.5) * golden, 1.0)).collect();
    let mut state = 1_u32;
    let randu: Vec<f64> = (0..DRAWS)
        .map(|_| {
            state = state.wrapping_mul(65539) & 0x7fff_ffff;
            f64::from(state) / 2_147_483_648.0
        })
        .collect();
    let good = along(|n| Luck::new(42, n).stream(Process::Person, person("agent", 0), 0));
    let coarse: Vec<f64> = good.iter().map(|uniform| libm::floor(uniform * 65536.0) / 65536.0).collect();
    let leaning: Vec<f64> = good.windows(2).map(|pair| 0.95 * pair[1] + 0.05 * pair[0]).collect();
    let added: Vec<f64> = (0..DRAWS).map(|n| good[(n / 2 + n % 2) as usize]).collect();
    for (name, sequence) in [("weyl", weyl), ("randu", randu), ("coarse", coarse), ("leaning", leaning), ("added", added)] {
        assert!(!complaints(name, &sequence).is_empty(), "{name} should not pass");
    }
    let squared: Vec<f64> = good.iter().map(|uniform| libm::pow(*uniform, 1.03)).collect();
    assert!(complaints("squared", &squared).iter().any(|complaint| complaint.contains("Kolmogorov")));
}

#[test]
fn what_one_key_draws_says_nothing_of_another() {
    let luck = Luck::new(42, 0);
    let of = |luck: Luck, process, attempt| along(|n| luck.stream(process, person("support_agent", n), attempt));
    let base = of(luck, Process::Person, 0);
    let mut scores = Vec::new();
    for (place, first) in PROCESSES.iter().enumerate() {
        for second in &PROCESSES[place + 1..] {
            scores.push((format!("{first:?} and {second:?}"), correlation(&of(luck, *first, 0), &of(luck, *second, 0))));
        }
    }
    for seed in [41, 43, 0x2a | 1 << 31, 0x2a | 1 << 63, !0x2a] {
        scores.push((format!("seeds 42 and {seed}"), correlation(&base, &of(Luck::new(seed, 0), Process::Person, 0))));
    }
    for replicate in [1, 2, 1 << 16, 1 << 31] {
        scores.push((
            format!("replicates 0 and {replicate}"),
            correlation(&base, &of(Luck::new(42, replicate), Process::Person, 0)),
        ));
    }
    // The next seed's first replicate is not this seed's next one.
    scores.push((
        "seed and replicate".to_owned(),
        correlation(&of(Luck::new(42, 1), Process::Person, 0), &of(Luck::new(43, 0), Process::Person, 0)),
    ));
    for attempt in [1, 2, 1 << 20] {
        scores.push((format!("attempts 0 and {attempt}"), correlation(&base, &of(luck, Process::Person, attempt))));
    }
    let other = along(|n| luck.stream(Process::Person, person("conversation_designer", n), 0));
    scores.push(("roles".to_owned(), correlation(&base, &other)));
    let next = along(|n| luck.stream(Process::Person, person("support_agent", n + 1), 0));
    scores.push(("neighbours".to_owned(), correlation(&base, &next)));
    let toward = |target: &str| along(|n| luck.stream(Process::Offer, person("support_agent", n).with(Entity::named(target)), 0));
    scores.push(("targets".to_owned(), correlation(&toward("designer"), &toward("analyst"))));
    for (name, score) in &scores {
        assert!(score.abs() < LIMIT, "{name}: {score:.1}");
    }
    assert!(scores.len() > 30);
    // The scores themselves spread as chance has it.
    let squares: f64 = scores.iter().map(|(_, score)| score * score).sum();
    let n = float(scores.len());
    assert!((squares - n).abs() < LIMIT * libm::sqrt(2.0 * n), "{squares} of {n}");
}

/// The first 64 bits of a stream but for the 12 that a uniform leaves out.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "52 bits")]
fn bits(mut stream: Stream) -> u64 {
    (stream.uniform() * libm::exp2(52.0)) as u64
}

#[test]
fn a_bit_of_the_key_changes_half_of_the_bits() {
    let draw = |seed: u64, replicate: u32, number: u64, attempt: u32| {
        bits(Luck::new(seed, replicate).stream(Process::Person, Entity::named("agent").part(number), attempt))
    };
    let mut flipped = vec![0_usize; 52];
    let mut all = 0;
    for part in 0..4_u32 {
        for bit in 0..[64, 32, 64, 32][part as usize] {
            let mut changed = 0;
            let trials = 256;
            for trial in 0..trials {
                let (seed, replicate, number, attempt) = (trial * 7919, u32::try_from(trial).expect("few"), trial * 31, 3);
                let was = draw(seed, replicate, number, attempt);
                let is = match part {
                    0 => draw(seed ^ (1 << bit), replicate, number, attempt),
                    1 => draw(seed, replicate ^ (1 << bit), number, attempt),
                    2 => draw(seed, replicate, number ^ (1 << bit), attempt),
                    _ => draw(seed, replicate, number, attempt ^ (1 << bit)),
                };
                changed += (was ^ is).count_ones();
                (0..52).for_each(|place| flipped[place] += usize::from((was ^ is) >> place & 1 == 1));
            }
            let bits = 52.0 * float(usize::try_from(trials).expect("few"));
            let score = (f64::from(changed) - 0.5 * bits) / (0.5 * libm::sqrt(bits));
            assert!(score.abs() < LIMIT, "part {part}, bit {bit}: {score:.1}");
            all += usize::try_from(trials).expect("few");
        }
    }
    for (place, count) in flipped.iter().enumerate() {
        let score = (float(*count) - 0.5 * float(all)) / (0.5 * libm::sqrt(float(all)));
        assert!(score.abs() < LIMIT, "bit {place} of the draw: {score:.1}");
    }
}

#[test]
fn no_two_of_a_million_streams_begin_alike() {
    let mut seen = BTreeSet::new();
    for seed in 0..100 {
        for replicate in 0..100 {
            let luck = Luck::new(seed, replicate);
            for number in 0..100 {
                assert!(
                    seen.insert(bits(luck.stream(Process::Person, person("agent", number), 0))),
                    "{seed} {replicate} {number}"
                );
            }
        }
    }
}

/// Draws of a distribution, a stream for each so many, as people have.
fn draws(count: usize, draw: impl Fn(&mut Stream) -> f64) -> Vec<f64> {
    let luck = Luck::new(2024, 5);
    (0..u32::try_from(count).expect("few")).map(|n| draw(&mut luck.stream(Process::Resample, person("draws", n), 0))).collect()
}

#[test]
fn normals_have_the_moments_and_tails_of_normals() {
    let count = 1_000_000;
    let values = draws(count, Stream::normal);
    let n = float(count);
    let moment = |power: i32| values.iter().map(|z| z.powi(power)).sum::<f64>() / n;
    // Of a standard normal the k-th moment has variance E z^2k - (E z^k)^2, over n.
    for (power, moment_of, variance) in
        [(1, 0.0, 1.0), (2, 1.0, 2.0), (3, 0.0, 15.0), (4, 3.0, 96.0), (5, 0.0, 945.0), (6, 15.0, 10170.0)]
    {
        let score = (moment(power) - moment_of) * libm::sqrt(n / variance);
        assert!(score.abs() < LIMIT, "moment {power}: {score:.1}");
    }
    for cut in [0.5, 1.0, 2.0, 3.0, 4.0, 4.5] {
        let share = 0.5 * libm::erfc(cut / std::f64::consts::SQRT_2);
        for sign in [1.0, -1.0] {
            let beyond = float(values.iter().filter(|z| sign * **z > cut).count());
            let score = (beyond - n * share) / libm::sqrt(n * share * (1.0 - share));
            assert!(score.abs() < LIMIT, "beyond {}: {beyond}, {score:.1}", sign * cut);
        }
    }
    let score = kolmogorov(&values, &|z| 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2));
    assert!(score < LIMIT, "{score:.1}");
}

/// A name, draws, and the distribution that they ought to have.
type Law = (&'static str, Vec<f64>, Box<dyn Fn(f64) -> f64>);

#[test]
fn distributions_are_what_they_are_called() {
    let count = 200_000;
    let normal = |z: f64| 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2);
    let sd = |a: f64, b: f64| libm::sqrt(a * b / ((a + b) * (a + b) * (a + b + 1.0)));
    let laws: Vec<Law> = vec![
        ("exponential", draws(count, Stream::exponential), Box::new(|x| 1.0 - libm::exp(-x))),
        // Mean 5: the logarithm has mean ln 5 - 0.36 / 2.
        ("lognormal", draws(count, |s| s.lognormal(5.0, 0.6)), Box::new(move |x| normal((libm::log(x / 5.0) + 0.18) / 0.6))),
        (
            "triangular",
            draws(count, |s| s.triangular(13.0, 26.0, 52.0)),
            Box::new(|x| {
                if x < 26.0 { (x - 13.0) * (x - 13.0) / (39.0 * 13.0) } else { 1.0 - (52.0 - x) * (52.0 - x) / (39.0 * 26.0) }
            }),
        ),
        ("gamma of 1/2", draws(count, |s| s.gamma(0.5)), Box::new(|x| libm::erf(libm::sqrt(x)))),
        ("gamma of 1", draws(count, |s| s.gamma(1.0)), Box::new(|x| 1.0 - libm::exp(-x))),
        ("gamma of 3", draws(count, |s| s.gamma(3.0)), Box::new(|x| 1.0 - libm::exp(-x) * (1.0 + x + x * x / 2.0))),
        ("beta of 1 and 1", draws(count, move |s| s.beta(0.5, sd(1.0, 1.0))), Box::new(|x| x)),
        ("beta of 4 and 1", draws(count, move |s| s.beta(0.8, sd(4.0, 1.0))), Box::new(|x| libm::pow(x, 4.0))),
        ("beta of 2 and 2", draws(count, move |s| s.beta(0.5, sd(2.0, 2.0))), Box::new(|x| x * x * (3.0 - 2.0 * x))),
        (
            "beta of 1/2 and 1/2",
            draws(count, move |s| s.beta(0.5, sd(0.5, 0.5))),
            Box::new(|x| libm::asin(libm::sqrt(x)) * std::f64::consts::FRAC_2_PI),
        ),
    ];
    for (name, values, law) in &laws {
        let score = kolmogorov(values, law);
        assert!(score < LIMIT, "{name}: {score:.1}");
    }
    // And each is not another: two laws that are alike but for their names are told apart.
    let score = kolmogorov(&laws[8].1, &laws[6].2);
    assert!(score > LIMIT, "{score:.1}");
}

#[test]
fn draws_that_follow_each_other_in_a_stream_are_independent() {
    // Budget, engagement, learning rate and tenure of a person, as ranks.
    let luck = Luck::new(42, 9);
    let people: Vec<[f64; 4]> = (0..DRAWS)
        .map(|n| {
            let mut stream = luck.stream(Process::Person, person("agent", n), 0);
            let rank = |z: f64| 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2);
            [1.0 - libm::exp(-stream.exponential()), rank(stream.normal()), rank(stream.normal()), stream.uniform()]
        })
        .collect();
    for first in 0..4 {
        for second in first + 1..4 {
            let of = |place: usize| people.iter().map(|person| person[place]).collect::<Vec<_>>();
            let score = correlation(&of(first), &of(second));
            assert!(score.abs() < LIMIT, "draws {first} and {second}: {score:.1}");
        }
    }
    // All four together, each above or below its median: sixteen corners.
    let mut corners = vec![0_usize; 16];
    for person in &people {
        corners[(0..4).map(|place| usize::from(person[place] > 0.5) << place).sum::<usize>()] += 1;
    }
    assert!(evenness(&corners).abs() < LIMIT, "{corners:?}");
}

/// What MODEL.md says of streams (3.4), written down a second time.
fn first_as_described(seed: u64, replicate: u32, process: u64, entity: u64, attempt: u32) -> [f64; 2] {
    let base = mix(mix(seed ^ 0x666f_7265_7368_6966) ^ u64::from(replicate));
    let key = mix(base ^ (process * (1 << 32)));
    let low = |long: u64| u32::try_from(long & 0xffff_ffff).expect("a word");
    let block = philox4x32_10([0, attempt, low(entity), low(entity >> 32)], [low(key), low(key >> 32)]);
    #[expect(clippy::cast_precision_loss, reason = "52 bits")]
    let uniform = |low: u32, high: u32| (((u64::from(high) << 32 | u64::from(low)) >> 12) as f64 + 0.5) / libm::exp2(52.0);
    [uniform(block[0], block[1]), uniform(block[2], block[3])]
}

fn mix(word: u64) -> u64 {
    let first = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let second = (first ^ (first >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let third = (second ^ (second >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    third ^ (third >> 31)
}

fn named(name: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in name.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    mix(hash)
}

#[test]
fn streams_are_as_the_model_describes_them() {
    for (seed, replicate, number, attempt) in [(0, 0, 0, 0), (42, 3, 7, 2), (u64::MAX, u32::MAX, u64::MAX - 1, u32::MAX)] {
        let part = |entity: u64, number: u64| mix(entity ^ mix(number.wrapping_add(1)));
        let with = |one: u64, other: u64| mix(one ^ other.rotate_left(23));
        let luck = Luck::new(seed, replicate);
        for (process, place) in PROCESSES.into_iter().zip(1..) {
            let mut stream = luck.stream(process, Entity::named("support_agent").part(number), attempt);
            let described = first_as_described(seed, replicate, place, part(named("support_agent"), number), attempt);
            assert_eq!([stream.uniform(), stream.uniform()].map(f64::to_bits), described.map(f64::to_bits));
            let mut stream = luck.stream(process, Entity::named("a").part(number).with(Entity::named("b")), attempt);
            let described = first_as_described(seed, replicate, place, with(part(named("a"), number), named("b")), attempt);
            assert_eq!([stream.uniform(), stream.uniform()].map(f64::to_bits), described.map(f64::to_bits));
        }
    }
}

/// Shortest decimals, which read back to the same bits.
fn shown(values: &[f64]) -> String {
    values.iter().map(f64::to_string).collect::<Vec<_>>().join(" ")
}

#[test]
fn values_never_change() {
    let stream = |process| Luck::new(42, 3).stream(process, person("support_agent", 7), 2);
    for (process, first) in PROCESSES.into_iter().zip([
        "0.3528867845566924 0.37630076347358477 0.6287376231366645",
        "0.23370002256260236 0.18763274128475993 0.48892689531651345",
        "0.5140305236210884 0.7331770804734111 0.17433475612833138",
        "0.17225620130873687 0.6482188386006283 0.31301804258282073",
        "0.7110121709024332 0.6000424887686969 0.7276502164257125",
        "0.06098603485219034 0.25522977936226765 0.39216081497753186",
        "0.30416150411813303 0.7496934663431699 0.7933473325766135",
    ]) {
        let mut stream = stream(process);
        assert_eq!(shown(&[stream.uniform(), stream.uniform(), stream.uniform()]), first, "{process:?}");
    }
    let one = |draw: &dyn Fn(&mut Stream) -> f64| draw(&mut stream(Process::Resample));
    for (name, value, known) in [
        ("uniform", one(&Stream::uniform), "0.30416150411813303"),
        ("exponential", one(&Stream::exponential), "1.1901964550999415"),
        ("normal", one(&Stream::normal), "-0.5124687178756236"),
        ("lognormal", one(&|s| s.lognormal(5.0, 0.6)), "3.0708570183364965"),
        ("triangular", one(&|s| s.triangular(13.0, 26.0, 52.0)), "25.418127177150886"),
        ("gamma of 1/2", one(&|s| s.gamma(0.5)), "0.19019500655345015"),
        ("gamma of 3", one(&|s| s.gamma(3.0)), "1.9142976624141455"),
        ("beta", one(&|s| s.beta(0.8, 0.1)), "0.7023890950323216"),
    ] {
        assert_eq!(shown(&[value]), known, "{name}");
    }
}
