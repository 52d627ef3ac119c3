//! axe: what keeps people from using a page.

use super::tab::Tab;
use serde_json::{Value, json};

/// The rules that count: WCAG 2.2, A and AA, and what axe calls good practice.
const TAGS: [&str; 7] = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
    "wcag22a",
];

impl Tab {
    /// Fails the test if axe finds anything in the page as it is now.
    pub(crate) fn expect_no_barriers(&self, state: &str) {
        let path = std::env::var_os("BOUNCEBACK_AXE").expect("cargo xtask test says where axe is");
        let axe = std::fs::read_to_string(path).expect("axe is installed");
        let script = format!(
            "const done = arguments[arguments.length - 1];
             {axe}
             ;window.axe.run(document, {{ runOnly: {tags}, resultTypes: ['violations'] }}).then(
               ({{ violations }}) => done(violations.map(({{ id, help, nodes }}) => ({{
                 id, help, nodes: nodes.slice(0, 4).map(({{ html, failureSummary }}) => [html, failureSummary]),
               }}))),
               (error) => done(String(error)));",
            tags = json!(TAGS),
        );
        let found = self.post("execute/async", &json!({"script": script, "args": []}));
        assert_eq!(found, Value::Array(Vec::new()), "{state}: {found:#}");
    }
}
