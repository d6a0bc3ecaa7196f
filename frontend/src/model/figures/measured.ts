/** Totals over the layers of a measurement, as the worker recorded them. */

import type { LayerLatency } from "./overlay";

export interface Measured {
  /** Medians of the pass that timed each layer by itself. */
  layers: readonly LayerLatency[];
  conditions: Readonly<Record<string, unknown>>;
}

type Noted = Pick<Measured, "conditions">;

/** Milliseconds of all layers: what a layer's latency is a share of. */
export function layersSum({ conditions }: Noted): number | null {
  return noted(conditions.layers_sum_ms);
}

/** By how much that is more than the network's median, which was taken without instrumentation. */
export function layersGap({ conditions }: Noted): number | null {
  return noted(conditions.layers_gap_ms);
}

export function deviceName({ device_name }: { device_name: string | null }): string {
  return device_name ?? "unknown device";
}

function noted(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
