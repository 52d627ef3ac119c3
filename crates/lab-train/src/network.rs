//! The model as the trainer sees it: in the crate's tensors, with derivatives.

use crate::attention::Attention;
use anyhow::{Context as _, Result};
use bounceback_lab::shape::{HEADS, HIDDEN, REACH, Shape};
use bounceback_lab::stream::Stream;
use bounceback_lab::task::Task;
use bounceback_lab::token::{Token, VOCABULARY};
use bounceback_lab::weights::{self, Matrix, Weights};
use candle_core::{D, DType, Device, Tensor, Var};

/// Keeps a norm from dividing by nothing.
const EPSILON: f64 = 1e-6;
/// What a head's bias falls by with each token of distance, before anything is learned.
const SLOPES: [f32; HEADS] = [0.1, 0.3, 0.6, 1.0];

/// A layer.
struct Layer {
    gain: Var,
    attend: Var,
    bias: Var,
    gather: Var,
    second_gain: Var,
    widen: Var,
    threshold: Var,
    narrow: Var,
}

/// A model in training.
pub(crate) struct Network {
    pub(crate) shape: Shape,
    embed: Var,
    layers: Vec<Layer>,
    last_gain: Var,
    answer: Var,
}

impl Network {
    /// A model that has learned nothing.
    pub(crate) fn new(shape: Shape, stream: &mut Stream) -> Result<Self> {
        let width = shape.width;
        let mut normal = |rows: usize, columns: usize, scale: f32| {
            let numbers: Vec<f32> = (0..rows * columns).map(|_| gauss(stream) * scale).collect();
            variable(numbers, &[rows, columns])
        };
        let root = |inputs: usize| 1.0 / (inputs as f32).sqrt();
        // What layers add is small at first.
        let deep = root(2 * shape.layers);
        let embed = normal(VOCABULARY, width, 0.5)?;
        let layers = (0..shape.layers)
            .map(|_| {
                let slopes = SLOPES
                    .iter()
                    .flat_map(|slope| (0..REACH).map(move |offset| -slope * offset as f32));
                Ok(Layer {
                    gain: variable(vec![1.0; width], &[width, 1])?,
                    attend: normal(width, 3 * width, root(width))?,
                    bias: variable(slopes.collect(), &[HEADS, REACH])?,
                    gather: normal(width, width, root(width) * deep)?,
                    second_gain: variable(vec![1.0; width], &[width, 1])?,
                    widen: normal(width, HIDDEN, root(width))?,
                    threshold: variable(vec![0.0; HIDDEN], &[1, HIDDEN])?,
                    narrow: normal(HIDDEN, width, root(HIDDEN) * deep)?,
                })
            })
            .collect::<Result<_>>()?;
        Ok(Self {
            shape,
            embed,
            layers,
            last_gain: variable(vec![1.0; width], &[width, 1])?,
            answer: normal(width, VOCABULARY, root(width))?,
        })
    }

    /// The model that a file of weights stands for.
    pub(crate) fn from_weights(weights: &Weights) -> Result<Self> {
        let width = weights.shape.width;
        let ones = || variable(vec![1.0; width], &[width, 1]);
        let matrix = |it: &Matrix| {
            let rows = it.entries.len() / it.columns;
            variable(it.values(), &[rows, it.columns])
        };
        let scale = (weights.shape.head() as f32).sqrt();
        let layers = weights.layers.iter().map(|it| {
            // The pass has the scale of scores within its queries.
            let mut attend = it.attend.values();
            for row in attend.chunks_exact_mut(3 * width) {
                row[..width].iter_mut().for_each(|entry| *entry *= scale);
            }
            Ok(Layer {
                gain: ones()?,
                attend: variable(attend, &[width, 3 * width])?,
                bias: variable(it.bias.clone(), &[HEADS, REACH])?,
                gather: matrix(&it.gather)?,
                second_gain: ones()?,
                widen: matrix(&it.widen)?,
                threshold: variable(it.threshold.clone(), &[1, HIDDEN])?,
                narrow: matrix(&it.narrow)?,
            })
        });
        Ok(Self {
            shape: weights.shape,
            embed: matrix(&weights.embed)?,
            layers: layers.collect::<Result<_>>()?,
            last_gain: ones()?,
            answer: matrix(&weights.answer)?,
        })
    }

    /// All that is trained.
    pub(crate) fn variables(&self) -> Vec<Var> {
        let mut all = vec![
            self.embed.clone(),
            self.last_gain.clone(),
            self.answer.clone(),
        ];
        for it in &self.layers {
            let own = [
                &it.gain,
                &it.attend,
                &it.bias,
                &it.gather,
                &it.second_gain,
                &it.widen,
                &it.threshold,
                &it.narrow,
            ];
            all.extend(own.into_iter().cloned());
        }
        all
    }

    /// The scores after each token of texts of one length, a row for each.
    pub(crate) fn scores(&self, tokens: &[Token], length: usize, window: usize) -> Result<Tensor> {
        self.trace(tokens, length, window, &mut |_, _, _| Ok(()))
    }

    /// The same, and calls back with the tensors on the way.
    pub(crate) fn trace(
        &self,
        tokens: &[Token],
        length: usize,
        window: usize,
        seen: &mut impl FnMut(&str, usize, &Tensor) -> Result<()>,
    ) -> Result<Tensor> {
        let width = self.shape.width;
        // Added by a product: the derivative is one, too, and faster than a sum over rows.
        let ones = Tensor::ones((tokens.len(), 1), DType::F32, &Device::Cpu)?;
        let mut stream = one_hot(tokens, |_| 1.0)?.matmul(&self.embed)?;
        seen("embed", 0, &stream)?;
        for (at, layer) in self.layers.iter().enumerate() {
            let wide = norm(&stream)?.matmul(&gained(&layer.gain, &layer.attend)?)?;
            seen("attend", at, &wide)?;
            let attention = Attention {
                length,
                width,
                window,
            };
            let gathered = wide.apply_op2(&layer.bias, attention)?;
            seen("gathered", at, &gathered)?;
            stream = (stream + gathered.matmul(&layer.gather)?)?;
            let hidden = norm(&stream)?.matmul(&gained(&layer.second_gain, &layer.widen)?)?;
            let hidden = (hidden + ones.matmul(&layer.threshold)?)?.relu()?;
            seen("hidden", at, &hidden)?;
            stream = (stream + hidden.matmul(&layer.narrow)?)?;
            seen("stream", at, &stream)?;
        }
        let scores = norm(&stream)?.matmul(&gained(&self.last_gain, &self.answer)?)?;
        seen("scores", 0, &scores)?;
        Ok(scores)
    }

    /// Rounds to what a file holds.
    pub(crate) fn to_weights(&self, task: Task, seed: u32) -> Result<Weights> {
        let width = self.shape.width;
        let numbers = |it: &Var| -> Result<Vec<f32>> { Ok(it.flatten_all()?.to_vec1()?) };
        let product = |gain: &Var, matrix: &Var| -> Result<Vec<f32>> {
            Ok(gained(gain, matrix)?.flatten_all()?.to_vec1()?)
        };
        let scale = 1.0 / (self.shape.head() as f32).sqrt();
        let layers = self.layers.iter().map(|it| {
            let mut attend = product(&it.gain, &it.attend)?;
            for row in attend.chunks_exact_mut(3 * width) {
                row[..width].iter_mut().for_each(|entry| *entry *= scale);
            }
            let widen = product(&it.second_gain, &it.widen)?;
            Ok(weights::Layer {
                attend: Matrix::rounded(&attend, 3 * width),
                bias: numbers(&it.bias)?,
                gather: Matrix::rounded(&numbers(&it.gather)?, width),
                widen: Matrix::rounded(&widen, HIDDEN),
                threshold: numbers(&it.threshold)?,
                narrow: Matrix::rounded(&numbers(&it.narrow)?, width),
            })
        });
        let answer = product(&self.last_gain, &self.answer)?;
        Ok(Weights {
            task,
            seed,
            shape: self.shape,
            embed: Matrix::rounded(&numbers(&self.embed)?, width),
            layers: layers.collect::<Result<_>>()?,
            answer: Matrix::rounded(&answer, VOCABULARY),
        })
    }
}

/// A row for each token, its weight in the token's column.
pub(crate) fn one_hot(tokens: &[Token], weight: impl Fn(usize) -> f32) -> Result<Tensor> {
    let mut rows = vec![0.0_f32; tokens.len() * VOCABULARY];
    for (at, token) in tokens.iter().enumerate() {
        let to = rows.get_mut(at * VOCABULARY + usize::from(*token));
        *to.context("a token beyond the vocabulary")? = weight(at);
    }
    let shape = (tokens.len(), VOCABULARY);
    Ok(Tensor::from_vec(rows, shape, &Device::Cpu)?)
}

/// Divides by the root of the mean square.
fn norm(stream: &Tensor) -> Result<Tensor> {
    let square = stream.sqr()?.mean_keepdim(D::Minus1)?;
    let root = (square + EPSILON)?.sqrt()?;
    Ok(stream.broadcast_div(&root)?)
}

/// A norm's gain is multiplied into the rows of the matrix behind it, which is the smaller.
fn gained(gain: &Var, matrix: &Var) -> Result<Tensor> {
    Ok(matrix.broadcast_mul(gain)?)
}

fn variable(numbers: Vec<f32>, shape: &[usize]) -> Result<Var> {
    Ok(Var::from_vec(numbers, shape, &Device::Cpu)?)
}

/// A standard normal number, by the polar method.
fn gauss(stream: &mut Stream) -> f32 {
    loop {
        let (u, v) = (2.0 * stream.uniform() - 1.0, 2.0 * stream.uniform() - 1.0);
        let square = u * u + v * v;
        if 0.0 < square && square < 1.0 {
            return u * (-2.0 * square.ln() / square).sqrt();
        }
    }
}
