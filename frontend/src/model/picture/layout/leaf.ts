/** The sizes of layers and closed groups in their group: one of few, made once. */

import { BOX_HEIGHT, BOX_WIDTH, type Direction, SLIM_HEIGHT } from "../picture";
import type { LayoutItem } from "./arrangement/shape";
import type { Skeleton } from "./lift";

type LeafKind = "box" | "slim" | "merge" | "bar";

type Drawn = Skeleton["items"] extends ReadonlyMap<string, infer One> ? One : never;

const SLIM_KINDS: ReadonlySet<string> = new Set(["normalization", "activation", "other"]);

export function leafKind(item: Drawn | undefined): LeafKind {
  if (item?.type !== "layer") return "box";
  if (item.kind === "merge") return item.op === "concat" ? "bar" : "merge";
  return SLIM_KINDS.has(item.kind) ? "slim" : "box";
}

function itemsIn(direction: Direction): Readonly<Record<LeafKind, LayoutItem>> {
  const itemOf = (height: number, merge: { bar: boolean } | null): LayoutItem => {
    const crossSize = direction === "down" ? BOX_WIDTH : height;
    return {
      mainSize: direction === "down" ? height : BOX_WIDTH,
      crossSize,
      axis: crossSize / 2,
      bar: merge?.bar === true,
      sideEntry: merge !== null,
      slim: height === SLIM_HEIGHT,
    };
  };
  return {
    box: itemOf(BOX_HEIGHT, null),
    slim: itemOf(SLIM_HEIGHT, null),
    merge: itemOf(SLIM_HEIGHT, { bar: false }),
    bar: itemOf(SLIM_HEIGHT, { bar: true }),
  };
}

export const LEAF_ITEMS: Readonly<Record<Direction, Readonly<Record<LeafKind, LayoutItem>>>> = {
  down: itemsIn("down"),
  right: itemsIn("right"),
};
