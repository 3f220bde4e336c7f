// What the benchmark asks of PapaParse and DuckDB-WASM.
{
  const policy = trustedTypes.createPolicy("rust", { createScriptURL: (url) => url });
  const duckdb = module.exports;
  const here = (name) => new URL(name, location.href).href;
  const file = () => document.querySelector("input[type=file]").files[0];
  const timed = async (what) => {
    const began = performance.now();
    const value = await what();
    return [performance.now() - began, value];
  };
  const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];

  /** Reads every cell as text, a chunk at a time, and keeps nothing. */
  const papa = () => new Promise((done, failed) => {
    const began = performance.now();
    let rows = 0;
    Papa.parse(file(), {
      chunk: (part) => { rows += part.data.length; },
      skipEmptyLines: true,
      complete: () => done({ ms: performance.now() - began, rows: rows - 1 }),
      error: failed,
    });
  });

  let database;
  let connection;
  const open = async () => {
    const [start_ms] = await timed(async () => {
      const worker = new Worker(policy.createScriptURL(here("duckdb-worker.js")));
      database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
      await database.instantiate(here("duckdb-eh.wasm"));
      await database.open({});
      connection = await database.connect();
    });
    return { start_ms };
  };
  const query = (text) => connection.query(text);
  const one = async (text) => Number((await query(text)).toArray()[0].toJSON().value);
  const memory = () => new Promise((done) => {
    const line = new BroadcastChannel("memory");
    line.onmessage = ({ data }) => { line.close(); done(data); };
    line.postMessage("ask");
  });

  /** Reads the file into a table, types detected. */
  const read = async () => {
    await database.registerFileHandle("sales.csv", file(), duckdb.DuckDBDataProtocol.BROWSER_FILEREADER, true);
    await query("DROP TABLE IF EXISTS lines");
    const [ms] = await timed(() => query("CREATE TABLE lines AS SELECT * FROM read_csv('sales.csv')"));
    const rows = await one("SELECT count(*) AS value FROM lines");
    await query("DROP TABLE lines");
    await database.dropFile("sales.csv");
    return { ms, rows };
  };

  /** Fills a table from a SELECT, asks each question `times` times, takes the middle. */
  const questions = async (select, asked, times) => {
    await query("DROP TABLE IF EXISTS sales");
    const [fill_ms] = await timed(() => query(`CREATE TABLE sales AS ${select}`));
    const answers = { fill_ms };
    for (const [name, text] of [["nothing", "SELECT 1 AS value"], ...asked]) {
      const runs = [];
      for (let run = 0; run < times; run++) {
        const [ms, rows] = await timed(() => query(text));
        runs.push(ms);
        answers[`${name}_rows`] = rows.numRows;
        // Every question has one column of amounts, called value.
        answers[`${name}_sum`] = rows.toArray().reduce((sum, row) => sum + Number(row.toJSON().value), 0);
      }
      answers[`${name}_ms`] = median(runs);
    }
    answers.memory_bytes = await memory();
    return answers;
  };

  const close = async () => {
    await connection.close();
    await database.terminate();
  };

  window.peers = { papa, open, read, memory, questions, close };
}
