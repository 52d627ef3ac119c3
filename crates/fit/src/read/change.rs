//! What a person changes of a reading: roles, the kind, answers. The text is gathered anew.

use super::question::Given;
use super::scheme::column_named;
use super::{Ask, Kind, Reading, Role, Stage};

impl Reading {
    /// Gives a column a role; all is gathered anew.
    pub fn set_role(&mut self, column: usize, role: Role) {
        let several = role.is_result() || matches!(role, Role::Series | Role::Ignore | Role::Path);
        for (at, set) in self.set_roles.iter_mut().enumerate() {
            if at == column {
                *set = Some(role);
            } else if !several && *set == Some(role) {
                *set = None;
            }
        }
        // A role tells of what kind the table is.
        if role.is_result() || matches!(role, Role::Path | Role::FirstMistake) {
            self.set_kind = None;
        }
        self.again();
    }

    /// Says of what kind the data are; all is gathered anew.
    pub fn set_kind(&mut self, kind: Kind) {
        self.set_kind = Some(kind);
        self.again();
    }

    /// Answers a question by one of its choices, with its number where it wants one.
    pub fn answer(&mut self, ask: Ask, choice: usize, number: Option<f64>) {
        let Some(question) = self.questions.iter().find(|it| it.ask == ask) else {
            return;
        };
        let Some(chosen) = question.choices.get(choice) else {
            return;
        };
        match ask {
            Ask::Length => {
                if let Some(column) = column_named(&self.facts, &chosen.label) {
                    self.set_role(column, Role::Length);
                }
                return;
            }
            Ask::Beside => {
                let Some(doubt) = self.doubt.clone() else {
                    return;
                };
                let role = match choice {
                    0 => Role::Successes,
                    1 => Role::Rate,
                    _ => {
                        self.set_roles[doubt.trials] = Some(Role::Ignore);
                        Role::Trial
                    }
                };
                for column in doubt.columns {
                    self.set_roles[column] = Some(role);
                }
                self.again();
                return;
            }
            Ask::Kind => self.set_kind = Kind::ALL.get(choice).copied(),
            _ => {}
        }
        self.given.retain(|it| it.ask != ask);
        self.given.push(Given {
            ask,
            choice,
            number,
        });
        if ask == Ask::Comma && self.stage != Stage::Text {
            self.decide_commas();
        } else {
            self.again();
        }
    }

    fn again(&mut self) {
        if matches!(self.stage, Stage::Gather(_) | Stage::Done) {
            self.understand();
        }
    }
}
