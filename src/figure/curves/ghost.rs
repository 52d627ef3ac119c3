//! The ghost: what the curve of those that never erred would be if nothing were done about
//! errors, so that one sees what a technique wins.

use bounceback_core::exact::Exact;
use bounceback_core::model::criterion::Criterion;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::model::technique::TECHNIQUES;

/// The same process at the same lengths, and nothing done about its errors; `None` where
/// nothing is.
fn untreated(scenario: &Scenario) -> Option<Scenario> {
    let mut techniques = scenario.techniques();
    if techniques.all(|technique| technique.name == TECHNIQUES[0].name) {
        return None;
    }
    let mut untreated = scenario.clone();
    untreated.set_schema("");
    // A length that was one, and the first of the table, are legal.
    let _ = untreated.set(Key::Tokens, scenario.length() as f64);
    let _ = untreated.set(Key::Technique, 0.0);
    Some(untreated)
}

/// P(never erred) at each length if nothing were done; nothing where nothing is.
pub(super) fn ghost(scenario: &Scenario, lengths: &[u64]) -> Vec<f64> {
    let untreated = untreated(scenario);
    untreated.map_or_else(Vec::new, |untreated| {
        Exact::new(&untreated).successes(Criterion::Flawless, lengths)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use bounceback_core::share::link;

    #[test]
    fn the_ghost_is_lecuns_curve_whatever_is_done() {
        for (link, tokens) in [
            ("process=independent&technique=verify", 200),
            ("technique=vote&recovery=20%", 200),
            ("process=independent&technique=think&think=50", 250),
            ("schema=a:30:query;b:20&technique=verify", 50),
        ] {
            let scenario = link::read(link).scenario;
            assert_eq!(scenario.length(), tokens, "{link}");
            let lengths = [0, 1, tokens / 2, tokens];
            let ghost = ghost(&scenario, &lengths);
            assert_eq!(ghost.len(), lengths.len(), "{link}");
            for (&n, value) in lengths.iter().zip(ghost) {
                let lecun = 0.99_f64.powi(n as i32);
                assert!((value - lecun).abs() < 1e-12, "{link} {n}");
            }
        }
        for link in ["", "process=fading", "schema=a:30;b:20"] {
            let scenario = link::read(link).scenario;
            assert!(ghost(&scenario, &[1, 100]).is_empty(), "{link}");
        }
    }
}
