//! Whole tabs, spoken to as a page does. Each test stops its tabs, and they run one after the other, because
//! they share one directory and one lock.

use js_sys::Reflect;
use protocol::{Access, Failure, Gate, Job, LockDepth, Request, Response, ToPage};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{PASSWORD, Page, access, clear, delete_databases, is_locked, is_open};
use crate::{demo, files, forecasts, staging};

#[wasm_bindgen_test]
async fn a_vault_from_its_first_word_to_its_last() {
    clear().await;
    creates_commands_and_reads_its_log().await;
    clear().await;
    locks_and_opens_again().await;
    clear().await;
    two_tabs_stay_in_step().await;
    clear().await;
    wrong_passwords_run_out().await;
    clear().await;
    demo::is_a_vault_of_its_own().await;
    clear().await;
    demo::locks_a_real_vault_and_survives_a_reload().await;
    clear().await;
    files::a_file_comes_in_once().await;
    clear().await;
    files::the_demo_fills_itself().await;
    clear().await;
    staging::is_there_once_and_for_good().await;
    clear().await;
    staging::leaves_nothing_before_its_commit().await;
    clear().await;
    staging::is_one_at_a_time().await;
    clear().await;
    forecasts::are_made_and_kept().await;
    clear().await;
    forecasts::of_items_are_done_once().await;
    clear().await;
    forecasts::belong_to_every_tab().await;
    clear().await;
    forecasts::survive_a_lock().await;
    clear().await;
    forecasts::know_days_and_models().await;
    clear().await;
    forecasts::of_items_learn_together().await;
    clear().await;
    forecasts::add_up().await;
    clear().await;
    jobs_report().await;
    a_browser_that_cleared_its_databases_is_found_out().await;
    #[cfg(feature = "testing")]
    {
        clear().await;
        time_locks().await;
        clear().await;
        forecasts::need_engines_only_for_a_while().await;
        clear().await;
        forecasts::are_made_anew_in_idle_time().await;
        clear().await;
        crate::bench::answers_are_right().await;
    }
}

async fn creates_commands_and_reads_its_log() {
    let page = Page::new();
    page.create().await;
    assert!(matches!(page.rename(1, "Alder & Cie").await, Ok(Response::Done(_))));
    assert!(matches!(page.rename(1, "Alder & Cie").await, Ok(Response::Done(_))), "given twice");
    assert_eq!(page.business().await, "Alder & Cie");
    let codes = page.codes().await;
    assert_eq!(codes, ["business-renamed", "signed-in", "person-added", "vault-founded"]);
    let empty = page.rename(2, "  ").await.unwrap_err();
    assert_eq!(empty.code, "empty");
    page.stop();
}

async fn locks_and_opens_again() {
    let page = Page::new();
    page.create().await;
    page.rename(1, "Alder").await.unwrap();
    let pin = Access::SetPin { password: PASSWORD.into(), pin: Some("4711".into()) };
    page.ask(access(pin)).await.unwrap();
    page.ask(access(Access::Lock(LockDepth::Soft))).await.unwrap();
    let Some(Gate::SoftLocked { people, .. }) = page.gate() else { panic!("{:?}", page.gate()) };
    assert_eq!(page.rename(2, "X").await.unwrap_err().code, "soft-locked");
    let with = |pin: &str| Access::UnlockWithPin { person: people[0].person, pin: pin.into() };
    assert_eq!(page.ask(access(with("0000"))).await.unwrap_err().code, "wrong-pin");
    page.ask(access(with("4711"))).await.unwrap();
    page.ask(access(Access::Lock(LockDepth::Hard))).await.unwrap();
    page.until_gate(is_locked).await;
    assert!(page.is_closed.get());
    assert!(page.kept.borrow().is_null());
    page.stop();

    let page = Page::new();
    page.until_gate(is_locked).await;
    assert_eq!(page.rename(2, "X").await.unwrap_err().code, "locked");
    page.unlock(PASSWORD).await.unwrap();
    assert_eq!(page.business().await, "Alder");
    let codes = page.codes().await;
    let expected = ["signed-in", "locked", "signed-in", "failed-sign-ins", "locked", "pin-set"];
    assert_eq!(codes[..6], expected);
    page.stop();
}

async fn two_tabs_stay_in_step() {
    let first = Page::new();
    first.create().await;
    let second = Page::new();
    second.until_gate(is_open).await;
    second.rename(1, "From the second").await.unwrap();
    assert_eq!(first.business().await, "From the second");
    second.until(|said| matches!(said, ToPage::Changed { .. }).then_some(())).await;
    // The first tab is closed: the second goes on without a password.
    first.stop();
    second.rename(2, "After the takeover").await.unwrap();
    assert_eq!(second.business().await, "After the takeover");
    // A worker that is started again with what its page kept is open, too.
    let kept = second.kept.borrow().clone();
    second.stop();
    let third = Page::with_keys(&kept);
    third.until_gate(is_open).await;
    assert_eq!(third.business().await, "After the takeover");
    third.stop();
}

async fn wrong_passwords_run_out() {
    let page = Page::new();
    let words = page.create().await;
    page.ask(access(Access::Lock(LockDepth::Hard))).await.unwrap();
    page.stop();
    let page = Page::new();
    page.until_gate(is_locked).await;
    for left in (0..5).rev() {
        let wrong = page.unlock("wrong").await.unwrap_err();
        assert_eq!(wrong, Failure::new("wrong-password").with("tries_left", left));
    }
    assert_eq!(page.unlock(PASSWORD).await.unwrap_err().code, "too-many-tries");
    page.stop();
    // Not even a reload helps.
    let page = Page::new();
    let gate = page.until_gate(is_locked).await;
    assert!(matches!(gate, Gate::Locked { wait_ms: Some(1..), .. }), "{gate:?}");
    assert_eq!(page.unlock(PASSWORD).await.unwrap_err().code, "too-many-tries");
    let new_password = "another-lantern-wednesday-fog".to_owned();
    let mut swapped = words.clone();
    swapped.swap(0, 1);
    let recover = |words: &[String]| {
        access(Access::Recover { words: words.join(" "), new_password: new_password.clone() })
    };
    if words[0] != words[1] {
        assert_eq!(page.ask(recover(&swapped)).await.unwrap_err().code, "recovery-checksum");
    }
    page.ask(recover(&words)).await.unwrap();
    page.until_gate(is_open).await;
    assert_eq!(page.codes().await[..3], ["password-changed", "signed-in", "failed-sign-ins"]);
    page.stop();
}

async fn jobs_report() {
    let page = Page::new();
    page.create().await;
    for n in 0..20 {
        page.rename(n, &format!("Name {n}")).await.unwrap();
    }
    match page.ask(Request::Job(Job::VerifyChain)).await {
        Ok(Response::Verified(report)) => {
            assert_eq!(report.problems, []);
            assert_eq!(report.blocks, 23);
            assert_eq!(report.opened, 23);
        }
        other => panic!("{other:?}"),
    }
    match page.ask(Request::Job(Job::ExportReadable)).await {
        Ok(Response::File { name, bytes, .. }) => {
            assert!(name.ends_with(".jsonl"));
            let text = String::from_utf8(bytes).unwrap();
            assert_eq!(text.lines().count(), 24);
            assert!(text.lines().nth(10).unwrap().contains("business-renamed"));
        }
        other => panic!("{other:?}"),
    }
    match page.ask(Request::Job(Job::ExportLog)).await {
        Ok(Response::File { bytes, .. }) => assert!(bytes.starts_with(b"TCLOG1\r\n")),
        other => panic!("{other:?}"),
    }
    let report = page.storage_in_step().await;
    assert!(report.log_bytes > 23 * 200);
    assert_eq!(report.head.seq, 25);
    assert_eq!(page.codes().await[..3], ["log-exported", "log-exported", "log-verified"]);
    page.stop();
}

/// Goes on where `jobs_report` stopped: its second copy is what is left.
async fn a_browser_that_cleared_its_databases_is_found_out() {
    delete_databases().await;
    let page = Page::new();
    let gate = page.until_gate(|gate| *gate != Gate::Starting).await;
    let has_files = Reflect::has(&js_sys::global(), &"FileSystemSyncAccessHandle".into());
    match gate {
        Gate::Vanished { vault, seq } => {
            assert_eq!(vault.len(), 32);
            assert!(seq >= 23, "{seq}");
        }
        // WebKitGTK keeps no second copy.
        Gate::FirstRun => assert_eq!(has_files, Ok(false)),
        other => panic!("{other:?}"),
    }
    page.stop();
}

#[cfg(feature = "testing")]
async fn time_locks() {
    use ledger::{Answer, AutoLock, Command, CommandId, LogRow, Query, SettingsCommand};
    use protocol::{FromPage, TestRequest};
    use worker::port::Heard;
    const MINUTE_MS: u64 = 60_000;
    let pass = |ms| Request::Test(TestRequest::PassTime { ms });
    let page = Page::new();
    page.create().await;
    let other = Page::new();
    other.until_gate(is_open).await;
    let auto_lock = AutoLock { soft_minutes: 5, hard_hours: 2 };
    let command = Command::Settings(SettingsCommand::SetAutoLock(auto_lock));
    page.ask(Request::Command { id: CommandId([9; 16]), command }).await.unwrap();
    page.ask(pass(4 * MINUTE_MS)).await.unwrap();
    page.tab.as_ref().unwrap().hear(Heard::Message(FromPage::Touch));
    page.ask(pass(4 * MINUTE_MS)).await.unwrap();
    assert!(page.gate().is_some_and(|gate| is_open(&gate)));
    page.ask(pass(2 * MINUTE_MS)).await.unwrap();
    assert!(matches!(page.gate(), Some(Gate::SoftLocked { .. })));
    page.unlock(PASSWORD).await.unwrap();
    let locks = page.ask(Request::Query(Query::Log { before: None, limit: 2 })).await;
    let Ok(Response::Answer(Answer::Log(log))) = locks else { panic!("{locks:?}") };
    let LogRow { code, args, .. } = &log.rows[1];
    assert_eq!(code, "locked");
    assert!(args.contains(&("cause".into(), "idle".into())), "{args:?}");
    // Two hours after the password was given, whatever is touched.
    page.send(pass(120 * MINUTE_MS));
    page.until_gate(is_locked).await;
    other.until_gate(is_locked).await;
    assert!(page.is_closed.get() && other.is_closed.get());
    page.stop();
    other.stop();
}
