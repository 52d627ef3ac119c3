// Observable Plot: it redraws by drawing anew; columns are given as arrays, which spares it
// the objects.
const picture = ({ flawless, acceptable }) => Plot.plot({
  width: WIDTH,
  height: HEIGHT,
  x: { domain: [0, 1000] },
  y: { domain: [0, 1] },
  marks: [
    Plot.areaY(lengths, { x: lengths, y1: flawless, y2: acceptable, fill: "#DFEAF6" }),
    Plot.lineY(acceptable, { x: lengths, y: acceptable, stroke: "#1D5FA8", strokeWidth: 2.5 }),
    Plot.lineY(flawless, { x: lengths, y: flawless, stroke: "#C2410C", strokeWidth: 2.5, strokeDasharray: "8 5" }),
  ],
});

play({
  begin(data) {
    place.replaceChildren(picture(data));
  },
  redraw(data) {
    place.replaceChildren(picture(data));
  },
});
