/** The drawn diagram as plain data: what the layout makes, and what the page, the map and the exports draw. */

export type Point = readonly [x: number, y: number];

/** A box, or the frame around the contents of an open group. */
export interface Box {
  path: string;
  x: number;
  y: number;
  width: number;
  height: number;
  /** Is it an open group, drawn as a frame around its children? */
  frame: boolean;
  /** Frames around it. */
  depth: number;
}

export interface Line {
  /** Visible ends; a line that crosses the border of its frame begins at IN or ends at OUT. */
  from: string;
  to: string;
  /** The path of the frame it runs in. */
  within: string;
  points: readonly Point[];
  /** Does it leave its column to pass boxes, as a residual shortcut does? */
  skips: boolean;
}

/**
 * Many lines through one lane, drawn as one: the bus beside a dense block.
 *
 * The line from one box to another goes the one's way into the lane and the other's out of it.
 */
export interface EdgeBundle {
  within: string;
  /** The lane itself. */
  lane: readonly [Point, Point];
  waysIn: ReadonlyMap<string, readonly Point[]>;
  waysOut: ReadonlyMap<string, readonly Point[]>;
  links: readonly { from: string; to: string }[];
}

/** All that is drawn of a bundle: its lane and the ways into and out of it. */
export function strandsOf(bundle: EdgeBundle): (readonly Point[])[] {
  return [bundle.lane, ...bundle.waysIn.values(), ...bundle.waysOut.values()];
}

export type Direction = "down" | "right";

export interface Picture {
  direction: Direction;
  /** Frames before what is inside them. */
  boxes: readonly Box[];
  lines: readonly Line[];
  bundles: readonly EdgeBundle[];
  width: number;
  height: number;
}

/** Ends of a line at the border of its frame. */
export const IN = "\u0000in";
export const OUT = "\u0000out";

export function isBorder(end: string): boolean {
  return end === IN || end === OUT;
}

/** Sizes of boxes, by what they stand for: a layer that only follows another is a slim one. */
export const BOX_WIDTH = 264;
export const BOX_HEIGHT = 60;
export const SLIM_HEIGHT = 32;
export const FRAME_HEADER = 32;

/** An SVG path through the points with rounded corners. */
export function roundedPath(points: readonly Point[], radius = 6): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${first[0]} ${first[1]}`;
  for (const [index, [x, y]] of rest.entries()) {
    const [px, py] = points[index] ?? first;
    const following = rest[index + 1];
    const reach = Math.min(radius, Math.hypot(x - px, y - py) / 2);
    if (!following || reach === 0) {
      path += `L${x} ${y}`;
      continue;
    }
    const bend = Math.min(reach, Math.hypot(following[0] - x, following[1] - y) / 2);
    const [ax, ay] = towards([x, y], [px, py], bend);
    const [bx, by] = towards([x, y], following, bend);
    path += `L${ax} ${ay}Q${x} ${y} ${bx} ${by}`;
  }
  return path;
}

function towards([x, y]: Point, [tx, ty]: Point, distance: number): Point {
  const length = Math.hypot(tx - x, ty - y) || 1;
  return [x + ((tx - x) * distance) / length, y + ((ty - y) * distance) / length];
}
