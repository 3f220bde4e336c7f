// Goes before DuckDB's worker, which makes its memory itself: tells how much it holds.
{
  const memories = [];
  WebAssembly.Memory = class extends WebAssembly.Memory {
    constructor(limits) {
      super(limits);
      memories.push(this);
    }
  };
  const line = new BroadcastChannel("memory");
  line.onmessage = ({ data }) => {
    if (data !== "ask") return;
    line.postMessage(memories.reduce((bytes, memory) => bytes + memory.buffer.byteLength, 0));
  };
}
