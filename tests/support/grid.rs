//! Scenarios to hold everything against: processes, techniques and schemas, as parts of
//! links, and what is done of them.

/// Every process, with values that tell in a dozen tokens.
pub(crate) const PROCESSES: [&str; 17] = [
    "process=independent&error=0.05",
    "process=independent&error=1",
    "process=recoverable&error=0.1&recovery=0.3&fatal=0.2",
    "process=recoverable&error=0.9&recovery=0.8",
    "process=recoverable&error=1e-12&recovery=1e-6&fatal=0.5",
    "process=fading&error=0.2&shape=0.4",
    "process=fading&error=0.02&shape=1.8&continuations=0.3",
    "process=settling&error=0.4&floor=0.02&decay=0.6",
    "process=settling&error=0&floor=0.3&decay=0.8",
    "process=key_tokens&key_error=0.3&other_error=0.02&share=0.25",
    "process=key_tokens&key_error=0.3&other_error=0.01&growth=power&coefficient=1.5&exponent=0.5",
    "process=key_tokens&key_error=0.2&other_error=0.01&growth=log&coefficient=2",
    "process=key_tokens&key_error=0.2&other_error=0.05&growth=plateau&share=0.5&most=3",
    "process=mixed_difficulty&alpha=0.5&beta=4&recovery=0.2",
    "process=self_conditioning&error=0.05&contagion=0.15&recovery=0.25",
    "process=self_conditioning&error=0.3&contagion=0.4&recovery=0",
    "process=threshold&error=0.004&directions=3",
];

/// Every technique, with values that divide a dozen tokens and values that don't.
pub(crate) const TECHNIQUES: [&str; 18] = [
    "",
    "&technique=verify&interval=1&sensitivity=0.8&false_reject=0.1",
    "&technique=verify&interval=3&sensitivity=0.9&false_reject=0&joint=0.4&cost=7",
    "&technique=verify&interval=5&sensitivity=0.7&false_reject=0.3&tries=3",
    "&technique=verify&interval=4&sensitivity=1&false_reject=1&tries=2",
    "&technique=verify&interval=4&sensitivity=1&false_reject=1&cost=1",
    "&technique=verify&interval=5&sensitivity=0.6&false_reject=1",
    "&technique=verify&interval=50&tries=1",
    "&technique=vote&votes=3&step=4",
    "&technique=vote&votes=4&step=5&common_cause=0.3",
    "&technique=vote&lead=2&step=1",
    "&technique=vote&lead=3&step=0&common_cause=0.1",
    "&technique=think&think=5&think_floor=0.3&think_recovery=0.2",
    "&technique=think&think=1&think_floor=0&think_recovery=1",
    "&technique=query&interval=4&catch=0.6&cost=3",
    "&technique=query&interval=1&catch=0.3",
    "&technique=query&interval=5&catch=0",
    "&technique=backtrack&catch=0.2&cost=5",
];

/// Phases of their own lengths, techniques and values.
pub(crate) const SCHEMAS: [&str; 9] = [
    "schema=reason:5:think:think_floor=0.4:think_recovery=0.3;draft:4:verify:interval=2;answer:3",
    "schema=a:3;b:3:query:interval=2:catch=0.5;c:6:vote:step=4:votes=3",
    "schema=a:4:query:interval=3:catch=0.2;b:8:backtrack:catch=0.3",
    "schema=a:2:think:think_floor=0.5;b:2:think:think_floor=0.5;c:8:verify:interval=3:sensitivity=0.6",
    "schema=a:6:vote:lead=2:step=6;b:1;c:5:query:interval=10:catch=1",
    "schema=a:3:error=0.3:floor=0.1;b:9:backtrack:catch=0.1:error=0.01",
    "schema=a:5:verify:interval=2:tries=2;b:4:think:think_floor=0.3",
    "schema=a:5:process=settling:error=0.4:decay=0.5;b:4:query:interval=3:process=fading;c:3:process=recoverable:fatal=0.1",
    "schema=a:7:vote:step=3:votes=3;b:7:verify:interval=4:false_reject=0.2:cost=2;c:2",
];

/// Whether every part of a schema means something beside a process.
pub(crate) fn schema_for(schema: &str, process: &str) -> String {
    if process.contains("settling") {
        schema.to_owned()
    } else if schema.contains("process=settling") {
        schema.replace(":process=recoverable:fatal=0.1", "")
    } else {
        schema.replace(":floor=0.1", "")
    }
}

/// Whether drafts may be written without end, as next to none is ever accepted.
pub(crate) fn endless(technique: &str) -> bool {
    technique.contains("false_reject=1") && !technique.contains("tries")
}
