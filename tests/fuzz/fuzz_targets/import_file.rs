//! Any bytes as a file a merchant drops in: looked at, read in slices, written as chunks; never a panic, never more
//! chunks than the ledger takes.
#![no_main]

use std::rc::Rc;

use connectors::{ImportError, Inspector, Reader, Settings};
use ledger::{Answers, Currency};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((step, bytes)) = bytes.split_first() else { return };
    let Ok(currency) = Currency::from_code("EUR") else { return };
    let settings = Settings { currency, remembered: Vec::new(), offset: Rc::new(|_| 60) };
    let mut inspector = Inspector::new(settings.clone());
    inspector.feed(bytes);
    inspector.end();
    let Ok(description) = inspector.describe() else { return };
    let mut plan = description.plan;
    for _ in 0..5 {
        let Ok(mut reader) = Reader::new(&plan, &Answers::new(), &settings) else { return };
        let mut slices = bytes.chunks(usize::from(*step) + 1);
        match slices.try_for_each(|slice| reader.feed(slice)).and_then(|()| reader.finish()) {
            Err(ImportError::ReadAgain(better)) => plan = *better,
            Err(_) => return,
            Ok(mut reading) => {
                while let Some(chunk) = reading.next_chunk() {
                    assert!(chunk.content.len() <= ledger::MOST_CHUNK_BYTES);
                    if chunk.kind == ledger::ChunkKind::Orders {
                        assert!(ledger::decode_orders(&chunk.content).is_ok());
                    }
                }
                return;
            }
        }
    }
    panic!("the file asks to be read again and again");
});
