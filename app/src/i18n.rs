//! The words: one Fluent catalogue, in the language of the moment.

use std::rc::Rc;

use fluent_bundle::{FluentArgs, FluentBundle, FluentError, FluentResource, FluentValue};
use ledger::Language;
use protocol::Failure;
use unic_langid::LanguageIdentifier;
use yew::prelude::*;

use crate::intl::Formats;

/// The words and number formats of one language. Cheap to clone; equal if it is the same catalogue.
#[derive(Clone)]
pub(crate) struct I18n(Rc<Catalogue>);

struct Catalogue {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    formats: Formats,
}

impl PartialEq for I18n {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl I18n {
    /// The catalogue of a `.ftl` text. Messages that cannot be read are left out; a test keeps both files whole.
    pub(crate) fn new(language: Language, text: String) -> Self {
        let resource = FluentResource::try_new(text).unwrap_or_else(|(readable, _)| readable);
        let locale: LanguageIdentifier =
            tag(language).parse().expect("`en` and `fr` are language identifiers");
        let mut bundle = FluentBundle::new(vec![locale]);
        // The marks would end up in accessible names and file names; both languages read left to right.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(number) => Some(crate::intl::plain_number(number.value)),
            _ => None,
        }));
        bundle.add_resource_overriding(resource);
        Self(Rc::new(Catalogue { language, bundle, formats: Formats::new(language) }))
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
    pub(crate) fn with(&self, key: &str, args: &[(&str, FluentValue<'_>)]) -> AttrValue {
        self.find(key, args).unwrap_or_else(|| {
            web_sys::console::error_1(&format!("no message for {key}").into());
            AttrValue::from(key.to_owned())
        })
    }

    fn find(&self, key: &str, args: &[(&str, FluentValue<'_>)]) -> Option<AttrValue> {
        let pattern = self.0.bundle.get_message(key)?.value()?;
        let args: FluentArgs<'_> =
            args.iter().map(|(name, value)| (*name, value.clone())).collect();
        let mut errors: Vec<FluentError> = Vec::new();
        let text = self.0.bundle.format_pattern(pattern, Some(&args), &mut errors);
        Some(AttrValue::from(text.into_owned()))
    }

    /// The sentence of a family (`event-`, `error-`, …) for a code that came from the worker; numbers among the
    /// values choose plurals. `None` if this build has no such sentence.
    pub(crate) fn coded(
        &self,
        family: &str,
        code: &str,
        args: &[(String, String)],
    ) -> Option<AttrValue> {
        let args: Vec<(&str, FluentValue<'_>)> =
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
fn value_of<'a>(name: &str, value: &'a str) -> FluentValue<'a> {
    if name == "name" { value.into() } else { FluentValue::try_number(value) }
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
