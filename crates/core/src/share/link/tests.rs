use super::*;

fn notes(link: &str) -> Vec<String> {
    read(link).notes.iter().map(ToString::to_string).collect()
}

#[test]
fn the_link_of_the_design_is_read() {
    let reading = read(
        "#v=1&figure=bounce&process=recoverable&error=0.01&recovery=0.05&tokens=1000&runs=2000&seed=42",
    );
    assert_eq!(reading.notes, []);
    assert_eq!(write(&reading.scenario), "v=1&figure=bounce&tokens=1000");
}

#[test]
fn a_whole_address_a_query_and_bare_pairs_are_read_alike() {
    for link in [
        "https://example.org/a/b.html#v=1&error=2%25",
        "https://example.org/?error=2%25",
        "?error=2%",
        "error=0.02",
        "#error=2e-2",
    ] {
        let reading = read(link);
        assert_eq!(reading.notes, [], "{link}");
        assert_eq!(reading.scenario.number(Key::Error), 0.02, "{link}");
    }
}

#[test]
fn the_fragment_goes_before_the_query() {
    let reading = read("https://example.org/?error=0.5#error=0.2");
    assert_eq!(reading.scenario.number(Key::Error), 0.2);
    assert_eq!(reading.notes, [Note::Repeated("error")]);
}

#[test]
fn a_note_names_the_key_the_value_and_what_is_used() {
    for (link, note) in [
        ("error=1.7", "error: “1.7” is too large; 1 is used instead."),
        (
            "error=lots",
            "error: “lots” is not a number; 0.01 is used instead.",
        ),
        ("tokens=0", "tokens: “0” is too small; 1 is used instead."),
        (
            "tokens=10.5",
            "tokens: “10.5” is not a whole number; 11 is used instead.",
        ),
        (
            "process=magic",
            "process: “magic” is not a name known here; recoverable is used instead.",
        ),
        (
            "colour=red",
            "“colour” is not a parameter known here; it is left out.",
        ),
        (
            "v=9",
            "v: 9 is newer than what is known here; what version 1 understands is used.",
        ),
        (
            "v=one",
            "v: “one” is not a version known here; the link is read as version 1.",
        ),
        ("v=1&v=2", "v is given twice; the first value is used."),
        (
            "error=0.1&error=0.2",
            "error is given twice; the first value is used.",
        ),
        (
            "done=300",
            "done: 300 is more than the 200 tokens there are; 200 is used instead.",
        ),
        (
            "process=independent&recovery=0.5",
            "recovery has no effect with independent; its value is kept.",
        ),
        (
            "tolerance=3",
            "tolerance has no effect with acceptable; its value is kept.",
        ),
        ("nonsense", "“nonsense” gives no value; it is left out."),
    ] {
        assert_eq!(notes(link), [note], "{link}");
    }
}

#[test]
fn what_others_add_to_a_query_passes_in_silence() {
    for link in [
        "https://example.org/?utm_source=mail&fbclid=x#error=2%",
        "https://example.org/?error=2%&gclid=x&utm_campaign=a%26b&ref",
        "?error=2%&utm_source=a=b&&=&amp",
        "https://example.org/a/?page=1&error=2%#",
        "?colour=red#error=2%#colour=red",
    ] {
        let reading = read(link);
        assert_eq!(reading.notes, [], "{link}");
        assert_eq!(write(&reading.scenario), "v=1&error=0.02", "{link}");
    }
    // What is known there is read, and told as ever.
    assert_eq!(
        notes("?utm_source=x&error=7"),
        ["error: “7” is too large; 1 is used instead."]
    );
    assert_eq!(notes("?v=9&tomorrow=1").len(), 2);
    // In a fragment, and as bare pairs, what is not known is a mistake.
    for link in ["?a=1#colour=red", "#colour=red", "colour=red"] {
        assert_eq!(read(link).notes.len(), 1, "{link}");
    }
}

#[test]
fn a_second_hash_ends_a_link() {
    for (link, means) in [
        ("embed.html#error=0.02#?secret=abc", "v=1&error=0.02"),
        ("#v=1&tokens=30&error=0.02#", "v=1&error=0.02&tokens=30"),
        (
            "?tokens=30#error=0.02#error=0.3&seed=7",
            "v=1&error=0.02&tokens=30",
        ),
        ("#map#?secret=abc", "v=1&figure=map"),
        ("##error=0.02", "v=1"),
    ] {
        let reading = read(link);
        assert_eq!(reading.notes, [], "{link}");
        assert_eq!(write(&reading.scenario), means, "{link}");
    }
    // Written as a code it is a letter like others.
    assert_eq!(notes("error=0.02%23").len(), 1);
}

#[test]
fn an_anchor_says_nothing_of_the_scenario() {
    for (link, name) in [
        ("#sources", Some("sources")),
        ("?utm_source=mail#sources", Some("sources")),
        ("#sources#?secret=abc", Some("sources")),
        ("#", None),
        ("", None),
        ("#error=0.1", None),
        ("?error=0.1", None),
        ("?error=0.1#", None),
    ] {
        assert_eq!(anchor(link), name, "{link}");
    }
    assert_eq!(without_anchor("?error=0.1#sources"), "?error=0.1");
    assert_eq!(without_anchor("?error=0.1#seed=7"), "?error=0.1#seed=7");
    assert_eq!(without_anchor("#sources"), "");
}

#[test]
fn a_link_holds_no_mark_at_which_others_would_cut_it() {
    let schema = "schema=think_hard:20:think;Überlegung;answer:verify:tries=3";
    let scenario = read(schema).scenario;
    let link = write(&scenario);
    assert_eq!(
        link,
        "v=1&schema=think_hard:20:think%3B%C3%9Cberlegung%3Banswer:verify:tries=3"
    );
    assert_eq!(read(&link).scenario, scenario);
    assert_eq!(encode("(a),'b'*;"), "%28a%29%2C%27b%27%2A%3B");
    // Both ways of writing are read.
    let coded = schema
        .replace(';', "%3B")
        .replace(':', "%3a")
        .replace('=', "%3D");
    assert_eq!(read(&coded.replacen("%3D", "=", 1)).scenario, scenario);
}

#[test]
fn a_plain_anchor_opens_its_figure() {
    let reading = read("#bounce");
    assert_eq!(
        (reading.scenario.choice(Key::Figure), reading.notes.len()),
        ("bounce", 0)
    );
}

#[test]
fn a_flood_of_remarks_is_cut_short() {
    let link = "x=1&".repeat(5000);
    assert_eq!(read(&link).notes.len(), MOST_NOTES + 1);
    assert!(notes(&"error=1&".repeat(100_000)).contains(&Note::TooLong.to_string()));
    // What is wrong is not lost behind what has no effect.
    let idle =
        "shape=2&floor=0.1&decay=0.5&key_error=0.1&other_error=0.1&share=0.1&most=3&alpha=2&beta=3";
    let said = notes(&format!("{idle}&error=7"));
    assert_eq!(said.len(), MOST_NOTES + 1, "{said:?}");
    assert!(said.iter().any(|note| note.contains("error")), "{said:?}");
}

#[test]
fn a_query_of_any_length_leaves_the_fragment_alone() {
    let reading = read(&format!("?ref={}#error=0.02", "é".repeat(LONGEST)));
    assert_eq!(write(&reading.scenario), "v=1&error=0.02");
    assert_eq!(reading.notes, [Note::TooLong]);
}
