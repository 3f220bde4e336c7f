//! Who the customers of a chunk of orders are, sealed apart from it.

use super::ChunkError;
use super::columns::{Reader, Writer};
use crate::imports::ChunkKind;

/// The customers of one chunk of orders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomersOfOrders {
    /// Position of the chunk of orders among the chunks of the same import.
    pub chunk: u32,
    /// Customers as numbers or short names; index 0 is "" (not told).
    pub names: Vec<String>,
    /// For each order of that chunk, index into `names`.
    pub customer: Vec<u32>,
}

mod field {
    pub(super) const COUNT: u8 = 2;
    pub(super) const CHUNK: u8 = 3;
    pub(super) const NAMES: u8 = 4;
    pub(super) const CUSTOMER: u8 = 5;
}

/// Encodes customers, of at most [`super::MOST_CHUNK_RECORDS`] orders.
#[must_use]
pub fn encode_customers(customers: &CustomersOfOrders) -> Vec<u8> {
    let mut out = Writer::new(ChunkKind::Customers);
    out.uint(field::COUNT, customers.customer.len() as u64);
    out.uint(field::CHUNK, u64::from(customers.chunk));
    out.names(field::NAMES, &customers.names);
    let column: Vec<i64> = customers.customer.iter().map(|index| i64::from(*index)).collect();
    out.ints(field::CUSTOMER, &column);
    out.finish()
}

/// Decodes customers; every index in the result is valid.
///
/// # Errors
/// [`ChunkError`]; never panics, whatever the bytes.
pub fn decode_customers(bytes: &[u8]) -> Result<CustomersOfOrders, ChunkError> {
    let read = Reader::open(bytes, ChunkKind::Customers)?;
    let count = read.count(field::COUNT, "customers")?;
    let chunk = u32::try_from(read.uint(field::CHUNK, "chunk")?)
        .map_err(|_| ChunkError::Damaged { field: "chunk" })?;
    let names = read.names(field::NAMES, "customers")?;
    let customer = read.indices(field::CUSTOMER, "customers", count, names.len())?;
    Ok(CustomersOfOrders { chunk, names, customer })
}
