/** What part of a picture is drawn: what is in sight and some more, and how large it looks. */

import { effect, type Signal, useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { contains, isFar, type Region, widened } from "../../model/detail";
import type { ZoomControls } from "./use-zoom";

/** From afar a new scale needs a new picture when it differs by more than this. */
const SCALE_STEP = 1.3;

export interface DrawnRegion {
  region: Region;
  scale: number;
}

/**
 * What is drawn changes only when the window leaves it, or the scale makes it look different.
 *
 * margin is drawn beyond the window, in windows, so that a short pan draws nothing new; first is drawn before the
 * window's size is known.
 */
export function useDrawnRegion(
  zoom: ZoomControls,
  margin: number,
  first: DrawnRegion | null = null,
): Signal<DrawnRegion | null> {
  const drawn = useSignal(first);
  // Follows at once: a new picture is drawn with the region that its place asks for.
  useLayoutEffect(
    () =>
      effect(() => {
        const sight = zoom.seen.value;
        if (!sight) return;
        const before = drawn.peek();
        const near = before && !isFar(sight.k) && !isFar(before.scale);
        const ratio = before ? sight.k / before.scale : Number.POSITIVE_INFINITY;
        const alike = near || (ratio < SCALE_STEP && ratio > 1 / SCALE_STEP);
        if (before && alike && contains(before.region, sight)) return;
        drawn.value = { region: widened(sight, margin), scale: sight.k };
      }),
    [zoom, margin],
  );
  return drawn;
}
