//! What a tab may show at this moment.

use ledger::{Language, PersonId, Role, SettingsView, Theme};
use serde::{Deserialize, Serialize};

/// The one answer to "what do I show": pushed by the worker whenever it changes, never guessed by the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Gate {
    /// The worker is looking at what is stored.
    Starting,
    /// No vault on this device.
    FirstRun,
    /// A vault exists and is closed.
    Locked {
        /// What may be shown of it.
        vault: VaultCard,
        /// Milliseconds until the next try is accepted, after five wrong ones.
        wait_ms: Option<u64>,
    },
    /// The screen is emptied, the keys are still held.
    SoftLocked {
        /// What may be shown of the vault.
        vault: VaultCard,
        /// Who was signed in today.
        people: Vec<SoftLockedPerson>,
        /// As in [`Gate::Locked`].
        wait_ms: Option<u64>,
    },
    /// Open: this is who works here.
    Open(SessionView),
    /// The marker says there was a vault, the browser has none: its storage was cleared.
    Vanished {
        /// Hex of the vault's id, to compare with a backup's.
        vault: String,
        /// Sequence number of the last block the marker knew.
        seq: u64,
    },
    /// The vault was written by a newer version of the app; nothing was touched.
    NewerFormat {
        /// The format found.
        found: u32,
        /// The newest format this build reads.
        supported: u32,
    },
    /// The store cannot be opened or its first records cannot be read.
    Damaged {
        /// Stable code of what failed, for the page's sentence.
        code: String,
    },
}

/// The only business facts visible while locked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VaultCard {
    /// The vault's id.
    pub vault: [u8; 16],
    /// The shop's name.
    pub business: String,
    /// The language to greet in.
    pub language: Language,
    /// The theme to greet in.
    pub theme: Theme,
}

/// A face on the soft-lock screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoftLockedPerson {
    /// Whose.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// Whether a PIN is set; without one the password is asked.
    pub has_pin: bool,
}

/// Who is signed in, and the settings every page needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionView {
    /// The vault's id.
    pub vault: [u8; 16],
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// Whether they set a PIN.
    pub has_pin: bool,
    /// Whether this is the demo merchant.
    pub is_demo: bool,
    /// The vault's settings.
    pub settings: SettingsView,
    /// When the idle lock falls if nothing happens, milliseconds since 1970.
    pub soft_lock_at_ms: u64,
}
