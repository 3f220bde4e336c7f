//! What the command line asks for.

use std::path::PathBuf;

use anyhow::{Context, bail};
use model_wasm::forecast::Name;

use super::engine::Runtime;

/// What to forecast, with what, and where to.
pub(crate) struct Options {
    pub(crate) files: Vec<PathBuf>,
    pub(crate) model: Name,
    pub(crate) json: Option<PathBuf>,
    pub(crate) forecasts: Option<PathBuf>,
    pub(crate) runtime: Runtime,
    /// Threads, where the engines run natively.
    pub(crate) threads: usize,
    /// So many series of each file, evenly spread over it.
    pub(crate) sample: Option<usize>,
    /// What models learn from that can learn from many series.
    pub(crate) learning: Learning,
}

/// What models that can learn from many series learn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Learning {
    /// Each series by itself.
    Alone,
    /// All series of the file.
    Together,
}

impl Options {
    pub(crate) fn parse(words: &[&str]) -> anyhow::Result<Self> {
        let mut options = Self {
            files: Vec::new(),
            model: Name::Ensemble,
            json: None,
            forecasts: None,
            runtime: Runtime::Native,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            sample: None,
            learning: Learning::Together,
        };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value =
                || words.next().copied().with_context(|| format!("{word} needs a value"));
            match *word {
                "--model" => options.model = named(value()?)?,
                "--json" => options.json = Some(value()?.into()),
                "--forecasts" => options.forecasts = Some(value()?.into()),
                "--threads" => {
                    options.threads = value()?.parse().context("--threads takes a number")?;
                }
                "--alone" => options.learning = Learning::Alone,
                "--wasm" => options.runtime = Runtime::Browser,
                "--sample" => {
                    options.sample = Some(value()?.parse().context("--sample takes a number")?);
                }
                option if option.starts_with("--") => bail!("unknown option {option}"),
                file => options.files.push(file.into()),
            }
        }
        if options.files.is_empty() {
            bail!("no file named");
        }
        Ok(options)
    }
}

fn named(text: &str) -> anyhow::Result<Name> {
    Name::parse(text).map_err(|_| {
        let names: Vec<&str> = Name::ALL.iter().map(|name| name.as_str()).collect();
        anyhow::anyhow!("there is no model {text:?}; there are {}", names.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_model_is_told_with_those_that_exist() {
        let told = Options::parse(&["a.csv", "--model", "oracle"]).err().unwrap().to_string();
        assert!(told.contains("oracle") && told.contains("ensemble, autoets"), "{told}");
        let options = Options::parse(&["a.csv", "--model", "snaive", "b.csv"]).unwrap();
        assert_eq!((options.files.len(), options.model), (2, Name::SeasonalNaive));
    }
}
