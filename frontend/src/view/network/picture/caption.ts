/** The caption of an exported picture: title, conditions, legend. */

import type { ArchitectureDetail, CostReport, Measurement } from "../../../api/types";
import { formatDateTime } from "../../../model/text/format";
import type { Caption } from "../../picture/export/make-figure";
import { inputText } from "../measurements/measurement-text";
import { hasTrainingLayers } from "../options/network-options";
import type { OverlayView } from "./use-overlay";

export function captionOf(
  detail: ArchitectureDetail,
  report: CostReport,
  measurement: Measurement | null,
  { overlay, scale }: OverlayView,
): Caption {
  const isMeasured = overlay.metric === "latency" && measurement !== null;
  const conditions = isMeasured
    ? [
        inputText(measurement.input_shape, measurement.dtype),
        `measured on ${measurement.device_name ?? "an unknown device"}, ${formatDateTime(measurement.taken_at)}`,
      ]
    : [inputText(report.input_shape, report.dtype)];
  if (hasTrainingLayers(detail, report)) conditions.push("with training-only layers");
  const [first = "", ...rest] = conditions.join(", ");
  return {
    title: detail.name,
    conditions: `${first.toUpperCase()}${rest.join("")}. Made with Layerscope.`,
    legend: { title: overlay.title, scale, write: overlay.write, absent: overlay.absent },
  };
}
