/** Where the reader of a picture in volume begins. */

import type { Sight } from "../../../model/picture/viewport";
import { isNarrow } from "../../../state/screen";
import type { ZoomControls } from "../use-zoom";

/** The whole network is shown at first if its words can be read then. */
const SMALLEST_WHOLE = 0.5;
/** Over the picture, for the caption. */
export const HEAD = 36;

/**
 * A short network is shown whole at first, as in a figure; a long one from its beginning, in the window's height.
 * On a phone it stands right under the caption, since the panel covers the lower half until the page is scrolled.
 */
export function usualSight(zoom: ZoomControls): Sight {
  const whole = zoom.whole();
  const sight = whole.k < SMALLEST_WHOLE ? zoom.usual() : whole;
  return isNarrow.peek() ? { ...sight, y: Math.max(sight.y, -HEAD / sight.k) } : sight;
}
