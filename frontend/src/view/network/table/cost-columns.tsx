/** The costs that both tables show, with a bar in each cell. */

import type { OverlayValues } from "../../../model/figures/overlay";
import { exact, inUnit, threeDigits } from "../../../model/text/format";
import { operationsOf, operationUnit } from "../../../state/convention";

/** A row, a group of rows or a network. */
export interface Costing {
  path?: string;
  activation_bytes: number | null;
  params: number | null;
  macs: number | null;
  pooling_ops: number | null;
}

export interface Column {
  key: "memory" | "params" | "macs" | "latency";
  title: string;
  unit: string;
  /** In the column's unit. */
  value: (of: Costing) => number | null;
  exactly: (of: Costing) => string;
}

export function written(value: number | null): string {
  return value === null ? "unknown" : threeDigits(value);
}

/** Reads the page's convention. */
export function costColumns(): Column[] {
  const unit = operationUnit.value;
  return [
    {
      key: "memory",
      title: "Memory",
      unit: "KB",
      value: (of) => inUnit(of.activation_bytes, "KB"),
      exactly: (of) => exact(of.activation_bytes, "bytes"),
    },
    {
      key: "params",
      title: "Params",
      unit: "k",
      value: (of) => inUnit(of.params, "k"),
      exactly: (of) => exact(of.params, "parameters"),
    },
    {
      key: "macs",
      title: unit,
      unit: "M",
      value: (of) => inUnit(operationsOf(of), "M"),
      exactly: (of) => exact(operationsOf(of), unit),
    },
  ];
}

export function latencyColumn(latencies: OverlayValues): Column {
  const of = ({ path = "" }: Costing) => latencies.get(path) ?? null;
  return {
    key: "latency",
    title: "Latency",
    unit: "ms",
    value: of,
    exactly: (row) => exact(of(row), "ms"),
  };
}

export function CostHeading({ column }: { column: Column }) {
  return (
    <th scope="col" class="numeric">
      {column.title} <small>{column.unit}</small>
    </th>
  );
}

/** The bar is a share of whatever the table compares with, 0 to 1. */
export function CostCell(props: {
  column: Column;
  share: number | null;
  title: string;
  children: string;
}) {
  const { column, share, title, children } = props;
  return (
    <td class={`numeric bar-${column.key}`} title={title}>
      <span
        class="cell-bar"
        style={{ width: `${100 * Math.min(1, share ?? 0)}%` }}
        aria-hidden="true"
      />
      <span class="cell-value">{children}</span>
    </td>
  );
}
