/** The legend: what the colours mean, and a filter by them; nine swatches, of which a run can be picked, or what has none. */

import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { type Band, type ColourScale, scaleMarks } from "../../model/figures/colour-scale";
import { isFilteredOut, type LegendFilter, type StepRange } from "../../model/figures/overlay";
import "./legend.css";

export interface LegendProps {
  /** Names the unit where figures are written without. */
  title: string;
  scale: ColourScale;
  write: (value: number) => string;
  /** Every digit, for tooltips. */
  exactly: (value: number) => string;
  /** What is said of a box without a figure. */
  absent: string;
  /** What stands out. */
  picked: LegendFilter;
  /** history: whether it begins a choice, or refines the one just made, as while a hand drags. */
  onPick: (picked: LegendFilter, history: "step" | "detail") => void;
}

export function Legend(props: LegendProps) {
  const { title, scale, write, picked, onPick } = props;
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
        <button
          type="button"
          class={`legend-unknown ${picked && picked !== "unknown" ? "is-out" : ""}`}
          aria-pressed={picked === "unknown"}
          title={boxes(scale.unknown)}
          onClick={() => onPick(picked === "unknown" ? null : "unknown", "step")}
        >
          {props.absent}
        </button>
      )}
      {picked && (
        <button
          type="button"
          class="legend-all"
          title="Show all colours"
          onClick={() => onPick(null, "step")}
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

function Swatches({ scale, exactly, picked, onPick }: LegendProps) {
  const { bands } = scale;
  const list = useRef<HTMLDivElement>(null);
  const focus = (step: number) => list.current?.querySelectorAll("button")[step]?.focus();
  const run = useRun({ steps: bands.length, picked, onPick, focus });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset does not lay out its children in a row everywhere
    <div
      ref={list}
      class="legend-steps"
      role="group"
      aria-label="Highlighted colours"
      onKeyDown={run.onKeyDown}
    >
      {bands.map((band, step) => (
        <button
          key={step}
          type="button"
          class={`legend-step seq-${step} ${isFilteredOut(step, picked) ? "is-out" : ""}`}
          aria-pressed={picked !== null && !isFilteredOut(step, picked)}
          aria-label={titleOf(band, exactly)}
          title={titleOf(band, exactly)}
          tabIndex={step === run.current ? 0 : -1}
          onPointerDown={(event) => {
            // A finger would keep the swatch it touched first.
            event.currentTarget.releasePointerCapture(event.pointerId);
            run.onPointerDown(event, step);
          }}
          onPointerEnter={(event) => run.onPointerEnter(event, step)}
          onClick={(event) => run.onClick(event, step)}
        />
      ))}
    </div>
  );
}

interface RunOptions extends Pick<LegendProps, "picked" | "onPick"> {
  steps: number;
  focus: (step: number) => void;
}

/** A run of swatches, picked by a click, by dragging, or with Shift. */
function useRun({ steps, picked, onPick, focus }: RunOptions) {
  const range = picked === "unknown" ? null : picked;
  /** Where a press or a Shift began; the run is picked from there. */
  const anchor = useRef<number | null>(null);
  const dragged = useRef(false);
  const current = useSignal(range?.[0] ?? 0);

  function runTo(to: number): StepRange {
    const from = anchor.current ?? range?.[0] ?? to;
    return [Math.min(from, to), Math.max(from, to)];
  }

  function toggle(step: number) {
    const isAlone = range?.[0] === step && range[1] === step;
    onPick(isAlone ? null : [step, step], "step");
  }

  function moveTo(step: number, extend: boolean) {
    const to = Math.min(steps - 1, Math.max(0, step));
    if (extend) {
      anchor.current ??= current.value;
      onPick(runTo(to), range ? "detail" : "step");
    } else anchor.current = null;
    current.value = to;
    focus(to);
  }

  return {
    current: current.value,
    onKeyDown(event: KeyboardEvent) {
      const targets: Record<string, number> = {
        ArrowRight: current.value + 1,
        ArrowLeft: current.value - 1,
        Home: 0,
        End: steps - 1,
      };
      const target = targets[event.key];
      if (target !== undefined) moveTo(target, event.shiftKey);
      else if (event.key === "Escape" && picked) onPick(null, "step");
      else return;
      event.preventDefault();
    },
    onPointerDown(event: PointerEvent, step: number) {
      if (!event.shiftKey) anchor.current = step;
      dragged.current = false;
    },
    onPointerEnter(event: PointerEvent, step: number) {
      if (event.buttons !== 1 || anchor.current === null) return;
      const isFirst = !dragged.current;
      if (isFirst && step === anchor.current) return;
      dragged.current = true;
      onPick(runTo(step), isFirst ? "step" : "detail");
    },
    onClick(event: MouseEvent, step: number) {
      current.value = step;
      if (event.shiftKey) onPick(runTo(step), "step");
      else if (!dragged.current) toggle(step);
      dragged.current = false;
      anchor.current = null;
    },
  };
}

function titleOf({ bounds, count }: Band, exactly: (value: number) => string): string {
  if (!bounds) return "no box has this rank";
  const [from, to] = bounds.map((bound) => exactly(Number(bound.toPrecision(6))));
  return `${from === to ? from : `${from} to ${to}`}: ${boxes(count)}`;
}
