//! Attention against the same in the crate's own operations.

use super::*;
use candle_core::{D, Device, Var};

const LENGTH: usize = 40;
const TEXTS: usize = 3;

/// As in the books: all pairs, and a mask.
fn by_the_book(wide: &Tensor, bias: &Tensor, width: usize, window: usize) -> Result<Tensor> {
    let head = width / HEADS;
    let part = |at: usize| -> Result<Tensor> {
        wide.narrow(1, at * width, width)?
            .reshape((TEXTS, LENGTH, HEADS, head))?
            .transpose(1, 2)?
            .contiguous()
    };
    let (query, key, value) = (part(0)?, part(1)?, part(2)?);
    let scores = (query.matmul(&key.t()?.contiguous()?)? / (head as f64).sqrt())?;
    let pairs = || (0..LENGTH * LENGTH).map(|at| (at / LENGTH, at % LENGTH));
    let seen = |(from, to): (usize, usize)| to <= from && from - to < window;
    let offsets: Vec<u32> = pairs()
        .map(|it| if seen(it) { (it.0 - it.1) as u32 } else { 0 })
        .collect();
    let mask: Vec<f32> = pairs()
        .map(|it| if seen(it) { 0.0 } else { f32::NEG_INFINITY })
        .collect();
    let offsets = Tensor::from_vec(offsets, LENGTH * LENGTH, &Device::Cpu)?;
    let bias = bias
        .index_select(&offsets, 1)?
        .reshape((1, HEADS, LENGTH, LENGTH))?;
    let mask = Tensor::from_vec(mask, (1, 1, LENGTH, LENGTH), &Device::Cpu)?;
    let scores = scores.broadcast_add(&bias)?.broadcast_add(&mask)?;
    candle_nn::ops::softmax(&scores, D::Minus1)?
        .matmul(&value)?
        .transpose(1, 2)?
        .reshape((TEXTS * LENGTH, width))
}

fn farthest(a: &Tensor, b: &Tensor) -> Result<f32> {
    (a - b)?.abs()?.flatten_all()?.max(0)?.to_scalar()
}

#[test]
fn the_operation_and_its_derivatives_are_those_of_the_books() -> Result<()> {
    for (width, window) in [(48, 24), (64, 24), (64, 5), (48, 1)] {
        let random = |shape: &[usize]| Var::randn(0.0_f32, 1.0, shape, &Device::Cpu);
        let wide = random(&[TEXTS * LENGTH, 3 * width])?;
        let bias = random(&[HEADS, REACH])?;
        let weight = random(&[TEXTS * LENGTH, width])?;
        let attention = Attention {
            length: LENGTH,
            width,
            window,
        };
        let own = wide.apply_op2(&bias, attention)?;
        let book = by_the_book(&wide, &bias, width, window)?;
        assert!(farthest(&own, &book)? < 1e-5);
        let own = (own * weight.as_tensor())?.sum_all()?.backward()?;
        let book = (book * weight.as_tensor())?.sum_all()?.backward()?;
        for variable in [&wide, &bias] {
            let (own, book) = (own.get(variable), book.get(variable));
            let off = farthest(own.expect("it has one"), book.expect("it has one"))?;
            assert!(off < 1e-4, "width {width}, window {window}: {off}");
        }
    }
    Ok(())
}
