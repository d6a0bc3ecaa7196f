/** Low detail, in the diagram and in volume: one path for each colour, and names that do not overlap. */

import { overlap, type Region } from "../../model/picture/level-of-detail";

/** Of a name on the screen, in pixels. */
const LABEL_SIZE = 12;
export const LABEL_HEIGHT = 15;
/** Width of a letter at that size, about. */
export const LETTER_WIDTH = 6.2;

/** Those of one fill are drawn as one path. */
export function groupByFill<Of>(all: Iterable<Of>, fillOf: (one: Of) => string): Map<string, Of[]> {
  const fills = new Map<string, Of[]>();
  for (const one of all) {
    const fill = fillOf(one);
    const known = fills.get(fill);
    if (known) known.push(one);
    else fills.set(fill, [one]);
  }
  return fills;
}

/** Says of one label after the other whether its place is free, and takes what it needs; of more than the limit none is. */
export function labelPlaces(limit = Infinity): (place: Region, needed?: Region) => boolean {
  const taken: Region[] = [];
  return (place, needed = place) => {
    if (taken.length > limit || taken.some((one) => overlap(one, place))) return false;
    taken.push(needed);
    return true;
  };
}

/** As large on the screen at every scale; y is its upper edge. */
export function LowDetailLabel(props: {
  text: string;
  x: number;
  y: number;
  scale: number;
  class?: string;
}) {
  const size = LABEL_SIZE / props.scale;
  return (
    <text
      class={`low-detail-label ${props.class ?? ""}`}
      x={props.x}
      y={props.y + size}
      font-size={size}
    >
      {props.text}
    </text>
  );
}
