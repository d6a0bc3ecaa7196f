/**
 * Heights of the arcs that lead over what stands between their ends.
 *
 * All arcs that begin at one node share their way, as a bus does; short ones run below long ones. Each lies on
 * what is below it already, so that no two share a height where both are.
 */

import type { Graph } from "./graph";
import type { Column } from "./place";
import type { Rows } from "./rows";

const ABOVE = 14;
const STEP = 8;
const LEAST_STEP = 2;
/** However many arcs lie on each other, they take about so much. */
const MOST_HEIGHT = 240;

export interface Arcs {
  /** By the node that arcs begin at. */
  height: ReadonlyMap<number, number>;
  top: number;
}

/** Places are columns and the gaps behind them in turn. */
interface Span {
  from: number;
  start: number;
  end: number;
}

export function arcsOf({ links, rank }: Graph, { ways }: Rows, columns: readonly Column[]): Arcs {
  const spans = new Map<number, Span>();
  for (const [at, [from, to]] of links.entries()) {
    if (ways[at] !== "arc") continue;
    const [one, other] = [rank[from] ?? 0, rank[to] ?? 0];
    const known = spans.get(from) ?? { from, start: Infinity, end: 0 };
    // Ahead from the gap behind the one to that before the other; what goes back goes around both.
    const [first, last] = one < other ? [2 * one + 1, 2 * other - 1] : [2 * other - 1, 2 * one + 1];
    const [start, end] = [Math.min(known.start, first), Math.max(known.end, last)];
    spans.set(from, { from, start: Math.max(0, start), end });
  }
  const all = [...spans.values()];
  const step = Math.max(LEAST_STEP, Math.min(STEP, MOST_HEIGHT / deepest(all, 2 * columns.length)));
  // Of columns and the gaps behind them in turn: an arc goes up in one gap and down in another.
  const skyline = columns.flatMap(({ top }, at) => {
    const next = columns[at + 1]?.top ?? top;
    return [top, Math.max(top, next)].map((one) => one - ABOVE + step);
  });
  const height = new Map<number, number>();
  all.sort((a, b) => a.end - a.start - (b.end - b.start) || a.start - b.start || a.from - b.from);
  for (const { from, start, end } of all) {
    const y = Math.min(...skyline.slice(start, end + 1)) - step;
    height.set(from, y);
    skyline.fill(y, start, end + 1);
  }
  const tops = [...columns.map(({ top }) => top), ...height.values()];
  return { height, top: Math.min(0, ...tops) };
}

/** The most that lie over one place. */
function deepest(spans: readonly Span[], places: number): number {
  const change = new Int32Array(places + 1);
  for (const { start, end } of spans) {
    change[start] = (change[start] ?? 0) + 1;
    change[end + 1] = (change[end + 1] ?? 0) - 1;
  }
  let [now, most] = [0, 1];
  for (const one of change) {
    now += one;
    most = Math.max(most, now);
  }
  return most;
}
