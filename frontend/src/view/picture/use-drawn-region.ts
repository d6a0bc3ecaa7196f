/** What part of a picture is drawn: what is in sight and some more, and how large it looks. */

import { effect, type Signal, useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import {
  contains,
  isDrawnWhole,
  isFar,
  type PictureIndex,
  type Region,
  widened,
} from "../../model/picture/level-of-detail";
import type { Sight } from "../../model/picture/viewport";
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
 * window's size is known. Of a large new picture one frame shows what is in sight, and the next adds the margin.
 */
export function useDrawnRegion(
  zoom: ZoomControls,
  index: PictureIndex,
  margin: number,
  first: DrawnRegion | null = null,
): Signal<DrawnRegion | null> {
  const drawn = useSignal(first);
  const latest = useRef(index);
  latest.current = index;
  // Follows at once: a new picture is drawn with the region that its place asks for.
  useLayoutEffect(() => {
    let shown: PictureIndex | null = null;
    let isFresh = false;
    let next = 0;
    const draw = (sight: Sight) => {
      drawn.value = { region: widened(sight, isFresh ? 0 : margin), scale: sight.k };
    };
    const settle = () => {
      isFresh = false;
      const sight = zoom.seen.peek();
      if (sight) draw(sight);
    };
    const stop = effect(() => {
      const sight = zoom.seen.value;
      if (!sight) return;
      const isNew = shown !== latest.current && !isDrawnWhole(latest.current.picture, sight.k);
      shown = latest.current;
      if (isNew) {
        isFresh = true;
        cancelAnimationFrame(next);
        next = requestAnimationFrame(() => setTimeout(settle));
      } else if (isStillRight(drawn.peek(), sight)) return;
      draw(sight);
    });
    return () => {
      stop();
      cancelAnimationFrame(next);
    };
  }, [zoom, margin]);
  return drawn;
}

function isStillRight(drawn: DrawnRegion | null, sight: Sight): boolean {
  if (!drawn || !contains(drawn.region, sight)) return false;
  const ratio = sight.k / drawn.scale;
  const isNear = !isFar(sight.k) && !isFar(drawn.scale);
  return isNear || (ratio < SCALE_STEP && ratio > 1 / SCALE_STEP);
}
