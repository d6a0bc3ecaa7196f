/** The lecture's three bar charts: memory, parameters and operations of each layer with weights, or of each stage. */

import type { Convention } from "./operations";

export interface ChartLayer {
  path: string;
  label: string;
  kind: string;
  params: number | null;
  macs: number | null;
  pooling_ops: number | null;
  activation_bytes: number | null;
}

/** The outermost groups with their sums, in execution order, and the layers that belong to none. */
export function chartStages(
  layers: readonly ChartLayer[],
  groups: readonly ChartLayer[],
): ChartLayer[] {
  const known = new Map<string, ChartLayer>(groups.map((group) => [group.path, group]));
  const bars = new Map<string, ChartLayer>();
  for (const layer of layers) {
    const top = layer.path.split(".", 1)[0] ?? layer.path;
    bars.set(top, known.get(top) ?? layer);
  }
  return [...bars.values()];
}

/** Bars next to each other that belong to one top-level group, which names them together. */
export interface ChartSpan {
  path: string;
  label: string;
  bars: number;
}

const WEIGHTED: readonly string[] = ["convolution", "linear"];

/** The layers with weights, and the pools where their operations are counted. */
export function chartLayers<Layer extends ChartLayer>(
  layers: readonly Layer[],
  convention: Convention = "macs",
): Layer[] {
  const kinds = convention === "pools" ? [...WEIGHTED, "pooling"] : WEIGHTED;
  return layers.filter((layer) => kinds.includes(layer.kind));
}

/** The runs of bars within one stage; a layer outside every group is a run of its own. */
export function chartSpans(
  bars: readonly ChartLayer[],
  groups: readonly { path: string; label: string }[],
): ChartSpan[] {
  const labels = new Map(groups.map((group) => [group.path, group.label]));
  const spans: ChartSpan[] = [];
  for (const { path, label } of bars) {
    const top = path.split(".", 1)[0] ?? path;
    const last = spans.at(-1);
    if (last?.path === top) last.bars += 1;
    else spans.push({ path: top, label: labels.get(top) ?? label, bars: 1 });
  }
  return spans;
}

/** The bars that stand out, for the sentence over a chart; none if every cost is unknown or 0. */
export function largestBars<Layer extends ChartLayer>(
  bars: readonly Layer[],
  cost: (bar: Layer) => number | null,
): Layer[] {
  const top = Math.max(0, ...bars.map((bar) => cost(bar) ?? 0));
  return top > 0 ? bars.filter((bar) => cost(bar) === top) : [];
}
