/** The panel beside the diagram: the lecture's table, one layer, the measurements. */

import type { Signal } from "@preact/signals";
import type { CostReport, Measurement } from "../../api/types";
import type { Network } from "../../model/network";
import { changeView, diagramView, type PanelTab } from "../../state/diagram-view";
import type { Resource } from "../../state/resource";
import { type Tab, Tabs } from "../ui/tabs";
import { Charts } from "./charts";
import { CostTable } from "./cost-table";
import { LayerPanel } from "./layer-panel";
import { Measurements } from "./measurements";

const TABS: readonly Tab<PanelTab>[] = [
  { value: "table", label: "Table" },
  { value: "charts", label: "Charts" },
  { value: "layer", label: "Layer" },
  { value: "measurements", label: "Measurements" },
];

export function Panel(props: {
  report: CostReport;
  network: Network;
  measurements: Resource<Measurement[]>;
  chosen: Measurement | null;
  hovered: Signal<string | null>;
  onSelect: (path: string | null) => void;
}) {
  const { tab, layer } = diagramView.value;
  return (
    <Tabs label="Details" tabs={TABS} value={tab} onChange={(next) => changeView({ tab: next })}>
      {tab === "table" && (
        <CostTable
          report={props.report}
          measurement={props.chosen}
          hovered={props.hovered}
          selected={layer}
          onSelect={props.onSelect}
        />
      )}
      {tab === "charts" && (
        <Charts
          report={props.report}
          hovered={props.hovered}
          selected={layer}
          onSelect={props.onSelect}
        />
      )}
      {tab === "layer" && (
        <LayerPanel report={props.report} path={layer} measurement={props.chosen} />
      )}
      {tab === "measurements" && (
        <Measurements measurements={props.measurements} chosen={props.chosen} />
      )}
    </Tabs>
  );
}
