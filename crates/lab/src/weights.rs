//! Weights: whole numbers of eight bits, with one scale a column.
//!
//! A file is `BBL1`; task, layers, width and a zero, a byte each; the seed (u32); then the
//! tensors in the order of [`Weights`], numbers little-endian: a matrix has its scales (f32,
//! one a column) and its entries (i8, row by row, a row being what one input gives to all
//! outputs); last a digest (u64, FNV-1a) of all before it.

use crate::shape::{HEADS, HIDDEN, REACH, Shape};
use crate::task::{TASKS, Task};
use crate::token::VOCABULARY;

const MAGIC: &[u8; 4] = b"BBL1";

/// A matrix from inputs (rows) to outputs (columns).
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    /// Outputs.
    pub columns: usize,
    /// What one unit of each column is worth.
    pub scales: Vec<f32>,
    /// Entries, row by row.
    pub entries: Vec<i8>,
}

impl Matrix {
    /// Rounds a matrix, given row by row, to 255 levels a column.
    pub fn rounded(values: &[f32], columns: usize) -> Self {
        let column = |at: usize| values.iter().skip(at).step_by(columns);
        let scales: Vec<f32> = (0..columns)
            .map(|at| column(at).fold(0.0_f32, |most, it| most.max(it.abs())) / 127.0)
            .collect();
        let entries = values.iter().enumerate().map(|(at, value)| {
            let scale = scales[at % columns];
            if scale > 0.0 {
                (value / scale).round() as i8
            } else {
                0
            }
        });
        Self {
            columns,
            entries: entries.collect(),
            scales,
        }
    }

    /// The numbers that it stands for, row by row.
    pub fn values(&self) -> Vec<f32> {
        let scaled = |(at, &entry): (usize, &i8)| f32::from(entry) * self.scales[at % self.columns];
        self.entries.iter().enumerate().map(scaled).collect()
    }
}

/// A layer. The gains of its norms are multiplied into the matrices that follow them.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// Queries, keys and values, side by side.
    pub attend: Matrix,
    /// What is added to a score, for each head and offset, the present token first.
    pub bias: Vec<f32>,
    /// From the heads back to the stream.
    pub gather: Matrix,
    /// To the hidden units.
    pub widen: Matrix,
    /// Added to them.
    pub threshold: Vec<f32>,
    /// From the hidden units back to the stream.
    pub narrow: Matrix,
}

/// All that a model has learned.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// What it was trained for.
    pub task: Task,
    /// The seed that it was trained with.
    pub seed: u32,
    /// Its shape.
    pub shape: Shape,
    /// A row for each token.
    pub embed: Matrix,
    /// The layers, from the text to the answer.
    pub layers: Vec<Layer>,
    /// To the scores of the tokens.
    pub answer: Matrix,
}

/// Why a file is none of weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// It doesn't begin as one.
    Kind,
    /// Its task or its shape is unknown.
    Shape,
    /// It is too short or too long.
    Length,
    /// Something has changed since it was written.
    Digest,
    /// It holds a number that is none.
    Number,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(match self {
            Self::Kind => "this is no file of weights",
            Self::Shape => "the weights are of an unknown shape",
            Self::Length => "the weights are not complete",
            Self::Digest => "the weights have been changed",
            Self::Number => "the weights hold what is no number",
        })
    }
}

impl std::error::Error for Broken {}

impl Weights {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// If it isn't one, to the letter.
    pub fn read(file: &[u8]) -> Result<Self, Broken> {
        let (text, digest) = file.split_last_chunk::<8>().ok_or(Broken::Length)?;
        let mut left = Left(text);
        if left.array::<4>()? != *MAGIC {
            return Err(Broken::Kind);
        }
        let [task, layers, width, zero] = left.array::<4>()?;
        let task = *TASKS.get(usize::from(task)).ok_or(Broken::Shape)?;
        let shape = Shape::new(layers.into(), width.into()).ok_or(Broken::Shape)?;
        let seed = u32::from_le_bytes(left.array()?);
        let width = shape.width;
        let embed = left.matrix(VOCABULARY, width)?;
        let layers = (0..shape.layers)
            .map(|_| {
                Ok(Layer {
                    attend: left.matrix(width, 3 * width)?,
                    bias: left.floats(HEADS * REACH)?,
                    gather: left.matrix(width, width)?,
                    widen: left.matrix(width, HIDDEN)?,
                    threshold: left.floats(HIDDEN)?,
                    narrow: left.matrix(HIDDEN, width)?,
                })
            })
            .collect::<Result<_, Broken>>()?;
        let answer = left.matrix(width, VOCABULARY)?;
        if !left.0.is_empty() || zero != 0 {
            return Err(Broken::Length);
        }
        if fnv(text) != u64::from_le_bytes(*digest) {
            return Err(Broken::Digest);
        }
        Ok(Self {
            task,
            seed,
            shape,
            embed,
            layers,
            answer,
        })
    }

    /// Writes a file.
    pub fn write(&self) -> Vec<u8> {
        let task = TASKS.iter().position(|it| *it == self.task).unwrap_or(0);
        let mut file = MAGIC.to_vec();
        file.extend([
            task as u8,
            self.shape.layers as u8,
            self.shape.width as u8,
            0,
        ]);
        file.extend(self.seed.to_le_bytes());
        put_matrix(&mut file, &self.embed);
        for layer in &self.layers {
            put_matrix(&mut file, &layer.attend);
            put_floats(&mut file, &layer.bias);
            put_matrix(&mut file, &layer.gather);
            put_matrix(&mut file, &layer.widen);
            put_floats(&mut file, &layer.threshold);
            put_matrix(&mut file, &layer.narrow);
        }
        put_matrix(&mut file, &self.answer);
        let digest = fnv(&file);
        file.extend(digest.to_le_bytes());
        file
    }
}

fn put_floats(file: &mut Vec<u8>, floats: &[f32]) {
    file.extend(floats.iter().flat_map(|it| it.to_le_bytes()));
}

fn put_matrix(file: &mut Vec<u8>, matrix: &Matrix) {
    put_floats(file, &matrix.scales);
    file.extend(matrix.entries.iter().map(|it| it.cast_unsigned()));
}

/// FNV-1a of 64 bits: it finds what a broken download does, no forgery.
pub(crate) fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |digest, byte| {
        (digest ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// What is left to read.
struct Left<'a>(&'a [u8]);

impl Left<'_> {
    fn bytes(&mut self, count: usize) -> Result<&[u8], Broken> {
        let (bytes, rest) = self.0.split_at_checked(count).ok_or(Broken::Length)?;
        self.0 = rest;
        Ok(bytes)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Broken> {
        self.bytes(N)?.try_into().map_err(|_| Broken::Length)
    }

    fn floats(&mut self, count: usize) -> Result<Vec<f32>, Broken> {
        let bytes = self.bytes(4 * count)?;
        let (words, _) = bytes.as_chunks::<4>();
        let floats: Vec<f32> = words.iter().map(|it| f32::from_le_bytes(*it)).collect();
        if floats.iter().all(|it| it.is_finite()) {
            Ok(floats)
        } else {
            Err(Broken::Number)
        }
    }

    fn matrix(&mut self, rows: usize, columns: usize) -> Result<Matrix, Broken> {
        let scales = self.floats(columns)?;
        let entries = self.bytes(rows * columns)?;
        Ok(Matrix {
            columns,
            scales,
            entries: entries.iter().map(|it| it.cast_signed()).collect(),
        })
    }
}
