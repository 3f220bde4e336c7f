//! Identities: 16 random bytes, drawn outside and never reused.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode, Serialize, Deserialize)]
        #[cbor(transparent)]
        pub struct $name(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 16]);
    };
}

id! {
    /// A person who works with the vault.
    PersonId
}
id! {
    /// A command, numbered once by whoever gives it; given twice, it is carried out once.
    CommandId
}
