//! Step-labelled runs drawn from the words of their definition, step by step.

use bounceback_fit::data::Path;

/// `SplitMix64`.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Beta(a, b) for whole a and b: the a-th least of a + b − 1 uniform numbers.
    pub(crate) fn beta(&mut self, a: usize, b: usize) -> f64 {
        let mut all: Vec<f64> = (1..a + b).map(|_| self.uniform()).collect();
        all.sort_by(f64::total_cmp);
        all[a - 1]
    }
}

/// How runs come about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct World {
    pub(crate) runs: usize,
    pub(crate) length: usize,
    pub(crate) error: f64,
    /// Errors of runs by Beta(a, b) instead.
    pub(crate) mixed: Option<(usize, usize)>,
    /// `None`: steps are independent.
    pub(crate) recovery: Option<f64>,
    pub(crate) fatal: f64,
    /// How often the labeller slips.
    pub(crate) slip: f64,
}

pub(crate) const PLAIN: World = World {
    runs: 100,
    length: 30,
    error: 0.1,
    mixed: None,
    recovery: Some(0.3),
    fatal: 0.0,
    slip: 0.0,
};

pub(crate) fn draw(world: World, random: &mut Random) -> Vec<Path> {
    (0..world.runs)
        .map(|_| {
            let error = match world.mixed {
                Some((a, b)) => random.beta(a, b),
                None => world.error,
            };
            let recovery = world.recovery.unwrap_or(1.0 - error);
            let (mut right, mut lost) = (true, false);
            let steps = (0..world.length)
                .map(|_| {
                    if right {
                        right = random.uniform() >= error;
                        lost = !right && random.uniform() < world.fatal;
                    } else {
                        right = !lost && random.uniform() < recovery;
                    }
                    right != (random.uniform() < world.slip)
                })
                .collect();
            Path {
                steps,
                outcome: None,
                cluster: None,
                weight: 1.0,
            }
        })
        .collect()
}

/// How many of `samples` are called so.
pub(crate) fn called(world: World, samples: u32, seed: u64, so: &dyn Fn(&[Path]) -> bool) -> u32 {
    let mut random = Random(seed);
    (0..samples)
        .filter(|_| so(&draw(world, &mut random)))
        .count() as u32
}

/// No more than 5%, and four Monte Carlo errors.
pub(crate) fn at_most_five_percent(count: u32, samples: u32, what: &str) {
    let n = f64::from(samples);
    let most = 0.05 * n + 4.0 * (0.05 * 0.95 * n).sqrt();
    println!("{what}: {count} of {samples}");
    assert!(f64::from(count) <= most, "{what}: {count} of {samples}");
}
