// One worker: a series in, its forecast out, and how long it took here; before that, if wanted, a model learned from many.
import { TrainedModel, forecast } from "./model-wasm/browser.js";

let trained = null;

function timed(work) {
  const begun = performance.now();
  const answer = {};
  try {
    Object.assign(answer, work());
  } catch (error) {
    answer.error = { code: error.code ?? "crashed", message: String(error.message) };
  }
  postMessage({ ...answer, ms: performance.now() - begun });
}

function learned({ series, options }) {
  trained = TrainedModel.train(series, options);
  return { bytes: trained.toBytes() };
}

function told({ values, options: { model, ...options } }) {
  const { mean, quantiles } = trained ? trained.forecast(values, options) : forecast(values, { model, ...options });
  return { mean, quantiles };
}

onmessage = ({ data }) => {
  if (data.bytes) trained = TrainedModel.fromBytes(data.model, data.bytes);
  else timed(() => (data.series ? learned(data) : told(data)));
};

postMessage("ready");
