/** The overlay that the address asks for, over what is visible. */

import { useCallback, useMemo } from "preact/hooks";
import type { Measurement } from "../../../api/types";
import type { ColourScale } from "../../../model/figures/colour-scale";
import { overlayScale } from "../../../model/figures/overlay";
import type { Item, Network } from "../../../model/network/network";
import { convention } from "../../../state/convention";
import { diagramView } from "../../../state/view-address";
import type { BoxLook } from "../../picture/diagram/box";
import { lookOf, makeOverlay, type Overlay } from "./overlay";

export interface OverlayView {
  overlay: Overlay;
  scale: ColourScale;
  /** The same function until a look changes. */
  lookOf: (item: Item) => BoxLook;
}

export function useOverlay(
  network: Network,
  open: ReadonlySet<string>,
  measurement: Measurement | null,
  hits: ReadonlyMap<string, number> | null,
): OverlayView {
  const { metric, scale: kind, steps } = diagramView.value;
  const counted = convention.value;
  const overlay = useMemo(
    () => makeOverlay(network, metric, measurement?.layers ?? null),
    [network, metric, measurement, counted],
  );
  const scale = useMemo(
    () => overlayScale(network, overlay.values, open, kind),
    [network, overlay, open, kind],
  );
  const picked = String(steps);
  const look = useCallback(
    (item: Item) => lookOf(item, network, overlay, scale, steps, hits),
    // An address read again gives an equal choice that is another array.
    [network, overlay, scale, picked, hits],
  );
  return { overlay, scale, lookOf: look };
}
