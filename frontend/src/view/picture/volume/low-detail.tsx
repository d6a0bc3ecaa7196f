/** A scene in low detail: one path for each face of each colour, and the names of open groups where they fit. */

import { overlap } from "../../../model/picture/level-of-detail";
import { type Line, type Point, roundedPath } from "../../../model/picture/picture";
import type { Bracket } from "../../../model/picture/volume/brackets";
import type { Volume } from "../../../model/picture/volume/scene";
import { type AppearanceOf, areaClass } from "../appearance";
import {
  groupByFill,
  LABEL_HEIGHT,
  LETTER_WIDTH,
  LowDetailLabel,
  labelPlaces,
} from "../low-detail";
import { outline } from "./paths";

const FACES = ["top", "side", "front"] as const;

export function LowDetailVolumes(props: {
  volumes: readonly Volume[];
  routes: readonly Line[];
  brackets: readonly Bracket[];
  appearanceOf: AppearanceOf;
  selected: string | null;
  scale: number;
}) {
  const { volumes, routes, brackets, appearanceOf, scale } = props;
  const fills = groupByFill(volumes, ({ item }) =>
    areaClass(item ? appearanceOf(item) : undefined),
  );
  const selectedVolume = volumes.find(({ path }) => path === props.selected);
  return (
    <g class="low-detail">
      <path
        class="low-detail-line"
        d={routes.map(({ points }) => roundedPath(points, 0)).join("")}
      />
      {[...fills].map(([fill, same]) => (
        <g key={fill} class={`volume-box low-detail-volumes ${fill}`}>
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
        <LowDetailLabel
          key={path}
          class="label-middle"
          text={label}
          x={x + width / 2}
          y={y}
          scale={scale}
        />
      ))}
    </g>
  );
}

function around({ region: { x, y, width, height } }: Volume): Point[] {
  return [[x, y], [x + width, y], [x + width, y + height], [x, y + height]]; // biome-ignore format: one corner each
}

/** Outer groups first; a name that is longer than its bracket, or would lie on another or on a box, is left out. */
function named(brackets: readonly Bracket[], volumes: readonly Volume[], scale: number): Bracket[] {
  const isFree = labelPlaces();
  return [...brackets].reverse().filter(({ label, x, y, width }) => {
    const wide = (label.length * LETTER_WIDTH) / scale;
    const place = { x: x + (width - wide) / 2, y, width: wide, height: LABEL_HEIGHT / scale };
    return wide < width && !volumes.some(({ region }) => overlap(region, place)) && isFree(place);
  });
}
