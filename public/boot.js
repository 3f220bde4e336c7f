// Starts the app. A plain script in the head: it runs before the first paint, so the theme and the
// language are right from the first pixel. The app writes the two hints; they hold nothing private.
(() => {
  "use strict";
  const root = document.documentElement;
  const { js, wasm } = document.currentScript.dataset;

  const hint = (key, allowed) => {
    try {
      const value = localStorage.getItem(key);
      return allowed.includes(value) ? value : null;
    } catch {
      return null; // Storage is blocked: the system's preference decides.
    }
  };
  const theme = hint("tillcast.theme", ["light", "dark"]);
  if (theme) root.dataset.theme = theme;
  const browserLanguage = (navigator.languages || []).find((tag) => /^(en|fr)\b/i.test(tag)) || "en";
  root.lang = hint("tillcast.lang", ["en", "fr"]) || browserLanguage.slice(0, 2).toLowerCase();

  const parsed = new Promise((resolve) => {
    document.addEventListener("DOMContentLoaded", resolve, { once: true });
  });
  const start = async () => {
    const { default: init } = await import(js);
    await parsed;
    await init({ module_or_path: wasm });
  };
  start().catch(async (error) => {
    console.error(error);
    await parsed;
    document.getElementById("boot-failed")?.removeAttribute("hidden");
    document.querySelector("main[aria-busy]")?.removeAttribute("aria-busy");
  });
})();
