//! Starting workers inside of this worker, where only Trusted Types may name scripts.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{Event, Worker, WorkerOptions, WorkerType};

/// The only scripts this worker may start.
const KNOWN: [&str; 2] = [KDF_LOADER, ENGINE_LOADER];

/// Loads the key-derivation worker.
pub(crate) const KDF_LOADER: &str = "/kdf_loader.js";
/// Loads an engine.
pub(crate) const ENGINE_LOADER: &str = "/engine_loader.js";

#[wasm_bindgen]
extern "C" {
    type Policy;
    #[wasm_bindgen(js_namespace = trustedTypes, js_name = createPolicy, catch)]
    fn create_policy(name: &str, rules: &JsValue) -> Result<Policy, JsValue>;
    #[wasm_bindgen(method, js_name = createScriptURL, catch)]
    fn create_script_url(this: &Policy, url: &str) -> Result<JsValue, JsValue>;

    // web-sys' constructor takes a string; with Trusted Types it has to be an object.
    #[wasm_bindgen(js_name = Worker)]
    type RawWorker;
    #[wasm_bindgen(constructor, js_class = "Worker", catch)]
    fn new(url: &JsValue, options: &WorkerOptions) -> Result<RawWorker, JsValue>;
}

thread_local! {
    // A policy name can be used once per realm; a browser without Trusted Types has no policy.
    static POLICY: Option<Policy> = make_policy();
    // An error that nobody prevents goes on to the page, as if this worker itself had died.
    static HUSH: Closure<dyn FnMut(Event)> = Closure::new(|event: Event| event.prevent_default());
}

fn make_policy() -> Option<Policy> {
    let global = js_sys::global();
    if !Reflect::has(&global, &"trustedTypes".into()).unwrap_or(false) {
        return None;
    }
    let rule = Closure::<dyn Fn(String) -> Result<String, JsValue>>::new(|url: String| {
        if KNOWN.contains(&url.as_str()) { Ok(url) } else { Err("not one of our workers".into()) }
    });
    let rules = Object::new();
    Reflect::set(&rules, &"createScriptURL".into(), &rule.into_js_value()).ok()?;
    create_policy("rust", &rules).ok()
}

/// Starts a module worker from one of our loaders.
///
/// # Errors
/// What the browser throws: it may not allow nested workers.
pub(crate) fn start(loader: &'static str) -> Result<Worker, JsValue> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let url = POLICY.with(|policy| match policy {
        Some(policy) => policy.create_script_url(loader),
        None => Ok(loader.into()),
    })?;
    RawWorker::new(&url, &options).map(JsCast::unchecked_into)
}

/// Ends a worker. The error event of one that has just died may still be on its way, after its last words.
pub(crate) fn end(worker: &Worker) {
    worker.set_onmessage(None);
    HUSH.with(|hush| worker.set_onerror(Some(hush.as_ref().unchecked_ref())));
    worker.terminate();
}
