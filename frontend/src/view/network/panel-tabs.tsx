/** The panel beside the diagram: tables and figures of the network, one layer, where figures come from. */

import type { ReadonlySignal, Signal } from "@preact/signals";
import type { ArchitectureDetail, CostReport } from "../../api/types";
import { type PanelTab, useNetworkView } from "../../state/network/network-view";
import "./panel-tabs.css";
import { Button } from "../ui/button";
import { type Tab, Tabs } from "../ui/rows/tabs";
import { About } from "./about/about";
import { Charts } from "./charts/charts";
import { Training } from "./charts/training";
import { LayerPanel } from "./layer/layer-panel";
import { Measurements } from "./measurements/measurements";
import type { MeasurementsView } from "./measurements/use-measurements";
import type { TableContext } from "./table/table-context";
import { TableTab } from "./table/table-tab";

const TABS: readonly Tab<PanelTab>[] = [
  { value: "table", label: "Table" },
  { value: "charts", label: "Charts" },
  { value: "layer", label: "Layer" },
  { value: "measurements", label: "Measurements" },
  { value: "training", label: "Training" },
  { value: "about", label: "About" },
];

export function PanelTabs(props: {
  detail: ArchitectureDetail;
  report: CostReport;
  measurements: MeasurementsView;
  hovered: Signal<string | null>;
  highlighted: ReadonlySignal<ReadonlySet<string>>;
  context: Pick<TableContext, "network" | "open" | "hits" | "onToggle">;
  /** Layers and groups that something in the panel is about. */
  onHighlight: (paths: readonly string[]) => void;
  onSelect: (path: string | null) => void;
}) {
  const view = useNetworkView();
  const { tab, layer } = view.state.value;
  return (
    <Tabs label="Details" tabs={TABS} value={tab} onChange={(next) => view.change({ tab: next })}>
      {tab === "table" && (
        <TableTab
          measurement={props.measurements.chosen}
          context={{
            ...props.context,
            report: props.report,
            selected: layer,
            hovered: props.hovered,
            highlighted: props.highlighted,
            onSelect: props.onSelect,
          }}
        />
      )}
      {tab === "charts" && (
        <Charts
          report={props.report}
          network={props.context.network}
          hovered={props.hovered}
          highlighted={props.highlighted}
          selected={layer}
          onSelect={props.onSelect}
          onHighlight={props.onHighlight}
        />
      )}
      {tab === "layer" && layer !== null && (
        <p class="panel-clear">
          <Button
            size="small"
            variant="quiet"
            icon="close"
            label="Clear selection"
            onClick={() => props.onSelect(null)}
          />
        </p>
      )}
      {tab === "layer" && (
        <LayerPanel
          report={props.report}
          network={props.context.network}
          path={layer}
          measurement={props.measurements.chosen}
          onSelect={props.onSelect}
        />
      )}
      {tab === "measurements" && <Measurements measurements={props.measurements} />}
      {tab === "training" && <Training report={props.report} />}
      {tab === "about" && <About detail={props.detail} onSelect={props.onSelect} />}
    </Tabs>
  );
}
