/** The viewport: what a window shows of a picture's canvas, and how it gets to show everything, the beginning or a box. */

import type { PictureIndex, Region } from "./level-of-detail";
import type { Point } from "./picture";

/** The whole of 5,000 boxes in a column is seen at this many pixels per unit. */
export const SMALLEST = 0.0008;
/** Below this, text in boxes is hard to read. */
const SMALLEST_READABLE = 0.6;
/** What is opened at first is never smaller than this, even if its sides do not fit. */
const SMALLEST_AT_FIRST = 0.45;
export const LARGEST = 2.5;
const MARGIN = 24;
/** Below, where buttons stand on the picture. */
const FOOT = 52;

/** What the window shows of the canvas, and pixels per unit. */
export interface Viewport extends Region {
  k: number;
}

/** The place in the middle of the window, and pixels per unit. */
export interface Camera {
  x: number;
  y: number;
  k: number;
}

/** The camera as a URL has it, to a tenth of a unit, which is less than a pixel: equal texts are equal views. */
export function cameraText({ x, y, k }: Camera): string {
  return [x.toFixed(1), y.toFixed(1), String(Number(k.toPrecision(4)))].join(",");
}

/** The window, in pixels. */
export interface WindowSize {
  width: number;
  height: number;
}

/** The canvas that a picture is drawn on, with space before its origin for what stands in the margin. */
export interface Canvas {
  left: number;
  top: number;
  width: number;
  height: number;
  /** Does it flow to the right? */
  isRow: boolean;
  /** What should be in the middle of the window when the canvas is larger than that. */
  axis: number;
}

export function cameraOf({ x, y, width, height, k }: Viewport): Camera {
  return { x: x + width / 2, y: y + height / 2, k };
}

/** A link may ask for any scale; the nearest that the window can have is shown. */
export function viewportOf(camera: Camera, windowSize: WindowSize): Viewport {
  const k = Math.max(SMALLEST, Math.min(LARGEST, camera.k));
  const [width, height] = [windowSize.width / k, windowSize.height / k];
  return { x: camera.x - width / 2, y: camera.y - height / 2, width, height, k };
}

/** Everything in the window. */
export function wholeViewport(canvas: Canvas, windowSize: WindowSize): Viewport {
  return fitted(canvas, windowSize, true);
}

/** The whole width in the window, from the beginning: how a page is read. */
export function readingViewport(canvas: Canvas, windowSize: WindowSize): Viewport {
  return fitted(canvas, windowSize, false);
}

function fitted(canvas: Canvas, windowSize: WindowSize, whole: boolean): Viewport {
  const { left, top, width, height, axis, isRow } = canvas;
  const wide = (windowSize.width - 2 * MARGIN) / (width + left);
  const tall = (windowSize.height - 2 * MARGIN) / (height + top);
  // What flows down is fitted to the width and read from the top; what flows right, the other way round.
  const fitting = whole ? Math.min(wide, tall) : isRow ? tall : wide;
  const k = Math.max(whole ? SMALLEST : SMALLEST_AT_FIRST, Math.min(1, fitting));
  /** Where the window begins: with the canvas in its middle, or as near to the canvas's beginning as it may. */
  const begin = (pixels: number, before: number, size: number, from: boolean, centre: number) => {
    const free = (pixels - (before + size) * k) / 2;
    if (free < 0 && !from) return centre - pixels / 2 / k;
    return -Math.max(MARGIN / 2, from && !whole ? 0 : free) / k - before;
  };
  return {
    x: begin(windowSize.width, left, width, isRow, axis),
    y: begin(windowSize.height, top, height, !isRow, axis),
    width: windowSize.width / k,
    height: windowSize.height / k,
    k,
  };
}

/** A region as large as fits, in the middle. */
export function viewportAround({ x, y, width, height }: Region, windowSize: WindowSize): Viewport {
  const wide = (windowSize.width - 4 * MARGIN) / width;
  const tall = (windowSize.height - 4 * MARGIN) / height;
  const k = Math.min(1.5, wide, tall);
  return viewportOf({ x: x + width / 2, y: y + height / 2, k }, windowSize);
}

/** Moved as little as needed for a region to be visible; the same where it is. */
export function revealing(viewport: Viewport, box: Region): Viewport {
  const [wide, tall] = [viewport.width * viewport.k, viewport.height * viewport.k];
  // A group wider than the window is made smaller, but never too small to read.
  const k = Math.min(viewport.k, Math.max(SMALLEST_READABLE, (wide - 2 * MARGIN) / box.width));
  const [left, top] = [viewport.x * viewport.k, viewport.y * viewport.k];
  /** How many pixels the window goes on. */
  const onward = (low: number, size: number, windowSide: number, foot: number) =>
    low < MARGIN || size > windowSide - MARGIN - foot
      ? low - MARGIN
      : Math.max(0, low + size - windowSide + foot);
  const dx = onward(box.x * k - left, box.width * k, wide, MARGIN);
  const dy = onward(box.y * k - top, box.height * k, tall, FOOT);
  if (!dx && !dy && k === viewport.k) return viewport;
  return { x: (left + dx) / k, y: (top + dy) / k, width: wide / k, height: tall / k, k };
}

/** Of the boxes that another picture has too, the one nearest to the middle of the window. */
export function middleOfBoth(
  viewport: Viewport,
  here: PictureIndex,
  there: PictureIndex,
): string | null {
  const { x, y } = cameraOf(viewport);
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
export function following(viewport: Viewport, [x, y]: Point, [toX, toY]: Point): Viewport {
  return { ...viewport, x: viewport.x + toX - x, y: viewport.y + toY - y };
}
