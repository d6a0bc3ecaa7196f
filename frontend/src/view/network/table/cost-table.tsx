/** The lecture's table of an architecture, linked both ways with the diagram. */

import { type ReadonlySignal, type Signal, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import "./cost-table.css";
import type { CostReport, Measurement } from "../../../api/types";
import { latencyValues } from "../../../model/figures/overlay";
import { groupHeadings, tableRows } from "../../../model/table/layer-rows";
import {
  drawnLines,
  SEEN_STEP,
  type TableLine,
  tableLines,
} from "../../../model/table/table-lines";
import { operationUnit } from "../../../state/convention";
import { CostHeading, costColumns, latencyColumn } from "./cost-columns";
import { Row, Totals } from "./cost-row";
import type { Shown } from "./table-context";
import { isInUse, reveal, TableScroll, useOpened, useSeen, useWhenSeen } from "./table-scroll";

/** Columns before the costs. */
const NAMES = 7;

export interface CostTableProps {
  report: CostReport;
  measurement: Measurement | null;
  hovered: Signal<string | null>;
  pointed: ReadonlySignal<ReadonlySet<string>>;
  selected: string | null;
  shown: Shown;
  /** With normalization, activation, dropout and additions, which cost little? */
  everything: boolean;
  onSelect: (path: string | null) => void;
}

export function CostTable(props: CostTableProps) {
  const { report, measurement, hovered, selected, shown, everything } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const current = useSignal<string | null>(null);
  const focusAfter = useRef<string | null>(null);
  const { network } = shown;
  const rows = useMemo(
    () => tableRows(report.layers, everything, network),
    [report, network, everything],
  );
  const headings = useMemo(() => groupHeadings(rows), [rows]);
  const lines = useMemo(() => tableLines(rows, headings), [rows, headings]);
  const groupLabels = useMemo(
    () => new Map(report.groups.map((group) => [group.path, group.label])),
    [report],
  );
  const latencies = useMemo(
    () => measurement && latencyValues(network, measurement.layers),
    [network, measurement],
  );
  const columns = [...costColumns(), ...(latencies ? [latencyColumn(latencies)] : [])];
  const largest = columns.map((column) =>
    Math.max(0, ...rows.map((row) => column.value(row) ?? 0)),
  );

  function revealSelected() {
    if (selected !== null) revealRow(scroller.current, lines, selected);
  }
  // Only a new selection moves the table, not everything else that changes its rows.
  useEffect(revealSelected, [selected]);
  useWhenSeen(scroller, revealSelected);

  const opened = useOpened(shown.open);
  useEffect(() => {
    const frame = scroller.current;
    if (!frame || opened === null || isInUse(frame)) return;
    const inside = rows.filter((row) => isInside(row.path, opened, shown));
    revealRow(frame, lines, inside[0]?.path, inside.at(-1)?.path);
  }, [opened]);

  useLayoutEffect(() => {
    if (focusAfter.current === null) return;
    const name = CSS.escape(focusAfter.current);
    focusAfter.current = null;
    scroller.current
      ?.querySelector<HTMLElement>(`tr[data-row="${name}"]`)
      ?.focus({ preventScroll: true });
  });

  function onKeyDown(event: KeyboardEvent) {
    const row = event.target instanceof Element ? event.target.closest("tr") : null;
    if (!row) return;
    const at = rows.findIndex(({ path }) => path === row.dataset.row);
    const focus = (index: number) => {
      const next = rows[index];
      if (!next) return;
      // The row may be drawn only now.
      focusAfter.current = next.path;
      current.value = next.path;
      revealRow(scroller.current, lines, next.path);
    };
    const act: Record<string, () => void> = {
      ArrowDown: () => focus(at + 1),
      ArrowUp: () => focus(at - 1),
      Home: () => focus(0),
      End: () => focus(rows.length - 1),
      Enter: () => props.onSelect(row.dataset.row ?? null),
      " ": () => props.onSelect(row.dataset.row ?? null),
    };
    const action = act[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  const known = (path: string | null) => rows.some((row) => row.path === path);
  const stop = [current.value, selected].find(known) ?? rows[0]?.path;
  const drawn = drawnLines(lines, useSeen(scroller, SEEN_STEP), stop);
  return (
    <>
      <p class="table-note">
        Memory in brackets is shared with the row's input. The total counts it once and includes
        rows not shown here.
      </p>
      <TableScroll scroller={scroller}>
        <table>
          <caption class="visually-hidden">
            Layers with output, filters, kernel, stride, padding, memory, parameters and{" "}
            {operationUnit.value}
          </caption>
          <thead>
            <tr>
              <th scope="col">Layer</th>
              <th scope="col" title="Channels of the output">
                C
              </th>
              <th scope="col" title="Height and width of the output">
                H/W
              </th>
              <th scope="col" title="Filters, or features of a linear layer">
                filters
              </th>
              <th scope="col">kernel</th>
              <th scope="col">stride</th>
              <th scope="col">pad</th>
              {columns.map((column) => (
                <CostHeading key={column.key} column={column} />
              ))}
            </tr>
          </thead>
          <tbody onKeyDown={onKeyDown}>
            {drawn.flatMap((line, at) => {
              const { row, path } = line;
              return [
                <Gap key={`before ${path} ${row === null}`} from={drawn[at - 1]} to={line} />,
                row === null ? (
                  <tr key={`group ${path}`} class="table-group">
                    <th colSpan={NAMES + columns.length}>
                      {pathLabel(headings.get(path), groupLabels)}
                    </th>
                  </tr>
                ) : (
                  <Row
                    key={path}
                    row={row}
                    columns={columns}
                    largest={largest}
                    hovered={hovered}
                    pointed={props.pointed}
                    selected={selected === path}
                    focusable={path === stop}
                    found={foundClass(shown.hits, path)}
                    onHover={(over) => {
                      hovered.value = over ? path : null;
                    }}
                    onSelect={() => props.onSelect(path)}
                  />
                ),
              ];
            })}
            <Gap from={drawn.at(-1)} to={null} end={lines.at(-1)} />
          </tbody>
          <tfoot>
            <Totals report={report} columns={columns} measurement={measurement} names={NAMES} />
          </tfoot>
        </table>
      </TableScroll>
    </>
  );
}

/** Whether a search found the row; nothing while none is on. */
function foundClass(hits: ReadonlySet<string>, path: string): string {
  if (hits.size === 0) return "";
  return hits.has(path) ? " is-found" : " is-muted";
}

function isInside(path: string, group: string, shown: Shown): boolean {
  for (let item = shown.network.items.get(path); item && item.path !== item.parent; ) {
    if (item.parent === group) return true;
    item = shown.network.items.get(item.parent);
  }
  return false;
}

/** The room of lines that are not drawn. */
function Gap(props: {
  from: TableLine | undefined;
  to: TableLine | null;
  end?: TableLine | undefined;
}) {
  const bottom = (line: TableLine | undefined) => (line ? line.top + line.height : 0);
  const height = (props.to?.top ?? bottom(props.end)) - bottom(props.from);
  if (height <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: it has neither focus nor contents
    <tr aria-hidden="true" class="table-gap">
      <td colSpan={NAMES} style={{ height: `${height}px` }} />
    </tr>
  );
}

/** One row, or several and the heading above them. */
function revealRow(
  frame: HTMLElement | null,
  lines: readonly TableLine[],
  first = "",
  last = first,
): void {
  const from = lines.find(({ path }) => path === first);
  const to = lines.findLast(({ path }) => path === last);
  if (frame && from && to) reveal(frame, from.top, to.top + to.height);
}

/** "Stage 3 › Block 1" */
function pathLabel(path: string | undefined, labels: ReadonlyMap<string, string>): string {
  const parts = (path ?? "").split(".");
  const names = parts.map((_, at) => labels.get(parts.slice(0, at + 1).join(".")) ?? parts[at]);
  return names.join(" › ");
}
