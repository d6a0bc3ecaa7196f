/** The labels around a box: its sides at its edges, and below it the operation. */

import type { Point } from "../picture";
import { type Cell, LINE_HEIGHT, SHEET, SHEETS } from "./cells";
import { type Cuboid, onSide } from "./geometry/projection";

export interface Label {
  kind: "side" | "name" | "note" | "count";
  text: string;
  x: number;
  y: number;
  anchor: "start" | "middle" | "end";
}

/** Lines and the rays of windows come in at the middle: a number there would lie on them. */
const CLEAR = 13;
const LOW = 0.8;

export function labelsOf(cell: Cell, cuboids: readonly Cuboid[]): Label[] {
  const [first, last] = [cuboids[0], cuboids.at(-1)];
  if (!first || !last) return [];
  const sides = cell.showsSides ? cuboids.flatMap((cuboid) => sidesAt(cell, cuboid)) : [];
  const middle = (last.left + last.right) / 2;
  const floor = last.bottom + (cell.showsSides ? LINE_HEIGHT : 0) + LINE_HEIGHT - 1;
  const labels: Label[] = [
    ...sides,
    { kind: "name", text: cell.name, x: middle, y: floor, anchor: "middle" },
  ];
  if (cell.note)
    labels.push({
      kind: "note",
      text: cell.note,
      x: middle,
      y: floor + LINE_HEIGHT,
      anchor: "middle",
    });
  if (cell.count > 1) {
    const text = `× ${cell.count}`;
    labels.push({ kind: "count", text, x: middle, y: first.roof - 6, anchor: "middle" });
  }
  return labels;
}

function sidesAt(cell: Cell, cuboid: Cuboid): Label[] {
  const { tensor, lanes, extent } = cell;
  const [eaves, bottom] = [cuboid.front[0]?.[1] ?? 0, cuboid.bottom];
  const middle = (cuboid.roof + bottom) / 2;
  const under = ((cuboid.front[0]?.[0] ?? 0) + (cuboid.front[1]?.[0] ?? 0)) / 2;
  const channels = String(tensor.channels / lanes);
  const labels: Label[] = [
    { kind: "side", text: channels, x: under, y: bottom + LINE_HEIGHT - 2, anchor: "middle" },
  ];
  if (tensor.height !== null) {
    const y = Math.max(eaves + LOW * (bottom - eaves), middle + CLEAR);
    const text = String(tensor.height);
    labels.push({ kind: "side", text, x: cuboid.left - 4, y, anchor: "end" });
  }
  if (tensor.width !== null) {
    const [x, y] = onSide(cuboid, extent.height, extent.width / 2);
    const down = Math.max(y + 9, middle + CLEAR);
    const behind = cell.count > 1 ? SHEET * SHEETS : 0;
    labels.push({
      kind: "side",
      text: String(tensor.width),
      x: x + 5 + behind,
      y: down,
      anchor: "start",
    });
  }
  return labels;
}

/** A dashed line between lanes where a layer looks over their border. */
export function overBorders(cell: Cell, cuboids: readonly Cuboid[]): (readonly [Point, Point])[] {
  if (cell.reach === 0) return [];
  return cuboids.slice(1).flatMap((lower, at) => {
    const upper = cuboids[at];
    if (!upper) return [];
    const [x, y] = onSide(upper, cell.extent.height, cell.extent.width / 2);
    return [[[x, y], [x, lower.roof]] as const]; // biome-ignore format: one line
  });
}
