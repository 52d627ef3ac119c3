//! No question takes more work than there is: see also `tests/contagion.rs`.

use super::*;

#[test]
fn whatever_is_asked_the_work_is_bounded() {
    let many = crate::exact::lengths(0, 1_000_000_000, 100, true);
    for technique in [
        "direct&tokens=1000000000&recovery=1",
        "think&think=1000000000",
        "query&interval=1000000&tokens=1000000000&catch=0",
        "verify&interval=1000000&tokens=1000000000&sensitivity=1&false_reject=1",
        "verify&interval=1&tokens=1000000000&false_reject=1&tries=3",
        "vote&step=100&votes=1001&tokens=1000000",
        "vote&step=0&lead=1000&tokens=100000",
        "direct&schema=a:9:query;b:99999:vote;c:9:think;d;e:999:verify;f;g;h;i;j;k;l:9999",
    ] {
        for (error, contagion) in [
            ("1e-15", "1"),
            ("1e-6", "1e-12"),
            ("0.01", "1e-3"),
            ("1", "1e-5"),
        ] {
            let text = format!("recovery=0.05&error={error}&contagion={contagion}");
            let link = format!("process=self_conditioning&{text}&technique={technique}");
            let course = crate::link::read(&link).scenario.course();
            for (most, view) in [(None, View::Judged), (Some(200), View::Standing)] {
                for lengths in [&many[..], &[course.end()]] {
                    let walked = walk(&course, lengths, Ask { most, view });
                    assert!(walked.work <= WORK, "{link}");
                    for look in &walked.looks {
                        for p in [look.flawless, look.acceptable, look.within] {
                            assert!(p.is_nan() || (0.0..=1.0).contains(&p), "{look:?}: {link}");
                        }
                    }
                }
            }
        }
    }
}

fn timed(text: &str, lengths: &[u64], most: Option<u64>, view: View) {
    let link = format!("process=self_conditioning&{}", text.replace(' ', "&"));
    let course = crate::link::read(&link).scenario.course();
    let mut best = f64::INFINITY;
    let mut walked = walk(&course, lengths, Ask { most, view });
    for _ in 0..5 {
        let begun = std::time::Instant::now();
        walked = walk(&course, lengths, Ask { most, view });
        best = best.min(begun.elapsed().as_secs_f64());
    }
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
    println!(
        "{:6.1} ms {:5.2} ns/step {:9} steps bound {:.0e} known {known}/{} {text} {most:?} {view:?} to {:?}",
        best * 1e3,
        best * 1e9 / walked.work as f64,
        walked.work,
        walked.bound,
        lengths.len(),
        lengths.last().unwrap()
    );
}
#[test]
#[ignore]
fn times() {
    for text in [
        "error=0.01 contagion=0.01",
        "error=0.01 contagion=0.001",
        "error=0.001 contagion=0.001",
        "error=1e-5 contagion=0.001",
        "error=1e-8 contagion=0.001",
        "error=0.01 contagion=0.0001",
        "error=0.01 contagion=0.00001",
        "error=0.01 contagion=0.01 technique=think",
        "error=0.01 contagion=0.001 technique=think",
        "error=0.01 contagion=0.01 technique=query",
        "error=0.01 contagion=0.001 technique=query interval=1000",
        "error=0.01 contagion=0.001 technique=query interval=100000",
        "error=0.01 contagion=0.01 technique=backtrack",
        "error=0.01 contagion=0.01 technique=verify",
        "error=1e-6 contagion=0.01 technique=verify",
        "error=0.01 contagion=0.01 technique=verify interval=100",
        "error=0.01 contagion=0.001 technique=verify interval=20",
        "error=0.01 contagion=0.001 technique=verify interval=100",
        "error=0.01 contagion=0.01 technique=vote",
        "error=0.01 contagion=0.01 technique=vote step=100 votes=1001",
        "error=0.01 contagion=0.01 technique=vote step=0",
        "error=0.01 contagion=1e-6 technique=verify",
    ] {
        for far in [200, 20_000, 1_000_000_000] {
            timed(text, &[far], None, View::Standing);
        }
        let log = crate::exact::lengths(0, 1_000_000_000, 400, true);
        let lin = crate::exact::lengths(0, 20_000, 400, false);
        timed(text, &log, None, View::Standing);
        timed(text, &lin, None, View::Judged);
        timed(text, &log, Some(200), View::Standing);
        timed(text, &lin, Some(3), View::Judged);
    }
}
