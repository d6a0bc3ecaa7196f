/** To which scales a scene is drawn, in words. */

import { threeDigits } from "../../text/format";
import type { Scene } from "./scene";

/** zoom: pixels of the screen for each unit of the plane. */
export function captionOf({ scales, vectors, raised }: Scene, zoom: number): string[] {
  const per = (units: number) => threeDigits(1 / (units * zoom));
  const upright = vectors ? `, ${per(scales.feature)} features of an upright vector` : "";
  return [
    `1 px shows ${per(scales.side)} pixels of a map's height and width, ${per(scales.channel)} channels in depth${upright}.`,
    `Slanted edges are drawn at half their length${raised ? ", dotted boxes larger than they are" : ""}.`,
  ];
}
