/** The picture, as a diagram or in volume, and the bar below it. */

import type { ReadonlySignal } from "@preact/signals";
import { useCallback } from "preact/hooks";
import type { Item, Network, Report } from "../../../model/network/network";
import type { Camera } from "../../../model/picture/viewport";
import type { LayoutResult } from "../../../state/network/layout-queue";
import { useNetworkView } from "../../../state/network/network-view";
import type { BoxAppearance } from "../../picture/appearance";
import { Diagram } from "../../picture/diagram/diagram";
import { lazily } from "../../ui/lazily";
import { PictureBar } from "./picture-bar";
import "./diagram-pane.css";

const VolumeView = lazily("The volume view", async () => {
  return (await import("../../picture/volume/volume")).VolumeView;
});

export interface DiagramPaneProps {
  network: Network;
  /** What the network was made from. */
  report: Report;
  open: ReadonlySet<string>;
  /** The newest picture; null before the first. */
  layout: LayoutResult | null;
  appearanceOf: (item: Item) => BoxAppearance;
  hovered: ReadonlySignal<string | null>;
  highlighted: ReadonlySignal<ReadonlySet<string>>;
  label: string;
  onHover: (path: string | null) => void;
  onToggle: (path: string) => void;
  onToggleStack: (path: string) => void;
  onSelect: (path: string) => void;
  /** Called when there is a picture in volume. */
  onVolume: () => void;
}

export function DiagramPane(props: DiagramPaneProps) {
  const { network, report, open, layout, onVolume, ...given } = props;
  const view = useNetworkView();
  const { camera, layer, picture } = view.state.value;
  // A place in the diagram is one only among the groups that are open, and how many are at first is the window's.
  const onCamera = useCallback(
    (next: Camera | null) => {
      const state = view.state.peek();
      const isOpenSaid = state.open !== null || state.picture === "volume" || next === null;
      view.change({ camera: next, ...(isOpenSaid ? {} : { open: [...open] }) }, "detail");
    },
    [view, open],
  );
  return (
    <div class="diagram-pane">
      {picture === "volume" && (
        <VolumeView
          network={network}
          report={report}
          open={open}
          selected={layer === null ? null : (network.fusedInto.get(layer) ?? layer)}
          camera={camera}
          onCamera={onCamera}
          onReady={onVolume}
          {...given}
        />
      )}
      {picture === "diagram" && layout && (
        <Diagram
          // Another direction is another picture, with a camera of its own.
          key={layout.picture.direction}
          layout={layout}
          selected={layer === null ? null : (layout.network.fusedInto.get(layer) ?? layer)}
          camera={camera}
          onCamera={layout.network === network && layout.open === open ? onCamera : null}
          {...given}
        />
      )}
      <PictureBar network={network} open={open} />
    </div>
  );
}
