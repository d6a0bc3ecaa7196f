/** Which row and column of its group an item stands in. */

import type { Edge } from "./network";

/** Each item one row below the lowest item it reads; items come in execution order. */
export function longestPathRanks(
  paths: readonly string[],
  edges: readonly Edge[],
): Map<string, number> {
  const before = new Map<string, string[]>();
  for (const { from, to } of edges) before.set(to, [...(before.get(to) ?? []), from]);
  const ranks = new Map<string, number>();
  for (const path of paths)
    ranks.set(
      path,
      (before.get(path) ?? []).reduce(
        (rank, from) => Math.max(rank, (ranks.get(from) ?? -1) + 1),
        0,
      ),
    );
  return ranks;
}

/** The longest path gets column 0, the longest of what is left the next column that is free, and so on. */
export function assignColumns(
  ranks: ReadonlyMap<string, number>,
  edges: readonly Edge[],
): Map<string, number> {
  const columns = new Map<string, number>();
  const taken: Set<number>[] = [];
  const after = new Map<string, string[]>();
  for (const { from, to } of edges) after.set(from, [...(after.get(from) ?? []), to]);
  while (columns.size < ranks.size) {
    const path = longestFreePath(ranks, after, columns);
    const rows = path.map((item) => ranks.get(item) ?? 0);
    let column = 0;
    while (rows.some((row) => taken[column]?.has(row))) column += 1;
    const used = taken[column] ?? new Set<number>();
    taken[column] = used;
    for (const row of rows) used.add(row);
    for (const item of path) columns.set(item, column);
  }
  return columns;
}

function longestFreePath(
  ranks: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, readonly string[]>,
  placedIn: ReadonlyMap<string, number>,
): string[] {
  const length = new Map<string, number>();
  const next = new Map<string, string>();
  let best = "";
  // Rows never decrease along an edge, so going through them from the last one needs no recursion.
  const free = [...ranks.keys()]
    .filter((path) => !placedIn.has(path))
    .sort((a, b) => (ranks.get(b) ?? 0) - (ranks.get(a) ?? 0));
  for (const path of free) {
    length.set(path, 1);
    for (const to of after.get(path) ?? []) {
      const through = (length.get(to) ?? 0) + 1;
      if (!placedIn.has(to) && through > (length.get(path) ?? 0)) {
        length.set(path, through);
        next.set(path, to);
      }
    }
    if (best === "" || (length.get(path) ?? 0) > (length.get(best) ?? 0)) best = path;
  }
  const path = [best];
  for (let at = next.get(best); at !== undefined; at = next.get(at)) path.push(at);
  return path;
}
