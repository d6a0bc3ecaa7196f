/** What the colours mean, and a filter by them: nine swatches, of which a run can be picked. */

import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { type Band, type ColourScale, scaleMarks } from "../../model/scale";
import "./legend.css";

type Range = readonly [first: number, last: number];

export interface LegendProps {
  /** Names the unit where figures are written without. */
  title: string;
  scale: ColourScale;
  write: (value: number) => string;
  /** Every digit, for tooltips. */
  exactly: (value: number) => string;
  /** What is said of a box without a figure. */
  absent: string;
  /** The steps that stand out; null for all. */
  steps: Range | null;
  /** history: whether it begins a choice, or refines the one just made, as while a hand drags. */
  onSteps: (steps: Range | null, history: "step" | "detail") => void;
}

export function Legend(props: LegendProps) {
  const { title, scale, write, steps, onSteps } = props;
  if (scale.bands.length === 0)
    return (
      <div class="legend">
        <span class="legend-title">{title}</span>
      </div>
    );
  return (
    <div class="legend">
      <span class="legend-title">{title}</span>
      <div class="legend-scale">
        <Swatches {...props} />
        <Marks scale={scale} write={write} />
      </div>
      {scale.unknown > 0 && (
        <span class="legend-unknown" title={boxes(scale.unknown)}>
          {props.absent}
        </span>
      )}
      {steps && (
        <button
          type="button"
          class="legend-all"
          title="Show every colour"
          onClick={() => onSteps(null, "step")}
        >
          All
        </button>
      )}
    </div>
  );
}

function boxes(count: number): string {
  return count === 1 ? "1 box" : `${count} boxes`;
}

/** The figures at both ends and in the middle. */
function Marks({ scale, write }: { scale: ColourScale; write: (value: number) => string }) {
  const [low, middle, high] = scaleMarks(scale);
  const written = (value: number | undefined) => (value === undefined ? "" : write(value));
  return (
    <span class="legend-marks" aria-hidden="true">
      <span>{written(low)}</span>
      <span>{written(middle)}</span>
      <span>{written(high)}</span>
    </span>
  );
}

function Swatches({ scale, exactly, steps, onSteps }: LegendProps) {
  const { bands } = scale;
  const list = useRef<HTMLDivElement>(null);
  /** Where a press or a Shift began; the run is picked from there. */
  const anchor = useRef<number | null>(null);
  const dragged = useRef(false);
  const current = useSignal(steps?.[0] ?? 0);

  function run(to: number): Range {
    const from = anchor.current ?? steps?.[0] ?? to;
    return [Math.min(from, to), Math.max(from, to)];
  }

  function toggle(step: number) {
    const isAlone = steps?.[0] === step && steps[1] === step;
    onSteps(isAlone ? null : [step, step], "step");
  }

  function moveTo(step: number, extend: boolean) {
    const to = Math.min(bands.length - 1, Math.max(0, step));
    if (extend) {
      anchor.current ??= current.value;
      onSteps(run(to), steps ? "detail" : "step");
    } else anchor.current = null;
    current.value = to;
    list.current?.querySelectorAll("button")[to]?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    const targets: Record<string, number> = {
      ArrowRight: current.value + 1,
      ArrowLeft: current.value - 1,
      Home: 0,
      End: bands.length - 1,
    };
    const target = targets[event.key];
    if (target !== undefined) moveTo(target, event.shiftKey);
    else if (event.key === "Escape" && steps) onSteps(null, "step");
    else return;
    event.preventDefault();
  }

  function onPointerEnter(event: PointerEvent, step: number) {
    if (event.buttons !== 1 || anchor.current === null) return;
    const isFirst = !dragged.current;
    if (isFirst && step === anchor.current) return;
    dragged.current = true;
    onSteps(run(step), isFirst ? "step" : "detail");
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset does not lay out its children in a row everywhere
    <div
      ref={list}
      class="legend-steps"
      role="group"
      aria-label="Colours that stand out"
      onKeyDown={onKeyDown}
    >
      {bands.map((band, step) => (
        <button
          key={step}
          type="button"
          class={`legend-step seq-${step} ${isOut(step, steps) ? "is-out" : ""}`}
          aria-pressed={steps !== null && !isOut(step, steps)}
          aria-label={words(band, exactly)}
          title={words(band, exactly)}
          tabIndex={step === current.value ? 0 : -1}
          onPointerDown={(event) => {
            // A finger would keep the swatch it touched first.
            event.currentTarget.releasePointerCapture(event.pointerId);
            if (!event.shiftKey) anchor.current = step;
            dragged.current = false;
          }}
          onPointerEnter={(event) => onPointerEnter(event, step)}
          onClick={(event) => {
            current.value = step;
            if (event.shiftKey) onSteps(run(step), "step");
            else if (!dragged.current) toggle(step);
            dragged.current = false;
            anchor.current = null;
          }}
        />
      ))}
    </div>
  );
}

function isOut(step: number, steps: Range | null): boolean {
  return steps !== null && (step < steps[0] || step > steps[1]);
}

function words({ bounds, count }: Band, exactly: (value: number) => string): string {
  if (!bounds) return "no box has this rank";
  const [from, to] = bounds.map((bound) => exactly(Number(bound.toPrecision(6))));
  return `${from === to ? from : `${from} to ${to}`}: ${boxes(count)}`;
}
