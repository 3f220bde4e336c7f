//! What an import stands at.

use std::rc::Rc;

use ledger::{Answers, Checked, ControlTotals, Description, Plan, Question};
use protocol::Failure;

use crate::files::{Bringing, Reading};

/// How far an import is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Stage {
    /// Nothing is open.
    #[default]
    Choose,
    /// The file is being looked at.
    Looking,
    /// It is understood; something has to be said before it can be read.
    Columns,
    /// It is being read from end to end.
    Checking,
    /// It was read; nothing is written.
    Checked,
    /// It is being written.
    Writing,
    /// It is in.
    Done,
}

/// What becomes of a file with lines that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    /// The good lines go in.
    Good,
    /// Nothing goes in.
    Nothing,
}

/// What an import stands at.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Flow {
    pub(super) stage: Stage,
    /// The file's name; empty for typed rows.
    pub(super) name: String,
    /// Its size in bytes.
    pub(super) bytes: u64,
    /// As it was understood.
    pub(super) description: Option<Rc<Description>>,
    /// How it is to be read, with what was changed.
    pub(super) plan: Plan,
    /// What was asked, by the file itself and by the last check.
    pub(super) questions: Vec<Question>,
    /// What was answered so far.
    pub(super) answers: Answers,
    /// Read as it was read the last time.
    pub(super) is_recognised: bool,
    pub(super) reading: Reading,
    /// When what is running began, milliseconds since 1970; while it is paused, how long it has taken.
    pub(super) since_ms: f64,
    pub(super) is_paused: bool,
    /// The last check, if nothing was changed since.
    pub(super) checked: Option<Rc<Checked>>,
    /// What would be brought in by it.
    pub(super) bringing: Option<Bringing>,
    pub(super) choice: Option<Choice>,
    pub(super) failure: Option<Failure>,
    pub(super) written: Option<Rc<ControlTotals>>,
    /// Names of the files that wait.
    pub(super) waiting: Vec<String>,
}

impl Flow {
    /// How many questions have no answer.
    pub(super) fn open_questions(&self) -> usize {
        let is_open = |question: &&Question| !self.answers.contains_key(&question.id);
        self.questions.iter().filter(is_open).count()
    }

    /// Whether Import may be pressed.
    pub(super) fn may_import(&self) -> bool {
        let is_chosen = |checked: &Rc<Checked>| {
            checked.accepted > 0
                && checked.questions.is_empty()
                && (checked.rejected == 0 || self.choice == Some(Choice::Good))
        };
        self.stage == Stage::Checked && self.checked.as_ref().is_some_and(is_chosen)
    }

    /// Questions of a check join those that were asked before.
    pub(super) fn ask(&mut self, questions: &[Question]) {
        for question in questions {
            self.questions.retain(|other| other.id != question.id);
            self.answers.remove(&question.id);
            self.questions.push(question.clone());
        }
    }

    /// Nothing was written; it can be checked again.
    pub(super) fn fail(&mut self, failure: Failure) {
        self.stage = Stage::Columns;
        self.checked = None;
        self.failure = Some(failure);
    }
}

/// Whether a question is answered by choosing a column for what is missing.
pub(super) fn is_about_columns(question: &Question) -> bool {
    question.id.starts_with("column_")
}
