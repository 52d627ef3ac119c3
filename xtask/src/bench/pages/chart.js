// Chart.js, as its page on performance advises: data as it keeps them, sorted, no animation, no
// points, scales and the turn of labels fixed.
let chart;
const pairs = (values) => values.map((y, i) => ({ x: lengths[i], y }));

play({
  begin({ flawless, acceptable }) {
    const canvas = place.appendChild(document.createElement("canvas"));
    const line = { borderWidth: 2.5, pointRadius: 0, pointHitRadius: 0, pointHoverRadius: 0, tension: 0, spanGaps: true };
    const ticks = { minRotation: 0, maxRotation: 0, sampleSize: 4 };
    chart = new Chart(canvas, {
      type: "line",
      data: {
        datasets: [
          { ...line, label: "acceptable", borderColor: "#1D5FA8", data: pairs(acceptable), fill: "+1", backgroundColor: "#DFEAF6" },
          { ...line, label: "flawless", borderColor: "#C2410C", borderDash: [8, 5], data: pairs(flawless), fill: false },
        ],
      },
      options: {
        animation: false,
        parsing: false,
        normalized: true,
        maintainAspectRatio: false,
        scales: {
          x: { type: "linear", min: 0, max: 1000, ticks },
          y: { type: "linear", min: 0, max: 1, ticks },
        },
      },
    });
  },
  redraw({ flawless, acceptable }) {
    chart.data.datasets[0].data = pairs(acceptable);
    chart.data.datasets[1].data = pairs(flawless);
    chart.update("none");
  },
});
