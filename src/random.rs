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

use std::convert::Infallible;

use rand::TryRng;
use wide::f64x8;

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
        Streams { key: self.key(process), entities: entities.map(|entity| halves(entity.0)), attempt, block: 0, spare: None }
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
    /// Low and high half of each entity.
    entities: [[u32; 2]; ABREAST],
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
        // Generic x86-64 has no vector product of words that pays: the blocks are worked one after another, the rest side by side.
        let words = self.entities.map(|[low, high]| philox4x32_10([self.block, self.attempt, low, high], self.key));
        self.block = self.block.wrapping_add(1);
        self.spare = Some(words.map(|[_, _, low, high]| unit(u64::from(low) | u64::from(high) << 32)));
        words.map(|[low, high, _, _]| unit(u64::from(low) | u64::from(high) << 32))
    }

    /// An exponential of each, as [`Stream::exponential`].
    pub fn exponentials(&mut self) -> [f64; ABREAST] {
        self.uniforms().map(|uniform| -libm::log(uniform))
    }

    /// A standard normal of each, as [`Stream::normal`].
    pub fn normals(&mut self) -> [f64; ABREAST] {
        normal_quantiles(self.uniforms())
    }

    /// A lognormal of each, as [`Stream::lognormal`].
    pub fn lognormals(&mut self, mean: f64, sigma: f64) -> [f64; ABREAST] {
        self.normals().map(|normal| lognormal(normal, mean, sigma))
    }
}

/// The middle of one of 2^52 equal cells of (0, 1), by the high bits of a word: exact in every step, which is done in bits so that lanes can be worked at once.
fn unit(long: u64) -> f64 {
    const CELLS: f64 = 4_503_599_627_370_496.0;
    let cell = f64::from_bits(CELLS.to_bits() | (long >> 12)) - CELLS;
    (cell + 0.5) * (1.0 / CELLS)
}

/// The lognormal with the given mean and deviation of the logarithm that belongs to a standard normal.
fn lognormal(normal: f64, mean: f64, sigma: f64) -> f64 {
    mean * libm::exp(sigma * normal - 0.5 * sigma * sigma)
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

/// How far from a half the middle of the normal quantile reaches: 85% of all draws.
const MIDDLE: f64 = 0.425;
/// Its square, as the algorithm prints it.
const MIDDLE_SQUARED: f64 = 0.180_625;
/// Coefficients of the middle of the normal quantile, above and below the line.
const MIDDLE_TOP: [f64; 8] = [
    3.387_132_872_796_366_5,
    1.331_416_678_917_843_8e2,
    1.971_590_950_306_551_3e3,
    1.373_169_376_550_946e4,
    4.592_195_393_154_987e4,
    6.726_577_092_700_87e4,
    3.343_057_558_358_813e4,
    2.509_080_928_730_122_7e3,
];
const MIDDLE_BOTTOM: [f64; 8] = [
    1.0,
    4.231_333_070_160_091e1,
    6.871_870_074_920_579e2,
    5.394_196_021_424_751e3,
    2.121_379_430_158_66e4,
    3.930_789_580_009_271e4,
    2.872_908_573_572_194_3e4,
    5.226_495_278_852_854e3,
];

/// The standard normal quantiles of eight probabilities, as [`normal_quantile`] to the last bit.
#[must_use]
fn normal_quantiles(p: [f64; ABREAST]) -> [f64; ABREAST] {
    let q = f64x8::new(p) - f64x8::splat(0.5);
    let r = f64x8::splat(MIDDLE_SQUARED) - q * q;
    let horner = |coefficients: &[f64; 8]| {
        coefficients[..7]
            .iter()
            .rev()
            .fold(f64x8::splat(coefficients[7]), |sum, &coefficient| sum * r + f64x8::splat(coefficient))
    };
    let middle = q * (horner(&MIDDLE_TOP) / horner(&MIDDLE_BOTTOM));
    let mut quantiles = middle.to_array();
    let mut outside = q.abs().simd_gt(f64x8::splat(MIDDLE)).to_bitmask();
    while outside != 0 {
        let lane = outside.trailing_zeros() as usize;
        quantiles[lane] = normal_quantile(p[lane]);
        outside &= outside - 1;
    }
    quantiles
}

/// The standard normal quantile (Wichura 1988, algorithm AS 241, PPND16: about 16 digits).
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    const C: [f64; 8] = [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        2.417_807_251_774_506e-1,
        2.272_384_498_926_918_4e-2,
        7.745_450_142_783_414e-4,
    ];
    const D: [f64; 8] = [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        6.897_673_349_851e-1,
        1.481_039_764_274_800_8e-1,
        1.519_866_656_361_645_7e-2,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ];
    const E: [f64; 8] = [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        2.965_605_718_285_048_7e-1,
        2.653_218_952_657_612_4e-2,
        1.242_660_947_388_078_4e-3,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ];
    const F: [f64; 8] = [
        1.0,
        5.998_322_065_558_88e-1,
        1.369_298_809_227_358e-1,
        1.487_536_129_085_061_5e-2,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ];
    let ratio = |top: &[f64; 8], bottom: &[f64; 8], r: f64| {
        let horner = |c: &[f64; 8]| c.iter().rev().fold(0.0, |sum, coefficient| sum * r + coefficient);
        horner(top) / horner(bottom)
    };
    let q = p - 0.5;
    if q.abs() <= MIDDLE {
        return q * ratio(&MIDDLE_TOP, &MIDDLE_BOTTOM, MIDDLE_SQUARED - q * q);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    let r = libm::sqrt(-libm::log(tail));
    let magnitude = if r <= 5.0 { ratio(&C, &D, r - 1.6) } else { ratio(&E, &F, r - 5.0) };
    if q < 0.0 { -magnitude } else { magnitude }
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
    fn normal_quantile_meets_tables() {
        // The check values of Wichura (1988), and the 97.5% point.
        for (p, z) in [
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_813_5),
            (1e-20, -9.262_340_089_798_408),
            (0.975, 1.959_963_984_540_054),
        ] {
            assert!((normal_quantile(p) - z).abs() < 1e-14 * z.abs(), "{p}");
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
            same(together.exponentials(), &Stream::exponential);
            same(together.uniforms(), &Stream::uniform);
            same(together.lognormals(2.0, 0.5), &|stream| stream.lognormal(2.0, 0.5));
            same(together.normals(), &Stream::normal);
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
