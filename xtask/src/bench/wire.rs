//! The WebDriver protocol, as much of it as the bench needs: JSON over HTTP.

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::Duration;

/// How long one command may take: what is measured may take minutes.
pub(super) const PATIENCE: Duration = Duration::from_mins(10);

/// A session of a driver: one browser.
pub(super) struct Session {
    agent: ureq::Agent,
    base: String,
}

impl Session {
    /// Asks a driver for a session. What it says of the browser comes with it.
    pub(super) fn start(driver: SocketAddr, capabilities: &Value) -> Result<(Self, Value)> {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE + Duration::from_secs(10)))
            .build()
            .into();
        let base = format!("http://{driver}/session");
        let wanted = json!({"capabilities": {"alwaysMatch": capabilities}});
        let mut value = read(agent.post(&base).send_json(&wanted))?;
        let id = value["sessionId"]
            .as_str()
            .context("the driver opened no session")?;
        let base = format!("{base}/{id}");
        Ok((Self { agent, base }, value["capabilities"].take()))
    }

    /// Sends a command; what it answers.
    pub(super) fn post(&self, command: &str, body: &Value) -> Result<Value> {
        read(
            self.agent
                .post(format!("{}/{command}", self.base))
                .send_json(body),
        )
        .with_context(|| format!("the browser could not do “{command}”"))
    }

    /// Ends the session, which closes the browser.
    pub(super) fn end(&self) -> Result<()> {
        read(self.agent.delete(&self.base).call()).map(drop)
    }
}

fn read(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value> {
    let mut answer = answer?;
    let failed = !answer.status().is_success();
    let mut body: Value = answer
        .body_mut()
        .with_config()
        .limit(100_000_000)
        .read_json()?;
    let value = body["value"].take();
    if failed {
        let part = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        bail!("{}: {}", part("error"), part("message"));
    }
    Ok(value)
}
