/** A scene from afar: one path for each face of each colour, and the names of open groups where they fit. */

import type { Item } from "../../model/network";
import { type Line, type Point, roundedPath } from "../../model/picture";
import type { Bracket } from "../../model/volume/brackets";
import type { Volume } from "../../model/volume/scene";
import type { BoxLook } from "../diagram/box";
import { outline } from "./box";

/** Of a name on the screen, in pixels. */
const LABEL_SIZE = 12;
const LETTER = 6.2;
const LINE_HEIGHT = 15;

const FACES = ["top", "side", "front"] as const;

export function FarVolumes(props: {
  volumes: readonly Volume[];
  routes: readonly Line[];
  brackets: readonly Bracket[];
  lookOf: (item: Item) => BoxLook;
  selected: string | null;
  scale: number;
}) {
  const { volumes, routes, brackets, lookOf, scale } = props;
  const grounds = new Map<string, Volume[]>();
  for (const volume of volumes) {
    const ground = groundOf(volume, lookOf);
    const known = grounds.get(ground);
    if (known) known.push(volume);
    else grounds.set(ground, [volume]);
  }
  const chosen = volumes.find(({ path }) => path === props.selected);
  return (
    <g class="far">
      <path class="far-line" d={routes.map(({ points }) => roundedPath(points, 0)).join("")} />
      {[...grounds].map(([ground, same]) => (
        <g key={ground} class={`volume-box far-volumes ${ground}`}>
          {FACES.map((face) => (
            <path
              key={face}
              class={`volume-face face-${face}`}
              d={same.flatMap(({ cuboids }) => cuboids.map((one) => outline(one[face]))).join("")}
            />
          ))}
        </g>
      ))}
      {chosen && <path class="far-chosen" d={outline(around(chosen))} />}
      {apart(brackets, scale).map(({ path, x, y, width, label }) => (
        <text
          key={path}
          class="far-label word-middle"
          x={x + width / 2}
          y={y + LABEL_SIZE / scale}
          font-size={LABEL_SIZE / scale}
        >
          {label}
        </text>
      ))}
    </g>
  );
}

function groundOf({ item }: Volume, lookOf: (item: Item) => BoxLook): string {
  const look = item && lookOf(item);
  const ground = !look || look.step === null ? "box-unknown" : `seq-${look.step}`;
  return look?.dim ? `${ground} is-dim` : ground;
}

function around({ region: { x, y, width, height } }: Volume): Point[] {
  return [[x, y], [x + width, y], [x + width, y + height], [x, y + height]]; // biome-ignore format: one corner each
}

/** Outer groups first; a name that would lie on another, or is longer than its bracket, is left out. */
function apart(brackets: readonly Bracket[], scale: number): Bracket[] {
  const taken: Bracket[] = [];
  for (const one of [...brackets].reverse()) {
    const fits = one.label.length * LETTER < one.width * scale;
    const free = taken.every(
      (other) =>
        Math.abs(other.y - one.y) * scale >= LINE_HEIGHT ||
        other.x + other.width < one.x ||
        one.x + one.width < other.x,
    );
    if (fits && free) taken.push(one);
  }
  return taken;
}
