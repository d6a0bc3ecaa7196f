/** The legend of the overlay, how its colours are spread, and which measurement it shows. */

import type { CostReport } from "../../../api/types";
import { SCALES, type ScaleChoice, useNetworkView } from "../../../state/network/network-view";
import { Legend } from "../../picture/legend";
import { Button } from "../../ui/button";
import { Select } from "../../ui/fields/select";
import { measurementName, missingText, otherConditions } from "../measurements/measurement-text";
import type { MeasurementsView } from "../measurements/use-measurements";
import type { OverlayView } from "./use-overlay";

const SCALE_NAMES: Record<ScaleChoice, string> = {
  auto: "automatic",
  linear: "linear",
  log: "logarithmic",
  rank: "by rank",
};

export function LegendBar(props: {
  overlay: OverlayView;
  report: CostReport;
  measurements: MeasurementsView;
  isMeasuring: boolean;
  /** Null where no measurement can be started. */
  onMeasure: (() => void) | null;
}) {
  const view = useNetworkView();
  const { overlay, scale } = props.overlay;
  const { metric, scale: kind, steps } = view.state.value;
  const { known, chosen, isMissing } = props.measurements;
  const isLatency = metric === "latency";
  const otherwise = chosen && otherConditions(chosen, props.report);
  const choice = (name: ScaleChoice) => ({
    value: name,
    label: name === "auto" ? `automatic: ${SCALE_NAMES[scale.kind]}` : SCALE_NAMES[name],
  });
  return (
    <div class="legend-bar">
      <Legend
        title={overlay.title}
        scale={scale}
        write={overlay.write}
        exactly={overlay.exactly}
        absent={overlay.absent}
        picked={steps}
        onPick={(next, history) => view.change({ steps: next }, history)}
      />
      <span class="legend-bar-space" />
      {isLatency && (isMissing || otherwise) && (
        <p class="legend-bar-note" role="status">
          {[isMissing && missingText(chosen), otherwise].filter(Boolean).join(" ")}
        </p>
      )}
      {isLatency && chosen && known && (
        <span class="legend-bar-measurement">
          <Select
            label="Measurement"
            value={chosen.id}
            options={known.map((one) => ({ value: one.id, label: measurementName(one) }))}
            onChange={(measurement) => view.change({ measurement })}
          />
        </span>
      )}
      {isLatency && known?.length === 0 && props.onMeasure && (
        <Button size="small" disabled={props.isMeasuring} onClick={props.onMeasure}>
          Measure now
        </Button>
      )}
      {scale.bands.length > 0 && (
        <Select
          label="Scale"
          value={kind}
          options={SCALES.map(choice)}
          onChange={(next) => view.change({ scale: next, steps: null })}
        />
      )}
    </div>
  );
}
