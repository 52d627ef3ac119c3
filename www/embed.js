// For pages that embed a figure of Bounceback: gives its frame the height it needs, and
// makes <bounce-back> an element. It reads nothing of the page but its own frames.
(() => {
  const EMBED = new URL("embed.html", document.currentScript.src).href;
  const LEAST = 120;
  const MOST = 4000;
  // A little more than the longest link, which the frame then says is too long.
  const LONGEST = 65600;
  // Not keys of the link, but attributes that every element may have.
  const OTHERS = /^(title|height|id|class|style|slot|lang|dir|hidden|role|tabindex|on.*|.*-.*)$/;
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
    connectedCallback() {
      if (this.frame) return void made.add(this.frame);
      const frame = this.frame = document.createElement("iframe");
      const keys = [...this.attributes].filter(({ name }) => !OTHERS.test(name));
      const link = keys.map(({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value.slice(0, LONGEST))}`).join("&");
      frame.src = `${EMBED}#${link.slice(0, LONGEST)}`;
      frame.title = this.title || "A figure of Bounceback";
      frame.loading = "lazy";
      frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox");
      Object.assign(frame.style, { display: "block", width: "100%", border: 0, height: bounded(parseInt(this.getAttribute("height")) || 600) });
      // The link inside is for readers without scripts; here it gives way.
      this.style.display = "block";
      (this.shadowRoot || this.attachShadow({ mode: "open" })).replaceChildren(frame);
      made.add(frame);
    }

    disconnectedCallback() {
      made.delete(this.frame);
    }
  });
})();
