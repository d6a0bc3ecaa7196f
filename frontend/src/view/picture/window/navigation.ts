/** Boxes that the arrow keys lead to: along the edges, between the branches, into groups and out of them. */

import type { PictureIndex } from "../../../model/picture/level-of-detail";
import { type Box, type Direction, isBorder } from "../../../model/picture/picture";

export type Move = "ahead" | "back" | "left" | "right";

const ARROWS: Record<Direction, Record<string, Move>> = {
  down: { ArrowDown: "ahead", ArrowUp: "back", ArrowLeft: "left", ArrowRight: "right" },
  right: { ArrowRight: "ahead", ArrowLeft: "back", ArrowUp: "left", ArrowDown: "right" },
};

export function moveOf(key: string, direction: Direction): Move | null {
  return ARROWS[direction][key] ?? null;
}

/** Where a move leads; null where there is nothing that way. */
export function neighbour(index: PictureIndex, path: string, move: Move): string | null {
  if (move === "ahead" || move === "back") return followEdge(index, path, move === "ahead");
  return boxBeside(index, path, move === "right");
}

/** Into an open group its first box; along the first edge; at the end of a group, what comes after it. */
function followEdge(index: PictureIndex, path: string, ahead: boolean): string | null {
  const { boxes } = index.picture;
  const at = boxes.findIndex((box) => box.path === path);
  const box = boxes[at];
  if (!box) return boxes[0]?.path ?? null;
  if (ahead && box.frame) return boxes[at + 1]?.path ?? null;
  const within = frameAround(index, at);
  const edges = index.lines.get(within) ?? [];
  const bundles = (index.bundles.get(within) ?? []).flatMap((bundle) => bundle.links);
  const [here, there] = ahead ? (["from", "to"] as const) : (["to", "from"] as const);
  const ends = [...edges, ...bundles]
    .filter((line) => line[here] === path)
    .map((line) => line[there]);
  const next = nearest(
    index,
    box,
    ends.filter((end) => !isBorder(end)),
    ahead,
  );
  if (next === null) {
    if (within === "") return boxes[ahead ? at + 1 : at - 1]?.path ?? null;
    return ahead ? followEdgeOut(index, within) : within;
  }
  return ahead ? next : lastInside(index, next);
}

function followEdgeOut(index: PictureIndex, frame: string): string | null {
  const { boxes } = index.picture;
  const at = boxes.findIndex((box) => box.path === frame);
  return boxes[index.ends[at] ?? -1]?.path ?? null;
}

/** Going back into an open group one comes to the last box in it. */
function lastInside(index: PictureIndex, path: string): string {
  const { boxes } = index.picture;
  const at = boxes.findIndex((box) => box.path === path);
  return boxes[at]?.frame ? (boxes[(index.ends[at] ?? at + 1) - 1]?.path ?? path) : path;
}

/** Of several the nearest: a shortcut leads further than the way through the block. */
function nearest(
  index: PictureIndex,
  from: Box,
  ends: readonly string[],
  ahead: boolean,
): string | null {
  const flow = (box: Box) => (index.picture.direction === "down" ? box.y : box.x);
  const distance = (path: string) => {
    const box = index.byPath.get(path);
    return box ? (ahead ? flow(box) - flow(from) : flow(from) - flow(box)) : Infinity;
  };
  const sorted = [...ends].sort((a, b) => distance(a) - distance(b));
  return sorted[0] ?? null;
}

function frameAround(index: PictureIndex, at: number): string {
  const { boxes } = index.picture;
  const depth = boxes[at]?.depth ?? 0;
  for (let before = at - 1; before >= 0; before -= 1)
    if ((boxes[before]?.depth ?? 0) < depth) return boxes[before]?.path ?? "";
  return "";
}

/** The nearest box beside this one, of any branch. */
function boxBeside(index: PictureIndex, path: string, right: boolean): string | null {
  const { boxes, direction } = index.picture;
  const at = boxes.findIndex((box) => box.path === path);
  const box = boxes[at];
  if (!box) return null;
  const down = direction === "down";
  const [low, high] = down ? [box.y, box.y + box.height] : [box.x, box.x + box.width];
  const middle = (one: Box) => (down ? one.x + one.width / 2 : one.y + one.height / 2);
  let found: Box | null = null;
  for (const [other, one] of boxes.entries()) {
    // Neither what is around it nor what is inside it stands beside it.
    const around = other <= at && (index.ends[other] ?? 0) > at;
    const inside = other > at && other < (index.ends[at] ?? 0);
    const [from, to] = down ? [one.y, one.y + one.height] : [one.x, one.x + one.width];
    const way = (middle(one) - middle(box)) * (right ? 1 : -1);
    if (around || inside || one.frame || from > high || to < low || way < 8) continue;
    const best = found ? Math.abs(middle(found) - middle(box)) : Infinity;
    if (way < best) found = one;
  }
  return found?.path ?? null;
}
