// Many series through the npm package, on so many workers as asked for.
const policy = trustedTypes.createPolicy("rust", { createScriptURL: (url) => url });

function started() {
  return new Promise((resolve, reject) => {
    const worker = new Worker(policy.createScriptURL("worker.js"), { type: "module" });
    worker.onmessage = () => resolve(worker);
    worker.onerror = (event) => reject(new Error(event.message || "a worker did not start"));
  });
}

let pool = [];
// Series to learn from, and what came of it.
let lessons = [];
let outcome = null;

/** Keeps the series of these tasks to learn from. */
function gather(tasks) {
  for (const { values, options } of tasks) {
    const { horizon, model, ...own } = options;
    lessons.push({ values, ...own });
  }
}

/** Begins to learn from what was gathered; `learned` says when that is done. */
async function learn(options) {
  if (pool.length === 0) pool.push(await started());
  pool[0].onmessage = ({ data: { bytes, error, ms } }) => {
    for (const worker of bytes ? pool.slice(1) : []) worker.postMessage({ model: options.model, bytes });
    outcome = { error, ms };
  };
  pool[0].postMessage({ series: lessons, options });
  lessons = [];
}

/** How long it took or why it failed; `null` as long as it lasts. */
function learned() {
  return outcome;
}

/** The answers to `tasks`, in their order, and how long all of them took together. */
async function run(tasks, workers) {
  while (pool.length < workers) pool.push(await started());
  const answers = new Array(tasks.length);
  const begun = performance.now();
  let next = 0;
  const serve = (worker) =>
    new Promise((resolve) => {
      const give = () => {
        if (next === tasks.length) return resolve();
        const at = next++;
        worker.onmessage = ({ data }) => {
          answers[at] = data;
          give();
        };
        worker.postMessage(tasks[at]);
      };
      give();
    });
  await Promise.all(pool.slice(0, workers).map(serve));
  return { answers, ms: performance.now() - begun };
}

window.engine = { gather, learn, learned, run };
