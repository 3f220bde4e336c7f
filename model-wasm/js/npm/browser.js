// Browsers and bundlers: the engine is fetched from beside this file before the importing module runs.
import init from "./model_wasm.js";

await init();

export { backtest, engineVersion, forecast, models, study, version } from "./model_wasm.js";
