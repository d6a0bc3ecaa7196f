/** What a window shows of a picture's plane, and what it would show instead: everything, the beginning, a box. */

import type { PictureIndex, Region } from "./level-of-detail";
import type { Point } from "./picture";

/** The whole of 5,000 boxes in a column is seen at this many pixels per unit. */
export const SMALLEST = 0.0008;
/** Below this, text in boxes is hard to read. */
const SMALLEST_READABLE = 0.6;
/** What is opened at first is never smaller than this, even if its sides are out of sight. */
const SMALLEST_AT_FIRST = 0.45;
export const LARGEST = 2.5;
const MARGIN = 24;
/** Below, where buttons stand on the picture. */
const FOOT = 52;

/** What the window shows of the plane, and pixels per unit. */
export interface Sight extends Region {
  k: number;
}

/** The place in the middle of the window, and pixels per unit. */
export interface Camera {
  x: number;
  y: number;
  k: number;
}

/** The window, in pixels. */
export interface Room {
  width: number;
  height: number;
}

/** The plane, with room before its origin for what stands in the margin. */
export interface Plane {
  left: number;
  top: number;
  width: number;
  height: number;
  /** Does it flow to the right? */
  isRow: boolean;
  /** What should be in the middle of the window when not all of the plane's breadth is in sight. */
  axis: number;
}

export function cameraOf({ x, y, width, height, k }: Sight): Camera {
  return { x: x + width / 2, y: y + height / 2, k };
}

/** A link may ask for any scale; the nearest that the window can have is shown. */
export function sightOf(camera: Camera, room: Room): Sight {
  const k = Math.max(SMALLEST, Math.min(LARGEST, camera.k));
  const [width, height] = [room.width / k, room.height / k];
  return { x: camera.x - width / 2, y: camera.y - height / 2, width, height, k };
}

/** Everything in the window. */
export function wholeSight(plane: Plane, room: Room): Sight {
  return fitted(plane, room, true);
}

/** The whole breadth in the window, from the beginning: how a page is read. */
export function readingSight(plane: Plane, room: Room): Sight {
  return fitted(plane, room, false);
}

function fitted(plane: Plane, room: Room, whole: boolean): Sight {
  const { left, top, width, height, axis, isRow } = plane;
  const wide = (room.width - 2 * MARGIN) / (width + left);
  const tall = (room.height - 2 * MARGIN) / (height + top);
  // What flows down is fitted across and read from the top; what flows right, the other way round.
  const fitting = whole ? Math.min(wide, tall) : isRow ? tall : wide;
  const k = Math.max(whole ? SMALLEST : SMALLEST_AT_FIRST, Math.min(1, fitting));
  /** Where the window begins: with the plane in its middle, or as near to the plane's beginning as it may. */
  const begin = (pixels: number, before: number, size: number, from: boolean, centre: number) => {
    const free = (pixels - (before + size) * k) / 2;
    if (free < 0 && !from) return centre - pixels / 2 / k;
    return -Math.max(MARGIN / 2, from && !whole ? 0 : free) / k - before;
  };
  return {
    x: begin(room.width, left, width, isRow, axis),
    y: begin(room.height, top, height, !isRow, axis),
    width: room.width / k,
    height: room.height / k,
    k,
  };
}

/** A region as large as fits, in the middle. */
export function sightAround({ x, y, width, height }: Region, room: Room): Sight {
  const wide = (room.width - 4 * MARGIN) / width;
  const tall = (room.height - 4 * MARGIN) / height;
  const k = Math.min(1.5, wide, tall);
  return sightOf({ x: x + width / 2, y: y + height / 2, k }, room);
}

/** Moved as little as needed for a region to be in sight; the same where it is. */
export function revealing(sight: Sight, box: Region): Sight {
  const [wide, tall] = [sight.width * sight.k, sight.height * sight.k];
  // A group wider than the window is made smaller, but never too small to read.
  const k = Math.min(sight.k, Math.max(SMALLEST_READABLE, (wide - 2 * MARGIN) / box.width));
  const [left, top] = [sight.x * sight.k, sight.y * sight.k];
  /** How many pixels the window goes on. */
  const onward = (low: number, size: number, room: number, foot: number) =>
    low < MARGIN || size > room - MARGIN - foot
      ? low - MARGIN
      : Math.max(0, low + size - room + foot);
  const dx = onward(box.x * k - left, box.width * k, wide, MARGIN);
  const dy = onward(box.y * k - top, box.height * k, tall, FOOT);
  if (!dx && !dy && k === sight.k) return sight;
  return { x: (left + dx) / k, y: (top + dy) / k, width: wide / k, height: tall / k, k };
}

/** Of the boxes that another picture has too, the one nearest to the middle of the window. */
export function middleOfBoth(sight: Sight, here: PictureIndex, there: PictureIndex): string | null {
  const { x, y } = cameraOf(sight);
  let [found, least] = [null as string | null, Number.POSITIVE_INFINITY];
  for (const box of here.picture.boxes) {
    const other = there.byPath.get(box.path);
    if (box.frame || !other || other.frame) continue;
    const away = Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y);
    if (away < least) [found, least] = [box.path, away];
  }
  return found;
}

/** Moved so that what was at one point is seen where the other was. */
export function following(sight: Sight, [x, y]: Point, [toX, toY]: Point): Sight {
  return { ...sight, x: sight.x + toX - x, y: sight.y + toY - y };
}
