/** The caption of a scene: the scales that it is drawn to. */

import { threeDigits } from "../../text/format";
import type { Scene } from "./scene";

/** zoom: pixels of the screen for each unit of the canvas. */
export function captionOf({ scales, vectors, raised }: Scene, zoom: number): string[] {
  const per = (units: number) => threeDigits(1 / (units * zoom));
  const upright = vectors ? `, ${per(scales.feature)} features of vector height` : "";
  return [
    `1 px = ${per(scales.side)} pixels of feature-map height and width, ${per(scales.channel)} channels of depth${upright}.`,
    `Slanted edges are drawn at half length${raised ? "; boxes with dotted edges are drawn larger than scale" : ""}.`,
  ];
}
