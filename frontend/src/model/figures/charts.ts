/** The lecture's three bar charts: memory, parameters and operations of each layer with weights, or of each stage. */

import type { Item, Network } from "../network/network";
import type { Convention } from "./operations";

type Items = Pick<Network, "items" | "layerPaths">;

function topOf(path: string): string {
  return path.split(".", 1)[0] ?? path;
}

/** The outermost groups with their sums, in execution order, and the layers that belong to none. */
export function chartStages({ items, layerPaths }: Items): Item[] {
  return [...new Set(layerPaths.map(topOf))].flatMap((path) => items.get(path) ?? []);
}

const WEIGHTED: readonly string[] = ["convolution", "linear"];

/** The layers with weights, and the pools where their operations are counted; each with what is fused into it. */
export function chartLayers({ items, layerPaths }: Items, convention: Convention = "macs"): Item[] {
  const kinds = convention === "pools" ? [...WEIGHTED, "pooling"] : WEIGHTED;
  return layerPaths
    .flatMap((path) => items.get(path) ?? [])
    .filter(({ kind }) => kinds.includes(kind));
}

/** Bars next to each other that belong to one top-level group, which names them together. */
interface ChartSpan {
  path: string;
  label: string;
  bars: number;
}

/** The runs of bars within one stage; a layer outside every group is a run of its own. */
export function chartSpans(bars: readonly Item[], { items }: Pick<Network, "items">): ChartSpan[] {
  const spans: ChartSpan[] = [];
  for (const { path, label } of bars) {
    const top = topOf(path);
    const last = spans.at(-1);
    if (last?.path === top) last.bars += 1;
    else spans.push({ path: top, label: items.get(top)?.label ?? label, bars: 1 });
  }
  return spans;
}

/** The bars that stand out, for the sentence over a chart; none if every cost is unknown or 0. */
export function largestBars(bars: readonly Item[], cost: (bar: Item) => number | null): Item[] {
  const top = Math.max(0, ...bars.map((bar) => cost(bar) ?? 0));
  return top > 0 ? bars.filter((bar) => cost(bar) === top) : [];
}
