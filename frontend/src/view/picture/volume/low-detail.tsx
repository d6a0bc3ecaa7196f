/** A scene in low detail: one path for each face of each colour, and the names of open groups where they fit. */

import type { Item } from "../../../model/network/network";
import { overlap, type Region } from "../../../model/picture/level-of-detail";
import { type Line, type Point, roundedPath } from "../../../model/picture/picture";
import type { Bracket } from "../../../model/picture/volume/brackets";
import type { Volume } from "../../../model/picture/volume/scene";
import { areaClass, type BoxAppearance } from "../diagram/box";
import { outline } from "./box";

/** Of a name on the screen, in pixels. */
const LABEL_SIZE = 12;
const LETTER = 6.2;
const LINE_HEIGHT = 15;

const FACES = ["top", "side", "front"] as const;

export function LowDetailVolumes(props: {
  volumes: readonly Volume[];
  routes: readonly Line[];
  brackets: readonly Bracket[];
  appearanceOf: (item: Item) => BoxAppearance;
  selected: string | null;
  scale: number;
}) {
  const { volumes, routes, brackets, appearanceOf, scale } = props;
  const grounds = new Map<string, Volume[]>();
  for (const volume of volumes) {
    const ground = areaClass(volume.item ? appearanceOf(volume.item) : undefined);
    const known = grounds.get(ground);
    if (known) known.push(volume);
    else grounds.set(ground, [volume]);
  }
  const selectedVolume = volumes.find(({ path }) => path === props.selected);
  return (
    <g class="low-detail">
      <path
        class="low-detail-line"
        d={routes.map(({ points }) => roundedPath(points, 0)).join("")}
      />
      {[...grounds].map(([ground, same]) => (
        <g key={ground} class={`volume-box low-detail-volumes ${ground}`}>
          {FACES.map((face) => (
            <path
              key={face}
              class={`volume-face face-${face}`}
              d={same.flatMap(({ cuboids }) => cuboids.map((one) => outline(one[face]))).join("")}
            />
          ))}
        </g>
      ))}
      {selectedVolume && <path class="low-detail-selected" d={outline(around(selectedVolume))} />}
      {named(brackets, volumes, scale).map(({ path, x, y, width, label }) => (
        <text
          key={path}
          class="low-detail-label label-middle"
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

function around({ region: { x, y, width, height } }: Volume): Point[] {
  return [[x, y], [x + width, y], [x + width, y + height], [x, y + height]]; // biome-ignore format: one corner each
}

/** Outer groups first; a name that is longer than its bracket, or would lie on another or on a box, is left out. */
function named(brackets: readonly Bracket[], volumes: readonly Volume[], scale: number): Bracket[] {
  const taken: Region[] = [];
  return [...brackets].reverse().filter(({ label, x, y, width }) => {
    const wide = (label.length * LETTER) / scale;
    const place = { x: x + (width - wide) / 2, y, width: wide, height: LINE_HEIGHT / scale };
    const free =
      wide < width &&
      !taken.some((one) => overlap(one, place)) &&
      !volumes.some(({ region }) => overlap(region, place));
    if (free) taken.push(place);
    return free;
  });
}
