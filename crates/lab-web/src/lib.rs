//! The lab for a page: a small program of its own, which a page loads with the weights it
//! wants when somebody opens the room.
//!
//! Only plain numbers cross the border. A setting is a list of them, in the order of
//! [`setting`]; what is missing, or is no number, is as in [`Setting::default`].

use bounceback_lab::harness::event::Event;
use bounceback_lab::harness::run::Run;
use bounceback_lab::harness::setting::{Act, Injection, Restating, Setting};
use bounceback_lab::measure::many::Many;
use bounceback_lab::measure::sweep;
use bounceback_lab::weights::Weights;
use wasm_bindgen::prelude::wasm_bindgen;

/// Reads a setting: seed, steps, temperature, window; what is done about complaints (0 heed,
/// 1 ignore, 2 blindly) and how often blindly; the step at which an error is put in (0 for
/// none), its lag, its value (−1 for any wrong one); who restates the rule (0 nobody, 1 the
/// harness, 2 the model) and after how many steps; the share of marked steps.
fn setting(numbers: &[f64]) -> Setting {
    let known = |at: usize| numbers.get(at).copied().filter(|it| it.is_finite());
    let whole = |at: usize| known(at).unwrap_or(0.0) as usize;
    let otherwise = Setting::default();
    Setting {
        seed: known(0).map_or(otherwise.seed, |it| it as u64),
        steps: known(1).map_or(otherwise.steps, |it| it as usize),
        temperature: known(2).map_or(otherwise.temperature, |it| it as f32),
        window: known(3).map_or(otherwise.window, |it| it as usize),
        act: match whole(4) {
            0 => Act::Heed,
            1 => Act::Ignore,
            _ => Act::Blind(known(5).unwrap_or(0.0) as f32),
        },
        injection: (whole(6) > 0).then(|| Injection {
            step: whole(6),
            lag: whole(7),
            value: known(8).filter(|it| *it >= 0.0).map(|it| it as u8),
        }),
        restating: match whole(9) {
            0 => Restating::Never,
            1 => Restating::Harness(whole(10)),
            _ => Restating::Model(whole(10)),
        },
        marked: known(11).map_or(otherwise.marked, |it| it as f32),
    }
}

/// A model's weights, and where they come from.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Model(Weights);

#[wasm_bindgen]
impl Model {
    /// Reads a file; nothing, if it isn't complete.
    pub fn read(file: &[u8]) -> Option<Self> {
        Weights::read(file).ok().map(Self)
    }

    /// The task's name.
    pub fn task(&self) -> String {
        self.0.task.name().to_owned()
    }

    /// The seed that it was trained with.
    pub fn seed(&self) -> u32 {
        self.0.seed
    }

    /// Its layers.
    pub fn layers(&self) -> u32 {
        self.0.shape.layers as u32
    }
}

/// One run, token by token.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Writer(Run);

#[wasm_bindgen]
impl Writer {
    /// The run of a number, before its first token.
    pub fn begin(model: &Model, numbers: &[f64], number: u32) -> Self {
        Self(Run::new(&model.0, &setting(numbers), number.into()))
    }

    /// The next token: its number, its kind (0 given, 1 value, 2 put in, 3 rule, 4 stop, 5
    /// undo), its step, whether what stands is right, and where it stands in what the model
    /// sees. Nothing, once the run is over.
    pub fn advance(&mut self) -> Option<Vec<u32>> {
        let Event {
            token,
            kind,
            step,
            right,
            place,
        } = self.0.advance()?;
        Some(vec![
            token.into(),
            kind as u32,
            step as u32,
            right.into(),
            place as u32,
        ])
    }

    /// What the last token attended to: for each layer, each of four heads, the shares of
    /// the last 24 tokens, itself last.
    pub fn attention(&self) -> Vec<f32> {
        let layers = self.0.pass().attention().iter();
        layers.flatten().flatten().copied().collect()
    }
}

/// Many runs.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Runs(Many);

#[wasm_bindgen]
impl Runs {
    /// Before the first of so many runs.
    pub fn begin(model: &Model, numbers: &[f64], runs: u32) -> Self {
        Self(Many::new(&model.0, &setting(numbers), runs as usize))
    }

    /// Writes so many tokens at most; says whether all runs have ended.
    pub fn advance(&mut self, tokens: u32) -> bool {
        self.0.advance(tokens)
    }

    /// How many runs have ended, how many finished; tokens spent, drafts, slips, verdicts,
    /// complaints.
    pub fn tally(&self) -> Vec<f64> {
        let (paths, tally) = (self.0.paths(), self.0.tally());
        let counts = [
            paths.runs() as u64,
            paths.finished() as u64,
            tally.tokens,
            tally.drafts,
            tally.slips,
            tally.verdicts,
            tally.complaints,
        ];
        counts.map(|it| it as f64).to_vec()
    }

    /// A digest of every bit of every score, in two halves, the higher one first: the same on
    /// every machine.
    pub fn digest(&self) -> Vec<u32> {
        let digest = self.0.digest();
        vec![(digest >> 32) as u32, digest as u32]
    }

    /// How many runs were right at each step.
    pub fn acceptable(&self) -> Vec<u32> {
        self.0.paths().acceptable()
    }

    /// How many had never been wrong.
    pub fn never_erred(&self) -> Vec<u32> {
        self.0.paths().never_erred()
    }

    /// The steps of a run that has ended: 1 where it was right.
    pub fn path(&self, run: u32) -> Vec<u8> {
        self.0.paths().run(run as usize).map(u8::from).collect()
    }

    /// Marked steps and those that obeyed, in turns: all, then by steps since the rule was
    /// stated, from 1 on.
    pub fn obeying(&self) -> Vec<f64> {
        let obeying = self.0.obeying();
        let counts = std::iter::once(obeying.all()).chain(obeying.by_distance().iter().copied());
        counts
            .flat_map(|it| [it.marks as f64, it.obeyed as f64])
            .collect()
    }

    /// The same by how often the model itself had stated the rule, from 0 on.
    pub fn copies(&self) -> Vec<f64> {
        let counts = self.0.obeying().by_copies().iter();
        counts
            .flat_map(|it| [it.marks as f64, it.obeyed as f64])
            .collect()
    }
}

/// Errors put in, by window and lag.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Sweep(sweep::Sweep);

#[wasm_bindgen]
impl Sweep {
    /// Before the first of so many runs for each window and lag.
    pub fn begin(model: &Model, numbers: &[f64], windows: &[u32], lags: &[u32], runs: u32) -> Self {
        let whole = |it: &[u32]| it.iter().map(|it| *it as usize).collect::<Vec<_>>();
        Self(sweep::Sweep::new(
            &model.0,
            &setting(numbers),
            &whole(windows),
            &whole(lags),
            runs as usize,
        ))
    }

    /// Writes so many tokens at most; says whether all is done.
    pub fn advance(&mut self, tokens: u32) -> bool {
        self.0.advance(tokens)
    }

    /// Window, lag, runs and right ones of each cell that is done.
    pub fn cells(&self) -> Vec<u32> {
        let cells = self.0.cells().iter();
        cells
            .flat_map(|it| [it.window as u32, it.lag as u32, it.runs, it.right])
            .collect()
    }
}
