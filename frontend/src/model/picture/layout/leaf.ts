/** The room that a layer or a closed group takes in its group: one of few, made once. */

import { BOX_HEIGHT, BOX_WIDTH, type Direction, SLIM_HEIGHT } from "../picture";
import type { Skeleton } from "./lift";
import type { Part } from "./shape";

export type LeafKind = "box" | "slim" | "merge" | "bar";

type Drawn = Skeleton["items"] extends ReadonlyMap<string, infer One> ? One : never;

const SLIM_KINDS: ReadonlySet<string> = new Set(["normalization", "activation", "other"]);

export function leafKind(item: Drawn | undefined): LeafKind {
  if (item?.type !== "layer") return "box";
  if (item.kind === "merge") return item.op === "concat" ? "bar" : "merge";
  return SLIM_KINDS.has(item.kind) ? "slim" : "box";
}

function partsIn(direction: Direction): Readonly<Record<LeafKind, Part>> {
  const part = (height: number, merge: { bar: boolean } | null): Part => {
    const breadth = direction === "down" ? BOX_WIDTH : height;
    return {
      length: direction === "down" ? height : BOX_WIDTH,
      breadth,
      axis: breadth / 2,
      bar: merge?.bar === true,
      sideEntry: merge !== null,
      slim: height === SLIM_HEIGHT,
    };
  };
  return {
    box: part(BOX_HEIGHT, null),
    slim: part(SLIM_HEIGHT, null),
    merge: part(SLIM_HEIGHT, { bar: false }),
    bar: part(SLIM_HEIGHT, { bar: true }),
  };
}

export const LEAF_PARTS: Readonly<Record<Direction, Readonly<Record<LeafKind, Part>>>> = {
  down: partsIn("down"),
  right: partsIn("right"),
};
