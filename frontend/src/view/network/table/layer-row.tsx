/** One row of the layer table, and the network's totals below. */

import { useComputed } from "@preact/signals";
import type { CostReport, Measurement } from "../../../api/types";
import type { TableRow } from "../../../model/table/layer-rows";
import { atLeast } from "../../../model/text/format";
import { type Column, CostCell, written } from "./cost-columns";
import { LAYER_COLUMNS } from "./layer-columns";
import type { TableContext } from "./table-context";

export function LayerRow(props: {
  row: TableRow;
  columns: readonly Column[];
  /** By column, the largest value of any row. */
  largest: readonly number[];
  context: TableContext;
  focusable: boolean;
}) {
  const { row, columns, largest, context } = props;
  const { path } = row;
  const { hovered, highlighted } = context;
  const isHighlighted = useComputed(() => hovered.value === path || highlighted.value.has(path));
  const title = [path, ...row.fused.map((name) => `with ${name}`)].join(", ");
  return (
    <tr
      data-row={path}
      class={(isHighlighted.value ? "is-highlighted" : "") + foundClass(context.hits, path)}
      aria-current={context.selected === path ? "true" : undefined}
      tabIndex={props.focusable ? 0 : -1}
      onPointerEnter={() => {
        hovered.value = path;
      }}
      onPointerLeave={() => {
        hovered.value = null;
      }}
      onClick={() => context.onSelect(path)}
    >
      <th scope="row" title={title}>
        {row.label}
      </th>
      {LAYER_COLUMNS.map((column) => (
        <td key={column.heading}>{column.text(row)}</td>
      ))}
      {columns.map((column, index) => {
        const value = column.value(row);
        const isReused = column.key === "memory" && row.reusesMemory;
        return (
          <CostCell
            key={column.key}
            column={column}
            share={value === null ? null : value / (largest[index] || 1)}
            title={column.exactly(row)}
          >
            {isReused ? `(${written(value)})` : written(value)}
          </CostCell>
        );
      })}
    </tr>
  );
}

/** Whether a search found the row; nothing while none is on. */
function foundClass(hits: ReadonlySet<string>, path: string): string {
  if (hits.size === 0) return "";
  return hits.has(path) ? " is-found" : " is-muted";
}

/** The network's totals as the report has them, not the sum of the rows that happen to be shown. */
export function LayerTotals(props: {
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
