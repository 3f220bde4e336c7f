//! The keys of an open vault as a plain object that a page or another tab can hold but not read.

use js_sys::{Array, Object, Reflect};
use ledger::PersonId;
use vault::{Class, ClassKeys};
use wasm_bindgen::prelude::*;
use web_sys::CryptoKey;

use crate::directory::DatabaseId;
use crate::hex;

/// Everything the next leader needs to go on without a password.
pub(crate) struct Handles {
    pub(crate) database: DatabaseId,
    pub(crate) person: PersonId,
    /// When the vault was unlocked: the hard lock counts from there.
    pub(crate) since_ms: i64,
    /// Whether the screen is locked; a restart must not open it.
    pub(crate) is_soft_locked: bool,
    pub(crate) keys: ClassKeys<CryptoKey>,
}

impl Handles {
    pub(crate) fn to_js(&self) -> JsValue {
        let entries: Array = self
            .keys
            .entries()
            .map(|(class, generation, key)| {
                Array::of3(&class.0.into(), &generation.into(), key.as_ref())
            })
            .collect();
        let fields: [(&str, JsValue); 5] = [
            ("database", hex::encode(&self.database).into()),
            ("person", hex::encode(&self.person.0).into()),
            ("since", (self.since_ms as f64).into()),
            ("soft", self.is_soft_locked.into()),
            ("entries", entries.into()),
        ];
        let object = Object::new();
        for (name, value) in fields {
            Reflect::set(&object, &name.into(), &value).expect("a fresh object takes fields");
        }
        object.into()
    }

    /// `None` if there are no keys in it, or anything is not as [`Handles::to_js`] makes it.
    pub(crate) fn from_js(object: &JsValue) -> Option<Self> {
        let field = |name: &str| Reflect::get(object, &name.into()).ok();
        let mut entries = Vec::new();
        for entry in field("entries")?.dyn_into::<Array>().ok()? {
            let entry: Array = entry.dyn_into().ok()?;
            let class = Class(entry.get(0).as_f64()? as u8);
            let generation = entry.get(1).as_f64()? as u32;
            entries.push((class, generation, entry.get(2).dyn_into::<CryptoKey>().ok()?));
        }
        Some(Self {
            database: hex::decode(&field("database")?.as_string()?)?,
            person: PersonId(hex::decode(&field("person")?.as_string()?)?),
            since_ms: field("since")?.as_f64()? as i64,
            is_soft_locked: field("soft")?.as_bool()?,
            keys: ClassKeys::from_entries(entries),
        })
    }
}
