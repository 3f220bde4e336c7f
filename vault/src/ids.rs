//! Identifiers: random or hashed bytes with a type of their own.

use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// The bytes, if there are exactly as many as this id has.
            #[must_use]
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }
    };
}

id!(
    /// A vault: one merchant's ledger, on however many devices.
    VaultId,
    16
);
id!(
    /// A device that writes to a vault.
    DeviceId,
    16
);
id!(
    /// One chain of blocks; fresh whenever a store is created, restored or cloned.
    Incarnation,
    16
);
id!(
    /// A person who can open a vault.
    PersonId,
    16
);
id!(
    /// The hash of a block's header; of an empty chain, the genesis hash.
    BlockId,
    32
);
id!(
    /// SHA-256 of a staging chunk's ciphertext: its name.
    Digest,
    32
);

/// What a block's contents are for; each class has keys of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Class(pub u8);

impl Class {
    /// Sales, stock, catalogue: what everybody at the till needs.
    pub const SHOP: Self = Self(1);
    /// Customers and staff: personal data.
    pub const PEOPLE: Self = Self(2);
    /// Purchase prices and margins.
    pub const COSTS: Self = Self(3);
    /// Credit applications and scores.
    pub const RISK: Self = Self(4);
    /// Settings, permissions, the signing key.
    pub const CONTROL: Self = Self(5);
    /// Every class of format 1.
    pub const ALL: [Self; 5] = [Self::SHOP, Self::PEOPLE, Self::COSTS, Self::RISK, Self::CONTROL];

    /// The class's stable name; `"unknown"` for one a newer version brought.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SHOP => "shop",
            Self::PEOPLE => "people",
            Self::COSTS => "costs",
            Self::RISK => "risk",
            Self::CONTROL => "control",
            _ => "unknown",
        }
    }
}
