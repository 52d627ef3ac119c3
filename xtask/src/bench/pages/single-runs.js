// Single runs event by event in plain JavaScript, as the program does them: from one event to
// the next by waiting times, changes of the counts noted at the first length at or after the
// token. Written to be fast: integers in typed arrays, small functions that engines inline, no
// object made while it runs, and one stream for all runs, where the program has one for each.

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

function seed(number) {
  a = number | 0;
  b = 0;
  c = 0x9e3779b9 | 0;
  counter = 1;
  for (let i = 0; i < 12; i += 1) next();
}

// Geometric on 1, 2, 3, …; scale is 1/ln(1 − p).
const wait = (scale) => Math.floor(Math.log((next() + 0.5) / 4294967296) * scale) + 1;

// The first length at or after a token, by bisection.
function bisected(lengths, token) {
  let low = 0;
  let high = lengths.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (lengths[middle] < token) low = middle + 1;
    else high = middle;
  }
  return low;
}

// The same looked up: what one would write where lengths are short.
function tableOf(lengths) {
  const last = lengths[lengths.length - 1];
  const places = new Uint16Array(last + 2);
  for (let token = 0; token <= last; token += 1) places[token] = bisected(lengths, token);
  return places;
}

function simulate(error, recovery, lengths, runs, number, isTabled) {
  const last = lengths[lengths.length - 1];
  const places = isTabled ? tableOf(lengths) : null;
  const toError = 1 / Math.log1p(-error);
  const toRecovery = 1 / Math.log1p(-recovery);
  const flawless = new Int32Array(lengths.length + 1);
  const acceptable = new Int32Array(lengths.length + 1);
  seed(number);
  for (let run = 0; run < runs; run += 1) {
    let at = wait(toError);
    if (at > last) continue;
    flawless[isTabled ? places[at] : bisected(lengths, at)] -= 1;
    let isAcceptable = true;
    while (at <= last) {
      const place = isTabled ? places[at] : bisected(lengths, at);
      isAcceptable = !isAcceptable;
      acceptable[place] += isAcceptable ? 1 : -1;
      at += wait(isAcceptable ? toError : toRecovery);
    }
  }
  const shares = { flawless: new Float64Array(lengths.length), acceptable: new Float64Array(lengths.length) };
  let pure = runs;
  let good = runs;
  for (let i = 0; i < lengths.length; i += 1) {
    pure += flawless[i];
    good += acceptable[i];
    shares.flawless[i] = pure / runs;
    shares.acceptable[i] = good / runs;
  }
  return shares;
}
