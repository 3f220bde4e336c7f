//! ISO 4217 currencies.

use std::fmt;

use minicbor::{Decode, Decoder, Encode, Encoder};
use serde::{Deserialize, Serialize};

use crate::error::Error;

/// A currency in use, by its ISO 4217 alphabetic code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The currency of a code such as `EUR`; case does not matter.
    ///
    /// # Errors
    /// [`Error::UnknownCurrency`] if ISO 4217 has no such code.
    pub fn from_code(code: &str) -> Result<Self, Error> {
        let upper = code.trim().to_ascii_uppercase();
        let unknown = || Error::UnknownCurrency { code: code.chars().take(8).collect() };
        let known = iso_currency::Currency::from_code(&upper).ok_or_else(unknown)?;
        known.code().as_bytes().try_into().map(Self).map_err(|_| unknown())
    }

    /// The code, three capital letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("only ASCII codes are ever constructed")
    }

    /// Digits after the decimal mark: 2 for EUR, 0 for JPY, 3 for TND.
    #[must_use]
    pub fn digits(&self) -> u8 {
        iso_currency::Currency::from_code(self.code())
            .and_then(iso_currency::Currency::exponent)
            .and_then(|digits| u8::try_from(digits).ok())
            .unwrap_or(2)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl<C> Encode<C> for Currency {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.str(self.code())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Currency {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        Self::from_code(d.str()?).map_err(|_| minicbor::decode::Error::message("unknown currency"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_follow_iso_4217() {
        for (code, digits) in [("EUR", 2), ("jpy", 0), ("TND", 3), ("INR", 2)] {
            assert_eq!(Currency::from_code(code).unwrap().digits(), digits, "{code}");
        }
    }

    #[test]
    fn a_foreign_code_is_refused() {
        for code in ["", "EU", "EURO", "ZZZ", "€"] {
            assert!(Currency::from_code(code).is_err(), "{code}");
        }
    }
}
