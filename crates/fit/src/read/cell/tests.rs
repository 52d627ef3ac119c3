use super::*;
use crate::read::commas::Commas;

#[test]
fn cells_are_read_as_people_write_them() {
    let plain = |it| Cell::Number(it, Mark::Plain);
    for (text, cell) in [
        ("12", plain(12.0)),
        ("−3", plain(-3.0)),
        ("1\u{202f}048\u{a0}576", plain(1_048_576.0)),
        ("1'000", plain(1000.0)),
        ("4K", plain(4000.0)),
        ("4k tokens", plain(4000.0)),
        ("2.5M", plain(2_500_000.0)),
        ("2 digits", plain(2.0)),
        ("len=10", plain(10.0)),
        ("**91.2**", plain(91.2)),
        ("91.2†", plain(91.2)),
        ("[7 items]", plain(7.0)),
        ("91,5 %", Cell::Number(0.915, Mark::Percent)),
        ("91.5%", Cell::Number(0.915, Mark::Percent)),
        ("3/50", Cell::Number(3.0, Mark::Of(50.0))),
        ("3 of 50", Cell::Number(3.0, Mark::Of(50.0))),
        ("0.9 (45/50)", Cell::Number(45.0, Mark::Of(50.0))),
        ("90% (n=50)", Cell::Number(45.0, Mark::Of(50.0))),
        ("91.2 ± 1.3", Cell::Number(91.2, Mark::Error(1.3))),
        ("91.2 (1.3)", Cell::Number(91.2, Mark::Error(1.3))),
        ("<1", Cell::Number(1.0, Mark::Rough)),
        ("~5", Cell::Number(5.0, Mark::Rough)),
        ("1h 30m", Cell::Number(90.0, Mark::Time)),
        ("45 s", Cell::Number(0.75, Mark::Time)),
        ("1:30", Cell::Number(90.0, Mark::Time)),
        ("0:01:30", Cell::Number(1.5, Mark::Time)),
        ("—", Cell::Missing),
        ("N/A", Cell::Missing),
        ("nan", Cell::Missing),
        ("-inf", Cell::Infinite),
        ("1e999", Cell::Infinite),
        ("Right", Cell::Flag(true)),
        ("✗", Cell::Flag(false)),
        ("gpt-4", Cell::Text),
        ("2024-01-02", Cell::Text),
        ("4o", Cell::Text),
        ("2024-01-02T10:00", Cell::Text),
        ("1:2:3:4", Cell::Text),
        ("(", Cell::Text),
        ("±", Cell::Text),
        ("1/0", Cell::Text),
    ] {
        assert_eq!(read(text, None), cell, "{text}");
    }
    let Cell::Number(value, Mark::Error(error)) = read("91.2% [90.0%, 92.0%]", None) else {
        panic!("an interval is an error");
    };
    assert!((value - 0.912).abs() < 1e-12 && (error - 0.02 / 3.92).abs() < 1e-12);
}

#[test]
fn a_comma_is_what_its_table_says() {
    let number = |text, comma| match read(text, Some(comma)) {
        Cell::Number(number, _) => number,
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(number("1,234", Comma::Decimal), 1.234);
    assert_eq!(number("1,234", Comma::Thousands), 1234.0);
    assert_eq!(number("1.234", Comma::Decimal), 1234.0);
    assert_eq!(number("1.234.567,8", Comma::Decimal), 1_234_567.8);
    assert_eq!(number("0.5", Comma::Decimal), 0.5);
    assert_eq!(number("91,5 %", Comma::Decimal), 0.915);
    let mut commas = Commas::default();
    for text in [
        "1,234",
        "0,5",
        "0,123",
        "1.234,5",
        "1,234,567",
        "1,234.5",
        "0.95",
        "a,b",
    ] {
        commas.add(text);
    }
    let counted = (
        commas.decimal,
        commas.thousands,
        commas.either,
        commas.point,
    );
    assert_eq!(counted, (3, 2, 1, 1));
}

#[test]
fn the_last_place_is_that_of_the_share() {
    for (text, half) in [
        ("0.915", 0.0005),
        ("91.5%", 0.0005),
        ("1", 0.5),
        ("90%", 0.005),
    ] {
        assert!((half_place(text) - half).abs() < 1e-15, "{text}");
    }
}
