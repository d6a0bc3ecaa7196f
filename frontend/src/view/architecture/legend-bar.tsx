/** The legend of the overlay, how its colours are spread, and which measurement it shows. */

import type { Measurement } from "../../api/types";
import { changeView, diagramView, SCALES, type ScaleChoice } from "../../state/diagram-view";
import { Legend } from "../diagram/legend";
import { Button } from "../ui/button";
import { Select } from "../ui/select";
import type { OverlayView } from "./use-overlay";

const SCALE_NAMES: Record<ScaleChoice, string> = {
  auto: "automatic",
  linear: "linear",
  log: "logarithmic",
  rank: "by rank",
};

const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });

function nameOf({ device_name, dtype, batch, taken_at }: Measurement): string {
  const day = DAY.format(new Date(taken_at));
  return `${device_name ?? "unknown device"}, ${dtype}, batch ${batch}, ${day}`;
}

export function LegendBar(props: {
  view: OverlayView;
  /** Null until they are known. */
  measurements: readonly Measurement[] | null;
  chosen: Measurement | null;
  isMeasuring: boolean;
  onMeasure: () => void;
}) {
  const { overlay, scale } = props.view;
  const { metric, scale: kind, steps } = diagramView.value;
  const isLatency = metric === "latency";
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
        steps={steps}
        onSteps={(next, history) => changeView({ steps: next }, history)}
      />
      <span class="legend-bar-space" />
      {isLatency && props.chosen && props.measurements && (
        <span class="legend-bar-measurement">
          <Select
            label="Measurement"
            value={String(props.chosen.id)}
            options={props.measurements.map((one) => ({
              value: String(one.id),
              label: nameOf(one),
            }))}
            onChange={(measurement) => changeView({ measurement })}
          />
        </span>
      )}
      {isLatency && props.measurements?.length === 0 && (
        <Button size="small" disabled={props.isMeasuring} onClick={props.onMeasure}>
          Measure now
        </Button>
      )}
      {scale.bands.length > 0 && (
        <Select
          label="Scale"
          value={kind}
          options={SCALES.map(choice)}
          onChange={(next) => changeView({ scale: next, steps: null })}
        />
      )}
    </div>
  );
}
