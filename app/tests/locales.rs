//! Both locales say the same things, and everything the code says has words.
#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_bundle::FluentResource;

/// Messages with the arguments each uses.
type Catalogue = BTreeMap<String, BTreeSet<String>>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(locale: &str) -> String {
    let path = root().join(format!("../public/locales/{locale}.ftl"));
    std::fs::read_to_string(path).unwrap()
}

/// A key starts a line; everything up to the next key belongs to it.
fn catalogue(locale: &str) -> Catalogue {
    let mut messages = Catalogue::new();
    let mut current = None;
    for line in text(locale).lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(|c: char| c.is_ascii_lowercase()) {
            let key = line.split(" =").next().unwrap().to_owned();
            assert!(
                messages.insert(key.clone(), BTreeSet::new()).is_none(),
                "{locale}: {key} twice"
            );
            current = Some(key);
        }
        let Some(arguments) = current.as_ref().and_then(|key| messages.get_mut(key)) else {
            continue;
        };
        for part in line.split('$').skip(1) {
            let name =
                part.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')).next();
            arguments.insert(name.unwrap().to_owned());
        }
    }
    messages
}

/// Every `.rs` file of the app.
fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(std::fs::read_to_string(path).unwrap());
        }
    }
}

/// String literals that can only be keys: lower case, digits, hyphens, and named in the catalogue's manner.
fn literals(source: &str) -> BTreeSet<String> {
    source
        .split('"')
        .skip(1)
        .step_by(2)
        .filter(|text| {
            !text.is_empty()
                && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn both_files_are_valid_fluent() {
    for locale in ["en", "fr"] {
        if let Err((_, errors)) = FluentResource::try_new(text(locale)) {
            panic!("{locale}: {errors:?}");
        }
    }
}

#[test]
fn both_locales_have_the_same_keys_and_arguments() {
    let (en, fr) = (catalogue("en"), catalogue("fr"));
    for (key, arguments) in &en {
        assert_eq!(Some(arguments), fr.get(key), "{key}");
    }
    assert_eq!(
        en.len(),
        fr.len(),
        "keys only in French: {:?}",
        fr.keys().filter(|key| !en.contains_key(*key)).collect::<Vec<_>>()
    );
}

/// The literals that stand first in calls of `t(…)` and `i18n.with(…)`.
fn asked_for(source: &str) -> BTreeSet<String> {
    [".t(", " t(", "![t(", "i18n.with("]
        .into_iter()
        .flat_map(|call| source.split(call).skip(1))
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
        .filter(|key| key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_key_asked_for_in_code_exists() {
    let known = catalogue("en");
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    let asked: BTreeSet<String> = files.iter().flat_map(|file| asked_for(file)).collect();
    assert!(asked.len() > 100, "the search finds too little: {}", asked.len());
    let missing: Vec<_> = asked.iter().filter(|key| !known.contains_key(*key)).collect();
    assert!(missing.is_empty(), "no words for {missing:?}");
}

#[test]
fn every_key_is_used() {
    // Families are looked up by a code that comes from the ledger or the worker.
    const FAMILIES: [&str; 9] = [
        "event-",
        "error-",
        "problem-",
        "row-",
        "question-",
        "answer-",
        "amount-",
        "model-",
        "holiday-",
    ];
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    let used: BTreeSet<String> = files.iter().flat_map(|file| literals(file)).collect();
    let idle: Vec<_> = catalogue("en")
        .into_keys()
        .filter(|key| !used.contains(key) && !FAMILIES.iter().any(|family| key.starts_with(family)))
        .collect();
    assert!(idle.is_empty(), "nobody says {idle:?}");
}

/// The codes that stand between `before` and the next quotation mark.
fn codes(files: &[String], before: &str) -> BTreeSet<String> {
    let of = |file: &String| {
        let parts = file.split(before).skip(1).filter_map(|rest| rest.split('"').next());
        parts.map(str::to_owned).collect::<Vec<_>>()
    };
    files.iter().flat_map(of).collect()
}

#[test]
fn every_failure_has_a_sentence() {
    let (mut files, mut refusals) = (Vec::new(), Vec::new());
    sources(&root().join("../worker/src"), &mut files);
    sources(&root().join("src"), &mut files);
    for refused in
        ["ledger/src/error.rs", "ledger/src/forecasts/input.rs", "model-wasm/src/forecast/error.rs"]
    {
        refusals.push(std::fs::read_to_string(root().join("..").join(refused)).unwrap());
    }
    let mut all = codes(&files, "Failure::new(\"");
    all.extend(codes(&files, "self.wrong(\""));
    all.extend(codes(&refusals, "=> \""));
    assert!(all.len() > 30, "the search finds too little: {all:?}");
    let known = catalogue("en");
    let missing: Vec<_> =
        all.iter().filter(|code| !known.contains_key(&format!("error-{code}"))).collect();
    assert!(missing.is_empty(), "no sentence for {missing:?}");
}

#[test]
fn every_model_has_a_name() {
    let path = root().join("../model-wasm/src/forecast/registry.rs");
    let text = std::fs::read_to_string(path).unwrap();
    let models: BTreeSet<&str> = text
        .lines()
        .filter_map(|line| line.split_whitespace().nth(1)?.strip_prefix('"')?.strip_suffix('"'))
        .collect();
    assert!(models.len() > 5, "the search finds too little: {models:?}");
    let known = catalogue("en");
    let missing: Vec<_> =
        models.iter().filter(|model| !known.contains_key(&format!("model-{model}"))).collect();
    assert!(missing.is_empty(), "no name for {missing:?}");
}

#[test]
fn every_holiday_has_a_name() {
    let folder = root().join("../model-wasm/src/forecast/holidays");
    let rules = std::fs::read_to_string(folder.join("rule.rs")).unwrap();
    let movable = std::fs::read_to_string(folder.join("india.csv")).unwrap();
    let by_rule = rules
        .lines()
        .filter(|line| !line.contains("include_str"))
        .filter_map(|line| line.split_once("(\"").and_then(|(_, rest)| rest.split('"').next()));
    let by_day = movable.lines().filter_map(|line| line.split(',').next());
    let all: BTreeSet<&str> = by_rule.chain(by_day).chain(["observed"]).collect();
    assert!(all.len() > 50, "the search finds too little: {all:?}");
    let known = catalogue("en");
    let missing: Vec<_> =
        all.iter().filter(|key| !known.contains_key(&format!("holiday-{key}"))).collect();
    assert!(missing.is_empty(), "no name for {missing:?}");
}

#[test]
fn every_fault_of_the_log_has_a_sentence() {
    let file = std::fs::read_to_string(root().join("../vault/src/problem.rs")).unwrap();
    let all = codes(&[file], "=> \"");
    assert!(all.len() > 10, "the search finds too little: {all:?}");
    let known = catalogue("en");
    let missing: Vec<_> =
        all.iter().filter(|code| !known.contains_key(&format!("problem-{code}"))).collect();
    assert!(missing.is_empty(), "no sentence for {missing:?}");
}

#[test]
fn every_row_that_is_not_plain_has_a_sentence() {
    let mut files = Vec::new();
    sources(&root().join("../connectors/src/import"), &mut files);
    let mut all = codes(&files, "Finding::doubtful(\"");
    all.extend(codes(&files, "Finding::unreadable(\""));
    all.extend(codes(&files, "code: \""));
    assert!(all.len() > 15, "the search finds too little: {all:?}");
    let known = catalogue("en");
    let missing: Vec<_> =
        all.iter().filter(|code| !known.contains_key(&format!("row-{code}"))).collect();
    assert!(missing.is_empty(), "no sentence for {missing:?}");
}

#[test]
fn every_refusal_of_a_file_has_a_sentence() {
    let files = [
        "connectors/src/import/error.rs",
        "connectors/src/tables.rs",
        "ledger/src/chunks.rs",
        "ledger/src/stage.rs",
    ]
    .map(|path| std::fs::read_to_string(root().join("..").join(path)).unwrap());
    let all = codes(&files, "=> \"");
    assert!(all.len() > 10, "the search finds too little: {all:?}");
    let known = catalogue("en");
    let missing: Vec<_> =
        all.iter().filter(|code| !known.contains_key(&format!("error-{code}"))).collect();
    assert!(missing.is_empty(), "no sentence for {missing:?}");
}

#[test]
fn every_event_has_a_sentence() {
    let known = catalogue("en");
    for (kind, code) in ledger::Event::TYPES {
        assert!(known.contains_key(&format!("event-{code}")), "{kind:#06x} {code}");
    }
}

#[test]
fn french_signs_stand_behind_a_narrow_space() {
    for line in text("fr").lines().filter(|line| !line.starts_with('#')) {
        for sign in [" ;", " :", " !", " ?", " %", " »", "« "] {
            assert!(!line.contains(sign), "{line}");
        }
    }
}
