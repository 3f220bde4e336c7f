// Node: the engine is read from the disk, so that nothing has to be awaited.
import { readFileSync } from "node:fs";
import { initSync } from "./model_wasm.js";

initSync({ module: readFileSync(new URL("./model_wasm_bg.wasm", import.meta.url)) });

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
