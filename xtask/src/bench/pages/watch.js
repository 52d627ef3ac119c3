// Runs before anything of the page, and notes when the reader sees what.
(() => {
  if (window !== top) return;
  const seen = { shift: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!entry.hadRecentInput) seen.shift += entry.value;
    }
  }).observe({ type: "layout-shift", buffered: true });

  // A still picture that has a size when a frame begins is painted with that frame.
  function look() {
    const pictures = document.querySelectorAll("figure svg, figure img");
    const there = [...pictures].some((it) => it.getBoundingClientRect().height > 50 && it.complete !== false);
    if (there) requestAnimationFrame(() => { seen.figure = performance.now(); });
    else requestAnimationFrame(look);
  }
  requestAnimationFrame(look);

  new MutationObserver((_, observer) => {
    if (document.documentElement?.dataset.ready !== "true") return;
    observer.disconnect();
    seen.ready = performance.now();
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-ready"] });

  globalThis.benchTold = () => {
    const [page] = performance.getEntriesByType("navigation");
    const files = [page, ...performance.getEntriesByType("resource")];
    return {
      ...seen,
      text: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
      // (When an answer begins is told as it was before it was slowed down.)
      waited: page.responseEnd - page.requestStart,
      bytes: files.reduce((sum, file) => sum + file.transferSize, 0),
    };
  };
})();
