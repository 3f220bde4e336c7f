// One worker: a series in, its forecast out, and how long it took here.
import { forecast } from "./model-wasm/browser.js";

onmessage = ({ data: { values, options } }) => {
  const begun = performance.now();
  const answer = {};
  try {
    const { mean, quantiles } = forecast(values, options);
    Object.assign(answer, { mean, quantiles });
  } catch (error) {
    answer.error = { code: error.code ?? "crashed", message: String(error.message) };
  }
  postMessage({ ...answer, ms: performance.now() - begun });
};

postMessage("ready");
