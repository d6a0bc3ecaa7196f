/**
 * Where everything is drawn: our own layered layout, a pure function of one group's direct children.
 *
 * Inner groups are laid out first and then stand in their parent as one box. The longest path runs
 * straight down the first column; what is parallel to it stands in columns to its right; an edge that
 * skips boxes of its own column runs in a lane beside it.
 */

import { assignColumns, longestPathRanks } from "./columns";
import type { Visible } from "./fold";
import type { Edge } from "./network";
import { LANE_GAP, type Line, ROW_GAP, route, type Slot } from "./routes";

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
  const axes = columnAxes(columns, inner);
  for (const [path, layout] of inner) {
    const rank = ranks.get(path) ?? 0;
    const column = columns.get(path) ?? 0;
    const { width, height, axis } = layout;
    const x = (axes[column] ?? 0) - axis;
    slots.set(path, { path, rank, column, x, y: rowTops[rank] ?? 0, width, height, axis });
  }
  centreShortColumns(slots, between);
  const bottom = Math.max(0, ...[...slots.values()].map((slot) => slot.y + slot.height));
  const right = Math.max(0, ...[...slots.values()].map((slot) => slot.x + slot.width));
  const height = bottom + ROW_GAP;
  const routed = route(within, slots, edges, { right, height, axis: axes[0] ?? 0 });
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
  return { boxes, lines: [...routed, ...lines], width, height, axis: axes[0] ?? 0 };
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
