//! What is thrown: an `Error` with a `code`.

use js_sys::{Error, Reflect};
use model_wasm::forecast;
use wasm_bindgen::JsValue;

/// What is wrong with the values or the options.
pub(crate) struct Fault {
    code: &'static str,
    message: String,
}

impl Fault {
    /// Options that cannot be read.
    pub(crate) fn options(message: impl Into<String>) -> Self {
        Self { code: "bad-options", message: message.into() }
    }

    /// Values that are no list of numbers and nulls.
    pub(crate) fn values(message: impl Into<String>) -> Self {
        Self { code: "bad-values", message: message.into() }
    }
}

impl From<forecast::Error> for Fault {
    fn from(error: forecast::Error) -> Self {
        Self { code: error.code(), message: error.to_string() }
    }
}

impl From<Fault> for JsValue {
    fn from(fault: Fault) -> Self {
        let error = Error::new(&fault.message);
        error.set_name("EngineError");
        // A fresh object takes any property.
        let _ = Reflect::set(&error, &"code".into(), &fault.code.into());
        error.into()
    }
}
