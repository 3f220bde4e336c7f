//! The demo and real vaults keep apart.

use protocol::{Access, Gate, LockDepth, MirrorState, Request, Response, ToPage};

use crate::page::{PASSWORD, Page, access, is_locked, is_open};

/// Opened, left, opened again, deleted, where there is no vault.
pub(super) async fn is_a_vault_of_its_own() {
    let page = Page::new();
    page.until_gate(|gate| *gate == Gate::FirstRun).await;
    page.ask(access(Access::OpenDemo)).await.unwrap();
    let Some(Gate::Open(session)) = page.gate() else { panic!("{:?}", page.gate()) };
    assert!(session.is_demo);
    page.rename(1, "My demo").await.unwrap();
    let set_pin = Access::SetPin { password: PASSWORD.into(), pin: None };
    assert_eq!(page.ask(access(set_pin)).await.unwrap_err().code, "not-in-demo");
    assert!(page.kept.borrow().is_null(), "no keys travel");
    page.ask(access(Access::LeaveDemo)).await.unwrap();
    page.until_gate(|gate| *gate == Gate::FirstRun).await;
    assert!(!page.said.borrow().iter().any(|said| matches!(said, ToPage::Marker(_))));

    page.ask(access(Access::OpenDemo)).await.unwrap();
    assert_eq!(page.business().await, "My demo");
    page.ask(access(Access::DeleteDemo)).await.unwrap();
    page.until_gate(|gate| *gate == Gate::FirstRun).await;
    page.ask(access(Access::OpenDemo)).await.unwrap();
    assert_ne!(page.business().await, "My demo");
    let report = match page.ask(Request::Storage).await {
        Ok(Response::Storage(report)) => report,
        other => panic!("{other:?}"),
    };
    assert!(!matches!(report.mirror, MirrorState::InStep { bytes } if bytes > 0));
    // Leaving is the demo's lock.
    page.ask(access(Access::Lock(LockDepth::Soft))).await.unwrap();
    page.until_gate(|gate| *gate == Gate::FirstRun).await;
    page.create().await;
    page.stop();
}

/// A real vault is never open beside it, and is untouched by it.
pub(super) async fn locks_a_real_vault_and_survives_a_reload() {
    let page = Page::new();
    page.create().await;
    page.rename(1, "Alder").await.unwrap();
    page.ask(access(Access::OpenDemo)).await.unwrap();
    page.until_gate(is_locked).await;
    assert!(page.is_closed.get(), "the keys go with the worker");
    assert!(page.kept.borrow().is_null());
    page.stop();

    for _ in 0..2 {
        let page = Page::new();
        let Gate::Open(session) = page.until_gate(is_open).await else { unreachable!() };
        assert!(session.is_demo);
        page.stop();
    }
    let page = Page::new();
    page.until_gate(is_open).await;
    page.ask(access(Access::LeaveDemo)).await.unwrap();
    page.until_gate(is_locked).await;
    assert!(page.is_closed.get(), "the page starts another after a lock");
    page.stop();

    let page = Page::new();
    page.until_gate(is_locked).await;
    page.unlock(PASSWORD).await.unwrap();
    assert_eq!(page.business().await, "Alder");
    page.ask(access(Access::DeleteDemo)).await.unwrap();
    assert_eq!(page.business().await, "Alder");
    page.stop();
}
