//! Why a request was not done, in a form a page can put into words.

use serde::{Deserialize, Serialize};

/// A refusal or fault: a stable code and the values its sentence needs.
///
/// The page turns `code` into the Fluent message `error-<code>` in the reader's language; `args` are its
/// arguments. Neither ever holds a secret or a person's data beyond what that person just typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Stable, lower case, hyphenated: `wrong-password`, `quota-exceeded`, …
    pub code: String,
    /// Named values for the sentence, e.g. `("seconds", "42")`.
    pub args: Vec<(String, String)>,
}

impl Failure {
    /// A failure without arguments.
    #[must_use]
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), args: Vec::new() }
    }

    /// Adds one named value.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.args.push((name.into(), value.to_string()));
        self
    }
}
