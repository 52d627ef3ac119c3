// Changes one control after the other to a random value, and lets the page draw.
const frame = () => new Promise((drawn) => { requestAnimationFrame(drawn); });

// Every control of a parameter that there is now; which show depends on the process.
function controls() {
  return [...document.querySelectorAll("input[type=range][id$='-slider'], select[id]")]
    .filter((it) => !it.disabled && !it.hidden);
}

// The same values in every round of the bench: a hash of the number of the change.
function random(number) {
  let z = Math.imul(number + 1, 0x9e3779b9);
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return ((z ^ (z >>> 16)) >>> 0) / 4294967296;
}

async function changes(from, count) {
  for (let number = from; number < from + count; number += 1) {
    const all = controls();
    const control = all[number % all.length];
    const share = random(number);
    if (control.localName === "select") {
      control.selectedIndex = Math.floor(share * control.options.length);
    } else {
      const [least, most] = [Number(control.min || 0), Number(control.max || 100)];
      control.value = String(Math.round(least + share * (most - least)));
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
    control.dispatchEvent(new Event("change", { bubbles: true }));
    await frame();
  }
  await frame();
}
