/** Rows of a long table: renders those near the visible ones, moves the focus by keys and scrolls to rows. */

import { useSignal } from "@preact/signals";
import { type ComponentChildren, Fragment, type RefObject } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import {
  type Line,
  lineEnd,
  renderedLines,
  rowForKey,
  SCROLL_STEP,
  type VisibleRange,
} from "./lines";

export interface VirtualRows<Row> {
  /** The frame that the table scrolls in. */
  scroller: RefObject<HTMLDivElement | null>;
  lines: readonly Line<Row>[];
  /** Key of the one row that the Tab key reaches. */
  tabStop: string | undefined;
  /** Scrolls the frame, and nothing around it, to a row, or to several and the heading above them. */
  reveal: (first: string | undefined, last?: string) => void;
  /** Gives a row the focus, rendering it first where it is not. */
  focusRow: (key: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onFocusIn: (event: FocusEvent) => void;
}

export function useVirtualRows<Row>(props: {
  lines: readonly Line<Row>[];
  /** Key of the selected row, which is scrolled to. */
  selected: string | null;
  /** For keys that do not just go to another row; true where it means something. */
  onKey: (line: Line<Row>, key: string) => boolean;
}): VirtualRows<Row> {
  const { lines, selected } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const focused = useSignal<string | null>(null);
  const focusLater = useRef<string | null>(null);
  const rows = useMemo(() => lines.filter(({ row }) => row !== null), [lines]);
  const byKey = useMemo(() => new Map(rows.map((line) => [line.key, line])), [rows]);

  function reveal(first: string | undefined, last = first) {
    const from = lines.find(({ key }) => key === first);
    const to = byKey.get(last ?? "");
    if (scroller.current && from && to) scrollTo(scroller.current, from.top, lineEnd(to));
  }

  const revealSelected = () => reveal(selected ?? undefined);
  // Only a new selection moves the table, not everything else that changes its rows.
  useEffect(revealSelected, [selected]);
  useWhenShown(scroller, revealSelected);

  function focusRow(key: string) {
    focused.value = key;
    reveal(key);
    const row = rowElement(scroller.current, key);
    if (row) row.focus({ preventScroll: true });
    else focusLater.current = key;
  }
  useLayoutEffect(() => {
    if (focusLater.current === null) return;
    rowElement(scroller.current, focusLater.current)?.focus({ preventScroll: true });
    focusLater.current = null;
  });

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const line = byKey.get(rowKey(event.target) ?? "");
    if (!line) return;
    const next = rows[rowForKey(event.key, line.index, rows.length) ?? -1];
    if (next) focusRow(next.key);
    else if (!props.onKey(line, event.key)) return;
    event.preventDefault();
  }

  const known = (key: string | null) => key !== null && byKey.has(key);
  return {
    scroller,
    lines,
    tabStop: [focused.value, selected].find(known) ?? rows[0]?.key,
    reveal,
    focusRow,
    onKeyDown,
    onFocusIn(event) {
      focused.value = rowKey(event.target);
    },
  };
}

/** The table's body. What `children` makes of a row is a tr with the row's key as `data-row`. */
export function VirtualBody<Row>(props: {
  table: VirtualRows<Row>;
  columns: number;
  onClick?: (event: MouseEvent) => void;
  children: (line: Line<Row>) => ComponentChildren;
}) {
  const { table, columns } = props;
  const rendered = renderedLines(table.lines, useVisibleRange(table.scroller), table.tabStop);
  return (
    <tbody
      onKeyDown={table.onKeyDown}
      onFocusIn={table.onFocusIn}
      {...(props.onClick ? { onClick: props.onClick } : {})}
    >
      {rendered.map((line, at) => (
        <Fragment key={line.row === null ? `heading ${line.key}` : line.key}>
          {spacer(columns, lineEnd(rendered[at - 1]), line.top)}
          {props.children(line)}
        </Fragment>
      ))}
      {spacer(columns, lineEnd(rendered.at(-1)), lineEnd(table.lines.at(-1)))}
    </tbody>
  );
}

/** The row's key where an event happened in a row. */
export function rowKey(target: EventTarget | null): string | null {
  const row = target instanceof Element ? target.closest<HTMLElement>("tr[data-row]") : null;
  return row?.dataset.row ?? null;
}

/** Stands for the lines that are not rendered. */
function spacer(columns: number, from: number, to: number) {
  if (to <= from) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: it has neither focus nor contents
    <tr aria-hidden="true" style={{ height: "auto" }}>
      <td colSpan={columns} style={{ height: `${to - from}px`, padding: 0 }} />
    </tr>
  );
}

function rowElement(frame: HTMLElement | null, key: string): HTMLElement | null {
  return frame?.querySelector<HTMLElement>(`tr[data-row="${CSS.escape(key)}"]`) ?? null;
}

/** Makes lines visible, or their beginning; pixels from the first line's upper edge. */
function scrollTo(frame: HTMLElement, top: number, bottom: number): void {
  // The table's head and foot cover what scrolls below them.
  const height = (part: string) => frame.querySelector<HTMLElement>(part)?.offsetHeight ?? 0;
  const visible = frame.clientHeight - height("thead") - height("tfoot");
  const least = Math.min(top, bottom - visible);
  if (frame.scrollTop < least) frame.scrollTop = least;
  else if (frame.scrollTop > top) frame.scrollTop = top;
}

/** Acts again when the frame comes to be visible: on a phone the table lies in a sheet that is raised later. */
function useWhenShown(scroller: RefObject<HTMLElement | null>, act: () => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const frame = scroller.current;
    if (!frame) return;
    let before = frame.clientHeight;
    const observer = new ResizeObserver(() => {
      if (before === 0 && frame.clientHeight > 0) latest.current();
      before = frame.clientHeight;
    });
    observer.observe(frame);
    return () => observer.disconnect();
  }, [scroller]);
}

/** The range of the table that is scrolled to, in pixels from the first line's upper edge. */
function useVisibleRange(scroller: RefObject<HTMLElement | null>): VisibleRange {
  const visible = useSignal<VisibleRange>({ top: 0, height: 800 });
  useEffect(() => {
    const frame = scroller.current;
    if (!frame) return;
    const measure = () => {
      const top = Math.floor(frame.scrollTop / SCROLL_STEP) * SCROLL_STEP;
      const height = frame.clientHeight;
      const before = visible.peek();
      if (top !== before.top || height !== before.height) visible.value = { top, height };
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(frame);
    frame.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      frame.removeEventListener("scroll", measure);
    };
  }, [scroller, visible]);
  return visible.value;
}
