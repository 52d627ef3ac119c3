//! The pass written by hand against the trainer's own forward pass, tensor by tensor.

mod support;

use bounceback_lab::pass::Pass;
use bounceback_lab::token::Token;
use serde_json::Value;

/// Sums of up to 128 products, in another order: the differences seen are at most 2.3·10⁻⁶
/// of 1 + |x|; the files are rounded to 10⁻⁶.
const TOLERANCE: f64 = 2e-5;

/// A file's tensors: name, layer, numbers.
fn tensors(file: &Value) -> Vec<(String, usize, Vec<f64>)> {
    let all = file["tensors"].as_array().expect("there are tensors");
    let read = |it: &Value| {
        let numbers = it["numbers"].as_array().expect("they have numbers");
        (
            it["name"].as_str().expect("and names").to_owned(),
            it["layer"].as_u64().expect("and layers") as usize,
            numbers.iter().filter_map(Value::as_f64).collect(),
        )
    };
    all.iter().map(read).collect()
}

fn list(file: &Value, name: &str) -> Vec<usize> {
    let all = file[name].as_array().expect("it is a list");
    all.iter()
        .filter_map(Value::as_u64)
        .map(|it| it as usize)
        .collect()
}

#[test]
fn every_tensor_of_the_pass_is_that_of_the_trainer() {
    for name in ["plain-1", "backspace-1"] {
        for window in [24, 7] {
            let text = support::file(&format!("tests/data/{name}-window-{window}.json"));
            let file: Value = serde_json::from_slice(&text).expect("it is JSON");
            let places = list(&file, "places");
            let tokens = list(&file, "tokens");
            let mut pass = Pass::new(&support::model(name), tokens.len());
            pass.look(window);
            let mut seen: Vec<(String, usize, Vec<f64>)> = Vec::new();
            for (at, token) in tokens.iter().enumerate() {
                let keep = places.contains(&at);
                pass.trace(*token as Token, &mut |name, layer, numbers| {
                    if !keep {
                        return;
                    }
                    let numbers = numbers.iter().map(|it| f64::from(*it));
                    match seen.iter_mut().find(|it| it.0 == name && it.1 == layer) {
                        Some(tensor) => tensor.2.extend(numbers),
                        None => seen.push((name.to_owned(), layer, numbers.collect())),
                    }
                });
            }
            let expected = tensors(&file);
            assert_eq!(
                seen.len(),
                expected.len(),
                "{name}: some tensors are missing"
            );
            let mut farthest = 0.0_f64;
            for (own, other) in seen.iter().zip(&expected) {
                let what = format!("{name}, window {window}: {} of layer {}", own.0, own.1);
                assert_eq!((&own.0, own.1), (&other.0, other.1));
                assert_eq!(own.2.len(), other.2.len(), "{what}");
                for (a, b) in own.2.iter().zip(&other.2) {
                    farthest = farthest.max((a - b).abs() / (1.0 + b.abs()));
                }
                assert!(farthest < TOLERANCE, "{what}: off by {farthest}");
            }
            // A test that could not fail would see nothing at all.
            assert!(farthest > 0.0);
        }
    }
}

/// A text that is cut back and goes on as before leaves the same bits.
#[test]
fn what_was_taken_back_leaves_no_trace() {
    let weights = support::model("backspace-1");
    let text = [13, 4, 10, 3, 7, 10, 8, 5, 10, 1, 6, 10];
    let mut straight = Pass::new(&weights, 64);
    for token in text {
        assert!(straight.read(token));
    }
    let mut back = Pass::new(&weights, 64);
    for token in &text[..5] {
        back.read(*token);
    }
    for token in [9, 9, 9, 2, 2, 11, 0] {
        back.read(token);
    }
    back.cut(5);
    for token in &text[5..] {
        back.read(*token);
    }
    let bits = |pass: &Pass| {
        pass.scores()
            .iter()
            .map(|it| it.to_bits())
            .collect::<Vec<_>>()
    };
    assert_eq!(bits(&straight), bits(&back));
    assert_eq!(straight.attention(), back.attention());
}

#[test]
fn attention_is_shares_of_what_is_within_the_window() {
    let weights = support::model("plain-1");
    let mut pass = Pass::new(&weights, 40);
    for (at, window) in [24, 1, 7, 100, 0, 24, 3]
        .into_iter()
        .cycle()
        .take(40)
        .enumerate()
    {
        pass.look(window);
        assert!(pass.read((at % 14) as Token));
        let seen = window.clamp(1, 24).min(at + 1);
        for shares in pass.attention().iter().flatten() {
            assert!(shares[..24 - seen].iter().all(|it| *it == 0.0));
            let sum: f32 = shares.iter().sum();
            assert!((sum - 1.0).abs() < 1e-5);
        }
    }
    assert!(!pass.read(0), "a full text reads no more");
    pass.cut(39);
    assert!(!pass.read(14), "what is no token is not read");
    assert!(pass.read(13));
}
