// Times calls, each so often that the clock's ticks do not matter.
const LEAST = 40;

function timed(call) {
  let calls = 0;
  const start = performance.now();
  let now = start;
  do {
    call(calls);
    calls += 1;
    now = performance.now();
  } while (now - start < LEAST);
  return (now - start) / calls;
}

// One round for each of several things in turn, so that what slows the machine down slows
// them all: for each, its times in milliseconds.
function rounds(count, things) {
  const times = things.map(() => []);
  // Once before it counts: engines compile what they have seen.
  for (const thing of things) timed(thing);
  for (let round = 0; round < count; round += 1) {
    things.forEach((thing, i) => { times[i].push(timed(thing)); });
  }
  return times;
}

// So many lengths up to the last, at equal steps.
const steps = (count, last) => BigUint64Array.from({ length: count }, (_, i) => BigInt(Math.round((i + 1) * last / count)));
