//! The only place that seeds.
//!
//! Every random number is keyed by (seed, replicate, process, entity), never by policy, thread or the order of calls:
//! two policies that meet the same person meet the same luck. The generator is Philox4x32-10, counter-based
//! (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"), so that a stream costs
//! nothing to open. A long file because all that seeds stays in one place. The generator is written out here, twenty lines, because no kept crate offers it and because its bytes must
//! not change with a crate's version; the known-answer vectors of Random123 hold it in place.
//!
//! Distributions are drawn by inversion where a closed form exists, over one uniform each and over `libm`, so that bytes do not
//! depend on the platform and common random numbers stay aligned.

mod inversion;

use std::convert::Infallible;

use multiversion::multiversion;
use rand::TryRng;

pub use inversion::{exponentials, normal_quantile};
use inversion::{logarithms, normal_quantiles};

/// Entities whose streams are drawn side by side.
pub const ABREAST: usize = 8;

/// What a stream of random numbers is for. A process owns its streams: one more draw in one process changes nothing in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Process {
    /// A person's attrition budget, engagement and learning rate, and an incumbent's tenure.
    Person = 1,
    /// A person's skills; one stream an attempt.
    Skills = 2,
    /// A requisition's work and whether its candidate declines; one stream an attempt.
    Requisition = 3,
    /// A course's dropout budget and transfer; one stream a (person, target role, attempt).
    Course = 4,
    /// Whether a person accepts an offer; one stream a (person, target role).
    Offer = 5,
    /// A shock's start and reach.
    Shock = 6,
    /// Resampling in the analysis.
    Resample = 7,
    /// The points of a design.
    Design = 8,
}

/// Seed and replicate: where every stream of a run comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Luck {
    base: u64,
}

impl Luck {
    /// The luck of one replicate of a seed.
    #[must_use]
    pub fn new(seed: u64, replicate: u32) -> Self {
        Self { base: mix(mix(seed ^ 0x666f_7265_7368_6966) ^ u64::from(replicate)) }
    }

    /// The stream of a process for an entity and an attempt (0 where a process has none).
    #[must_use]
    pub fn stream(self, process: Process, entity: Entity, attempt: u32) -> Stream {
        Stream { key: self.key(process), entity: entity.0, attempt, block: 0, buffer: [0; 4], used: 4 }
    }

    /// The streams of a process for eight entities and an attempt, drawn side by side.
    #[must_use]
    pub fn streams(self, process: Process, entities: [Entity; ABREAST], attempt: u32) -> Streams {
        Streams { key: self.key(process), entities: entities.map(|entity| entity.0), attempt, block: 0, spare: None }
    }

    fn key(self, process: Process) -> [u32; 2] {
        halves(mix(self.base ^ (u64::from(process as u32) << 32)))
    }
}

/// An entity's name as a number: stable between versions, independent of order in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entity(u64);

impl Entity {
    /// From a name: FNV-1a over its bytes, then mixed.
    #[must_use]
    pub fn named(name: &str) -> Self {
        let hash = name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        Self(mix(hash))
    }

    /// A part of an entity: the n-th person of a role, a person's course toward a role.
    #[must_use]
    pub fn part(self, number: u64) -> Self {
        Self(mix(self.0 ^ mix(number.wrapping_add(1))))
    }

    /// An entity that belongs to two: a person and a target role.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(mix(self.0 ^ other.0.rotate_left(23)))
    }
}

/// A stream of random numbers: Philox4x32-10 under a key, counting blocks of its entity.
#[derive(Clone, Debug)]
pub struct Stream {
    key: [u32; 2],
    entity: u64,
    attempt: u32,
    block: u32,
    buffer: [u32; 4],
    used: usize,
}

impl Stream {
    /// A stream that belongs to no replicate: the points of a design, the draws of a bootstrap. The name tells one use from another.
    #[must_use]
    pub fn apart(seed: u64, process: Process, name: &str, part: u64) -> Self {
        Luck::new(seed, 0).stream(process, Entity::named(name).part(part), 0)
    }

    fn next_word(&mut self) -> u32 {
        if self.used == 4 {
            let [low, high] = halves(self.entity);
            self.buffer = philox4x32_10([self.block, self.attempt, low, high], self.key);
            self.block = self.block.wrapping_add(1);
            self.used = 0;
        }
        let word = self.buffer[self.used];
        self.used += 1;
        word
    }

    fn next_long(&mut self) -> u64 {
        let low = u64::from(self.next_word());
        low | (u64::from(self.next_word()) << 32)
    }

    /// A uniform in the open interval (0, 1): the middle of one of 2^52 equal cells, so that no inversion meets an end.
    pub fn uniform(&mut self) -> f64 {
        unit(self.next_long())
    }

    /// A whole number below `count`, each as likely up to 1 in 2^52; 0 where `count` is 0.
    pub fn below(&mut self, count: usize) -> usize {
        #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
        let place = self.uniform() * count as f64;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the count")]
        let whole = place as usize;
        whole.min(count.saturating_sub(1))
    }

    /// Puts items in random order (Fisher and Yates; Durstenfeld 1964).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    /// Exponential with mean 1.
    pub fn exponential(&mut self) -> f64 {
        -libm::log(self.uniform())
    }

    /// Standard normal, by inversion.
    pub fn normal(&mut self) -> f64 {
        normal_quantile(self.uniform())
    }

    /// Lognormal with the given mean and the given standard deviation of the logarithm.
    pub fn lognormal(&mut self, mean: f64, sigma: f64) -> f64 {
        lognormal(self.normal(), mean, sigma)
    }

    /// Triangular between `low` and `high` with the given mode, by inversion.
    pub fn triangular(&mut self, low: f64, mode: f64, high: f64) -> f64 {
        let u = self.uniform();
        if high <= low {
            return low;
        }
        let cut = (mode - low) / (high - low);
        if u < cut {
            low + libm::sqrt(u * (high - low) * (mode - low))
        } else {
            high - libm::sqrt((1.0 - u) * (high - low) * (high - mode))
        }
    }

    /// Gamma with the given shape and scale 1 (Marsaglia and Tsang 2000; shapes below 1 by the usual power of a uniform).
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let power = libm::pow(self.uniform(), 1.0 / shape);
            return self.gamma(shape + 1.0) * power;
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / libm::sqrt(9.0 * d);
        loop {
            let z = self.normal();
            let cubed = libm::pow(1.0 + c * z, 3.0);
            let u = self.uniform();
            if cubed > 0.0 && libm::log(u) < 0.5 * z * z + d - d * cubed + d * libm::log(cubed) {
                return d * cubed;
            }
        }
    }

    /// Beta with the given mean in (0, 1) and standard deviation. A deviation of 0 gives the mean.
    ///
    /// The deviation must be below `sqrt(mean * (1 - mean))`, which the scenario's checks hold.
    pub fn beta(&mut self, mean: f64, sd: f64) -> f64 {
        if sd <= 0.0 || mean <= 0.0 || mean >= 1.0 {
            return mean;
        }
        let concentration = mean * (1.0 - mean) / (sd * sd) - 1.0;
        let first = self.gamma(mean * concentration);
        let second = self.gamma((1.0 - mean) * concentration);
        first / (first + second)
    }
}

impl TryRng for Stream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.next_word())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.next_long())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(4) {
            let word = self.next_word().to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

/// Streams of eight entities side by side. Each gives its entity what a [`Stream`] gives it, to the last bit, for half of the time.
#[derive(Clone, Debug)]
pub struct Streams {
    key: [u32; 2],
    entities: [u64; ABREAST],
    attempt: u32,
    block: u32,
    /// The second half of a block, which gives each entity two uniforms.
    spare: Option<[f64; ABREAST]>,
}

impl Streams {
    /// A uniform of each, as [`Stream::uniform`].
    pub fn uniforms(&mut self) -> [f64; ABREAST] {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        let [first, second] = blocks(self.block, self.attempt, &self.entities, self.key);
        self.block = self.block.wrapping_add(1);
        self.spare = Some(second);
        first
    }

    /// An exponential of each, as [`Stream::exponential`].
    pub fn exponentials(&mut self) -> [f64; ABREAST] {
        logarithms(&self.uniforms()).map(|logarithm| -logarithm)
    }

    /// A standard normal of each, as [`Stream::normal`].
    pub fn normals(&mut self) -> [f64; ABREAST] {
        let mut normals = [[0.0; ABREAST]];
        self.fill_with_normals(&mut normals);
        normals[0]
    }

    /// The next few standard normals of each: for little more than the first of them costs.
    pub fn fill_with_normals(&mut self, normals: &mut [[f64; ABREAST]]) {
        for each in normals.iter_mut() {
            *each = self.uniforms();
        }
        normal_quantiles(normals);
    }

    /// A lognormal of each, as [`Stream::lognormal`].
    pub fn lognormals(&mut self, mean: f64, sigma: f64) -> [f64; ABREAST] {
        exponentials(&self.normals().map(|normal| exponent(normal, sigma))).map(|power| mean * power)
    }
}

/// The middle of one of 2^52 equal cells of (0, 1), by the high bits of a word: exact in every step, which is done in bits so that lanes can be worked at once.
#[inline(always)]
fn unit(long: u64) -> f64 {
    const CELLS: f64 = 4_503_599_627_370_496.0;
    let cell = f64::from_bits(CELLS.to_bits() | (long >> 12)) - CELLS;
    (cell + 0.5) * (1.0 / CELLS)
}

/// A block of Philox for each of eight entities, as the two uniforms that [`Stream`] makes of it.
///
/// Written so that a compiler works the lanes side by side, and compiled once more for processors with AVX2, which are found out when the program runs: a third of the time.
#[multiversion(targets("x86_64+avx2"))]
fn blocks(block: u32, attempt: u32, entities: &[u64; ABREAST], key: [u32; 2]) -> [[f64; ABREAST]; 2] {
    blocks_abreast(block, attempt, entities, key)
}

#[inline(always)]
#[expect(clippy::inline_always, reason = "compiled for the processor of whoever calls it")]
fn blocks_abreast(block: u32, attempt: u32, entities: &[u64; ABREAST], mut key: [u32; 2]) -> [[f64; ABREAST]; 2] {
    // Words are kept in longs, as their products are.
    let [mut first, mut second] = [block, attempt].map(|word| [u64::from(word); ABREAST]);
    let (mut third, mut fourth) = (entities.map(low), entities.map(|entity| entity >> 32));
    for _ in 0..10 {
        for lane in 0..ABREAST {
            let products = [MULTIPLIERS[0] * low(first[lane]), MULTIPLIERS[1] * low(third[lane])];
            first[lane] = (products[1] >> 32) ^ second[lane] ^ u64::from(key[0]);
            second[lane] = low(products[1]);
            third[lane] = (products[0] >> 32) ^ fourth[lane] ^ u64::from(key[1]);
            fourth[lane] = low(products[0]);
        }
        key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
    }
    let mut uniforms = [[0.0; ABREAST]; 2];
    for lane in 0..ABREAST {
        uniforms[0][lane] = unit(first[lane] | second[lane] << 32);
        uniforms[1][lane] = unit(third[lane] | fourth[lane] << 32);
    }
    uniforms
}

/// The low word of a long, as a long.
#[inline(always)]
#[expect(clippy::inline_always, reason = "compiled for the processor of whoever calls it")]
const fn low(long: u64) -> u64 {
    long & 0xffff_ffff
}

/// The lognormal with the given mean and deviation of the logarithm that belongs to a standard normal.
fn lognormal(normal: f64, mean: f64, sigma: f64) -> f64 {
    mean * libm::exp(exponent(normal, sigma))
}

/// The exponent of a lognormal with mean 1.
fn exponent(normal: f64, sigma: f64) -> f64 {
    sigma * normal - 0.5 * sigma * sigma
}

const MULTIPLIERS: [u64; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];

/// Philox4x32 with ten rounds: a block of four words for a counter and a key.
#[must_use]
pub fn philox4x32_10(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    for _ in 0..10 {
        let [low0, high0] = halves(MULTIPLIERS[0] * u64::from(counter[0]));
        let [low1, high1] = halves(MULTIPLIERS[1] * u64::from(counter[2]));
        counter = [high1 ^ counter[1] ^ key[0], low1, high0 ^ counter[3] ^ key[1], low0];
        key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
    }
    counter
}

/// Low and high word of a long.
#[expect(clippy::cast_possible_truncation, reason = "the two halves are what is wanted")]
const fn halves(long: u64) -> [u32; 2] {
    [long as u32, (long >> 32) as u32]
}

/// The finalizer of `SplitMix64` (Steele, Lea and Flood 2014): a bijection of 64 bits that scatters neighbours.
const fn mix(mut word: u64) -> u64 {
    word = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
    word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn philox_gives_the_known_answers_of_random123() {
        let cases = [
            ([0; 4], [0; 2], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
            ([u32::MAX; 4], [u32::MAX; 2], [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]),
            (
                [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
                [0xa409_3822, 0x299f_31d0],
                [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
            ),
        ];
        for (counter, key, answer) in cases {
            assert_eq!(philox4x32_10(counter, key), answer);
        }
    }

    #[test]
    fn streams_are_set_apart_by_every_part_of_their_key() {
        let first = |seed, replicate, process, name: &str, attempt| {
            Luck::new(seed, replicate).stream(process, Entity::named(name), attempt).uniform()
        };
        let base = first(1, 0, Process::Person, "agent", 0);
        assert_eq!(base.to_bits(), first(1, 0, Process::Person, "agent", 0).to_bits());
        for other in [
            first(2, 0, Process::Person, "agent", 0),
            first(1, 1, Process::Person, "agent", 0),
            first(1, 0, Process::Offer, "agent", 0),
            first(1, 0, Process::Person, "agents", 0),
            first(1, 0, Process::Person, "agent", 1),
        ] {
            assert_ne!(base.to_bits(), other.to_bits());
        }
    }

    #[test]
    fn streams_side_by_side_are_the_same_streams() {
        let luck = Luck::new(3, 1);
        for first in (0..4000).step_by(ABREAST) {
            let entities: [Entity; ABREAST] = std::array::from_fn(|lane| Entity::named("agent").part(first + lane as u64));
            let mut together = luck.streams(Process::Skills, entities, 2);
            let mut apart = entities.map(|entity| luck.stream(Process::Skills, entity, 2));
            let mut same = |draws: [f64; ABREAST], draw: &dyn Fn(&mut Stream) -> f64| {
                assert_eq!(draws.map(f64::to_bits), apart.each_mut().map(draw).map(f64::to_bits));
            };
            same(together.normals(), &Stream::normal);
            let mut few = [[0.0; ABREAST]; 11];
            together.fill_with_normals(&mut few);
            for normals in few {
                same(normals, &Stream::normal);
            }
            same(together.exponentials(), &Stream::exponential);
            same(together.uniforms(), &Stream::uniform);
            same(together.lognormals(2.0, 0.5), &|stream| stream.lognormal(2.0, 0.5));
            same(together.normals(), &Stream::normal);
        }
    }

    #[test]
    fn every_processor_draws_the_same_bits() {
        for block in 0..2000 {
            let entities = std::array::from_fn(|lane| Entity::named("agent").part(lane as u64 + u64::from(block)).0);
            let key = halves(mix(block.into()));
            // What runs here, and what was compiled for any processor: called from here, the body is.
            let [found, plain] = [blocks(block, 3, &entities, key), blocks_abreast(block, 3, &entities, key)];
            assert_eq!(found.map(|draws| draws.map(f64::to_bits)), plain.map(|draws| draws.map(f64::to_bits)));
        }
    }

    #[test]
    fn draws_have_the_moments_they_promise() {
        let mut stream = Luck::new(7, 0).stream(Process::Resample, Entity::named("moments"), 0);
        let n = 200_000;
        let mut check = |name: &str, mean: f64, sd: f64, draw: &mut dyn FnMut(&mut Stream) -> f64| {
            let draws: Vec<f64> = (0..n).map(|_| draw(&mut stream)).collect();
            let average = draws.iter().sum::<f64>() / f64::from(n);
            let spread = libm::sqrt(draws.iter().map(|x| (x - average) * (x - average)).sum::<f64>() / f64::from(n));
            // Five standard errors of a mean, and 3% of a deviation.
            assert!((average - mean).abs() < 5.0 * sd / libm::sqrt(f64::from(n)), "{name}: mean {average}, not {mean}");
            assert!((spread - sd).abs() < 0.03 * sd, "{name}: sd {spread}, not {sd}");
        };
        check("uniform", 0.5, libm::sqrt(1.0 / 12.0), &mut Stream::uniform);
        check("exponential", 1.0, 1.0, &mut Stream::exponential);
        check("normal", 0.0, 1.0, &mut Stream::normal);
        check("lognormal", 5.0, 5.0 * libm::sqrt(libm::expm1(0.36)), &mut |s| s.lognormal(5.0, 0.6));
        check("beta", 0.8, 0.1, &mut |s| s.beta(0.8, 0.1));
        check("beta, spread", 0.5, 0.4, &mut |s| s.beta(0.5, 0.4));
        check("triangular", 91.0 / 3.0, libm::sqrt(1183.0 / 18.0), &mut |s| s.triangular(13.0, 26.0, 52.0));
    }
}
