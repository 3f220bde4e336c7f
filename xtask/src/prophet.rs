//! `bench forecast --model prophet`: the engine's forecasts beside those of the program it follows.

use crate::invocation::Invocation;
use crate::tools;
use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};

const USAGE: &str =
    "usage: cargo xtask bench forecast --model prophet [--data FILE|FOLDER]… [--sample N]";

/// What is compared.
#[derive(Debug, Default, PartialEq, Eq)]
struct Options {
    /// Files of daily series; none for series made up.
    files: Vec<PathBuf>,
    /// So many series of each; 0 for all.
    sample: usize,
}

impl Options {
    fn read(arguments: &[String]) -> Result<Self> {
        let mut options = Self::default();
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let value = words.next().context(USAGE)?;
            match word.as_str() {
                "--data" => options.files.extend(files(Path::new(value))?),
                "--sample" => options.sample = value.parse().context(USAGE)?,
                "--model" if value == "prophet" => {}
                _ => bail!(USAGE),
            }
        }
        Ok(options)
    }
}

/// The file, or the daily sets in the folder.
fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![std::path::absolute(path)?]);
    }
    let mut found = Vec::new();
    for entry in path.read_dir().with_context(|| format!("cannot read {}", path.display()))? {
        let file = std::path::absolute(entry?.path())?;
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.ends_with("_daily.csv") || name.ends_with("_daily.csv.gz") {
            found.push(file);
        }
    }
    found.sort();
    if found.is_empty() {
        bail!("{} holds no *_daily.csv.gz", path.display());
    }
    Ok(found)
}

/// Whether a bench of forecasts is to be this one.
pub(crate) fn is_wanted(arguments: &[String]) -> bool {
    arguments.windows(2).any(|pair| pair[0] == "--model" && pair[1] == "prophet")
}

/// Installs Prophet apart from everything else, builds the evaluation, and lets both forecast.
pub(crate) fn bench(arguments: &[String]) -> Result<()> {
    let options = Options::read(arguments)?;
    let python = tools::ensure_python_home("prophet")?;
    let build = ["build", "--quiet", "--profile", "eval", "-p", "eval"];
    Invocation::new("cargo", &build).run()?;
    let root = crate::root();
    let shown = |path: &Path| path.display().to_string();
    let mut words = vec![
        shown(&root.join("xtask/prophet/compare.py")),
        shown(&root.join("target/eval/eval")),
        options.sample.to_string(),
    ];
    words.extend(options.files.iter().map(|file| shown(file)));
    Invocation::new(&shown(&python), &[]).args(&words).forward()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn only_this_model_is_compared_so() {
        assert!(is_wanted(&words("--sample 3 --model prophet")));
        assert!(!is_wanted(&words("--data prophet --rounds 3")));
        let options = Options::read(&words("--model prophet --sample 3 --data a.csv")).unwrap();
        assert_eq!((options.files.len(), options.sample), (1, 3));
        assert!(Options::read(&words("--model prophet --rounds 3")).is_err());
    }
}
