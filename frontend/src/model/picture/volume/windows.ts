/**
 * The window of a convolution: the box of k x k x channels in its input that makes one place of its output,
 * and the lines from its corners to that place, as in the figure of AlexNet's paper.
 */

import type { ReportLayer } from "../../network/network";
import type { Tensor } from "../../network/tensor";
import type { Point } from "../picture";
import { pair } from "./cells";
import { type Cuboid, onBack, onSide } from "./geometry/projection";

/** A window whose sides are drawn smaller than this would be a dot. */
const LEAST = 1.9;
/** Below this the edges along the channels would be one thick line. */
const LEAST_DEEP = 5;

export interface Pyramid {
  /** The edges of the window's box that can be seen as through glass. */
  box: readonly (readonly Point[])[];
  /** From each corner on the map to the place in the output. */
  rays: readonly (readonly [Point, Point])[];
}

/** Which rows (or columns) the output at one place is made from; null where the padding hides them all. */
interface Reach {
  first: number;
  last: number;
}

interface Window {
  rows: Reach;
  columns: Reach;
  /** The place in the output. */
  row: number;
  column: number;
  /** The convolution's groups: it reads one of so many equal shares of the channels at once. */
  groups: number;
}

/** What the middle row and the nearest column that needs no padding are made from. */
export function windowOf(layer: ReportLayer, input: Tensor, output: Tensor): Window | null {
  const kernel = pair(layer.attributes?.kernel_size);
  const stride = pair(layer.attributes?.stride) ?? [1, 1];
  const padding = pair(layer.attributes?.padding) ?? [0, 0];
  const dilation = pair(layer.attributes?.dilation) ?? [1, 1];
  const sides = [input.height, input.width, output.height, output.width];
  const [height, width, high, wide] = sides.map((side) => side ?? 0);
  if (layer.op !== "conv2d" || !kernel || !height || !width || !high || !wide) return null;
  const groups = Number(layer.attributes?.groups ?? 1);
  const row = Math.floor((high - 1) / 2);
  const column = Math.min(wide - 1, Math.ceil(padding[1] / stride[1]));
  const reach = (axis: 0 | 1, place: number, most: number): Reach => {
    const first = place * stride[axis] - padding[axis];
    const last = first + dilation[axis] * (kernel[axis] - 1) + 1;
    return { first: Math.max(0, first), last: Math.min(most, last) };
  };
  return { rows: reach(0, row, height), columns: reach(1, column, width), row, column, groups };
}

/** Null where it would be too small to be seen. The boxes are those of one lane each. */
export function pyramidOf(
  window: Window,
  from: Cuboid,
  to: Cuboid,
  side: number,
  lanes: number,
): Pyramid | null {
  const { rows, columns } = window;
  const [top, bottom] = [rows.first * side, rows.last * side];
  const [near, right] = [columns.first * side, columns.last * side];
  if (bottom - top < LEAST || right - near < LEAST) return null;
  const corners = [
    onSide(from, top, near),
    onSide(from, top, right),
    onSide(from, bottom, right),
    onSide(from, bottom, near),
  ] as const;
  const depth = ((from.side[0]?.[0] ?? 0) - from.left) * Math.min(1, lanes / window.groups);
  const back = ([x, y]: Point): Point => [x - depth, y];
  const [a, b, c, d] = corners;
  const end = onBack(to, (window.row + 0.5) * side, (window.column + 0.5) * side);
  const deep = [[back(a), back(b), b], [back(d), back(a), a], [back(d), d]]; // biome-ignore format: one edge each
  return {
    box: [[a, b, c, d, a], ...(bottom - top < LEAST_DEEP ? [] : deep)],
    rays: corners.map((corner) => [corner, end] as const),
  };
}
