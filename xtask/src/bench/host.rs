//! A host for what is measured: it sends bodies packed with brotli, as static hosts do, so
//! that a slow line carries what it would carry out there.

use crate::tools::PEERS;
use anyhow::{Context as _, Result};
use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::thread;

/// The page that a library draws in; its script and its style come by its name.
const STAGE: &str = include_str!("pages/stage.html");

/// What is done with each library, by its key.
const ROLES: &[(&str, &str)] = &[
    ("uplot", include_str!("pages/uplot.js")),
    ("chart", include_str!("pages/chart.js")),
    ("plot", include_str!("pages/plot.js")),
    ("plotly", include_str!("pages/plotly.js")),
];

/// A file as it is sent.
struct File {
    kind: &'static str,
    packed: Vec<u8>,
}

/// A running host; it runs until the bench ends.
pub(super) struct Host {
    address: SocketAddr,
}

impl Host {
    /// Serves a finished page, and the libraries where they are wanted.
    pub(super) fn start(dist: &Path, with_peers: bool) -> Result<Self> {
        let mut files = HashMap::new();
        add_folder(&mut files, dist, "/page/")?;
        if with_peers {
            add_peers(&mut files)?;
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let files = Arc::new(files);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let files = Arc::clone(&files);
                // A browser that hangs up early is no concern of ours.
                thread::spawn(move || answer(&stream, &files));
            }
        });
        Ok(Self { address })
    }

    /// The address of a file of the page, with its fragment.
    pub(super) fn page(&self, link: &str) -> String {
        format!("http://{}/page/{link}", self.address)
    }

    /// The address of the page in which a library draws so many points.
    pub(super) fn stage(&self, key: &str, points: usize) -> String {
        format!("http://{}/peers/{key}/?points={points}", self.address)
    }
}

fn add_folder(files: &mut HashMap<String, File>, folder: &Path, below: &str) -> Result<()> {
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("there is no page in {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            add_folder(files, &entry.path(), &format!("{below}{name}/"))?;
        } else {
            let body = std::fs::read(entry.path())?;
            add(files, format!("{below}{name}"), &body)?;
            if name == "index.html" {
                add(files, below.to_owned(), &body)?;
            }
        }
    }
    Ok(())
}

fn add_peers(files: &mut HashMap<String, File>) -> Result<()> {
    for peer in PEERS {
        let below = format!("/peers/{}/", peer.key);
        let role = ROLES
            .iter()
            .find(|(key, _)| *key == peer.key)
            .with_context(|| format!("nothing is known to do with {}", peer.name))?;
        add(files, below.clone(), STAGE.as_bytes())?;
        add(files, format!("{below}library.js"), &peer.script()?)?;
        add(files, format!("{below}library.css"), &peer.style()?)?;
        add(files, format!("{below}role.js"), role.1.as_bytes())?;
    }
    Ok(())
}

fn add(files: &mut HashMap<String, File>, path: String, body: &[u8]) -> Result<()> {
    let mut packed = Vec::new();
    let settings = brotli::enc::BrotliEncoderParams::default();
    brotli::BrotliCompress(&mut &*body, &mut packed, &settings)?;
    let kind = kind(&path);
    files.insert(path, File { kind, packed });
    Ok(())
}

fn kind(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    match name.rsplit_once('.').map_or("html", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        _ => "application/octet-stream",
    }
}

/// Answers one request after the other on a connection that stays, as hosts do.
fn answer(mut stream: &TcpStream, files: &HashMap<String, File>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut lines = BufReader::new(stream).lines();
    loop {
        let Some(first) = lines.next().transpose()? else {
            return Ok(());
        };
        for line in lines.by_ref() {
            if line?.is_empty() {
                break;
            }
        }
        let target = first.split(' ').nth(1).unwrap_or_default();
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let head = match files.get(path) {
            Some(File { kind, packed }) => format!(
                "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Encoding: br\r\nContent-Length: {}\r\nCache-Control: no-cache\r\n\r\n",
                packed.len()
            ),
            None => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_owned(),
        };
        stream.write_all(head.as_bytes())?;
        if let Some(file) = files.get(path) {
            stream.write_all(&file.packed)?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_of_the_kind_that_its_name_says() {
        assert_eq!(kind("/page/a.wasm"), "application/wasm");
        assert_eq!(kind("/page/"), "text/html; charset=utf-8");
        assert_eq!(
            kind("/peers/chart/role.js"),
            "text/javascript; charset=utf-8"
        );
        assert_eq!(kind("/page/a.b/_headers"), "text/html; charset=utf-8");
    }

    #[test]
    fn every_library_has_its_role_and_every_role_its_library() {
        let keys: Vec<&str> = PEERS.iter().map(|peer| peer.key).collect();
        let roles: Vec<&str> = ROLES.iter().map(|(key, _)| *key).collect();
        assert_eq!(keys, roles);
    }
}
