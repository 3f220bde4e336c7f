export { backtest, engineVersion, forecast, models, study, version } from "./model_wasm.js";
export type {
  Accuracy,
  BacktestOptions,
  EngineError,
  Forecast,
  ForecastOptions,
  Frequency,
  Model,
  SeriesOptions,
  Study,
  StudyOptions,
} from "./model_wasm.js";
