/** The lecture's table of an architecture, linked both ways with the diagram. */

import { type ReadonlySignal, type Signal, useComputed, useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import "./cost-table.css";
import type { CostReport, Measurement } from "../../api/types";
import { atLeast, exact, threeDigits } from "../../model/format";
import { groupHeadings, inUnit, isListed, type TableRow, tableRow } from "../../model/table";
import { operationsOf, operationUnit } from "../../state/convention";

interface Column {
  key: "memory" | "params" | "macs" | "latency";
  title: string;
  unit: string;
  value: (row: TableRow) => number | null;
  write: (value: number | null) => string;
  exactly: (row: TableRow) => string;
}

function written(value: number | null): string {
  return value === null ? "unknown" : threeDigits(value);
}

function costColumns(measurement: Measurement | null): Column[] {
  const unit = operationUnit.value;
  const columns: Column[] = [
    {
      key: "memory",
      title: "Memory",
      unit: "KB",
      value: (row) => inUnit(row.activation_bytes, 1024),
      write: written,
      exactly: (row) => exact(row.activation_bytes, "bytes"),
    },
    {
      key: "params",
      title: "Params",
      unit: "k",
      value: (row) => inUnit(row.params, 1e3),
      write: written,
      exactly: (row) => exact(row.params, "parameters"),
    },
    {
      key: "macs",
      title: unit,
      unit: "M",
      value: (row) => inUnit(operationsOf(row), 1e6),
      write: written,
      exactly: (row) => exact(operationsOf(row), unit),
    },
  ];
  if (measurement) {
    const latencies = new Map(measurement.layers.map((layer) => [layer.path, layer.latency_ms]));
    columns.push({
      key: "latency",
      title: "Latency",
      unit: "ms",
      value: (row) => latencies.get(row.path) ?? null,
      write: written,
      exactly: (row) => exact(latencies.get(row.path) ?? null, "ms"),
    });
  }
  return columns;
}

export function CostTable(props: {
  report: CostReport;
  measurement: Measurement | null;
  hovered: Signal<string | null>;
  pointed: ReadonlySignal<ReadonlySet<string>>;
  selected: string | null;
  onSelect: (path: string | null) => void;
}) {
  const { report, measurement, hovered, selected } = props;
  const everything = useSignal(false);
  const body = useRef<HTMLTableSectionElement>(null);
  const rows = useMemo(
    () => report.layers.filter((layer) => everything.value || isListed(layer)).map(tableRow),
    [report, everything.value],
  );
  const headings = useMemo(() => groupHeadings(rows), [rows]);
  const groupLabels = useMemo(
    () => new Map(report.groups.map((group) => [group.path, group.label])),
    [report],
  );
  const columns = costColumns(measurement);
  const largest = columns.map((column) =>
    Math.max(0, ...rows.map((row) => column.value(row) ?? 0)),
  );

  useEffect(() => {
    const row = selected && body.current?.querySelector(`[data-row="${CSS.escape(selected)}"]`);
    if (row instanceof HTMLElement) row.scrollIntoView({ block: "nearest" });
  }, [selected]);

  function onKeyDown(event: KeyboardEvent) {
    const row = event.target instanceof Element ? event.target.closest("tr") : null;
    if (!row) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const focusable = [...(body.current?.querySelectorAll<HTMLElement>("tr[data-row]") ?? [])];
      focusable[focusable.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    } else if (event.key === "Enter" || event.key === " ") props.onSelect(row.dataset.row ?? null);
    else return;
    event.preventDefault();
  }

  const stop = rows.some((row) => row.path === selected) ? selected : rows[0]?.path;
  return (
    <div class="cost-table">
      <label class="check">
        <input
          type="checkbox"
          checked={everything.value}
          onChange={(event) => {
            everything.value = event.currentTarget.checked;
          }}
        />
        <span>Show every operation (batch norm, ReLU, dropout, add)</span>
      </label>
      <p class="table-note">
        Memory in brackets reuses that of the row's input. The total counts it once, and includes
        rows not shown.
      </p>
      <div class="table-scroll">
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
                <th key={column.key} scope="col" class="numeric">
                  {column.title} <small>{column.unit}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody ref={body} onKeyDown={onKeyDown}>
            {rows.flatMap((row) => [
              headings.has(row.path) && (
                <tr key={`group ${row.path}`} class="table-group">
                  <th colSpan={7 + columns.length}>
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
                onHover={(over) => {
                  hovered.value = over ? row.path : null;
                }}
                onSelect={() => props.onSelect(row.path)}
              />,
            ])}
          </tbody>
          <tfoot>
            <Totals report={report} measurement={measurement} />
          </tfoot>
        </table>
      </div>
    </div>
  );
}

/** "Stage 3 › Block 1" */
function pathLabel(path: string | undefined, labels: ReadonlyMap<string, string>): string {
  const parts = (path ?? "").split(".");
  const names = parts.map((_, at) => labels.get(parts.slice(0, at + 1).join(".")) ?? parts[at]);
  return names.join(" › ");
}

function Row(props: {
  row: TableRow;
  columns: readonly Column[];
  largest: readonly number[];
  hovered: ReadonlySignal<string | null>;
  pointed: ReadonlySignal<ReadonlySet<string>>;
  selected: boolean;
  focusable: boolean;
  onHover: (over: boolean) => void;
  onSelect: () => void;
}) {
  const { row, columns, largest } = props;
  const lit = useComputed(
    () => props.hovered.value === row.path || props.pointed.value.has(row.path),
  );
  return (
    <tr
      data-row={row.path}
      class={lit.value ? "is-lit" : ""}
      aria-current={props.selected ? "true" : undefined}
      tabIndex={props.focusable ? 0 : -1}
      onPointerEnter={() => props.onHover(true)}
      onPointerLeave={() => props.onHover(false)}
      onClick={props.onSelect}
    >
      <th scope="row" title={row.path}>
        {row.label}
      </th>
      <td>{row.channels}</td>
      <td>{row.size}</td>
      <td>{row.filters}</td>
      <td>{row.kernel}</td>
      <td>{row.stride}</td>
      <td>{row.padding}</td>
      {columns.map((column, index) => {
        const value = column.value(row);
        const share = value === null ? 0 : value / (largest[index] || 1);
        return (
          <td key={column.key} class={`numeric bar-${column.key}`} title={column.exactly(row)}>
            <span class="cell-bar" style={{ width: `${100 * share}%` }} aria-hidden="true" />
            <span class="cell-value">
              {column.key === "memory" && !row.ownsMemory
                ? `(${column.write(value)})`
                : column.write(value)}
            </span>
          </td>
        );
      })}
    </tr>
  );
}

/** The network's totals as the report has them, not the sum of the rows that happen to be shown. */
function Totals(props: { report: CostReport; measurement: Measurement | null }) {
  const { totals } = props.report;
  const write = (value: number | null, unit: number) =>
    atLeast(written(inUnit(value, unit)), totals.complete);
  const exactly = (value: number | null, unit: string) =>
    atLeast(exact(value, unit), totals.complete);
  return (
    <tr>
      <th
        scope="row"
        colSpan={7}
        title="Outputs that reuse their input's storage are not counted twice"
      >
        Network
      </th>
      <td class="numeric" title={exactly(totals.activation_bytes, "bytes")}>
        {write(totals.activation_bytes, 1024)}
      </td>
      <td class="numeric" title={exactly(totals.params, "parameters")}>
        {write(totals.params, 1e3)}
      </td>
      <td class="numeric" title={exactly(operationsOf(totals), operationUnit.value)}>
        {write(operationsOf(totals), 1e6)}
      </td>
      {props.measurement && (
        <td class="numeric" title="Median of the whole network, measured without instrumentation">
          {written(props.measurement.latency_ms.median)}
        </td>
      )}
    </tr>
  );
}
