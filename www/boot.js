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

async function start({ default: init, ...bounceback }, source) {
  const { memory } = await init(source && { module_or_path: source });
  // For scripts on the page: bounceback.curve("#error=1%") is what the link shows, as CSV.
  globalThis.bounceback = { ...bounceback, memory, atlas };
}

// The figures further down belong to a larger program, the atlas, and so do processes that
// remember. It comes when they are near, or asked for, and takes over from the first, at a
// moment when no hand is on the page; unless it is asked for, nor on its keys.
let held = 0;
let struck = -Infinity;
let asked = false;
for (const [event, by] of [["pointerdown", 1], ["pointerup", -1], ["pointercancel", -1]]) {
  addEventListener(event, ({ target }) => {
    // A list of choices may swallow the end of what it began.
    if (!target.closest?.("select")) held = Math.max(0, held + by);
  }, true);
}

// What is typed into a field counts once it is entered, or left.
let typing = false;
addEventListener("keydown", ({ key, target }) => {
  struck = performance.now();
  typing = target.type === "text" && key !== "Enter" && key !== "Escape";
}, true);
addEventListener("focusout", () => { typing = false; }, true);

const busy = () => held || (!asked && (typing || performance.now() < struck + 1000));

async function takeOver() {
  const [atlas, response] = await Promise.all([import("./atlas.js"), fetch("./atlas_bg.wasm")]);
  const program = await WebAssembly.compile(await response.arrayBuffer());
  while (busy()) await new Promise((resume) => { setTimeout(resume, 50); });
  const focused = document.activeElement?.id;
  document.documentElement.dataset.atlas = "coming";
  const link = globalThis.bounceback.retire();
  await start(atlas, program);
  // While controls are made anew the page is shorter for a moment, and would scroll.
  const top = scrollY;
  globalThis.bounceback.takeOver(link);
  scrollTo({ top, behavior: "instant" });
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  document.documentElement.dataset.atlas = "open";
}

let coming;
const atlas = () => coming ??= document.getElementById("program") ? Promise.resolve() : takeOver();
const come = () => atlas().catch((error) => report(missing, error));
addEventListener("bounceback-atlas", () => {
  asked = true;
  come();
});
addEventListener("click", ({ target }) => {
  const figure = target.closest?.("[data-action=share]")?.closest("figure");
  if (!figure) return;
  asked = true;
  come().then(() => globalThis.bounceback.share?.(figure.dataset.figure));
});

try {
  // The one-file build carries the program inside the page, all of it.
  await start(await import("./bounceback.js"), globalThis.bouncebackWasm);
  const near = new IntersectionObserver((places) => {
    if (!places.some((place) => place.isIntersecting)) return;
    near.disconnect();
    come();
  }, { rootMargin: "100%" });
  for (const place of document.querySelectorAll("[data-atlas]")) near.observe(place);
} catch (error) {
  document.documentElement.dataset.ready = "never";
  for (const picture of document.querySelectorAll("figure noscript")) picture.outerHTML = picture.textContent;
  report(missing, error);
}
