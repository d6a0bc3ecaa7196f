/** The four overlays: their names, units and how a value is written. */

import { formatBytes, formatCount, formatMilliseconds } from "../../model/format";
import type { Item, Network } from "../../model/network";
import { costValues, latencyValues, type OverlayValues } from "../../model/overlay";
import type { Scale } from "../../model/scale";
import { share } from "../../model/scale";
import { operationsPerMac, operationUnit } from "../../state/convention";
import type { Metric } from "../../state/diagram-view";
import type { BoxLook } from "../diagram/box";

export interface Overlay {
  /** Names the unit, so that boxes need not repeat it. */
  title: string;
  values: OverlayValues;
  write: (value: number | null | undefined) => string;
}

export interface LayerLatencies {
  layers: readonly { path: string; latency_ms: number | null }[];
  device: string;
}

/** Operations in the convention of the page. */
function writeOperations(macs: number | null | undefined): string {
  return formatCount(macs === null || macs === undefined ? null : macs * operationsPerMac.value);
}

export function makeOverlay(
  network: Network,
  metric: Metric,
  latencies: LayerLatencies | null,
): Overlay {
  switch (metric) {
    case "params":
      return {
        title: "Parameters",
        values: costValues(network, "params"),
        write: (value) => formatCount(value),
      };
    case "macs":
      return {
        title: operationUnit.value === "MACs" ? "Multiply-adds (MACs)" : "FLOPs = 2 × MACs",
        values: costValues(network, "macs"),
        write: writeOperations,
      };
    case "latency":
      return {
        title: latencies ? `Measured latency, ${latencies.device}` : "Latency: not measured yet",
        values: latencies ? latencyValues(network, latencies.layers) : new Map(),
        write: formatMilliseconds,
      };
    default:
      return {
        title: "Activation memory",
        values: costValues(network, "activation_bytes"),
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
    macs: share(item.macs, totals.macs),
  };
  const costs = [
    `activation memory ${formatBytes(item.activation_bytes)}`,
    `${formatCount(item.params)} parameters`,
    `${writeOperations(item.macs)} ${operationUnit.value}`,
  ];
  return {
    value:
      item.count > 1
        ? `${item.count} × ${overlay.write(eachOf(item, value))}`
        : overlay.write(value),
    step: scale.step(value),
    shares,
    costs: costs.join(", "),
  };
}
