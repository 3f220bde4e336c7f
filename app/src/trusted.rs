//! Script addresses under Trusted Types: one policy, and it lets exactly our three files through.

use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Policy;

    #[wasm_bindgen(js_namespace = trustedTypes, js_name = createPolicy, catch)]
    fn create_policy(name: &str, rules: &JsValue) -> Result<Policy, JsValue>;

    #[wasm_bindgen(method, js_name = createScriptURL, catch)]
    fn create_script_url(this: &Policy, url: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = Worker)]
    type RawWorker;

    // web-sys takes only a string here; under Trusted Types it must be a TrustedScriptURL.
    #[wasm_bindgen(constructor, js_class = "Worker", catch)]
    fn new(url: &JsValue, options: &JsValue) -> Result<RawWorker, JsValue>;

    #[wasm_bindgen(js_namespace = ["navigator", "serviceWorker"], js_name = register, catch)]
    fn register(url: &JsValue) -> Result<Promise, JsValue>;
}

/// The ledger worker's loader.
const LEDGER: &str = "/ledger_loader.js";
/// The throw-away files worker's loader.
const FILES: &str = "/files_loader.js";
/// The service worker.
const SERVICE_WORKER: &str = "/sw.js";

thread_local! {
    /// Made once: a second policy of the same name is refused.
    static POLICY: Option<Policy> = make_policy();
}

fn make_policy() -> Option<Policy> {
    let known = |url: String| -> Result<String, JsValue> {
        if matches!(url.as_str(), LEDGER | FILES | SERVICE_WORKER) {
            Ok(url)
        } else {
            Err(JsValue::from_str("not a script of this app"))
        }
    };
    let rule: Closure<dyn Fn(String) -> Result<String, JsValue>> = Closure::new(known);
    let rules = Object::new();
    Reflect::set(&rules, &"createScriptURL".into(), rule.as_ref()).ok()?;
    let policy = create_policy("rust", &rules).ok()?;
    // The policy lives as long as the page, and its rule with it.
    rule.forget();
    Some(policy)
}

/// A browser without Trusted Types takes the plain string.
fn script_url(url: &str) -> Result<JsValue, JsValue> {
    POLICY.with(|policy| match policy {
        Some(policy) => policy.create_script_url(url),
        None => Ok(url.into()),
    })
}

/// Starts the ledger worker as a module.
///
/// # Errors
/// What the browser said.
pub(crate) fn start_ledger() -> Result<web_sys::Worker, JsValue> {
    start(LEDGER)
}

/// Starts a files worker as a module.
///
/// # Errors
/// What the browser said.
pub(crate) fn start_files() -> Result<web_sys::Worker, JsValue> {
    start(FILES)
}

fn start(loader: &str) -> Result<web_sys::Worker, JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &"module".into())?;
    RawWorker::new(&script_url(loader)?, &options).map(JsCast::unchecked_into)
}

/// Registers the service worker; resolves to its registration.
///
/// # Errors
/// What the browser said, or that it has no service workers.
pub(crate) fn register_service_worker() -> Result<Promise, JsValue> {
    let navigator = crate::browser::window().navigator();
    if !Reflect::has(&navigator, &"serviceWorker".into())? {
        return Err("no service workers here".into());
    }
    register(&script_url(SERVICE_WORKER)?)
}
