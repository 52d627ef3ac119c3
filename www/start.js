// Brings a document to life: fetches the program, starts it, and says what is wrong where it
// can't. The page, an embed and the page in one file all start like this; until then, and
// where it can't be, the still pictures and the text are all there.
(() => {
  const GLUE = ["./bounceback.js", "digest of bounceback.js"];
  const PROGRAM = ["./bounceback_bg.wasm", "digest of bounceback_bg.wasm"];
  // The same once more as a script: a document in a sandbox, or from a disk, may fetch nothing.
  const PACKED = ["./bounceback.wasm.js", ""];

  const root = document.documentElement;
  const isWhole = document.currentScript.hasAttribute("data-whole");
  const isEmbed = root.hasAttribute("data-embed");
  const isAlone = origin === "null" || location.protocol === "file:";
  const figures = isEmbed ? "The figure" : "The figures";

  function report(words, error) {
    const crash = document.getElementById("crash");
    const message = crash.querySelector("[data-slot=message]");
    // What the program itself said before it broke is more precise than this.
    message.textContent ||= words;
    crash.hidden = false;
    if (error) console.error(error);
  }

  function watch(error) {
    if (!globalThis.WebAssembly || !(error instanceof WebAssembly.RuntimeError)) return;
    report(`${figures} stopped working. The text is not affected, and the address still holds your values.`);
  }
  addEventListener("error", (event) => watch(event.error));
  addEventListener("unhandledrejection", (event) => watch(event.reason));

  // The room that the link leads to is there from the beginning.
  addEventListener("DOMContentLoaded", () => {
    const [, name] = /^#(?:.*&)?(?:figure=)?([a-z]+)(?:&|$)/.exec(location.hash) ?? [];
    const room = name && document.getElementById(name)?.closest(".room");
    if (!room) return;
    for (const other of document.querySelectorAll(".room")) other.classList.toggle("here", other === room);
  });

  addEventListener("click", (event) => {
    // A reload keeps the fragment, and so every value; the link alone would drop it.
    if (event.target.closest?.("#crash [data-action=reload]")) {
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

  const script = ([src, integrity]) => new Promise((resolve, reject) => {
    const element = document.createElement("script");
    if (integrity && !isAlone) element.integrity = integrity;
    element.onload = resolve;
    element.onerror = () => {
      element.remove();
      reject(new Error(`${src} did not arrive`));
    };
    element.src = src;
    document.head.append(element);
  });

  async function fetched([address, integrity]) {
    const response = await fetch(address, { integrity });
    if (!response.ok) throw new Error(`${address} did not arrive: ${response.status}`);
    return response;
  }

  async function unpacked(text) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).arrayBuffer();
  }

  // The lab brings its files in the same ways.
  if (!isEmbed) globalThis.bouncebackFiles = { script, fetched, unpacked, isAlone };

  // A function that takes a vector: what does not understand it does not understand the program.
  const VECTOR = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 1, 123, 0, 3, 2, 1, 0, 10, 4, 1, 2, 0, 11];

  async function load() {
    if (!globalThis.WebAssembly) throw new Error("there is no WebAssembly");
    if (!WebAssembly.validate(new Uint8Array(VECTOR))) throw new Error("WebAssembly is too old");
    const isFetched = !isWhole && !isAlone;
    const response = isFetched && fetched(PROGRAM);
    // Told of below, once it is waited for.
    if (response) response.catch(() => {});
    if (typeof wasm_bindgen === "undefined") await script(GLUE);
    if (!isWhole && isAlone) await script(PACKED);
    if (document.readyState === "loading") {
      await new Promise((ready) => { addEventListener("DOMContentLoaded", ready); });
    }
    const packed = globalThis.bouncebackProgram;
    delete globalThis.bouncebackProgram;
    const { memory } = await wasm_bindgen({ module_or_path: isFetched ? await response : unpacked(packed) });
    // For scripts on the page: bounceback.curve("#error=1%") is what the link shows, as CSV.
    // Nothing else of the program is theirs to call.
    if (!isEmbed) {
      globalThis.bounceback = {
        curve: (link, lengths) => wasm_bindgen.curve(link, lengths),
        get memory() { return memory; },
      };
    }
  }

  // A newer version has other names for its files, and the old ones may be gone.
  async function isOutdated() {
    if (isWhole || isAlone) return false;
    const response = await fetch(location.pathname, { cache: "reload" });
    const page = await response.text();
    return response.ok && page.includes("data-bounceback") && !page.includes(PROGRAM[0]);
  }

  async function explained() {
    if (location.protocol === "file:" && !isWhole && !isEmbed) {
      return `${figures} can’t be started from a disk like this. Open bounceback.html, which lies beside this file: it holds everything.`;
    }
    if (!navigator.onLine) return `${figures} did not arrive: there is no network. They come by themselves when it is back.`;
    if (await isOutdated().catch(() => false)) return "There is a newer version of this page. Reload it: your values stay.";
    return `${figures} could not be started: this browser blocked WebAssembly or knows none, or too old a form of it, or a file did not arrive.`;
  }

  let state = "new";
  async function start() {
    if (state === "starting" || state === "started") return;
    state = "starting";
    try {
      await load();
      state = "started";
      document.getElementById("crash").hidden = true;
    } catch (error) {
      state = "failed";
      root.dataset.ready = "never";
      const values = location.hash.length > 1 ? " The pictures and the numbers in the text are those of the values that the page starts from, not of your link." : " The pictures and the text stay as they are.";
      const words = await explained();
      if (document.readyState === "loading") {
        await new Promise((ready) => { addEventListener("DOMContentLoaded", ready); });
      }
      document.querySelector("#crash [data-slot=message]").textContent = "";
      report(words + (isEmbed ? "" : values), error);
    }
  }
  // What has not come is asked for again when it may come.
  addEventListener("online", () => { if (state === "failed") start(); });

  // An embed waits until somebody sees it.
  if (isEmbed) addEventListener("bounceback-seen", start, { once: true });
  else start();
})();
