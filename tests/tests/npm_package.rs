//! The engines as JavaScript gets them: the README's example as printed, and the numbers of the native engines.
#![cfg(test)]

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use model_wasm::forecast::{Error, Forecast, Levels, Name, Spec};
use tests::{Answer, Forecaster, Places, SeriesRow, Task};
use tokio::process::Command;

/// What may differ between the two, relative to the size of the number.
const TOLERANCE: f64 = 1e-6;

#[tokio::test]
async fn the_readme_example_says_the_same_in_node_and_in_chromium() -> Result<()> {
    let package = Places::new().npm_package()?;
    let readme = std::fs::read_to_string(package.join("README.md"))?;
    let (_, rest) = readme.split_once("```js\n").context("the README has an example")?;
    let (example, _) = rest.split_once("```").context("the example ends")?;

    let in_node = printed_in_node(&package, "example", example).await?;
    ensure!(in_node.lines().count() >= 15 && in_node.contains("best: "), "{in_node}");
    ensure!(in_node.contains("forecast-no-history: "), "{in_node}");
    let forecaster = Forecaster::open(&package).await?;
    let in_chromium = forecaster.printed(example).await?;
    ensure!(in_chromium == in_node, "Node:\n{in_node}\nChromium:\n{in_chromium}");
    forecaster.close().await
}

#[tokio::test]
async fn native_and_webassembly_forecasts_are_the_same() -> Result<()> {
    let rows = SeriesRow::read_all(&Places::new().data("forecast").join("series.csv.gz"))?;
    let cases: Vec<(Name, &SeriesRow)> =
        Name::ALL.iter().flat_map(|name| rows.iter().map(move |row| (*name, row))).collect();
    let forecaster = Forecaster::open(&Places::new().npm_package()?).await?;
    let asked: Vec<Task> = cases.iter().map(|(name, row)| row.task(*name)).collect();
    let found = forecaster.run(&asked, 1).await?;
    for ((name, row), answer) in cases.iter().zip(&found.answers) {
        expect_same(&natively(row, *name), answer)
            .with_context(|| format!("{} of {}", name.as_str(), row.id))?;
    }
    forecaster.close().await
}

#[tokio::test]
async fn mistakes_are_told_by_code() -> Result<()> {
    let mistakes = [
        ("[], { horizon: 3 }", "forecast-no-history"),
        ("[1, NaN], { horizon: 3 }", "forecast-bad-value"),
        ("[1, 2], { horizon: 0 }", "forecast-bad-horizon"),
        ("[1, 2], { horizon: 3, model: 'oracle' }", "forecast-unknown-model"),
        ("[1, 2], { horizon: 3, levels: [0.9, 0.1] }", "forecast-bad-levels"),
        ("[1, 2], { horizon: 3, seasons: [1] }", "forecast-bad-seasons"),
        ("[1, 2], { horizon: 3, frequency: 'sometimes' }", "bad-options"),
        ("[1, 2], { horizon: 3, modle: 'theta' }", "bad-options"),
        ("[1, 2], { horizon: -1 }", "bad-options"),
        ("[1, 2], {}", "bad-options"),
        ("[1, 2]", "bad-options"),
        ("[1, 'two'], { horizon: 3 }", "bad-values"),
        ("7, { horizon: 3 }", "bad-values"),
    ];
    let mut script = String::from("import { forecast } from \"model-wasm\";\n");
    for (arguments, _) in mistakes {
        writeln!(
            script,
            "try {{ forecast({arguments}); console.log('taken'); }}
             catch (error) {{ console.log(error instanceof Error && error.code); }}"
        )?;
    }
    let printed = printed_in_node(&Places::new().npm_package()?, "mistakes", &script).await?;
    for ((arguments, code), told) in mistakes.iter().zip(printed.lines()) {
        ensure!(told == *code, "forecast({arguments}): {told}, not {code}");
    }
    Ok(())
}

#[test]
fn the_types_name_every_model() -> Result<()> {
    let types = std::fs::read_to_string(Places::new().npm_package()?.join("model_wasm.d.ts"))?;
    for name in Name::ALL {
        let quoted = format!("\"{}\"", name.as_str());
        ensure!(types.contains(&quoted), "types.d.ts does not name {quoted}");
    }
    Ok(())
}

/// In a directory where the package is installed as npm would.
async fn printed_in_node(package: &Path, name: &str, script: &str) -> Result<String> {
    let home = Places::new().artefacts().join("node").join(name);
    if home.exists() {
        std::fs::remove_dir_all(&home)?;
    }
    let installed = home.join("node_modules/model-wasm");
    std::fs::create_dir_all(&installed)?;
    for entry in std::fs::read_dir(package)? {
        let entry = entry?;
        std::fs::copy(entry.path(), installed.join(entry.file_name()))?;
    }
    std::fs::write(home.join("script.mjs"), script)?;
    let ran = Command::new("node").arg("script.mjs").current_dir(&home).output().await?;
    ensure!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    Ok(String::from_utf8(ran.stdout)?)
}

fn natively(row: &SeriesRow, model: Name) -> Result<Forecast, Error> {
    let fitted = Spec::new(model, row.horizon).fit(&row.series()?)?;
    fitted.forecast(row.horizon, &Levels::bands())
}

fn expect_same(native: &Result<Forecast, Error>, found: &Answer) -> Result<()> {
    match native {
        Err(error) => {
            let told = found.error.as_ref().context("only the native engine refused it")?;
            ensure!(told.code == error.code(), "{}, natively {}", told.code, error.code());
        }
        Ok(forecast) => {
            ensure!(found.error.is_none(), "{:?}", found.error);
            let numbers = forecast.mean.iter().chain(&forecast.quantiles);
            let there: Vec<f64> =
                found.mean.iter().chain(found.quantiles.iter().flatten()).copied().collect();
            ensure!(there.len() == numbers.clone().count(), "{} numbers", there.len());
            for (here, there) in numbers.zip(there) {
                let difference = (here - there).abs() / here.abs().max(1.0);
                ensure!(difference <= TOLERANCE, "{there}, natively {here}");
            }
        }
    }
    Ok(())
}
