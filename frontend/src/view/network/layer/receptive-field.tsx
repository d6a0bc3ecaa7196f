/** The square of the input image that one value of a layer's output sees, drawn to scale. */

import "./receptive-field.css";
import type { CostReport, LayerCosts } from "../../../api/types";
import { middleOf, type Seen, type Span, seenBy } from "../../../model/figures/receptive-field";
import { exact, formatPercent, formatShape } from "../../../model/text/format";

/** Of the drawing, in pixels of the screen. */
const SIDE = 132;
/** Margin around the image, as a share of its longer side. */
const AROUND = 0.18;

export function ReceptiveFieldPlane({ layer, report }: { layer: LayerCosts; report: CostReport }) {
  const field = layer.receptive_field;
  const [, , height, width] = report.input_shape;
  const [, , rows, columns] = layer.output_shape;
  if (!field || !height || !width || !rows || !columns) return null;
  const image = { height, width };
  const middle = seenBy(field, image, middleOf(rows), middleOf(columns));
  const corner = seenBy(field, image, 0, 0);
  const around = AROUND * Math.max(height, width);
  const unit = Math.max(height, width) / SIDE;
  const view = [-around, -around, width + 2 * around, height + 2 * around];
  const hasPadding = corner.x.from < 0 || corner.y.from < 0;
  return (
    <figure class="field">
      <svg
        viewBox={view.join(" ")}
        width={(width + 2 * around) / unit}
        height={(height + 2 * around) / unit}
        role="img"
        aria-label={`Receptive field of ${layer.label} on the input image`}
      >
        <rect class="field-image" width={width} height={height} />
        <path class="field-grid" d={grid(height, width)} />
        <Square seen={corner} name="field-corner" />
        <Square seen={middle} name="field-middle" />
      </svg>
      <figcaption>
        <p>
          One output value sees <strong>{formatShape([field.size, field.size])}</strong> pixels of
          the {formatShape([height, width])} image, or {formatPercent(100 * middle.covered)} of it
          at the centre.
        </p>
        <p>
          Its neighbour's field is shifted by{" "}
          {exact(field.stride, field.stride === 1 ? "pixel" : "pixels")}
          {hasPadding ? "; at the border, part of the field is padding (dashed)." : "."}
        </p>
      </figcaption>
    </figure>
  );
}

const LINES = 8;

function grid(height: number, width: number): string {
  const step = Math.max(height, width) / LINES;
  const horizontal = Array.from(
    { length: Math.ceil(height / step) - 1 },
    (_, at) => (at + 1) * step,
  );
  const vertical = Array.from({ length: Math.ceil(width / step) - 1 }, (_, at) => (at + 1) * step);
  return [
    ...horizontal.map((y) => `M0 ${y}H${width}`),
    ...vertical.map((x) => `M${x} 0V${height}`),
  ].join("");
}

function Square({ seen, name }: { seen: Seen; name: string }) {
  const length = ({ from, to }: Span) => to - from;
  return (
    <rect
      class={name}
      x={seen.x.from}
      y={seen.y.from}
      width={length(seen.x)}
      height={length(seen.y)}
    />
  );
}
