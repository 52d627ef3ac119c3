//! Training.

use crate::network::{Network, one_hot};
use crate::recipe::{
    BATCH, CLIP, DECAY, LEARNED, LEAST, NARROWED, NARROWEST, Recipe, SECOND_MOMENT, Stretch,
    WARM_UP, hindsight,
};
use anyhow::Result;
use bounceback_lab::shape::REACH;
use bounceback_lab::stream::{Purpose, Stream};
use bounceback_lab::task::Task;
use bounceback_lab::text::{Example, LENGTH};
use bounceback_lab::token::{STOP, Token};
use candle_core::{D, Tensor};
use candle_nn::{AdamW, Optimizer as _, ParamsAdamW};
use std::time::Instant;

/// Texts in one piece.
pub(crate) struct Batch {
    tokens: Vec<Token>,
    targets: Vec<Token>,
    weights: Vec<f32>,
    window: usize,
}

impl Batch {
    fn draw(
        task: Task,
        texts: usize,
        window: usize,
        hindsight: usize,
        stream: &mut Stream,
    ) -> Self {
        let mut batch = Self {
            tokens: Vec::new(),
            targets: Vec::new(),
            weights: Vec::new(),
            window,
        };
        for _ in 0..texts {
            let example = Example::draw(task, hindsight, stream);
            batch.tokens.extend(example.tokens);
            batch.targets.extend(example.targets);
            batch.weights.extend(example.weights);
        }
        batch
    }

    /// The mean loss, in nats.
    fn loss(&self, network: &Network) -> Result<Tensor> {
        let scores = network.scores(&self.tokens, LENGTH, self.window)?;
        let logs = candle_nn::ops::log_softmax(&scores, D::Minus1)?;
        let total: f32 = self.weights.iter().sum();
        let target = one_hot(&self.targets, |at| -self.weights[at] / total)?;
        Ok((logs * target)?.sum_all()?)
    }
}

/// What a training came to, on texts that it has not seen.
#[derive(Clone, Copy)]
pub(crate) struct Outcome {
    /// The mean loss of values and of verdicts, in nats.
    pub(crate) values: f32,
    pub(crate) verdicts: f32,
    pub(crate) batches: u32,
    pub(crate) seconds: f64,
}

/// Trains a model from nothing.
pub(crate) fn train(task: Task, seed: u32) -> Result<(Network, Outcome)> {
    let recipe = Recipe::of(task);
    let mut first = Stream::new(seed.into(), task as u64, Purpose::Initial);
    let mut examples = Stream::new(seed.into(), task as u64, Purpose::Examples);
    let network = Network::new(recipe.shape(), &mut first)?;
    let begin = Instant::now();
    let mut done = 0;
    for stretch in recipe.stretches {
        run(&network, task, *stretch, &mut done, &mut examples)?;
    }
    let mut again = 0;
    loop {
        let (values, verdicts) = judge(&network, task, seed)?;
        println!(
            "{} {seed}: loss {values:.5} values, {verdicts:.5} verdicts",
            task.name()
        );
        if verdicts < LEARNED || again == recipe.again {
            let outcome = Outcome {
                values,
                verdicts,
                batches: done,
                seconds: begin.elapsed().as_secs_f64(),
            };
            return Ok((network, outcome));
        }
        again += 1;
        if let Some(last) = recipe.stretches.last() {
            run(&network, task, *last, &mut done, &mut examples)?;
        }
    }
}

/// One stretch.
fn run(
    network: &Network,
    task: Task,
    stretch: Stretch,
    done: &mut u32,
    examples: &mut Stream,
) -> Result<()> {
    let variables = network.variables();
    let parameters = ParamsAdamW {
        lr: 0.0,
        beta2: SECOND_MOMENT,
        weight_decay: DECAY,
        ..ParamsAdamW::default()
    };
    let mut optimizer = AdamW::new(variables.clone(), parameters)?;
    let begin = Instant::now();
    for batch in 0..stretch.batches {
        let window = match examples.below(NARROWED) {
            0 => NARROWEST + examples.below((REACH - NARROWEST + 1) as u32) as usize,
            _ => REACH,
        };
        let texts = Batch::draw(task, BATCH, window, hindsight(*done, window), examples);
        let loss = texts.loss(network)?;
        let mut changes = loss.backward()?;
        let mut square = 0.0;
        for variable in &variables {
            if let Some(change) = changes.get(variable) {
                square += f64::from(change.sqr()?.sum_all()?.to_scalar::<f32>()?);
            }
        }
        let norm = square.sqrt();
        if norm > CLIP {
            for variable in &variables {
                if let Some(change) = changes.remove(variable) {
                    changes.insert(variable, (change * (CLIP / norm))?);
                }
            }
        }
        optimizer.set_learning_rate(stretch.rate * pace(batch, stretch.batches));
        optimizer.step(&changes)?;
        *done += 1;
        if done.is_multiple_of(100) {
            let loss = loss.to_scalar::<f32>()?;
            let each = begin.elapsed().as_secs_f64() / f64::from(batch + 1);
            println!(
                "{} {done}: loss {loss:.4}, {:.0} ms a batch",
                task.name(),
                each * 1e3
            );
        }
    }
    Ok(())
}

/// The rate at a batch, as a share of its peak.
fn pace(batch: u32, batches: u32) -> f64 {
    if batch < WARM_UP {
        return f64::from(batch + 1) / f64::from(WARM_UP);
    }
    let along = f64::from(batch - WARM_UP) / f64::from((batches - WARM_UP).max(1));
    LEAST + (1.0 - LEAST) * 0.5 * (1.0 + (std::f64::consts::PI * along).cos())
}

/// The losses of values and of verdicts on 256 texts of a stream of their own, through the
/// whole window.
fn judge(network: &Network, task: Task, seed: u32) -> Result<(f32, f32)> {
    let mut stream = Stream::new(seed.into(), u64::MAX, Purpose::Examples);
    let all = Batch::draw(task, 256, REACH, hindsight(u32::MAX, REACH), &mut stream);
    let part = |digits: bool| -> Result<f32> {
        let mut batch = Batch {
            tokens: all.tokens.clone(),
            targets: all.targets.clone(),
            weights: all.weights.clone(),
            window: all.window,
        };
        for (weight, target) in batch.weights.iter_mut().zip(&batch.targets) {
            if (*target < STOP) != digits {
                *weight = 0.0;
            }
        }
        if batch.weights.iter().all(|it| *it == 0.0) {
            return Ok(0.0);
        }
        Ok(batch.loss(network)?.to_scalar::<f32>()?)
    };
    Ok((part(true)?, part(false)?))
}
