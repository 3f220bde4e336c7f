//! The messages of a Fluent catalogue, as far as ours use Fluent: texts, values, and choices by a word, a number or
//! a plural.
//!
//! Parsed by `fluent-syntax`. Fluent's own resolver would bring the plural rules and the likely scripts of two
//! hundred languages along, and its own way to read numbers: 37 kB of the page, compressed. A test holds this one
//! against it.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use fluent_syntax::parser::parse_runtime;
use ledger::Language;

/// A value of a message.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'a> {
    /// Stands as it is.
    Text(Cow<'a, str>),
    /// Written by the language, and chooses plurals.
    Number(f64),
}

impl<'a> Value<'a> {
    /// A number if the text is one, else the text.
    pub(crate) fn read(text: &'a str) -> Self {
        // Counts and sums from the worker: plain integers, which `f64` holds exactly as far as they go.
        let number = text.parse::<i64>().ok().filter(|_| !text.starts_with('+'));
        number.map_or_else(|| text.into(), |number| Self::Number(number as f64))
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

macro_rules! numbers {
    ($($number:ty),+) => {
        $(impl From<$number> for Value<'_> {
            fn from(number: $number) -> Self {
                Self::Number(number as f64)
            }
        })+
    };
}

numbers!(u8, u16, u32, u64, usize, i32, i64, f64);

/// The values of a message by name.
pub(crate) type Values<'a> = [(&'a str, Value<'a>)];

/// The messages of one language.
#[derive(Debug)]
pub(crate) struct Messages {
    language: Language,
    patterns: HashMap<Box<str>, Vec<Part>>,
}

#[derive(Debug)]
enum Part {
    Text(Box<str>),
    Value(Box<str>),
    Choice { of: Box<str>, variants: Vec<(Key, Vec<Part>)>, default: usize },
}

#[derive(Debug)]
enum Key {
    /// A word, or the name of a plural.
    Word(Box<str>),
    Number(i64),
}

impl Messages {
    /// The messages of a `.ftl` text. What cannot be read is left out; tests keep both files whole.
    pub(crate) fn read(language: Language, text: &str) -> Self {
        let resource = parse_runtime(text).unwrap_or_else(|(readable, _)| readable);
        let message = |entry: &Entry<&str>| {
            let Entry::Message(message) = entry else { return None };
            Some((message.id.name.into(), parts(message.value.as_ref()?)?))
        };
        Self { language, patterns: resource.body.iter().filter_map(message).collect() }
    }

    /// The message of a key; `None` if there is none. `write_number`: how the language writes numbers.
    pub(crate) fn find(
        &self,
        key: &str,
        values: &Values<'_>,
        write_number: fn(f64) -> String,
    ) -> Option<String> {
        let mut saying = Saying { messages: self, values, write_number, text: String::new() };
        saying.say(self.patterns.get(key)?);
        Some(saying.text)
    }

    /// The plural of a number, as CLDR has it for our languages.
    fn plural(&self, number: f64) -> &'static str {
        let is_one = match self.language {
            Language::En => number.abs().total_cmp(&1.0).is_eq(),
            Language::Fr => number.abs() < 2.0,
        };
        if is_one { "one" } else { "other" }
    }
}

/// A message on its way into a text.
struct Saying<'a> {
    messages: &'a Messages,
    values: &'a Values<'a>,
    write_number: fn(f64) -> String,
    text: String,
}

impl<'a> Saying<'a> {
    fn say(&mut self, parts: &[Part]) {
        for part in parts {
            match part {
                Part::Text(text) => self.text.push_str(text),
                Part::Value(name) => match self.value(name) {
                    Some(Value::Text(text)) => self.text.push_str(text),
                    Some(Value::Number(number)) => {
                        self.text.push_str(&(self.write_number)(*number));
                    }
                    // What Fluent writes for a value that was not given; a test looks for it.
                    None => self.text.extend(["{$", name, "}"]),
                },
                Part::Choice { of, variants, default } => {
                    let value = self.value(of);
                    let fits = |(key, _): &&(Key, Vec<Part>)| {
                        value.is_some_and(|value| self.fits(key, value))
                    };
                    let chosen = variants.iter().find(fits).or_else(|| variants.get(*default));
                    if let Some((_, parts)) = chosen {
                        self.say(parts);
                    }
                }
            }
        }
    }

    fn value(&self, name: &str) -> Option<&'a Value<'a>> {
        self.values.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    fn fits(&self, key: &Key, value: &Value<'_>) -> bool {
        match (key, value) {
            (Key::Word(word), Value::Text(text)) => **word == **text,
            (Key::Word(word), Value::Number(number)) => **word == *self.messages.plural(*number),
            (Key::Number(key), Value::Number(number)) => (*key as f64).total_cmp(number).is_eq(),
            (Key::Number(_), Value::Text(_)) => false,
        }
    }
}

/// A pattern in our form; `None` if it uses more of Fluent than we do.
fn parts(pattern: &Pattern<&str>) -> Option<Vec<Part>> {
    let part = |element: &PatternElement<&str>| {
        Some(match element {
            PatternElement::TextElement { value } => Part::Text((*value).into()),
            PatternElement::Placeable { expression } => match expression {
                Expression::Inline(InlineExpression::StringLiteral { value }) => {
                    Part::Text((*value).into())
                }
                Expression::Inline(inline) => Part::Value(variable(inline)?),
                Expression::Select { selector, variants } => Part::Choice {
                    of: variable(selector)?,
                    default: variants.iter().position(|variant| variant.default)?,
                    variants: variants
                        .iter()
                        .map(|variant| Some((key(&variant.key)?, parts(&variant.value)?)))
                        .collect::<Option<_>>()?,
                },
            },
        })
    };
    pattern.elements.iter().map(part).collect()
}

fn key(key: &VariantKey<&str>) -> Option<Key> {
    Some(match key {
        VariantKey::Identifier { name } => Key::Word((*name).into()),
        VariantKey::NumberLiteral { value } => Key::Number(value.parse().ok()?),
    })
}

fn variable(expression: &InlineExpression<&str>) -> Option<Box<str>> {
    match expression {
        InlineExpression::VariableReference { id } => Some(id.name.into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};

    use super::*;

    const LANGUAGES: [(Language, &str, &str); 2] = [
        (Language::En, "en", include_str!("../../../public/locales/en.ftl")),
        (Language::Fr, "fr", include_str!("../../../public/locales/fr.ftl")),
    ];

    /// Every value a message uses.
    fn names(parts: &[Part], found: &mut Vec<String>) {
        for part in parts {
            match part {
                Part::Text(_) => {}
                Part::Value(name) => found.push(name.to_string()),
                Part::Choice { of, variants, .. } => {
                    found.push(of.to_string());
                    variants.iter().for_each(|(_, parts)| names(parts, found));
                }
            }
        }
    }

    /// Words that choose somewhere in the catalogues, and some that do not.
    const WORDS: [&str; 9] =
        ["day", "week", "owner", "person", "business", "en", "readable", "", "other"];
    const NUMBERS: [f64; 10] = [0.0, 1.0, 2.0, 3.0, 11.0, 21.0, 100.0, -1.0, 1.5, 1_000_001.0];

    #[test]
    fn every_message_reads_as_fluent_itself_reads_it() {
        for (language, tag, text) in LANGUAGES {
            let messages = Messages::read(language, text);
            let resource = FluentResource::try_new(text.to_owned()).unwrap();
            let count =
                resource.entries().filter(|entry| matches!(entry, Entry::Message(_))).count();
            assert_eq!(messages.patterns.len(), count, "{tag}: a message uses more of Fluent");
            let mut bundle = FluentBundle::new(vec![tag.parse().unwrap()]);
            bundle.set_use_isolating(false);
            bundle.add_resource(resource).unwrap();
            for (key, parts) in &messages.patterns {
                let mut wanted = Vec::new();
                names(parts, &mut wanted);
                let check = |value: Value<'_>, theirs: FluentValue<'_>| {
                    let values: Vec<(&str, Value<'_>)> =
                        wanted.iter().map(|name| (name.as_str(), value.clone())).collect();
                    let args: FluentArgs<'_> =
                        wanted.iter().map(|name| (name.as_str(), theirs.clone())).collect();
                    let pattern = bundle.get_message(key).unwrap().value().unwrap();
                    let expected = bundle.format_pattern(pattern, Some(&args), &mut Vec::new());
                    let said = messages.find(key, &values, |number| number.to_string()).unwrap();
                    assert_eq!(said, expected, "{tag}: {key} with {value:?}");
                };
                WORDS.iter().for_each(|word| check((*word).into(), (*word).into()));
                NUMBERS.iter().for_each(|number| check((*number).into(), (*number).into()));
            }
        }
    }

    #[test]
    fn a_value_that_is_not_given_shows() {
        let messages =
            Messages::read(Language::En, "a = { $b }, { $c ->\n    [one] x\n   *[other] y\n}\n");
        assert_eq!(messages.find("a", &[], |_| String::new()).unwrap(), "{$b}, y");
        assert_eq!(messages.find("b", &[], |_| String::new()), None);
    }

    #[test]
    fn digits_are_numbers_and_everything_else_is_text() {
        assert_eq!(Value::read("12"), Value::Number(12.0));
        assert_eq!(Value::read("-3"), Value::Number(-3.0));
        for text in ["", "1 2", "+33", "12a", "1.5", "0x1"] {
            assert_eq!(Value::read(text), Value::Text(text.into()));
        }
    }
}
