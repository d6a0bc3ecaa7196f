/**
 * What of a picture is drawn for a window: only what is in sight, and less of it the farther away it is.
 *
 * From afar boxes become coloured areas without text. Pure, so that it can be tested without a browser.
 */

import type { Box, Line, Picture, Trunk } from "./picture";

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
  trunks: ReadonlyMap<string, readonly Trunk[]>;
}

export interface Drawn {
  far: boolean;
  frames: readonly Box[];
  boxes: readonly Box[];
  lines: readonly Line[];
  trunks: readonly Trunk[];
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
    trunks: byFrame(picture.trunks),
  };
}

function byFrame<Part extends { within: string }>(parts: readonly Part[]): Map<string, Part[]> {
  const found = new Map<string, Part[]>();
  for (const part of parts) {
    const known = found.get(part.within);
    if (known) known.push(part);
    else found.set(part.within, [part]);
  }
  return found;
}

/** Is text in boxes unreadable at so many pixels per unit? */
export function isFar(scale: number): boolean {
  return scale < READABLE;
}

/** Is all of it drawn, wherever the window is? */
export function isDrawnWhole(picture: Picture, scale: number): boolean {
  return !isFar(scale) && picture.boxes.length <= SMALL_PICTURE;
}

/** always: boxes that are drawn even out of sight, such as the one with the keyboard's focus. */
export function drawnIn(
  index: PictureIndex,
  region: Region,
  scale: number,
  always: readonly (string | null)[] = [],
): Drawn {
  const far = isFar(scale);
  const whole = isDrawnWhole(index.picture, scale);
  const seen = (part: Region) => whole || overlap(part, region);
  const { frames, boxes } = boxesIn(index, seen);
  const within = ["", ...frames.map(({ path }) => path)];
  for (const path of far ? [] : always) {
    const box = path === null ? undefined : index.byPath.get(path);
    if (box && !seen(box)) (box.frame ? frames : boxes).push(box);
  }
  const longest = ({ width, height }: Region) => Math.max(width, height);
  const shows = (line: Line) => {
    const bounds = boundsOf(line.points);
    return seen(bounds) && (!far || longest(bounds) >= SMALLEST_LINE / scale);
  };
  return {
    far,
    frames,
    boxes,
    lines: within.flatMap((path) => (index.lines.get(path) ?? []).filter(shows)),
    trunks: within.flatMap((path) => index.trunks.get(path) ?? []),
  };
}

/** Goes into a frame only if it is in sight. */
function boxesIn(index: PictureIndex, seen: (box: Box) => boolean) {
  const frames: Box[] = [];
  const boxes: Box[] = [];
  const all = index.picture.boxes;
  for (let at = 0; at < all.length; ) {
    const box = all[at];
    if (!box) break;
    const inSight = seen(box);
    if (inSight && box.frame) frames.push(box);
    else if (inSight) boxes.push(box);
    at = inSight ? at + 1 : (index.ends[at] ?? at + 1);
  }
  return { frames, boxes };
}

/** The innermost box or frame at a place that is drawn there. */
export function boxAt(index: PictureIndex, x: number, y: number, scale: number): Box | null {
  const drawn = drawnIn(index, { x, y, width: 0, height: 0 }, scale);
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
export function widened({ x, y, width, height }: Region, part: number): Region {
  const [dx, dy] = [width * part, height * part];
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
