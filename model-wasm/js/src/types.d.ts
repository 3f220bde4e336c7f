/** How far apart the values of a series are. */
export type Frequency = "hourly" | "daily" | "weekly" | "monthly" | "quarterly" | "yearly";

/** A model by name; `models()` lists them. */
export type Model = "ensemble" | "autoets" | "autoarima" | "ces" | "dot" | "otheta" | "theta" | "mstl" | "levelshape" | "prophet" | "trees" | "lstm" | "croston" | "sba" | "tsb" | "adida" | "imapa" | "counts" | "snaive" | "drift" | "mean" | "average" | (string & {});

/** What describes a series beside its values. */
export interface SeriesOptions {
  /** Steps ahead, 1 to 10,000. */
  horizon: number;
  /** `"daily"` unless told. */
  frequency?: Frequency;
  /** Season lengths in periods, rising; what is usual for the frequency unless told, `[]` for none. */
  seasons?: number[];
  /** Whether each period is open for business, from the first on and as far ahead as known. A closed one sells nothing. */
  open?: boolean[];
}

export interface ForecastOptions extends SeriesOptions {
  /** `"ensemble"` unless told. */
  model?: Model;
  /** Probabilities of the quantiles, rising; `[0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975]` unless told. */
  levels?: number[];
}

export interface StudyOptions extends SeriesOptions {
  /** The models to compare, in this order; all unless told. */
  models?: Model[];
  levels?: number[];
  /** Earlier points each model is tried at, at most; 12 unless told. */
  origins?: number;
  /** Whether trend and season are wanted. */
  components?: boolean;
}

export interface BacktestOptions extends SeriesOptions {
  model?: Model;
  origins?: number;
}

export interface Forecast {
  model: Model;
  /** What the model chose, such as `ETS(A,Ad,M)`; empty if there is nothing to choose. */
  notation: string;
  /** What is expected, step by step. */
  mean: number[];
  /** The probabilities of the quantiles. */
  levels: number[];
  /** A row per step, a quantile per level; they never fall along a row. */
  quantiles: number[][];
  /** The sum over all steps. Its quantiles are not the sums of the steps' quantiles. */
  total: { mean: number; quantiles: number[] };
}

/** How well a model would have done over the earlier points it was tried at. */
export interface Accuracy {
  /** Points it was tried at; 0: the history was too short, the other figures mean nothing. */
  origins: number;
  /** Mean absolute error over that of the seasonal naive inside the training part. */
  mase: number;
  /** Symmetric mean absolute percentage error, 0 to 200. */
  smape: number;
  /** Mean absolute percentage error over the values other than 0; `null` if all were 0. */
  mape: number | null;
  rmsse: number;
  wape: number;
  /** WAPE over the first, the middle and the last third of the steps ahead. */
  wapeByThird: [number, number, number];
  /** Sum of errors (forecast − actual) over the sum of absolute values. */
  bias: number;
  /** Share of values inside the 80 % band, 0 to 1. */
  inside80: number;
  /** Share of values inside the 95 % band, 0 to 1. */
  inside95: number;
}

export interface Study {
  /** The model the forecast is from. */
  champion: Model;
  forecast: Forecast;
  /** Every model that could be fitted. */
  contenders: Contender[];
  /** Over the history and the horizon; `null` if not wanted or not to be had. */
  components: { trend: number[]; season: number[]; effects: { name: string; values: number[] }[] } | null;
}

/** One of the models compared. */
export interface Contender {
  model: Model;
  notation: string;
  accuracy: Accuracy;
  /** What it says, step by step. */
  forecast: Pick<Forecast, "mean" | "levels" | "quantiles">;
  /** How much it counts in the ensemble, 0 to 1; `null` where it is no member or no ensemble was asked. */
  share: number | null;
}

/** What the functions throw. */
export interface EngineError extends Error {
  name: "EngineError";
  /** Stable: `bad-options`, `bad-values`, `forecast-no-history`, `forecast-too-short`, `forecast-bad-value`,
   * `forecast-bad-seasons`, `forecast-bad-horizon`, `forecast-bad-levels`, `forecast-unknown-model`, `forecast-no-fit`. */
  code: string;
}
