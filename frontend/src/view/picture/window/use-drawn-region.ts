/** The drawn region of a picture: what the window shows and some more, and the scale that it is drawn for. */

import { effect, type Signal, useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import {
  contains,
  isDrawnWhole,
  isLowDetail,
  type PictureIndex,
  widened,
} from "../../../model/picture/level-of-detail";
import type { Viewport } from "../../../model/picture/viewport";
import type { DrawnRegion } from "../canvas";
import type { ZoomControls } from "./use-zoom";

/** In low detail a new scale needs a new picture when it differs by more than this. */
const SCALE_STEP = 1.3;

/**
 * What is drawn changes only when the window leaves it, or the scale makes it look different.
 *
 * margin is drawn beyond the window, in windows, so that a short pan draws nothing new; first is drawn before the
 * window's size is known. Of a large new picture one frame shows what is in the window, and the next adds the margin.
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
    const draw = (viewport: Viewport) => {
      drawn.value = { region: widened(viewport, isFresh ? 0 : margin), scale: viewport.k };
    };
    const settle = () => {
      isFresh = false;
      const viewport = zoom.viewport.peek();
      if (viewport) draw(viewport);
    };
    const stop = effect(() => {
      const viewport = zoom.viewport.value;
      if (!viewport) return;
      const isNew = shown !== latest.current && !isDrawnWhole(latest.current.picture, viewport.k);
      shown = latest.current;
      if (isNew) {
        isFresh = true;
        cancelAnimationFrame(next);
        next = requestAnimationFrame(() => setTimeout(settle));
      } else if (isStillRight(drawn.peek(), viewport)) return;
      draw(viewport);
    });
    return () => {
      stop();
      cancelAnimationFrame(next);
    };
  }, [zoom, margin]);
  return drawn;
}

function isStillRight(drawn: DrawnRegion | null, viewport: Viewport): boolean {
  if (!drawn || !contains(drawn.region, viewport)) return false;
  const ratio = viewport.k / drawn.scale;
  const isNear = !isLowDetail(viewport.k) && !isLowDetail(drawn.scale);
  return isNear || (ratio < SCALE_STEP && ratio > 1 / SCALE_STEP);
}
