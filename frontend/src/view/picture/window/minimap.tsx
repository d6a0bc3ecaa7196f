/** The minimap: the whole network as a strip, with the window in it and the colours of the overlay. */

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

/** Pixels of the minimap for each unit; a network is much higher than wide, so both directions have their own. */
interface Scale {
  sx: number;
  sy: number;
}

export function Minimap(props: {
  picture: Picture;
  window: ReadonlySignal<Region | null>;
  fillOf: (box: Box) => string;
  onCentre: (x: number, y: number) => void;
}) {
  const { picture, fillOf } = props;
  const [width, height] = picture.direction === "down" ? [SHORT, LONG] : [LONG, SHORT];
  const [sx, sy] = [width / picture.width, height / picture.height];
  // The same strip for every step of a pan, which only moves the window over it.
  const strip = useMemo(() => stripOf(picture, fillOf, { sx, sy }), [picture, fillOf, sx, sy]);
  const shown = props.window.value;
  if (shown === null || fits(picture, shown)) return null;
  const [x, y] = [Math.max(0, shown.x * sx), Math.max(0, shown.y * sy)];
  const right = Math.min(width, (shown.x + shown.width) * sx);
  const bottom = Math.min(height, (shown.y + shown.height) * sy);

  const go = (event: PointerEvent) => {
    const map = event.currentTarget;
    if (!(map instanceof SVGSVGElement)) return;
    const bounds = map.getBoundingClientRect();
    props.onCentre((event.clientX - bounds.left) / sx, (event.clientY - bounds.top) / sy);
  };
  return (
    // The keyboard moves through the boxes themselves; this is for the pointer.
    <svg
      class="minimap"
      width={width}
      height={height}
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
        x={x}
        y={y}
        width={Math.max(2, right - x)}
        height={Math.max(2, bottom - y)}
      />
    </svg>
  );
}

function fits({ width, height }: Picture, shown: Region): boolean {
  return shown.width * TOLERANCE > width && shown.height * TOLERANCE > height;
}

/** One path for each colour. */
function stripOf(picture: Picture, fillOf: (box: Box) => string, { sx, sy }: Scale) {
  const isDown = picture.direction === "down";
  const paths = new Map<string, string>();
  let row = -1;
  for (const box of picture.boxes) {
    if (box.frame) continue;
    // What falls into the same row of pixels as the box before is not drawn again.
    const at = Math.round((isDown ? box.y * sy : box.x * sx) / THINNEST);
    const long = isDown ? box.height * sy : box.width * sx;
    if (long < THINNEST && at === row) continue;
    row = at;
    const fill = fillOf(box);
    paths.set(fill, (paths.get(fill) ?? "") + outline(box, { sx, sy }));
  }
  return [...paths].map(([fill, path]) => (
    <path key={fill} class={`minimap-box ${fill}`} d={path} />
  ));
}

function outline(box: Box, { sx, sy }: Scale): string {
  const [w, h] = [Math.max(THINNEST, box.width * sx), Math.max(THINNEST, box.height * sy)];
  const [x, y, wide, tall, back] = [box.x * sx, box.y * sy, w, h, -w].map((one) => one.toFixed(1));
  return `M${x} ${y}h${wide}v${tall}h${back}z`;
}
