//! A process that leaves nothing behind.

use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStdout, Command, Stdio};

/// A process that ends when dropped, with all that it has started, and at the latest with the
/// tests: what rests for a further test is not dropped when there is none.
pub(super) struct Guarded(Child);

/// Starts a program, and ends all of its group when nobody holds its input any more.
const GUARD: &str = "\"$@\" & read _; kill 0";

impl Guarded {
    /// Starts a program with its arguments and its environment; its output, where anybody is
    /// to read it.
    pub(super) fn start(
        wanted: &Command,
        output: Stdio,
    ) -> Result<(Self, Option<ChildStdout>), String> {
        let mut command = Command::new("sh");
        command
            .args(["-c", GUARD, "guard"])
            .arg(wanted.get_program())
            .args(wanted.get_args());
        for (name, value) in wanted.get_envs() {
            if let Some(value) = value {
                command.env(name, value);
            }
        }
        let mut child = command
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(output)
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{}: {error}", wanted.get_program().display()))?;
        let output = child.stdout.take();
        Ok((Self(child), output))
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}
