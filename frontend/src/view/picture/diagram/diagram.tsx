/** The diagram of a network: boxes, frames of open groups, and edges. */

import { useMemo } from "preact/hooks";
import { indexPicture, isDrawnWhole } from "../../../model/picture/level-of-detail";
import type { Box, Picture } from "../../../model/picture/picture";
import type { LayoutResult } from "../../../state/network/layout-queue";
import type { DrawnRegion } from "../canvas";
import { type PictureProps, PictureWindow } from "../window/picture-window";
import "./diagram.css";
import { BAND_HEIGHT, BAND_WIDTH } from "./bands";
import { DiagramCanvas } from "./canvas";

/** A short pan draws nothing new. */
const MARGIN = 0.25;

export type DiagramProps = Omit<PictureProps, "network" | "open"> & { layout: LayoutResult };

export function Diagram({ layout, ...given }: DiagramProps) {
  const { network, open, picture } = layout;
  const index = useMemo(() => indexPicture(picture), [picture]);
  const down = picture.direction === "down";
  return (
    <PictureWindow
      {...given}
      class="diagram"
      network={network}
      open={open}
      index={index}
      canvas={{
        left: down ? BAND_WIDTH : 0,
        top: down ? 0 : BAND_HEIGHT,
        width: picture.width,
        height: picture.height,
        isRow: !down,
        axis: axisOf(picture.boxes[0], down),
      }}
      margin={MARGIN}
      first={isDrawnWhole(picture, 1) ? around(picture) : null}
      // What opens or closes does so around its middle, and downwards.
      pinOf={(path) => {
        const box = index.byPath.get(path);
        return box && [box.x + box.width / 2, box.y];
      }}
      keys={`Arrow keys follow the edges and switch branches, Enter opens a group or selects a layer, ${down ? "left" : "up"} arrow closes the enclosing group, O shows one or all members of a stack. Plus and minus zoom, 0 fits everything, 1 fits the width, 2 zooms to the focused box.`}
    >
      {(canvas) => <DiagramCanvas {...canvas} open={open} />}
    </PictureWindow>
  );
}

/** A small picture is drawn with the page around it, whatever of it the window will show. */
function around({ width, height }: Picture): DrawnRegion {
  const { innerWidth, innerHeight } = window;
  const region = {
    x: -innerWidth,
    y: -innerHeight,
    width: width + 2 * innerWidth,
    height: height + 2 * innerHeight,
  };
  return { region, scale: 1 };
}

/** Where the first box stands: the longest way through the network. */
function axisOf(first: Box | undefined, down: boolean): number {
  if (!first) return 0;
  return down ? first.x + first.width / 2 : first.y + first.height / 2;
}
