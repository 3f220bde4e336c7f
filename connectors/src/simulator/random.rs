/// xoshiro256++ seeded by SplitMix64.
///
/// The engines have their own generator of the same family. The two stay apart on purpose: connectors do not know
/// the engines, and a change made for the sake of a model must not make up another merchant.
///
/// # Source
/// Blackman & Vigna (2021), Scrambled Linear Pseudorandom Number Generators, ACM TOMS 47(4).
#[derive(Debug, Clone)]
pub(super) struct Random([u64; 4]);

impl Random {
    /// The stream for one purpose: streams of one seed are independent, so that a draw more in one place changes
    /// nothing in another.
    pub(super) fn new(seed: u64, purpose: u64, day: i32, place: usize) -> Self {
        let mut state = seed;
        for part in [purpose, u64::from(day.cast_unsigned()), place as u64] {
            state = split_mix(&mut (state ^ part.wrapping_mul(0xd134_2543_de82_ef95)));
        }
        Self([(); 4].map(|()| split_mix(&mut state)))
    }

    fn next_u64(&mut self) -> u64 {
        let s = &mut self.0;
        let result = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        result
    }

    /// Uniform in `[0, 1)`.
    pub(super) fn uniform(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Uniform in `from..=to`. The bias of a product against so small a range is beyond notice.
    pub(super) fn between(&mut self, from: i32, to: i32) -> i32 {
        let width = (i64::from(to) - i64::from(from) + 1).max(1).cast_unsigned();
        from + ((u128::from(self.next_u64()) * u128::from(width)) >> 64) as i32
    }

    /// True with this probability.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// Nearly standard normal, by four operations only: the sum of twelve uniforms.
    pub(super) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }

    /// Poisson by Knuth's products, in slices so that large means do not underflow.
    pub(super) fn poisson(&mut self, mean: f64) -> u32 {
        let mut rest = mean.clamp(0.0, 10_000.0);
        let mut count = 0;
        while rest > 0.0 {
            let slice = rest.min(16.0);
            rest -= slice;
            let floor = libm::exp(-slice);
            let mut product = self.uniform();
            while product > floor {
                count += 1;
                product *= self.uniform();
            }
        }
        count
    }

    /// An index with probability proportional to the step of `cumulative` there; `None` if all weigh nothing.
    pub(super) fn pick(&mut self, cumulative: &[f64]) -> Option<usize> {
        let total = cumulative.last().copied().filter(|total| *total > 0.0)?;
        let target = self.uniform() * total;
        Some(cumulative.partition_point(|sum| *sum <= target).min(cumulative.len() - 1))
    }
}

fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Blackman & Vigna's C code with the state {1, 2, 3, 4}.
    #[test]
    fn the_stream_is_the_published_one() {
        let mut random = Random([1, 2, 3, 4]);
        let first: Vec<u64> = (0..4).map(|_| random.next_u64()).collect();
        assert_eq!(first, [41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386]);
    }

    #[test]
    fn draws_have_their_moments() {
        let mut random = Random::new(7, 1, 2, 3);
        let n = 20_000;
        let mean_of = |draws: Vec<f64>| draws.iter().sum::<f64>() / f64::from(n);
        let poisson = mean_of((0..n).map(|_| f64::from(random.poisson(41.5))).collect());
        assert!((poisson - 41.5).abs() < 0.25, "{poisson}");
        let normal = mean_of((0..n).map(|_| random.normal()).collect());
        assert!(normal.abs() < 0.04, "{normal}");
        let dice = mean_of((0..n).map(|_| f64::from(random.between(1, 6))).collect());
        assert!((dice - 3.5).abs() < 0.07, "{dice}");
        assert_eq!(random.pick(&[0.0, 0.0]), None);
        assert!((0..100).all(|_| random.pick(&[0.0, 2.0, 2.0, 3.0]) != Some(2)));
    }
}
