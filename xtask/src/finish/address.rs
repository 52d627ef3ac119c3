//! The address that the page will have, where the build is told it: what sites and
//! search engines want to know in full, which no relative address can say.

use super::html::Document;
use super::preview;
use anyhow::{Context, Result, bail, ensure};
use bounceback_core::model::scenario::Scenario;
use bounceback_core::share::embed::FIGURES;
use bounceback_core::share::snippet::Snippet;
use std::path::Path;

/// How `cargo xtask build --url` hands it on, through Trunk.
pub(crate) const VARIABLE: &str = "BOUNCEBACK_URL";

/// The height of the frame that oEmbed is told, in CSS pixels.
const HEIGHT: u32 = 900;

/// The description that oEmbed asks for.
const OEMBED: &str = "oembed.json";

/// The address of the page's folder on its host.
#[derive(Debug)]
pub(crate) struct Address {
    /// From the protocol to a slash.
    folder: String,
    /// The length of its origin.
    origin: usize,
}

impl Address {
    /// The one that the environment gives, if it does.
    pub(super) fn given() -> Result<Option<Self>> {
        std::env::var(VARIABLE)
            .ok()
            .filter(|text| !text.is_empty())
            .map(|text| Self::read(&text))
            .transpose()
    }

    /// Reads an address.
    ///
    /// # Errors
    /// What isn't `https://host/folder/`, or holds what would have to be written otherwise
    /// in HTML, XML or a header.
    pub(crate) fn read(text: &str) -> Result<Self> {
        let text = text.trim();
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .with_context(|| format!("“{text}” is no address that begins with https://"))?;
        ensure!(
            !rest.is_empty() && !rest.starts_with('/'),
            "“{text}” names no host"
        );
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~%:/@+[]".contains(c);
        if let Some(c) = rest.chars().find(|&c| !plain(c)) {
            bail!("“{text}”: “{c}” can't stand in the address of a folder");
        }
        let host = rest.find('/').unwrap_or(rest.len());
        let origin = text.len() - rest.len() + host;
        let folder = format!("{}/", text.trim_end_matches('/'));
        Ok(Self { folder, origin })
    }

    /// The path of the folder on its host, from slash to slash.
    pub(super) fn path(&self) -> &str {
        &self.folder[self.origin..]
    }

    /// Writes full addresses into the head of the page.
    pub(super) fn apply(&self, page: &mut Document) -> Result<()> {
        let folder = &self.folder;
        let mut edits = Vec::new();
        for tag in page.tags() {
            if tag.attribute("property") == Some("og:image") {
                let (at, text) = (tag.at.clone(), &page.text()[tag.at.clone()]);
                edits.push((at, text.replace("\"./", &format!("\"{folder}"))));
            }
            if tag.attribute("type") == Some("application/ld+json") {
                let content = page.content(&tag);
                let text = page.text()[content.clone()].replace("\"./", &format!("\"{folder}"));
                edits.push((content, text));
            }
        }
        ensure!(
            edits.len() == 2,
            "the page should describe itself to sites and to search engines once each"
        );
        page.edit(edits);
        let full = format!(
            "\n<meta property=\"og:url\" content=\"{folder}\">\n\
             <link rel=\"canonical\" href=\"{folder}\">\n\
             <link rel=\"alternate\" type=\"application/json+oembed\" href=\"{folder}{OEMBED}\">"
        );
        // Not between the picture and what is said about it.
        let behind = page.insert_after(|tag| tag.attribute("name") == Some("twitter:card"), &full);
        ensure!(behind, "the page doesn't say how to show a link to it");
        Ok(())
    }

    /// Writes the files that say where the page is.
    pub(super) fn write(&self, folder: &Path, title: &str) -> Result<()> {
        let write = |name: &str, text: String| {
            std::fs::write(folder.join(name), text)
                .with_context(|| format!("{name} can't be written"))
        };
        write(OEMBED, self.oembed(title))?;
        write("sitemap.xml", self.sitemap())?;
        // Read at the root of a host only.
        if self.path() == "/" {
            write("robots.txt", self.robots())?;
        }
        Ok(())
    }

    /// How to show the page within another, for who asks by oEmbed. A static document can't
    /// know the fragment of a link: it shows the figure that the page is about.
    fn oembed(&self, title: &str) -> String {
        let folder = &self.folder;
        let (width, height) = preview::SIZE;
        let frame = Snippet {
            folder,
            scenario: Scenario::default(),
            figure: &FIGURES[0],
            controls: None,
            heading: "",
            height: HEIGHT,
            title,
        }
        .frame()
        .replace('"', "\\\"");
        format!(
            "{{\"version\":\"1.0\",\"type\":\"rich\",\"provider_name\":\"Bounceback\",\
             \"provider_url\":\"{folder}\",\"title\":\"{title}\",\"html\":\"{frame}\",\
             \"width\":900,\"height\":{HEIGHT},\"thumbnail_url\":\"{folder}{}\",\
             \"thumbnail_width\":{width},\"thumbnail_height\":{height}}}\n",
            preview::PREVIEW,
        )
    }

    fn sitemap(&self) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n\
             <url><loc>{}</loc></url>\n\
             </urlset>\n",
            self.folder
        )
    }

    fn robots(&self) -> String {
        format!(
            "User-agent: *\nAllow: /\n\nSitemap: {}sitemap.xml\n",
            self.folder
        )
    }
}

/// The title of a page, as sites show it.
pub(super) fn title(page: &Document) -> Result<&str> {
    page.tags()
        .find(|tag| tag.attribute("property") == Some("og:title"))
        .and_then(|tag| tag.attribute("content"))
        .filter(|title| !title.contains(['"', '\\', '&', '<']))
        .context("the page has no plain title for sites to show")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = r#"<meta property="og:title" content="A title"><meta property="og:image" content="./preview.png"><meta name="twitter:card" content="summary"><script type="application/ld+json">{"url":"./","image":"./preview.png"}</script>"#;

    #[test]
    fn an_address_is_a_folder_on_a_host() {
        for (text, folder, path) in [
            ("https://example.org", "https://example.org/", "/"),
            ("https://example.org/", "https://example.org/", "/"),
            (
                " http://127.0.0.1:8080/a/b ",
                "http://127.0.0.1:8080/a/b/",
                "/a/b/",
            ),
            ("https://me.example/~x//", "https://me.example/~x/", "/~x/"),
        ] {
            let address = Address::read(text).unwrap();
            assert_eq!((address.folder.as_str(), address.path()), (folder, path));
        }
        for text in [
            "",
            "example.org",
            "ftp://example.org",
            "https://",
            "https:///a",
            "https://example.org/?a",
            "https://example.org/#v=1",
            "https://example.org/\"><script>",
            "https://example.org/a b",
            "https://exämple.org/",
        ] {
            assert!(Address::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_head_of_the_page_says_its_address_in_full() {
        let mut page = Document::new(HEAD.to_owned());
        let address = Address::read("https://example.org/a").unwrap();
        address.apply(&mut page).unwrap();
        let text = page.text();
        for part in [
            r#"<meta property="og:image" content="https://example.org/a/preview.png">"#,
            r#"<meta property="og:url" content="https://example.org/a/">"#,
            r#"<link rel="canonical" href="https://example.org/a/">"#,
            r#"<link rel="alternate" type="application/json+oembed" href="https://example.org/a/oembed.json">"#,
            r#"{"url":"https://example.org/a/","image":"https://example.org/a/preview.png"}"#,
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(!text.contains("\"./"), "{text}");
        assert!(address.apply(&mut Document::new(String::new())).is_err());
    }

    #[test]
    fn the_oembed_document_is_whole_and_frames_a_figure() {
        let page = Document::new(HEAD.to_owned());
        let address = Address::read("https://example.org/a/").unwrap();
        let document = address.oembed(title(&page).unwrap());
        let document: serde_json::Value = serde_json::from_str(&document).unwrap();
        assert_eq!(document["version"], "1.0");
        assert_eq!(document["type"], "rich");
        assert_eq!(document["title"], "A title");
        for number in ["width", "height", "thumbnail_width", "thumbnail_height"] {
            assert!(document[number].is_u64(), "{number}");
        }
        let frame = document["html"].as_str().unwrap();
        assert!(
            frame.starts_with("<iframe src=\"https://example.org/a/embed.html#v=1&amp;"),
            "{frame}"
        );
        assert!(frame.contains("title=\"A title\""), "{frame}");
    }

    #[test]
    fn robots_are_told_at_the_root_of_a_host_only() {
        let folder =
            std::env::temp_dir().join(format!("bounceback-address-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let robots = folder.join("robots.txt");
        let write = |text| {
            Address::read(text)
                .unwrap()
                .write(&folder, "A title")
                .unwrap();
        };
        write("https://example.org/a/");
        let sitemap = std::fs::read_to_string(folder.join("sitemap.xml")).unwrap();
        assert!(sitemap.contains("<loc>https://example.org/a/</loc>"));
        assert!(!robots.exists());
        write("https://example.org");
        let text = std::fs::read_to_string(&robots).unwrap();
        assert!(text.contains("Sitemap: https://example.org/sitemap.xml"));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
