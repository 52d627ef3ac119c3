// Brings the lab: its program, and the models that are asked for. The page asks when the room
// is opened; nothing comes before.
(() => {
  const FILES = {
    glue: ["./lab.js", "digest of lab.js"],
    program: ["./lab_bg.wasm", "digest of lab_bg.wasm"],
    packed: ["./lab.wasm.js", ""],
    "plain-1": ["./lab-plain-1.bin", "digest of lab-plain-1.bin"],
    "plain-2": ["./lab-plain-2.bin", "digest of lab-plain-2.bin"],
    "backspace-1": ["./lab-backspace-1.bin", "digest of lab-backspace-1.bin"],
    "backspace-2": ["./lab-backspace-2.bin", "digest of lab-backspace-2.bin"],
    "pauses-1": ["./lab-pauses-1.bin", "digest of lab-pauses-1.bin"],
    "instruction-1": ["./lab-instruction-1.bin", "digest of lab-instruction-1.bin"],
    "instruction-2": ["./lab-instruction-2.bin", "digest of lab-instruction-2.bin"],
  };
  const isWhole = document.currentScript.hasAttribute("data-whole");
  const { script, fetched, unpacked, isAlone } = globalThis.bouncebackFiles;
  const models = new Map();
  let program;

  async function file(name) {
    if (!isWhole && !isAlone) return (await fetched(FILES[name])).arrayBuffer();
    return unpacked(globalThis.bouncebackLabFiles[name]);
  }

  async function start() {
    if (typeof bounceback_lab === "undefined") await script(FILES.glue);
    if (!globalThis.bouncebackLabFiles && isAlone && !isWhole) await script(FILES.packed);
    await bounceback_lab({ module_or_path: file("program") });
  }

  async function model(name) {
    if (models.has(name)) return;
    const read = bounceback_lab.Model.read(new Uint8Array(await file(name)));
    if (!read) throw new Error(`${name} is not complete`);
    if (!models.has(name)) models.set(name, read);
  }

  globalThis.bouncebackLab = {
    // What did not come may be asked for again.
    async load(...names) {
      try {
        await (program ??= start());
      } catch (error) {
        program = undefined;
        throw error;
      }
      await Promise.all(names.map(model));
    },
    has: (name) => models.has(name),
    writer: (name, setting, run) => bounceback_lab.Writer.begin(models.get(name), setting, run),
    runs: (name, setting, runs) => bounceback_lab.Runs.begin(models.get(name), setting, runs),
  };
})();
