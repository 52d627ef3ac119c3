//! The page arrives whole, from any folder of any host, or as one file.

use super::harness::{Browser, Lab, Setup, in_every_browser};
use std::collections::BTreeSet;

in_every_browser![
    the_page_loads_from_a_sub_folder_without_a_problem,
    nothing_is_asked_of_anyone_else,
    the_one_file_opens_from_the_disk,
    without_scripts_the_figures_are_there,
];

fn the_page_loads_from_a_sub_folder_without_a_problem(lab: &Lab) {
    let tab = lab.open("");
    tab.wait_until_ready();
    assert_eq!(tab.count("meta[http-equiv='Content-Security-Policy']"), 1);
    tab.screenshot("page");
    tab.expect_no_problems();
}

fn nothing_is_asked_of_anyone_else(lab: &Lab) {
    let tab = lab.open("");
    tab.wait_until_ready();
    let loaded = tab.eval("performance.getEntriesByType('resource').map((entry) => entry.name)");
    for address in loaded.as_array().expect("a list of addresses") {
        let address = address.as_str().unwrap_or_default();
        assert!(address.starts_with(&lab.folder()), "{address} is elsewhere");
    }
    let requests = lab.requests();
    assert!(
        requests.iter().all(|request| request.status == 200),
        "{requests:#?}"
    );
    // What is loaded early must be what is used: nothing is loaded twice.
    let different: BTreeSet<&str> = requests
        .iter()
        .map(|request| request.path.as_str())
        .collect();
    assert_eq!(different.len(), requests.len(), "{requests:#?}");
}

fn the_one_file_opens_from_the_disk(lab: &Lab) {
    let tab = lab.open_from_disk("bounceback.html");
    tab.wait_until_ready();
    tab.expect_no_problems();
    assert!(lab.requests().is_empty(), "{:#?}", lab.requests());
}

fn without_scripts_the_figures_are_there(lab: &Lab) {
    let setup = Setup {
        scripts: false,
        ..Setup::default()
    };
    let tab = lab.open_as(&setup, "");
    tab.screenshot("without-scripts");
    assert!(tab.count("#bounce svg[role=img]") > 0);
    if lab.browser == Browser::Chromium {
        assert_eq!(tab.count("html[data-ready]"), 0, "scripts run nevertheless");
        // Beside the living figure, those of the other rooms stand below, six of the lab among them.
        assert_eq!(tab.count("picture img[alt]"), 13);
    }
}
