//! The WebDriver protocol: JSON over HTTP.

use serde_json::{Value, json};
use std::net::SocketAddr;
use std::time::Duration;

/// How long a command may take; starting a browser on a busy machine takes longest.
const PATIENCE: Duration = Duration::from_mins(1);

/// A session of a driver.
pub(crate) struct Session {
    agent: ureq::Agent,
    base: String,
}

impl Session {
    /// Asks a driver for a session.
    pub(crate) fn start(driver: SocketAddr, capabilities: &Value) -> Result<Self, String> {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .build()
            .into();
        let base = format!("http://{driver}/session");
        let wanted = json!({"capabilities": {"alwaysMatch": capabilities}});
        let value = read(agent.post(&base).send_json(&wanted))?;
        let id = value["sessionId"].as_str().ok_or("no session was opened")?;
        let base = format!("{base}/{id}");
        Ok(Self { agent, base })
    }

    /// Sends a command; what it answers.
    pub(crate) fn post(&self, command: &str, body: &Value) -> Result<Value, String> {
        read(self.agent.post(self.address(command)).send_json(body))
            .map_err(|error| format!("{command}: {error}"))
    }

    /// Asks for something.
    pub(crate) fn get(&self, command: &str) -> Result<Value, String> {
        read(self.agent.get(self.address(command)).call())
            .map_err(|error| format!("{command}: {error}"))
    }

    /// Has something removed.
    pub(crate) fn delete(&self, what: &str) -> Result<Value, String> {
        read(self.agent.delete(self.address(what)).call())
            .map_err(|error| format!("{what}: {error}"))
    }

    /// Ends the session, which closes the browser.
    pub(crate) fn end(&self) -> Result<Value, String> {
        read(self.agent.delete(&self.base).call())
    }

    fn address(&self, command: &str) -> String {
        format!("{}/{command}", self.base)
    }
}

fn read(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value, String> {
    let mut answer = answer.map_err(|error| error.to_string())?;
    let failed = !answer.status().is_success();
    let mut body: Value = answer
        .body_mut()
        .with_config()
        .limit(100_000_000)
        .read_json()
        .map_err(|error| error.to_string())?;
    let value = body["value"].take();
    if failed {
        let part = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        return Err(format!("{}: {}", part("error"), part("message")));
    }
    Ok(value)
}
