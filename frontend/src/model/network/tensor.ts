/** A tensor as people see it, channels and the two sides of a map; which axis is which the report says. */

export interface Tensor {
  /** Channels of a map, features of a vector or a token. */
  channels: number;
  /** Null where the tensor has no such axis: a vector has neither, a sequence no width. */
  height: number | null;
  width: number | null;
}

/** The axis counts the batch, as in the report; without one the channels are taken to stand first. */
export function tensorOf(shape: readonly number[], channelAxis: number | null): Tensor {
  const axis = channelAxis ?? 1;
  const sides = shape.filter((_, at) => at !== 0 && at !== axis);
  const [width = null, height = null, ...more] = sides.reverse();
  // What has more than two sides, such as video, is shown with its other sides as if they were channels.
  const channels = more.reduce((product, side) => product * side, shape[axis] ?? 1);
  return height === null ? { channels, height: width, width: null } : { channels, height, width };
}

/** An input of the network has its channels first. */
export function inputTensor(shape: readonly number[]): Tensor {
  return tensorOf(shape, 1);
}

/** "96 × 55 × 55" in the order channels, height, width. */
export function sidesOf({ channels, height, width }: Tensor): number[] {
  return [channels, height, width].filter((side) => side !== null);
}
