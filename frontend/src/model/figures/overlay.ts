/** The figures of an overlay by item, and their colours. */

import { type Item, type Network, ROOT } from "../network/network";
import { type Visible, visibleTree } from "../network/open-groups";
import { type ColourScale, colourScale, type ScaleKind } from "./colour-scale";

export type OverlayValues = ReadonlyMap<string, number | null>;

export interface LayerLatency {
  path: string;
  latency_ms: number | null;
}

/** Milliseconds by item: of all layers drawn as it, unknown if one of them was not measured. A fused layer has its own. */
export function latencyValues(network: Network, layers: readonly LayerLatency[]): OverlayValues {
  const measured = new Map(layers.map((layer) => [layer.path, layer.latency_ms]));
  const values = new Map(measured);
  const add = (sum: number | null, value: number | null) =>
    sum === null || value === null ? null : sum + value;
  const sumUp = (path: string): number | null => {
    const item = network.items.get(path);
    if (!item) return null;
    const latencies =
      item.type === "layer"
        ? [path, ...item.fused].map((layer) => measured.get(layer) ?? null)
        : item.children.map(sumUp);
    const value = latencies.reduce(add, 0);
    values.set(path, value);
    return value;
  };
  sumUp(ROOT);
  return values;
}

export function valuesOf(network: Network, of: (item: Item) => number | null): OverlayValues {
  return new Map([...network.items.values()].map((item) => [item.path, of(item)]));
}

/** The scale over what is visible: boxes, not the frames around them. */
export function overlayScale(
  network: Network,
  values: OverlayValues,
  open: ReadonlySet<string>,
  kind: ScaleKind | "auto",
): ColourScale {
  const valuesIn = ({ item, children }: Visible): (number | null | undefined)[] =>
    children?.flatMap(valuesIn) ?? [values.get(item.path)];
  return colourScale(valuesIn(visibleTree(network, open)), kind);
}

/** The first and the last of a run of colour steps. */
export type StepRange = readonly [first: number, last: number];

/** The boxes that the legend filters for: a range of colours, or only those without a figure; null for all. */
export type LegendFilter = StepRange | "unknown" | null;

/** Is a box of this colour step outside of it? A box without a figure has no step. */
export function isFilteredOut(step: number | null, picked: LegendFilter): boolean {
  if (picked === null) return false;
  if (picked === "unknown") return step !== null;
  return step === null || step < picked[0] || step > picked[1];
}
