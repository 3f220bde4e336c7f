//! Moments as the device's clock told them.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// A moment by the wall clock of the device that wrote it: data, never an order.
///
/// The log's order is its sequence; a clock may jump. The offset is kept so that a business day stays the day it
/// was at the counter, whatever zone it is read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Timestamp {
    /// Milliseconds since 1970-01-01T00:00Z.
    #[n(0)]
    pub utc_ms: i64,
    /// Minutes east of UTC at that moment and place, −720 to +840.
    #[n(1)]
    pub offset_min: i16,
}
