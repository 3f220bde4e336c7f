//! The files worker: reads what a merchant drops in, writes what leaves. It knows no key and no ledger.
//!
//! The page starts one when there is a file and ends it afterwards, so nothing of the importer stays in memory.
//! Every question has exactly one answer, in the order asked; pause, resume and cancel have none of their own.

mod inbox;
mod page;
mod session;
mod table;

use protocol::FromFiles;
use wasm_bindgen_futures::spawn_local;

use inbox::Inbox;
use page::Page;
use session::Session;

/// Serves the page that started this worker until it ends it.
pub fn serve() {
    let (page, inbox) = Page::listen();
    page.say(&FromFiles::Ready);
    spawn_local(Session::new(page, Inbox::new(inbox)).run());
}
