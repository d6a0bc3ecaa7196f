// Runs before the first paint so that a stored theme does not flash. A file of its own because the
// content security policy allows no inline script.
(() => {
  try {
    const stored = localStorage.getItem("layerscope.theme");
    if (stored === "light" || stored === "dark") document.documentElement.dataset.theme = stored;
  } catch {
    // Storage may be blocked; the system's preference then decides.
  }
})();
