/** Activation memory alive at each layer of a forward pass; what is alive under the pointer is highlighted. */

import { type Signal, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import "./timeline.css";
import type { CostReport } from "../../../api/types";
import { aliveAt, peakStep, stairPath } from "../../../model/figures/timeline";
import { formatBytes, formatNumberOf } from "../../../model/text/format";

const NOTHING: readonly string[] = [];
/** More are counted. */
const LISTED = 6;

export interface TimelineProps {
  report: CostReport;
  hovered: Signal<string | null>;
  selected: string | null;
  onSelect: (path: string | null) => void;
  /** The layers whose outputs are alive where the reader points. */
  onHighlight: (paths: readonly string[]) => void;
}

export function Timeline(props: TimelineProps) {
  const { report, hovered, selected, onSelect, onHighlight } = props;
  const { layers } = report;
  const peak = useMemo(() => peakStep(layers), [layers]);
  const most = peak === null ? 0 : (layers[peak]?.live_bytes ?? 0);
  const stair = useMemo(() => stairPath(layers, most), [layers, most]);
  const places = useMemo(() => new Map(layers.map(({ path }, at) => [path, at])), [layers]);
  const hoveredStep = useSignal<number | null>(null);
  const hoveredAt = places.get(hovered.value ?? "");
  const step = hoveredStep.value ?? hoveredAt ?? places.get(selected ?? "") ?? peak ?? 0;
  if (peak === null) return <p class="panel-empty">Live memory is unknown for this network.</p>;

  function point(at: number | null) {
    hoveredStep.value = at;
    onHighlight(at === null ? NOTHING : aliveAt(layers, at).map(({ path }) => path));
  }

  function pointAt(event: PointerEvent & { currentTarget: SVGSVGElement }) {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const at = Math.floor((layers.length * (event.clientX - left)) / width);
    point(Math.min(layers.length - 1, Math.max(0, at)));
  }

  function onKeyDown(event: KeyboardEvent) {
    const moves: Record<string, number> = {
      ArrowRight: step + 1,
      ArrowLeft: step - 1,
      PageDown: step + 10,
      PageUp: step - 10,
      Home: 0,
      End: layers.length - 1,
    };
    const next = moves[event.key];
    if (event.key === "Enter") onSelect(layers[step]?.path ?? null);
    else if (next === undefined) return;
    else point(Math.min(layers.length - 1, Math.max(0, next)));
    event.preventDefault();
  }

  return (
    <figure class="chart timeline">
      <figcaption class="chart-caption">
        <strong>Live memory</strong>
        <span class="chart-most">
          peak in {layers[peak]?.path}: {formatBytes(most)}
        </span>
      </figcaption>
      <div
        class="timeline-plot"
        role="slider"
        tabIndex={0}
        aria-label="Layer in the forward pass"
        aria-valuemin={1}
        aria-valuemax={layers.length}
        aria-valuenow={step + 1}
        aria-valuetext={`${layers[step]?.path}: ${formatBytes(layers[step]?.live_bytes)} live`}
        onKeyDown={onKeyDown}
        onBlur={() => point(null)}
      >
        <svg
          viewBox={`0 0 ${layers.length} 1`}
          preserveAspectRatio="none"
          aria-hidden="true"
          onPointerMove={pointAt}
          onPointerLeave={() => point(null)}
          onClick={() => onSelect(layers[step]?.path ?? null)}
        >
          <path class="timeline-area" d={stair} />
          <rect class="timeline-peak" x={peak} width={1} height={1} />
          <rect class="timeline-step" x={step} width={1} height={1} />
        </svg>
      </div>
      <Alive report={report} step={step} />
    </figure>
  );
}

/** The tensors that are alive while one layer runs. */
function Alive({ report, step }: { report: CostReport; step: number }) {
  const { layers } = report;
  const layer = layers[step];
  const alive = useMemo(() => aliveAt(layers, step), [layers, step]);
  if (!layer) return null;
  const [shown, rest] = [alive.slice(0, LISTED), alive.slice(LISTED)];
  return (
    <div class="timeline-alive">
      <p>
        {`Layer ${step + 1} of ${layers.length}, `}
        <strong>{layer.path}</strong>: {formatBytes(layer.live_bytes)} in{" "}
        {formatNumberOf(alive.length, "tensor")}
      </p>
      <ul>
        {shown.map(({ path, activation_bytes }) => (
          <li key={path}>
            <span>{path}</span> <span class="numeric">{formatBytes(activation_bytes)}</span>
          </li>
        ))}
        {rest.length > 0 && <li>and {rest.length} more</li>}
      </ul>
    </div>
  );
}
