/** The diagram as a table: an ARIA treegrid of groups, stacks and layers with their costs, for keyboards and screen readers too. */

import { useId, useMemo } from "preact/hooks";
import "./tree-table.css";
import { ROOT } from "../../../model/network/network";
import { toggled, withOneOrAll } from "../../../model/network/open-groups";
import {
  hitsInside,
  type TreeRow,
  treeMove,
  treeRows,
  windowText,
} from "../../../model/table/tree-rows";
import { useNetworkView } from "../../../state/network/network-view";
import { type Line, linesOf } from "../../ui/rows/lines";
import { TableScroll } from "../../ui/rows/table-scroll";
import { rowKey, useVirtualRows, VirtualBody } from "../../ui/rows/virtual-rows";
import { type Column, CostHeading, costColumns } from "./cost-columns";
import type { TableContext } from "./table-context";
import { TreeTableRow, TreeTotals } from "./tree-row";
import { useRevealExpanded } from "./use-reveal-expanded";

/** Pixels, as tree-table.css has it. */
const HEIGHTS = { row: 28, heading: 0 };

export function TreeTable({ context }: { context: TableContext }) {
  const { network, report, open, hits, selected } = context;
  const view = useNetworkView();
  const id = useId();
  const rows = useMemo(() => treeRows(network, open), [network, open]);
  const lines = useMemo(() => linesOf(rows, HEIGHTS), [rows]);
  const windows = useMemo(
    () => new Map(report.layers.map((layer) => [layer.path, windowText(layer)])),
    [report],
  );
  const inside = useMemo(() => hitsInside(network, hits), [network, hits]);
  const columns = costColumns();
  const totals = columns.map((column) => column.value(network.totals));

  function toggleStack(path: string) {
    view.change({ open: [...withOneOrAll(network, open, path)] });
  }

  function onKey({ index }: Line<TreeRow>, key: string): boolean {
    const move = treeMove(rows, index, key);
    if (!move) return false;
    if ("to" in move) table.focusRow(rows[move.to]?.path ?? "");
    else if ("toggle" in move) context.onToggle(move.toggle);
    else if ("open" in move)
      view.change({
        open: [...move.open.reduce((all, path) => toggled(network, all, path), open)],
      });
    else if ("oneOrAll" in move) toggleStack(move.oneOrAll);
    else context.onSelect(move.select);
    return true;
  }

  const table = useVirtualRows({ lines, selected, onKey });
  useRevealExpanded(open, table.scroller, (group) => {
    const first = rows.findIndex(({ path }) => path === group);
    const level = rows[first]?.level ?? 0;
    const next = rows.findIndex((row, index) => index > first && row.level <= level);
    table.reveal(group, rows.at(next < 0 ? -1 : next - 1)?.path);
  });

  function onClick({ target }: MouseEvent) {
    const path = rowKey(target);
    if (path === null) return;
    const isOn = (part: string) => target instanceof Element && target.closest(part) !== null;
    if (isOn(".tree-toggle")) context.onToggle(path);
    else if (isOn(".tree-switch")) toggleStack(path);
    else context.onSelect(path);
  }

  return (
    <>
      <p id={id} class="visually-hidden">
        Up and Down move, Right opens a group, Left closes it or moves to its parent, Enter selects,
        * opens all groups at the same level, O shows one or all members of a stack.
      </p>
      <TableScroll scroller={table.scroller}>
        <table
          class="tree-table"
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a treegrid is a table whose rows open
          role="treegrid"
          aria-label="Groups and layers"
          aria-describedby={id}
          aria-rowcount={rows.length + 2}
        >
          <Head columns={columns} />
          <VirtualBody table={table} columns={3 + columns.length} onClick={onClick}>
            {({ key, row, index }) =>
              row && (
                <TreeTableRow
                  row={row}
                  index={index}
                  window={windows.get(key) ?? ""}
                  columns={columns}
                  totals={totals}
                  context={context}
                  focusable={key === table.tabStop}
                  found={hits.size === 0 ? null : (inside.get(key) ?? 0)}
                />
              )
            }
          </VirtualBody>
          <tfoot>
            <TreeTotals item={network.items.get(ROOT)} columns={columns} index={rows.length + 2} />
          </tfoot>
        </table>
      </TableScroll>
    </>
  );
}

function Head({ columns }: { columns: readonly Column[] }) {
  return (
    <>
      <colgroup>
        <col class="tree-name-column" />
        <col class="tree-output-column" />
        <col class="tree-window-column" />
        {columns.map((column) => (
          <col key={column.key} class="tree-cost-column" />
        ))}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col">Group or layer</th>
          <th scope="col">Output</th>
          <th scope="col" title="Kernel, stride and padding">
            kernel <small>/ stride / pad</small>
          </th>
          {columns.map((column) => (
            <CostHeading key={column.key} column={column} />
          ))}
        </tr>
      </thead>
    </>
  );
}
