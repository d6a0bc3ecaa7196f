/**
 * The row of each node: the main row, and branches beside it between their fork and their join.
 *
 * Columns are the ranks. A node goes on in the row of what it reads, if the way there is free; a branch takes
 * the nearest free row. Where only one node is left the picture is back on the axis.
 */

import type { Graph } from "./graph";

/** How a link runs: within free rows, or over everything between its ends. */
export type Way = "row" | "arc";

export interface Rows {
  /** By node. */
  row: Int32Array;
  /** By link. */
  ways: readonly Way[];
  /** Ranks that belong together, from fork to join: rows are as high as the highest node in them there. */
  segment: Int32Array;
}

interface Row {
  /** The first rank that is free. */
  free: number;
  /** The node whose output runs along it, or none. */
  last: number;
}

export function rowsOf({ nodes, links, order, rank }: Graph): Rows {
  const at = (node: number) => rank[node] ?? 0;
  const { before, nearest } = neighbours(nodes.length, links, at);
  const row = new Int32Array(nodes.length);
  const rows = new Map<number, Row>();
  const last = Math.max(0, ...rank);
  const columns: number[][] = Array.from({ length: last + 1 }, () => []);
  for (const node of order) columns[at(node)]?.push(node);
  /** Is there more than one row at a rank, or a way that passes it? */
  const busy = new Uint8Array(last + 1);
  for (const [column, here] of columns.entries()) {
    const passed = [...rows.values()].some(({ free }) => free > column);
    if (here.length > 1 || passed) busy[column] = 1;
    for (const node of here) {
      const reads = (before[node] ?? []).sort((a, b) => at(b) - at(a));
      const chosen = here.length === 1 && !passed ? 0 : rowFor(reads, column, row, rows, at);
      row[node] = chosen;
      rows.set(chosen, { free: Math.max(column + 1, nearest[node] ?? 0), last: node });
    }
  }
  return { row, ways: waysOf(links, rank, nearest), segment: segmentsOf(busy) };
}

function neighbours(count: number, links: Graph["links"], at: (node: number) => number) {
  const before: number[][] = Array.from({ length: count }, () => []);
  /** The rank of the first that reads a node: until there its row stays free. */
  const nearest: number[] = Array(count).fill(0);
  for (const [from, to] of links) {
    if (at(from) >= at(to)) continue;
    before[to]?.push(from);
    nearest[from] = Math.min(nearest[from] || Infinity, at(to));
  }
  return { before, nearest };
}

function rowFor(
  reads: readonly number[],
  column: number,
  row: Int32Array,
  rows: ReadonlyMap<number, Row>,
  at: (node: number) => number,
): number {
  for (const from of reads) {
    const own = row[from] ?? 0;
    const state = rows.get(own);
    if (state && state.last === from && state.free <= column) return own;
  }
  const [from] = reads;
  const home = from === undefined ? 0 : (row[from] ?? 0);
  const start = from === undefined ? column : at(from) + 1;
  for (let away = 0; ; away += 1)
    for (const side of [away, -away])
      if ((rows.get(home + side)?.free ?? 0) <= start) return home + side;
}

/** A link stays in rows if it leads to the next column, or along its beginning's row to the first that reads it. */
function waysOf(links: Graph["links"], rank: Int32Array, nearest: readonly number[]): Way[] {
  return links.map(([from, to]) => {
    const [start, end] = [rank[from] ?? 0, rank[to] ?? 0];
    if (end === start + 1) return "row";
    return end > start && nearest[from] === end ? "row" : "arc";
  });
}

/** A run of busy ranks is one segment; every other rank is one of its own. */
function segmentsOf(busy: Uint8Array): Int32Array {
  const segment = new Int32Array(busy.length);
  let number = 0;
  for (const [rank, now] of busy.entries()) {
    if (rank > 0 && !(now && busy[rank - 1])) number += 1;
    segment[rank] = number;
  }
  return segment;
}
