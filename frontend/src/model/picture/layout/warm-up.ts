/**
 * Warms up a new worker: scripts run several times faster once the engine has seen them run.
 *
 * While the page waits for its costs, a small network of all that the layout knows is arranged again and again: a
 * dense block, residual blocks, and branches that cross.
 */

import type { Picture } from "../picture";
import { ArrangementCache } from "./arrangement-cache";
import { layoutPicture } from "./index";
import type { Skeleton } from "./lift";

const LAYERS = 12;

export function warmUpLayout(): Picture {
  const network = example();
  const open = new Set(
    [...network.items].filter(([, { type }]) => type !== "layer").map(([path]) => path),
  );
  return layoutPicture(network, open, "down", new ArrangementCache(), "full");
}

function example(): Skeleton {
  const items = new Map<
    string,
    Skeleton["items"] extends ReadonlyMap<string, infer One> ? One : never
  >();
  const edges: { from: string; to: string }[] = [];
  const groups = ["dense", "residual", "crossing"];
  items.set("", { type: "group", kind: "network", op: null, children: groups });
  let before = "";
  for (const group of groups) {
    const children = Array.from({ length: LAYERS }, (_, at) => `${group}.layer${at}`);
    items.set(group, { type: "group", kind: "stage", op: null, children });
    for (const [at, path] of children.entries()) {
      const merges = at % 3 === 2;
      items.set(path, {
        type: "layer",
        kind: merges ? "merge" : "convolution",
        op: merges ? "concat" : "conv2d",
        children: [],
      });
      for (const from of inputsOf(group, at))
        edges.push({ from: from < 0 ? before : (children[from] ?? ""), to: path });
    }
    before = children.at(-1) ?? "";
  }
  return { items, edges };
}

/** By place; -1 is the layer before the group. */
function inputsOf(group: string, at: number): number[] {
  if (at === 0) return [-1];
  if (group === "dense") return Array.from({ length: at + 1 }, (_, from) => from - 1);
  if (group === "residual") return at % 3 === 2 ? [at - 1, at - 3] : [at - 1];
  return [Math.max(-1, at - 2), Math.max(-1, at - 5)];
}
