//! How each part was measured, in the words of docs/benchmarks.md.

pub(super) const REDRAW: &str = "\
Each subject shows two curves over 1,000 tokens with a band between them, 900×400 CSS pixels
at two device pixels each. One input event of a slider a frame changes the error; the
curves are computed anew and drawn. In Chromium a number is the time that the tasks of the
page's main thread took (`TaskDuration` of its debugging protocol) for 120 events, less that of
as many idle frames, by event. Beside it stand the processor times of the main thread
(`ThreadTime`), which others at work on the machine prolong less, and of the whole process
(`ProcessTime`), which also has what libraries that draw SVG leave to other threads. In Firefox,
which tells none of these, frames follow each other without the pace of a screen, and a number
is the time by frame, less that of an idle one. Rounds take turns. That each event
changes the picture is looked at first. Events come from a script, so what a browser does to find out what
a hand has hit is in no number.

Bounceback is an embed of the bounce, with axes, labels, readout and the text beside its
slider. Without runs it draws what the others draw; with them it also simulates 2,000 runs
after each event, and draws their shares, their interval and their strips. It draws 512 lengths,
more than which change no pixel; so the others are given 512 points too, beside 1,000. They are
used as their documentation says is fastest: uPlot's `setData` with fixed scales; Chart.js
without animation, parsing and points, `update(\"none\")`; Observable Plot drawn anew, which is
its only way; Plotly's `restyle`.";

pub(super) const RUNS: &str = "\
20,000 runs of 1,000 tokens, error 1%, recovery 5%, looked at at 256 lengths.
Bounceback: `bounceback.curve` of a link with runs, less the same call with none, in the same
round. So what it takes to write five columns of numbers as text is in it; that alone is told
too. Plain JavaScript is the same algorithm, from event to event by waiting times, in the same
page: sfc32, a stream for each run, a ziggurat, a guide to the lengths, typed arrays. Simple
JavaScript is as one would write it first: one stream, `Math.log`, bisection. Shares of both are
held against the exact curves first. Natively: the runs alone. Calls are repeated for 40 ms for
one value.";

pub(super) const POPULATION: &str = "\
Counts of 10⁹ runs of 10⁶ tokens at 512 lengths, by `bounceback.curve`, less the same call
without runs. So what it takes to write five columns of numbers as text is in it; that alone is
told too. Natively: the counts alone, and the exact curve alone.";

pub(super) const GROWTH: &str = "\
`bounceback.curve` in Chromium. Where runs are asked for, the same call without runs is taken
off. The exponent k is that of the power c·xᵏ that fits the medians best, by least squares
in logarithms, with its standard error.";

pub(super) const BYTES: &str = "\
The files of the finished page, each packed by itself with the highest level of gzip and of
brotli.";

pub(super) const LOADING: &str = "\
Chromium, new for each round and so with an empty cache, on a processor made four times slower.
The line is “Fast 3G” as its own tools have it (562.5 ms before each answer, 180,000 bytes a
second), or has 1.6 Mbit/s and 150 ms as they stand. The host packs with brotli. First paint is the browser's own first-contentful-paint;
first figure, the frame in which a still picture has its place; first interaction, when
the page says that it is ready. Layout shift is the sum of the browser's own scores.";

pub(super) const MEMORY: &str = "\
Every control that there is in turn takes a random value, the same in every run of the bench;
the page draws a frame after each. At each stop garbage is collected, then JavaScript's heap,
the pages of the program's memory (64 KiB each), nodes and listeners are counted.";
