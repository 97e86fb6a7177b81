//! Inverting distributions: the normal quantile, the logarithm and the exponential, of one number or of eight side by side.
//!
//! What works on eight is written so that a compiler works the lanes at once, and compiled once more for processors with AVX2, which are found out when the program runs. Each
//! lane takes the steps of the function of one number in the same order, so that bits do not depend on the processor.

use std::f64::consts::LOG2_E;

use multiversion::multiversion;

use super::ABREAST;

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

/// Root of the logarithm up to which a tail counts as near, and where its polynomials begin.
const NEAR: f64 = 5.0;
const NEAR_SHIFT: f64 = 1.6;
/// Coefficients of the tails, above and below the line: of roots up to 5, and beyond.
const NEAR_TOP: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    2.417_807_251_774_506e-1,
    2.272_384_498_926_918_4e-2,
    7.745_450_142_783_414e-4,
];
const NEAR_BOTTOM: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    6.897_673_349_851e-1,
    1.481_039_764_274_800_8e-1,
    1.519_866_656_361_645_7e-2,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];
const FAR_TOP: [f64; 8] = [
    6.657_904_643_501_103,
    5.463_784_911_164_114,
    1.784_826_539_917_291_3,
    2.965_605_718_285_048_7e-1,
    2.653_218_952_657_612_4e-2,
    1.242_660_947_388_078_4e-3,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];
const FAR_BOTTOM: [f64; 8] = [
    1.0,
    5.998_322_065_558_88e-1,
    1.369_298_809_227_358e-1,
    1.487_536_129_085_061_5e-2,
    7.868_691_311_456_133e-4,
    1.846_318_317_510_054_8e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_8e-15,
];

/// The standard normal quantile (Wichura 1988, algorithm AS 241, PPND16: about 16 digits).
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
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
    let magnitude =
        if r <= NEAR { ratio(&NEAR_TOP, &NEAR_BOTTOM, r - NEAR_SHIFT) } else { ratio(&FAR_TOP, &FAR_BOTTOM, r - NEAR) };
    if q < 0.0 { -magnitude } else { magnitude }
}

/// Replaces eights of probabilities by their standard normal quantiles, as [`normal_quantile`] to the last bit.
///
/// Six in seven are in the middle, which costs little. Those in the tails are put together and worked out by fours: nearly three in four eights have somebody there.
pub fn normal_quantiles(numbers: &mut [[f64; ABREAST]]) {
    for some in numbers.chunks_mut(TOGETHER) {
        quantiles(some);
    }
}

/// Eights of probabilities that are worked together.
const TOGETHER: usize = 8;
/// Tails that are worked together.
const TAILS: usize = 4;

/// Replaces a few eights of probabilities by their quantiles.
#[multiversion(targets("x86_64+avx2"))]
fn quantiles(numbers: &mut [[f64; ABREAST]]) {
    quantiles_abreast(numbers);
}

#[inline(always)]
#[expect(clippy::inline_always, reason = "compiled for the processor of whoever calls it")]
#[expect(clippy::cast_possible_truncation, reason = "a place among sixty-four")]
fn quantiles_abreast(numbers: &mut [[f64; ABREAST]]) {
    let mut tails = [0.5; TOGETHER * ABREAST + TAILS];
    let mut places = [0_u8; TOGETHER * ABREAST + TAILS];
    let mut count = 0;
    for (number, eight) in numbers.iter_mut().enumerate() {
        let p = *eight;
        let (mut q, mut r) = (p, p);
        let mut furthest = 0.0;
        for lane in 0..ABREAST {
            q[lane] -= 0.5;
            r[lane] = MIDDLE_SQUARED - q[lane] * q[lane];
        }
        for q in q.map(f64::abs) {
            furthest = if q > furthest { q } else { furthest };
        }
        let ratios = ratios(&r, &MIDDLE_TOP, &MIDDLE_BOTTOM);
        for lane in 0..ABREAST {
            eight[lane] = q[lane] * ratios[lane];
        }
        if furthest > MIDDLE {
            for lane in 0..ABREAST {
                // Whoever is not in a tail is written over by whoever comes next.
                (tails[count], places[count]) = (p[lane], (number * ABREAST + lane) as u8);
                count += usize::from(q[lane].abs() > MIDDLE);
            }
        }
    }
    let numbers = numbers.as_flattened_mut();
    for (tails, places) in tails.as_chunks::<TAILS>().0.iter().zip(places[..count].chunks(TAILS)) {
        let (quantiles, far) = tail_quantiles(tails);
        for ((&place, &quantile), &p) in places.iter().zip(&quantiles).zip(tails) {
            // Far is one draw in a hundred thousand million.
            numbers[usize::from(place)] = if far { normal_quantile(p) } else { quantile };
        }
    }
}

/// Quantiles in the tails, as long as none is far, and whether one is.
#[inline(always)]
#[expect(clippy::inline_always, reason = "compiled for the processor of whoever calls it")]
fn tail_quantiles(p: &[f64; TAILS]) -> ([f64; TAILS], bool) {
    let mut places = *p;
    for place in &mut places {
        *place = if *place - 0.5 < 0.0 { *place } else { 1.0 - *place };
    }
    places = logs(&places);
    let mut far = false;
    for place in &mut places {
        let root = (-*place).sqrt();
        far |= root > NEAR;
        *place = root - NEAR_SHIFT;
    }
    let mut quantiles = ratios(&places, &NEAR_TOP, &NEAR_BOTTOM);
    for lane in 0..TAILS {
        quantiles[lane] = quantiles[lane].copysign(p[lane] - 0.5);
    }
    (quantiles, far)
}

/// Ratios of two polynomials, with lanes side by side.
#[inline(always)]
#[expect(clippy::inline_always, reason = "compiled for the processor of whoever calls it")]
fn ratios<const LANES: usize>(r: &[f64; LANES], top: &[f64; 8], bottom: &[f64; 8]) -> [f64; LANES] {
    let (mut above, mut below) = ([0.0; LANES], [0.0; LANES]);
    for power in (0..8).rev() {
        for lane in 0..LANES {
            above[lane] = above[lane] * r[lane] + top[power];
            below[lane] = below[lane] * r[lane] + bottom[power];
        }
    }
    for lane in 0..LANES {
        above[lane] /= below[lane];
    }
    above
}

/// Natural logarithms of eight positive normal numbers, as `libm::log` to the last bit.
#[multiversion(targets("x86_64+avx2"))]
pub fn logarithms(numbers: &[f64; ABREAST]) -> [f64; ABREAST] {
    logs(numbers)
}

/// The steps of `libm::log` (of FreeBSD's `e_log.c`, Sun Microsystems 1993), with lanes side by side.
#[inline(always)]
fn logs<const LANES: usize>(numbers: &[f64; LANES]) -> [f64; LANES] {
    // High words of one, and of the root of a half.
    const ONE: u64 = 0x3ff0_0000 << 32;
    const LEAST: u64 = 0x3fe6_a09e << 32;
    const MANTISSA: u64 = (1 << 52) - 1;
    // 2^52: its last bits count whole numbers.
    const WHOLE: f64 = 4_503_599_627_370_496.0;
    const LN2: [f64; 2] = [6.931_471_803_691_238e-1, 1.908_214_929_270_587_7e-10];
    const LG: [f64; 7] = [
        6.666_666_666_666_735e-1,
        3.999_999_999_940_942e-1,
        2.857_142_874_366_239e-1,
        2.222_219_843_214_978_4e-1,
        1.818_357_216_161_805e-1,
        1.531_383_769_920_937_3e-1,
        1.479_819_860_511_658_6e-1,
    ];
    let mut logarithms = [0.0; LANES];
    for lane in 0..LANES {
        let bits = numbers[lane].to_bits() + (ONE - LEAST);
        let exponent = f64::from_bits(WHOLE.to_bits() | bits >> 52) - (WHOLE + 1023.0);
        let f = f64::from_bits((bits & MANTISSA) + LEAST) - 1.0;
        let half_square = 0.5 * f * f;
        let s = f / (2.0 + f);
        let z = s * s;
        let w = z * z;
        let even = w * (LG[1] + w * (LG[3] + w * LG[5]));
        let odd = z * (LG[0] + w * (LG[2] + w * (LG[4] + w * LG[6])));
        logarithms[lane] = s * (half_square + (odd + even)) + exponent * LN2[1] - half_square + f + exponent * LN2[0];
    }
    logarithms
}

/// Exponentials of eight numbers, as `libm::exp` to the last bit.
#[must_use]
pub fn exponentials(numbers: &[f64; ABREAST]) -> [f64; ABREAST] {
    let (exponentials, near) = near_exponentials(numbers);
    if near { exponentials } else { numbers.map(libm::exp) }
}

/// Exponentials of eight numbers, and whether none is so small or so large that `libm::exp` takes it as a case of its own.
#[multiversion(targets("x86_64+avx2"))]
fn near_exponentials(numbers: &[f64; ABREAST]) -> ([f64; ABREAST], bool) {
    exps(numbers)
}

/// The steps of `libm::exp` (of FreeBSD's `e_exp.c`, Sun Microsystems 1993), with lanes side by side.
#[inline(always)]
fn exps(numbers: &[f64; ABREAST]) -> ([f64; ABREAST], bool) {
    // By high words, as there: 2^-28, half a logarithm of 2, one and a half of them, and where results begin to overflow.
    const TINY: f64 = f64::from_bits(0x3e30_0001 << 32);
    const HALF: f64 = f64::from_bits(0x3fd6_2e43 << 32);
    const MORE: f64 = f64::from_bits(0x3ff0_a2b2 << 32);
    const HUGE: f64 = f64::from_bits(0x4086_232b << 32);
    // 1.5 * 2^52: numbers beside it are whole.
    const WHOLE: f64 = 6_755_399_441_055_744.0;
    const LN2: [f64; 2] = [6.931_471_803_691_238e-1, 1.908_214_929_270_587_7e-10];
    const P: [f64; 5] = [
        1.666_666_666_666_660_2e-1,
        -2.777_777_777_701_559_3e-3,
        6.613_756_321_437_934e-5,
        -1.653_390_220_546_525_2e-6,
        4.138_136_797_057_238_5e-8,
    ];
    let mut exponentials = [0.0; ABREAST];
    let mut near = true;
    for lane in 0..ABREAST {
        let x = numbers[lane];
        let size = x.abs();
        near &= (TINY..HUGE).contains(&size);
        // How many logarithms of 2: cut off toward 0 after half of one is added; one, at least, beyond half of one.
        let many = size * LOG2_E + 0.5;
        let nearest = (many + WHOLE) - WHOLE;
        let whole = if nearest > many { nearest - 1.0 } else { nearest };
        let count = if size >= MORE {
            whole
        } else if size >= HALF {
            1.0
        } else {
            0.0
        };
        let times = count.copysign(x);
        let (high, low) = (x - times * LN2[0], times * LN2[1]);
        let r = high - low;
        let square = r * r;
        let c = r - square * (P[0] + square * (P[1] + square * (P[2] + square * (P[3] + square * P[4]))));
        let y = 1.0 + (r * c / (2.0 - c) - low + high);
        // The exponent, added to that of a number between a half and two.
        let power = (times + WHOLE).to_bits().wrapping_sub(WHOLE.to_bits()) << 52;
        exponentials[lane] = f64::from_bits(y.to_bits().wrapping_add(power));
    }
    (exponentials, near)
}

#[cfg(test)]
mod tests {
    use super::*;

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

    /// Numbers that reach from one end of (0, 1) to the other, more of them near the ends and where branches meet.
    fn probabilities() -> impl Iterator<Item = f64> {
        let even = (1..40_000).map(|number| f64::from(number) / 40_000.0);
        let steep = (1..2000).flat_map(|number| {
            let tail = libm::exp(-36.0 * f64::from(number) / 2000.0);
            [tail, 1.0 - tail]
        });
        let joints = [0.5 - MIDDLE, 0.5 + MIDDLE, libm::exp(-NEAR * NEAR)];
        let near = joints.into_iter().flat_map(|joint| [joint.next_down(), joint, joint.next_up()]);
        even.chain(steep).chain(near).filter(|p| *p > 0.0 && *p < 1.0)
    }

    /// Eights in which every number stands in every lane beside others.
    fn eights() -> impl Iterator<Item = [f64; ABREAST]> {
        let numbers: Vec<f64> = probabilities().collect();
        let count = numbers.len();
        (0..count).map(move |first| std::array::from_fn(|lane| numbers[(first + lane * 977) % count]))
    }

    #[test]
    fn eight_are_what_each_is_by_itself() {
        let eights: Vec<[f64; ABREAST]> = eights().collect();
        for many in (1..20).cycle().scan(0, |from, many| {
            *from += many;
            (*from <= eights.len()).then_some(*from - many..*from)
        }) {
            let mut quantiles = eights[many.clone()].to_vec();
            normal_quantiles(&mut quantiles);
            for (found, p) in quantiles.iter().zip(&eights[many]) {
                assert_eq!(found.map(f64::to_bits), p.map(|p| normal_quantile(p).to_bits()), "{p:?}");
            }
        }
        for p in eights {
            assert_eq!(logarithms(&p).map(f64::to_bits), p.map(|p| libm::log(p).to_bits()), "{p:?}");
        }
    }

    #[test]
    fn exponentials_are_what_each_is_by_itself() {
        let ends = [-0.35, 0.35, -1.05, 1.05, 0.5, -0.5, 3.7e-9, -3.8e-9, 0.0, -0.0, -708.3, 709.7, 708.5, -746.0, f64::NAN];
        let steps = |x: f64| [x, x.next_up(), x.next_down()];
        let even = (-28_000..28_000).map(|number| f64::from(number) / 40.0);
        let fine = (-30_000..30_000).map(|number| f64::from(number) / 10_000.0);
        // Of a half, one and one and a half logarithms of 2, where cases meet: a band of high words.
        let joints = [0x3fd6_2e40_u64, 0x3ff0_a2b0, 0x3e2f_fffe].into_iter().flat_map(|high| {
            (0..6).flat_map(move |more| [0_u64, u32::MAX.into()].map(|low| f64::from_bits((high + more) << 32 | low)))
        });
        let numbers: Vec<f64> =
            even.chain(fine).chain(joints.flat_map(|x| [x, -x])).chain(ends.into_iter().flat_map(steps)).collect();
        let count = numbers.len();
        for first in 0..count {
            let x: [f64; ABREAST] = std::array::from_fn(|lane| numbers[(first + lane * 977) % count]);
            let (found, plain) = (near_exponentials(&x), exps(&x));
            assert_eq!((found.0.map(f64::to_bits), found.1), (plain.0.map(f64::to_bits), plain.1), "{x:?}");
            assert_eq!(exponentials(&x).map(f64::to_bits), x.map(|x| libm::exp(x).to_bits()), "{x:?}");
            let whole: [f64; ABREAST] = std::array::from_fn(|_| numbers[first]);
            assert_eq!(exponentials(&whole)[0].to_bits(), libm::exp(numbers[first]).to_bits(), "{}", numbers[first]);
        }
    }

    #[test]
    fn every_processor_gives_the_same_bits() {
        // What runs here is what was compiled for any processor: called from here, the bodies are.
        for p in eights() {
            let (mut found, mut plain) = ([p], [p]);
            quantiles(&mut found);
            quantiles_abreast(&mut plain);
            assert_eq!(found.map(|eight| eight.map(f64::to_bits)), plain.map(|eight| eight.map(f64::to_bits)), "{p:?}");
            assert_eq!(logarithms(&p).map(f64::to_bits), logs(&p).map(f64::to_bits), "{p:?}");
        }
    }
}
