/** The whole network as a strip: where the window is in it, and where its costs are. */

import type { ReadonlySignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Box, Layout } from "../../model/layout";
import "./minimap.css";

export interface ViewWindow {
  /** The part of the plane that the window shows, in the plane's units. */
  x: number;
  y: number;
  width: number;
  height: number;
}

const WIDTH = 64;
const HEIGHT = 180;
/** A plane that fits but for a sliver needs no map. */
const TOLERANCE = 1.05;

/** A network is far higher than wide, so both directions have scales of their own. */
export function Minimap(props: {
  layout: Layout;
  window: ReadonlySignal<ViewWindow | null>;
  stepOf: (box: Box) => number | null;
  onCentre: (x: number, y: number) => void;
}) {
  const { layout, stepOf } = props;
  const [wide, tall] = [layout.width, layout.height];
  const [sx, sy] = [WIDTH / wide, HEIGHT / tall];
  // The same picture for every step of a pan, which only moves the window over it.
  const picture = useMemo(
    () =>
      layout.boxes.map((box) =>
        box.frame ? null : (
          <rect
            key={box.path}
            class={`minimap-box seq-${stepOf(box) ?? 0}`}
            x={box.x * sx}
            y={box.y * sy}
            width={box.width * sx}
            height={Math.max(0.75, box.height * sy)}
          />
        ),
      ),
    [layout, stepOf, sx, sy],
  );
  const seen = props.window.value;
  if (seen === null || (seen.width * TOLERANCE > wide && seen.height * TOLERANCE > tall))
    return null;
  const [x1, y1] = [Math.max(0, seen.x * sx), Math.max(0, seen.y * sy)];
  const x2 = Math.min(WIDTH, (seen.x + seen.width) * sx);
  const y2 = Math.min(HEIGHT, (seen.y + seen.height) * sy);

  const go = (event: PointerEvent) => {
    const map = event.currentTarget;
    if (!(map instanceof SVGSVGElement)) return;
    const bounds = map.getBoundingClientRect();
    props.onCentre((event.clientX - bounds.left) / sx, (event.clientY - bounds.top) / sy);
  };
  return (
    // The keyboard moves through the boxes themselves; this is for the hand.
    <svg
      class="minimap"
      width={WIDTH}
      height={HEIGHT}
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={(event) => event.buttons > 0 && go(event)}
    >
      {picture}
      <rect
        class="minimap-window"
        x={x1}
        y={y1}
        width={Math.max(2, x2 - x1)}
        height={Math.max(2, y2 - y1)}
      />
    </svg>
  );
}
