/**
 * The parts of a picture that are drawn for a window: only what is visible, with less detail the smaller it is.
 *
 * In low detail boxes become coloured areas without text. Pure, so that it can be tested without a browser.
 */

import type { Box, EdgeBundle, Line, Picture } from "./picture";

export interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Below this many pixels per unit the text in a box cannot be read. */
const READABLE = 0.36;
/** A line shorter than this on the screen is not seen. */
const SMALLEST_LINE = 3;
/** Pictures of so few boxes are drawn whole while they can be read: nothing to gain. */
const SMALL_PICTURE = 260;

export interface PictureIndex {
  picture: Picture;
  byPath: ReadonlyMap<string, Box>;
  /** Where what is inside a box ends, by the box's place: boxes come before what is inside them. */
  ends: Int32Array;
  lines: ReadonlyMap<string, readonly Line[]>;
  bundles: ReadonlyMap<string, readonly EdgeBundle[]>;
}

export interface VisibleParts {
  lowDetail: boolean;
  frames: readonly Box[];
  boxes: readonly Box[];
  lines: readonly Line[];
  bundles: readonly EdgeBundle[];
}

export function indexPicture(picture: Picture): PictureIndex {
  const { boxes } = picture;
  const ends = new Int32Array(boxes.length);
  const open: number[] = [];
  const close = (depth: number, at: number) => {
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if ((boxes[top]?.depth ?? 0) < depth) return;
      ends[top] = at;
      open.pop();
    }
  };
  for (const [at, box] of boxes.entries()) {
    close(box.depth, at);
    open.push(at);
  }
  close(0, boxes.length);
  return {
    picture,
    byPath: new Map(boxes.map((box) => [box.path, box])),
    ends,
    lines: byFrame(picture.lines),
    bundles: byFrame(picture.bundles),
  };
}

function byFrame<Of extends { within: string }>(drawings: readonly Of[]): Map<string, Of[]> {
  const found = new Map<string, Of[]>();
  for (const drawing of drawings) {
    const known = found.get(drawing.within);
    if (known) known.push(drawing);
    else found.set(drawing.within, [drawing]);
  }
  return found;
}

/** Is text in boxes unreadable at so many pixels per unit? */
export function isLowDetail(scale: number): boolean {
  return scale < READABLE;
}

/** Is all of it drawn, wherever the window is? */
export function isDrawnWhole(picture: Picture, scale: number): boolean {
  return !isLowDetail(scale) && picture.boxes.length <= SMALL_PICTURE;
}

/** always: boxes that are drawn even outside the window, such as the one with the keyboard's focus. */
export function visibleParts(
  index: PictureIndex,
  region: Region,
  scale: number,
  always: readonly (string | null)[] = [],
): VisibleParts {
  const lowDetail = isLowDetail(scale);
  const whole = isDrawnWhole(index.picture, scale);
  const isVisible = (one: Region) => whole || overlap(one, region);
  const { frames, boxes } = boxesIn(index, isVisible);
  const within = ["", ...frames.map(({ path }) => path)];
  for (const path of lowDetail ? [] : always) {
    const box = path === null ? undefined : index.byPath.get(path);
    if (box && !isVisible(box)) (box.frame ? frames : boxes).push(box);
  }
  const longest = ({ width, height }: Region) => Math.max(width, height);
  const shows = (line: Line) => {
    const bounds = boundsOf(line.points);
    return isVisible(bounds) && (!lowDetail || longest(bounds) >= SMALLEST_LINE / scale);
  };
  return {
    lowDetail,
    frames,
    boxes,
    lines: within.flatMap((path) => (index.lines.get(path) ?? []).filter(shows)),
    bundles: within.flatMap((path) => index.bundles.get(path) ?? []),
  };
}

/** Goes into a frame only if it is visible. */
function boxesIn(index: PictureIndex, isVisible: (box: Box) => boolean) {
  const frames: Box[] = [];
  const boxes: Box[] = [];
  const all = index.picture.boxes;
  for (let at = 0; at < all.length; ) {
    const box = all[at];
    if (!box) break;
    const isIn = isVisible(box);
    if (isIn && box.frame) frames.push(box);
    else if (isIn) boxes.push(box);
    at = isIn ? at + 1 : (index.ends[at] ?? at + 1);
  }
  return { frames, boxes };
}

/** The innermost box or frame at a place that is drawn there. */
export function boxAt(index: PictureIndex, x: number, y: number, scale: number): Box | null {
  const drawn = visibleParts(index, { x, y, width: 0, height: 0 }, scale);
  return drawn.boxes[0] ?? drawn.frames.at(-1) ?? null;
}

export function overlap(a: Region, b: Region): boolean {
  return (
    a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height
  );
}

export function contains(outer: Region, inner: Region): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height
  );
}

/** A region with more around it, so that a short move shows nothing new. */
export function widened({ x, y, width, height }: Region, share: number): Region {
  const [dx, dy] = [width * share, height * share];
  return { x: x - dx, y: y - dy, width: width + 2 * dx, height: height + 2 * dy };
}

function boundsOf(points: readonly (readonly [number, number])[]): Region {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
