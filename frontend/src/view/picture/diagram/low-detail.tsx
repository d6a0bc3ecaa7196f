/** The diagram in low detail: coloured areas, a few paths however many boxes there are. */

import { overlap, type Region, type VisibleParts } from "../../../model/picture/level-of-detail";
import type { Box } from "../../../model/picture/picture";
import { roundedPath, strandsOf } from "../../../model/picture/picture";

/** Text is written where this many pixels are free for it. */
const LABEL_WIDTH = 56;
const LABEL_HEIGHT = 15;
const LABEL_SIZE = 12;
/** Width of a letter at that size, about. */
const LETTER = 6.2;
/** More names than this cannot be read anyway. */
const MOST_LABELS = 80;

export function LowDetailDiagram(props: {
  drawn: VisibleParts;
  scale: number;
  /** Class of a box's ground. */
  groundOf: (box: Box) => string;
  labelOf: (box: Box) => string;
  selected: string | null;
}) {
  const { drawn, scale, groundOf, labelOf, selected } = props;
  const grounds = byGround(drawn.boxes, scale, groundOf);
  const frames = drawn.frames.filter((box) => box.depth % 2 === 0).map(outline);
  const inner = drawn.frames.filter((box) => box.depth % 2 === 1).map(outline);
  const selectedBox = [...drawn.boxes, ...drawn.frames].find((box) => box.path === selected);
  const lines = [
    ...drawn.lines.map((line) => roundedPath(line.points, 0)),
    ...drawn.bundles.flatMap((bundle) => strandsOf(bundle).map((points) => roundedPath(points, 0))),
  ];
  return (
    <g class="low-detail">
      <path class="low-detail-frame depth-0" d={frames.join("")} />
      <path class="low-detail-frame depth-1" d={inner.join("")} />
      <path class="low-detail-line" d={lines.join("")} />
      {[...grounds].map(([ground, paths]) => (
        <path key={ground} class={`low-detail-box ${ground}`} d={paths.join("")} />
      ))}
      {selectedBox && <path class="low-detail-selected" d={outline(selectedBox)} />}
      {labelled([...drawn.frames, ...drawn.boxes], scale).map((box) => {
        const size = LABEL_SIZE / scale;
        const maxLetters = Math.floor((box.width * scale - 8) / LETTER);
        const label = labelOf(box);
        return (
          <text
            key={box.path}
            class={box.frame ? "low-detail-label" : `low-detail-label ${groundOf(box)}`}
            x={box.x + 5 / scale}
            y={box.y + size}
            font-size={size}
          >
            {label.length > maxLetters ? `${label.slice(0, Math.max(1, maxLetters - 1))}…` : label}
          </text>
        );
      })}
    </g>
  );
}

/** Those with space for their name, outer ones first, so that no two names lie on each other. */
function labelled(boxes: readonly Box[], scale: number): Box[] {
  const taken: Region[] = [];
  const fits = (box: Box) => {
    const { x, y } = box;
    const place = { x, y, width: box.width, height: LABEL_HEIGHT / scale };
    const wide = box.width * scale >= LABEL_WIDTH && box.height * scale >= LABEL_HEIGHT;
    if (!wide || taken.length > MOST_LABELS || taken.some((one) => overlap(one, place)))
      return false;
    taken.push({ ...place, width: Math.min(box.width, 90 / scale) });
    return true;
  };
  return boxes.filter(fits);
}

/** One path for each colour. Of boxes that fall into one row of pixels the one that stands out most is drawn. */
export function byGround(
  boxes: readonly Box[],
  scale: number,
  groundOf: (box: Box) => string,
): Map<string, string[]> {
  const rows = new Map<string, { box: Box; ground: string }>();
  for (const [index, box] of boxes.entries()) {
    const ground = groundOf(box);
    const thin = Math.min(box.height, box.width) * scale < 1;
    const row = thin ? `${Math.round(box.x * scale)} ${Math.round(box.y * scale)}` : `#${index}`;
    const known = rows.get(row);
    if (!known || standsOut(ground, known.ground)) rows.set(row, { box, ground });
  }
  const grounds = new Map<string, string[]>();
  const least = 1 / scale;
  for (const { box, ground } of rows.values()) {
    const [width, height] = [Math.max(box.width, least), Math.max(box.height, least)];
    const path = `M${box.x} ${box.y}h${width}v${height}h${-width}z`;
    const known = grounds.get(ground);
    if (known) known.push(path);
    else grounds.set(ground, [path]);
  }
  return grounds;
}

/** A dark one among pale ones, and any that is looked for among those that are not. */
function standsOut(ground: string, other: string): boolean {
  const isDim = ground.endsWith(" is-dim");
  return isDim === other.endsWith(" is-dim") ? ground > other : !isDim;
}

function outline({ x, y, width, height }: Box): string {
  return `M${x} ${y}h${width}v${height}h${-width}z`;
}
