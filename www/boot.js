// Starts the page's program. Where it can't start, or breaks, the page says so in words.
const crash = document.getElementById("crash");
const broken = "The figures have stopped working. The text is not affected, and the address still holds your values.";
const missing = "The figures could not be started: this browser blocked or does not know WebAssembly, or a file did not arrive. They stay as they were drawn; the text is complete.";

function report(words, error) {
  const message = crash.querySelector("[data-slot=message]");
  // What the program itself said before it broke is more precise than this.
  message.textContent ||= words;
  crash.hidden = false;
  if (error) console.error(error);
}

function watch(error) {
  if (globalThis.WebAssembly && error instanceof WebAssembly.RuntimeError) report(broken);
}

addEventListener("error", (event) => watch(event.error));
addEventListener("unhandledrejection", (event) => watch(event.reason));
crash.addEventListener("click", (event) => {
  // A reload keeps the fragment, and so every value; the link alone would drop it.
  if (event.target.closest("[data-action=reload]")) {
    event.preventDefault();
    location.reload();
  }
});

try {
  const { default: init, ...bounceback } = await import("./bounceback.js");
  // The one-file build carries the program's bytes inside the page.
  const source = globalThis.bouncebackWasm;
  const { memory } = await init(source && { module_or_path: source });
  // For scripts on the page: bounceback.curve("#error=1%") is what the link shows, as CSV.
  globalThis.bounceback = { ...bounceback, memory };
} catch (error) {
  document.documentElement.dataset.ready = "never";
  for (const picture of document.querySelectorAll("figure noscript")) picture.outerHTML = picture.textContent;
  report(missing, error);
}
