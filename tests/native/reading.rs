//! Any table that people have: what is understood of it, what is asked, and what is left out.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::reading::{described, played_with, sound};
use bounceback_fit::data::Data;
use bounceback_fit::read::{Ask, Kind, LONGEST_TEXT, MOST_ROWS, Reading, Role, decode};
use std::fmt::Write as _;

fn tables() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tables");
    let files = fs::read_dir(folder)
        .expect("the tables are there")
        .flatten();
    let mut files: Vec<PathBuf> = files.map(|it| it.path()).collect();
    files.retain(|it| it.extension().is_some_and(|it| it != "out"));
    files.sort();
    files
}

fn outcome(table: &Path) -> PathBuf {
    let mut name = table.as_os_str().to_owned();
    name.push(".out");
    name.into()
}

fn read(table: &Path) -> Reading {
    Reading::of(&decode(&fs::read(table).expect("it can be read")))
}

#[test]
fn every_table_of_the_corpus_is_understood_as_it_was_meant() {
    let tables = tables();
    assert!(tables.len() >= 40, "{}", tables.len());
    let mut wrong = Vec::new();
    for table in tables {
        let expected = fs::read_to_string(outcome(&table)).unwrap_or_default();
        let found = described(&read(&table));
        if found != expected {
            wrong.push(format!(
                "{}\n--- expected\n{expected}--- found\n{found}",
                table.display()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Writes what comes out of tables anew, to be looked through by eye:
/// `cargo test --test native reading -- --ignored bless`.
#[test]
#[ignore = "writes files"]
fn bless() {
    for table in tables() {
        fs::write(outcome(&table), described(&read(&table))).expect("it can be written");
    }
}

/// Numbers that only look random, the same each time.
struct Dice(u32);

impl Dice {
    fn roll(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as usize % most.max(1)
    }
}

#[test]
fn no_text_is_too_strange_to_be_read_and_whatever_is_read_is_legal() {
    let texts: Vec<String> = tables()
        .iter()
        .map(|it| decode(&fs::read(it).expect("it can be read")))
        .collect();
    let strange = [
        ",",
        ";",
        "\t",
        "|",
        "\"",
        "\n",
        "\r",
        "#",
        "{",
        "}",
        "[",
        "]",
        "-1",
        "1e999",
        "NaN",
        "0",
        "1",
        "±",
        "%",
        "\u{202f}",
        "−",
        "é",
        "\0",
        ":",
        "1/0",
        "(",
        "&",
        "\\\\",
        "--|--",
        "trials",
        "length",
        "9".repeat(30).leak(),
    ];
    let mut dice = Dice(16);
    for round in 0..800_u32 {
        let one = &texts[dice.roll(texts.len())];
        let other = &texts[dice.roll(texts.len())];
        let cut = |text: &str, at: usize| text[..text.floor_char_boundary(at)].to_owned();
        let mut text = match dice.roll(3) {
            0 => one.clone(),
            1 => cut(one, dice.roll(one.len())),
            _ => cut(one, dice.roll(one.len())) + other,
        };
        for _ in 0..dice.roll(6) {
            let at = text.floor_char_boundary(dice.roll(text.len()));
            text.insert_str(at, strange[dice.roll(strange.len())]);
        }
        let mut reading = Reading::of(&text);
        sound(&reading);
        played_with(&mut reading, round);
    }
    for text in [
        "", "\n", "\u{feff}", "{", "[", "\"", "[[[[", "{}", "[]", "#", "|", "1", "a", "[{}]",
        "1\n0\n1",
    ] {
        sound(&Reading::of(text));
    }
}

#[test]
fn reading_in_slices_comes_to_the_same() {
    for table in tables() {
        let text = decode(&fs::read(&table).expect("it can be read"));
        let mut reading = Reading::new(&text);
        let mut before = 0.0;
        while !reading.advance(97) {
            assert!(reading.progress() >= before, "{}", table.display());
            before = reading.progress();
        }
        assert_eq!(
            described(&reading),
            described(&Reading::of(&text)),
            "{}",
            table.display()
        );
    }
}

#[test]
fn of_a_text_beyond_all_bounds_the_beginning_is_read_and_the_rest_is_said() {
    let mut text = "length,correct,total\n".to_owned();
    for row in 0..MOST_ROWS + 7 {
        writeln!(text, "{},{},10", row % 50 + 1, row % 11).unwrap();
    }
    let reading = Reading::of(&text);
    sound(&reading);
    // The headings are a row, too.
    assert_eq!(reading.fine(), MOST_ROWS - 1);
    let said = reading
        .notes()
        .iter()
        .any(|it| it.contains("100,001") && it.contains("8 more"));
    assert!(said, "{:?}", reading.notes());
    let long = "10,48,50,a note that goes on and on and on\n".repeat(LONGEST_TEXT / 40);
    assert!(long.len() > LONGEST_TEXT);
    let reading = Reading::of(&long);
    sound(&reading);
    assert!(
        reading.notes().iter().any(|it| it.contains("20 million")),
        "{:?}",
        reading.notes()
    );
}

#[test]
fn a_role_that_is_changed_reads_the_table_anew() {
    let mut reading = Reading::of("length,pass,trials\n10,9,50\n20,7,50\n40,x,50");
    assert_eq!((reading.fine(), reading.rejected_count()), (2, 1));
    reading.set_role(1, Role::Ignore);
    reading.finish();
    assert!(reading.series().is_empty() && reading.obstacle().is_some());
    reading.set_role(1, Role::Successes);
    reading.finish();
    assert_eq!((reading.fine(), reading.rejected_count()), (2, 1));
    reading.set_kind(Kind::Survivors);
    reading.finish();
    let Data::Survivors(rows) = &reading.series()[0].data else {
        panic!("{:?}", reading.series());
    };
    assert_eq!((rows[0].at_risk, rows[0].failed), (50.0, 41.0));
}

#[test]
fn scores_of_a_scale_become_shares_only_once_that_is_said() {
    let mut reading = Reading::of("length,score,n\n10,9,50\n20,7,50\n40,4,50");
    assert!(reading.series().is_empty());
    let asked = reading.questions().iter().find(|it| it.ask == Ask::Scale);
    assert_eq!(asked.map(|it| it.chosen), Some(None));
    reading.answer(Ask::Scale, 1, Some(10.0));
    reading.finish();
    let Data::Cohorts(rows) = &reading.series()[0].data else {
        panic!("{:?}", reading.series());
    };
    assert_eq!((rows[0].successes, rows[0].trials), (45.0, 50.0));
}

#[test]
fn a_rate_of_unknown_trials_waits_for_their_number() {
    let mut reading = Reading::of("n_digits,accuracy\n2,0.98\n3,0.9\n4,0.5");
    assert!(reading.series().is_empty());
    reading.answer(Ask::Trials, 0, Some(200.0));
    reading.finish();
    let Data::Cohorts(rows) = &reading.series()[0].data else {
        panic!("{:?}", reading.series());
    };
    assert_eq!((rows[0].successes, rows[0].trials), (196.0, 200.0));
}

/// Successes and trials of the first set, row by row.
fn counts(reading: &Reading) -> Vec<(f64, f64)> {
    match reading.series().first().map(|it| &it.data) {
        Some(Data::Cohorts(rows)) => rows.iter().map(|it| (it.successes, it.trials)).collect(),
        _ => Vec::new(),
    }
}

/// The answer that a reading goes by; `None` where the question isn't asked.
#[expect(clippy::option_option, reason = "asked or not, and answered or not")]
fn gone_by(reading: &Reading, ask: Ask) -> Option<Option<usize>> {
    let asked = reading.questions().iter().find(|it| it.ask == ask);
    asked.map(|it| it.chosen)
}

#[test]
fn one_success_beside_trials_is_a_count_or_a_share_but_never_a_single_trial_in_silence() {
    let reading = Reading::of("length,correct,n\n10,1,50\n20,1,50\n40,0,50\n80,0,50");
    let few = [(1.0, 50.0), (1.0, 50.0), (0.0, 50.0), (0.0, 50.0)];
    assert_eq!(counts(&reading), few);
    assert_eq!(gone_by(&reading, Ask::Beside), Some(Some(0)));
    let none = Reading::of("length,n_correct,n\n10,0,50\n20,0,50\n40,0,50");
    assert_eq!(counts(&none), [(0.0, 50.0); 3]);
    let mut reading = Reading::of("length,accuracy,n\n10,1,200\n20,1,200\n40,0,200");
    let all = [(200.0, 200.0), (200.0, 200.0), (0.0, 200.0)];
    assert_eq!(counts(&reading), all);
    assert_eq!(gone_by(&reading, Ask::Beside), Some(Some(1)));
    reading.answer(Ask::Beside, 2, None);
    reading.finish();
    assert_eq!(counts(&reading), [(1.0, 1.0), (1.0, 1.0), (0.0, 1.0)]);
    // A name that may be either, and many rows at each length: nothing is read unasked.
    let rows = "10,1,50\n10,0,50\n20,1,50\n20,0,50\n".repeat(6);
    for text in [
        "length,result,n\n10,1,50\n20,1,50\n40,0,50".to_owned(),
        "length,success,n\n10,1,50\n20,1,50\n40,0,50".to_owned(),
        format!("length,correct,n\n{rows}"),
    ] {
        let mut reading = Reading::of(&text);
        assert_eq!(gone_by(&reading, Ask::Beside), Some(None), "{text}");
        assert!(reading.series().is_empty() && reading.obstacle().is_some());
        reading.answer(Ask::Beside, 1, None);
        reading.finish();
        assert_eq!(counts(&reading)[0].1 % 50.0, 0.0, "{text}");
    }
    // Beside one trial each there is nothing to ask.
    let one = Reading::of("length,correct,n\n10,1,1\n20,1,1\n40,0,1");
    assert_eq!(counts(&one), [(1.0, 1.0), (1.0, 1.0), (0.0, 1.0)]);
    assert_eq!(gone_by(&one, Ask::Beside), None);
}

#[test]
fn a_number_beside_a_rate_counts_trials_and_the_length_is_asked_for() {
    let mut reading = Reading::of("epoch,accuracy,n\n1,0.42,500\n2,0.55,500\n3,0.63,500");
    let roles: Vec<Role> = reading.columns().iter().map(|it| it.role).collect();
    assert_eq!(roles, [Role::Ignore, Role::Rate, Role::Trials]);
    assert_eq!(gone_by(&reading, Ask::Length), Some(None));
    assert_eq!(gone_by(&reading, Ask::Trials), None);
    reading.answer(Ask::Length, 0, None);
    reading.finish();
    let all = [(210.0, 500.0), (275.0, 500.0), (315.0, 500.0)];
    assert_eq!(counts(&reading), all);
    let lines = "{\"epoch\":1,\"acc\":0.4,\"stderr\":0.02,\"n\":500}\n\
                 {\"epoch\":2,\"acc\":0.6,\"stderr\":0.02,\"n\":400}";
    let reading = Reading::of(lines);
    assert_eq!(gone_by(&reading, Ask::Length), Some(None));
    assert!(reading.series().is_empty());
    let tasks = "{\"results\":{\"task_10\":{\"acc\":0.9,\"acc_stderr\":0.03,\"n\":100},\
                 \"task_20\":{\"acc\":0.81,\"acc_stderr\":0.039,\"n\":100}}}";
    let reading = Reading::of(tasks);
    assert!(reading.series().is_empty() && reading.obstacle().is_some());
    // Beside a number of samples, and beside nothing else, n is a length.
    for text in [
        "n,accuracy,samples\n10,0.9,100\n20,0.8,100",
        "n,correct,trials\n10,90,100\n20,80,100",
    ] {
        let reading = Reading::of(text);
        assert_eq!(reading.columns()[0].role, Role::Length, "{text}");
        assert_eq!(counts(&reading), [(90.0, 100.0), (80.0, 100.0)], "{text}");
    }
    let alone = Reading::of("n,accuracy\n10,0.9\n20,0.8");
    assert_eq!(alone.columns()[0].role, Role::Length);
}

#[test]
fn right_in_percent_is_a_rate_and_not_a_count() {
    for heading in ["Richtig in %", "% correct", "correct (percent)"] {
        let text = format!("length;{heading};n\n10;90;200\n20;80;200");
        let reading = Reading::of(&text);
        assert_eq!(reading.columns()[1].role, Role::Rate, "{heading}");
        assert_eq!(
            counts(&reading),
            [(180.0, 200.0), (160.0, 200.0)],
            "{heading}"
        );
    }
    let wrong = Reading::of("length;Falsch in %;n\n10;90;200\n20;80;200");
    assert_eq!(counts(&wrong), [(20.0, 200.0), (40.0, 200.0)]);
    let counted = Reading::of("length;Richtig;n\n10;90;200\n20;80;200");
    assert_eq!(counts(&counted), [(90.0, 200.0), (80.0, 200.0)]);
}

/// Of how many there were, how many failed at each step.
fn failures(reading: &Reading) -> Vec<(f64, f64)> {
    match reading.series().first().map(|it| &it.data) {
        Some(Data::Survivors(rows)) => rows.iter().map(|it| (it.failed, it.at_risk)).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn first_mistakes_are_counted_from_one_where_the_last_step_or_the_heading_says_so() {
    let from_one = [(0.0, 3.0), (1.0, 3.0), (1.0, 2.0)];
    let last = Reading::of("problem,first_error_step,total_steps\na,3,3\nb,2,3\nc,-1,3");
    assert_eq!(gone_by(&last, Ask::Base), Some(Some(1)));
    assert_eq!(failures(&last), from_one);
    assert_eq!(last.rejected_count(), 0);
    let heading = "problem,first_error_step (1-based),total_steps\na,3,4\nb,2,4\nc,-1,3";
    let heading = Reading::of(heading);
    assert_eq!(gone_by(&heading, Ask::Base), Some(Some(1)));
    assert_eq!(failures(&heading), from_one);
    let zero = Reading::of("problem,first_error_step,total_steps\na,2,3\nb,0,3\nc,-1,3");
    assert_eq!(gone_by(&zero, Ask::Base), Some(Some(0)));
    // It can't be both, so it is asked.
    let both = Reading::of("problem,first_error_step,total_steps\na,3,3\nb,0,3\nc,-1,3");
    assert_eq!(gone_by(&both, Ask::Base), Some(None));
    assert!(both.series().is_empty() && both.obstacle().is_some());
}

#[test]
fn runs_without_a_mistake_are_never_left_out_for_want_of_a_length() {
    let mut reading = Reading::of("id,mistake_index\n1,1\n2,4\n3,-1\n4,0");
    assert_eq!(reading.columns()[1].role, Role::FirstMistake);
    assert_eq!(gone_by(&reading, Ask::Steps), Some(None));
    assert!(reading.series().is_empty() && reading.obstacle().is_some());
    reading.answer(Ask::Steps, 0, Some(6.0));
    reading.finish();
    let rows = failures(&reading);
    assert_eq!((rows.len(), rows[0], rows[5]), (6, (1.0, 4.0), (0.0, 1.0)));
    // Where each made one, nothing is missing.
    let all = Reading::of("id,mistake_index\na,1\nb,4\nd,0");
    assert_eq!(gone_by(&all, Ask::Steps), None);
    assert_eq!(failures(&all)[0], (1.0, 3.0));
}

/// The runs of the first set.
fn runs(reading: &Reading) -> Vec<Vec<bool>> {
    match reading.series().first().map(|it| &it.data) {
        Some(Data::Paths(paths)) => paths.iter().map(|it| it.steps.clone()).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn a_column_of_failures_is_turned_around_and_one_that_does_not_tell_is_asked_about() {
    let rows = "a,1,0\na,2,1\na,3,0\nb,1,0\nb,2,0\nb,3,1";
    let (right, wrong) = (
        vec![vec![true, false, true], vec![true, true, false]],
        vec![vec![false, true, false], vec![false, false, true]],
    );
    for name in [
        "hallucinated",
        "is_hallucination",
        "wrong",
        "is_wrong",
        "error",
        "mistake",
        "fail",
        "failed",
        "incorrect",
        "step_invalid",
    ] {
        let mut reading = Reading::of(&format!("run,step,{name}\n{rows}"));
        assert_eq!(runs(&reading), right, "{name}");
        assert_eq!(gone_by(&reading, Ask::Failures), Some(Some(0)), "{name}");
        reading.answer(Ask::Failures, 1, None);
        reading.finish();
        assert_eq!(runs(&reading), wrong, "{name}");
        let trials = Reading::of(&format!("length,{name}\n10,0\n20,0\n40,1\n40,0"));
        assert_eq!(
            counts(&trials),
            [(1.0, 1.0), (1.0, 1.0), (1.0, 2.0)],
            "{name}"
        );
    }
    let mut reading = Reading::of(&format!("run,step,zorp\n{rows}"));
    assert_eq!(runs(&reading), wrong);
    assert_eq!(gone_by(&reading, Ask::Failures), Some(Some(1)));
    reading.answer(Ask::Failures, 0, None);
    reading.finish();
    assert_eq!(runs(&reading), right);
    let known = Reading::of(&format!("run,step,correct\n{rows}"));
    assert_eq!(gone_by(&known, Ask::Failures), None);
}

#[test]
fn a_column_headed_cluster_is_one_however_many_rows_each_has() {
    for name in ["cluster", "cluster_id", "Cluster"] {
        for rows in [
            "10,50,50,a\n10,40,50,b\n20,30,50,c\n20,20,50,d",
            "10,50,50,a\n10,40,50,b\n20,30,50,a\n20,20,50,b",
            "10,50,50,1\n10,40,50,2\n20,30,50,3\n20,20,50,4",
        ] {
            let reading = Reading::of(&format!("length,correct,n,{name}\n{rows}"));
            assert_eq!(reading.columns()[3].role, Role::Cluster, "{rows}");
            assert_eq!(reading.series().len(), 1);
            let each = [(50.0, 50.0), (40.0, 50.0), (30.0, 50.0), (20.0, 50.0)];
            assert_eq!(counts(&reading), each, "{rows}");
        }
    }
}

#[test]
fn rows_that_come_again_are_said_to_count_again() {
    let says = |text: &str| {
        let reading = Reading::of(text);
        let said = |it: &&String| it.contains("say the same as another row");
        reading.notes().iter().find(said).cloned()
    };
    let rows = "10,90,100\n20,80,100\n40,70,100\n";
    let said = says(&format!("length,correct,n\n{}", rows.repeat(10)));
    assert!(said.is_some_and(|it| it.starts_with("27 of 30 rows")));
    assert!(says(&format!("length,correct,n\n{}", rows.repeat(2))).is_some());
    assert_eq!(says(&format!("length,correct,n\n{rows}10,90,100\n")), None);
    // Single trials are alike by nature.
    assert_eq!(
        says(&format!("length,correct\n{}", "10,1\n20,0\n".repeat(20))),
        None
    );
}

/// What 100,000 rows take; say `--nocapture` to see it.
#[test]
#[ignore = "measures time"]
fn a_hundred_thousand_rows() {
    let mut text = "task_family,alias,human_minutes,score_binarized,cost,started_at\n".to_owned();
    for row in 0..MOST_ROWS {
        let minutes = 0.1 + 0.1 * ((row * 7919) % 5000) as f64;
        let ok = (row * 31) % 7 > 2;
        writeln!(
            text,
            "family{},model{},{minutes:.1},{},0.25,2026-01-01",
            row % 97,
            row % 5,
            u8::from(ok)
        )
        .unwrap();
    }
    for (what, text) in [("CSV", text.clone()), ("JSON lines", as_lines(&text))] {
        let begin = std::time::Instant::now();
        let mut reading = Reading::new(&text);
        let mut longest = std::time::Duration::ZERO;
        println!("{what}: {:?} to begin", begin.elapsed());
        loop {
            let slice = std::time::Instant::now();
            let done = reading.advance(200_000);
            longest = longest.max(slice.elapsed());
            if done {
                break;
            }
        }
        println!(
            "{what}: {} bytes, {:?} in all, longest slice {longest:?}",
            text.len(),
            begin.elapsed()
        );
        assert!(reading.fine() >= MOST_ROWS - 1);
    }
}

fn as_lines(table: &str) -> String {
    let mut lines = table.lines();
    let keys: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let mut text = String::new();
    for line in lines {
        let cells = keys.iter().zip(line.split(','));
        let cells: Vec<String> = cells
            .map(|(key, cell)| format!("\"{key}\": \"{cell}\""))
            .collect();
        writeln!(text, "{{{}}}", cells.join(", ")).unwrap();
    }
    text
}

#[test]
fn a_point_in_the_heading_of_decimal_commas_parts_thousands() {
    let reading = Reading::of(
        "Modell;512;1.024;2.048;16.384\nAurora;96,0 %;92,5 %;85,5 %;41,0 %\nBorealis;98,5 %;97,0 %;94,0 %;70,5 %",
    );
    let lengths: Vec<Option<f64>> = reading.columns().iter().map(|it| it.length).collect();
    assert_eq!(
        lengths,
        [None, Some(512.0), Some(1024.0), Some(2048.0), Some(16384.0)]
    );
    let plain = Reading::of("model,0.512,1.024\na,96.5%,92.5%\nb,98.5%,97.0%");
    assert_eq!(plain.columns()[2].length, Some(1.024));
}

#[test]
fn lengths_inside_of_names_are_lengths_and_numbers_of_items_are_none() {
    let reading = Reading::of(
        "task,passed,n\nreverse_4,48,50\nreverse_8,45,50\nreverse_16,38,50\ncopy_4,50,50\ncopy_8,49,50\ncopy_16,47,50",
    );
    assert_eq!(reading.columns()[3].role, Role::Length);
    assert_eq!(reading.columns()[2].role, Role::Trials);
    assert!(reading.notes()[0].contains("Each name in “task” holds a number"));
    let trials: f64 = (reading.series().iter())
        .map(|set| match &set.data {
            Data::Cohorts(rows) => rows.iter().map(|it| it.trials).sum(),
            _ => 0.0,
        })
        .sum();
    assert_eq!(trials, 300.0);
    // Rows that are only counted, and versions of models, have no length in them.
    for table in [
        "task,right\ntask_1,1\ntask_2,0\ntask_3,1\ntask_4,1",
        "task,right\nt/001,1\nt/002,0\nt/010,1",
        "model,right\nqwen-7,1\nqwen-14,0\nqwen-72,1",
        "task,length,right\ncopy_4,40,1\ncopy_8,80,0\ncopy_16,160,1",
    ] {
        let reading = Reading::of(table);
        assert_eq!(
            reading.columns().len(),
            table.lines().next().unwrap().split(',').count()
        );
    }
}
