/** The picture of a network with the controls above it: metric, search, options, export, legend. */

import "./network-picture.css";
import { convention } from "../../state/convention";
import { useNetworkView } from "../../state/network/network-view";
import { Options } from "./options/options";
import { captionOf } from "./picture/caption";
import { DiagramPane } from "./picture/diagram-pane";
import { ExportMenu } from "./picture/export-menu";
import { LegendBar } from "./picture/legend-bar";
import { Toolbar } from "./picture/toolbar";
import { FindBar } from "./search/find-bar";
import type { Explorer } from "./use-explorer";

export interface NetworkPictureProps {
  explorer: Explorer;
  isMeasuring: boolean;
  /** Starts a measurement; null where none can be started. */
  onMeasure: (() => void) | null;
}

export function NetworkPicture({ explorer, isMeasuring, onMeasure }: NetworkPictureProps) {
  const { detail, report, costs, network, groups, layout, measurements, overlay, highlight } =
    explorer;
  return (
    <section class="network-picture" aria-label="Diagram" aria-busy={costs.isLoading}>
      {costs.isLoading && <div class="network-progress" />}
      <Toolbar>
        <Find explorer={explorer} />
        <Options detail={detail} rejection={costs.rejection} onRetry={costs.reload} />
        <Export explorer={explorer} />
      </Toolbar>
      <LegendBar
        overlay={overlay}
        report={report}
        measurements={measurements}
        isMeasuring={isMeasuring}
        onMeasure={onMeasure}
      />
      <DiagramPane
        network={network}
        report={report}
        open={groups.open}
        layout={layout}
        appearanceOf={overlay.appearanceOf}
        hovered={highlight.hoveredBox}
        highlighted={highlight.highlighted}
        onVolume={explorer.onVolume}
        label={`Diagram of ${detail.name}`}
        onHover={highlight.onHover}
        onToggle={groups.toggle}
        onToggleStack={groups.toggleStack}
        onSelect={groups.select}
      />
    </section>
  );
}

function Find({ explorer }: { explorer: Explorer }) {
  const view = useNetworkView();
  const { find, layer } = view.state.value;
  return (
    <FindBar
      report={explorer.report}
      network={explorer.network}
      query={find}
      convention={convention.value}
      hits={explorer.found.hits}
      error={explorer.found.error}
      current={layer}
      onQuery={(next) => view.change({ find: next }, "detail")}
      onStep={explorer.groups.select}
    />
  );
}

function Export({ explorer }: { explorer: Explorer }) {
  const { picture } = useNetworkView().state.value;
  const { detail, report, network, groups, layout, measurements, overlay } = explorer;
  return (
    <ExportMenu
      detail={detail}
      report={report}
      measurement={measurements.chosen}
      makeSvg={async () => {
        const { diagramFigure, volumeFigure } = await import("../picture/export/make-figure");
        const caption = captionOf(detail, report, measurements.chosen, overlay);
        if (picture === "volume")
          return volumeFigure(network, report, groups.open, overlay.appearanceOf, caption);
        return layout && diagramFigure(layout, overlay.appearanceOf, caption);
      }}
    />
  );
}
