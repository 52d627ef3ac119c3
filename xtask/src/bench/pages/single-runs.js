// Single runs event by event in plain JavaScript, as the program does them: from one event to
// the next by waiting times, each run with a stream of its own, changes of the counts noted at
// the first length at or after the token. Written to be fast: integers in typed arrays, small
// functions that engines inline, no object made while it runs.

// sfc32 of PractRand: 128 bits of state, fast in 32-bit integers.
let a = 0;
let b = 0;
let c = 0;
let counter = 0;

function next() {
  const sum = (a + b + counter) | 0;
  counter = (counter + 1) | 0;
  a = b ^ (b >>> 9);
  b = (c + (c << 3)) | 0;
  c = ((c << 21) | (c >>> 11)) + sum | 0;
  return sum >>> 0;
}

function seed(number, run) {
  a = number | 0;
  b = run | 0;
  c = 0x9e3779b9 | 0;
  counter = 1;
  for (let i = 0; i < 12; i += 1) next();
}

const uniform = () => (next() + 0.5) / 4294967296;

// The ziggurat for the exponential distribution: 256 layers of equal area, from 0 to their
// edges; the lowest has the tail.
const EDGE = 7.69711747013104972;
const edges = new Float64Array(257);
const heights = new Float64Array(257);
{
  const area = (EDGE + 1) * Math.exp(-EDGE);
  edges[0] = area * Math.exp(EDGE);
  edges[1] = EDGE;
  for (let i = 2; i < 256; i += 1) edges[i] = -Math.log(area / edges[i - 1] + Math.exp(-edges[i - 1]));
  for (let i = 0; i < 257; i += 1) heights[i] = Math.exp(-edges[i]);
}

function exponential() {
  for (;;) {
    const bits = next();
    const layer = bits & 255;
    // 56 bits: waiting times may be long.
    const x = ((bits >>> 8) * 4294967296 + next() + 0.5) / 72057594037927936 * edges[layer];
    if (x < edges[layer + 1]) return x;
    if (layer === 0) return EDGE - Math.log(uniform());
    if (heights[layer + 1] + (heights[layer] - heights[layer + 1]) * uniform() < Math.exp(-x)) return x;
  }
}

// Equal buckets, and how many lengths lie before each.
function guideTo(lengths) {
  const last = lengths[lengths.length - 1];
  let shift = 0;
  while (last >>> shift > 4 * lengths.length) shift += 1;
  const before = new Uint32Array((last >>> shift) + 1);
  for (let bucket = 0, place = 0; bucket < before.length; bucket += 1) {
    while (lengths[place] < bucket << shift) place += 1;
    before[bucket] = place;
  }
  return { shift, before };
}

function simulate(error, recovery, lengths, runs, number) {
  const last = lengths[lengths.length - 1];
  const { shift, before } = guideTo(lengths);
  // ⌊x·scale⌋ + 1 is geometric on 1, 2, 3, … for an exponential x.
  const toError = -1 / Math.log1p(-error);
  const toRecovery = -1 / Math.log1p(-recovery);
  const flawless = new Int32Array(lengths.length + 1);
  const acceptable = new Int32Array(lengths.length + 1);
  for (let run = 0; run < runs; run += 1) {
    seed(number, run);
    let at = Math.floor(exponential() * toError) + 1;
    let isFlawless = true;
    let isAcceptable = true;
    while (at <= last) {
      let place = before[at >>> shift];
      while (lengths[place] < at) place += 1;
      if (isFlawless) flawless[place] -= 1;
      isFlawless = false;
      isAcceptable = !isAcceptable;
      acceptable[place] += isAcceptable ? 1 : -1;
      at += Math.floor(exponential() * (isAcceptable ? toError : toRecovery)) + 1;
    }
  }
  return shares(flawless, acceptable, runs);
}

// The same as one would write it first: a logarithm for each waiting time, a search for each
// place, and one stream for all runs.
function simulateSimply(error, recovery, lengths, runs, number) {
  const last = lengths[lengths.length - 1];
  const toError = 1 / Math.log1p(-error);
  const toRecovery = 1 / Math.log1p(-recovery);
  const wait = (scale) => Math.floor(Math.log(uniform()) * scale) + 1;
  const flawless = new Int32Array(lengths.length + 1);
  const acceptable = new Int32Array(lengths.length + 1);
  seed(number, 0);
  for (let run = 0; run < runs; run += 1) {
    let at = wait(toError);
    let isFlawless = true;
    let isAcceptable = true;
    while (at <= last) {
      let place = 0;
      let high = lengths.length;
      while (place < high) {
        const middle = (place + high) >>> 1;
        if (lengths[middle] < at) place = middle + 1;
        else high = middle;
      }
      if (isFlawless) flawless[place] -= 1;
      isFlawless = false;
      isAcceptable = !isAcceptable;
      acceptable[place] += isAcceptable ? 1 : -1;
      at += wait(isAcceptable ? toError : toRecovery);
    }
  }
  return shares(flawless, acceptable, runs);
}

// The shares of runs at each length, from the changes of their counts.
function shares(flawless, acceptable, runs) {
  let pure = runs;
  let good = runs;
  const sums = { flawless: [], acceptable: [] };
  for (let i = 0; i + 1 < flawless.length; i += 1) {
    pure += flawless[i];
    good += acceptable[i];
    sums.flawless.push(pure / runs);
    sums.acceptable.push(good / runs);
  }
  return sums;
}
