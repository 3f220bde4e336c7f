//! The models that are timed, each from a series to its forecast with bands of 50, 80 and 95 %.

use anofox_forecast::models::Forecaster;
use anofox_forecast::models::arima::{AutoARIMA, AutoARIMAConfig};
use anofox_forecast::models::exponential::{AutoETS, AutoETSConfig};
use anofox_forecast::models::theta::AutoTheta;
use anyhow::{Result, anyhow, ensure};
use augurs::mstl::MSTLModel;
use augurs::{Fit, Predict};

use crate::series::Series;

const LEVELS: [f64; 3] = [0.5, 0.8, 0.95];

/// Fits and forecasts.
pub(crate) type Model = fn(&Series) -> Result<()>;

/// By name.
pub(crate) const MODELS: [(&str, Model); 5] = [
    ("anofox-autoets", |series| {
        let season = AutoETSConfig::with_period(series.season);
        anofox(AutoETS::with_config(season), series)
    }),
    ("anofox-autotheta", |series| {
        let is_seasonal = series.season > 1;
        let seasonal = || AutoTheta::seasonal(series.season);
        anofox(if is_seasonal { seasonal() } else { AutoTheta::new() }, series)
    }),
    ("anofox-autoarima", |series| {
        let season = if series.season > 1 { series.season } else { 0 };
        let config = AutoARIMAConfig::default().with_seasonal_period(season);
        anofox(AutoARIMA::with_config(config), series)
    }),
    // Its smoothing knows no season, whatever the series has.
    ("augurs-ets", |series| augurs(augurs::ets::AutoETS::non_seasonal(), series)),
    ("augurs-mstl", |series| {
        let trend = augurs::ets::AutoETS::non_seasonal();
        // Without a season there is nothing to take off.
        if series.season < 2 {
            return augurs(trend, series);
        }
        augurs(MSTLModel::new(vec![series.season], trend.into_trend_model()), series)
    }),
];

fn anofox(mut model: impl Forecaster, series: &Series) -> Result<()> {
    model.fit(&series.dated)?;
    for level in LEVELS {
        let forecast = model.predict_with_intervals(series.horizon, level)?;
        ensure!(forecast.primary().len() == series.horizon, "it gave another horizon");
    }
    Ok(())
}

fn augurs(model: impl Fit, series: &Series) -> Result<()> {
    let fitted = model.fit(series.dated.primary_values()).map_err(|error| anyhow!("{error}"))?;
    for level in LEVELS {
        let forecast = fitted.predict(series.horizon, level).map_err(|error| anyhow!("{error}"))?;
        ensure!(forecast.point.len() == series.horizon, "it gave another horizon");
    }
    Ok(())
}
