/** The figures of the bubble under the pointer or the focus. */

import type { CompareView } from "../../model/comparison/comparison";
import { formatCount, formatPercent } from "../../model/text/format";
import { protocolWords } from "../../model/text/protocol";
import { MARGIN, type PlacedPoint } from "./geometry";
import { measureName, measureText, yName } from "./measures";

export function Tip(props: { point: PlacedPoint; view: CompareView; width: number }) {
  const { point, view, width } = props;
  const leftwards = point.cx > width / 2;
  const x = MARGIN.left + point.cx + (leftwards ? -point.r - 10 : point.r + 10);
  const rows = [
    [yName(view.y), formatPercent(point.y)],
    [measureName("macs"), measureText("macs", point.architecture).text],
    ["parameters", formatCount(point.architecture.params)],
    ["activation memory", measureText("activation_bytes", point.architecture).text],
  ] as const;
  return (
    <div
      class={`plot-tip ${leftwards ? "plot-tip-left" : ""}`}
      style={{ left: `${x}px`, top: `${MARGIN.top + point.cy}px` }}
      aria-hidden="true"
    >
      <p class="plot-tip-name">
        {point.architecture.name} <span class="muted numeric">{point.architecture.year ?? ""}</span>
      </p>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="numeric">{value}</dd>
          </div>
        ))}
      </dl>
      <p class="plot-tip-source">
        {protocolWords(view.protocol)}
        {point.source && `; ${point.source}`}
      </p>
    </div>
  );
}
