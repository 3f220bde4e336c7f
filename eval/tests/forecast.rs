//! `eval forecast` as a program: what it writes, column by column.
#![cfg(test)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const HEADER: &str = "id,step,mean,q0.025,q0.1,q0.25,q0.5,q0.75,q0.9,q0.975,ms";

/// A directory for what is written, gone with the value.
struct Out(PathBuf);

impl Out {
    fn new(name: &str) -> Self {
        let directory = std::env::temp_dir().join(format!("eval-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        Self(directory)
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap()
    }
}

impl Drop for Out {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn eval(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_eval")).arg("forecast").args(arguments).output().unwrap()
}

fn series() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    root.join("tests/data/forecast/series.csv.gz").display().to_string()
}

#[test]
fn forecasts_and_figures_are_written_for_every_series() {
    let out = Out::new("whole");
    let (csv, json) = (out.file("out.csv"), out.file("out.json"));
    let ran = eval(&[&series(), "--model", "snaive", "--forecasts", &csv, "--json", &json]);
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let table = String::from_utf8(ran.stdout).unwrap();
    assert!(table.contains("series: 17 series") && table.contains("OWA"), "{table}");

    let text = out.read("out.csv");
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some(HEADER));
    let first: Vec<&str> = lines.next().unwrap().split(',').collect();
    assert_eq!((first.len(), first[1]), (11, "1"));
    for line in text.lines().skip(1) {
        let numbers: Vec<f64> = line.split(',').skip(1).map(|n| n.parse().unwrap()).collect();
        assert!(numbers[2..9].windows(2).all(|pair| pair[0] <= pair[1]), "{line}");
    }
    let found: serde_json::Value = serde_json::from_str(&out.read("out.json")).unwrap();
    let metrics = &found["files"][0]["metrics"];
    for name in ["smape", "mase", "owa", "rmsse", "wrmsse", "bias", "cov80", "cov95", "msis", "spl"]
    {
        assert!(metrics[name].is_number(), "{name}: {metrics}");
    }
}

#[test]
fn without_what_came_it_only_forecasts() {
    let out = Out::new("ahead");
    let header = "id,source,freq,m_eval,m_model,horizon,n_train,category,train,test";
    let rows = "A,s,D,7,7,3,5,c,1 2 3 4 5,\nB,s,D,7,7,3,2,c, ,\n";
    std::fs::write(out.file("ahead.csv"), format!("{header}\n{rows}")).unwrap();
    let csv = out.file("out.csv");
    let ran = eval(&[&out.file("ahead.csv"), "--model", "drift", "--forecasts", &csv]);
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let table = String::from_utf8(ran.stdout).unwrap();
    assert!(table.contains("nothing to hold the forecasts against"), "{table}");
    assert!(
        table.contains("no forecast for B") && table.contains("forecast-no-history"),
        "{table}"
    );
    assert_eq!(out.read("out.csv").lines().count(), 4);
}

#[test]
fn an_unknown_model_is_refused_with_the_names_there_are() {
    let ran = eval(&[&series(), "--model", "oracle"]);
    assert!(!ran.status.success());
    let told = String::from_utf8(ran.stderr).unwrap();
    assert!(told.contains("no model \"oracle\"") && told.contains("snaive"), "{told}");
}
