//! A copy of the log that follows the chain piece by piece is the log.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use vault::native::{MemoryStore, NativeCrypto, block_on};
use vault::{Class, Header, LogReader, LogRecord, Part, Result, Vault, testing};

/// Headers of every block in a copy, in its order.
fn blocks(copy: &[u8]) -> Vec<Header> {
    let mut reader = LogReader::new(copy).unwrap();
    let mut headers = Vec::new();
    while let Some(record) = reader.next_record().unwrap() {
        match record {
            LogRecord::Block(frame) => {
                headers.push(Header::decode(frame.first_chunk().unwrap()).unwrap());
            }
            LogRecord::Genesis(_) => {
                assert!(headers.is_empty(), "the genesis lies before every block");
            }
            other => unreachable!("{other:?}"),
        }
    }
    headers
}

async fn follow(packed: bool) -> Result<()> {
    let crypto = NativeCrypto::default();
    let mut vault = Vault::create(crypto, MemoryStore::new(), testing::founder()).await?;
    let mut copy = Vec::new();
    let mut next = 0;
    for n in 0..150_u32 {
        let payload = vec![n as u8; (n % 7 * 100) as usize];
        vault.append(&[Part { class: Class::SHOP, payload: &payload }]).await?;
        // It lags behind, catches up in small pieces, and rests in between.
        if n % 40 == 39 {
            while next < vault.head().next_seq {
                let mut piece = Vec::new();
                next = vault.export_from(next, 1_000, &mut piece).await?;
                copy.extend_from_slice(&piece);
            }
            if packed {
                while !vault.pack(4_096).await?.is_done {}
            }
        }
    }
    next = vault.export_from(next, usize::MAX, &mut copy).await?;
    assert_eq!(next, 150);
    assert_eq!(vault.export_from(next, usize::MAX, &mut copy).await?, 150);
    let headers = blocks(&copy);
    assert_eq!(headers.len(), 150);
    for (seq, header) in (0..).zip(&headers) {
        assert_eq!(*header, vault.header(seq).await?);
    }
    Ok(())
}

#[test]
fn pieces_of_a_following_copy_join_to_the_whole_chain() {
    block_on(follow(false)).unwrap();
    block_on(follow(true)).unwrap();
}
