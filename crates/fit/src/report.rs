//! What was found, to be taken away: fits as CSV, everything as JSON, the verdict as text. Page
//! and terminal write the same.

use super::bench::{Bench, Said};
use super::digest::Digest;
use super::explanation::{Explanation, Number};
use bounceback_core::model::scenario::Scenario;
use bounceback_core::number::format::shortest;
use bounceback_core::share::link;
use core::fmt::Write as _;

/// The first line of a CSV file of fits.
pub const HEAD: &str = "set,curve,symbol,what,value,low,high,kind,level,interval,loglik,aic,aicc,bic,delta_aic,weight,converged\n";

/// Every fit of one set as lines of CSV (RFC 4180), one a parameter, without [`HEAD`]: digits
/// that read back to the same bits, and nothing where there is no number or no end.
pub fn csv(set: &str, bench: &Bench) -> String {
    let mut text = String::new();
    for it in bench.explanations() {
        let tail = [
            it.log_likelihood,
            it.aic,
            it.aicc.unwrap_or(f64::NAN),
            it.bic,
            it.delta,
            it.weight,
        ]
        .map(|it| number(it, ""))
        .join(",");
        for told in &it.numbers {
            let words = [set, it.name, told.symbol, told.what].map(quoted).join(",");
            let [value, low, high] = ends(told, "");
            let (kind, interval) = (kind(told), it.intervals.unwrap_or_default());
            let (level, converged) = (shortest(bench.level()), it.converged);
            let _ = writeln!(
                text,
                "{words},{value},{low},{high},{kind},{level},{interval},{tail},{converged}"
            );
        }
    }
    text
}

/// One document of what [`set`] makes of each set.
pub fn json(sets: &[String]) -> String {
    format!(
        "{{\"made_by\":\"bounceback {}\",\"sets\":[\n{}\n]}}\n",
        env!("CARGO_PKG_VERSION"),
        sets.join(",\n")
    )
}

/// One set as a JSON object: the data in a few numbers, every fit, every test, the verdict.
/// What is no number, or has no end, is `null`.
pub fn set(name: &str, bench: &Bench) -> String {
    let digest = Digest::of(bench.data());
    let numbers = digest.numbers.iter();
    let numbers = numbers.map(|(name, value)| format!("{}:{}", text(name), number(*value, "null")));
    let fits = bench.explanations();
    let fits = fits.iter().map(|it| fit(bench, it));
    let tests = bench.tests().into_iter().map(|it| {
        format!(
            "{{\"what\":{},\"of\":{},\"statistic\":{},\"p\":{},\"samples\":{}}}",
            text(it.what),
            it.of.map_or("null".to_owned(), text),
            number(it.statistic, "null"),
            number(it.p, "null"),
            it.samples.map_or("null".to_owned(), |it| it.to_string())
        )
    });
    let said = bench.said().unwrap_or_default();
    let list = |sentences: &[String]| join(sentences.iter().map(|it| text(it)), ",");
    format!(
        "{{\"name\":{},\"data\":{{\"kind\":\"{}\",{},\"digest\":\"fnv1a64:{:016x}\"}},\"level\":{},\"preferred\":{},\"is_whole\":{},\n\"fits\":[\n{}],\n\"tests\":[\n{}],\n\"verdict\":{{\"findings\":[{}],\"limits\":[{}],\"more\":[{}],\"methods\":{}}}}}",
        text(name),
        digest.kind,
        join(numbers, ","),
        digest.word,
        shortest(bench.level()),
        bench.preferred().map_or("null".to_owned(), text),
        bench.progress().is_none(),
        join(fits, ",\n"),
        join(tests, ",\n"),
        list(&said.findings),
        list(&said.limits),
        list(&said.more),
        text(&said.methods)
    )
}

fn fit(bench: &Bench, it: &Explanation) -> String {
    let numbers = it.numbers.iter().map(|told| {
        let [value, low, high] = ends(told, "null");
        format!(
            "{{\"symbol\":{},\"what\":{},\"value\":{value},\"low\":{low},\"high\":{high},\"kind\":\"{}\"}}",
            text(told.symbol),
            text(told.what),
            kind(told)
        )
    });
    let scenario = bench.scenario(it.name, &Scenario::default());
    let link = scenario.map_or("null".to_owned(), |it| {
        text(&format!("#{}", link::write(&it.0)))
    });
    let aicc = number(it.aicc.unwrap_or(f64::NAN), "null");
    let [loglik, aic, bic, delta, weight] =
        [it.log_likelihood, it.aic, it.bic, it.delta, it.weight].map(|it| number(it, "null"));
    format!(
        "{{\"curve\":{},\"label\":{},\"formula\":{},\"parameters\":[{}],\"interval\":{},\"loglik\":{loglik},\"aic\":{aic},\"aicc\":{aicc},\"bic\":{bic},\"delta_aic\":{delta},\"weight\":{weight},\"cant_be_told_from_the_best\":{},\"converged\":{},\"scenario\":{link}}}",
        text(it.name),
        text(it.label),
        text(it.formula),
        join(numbers, ","),
        it.intervals.map_or("null".to_owned(), text),
        it.is_among_the_best,
        it.converged
    )
}

/// The verdict as a text: what data show, what they can't, what would tell more, how it was
/// found.
pub fn verdict(said: &Said) -> String {
    let methods = [said.methods.clone()];
    let mut text = String::new();
    for (head, sentences) in [
        ("They show:", &said.findings[..]),
        ("They can’t show:", &said.limits),
        ("What would tell more:", &said.more),
        ("As one would write it down:", &methods),
    ] {
        if sentences.iter().any(|it| !it.is_empty()) {
            let between = if text.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{between}{head}\n- {}", sentences.join("\n- "));
        }
    }
    text
}

/// `estimate`, or which end of a range it is that data reach to; `unknown` where they reach to
/// both.
const fn kind(it: &Number) -> &'static str {
    match (it.is_estimate, it.low, it.high) {
        (true, ..) => "estimate",
        (false, None, Some(_)) => "at most",
        (false, Some(_), None) => "at least",
        (false, ..) => "at its bound",
    }
}

fn ends(it: &Number, none: &str) -> [String; 3] {
    let end = |end: Option<f64>| number(end.unwrap_or(f64::NAN), none);
    [number(it.value, none), end(it.low), end(it.high)]
}

fn number(value: f64, none: &str) -> String {
    if value.is_finite() {
        shortest(value)
    } else {
        none.to_owned()
    }
}

fn text(words: &str) -> String {
    // (A string can always be written.)
    serde_json::to_string(words).unwrap_or_default()
}

fn quoted(words: &str) -> String {
    if words.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", words.replace('"', "\"\""))
    } else {
        words.to_owned()
    }
}

fn join(parts: impl Iterator<Item = String>, separator: &str) -> String {
    parts.collect::<Vec<_>>().join(separator)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Wish;
    use crate::read::Reading;
    use serde_json::Value;

    const TABLES: [&str; 3] = [
        "length,right,of\n10,95,100\n20,90,100\n40,80,100\n80,67,100",
        "length,alive\n0,100\n1,90\n2,83\n3,75\n4,71",
        "1101\n1111\n1001\n1110\n0111",
    ];

    fn bench(table: &str) -> Bench {
        let data = Reading::of(table).series()[0].data.clone();
        let mut bench = Bench::new(data, Wish::default(), 1).unwrap();
        while !bench.advance(1_000_000) {}
        bench
    }

    #[test]
    fn a_file_of_fits_holds_every_number_with_all_its_digits() {
        for table in TABLES {
            let bench = bench(table);
            let columns = HEAD.matches(',').count();
            // (No word of these sets needs a quote, but for what fits are called.)
            let text = csv("mine", &bench);
            let mut lines = text.lines();
            for it in bench.explanations() {
                for told in &it.numbers {
                    let line = lines.next().unwrap();
                    let cells = line.rsplit(',').collect::<Vec<_>>();
                    assert!(cells.len() > columns, "{line}");
                    let value: f64 = cells[12].parse().unwrap_or(f64::NAN);
                    assert!(
                        value.to_bits() == told.value.to_bits() || !told.value.is_finite(),
                        "{line}"
                    );
                    assert_eq!(cells[5].parse(), Ok(it.aic), "{line}");
                }
            }
            assert_eq!(lines.next(), None);
        }
    }

    #[test]
    fn all_that_was_found_is_one_json_document() {
        for (table, kind) in TABLES.into_iter().zip(["cohorts", "survivors", "paths"]) {
            let bench = bench(table);
            let made = json(&[set("my \"set\"", &bench)]);
            let read: Value = serde_json::from_str(&made).unwrap();
            let first = &read["sets"][0];
            assert_eq!(first["name"], "my \"set\"");
            assert_eq!(first["data"]["kind"], kind);
            assert_eq!(first["preferred"].as_str(), bench.preferred());
            let fits = first["fits"].as_array().unwrap();
            for (fit, it) in fits.iter().zip(bench.explanations()) {
                // (This reader of JSON rounds the last bit.)
                assert!((fit["aic"].as_f64().unwrap() - it.aic).abs() <= 1e-12 * it.aic.abs());
                assert_eq!(
                    fit["parameters"].as_array().unwrap().len(),
                    it.numbers.len()
                );
                // What stands there as a scenario is the one that is adopted.
                let link = fit["scenario"].as_str().map(|it| link::read(it).scenario);
                let adopted = bench.scenario(it.name, &Scenario::default());
                assert_eq!(link, adopted.map(|it| it.0), "{}", it.name);
            }
            assert!(!first["tests"].as_array().unwrap().is_empty(), "{kind}");
            let said = bench.said().unwrap();
            assert_eq!(
                first["verdict"]["findings"].as_array().unwrap().len(),
                said.findings.len()
            );
            let text = verdict(&said);
            assert!(
                said.limits
                    .iter()
                    .all(|it| text.contains(&format!("- {it}\n")))
            );
            assert!(text.contains(&said.methods));
        }
    }
}
