/** The appearance of boxes under an overlay: value, colour, and whether the legend filters them out. */

import { type ColourScale, share } from "../../../model/figures/colour-scale";
import {
  absent,
  absentAnywhere,
  type Figure,
  figureOf,
  type Metric,
} from "../../../model/figures/metrics";
import {
  isFilteredOut,
  type LayerLatency,
  type LegendFilter,
  latencyValues,
  type OverlayValues,
  valuesOf,
} from "../../../model/figures/overlay";
import { type Item, type Network, ROOT } from "../../../model/network/network";
import { atLeast, formatBytes, formatCount } from "../../../model/text/format";
import { convention, operationsOf, operationUnit } from "../../../state/convention";
import type { BoxAppearance } from "../../picture/appearance";

export interface Overlay extends Figure {
  metric: Metric;
  values: OverlayValues;
  /** What a legend says of boxes without a figure. */
  absent: string;
  /** Are all operators of the network known? */
  isComplete: boolean;
}

export function makeOverlay(
  network: Network,
  metric: Metric,
  latencies: readonly LayerLatency[] | null,
): Overlay {
  const figure = figureOf(metric, convention.value);
  const isComplete = network.items.get(ROOT)?.complete ?? false;
  const common = { ...figure, metric, isComplete, absent: absentAnywhere(metric, isComplete) };
  if (metric !== "latency") return { ...common, values: valuesOf(network, figure.of) };
  return {
    ...common,
    title: latencies ? figure.title : "Latency: not measured yet",
    values: latencies ? latencyValues(network, latencies) : new Map(),
  };
}

/** The members of a stack are equal, but measured latencies are not quite: their mean. */
function valueText(item: Item, overlay: Overlay): string {
  const value = overlay.values.get(item.path) ?? null;
  if (value === null) return absent(overlay.metric, item, overlay.isComplete);
  // Latencies are measured, whatever is known of the arithmetic; what is no sum has no lower bound.
  const whole = item.complete || overlay.metric === "latency" || !overlay.summed;
  const bound = (one: number) => atLeast(overlay.write(one), whole);
  return item.count > 1 && overlay.summed
    ? `${item.count} × ${bound(value / item.count)}`
    : bound(value);
}

export function appearanceOf(
  item: Item,
  network: Network,
  overlay: Overlay,
  scale: ColourScale,
  picked: LegendFilter,
  /** How many layers the search found, by group and layer; null while it is after nothing. */
  hits: ReadonlyMap<string, number> | null,
): BoxAppearance {
  const { totals } = network;
  const step = scale.step(overlay.values.get(item.path));
  // The colours of thousands of boxes are asked for at once, in the minimap and in low detail, where their words are not shown.
  return {
    step,
    dim: isFilteredOut(step, picked) || hits?.has(item.path) === false,
    hits: hits?.get(item.path) ?? 0,
    get value() {
      return valueText(item, overlay);
    },
    get shares() {
      return {
        memory: share(item.activation_bytes, totals.activation_bytes),
        params: share(item.params, totals.params),
        macs: share(operationsOf(item), operationsOf(totals)),
      };
    },
    get costs() {
      const costs = [
        `activation memory ${formatBytes(item.activation_bytes)}`,
        `${formatCount(item.params)} parameters`,
        `${formatCount(operationsOf(item))} ${operationUnit.value}`,
      ];
      return [...costs, ...(item.trainingOnly ? ["training only"] : [])].join(", ");
    },
  };
}
