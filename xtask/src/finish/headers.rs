//! `_headers`: what a host may say beside the files. The page needs none of it; hosts that
//! read such a file (Netlify, Cloudflare Pages) follow it, for others it is a template.

use super::fingerprint::Names;
use std::fmt::Write as _;

/// The name of the file.
pub(super) const NAME: &str = "_headers";

/// A year, the longest that caches honour.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// The text of the file: for each page its policy, for files named by their content that
/// they never change. `path` is that of the page's folder on its host.
///
/// The policy of a header and that of the page both hold. The header's says in addition
/// who may frame the page, which a page can't say of itself.
pub(super) fn text(path: &str, pages: &[(&str, &str)], names: &Names) -> String {
    let mut text = "\
# Nothing here is needed; docs/hosting.md says what it is good for.
# frame-ancestors * lets everyone embed; name sites there to let only those.\n"
        .to_owned();
    for (page, policy) in pages {
        // Hosts show a folder's page under the name of the folder.
        let shown = [page.strip_suffix("index.html"), Some(page)];
        for name in shown.into_iter().flatten() {
            // Writing to a String cannot fail.
            let _ = write!(
                text,
                "\n{path}{name}\n  Content-Security-Policy: {policy}; frame-ancestors *\n  \
                 X-Content-Type-Options: nosniff\n  Cache-Control: no-cache\n"
            );
        }
    }
    for name in names.all() {
        let _ = write!(text, "\n{path}{name}\n  Cache-Control: {FOREVER}\n");
        if name.rsplit('.').next() == Some("wasm") {
            text.push_str("  Content-Type: application/wasm\n");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_asked_for_anew_and_named_files_never() {
        let names = Names::of_test(&[("a.js", "a-1.js"), ("a_bg.wasm", "a-2.wasm")]);
        let pages = [("index.html", "default-src 'none'"), ("embed.html", "x")];
        let text = text("/sub/", &pages, &names);
        let rules: Vec<&str> = text.split("\n\n").skip(1).collect();
        assert_eq!(rules.len(), 5, "{text}");
        for (rule, path) in rules.iter().zip([
            "/sub/\n",
            "/sub/index.html\n",
            "/sub/embed.html\n",
            "/sub/a-1.js\n",
            "/sub/a-2.wasm\n",
        ]) {
            assert!(rule.starts_with(path), "{rule}");
            let page = !path.contains('-');
            assert_eq!(rule.contains("no-cache"), page, "{rule}");
            assert_eq!(rule.contains("immutable"), !page, "{rule}");
            assert_eq!(rule.contains("frame-ancestors *"), page, "{rule}");
            assert_eq!(rule.contains("application/wasm"), path.contains("wasm"));
        }
        assert!(
            rules[0].contains("Content-Security-Policy: default-src 'none'; frame-ancestors *")
        );
    }
}
