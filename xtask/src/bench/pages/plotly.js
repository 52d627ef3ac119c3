// Plotly: restyle changes the values of curves and nothing else; react would do the same
// after finding out by itself what has changed.
play({
  begin({ flawless, acceptable }) {
    const line = { type: "scatter", mode: "lines", x: lengths };
    Plotly.newPlot(place, [
      { ...line, name: "flawless", y: flawless, line: { color: "#C2410C", width: 2.5, dash: "dash" } },
      { ...line, name: "acceptable", y: acceptable, line: { color: "#1D5FA8", width: 2.5 }, fill: "tonexty", fillcolor: "#DFEAF6" },
    ], {
      width: WIDTH,
      height: HEIGHT,
      margin: { l: 60, r: 148, t: 16, b: 40 },
      xaxis: { range: [0, 1000], autorange: false },
      yaxis: { range: [0, 1], autorange: false },
    }, { displayModeBar: false });
  },
  redraw({ flawless, acceptable }) {
    Plotly.restyle(place, { y: [flawless, acceptable] });
  },
});
