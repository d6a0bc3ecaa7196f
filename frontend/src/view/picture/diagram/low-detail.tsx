/** The diagram in low detail: coloured areas, a few paths however many boxes there are. */

import type { Region, VisibleParts } from "../../../model/picture/level-of-detail";
import { type Box, roundedPath, strandsOf } from "../../../model/picture/picture";
import {
  groupByFill,
  LABEL_HEIGHT,
  LETTER_WIDTH,
  LowDetailLabel,
  labelPlaces,
} from "../low-detail";

/** Text is written where this many pixels are free for it. */
const LABEL_WIDTH = 56;
/** More names than this cannot be read anyway. */
const MOST_LABELS = 80;

export function LowDetailDiagram(props: {
  parts: VisibleParts;
  scale: number;
  /** Class of a box's fill. */
  fillOf: (box: Box) => string;
  labelOf: (box: Box) => string;
  selected: string | null;
}) {
  const { parts, scale, fillOf, labelOf, selected } = props;
  const framesAt = (parity: number) =>
    parts.frames.filter(({ depth }) => depth % 2 === parity).map(outline);
  const selectedBox = [...parts.boxes, ...parts.frames].find((box) => box.path === selected);
  const lines = [...parts.lines.map(({ points }) => points), ...parts.bundles.flatMap(strandsOf)];
  return (
    <g class="low-detail">
      <path class="low-detail-frame depth-0" d={framesAt(0).join("")} />
      <path class="low-detail-frame depth-1" d={framesAt(1).join("")} />
      <path class="low-detail-line" d={lines.map((points) => roundedPath(points, 0)).join("")} />
      {[...byFill(parts.boxes, scale, fillOf)].map(([fill, paths]) => (
        <path key={fill} class={`low-detail-box ${fill}`} d={paths.join("")} />
      ))}
      {selectedBox && <path class="low-detail-selected" d={outline(selectedBox)} />}
      {labelled([...parts.frames, ...parts.boxes], scale).map((box) => (
        <LowDetailLabel
          key={box.path}
          class={box.frame ? "" : fillOf(box)}
          text={shortened(labelOf(box), (box.width * scale - 8) / LETTER_WIDTH)}
          x={box.x + 5 / scale}
          y={box.y}
          scale={scale}
        />
      ))}
    </g>
  );
}

function shortened(label: string, letters: number): string {
  const most = Math.floor(letters);
  return label.length > most ? `${label.slice(0, Math.max(1, most - 1))}…` : label;
}

/** Those with space for their name, outer ones first, so that no two names lie on each other. */
function labelled(boxes: readonly Box[], scale: number): Box[] {
  const isFree = labelPlaces(MOST_LABELS);
  return boxes.filter((box) => {
    const isLarge = box.width * scale >= LABEL_WIDTH && box.height * scale >= LABEL_HEIGHT;
    const place = { x: box.x, y: box.y, width: box.width, height: LABEL_HEIGHT / scale };
    return isLarge && isFree(place, { ...place, width: Math.min(box.width, 90 / scale) });
  });
}

/** One path for each colour. Of boxes that fall into one row of pixels the one that stands out most is drawn. */
export function byFill(
  boxes: readonly Box[],
  scale: number,
  fillOf: (box: Box) => string,
): Map<string, string[]> {
  const rows = new Map<string, { box: Box; fill: string }>();
  for (const [index, box] of boxes.entries()) {
    const fill = fillOf(box);
    const thin = Math.min(box.height, box.width) * scale < 1;
    const row = thin ? `${Math.round(box.x * scale)} ${Math.round(box.y * scale)}` : `#${index}`;
    const known = rows.get(row);
    if (!known || standsOut(fill, known.fill)) rows.set(row, { box, fill });
  }
  const least = 1 / scale;
  const pathOf = ({ x, y, width, height }: Box) =>
    outline({ x, y, width: Math.max(width, least), height: Math.max(height, least) });
  const fills = groupByFill(rows.values(), ({ fill }) => fill);
  return new Map([...fills].map(([fill, same]) => [fill, same.map(({ box }) => pathOf(box))]));
}

/** A dark one among pale ones, and any that is looked for among those that are not. */
function standsOut(fill: string, other: string): boolean {
  const isDim = fill.endsWith(" is-dim");
  return isDim === other.endsWith(" is-dim") ? fill > other : !isDim;
}

function outline({ x, y, width, height }: Region): string {
  return `M${x} ${y}h${width}v${height}h${-width}z`;
}
