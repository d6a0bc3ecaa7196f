/** The overlay that the view asks for, over what is visible. */

import { useCallback, useMemo } from "preact/hooks";
import type { Measurement } from "../../../api/types";
import type { ColourScale } from "../../../model/figures/colour-scale";
import { overlayScale } from "../../../model/figures/overlay";
import type { Item, Network } from "../../../model/network/network";
import { convention } from "../../../state/convention";
import type { NetworkView } from "../../../state/network/network-view";
import type { BoxAppearance } from "../../picture/appearance";
import { appearanceOf, makeOverlay, type Overlay } from "./overlay";

export interface OverlayView {
  overlay: Overlay;
  scale: ColourScale;
  /** The same function until an appearance changes. */
  appearanceOf: (item: Item) => BoxAppearance;
}

export function useOverlay(
  view: NetworkView,
  network: Network,
  open: ReadonlySet<string>,
  measurement: Measurement | null,
  hits: ReadonlyMap<string, number> | null,
): OverlayView {
  const { metric, scale: kind, steps } = view.state.value;
  const counted = convention.value;
  const overlay = useMemo(
    () => makeOverlay(network, metric, measurement?.layers ?? null),
    [network, metric, measurement, counted],
  );
  const scale = useMemo(
    () => overlayScale(network, overlay.values, open, kind),
    [network, overlay, open, kind],
  );
  const appearance = useCallback(
    (item: Item) => appearanceOf(item, network, overlay, scale, steps, hits),
    [network, overlay, scale, steps, hits],
  );
  return { overlay, scale, appearanceOf: appearance };
}
