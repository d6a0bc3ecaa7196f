/**
 * The outline of a network: above the axis the resolution, below it the width, by depth.
 *
 * Both are drawn on a log scale, so that halving the resolution while doubling the width moves a
 * band of constant thickness down, and all cards share the scale, so that networks compare.
 */

export interface SilhouetteStep {
  height: number;
  channels: number;
}

export interface SilhouettePaths {
  resolution: string;
  width: string;
  axis: number;
}

const HIGHEST_RESOLUTION = 256;
const WIDEST = 4096;

function logShare(value: number, most: number): number {
  return value <= 1 ? 0 : Math.min(1, Math.log2(value) / Math.log2(most));
}

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** A closed stair of one step per layer, from the axis outwards. */
function stair(ends: readonly number[], axis: number, width: number): string {
  const step = width / ends.length;
  let path = `M0 ${rounded(axis)}`;
  let before = axis;
  ends.forEach((end, index) => {
    if (end !== before) path += `V${rounded(end)}`;
    path += `H${rounded((index + 1) * step)}`;
    before = end;
  });
  return `${path}V${rounded(axis)}Z`;
}

/** SVG paths in a box of the given size. */
export function silhouettePaths(
  steps: readonly SilhouetteStep[],
  width: number,
  height: number,
): SilhouettePaths {
  const axis = Math.round(height * 0.46);
  const above = steps.map((step) => axis - logShare(step.height, HIGHEST_RESOLUTION) * axis);
  const below = steps.map((step) => axis + logShare(step.channels, WIDEST) * (height - axis));
  return { resolution: stair(above, axis, width), width: stair(below, axis, width), axis };
}

/** In words, for those who do not see the picture. */
export function silhouetteWords(steps: readonly SilhouetteStep[]): string {
  const first = steps[0];
  const last = steps.at(-1);
  if (!first || !last) return "No layers with weights";
  const widest = Math.max(...steps.map((step) => step.channels));
  return (
    `${steps.length} layers with weights: resolution from ${first.height} to ${last.height} pixels, ` +
    `width from ${first.channels} to at most ${widest} channels`
  );
}
