//! Where a claim is tried.

use super::browser::Browser;
use super::server::{FOLDER, Request, Server};
use super::setup::Setup;
use super::tab::Tab;
use std::path::PathBuf;

/// A host with the built page, and a browser to be opened on it.
pub(crate) struct Lab {
    /// The browser.
    pub(crate) browser: Browser,
    claim: &'static str,
    server: Server,
}

impl Lab {
    /// A lab for one claim in one browser.
    pub(crate) fn new(browser: Browser, claim: &'static str) -> Self {
        let server = Server::start(dist());
        Self {
            browser,
            claim,
            server,
        }
    }

    /// Opens a browser of its own on the page with a fragment (`"#error=0.02"`) or a
    /// query (`"?error=0.02"`), or on another file of the folder. Waits until the page
    /// has loaded, not until its program runs: see [`Tab::wait_until_ready`].
    pub(crate) fn open(&self, link: &str) -> Tab {
        self.open_as(&Setup::default(), link)
    }

    /// [`Self::open`] for a reader with other settings.
    pub(crate) fn open_as(&self, setup: &Setup, link: &str) -> Tab {
        let tab = Tab::start(self.browser, setup, self.claim, self.server.address());
        tab.go(link);
        tab
    }

    /// Opens a browser on a file of the built page, from the disk instead of the host.
    pub(crate) fn open_from_disk(&self, file: &str) -> Tab {
        let tab = Tab::start(
            self.browser,
            &Setup::default(),
            self.claim,
            self.server.address(),
        );
        tab.go_to(&format!(
            "file://{}",
            self.copy_with_recorder(file).display()
        ));
        tab
    }

    /// Has the host send files whose names begin and end so otherwise than they were
    /// built.
    pub(crate) fn spoil(&self, begins: &'static str, ends: &'static str) {
        self.server.spoil(begins, ends);
    }

    /// What the host has been asked for so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.server.requests()
    }

    /// The address of the page's folder.
    pub(crate) fn folder(&self) -> String {
        format!("http://{}{FOLDER}", self.server.address())
    }

    /// The file as the host would hand it out, which is with the recorder in it.
    fn copy_with_recorder(&self, file: &str) -> PathBuf {
        let folder = temporary_folder(&format!("{}-{}", self.claim, self.browser.name()));
        let page = std::fs::read_to_string(dist().join(file)).expect("the file was built");
        let copy = folder.join(file);
        std::fs::write(&copy, super::server::with_recorder(&page)).expect("it can be copied");
        copy
    }
}

/// The built page: `dist/`, or where `BOUNCEBACK_DIST` says.
fn dist() -> PathBuf {
    let built = std::env::var_os("BOUNCEBACK_DIST").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("dist"),
        PathBuf::from,
    );
    assert!(
        built.join("index.html").is_file(),
        "there is no page in {}: cargo xtask build",
        built.display()
    );
    built
}

/// An empty folder for one purpose.
pub(super) fn temporary_folder(purpose: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(purpose);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
    folder
}
