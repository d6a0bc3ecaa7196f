/** A measurement in words: its name, what it was taken for, and what is said where it is missing. */

import type { CostReport, Measurement } from "../../../api/types";
import { deviceName } from "../../../model/figures/measured";
import { formatDateTime, formatShape } from "../../../model/text/format";

/** "input 3 × 224 × 224, batch 8, float32" */
export function inputText(shape: readonly number[] | null, dtype: string | null): string {
  const [batch, ...sides] = shape ?? [];
  const input =
    batch === undefined ? "unknown input" : `input ${formatShape(sides)}, batch ${batch}`;
  return `${input}, ${dtype ?? "unknown data type"}`;
}

export function measurementName(measurement: Measurement): string {
  const { input_shape, dtype, taken_at } = measurement;
  return `${deviceName(measurement)}, ${inputText(input_shape, dtype)}, ${formatDateTime(taken_at)}`;
}

/** The conditions of a measurement, where they are not those of the page's other figures. */
export function otherConditions(measurement: Measurement, report: CostReport): string | null {
  const taken = inputText(measurement.input_shape, measurement.dtype);
  const shown = inputText(report.input_shape, report.dtype);
  return taken === shown ? null : `Measured for ${taken}; the other figures are for ${shown}.`;
}

/** Why a link to a measurement shows another, or none. */
export function missingText(chosen: Measurement | null): string {
  const shown = chosen ? "; showing the latest" : "";
  return `The measurement in this link does not exist${shown}.`;
}

const CONDITION_NAMES: Readonly<Record<string, string>> = {
  torch_version: "PyTorch version",
  cuda_version: "CUDA version",
  cudnn_version: "cuDNN version",
  clock_mhz_before: "clock before, MHz",
  clock_mhz_after: "clock after, MHz",
  temperature_c_before: "temperature before, °C",
  temperature_c_after: "temperature after, °C",
  load_1m_before: "load average before, 1 min",
  dtype: "data type",
  tf32: "TF32",
  layout: "memory layout",
  warm_up: "warm-up calls",
  warm_up_steady: "steady after warm-up",
  repeats: "samples",
  stopped: "reason to stop sampling",
  wall_ms_per_call: "wall time per call, ms",
  layer_repeats: "repeats per layer",
  layers_total_ms: "instrumented pass, ms",
  graph_sha256: "graph SHA-256",
  taken_at: "taken",
};

/** A worker may send conditions that this list lacks. */
export function conditionName(name: string): string {
  return CONDITION_NAMES[name] ?? name.replaceAll("_", " ");
}
