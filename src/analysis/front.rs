//! The front of several aims at once: which candidates no other beats on everything, how well spread they are, and how sure it is
//! that each belongs there.
//!
//! Points are lists of figures of which less is better, one an aim (what is better when higher comes with its sign turned). One point dominates
//! another where it is no worse on any aim and better on one. Layers are those of non-dominated sorting, and crowding is the
//! distance by which it tells points of a layer apart (Deb, Pratap, Agarwal and Meyarivan 2002). Confidence is by bootstrap over replicates: replicates are drawn again
//! with replacement, the same for every candidate, since they are paired by luck.

use crate::random::{Process, Stream};

/// Whether one point is no worse on any aim and better on one.
#[must_use]
pub fn dominates(one: &[f64], other: &[f64]) -> bool {
    one.iter().zip(other).all(|(one, other)| one <= other) && one.iter().zip(other).any(|(one, other)| one < other)
}

/// The layer of every point: 0 where no point dominates it, 1 where only those do, and so on.
#[must_use]
pub fn layers(points: &[Vec<f64>]) -> Vec<usize> {
    // In lexical order nothing dominates what comes before it, so each point has its layer for good once those before it have theirs
    // (Zhang, Tian, Cheng and Jin 2015). A figure that is no number compares with none: such points are of the first layer.
    let mut order: Vec<usize> = (0..points.len()).collect();
    let lexical = |a: &[f64], b: &[f64]| {
        a.iter().zip(b).map(|(a, b)| a.total_cmp(b)).find(|order| order.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
    };
    order.sort_by(|a, b| lexical(&points[*a], &points[*b]).then(a.cmp(b)));
    let mut members: Vec<Vec<usize>> = Vec::new();
    let mut layers = vec![0; points.len()];
    for point in order {
        let free = |layer: &Vec<usize>| !layer.iter().any(|other| dominates(&points[*other], &points[point]));
        let layer = members.iter().position(free).unwrap_or(members.len());
        if layer == members.len() {
            members.push(Vec::new());
        }
        members[layer].push(point);
        layers[point] = layer;
    }
    layers
}

/// The crowding distance of each of some points: over aims, the sum of how far apart its neighbours lie, as a share of the points' range;
/// without bound for the ends of an aim.
#[must_use]
pub fn crowding(points: &[&[f64]]) -> Vec<f64> {
    let mut distances = vec![0.0; points.len()];
    let aims = points.first().map_or(0, |point| point.len());
    for aim in 0..aims {
        let mut order: Vec<usize> = (0..points.len()).collect();
        order.sort_by(|a, b| points[*a][aim].total_cmp(&points[*b][aim]).then(a.cmp(b)));
        let (Some(&first), Some(&last)) = (order.first(), order.last()) else { continue };
        let range = points[last][aim] - points[first][aim];
        distances[first] = f64::INFINITY;
        distances[last] = f64::INFINITY;
        for three in order.windows(3) {
            if range > 0.0 {
                distances[three[1]] += (points[three[2]][aim] - points[three[0]][aim]) / range;
            }
        }
    }
    distances
}

/// The volume that points dominate up to a reference that is worse than they: the larger, the better the front. Points that are not better
/// than the reference on every aim count for nothing. Exact, by slices of the last aim (Zitzler 1999; Knowles 2002).
#[must_use]
pub fn hypervolume(points: &[Vec<f64>], reference: &[f64]) -> f64 {
    let inside = |point: &&Vec<f64>| point.iter().zip(reference).all(|(figure, worst)| figure < worst);
    sliced(&points.iter().filter(inside).map(Vec::as_slice).collect::<Vec<_>>(), reference)
}

/// The volume of points that lie inside the reference, over as many aims as it has.
fn sliced(points: &[&[f64]], reference: &[f64]) -> f64 {
    let Some((worst, others)) = reference.split_last() else { return 0.0 };
    let last = others.len();
    if others.is_empty() {
        return points.iter().map(|point| worst - point[0]).fold(0.0, f64::max);
    }
    let mut order = points.to_vec();
    order.sort_by(|a, b| a[last].total_cmp(&b[last]));
    let mut volume = 0.0;
    for (count, point) in order.iter().enumerate() {
        let next = order.get(count + 1).map_or(*worst, |next| next[last]);
        if next > point[last] {
            volume += (next - point[last]) * sliced(&order[..=count], others);
        }
    }
    volume
}

/// The share of resamples in which each candidate is dominated by no other: how sure it is that it belongs to the front.
///
/// `values` are by candidate, then replicate, then aim; every candidate has the same replicates. Of no replicates every share is 0. The seed
/// and the number of resamples decide what is drawn; `1 / sqrt(4 * resamples)` bounds the share's error.
#[must_use]
pub fn confidence(values: &[Vec<Vec<f64>>], seed: u64, resamples: u32) -> Vec<f64> {
    let replicates = values.first().map_or(0, Vec::len);
    let mut kept = vec![0_u32; values.len()];
    if replicates == 0 || resamples == 0 {
        return vec![0.0; values.len()];
    }
    let mut stream = Stream::apart(seed, Process::Resample, "front", 0);
    let mut drawn = vec![0_u32; replicates];
    for _ in 0..resamples {
        drawn.fill(0);
        for _ in 0..replicates {
            drawn[stream.below(replicates)] += 1;
        }
        let sums: Vec<Vec<f64>> = values.iter().map(|candidate| sum(candidate, &drawn)).collect();
        for (place, point) in sums.iter().enumerate() {
            kept[place] += u32::from(!sums.iter().any(|other| dominates(other, point)));
        }
    }
    kept.into_iter().map(|kept| f64::from(kept) / f64::from(resamples)).collect()
}

/// A candidate's figures summed by aim, each replicate as often as it was drawn.
fn sum(candidate: &[Vec<f64>], drawn: &[u32]) -> Vec<f64> {
    let mut sums = vec![0.0; candidate.first().map_or(0, Vec::len)];
    for (figures, times) in candidate.iter().zip(drawn).filter(|(_, times)| **times > 0) {
        for (sum, figure) in sums.iter_mut().zip(figures) {
            *sum += f64::from(*times) * figure;
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(rows: &[[f64; 3]]) -> Vec<Vec<f64>> {
        rows.iter().map(|row| row.to_vec()).collect()
    }

    /// `NumPy` 2, `numpy.round(numpy.random.default_rng(7).random((12, 3)), 2)`.
    const CLOUD: [[f64; 3]; 12] = [
        [0.63, 0.9, 0.78],
        [0.23, 0.3, 0.87],
        [0.01, 0.82, 0.8],
        [0.47, 0.3, 0.28],
        [0.25, 0.45, 0.5],
        [0.55, 1.0, 0.79],
        [0.62, 0.99, 0.22],
        [0.16, 0.61, 0.04],
        [0.04, 0.51, 0.47],
        [0.92, 0.63, 0.51],
        [0.5, 0.25, 0.01],
        [0.19, 0.69, 0.2],
    ];

    #[test]
    fn sorting_crowding_and_volume_meet_pymoo() {
        // pymoo 0.6.2: NonDominatedSorting().do(F), 3 * calc_crowding_distance(F[front]), HV(ref_point=[1.1] * 3)(F).
        let cloud = points(&CLOUD);
        let layer_rows = [2, 0, 0, 0, 0, 2, 2, 0, 0, 1, 0, 1];
        assert_eq!(layers(&cloud), layer_rows);
        let front: Vec<&[f64]> =
            cloud.iter().zip(layer_rows).filter(|(_, layer)| *layer == 0).map(|(point, _)| point.as_slice()).collect();
        for (ours, theirs) in crowding(&front).iter().zip([
            f64::INFINITY,
            f64::INFINITY,
            1.273_361_976_369_495_2,
            1.241_937_901_231_484_2,
            1.245_568_239_535_716_4,
            0.842_638_156_853_928_7,
            f64::INFINITY,
        ]) {
            assert!(ours.total_cmp(&theirs).is_eq() || (ours - theirs).abs() < 1e-9, "{ours} is not {theirs}");
        }
        assert!((hypervolume(&cloud, &[1.1; 3]) - 0.823_252).abs() < 1e-9);
        let flat: Vec<Vec<f64>> = cloud.iter().map(|point| point[..2].to_vec()).collect();
        assert!((hypervolume(&flat, &[1.1; 2]) - 0.846_5).abs() < 1e-9);
    }

    #[test]
    fn equal_points_do_not_dominate_each_other() {
        let pair = points(&[[1.0, 2.0, 3.0], [1.0, 2.0, 3.0], [1.0, 2.0, 4.0]]);
        assert_eq!(layers(&pair), [0, 0, 1]);
        assert!(!dominates(&pair[0], &pair[1]) && dominates(&pair[0], &pair[2]) && !dominates(&pair[2], &pair[0]));
        assert_eq!(layers(&[]), Vec::<usize>::new());
    }

    #[test]
    fn volume_by_hand() {
        // Two boxes of 2 x 1 and 1 x 2 that share 1 x 1.
        assert!((hypervolume(&[vec![1.0, 2.0], vec![2.0, 1.0]], &[3.0, 3.0]) - 3.0).abs() < 1e-12);
        assert!(hypervolume(&[vec![1.0, 4.0]], &[3.0, 3.0]).abs() < 1e-12);
        assert!((hypervolume(&[vec![1.0], vec![0.5]], &[3.0]) - 2.5).abs() < 1e-12);
    }

    #[test]
    fn confidence_is_the_share_of_resamples() {
        // The first is always best on one aim, the second always best on the other, the third always worse than the first.
        let replicate = |a: f64, b: f64| vec![a, b];
        let sure = [
            vec![replicate(1.0, 5.0), replicate(2.0, 6.0)],
            vec![replicate(3.0, 1.0), replicate(4.0, 2.0)],
            vec![replicate(1.5, 5.5), replicate(2.5, 6.5)],
        ];
        assert_eq!(confidence(&sure, 1, 200), [1.0, 1.0, 0.0]);
        // One aim, differences -1 and +1 over two replicates: of resamples a quarter are -1 twice, a half even, a quarter +1 twice; even sums dominate neither.
        let even = [vec![vec![0.0], vec![1.0]], vec![vec![1.0], vec![0.0]]];
        let found = confidence(&even, 1, 20_000);
        assert!(found.iter().all(|share| (share - 0.75).abs() < 0.01), "{found:?}");
        assert_eq!(found, confidence(&even, 1, 20_000));
        assert_eq!((confidence(&sure, 1, 0), confidence(&[vec![]], 1, 9)), (vec![0.0; 3], vec![0.0]));
    }

    proptest::proptest! {
        #[test]
        fn a_point_more_never_takes_volume_away(cloud in proptest::collection::vec(proptest::array::uniform3(0.0..1.0_f64), 1..9)) {
            let cloud = points(&cloud);
            let whole = hypervolume(&cloud, &[1.0; 3]);
            assert!(hypervolume(&cloud[1..], &[1.0; 3]) <= whole + 1e-12);
            let front: Vec<Vec<f64>> = cloud.iter().zip(layers(&cloud)).filter(|(_, layer)| *layer == 0).map(|(point, _)| point.clone()).collect();
            assert!((hypervolume(&front, &[1.0; 3]) - whole).abs() < 1e-12);
        }
    }
}
