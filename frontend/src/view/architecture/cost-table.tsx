/** The lecture's table of an architecture, linked both ways with the diagram. */

import type { ReadonlySignal, Signal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import "./cost-table.css";
import type { CostReport, Measurement } from "../../api/types";
import { groupHeadings, tableRows } from "../../model/table";
import { operationUnit } from "../../state/convention";
import { CostHeading, costColumns, latencyColumn } from "./cost-columns";
import { Row, Totals } from "./cost-row";
import type { Shown } from "./shown";
import { coveredBy, isInUse, reveal, TableScroll, useOpened, useWhenSeen } from "./table-scroll";

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
  const body = useRef<HTMLTableSectionElement>(null);
  const { network } = shown;
  const rows = useMemo(
    () => tableRows(report.layers, everything, network),
    [report, network, everything],
  );
  const headings = useMemo(() => groupHeadings(rows), [rows]);
  const groupLabels = useMemo(
    () => new Map(report.groups.map((group) => [group.path, group.label])),
    [report],
  );
  const columns = [...costColumns(), ...(measurement ? [latencyColumn(measurement)] : [])];
  const largest = columns.map((column) =>
    Math.max(0, ...rows.map((row) => column.value(row) ?? 0)),
  );

  function revealSelected() {
    if (selected !== null) revealRow(scroller.current, selected);
  }
  // Only a new selection moves the table, not everything else that changes its rows.
  useEffect(revealSelected, [selected]);
  useWhenSeen(scroller, revealSelected);

  const opened = useOpened(shown.open);
  useEffect(() => {
    const frame = scroller.current;
    if (!frame || opened === null || isInUse(frame)) return;
    const inside = rows.filter((row) => isInside(row.path, opened, shown));
    revealRow(frame, inside[0]?.path, inside.at(-1)?.path);
  }, [opened]);

  function onKeyDown(event: KeyboardEvent) {
    const row = event.target instanceof Element ? event.target.closest("tr") : null;
    if (!row) return;
    const stops = [...(body.current?.querySelectorAll<HTMLElement>("tr[data-row]") ?? [])];
    const at = stops.indexOf(row);
    const focus = (index: number) => {
      const next = stops[index];
      next?.focus({ preventScroll: true });
      if (next) revealRow(scroller.current, next.dataset.row ?? "");
    };
    const act: Record<string, () => void> = {
      ArrowDown: () => focus(at + 1),
      ArrowUp: () => focus(at - 1),
      Home: () => focus(0),
      End: () => focus(stops.length - 1),
      Enter: () => props.onSelect(row.dataset.row ?? null),
      " ": () => props.onSelect(row.dataset.row ?? null),
    };
    const action = act[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  const stop = rows.some((row) => row.path === selected) ? selected : rows[0]?.path;
  return (
    <>
      <p class="table-note">
        Memory in brackets reuses that of the row's input. The total counts it once, and includes
        rows not shown.
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
          <tbody ref={body} onKeyDown={onKeyDown}>
            {rows.flatMap((row) => [
              headings.has(row.path) && (
                <tr key={`group ${row.path}`} class="table-group">
                  <th colSpan={NAMES + columns.length}>
                    {pathLabel(headings.get(row.path), groupLabels)}
                  </th>
                </tr>
              ),
              <Row
                key={row.path}
                row={row}
                columns={columns}
                largest={largest}
                hovered={hovered}
                pointed={props.pointed}
                selected={selected === row.path}
                focusable={row.path === stop}
                found={foundClass(shown.hits, row.path)}
                onHover={(over) => {
                  hovered.value = over ? row.path : null;
                }}
                onSelect={() => props.onSelect(row.path)}
              />,
            ])}
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
function foundClass(hits: ReadonlySet<string> | undefined, path: string): string {
  if (!hits || hits.size === 0) return "";
  return hits.has(path) ? " is-found" : " is-muted";
}

function isInside(path: string, group: string, shown: Shown): boolean {
  for (let item = shown.network.items.get(path); item && item.path !== item.parent; ) {
    if (item.parent === group) return true;
    item = shown.network.items.get(item.parent);
  }
  return false;
}

/** One row, or several and the heading above them. */
function revealRow(frame: HTMLElement | null, first = "", last = first): void {
  const rowOf = (path: string) =>
    frame?.querySelector<HTMLElement>(`[data-row="${CSS.escape(path)}"]`);
  const from = rowOf(first);
  const to = rowOf(last);
  if (!frame || !from || !to) return;
  const above = from.previousElementSibling;
  const heading = above instanceof HTMLElement && above.matches(".table-group") ? above : from;
  const top = heading.offsetTop - coveredBy(frame).head;
  reveal(frame, top, to.offsetTop - coveredBy(frame).head + to.offsetHeight);
}

/** "Stage 3 › Block 1" */
function pathLabel(path: string | undefined, labels: ReadonlyMap<string, string>): string {
  const parts = (path ?? "").split(".");
  const names = parts.map((_, at) => labels.get(parts.slice(0, at + 1).join(".")) ?? parts[at]);
  return names.join(" › ");
}
