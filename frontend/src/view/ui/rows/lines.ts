/** The lines of a long table: where each lies, which of them are rendered, and where keys go. */

export interface Line<Row> {
  /** Of the row; a heading has the key of the first row below it. */
  key: string;
  /** Null for a heading. */
  row: Row | null;
  /** Of the row among all rows, from 0; a heading has that of the first row below it. */
  index: number;
  /** Pixels from the upper edge of the first line. */
  top: number;
  height: number;
}

interface LineHeights {
  row: number;
  heading: number;
}

/** Rows are told apart by their path; a heading goes above each row that `headings` has. */
export function linesOf<Row extends { path: string }>(
  rows: readonly Row[],
  heights: LineHeights,
  headings?: ReadonlyMap<string, unknown>,
): Line<Row>[] {
  const lines: Line<Row>[] = [];
  let top = 0;
  const add = (index: number, key: string, row: Row | null, height: number) => {
    lines.push({ key, row, index, top, height });
    top += height;
  };
  for (const [index, row] of rows.entries()) {
    if (headings?.has(row.path)) add(index, row.path, null, heights.heading);
    add(index, row.path, row, heights.row);
  }
  return lines;
}

/** Shorter tables are rendered whole, so that the browser's own search finds everything in them. */
const WHOLE = 250;
/** Pixels rendered above and below what is visible, so that scrolling does not show gaps. */
const MARGIN = 600;
/** The visible range changes in steps of so many pixels. */
export const SCROLL_STEP = 240;

export interface VisibleRange {
  top: number;
  height: number;
}

export function lineEnd(line: Line<unknown> | undefined): number {
  return line ? line.top + line.height : 0;
}

/** The lines near the visible ones, and the Tab key's stop wherever it is. */
export function renderedLines<Row>(
  lines: readonly Line<Row>[],
  visible: VisibleRange,
  tabStop: string | undefined,
): Line<Row>[] {
  if (lines.length <= WHOLE) return [...lines];
  // A table that has just become shorter may still be scrolled further than it goes.
  const top = Math.min(visible.top, lineEnd(lines.at(-1)) - visible.height);
  const first = top - MARGIN;
  const last = top + visible.height + SCROLL_STEP + MARGIN;
  return lines.filter(
    (line) =>
      (line.row !== null && line.key === tabStop) || (lineEnd(line) > first && line.top < last),
  );
}

/** Rows that Page Up and Page Down go over. */
const PAGE = 12;

/** The row that a key goes to from the row `at`; null for a key that moves to none. */
export function rowForKey(key: string, at: number, count: number): number | null {
  const targets: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + PAGE,
    PageUp: at - PAGE,
    Home: 0,
    End: count - 1,
  };
  const target = targets[key];
  return target === undefined ? null : Math.min(count - 1, Math.max(0, target));
}
