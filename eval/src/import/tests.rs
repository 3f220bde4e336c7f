//! Files with known sums: the made-up ones of the repository, and a folder beside it if one is named.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Options, read, report};

/// Names a folder with files and an `expected.json` of the same shape.
const FOLDER: &str = "TILLCAST_IMPORTS";

fn options() -> Options {
    super::parse(&["none"]).unwrap()
}

/// Every file in `folder` comes to what its `expected.json` says.
fn check_folder(folder: &Path) {
    let expected = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let expected: serde_json::Map<String, Value> = serde_json::from_str(&expected).unwrap();
    for (name, sums) in expected.iter().filter(|(name, _)| folder.join(name).is_file()) {
        let (description, reading) = read(&folder.join(name), &options()).unwrap();
        let found = report::object(&description, &reading);
        for (key, value) in sums.as_object().unwrap().iter().filter(|(key, _)| *key != "note") {
            assert!(agrees(value, &found[key]), "{name}: {key} is {}, not {value}", found[key]);
        }
    }
}

/// Texts may go on with a remark.
fn agrees(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::String(expected), Value::String(found)) => {
            expected == found || expected.starts_with(&format!("{found},"))
        }
        _ => expected == found,
    }
}

#[test]
fn files_of_many_systems_come_to_their_sums() {
    check_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/imports"));
}

#[test]
fn files_beside_the_repository_come_to_their_sums() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        check_folder(&PathBuf::from(folder));
    }
}

#[test]
fn overlapping_files_are_one_ledger_in_any_order() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/imports");
    let merged = |names: [&str; 2]| {
        let mut merge = super::merge::Merge::new();
        for name in names {
            let (_, mut reading) = read(&folder.join(name), &options()).unwrap();
            merge.add(&mut reading).unwrap();
        }
        merge.finish().unwrap()
    };
    let twice = merged(["erp_de.csv", "erp_de.csv"]);
    let (_, reading) = read(&folder.join("erp_de.csv"), &options()).unwrap();
    assert_eq!(twice["line_rows"], reading.checked.accepted);
    assert_eq!(twice["orders"], reading.checked.orders);
    let both = ["erp_de.csv", "sumup_de.csv"];
    assert_eq!(merged(both), merged([both[1], both[0]]));
}
