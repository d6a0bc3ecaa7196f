/** The initial viewport of a picture in volume. */

import type { Viewport } from "../../../model/picture/viewport";
import { isNarrow } from "../../../state/screen";
import type { ZoomControls } from "../window/use-zoom";

/** The whole network is shown at first if its labels can be read then. */
const SMALLEST_WHOLE = 0.5;
/** Over the picture, for the caption. */
export const CAPTION_HEIGHT = 36;

/**
 * A short network is shown whole at first, as in a figure; a long one from its beginning, in the window's height.
 * On a phone it stands right under the caption, since the panel covers the lower half until the page is scrolled.
 */
export function initialViewport(zoom: ZoomControls): Viewport {
  const whole = zoom.whole();
  const viewport = whole.k < SMALLEST_WHOLE ? zoom.reading() : whole;
  return isNarrow.peek()
    ? { ...viewport, y: Math.max(viewport.y, -CAPTION_HEIGHT / viewport.k) }
    : viewport;
}
