// Notes down everything that goes wrong on the page, for Tab::problems.
window.problems = [];
(() => {
  const note = (kind, what) => window.problems.push(`${kind}: ${what}`);
  addEventListener("error", (event) => {
    const target = event.target;
    if (event.message) note("error", `${event.message} at ${event.filename}:${event.lineno}`);
    else if (target !== window) note("not loaded", target.src || target.href || target.outerHTML);
  }, true);
  addEventListener("unhandledrejection", (event) => note("rejected", event.reason));
  addEventListener("securitypolicyviolation", (event) => {
    note("forbidden", `${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
  });
  for (const level of ["error", "warn"]) {
    const print = console[level];
    console[level] = (...words) => {
      note(`console.${level}`, words.map(String).join(" "));
      print.apply(console, words);
    };
  }
})();
