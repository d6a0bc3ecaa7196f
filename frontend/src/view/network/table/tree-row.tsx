/** One row of the tree table, and the network's totals below. */

import { useComputed } from "@preact/signals";
import { share } from "../../../model/figures/colour-scale";
import type { Item } from "../../../model/network/network";
import type { TreeRow } from "../../../model/table/tree-rows";
import { atLeast, formatShape } from "../../../model/text/format";
import { Icon } from "../../ui/icon";
import { type Column, CostCell, written } from "./cost-columns";
import type { TableContext } from "./table-context";

export function TreeTableRow(props: {
  row: TreeRow;
  index: number;
  window: string;
  columns: readonly Column[];
  totals: readonly (number | null)[];
  context: TableContext;
  focusable: boolean;
  /** How many layers a search found inside; null while nothing is searched for. */
  found: number | null;
}) {
  const { row, columns, context, found } = props;
  const { path, item, expanded } = row;
  const { hovered, highlighted } = context;
  const isHighlighted = useComputed(() => highlighted.value.has(path));
  const isFound = context.hits.has(path);
  const classes = [
    isHighlighted.value && "is-highlighted",
    isFound && "is-found",
    found === 0 && !isFound && "is-muted",
  ];
  return (
    <tr
      data-row={path}
      class={classes.filter(Boolean).join(" ")}
      aria-level={row.level}
      aria-expanded={expanded ?? undefined}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-rowindex={props.index + 2}
      aria-selected={path === context.selected}
      tabIndex={props.focusable ? 0 : -1}
      onPointerEnter={() => {
        hovered.value = path;
      }}
      onPointerLeave={() => {
        if (hovered.value === path) hovered.value = null;
      }}
    >
      <th scope="row" title={[path, item.opName].filter(Boolean).join(", ")}>
        <Name row={row} found={found} />
      </th>
      <td title={formatShape(item.outputShape)}>{formatShape(item.outputShape)}</td>
      <td title={props.window && "Kernel, stride and padding"}>{props.window}</td>
      {columns.map((column, at) => (
        <CostCell
          key={column.key}
          column={column}
          share={share(column.value(item), props.totals[at])}
          title={atLeast(column.exactly(item), item.complete)}
        >
          {atLeast(written(column.value(item)), item.complete)}
        </CostCell>
      ))}
    </tr>
  );
}

function Name({ row, found }: { row: TreeRow; found: number | null }) {
  const { item, expanded, level } = row;
  const otherwise = row.shows < item.count ? `all ${item.count}` : "one";
  return (
    <span class="tree-name" style={{ "--level": level - 1 }}>
      {expanded === null ? (
        <span class="tree-kind" data-kind={item.kind} />
      ) : (
        <span class="tree-toggle">
          <Icon name="chevron" />
        </span>
      )}
      <span class="tree-label">
        {item.label}
        {item.count > 1 && <span class="tree-count"> × {item.count}</span>}
      </span>
      {expanded && item.type === "stack" && (
        <span class="tree-switch" title={`Show ${otherwise} of the ${item.count} identical ones`}>
          {otherwise}
        </span>
      )}
      {item.opName && <span class="tree-about">{item.opName}</span>}
      {expanded === false && found !== null && found > 0 && (
        <span class="tree-found numeric" title={`${found} matches inside`}>
          {found}
          <span class="visually-hidden"> matches inside</span>
        </span>
      )}
    </span>
  );
}

export function TreeTotals(props: {
  item: Item | undefined;
  columns: readonly Column[];
  index: number;
}) {
  const { item, columns } = props;
  if (!item) return null;
  return (
    <tr aria-rowindex={props.index}>
      <th scope="row" colSpan={3}>
        Network
      </th>
      {columns.map((column) => (
        <td key={column.key} class="numeric" title={atLeast(column.exactly(item), item.complete)}>
          {atLeast(written(column.value(item)), item.complete)}
        </td>
      ))}
    </tr>
  );
}
