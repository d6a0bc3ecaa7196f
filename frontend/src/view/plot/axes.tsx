/** The plot's axes: hairline grid, numbers, and titles that say unit and protocol. */

import type { CompareView } from "../../model/comparison/comparison";
import { formatPercent, withoutTrailingZeros } from "../../model/text/format";
import { protocolWords } from "../../model/text/protocol";
import { MARGIN, type PlotGeometry } from "./geometry";
import { formatMeasure, measureName, measureNote, yName } from "./measures";

/** Hairline grid, numbers, and titles that say unit and protocol. */
export function Axes(props: { plot: PlotGeometry; view: CompareView }) {
  const { plot, view } = props;
  const note = measureNote(view.x);
  const scale = view.scale === "log" ? "log scale" : "linear scale";
  return (
    <g class="plot-axes">
      {plot.yTicks.map((tick) => (
        <g key={tick.value} transform={`translate(0 ${tick.at})`}>
          <line x2={plot.innerWidth} />
          <text class="numeric" x="-8" dy="0.32em" text-anchor="end">
            {withoutTrailingZeros(formatPercent(tick.value))}
          </text>
        </g>
      ))}
      <g transform={`translate(0 ${plot.innerHeight})`}>
        <line class="plot-axis" x2={plot.innerWidth} />
        {plot.xTicks.map((tick) => (
          <g key={tick.value} transform={`translate(${tick.at} 0)`}>
            <line class="plot-axis" y2="5" />
            <text class="numeric" y="18" text-anchor="middle">
              {withoutTrailingZeros(formatMeasure(view.x, tick.value))}
            </text>
          </g>
        ))}
        <text class="plot-title" x={plot.innerWidth} y="40" text-anchor="end">
          {`${measureName(view.x)} (${[note, scale].filter(Boolean).join(", ")}) →`}
        </text>
      </g>
      <text class="plot-title" x={8 - MARGIN.left + 48} y="14">
        {`${view.y === "error" ? "↓" : "↑"} ${yName(view.y)}, ${protocolWords(view.protocol)}`}
      </text>
    </g>
  );
}
