//! Attention as one operation: of the 99 × 99 pairs of tokens only those within the window
//! are looked at, and nothing of that size is kept. Its derivative is tested against that of
//! the same written in the crate's own operations.

use bounceback_lab::shape::{HEADS, REACH};
use candle_core::{CpuStorage, CustomOp2, Layout, Result, Shape, Tensor};

/// From queries, keys and values, side by side, and biases by head and offset, to what the
/// heads have gathered.
pub(crate) struct Attention {
    /// Tokens of a text.
    pub(crate) length: usize,
    /// Width of the stream.
    pub(crate) width: usize,
    /// Tokens that are seen, the present one included.
    pub(crate) window: usize,
}

impl Attention {
    fn head(&self) -> usize {
        self.width / HEADS
    }

    fn scale(&self) -> f32 {
        1.0 / (self.head() as f32).sqrt()
    }

    /// A row of a text's tensor, of one part (query, key, value), of one head.
    fn part<'a>(&self, text: &'a [f32], at: usize, part: usize, head: usize) -> &'a [f32] {
        let from = at * 3 * self.width + part * self.width + head * self.head();
        &text[from..from + self.head()]
    }

    /// The shares that a token gives to those it sees, the first of which is returned.
    fn shares(
        &self,
        text: &[f32],
        bias: &[f32],
        at: usize,
        head: usize,
        to: &mut [f32; REACH],
    ) -> usize {
        let first = (at + 1).saturating_sub(self.window);
        let query = self.part(text, at, 0, head);
        let mut most = f32::MIN;
        for (share, other) in to.iter_mut().zip(first..=at) {
            let dot = dot(query, self.part(text, other, 1, head));
            *share = dot * self.scale() + bias[head * REACH + at - other];
            most = most.max(*share);
        }
        let seen = &mut to[..=at - first];
        let mut total = 0.0;
        for share in &mut *seen {
            *share = (*share - most).exp();
            total += *share;
        }
        for share in seen {
            *share /= total;
        }
        first
    }

    fn forward(&self, text: &[f32], bias: &[f32], out: &mut [f32]) {
        let mut shares = [0.0; REACH];
        for (at, row) in out.chunks_exact_mut(self.width).enumerate() {
            for (head, to) in row.chunks_exact_mut(self.head()).enumerate() {
                let first = self.shares(text, bias, at, head, &mut shares);
                to.fill(0.0);
                for (share, other) in shares.iter().zip(first..=at) {
                    add(to, *share, self.part(text, other, 2, head));
                }
            }
        }
    }

    /// What changes the loss, by input and by bias.
    fn backward(&self, text: &[f32], bias: &[f32], out: &[f32], by_text: &mut [f32]) -> Vec<f32> {
        let (width, wide) = (self.width, self.head());
        let mut by_bias = vec![0.0; HEADS * REACH];
        let mut shares = [0.0; REACH];
        let mut by_share = [0.0; REACH];
        let place =
            |at: usize, part: usize, head: usize| at * 3 * width + part * width + head * wide;
        for (at, row) in out.chunks_exact(width).enumerate() {
            for (head, change) in row.chunks_exact(wide).enumerate() {
                let first = self.shares(text, bias, at, head, &mut shares);
                let mut mean = 0.0;
                for (j, other) in (first..=at).enumerate() {
                    by_share[j] = dot(change, self.part(text, other, 2, head));
                    mean += by_share[j] * shares[j];
                    add(
                        &mut by_text[place(other, 2, head)..][..wide],
                        shares[j],
                        change,
                    );
                }
                for (j, other) in (first..=at).enumerate() {
                    let by_score = shares[j] * (by_share[j] - mean);
                    by_bias[head * REACH + at - other] += by_score;
                    let scaled = by_score * self.scale();
                    let key = self.part(text, other, 1, head);
                    add(&mut by_text[place(at, 0, head)..][..wide], scaled, key);
                    let query = self.part(text, at, 0, head);
                    add(&mut by_text[place(other, 1, head)..][..wide], scaled, query);
                }
            }
        }
        by_bias
    }
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 4];
    for (a, b) in a.as_chunks::<4>().0.iter().zip(b.as_chunks::<4>().0) {
        for ((lane, a), b) in lanes.iter_mut().zip(a).zip(b) {
            *lane += a * b;
        }
    }
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
}

fn add(to: &mut [f32], factor: f32, of: &[f32]) {
    for (to, of) in to.iter_mut().zip(of) {
        *to += factor * of;
    }
}

/// Does something with each text and its place in the output, on all processors; what it
/// gives is in the order of the texts.
fn each<T: Send>(
    texts: &[f32],
    text: usize,
    out: &mut [f32],
    room: usize,
    act: impl Fn(&[f32], usize, &mut [f32]) -> T + Sync,
) -> Vec<T> {
    let count = texts.len() / text;
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = count.div_ceil(threads).max(1);
    let act = &act;
    std::thread::scope(|scope| {
        let parts = texts.chunks(share * text).zip(out.chunks_mut(share * room));
        let tasks: Vec<_> = parts
            .enumerate()
            .map(|(part, (texts, out))| {
                scope.spawn(move || {
                    let all = texts.chunks_exact(text).zip(out.chunks_exact_mut(room));
                    all.enumerate()
                        .map(|(at, (text, out))| act(text, part * share + at, out))
                        .collect::<Vec<T>>()
                })
            })
            .collect();
        let done = tasks
            .into_iter()
            .flat_map(|task| task.join().expect("it only computes"));
        done.collect()
    })
}

impl CustomOp2 for Attention {
    fn name(&self) -> &'static str {
        "attention"
    }

    fn cpu_fwd(
        &self,
        texts: &CpuStorage,
        layout: &Layout,
        bias: &CpuStorage,
        bias_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let texts = contiguous(texts, layout)?;
        let bias = contiguous(bias, bias_layout)?;
        let mut out = vec![0.0; texts.len() / 3];
        let room = self.length * self.width;
        each(texts, 3 * room, &mut out, room, |text, _, out| {
            self.forward(text, bias, out);
        });
        let rows = out.len() / self.width;
        Ok((CpuStorage::F32(out), Shape::from((rows, self.width))))
    }

    fn bwd(
        &self,
        texts: &Tensor,
        bias: &Tensor,
        _: &Tensor,
        change: &Tensor,
    ) -> Result<(Option<Tensor>, Option<Tensor>)> {
        let flat = |it: &Tensor| it.flatten_all()?.to_vec1::<f32>();
        let (inputs, biases, change) = (flat(texts)?, flat(bias)?, flat(change)?);
        let room = self.length * self.width;
        let mut by_text = vec![0.0; inputs.len()];
        let by_bias = each(
            &inputs,
            3 * room,
            &mut by_text,
            3 * room,
            |text, at, out| self.backward(text, &biases, &change[at * room..][..room], out),
        );
        let mut sum = vec![0.0; HEADS * REACH];
        for one in by_bias {
            add(&mut sum, 1.0, &one);
        }
        let of = |numbers: Vec<f32>, like: &Tensor| {
            Tensor::from_vec(numbers, like.shape(), like.device())
        };
        Ok((Some(of(by_text, texts)?), Some(of(sum, bias)?)))
    }
}

fn contiguous<'a>(storage: &'a CpuStorage, layout: &Layout) -> Result<&'a [f32]> {
    let numbers = storage.as_slice::<f32>()?;
    match layout.contiguous_offsets() {
        Some((from, to)) => Ok(&numbers[from..to]),
        None => candle_core::bail!("attention wants contiguous tensors"),
    }
}

#[cfg(test)]
mod tests;
