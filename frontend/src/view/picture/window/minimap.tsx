/** The whole network as a strip: where the window is in it, and where its costs are. */

import type { ReadonlySignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Region } from "../../../model/picture/level-of-detail";
import type { Box, Picture } from "../../../model/picture/picture";
import "./minimap.css";

const SHORT = 64;
const LONG = 180;
/** Boxes thinner than this on the map are one with their neighbours. */
const THINNEST = 0.75;
/** A canvas that fits but for a sliver needs no map. */
const TOLERANCE = 1.05;

/** A network is much higher than wide, so both directions have scales of their own. */
export function Minimap(props: {
  picture: Picture;
  window: ReadonlySignal<Region | null>;
  groundOf: (box: Box) => string;
  onCentre: (x: number, y: number) => void;
}) {
  const { picture, groundOf } = props;
  const [wide, tall] = [picture.width, picture.height];
  const down = picture.direction === "down";
  const [WIDTH, HEIGHT] = down ? [SHORT, LONG] : [LONG, SHORT];
  const [sx, sy] = [WIDTH / wide, HEIGHT / tall];
  // The same map for every step of a pan, which only moves the window over it.
  const strip = useMemo(() => {
    const paths = new Map<string, string>();
    let row = -1;
    for (const box of picture.boxes) {
      if (box.frame) continue;
      // What falls into the same row of pixels as the box before is not drawn again.
      const at = Math.round((down ? box.y * sy : box.x * sx) / THINNEST);
      const long = down ? box.height * sy : box.width * sx;
      if (long < THINNEST && at === row) continue;
      row = at;
      const [w, h] = [Math.max(THINNEST, box.width * sx), Math.max(THINNEST, box.height * sy)];
      const ground = groundOf(box);
      const path = `M${(box.x * sx).toFixed(1)} ${(box.y * sy).toFixed(1)}h${w.toFixed(1)}v${h.toFixed(1)}h${(-w).toFixed(1)}z`;
      paths.set(ground, (paths.get(ground) ?? "") + path);
    }
    return [...paths].map(([ground, path]) => (
      <path key={ground} class={`minimap-box ${ground}`} d={path} />
    ));
  }, [picture, groundOf, sx, sy, down]);
  const viewport = props.window.value;
  if (
    viewport === null ||
    (viewport.width * TOLERANCE > wide && viewport.height * TOLERANCE > tall)
  )
    return null;
  const [x1, y1] = [Math.max(0, viewport.x * sx), Math.max(0, viewport.y * sy)];
  const x2 = Math.min(WIDTH, (viewport.x + viewport.width) * sx);
  const y2 = Math.min(HEIGHT, (viewport.y + viewport.height) * sy);

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
      {strip}
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
