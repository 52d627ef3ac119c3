// Moves the slider for the error as a hand would, one event a frame.
const frame = () => new Promise((drawn) => { requestAnimationFrame(drawn); });

async function idle(frames) {
  for (let i = 0; i < frames; i += 1) await frame();
}

// To and fro between an error of 0.2% and one of 3%, never twice the same in a row.
function position(i) {
  const there = i % 160;
  return 555 + 2 * (there < 80 ? there : 160 - there);
}

async function events(count) {
  const slider = document.querySelector("#error-slider");
  for (let i = 0; i < count; i += 1) {
    await frame();
    slider.value = String(position(i));
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }
  // What the last event has brought about is drawn in the next frame at the latest.
  await idle(2);
}

// What is shown, of canvases from a copy: reading pixels out would change how they are kept.
function shown() {
  const drawings = [...document.querySelectorAll("canvas, #place svg")];
  return drawings.map((it) => {
    if (it.localName === "svg") return it.outerHTML;
    if (!it.width || !it.height) return "";
    const copy = new OffscreenCanvas(it.width, it.height).getContext("2d");
    copy.drawImage(it, 0, 0);
    const { data } = copy.getImageData(0, 0, it.width, it.height);
    return data.reduce((hash, byte) => (hash * 31 + byte) | 0, 7);
  }).join();
}

// Whether every event changes what is shown within two frames: who draws nothing is fast.
async function draws() {
  const slider = document.querySelector("#error-slider");
  await idle(10);
  let before = shown();
  for (let i = 0; i < 10; i += 1) {
    slider.value = String(position(7 * i));
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await idle(3);
    const now = shown();
    if (now === before) return false;
    before = now;
  }
  return true;
}
