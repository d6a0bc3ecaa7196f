/** The buttons on the lower border of a picture's window. */

import { Button } from "../../ui/button";
import { ZOOM_STEP, type ZoomControls } from "./use-zoom";

export function ZoomButtons(props: {
  zoom: ZoomControls;
  /** Null where nothing in the picture is selected. */
  onZoomToSelection: (() => void) | null;
}) {
  const { zoom, onZoomToSelection } = props;
  return (
    <div class="diagram-zoom">
      <Button size="small" label="Zoom out" onClick={() => zoom.zoomBy(1 / ZOOM_STEP)}>
        −
      </Button>
      <Button size="small" label="Zoom in" onClick={() => zoom.zoomBy(ZOOM_STEP)}>
        +
      </Button>
      {onZoomToSelection && (
        <Button size="small" label="Zoom to the selection" onClick={onZoomToSelection}>
          Selection
        </Button>
      )}
      <Button size="small" label="Fit everything" onClick={() => zoom.show(zoom.whole())}>
        Fit
      </Button>
    </div>
  );
}
