//! What an import is told about the vault.

use std::fmt;
use std::rc::Rc;

use ledger::{Currency, Plan};

/// What an import is told about the vault.
#[derive(Clone)]
pub struct Settings {
    /// The vault's currency: proposed where the file tells none.
    pub currency: Currency,
    /// How earlier files were read, oldest first.
    pub remembered: Vec<Plan>,
    /// Minutes east of UTC of the vault's zone at an instant, in milliseconds since 1970.
    pub offset: Rc<dyn Fn(i64) -> i16>,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("currency", &self.currency).finish_non_exhaustive()
    }
}
