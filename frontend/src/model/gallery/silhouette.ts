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

interface SilhouettePaths {
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
    // One line for a run of equal steps.
    if (end !== before) path += `${index > 0 ? `H${rounded(index * step)}` : ""}V${rounded(end)}`;
    before = end;
  });
  return `${path}H${rounded(width)}V${rounded(axis)}Z`;
}

/**
 * Without the vectors that come before the last map: the layers of a squeeze-and-excitation look at
 * means, beside the path that the outline is of.
 */
function mainPath(steps: readonly SilhouetteStep[]): readonly SilhouetteStep[] {
  const lastMap = steps.findLastIndex((step) => step.height > 1);
  return steps.filter((step, index) => step.height > 1 || index > lastMap);
}

/** SVG paths in a box of the given size. */
export function silhouettePaths(
  all: readonly SilhouetteStep[],
  width: number,
  height: number,
): SilhouettePaths {
  const steps = mainPath(all);
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
    `width from ${first.channels} up to ${widest} channels`
  );
}
