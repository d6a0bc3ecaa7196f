/** The bubble plot of accuracy against cost. */

import { useSignal } from "@preact/signals";
import "./plot.css";
import type { CompareView, PlotPoint } from "../../model/comparison/comparison";
import { formatCount, formatPercent } from "../../model/text/format";
import { protocolWords } from "../../model/text/protocol";
import { architecturePath } from "../../state/routes";
import { useFontLoaded } from "../ui/use-font-loaded";
import { useWidth } from "../ui/use-width";
import { Axes } from "./axes";
import { MARGIN, type PlacedPoint, plotGeometry } from "./geometry";
import { inShownUnit, measureName, measureText, yName } from "./measures";
import { SizeLegend } from "./size-legend";

let canvas: CanvasRenderingContext2D | null = null;

const FACE = '500 14px "Source Sans 3 Variable"';

function textWidth(text: string): number {
  canvas ??= document.createElement("canvas").getContext("2d");
  if (!canvas) return text.length * 7;
  canvas.font = FACE;
  return canvas.measureText(text).width;
}

function FamilyLines(props: { points: readonly PlacedPoint[] }) {
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

function Tip(props: { point: PlacedPoint; view: CompareView; width: number }) {
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

/** Accuracy against cost; the area of a bubble is the number of parameters. */
export function Plot(props: { points: readonly PlotPoint[]; view: CompareView }) {
  const { view } = props;
  const { ref, width } = useWidth<HTMLDivElement>();
  const at = useSignal<string | null>(null);
  const shown = props.points.map((point) => ({ ...point, x: inShownUnit(view.x, point.x) }));
  const measurable = useFontLoaded(FACE) && width > 0;
  const plot = measurable && shown.length > 0 ? plotGeometry(shown, view, width, textWidth) : null;
  const under = plot?.points.find((point) => point.architecture.slug === at.value);
  return (
    <div class="plot" ref={ref} data-plot-state={plot ? "ready" : "loading"}>
      {plot && (
        // biome-ignore lint/a11y/useSemanticElements: there is no fieldset in SVG.
        <svg width={plot.width} height={plot.height} role="group" aria-label="Bubble plot">
          <g transform={`translate(${MARGIN.left} ${MARGIN.top})`}>
            <Axes plot={plot} view={view} />
            <FamilyLines points={plot.points} />
            {plot.points.map((point) => {
              const { architecture } = point;
              const hints = {
                onPointerEnter: () => {
                  at.value = architecture.slug;
                },
                onPointerLeave: () => {
                  at.value = null;
                },
                onFocus: () => {
                  at.value = architecture.slug;
                },
                onBlur: () => {
                  at.value = null;
                },
              };
              return (
                <a
                  key={architecture.slug}
                  class="plot-point"
                  href={architecturePath(architecture.slug)}
                  aria-label={pointLabel(point, view)}
                  data-baseline={architecture.slug === view.baseline}
                  data-slug={architecture.slug}
                  {...hints}
                >
                  {point.label.leader && (
                    <line x1={point.cx} y1={point.cy} x2={point.label.x} y2={point.label.y} />
                  )}
                  <circle cx={point.cx} cy={point.cy} r={point.r} />
                  <text x={point.label.x} y={point.label.y}>
                    {architecture.name}
                  </text>
                </a>
              );
            })}
          </g>
        </svg>
      )}
      {plot && <SizeLegend plot={plot} />}
      {plot && under && <Tip point={under} view={view} width={plot.innerWidth} />}
    </div>
  );
}
