//! The arguments of a command, taken one by one.

use anyhow::{Result, bail};

/// What the command line gives after the name of the command.
pub(crate) struct Options(Vec<String>);

impl Options {
    /// The arguments, in their order.
    pub(crate) const fn new(arguments: Vec<String>) -> Self {
        Self(arguments)
    }

    /// Takes a flag; whether it was there.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let found = self.0.iter().position(|argument| argument == name);
        found.is_some_and(|at| {
            self.0.remove(at);
            true
        })
    }

    /// Takes an option with its value, written `--name value` or `--name=value`.
    pub(crate) fn value(&mut self, name: &str) -> Result<Option<String>> {
        let joined = format!("{name}=");
        if let Some(at) = self.0.iter().position(|a| a.starts_with(&joined)) {
            return Ok(Some(self.0.remove(at)[joined.len()..].to_owned()));
        }
        let Some(at) = self.0.iter().position(|a| a == name) else {
            return Ok(None);
        };
        if at + 1 == self.0.len() {
            bail!("{name} needs a value");
        }
        self.0.remove(at);
        Ok(Some(self.0.remove(at)))
    }

    /// Takes the next argument that isn't an option.
    pub(crate) fn positional(&mut self) -> Option<String> {
        let at = self.0.iter().position(|a| !a.starts_with("--"))?;
        Some(self.0.remove(at))
    }

    /// Everything that is left, as it was given.
    pub(crate) fn rest(self) -> Vec<String> {
        self.0
    }

    /// Fails if something is left that no one took.
    pub(crate) fn end(self) -> Result<()> {
        match self.0.first() {
            Some(left) => bail!("“{left}” is not understood here; see cargo xtask help"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(line: &str) -> Options {
        Options::new(line.split_whitespace().map(str::to_owned).collect())
    }

    #[test]
    fn options_may_stand_anywhere_and_in_both_spellings() {
        let mut given = options("link --at 1,10 --json --svg=file");
        assert_eq!(given.value("--svg").unwrap().as_deref(), Some("file"));
        assert_eq!(given.value("--at").unwrap().as_deref(), Some("1,10"));
        assert!(given.flag("--json"));
        assert_eq!(given.positional().as_deref(), Some("link"));
        assert!(given.end().is_ok());
    }

    #[test]
    fn leftovers_and_missing_values_are_said() {
        assert!(options("--at").value("--at").is_err());
        assert!(options("--unknown").end().is_err());
    }
}
