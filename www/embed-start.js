// Starts an embed: a picture at once, the program when it is seen or touched.
//
// In a sandbox, and from the disk, a document has no origin of its own: it may not fetch
// the program, nor load modules, nor check what it loads by its digest. Plain scripts are
// let through everywhere. So the glue is one, and the program is there as one, too.
(() => {
  const PROGRAMS = {
    embed: ["./embed-program.js", "./embed-program_bg.wasm", "./embed-program.wasm.js"],
    atlas: ["./atlas-program.js", "./atlas_bg.wasm", "./atlas-program.wasm.js"],
  };
  const DIGESTS = {
    embed: ["digest of embed-program.js", "digest of embed-program_bg.wasm"],
    atlas: ["digest of atlas-program.js", "digest of atlas_bg.wasm"],
  };
  const LONGEST = 65536;
  const root = document.documentElement;
  const main = document.querySelector("main");
  const figure = document.querySelector("figure");
  const crash = document.getElementById("crash");
  const titles = [...document.querySelectorAll("[data-of]")];
  const alone = origin === "null" || location.protocol === "file:";

  const KEYS = ["keys of a link"];
  const NEUTRAL = ["", "v", "figure", "theme", "controls", "runs", ...titles.map((title) => title.dataset.of)];

  // Cut a little behind the longest, so that the program sees that it is too long. A second
  // hash is none of ours: sites add it to what they embed.
  const cut = (part) => part.slice(1, LONGEST + 2);
  const halves = () => ({ query: cut(location.search), fragment: cut(location.hash).split("#")[0] });
  const link = () => {
    const { query, fragment } = halves();
    return `?${query}#${fragment}`;
  };

  // What the program will read more carefully.
  function glance() {
    const { query, fragment } = halves();
    const keys = new URLSearchParams(`${fragment}&${query}`);
    const given = [...new URLSearchParams(fragment).keys()];
    // What else stands in a query is not about the figure.
    given.push(...[...new URLSearchParams(query).keys()].filter((key) => KEYS.includes(key)));
    const names = titles.map((title) => title.dataset.of);
    const named = keys.get("figure") ?? names.find((name) => keys.get(name) === "");
    return {
      name: names.includes(named) ? named : names[0],
      theme: keys.get("theme"),
      controls: keys.get("controls"),
      others: given.some((key) => !NEUTRAL.includes(key)),
    };
  }

  function show({ name, theme, others }) {
    if (["light", "dark"].includes(theme)) root.dataset.theme = theme;
    figure.dataset.figure = name;
    root.toggleAttribute("data-others", others);
    for (const title of titles) title.hidden = title.dataset.of !== name;
    const dark = theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
    const kind = (matchMedia("(max-width: 36.99rem)").matches ? "-narrow" : "") + (dark ? "-dark" : "");
    for (const place of document.querySelectorAll("[data-still]")) {
      const drawing = place.dataset.still || name;
      if (drawing === "strips" && name !== "bounce") continue;
      const picture = new Image();
      picture.alt = "";
      picture.src = `./pictures/${drawing}${kind}.svg`;
      place.replaceChildren(picture);
    }
  }

  function report(words, error) {
    crash.querySelector("[data-slot=message]").textContent ||= words;
    crash.hidden = false;
    if (error) console.error(error);
  }
  const broken = "The figure has stopped working; the full page still opens.";
  const missing = "The figure could not be started: WebAssembly was blocked, or a file did not arrive. The picture shows the page’s own values.";
  const watch = (error) => {
    if (globalThis.WebAssembly && error instanceof WebAssembly.RuntimeError) report(broken);
  };
  addEventListener("error", (event) => watch(event.error));
  addEventListener("unhandledrejection", (event) => watch(event.reason));

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

  const load = (src, integrity) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    if (integrity && !alone) script.integrity = integrity;
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${src} did not arrive`));
    script.src = src;
    document.head.append(script);
  });

  async function program(name) {
    const [glue, wasm, packed] = PROGRAMS[name];
    const [ofGlue, integrity] = DIGESTS[name];
    const early = alone ? null : fetch(wasm, { integrity });
    early?.catch(() => {});
    await load(glue, ofGlue);
    const { default: init, ...program } = globalThis.bouncebackGlue;
    // The program is this script's alone.
    delete globalThis.bouncebackGlue;
    let source = early;
    if (alone) {
      await load(packed);
      source = Uint8Array.from(globalThis.bouncebackProgram, (letter) => letter.charCodeAt(0));
      globalThis.bouncebackProgram = null;
    }
    await init({ module_or_path: source });
    return program;
  }

  // Some processes, too, are known to the atlas alone; it goes on where the program was.
  let shown, growing;
  async function grow() {
    const atlas = await program("atlas");
    const link = shown.retire();
    shown = atlas;
    shown.takeOver(link);
  }
  addEventListener("bounceback-atlas", () => {
    growing ??= grow().catch((error) => report(missing, error));
  });

  let started = false;
  async function start() {
    if (started) return;
    started = true;
    seen.disconnect();
    try {
      const { name } = glance();
      shown = await program(["claim", "bounce"].includes(name) ? "embed" : "atlas");
      // The program reads links more carefully, and may find another figure there.
      if (!shown.embed(link())) {
        shown = await program("atlas");
        shown.embed(link());
      }
    } catch (error) {
      report(missing, error);
    }
  }

  const now = glance();
  show(now);
  const seen = new IntersectionObserver((places) => {
    if (places.some((place) => place.isIntersecting)) start();
  });
  seen.observe(main);
  for (const touch of ["pointerdown", "keydown", "focusin"]) addEventListener(touch, start, { passive: true });

  addEventListener("hashchange", () => {
    const then = glance();
    if (then.name !== now.name || then.controls !== now.controls) location.reload();
    else if (!started) show(then);
  });

  if (location.protocol === "file:") document.querySelector("[data-slot=full]").setAttribute("href", "./bounceback.html");

  // All that is told to the page around it: when it changes, and when that page asks.
  const tell = () => {
    parent.postMessage({ bounceback: "height", height: Math.ceil(main.getBoundingClientRect().height) }, "*");
  };
  if (parent !== self) {
    new ResizeObserver(tell).observe(main);
    addEventListener("message", ({ source, data }) => {
      if (source === parent && data?.bounceback === "measure") tell();
    });
  }
})();
