/** Open groups that lie in one row beside others, so that their brackets can stand there too. */

import type { Graph, OpenFrame } from "./graph";
import type { Rows } from "./rows";

/** The height of a bracket with its name, in units. */
export const BRACKET_HEIGHT = 22;

/** A frame that lies in one row of a segment, where other rows stand beside it; level 0 is the innermost. */
export interface RowFrame {
  frame: OpenFrame;
  segment: number;
  row: number;
  level: number;
}

/** Those have their brackets in their row, so that one sees whose they are. */
export function rowFrames(graph: Graph, { row, segment }: Rows): RowFrame[] {
  const crowded = new Map<number, Set<number>>();
  for (const [node, rank] of graph.rank.entries()) {
    const own = segment[rank] ?? 0;
    crowded.set(own, (crowded.get(own) ?? new Set()).add(row[node] ?? 0));
  }
  const levels = new Map<string, number>();
  return innermostFirst(graph).flatMap((frame) => {
    const ranks = frame.nodes.map((node) => graph.rank[node] ?? 0);
    const rows = new Set(frame.nodes.map((node) => row[node] ?? 0));
    const segments = new Set(ranks.map((rank) => segment[rank] ?? 0));
    const [line = 0, own = 0] = [[...rows][0], [...segments][0]];
    if (rows.size !== 1 || segments.size !== 1 || (crowded.get(own)?.size ?? 0) < 2) return [];
    const level = Math.max(...ranks.map((rank) => levels.get(`${line} ${rank}`) ?? 0));
    for (const rank of ranks) levels.set(`${line} ${rank}`, level + 1);
    return [{ frame, segment: own, row: line, level }];
  });
}

export function innermostFirst({ frames }: Graph): OpenFrame[] {
  return [...frames].sort((a, b) => b.depth - a.depth);
}
