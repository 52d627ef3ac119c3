// An embed before its program: a picture at once, and the program (start.js) when it is seen
// or touched.
(() => {
  const LONGEST = 65536;
  const root = document.documentElement;
  const main = document.querySelector("main");
  const figure = document.querySelector("figure");
  const titles = [...document.querySelectorAll("[data-of]")];

  const KEYS = ["keys of a link"];
  const NEUTRAL = ["", "v", "figure", "theme", "controls", "heading", "runs", ...titles.map((title) => title.dataset.of)];

  // Cut a little behind the longest, so that the program sees that it is too long. A second
  // hash is none of ours: sites add it to what they embed.
  const cut = (part) => part.slice(1, LONGEST + 2);
  const halves = () => ({ query: cut(location.search), fragment: cut(location.hash).split("#")[0] });

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
      heading: keys.get("heading"),
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

  let started = false;
  function start() {
    if (started) return;
    started = true;
    seen.disconnect();
    dispatchEvent(new Event("bounceback-seen"));
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
    if (["name", "controls", "heading"].some((key) => then[key] !== now[key])) location.reload();
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
