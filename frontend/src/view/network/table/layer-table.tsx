/** The lecture's table of an architecture, one layer a row, linked both ways with the diagram. */

import { useMemo } from "preact/hooks";
import "./table.css";
import type { Measurement } from "../../../api/types";
import { latencyValues } from "../../../model/figures/overlay";
import type { Network } from "../../../model/network/network";
import { groupHeadings, tableRows } from "../../../model/table/layer-rows";
import { operationUnit } from "../../../state/convention";
import { linesOf } from "../../ui/rows/lines";
import { TableScroll } from "../../ui/rows/table-scroll";
import { useVirtualRows, VirtualBody } from "../../ui/rows/virtual-rows";
import { type Column, CostHeading, costColumns, latencyColumn } from "./cost-columns";
import { LAYER_COLUMNS } from "./layer-columns";
import { LayerRow, LayerTotals } from "./layer-row";
import type { TableContext } from "./table-context";
import { useRevealExpanded } from "./use-reveal-expanded";

/** Pixels, as table.css has them. */
const HEIGHTS = { row: 24, heading: 29 };

/** The layer's name, and what follows it before the costs. */
const NAMES = 1 + LAYER_COLUMNS.length;

export function LayerTable(props: {
  context: TableContext;
  measurement: Measurement | null;
  /** With normalization, activation, dropout and additions, which cost little? */
  everything: boolean;
}) {
  const { context, measurement, everything } = props;
  const { report, network, open, selected } = context;
  const rows = useMemo(
    () => tableRows(report.layers, everything, network),
    [report, network, everything],
  );
  const headings = useMemo(() => groupHeadings(rows), [rows]);
  const lines = useMemo(() => linesOf(rows, HEIGHTS, headings), [rows, headings]);
  const groupLabels = useMemo(
    () => new Map(report.groups.map((group) => [group.path, group.label])),
    [report],
  );
  const columns = useColumns(network, measurement);
  const largest = columns.map((column) =>
    Math.max(0, ...rows.map((row) => column.value(row) ?? 0)),
  );
  const table = useVirtualRows({
    lines,
    selected,
    onKey: ({ key: path }, key) => {
      if (key !== "Enter" && key !== " ") return false;
      context.onSelect(path);
      return true;
    },
  });
  useRevealExpanded(open, table.scroller, (group) => {
    const inside = rows.filter(({ path }) => isInside(network, path, group));
    table.reveal(inside[0]?.path, inside.at(-1)?.path);
  });
  return (
    <>
      <p class="table-note">
        Memory in brackets is shared with the row's input. The total counts it once and includes
        rows not shown here.
      </p>
      <TableScroll scroller={table.scroller}>
        <table>
          <caption class="visually-hidden">
            Layers: {LAYER_COLUMNS.map(({ title, heading }) => title ?? heading).join(", ")},
            memory, parameters and {operationUnit.value}
          </caption>
          <Head columns={columns} />
          <VirtualBody table={table} columns={NAMES + columns.length}>
            {({ key, row }) =>
              row === null ? (
                <tr class="table-group">
                  <th colSpan={NAMES + columns.length}>
                    {pathLabel(headings.get(key), groupLabels)}
                  </th>
                </tr>
              ) : (
                <LayerRow
                  row={row}
                  columns={columns}
                  largest={largest}
                  context={context}
                  focusable={key === table.tabStop}
                />
              )
            }
          </VirtualBody>
          <tfoot>
            <LayerTotals
              report={report}
              columns={columns}
              measurement={measurement}
              names={NAMES}
            />
          </tfoot>
        </table>
      </TableScroll>
    </>
  );
}

/** The costs, and latency where the network was measured. */
function useColumns(network: Network, measurement: Measurement | null): Column[] {
  const latencies = useMemo(
    () => measurement && latencyValues(network, measurement.layers),
    [network, measurement],
  );
  return [...costColumns(), ...(latencies ? [latencyColumn(latencies)] : [])];
}

function Head({ columns }: { columns: readonly Column[] }) {
  return (
    <thead>
      <tr>
        <th scope="col">Layer</th>
        {LAYER_COLUMNS.map(({ heading, title }) => (
          <th key={heading} scope="col" title={title}>
            {heading}
          </th>
        ))}
        {columns.map((column) => (
          <CostHeading key={column.key} column={column} />
        ))}
      </tr>
    </thead>
  );
}

function isInside({ items }: Network, path: string, group: string): boolean {
  for (let item = items.get(path); item && item.path !== item.parent; ) {
    if (item.parent === group) return true;
    item = items.get(item.parent);
  }
  return false;
}

/** "Stage 3 › Block 1" */
function pathLabel(path: string | undefined, labels: ReadonlyMap<string, string>): string {
  const parts = (path ?? "").split(".");
  const names = parts.map((_, at) => labels.get(parts.slice(0, at + 1).join(".")) ?? parts[at]);
  return names.join(" › ");
}
