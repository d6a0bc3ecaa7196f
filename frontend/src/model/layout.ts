/**
 * Where everything is drawn: our own layered layout, a pure function of one group's direct children.
 *
 * Inner groups are laid out first and then stand in their parent as one box. The longest path runs
 * straight down the first column; what is parallel to it stands in columns to its right; an edge that
 * skips boxes of its own column runs in a lane beside it.
 */

import { IN, OUT, type Visible } from "./fold";
import type { Edge } from "./network";

export interface Box {
  path: string;
  x: number;
  y: number;
  width: number;
  height: number;
  /** Is it an open group, drawn as a frame around its children? */
  frame: boolean;
  depth: number;
}

export interface Line {
  /** Visible ends; IN and OUT stand for the border of the frame `within`. */
  from: string;
  to: string;
  within: string;
  points: readonly Point[];
  /** Does it leave its column to pass boxes, as a residual shortcut does? */
  skips: boolean;
}

export type Point = readonly [x: number, y: number];

export interface Layout {
  /** Frames before what is inside them. */
  boxes: readonly Box[];
  lines: readonly Line[];
  width: number;
  height: number;
}

export const BOX_WIDTH = 264;
export const BOX_HEIGHT = 60;
export const FRAME_HEADER = 32;
const FRAME_PADDING = 16;
const ROW_GAP = 26;
const COLUMN_GAP = 28;
const LANE_GAP = 12;

export function layoutTree(tree: Visible, edges: ReadonlyMap<string, readonly Edge[]>): Layout {
  return placed(tree, edges, 0);
}

function placed(tree: Visible, edges: ReadonlyMap<string, readonly Edge[]>, depth: number): Layout {
  const { path } = tree.item;
  if (tree.children === null) {
    const box = { path, x: 0, y: 0, width: BOX_WIDTH, height: BOX_HEIGHT, frame: false, depth };
    return { boxes: [box], lines: [], width: BOX_WIDTH, height: BOX_HEIGHT };
  }
  const inner = new Map(
    tree.children.map((child) => [child.item.path, placed(child, edges, depth + 1)]),
  );
  const inside = arrange(path, inner, edges.get(path) ?? []);
  const [left, top] = depth === 0 ? [0, 0] : [FRAME_PADDING, FRAME_HEADER];
  const width = inside.width + 2 * left;
  const height = inside.height + top + (depth === 0 ? 0 : FRAME_PADDING);
  const frame: Box = { path, x: 0, y: 0, width, height, frame: true, depth };
  const moved = shift(inside, left, top);
  return {
    boxes: depth === 0 ? moved.boxes : [frame, ...moved.boxes],
    lines: moved.lines,
    width,
    height,
  };
}

function shift(layout: Layout, dx: number, dy: number): Layout {
  return {
    ...layout,
    boxes: layout.boxes.map((box) => ({ ...box, x: box.x + dx, y: box.y + dy })),
    lines: layout.lines.map((line) => ({
      ...line,
      points: line.points.map(([x, y]) => [x + dx, y + dy] as const),
    })),
  };
}

interface Slot {
  path: string;
  rank: number;
  column: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Places the children of one group; the answer's origin is its upper left corner. */
function arrange(
  within: string,
  inner: ReadonlyMap<string, Layout>,
  edges: readonly Edge[],
): Layout {
  const between = edges.filter((edge) => inner.has(edge.from) && inner.has(edge.to));
  const ranks = longestPathRanks([...inner.keys()], between);
  const columns = assignColumns(ranks, between);
  const slots = new Map<string, Slot>();
  const rowTops = rowPositions(ranks, inner);
  const columnCentres = columnPositions(columns, inner);
  for (const [path, layout] of inner) {
    const rank = ranks.get(path) ?? 0;
    const column = columns.get(path) ?? 0;
    const { width, height } = layout;
    const x = (columnCentres[column] ?? 0) - width / 2;
    slots.set(path, { path, rank, column, x, y: rowTops[rank] ?? 0, width, height });
  }
  centreShortColumns(slots, between);
  const bottom = Math.max(0, ...[...slots.values()].map((slot) => slot.y + slot.height));
  const right = Math.max(0, ...[...slots.values()].map((slot) => slot.x + slot.width));
  const height = bottom + ROW_GAP;
  const routed = route(within, slots, edges, { right, height, axis: columnCentres[0] ?? 0 });
  const width = Math.max(
    right,
    ...routed.flatMap((line) => line.points.map(([x]) => x + LANE_GAP)),
  );
  const boxes = [...inner].flatMap(([path, layout]) => {
    const slot = slots.get(path);
    return slot ? shift(layout, slot.x, slot.y).boxes : [];
  });
  const lines = [...inner].flatMap(([path, layout]) => {
    const slot = slots.get(path);
    return slot ? shift(layout, slot.x, slot.y).lines : [];
  });
  return { boxes, lines: [...routed, ...lines], width, height };
}

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
function assignColumns(
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

function rowPositions(
  ranks: ReadonlyMap<string, number>,
  inner: ReadonlyMap<string, Layout>,
): number[] {
  const heights: number[] = [];
  for (const [path, rank] of ranks)
    heights[rank] = Math.max(heights[rank] ?? 0, inner.get(path)?.height ?? 0);
  const tops: number[] = [];
  let y = ROW_GAP;
  for (const height of heights) {
    tops.push(y);
    y += height + ROW_GAP;
  }
  return tops;
}

function columnPositions(
  columns: ReadonlyMap<string, number>,
  inner: ReadonlyMap<string, Layout>,
): number[] {
  const widths: number[] = [];
  for (const [path, column] of columns)
    widths[column] = Math.max(widths[column] ?? 0, inner.get(path)?.width ?? 0);
  const centres: number[] = [];
  let x = 0;
  for (const width of widths) {
    centres.push(x + width / 2);
    x += width + COLUMN_GAP;
  }
  return centres;
}

/** A parallel item with rows to spare stands halfway between what it reads and what reads it. */
function centreShortColumns(slots: Map<string, Slot>, edges: readonly Edge[]): void {
  const byColumn = new Map<number, number>();
  for (const slot of slots.values())
    byColumn.set(slot.column, (byColumn.get(slot.column) ?? 0) + 1);
  for (const slot of slots.values()) {
    if (slot.column === 0 || byColumn.get(slot.column) !== 1) continue;
    const readers = edges.filter((edge) => edge.from === slot.path);
    const floor = Math.min(...readers.map((edge) => slots.get(edge.to)?.y ?? Infinity)) - ROW_GAP;
    if (floor !== Infinity && floor - slot.height > slot.y)
      slot.y += (floor - slot.height - slot.y) / 2;
  }
}

interface Bounds {
  right: number;
  height: number;
  /** Where edges enter and leave the group: the middle of the first column. */
  axis: number;
}

function route(
  within: string,
  slots: ReadonlyMap<string, Slot>,
  edges: readonly Edge[],
  bounds: Bounds,
): Line[] {
  const obstacles = [...slots.values()];
  let lanes = 0;
  return edges.map(({ from, to }) => {
    const start = slots.get(from);
    const end = slots.get(to);
    const [x1, y1] = start ? [start.x + start.width / 2, start.y + start.height] : [bounds.axis, 0];
    const [x2, y2] = end ? [end.x + end.width / 2, end.y] : [bounds.axis, bounds.height];
    const clear = (x: number) =>
      !obstacles.some(
        (slot) =>
          slot.y > y1 - 1 &&
          slot.y + slot.height < y2 + 1 &&
          slot.x <= x &&
          x <= slot.x + slot.width,
      );
    const leave = y1 + ROW_GAP / 2;
    const arrive = y2 - ROW_GAP / 2;
    let points: Point[];
    let skips = false;
    if (x1 === x2 && clear(x1))
      points = [
        [x1, y1],
        [x2, y2],
      ];
    else if (x1 !== x2 && clear(x2))
      points = [
        [x1, y1],
        [x1, leave],
        [x2, leave],
        [x2, y2],
      ];
    else if (x1 !== x2 && clear(x1))
      points = [
        [x1, y1],
        [x1, arrive],
        [x2, arrive],
        [x2, y2],
      ];
    else {
      skips = true;
      const lane = bounds.right + LANE_GAP * (1 + (lanes % 6));
      lanes += 1;
      points = [
        [x1, y1],
        [x1, leave],
        [lane, leave],
        [lane, arrive],
        [x2, arrive],
        [x2, y2],
      ];
    }
    return { from, to, within, points, skips };
  });
}

/** Is this end of a line the border of its frame? */
export function isBorder(end: string): boolean {
  return end === IN || end === OUT;
}

/** An SVG path through the points with rounded corners. */
export function roundedPath(points: readonly Point[], radius = 6): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${first[0]} ${first[1]}`;
  for (const [index, [x, y]] of rest.entries()) {
    const [px, py] = points[index] ?? first;
    const following = rest[index + 1];
    const reach = Math.min(radius, Math.hypot(x - px, y - py) / 2);
    if (!following || reach === 0) {
      path += `L${x} ${y}`;
      continue;
    }
    const bend = Math.min(reach, Math.hypot(following[0] - x, following[1] - y) / 2);
    const [ax, ay] = towards([x, y], [px, py], bend);
    const [bx, by] = towards([x, y], following, bend);
    path += `L${ax} ${ay}Q${x} ${y} ${bx} ${by}`;
  }
  return path;
}

function towards([x, y]: Point, [tx, ty]: Point, distance: number): Point {
  const length = Math.hypot(tx - x, ty - y) || 1;
  return [x + ((tx - x) * distance) / length, y + ((ty - y) * distance) / length];
}
