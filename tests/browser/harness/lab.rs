//! Where a claim is tried.

use super::browser::Browser;
use super::server::{FOLDER, Request, Server};
use super::setup::Setup;
use super::tab::Tab;
use std::path::{Path, PathBuf};

/// A host with the built page, and a browser to be opened on it.
pub(crate) struct Lab {
    /// The browser.
    pub(crate) browser: Browser,
    claim: &'static str,
    server: Server,
}

/// A page of someone else, on an origin of its own.
pub(crate) struct Host {
    server: Server,
}

impl Host {
    /// Its address.
    pub(crate) fn address(&self) -> String {
        format!("http://{}{FOLDER}", self.server.address())
    }
}

/// A host of the built page whose files browsers may keep.
pub(crate) struct Keeping {
    server: Server,
}

impl Keeping {
    /// Serves the built page; its files may be kept for some minutes.
    pub(crate) fn start() -> Self {
        Self {
            server: Server::start(dist(), Some(600)),
        }
    }

    /// The address of the page's folder.
    pub(crate) fn folder(&self) -> String {
        format!("http://{}{FOLDER}", self.server.address())
    }

    /// What it has been asked for so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.server.requests()
    }
}

impl Lab {
    /// A lab for one claim in one browser.
    pub(crate) fn new(browser: Browser, claim: &'static str) -> Self {
        let server = Server::start(dist(), None);
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
        // To who comes without a wish the runs are played: see [`Self::open_bare`].
        tab.go(if link.is_empty() { "#v=1" } else { link });
        tab
    }

    /// Opens a browser on the page without a link, for a reader with some settings.
    pub(crate) fn open_bare(&self, setup: &Setup) -> Tab {
        let tab = Tab::start(self.browser, setup, self.claim, self.server.address());
        tab.go("");
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

    /// Has it send them as they were built again.
    pub(crate) fn mend(&self) {
        self.server.mend();
    }

    /// Has the host replace the page by a newer one once it has been sent: its program has
    /// another name, and there is none any more by the name it has now.
    pub(crate) fn renew(&self) {
        self.server.renew();
    }

    /// Opens a browser on a file of the built page that needs those beside it, from the
    /// disk.
    pub(crate) fn open_folder_from_disk(&self, link: &str) -> Tab {
        let purpose = format!("folder-{}-{}", self.claim, self.browser.name());
        let folder = temporary_folder(&purpose);
        copy(&dist(), &folder);
        let tab = Tab::start(
            self.browser,
            &Setup::default(),
            self.claim,
            self.server.address(),
        );
        tab.go_to(&format!("file://{}/{link}", folder.display()));
        tab
    }

    /// A page of someone else that says this in its head and its body.
    pub(crate) fn host(&self, head: &str, body: &str) -> Host {
        let folder = temporary_folder(&format!("host-{}-{}", self.claim, self.browser.name()));
        let page = format!(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Host</title><link rel=\"icon\" href=\"data:,\"><meta name=\"viewport\" content=\"width=device-width\">{head}</head><body>{body}</body></html>"
        );
        std::fs::write(folder.join("index.html"), page).expect("it can be written");
        Host {
            server: Server::start(folder, None),
        }
    }

    /// Opens a browser on the page of a host.
    pub(crate) fn open_host(&self, setup: &Setup, host: &Host) -> Tab {
        let tab = Tab::start(self.browser, setup, self.claim, self.server.address());
        tab.go_to(&host.address());
        tab
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
pub(crate) fn dist() -> PathBuf {
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

/// Copies a folder, with the recorder in its pages.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder can be made");
    for entry in std::fs::read_dir(from).expect("it can be read").flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else if from.extension().is_some_and(|kind| kind == "html") {
            let page = std::fs::read_to_string(&from).expect("a page is text");
            std::fs::write(to, super::server::with_recorder(&page)).expect("it can be copied");
        } else {
            std::fs::copy(from, to).expect("it can be copied");
        }
    }
}
