//! The recovery key: 256 random bits, shown as 24 English words (BIP-39).

use zeroize::Zeroizing;

use crate::header::sha256;
use crate::seal::random_key;
use crate::{Crypto, PathSecret, Result};

/// The English list of BIP-39: 2,048 words, sorted, told apart by their first four letters.
static WORDS: &str = include_str!("recovery_words.txt");
const WORD_COUNT: usize = 24;
const BITS_PER_WORD: usize = 11;

/// Why words are not a recovery key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecoveryPhraseError {
    /// A recovery key has 24 words.
    #[error("{got} words instead of 24")]
    WordCount {
        /// How many there are.
        got: usize,
    },
    /// A word is not on the list.
    #[error("word {position} is not on the list")]
    UnknownWord {
        /// Which word, from 1.
        position: usize,
    },
    /// Every word is on the list, but one is wrong or two are swapped.
    #[error("the words don't belong together")]
    Checksum,
}

/// What opens a vault when everything else is forgotten.
pub struct RecoveryKey(Zeroizing<[u8; 32]>);

impl RecoveryKey {
    /// A new random key.
    ///
    /// # Errors
    /// [`crate::CryptoError::Platform`] if there is no randomness.
    pub fn generate(crypto: &impl Crypto) -> Result<Self> {
        Ok(Self(random_key(crypto)?))
    }

    /// The key as 24 words, to be shown once.
    #[must_use]
    pub fn words(&self) -> Zeroizing<String> {
        let list: Vec<&str> = WORDS.lines().collect();
        // Room for 24 words of 8 letters, so that no half-written copy stays behind in the heap.
        let mut out = Zeroizing::new(String::with_capacity(WORD_COUNT * 9));
        let checksum = sha256(&*self.0)[0];
        let bit = |at: usize| {
            let byte = self.0.get(at / 8).copied().unwrap_or(checksum);
            usize::from(byte >> (7 - at % 8) & 1)
        };
        for word in 0..WORD_COUNT {
            let first = word * BITS_PER_WORD;
            let index = (first..first + BITS_PER_WORD).fold(0, |index, at| index << 1 | bit(at));
            if word > 0 {
                out.push(' ');
            }
            out.push_str(list[index]);
        }
        out
    }

    /// Reads 24 words, in any case, with any white space, numbers and punctuation between them.
    ///
    /// # Errors
    /// [`RecoveryPhraseError`], which names the first unknown word's position.
    ///
    /// # Examples
    /// ```
    /// use vault::{RecoveryKey, RecoveryPhraseError};
    /// let words = format!("{}art", "Abandon ".repeat(23));
    /// assert!(RecoveryKey::parse(&words).is_ok());
    /// let misspelt = words.replacen("Abandon", "Abandom", 1);
    /// let error = RecoveryPhraseError::UnknownWord { position: 1 };
    /// assert_eq!(RecoveryKey::parse(&misspelt).err(), Some(error));
    /// ```
    pub fn parse(phrase: &str) -> Result<Self, RecoveryPhraseError> {
        let phrase = Zeroizing::new(phrase.to_lowercase());
        let given: Vec<&str> =
            phrase.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
        let list: Vec<&str> = WORDS.lines().collect();
        let mut bits = Zeroizing::new([0_u8; 33]);
        for (place, word) in given.iter().take(WORD_COUNT).enumerate() {
            let index = list
                .binary_search(word)
                .map_err(|_| RecoveryPhraseError::UnknownWord { position: place + 1 })?;
            for bit in 0..BITS_PER_WORD {
                let at = place * BITS_PER_WORD + bit;
                let value = (index >> (BITS_PER_WORD - 1 - bit) & 1) as u8;
                bits[at / 8] |= value << (7 - at % 8);
            }
        }
        if given.len() != WORD_COUNT {
            return Err(RecoveryPhraseError::WordCount { got: given.len() });
        }
        let mut key = Zeroizing::new([0; 32]);
        key.copy_from_slice(&bits[..32]);
        if sha256(&*key)[0] != bits[32] {
            return Err(RecoveryPhraseError::Checksum);
        }
        Ok(Self(key))
    }

    /// The secret that opens a recovery path.
    #[must_use]
    pub fn secret(&self) -> PathSecret {
        PathSecret::new(self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(hex_byte: u8) -> RecoveryKey {
        RecoveryKey(Zeroizing::new([hex_byte; 32]))
    }

    /// The published 256-bit vectors (trezor/python-mnemonic `vectors.json`, MIT).
    #[test]
    fn words_are_those_of_the_published_vectors() {
        let repeat = |word: &str, last: &str| format!("{}{last}", format!("{word} ").repeat(23));
        assert_eq!(*key(0x00).words(), repeat("abandon", "art"));
        assert_eq!(*key(0xff).words(), repeat("zoo", "vote"));
        assert_eq!(
            *key(0x7f).words(),
            "legal winner thank year wave sausage worth useful legal winner thank year wave \
             sausage worth useful legal winner thank year wave sausage worth title"
        );
        assert_eq!(
            *key(0x80).words(),
            "letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd \
             amount doctor acoustic avoid letter advice cage absurd amount doctor acoustic bless"
        );
    }

    #[test]
    fn words_are_read_however_they_were_noted_down() {
        let words = key(0x7f).words();
        let noted: String = words
            .split(' ')
            .enumerate()
            .map(|(at, word)| format!("{}. {}\n\t", at + 1, word.to_uppercase()))
            .collect();
        assert!(RecoveryKey::parse(&noted).is_ok_and(|key| *key.0 == [0x7f; 32]));
        let swapped = words.replacen("legal winner", "winner legal", 1);
        assert_eq!(RecoveryKey::parse(&swapped).err(), Some(RecoveryPhraseError::Checksum));
        let short = words.replacen("legal ", "", 1);
        let error = RecoveryPhraseError::WordCount { got: 23 };
        assert_eq!(RecoveryKey::parse(&short).err(), Some(error));
    }
}
