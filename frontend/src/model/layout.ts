/**
 * Where everything is drawn: our own layered layout, a pure function of one group's direct children.
 *
 * Inner groups are laid out first and then stand in their parent as one box. The longest path runs
 * straight down the first column; what is parallel to it stands in columns to its right; an edge that
 * skips boxes of its own column runs in a lane beside it. Columns are filled independently of each
 * other, so that a tall parallel branch leaves no hole in the longest path, unless an edge would then
 * cross a box: in that case items of one rank stand in one row.
 */

import { assignColumns, longestPathRanks } from "./columns";
import type { Visible } from "./fold";
import type { Edge } from "./network";
import { crossesBox, LANE_GAP, type Line, ROW_GAP, route, type Slot } from "./routes";

export interface Box {
  path: string;
  x: number;
  y: number;
  width: number;
  height: number;
  /** The x of its edges, from its own left side. */
  axis: number;
  /** Is it an open group, drawn as a frame around its children? */
  frame: boolean;
  depth: number;
}

export interface Layout {
  /** Frames before what is inside them. */
  boxes: readonly Box[];
  lines: readonly Line[];
  width: number;
  height: number;
  /** Where edges enter at the top and leave at the bottom: the x of the longest path inside. */
  axis: number;
}

export const BOX_WIDTH = 264;
export const BOX_HEIGHT = 60;
export const FRAME_HEADER = 32;
const FRAME_PADDING = 16;
const COLUMN_GAP = 28;

export function layoutTree(tree: Visible, edges: ReadonlyMap<string, readonly Edge[]>): Layout {
  return placed(tree, edges, 0);
}

function placed(tree: Visible, edges: ReadonlyMap<string, readonly Edge[]>, depth: number): Layout {
  const { path } = tree.item;
  if (tree.children === null) {
    const box = {
      path,
      x: 0,
      y: 0,
      width: BOX_WIDTH,
      height: BOX_HEIGHT,
      axis: BOX_WIDTH / 2,
      frame: false,
      depth,
    };
    return { boxes: [box], lines: [], width: BOX_WIDTH, height: BOX_HEIGHT, axis: BOX_WIDTH / 2 };
  }
  const inner = new Map(
    tree.children.map((child) => [child.item.path, placed(child, edges, depth + 1)]),
  );
  const inside = arrange(path, inner, edges.get(path) ?? []);
  const [left, top] = depth === 0 ? [0, 0] : [FRAME_PADDING, FRAME_HEADER];
  const width = inside.width + 2 * left;
  const height = inside.height + top + (depth === 0 ? 0 : FRAME_PADDING);
  const axis = inside.axis + left;
  const frame: Box = { path, x: 0, y: 0, width, height, axis, frame: true, depth };
  const moved = shift(inside, left, top);
  return {
    boxes: depth === 0 ? moved.boxes : [frame, ...moved.boxes],
    lines: moved.lines,
    width,
    height,
    axis,
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

interface Arranged {
  slots: ReadonlyMap<string, Slot>;
  lines: readonly Line[];
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
  const axes = columnAxes(columns, inner);
  const axis = axes[0] ?? 0;
  const rightEdge = ([path, item]: [string, Layout]) =>
    (axes[columns.get(path) ?? 0] ?? 0) - item.axis + item.width;
  const right = Math.max(0, ...[...inner].map(rightEdge));
  const stand = (tops: ReadonlyMap<string, number>): Arranged => {
    const slots = new Map<string, Slot>();
    for (const [path, layout] of inner) {
      const column = columns.get(path) ?? 0;
      const { width, height, axis: own } = layout;
      const [x, y] = [(axes[column] ?? 0) - own, tops.get(path) ?? 0];
      slots.set(path, { path, column, x, y, width, height, axis: own });
    }
    centreShortColumns(slots, between);
    const bottom = Math.max(0, ...[...slots.values()].map((slot) => slot.y + slot.height));
    const height = bottom + ROW_GAP;
    return { slots, height, lines: route(within, slots, edges, { right, height, axis }) };
  };
  let arranged = stand(compactTops(ranks, columns, between, inner));
  if (arranged.lines.some((line) => crossesBox(line.points, arranged.slots)))
    arranged = stand(rowTops(ranks, inner));
  const { slots, lines, height } = arranged;
  const width = Math.max(right, ...lines.flatMap((line) => line.points.map(([x]) => x + LANE_GAP)));
  const placedInside = [...slots.values()].flatMap((slot) => {
    const layout = inner.get(slot.path);
    return layout ? shift(layout, slot.x, slot.y) : [];
  });
  return {
    boxes: placedInside.flatMap((layout) => layout.boxes),
    lines: [...lines, ...placedInside.flatMap((layout) => layout.lines)],
    width,
    height,
    axis,
  };
}

/** Each item right below the lowest of what it reads and of what stands above it in its column. */
function compactTops(
  ranks: ReadonlyMap<string, number>,
  columns: ReadonlyMap<string, number>,
  edges: readonly Edge[],
  inner: ReadonlyMap<string, Layout>,
): Map<string, number> {
  const tops = new Map<string, number>();
  const columnEnds: number[] = [];
  const readEnds = new Map<string, number>();
  const readers = new Map<string, string[]>();
  for (const { from, to } of edges) readers.set(from, [...(readers.get(from) ?? []), to]);
  for (const [path] of [...ranks].sort(([, a], [, b]) => a - b)) {
    const column = columns.get(path) ?? 0;
    const top = Math.max(columnEnds[column] ?? 0, readEnds.get(path) ?? 0) + ROW_GAP;
    const end = top + (inner.get(path)?.height ?? 0);
    tops.set(path, top);
    columnEnds[column] = end;
    for (const to of readers.get(path) ?? [])
      readEnds.set(to, Math.max(readEnds.get(to) ?? 0, end));
  }
  return tops;
}

/** Items of one rank in one row, as high as its highest. */
function rowTops(
  ranks: ReadonlyMap<string, number>,
  inner: ReadonlyMap<string, Layout>,
): Map<string, number> {
  const heights: number[] = [];
  for (const [path, rank] of ranks)
    heights[rank] = Math.max(heights[rank] ?? 0, inner.get(path)?.height ?? 0);
  const rows: number[] = [];
  let y = ROW_GAP;
  for (const height of heights) {
    rows.push(y);
    y += height + ROW_GAP;
  }
  return new Map([...ranks].map(([path, rank]) => [path, rows[rank] ?? 0]));
}

/** The x on which each column's items stand with their axes, so that edges within a column are straight. */
function columnAxes(
  columns: ReadonlyMap<string, number>,
  inner: ReadonlyMap<string, Layout>,
): number[] {
  const left: number[] = [];
  const right: number[] = [];
  for (const [path, column] of columns) {
    const { width, axis } = inner.get(path) ?? { width: 0, axis: 0 };
    left[column] = Math.max(left[column] ?? 0, axis);
    right[column] = Math.max(right[column] ?? 0, width - axis);
  }
  let x = 0;
  return left.map((reach, column) => {
    const axis = x + reach;
    x = axis + (right[column] ?? 0) + COLUMN_GAP;
    return axis;
  });
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
