/** Where the reader begins, and what is drawn around what is in sight. */

import { useSignal, useSignalEffect } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { contains, isFar, type Region, widened } from "../../model/detail";
import { isNarrow } from "../../state/screen";
import type { ZoomControls } from "../diagram/use-zoom";

/** Drawn beyond the window, in windows, so that a short pan draws nothing new. */
const MARGIN = 0.2;
/** From afar a new scale needs a new picture when it differs by more than this. */
const SCALE_STEP = 1.3;
/** The whole network is shown at first if its words can be read then. */
const SMALLEST_WHOLE = 0.5;
/** Over the picture, for the caption. */
export const HEAD = 36;

/**
 * A short network is shown whole at first, as in a figure; a long one from its beginning, in the window's height.
 * On a phone it stands right under the caption, since the panel covers the lower half until the page is scrolled.
 */
export function useReading(zoom: ZoomControls): ZoomControls {
  return useMemo(
    () => ({
      ...zoom,
      usual: () => {
        const whole = zoom.whole();
        const sight = whole.k < SMALLEST_WHOLE ? zoom.usual() : whole;
        return isNarrow.peek() ? { ...sight, y: Math.max(sight.y, -HEAD / sight.k) } : sight;
      },
    }),
    [zoom],
  );
}

/** What is drawn changes only when the window leaves it, or the scale makes it look different. */
export function useDrawnRegion(zoom: ZoomControls) {
  const drawn = useSignal<{ region: Region; scale: number } | null>(null);
  useSignalEffect(() => {
    const sight = zoom.seen.value;
    if (!sight) return;
    const before = drawn.peek();
    const near = before && !isFar(sight.k) && !isFar(before.scale);
    const ratio = before ? sight.k / before.scale : Number.POSITIVE_INFINITY;
    const alike = near || (ratio < SCALE_STEP && ratio > 1 / SCALE_STEP);
    if (before && alike && contains(before.region, sight)) return;
    drawn.value = { region: widened(sight, MARGIN), scale: sight.k };
  });
  return drawn;
}
