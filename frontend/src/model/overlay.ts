/** What an overlay says of an item: its value, from the cost report or from a measurement. */

import { type Item, type Network, ROOT } from "./network";
import { colourScale, type Scale } from "./scale";

export type OverlayValues = ReadonlyMap<string, number | null>;

/** Milliseconds by item: a group's is the sum over its layers, unknown if one of them was not measured. */
export function latencyValues(
  network: Network,
  layers: readonly { path: string; latency_ms: number | null }[],
): OverlayValues {
  const measured = new Map(layers.map((layer) => [layer.path, layer.latency_ms]));
  const values = new Map<string, number | null>();
  const sumUp = (path: string): number | null => {
    const item = network.items.get(path);
    if (!item) return null;
    let value = measured.get(path) ?? null;
    if (item.type !== "layer") {
      const parts = item.children.map(sumUp);
      value = parts.reduce<number | null>(
        (sum, part) => (sum === null || part === null ? null : sum + part),
        0,
      );
    }
    values.set(path, value);
    return value;
  };
  sumUp(ROOT);
  return values;
}

export function costValues(network: Network, cost: (item: Item) => number | null): OverlayValues {
  return new Map([...network.items.values()].map((item) => [item.path, cost(item)]));
}

/** The scale over what is visible: linear over groups, logarithmic once layers stand among them. */
export function overlayScale(
  network: Network,
  values: OverlayValues,
  visible: readonly string[],
): Scale {
  const withLayers = visible.some((path) => network.items.get(path)?.type === "layer");
  return colourScale(
    visible.map((path) => values.get(path)),
    withLayers,
  );
}
