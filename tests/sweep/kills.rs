//! A sweep that is killed at any moment and run again leaves the bytes of one that was not, in any number of shards.

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::given::{Place, good, same};

/// Kills of each number of shards that have to find the program at work.
const KILLS: usize = 20;

/// Moments of this test: a linear congruential generator (Knuth, MMIX).
struct Moments(u64);

impl Moments {
    /// Somewhere below a length.
    fn below(&mut self, length: Duration) -> Duration {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        #[expect(clippy::cast_precision_loss, reason = "a share of a length")]
        let share = (self.0 >> 11) as f64 / (1_u64 << 53) as f64;
        length.mul_f64(share)
    }
}

#[test]
fn killed_at_any_moment_it_goes_on_to_the_same_bytes() {
    let place = Place::new();
    let started = Instant::now();
    place.swept("whole", &[]);
    let length = started.elapsed();
    let whole = place.files("whole");
    let mut moments = Moments(20_261_125);
    for n in [1, 3, 10] {
        let (mut kills, mut rounds) = (0, 0);
        while kills < KILLS {
            rounds += 1;
            assert!(rounds < 60, "{kills} kills of {n} shards found the program at work");
            let roots: Vec<String> = (1..=n).map(|k| format!("{n}-{rounds}-{k}")).collect();
            for (k, root) in roots.iter().enumerate() {
                let shard = format!("{}/{n}", k + 1);
                let flags: Vec<&str> = if n == 1 { vec![] } else { vec!["--shard", &shard] };
                // Killed again and again, until it was done before its time.
                loop {
                    let mut child = place.sweep(root, &flags).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
                    std::thread::sleep(moments.below(length / n));
                    if child.try_wait().unwrap().is_some() || kills >= KILLS {
                        assert!(child.wait().unwrap().success());
                        break;
                    }
                    child.kill().unwrap();
                    // Between the two it may have come to its end.
                    kills += usize::from(!child.wait().unwrap().success());
                }
            }
            let out = if n == 1 { roots[0].clone() } else { format!("{n}-{rounds}-all") };
            if n > 1 {
                let mut join = place.program(&["merge", "--out", &out]);
                good(join.args(&roots));
            }
            same(&place.files(&out), &whole);
            for root in roots.iter().chain([&out]) {
                let _ = fs::remove_dir_all(place.path(root));
            }
        }
    }
}
