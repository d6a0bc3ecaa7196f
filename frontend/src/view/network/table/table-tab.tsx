/** The Table tab: the lecture's list of layers, or the tree of groups that the diagram shows. */

import type { ReadonlySignal, Signal } from "@preact/signals";
import type { CostReport, Measurement } from "../../../api/types";
import { type TableRows, useNetworkView } from "../../../state/network/network-view";
import { type Choice, Segmented } from "../../ui/fields/segmented";
import { CostTable } from "./cost-table";
import type { Shown } from "./table-context";
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

export function TableTab(props: {
  report: CostReport;
  measurement: Measurement | null;
  hovered: Signal<string | null>;
  pointed: ReadonlySignal<ReadonlySet<string>>;
  selected: string | null;
  shown: Shown;
  onSelect: (path: string | null) => void;
}) {
  const { report, shown, hovered, pointed, selected, onSelect } = props;
  const view = useNetworkView();
  const { rows } = view.state.value;
  const common = { report, hovered, pointed, selected, onSelect };
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
        <TreeTable {...shown} {...common} />
      ) : (
        <CostTable
          {...common}
          everything={rows === "operations"}
          measurement={props.measurement}
          shown={shown}
        />
      )}
    </div>
  );
}
