/** How far apart the values of a series are. */
export type Frequency = "hourly" | "daily" | "weekly" | "monthly" | "quarterly" | "yearly";

/** A model by name; `models()` lists them. */
export type Model = "ensemble" | "autoets" | "autoarima" | "ces" | "dot" | "otheta" | "theta" | "mstl" | "levelshape" | "prophet" | "trees" | "lstm" | "croston" | "sba" | "tsb" | "adida" | "imapa" | "counts" | "snaive" | "drift" | "mean" | "average" | (string & {});

/** Countries whose holidays are known. */
export type Country = "US" | "CA" | "GB" | "FR" | "DE" | "IN";

/** A number for each period, known in advance. */
export interface Column {
  name: string;
  /** Promotions, holidays and events are 1 where they are and 0 elsewhere; prices are greater than 0. */
  role: "promotion" | "price" | "holiday" | "event" | "other";
  /** From the first period of the history on, and as far ahead as known. */
  values: number[];
}

/** What describes a series beside its values. */
export interface SeriesOptions {
  /** `"daily"` unless told. */
  frequency?: Frequency;
  /** Season lengths in periods, rising; what is usual for the frequency unless told, `[]` for none. */
  seasons?: number[];
  /** Whether each period is open for business, from the first on and as far ahead as known. A closed one sells nothing. */
  open?: boolean[];
  /** The first period's first day, as `2026-11-21`. */
  firstDay?: string;
  /** Promotions, prices, holidays: what sales may be explained with. */
  columns?: Column[];
}

/** How far to look. */
export interface Ahead {
  /** Steps ahead, 1 to 10,000. */
  horizon: number;
}

export interface ForecastOptions extends SeriesOptions, Ahead {
  /** `"ensemble"` unless told. */
  model?: Model;
  /** Probabilities of the quantiles, rising; `[0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975]` unless told. */
  levels?: number[];
}

export interface StudyOptions extends SeriesOptions, Ahead {
  /** The models to compare, in this order; all unless told. */
  models?: Model[];
  levels?: number[];
  /** Earlier points each model is tried at, at most; 12 unless told. */
  origins?: number;
  /** Whether trend and season are wanted. */
  components?: boolean;
}

export interface BacktestOptions extends SeriesOptions, Ahead {
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

/** A holiday, or a day that shops notice. */
export interface Holiday {
  /** What it is, for ever and in every country: `christmas`, `black-friday`. */
  key: string;
  /** As `2026-12-25`. */
  day: string;
  isPublic: boolean;
}

export interface HolidayColumnsOptions {
  firstDay: string;
  /** Of history and horizon together. */
  periods: number;
  frequency?: Frequency;
}

/** One thing worth saying. Shares: 0.12 is 12 % more. */
export type Insight =
  | { kind: "growth"; change: number; span: number }
  | { kind: "strongest" | "weakest"; weekday: number | null; month: number | null; change: number }
  | { kind: "levelShift"; at: number; change: number; before: number; after: number }
  | { kind: "unusual"; at: number; value: number; expected: number };

/** What a column brought. */
export interface Learned {
  name: string;
  role: Column["role"];
  scale: "logarithmic" | "level";
  /** A price's elasticity; else the logarithm of a factor, or units where the scale is `level`. */
  coefficient: number;
  standardError: number;
  /** Different prices, or times it came and went: with fewer than two, little is known. */
  changes: number;
  /** Periods in which it was not as usual. */
  periods: number;
}

export interface PrepareOptions extends SeriesOptions {
  /** What a period means that nothing was told of; `"unknown"` unless told. */
  gaps?: "unknown" | "nothing";
  /** Whether runs without sales that chance does not explain are unknown demand. */
  stockOuts?: boolean;
  /** Whether single values far from all that is usual are left out. */
  outliers?: boolean;
}

export interface Prepared {
  values: (number | null)[];
  /** Runs taken for sold out: first period, first one after. */
  stockOuts: [number, number][];
  outliers: number[];
}

export interface NewcomerOptions extends SeriesOptions, Ahead {
  levels?: number[];
  /** Which share of its kind's sales a newcomer usually has, 0 to 1, where that is known. */
  usualShare?: number;
}

export interface ReconcileOptions {
  /** For each whole, the parts it sums, counted from 0. */
  wholes: number[][];
  /** `"ols"` unless told. */
  how?: "bottom-up" | "ols" | "wls" | "mint";
  /** One per row, for `"wls"`. */
  variances?: number[];
  /** One-step errors of earlier forecasts, a row per row, for `"mint"`. */
  errors?: number[][];
}

/** One of many series, and what is different about it. */
export interface OneOfMany extends SeriesOptions {
  /** `null` for what was not observed. */
  values: Iterable<number | null>;
}

export interface TrainOptions extends SeriesOptions, Ahead {
  /** `"ensemble"`, the default: trees learned from all series stand beside each series' own models where that helps. */
  model?: "ensemble" | "trees" | "lstm";
  /** What chance begins with; 0 unless told. */
  seed?: number;
}

export interface TrainedForecastOptions extends SeriesOptions, Ahead {
  levels?: number[];
}

/** What the functions throw. */
export interface EngineError extends Error {
  name: "EngineError";
  /** Stable: `bad-options`, `bad-values`, `forecast-no-history`, `forecast-too-short`, `forecast-bad-value`,
   * `forecast-bad-seasons`, `forecast-bad-horizon`, `forecast-bad-levels`, `forecast-bad-hierarchy`,
   * `forecast-unknown-model`, `forecast-no-fit`. */
  code: string;
}
