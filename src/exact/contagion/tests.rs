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
