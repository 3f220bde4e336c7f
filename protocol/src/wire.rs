//! Bytes of a message: postcard, with one typed error.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The bytes were not a message of this build.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a message of this build: {0}")]
pub struct WireError(String);

/// Encodes a message.
///
/// # Errors
/// [`WireError`] if a sequence inside has no known length; none of our messages has.
pub fn encode<T: Serialize>(message: &T) -> Result<Vec<u8>, WireError> {
    postcard::to_stdvec(message).map_err(|e| WireError(e.to_string()))
}

/// Decodes a message; trailing bytes are an error too.
///
/// # Errors
/// [`WireError`] for bytes of another build or damaged ones. Never panics.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, WireError> {
    let (message, rest) = postcard::take_from_bytes(bytes).map_err(|e| WireError(e.to_string()))?;
    if rest.is_empty() {
        Ok(message)
    } else {
        Err(WireError(format!("{} bytes too many", rest.len())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FromPage, Hello, ToPage};

    #[test]
    fn a_message_survives_the_wire() {
        let hello = FromPage::Hello(Hello {
            build: "x".into(),
            marker: None,
            languages: vec!["fr".into()],
        });
        let bytes = encode(&hello).unwrap();
        assert!(decode::<FromPage>(&bytes).unwrap() == hello);
    }

    #[test]
    fn trailing_bytes_are_refused() {
        let mut bytes = encode(&ToPage::Ready { build: "x".into() }).unwrap();
        bytes.push(0);
        assert!(decode::<ToPage>(&bytes).is_err());
    }
}
