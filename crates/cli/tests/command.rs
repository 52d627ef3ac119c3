//! What the command prints, and how it ends.

#[allow(dead_code, reason = "other claims use the rest")]
#[path = "../../../tests/support/generator.rs"]
mod generator;
#[path = "../../../tests/support/links.rs"]
mod links;

use bounceback_core::share::link;
use generator::Generator;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

fn bounceback(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bounceback"))
        .args(arguments)
        .output()
        .expect("it runs")
}

fn printed(arguments: &[&str]) -> String {
    let output = bounceback(arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn a_curve_is_printed_to_the_last_digit() {
    let link = "https://example.org/#v=1&error=0.01&recovery=0.05";
    assert_eq!(
        printed(&["curve", link, "--at", "20,100,1000"]),
        "tokens,flawless,acceptable\n\
         20,0.817906937597231,0.8816843735219103\n\
         100,0.3660323412732295,0.8336758124617539\n\
         1000,4.3171247410658235e-5,0.8333333333333334\n"
    );
    assert!(printed(&["curve", link, "--json"]).starts_with('{'));
    let readings = printed(&["curve", link, "--readings"]);
    assert!(
        readings.lines().any(|line| line.starts_with("pass_any,")),
        "{readings}"
    );
}

#[test]
fn a_plan_says_what_it_would_take() {
    let link = "process=independent&error=1%&tokens=200";
    let plan = printed(&["plan", link]);
    assert!(plan.lines().any(|line| line == "95\t5 tokens"), "{plan}");
    // (1 − E)²⁰⁰ ≥ 95% up to 2.564·10⁻⁴.
    let most = printed(&["plan", link, "--most", "error", "--target", "95%"]);
    let most: f64 = most.trim().parse().expect("a number");
    assert!((most - 2.564e-4).abs() < 1e-6, "{most}");
    assert_eq!(printed(&["plan", link, "--least", "error"]), "0\n");
}

#[test]
fn recipes_say_what_to_do_and_what_it_costs() {
    let link =
        "process=independent&error=0.5%&tokens=300&sensitivity=0.8&cost=1&target=95%&unit=steps";
    let output = bounceback(&["plan", "--recipes", link]);
    // That a checker finds 80% has an effect here.
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let text = String::from_utf8(output.stdout).expect("text");
    let paragraphs: Vec<&str> = text.split("\n\n").collect();
    assert!(paragraphs.len() >= 4, "{text}");
    assert!(
        paragraphs[0].starts_with("As it is.\n22.2% for 300 steps.\n"),
        "{text}"
    );
    let lead = "Ask until one answer is two ahead, at every step.\n99.25% for 606 steps.\n";
    let lead = paragraphs
        .iter()
        .find(|it| it.starts_with(lead))
        .expect("it is told");
    // Its link says the same by itself.
    let link = lead.lines().last().expect("a link");
    let again = printed(&["plan", link]);
    assert!(again.lines().any(|line| line == "end\t99.25%"), "{again}");
    let hopeless = "process=independent&error=5%&tokens=3000&sensitivity=0.3&target=99%&catch=0&common_cause=0.02&think=0";
    let text = printed(&["plan", "--recipes", hopeless]);
    assert!(
        text.contains("\nNothing reaches the target. The nearest:\n"),
        "{text}"
    );
    assert!(text.contains("\nStop after "), "{text}");
    let reached = printed(&["plan", "--recipes", hopeless, "--target", "0"]);
    assert!(!reached.contains("Nothing reaches"), "{reached}");
}

#[test]
fn a_figure_is_written_to_a_file() {
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("figure.svg");
    let _ = std::fs::remove_file(&file);
    let text = printed(&[
        "figure",
        "figure=map",
        "--svg",
        file.to_str().expect("text"),
    ]);
    assert_eq!(text, "");
    let drawn = std::fs::read_to_string(&file).expect("it is there");
    assert!(
        drawn.starts_with("<svg") && drawn.contains("<title>"),
        "{drawn}"
    );
}

#[test]
fn what_is_not_legal_is_one_line_and_status_2() {
    for arguments in [
        &[] as &[&str],
        &["curve"],
        &["curve", "error=7"],
        &["curve", "colour=red"],
        &["curve", "error=1%", "--at", "many"],
        &["curve", "error=1%", "--json", "--readings"],
        &["curve", "error=1%", "--nonsense"],
        &["plan", "error=1%", "--least", "nonsense"],
        &["plan", "error=1%", "--least", "votes"],
        &["plan", "error=1%", "--least", "error", "--target", "200%"],
        &["plan", "error=1%", "--least", "error", "--most", "error"],
        &["plan", "error=1%", "--recipes", "--least", "error"],
        &["figure", "figure=map"],
        &["figure", "figure=map", "--svg", "/no/such/folder/a.svg"],
        &["nonsense"],
    ] {
        let output = bounceback(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(said.lines().count(), 1, "{arguments:?}: {said}");
    }
    let help = printed(&["--help"]);
    for command in ["curve", "plan", "figure"] {
        assert!(help.contains(command), "{help}");
    }
}

/// `LINKS=300` tries more of them. Operations are counted by tests/native/budget.rs; this is what
/// somebody waits for, on a machine that does other things besides.
#[test]
fn no_link_keeps_the_command_busy() {
    const LONGEST: Duration = Duration::from_secs(10);
    let count = std::env::var("LINKS").map_or(12, |it| it.parse().expect("a number"));
    let mut generator = Generator::new(50);
    let mut longest = (Duration::ZERO, String::new());
    for _ in 0..count {
        let link = link::write(&link::read(&links::random(&mut generator)).scenario);
        for form in [&["--readings"] as &[&str], &[]] {
            let begun = Instant::now();
            let output = bounceback(&[&["curve", &link], form].concat());
            let took = begun.elapsed();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{link}: {said}");
            let text = String::from_utf8_lossy(&output.stdout);
            assert!(!text.contains("NaN"), "{link}: {text}");
            // Half a life may be for ever; a column holds numbers.
            let endless = form.is_empty() && text.contains("inf");
            assert!(!endless, "{link}: {text}");
            if took > longest.0 {
                longest = (took, link.clone());
            }
        }
    }
    println!("{longest:?}");
    assert!(longest.0 < LONGEST, "{longest:?}");
}

#[test]
fn a_fit_says_what_data_show_and_what_they_cannot() {
    let said = printed(&["fit", "probe", "--set", "independent"]);
    // 19654 of 389520: the published estimate.
    assert!(
        said.contains("independent errors\tE = 5.05% (4.98% to 5.11%)"),
        "{said}"
    );
    assert!(said.contains("does not prove recovery"), "{said}");
    assert!(
        said.contains("As a scenario: v=1&process=independent&error=0.05"),
        "{said}"
    );
    let table = printed(&["fit", "probe", "--csv"]);
    // Numbers, not words for people: 19654 of 389520 with all their digits.
    let line = table
        .lines()
        .find(|line| line.starts_with("independent,independent,E,"))
        .expect("it is fitted");
    let cells: Vec<f64> = line.split(',').filter_map(|it| it.parse().ok()).collect();
    assert!((cells[0] - 19654.0 / 389_520.0).abs() < 1e-9, "{line}");
    assert!(cells[1] < cells[0] && cells[0] < cells[2], "{line}");
    let whole = printed(&["fit", "probe", "--json"]);
    let whole: serde_json::Value = serde_json::from_str(&whole).expect("it is JSON");
    let set = &whole["sets"][0];
    assert_eq!(set["data"]["kind"], "survivors");
    let fits = set["fits"].as_array().expect("they are fitted");
    let first = fits.iter().find(|it| it["curve"] == "independent");
    let error = &first.expect("it is fitted")["parameters"][0];
    assert_eq!(error["symbol"], "E");
    assert_eq!(error["value"].as_f64(), Some(cells[0]));
    assert!(
        set["verdict"]["limits"][0]
            .as_str()
            .expect("it is said")
            .contains("does not prove")
    );
    // What is no success by length has a story, and numbers beside those of a formula.
    let story = printed(&["fit", "horizons"]);
    assert!(
        story.contains("The trap:") && story.contains("davinci_002\t0.39"),
        "{story}"
    );
}

#[test]
fn what_cannot_be_fitted_is_said_in_one_line() {
    for (arguments, said) in [
        (&["fit", "no-such-file.csv"][..], "can’t be read"),
        (&["fit", "probe", "--set", "nobody"], "there is no such set"),
        (&["fit", "probe", "--role", "9=length"], "no column"),
        (&["fit", "probe", "--role", "1=nonsense"], "is none of"),
    ] {
        let output = bounceback(arguments);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {error}");
        let last = error.lines().last().unwrap_or_default();
        assert!(last.contains(said), "{arguments:?}: {error}");
    }
}
