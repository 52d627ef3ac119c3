//! Tensors of the trainer's own forward pass, which the tests of the pass written by hand
//! are held against.

use crate::lab;
use crate::network::Network;
use anyhow::Result;
use bounceback_lab::shape::REACH;
use bounceback_lab::stream::{Purpose, Stream};
use bounceback_lab::text::Example;
use bounceback_lab::weights::Weights;
use serde::Serialize;

/// One model of each shape, through the whole window and a narrow one.
const CASES: [(&str, usize); 4] = [
    ("plain-1", REACH),
    ("plain-1", 7),
    ("backspace-1", REACH),
    ("backspace-1", 7),
];
/// Tokens of the text, and those whose tensors are kept: the first, one before the window
/// is full, the last before it moves, and one long after.
const TOKENS: usize = 48;
const PLACES: [usize; 4] = [0, 10, 23, 47];

#[derive(Serialize)]
struct Fixture {
    model: String,
    window: usize,
    tokens: Vec<u8>,
    places: Vec<usize>,
    tensors: Vec<Kept>,
}

/// A tensor at those places, one behind the other.
#[derive(Serialize)]
struct Kept {
    name: String,
    layer: usize,
    numbers: Vec<f64>,
}

/// Writes all of them, of the weights that are there.
pub(crate) fn write_all() -> Result<()> {
    let folder = lab().join("tests/data");
    std::fs::create_dir_all(&folder)?;
    for (model, window) in CASES {
        let file = std::fs::read(lab().join(format!("weights/{model}.bin")))?;
        let weights = Weights::read(&file)?;
        let fixture = trace(model, &weights, window)?;
        let text = serde_json::to_string(&fixture)?;
        // A line for each tensor.
        let text = text.replace("{\"name\"", "\n{\"name\"") + "\n";
        std::fs::write(folder.join(format!("{model}-window-{window}.json")), text)?;
    }
    Ok(())
}

fn trace(model: &str, weights: &Weights, window: usize) -> Result<Fixture> {
    let mut stream = Stream::new(weights.seed.into(), 0, Purpose::Text);
    let tokens = Example::draw(weights.task, 7, &mut stream).tokens[..TOKENS].to_vec();
    let width = weights.shape.width;
    let scale = 1.0 / (weights.shape.head() as f32).sqrt();
    let mut tensors = Vec::new();
    let network = Network::from_weights(weights)?;
    network.trace(&tokens, TOKENS, window, &mut |name, layer, tensor| {
        let mut rows = tensor.to_vec2::<f32>()?;
        if name == "attend" {
            // As the pass has them: with the scale of scores within the queries.
            for row in &mut rows {
                row[..width].iter_mut().for_each(|it| *it *= scale);
            }
        }
        let kept = PLACES.iter().flat_map(|place| rows[*place].iter());
        tensors.push(Kept {
            name: name.to_owned(),
            layer,
            numbers: kept
                .map(|it| (f64::from(*it) * 1e6).round() / 1e6)
                .collect(),
        });
        Ok(())
    })?;
    Ok(Fixture {
        model: model.to_owned(),
        window,
        tokens,
        places: PLACES.to_vec(),
        tensors,
    })
}
