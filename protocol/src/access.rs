//! Getting into a vault and out of it.

use ledger::{Language, PersonId};
use serde::{Deserialize, Serialize};

/// What the first run asks for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewVault {
    /// The business's name as customers know it.
    pub business: String,
    /// ISO 4217 code.
    pub currency: String,
    /// The first person, who owns everything.
    pub owner: String,
    /// Their password.
    pub password: String,
    /// The language the page is shown in.
    pub language: Language,
    /// IANA zone name as the browser gives it.
    pub time_zone: String,
}

/// How thoroughly to lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LockDepth {
    /// The screen is emptied; the worker keeps the keys, a PIN or the password brings the screen back.
    Soft,
    /// The keys are gone from memory; only password or recovery key open the vault again.
    Hard,
}

/// Requests about access; they carry secrets, so this type has no `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Access {
    /// How hard a password is to guess; `avoid` are words an attacker would try first. Answered by
    /// [`crate::Response::Strength`].
    RatePassword {
        /// The password as typed so far.
        password: String,
        /// Business name, owner name.
        avoid: Vec<String>,
    },
    /// Prepares a vault and answers with [`crate::Response::RecoveryWords`]. Nothing is stored yet.
    CreateVault(NewVault),
    /// Proves that the recovery words were kept: `(position from 1, word)` pairs. Stores the vault and opens it.
    ConfirmRecovery {
        /// The words asked for.
        words: Vec<(u8, String)>,
    },
    /// Forgets a vault that was prepared but not confirmed.
    AbandonCreation,
    /// Opens the demo merchant, a vault of its own without a password; makes it if there is none. The page fills
    /// a fresh one by [`crate::ToFiles::Simulate`] and [`crate::Staging`].
    OpenDemo,
    /// Back from the demo to the real vault, or to the first run. The demo is kept.
    LeaveDemo,
    /// Deletes the demo with everything in it, and leaves it.
    DeleteDemo,
    /// Opens the vault, or leaves the soft lock.
    Unlock {
        /// The password.
        password: String,
    },
    /// Leaves the soft lock.
    UnlockWithPin {
        /// Whose PIN it is.
        person: PersonId,
        /// Four to eight digits.
        pin: String,
    },
    /// Opens the vault with the 24 recovery words and sets a new password.
    Recover {
        /// The words, separated by white space.
        words: String,
        /// The password from now on.
        new_password: String,
    },
    /// Sets another password for the person signed in.
    ChangePassword {
        /// The password until now.
        current: String,
        /// The password from now on.
        new: String,
    },
    /// Makes a new recovery key, which replaces the old one; answered by [`crate::Response::RecoveryWords`].
    ReplaceRecoveryKey {
        /// The password, asked again.
        password: String,
    },
    /// Sets or removes the PIN of the person signed in.
    SetPin {
        /// The password, asked again.
        password: String,
        /// The new PIN; `None` removes it.
        pin: Option<String>,
    },
    /// Locks, in every tab.
    Lock(LockDepth),
}

/// How hard a password is to guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strength {
    /// 0 (hopeless) to 4 (strong); below 2 a vault is not created.
    pub score: u8,
    /// What weakens it most.
    pub reason: StrengthReason,
}

/// What weakens a password most; the page has a sentence for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StrengthReason {
    /// Nothing stands out.
    None,
    /// Fewer than ten characters.
    TooShort,
    /// On the list of passwords attackers try first, or close to one.
    Common,
    /// Repeats, runs of the alphabet or of the keyboard.
    Pattern,
    /// Built from the name of the business or of its owner.
    Personal,
    /// Simply not enough of it.
    Guessable,
}
