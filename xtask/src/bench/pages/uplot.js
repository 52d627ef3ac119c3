// uPlot: setData is its way to redraw; scales that do not follow the data are told so.
let chart;
const table = ({ flawless, acceptable }) => [lengths, acceptable, flawless];

play({
  begin(data) {
    chart = new uPlot({
      width: WIDTH,
      height: HEIGHT,
      scales: { x: { time: false, range: [0, 1000] }, y: { range: [0, 1] } },
      series: [
        { label: "tokens" },
        { label: "acceptable", stroke: "#1D5FA8", width: 2.5, points: { show: false } },
        { label: "flawless", stroke: "#C2410C", width: 2.5, dash: [8, 5], points: { show: false } },
      ],
      bands: [{ series: [1, 2], fill: "#DFEAF6" }],
    }, table(data), place);
  },
  redraw(data) {
    chart.setData(table(data));
  },
});
