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
        ("[1, 2], { horizon: 3, firstDay: 'soon' }", "bad-options"),
        (
            "[1, 2], { horizon: 3, columns: [{ name: 'a', role: 'odd', values: [] }] }",
            "bad-options",
        ),
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

/// What lies around the models, each asked once; every line says whether it was answered as it should be.
const AROUND: &str = r#"
import { TrainedModel, forecast, holidayColumns, holidays, insights, learned, newcomer, prepare, reconcile } from "model-wasm";
const say = (what, is) => console.log(is ? "yes" : `no: ${what}`);
const week = [8, 9, 10, 10, 13, 18, 4];
const days = (n, of) => Array.from({ length: n }, (_, t) => of(t));
say("holidays", holidays("FR", "2026-07-01", "2026-07-31").some(({ key, day, isPublic }) => key === "national-day" && day === "2026-07-14" && isPublic));
const columns = holidayColumns("US", { firstDay: "2025-01-06", periods: 400 });
say("columns", columns.length > 10 && columns.every(({ role, values }) => role === "holiday" && values.length === 400));
const noise = (t) => ((t * 7919) % 101) / 101 - 0.5;
const promoted = days(230, (t) => (t % 17 < 3 ? 1 : 0));
const sold = days(200, (t) => 10 * week[t % 7] * (promoted[t] ? 1.5 : 1) * (1 + 0.1 * noise(t)));
const options = { firstDay: "2025-01-06", columns: [{ name: "sale", role: "promotion", values: promoted }] };
const [sale] = learned(sold, options);
say("learned", sale.name === "sale" && Math.abs(Math.exp(sale.coefficient) - 1.5) < 0.1 && sale.changes > 5);
const ahead = forecast(sold, { horizon: 14, ...options }).mean;
const plain = forecast(sold, { horizon: 14, firstDay: "2025-01-06" }).mean;
say("promotion ahead", ahead[4] / plain[4] > 1.2 && promoted[204] === 1);
say("insights", insights(sold, { firstDay: "2025-01-06" }).some(({ kind, weekday }) => kind === "strongest" && weekday === 5));
const empty = sold.map((value, t) => (t >= 100 && t < 110 ? 0 : value));
say("prepare", prepare(empty, { stockOuts: true }).stockOuts.join() === "100,110");
const young = newcomer(sold.slice(195).map((value) => value / 10), sold, { horizon: 7 });
say("newcomer", young.mean.every((mean) => mean > 2 && mean < 30) && young.model === "newcomer");
const [total, tea, mugs] = reconcile([[12], [4], [6]], { wholes: [[0, 1]] }).flat();
say("reconcile", Math.abs(total - tea - mugs) < 1e-9 && total > 10 && total < 12);
const shops = days(8, (shop) => days(150, (t) => (shop + 1) * week[t % 7] * (1 + 0.1 * noise(t + 31 * shop))));
for (const model of ["ensemble", "trees", "lstm"]) {
  const trained = TrainedModel.train(shops, { model, horizon: 7 });
  const again = TrainedModel.fromBytes(model, trained.toBytes());
  const [one, two] = [trained, again].map((from) => from.forecast(shops[2], { horizon: 7 }));
  say(model, one.mean.join() === two.mean.join() && one.mean.every((mean, t) => Math.abs(mean / 3 / week[(150 + t) % 7] - 1) < 0.35));
}
"#;

#[tokio::test]
async fn what_lies_around_the_models_is_there_too() -> Result<()> {
    let printed = printed_in_node(&Places::new().npm_package()?, "around", AROUND).await?;
    ensure!(
        printed.lines().count() == 11 && printed.lines().all(|line| line == "yes"),
        "{printed}"
    );
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
