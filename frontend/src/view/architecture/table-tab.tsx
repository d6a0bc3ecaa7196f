/** The Table tab: the lecture's list of layers, or the tree of groups that the diagram shows. */

import type { ReadonlySignal, Signal } from "@preact/signals";
import type { CostReport, Measurement } from "../../api/types";
import { changeView, diagramView } from "../../state/diagram-view";
import { type Choice, Segmented } from "../ui/segmented";
import { CostTable } from "./cost-table";
import type { Shown } from "./shown";
import { TreeTable } from "./tree-table";

type Rows = "layers" | "tree";

const ROWS: readonly Choice<Rows>[] = [
  { value: "layers", label: "Layers", title: "The lecture's table, one layer a row" },
  { value: "tree", label: "Tree", title: "Groups with their sums, as the diagram shows them" },
];

export function TableTab(props: {
  report: CostReport;
  measurement: Measurement | null;
  hovered: Signal<string | null>;
  pointed: ReadonlySignal<ReadonlySet<string>>;
  selected: string | null;
  /** Without it there is no tree. */
  shown: Shown | undefined;
  onSelect: (path: string | null) => void;
}) {
  const { report, shown, hovered, selected, onSelect } = props;
  const { tree } = diagramView.value;
  const choice = shown && (
    <Segmented
      label="Rows"
      choices={ROWS}
      value={tree ? "tree" : "layers"}
      onChange={(rows) => changeView({ tree: rows === "tree" })}
    />
  );
  if (tree && shown)
    return (
      <div class="cost-table">
        <div class="table-options">{choice}</div>
        <TreeTable
          {...shown}
          report={report}
          hovered={hovered}
          selected={selected}
          onSelect={onSelect}
        />
      </div>
    );
  return (
    <CostTable
      report={report}
      measurement={props.measurement}
      hovered={hovered}
      pointed={props.pointed}
      selected={selected}
      shown={shown}
      onSelect={onSelect}
    >
      {choice}
    </CostTable>
  );
}
