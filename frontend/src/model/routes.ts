/** How edges run between the boxes of one group: down, with rounded corners, never through a box. */

import { IN, OUT } from "./fold";
import type { Edge } from "./network";

/** Room between rows, in which edges turn, and between parallel lanes. */
export const ROW_GAP = 26;
export const LANE_GAP = 12;

export interface Line {
  /** Visible ends; IN and OUT stand for the border of the frame `within`. */
  from: string;
  to: string;
  within: string;
  points: readonly Point[];
  /** Does it leave its column to pass boxes, as a residual shortcut does? */
  skips: boolean;
}

export type Point = readonly [x: number, y: number];

/** A child of the group at its place. */
export interface Slot {
  path: string;
  column: number;
  x: number;
  y: number;
  width: number;
  height: number;
  /** Of its edges, from its own left side. */
  axis: number;
}

interface Bounds {
  right: number;
  height: number;
  /** Where edges enter and leave the group: the middle of the first column. */
  axis: number;
}

export function route(
  within: string,
  slots: ReadonlyMap<string, Slot>,
  edges: readonly Edge[],
  bounds: Bounds,
): Line[] {
  let lanes = 0;
  return edges.map(({ from, to }) => {
    const start = slots.get(from);
    const end = slots.get(to);
    const [x1, y1] = start ? [start.x + start.axis, start.y + start.height] : [bounds.axis, 0];
    const [x2, y2] = end ? [end.x + end.axis, end.y] : [bounds.axis, bounds.height];
    const leave = y1 + ROW_GAP / 2;
    const arrive = y2 - ROW_GAP / 2;
    const turned = (y: number): Point[] => [
      [x1, y1],
      [x1, y],
      [x2, y],
      [x2, y2],
    ];
    const straight: Point[] = [
      [x1, y1],
      [x2, y2],
    ];
    const direct = x1 === x2 ? [straight] : [turned(leave), turned(arrive)];
    const free = direct.find((points) => !crossesBox(points, slots));
    if (free) return { from, to, within, points: free, skips: false };
    const lane = bounds.right + LANE_GAP * (1 + (lanes % 6));
    lanes += 1;
    const points: Point[] = [
      [x1, y1],
      [x1, leave],
      [lane, leave],
      [lane, arrive],
      [x2, arrive],
      [x2, y2],
    ];
    return { from, to, within, points, skips: true };
  });
}

/** Would a line through these points run through the inside of a box? */
export function crossesBox(points: readonly Point[], slots: ReadonlyMap<string, Slot>): boolean {
  return points.slice(1).some(([x, y], index) => {
    const [px, py] = points[index] ?? [x, y];
    // Lines go down, never up, but to either side.
    const [left, right] = [Math.min(px, x), Math.max(px, x)];
    return [...slots.values()].some(
      (slot) =>
        left < slot.x + slot.width && right > slot.x && py < slot.y + slot.height && y > slot.y,
    );
  });
}

/** Is this end of a line the border of its frame? */
export function isBorder(end: string): boolean {
  return end === IN || end === OUT;
}

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
