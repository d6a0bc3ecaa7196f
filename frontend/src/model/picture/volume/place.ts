/** Positions of everything: columns along the flow, rows beside each other from fork to join. */

import type { Cells } from "./cells";
import { BRACKET_HEIGHT, type RowFrame } from "./frames";
import type { Graph } from "./graph";
import type { Rows } from "./rows";

/** Between columns, for lines and pyramids; less where a layer only follows. */
const GAP = 20;
const GAP_BEHIND = 8;
const BETWEEN_ROWS = 14;
/** A way that passes a column takes so much of its row. */
const PASSING = 8;
export const BORDER = 20;

export interface Column {
  left: number;
  middle: number;
  right: number;
  /** The highest and the lowest of what stands in it. */
  top: number;
  bottom: number;
}

export interface Places {
  x: Float64Array;
  y: Float64Array;
  columns: readonly Column[];
  /** The height of a row at a rank, where it is used. */
  rowAt: (rank: number, row: number) => number;
  /** Below all that stands in a row of a segment. */
  floorOf: (segment: number, row: number) => number;
}

export function placesOf(
  graph: Graph,
  rows: Rows,
  { cells }: Cells,
  inRows: readonly RowFrame[],
): Places {
  const { nodes, rank } = graph;
  const at = (node: number) => rank[node] ?? 0;
  const { axes, needs } = rowAxes(graph, rows, cells, inRows);
  const rowAt = (column: number, row: number) => axes.get(rows.segment[column] ?? 0)?.get(row) ?? 0;
  const floorOf = (segment: number, row: number) =>
    (axes.get(segment)?.get(row) ?? 0) + (needs.get(segment)?.get(row)?.down ?? 0);
  const bounds = Array.from({ length: Math.max(0, ...rank) + 1 }, () => ({
    left: 0,
    right: 0,
    follows: true,
    top: 0,
    bottom: 0,
  }));
  const y = new Float64Array(nodes.length);
  for (const [node, cell] of cells.entries()) {
    const column = bounds[at(node)];
    if (!column) continue;
    const middle = rowAt(at(node), rows.row[node] ?? 0);
    y[node] = middle;
    column.left = Math.max(column.left, cell.left);
    column.right = Math.max(column.right, cell.right);
    column.top = Math.min(column.top, middle - cell.up);
    column.bottom = Math.max(column.bottom, middle + cell.down);
    column.follows &&= !cell.showsSides;
  }
  let end = BORDER - GAP;
  const columns = bounds.map(({ left, right, follows, top, bottom }) => {
    const start = end + (follows ? GAP_BEHIND : GAP);
    end = start + left + right;
    return { left: start, middle: start + left, right: end, top, bottom };
  });
  const x = Float64Array.from(cells, (_, node) => columns[at(node)]?.middle ?? 0);
  for (const { frame, segment, row } of inRows)
    for (const node of frame.nodes) {
      const column = columns[at(node)];
      const floor = floorOf(segment, row) + (needs.get(segment)?.get(row)?.brackets ?? 0);
      if (column) column.bottom = Math.max(column.bottom, floor);
    }
  return { x, y, columns, rowAt, floorOf };
}

/** How far up and down of its axis a row reaches in a segment, and the brackets below that. */
interface Need {
  up: number;
  down: number;
  brackets: number;
}

interface Axes {
  /** By segment, then by row. */
  axes: ReadonlyMap<number, ReadonlyMap<number, number>>;
  needs: ReadonlyMap<number, ReadonlyMap<number, Need>>;
}

/** In each segment rows are as high as what stands in them there, and the middle of all is on the axis. */
function rowAxes(
  { rank, links }: Graph,
  { row, ways, segment }: Rows,
  cells: Cells["cells"],
  inRows: readonly RowFrame[],
): Axes {
  const needs = new Map<number, Map<number, Need>>();
  const need = (own: number, line: number, { up = 0, down = 0, brackets = 0 }: Partial<Need>) => {
    const here = needs.get(own) ?? new Map<number, Need>();
    const known = here.get(line) ?? { up: 0, down: 0, brackets: 0 };
    here.set(line, {
      up: Math.max(known.up, up),
      down: Math.max(known.down, down),
      brackets: Math.max(known.brackets, brackets),
    });
    needs.set(own, here);
  };
  const segmentOf = (column: number) => segment[column] ?? 0;
  for (const [node, cell] of cells.entries())
    need(segmentOf(rank[node] ?? 0), row[node] ?? 0, cell);
  for (const [at, [from, to]] of links.entries()) {
    const [start, end] = [rank[from] ?? 0, rank[to] ?? 0];
    if (ways[at] === "row" && end > start + 1)
      need(segmentOf(start + 1), row[from] ?? 0, { up: PASSING, down: PASSING });
  }
  for (const { segment: own, row: line, level } of inRows)
    need(own, line, { brackets: (level + 1) * BRACKET_HEIGHT });
  return { axes: new Map([...needs].map(([own, here]) => [own, stacked(here)])), needs };
}

function stacked(rows: ReadonlyMap<number, Need>): Map<number, number> {
  const axes = new Map<number, number>();
  let end = 0;
  for (const [row, { up, down, brackets }] of [...rows].sort(([a], [b]) => a - b)) {
    axes.set(row, end + up);
    end += up + down + brackets + BETWEEN_ROWS;
  }
  // A single row stands on the axis itself; of several, their middle.
  const [only] = axes.values();
  const middle = axes.size === 1 ? (only ?? 0) : (end - BETWEEN_ROWS) / 2;
  return new Map([...axes].map(([row, axis]) => [row, axis - middle]));
}
