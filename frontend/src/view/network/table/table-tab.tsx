/** The Table tab: the lecture's list of layers, or the tree of groups that the diagram shows. */

import type { Measurement } from "../../../api/types";
import { type TableRows, useNetworkView } from "../../../state/network/network-view";
import { type Choice, Segmented } from "../../ui/fields/segmented";
import { LayerTable } from "./layer-table";
import type { TableContext } from "./table-context";
import { TreeTable } from "./tree-table";

const ROWS: readonly Choice<TableRows>[] = [
  { value: "layers", label: "Layers", title: "The lecture's table, one layer per row" },
  {
    value: "operations",
    label: "All operations",
    title: "With normalization, activation, dropout and additions",
  },
  { value: "tree", label: "Tree", title: "Groups with their totals, as in the diagram" },
];

export function TableTab(props: { context: TableContext; measurement: Measurement | null }) {
  const view = useNetworkView();
  const { rows } = view.state.value;
  return (
    <div class="cost-table">
      <div class="table-options">
        <Segmented
          label="Rows"
          choices={ROWS}
          value={rows}
          onChange={(next) => view.change({ rows: next })}
        />
      </div>
      {rows === "tree" ? (
        <TreeTable context={props.context} />
      ) : (
        <LayerTable {...props} everything={rows === "operations"} />
      )}
    </div>
  );
}
