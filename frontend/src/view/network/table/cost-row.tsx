/** One row of the lecture's table, and the network's totals below. */

import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { CostReport, Measurement } from "../../../api/types";
import type { TableRow } from "../../../model/table/layer-rows";
import { atLeast } from "../../../model/text/format";
import { type Column, CostCell, written } from "./cost-columns";

/** One layer. */
export function Row(props: {
  row: TableRow;
  columns: readonly Column[];
  largest: readonly number[];
  hovered: ReadonlySignal<string | null>;
  pointed: ReadonlySignal<ReadonlySet<string>>;
  selected: boolean;
  focusable: boolean;
  found: string;
  onHover: (over: boolean) => void;
  onSelect: () => void;
}) {
  const { row, columns, largest } = props;
  const lit = useComputed(
    () => props.hovered.value === row.path || props.pointed.value.has(row.path),
  );
  const title = [row.path, ...row.folded.map((name) => `with ${name}`)].join(", ");
  return (
    <tr
      data-row={row.path}
      class={(lit.value ? "is-highlighted" : "") + props.found}
      aria-current={props.selected ? "true" : undefined}
      tabIndex={props.focusable ? 0 : -1}
      onPointerEnter={() => props.onHover(true)}
      onPointerLeave={() => props.onHover(false)}
      onClick={props.onSelect}
    >
      <th scope="row" title={title}>
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
        const borrowed = column.key === "memory" && row.reusesMemory;
        return (
          <CostCell
            key={column.key}
            column={column}
            share={value === null ? null : value / (largest[index] || 1)}
            title={column.exactly(row)}
          >
            {borrowed ? `(${written(value)})` : written(value)}
          </CostCell>
        );
      })}
    </tr>
  );
}

/** The network's totals as the report has them, not the sum of the rows that happen to be shown. */
export function Totals(props: {
  report: CostReport;
  columns: readonly Column[];
  measurement: Measurement | null;
  /** Columns before the costs. */
  names: number;
}) {
  const { totals } = props.report;
  return (
    <tr>
      <th
        scope="row"
        colSpan={props.names}
        title="Outputs that reuse their input's storage are not counted twice"
      >
        Network
      </th>
      {props.columns.map((column) =>
        column.key === "latency" ? (
          <td
            key={column.key}
            class="numeric"
            title="Median of the whole network, measured without instrumentation"
          >
            {written(props.measurement?.latency_ms.median ?? null)}
          </td>
        ) : (
          <td
            key={column.key}
            class="numeric"
            title={atLeast(column.exactly(totals), totals.complete)}
          >
            {atLeast(written(column.value(totals)), totals.complete)}
          </td>
        ),
      )}
    </tr>
  );
}
