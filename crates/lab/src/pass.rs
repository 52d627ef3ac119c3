//! The pass: one token in, the scores of the next one out.
//!
//! Written by hand, in plain loops over fixed lanes, which the compiler turns into vectors:
//! every sum has one order, no product is fused with a sum, and no lane knows another, so
//! that the bits are the same natively and in each browser. What a token leaves behind (its
//! keys and values) is kept, so that a token costs the same however long the text is, and a
//! text is cut back by forgetting how long it was.

use crate::math::exp;
use crate::shape::{HEADS, HIDDEN, REACH, Shape};
use crate::token::{Token, VOCABULARY};
use crate::weights::{Layer, Matrix, Weights};

/// Outputs that are summed side by side.
const TILE: usize = 16;
/// Keeps a norm from dividing by nothing.
const EPSILON: f32 = 1e-6;

/// A matrix as the pass wants it: tiles of sixteen columns, each with all its rows.
#[derive(Clone, Debug)]
struct Tiled {
    rows: usize,
    entries: Vec<[i8; TILE]>,
    scales: Vec<[f32; TILE]>,
}

impl Tiled {
    fn new(matrix: &Matrix) -> Self {
        let columns = matrix.columns;
        let rows = matrix.entries.len() / columns;
        let tiles = columns.div_ceil(TILE);
        let place = |tile: usize, lane: usize| Some(tile * TILE + lane).filter(|it| *it < columns);
        let entries = (0..tiles * rows).map(|at| {
            let (tile, row) = (at / rows, at % rows);
            std::array::from_fn(|lane| {
                place(tile, lane).map_or(0, |column| matrix.entries[row * columns + column])
            })
        });
        let scales = (0..tiles).map(|tile| {
            std::array::from_fn(|lane| place(tile, lane).map_or(0.0, |it| matrix.scales[it]))
        });
        Self {
            rows,
            entries: entries.collect(),
            scales: scales.collect(),
        }
    }

    /// Calls back with each tile of the product: its number, and sixteen sums.
    fn multiply(&self, input: &[f32], mut put: impl FnMut(usize, [f32; TILE])) {
        let tiles = self.entries.chunks_exact(self.rows).zip(&self.scales);
        for (at, (rows, scales)) in tiles.enumerate() {
            let mut sums = [0.0_f32; TILE];
            for (row, x) in rows.iter().zip(input) {
                for (sum, entry) in sums.iter_mut().zip(row) {
                    *sum += *x * f32::from(*entry);
                }
            }
            for (sum, scale) in sums.iter_mut().zip(scales) {
                *sum *= *scale;
            }
            put(at, sums);
        }
    }

    fn set(&self, input: &[f32], output: &mut [f32]) {
        self.multiply(input, |at, sums| {
            output[at * TILE..][..TILE].copy_from_slice(&sums);
        });
    }

    fn add(&self, input: &[f32], output: &mut [f32]) {
        self.multiply(input, |at, sums| {
            for (to, sum) in output[at * TILE..][..TILE].iter_mut().zip(sums) {
                *to += sum;
            }
        });
    }
}

/// A layer, and what the tokens so far have left in it.
#[derive(Clone, Debug)]
struct Store {
    attend: Tiled,
    /// By head; the farthest offset first.
    bias: [[f32; REACH]; HEADS],
    gather: Tiled,
    widen: Tiled,
    threshold: Vec<f32>,
    narrow: Tiled,
    /// A row for each unit, a column for each token, behind as many columns as attention
    /// reaches: so the last tokens lie side by side, and at the beginning there is room.
    keys: Vec<f32>,
    /// A row for each token, behind as many again.
    values: Vec<f32>,
}

impl Store {
    fn new(layer: &Layer, shape: Shape, stride: usize) -> Self {
        let bias = |head: usize, at: usize| layer.bias[head * REACH + REACH - 1 - at];
        Self {
            attend: Tiled::new(&layer.attend),
            bias: std::array::from_fn(|head| std::array::from_fn(|at| bias(head, at))),
            gather: Tiled::new(&layer.gather),
            widen: Tiled::new(&layer.widen),
            threshold: layer.threshold.clone(),
            narrow: Tiled::new(&layer.narrow),
            keys: vec![0.0; shape.width * stride],
            values: vec![0.0; shape.width * stride],
        }
    }
}

/// What the present token attends to: by head, the share of each of the last tokens, itself
/// last.
pub type Attention = [[f32; REACH]; HEADS];

/// A model at work on one text.
#[derive(Clone, Debug)]
pub struct Pass {
    shape: Shape,
    embed: Vec<f32>,
    stores: Vec<Store>,
    answer: Tiled,
    /// Tokens that fit, and the columns of a row of keys.
    capacity: usize,
    stride: usize,
    /// Tokens read.
    length: usize,
    window: usize,
    stream: Vec<f32>,
    normed: Vec<f32>,
    /// Query, key and value; then what the heads have gathered.
    wide: Vec<f32>,
    hidden: [f32; HIDDEN],
    attention: Vec<Attention>,
    scores: [f32; TILE],
}

impl Pass {
    /// A model before a text of at most so many tokens.
    pub fn new(weights: &Weights, capacity: usize) -> Self {
        let (shape, width) = (weights.shape, weights.shape.width);
        // An odd stride spreads the rows over the cache.
        let stride = (capacity + REACH) | 1;
        let layers = weights.layers.iter();
        Self {
            shape,
            embed: weights.embed.values(),
            stores: layers.map(|it| Store::new(it, shape, stride)).collect(),
            answer: Tiled::new(&weights.answer),
            capacity,
            stride,
            length: 0,
            window: REACH,
            stream: vec![0.0; width],
            normed: vec![0.0; width],
            wide: vec![0.0; 3 * width],
            hidden: [0.0; HIDDEN],
            attention: vec![[[0.0; REACH]; HEADS]; shape.layers],
            scores: [0.0; TILE],
        }
    }

    /// Tokens read so far.
    pub const fn length(&self) -> usize {
        self.length
    }

    /// Forgets all but the first tokens.
    pub fn cut(&mut self, length: usize) {
        self.length = self.length.min(length);
    }

    /// Lets attention reach so many tokens from now on, the present one included: 1…24.
    pub fn look(&mut self, window: usize) {
        self.window = window.clamp(1, REACH);
    }

    /// The scores of what may follow the last token read.
    pub fn scores(&self) -> &[f32] {
        &self.scores[..VOCABULARY]
    }

    /// What the last token read attended to, layer by layer.
    pub fn attention(&self) -> &[Attention] {
        &self.attention
    }

    /// Reads a token; says `false`, and does nothing, where the text is full or the token
    /// is none.
    pub fn read(&mut self, token: Token) -> bool {
        self.trace(token, &mut |_, _, _| {})
    }

    /// As [`Pass::read`], and calls back with the tensors on the way: their names, their
    /// layers and their numbers.
    pub fn trace(&mut self, token: Token, seen: &mut impl FnMut(&str, usize, &[f32])) -> bool {
        let width = self.shape.width;
        let from = usize::from(token) * width;
        let (Some(row), true) = (
            self.embed.get(from..from + width),
            self.length < self.capacity,
        ) else {
            return false;
        };
        self.stream.copy_from_slice(row);
        seen("embed", 0, &self.stream);
        for (at, store) in self.stores.iter_mut().enumerate() {
            norm(&self.stream, &mut self.normed);
            store.attend.set(&self.normed, &mut self.wide);
            seen("attend", at, &self.wide);
            let (query, rest) = self.wide.split_at_mut(width);
            let (key, value) = rest.split_at_mut(width);
            for (row, key) in store.keys.chunks_exact_mut(self.stride).zip(&*key) {
                row[REACH + self.length] = *key;
            }
            store.values[(REACH + self.length) * width..][..width].copy_from_slice(value);
            let sight = Sight {
                // The farthest column that a query can reach.
                from: self.length + 1,
                seen: self.window.min(self.length + 1),
                stride: self.stride,
            };
            let shares = &mut self.attention[at];
            // What the heads gather goes where the keys were.
            match self.shape.head() {
                12 => gather::<12>(store, &sight, query, key, shares),
                _ => gather::<16>(store, &sight, query, key, shares),
            }
            seen("gathered", at, key);
            store.gather.add(key, &mut self.stream);
            norm(&self.stream, &mut self.normed);
            store.widen.set(&self.normed, &mut self.hidden);
            for (unit, threshold) in self.hidden.iter_mut().zip(&store.threshold) {
                let sum = *unit + threshold;
                *unit = if sum > 0.0 { sum } else { 0.0 };
            }
            seen("hidden", at, &self.hidden);
            store.narrow.add(&self.hidden, &mut self.stream);
            seen("stream", at, &self.stream);
        }
        norm(&self.stream, &mut self.normed);
        self.answer.set(&self.normed, &mut self.scores);
        seen("scores", 0, &self.scores[..VOCABULARY]);
        self.length += 1;
        true
    }
}

/// Divides by the root of the mean square.
fn norm(input: &[f32], output: &mut [f32]) {
    let mut lanes = [0.0_f32; 4];
    let (fours, _) = input.as_chunks::<4>();
    for four in fours {
        for (lane, x) in lanes.iter_mut().zip(four) {
            *lane += x * x;
        }
    }
    let square = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
    let scale = 1.0 / (square / input.len() as f32 + EPSILON).sqrt();
    for (to, x) in output.iter_mut().zip(input) {
        *to = x * scale;
    }
}

/// What the present token sees.
struct Sight {
    /// The first of the columns within reach.
    from: usize,
    /// How many of them, from the last one back, are seen.
    seen: usize,
    stride: usize,
}

/// Attention, for heads of `WIDTH` units.
fn gather<const WIDTH: usize>(
    store: &Store,
    sight: &Sight,
    query: &[f32],
    gathered: &mut [f32],
    shares: &mut Attention,
) {
    let blind = REACH - sight.seen;
    let all = HEADS * WIDTH;
    for (head, shares) in shares.iter_mut().enumerate() {
        let mut sums = [0.0_f32; REACH];
        let rows = store.keys.chunks_exact(sight.stride).skip(head * WIDTH);
        for (row, q) in rows.zip(&query[head * WIDTH..][..WIDTH]) {
            for (sum, key) in sums.iter_mut().zip(&row[sight.from..][..REACH]) {
                *sum += q * key;
            }
        }
        for (sum, bias) in sums.iter_mut().zip(&store.bias[head]) {
            *sum += bias;
        }
        let most = sums[blind..]
            .iter()
            .fold(f32::MIN, |most, it| most.max(*it));
        let mut total = 0.0;
        for sum in &mut sums[blind..] {
            *sum = exp(*sum - most);
            total += *sum;
        }
        sums[..blind].fill(0.0);
        let whole = 1.0 / total;
        for (share, sum) in shares.iter_mut().zip(sums) {
            *share = sum * whole;
        }
        let mut mixed = [0.0_f32; WIDTH];
        let rows = store.values[sight.from * all..].chunks_exact(all);
        for (row, share) in rows.zip(&*shares).skip(blind) {
            for (sum, value) in mixed.iter_mut().zip(&row[head * WIDTH..][..WIDTH]) {
                *sum += share * value;
            }
        }
        gathered[head * WIDTH..][..WIDTH].copy_from_slice(&mixed);
    }
}
