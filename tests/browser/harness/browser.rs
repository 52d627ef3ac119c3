//! The three browsers: how each is started, and set up for a reader.

use super::setup::Setup;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A browser that the tests run in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Browser {
    /// Chromium, by chromedriver.
    Chromium,
    /// Firefox, by geckodriver.
    Firefox,
    /// `WebKitGTK`'s `MiniBrowser`, by `WebKitWebDriver`: the engine of Safari.
    Webkit,
}

impl Browser {
    /// Its name in file names.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// Whether it draws on a screen even if no one looks.
    pub(super) fn needs_display(self) -> bool {
        self == Self::Webkit
    }

    /// Its driver, to listen on a port; `home` is an empty folder for what it keeps.
    pub(super) fn driver(self, port: u16, setup: &Setup, home: &Path) -> Command {
        let mut command = Command::new(match self {
            Self::Chromium => "chromedriver",
            Self::Firefox => "geckodriver",
            Self::Webkit => "WebKitWebDriver",
        });
        command.arg(format!("--port={port}"));
        match self {
            Self::Chromium => {}
            Self::Firefox => {
                command.arg("--websocket-port=0");
            }
            Self::Webkit => {
                gtk_settings(setup, home);
                command
                    .env("XDG_CONFIG_HOME", home)
                    .env("XDG_CACHE_HOME", home)
                    .env("XDG_DATA_HOME", home)
                    .env("GDK_BACKEND", "x11")
                    .env("GDK_SCALE", setup.pixel_ratio.to_string())
                    .env("NO_AT_BRIDGE", "1");
            }
        }
        command
    }

    /// What is asked of the driver for a reader.
    pub(super) fn capabilities(self, setup: &Setup, home: &Path) -> Value {
        match self {
            Self::Chromium => chromium(setup, home),
            Self::Firefox => firefox(setup, home),
            Self::Webkit => webkit(setup),
        }
    }
}

fn chromium(setup: &Setup, home: &Path) -> Value {
    let (width, height) = setup.size;
    let mut arguments: Vec<String> = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-sync",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-dev-shm-usage",
        "--no-default-browser-check",
        "--no-first-run",
        // Nothing but the test's own host can be reached.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ]
    .map(str::to_owned)
    .to_vec();
    arguments.push(format!("--user-data-dir={}", home.display()));
    arguments.push(format!("--window-size={width},{height}"));
    arguments.push(format!("--force-device-scale-factor={}", setup.pixel_ratio));
    let wishes: Vec<&str> = [
        (setup.dark, "preferredColorScheme=0"),
        (setup.strong, "preferredContrast=0"),
        (
            setup.fingers,
            "primaryPointerType=2,availablePointerTypes=2",
        ),
    ]
    .into_iter()
    .filter_map(|(wished, wish)| wished.then_some(wish))
    .collect();
    if !wishes.is_empty() {
        arguments.push(format!("--blink-settings={}", wishes.join(",")));
    }
    if setup.calm {
        arguments.push("--force-prefers-reduced-motion".to_owned());
    }
    let mut options = json!({"args": arguments});
    if !setup.scripts {
        options["prefs"] = json!({"profile.managed_default_content_settings.javascript": 2});
    }
    json!({
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": {"browser": "ALL"},
    })
}

fn firefox(setup: &Setup, home: &Path) -> Value {
    let (width, height) = setup.size;
    // Its window is never narrower than 500 pixels, unless its style says so.
    write(
        &home.join("chrome/userChrome.css"),
        ":root { min-width: 0 !important; }",
    );
    json!({
        "browserName": "firefox",
        "moz:firefoxOptions": {
            "args": [
                "-headless",
                "-profile", home,
                format!("--width={width}"),
                format!("--height={height}"),
            ],
            "prefs": {
                "toolkit.legacyUserProfileCustomizations.stylesheets": true,
                "javascript.enabled": setup.scripts,
                "layout.css.devPixelsPerPx": setup.pixel_ratio.to_string(),
                "layout.css.prefers-color-scheme.content-override": i32::from(!setup.dark),
                "ui.prefersReducedMotion": i32::from(setup.calm),
                // Bits: 1 coarse, 2 fine, 4 can hover.
                "ui.primaryPointerCapabilities": if setup.fingers { 1 } else { 6 },
                "ui.allPointerCapabilities": if setup.fingers { 1 } else { 6 },
            },
        },
    })
}

fn webkit(setup: &Setup) -> Value {
    let (width, height) = setup.size;
    let mut arguments = vec![
        "--automation".to_owned(),
        format!("--geometry={width}x{height}"),
    ];
    if setup.dark {
        arguments.push("--dark-mode".to_owned());
    }
    if !setup.scripts {
        arguments.push("--enable-javascript=false".to_owned());
    }
    json!({
        "browserName": "MiniBrowser",
        "webkitgtk:browserOptions": {"binary": mini_browser(), "args": arguments},
    })
}

/// WebKit takes a wish of the reader from the settings of GTK.
fn gtk_settings(setup: &Setup, home: &Path) {
    let settings = format!(
        "[Settings]\ngtk-enable-animations={}\n",
        i32::from(!setup.calm),
    );
    // The window is never narrower than its toolbar, which is wider than a telephone.
    let style = "button, entry { min-width: 0; padding: 0; margin: 0; border: 0; }";
    write(&home.join("gtk-3.0/settings.ini"), &settings);
    write(&home.join("gtk-3.0/gtk.css"), style);
}

fn write(path: &Path, text: &str) {
    let folder = path.parent().expect("a file lies in a folder");
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(path, text))
        .expect("the home of a browser can be written");
}

/// The `MiniBrowser`, which lies beside the library, in a folder named by machine and version.
fn mini_browser() -> PathBuf {
    let libraries = ["/usr/lib", "/usr/lib64", "/usr/libexec"].map(PathBuf::from);
    let folders = libraries.iter().flat_map(|library| subfolders(library));
    libraries
        .iter()
        .cloned()
        .chain(folders)
        .flat_map(|folder| subfolders(&folder))
        .filter(|folder| {
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("webkit")
        })
        .map(|folder| folder.join("MiniBrowser"))
        .find(|path| path.is_file())
        .expect("WebKit's MiniBrowser is installed")
}

fn subfolders(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect()
}
