/** The marks of the plot: a bubble with its name for each architecture, and a line through each family. */

import type { CompareView } from "../../model/comparison/comparison";
import { formatCount, formatPercent } from "../../model/text/format";
import { protocolWords } from "../../model/text/protocol";
import { architecturePath } from "../../state/routes";
import type { PlacedPoint } from "./geometry";
import { measureName, measureText, yName } from "./measures";

export function FamilyLines(props: { points: readonly PlacedPoint[] }) {
  const families = new Map<string, PlacedPoint[]>();
  for (const point of props.points)
    families.set(point.architecture.family, [
      ...(families.get(point.architecture.family) ?? []),
      point,
    ]);
  return (
    <g class="plot-families">
      {[...families].map(([family, members]) => {
        const line = [...members].sort((a, b) => a.cx - b.cx);
        return (
          <polyline
            key={family}
            points={line.map((point) => `${point.cx},${point.cy}`).join(" ")}
          />
        );
      })}
    </g>
  );
}

function pointLabel(point: PlacedPoint, view: CompareView): string {
  return [
    `${point.architecture.name}: ${measureText(view.x, point.architecture).text} ${measureName(view.x)}`,
    `${formatPercent(point.y)} ${yName(view.y)}, ${protocolWords(view.protocol)}`,
    `${formatCount(point.architecture.params)} parameters`,
  ].join("; ");
}

export function Bubble(props: {
  point: PlacedPoint;
  view: CompareView;
  /** The pointer or the focus has come to it, or has left it. */
  onHover: (isOver: boolean) => void;
}) {
  const { point, view, onHover } = props;
  const { architecture, label, cx, cy, r } = point;
  return (
    <a
      class="plot-point"
      href={architecturePath(architecture.slug)}
      aria-label={pointLabel(point, view)}
      data-baseline={architecture.slug === view.baseline}
      data-slug={architecture.slug}
      onPointerEnter={() => onHover(true)}
      onPointerLeave={() => onHover(false)}
      onFocus={() => onHover(true)}
      onBlur={() => onHover(false)}
    >
      {label.leader && <line x1={cx} y1={cy} x2={label.x} y2={label.y} />}
      <circle cx={cx} cy={cy} r={r} />
      <text x={label.x} y={label.y}>
        {architecture.name}
      </text>
    </a>
  );
}
