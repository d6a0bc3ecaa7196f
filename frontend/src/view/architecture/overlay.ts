/** The four overlays: their names, units and how a value is written. */

import { atLeast, formatBytes, formatCount, formatMilliseconds } from "../../model/format";
import type { Item, Network } from "../../model/network";
import type { Convention } from "../../model/operations";
import { costValues, latencyValues, type OverlayValues } from "../../model/overlay";
import type { Scale } from "../../model/scale";
import { share } from "../../model/scale";
import { convention, operationsOf, operationUnit } from "../../state/convention";
import type { Metric } from "../../state/diagram-view";
import type { BoxLook } from "../diagram/box";

export interface Overlay {
  /** Names the unit, so that boxes need not repeat it. */
  title: string;
  values: OverlayValues;
  measured: boolean;
  write: (value: number | null | undefined) => string;
}

export interface LayerLatencies {
  layers: readonly { path: string; latency_ms: number | null }[];
  device: string;
}

const OPERATION_TITLES: Record<Convention, string> = {
  macs: "Multiply-adds (MACs)",
  flops: "FLOPs = 2 × MACs",
  pools: "MACs + pools (K × K each)",
};

export function makeOverlay(
  network: Network,
  metric: Metric,
  latencies: LayerLatencies | null,
): Overlay {
  switch (metric) {
    case "params":
      return {
        title: "Parameters",
        values: costValues(network, (item) => item.params),
        measured: false,
        write: (value) => formatCount(value),
      };
    case "macs":
      return {
        title: OPERATION_TITLES[convention.value],
        values: costValues(network, operationsOf),
        measured: false,
        write: (value) => formatCount(value),
      };
    case "latency":
      return {
        title: latencies ? `Measured latency, ${latencies.device}` : "Latency: not measured yet",
        values: latencies ? latencyValues(network, latencies.layers) : new Map(),
        measured: true,
        write: formatMilliseconds,
      };
    default:
      return {
        title: "Activation memory",
        values: costValues(network, (item) => item.activation_bytes),
        measured: false,
        write: formatBytes,
      };
  }
}

/** The members of a stack are equal, but measured latencies are not quite: their mean. */
function eachOf(item: Item, value: number | null | undefined): number | null {
  return value === null || value === undefined ? null : value / item.count;
}

export function lookOf(item: Item, network: Network, overlay: Overlay, scale: Scale): BoxLook {
  const value = overlay.values.get(item.path);
  const { totals } = network;
  const shares = {
    memory: share(item.activation_bytes, totals.activation_bytes),
    params: share(item.params, totals.params),
    macs: share(operationsOf(item), operationsOf(totals)),
  };
  // Latencies are measured, whatever is known of the arithmetic.
  const bound = (text: string) => atLeast(text, item.complete || overlay.measured);
  const costs = [
    `activation memory ${formatBytes(item.activation_bytes)}`,
    `${formatCount(item.params)} parameters`,
    `${formatCount(operationsOf(item))} ${operationUnit.value}`,
  ];
  return {
    value:
      item.count > 1
        ? `${item.count} × ${bound(overlay.write(eachOf(item, value)))}`
        : bound(overlay.write(value)),
    step: scale.step(value),
    shares,
    costs: costs.join(", "),
  };
}
