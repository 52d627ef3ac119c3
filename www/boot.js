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

// A file that is let fall would take the place of the page, and so would a link. Text may be
// let fall into fields.
for (const kind of ["dragover", "drop"]) {
  addEventListener(kind, (event) => {
    const { target, dataTransfer } = event;
    const text = !dataTransfer?.types.includes("Files") && target.closest?.("input, textarea");
    if (event.defaultPrevented || text) return;
    event.preventDefault();
    if (dataTransfer) dataTransfer.dropEffect = "none";
  });
}

async function load({ default: init, ...program }, source) {
  const { memory } = await init(source && { module_or_path: source });
  return { ...program, memory };
}

// The program at work.
let program;

// The figures further down belong to a larger program, the atlas, and so do processes that
// remember. It comes when they are near, or asked for, and takes over from the first once it
// is ready: between two events, so that none is lost, and never in the midst of a pull.
const hands = new Set();
addEventListener("pointerdown", ({ pointerId, target }) => {
  // A list of choices may swallow the end of what it began.
  if (!target.closest?.("select")) hands.add(pointerId);
}, true);
for (const event of ["pointerup", "pointercancel"]) {
  addEventListener(event, ({ pointerId }) => { hands.delete(pointerId); }, true);
}
addEventListener("pointermove", ({ pointerId, buttons }) => {
  // So may a menu.
  if (!buttons) hands.delete(pointerId);
}, true);

async function takeOver() {
  const [atlas, response] = await Promise.all([import("./atlas.js"), fetch("./atlas_bg.wasm")]);
  const compiled = await WebAssembly.compile(await response.arrayBuffer());
  await started;
  document.documentElement.dataset.atlas = "coming";
  const next = await load(atlas, compiled);
  while (hands.size) await new Promise((resume) => { setTimeout(resume, 50); });
  next.takeOver(program.retire());
  program = next;
  document.documentElement.dataset.atlas = "open";
}

let coming;
const atlas = () => coming ??= document.getElementById("program") ? Promise.resolve() : takeOver();
const come = () => atlas().catch((error) => report(missing, error));
addEventListener("bounceback-atlas", come);
addEventListener("click", ({ target }) => {
  const figure = target.closest?.("[data-action=share]")?.closest("figure");
  if (figure) come().then(() => program.share?.(figure.dataset.figure));
});

async function start() {
  // The one-file build carries the program inside the page, all of it.
  program = await load(await import("./bounceback.js"), globalThis.bouncebackWasm);
  // For scripts on the page: bounceback.curve("#error=1%") is what the link shows, as CSV.
  // Nothing else of the program is theirs to call.
  globalThis.bounceback = {
    atlas,
    curve: (link, lengths) => program.curve(link, lengths),
    get memory() { return program.memory; },
  };
}

const started = start();
try {
  await started;
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
