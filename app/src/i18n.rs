//! The words: one Fluent catalogue, in the language of the moment.

mod messages;

use std::rc::Rc;

use ledger::Language;
use protocol::Failure;
use yew::prelude::*;

use crate::intl::{Formats, plain_number};
use messages::Messages;
pub(crate) use messages::Value;

/// The words and number formats of one language. Cheap to clone; equal if it is the same catalogue.
#[derive(Clone)]
pub(crate) struct I18n(Rc<Catalogue>);

struct Catalogue {
    language: Language,
    messages: Messages,
    formats: Formats,
}

impl PartialEq for I18n {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl I18n {
    /// The catalogue of a `.ftl` text. Messages that cannot be read are left out; a test keeps both files whole.
    pub(crate) fn new(language: Language, text: &str) -> Self {
        let messages = Messages::read(language, text);
        Self(Rc::new(Catalogue { language, messages, formats: Formats::new(language) }))
    }

    /// The language it speaks.
    pub(crate) fn language(&self) -> Language {
        self.0.language
    }

    /// Numbers, money, dates in this language.
    pub(crate) fn formats(&self) -> &Formats {
        &self.0.formats
    }

    /// The message of a key without arguments.
    pub(crate) fn t(&self, key: &str) -> AttrValue {
        self.with(key, &[])
    }

    /// The message of a key, with values for its arguments.
    pub(crate) fn with(&self, key: &str, args: &[(&str, Value<'_>)]) -> AttrValue {
        self.find(key, args).unwrap_or_else(|| {
            web_sys::console::error_1(&format!("no message for {key}").into());
            AttrValue::from(key.to_owned())
        })
    }

    fn find(&self, key: &str, args: &[(&str, Value<'_>)]) -> Option<AttrValue> {
        self.0.messages.find(key, args, plain_number).map(AttrValue::from)
    }

    /// The sentence of a family (`event-`, `error-`, …) for a code that came from the worker; numbers among the
    /// values choose plurals. `None` if this build has no such sentence.
    pub(crate) fn coded(
        &self,
        family: &str,
        code: &str,
        args: &[(String, String)],
    ) -> Option<AttrValue> {
        let args: Vec<(&str, Value<'_>)> =
            args.iter().map(|(name, value)| (name.as_str(), value_of(name, value))).collect();
        self.find(&format!("{family}-{code}"), &args)
    }

    /// What happened, what is safe, what to do next.
    pub(crate) fn failure(&self, failure: &Failure) -> AttrValue {
        self.coded("error", &failure.code, &failure.args)
            .unwrap_or_else(|| self.with("error-other", &[("code", failure.code.as_str().into())]))
    }
}

/// A name stays text even where it is spelled in digits.
fn value_of<'a>(name: &str, value: &'a str) -> Value<'a> {
    if name == "name" { value.into() } else { Value::read(value) }
}

/// The tag of a language for `lang`, `Intl` and file names.
pub(crate) const fn tag(language: Language) -> &'static str {
    match language {
        Language::En => "en",
        Language::Fr => "fr",
    }
}

/// The language of a tag such as `fr-CA`, if we speak it.
pub(crate) fn language_of(tag: &str) -> Option<Language> {
    match tag.get(..2)?.to_ascii_lowercase().as_str() {
        "en" => Some(Language::En),
        "fr" => Some(Language::Fr),
        _ => None,
    }
}

/// The words of the moment.
#[hook]
pub(crate) fn use_i18n() -> I18n {
    use_context::<I18n>().expect("the root provides the words before anything is drawn")
}
