/**
 * Cabinet projection: the flow runs to the right, height up, and width along an edge that recedes at 45 degrees
 * and is drawn at half its length, so that a cube looks like one.
 */

import type { Point } from "../../picture";
import type { Extent } from "./scale";

/** Sideways and up for each unit of width: half of the cosine of 45 degrees. */
const RECEDING = 0.5 * Math.SQRT1_2;

export interface Cuboid {
  /** What faces the reader: depth by height. */
  front: readonly Point[];
  /** Depth by width. */
  top: readonly Point[];
  /** What faces what comes next: height by width, the map itself. */
  side: readonly Point[];
  left: number;
  roof: number;
  right: number;
  bottom: number;
}

/** The size of a box on the canvas. */
export function projectedSize({ depth, height, width }: Extent): { width: number; height: number } {
  const slant = width * RECEDING;
  return { width: depth + slant, height: height + slant };
}

/** The box whose middle is at a point of the canvas. */
export function cuboidAt(x: number, y: number, extent: Extent): Cuboid {
  const size = projectedSize(extent);
  const slant = extent.width * RECEDING;
  const [left, right] = [x - size.width / 2, x + size.width / 2];
  const [top, bottom] = [y - size.height / 2, y + size.height / 2];
  const [edge, eaves] = [right - slant, top + slant];
  return {
    front: [[left, eaves], [edge, eaves], [edge, bottom], [left, bottom]], // biome-ignore format: one corner each
    top: [[left, eaves], [left + slant, top], [right, top], [edge, eaves]], // biome-ignore format: one corner each
    side: [[edge, eaves], [right, top], [right, bottom - slant], [edge, bottom]], // biome-ignore format: one corner each
    left,
    roof: top,
    right,
    bottom,
  };
}

/** A place on the map that a cuboid ends with: units down its height and across its width. */
export function onSide({ side }: Cuboid, down: number, across: number): Point {
  const [corner] = side;
  const [x, y] = corner ?? [0, 0];
  return [x + across * RECEDING, y + down - across * RECEDING];
}

/** The same place on the map that a cuboid begins with, which its front hides. */
export function onBack({ front }: Cuboid, down: number, across: number): Point {
  const [corner] = front;
  const [x, y] = corner ?? [0, 0];
  return [x + across * RECEDING, y + down - across * RECEDING];
}

/** From where to where a cuboid reaches at its middle height: there lines come in and go out. */
export function ends(cuboid: Cuboid): { into: Point; out: Point } {
  const { left, right } = cuboid;
  const y = (cuboid.roof + cuboid.bottom) / 2;
  const [eaves, floor] = [cuboid.front[0]?.[1] ?? y, cuboid.side[2]?.[1] ?? y];
  // Of a map much wider than high the slanted edges are in the middle.
  return { into: [left + Math.max(0, eaves - y), y], out: [right - Math.max(0, y - floor), y] };
}
