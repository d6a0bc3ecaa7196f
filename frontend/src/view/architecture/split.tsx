/** Diagram and panel side by side with a dragged divider; on a narrow screen the panel is a sheet from below. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import "./split.css";
import { readStored, writeStored } from "../../state/storage";

const STORAGE_KEY = "layerscope.panel";
const NARROWEST = 22;
const WIDEST = 60;
const DEFAULT_SHARE = 39;
const STEP = 2;

function bounded(share: number): number {
  return Math.min(WIDEST, Math.max(NARROWEST, share));
}

/** The panel takes a share of the width in percent, which is kept across visits. */
export function SplitView(props: { main: ComponentChildren; side: ComponentChildren }) {
  const frame = useRef<HTMLDivElement>(null);
  const [raised, setRaised] = useState(false);
  const [share, setShare] = useState(() =>
    bounded(Number(readStored(STORAGE_KEY)) || DEFAULT_SHARE),
  );

  useEffect(() => {
    // A style attribute would need a wider content security policy; a property set by script does not.
    frame.current?.style.setProperty("--panel-share", `${share}%`);
  }, [share]);

  const change = (next: number) => {
    setShare(bounded(next));
    writeStored(STORAGE_KEY, String(bounded(next)));
  };
  const drag = (event: PointerEvent) => {
    const handle = event.currentTarget;
    if (!(handle instanceof HTMLElement) || !handle.hasPointerCapture(event.pointerId)) return;
    const box = frame.current?.getBoundingClientRect();
    if (box) change((100 * (box.right - event.clientX)) / box.width);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowLeft: STEP, ArrowRight: -STEP };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    change(share + step);
  };
  const raiseForTab = (event: MouseEvent | KeyboardEvent) => {
    if (event instanceof KeyboardEvent && (event.key === "Tab" || event.key === "Shift")) return;
    if (event.target instanceof Element && event.target.closest("[role=tab]")) setRaised(true);
  };
  return (
    <div class="split" ref={frame}>
      <div class="split-main">{props.main}</div>
      {/* biome-ignore lint/a11y/useSemanticElements: a divider that can be moved is a separator with a value, not an hr */}
      <div
        class="split-divider"
        role="separator"
        aria-label="Panel width"
        aria-orientation="vertical"
        aria-valuenow={Math.round(share)}
        aria-valuemin={NARROWEST}
        aria-valuemax={WIDEST}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
      />
      <aside class={raised ? "split-side is-raised" : "split-side"} aria-label="Details">
        <button
          type="button"
          class="split-grip"
          aria-expanded={raised}
          onClick={() => setRaised(!raised)}
        >
          <span class="visually-hidden">{raised ? "Collapse details" : "Expand details"}</span>
        </button>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: only reacts to the tabs inside, which are buttons */}
        <div class="split-content" onClick={raiseForTab} onKeyDown={raiseForTab}>
          {props.side}
        </div>
      </aside>
    </div>
  );
}
