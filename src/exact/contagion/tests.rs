//! Times of everyday questions.
use super::*;
use std::time::Instant;
fn course(text: &str) -> Course {
    let link = format!("process=self_conditioning&{}", text.replace(' ', "&"));
    crate::link::read(&link).scenario.course()
}
fn timed(text: &str, lengths: &[u64], most: Option<u64>, view: View) -> Walked {
    let course = course(text);
    let begun = Instant::now();
    let walked = walk(&course, lengths, Ask { most, view });
    let known = walked
        .looks
        .iter()
        .filter(|look| {
            if most.is_some() {
                !look.within.is_nan()
            } else {
                !look.acceptable.is_nan()
            }
        })
        .count();
    let fl = walked
        .looks
        .iter()
        .filter(|look| !look.flawless.is_nan())
        .count();
    println!(
        "{:6.1} ms {:5.2} ns/step {:10} steps bound {:.1e} known {known} {fl} /{} {text} {most:?} {view:?} to {:?}",
        begun.elapsed().as_secs_f64() * 1e3,
        begun.elapsed().as_secs_f64() * 1e9 / walked.work as f64,
        walked.work,
        walked.bound,
        lengths.len(),
        lengths.last()
    );
    walked
}
#[test]
#[ignore]
fn one() {
    let log = crate::exact::lengths(0, 20_000, 400, false);
    timed(&std::env::var("TEXT").unwrap(), &log, None, View::Standing);
}
#[test]
#[ignore]
fn times_of_everyday() {
    for text in [
        "error=0.01 contagion=0.01",
        "error=0.01 contagion=0.001",
        "error=0.001 contagion=0.001",
        "error=1e-5 contagion=0.001",
        "error=1e-8 contagion=0.001",
        "error=1e-5 contagion=0.01",
        "error=0.01 contagion=0.0001",
        "error=0.01 contagion=0.00001",
        "error=0.01 contagion=1e-12",
        "error=0.01 contagion=0.01 technique=think",
        "error=0.01 contagion=0.001 technique=think",
        "error=0.001 contagion=0.001 technique=think think=5000",
        "error=0.01 contagion=0.01 technique=query",
        "error=0.01 contagion=0.001 technique=query interval=1000",
        "error=0.01 contagion=0.001 technique=query interval=100000",
        "error=0.01 contagion=0.01 technique=backtrack",
        "error=0.01 contagion=0.01 technique=verify",
        "error=1e-6 contagion=0.01 technique=verify",
        "error=0.01 contagion=0.01 technique=verify interval=100",
        "error=0.001 contagion=0.01 technique=verify interval=100",
        "error=0.01 contagion=0.001 technique=verify interval=20",
        "error=0.01 contagion=0.01 technique=vote",
        "error=0.01 contagion=0.01 technique=vote tokens=20000",
        "error=0.01 contagion=0.01 technique=vote step=100 votes=1001",
    ] {
        for far in [1000, 20_000, 1_000_000, 1_000_000_000] {
            timed(text, &[far], None, View::Standing);
        }
        let log = crate::exact::lengths(0, 1_000_000_000, 400, true);
        let lin = crate::exact::lengths(0, 20_000, 400, false);
        timed(text, &log, None, View::Standing);
        timed(text, &log, None, View::Judged);
        timed(text, &lin, None, View::Standing);
        timed(text, &lin, None, View::Judged);
        timed(text, &log, Some(3), View::Standing);
        timed(text, &lin, Some(3), View::Judged);
        timed(text, &log, Some(200), View::Standing);
    }
}

use crate::exact::lengths;

#[test]
fn whatever_is_asked_the_work_is_bounded() {
    let mut most_work = (0, String::new());
    for technique in [
        "direct&tokens=1000000000&recovery=1",
        "think&think=1000000000",
        "query&interval=1000000&tokens=1000000000&catch=0",
        "verify&interval=1000000&tokens=1000000000&sensitivity=1&false_reject=1",
        "verify&interval=1&tokens=1000000000&false_reject=1&tries=3",
        "vote&step=100&votes=1001&tokens=1000000",
        "vote&step=0&lead=1000&tokens=100000",
        "direct&schema=a:9:query;b:99999:vote:votes=1001;c:9:think;d;e:999:verify;f;g;h;i;j;k;l:9999",
    ] {
        for (error, contagion) in [
            ("1e-15", "1e-3"),
            ("1e-15", "1"),
            ("1e-6", "1e-12"),
            ("0.01", "0.01"),
            ("0.01", "1e-4"),
            ("0.5", "1e-6"),
            ("1", "1e-12"),
        ] {
            let text = format!("error={error}&contagion={contagion}&technique={technique}");
            let link = format!("process=self_conditioning&recovery=0.05&{text}");
            let course = crate::link::read(&link).scenario.course();
            let many = lengths(0, 1_000_000_000, 300, true);
            for (most, view) in [
                (None, View::Standing),
                (None, View::Judged),
                (Some(3), View::Judged),
                (Some(200), View::Standing),
            ] {
                for lengths in [&many[..], &[course.end()]] {
                    let walked = walk(&course, lengths, Ask { most, view });
                    most_work = most_work.max((walked.work, format!("{text} {most:?} {view:?}")));
                    for look in &walked.looks {
                        for p in [look.flawless, look.acceptable, look.within] {
                            assert!(p.is_nan() || (0.0..=1.0).contains(&p), "{look:?}: {text}");
                        }
                    }
                }
            }
        }
    }
    assert!(most_work.0 <= WORK, "{most_work:?}");
}
