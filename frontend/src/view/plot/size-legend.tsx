/** The legend of bubble sizes: nested circles of round numbers of parameters. */

import { legendSizes } from "../../model/figures/ticks";
import { formatCount, withoutTrailingZeros } from "../../model/text/format";
import { MARGIN, type PlotGeometry } from "./geometry";

/** What the area of a bubble means: nested circles of round sizes. */
export function SizeLegend(props: { plot: PlotGeometry }) {
  const { plot } = props;
  const most = Math.max(...plot.points.map((point) => point.architecture.params ?? 0));
  const sizes = legendSizes(most).reverse();
  const largest = sizes[0];
  if (largest === undefined) return null;
  const r = plot.radius(largest);
  const height = 2 * r + 4;
  // Text rows are set apart evenly, for small circles lie too close together.
  const row = Math.max(16, height / sizes.length);
  return (
    <figure
      class="plot-sizes"
      style={{ right: `${MARGIN.right}px`, bottom: `${MARGIN.bottom + 12}px` }}
    >
      <figcaption>Area: parameters</figcaption>
      <svg
        width={2 * r + 84}
        height={Math.max(height, row * sizes.length)}
        role="img"
        aria-label={`Bubble sizes for ${sizes.map((size) => formatCount(size)).join(", ")} parameters`}
      >
        {sizes.map((size, index) => {
          const own = plot.radius(size);
          const top = height - 2 - 2 * own;
          const y = row * (index + 0.5);
          return (
            <g key={size}>
              <circle cx={r + 2} cy={top + own} r={own} />
              <line x1={r + 2} y1={top} x2={2 * r + 16} y2={y} />
              <text class="numeric" x={2 * r + 20} y={y} dy="0.32em">
                {withoutTrailingZeros(formatCount(size))}
              </text>
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
