/** SVG paths of the straight lines that a scene is made of. */

import type { Point } from "../../../model/picture/picture";

export function polyline(points: readonly Point[]): string {
  return points.map(([x, y], at) => `${at === 0 ? "M" : "L"}${short(x)} ${short(y)}`).join("");
}

export function outline(points: readonly Point[]): string {
  return `${polyline(points)}z`;
}

/** A hundredth of a unit is less than anybody sees. */
function short(value: number): number {
  return Math.round(value * 100) / 100;
}
