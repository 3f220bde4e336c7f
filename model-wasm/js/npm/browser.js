// Browsers and bundlers: the engine is fetched from beside this file before the importing module runs.
import init from "./model_wasm.js";

await init();

export {
  TrainedModel,
  backtest,
  engineVersion,
  forecast,
  holidayColumns,
  holidays,
  insights,
  learned,
  models,
  newcomer,
  prepare,
  reconcile,
  study,
  version,
} from "./model_wasm.js";
