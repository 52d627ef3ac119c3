//! No legal link keeps the page from answering: whatever takes long is done in slices.
//!
//! What a slice may hold is counted in operations by `tests/native/budget.rs`. Here the browser's own
//! observer says how long its longest task was, on a machine that does other things besides;
//! so the claim leaves room. `LINKS=300` tries more of them and prints the longest.

#[allow(dead_code, reason = "other claims use the rest")]
#[path = "../support/generator.rs"]
mod generator;
#[path = "../support/links.rs"]
mod links;

use super::harness::{Lab, Pointer, in_every_browser};
use bounceback_core::plan::reading;
use bounceback_core::share::link;
use generator::Generator;

in_every_browser! {
    mixed_difficulty_is_dragged_with_every_technique;
    in chromium:
    no_link_keeps_the_page_from_answering,
}

/// In milliseconds: what nobody waits for, and ten times what a task is meant to take.
const LONGEST: f64 = 500.0;

/// How many links are tried where nobody asks for more.
const LINKS: usize = 12;

/// Scrolls through the page and moves a control on the way; the longest task, in milliseconds.
const VISIT: &str = "(async () => {
  const frames = async (count) => { for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame); };
  const height = () => document.documentElement.scrollHeight - innerHeight;
  await frames(3);
  const walk = async () => {
  const controls = [...document.querySelectorAll('input[type=range]')].filter((it) => it.offsetParent);
  for (let step = 0; step <= 8; step++) {
    scrollTo(0, height() * step / 8);
    await frames(4);
    const control = controls[(step * 7) % Math.max(controls.length, 1)];
    if (control) {
      control.value = String(+control.min + (+control.max - +control.min) * ((step * 37) % 100) / 100);
      control.dispatchEvent(new Event('input', { bubbles: true }));
      await frames(3);
    }
  }
  };
  for (const link of document.querySelectorAll('.bar nav a')) {
    link.click();
    await frames(4);
    await walk();
  }
  for (const entry of window.observed.takeRecords()) window.tasks.push(entry.duration);
  const longest = Math.max(0, ...window.tasks);
  window.tasks = [];
  return longest;
})()";

fn mixed_difficulty_is_dragged_with_every_technique(lab: &Lab) {
    let tab = lab.open("");
    tab.wait_until_ready();
    for technique in bounceback_core::model::technique::NAMES {
        let opened = format!("process=mixed_difficulty&technique={technique}&tokens=400&runs=50");
        tab.eval(&format!("void (location.hash = {opened:?})"));
        tab.wait_for(&format!(
            "document.getElementById('technique').value === {technique:?}"
        ));
        tab.drag(Pointer::Mouse, "#beta-slider", (0.5, 0.5), (60.0, 0.0));
        tab.wait_for("location.hash.includes('beta=')");
        let address = tab.eval_text("location.hash");
        let scenario = link::read(&address).scenario;
        for name in ["bounce.acceptable", "bounce.flawless", "bounce.limit"] {
            let told = reading::text(name, &scenario, None).expect("a reading");
            tab.wait_for(&format!(
                "document.querySelector('[data-value=\"{name}\"]').textContent === {told:?}"
            ));
        }
    }
    tab.expect_no_problems();
}

fn no_link_keeps_the_page_from_answering(lab: &Lab) {
    let tab = lab.open("");
    tab.wait_until_ready();
    tab.eval(
        "(() => {
          window.tasks = [];
          window.observed = new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) window.tasks.push(entry.duration);
          });
          window.observed.observe({ type: 'longtask' });
        })()",
    );
    let count = std::env::var("LINKS").map_or(LINKS, |it| it.parse().expect("a number"));
    let mut generator = Generator::new(50);
    let mut longest: Vec<(f64, String)> = Vec::new();
    for _ in 0..count {
        let link = links::random(&mut generator);
        tab.eval(&format!("void (location.hash = {link:?})"));
        println!("{link}");
        let task = tab.eval_number(VISIT);
        assert_eq!(tab.text("#crash [data-slot=message]"), "", "{link}");
        longest.push((task, link));
    }
    longest.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (milliseconds, link) in longest.iter().take(10) {
        println!("{milliseconds:6.0} ms {link}");
    }
    let over = longest.iter().filter(|it| it.0 > 50.0).count();
    println!("{over} of {count} had a task over 50 ms");
    let (most, link) = &longest[0];
    assert!(*most < LONGEST, "{most} ms: {link}");
    tab.expect_no_problems();
}
