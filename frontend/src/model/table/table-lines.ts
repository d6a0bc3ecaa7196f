/** The lines of the lecture's table, rows and the headings above them, and which of them are drawn. */

import type { TableRow } from "./layer-rows";

/** Pixels, as cost-table.css has them. */
export const ROW_HEIGHT = 24;
export const HEADING_HEIGHT = 29;

export interface TableLine {
  /** Of the row; of the first row under a heading. */
  path: string;
  /** Null for a heading. */
  row: TableRow | null;
  /** Pixels from the upper edge of the first line. */
  top: number;
  height: number;
}

/** Tables with fewer lines are drawn whole. */
const WHOLE = 250;
/** Pixels drawn above and below what is seen. */
const MARGIN = 600;
/** What is seen changes in steps of so many pixels. */
export const SEEN_STEP = 240;

export function tableLines(
  rows: readonly TableRow[],
  headings: ReadonlyMap<string, string>,
): TableLine[] {
  const lines: TableLine[] = [];
  let top = 0;
  const add = (path: string, row: TableRow | null, height: number) => {
    lines.push({ path, row, top, height });
    top += height;
  };
  for (const row of rows) {
    if (headings.has(row.path)) add(row.path, null, HEADING_HEIGHT);
    add(row.path, row, ROW_HEIGHT);
  }
  return lines;
}

/** The lines near what is seen, and that of the row that the tab key reaches, wherever it is. */
export function drawnLines(
  lines: readonly TableLine[],
  seen: { top: number; height: number },
  stop: string | null | undefined,
): TableLine[] {
  if (lines.length <= WHOLE) return [...lines];
  const first = seen.top - MARGIN;
  const last = seen.top + seen.height + SEEN_STEP + MARGIN;
  const isStop = ({ row }: TableLine) => row !== null && row.path === stop;
  return lines.filter(
    (line) => isStop(line) || (line.top + line.height > first && line.top < last),
  );
}
