/**
 * The axes of a tensor: channels, and the two sides of a map.
 *
 * Shapes come without the batch. Channels stand first, as in PyTorch, until a permutation says otherwise
 * (ConvNeXt puts them last); of a sequence (tokens, features) they are last.
 */

import type { ReportLayer } from "../../../network/network";

export interface Tensor {
  /** Channels of a map, features of a vector. */
  channels: number;
  /** Null where the tensor has no such axis: a vector has neither, a sequence no width. */
  height: number | null;
  width: number | null;
}

/** channelAxis counts without the batch. */
export function tensorOf(shape: readonly number[], channelAxis: number | null = null): Tensor {
  const axis = channelAxis ?? usualAxis(shape.length);
  const sides = shape.filter((_, at) => at !== axis);
  const [width = null, height = null, ...more] = sides.reverse();
  // What has more than two sides, such as video, is drawn with its other sides as if they were channels.
  const channels = more.reduce((product, side) => product * side, shape[axis] ?? 1);
  return height === null ? { channels, height: width, width: null } : { channels, height, width };
}

/** A sequence has its features last. */
function usualAxis(rank: number): number {
  return rank === 2 ? 1 : 0;
}

/** Where each layer's output has its channels, by path, without the batch; only where it is not the usual place. */
export function channelAxes(layers: readonly ReportLayer[]): Map<string, number> {
  const axes = new Map<string, number>();
  const ranks = new Map<string, number>();
  for (const { path, op, inputs, attributes, output_shape } of layers) {
    const rank = output_shape.length - 1;
    ranks.set(path, rank);
    const input = inputs[0] ?? "";
    // A layer that changes the number of axes begins anew.
    if ((ranks.get(input) ?? rank) !== rank) continue;
    let axis = axes.get(input) ?? usualAxis(rank);
    const dims = attributes?.dims;
    if (op === "permute" && Array.isArray(dims)) axis = dims.indexOf(axis + 1) - 1;
    if (axis >= 0 && axis !== usualAxis(rank)) axes.set(path, axis);
  }
  return axes;
}

/** "96 × 55 × 55" in the order channels, height, width. */
export function sidesOf({ channels, height, width }: Tensor): number[] {
  return [channels, height, width].filter((side) => side !== null);
}
