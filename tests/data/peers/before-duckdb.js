// DuckDB-WASM is packed for CommonJS or a bundler; here a script defines what it asks for.
var module = { exports: {} };
var exports = module.exports;
var require = () => window.Arrow;
