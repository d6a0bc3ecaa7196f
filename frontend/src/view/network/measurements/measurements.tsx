/** Measured latency and memory with every condition they were taken under. */

import type { Measurement } from "../../../api/types";
import { deviceName, layersGap, layersSum } from "../../../model/figures/measured";
import {
  formatBytes,
  formatDateTime,
  formatMilliseconds,
  formatShape,
  threeDigits,
} from "../../../model/text/format";
import { useNetworkView } from "../../../state/network/network-view";
import { Select } from "../../ui/fields/select";
import { Skeleton } from "../../ui/skeleton";
import { conditionName, measurementName, missingText } from "./measurement-text";
import "./measurements.css";
import type { MeasurementsView } from "./use-measurements";

const GRADES: Record<string, string> = {
  A: "steady: the interquartile range is at most 3 % of the median",
  B: "fair: the interquartile range is at most 10 % of the median",
  C: "noisy: the interquartile range is more than 10 % of the median",
};

/** Shown in a sentence or a heading of their own, so not again among the conditions. */
const SHOWN_ABOVE = new Set(["device_name", "quality_grade", "layers_sum_ms", "layers_gap_ms"]);

export function Measurements({ measurements }: { measurements: MeasurementsView }) {
  const { resource, known, chosen, isMissing } = measurements;
  const view = useNetworkView();
  if (!known && resource.status === "loading") return <Skeleton height="160px" />;
  if (resource.status === "error")
    return (
      <p class="panel-empty" role="alert">
        {resource.error.message}
      </p>
    );
  if (!known || !chosen)
    return (
      <p class="panel-empty">
        {isMissing && `${missingText(chosen)} `}Not measured yet. <strong>Profile</strong>, above,
        builds the network from this graph and times it on the worker's hardware, as a whole and
        layer by layer.
      </p>
    );
  return (
    <div class="measurements">
      {isMissing && <p class="panel-empty">{missingText(chosen)}</p>}
      {known.length > 1 && (
        <Select
          label="Measurement"
          value={chosen.id}
          options={known.map((one) => ({ value: one.id, label: measurementName(one) }))}
          onChange={(measurement) => view.change({ measurement })}
        />
      )}
      <Summary measurement={chosen} />
      <Conditions measurement={chosen} />
    </div>
  );
}

function Summary({ measurement }: { measurement: Measurement }) {
  const { latency_ms: latency } = measurement;
  const gap = layersGap(measurement);
  const batch = measurement.batch ?? "unknown";
  const grade = measurement.quality_grade ?? "unknown";
  const facts: [name: string, value: string, note: string][] = [
    [
      "Median latency",
      formatMilliseconds(latency.median),
      `of ${latency.samples} forward passes, batch ${batch}`,
    ],
    [
      "5th to 95th percentile",
      `${formatMilliseconds(latency.p05)} to ${formatMilliseconds(latency.p95)}`,
      `interquartile range ${formatMilliseconds(latency.iqr)}`,
    ],
    [
      "Throughput",
      measurement.throughput_per_s === null
        ? "unknown"
        : `${threeDigits(measurement.throughput_per_s)} images/s`,
      "batch / median latency",
    ],
    [
      "Peak memory",
      formatBytes(measurement.peak_memory_bytes),
      measurement.memory_method ?? "method unknown",
    ],
    [
      "Sum of layers",
      formatMilliseconds(layersSum(measurement)),
      `second, instrumented pass; differs from the median by ${formatMilliseconds(gap === null ? null : Math.abs(gap))} (instrumentation and framework overhead)`,
    ],
    ["Quality", grade, GRADES[grade] ?? ""],
  ];
  return (
    <>
      <h2>{deviceName(measurement)}</h2>
      <dl class="measured">
        {facts.map(([name, value, note]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <strong>{value}</strong>
              <span>{note}</span>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function written(name: string, value: unknown): string {
  if (value === null || value === undefined || value === "") return "unknown";
  if (name.endsWith("_at") && typeof value === "string") return formatDateTime(value);
  if (name === "input_shape" && Array.isArray(value)) return formatShape(value as number[]);
  if (typeof value === "number" && !Number.isInteger(value)) return threeDigits(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function Conditions({ measurement }: { measurement: Measurement }) {
  const all = Object.entries(measurement.conditions).filter(([name]) => !SHOWN_ABOVE.has(name));
  const unknown = all.filter(([, value]) => value === null).map(([name]) => conditionName(name));
  return (
    <>
      <h3>Conditions</h3>
      <dl class="facts">
        {all.map(
          ([name, value]) =>
            value !== null && (
              <div key={name} class="fact">
                <dt>{conditionName(name)}</dt>
                <dd>{written(name, value)}</dd>
              </div>
            ),
        )}
      </dl>
      {unknown.length > 0 && (
        <p class="panel-empty">Unknown for this measurement: {unknown.join(", ")}.</p>
      )}
    </>
  );
}
