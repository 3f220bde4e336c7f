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

window.engine = { run };
