//! A static host that knows as little as the plainest one: files and their types.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;

/// The folder that the page lies in, so that no address of its may be absolute.
pub(crate) const FOLDER: &str = "/some/sub/folder/";

/// Stands in each page before its policy begins to rule: see [`super::tab`].
const RECORDER: &str = include_str!("recorder.js");

/// Something a browser asked for.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// The path, without query.
    pub(crate) path: String,
    /// The status of the answer.
    pub(crate) status: u16,
}

/// A running host; it runs until the tests end.
pub(crate) struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
    wrong: Arc<Mutex<Option<Wrong>>>,
}

/// What a host does wrong.
#[derive(Clone, Copy)]
enum Wrong {
    /// Files whose names begin and end so arrive otherwise than they were built.
    Spoiled(&'static str, &'static str),
    /// From the second time on, the page is a newer one. The program of the one that was
    /// sent first is gone.
    Renewed,
}

/// How the name of the program begins.
const PROGRAM: &str = "bounceback-";

impl Server {
    /// Serves a folder as [`FOLDER`] on a free port; browsers may keep what they get for
    /// the seconds said, as hosts with headers of their own allow.
    pub(crate) fn start(dist: PathBuf, kept: Option<u32>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let address = listener.local_addr().expect("it has an address");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&requests);
        let wrong = Arc::new(Mutex::new(None));
        let does = Arc::clone(&wrong);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (dist, log) = (dist.clone(), Arc::clone(&log));
                let does: Option<Wrong> = *does.lock().expect("no one panics with it");
                // A browser that hangs up early is no concern of ours.
                thread::spawn(move || answer(&stream, &dist, kept, &log, does));
            }
        });
        Self {
            address,
            requests,
            wrong,
        }
    }

    /// Where it listens.
    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Sends files of a name otherwise than they were built from now on.
    pub(crate) fn spoil(&self, begins: &'static str, ends: &'static str) {
        *self.wrong.lock().expect("no one panics with it") = Some(Wrong::Spoiled(begins, ends));
    }

    /// Sends everything as it was built from now on.
    pub(crate) fn mend(&self) {
        *self.wrong.lock().expect("no one panics with it") = None;
    }

    /// Replaces the page by a newer one, once it has been sent.
    pub(crate) fn renew(&self) {
        *self.wrong.lock().expect("no one panics with it") = Some(Wrong::Renewed);
    }

    /// What it has been asked for so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().expect("no one panics with it").clone()
    }
}

fn answer(
    mut stream: &TcpStream,
    dist: &Path,
    kept: Option<u32>,
    log: &Mutex<Vec<Request>>,
    wrong: Option<Wrong>,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    // The headers say nothing that a plain host would heed.
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let target = first.split(' ').nth(1).unwrap_or_default();
    let path = target.split(['?', '#']).next().unwrap_or_default();
    if path.is_empty() {
        return Ok(()); // A connection opened in advance and not used.
    }
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_gone = matches!(wrong, Some(Wrong::Renewed)) && name.starts_with(PROGRAM);
    let found = if is_gone { None } else { file(path, dist) };
    let again = log
        .lock()
        .expect("no one panics with it")
        .iter()
        .any(|it| it.path == path);
    let status = if found.is_some() { 200 } else { 404 };
    log.lock().expect("no one panics with it").push(Request {
        path: path.to_owned(),
        status,
    });
    let (kind, mut body) = found.unwrap_or(("text/plain", b"not found".to_vec()));
    match wrong {
        // What a script or a style sheet would not even notice.
        Some(Wrong::Spoiled(begins, ends)) if name.starts_with(begins) && name.ends_with(ends) => {
            body.push(b'\n');
        }
        Some(Wrong::Renewed) if again && kind.starts_with("text/html") => {
            let text = String::from_utf8_lossy(&body);
            body = text.replace(PROGRAM, "bounceback-0").into_bytes();
        }
        _ => {}
    }
    let mut head = String::new();
    let _ = write!(
        head,
        "HTTP/1.1 {status} -\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n",
        body.len()
    );
    if let Some(seconds) = kept {
        let _ = write!(head, "Cache-Control: max-age={seconds}\r\n");
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes())?;
    stream.write_all(&body)
}

/// The type and content of a file.
fn file(path: &str, dist: &Path) -> Option<(&'static str, Vec<u8>)> {
    let name = match path.strip_prefix(FOLDER)? {
        "" => "index.html",
        name if name.contains("..") => return None,
        name => name,
    };
    let body = std::fs::read(dist.join(name)).ok()?;
    Some(match Path::new(name).extension()?.to_str()? {
        "html" => {
            let page = String::from_utf8(body).ok()?;
            ("text/html", with_recorder(&page).into_bytes())
        }
        "js" => ("text/javascript", body),
        "css" => ("text/css", body),
        "wasm" => ("application/wasm", body),
        "svg" => ("image/svg+xml", body),
        "png" => ("image/png", body),
        _ => ("application/octet-stream", body),
    })
}

/// A page with the recorder in front of everything.
pub(crate) fn with_recorder(page: &str) -> String {
    page.replacen("<head>", &format!("<head><script>{RECORDER}</script>"), 1)
}
