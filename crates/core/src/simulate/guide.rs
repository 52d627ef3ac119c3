//! Where to look for a token among the lengths looked at.

/// So many buckets for each length: most then hold one or none.
const BUCKETS: u64 = 4;

/// Where to look for a token among lengths: equal buckets, and which lengths lie before each.
#[derive(Clone, Debug)]
pub(super) struct Guide {
    /// Where the first bucket begins, and how wide each is, as a power of two.
    start: u64,
    shift: u32,
    /// How many lengths lie before each bucket, and behind the last.
    before: Vec<usize>,
}

impl Guide {
    /// A guide to increasing lengths.
    pub(super) fn to(lengths: &[u64]) -> Self {
        let start = lengths.first().copied().unwrap_or(0);
        let span = lengths.last().map_or(0, |last| last - start);
        let most = BUCKETS * lengths.len() as u64;
        let mut shift = 0;
        while span >> shift > most {
            shift += 1;
        }
        let count = (span >> shift) + 1;
        let before = |bucket: u64| {
            let begins = start + (bucket << shift);
            lengths.partition_point(|&length| length < begins)
        };
        let mut before: Vec<usize> = (0..count).map(before).collect();
        before.push(lengths.len());
        Self {
            start,
            shift,
            before,
        }
    }

    /// How many of the lengths lie before a token.
    #[inline]
    pub(super) fn find(&self, lengths: &[u64], token: u64) -> usize {
        let bucket = token.saturating_sub(self.start) >> self.shift;
        let bucket = bucket.min(self.before.len() as u64 - 2) as usize;
        let (from, to) = (self.before[bucket], self.before[bucket + 1]);
        // So it is at nearly all tokens.
        if lengths.get(from).is_none_or(|&length| token <= length) {
            return from;
        }
        from + lengths[from..to].partition_point(|&length| length < token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guide_finds_what_a_search_finds() {
        let last = 1_000_000_000;
        let even: Vec<u64> = (0..=256).map(|step| step * 4).collect();
        let ratios: Vec<u64> = (0..30).map(|step| 1 << step).collect();
        for lengths in [
            vec![],
            vec![0],
            vec![7],
            vec![3, 4, last],
            vec![0, 1, 2, 5, 17, 50, 51, 100, 300],
            even,
            ratios,
        ] {
            let guide = Guide::to(&lengths);
            let near = lengths
                .iter()
                .flat_map(|&it| [it.saturating_sub(1), it, it + 1]);
            for token in near.chain([0, 1, 2, 299, last - 1, last, u64::MAX]) {
                let place = lengths.partition_point(|&length| length < token);
                assert_eq!(guide.find(&lengths, token), place, "{token} in {lengths:?}");
            }
        }
    }
}
