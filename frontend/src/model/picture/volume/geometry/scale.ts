/**
 * The size that a tensor is drawn at. Three linear scales, the same for the whole network whatever is open:
 *
 * - one for height and width, so that all maps stand in true proportion to the image and to each other;
 * - one for the channels of maps, along the flow; maps have far more channels than rows, so one scale for
 *   both would draw rods (512 x 7 x 7);
 * - one for the features of vectors, which stand upright, as the lecture's figure has them.
 *
 * What would be too thin to see gets a least size and is marked.
 */

import type { Tensor } from "../../../network/tensor";

/** Units of the canvas; at zoom 1 a unit is a pixel of the screen. */
const LONGEST_SIDE = 170;
const LONGEST_DEPTH = 90;
const LONGEST_BAR = 140;
/** Small networks are not blown up: LeNet's 6 channels stay thin beside its 32 rows. */
const MOST_PER_SIDE = 6;
const MOST_PER_CHANNEL = 3;
const MOST_PER_FEATURE = 1;
/** The least that is drawn of an axis, and the thickness of what has no axis there. */
const LEAST = 3;
const THICKNESS = 10;

/** Units for one row or column, one channel, one feature. */
export interface Scales {
  side: number;
  channel: number;
  feature: number;
}

/** The sides of a drawn box in units, before projection. */
export interface Extent {
  /** Along the flow. */
  depth: number;
  height: number;
  /** Along the slanted edge. */
  width: number;
  /** Is a side drawn larger than its scale says, because it could not be seen? */
  raised: boolean;
}

export function scalesOf(tensors: readonly Tensor[]): Scales {
  let [side, channel, feature] = [1, 1, 1];
  for (const { channels, height, width } of tensors) {
    side = Math.max(side, height ?? 0, width ?? 0);
    if (height === null) feature = Math.max(feature, channels);
    else channel = Math.max(channel, channels);
  }
  return {
    side: Math.min(MOST_PER_SIDE, LONGEST_SIDE / side),
    channel: Math.min(MOST_PER_CHANNEL, LONGEST_DEPTH / channel),
    feature: Math.min(MOST_PER_FEATURE, LONGEST_BAR / feature),
  };
}

/** Of one of several equal lanes, each with its share of the channels. */
export function extentOf(tensor: Tensor, scales: Scales, lanes = 1): Extent {
  const channels = tensor.channels / lanes;
  if (tensor.height === null) {
    const scaled = channels * scales.feature;
    const height = Math.max(LEAST, scaled);
    return { depth: THICKNESS, height, width: THICKNESS, raised: height > scaled };
  }
  const sides = [
    channels * scales.channel,
    tensor.height * scales.side,
    tensor.width === null ? LEAST : tensor.width * scales.side,
  ];
  const [depth = 0, height = 0, width = 0] = sides.map((side) => Math.max(LEAST, side));
  return { depth, height, width, raised: sides.some((side) => side < LEAST) };
}
