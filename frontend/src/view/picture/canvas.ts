/** Props of a canvas, which draws the visible parts of a picture, in the diagram and in volume. */

import type { ReadonlySignal } from "@preact/signals";
import type { Network } from "../../model/network/network";
import type { PictureIndex, Region } from "../../model/picture/level-of-detail";
import type { AppearanceOf } from "./appearance";
import type { BoxHandlers } from "./box";

/** The region that is drawn, and the scale in pixels per unit that it is drawn for. */
export interface DrawnRegion {
  region: Region;
  scale: number;
}

export interface CanvasProps extends DrawnRegion {
  index: PictureIndex;
  network: Network;
  appearanceOf: AppearanceOf;
  hovered: ReadonlySignal<string | null>;
  highlighted: ReadonlySignal<ReadonlySet<string>>;
  selected: string | null;
  /** The box that the Tab key reaches, drawn even outside the window. */
  tabStop: string | null;
  handlers: BoxHandlers;
}
