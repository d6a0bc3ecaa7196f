/** Scales and placed bubbles of the plot, in pixels. */

import { scaleLinear, scaleLog } from "d3-scale";
import type { CompareView, PlotPoint } from "../../model/comparison/comparison";
import { type LabelPlace, placeLabels } from "../../model/comparison/labels";
import { logTicks } from "../../model/figures/ticks";

export const MARGIN = { top: 12, right: 20, bottom: 48, left: 52 } as const;

export interface PlacedPoint extends PlotPoint {
  cx: number;
  cy: number;
  r: number;
  label: LabelPlace;
}

export interface PlotGeometry {
  width: number;
  height: number;
  innerWidth: number;
  innerHeight: number;
  xTicks: { at: number; value: number }[];
  yTicks: { at: number; value: number }[];
  /** Largest first, so that small bubbles lie on top. */
  points: PlacedPoint[];
  radius: (params: number) => number;
}

function largestRadius(width: number): number {
  return Math.min(38, Math.max(16, width * 0.042));
}

/** x values come in the shown unit, so that ticks are round numbers of it. */
export function plotGeometry(
  points: readonly PlotPoint[],
  view: CompareView,
  width: number,
  measureText: (text: string) => number,
): PlotGeometry {
  const height = Math.round(Math.min(520, Math.max(340, width * 0.56)));
  const innerWidth = width - MARGIN.left - MARGIN.right;
  const innerHeight = height - MARGIN.top - MARGIN.bottom;
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const [least, most] = [Math.min(...xs), Math.max(...xs)];
  const log = view.scale === "log";
  const x = log
    ? scaleLog([least / 1.7, most * 1.9], [0, innerWidth])
    : scaleLinear([0, most * 1.14], [0, innerWidth]);
  // A lone point gets padding, so that it does not fill the scale.
  const padding = Math.max(1.5, (Math.max(...ys) - Math.min(...ys)) * 0.16);
  const y = scaleLinear([Math.min(...ys) - padding, Math.max(...ys) + padding], [innerHeight, 0]);
  const mostParams = Math.max(1, ...points.map((point) => point.architecture.params ?? 0));
  const top = largestRadius(width);
  const radius = (params: number) => Math.max(3, Math.sqrt(params / mostParams) * top);

  const bubbles = points.map((point) => ({
    x: x(point.x),
    y: y(point.y),
    r: radius(point.architecture.params ?? 0),
    labelWidth: measureText(point.architecture.name),
  }));
  const labels = placeLabels(bubbles, { width: innerWidth, height: innerHeight });
  const placed = points.flatMap((point, index): PlacedPoint[] => {
    const [bubble, label] = [bubbles[index], labels[index]];
    return bubble && label ? [{ ...point, cx: bubble.x, cy: bubble.y, r: bubble.r, label }] : [];
  });
  const [from = 0, to = 0] = x.domain();
  const few = innerWidth < 480;
  const values = log ? logTicks(from, to, few ? 5 : 9) : x.ticks(few ? 4 : 7);
  return {
    width,
    height,
    innerWidth,
    innerHeight,
    xTicks: values.map((value) => ({ at: x(value), value })),
    yTicks: y.ticks(Math.max(4, Math.round(innerHeight / 70))).map((value) => ({
      at: y(value),
      value,
    })),
    points: placed.sort((a, b) => b.r - a.r),
    radius,
  };
}
