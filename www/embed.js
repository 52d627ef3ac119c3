// For pages that embed a figure of Bounceback: gives its frame the height it needs, and
// makes <bounce-back> an element. It reads nothing of the page but its own frames.
(() => {
  // Where it lies: a script that is a module, deferred or in a bundle isn't told.
  const place = document.currentScript?.src
    || document.querySelector("[data-bounceback]")?.dataset.bounceback
    || document.querySelector("script[src*='/embed.js']")?.src
    || performance.getEntriesByType("resource").find(({ name }) => /\/embed\.js([?#]|$)/.test(name))?.name;
  if (!place) {
    console.error("Bounceback: say where its page lies, as in <html data-bounceback=\"https://example.org/bounceback/\">.");
    return;
  }
  const EMBED = new URL("embed.html", new URL(place, location.href)).href;
  const KEYS = ["keys of a link"];
  const LEAST = 120;
  const MOST = 4000;
  // A little more than the longest link, which the frame then says is too long.
  const LONGEST = 65600;
  // About how high each figure is in a narrow frame, and in a wide one: so many pixels, and so
  // much of the width, up to some width. It stands there until the frame has told its height.
  const NARROW = 592;
  const FIRST = {
    claim: [437, 0.68, 273, 0.43, 730],
    bounce: [749, 0.85, 368, 0.71, 757],
    stretches: [405, 2.05, 258, 0.62, 780],
    hazards: [492, 2.05, 435, 0.4, 820],
    techniques: [415, 0.67, 259, 0.45, 729],
    map: [413, 0.81, 231, 0.58, 812],
  };
  const made = new Set();
  const bounded = (height) => `${Math.min(Math.max(Math.ceil(height), LEAST), MOST)}px`;
  const ours = () => [...made, ...document.querySelectorAll("iframe")].filter((it) => it.src.split(/[?#]/)[0] === EMBED);

  addEventListener("message", ({ source, data }) => {
    if (!source || data?.bounceback !== "height" || !Number.isFinite(data.height)) return;
    const frame = ours().find((it) => it.contentWindow === source);
    if (frame) frame.style.height = bounded(data.height);
  });
  // What they told before this script came.
  for (const frame of ours()) frame.contentWindow?.postMessage({ bounceback: "measure" }, "*");

  customElements.get("bounce-back") || customElements.define("bounce-back", class extends HTMLElement {
    static observedAttributes = [...KEYS, "title"];

    connectedCallback() {
      if (this.frame) return void made.add(this.frame);
      // The link inside is for readers without scripts; here it gives way.
      this.style.display = "block";
      const frame = this.frame = document.createElement("iframe");
      frame.src = this.address();
      frame.title = this.title || "A figure of Bounceback";
      frame.loading = "lazy";
      frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox");
      const height = parseInt(this.getAttribute("height")) || this.firstHeight();
      Object.assign(frame.style, { display: "block", width: "100%", border: 0, height: bounded(height) });
      (this.shadowRoot || this.attachShadow({ mode: "open" })).replaceChildren(frame);
      made.add(frame);
    }

    disconnectedCallback() {
      made.delete(this.frame);
    }

    // Several attributes that change at once are one change of the frame.
    attributeChangedCallback() {
      if (!this.frame || this.waits) return;
      this.waits = true;
      queueMicrotask(() => {
        this.waits = false;
        this.frame.title = this.title || "A figure of Bounceback";
        const address = this.address();
        // In its place, so that the history of the page is left alone.
        if (this.frame.contentWindow) this.frame.contentWindow.location.replace(address);
        else this.frame.src = address;
      });
    }

    address() {
      const keys = KEYS.filter((name) => this.hasAttribute(name));
      const link = keys.map((name) => `${name}=${encodeURIComponent(this.getAttribute(name).slice(0, LONGEST))}`).join("&");
      return `${EMBED}#${link.slice(0, LONGEST)}`;
    }

    firstHeight() {
      const [narrow, grows, wide, widens, most] = FIRST[this.getAttribute("figure")] ?? FIRST.bounce;
      const width = this.clientWidth || 600;
      return width < NARROW ? narrow + grows * width : wide + widens * Math.min(width, most);
    }
  });
})();
