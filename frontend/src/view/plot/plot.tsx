/** The bubble plot of accuracy against cost. */

import { useSignal } from "@preact/signals";
import "./plot.css";
import type { CompareView, PlotPoint } from "../../model/comparison/comparison";
import { useFontLoaded } from "../ui/use-font-loaded";
import { useWidth } from "../ui/use-width";
import { Axes } from "./axes";
import { MARGIN, plotGeometry } from "./geometry";
import { Bubble, FamilyLines } from "./marks";
import { inShownUnit } from "./measures";
import { SizeLegend } from "./size-legend";
import { Tip } from "./tip";

let canvas: CanvasRenderingContext2D | null = null;

const FONT = '500 14px "Source Sans 3 Variable"';

function textWidth(text: string): number {
  canvas ??= document.createElement("canvas").getContext("2d");
  if (!canvas) return text.length * 7;
  canvas.font = FONT;
  return canvas.measureText(text).width;
}

/** Accuracy against cost; the area of a bubble is the number of parameters. */
export function Plot(props: { points: readonly PlotPoint[]; view: CompareView }) {
  const { view } = props;
  const { ref, width } = useWidth<HTMLDivElement>();
  const hovered = useSignal<string | null>(null);
  const shown = props.points.map((point) => ({ ...point, x: inShownUnit(view.x, point.x) }));
  const measurable = useFontLoaded(FONT) && width > 0;
  const plot = measurable && shown.length > 0 ? plotGeometry(shown, view, width, textWidth) : null;
  const hoveredPoint = plot?.points.find((point) => point.architecture.slug === hovered.value);
  return (
    <div class="plot" ref={ref} data-plot-state={plot ? "ready" : "loading"}>
      {plot && (
        // biome-ignore lint/a11y/useSemanticElements: there is no fieldset in SVG.
        <svg width={plot.width} height={plot.height} role="group" aria-label="Bubble plot">
          <g transform={`translate(${MARGIN.left} ${MARGIN.top})`}>
            <Axes plot={plot} view={view} />
            <FamilyLines points={plot.points} />
            {plot.points.map((point) => (
              <Bubble
                key={point.architecture.slug}
                point={point}
                view={view}
                onHover={(isOver) => {
                  hovered.value = isOver ? point.architecture.slug : null;
                }}
              />
            ))}
          </g>
        </svg>
      )}
      {plot && <SizeLegend plot={plot} />}
      {plot && hoveredPoint && <Tip point={hoveredPoint} view={view} width={plot.innerWidth} />}
    </div>
  );
}
