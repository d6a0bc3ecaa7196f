/** The measures that are compared, in words and numbers; operations follow the chosen convention. */

import type { ComparedArchitecture, XAxis, YAxis } from "../../model/comparison/comparison";
import { exact, formatBytes, formatCount } from "../../model/text/format";
import { convention, operationsPerMac, summaryUnit } from "../../state/convention";

export type Measure = XAxis;

interface MeasureText {
  text: string;
  exact: string;
}

/** The signature colour that belongs to each. */
export const MEASURE_KIND: Record<Measure, "memory" | "params" | "macs"> = {
  macs: "macs",
  params: "params",
  activation_bytes: "memory",
};

export function measureName(measure: Measure): string {
  if (measure === "macs") return summaryUnit.value;
  return measure === "params" ? "Parameters" : "Activation memory";
}

/** Tells apart what the unit alone leaves open. */
export function measureNote(measure: Measure): string {
  if (measure === "params") return "";
  if (measure === "activation_bytes") return "one image, float32";
  if (convention.value === "pools") return "one image, without pools";
  return convention.value === "flops" ? "2 × MACs, one image" : "one image";
}

/** In the unit that the page counts in; only operations change with the convention. */
export function inShownUnit(measure: Measure, value: number): number {
  return measure === "macs" ? value * operationsPerMac.value : value;
}

/** Formats what inShownUnit answered. */
export function formatMeasure(measure: Measure, value: number): string {
  return measure === "activation_bytes" ? formatBytes(value) : formatCount(value);
}

export function measureText(measure: Measure, architecture: ComparedArchitecture): MeasureText {
  const value = architecture[measure];
  if (value === null) return { text: "unknown", exact: "unknown" };
  const shown = inShownUnit(measure, value);
  const unit = { macs: summaryUnit.value, params: "parameters", activation_bytes: "bytes" };
  return { text: formatMeasure(measure, shown), exact: exact(shown, unit[measure]) };
}

export function yName(axis: YAxis): string {
  return axis === "error" ? "top-1 error" : "top-1 accuracy";
}
